package store_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// clock is the tests' time, moved by hand.
type clock struct{ at atomic.Int64 }

func newClock() *clock {
	c := &clock{}
	c.at.Store(start.UnixMicro())
	return c
}

func (c *clock) now() time.Time       { return time.UnixMicro(c.at.Load()).UTC() }
func (c *clock) pass(d time.Duration) { c.at.Add(d.Microseconds()) }

// browser keeps its cookie.
type browser struct {
	t        *testing.T
	sessions *store.Sessions
	cookie   *http.Cookie
}

func (b *browser) request() *http.Request {
	r := httptest.NewRequest("POST", "/enter/x", nil)
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	return r
}

func (b *browser) keep(w *httptest.ResponseRecorder) {
	for _, c := range w.Result().Cookies() {
		b.cookie = c
		if c.MaxAge < 0 {
			b.cookie = nil
		}
	}
}

func (b *browser) enter(link, command string) error {
	w := httptest.NewRecorder()
	_, err := b.sessions.Enter(w, b.request(), link, command)
	b.keep(w)
	return err
}

func (b *browser) leave() error {
	w := httptest.NewRecorder()
	err := b.sessions.Leave(w, b.request())
	b.keep(w)
	return err
}

// who is the id of the person that the browser is signed in as, or "".
func (b *browser) who() string {
	b.t.Helper()
	who, err := b.sessions.Standing(b.request())
	if err != nil {
		b.t.Fatal(err)
	}
	return who.Resident.ID
}

func link(t *testing.T, s *store.Store, p residents.Resident, expires time.Time) string {
	t.Helper()
	token := store.NewToken()
	update(t, s, p.Community, func(tx *store.Tx) error {
		return tx.AddSignInLink(token, store.SignInLink{Community: p.Community, Resident: p.ID, Expires: expires})
	})
	return token
}

// eachPortal runs a test on each database with a clock of its own.
func eachPortal(t *testing.T, test func(t *testing.T, s *store.Store, c *clock, b *browser)) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		c := newClock()
		options.Clock = c.now
		s := storetest.Open(t, options)
		house(t, s)
		test(t, s, c, &browser{t: t, sessions: store.NewSessions(s, "http://localhost:8080")})
	})
}

func TestSignInAndOut(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		if b.who() != "" {
			t.Fatal("a stranger is signed in")
		}
		token := link(t, s, wang, start.Add(time.Hour))
		view(t, s, func(v *store.View) error {
			if l, err := v.SignInLink(token, c.now()); l.Resident != wang.ID || err != nil {
				t.Errorf("the link: %+v, %v", l, err)
			}
			return nil
		})
		if err := b.enter(token, commandID(1)); err != nil || b.who() != wang.ID {
			t.Fatalf("entering: %v, as %q", err, b.who())
		}
		if c := b.cookie; !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure || c.Name != "yishiting" || c.Domain != "" {
			t.Errorf("cookie %+v", c)
		}
		if n := count(t, s, `SELECT count(*) FROM sessions WHERE token_hash = $1`, b.cookie.Value); n != 0 {
			t.Error("the table has what opens the session, not its hash")
		}

		first := *b.cookie
		if err := b.enter(link(t, s, li, start.Add(time.Hour)), commandID(2)); err != nil || b.who() != li.ID {
			t.Fatalf("entering as another: %v, as %q", err, b.who())
		}
		before := &browser{t: t, sessions: b.sessions, cookie: &first}
		if b.cookie.Value == first.Value || before.who() != "" {
			t.Error("the session before still opens")
		}

		last := *b.cookie
		if err := b.leave(); err != nil || b.cookie != nil {
			t.Errorf("leaving: %v, cookie %v", err, b.cookie)
		}
		if (&browser{t: t, sessions: b.sessions, cookie: &last}).who() != "" {
			t.Error("the cookie opens after signing out")
		}
		secure := &browser{t: t, sessions: store.NewSessions(s, "https://hepingli.example")}
		if err := secure.enter(link(t, s, wang, start.Add(time.Hour)), commandID(3)); err != nil {
			t.Fatal(err)
		}
		if c := secure.cookie; c.Name != "__Host-yishiting" || !c.Secure || c.Path != "/" || c.Domain != "" {
			t.Errorf("cookie over https: %+v", c)
		}
	})
}

func TestGorillaSession(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		w, r := httptest.NewRecorder(), b.request()
		session, err := b.sessions.Get(r, "yishiting")
		if err != nil || !session.IsNew {
			t.Fatalf("a stranger's session: %+v, %v", session, err)
		}
		if err := session.Save(r, w); err != nil || len(w.Result().Cookies()) != 0 {
			t.Errorf("a stranger was given a cookie: %v", err)
		}
		session.Values[store.Who] = residents.Standing{Resident: wang}
		w = httptest.NewRecorder()
		if err := session.Save(r, w); err != nil {
			t.Fatal(err)
		}
		b.keep(w)
		if b.who() != wang.ID {
			t.Errorf("signed in as %q", b.who())
		}
		w, r = httptest.NewRecorder(), b.request()
		session, err = b.sessions.Get(r, "yishiting")
		if err != nil || session.IsNew {
			t.Fatalf("the session: %+v, %v", session, err)
		}
		if err := session.Save(r, w); err != nil || len(w.Result().Cookies()) != 0 {
			t.Errorf("saved as it was: %v, cookies %v", err, w.Result().Cookies())
		}
		session.Options.MaxAge = -1
		if err := session.Save(r, w); err != nil || b.who() != "" {
			t.Errorf("ending it: %v, still %q", err, b.who())
		}
	})
}

func TestSessionEnds(t *testing.T) {
	ends := map[string]func(s *store.Store, c *clock) error{
		"a month without a visit": func(s *store.Store, c *clock) error { c.pass(store.SessionIdle); return nil },
		"ended for the person": func(s *store.Store, c *clock) error {
			return s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.EndSessions("hepingli", wang.ID) })
		},
		"the person has left": func(s *store.Store, c *clock) error {
			return s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", wang.ID) })
		},
	}
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		n := 0
		for _, name := range []string{"a month without a visit", "ended for the person", "the person has left"} {
			n++
			if err := b.enter(link(t, s, wang, c.now().Add(time.Hour)), commandID(n)); err != nil || b.who() != wang.ID {
				t.Fatal(err)
			}
			if err := ends[name](s, c); err != nil {
				t.Fatal(err)
			}
			if b.who() != "" {
				t.Errorf("%s: the session lives", name)
			}
		}
	})
}

func TestSessionLastsWhileVisitedButNotForEver(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		if err := b.enter(link(t, s, wang, start.Add(time.Hour)), commandID(1)); err != nil {
			t.Fatal(err)
		}
		seen := func() int64 { return count(t, s, `SELECT seen_at FROM sessions`) }
		began := seen()
		c.pass(59 * time.Second)
		if b.who(); seen() != began {
			t.Error("a visit within a minute was written down")
		}
		c.pass(time.Second)
		if b.who(); seen() != c.now().UnixMicro() {
			t.Error("a visit a minute later was not written down")
		}
		day := 24 * time.Hour
		for c.now().Before(start.Add(store.SessionAbsolute - 20*day)) {
			if c.pass(20 * day); b.who() != wang.ID {
				t.Fatalf("the session ended at %s, although it was visited", c.now())
			}
		}
		if c.pass(20 * day); b.who() != "" {
			t.Errorf("the session lives at %s", c.now())
		}
	})
}

func TestLinkOpensOnce(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		token := link(t, s, wang, start.Add(time.Hour))
		var entered, refused atomic.Int32
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				each := &browser{t: t, sessions: b.sessions}
				switch err := each.enter(token, commandID(i)); {
				case err == nil:
					entered.Add(1)
				case errors.Is(err, store.ErrDeadLink) && each.cookie == nil:
					refused.Add(1)
				default:
					t.Errorf("entering: %v", err)
				}
			})
		}
		all.Wait()
		if entered.Load() != 1 || refused.Load() != 19 {
			t.Errorf("%d entered, %d were refused", entered.Load(), refused.Load())
		}
		if n := count(t, s, `SELECT count(*) FROM sessions`); n != 1 {
			t.Errorf("%d sessions", n)
		}
	})
}

func TestEnteringAgainAfterALostAnswer(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		token := link(t, s, wang, start.Add(time.Hour))
		if err := b.enter(token, commandID(1)); err != nil {
			t.Fatal(err)
		}
		again := &browser{t: t, sessions: b.sessions} // never had the answer
		if err := again.enter(token, commandID(1)); err != nil || again.who() != wang.ID || again.cookie.Value != b.cookie.Value {
			t.Errorf("the same command again: %v, as %q", err, again.who())
		}
		if err := again.leave(); err != nil {
			t.Fatal(err)
		}
		if err := b.enter(token, commandID(1)); !errors.Is(err, store.ErrDeadLink) {
			t.Errorf("after the session was ended: %v", err)
		}
	})
}

func TestDeadLinks(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		old, left := link(t, s, wang, start.Add(time.Hour)), link(t, s, li, start.Add(2*time.Hour))
		c.pass(time.Hour)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", li.ID) })
		for name, token := range map[string]string{"unknown": store.NewToken(), "old": old, "of somebody who left": left, "none": ""} {
			if err := b.enter(token, commandID(1)); !errors.Is(err, store.ErrDeadLink) {
				t.Errorf("%s: %v", name, err)
			}
			view(t, s, func(v *store.View) error {
				if _, err := v.SignInLink(token, c.now()); err != store.ErrDeadLink {
					t.Errorf("looking at the link %s: %v", name, err)
				}
				return nil
			})
		}
		if b.who() != "" || count(t, s, `SELECT count(*) FROM commands`) != 0 {
			t.Error("something was left")
		}
	})
}
