package main

import (
	"net/http"
	"testing"

	"yishiting/server/browsertest"
)

// becomes puts a server of another version in the place of the one that answers.
func (b *booted) becomes(version string) {
	b.t.Helper()
	p, err := NewPortal(Settings{Clock: b.clock.Now, Log: b.portal.log, Store: b.store, Address: b.local()})
	if err != nil {
		b.t.Fatal(err)
	}
	files := *p.files
	files.assets.Version = version
	p.files = &files
	b.between(func(w http.ResponseWriter, r *http.Request) bool {
		p.ServeHTTP(w, r)
		return true
	})
}

const (
	comesToTheFront = `void document.dispatchEvent(new Event("visibilitychange"))`
	newer           = "议事厅有新版本。"
)

// isOf tells in JavaScript whether the page is of a version, and another document than before.
func isOf(version string) string {
	return `!window.same && document.querySelector("script[data-version]")?.dataset.version == ` + browsertest.Quote(version)
}

// Another version announces itself while nothing is typed and no ballot is open, and comes by a press or with the next page.
func TestAnotherVersionAnnouncesItself(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := b.reader("hepingli", "wang").Go(newTopic).Ready().Wait(`navigator.serviceWorker.controller`).Wait(pocketThere)
	browsertest.Eval[any](r, `window.same = true`)
	r.Fill("#raise-title", "充电棚")
	b.becomes("of tomorrow")
	browsertest.Eval[any](r, comesToTheFront)
	r.Wait(`shell.old`).NotSee(newer)
	r.Fill("#raise-title", "").See(newer).Axe().Picture("update")
	r.Fill("#raise-title", "充电棚").Wait(`window.same && !document.body.innerText.includes("` + newer + `")`)
	r.Fill("#raise-title", "").See(newer).Press("先不换").NotSee(newer)
	r.Cookie(elderCookie, "24").Dark()
	r.Press(".place").Wait(isOf("of tomorrow")).At("/hepingli").Ready().NotSee(newer)

	r.Wait(pocketThere)
	browsertest.Eval[any](r, `window.same = true, document.querySelector("main").insertAdjacentHTML("beforeend", "<div data-ballot></div>")`)
	b.becomes("of the day after")
	browsertest.Eval[any](r, comesToTheFront)
	r.Wait(`shell.old`).NotSee(newer)
	browsertest.Eval[any](r, `document.querySelector("#page [data-ballot]").remove()`)
	browsertest.Eval[any](r, `void dispatchEvent(new Event("focus"))`)
	r.See(newer).Axe().Picture("update-elder-dark")
	r.Press("点此换上").Wait(isOf("of the day after")).Ready().NotSee(newer)
}

// An app of one version and a server of another: what is sent counts once, what is refused is drawn by the server with
// everything that was typed, and a page opens.
func TestAppAndServerOfDifferentVersions(t *testing.T) {
	t.Parallel()
	for _, versions := range [][]string{{"of today", "of tomorrow", "of today"}, {"of tomorrow", "of today", "of tomorrow"}} {
		b := boot(t)
		b.becomes(versions[0])
		r := b.reader("hepingli", "wang").Go(newTopic).Ready()
		browsertest.Eval[any](r, `window.same = true`)
		fillTopic(r)
		r.Fill("#raise-title", "")
		b.becomes(versions[1])
		r.Press("提交议题").See("还没有送出", "这一项需要填写").Wait(isOf(versions[1]))
		r.Wait(`document.querySelector("#raise-problem").value == "没有地方充电，\n有人往楼上拉线。"`)

		r.Fill("#raise-title", "充电棚").Ready()
		browsertest.Eval[any](r, `window.same = true`)
		b.becomes(versions[2])
		heading(r.Press("提交议题").See("议题已提交").Wait(isOf(versions[2])), "充电棚")
		r.Go("/hepingli/me").Wait(`document.querySelectorAll("#topics h3").length == 1`)
	}
}
