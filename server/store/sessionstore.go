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

	// LinkProves lets a session that began by a link count as proved by a passkey: for
	// trying the portal out on one's own machine, and for nothing else.
	LinkProves bool
}

var _ gorilla.Store = (*Sessions)(nil)

// Who is the key under which a session's Values have a residents.Standing.
const Who = "who"

// NewSessions keeps the sessions of a portal that is reached at publicURL. Over
// https the cookie has the prefix __Host-: it comes from this host and from no other part of it.
func NewSessions(s *Store, publicURL string) *Sessions {
	if strings.HasPrefix(publicURL, "https://") {
		return &Sessions{store: s, cookie: "__Host-yishiting", secure: true}
	}
	return &Sessions{store: s, cookie: "yishiting"}
}

// Standing is who sends the request: the zero Standing when nobody is signed in.
// It is looked up once a request.
func (s *Sessions) Standing(r *http.Request) (residents.Standing, error) {
	_, who, err := s.Look(r)
	return who, err
}

// Look is who sends the request, and in which session; both zero when nobody is signed in.
func (s *Sessions) Look(r *http.Request) (Session, residents.Standing, error) {
	session, err := s.Get(r, s.cookie)
	if err != nil {
		return Session{}, residents.Standing{}, err
	}
	who, _ := session.Values[Who].(residents.Standing)
	found, _ := session.Values[which{}].(Session)
	return found, who, nil
}

// which is the key of the Session in a session's Values.
type which struct{}

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
	who.Weak = who.Weak && !(s.LinkProves && found.Method == residents.ByLink)
	session.Values[Who], session.Values[which{}], session.Values[lookedUp{}] = who, found, who.Resident
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
		return s.begin(tx, r, token, Session{Community: who.Resident.Community, Resident: who.Resident.ID})
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
	var l SignInLink
	err := s.store.View(r.Context(), func(v *View) (err error) {
		l, err = v.anyLink(link, ``)
		return err
	})
	if err != nil {
		return residents.Standing{}, err
	}
	who, err := s.Begin(w, r, l.Community, l.Resident, residents.ByLink, command, link, func(tx *Tx) error {
		_, err := tx.UseSignInLink(link)
		return err
	})
	if errors.Is(err, residents.ErrSignedOut) { // the same command long afterwards
		err = ErrDeadLink
	}
	return who, err
}

// shortestSecret is how many characters a secret of 128 random bits has at least.
const shortestSecret = 22

// Begin runs in, which uses up whatever lets the person in, and begins a session of theirs
// by the method, all in one transaction; the browser's former session ends, and its
// cookie is another. A session begun by a passkey is proved by it.
//
// The same command again, sent because the answer was lost, gives the same session,
// and in does not run: its token is made from the secret and the command. So secret is at
// least 128 random bits that only the sender has and that are kept nowhere: where
// a short code is typed, the form carries a NewToken beside it, and both make the secret.
// residents.ErrReused when the secret is another one; residents.ErrSignedOut when the session is over meanwhile.
func (s *Sessions) Begin(w http.ResponseWriter, r *http.Request, community, resident, method, command, secret string, in func(*Tx) error) (residents.Standing, error) {
	if len(secret) < shortestSecret {
		return residents.Standing{}, errors.New("store: a session is begun with a secret that can be guessed")
	}
	now := s.store.clock()
	token := derived(secret, command)
	begin := Session{Community: community, Resident: resident, Method: method}
	if method == residents.ByPasskey {
		begin.ProvedAt = now
	}
	c := Command{Community: community, ID: command, Actor: community + "/" + resident, Verb: "enter", Hash: sha256.Sum256([]byte(method + "\n" + secret)), At: now}
	_, err := s.store.Do(r.Context(), c, func(tx *Tx) (string, error) {
		if err := in(tx); err != nil {
			return "", err
		}
		return resident, s.begin(tx, r, token, begin)
	})
	if err != nil {
		return residents.Standing{}, err
	}
	var who residents.Standing
	err = s.store.View(r.Context(), func(v *View) (err error) {
		_, who, err = v.Session(token, now)
		return err
	})
	if err != nil {
		return residents.Standing{}, err
	}
	http.SetCookie(w, gorilla.NewCookie(s.cookie, token, s.options(int(SessionAbsolute/time.Second))))
	return who, nil
}

// begin begins a session and ends the one that the browser had before.
func (s *Sessions) begin(tx *Tx, r *http.Request, token string, begin Session) error {
	if before := s.token(r); before != "" && before != token {
		if err := tx.EndSession(before); err != nil {
			return err
		}
	}
	begin.Device = DeviceOf(r.UserAgent())
	return tx.AddSession(token, begin)
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
		delete(session.Values, which{})
	}
	http.SetCookie(w, gorilla.NewCookie(s.cookie, "", s.options(-1)))
	return nil
}

// Key tells the session of the request's cookie apart from every other, whether or not
// it lives; "" where no session can be meant.
func (s *Sessions) Key(r *http.Request) string {
	if token := s.token(r); token != "" {
		return tokenHash(token)
	}
	return ""
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

// derived is the token of the session that the command begins with the secret.
func derived(secret, command string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte("session\n" + command))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}
