package store_test

import (
	"context"
	"errors"
	"net/http/httptest"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// begin signs wang in by a method, as a form would that used something up.
func (b *browser) begin(method, command, secret string, in func(*store.Tx) error) (residents.Standing, error) {
	w, r := httptest.NewRecorder(), b.request()
	r.Header.Set("User-Agent", "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.49")
	who, err := b.sessions.Begin(w, r, "hepingli", wang.ID, method, command, secret, in)
	b.keep(w)
	return who, err
}

func nothing(*store.Tx) error { return nil }

// look is the session of the browser, and whether offices count in it.
func (b *browser) look() (store.Session, bool) {
	b.t.Helper()
	s, who, err := b.sessions.Look(b.request())
	if err != nil {
		b.t.Fatal(err)
	}
	return s, !who.Weak
}

func TestBegin(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		secret := store.NewToken()
		who, err := b.begin(residents.ByPhone, commandID(1), secret, nothing)
		if err != nil || who.Resident.ID != wang.ID || !who.Weak {
			t.Fatalf("%+v, %v", who, err)
		}
		if n := count(t, s, `SELECT count(*) FROM commands WHERE actor = 'hepingli/wang-guilan'`); n != 1 {
			t.Error("who signed in is not found by the command")
		}
		first := *b.cookie
		got, strong := b.look()
		if got.Method != residents.ByPhone || got.Device != "安卓手机 · 微信" || !got.ProvedAt.IsZero() || strong || len(got.ID) != 24 {
			t.Errorf("%+v", got)
		}
		for name, again := range map[string]struct {
			method, secret string
			want           error
		}{
			"the same":       {residents.ByPhone, secret, nil},
			"another secret": {residents.ByPhone, store.NewToken(), residents.ErrReused},
			"another method": {residents.ByPasskey, secret, residents.ErrReused},
		} {
			other := &browser{t: t, sessions: b.sessions}
			_, err := other.begin(again.method, commandID(1), again.secret, func(*store.Tx) error { return errors.New("used up twice") })
			if !errors.Is(err, again.want) || (err == nil) != (other.cookie != nil) {
				t.Errorf("%s: %v, %v", name, err, other.cookie)
			}
			if err == nil && other.cookie.Value != first.Value {
				t.Error("the same command gives another session")
			}
		}
		if _, err := b.begin(residents.ByPhone, commandID(2), "7KQ49XMT", nothing); err == nil {
			t.Error("a session was begun with a secret that can be guessed")
		}
		refused := errors.New("refused")
		if _, err := b.begin(residents.ByPhone, commandID(3), secret, func(*store.Tx) error { return refused }); err != refused || b.cookie.Value != first.Value {
			t.Errorf("%v, cookie %v", err, b.cookie)
		}
		if _, err := b.begin(residents.ByPasskey, commandID(4), store.NewToken(), nothing); err != nil || b.cookie.Value == first.Value {
			t.Fatalf("%v: the cookie stays", err)
		}
		if (&browser{t: t, sessions: b.sessions, cookie: &first}).who() != "" {
			t.Error("the session before lives on")
		}
		if got, strong := b.look(); !strong || got.Method != residents.ByPasskey || !got.ProvedAt.Equal(c.now()) || !store.Recent(got, c.now()) {
			t.Errorf("%+v", got)
		}
	})
}

// Offices count for half a day after a passkey was shown; what is delicate for a quarter of an hour.
func TestProofWearsOff(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		if _, err := b.begin(residents.ByPasskey, commandID(1), store.NewToken(), nothing); err != nil {
			t.Fatal(err)
		}
		c.pass(residents.DelicateTime - time.Microsecond)
		if got, _ := b.look(); !store.Recent(got, c.now()) || store.Recent(got, c.now().Add(time.Microsecond)) {
			t.Errorf("at %v after %v", c.now(), got.CreatedAt)
		}
		c.pass(residents.OfficeTime - residents.DelicateTime)
		if _, strong := b.look(); !strong {
			t.Error("too early")
		}
		c.pass(time.Microsecond)
		if _, strong := b.look(); strong {
			t.Error("the proof does not wear off")
		}
		if b.who() != wang.ID {
			t.Error("the session ended with it")
		}
	})
}

func TestLinkProvesWhereOneTriesItOut(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		b.sessions.LinkProves = true
		if err := b.enter(link(t, s, wang, start.Add(time.Hour)), commandID(1)); err != nil {
			t.Fatal(err)
		}
		if got, strong := b.look(); !strong || !got.ProvedAt.IsZero() {
			t.Errorf("%+v", got)
		}
		if _, err := b.begin(residents.ByPhone, commandID(2), store.NewToken(), nothing); err != nil {
			t.Fatal(err)
		}
		if _, strong := b.look(); strong {
			t.Error("a telephone counts like a link")
		}
	})
}

// One's own sessions are listed and ended, one at a time or all but one; nobody else's.
func TestOwnSessions(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		var each []*browser
		for i := range 4 {
			one := &browser{t: t, sessions: b.sessions}
			if _, err := one.begin(residents.ByLetter, commandID(i), store.NewToken(), nothing); err != nil {
				t.Fatal(err)
			}
			each = append(each, one)
			c.pass(time.Minute)
		}
		other := &browser{t: t, sessions: b.sessions}
		if err := other.enter(link(t, s, li, start.Add(time.Hour)), commandID(9)); err != nil {
			t.Fatal(err)
		}
		listed := func() (all []store.Session) {
			view(t, s, func(v *store.View) (err error) {
				all, err = v.SessionsOf("hepingli", wang.ID, c.now())
				return err
			})
			return all
		}
		all := listed()
		third, _ := each[2].look()
		if len(all) != 4 || all[1].ID != third.ID {
			t.Fatalf("%+v", all)
		}
		theirs, _ := other.look()
		update := func(fn func(*store.Tx) error) error { return s.Update(context.Background(), "hepingli", fn) }
		for id, want := range map[string]error{theirs.ID: residents.ErrNotFound, "": residents.ErrNotFound, third.ID: nil} {
			if err := update(func(tx *store.Tx) error { return tx.EndOneSession("hepingli", wang.ID, id) }); err != want {
				t.Errorf("%q: %v", id, err)
			}
		}
		if each[2].who() != "" || each[1].who() != wang.ID || other.who() != li.ID {
			t.Error("another one ended")
		}
		mine, _ := each[1].look()
		if err := update(func(tx *store.Tx) error { return tx.EndOtherSessions(mine) }); err != nil {
			t.Fatal(err)
		}
		if each[0].who() != "" || each[3].who() != "" || each[1].who() != wang.ID || other.who() != li.ID || len(listed()) != 1 {
			t.Error("not all the others, or another one")
		}
	})
}

// Whoever loses a role is signed out everywhere. Whoever is given their first office comes
// in by nothing from before; at a further one a passkey stays.
func TestRolesEndSessions(t *testing.T) {
	eachPortal(t, func(t *testing.T, s *store.Store, c *clock, b *browser) {
		weak, strong := &browser{t: t, sessions: b.sessions}, &browser{t: t, sessions: b.sessions}
		n := 0
		command := func() string { n++; return commandID(n) }
		var unused string
		waysIn := func() {
			t.Helper()
			_, err := strong.begin(residents.ByPasskey, command(), store.NewToken(), nothing)
			if _, weakly := weak.begin(residents.ByLink, command(), store.NewToken(), nothing); errors.Join(err, weakly) != nil {
				t.Fatal(err, weakly)
			}
			unused = link(t, s, wang, c.now().Add(time.Hour))
			update(t, s, "hepingli", func(tx *store.Tx) error {
				_, err := tx.AddCode(residents.OneTimeCode{Community: "hepingli", ID: unused, Purpose: residents.CodeInPerson, Resident: wang.ID, MadeAt: c.now(), Expires: c.now().Add(time.Hour)})
				key := store.Passkey{ID: unused, Community: "hepingli", Resident: wang.ID, Credential: "{}"}
				asked := store.Ceremony{Kind: store.Registering, Community: "hepingli", Resident: wang.ID, Data: "{}", Expires: c.now().Add(time.Hour)}
				return errors.Join(err, tx.AddPasskey(key), tx.AddCeremony(unused, asked))
			})
		}
		open := func() (all [6]bool) {
			t.Helper()
			code := errors.New("none")
			update(t, s, "hepingli", func(tx *store.Tx) error { code = tx.UseCode("hepingli", unused); return nil })
			view(t, s, func(v *store.View) error {
				keys, err := v.PasskeyCount("hepingli", wang.ID)
				_, asked := v.Ceremony(unused, store.Registering, c.now())
				all[4], all[5] = keys > 0, asked == nil
				return err
			})
			all[0], all[1], all[2], all[3] = weak.who() == wang.ID, strong.who() == wang.ID, weak.enter(unused, command()) == nil, code == nil
			return all
		}
		role := residents.Role{Community: "hepingli", Resident: wang.ID, From: start, To: start.AddDate(5, 0, 0)}
		for _, test := range []struct {
			given residents.RoleName
			want  [6]bool // by a session, by a proved one, by a link, by a code, by a passkey, and one being added
		}{
			{residents.RoleVolunteer, [6]bool{true, true, true, true, true, true}},
			{residents.RoleDirector, [6]bool{}},
			{residents.RoleSupervision, [6]bool{false, true, false, false, true, true}},
		} {
			waysIn()
			role.Name = test.given
			update(t, s, "hepingli", func(tx *store.Tx) error { return tx.GrantRole("hepingli", role) })
			if got := open(); got != test.want {
				t.Errorf("given %s: %v", test.given, got)
			}
		}
		waysIn()
		c.pass(time.Minute)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndRole("hepingli", role) })
		if strong.who() != "" {
			t.Error("the session outlives the office")
		}
	})
}
