package main

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
)

func TestMain(m *testing.M) { browsertest.Main(m) }

const newTopic = "/hepingli/topics/new"

// link is the path of a fresh sign-in link.
func (b *booted) link(home, resident string) string {
	b.t.Helper()
	token, err := newLink(context.Background(), b.store, b.clock.Now(), home, resident)
	if err != nil {
		b.t.Fatal(err)
	}
	return "/enter/" + token
}

// reader is the browser of a resident who has signed in.
func (b *booted) reader(home, resident string) *browsertest.Tab {
	b.t.Helper()
	appIsBuilt(b.t)
	r := browsertest.Open(b.t, b.URL)
	r.Allow(`status of 404 .*/hepingli`)
	return b.enter(r, home, resident)
}

// enter signs a reader in, as signIn does, and opens the board at their home.
func (b *booted) enter(r *browsertest.Tab, home, resident string) *browsertest.Tab {
	b.t.Helper()
	r.Cookie(sessionCookie, b.session(home, resident, residents.ByPasskey, b.clock.Now().AddDate(100, 0, 0)))
	return r.Go("/" + home).Wait(`location.pathname.startsWith("/` + home + `")`)
}

// A link from the committee is opened, and a button pressed, with and without scripts.
func TestEnteringByALink(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, r := range []*browsertest.Tab{browsertest.Open(t, b.URL), browsertest.Open(t, b.URL).NoScripts()} {
		r.Go(b.link("hepingli", "wang")).See("只能用一次").Press("我要登录").Wait(`location.pathname == "/hepingli"`).See("已登录")
	}
}

// fillTopic types a whole topic into the form.
func fillTopic(r *browsertest.Tab) {
	r.Fill("#raise-title", "3 号楼南侧建充电棚").Fill("#raise-problem", "没有地方充电，\n有人往楼上拉线。")
	r.Fill("#raise-place", "3 号楼南侧").Fill("#raise-affected", "3、5、7 号楼").Fill("#raise-wish", "建一个棚")
}

// A reader without scripts reads the whole page, is told what is wrong with what
// they typed, keeps it, and sends it.
func TestWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := browsertest.Open(t, b.URL).NoScripts().Allow("status of 404")
	b.enter(r, "hepingli", "wang")
	r.Go(newTopic).See("提一个议题").Picture("raise")
	fillTopic(r)
	r.Fill("#raise-title", "").Press("提交议题").See("还没有送出", "这一项需要填写")
	r.Wait(`document.activeElement.matches(".summary") && document.title.startsWith("错误：")`)
	r.Wait(`document.querySelector("#raise-problem").value == "没有地方充电，\n有人往楼上拉线。"`).Picture("raise-refused")
	r.Fill("#raise-title", "3 号楼南侧建充电棚").Press("提交议题").See("议题已提交")
	if got := r.Path(); !strings.HasSuffix(got, "?done=raised") {
		t.Error(got)
	}
}

// The app sends the same form: nothing is loaded anew, nothing typed is lost, the
// page says the same.
func TestInTheApp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang")
	r.Go(newTopic).Ready().Axe()
	browsertest.Eval[any](r, `window.same = true`)
	fillTopic(r)
	r.Fill("#raise-title", "").Press("提交议题").See("还没有送出", "这一项需要填写").Axe()
	r.Wait(`document.activeElement.matches(".summary") && document.title.startsWith("错误：")`)
	r.Wait(`document.querySelector("#raise-problem").value == "没有地方充电，\n有人往楼上拉线。"`)
	r.Press(".summary a").Wait(`document.activeElement.id == "raise-title"`)
	r.Type("充电棚").Press("提交议题").See("议题已提交").NotSee("还没有送出")
	r.Wait(`window.same && !location.search && location.pathname.startsWith("/hepingli/topics/") && document.querySelector("h1").innerText == "充电棚"`)
	r.Reload().Ready().NotSee("议题已提交")
}

// While somebody types, the app arrives: keys, focus, selection, an open
// description and the place on the page stay as they were, and so do the nodes.
func TestLateArrivalKeepsEverything(t *testing.T) {
	t.Parallel()
	b := boot(t)
	letGo := b.hold("app.wasm")
	r := b.reader("hepingli", "wang")
	r.Go(newTopic)
	browsertest.Eval[any](r, `(() => {
		document.querySelector("main").insertAdjacentHTML("beforeend", "<details id=more><summary>更多</summary>内容</details>");
		document.querySelector("#more").open = true;
		window.field = document.querySelector("#raise-problem");
		field.focus(); field.scrollIntoView();
	})()`)
	r.Type("one two three ")
	where := browsertest.Eval[float64](r, "scrollY")
	letGo()
	for range 20 {
		r.Type("four five six ")
	}
	browsertest.Eval[any](r, `field.setSelectionRange(4, 7)`)
	r.Ready()
	r.Wait(`field.isConnected && document.activeElement == field && document.querySelector("#more").open`)
	r.Wait(`field.value == "one two three " + "four five six ".repeat(20) && field.selectionStart == 4 && field.selectionEnd == 7`)
	if now := browsertest.Eval[float64](r, "scrollY"); now != where || where == 0 {
		t.Errorf("scrolled from %v to %v", where, now)
	}
}

// Before the app is there, a press is the browser's own: a link loads, a form posts.
func TestBeforeTheAppEverythingIsNative(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.hold("app.wasm")
	r := b.reader("hepingli", "wang")
	r.Go(newTopic)
	browsertest.Eval[any](r, `window.same = true`)
	fillTopic(r)
	r.Press("提交议题").See("议题已提交").Wait(`!window.same`)
	browsertest.Eval[any](r, `window.same = true`)
	r.Press(".place").Wait(`location.pathname == "/hepingli" && !window.same`)
}

// Whatever keeps the app away, the page works without it and keeps what was typed.
func TestWhenTheAppFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		bad     func(*booted, *browsertest.Tab)
		allowed string
		ready   bool
		now     string
	}{
		"wasm is missing":      {bad: func(b *booted, _ *browsertest.Tab) { b.missing("app.wasm") }, allowed: "app.wasm"},
		"wasm_exec is missing": {bad: func(b *booted, _ *browsertest.Tab) { b.missing("wasm_exec.js") }, allowed: "wasm_exec.js"},
		"no WebAssembly":       {bad: func(_ *booted, r *browsertest.Tab) { r.Before(`delete window.WebAssembly`) }},
		"a metered plan": {bad: func(_ *booted, r *browsertest.Tab) {
			r.Before(`Object.defineProperty(navigator, "connection", {value: {saveData: true}})`)
		}},
		"the app panics": {bad: func(*booted, *browsertest.Tab) {}, ready: true, now: `goappNav()`, allowed: "panic|goroutine|Error"},
	} {
		t.Run(name, func(t *testing.T) {
			b := boot(t)
			r := browsertest.Open(t, b.URL).Allow("status of 404 .*/hepingli")
			if c.allowed != "" {
				r.Allow(c.allowed)
			}
			c.bad(b, r)
			b.enter(r, "hepingli", "wang")
			r.Go(newTopic)
			fillTopic(r)
			if c.ready {
				r.Ready()
				browsertest.Eval[any](r, "void "+c.now)
				r.Wait(`document.documentElement.dataset.app == "over"`)
			}
			r.Wait(`document.querySelector("#raise-place").value == "3 号楼南侧"`)
			browsertest.Eval[any](r, `window.same = true`)
			r.Press("提交议题").See("议题已提交").Wait(`!window.same`)
		})
	}
}

// Storage that is blocked kills neither the page nor the app.
func TestBlockedStorage(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	r := browsertest.Open(t, b.URL).Allow("status of 404 .*/hepingli")
	r.Before(`for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, {configurable: true,
		get() { throw new DOMException("Access is denied for this document.", "SecurityError") }})`)
	b.enter(r, "hepingli", "wang")
	r.Go(newTopic).Ready()
	browsertest.Eval[any](r, `window.same = true`)
	r.Press("提交议题").See("还没有送出").Wait(`window.same`)
}

// Another version of the server: the app asks the browser to load the page anew,
// once, and the page is there.
func TestVersionSkew(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang")
	r.Go(newTopic).Ready()
	loads := 0
	b.between(func(w http.ResponseWriter, hr *http.Request) bool {
		if strings.HasPrefix(hr.URL.Path, "/_v/") {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"version":"of tomorrow","page":"raise","view":{}}`))
			return true
		}
		if hr.URL.Path == "/hepingli" && hr.Header.Get("Sec-Fetch-Mode") == "navigate" {
			loads++
		}
		return false
	})
	browsertest.Eval[any](r, `window.same = true`)
	r.Press(".place").Wait(`location.pathname == "/hepingli" && !window.same`).Ready()
	if loads != 1 {
		t.Errorf("loaded %d times", loads)
	}
}

func TestPersonalNumbersAreNoticedWhileTyping(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Go("/hepingli/topics/new").Ready()
	r.Fill("#raise-problem", "请打我电话 138 0013 8000")
	r.Wait(`document.getElementById("raise-problem-personal")?.textContent.includes("电话")`).Axe()
	r.Fill("#raise-problem", "三号楼 2026-11-28 没有灯")
	r.Wait(`!document.getElementById("raise-problem-personal")`)
}
