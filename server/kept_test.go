package main

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// wrongClock puts a phone's clock a year ahead.
const wrongClock = `const RealDate = Date; Date = class extends RealDate { constructor(...a) { a.length ? super(...a) : super(RealDate.now() + 366 * 864e5) } static now() { return RealDate.now() + 366 * 864e5 } };`

const inReady = `await caches.match(location.origin + %q, {cacheName: "ready"})`

// What was seen is read without a network, says from when it is by the server's clock, and is
// gone when somebody else, or nobody, is answered. What people want is kept without being asked for.
func TestWhatThisPhoneHasKept(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.clock.set("2026-11-03 09:20")
	a, _ := b.activity(weekly(1))
	var mu sync.Mutex
	asked := map[string]int{}
	count := func(w http.ResponseWriter, r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		asked[r.URL.Path]++
		return false
	}
	b.between(count)
	times := func(path string) int { mu.Lock(); defer mu.Unlock(); return asked[path] }

	r := browsertest.Open(t, b.URL).Before(wrongClock).Allow("net::ERR|Failed to fetch|status of 404 .*/(hepingli|help)")
	b.enter(r, "hepingli", "wang").Ready()
	topic := b.accepted("zhao", "楼道里的灯坏了")
	r.Wait(`navigator.serviceWorker.controller`).Reload().Ready()
	for _, path := range []string{"/hepingli", "/hepingli/volunteering", "/hepingli/me"} {
		r.Wait(fmt.Sprintf(inReady, path))
	}
	onlyHTML, onlyApp := activityPath(a), "/hepingli/topics/"+topic
	kept(r.Go(onlyHTML), onlyHTML)
	r.Go("/hepingli").Ready()
	kept(follow(r, onlyApp), "/_v"+onlyApp).See("楼道里的灯坏了")
	heading(follow(r, newTopic), "提一个议题")
	kept(r, "/_v"+newTopic)

	b.clock.set("2026-11-03 18:00") // later than any page is from
	back := b.cut()
	const since = "没有网络，这是 2026 年 11 月 3 日 09:20 存下的内容。"
	heading(follow(r, newTopic+"?x"), "没有网络")                     // never seen
	heading(follow(r, onlyHTML), a.Title).See(since)              // from a page of the app to one of the browser alone
	heading(follow(r, onlyApp), "楼道里的灯坏了").At(onlyApp).See(since) // and the other way round
	heading(follow(r, newTopic), "提一个议题").See(since).Axe().Picture("kept-app")
	r.Go("/hepingli/volunteering").See("志愿服务", since, "再试一次").Axe().Picture("kept-native") // never opened
	back()
	b.between(count)
	r.Press("再试一次").See("志愿服务").NotSee("存下的内容")
	r.Go("/hepingli").Ready()
	heading(follow(r, newTopic), "提一个议题").NotSee("存下的内容")

	// Sixty pages later it is still there; on the same day it was fetched once, on the next again.
	browsertest.Eval[any](r, `(async () => { for (let i = 0; i < 70; i++) await (await fetch("/_v/hepingli/topics?page=x" + i)).text() })()`)
	r.Wait(`(await (await caches.open("private")).keys()).length <= 60`).Wait(fmt.Sprintf(inReady, "/hepingli/me"))
	if n := times("/hepingli/volunteering"); n != 2 { // and once by pressing
		t.Errorf("fetched %d times on a day", n)
	}
	b.clock.set("2026-11-04 08:00")
	r.Go("/hepingli").Wait(fmt.Sprintf(`(`+inReady+`)?.headers.get("Said-At").startsWith("2026-11-04")`, "/hepingli/volunteering"))

	// The server has ended the session: whoever reads on finds nothing of hers, nor does the next one.
	r.Wait(stored("王秀兰"))
	b.act("hepingli", "li", func(tx *store.Tx, _ residents.Sender) error { return tx.EndSessions("hepingli", "wang") })
	r.Go("/hepingli/me").Wait("!(" + stored("王秀兰") + ")")
	b.takeOver(r)
	back = b.cut()
	for _, path := range []string{"/hepingli/me", "/hepingli/volunteering", "/hepingli", onlyHTML} {
		r.Go(path).NotSee("王秀兰").Wait("!(" + stored("王秀兰") + ")")
	}
	back()
	b.between(count)

	// Nothing is fetched unasked where data is dear.
	thrifty := browsertest.Open(t, b.URL).Before(`Object.defineProperty(navigator, "connection", {value: {effectiveType: "2g"}})`)
	b.enter(thrifty, "hepingli", "sun").Wait(`navigator.serviceWorker.controller`)
	before := times("/hepingli/volunteering")
	kept(thrifty.Go(newTopic), newTopic)
	if n := times("/hepingli/volunteering"); n != before || strings.Contains(strings.Join(browsertest.Eval[[]string](thrifty, `caches.keys()`), " "), "ready") {
		t.Errorf("fetched on a slow line")
	}
}
