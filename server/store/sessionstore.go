package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"net/http"
	"strings"
	"time"

	gorilla "github.com/gorilla/sessions"

	"yishiting/residents"
)

// Sessions keeps who is signed in. It is a gorilla sessions.Store over the sessions table: the
// cookie is 256 random bits that mean nothing by themselves, the table has their
// hash, and a session that is ended there is dead at once, on every server.
//
// A session holds who is signed in and nothing else.
type Sessions struct {
	store  *Store
	cookie string
	secure bool
}

var _ gorilla.Store = (*Sessions)(nil)

// Who is the key under which a session's Values have a residents.Standing.
const Who = "who"

// NewSessions keeps the sessions of a portal that is reached at publicURL. Over
// https the cookie has the prefix __Host-: it comes from this host and from no other part of it.
func NewSessions(s *Store, publicURL string) *Sessions {
	if strings.HasPrefix(publicURL, "https://") {
		return &Sessions{s, "__Host-yishiting", true}
	}
	return &Sessions{s, "yishiting", false}
}

// Standing is who sends the request: the zero Standing when nobody is signed in.
// It is looked up once a request.
func (s *Sessions) Standing(r *http.Request) (residents.Standing, error) {
	session, err := s.Get(r, s.cookie)
	if err != nil {
		return residents.Standing{}, err
	}
	who, _ := session.Values[Who].(residents.Standing)
	return who, nil
}

// Get is the request's session, looked up once.
func (s *Sessions) Get(r *http.Request, name string) (*gorilla.Session, error) {
	return gorilla.GetRegistry(r).Get(s, name)
}

// New looks the session of the cookie up, or gives a new, empty one. The error is that of the database.
func (s *Sessions) New(r *http.Request, name string) (*gorilla.Session, error) {
	session := gorilla.NewSession(s, name)
	session.IsNew = true
	session.Options = s.options(int(SessionAbsolute / time.Second))
	token := s.token(r)
	if token == "" {
		return session, nil
	}
	now := s.store.clock()
	var found Session
	var who residents.Standing
	err := s.store.View(r.Context(), func(v *View) (err error) {
		found, who, err = v.Session(token, now)
		return err
	})
	switch {
	case errors.Is(err, residents.ErrSignedOut):
		return session, nil
	case err != nil:
		return session, err
	}
	session.ID, session.IsNew = tokenHash(token), false
	session.Values[Who], session.Values[lookedUp{}] = who, who.Resident
	if now.Sub(found.SeenAt) >= sessionTouch {
		err := s.store.Update(r.Context(), found.Community, func(tx *Tx) error { return tx.TouchSession(token) })
		if err != nil { // reading goes on while nothing can be written
			s.store.log.Warn("session not touched", "error", err)
		}
	}
	return session, nil
}

// lookedUp is the key of whom the session was of when it was looked up.
type lookedUp struct{}

// Save writes the session: under a new token, when somebody else has signed in; it ends it, when MaxAge is negative.
func (s *Sessions) Save(r *http.Request, w http.ResponseWriter, session *gorilla.Session) error {
	who, _ := session.Values[Who].(residents.Standing)
	if session.Options.MaxAge < 0 {
		return s.Leave(w, r)
	}
	if !who.SignedIn() || session.Values[lookedUp{}] == who.Resident {
		return nil // strangers have no cookie, and the others have theirs
	}
	token := NewToken()
	err := s.store.Update(r.Context(), who.Resident.Community, func(tx *Tx) error {
		return s.begin(tx, r, token, who.Resident.Community, who.Resident.ID)
	})
	if err != nil {
		return err
	}
	session.ID, session.IsNew = tokenHash(token), false
	session.Values[lookedUp{}] = who.Resident
	http.SetCookie(w, gorilla.NewCookie(s.cookie, token, session.Options))
	return nil
}

// Enter signs in by a link: it uses the link up and begins a session, in one
// transaction. The same command again, sent because the answer was lost, gives
// the same session: its token is made from the link and the command, which only
// the sender has both. ErrDeadLink when the link cannot be used.
func (s *Sessions) Enter(w http.ResponseWriter, r *http.Request, link, command string) (residents.Standing, error) {
	now := s.store.clock()
	var l SignInLink
	err := s.store.View(r.Context(), func(v *View) (err error) {
		l, err = v.anyLink(link, ``)
		return err
	})
	if err != nil {
		return residents.Standing{}, err
	}
	token := derived(link, command)
	enter := Command{Community: l.Community, ID: command, Actor: l.Resident, Verb: "enter", Hash: sha256.Sum256([]byte(link)), At: now}
	_, err = s.store.Do(r.Context(), enter, func(tx *Tx) (string, error) {
		if _, err := tx.UseSignInLink(link); err != nil {
			return "", err
		}
		return l.Resident, s.begin(tx, r, token, l.Community, l.Resident)
	})
	if err != nil {
		return residents.Standing{}, err
	}
	var who residents.Standing
	err = s.store.View(r.Context(), func(v *View) (err error) {
		_, who, err = v.Session(token, now)
		return err
	})
	if errors.Is(err, residents.ErrSignedOut) { // the same command long afterwards
		err = ErrDeadLink
	}
	if err != nil {
		return residents.Standing{}, err
	}
	http.SetCookie(w, gorilla.NewCookie(s.cookie, token, s.options(int(SessionAbsolute/time.Second))))
	return who, nil
}

// begin begins a session and ends the one that the browser had before.
func (s *Sessions) begin(tx *Tx, r *http.Request, token, community, resident string) error {
	if before := s.token(r); before != "" && before != token {
		if err := tx.EndSession(before); err != nil {
			return err
		}
	}
	return tx.AddSession(token, community, resident)
}

// Leave ends the request's session, here and in the table.
func (s *Sessions) Leave(w http.ResponseWriter, r *http.Request) error {
	who, err := s.Standing(r)
	if err != nil {
		return err
	}
	if who.SignedIn() {
		err := s.store.Update(r.Context(), who.Resident.Community, func(tx *Tx) error { return tx.EndSession(s.token(r)) })
		if err != nil {
			return err
		}
	}
	if session, err := s.Get(r, s.cookie); err == nil {
		delete(session.Values, Who)
	}
	http.SetCookie(w, gorilla.NewCookie(s.cookie, "", s.options(-1)))
	return nil
}

// token is what the browser sent, if it can be one.
func (s *Sessions) token(r *http.Request) string {
	c, err := r.Cookie(s.cookie)
	if err != nil || len(c.Value) != 43 {
		return ""
	}
	return c.Value
}

func (s *Sessions) options(age int) *gorilla.Options {
	return &gorilla.Options{Path: "/", MaxAge: age, Secure: s.secure, HttpOnly: true, SameSite: http.SameSiteLaxMode}
}

// derived is the token of the session that the command begins by the link.
func derived(link, command string) string {
	mac := hmac.New(sha256.New, []byte(link))
	mac.Write([]byte("session\n" + command))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
