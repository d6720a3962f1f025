package store

import (
	"database/sql"
	"errors"
	"time"

	"yishiting/residents"
)

// Passkey is one key of a person's, with the whole credential as the library that checks it writes it.
type Passkey struct {
	ID                  string // of the credential, base64url
	Community, Resident string
	Handle              string // by which the browser names the person: random, base64url
	Credential          string // JSON
	Label               string // what its owner calls it
	AddedAt, UsedAt     time.Time
}

// Public tells a person's passkeys apart on a page: an id of 24 characters.
func (p Passkey) Public() string { return tokenHash(p.ID)[:24] }

const passkeyColumns = `credential_id, passkeys.community, resident, handle, credential, label, added_at, used_at`

func passkey(r row) (p Passkey, err error) {
	var added int64
	var used sql.NullInt64
	err = r.Scan(&p.ID, &p.Community, &p.Resident, &p.Handle, &p.Credential, &p.Label, &added, &used)
	p.AddedAt, p.UsedAt = instant(added), instantOrZero(used)
	return p, err
}

// Passkey is the passkey of that credential; residents.ErrNotFound when there is none, or its owner has left.
func (v *View) Passkey(credential string) (Passkey, error) {
	return one(v, passkey, `SELECT `+passkeyColumns+` FROM passkeys
		JOIN residents ON residents.community = passkeys.community AND residents.id = passkeys.resident
		WHERE credential_id = $1 AND left_at IS NULL`, credential)
}

// Passkeys are those of a person, the oldest first.
func (v *View) Passkeys(community, resident string) ([]Passkey, error) {
	return list(v, passkey, `SELECT `+passkeyColumns+` FROM passkeys WHERE community = $1 AND resident = $2 ORDER BY added_at, credential_id`, community, resident)
}

// PasskeyCount is how many passkeys a person has.
func (v *View) PasskeyCount(community, resident string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM passkeys WHERE community = $1 AND resident = $2`, community, resident)
	return int(n), err
}

// AddPasskey adds a passkey; residents.ErrPasskeyTwice when the credential is there already, whosever it is.
func (tx *Tx) AddPasskey(p Passkey) error {
	n, err := tx.exec(`INSERT INTO passkeys (credential_id, community, resident, handle, credential, label, added_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (credential_id) DO NOTHING`,
		p.ID, p.Community, p.Resident, p.Handle, p.Credential, p.Label, micros(tx.now))
	if err == nil && n == 0 {
		err = residents.ErrPasskeyTwice
	}
	return err
}

// UsePasskey writes down that a passkey was shown, and what the library knows of it since.
func (tx *Tx) UsePasskey(id, credential string) error {
	return tx.execOne(`UPDATE passkeys SET credential = $2, used_at = $3 WHERE credential_id = $1`, id, credential, micros(tx.now))
}

// RenamePasskey gives one of the person's passkeys another name.
func (tx *Tx) RenamePasskey(p Passkey, label string) error {
	return tx.execOne(`UPDATE passkeys SET label = $4 WHERE credential_id = $1 AND community = $2 AND resident = $3`, p.ID, p.Community, p.Resident, label)
}

// RemovePasskey removes one of the person's passkeys.
func (tx *Tx) RemovePasskey(p Passkey) error {
	return tx.execOne(`DELETE FROM passkeys WHERE credential_id = $1 AND community = $2 AND resident = $3`, p.ID, p.Community, p.Resident)
}

// RemovePasskeys removes all passkeys of a person, and what was asked of them.
func (tx *Tx) RemovePasskeys(community, resident string) error {
	if _, err := tx.exec(`DELETE FROM passkeys WHERE community = $1 AND resident = $2`, community, resident); err != nil {
		return err
	}
	_, err := tx.exec(`DELETE FROM passkey_ceremonies WHERE community = $1 AND resident = $2`, community, resident)
	return err
}

// The kinds of ceremony.
const (
	Registering = "register"
	SigningIn   = "sign-in"
)

// Ceremony is what is remembered between asking a browser for a passkey and its answer.
type Ceremony struct {
	Kind                string // Registering or SigningIn
	Community, Resident string // who registers; "" where it is not known yet who signs in
	Data                string // JSON of the library
	Expires             time.Time
}

// AddCeremony begins a ceremony under a new token, which only the browser that asked is told.
func (tx *Tx) AddCeremony(token string, c Ceremony) error {
	_, err := tx.exec(`INSERT INTO passkey_ceremonies (token_hash, kind, community, resident, data, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		tokenHash(token), c.Kind, c.Community, c.Resident, c.Data, micros(c.Expires))
	return err
}

// Ceremony is the ceremony of a token; residents.ErrPasskeyLate when there is none of
// that kind, it was answered, or its time is over.
func (v *View) Ceremony(token, kind string, now time.Time) (Ceremony, error) {
	c, err := one(v, func(r row) (c Ceremony, err error) {
		var expires int64
		err = r.Scan(&c.Kind, &c.Community, &c.Resident, &c.Data, &expires)
		c.Expires = instant(expires)
		return c, err
	}, `SELECT kind, community, resident, data, expires_at FROM passkey_ceremonies
		WHERE token_hash = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3`, tokenHash(token), kind, micros(now))
	if errors.Is(err, residents.ErrNotFound) {
		err = residents.ErrPasskeyLate
	}
	return c, err
}

// UseCeremony ends a ceremony; residents.ErrPasskeyLate for everybody but the first, and after its time.
func (tx *Tx) UseCeremony(token string) error {
	n, err := tx.exec(`UPDATE passkey_ceremonies SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2`,
		tokenHash(token), micros(tx.now))
	if err == nil && n != 1 {
		err = residents.ErrPasskeyLate
	}
	return err
}

// DropCeremonies forgets ceremonies whose time was over before the given instant.
func (tx *Tx) DropCeremonies(before time.Time) error {
	_, err := tx.exec(`DELETE FROM passkey_ceremonies WHERE expires_at < $1`, micros(before))
	return err
}
