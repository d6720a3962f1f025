package store

import (
	"errors"
	"time"

	"yishiting/residents"
	"yishiting/telling"
)

const choiceColumns = `c.community, c.resident, c.digest, c.day, c.hour, c.quiet_from, c.quiet_until, c.text_yours, c.text_digest, c.mail_yours, c.mail_digest`

// AddressBy is where somebody is reached by a way, proved to be theirs; "" where there is none.
func (v *View) AddressBy(community, resident string, w telling.Way) (string, error) {
	address, err := v.addressOf(community, resident, w)
	if errors.Is(err, residents.ErrNotFound) {
		return "", nil
	}
	return address, err
}

// UntoldLetters are unread letters since an instant, of people who chose a way before the letter
// came, of which nothing was said yet, by person and time.
func (v *View) UntoldLetters(community string, since time.Time, limit int) ([]telling.Untold, error) {
	return list(v, scanUntold, `SELECT `+choiceColumns+`, l.id, l.kind, l.about FROM telling_choices c
		JOIN letters l ON l.community = c.community AND l.resident = c.resident
		WHERE c.community = $1 AND (c.text_yours OR c.text_digest OR c.mail_yours OR c.mail_digest)
			AND l.read_at IS NULL AND l.told_at IS NULL AND l.at > $2 AND l.at >= c.changed_at ORDER BY l.resident, l.at, l.id LIMIT $3`, community, micros(since), limit)
}

func scanUntold(r row) (u telling.Untold, err error) {
	u.Choice, err = scanChoice(beside{beside{beside{r, &u.About}, &u.Kind}, &u.Letter})
	return u, err
}

// SetTold writes that a letter was looked at.
func (tx *Tx) SetTold(community, letter string) error {
	return tx.execOne(`UPDATE letters SET told_at = $3 WHERE community = $1 AND id = $2`, community, letter, micros(tx.now))
}

// LastMade is when the last message of a class was made for somebody by a way, and whether it still
// waits; residents.ErrNotFound where there was none.
func (v *View) LastMade(community, resident string, w telling.Way, c telling.Class) (at time.Time, waits bool, err error) {
	m, err := one(v, scanMessage, `SELECT `+messageColumns+` FROM messages m WHERE community = $1 AND resident = $2 AND way = $3 AND class = $4
		ORDER BY made_at DESC, id DESC LIMIT 1`, community, resident, w, c)
	return m.Made, m.State == telling.Waiting, err
}

const messageColumns = `m.community, m.id, m.resident, m.way, m.class, m.about, m.made_at, m.due_at, m.state, m.tries`

func scanMessage(r row) (m telling.Message, err error) {
	var made, due int64
	err = r.Scan(&m.Community, &m.ID, &m.Resident, &m.Way, &m.Class, &m.About, &made, &due, &m.State, &m.Tries)
	m.Made, m.Due = instant(made), instant(due)
	return m, err
}

// AddMessage keeps a message; one with the same id changes nothing.
func (tx *Tx) AddMessage(m telling.Message) error {
	_, err := tx.exec(`INSERT INTO messages (community, id, resident, way, class, about, made_at, due_at, state, tries) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (community, id) DO NOTHING`, m.Community, m.ID, m.Resident, m.Way, m.Class, m.About, micros(m.Made), micros(m.Due), m.State, m.Tries)
	return err
}

// MessagesDue are messages that wait, or that were being sent when the server ended, the longest due first.
func (v *View) MessagesDue(community string, now time.Time, limit int) ([]telling.Outgoing, error) {
	all, err := list(v, scanMessage, `SELECT `+messageColumns+` FROM messages m
		WHERE community = $1 AND due_at <= $2 AND state IN ('waiting', 'sending') ORDER BY due_at, id LIMIT $3`, community, micros(now), limit)
	var out []telling.Outgoing
	for _, m := range all {
		o := telling.Outgoing{Message: m}
		if err == nil {
			o.Choice, err = v.TellingOf(m.Community, m.Resident)
		}
		if err == nil {
			o.To, err = v.AddressBy(m.Community, m.Resident, m.Way)
		}
		if err == nil {
			o.Unread, err = v.toldUnread(m)
		}
		out = append(out, o)
	}
	return out, err
}

// toldUnread tells whether somebody has not read some of what a message is about.
func (v *View) toldUnread(m telling.Message) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM (SELECT 1 FROM letters WHERE community = $1 AND resident = $2 AND read_at IS NULL AND told_at IS NOT NULL AND about = $3 LIMIT 1) told`,
		m.Community, m.Resident, m.About)
	return n > 0, err
}

// SetMessage writes where a message is on its way.
func (tx *Tx) SetMessage(m telling.Message) error {
	return tx.execOne(`UPDATE messages SET due_at = $3, state = $4, tries = $5 WHERE community = $1 AND id = $2`, m.Community, m.ID, micros(m.Due), m.State, m.Tries)
}

// DropMessage ends a message that is not to be sent.
func (tx *Tx) DropMessage(community, id string) error {
	return tx.execOne(`DELETE FROM messages WHERE community = $1 AND id = $2`, community, id)
}

// MessagesNotSent are the last messages to somebody that did not go out, or of which that is not known,
// the latest first.
func (v *View) MessagesNotSent(community, resident string, limit int) ([]telling.Message, error) {
	return list(v, scanMessage, `SELECT `+messageColumns+` FROM messages m
		WHERE community = $1 AND resident = $2 AND state IN ('failed', 'unsure') ORDER BY made_at DESC, id DESC LIMIT $3`, community, resident, limit)
}
