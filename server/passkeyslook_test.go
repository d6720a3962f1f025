package main

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

// A member of the committee comes by an administrator's link, adds a passkey, opens
// the desk with it, and on the next day shows it again, in a browser.
func TestPasskeyInTheBrowser(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	r := browsertest.Open(t, b.local()).Allow("status of 403|status of 404 .*/hepingli")
	phone := r.Authenticator()
	r.Go(b.link("hepingli", "li")).Press("我要登录").Wait(`location.pathname == "/hepingli"`).Ready()
	r.Press("工作台").See("工作台要用通行密钥登录").Axe().Picture("passkey-needed")
	r.Press("添加通行密钥").See("登录与设备", "还没有通行密钥").Axe().Picture("devices-no-passkey")
	r.Ready().Press("在这台设备上添加通行密钥").See("通行密钥已添加").Axe().Picture("devices-passkey")
	if kept := phone.Passkeys(); len(kept) != 1 || kept[0].RpID != "localhost" || len(kept[0].UserHandle) != 32 || kept[0].UserName != "李**（和平里社区）" {
		t.Fatalf("the phone keeps %+v", *kept[0])
	}
	r.Press("工作台").See("今天等着办的")

	b.clock.set("2026-11-04 08:30")
	r.Go("/hepingli/desk").See("工作台要用通行密钥登录")
	r.Press("用通行密钥登录").See("用手机的指纹").Axe().Picture("passkey")
	phone.Finger(false)
	r.Press("#passkey .button").See("没有完成")
	phone.Finger(true)
	r.Press("#passkey .button").See("今天等着办的").At("/hepingli/desk?done=signed-in")

	r.Go("/hepingli/me/devices").Ready().Press("改名或移除").Fill(`[id^="rename-passkey"] [name=label]`, "我的手机")
	r.Press("改名").See("名字已改", "我的手机")
	b.clock.set("2026-11-04 09:00")
	r.Reload().Ready().See("先用通行密钥确认一次").NotSee("改名或移除").Axe().Picture("devices-again")
	r.Press("#passkey .button").See("已登录", "改名或移除").At("/hepingli/me/devices")
}

// In the app a page is painted without its scripts: the dialogue opens all the same,
// and what was begun by one person is not the next one's.
func TestPasskeyInTheApp(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	r := browsertest.Open(t, b.local()).Allow("status of 404 .*/hepingli|status of 401")
	phone := r.Authenticator()
	r.Cookie(sessionCookie, b.session("hepingli", "wang", residents.ByPhone, b.clock.Now().AddDate(-1, 0, 0)))
	r.Go("/hepingli/me").Ready()
	browsertest.Eval[any](r, `window.same = true`)
	r.Press("登录与设备").At("/hepingli/me/devices").Wait("window.same")
	r.Press("在这台设备上添加通行密钥").See("通行密钥已添加").Ready()
	r.Press("在这台设备上添加通行密钥").See("已经有您的通行密钥")
	r.Press("#main .buttons button").See("已退出")
	r.Go("/hepingli/sign-in/passkey").Ready().Press("#passkey .button").See("已登录").At("/hepingli")
	r.Go("/hepingli/me/devices").See("用通行密钥登录")
	if phone.Passkeys()[0].SignCount < 1 {
		t.Error("the counter stands still")
	}
}

// Whoever presses before the script is there waits for it.
func TestPasskeyBeforeItsScript(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	letGo := b.hold("passkey.js")
	r := browsertest.Open(t, b.local()).Allow("status of 404 .*/hepingli")
	r.Authenticator()
	r.Cookie(sessionCookie, b.session("hepingli", "wang", residents.ByPhone, b.clock.Now().AddDate(-1, 0, 0)))
	kept(r.Go("/hepingli/me").Ready().Press("登录与设备").At("/hepingli/me/devices"), "/_v/hepingli/me/devices") // with it the session is another
	r.Press("在这台设备上添加通行密钥").NotSee("还没有送出")
	letGo()
	r.See("通行密钥已添加")
}

// Where scripts are off, or the browser has no passkeys, the page says what else there is.
func TestNoPasskeysInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := browsertest.Open(t, b.local()).NoScripts()
	r.Go("/hepingli/sign-in/passkey").See("用别的方式登录").Picture("passkey-no-scripts")
	r.Press("#passkey .button").See("还没有送出", "用不了通行密钥")
	r = browsertest.Open(t, b.local()).Before("delete window.PublicKeyCredential")
	r.Go("/hepingli/sign-in/passkey").Press("#passkey .button").See("还没有送出", "用不了通行密钥")
	browsertest.Open(t, b.URL).Go("/hepingli/sign-in/passkey").See("通行密钥只在 http://localhost")
}
