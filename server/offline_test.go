package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// kept waits until the worker has charge of the page and has saved the address.
func kept(r *browsertest.Tab, address string) *browsertest.Tab {
	return r.Wait(`navigator.serviceWorker.controller && await caches.match("` + address + `", {cacheName: "private"}) &&
		(document.documentElement.dataset.app != "ready" || await caches.match(document.querySelector("script[data-wasm]").dataset.wasm))`)
}

// tried tells that the app has asked for the address in vain: where a page stands in for one that was not saved, the app
// asks once more when it has come, and shows it when the network is back just then.
func tried(address string) string {
	return `performance.getEntriesByName(location.origin + "` + address + `").length`
}

// What was seen can be read without a network, opened from outside as well as in
// the app; what was not seen says so, and opens when the network is back.
func TestOffline(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit().Allow("net::ERR|Failed to fetch")
	kept(r, "/_v/").Wait(`await caches.match(document.querySelector("script[data-wasm]").dataset.wasm)`)
	heading(follow(r, newTopic), "提一个议题")
	kept(r, "/_v"+newTopic)
	heading(r.Go("/enter/unused"), "登录议事厅")
	r.Ready()

	back := b.cut()
	heading(r.Go(newTopic), "提一个议题").At(newTopic)
	heading(r.Go("/"), "议事厅").Ready()
	heading(follow(r, newTopic), "提一个议题").Picture("offline-saved")
	heading(r.Go("/anzhen/topics/new"), "没有网络").Picture("offline-unseen").Axe()
	r.Go("/")
	heading(r, "议事厅").Ready()
	heading(follow(r, "/anzhen/topics/new"), "没有网络").At("/anzhen/topics/new").Wait(tried("/_v/anzhen/topics/new"))
	back()
	heading(r.Press("再试一次"), "提一个议题").See("安贞社区")
}

// A page that was saved as HTML only is read without the app.
func TestOfflineWithoutTheApp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.missing("app.wasm")
	r := browsertest.Open(t, b.URL).Allow("app.wasm|net::ERR").Go("/")
	r.Wait(`navigator.serviceWorker.controller`)
	kept(r.Go(newTopic), newTopic)
	b.cut()
	heading(r.Go(newTopic), "提一个议题")
	heading(r.Go("/anzhen/topics/new"), "没有网络")
}

// Signing out leaves nothing of the reader in the browser, with and without
// Clear-Site-Data, which old browsers do not know.
func TestSignOutLeavesNothing(t *testing.T) {
	t.Parallel()
	const canary = "王秀兰"
	for name, strip := range map[string]bool{"all means": false, "the worker alone": true} {
		t.Run(name, func(t *testing.T) {
			b := boot(t)
			r := b.reader("hepingli", "wang").Go(newTopic).Ready().Allow("net::ERR")
			r.Wait(`navigator.serviceWorker.controller`).Reload()
			kept(r, newTopic).Wait(stored(canary))
			if strip {
				b.between(func(w http.ResponseWriter, hr *http.Request) bool {
					b.portal.ServeHTTP(without{w}, hr)
					return true
				})
			}
			heading(r.Press("退出登录"), "议事厅").See("已退出")
			r.Wait("!(" + stored(canary) + ")")
			r.Go(newTopic).See("您还没有登录")
			r.Wait(`navigator.serviceWorker.controller && await caches.match("/offline")`)
			b.cut()
			r.Go("/hepingli").Wait("!document.body.innerText.includes('" + canary + "')").Wait("!(" + stored(canary) + ")")
		})
	}
}

// One phone, two people: after the first has gone, nothing of theirs is left for the
// second, in storage, in pages, or by going back; whether they signed out, or the
// second signed in over them.
func TestASharedPhone(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	const name, label = "王秀兰", "金丝雀的手机"
	for how, leave := range map[string]func(b *booted, r *browsertest.Tab){
		"signed out": func(b *booted, r *browsertest.Tab) {
			heading(r.Press("退出登录"), "议事厅").See("已退出")
			r.Back().Wait(`location.search == "" && document.readyState == "complete"`).NotSee(name, label)
			r.Go("/").Wait(`navigator.serviceWorker.controller && await caches.match("/offline")`)
			back := b.cut()
			for _, path := range []string{"/hepingli/me", "/hepingli/me/devices", "/hepingli"} {
				r.Go(path).NotSee(name, label).Wait("!(" + stored(name) + ")")
			}
			back()
			b.takeOver(r)
		},
		"signed in over": func(b *booted, r *browsertest.Tab) { b.takeOver(r) },
		"by a passkey": func(b *booted, r *browsertest.Tab) {
			r.Go("/hepingli/sign-in/passkey").Press("#passkey .button").Wait(`location.pathname == "/hepingli"`).See("赵建国，已登录")
		},
	} {
		t.Run(how, func(t *testing.T) {
			b := boot(t)
			r := browsertest.Open(t, b.local()).Allow("net::ERR|Failed to fetch|status of 401|status of 404 .*/hepingli")
			if how == "by a passkey" {
				r.Authenticator()
				r.Cookie(sessionCookie, b.session("hepingli", "zhao", residents.ByLink, time.Time{}))
				r.Go("/hepingli/me/devices").Press("在这台设备上添加通行密钥").See("通行密钥已添加")
			}
			wang := b.stranger()
			wang.signIn("hepingli", "wang")
			p := newPhone(t, b)
			a := wang.ask(t, keysPath)
			wang.late(t, keysPath, "ceremony", a.Ceremony, "answer", p.create(t, a)).led(t, "/hepingli/me/devices?done=passkey-added")
			wang.signIn("hepingli", "wang")
			key := regexpFirst(`rename-passkey-([0-9a-f]{24})`, wang.get("/hepingli/me/devices").body)
			wang.send("/hepingli/me/devices", "rename-passkey-"+key, "label", label).led(t, "/hepingli/me/devices?done=passkey-renamed")

			r.Go(b.link("hepingli", "wang")).Press("我要登录").Wait(`location.pathname == "/hepingli"`).Ready()
			r.Wait(`navigator.serviceWorker.controller`)
			for _, path := range []string{"/hepingli/me/devices", "/hepingli/me", "/hepingli"} {
				kept(r.Go(path), path).See(name)
			}
			r.Wait(stored(name)).Wait(stored(label))
			leave(b, r)
			r.Wait("!(" + stored(name) + ")").Wait("!(" + stored(label) + ")")
			for _, path := range []string{"/hepingli/me", "/hepingli/me/devices", "/hepingli"} {
				r.Go(path).See("赵建国").NotSee(name, label)
			}
			b.cut()
			for _, path := range []string{"/hepingli/me/devices", "/hepingli/me", "/hepingli"} {
				r.Go(path).NotSee(name, label)
			}
			r.Wait("!(" + stored(name) + ")").Wait("!(" + stored(label) + ")")
		})
	}
}

// takeOver signs a second person in on the phone, by a link.
func (b *booted) takeOver(r *browsertest.Tab) {
	b.t.Helper()
	r.Go(b.link("hepingli", "zhao")).Press("我要登录").Wait(`location.pathname == "/hepingli"`).See("赵建国，已登录")
}

// stored tells in JavaScript whether a text is anywhere in what the browser keeps.
func stored(text string) string {
	return `await (async () => {
		const all = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
		for (const name of await caches.keys()) {
			const c = await caches.open(name);
			for (const k of await c.keys()) all.push(k.url, await (await c.match(k)).text());
		}
		for (const { name } of await indexedDB.databases()) {
			if (name != "outbox") throw new Error("a database that this test does not know");
			const of = ask => new Promise((done, fail) => { ask.onsuccess = () => done(ask.result); ask.onerror = () => fail(ask.error) });
			const db = await of(indexedDB.open(name));
			for (const s of ["waiting", "about"]) all.push(JSON.stringify(await of(db.transaction(s).objectStore(s).getAll())));
			db.close();
		}
		return all.join("\n").includes("` + text + `");
	})()`
}

// without takes Clear-Site-Data off an answer.
type without struct{ http.ResponseWriter }

func (w without) WriteHeader(status int) {
	w.Header().Del("Clear-Site-Data")
	w.ResponseWriter.WriteHeader(status)
}

// An old link's page, the pages behind the links of mails, and the desk are never saved.
func TestWhatIsNeverSaved(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "li").Allow("status of 40").Go(newTopic).Ready()
	r.Wait(`navigator.serviceWorker.controller`)
	r.Go("/enter/some-token-of-somebody").Go("/hepingli/desk").Go("/hepingli/mail-check/" + store.NewToken()).Go("/hepingli/mail-off/" + store.NewToken()).Go(newTopic)
	kept(r, newTopic)
	urls := browsertest.Eval[string](r, `caches.open("private").then(c => c.keys()).then(all => all.map(k => k.url).join("\n"))`)
	if strings.Contains(urls, "enter") || strings.Contains(urls, "desk") || strings.Contains(urls, "mail") {
		t.Error(urls)
	}
}
