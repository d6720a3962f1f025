package main

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/sample"
)

// sampleReader is a browser in which a resident of the sample is signed in, with a script in every document.
func (b *booted) sampleReader(script string) *browsertest.Tab {
	b.t.Helper()
	appIsBuilt(b.t)
	r := browsertest.Open(b.t, b.URL).Before(script)
	return r.Cookie(sessionCookie, b.session("hepingli", sample.Resident, residents.ByPasskey, b.clock.Now().AddDate(100, 0, 0)))
}

// counting counts the requests whose path holds part.
func (b *booted) counting(part string) *atomic.Int32 {
	n := new(atomic.Int32)
	b.between(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.Contains(r.URL.Path, part) {
			n.Add(1)
		}
		return false
	})
	return n
}

// connection is the line that a browser tells of.
func connection(says string) string {
	return `Object.defineProperty(navigator, "connection", {value: {` + says + `}})`
}

// A first readable page comes within 35 kB, in large letters too, and nothing on it jumps: not while it loads, not
// when the app takes over, not when the app opens the next page.
func TestAFirstPageIsLightAndStill(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	for _, elder := range []bool{false, true} {
		for _, path := range []string{"/hepingli", newTopic, "/hepingli/projects"} {
			r := b.sampleReader(felt)
			if elder {
				r.Cookie(elderCookie, "24")
			}
			r.Go(path).Ready()
			if n := browsertest.Eval[int](r, firstPage); n > 35_000 || n < 5_000 {
				t.Errorf("%s, elder %v: %d bytes", path, elder, n)
			}
			r.Press(".tabs a:nth-child(2)").At("/hepingli/topics").Wait(onHeading + ` || location.pathname == ` + browsertest.Quote(path))
			if shift := browsertest.Eval[float64](r, "felt.shift"); shift >= .02 {
				t.Errorf("%s, elder %v: moved by %f", path, elder, shift)
			}
			r.Close()
		}
	}
}

// The app is asked for when the page has loaded, with everything that belongs to it, and the phone is idle.
func TestTheAppComesLast(t *testing.T) {
	t.Parallel()
	b := boot(t)
	appIsBuilt(t)
	asked := b.counting("wasm")
	r := browsertest.Open(t, b.URL).Before(`window.starts = [];
		window.requestIdleCallback = start => { starts.push(start); window.early ||= document.readyState != "complete" }`)
	r.Go("/hepingli").Wait(`starts.length && !window.early`)
	b.after(r)
	if n := asked.Load(); n != 0 {
		t.Errorf("asked for %d files before the phone was idle", n)
	}
	browsertest.Eval[any](r, `starts.forEach(start => start())`)
	r.Ready()
	if n := asked.Load(); n != 2 { // the script that starts it, and the app
		t.Errorf("asked for %d files", n)
	}
}

// Where data is dear the app is not fetched unasked; where the phone has it already, it starts and costs nothing.
func TestWhereDataIsDear(t *testing.T) {
	t.Parallel()
	b := boot(t)
	asked := b.counting("app.wasm")
	for _, says := range []string{`saveData: true, effectiveType: "4g"`, `effectiveType: "2g"`, `effectiveType: "slow-2g"`} {
		r := browsertest.Open(t, b.URL).Before(connection(says)).Go("/hepingli")
		r.Wait(`navigator.serviceWorker.controller && window.shell.ahead.length`).Go("/hepingli/topics").See("议题")
		if n := asked.Load(); n != 0 {
			t.Errorf("%s: asked for %d times", says, n)
		}
	}
	r := b.reader("hepingli", "wang").Ready()
	r.Wait(`navigator.serviceWorker.controller && await caches.match(document.querySelector("script[data-wasm]").dataset.wasm)`)
	before := asked.Load()
	r.Before(connection(`saveData: true`)).ForgetFiles().Reload().Ready()
	if n := asked.Load(); n != before {
		t.Errorf("asked for again, %d times", n-before)
	}
}

// The pages of the tabs are asked for ahead: they are there at once, and then as the server has them now. Where
// data is dear nothing is asked for ahead.
func TestAPageIsThereAtOnceAndFresh(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.accepted("zhao", "楼道里的灯坏了")
	r := b.reader("hepingli", "wang").Ready().Wait(`shell.ahead("/hepingli/topics")`)
	b.accepted("sun", "门口没有坡道")
	g := b.gate("GET", "/_v/hepingli/topics")
	browsertest.Eval[any](r, `document.querySelector(".tabs a:nth-child(2)").click()`)
	comes(t, g.came)
	heading(r, "议题").At("/hepingli/topics").See("楼道里的灯坏了").NotSee("门口没有坡道")
	g.open()
	r.See("门口没有坡道", "楼道里的灯坏了")

	b.between(nil)
	topic := b.accepted("zhao", "自行车没处停")
	asked := b.counting(topic)
	heading(r.Press(".tabs a:nth-child(3)"), "往月档案")
	browsertest.Eval[any](r, `document.getElementById("page").insertAdjacentHTML("beforebegin", "<a id=far href=/hepingli/topics/`+topic+`>远处</a>")`)
	heading(r.Press("#far"), "自行车没处停")
	if n := asked.Load(); n != 1 {
		t.Errorf("asked for %d times", n)
	}

	asked = b.counting("/_v/anzhen/") // the worker may ask for the page itself, to keep it
	for _, says := range []string{`saveData: true, effectiveType: "4g"`, `effectiveType: "3g"`} {
		dear := browsertest.Open(t, b.URL).Before(connection(says)).Go("/anzhen")
		dear.Wait(`window.shell.ahead.length`)
		browsertest.Eval[any](dear, `new Promise(done => requestIdleCallback(() => requestIdleCallback(done)))`)
		if n := asked.Load(); n != 0 {
			t.Errorf("%s: asked for %d times", says, n)
		}
	}
}
