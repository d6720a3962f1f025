package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

// A link that was used, replaced, is too old, or is somebody's who has left or was given
// an office since, opens nothing: by neither road, by no other form, and as no cookie.
func TestDeadLinksOpenNothing(t *testing.T) {
	t.Parallel()
	b := boot(t)
	links := map[string]string{}
	for _, why := range []string{"old", "replaced", "left", "office", "used"} {
		who := map[string]string{"old": "wang", "replaced": "zhao", "left": "sun", "office": "zhou", "used": "chen"}[why]
		links[why] = b.link("hepingli", who)
		if why == "old" {
			b.clock.set("2026-11-10 09:00")
		}
	}
	b.stranger().late(t, links["used"]).led(t, "/hepingli?done=signed-in")
	b.link("hepingli", "zhao")
	err := b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		now := tx.Now()
		err := tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: "zhou", Name: residents.RolePartySecretary, From: now, To: now.AddDate(5, 0, 0)})
		if err != nil {
			return err
		}
		return tx.LeaveResident("hepingli", "sun")
	})
	if err != nil {
		t.Fatal(err)
	}
	for why, link := range links {
		token := strings.TrimPrefix(link, "/enter/")
		for _, road := range []string{"", "/_v"} {
			them := b.stranger()
			got := them.late(t, road+link)
			if got.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(got.body, "已经用过或过了期") && !strings.Contains(got.body, `"reason":"dead-link"`) || len(got.Cookies()) != 0 {
				t.Errorf("%s%s: %s %v", road, why, got.Status, got.Cookies())
			}
		}
		them := b.stranger()
		for _, path := range []string{signInPath, keysPath} {
			if got := them.late(t, path, "ceremony", token, "answer", "{}"); got.StatusCode < 400 || len(got.Cookies()) != 0 {
				t.Errorf("%s at %s: %s", why, path, got.Status)
			}
		}
		them.keep(token)
		them.get("/hepingli/me/devices").holds(t, 401)
	}
}

// What opens one thing opens no other: a link is no session, a session no link, and the
// token of a ceremony is neither.
func TestTokensAreForOnePurpose(t *testing.T) {
	t.Parallel()
	b := boot(t)
	link := strings.TrimPrefix(b.link("hepingli", "wang"), "/enter/")
	session := b.session("hepingli", "wang", residents.ByLink, b.clock.Now())
	ceremony := b.ask(t, signInPath).Ceremony
	for name, token := range map[string]string{"a session": session, "a ceremony": ceremony} {
		if got := b.stranger().late(t, "/enter/"+token); got.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s as a link: %s", name, got.Status)
		}
	}
	for name, token := range map[string]string{"a link": link, "a ceremony": ceremony} {
		them := b.stranger()
		them.keep(token)
		if got := them.get("/hepingli/me/devices"); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s as a session: %s", name, got.Status)
		}
	}
	for _, token := range []string{link, session} {
		b.stranger().late(t, signInPath, "ceremony", token, "answer", "{}").holds(t, 422, "已经用过")
	}
}

// Whoever looks at a link, as a chat app does to preview it, changes nothing and is nobody.
func TestLookingAtALink(t *testing.T) {
	t.Parallel()
	b := boot(t)
	link := b.link("hepingli", "wang")
	for range 3 {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			for _, road := range []string{"", "/_v"} {
				got := b.stranger().do(method, road+link, nil)
				if got.StatusCode != http.StatusOK || len(got.Cookies()) != 0 {
					t.Errorf("%s %s: %s %v", method, road, got.Status, got.Cookies())
				}
			}
		}
	}
	err := b.store.View(context.Background(), func(v *store.View) error {
		in, until, err := v.DoorOf("hepingli", "wang", b.clock.Now())
		if !in.IsZero() || until.IsZero() {
			t.Errorf("signed in at %v, link until %v", in, until)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	b.stranger().late(t, link).led(t, "/hepingli?done=signed-in")
}

// The cookie is another one at each sign-in; the one before is dead, and each is dead at
// once when its owner signs out, loses a role or leaves.
func TestOldCookies(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.enrol(t, "hepingli", "li")
	li := b.stranger()
	var old []string
	next := func() {
		t.Helper()
		now := li.cookie(t)
		for _, before := range old {
			if now == before {
				t.Fatal("the cookie stays")
			}
			li.keep(before)
			li.get("/hepingli/me/devices").holds(t, 401)
		}
		li.keep(now)
		li.get("/hepingli/me/devices").holds(t, 200)
		old = append(old, now)
	}
	li.late(t, b.link("hepingli", "li")).led(t, "/hepingli?done=signed-in")
	next()
	li.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	next()
	li.late(t, "/sign-out").led(t, "/?done=signed-out")
	if li.cookie(t) != "" {
		t.Error("the cookie is left in the browser")
	}
	li.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	next()
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return tx.EndRole("hepingli", by.Roles[len(by.Roles)-1])
	})
	li.get("/hepingli/me/devices").holds(t, 401)
	li.shows(t, p)
	next()
	if err := b.store.Update(t.Context(), "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "li") }); err != nil {
		t.Fatal(err)
	}
	li.get("/hepingli/me/devices").holds(t, 401)
}

// One's devices are ended one at a time, or all the others; nobody else's, and not this one.
func TestEndingDevices(t *testing.T) {
	t.Parallel()
	b := boot(t)
	wang, other, third, zhao := b.stranger(), b.stranger(), b.stranger(), b.stranger()
	wang.signInBy(residents.ByPhone, "hepingli", "wang")
	other.signInBy(residents.ByLetter, "hepingli", "wang")
	third.signInBy(residents.ByPerson, "hepingli", "wang")
	zhao.signInBy(residents.ByLink, "hepingli", "zhao")
	const page = "/hepingli/me/devices"
	at := func(them *booted) bool { return them.get(page).StatusCode == 200 }
	id := func(them *booted) string {
		s, _, err := b.portal.doors.Look(cookied(them.cookie(t)))
		if err != nil || s.ID == "" {
			t.Fatal(s, err)
		}
		return s.ID
	}
	wang.get(page).holds(t, 200, "用手机验证码登录", "用邀请信登录", "用当面给的登录码登录", "!用登录链接登录", "安卓手机 · 微信", "这台设备", "end-device-"+id(other), "!end-device-"+id(wang))
	zhao.late(t, page+"/end", "part", id(other)).holds(t, 404)
	wang.late(t, page+"/end", "part", id(wang)).holds(t, 422)
	wang.send(page, "end-device-"+id(other)).led(t, page+"?done=device-ended")
	if at(other) || !at(third) || !at(wang) {
		t.Error("not that one alone")
	}
	wang.send(page, "end-others").led(t, page+"?done=others-ended")
	if at(third) || !at(wang) || !at(zhao) {
		t.Error("not all the others alone")
	}
	b.stranger().late(t, page+"/others").holds(t, 401)
}

// cookied is a request with the cookie of a session.
func cookied(token string) *http.Request {
	r, _ := http.NewRequest(http.MethodGet, "/", nil)
	r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
	return r
}
