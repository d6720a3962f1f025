package main

import (
	"fmt"
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"

	"yishiting/server/browsertest"
)

// visitor is a browser in which nobody has signed in, on the first page, with the app.
func (b *booted) visit() *browsertest.Tab {
	b.t.Helper()
	appIsBuilt(b.t)
	r := browsertest.Open(b.t, b.URL).Go("/").Ready()
	browsertest.Eval[any](r, `window.same = true`)
	return r
}

// follow opens a path as a link to it would.
func follow(r *browsertest.Tab, path string) *browsertest.Tab {
	browsertest.Eval[any](r, `(() => {
		const a = document.createElement("a");
		a.href = "`+path+`"; a.textContent = "link";
		document.querySelector("main").append(a);
		a.click();
	})()`)
	return r
}

// heading waits for the page's heading, and for the focus on it.
func heading(r *browsertest.Tab, text string) *browsertest.Tab {
	return r.Wait(`document.querySelector("h1")?.innerText == "` + text + `"`)
}

const onHeading = `document.activeElement == document.querySelector("h1")`

// Back and forward show what they should, over pages that the server and pages
// that the app made; the focus is on the heading, the page where it was scrolled.
func TestBackAndForward(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	follow(r, newTopic).At(newTopic)
	heading(r, "提一个议题").Wait(onHeading + " && scrollY == 0 && window.same")
	browsertest.Eval[any](r, `document.querySelector("main").insertAdjacentHTML("beforeend", "<p>" + "长<br>".repeat(100) + "</p>"), scrollTo(0, 500)`)
	follow(r, "/enter/unused").At("/enter/unused")
	heading(r, "登录议事厅").Wait(onHeading + " && scrollY == 0")
	heading(r.Back(), "提一个议题").At(newTopic).Wait(onHeading)
	heading(r.Back(), "议事厅").At("/").Wait(onHeading)
	heading(r.Forward(), "提一个议题").At(newTopic)
	heading(r.Forward(), "登录议事厅").At("/enter/unused").Wait(`window.same`)
}

// The place on a page is found again, by Back and by a reload in between.
func TestScrollIsRestored(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Go(newTopic).Ready()
	browsertest.Eval[any](r, `scrollTo(0, 400)`)
	follow(r, "/enter/unused").Wait(`document.querySelector("h1").innerText == "登录议事厅" && scrollY == 0`)
	heading(r.Back(), "提一个议题").Wait(`scrollY == 400`)
}

// Where a part of a page is named in the address, the reader is led there once, by the browser. Whoever has gone on since
// stays where they are, when the app comes and after each step in a form; Back and Forward find the place again.
func TestPartsOfAPageLeadThereOnce(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	letGo := b.hold("app.wasm")
	r := browsertest.Open(t, b.URL).Go("/#main")
	browsertest.Eval[any](r, `document.body.style.paddingBottom = "2000px", scrollTo(0, 400)`)
	part := func(name string, at int) {
		t.Helper()
		browsertest.Eval[any](r, `(() => { const a = document.createElement("a"); a.href = "#`+name+`"; document.body.append(a); a.click(); scrollTo(0, `+strconv.Itoa(at)+`) })()`)
		r.Wait(`location.hash == "#` + name + `"`)
	}
	drawn := func(hash string, at int) { // and the app has done what it wanted to do meanwhile
		t.Helper()
		place := fmt.Sprintf(`location.hash == "#%s" && scrollY == %d`, hash, at)
		r.Ready().Wait(place)
		browsertest.Eval[any](r, `document.querySelector("h1").innerText = "", shell.again()`)
		heading(r, "议事厅").Wait(place)
	}
	part("page", 500) // before there is the app, and after
	letGo()
	drawn("page", 500)
	part("say", 600)
	drawn("say", 600)
	r.Back()
	drawn("page", 500)
	r.Back()
	drawn("main", 400)
	r.Forward()
	drawn("page", 500)
	r.Forward()
	drawn("say", 600)
}

// An entry that the app pushed before a reload gives no load on Back: the boot
// script sees that the address no longer names the page.
func TestBackAfterReload(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	follow(r, newTopic)
	heading(r, "提一个议题")
	follow(r, "/enter/unused")
	heading(r, "登录议事厅")
	r.Before(`window.requestIdleCallback = start => { window.start = start }; Object.defineProperty(window, "caches", {value: undefined})`)
	heading(r.Reload(), "登录议事厅")
	heading(r.Back(), "提一个议题").At(newTopic).Wait(`!window.same && !document.documentElement.dataset.app`)
	heading(r.Back(), "议事厅").At("/")
	r.Wait(`window.start`)
	browsertest.Eval[any](r, `start()`)
	r.Ready()
	heading(r.Forward(), "提一个议题").At(newTopic)
}

// gate holds the app's requests for one path, until it is opened.
type gate struct {
	open func()
	came chan struct{}
}

func (b *booted) gate(method, path string) gate {
	gated, open := shut(b.t)
	came := make(chan struct{}, 9)
	b.between(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == method && r.URL.Path == path {
			came <- struct{}{}
			<-gated
		}
		return false
	})
	return gate{open, came}
}

// Of two quick clicks the last one counts, whichever answer comes first.
func TestTwoQuickClicks(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	g := b.gate("GET", "/_v"+newTopic)
	follow(r, newTopic)
	comes(t, g.came)
	follow(r, "/enter/unused")
	heading(r, "登录议事厅").At("/enter/unused")
	g.open()
	b.after(r)
	heading(r, "登录议事厅").At("/enter/unused").Wait(`window.same`)
}

// Going back while the next page is on its way leaves the page that is shown.
func TestBackWhileOpening(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	g := b.gate("GET", "/_v"+newTopic)
	follow(r, newTopic).At(newTopic)
	comes(t, g.came)
	heading(r.Back().At("/"), "议事厅")
	g.open()
	b.after(r)
	heading(r.At("/"), "议事厅").Wait(`window.same`)
}

// after waits until an answer that was let go must have arrived: another one, asked
// for later over the same road, has.
func (b *booted) after(r *browsertest.Tab) {
	browsertest.Eval[int](r, `fetch("/_v/offline").then(a => a.text()).then(() => new Promise(f => setTimeout(f))).then(() => 1)`)
}

// A form sent by two quick presses is sent once.
func TestTwoQuickPresses(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Go(newTopic).Ready()
	fillTopic(r)
	var posts atomic.Int32
	gate, open := shut(t)
	b.between(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.Method == "POST" {
			posts.Add(1)
			<-gate
		}
		return false
	})
	r.Press("提交议题").Press("提交议题")
	r.Wait(`document.querySelector("form#raise").getAttribute("aria-busy") == "true"`)
	open()
	r.See("议题已提交")
	if n := posts.Load(); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

// A form that does not wait and does not reach the server stays as it was typed, and says so; so
// does one on which the server fails.
func TestNotSent(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Allow("net::ERR|status of 500").Go(newTopic).Ready()
	fillTopic(r)
	browsertest.Eval[any](r, `delete document.getElementById("raise").dataset.keep`) // as all others are
	back := b.cut()
	r.Press("提交议题").See("网络不通，还没有送出")
	back()
	b.between(func(w http.ResponseWriter, hr *http.Request) bool {
		if hr.Method == "POST" {
			b.portal.tell(b.portal.bare(w, hr), http.ErrHandlerTimeout)
			return true
		}
		return false
	})
	r.Press("提交议题").See("系统出了差错")
	b.between(nil)
	r.Wait(`document.querySelector("#raise-title").value.includes("充电棚")`)
	r.Press("提交议题").See("议题已提交")
}

// What somebody types is text, wherever it is drawn again, by server and app.
func TestWhatIsTypedIsText(t *testing.T) {
	t.Parallel()
	payloads := []string{
		`"><img src=x onerror="window.ran=1">`, `</textarea><script>window.ran=1</script>`, `' onfocus='window.ran=1' autofocus='`,
		`<svg onload=window.ran=1>`, `{{constructor.constructor("window.ran=1")()}}`, `&lt;script&gt;window.ran=1&lt;/script&gt;`, "javascript:window.ran=1",
	}
	b := boot(t)
	for _, start := range []string{`setTimeout(start)`, ``} {
		r := browsertest.Open(t, b.URL).Allow("status of 404 .*/hepingli")
		r.Before(`window.requestIdleCallback = start => { ` + start + ` }`)
		b.enter(r, "hepingli", "wang").Go(newTopic)
		if start != "" {
			r.Ready()
		}
		for _, p := range payloads {
			for _, field := range []string{"problem", "place", "affected", "wish"} {
				r.Fill("#raise-"+field, p)
			}
			browsertest.Eval[any](r, `document.getElementById("error-summary")?.remove()`) // the next one is that of the answer
			r.Press("提交议题").See("还没有送出")
			r.Wait(`!window.ran && document.readyState == "complete" && document.querySelector("#raise-problem").value.length == ` + length(p))
		}
	}
}

func length(s string) string { return browsertest.Quote(len([]rune(s))) }

// The policy holds: script that got into a page does not run, and the harness hears of it.
func TestPolicy(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.visit()
	browsertest.Eval[any](r, `document.querySelector("main").insertAdjacentHTML("beforeend", "<img src='data:,' onerror='window.ran = 1'>")`)
	r.Complains("inline event handler violates .*Content Security Policy").Complains("image 'data:,' violates .*Content Security Policy").Wait(`!window.ran`)
}

// Who goes on typing while their form is on its way keeps what they type.
func TestTypingWhileSending(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Go(newTopic).Ready()
	r.Fill("#raise-problem", "没有地方")
	g := b.gate("POST", "/_v"+newTopic)
	r.Press("提交议题")
	comes(t, g.came)
	r.Fill("#raise-problem", "没有地方充电").Fill("#raise-place", "3 号楼")
	g.open()
	r.See("还没有送出")
	r.Wait(`document.querySelector("#raise-problem").value == "没有地方充电" && document.querySelector("#raise-place").value == "3 号楼"`)
}
