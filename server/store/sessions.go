package store

import (
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
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

// tokenHash is how a secret of NewToken's kind is stored.
func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// Session is who a browser is signed in as, how that began, and until when at most.
type Session struct {
	ID                         string // tells a person's sessions apart, and opens nothing
	Community, Resident        string
	Method                     string // how it began: one of residents.ByLink to ByPasskey; "" unknown
	Device                     string // in plain words, coarse: 安卓手机 · 微信
	CreatedAt, SeenAt, Expires time.Time
	ProvedAt                   time.Time // when it last proved by a passkey who it is; zero: never
	Helps                      string    // the mandate under which it acts for somebody else, until HelpsUntil; ""
	HelpsUntil                 time.Time
	hash                       string // of its token
}

// SignIn is what rules ask of a session.
func (s Session) SignIn() residents.SignIn {
	return residents.SignIn{Method: s.Method, Began: s.CreatedAt, Proved: s.ProvedAt}
}

// Recent tells whether the session began, or was proved by a passkey, less than
// residents.DelicateTime ago; otherwise the reason to give is residents.ErrSignInAgain.
func Recent(s Session, now time.Time) bool { return s.SignIn().Recent(now) }

const sessionColumns = `token_hash, community, resident, method, device, created_at, seen_at, expires_at, proved_at, helps, helps_until`

// Session is the living session of a token and the standing of its person;
// residents.ErrSignedOut when it is unknown, ended or too old, or the person has left.
// The standing is weak unless the session was proved by a passkey less than residents.OfficeTime ago.
func (v *View) Session(token string, now time.Time) (Session, residents.Standing, error) {
	s, err := one(v, session, `SELECT `+sessionColumns+` FROM sessions
		WHERE token_hash = $1 AND revoked_at IS NULL AND expires_at > $2 AND seen_at > $3`,
		tokenHash(token), micros(now), micros(now.Add(-SessionIdle)))
	if err != nil {
		return Session{}, residents.Standing{}, signedOut(err)
	}
	who, err := v.Standing(s.Community, s.Resident)
	if err != nil {
		return Session{}, residents.Standing{}, signedOut(err)
	}
	if err := v.minorMay(who.Resident, now); err != nil {
		return Session{}, residents.Standing{}, err
	}
	who.Weak = !s.SignIn().ProvedWithin(residents.OfficeTime, now)
	return s, who, nil
}

// minorMay is residents.ErrSignedOut for a child under 14, by whichever door they came,
// and for a minor who was confirmed and has no guardian any more.
func (v *View) minorMay(r residents.Resident, now time.Time) error {
	err := residents.MaySignIn(r, now)
	if err == nil && !r.Adult && !r.ConfirmedAt.IsZero() {
		err = residents.Cared(v, r, now)
	}
	if errors.Is(err, residents.ErrGuardian) {
		return residents.ErrSignedOut
	}
	return err
}

// SessionsOf are the living sessions of a person, the last used first.
func (v *View) SessionsOf(community, resident string, now time.Time) ([]Session, error) {
	return list(v, session, `SELECT `+sessionColumns+` FROM sessions
		WHERE community = $1 AND resident = $2 AND revoked_at IS NULL AND expires_at > $3 AND seen_at > $4
		ORDER BY seen_at DESC, token_hash`, community, resident, micros(now), micros(now.Add(-SessionIdle)))
}

func signedOut(err error) error {
	if errors.Is(err, residents.ErrNotFound) {
		return residents.ErrSignedOut
	}
	return err
}

func session(r row) (s Session, err error) {
	var created, seen, expires int64
	var proved, helps sql.NullInt64
	err = r.Scan(&s.hash, &s.Community, &s.Resident, &s.Method, &s.Device, &created, &seen, &expires, &proved, &s.Helps, &helps)
	s.ID = tokenHash(s.hash)[:24]
	s.CreatedAt, s.SeenAt, s.Expires, s.ProvedAt = instant(created), instant(seen), instant(expires), instantOrZero(proved)
	s.HelpsUntil = instantOrZero(helps)
	return s, err
}

// AddSession begins a session under a new token: of the person, by the method, on the
// device, with the proof that s says. Its other fields are made here.
func (tx *Tx) AddSession(token string, s Session) error {
	_, err := tx.exec(`INSERT INTO sessions (token_hash, community, resident, method, device, created_at, seen_at, expires_at, proved_at)
		VALUES ($1, $2, $3, $4, $5, $6, $6, $7, $8)`,
		tokenHash(token), s.Community, s.Resident, s.Method, s.Device, micros(tx.now), micros(tx.now.Add(SessionAbsolute)), timeOrNull(s.ProvedAt))
	return err
}

// TouchSession writes down that the session is in use, unless that was done less than a minute ago.
func (tx *Tx) TouchSession(token string) error {
	_, err := tx.exec(`UPDATE sessions SET seen_at = $2 WHERE token_hash = $1 AND seen_at <= $3 AND revoked_at IS NULL`,
		tokenHash(token), micros(tx.now), micros(tx.now.Add(-sessionTouch)))
	return err
}

// SetHelps writes down under which mandate the session acts for somebody else from now
// on, and until when; "" and the zero time for none.
func (tx *Tx) SetHelps(s Session, mandate string, until time.Time) error {
	return tx.execOne(`UPDATE sessions SET helps = $2, helps_until = $3 WHERE token_hash = $1 AND revoked_at IS NULL`, s.hash, mandate, timeOrNull(until))
}

// EndSession ends the session of a token, if it lives.
func (tx *Tx) EndSession(token string) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL`, tokenHash(token), micros(tx.now))
	return err
}

// EndOneSession ends one of the person's sessions, by its public id; residents.ErrNotFound
// when no living session of theirs has it.
func (tx *Tx) EndOneSession(community, resident, id string) error {
	all, err := tx.SessionsOf(community, resident, tx.now)
	if err != nil {
		return err
	}
	for _, s := range all {
		if s.ID == id {
			return tx.execOne(`UPDATE sessions SET revoked_at = $2 WHERE token_hash = $1 AND revoked_at IS NULL`, s.hash, micros(tx.now))
		}
	}
	return residents.ErrNotFound
}

// EndOtherSessions ends all sessions of a person but one.
func (tx *Tx) EndOtherSessions(but Session) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $4 WHERE community = $1 AND resident = $2 AND token_hash <> $3 AND revoked_at IS NULL`,
		but.Community, but.Resident, but.hash, micros(tx.now))
	return err
}

// EndSessions ends all sessions of a person, and the address of their calendar: whoever is out is
// told nothing more.
func (tx *Tx) EndSessions(community, resident string) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $3 WHERE community = $1 AND resident = $2 AND revoked_at IS NULL`,
		community, resident, micros(tx.now))
	return errors.Join(err, tx.RemoveFeed(community, resident))
}

// endWaysIn ends what opens the portal as the person: all of it where they hold no office
// yet, and what opens it without a passkey where they hold one.
func (tx *Tx) endWaysIn(community, resident string) error {
	roles, err := tx.Roles(community, resident)
	if err != nil {
		return err
	}
	if who := (residents.Standing{Roles: roles}); !who.HoldsOffice(tx.now) {
		err = errors.Join(tx.EndSessions(community, resident), tx.RemovePasskeys(community, resident))
	}
	if err != nil {
		return err
	}
	return tx.endUnproved(community, resident)
}

// endUnproved ends what opens the portal as the person without a passkey: their sessions
// that were never proved, their links, their one-time codes, and the address of their calendar.
func (tx *Tx) endUnproved(community, resident string) error {
	_, err := tx.exec(`UPDATE sessions SET revoked_at = $3 WHERE community = $1 AND resident = $2 AND revoked_at IS NULL AND proved_at IS NULL`,
		community, resident, micros(tx.now))
	if err != nil {
		return err
	}
	for _, purpose := range []string{residents.CodeInPerson, residents.CodePhoneSignIn, residents.CodePhoneCheck} {
		if err := tx.EndCodes(community, resident, purpose); err != nil {
			return err
		}
	}
	return errors.Join(tx.EndSignInLinks(community, resident), tx.RemoveFeed(community, resident))
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
