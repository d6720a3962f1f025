package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
)

func TestChangingPasskeys(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.enrol(t, "hepingli", "li")
	li := b.stranger()
	li.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	page := li.get("/hepingli/me/devices")
	page.holds(t, 200, "任职的人至少要留一个通行密钥")
	id := regexpFirst(`rename-passkey-([0-9a-f]{24})`, page.body)
	li.send("/hepingli/me/devices", "rename-passkey-"+id, "label", "办公室的手机").led(t, "/hepingli/me/devices?done=passkey-renamed")
	li.get("/hepingli/me/devices").holds(t, 200, "办公室的手机")
	li.send("/hepingli/me/devices", "rename-passkey-"+id, "label", "").holds(t, 422, "这一项需要填写")
	li.late(t, keysPath+"/"+id+"/remove", "part", id).holds(t, 422, "任职的人至少要留一个")

	second := newPhone(t, b)
	a := li.ask(t, keysPath)
	li.late(t, keysPath, "ceremony", a.Ceremony, "answer", second.create(t, a)).led(t, "/hepingli/me/devices?done=passkey-added")
	wang := b.stranger()
	wang.signIn("hepingli", "wang")
	wang.late(t, keysPath+"/"+id+"/remove", "part", id).holds(t, 404)
	wang.late(t, keysPath+"/"+id+"/name", "part", id, "label", "我的").holds(t, 404)
	b.clock.set("2026-11-03 09:15")
	li.late(t, keysPath+"/"+id+"/remove", "part", id).holds(t, 422, "要再确认一次是您本人")
	li.late(t, keysPath+"/"+id+"/name", "part", id, "label", "我的").holds(t, 422, "要再确认一次是您本人")
	li.shows(t, second).led(t, "/hepingli/desk?done=signed-in")
	li.send("/hepingli/me/devices", "remove-passkey-"+id).led(t, "/hepingli/me/devices?done=passkey-removed")
	b.stranger().shows(t, p).holds(t, 422, "没有通过核对")
	b.stranger().shows(t, second).led(t, "/hepingli/desk?done=signed-in")
}

// The first administrator comes by the link that is printed once, and enrols with it.
func TestFirstAdministratorEnrols(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, p := b.stranger(), newPhone(t, b)
	a.late(t, b.link("installation", "administrator")).led(t, "/admin?done=signed-in")
	a.get("/admin/desk").holds(t, 403, "添加通行密钥", `href="/admin/me/devices#passkeys"`)
	asked := a.ask(t, "/admin/me/devices/passkeys")
	a.late(t, "/admin/me/devices/passkeys", "ceremony", asked.Ceremony, "answer", p.create(t, asked)).led(t, "/admin/me/devices?done=passkey-added")
	a.get("/admin/desk").holds(t, 200, "管理员 · 系统管理员")
}

// Where the portal is tried out on one's own machine, a link opens the desk, which says so.
func TestTriedOutWithoutPasskeys(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.portal.doors.LinkProves = true
	li := b.stranger()
	li.late(t, b.link("hepingli", "li")).led(t, "/hepingli?done=signed-in")
	li.get("/hepingli/desk").holds(t, 200, "试用：不用通行密钥，只限本机")
	li.signInBy(residents.ByPhone, "hepingli", "li")
	li.get("/hepingli/desk").holds(t, 403)
}

// Leaving ends the passkey, and every session, at once.
func TestPasskeyOfSomebodyWhoLeft(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.enrol(t, "hepingli", "wang")
	wang := b.stranger()
	wang.shows(t, p).led(t, "/hepingli/desk?done=signed-in")
	if err := b.store.Update(t.Context(), "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "wang") }); err != nil {
		t.Fatal(err)
	}
	wang.get("/hepingli/me/devices").holds(t, 401)
	b.stranger().shows(t, p).holds(t, 422, "没有通过核对")
}

// An address that can have no passkeys says so, on every page that would ask for one.
func TestWherePasskeysWork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for address, says := range map[string]string{
		"http://127.0.0.1:8080": "要用域名，并且是 https", "http://yishiting.example.cn": "要用域名，并且是 https", "https://[::1]": "要用域名，并且是 https",
		"https://yishiting.example.cn": "只在 https://yishiting.example.cn 这个网址能用", "http://localhost:8080": "只在 http://localhost:8080 这个网址能用",
	} {
		p, err := NewPortal(Settings{Clock: b.clock.Now, Log: b.portal.log, Store: b.store, PublicURL: address})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		r := httptest.NewRequest(http.MethodGet, signInPath, nil)
		r.Host = "127.0.0.1:8080"
		p.ServeHTTP(w, r)
		if w.Code != 200 || !strings.Contains(w.Body.String(), says) || strings.Contains(w.Body.String(), "data-passkey=\"get\"") {
			t.Errorf("%s: %d %s", address, w.Code, mainOf(w.Body.String()))
		}
	}
}
