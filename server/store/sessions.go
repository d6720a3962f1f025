package store

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"time"

	"yishiting/residents"
)

// How long a session lasts. NIST and ASVS leave the choice open; ours is made for
// people who open the portal once a month and find a sign-in hard.
const (
	SessionIdle     = 30 * 24 * time.Hour  // a session not used for so long is over
	SessionAbsolute = 180 * 24 * time.Hour // none lasts longer than this
	sessionTouch    = time.Minute          // its last use is written down at most so often
)

// ErrDeadLink is the reason when a sign-in link is unknown, used, or too old: one reason for all, which gives nothing away.
const ErrDeadLink = residents.Reason("dead-link")

// NewToken is a new secret that opens something: 256 random bits, in 43 characters
// that may stand in a path. Only its hash is ever stored.
func NewToken() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails
	return base64.RawURLEncoding.EncodeToString(b[:])
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Session is who a browser is signed in as, until when at most.
type Session struct {
	Community, Resident        string
	CreatedAt, SeenAt, Expires time.Time
}

// Session is the living session of a token and the standing of its person;
// residents.ErrSignedOut when it is unknown, ended or too old, or the person has left.
func (v *View) Session(token string, now time.Time) (Session, residents.Standing, error) {
	s, err := one(v, session, `SELECT community, resident, created_at, seen_at, expires_at FROM sessions
		WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND seen_at > $3`,
		tokenHash(token), micros(now), micros(now.Add(-SessionIdle)))
	if err != nil {
		return Session{}, residents.Standing{}, signedOut(err)
	}
	who, err := v.Standing(s.Community, s.Resident)
	if err != nil {
		return Session{}, residents.Standing{}, signedOut(err)
	}
	return s, who, nil
}

func signedOut(err error) error {
	if errors.Is(err, residents.ErrNotFound) {
		return residents.ErrSignedOut
	}
	return err
}

func session(r row) (s Session, err error) {
	var created, seen, expires int64
	err = r.Scan(&s.Community, &s.Resident, &created, &seen, &expires)
	s.CreatedAt, s.SeenAt, s.Expires = instant(created), instant(seen), instant(expires)
	return s, err
}

// AddSession begins a session of the person under a new token.
func (tx *Tx) AddSession(token, community, resident string) error {
	_, err := tx.exec(`INSERT INTO sessions (token_hash, community, resident, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)`,
		tokenHash(token), community, resident, micros(tx.now), micros(tx.now.Add(SessionAbsolute)))
	return err
}

// TouchSession writes down that the session is in use, unless that was done less than a minute ago.
func (tx *Tx) TouchSession(token string) error {
	_, err := tx.exec(`UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at <= $3 AND revoked_at IS NULL`,
		tokenHash(token), micros(tx.now), micros(tx.now.Add(-sessionTouch)))
	return err
}

// EndSession ends the session of a token, if it lives.
func (tx *Tx) EndSession(token string) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL`, tokenHash(token), micros(tx.now))
	return err
}

// EndSessions ends all sessions of a person.
func (tx *Tx) EndSessions(community, resident string) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $3 WHERE community = $1 AND resident = $2 AND revoked_at IS NULL`,
		community, resident, micros(tx.now))
	return err
}

// SignInLink is a link that signs a person in, once.
type SignInLink struct {
	Community, Resident string
	MadeBy              string // id of a resident; "" for the installation itself
	Expires             time.Time
}

// AddSignInLink makes token a link.
func (tx *Tx) AddSignInLink(token string, l SignInLink) error {
	_, err := tx.exec(`INSERT INTO sign_in_links (token_hash, community, resident, made_by, made_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		tokenHash(token), l.Community, l.Resident, l.MadeBy, micros(tx.now), micros(l.Expires))
	return err
}

// EndSignInLinks ends the person's links that were not used yet.
func (tx *Tx) EndSignInLinks(community, resident string) error {
	_, err := tx.exec(`UPDATE sign_in_links SET expires_at = $3
		WHERE community = $1 AND resident = $2 AND used_at IS NULL AND expires_at > $3`, community, resident, micros(tx.now))
	return err
}

// SignInLink looks at a link without using it; ErrDeadLink when it can no longer be used.
func (v *View) SignInLink(token string, now time.Time) (SignInLink, error) {
	l, err := v.anyLink(token, ` AND used_at IS NULL AND expires_at > $2`, micros(now))
	return l, err
}

// anyLink is the link of a token, under a further condition.
func (v *View) anyLink(token, condition string, args ...any) (SignInLink, error) {
	l, err := one(v, signInLink, `SELECT l.community, l.resident, made_by, expires_at FROM sign_in_links l
		JOIN residents r ON r.community = l.community AND r.id = l.resident
		WHERE token_hash = $1 AND left_at IS NULL`+condition, append([]any{tokenHash(token)}, args...)...)
	if errors.Is(err, residents.ErrNotFound) {
		err = ErrDeadLink
	}
	return l, err
}

func signInLink(r row) (l SignInLink, err error) {
	var expires int64
	err = r.Scan(&l.Community, &l.Resident, &l.MadeBy, &expires)
	l.Expires = instant(expires)
	return l, err
}

// UseSignInLink uses a link up; ErrDeadLink for everybody but the first.
func (tx *Tx) UseSignInLink(token string) (SignInLink, error) {
	l, err := tx.SignInLink(token, tx.now)
	if err != nil {
		return SignInLink{}, err
	}
	n, err := tx.exec(`UPDATE sign_in_links SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2`, tokenHash(token), micros(tx.now))
	if err == nil && n != 1 {
		err = ErrDeadLink
	}
	return l, err
}
