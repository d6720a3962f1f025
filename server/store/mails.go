package store

import (
	"time"

	"yishiting/residents"
	"yishiting/telling"
)

// MailOf is the address of mail that the person has confirmed, and when; residents.ErrNotFound where
// they have none.
func (v *View) MailOf(community, resident string) (address string, confirmed time.Time, err error) {
	c, err := one(v, scanMail, `SELECT address, confirmed_at FROM mail_addresses WHERE community = $1 AND resident = $2`, community, resident)
	return c.Address, c.Made, err
}

func scanMail(r row) (c telling.MailCheck, err error) {
	var at int64
	err = r.Scan(&c.Address, &at)
	c.Made = instant(at)
	return c, err
}

const checkColumns = `c.community, c.resident, c.address, c.made_at, c.expires_at`

func scanCheck(r row) (c telling.MailCheck, err error) {
	var made, expires int64
	err = r.Scan(&c.Community, &c.Resident, &c.Address, &made, &expires)
	c.Made, c.Expires = instant(made), instant(expires)
	return c, err
}

// MailCheckOf is the address that the person still has to confirm; residents.ErrNotFound for none.
func (v *View) MailCheckOf(community, resident string) (telling.MailCheck, error) {
	return one(v, scanCheck, `SELECT `+checkColumns+` FROM mail_checks c WHERE c.community = $1 AND c.resident = $2`, community, resident)
}

// MailCheckBy is what a token confirms, of somebody who has not left; residents.ErrNotFound for any other token.
func (v *View) MailCheckBy(community, token string) (telling.MailCheck, error) {
	return one(v, scanCheck, `SELECT `+checkColumns+` FROM mail_checks c JOIN residents r ON r.community = c.community AND r.id = c.resident
		WHERE c.community = $1 AND c.token_hash = $2 AND r.left_at IS NULL`, community, tokenHash(token))
}

// SetMailCheck keeps an address that is to be confirmed by a token, in the place of the one before.
func (tx *Tx) SetMailCheck(c telling.MailCheck, token string) error {
	_, err := tx.exec(`INSERT INTO mail_checks (community, resident, address, token_hash, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (community, resident) DO UPDATE SET address = $3, token_hash = $4, made_at = $5, expires_at = $6`,
		c.Community, c.Resident, c.Address, tokenHash(token), micros(c.Made), micros(c.Expires))
	return err
}

// SetMail gives the person an address in the place of the one before and ends its check. Token ends it
// without signing in.
func (tx *Tx) SetMail(community, resident, address, token string) error {
	if _, err := tx.exec(`DELETE FROM mail_checks WHERE community = $1 AND resident = $2`, community, resident); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO mail_addresses (community, resident, address, leave_hash, confirmed_at) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (community, resident) DO UPDATE SET address = $3, leave_hash = $4, confirmed_at = $5`, community, resident, address, tokenHash(token), micros(tx.now))
	return err
}

// MailLeaver is the id of the person, who has not left, whose mails a token ends; residents.ErrNotFound
// for any other token.
func (v *View) MailLeaver(community, token string) (string, error) {
	return one(v, text, `SELECT r.id FROM mail_addresses m JOIN residents r ON r.community = m.community AND r.id = m.resident
		WHERE m.community = $1 AND m.leave_hash = $2 AND r.left_at IS NULL`, community, tokenHash(token))
}

// RemoveAddress deletes the address of mail, and what was to be confirmed. Of texts it deletes nothing:
// a telephone's number is kept for signing in.
func (tx *Tx) RemoveAddress(community, resident string, w telling.Way) error {
	if w != telling.Mail {
		return nil
	}
	for _, table := range []string{"mail_addresses", "mail_checks"} {
		if _, err := tx.exec(`DELETE FROM `+table+` WHERE community = $1 AND resident = $2`, community, resident); err != nil {
			return err
		}
	}
	return nil
}

// addressOf is where somebody is reached by a way; residents.ErrNotFound where they are not.
func (v *View) addressOf(community, resident string, w telling.Way) (string, error) {
	switch w {
	case telling.Text:
		return v.PhoneOf(community, resident)
	case telling.Mail:
		address, _, err := v.MailOf(community, resident)
		return address, err
	}
	return "", residents.ErrNotFound
}
