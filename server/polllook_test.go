package main

import (
	"fmt"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// choiceOf is what the ballot of one's own says; "" while there is none.
func (b *booted) said(p polls.Poll, unit string) (choice string) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		all, err := v.BallotsAt("hepingli", p.ID, []string{unit})
		for _, one := range all {
			choice = one.Choice
		}
		return err
	})
	return choice
}

// A yes/no question is read, voted on and confirmed with scripts off, and looked at on
// every kind of screen.
func TestVotingInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary, onPaper, openTurnout))
	path := "/hepingli/polls/" + p.ID

	off := browsertest.Open(t, b.URL).NoScripts()
	off.Go(path).See("您还没有登录").Picture("poll-signed-out")
	b.enter(off, "hepingli", "wang")
	off.Go(path).See("投出我的票").Picture("poll-binary-noscript")
	off.Press("投出我的票").See("还没有送出", "还没有选").Picture("poll-binary-refused-noscript")
	off.Press("#ballot-choice").Press("投出我的票").See("您的票已投进").Picture("poll-in-noscript")
	off.Go(path).See("您的票已投进", "回执码")
	if got := b.said(p, "r/wang"); got != polls.Yes {
		t.Errorf("%q was cast", got)
	}

	on := b.reader("hepingli", "zhao")
	on.Go(path).Ready().See("投出我的票").Axe().Picture("poll-binary")
	on.Press("#ballot-choice-2").Press("投出我的票").See("您的票已投进", "已有 2 人投票").Axe().Picture("poll-in")
	if got := b.said(p, "r/zhao"); got != polls.No {
		t.Errorf("%q was cast", got)
	}
	on.Dark().Go(path).See("您的票已投进").Axe().Picture("poll-in-dark")

	elder := browsertest.Open(t, b.URL)
	b.enter(elder, "hepingli", "sun")
	elder.Go(path).Press("长辈版").See("字号", "请选一项").Axe().Picture("poll-binary-elder")
	small := browsertest.Eval[[]string](elder, smallTargets(60))
	if len(small) > 0 {
		t.Errorf("under 60 points in elder mode: %q", small)
	}
	wide := browsertest.Open(t, b.URL).Wide()
	b.enter(wide, "hepingli", "chen")
	wide.Go(path).See("投出我的票").Axe().Picture("poll-binary-desk")
	wide.Go("/hepingli").See("有一张票等您投").Axe().Picture("month-poll-desk")
	wide.Go("/hepingli/polls").See("有一张票等您投").Axe().Picture("polls-desk")
	on.Go("/hepingli/polls").See("您的票已投进").Axe().Picture("polls")
}

// smallTargets are the controls within the page's main part that are less high than n points.
func smallTargets(n int) string {
	return fmt.Sprintf(`[...document.querySelectorAll("main a, main button, main select, main summary, main label.pick")]
		.filter(e => e.offsetParent && !e.closest(".prose, .law, p:not(.facts)") && e.getBoundingClientRect().height < %d)
		.map(e => e.tagName + " " + e.innerText + " " + e.getBoundingClientRect().height)`, n)
}

// A ranking is made by buttons, by keys and by dragging; all of it is in the fields that are sent.
func TestRankingInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Schulze, replaceable))
	path := "/hepingli/polls/" + p.ID
	off := browsertest.Open(t, b.URL).NoScripts()
	b.enter(off, "hepingli", "sun")
	off.Go(path).See("投出我的票").Picture("poll-rank-noscript")

	on := b.reader("hepingli", "zhao")
	on.Go(path).Wait(`document.documentElement.dataset.ballot == "live"`).See("按住左边的把手拖动").Axe().Picture("poll-rank")
	ranks := func(want string) {
		t.Helper()
		on.Wait(`[...document.querySelectorAll(".rank")].map(r => r.id.slice(5) + (r.querySelector("select").value || "-")).join(" ") == "` + want + `"`)
	}
	ranks("1- 2- 3- none-")
	on.Press(`#rank-3 [data-move=up]`)
	ranks("31 1- 2- none-")
	on.Wait(`document.activeElement.closest(".rank")?.id == "rank-3"`).Wait(`document.querySelector("[data-moved]").textContent == "分散在三栋楼门口：第 1，已排 1 项"`)
	on.Press(`#rank-1 [data-move=up]`).Press(`#rank-1 [data-move=up]`)
	ranks("11 32 2- none-")
	on.Press(`#rank-1 [data-move=down]`)
	ranks("31 12 2- none-")
	browsertest.Eval[any](on, `document.querySelector("#rank-2 [data-move=up]").focus()`)
	alt := func(key string) {
		t.Helper()
		browsertest.Eval[any](on, `void document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "`+key+`", altKey: true, bubbles: true, cancelable: true}))`)
	}
	alt("ArrowUp")
	alt("ArrowUp")
	ranks("31 22 13 none-")
	on.Set("#ballot-rank-none", "3") // equal with another
	ranks("31 22 13 none3")
	on.Press(`#rank-none [data-move=up]`) // out of its equals
	ranks("31 22 none3 14")
	on.Picture("poll-rank-made")
	browsertest.Eval[any](on, `(() => {
		const grip = document.querySelector("#rank-1 .grip"), from = grip.getBoundingClientRect(), to = document.querySelector("#rank-3").getBoundingClientRect();
		grip.setPointerCapture = () => {};
		const at = (kind, y) => grip.dispatchEvent(new PointerEvent(kind, {bubbles: true, cancelable: true, pointerId: 1, button: 0, clientX: from.x + 5, clientY: y}));
		at("pointerdown", from.y + 5); at("pointermove", to.y + 4); at("pointerup", to.y + 4);
	})()`)
	ranks("11 32 23 none4")
	on.Press("#ballot-blank")
	ranks("1- 2- 3- none-")
	on.Press(`#rank-2 [data-move=up]`).Press(`#rank-none [data-move=up]`)
	ranks("21 none2 1- 3-")
	on.Wait(`!document.querySelector("#ballot-blank").checked`)
	on.Press("投出我的票").See("您的票已投进")
	if got := b.said(p, "r/zhao"); got != "2>none" {
		t.Errorf("%q was cast", got)
	}
	on.See("截止前可以改投").Press("我要改投").Axe().Picture("poll-rank-again")
	ranks("1- 2- 3- none-")
	on.Press(`#rank-3 [data-move=up]`).Press("投出我的票").See("这是第 2 次投")
	if got := b.said(p, "r/zhao"); got != "3" {
		t.Errorf("%q was cast", got)
	}
	stv := b.poll(b.terms(polls.STV, ofVolunteers))
	on.Go("/hepingli/polls/"+stv.ID).Ready().See("名次不能相同").Press(`#rank-4 [data-move=up]`).Press(`#rank-2 [data-move=up]`).Set("#ballot-rank-2", "1")
	on.Press("投出我的票").See("要排出先后").Axe().Picture("poll-rank-refused")
	ranks("21 41 1- 3-") // as it was left, also after the page was drawn again
	on.Press(`#rank-4 [data-move=down]`).Press("投出我的票").See("您的票已投进")
	if got := b.said(stv, "r/zhao"); got != "2>4" {
		t.Errorf("%q was cast", got)
	}
	elder := b.reader("hepingli", "sun")
	elder.Go(path).Press("长辈版").See("字号", "按住左边的把手拖动").Axe().Picture("poll-rank-elder")
	if small := browsertest.Eval[[]string](elder, smallTargets(60)); len(small) > 0 {
		t.Errorf("under 60 points in elder mode: %q", small)
	}
}

// A budget's total answers at once, warns, and what is refused comes back with its total.
func TestBudgetInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Shares))
	path := "/hepingli/polls/" + p.ID
	off := browsertest.Open(t, b.URL).NoScripts()
	b.enter(off, "hepingli", "sun")
	off.Go(path).See("投出我的票").Picture("poll-budget-noscript")
	off.NotSee("还没有选，可用")

	on := b.reader("hepingli", "zhao")
	on.Go(path).Ready().See("还没有选，可用 120,000 元")
	on.Press("#ballot-choice-2").See("已选 1 项，共 54,000 元，还剩 66,000 元")
	on.Press("#ballot-choice-4").See("已选 2 项，共 78,500.50 元，还剩 41,499.50 元").Axe().Picture("poll-budget")
	on.Press("#ballot-choice").See("超出预算 44,500.50 元").Axe().Picture("poll-budget-over")
	on.Press("投出我的票").See("超过了总预算", "超出预算 44,500.50 元").Axe()
	on.Press("#ballot-choice").See("还剩 41,499.50 元").Press("投出我的票").See("您的票已投进")
	if got := b.said(p, "r/zhao"); got != "2,4" {
		t.Errorf("%q was cast", got)
	}
	dark := b.reader("hepingli", "chen").Dark()
	dark.Go(path).See("还没有选，可用").Press("#ballot-choice-3").See("已选 1 项").Axe().Picture("poll-budget-dark")
	wide := browsertest.Open(t, b.URL).Wide()
	b.enter(wide, "hepingli", "li")
	wide.Go(path).See("还没有选，可用").Axe().Picture("poll-budget-desk")
}

// A page that was saved before the ballot was cast is not shown any more: it would say that
// there is none.
func TestNoStaleBallotIsReadOffline(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary))
	path := "/hepingli/polls/" + p.ID
	on := b.reader("hepingli", "zhao").Allow("net::ERR|Failed to fetch")
	on.Wait(`navigator.serviceWorker.controller`).Go(path).Ready()
	kept(on, path)
	on.Press("#ballot-choice").Press("投出我的票").See("您的票已投进")
	on.Wait(`!await caches.match("` + path + `", {cacheName: "private"}) && !await caches.match("/_v` + path + `", {cacheName: "private"})`)
	back := b.cut()
	on.Go(path).See("没有网络").NotSee("投出我的票")
	back()
	on.Go(path).See("您的票已投进")
	kept(on, path)
	b.cut()
	on.Go(path).See("您的票已投进")
}

// Without a network a ballot is not cast, is not kept for later, and the page says so.
func TestVotingWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary))
	on := b.reader("hepingli", "zhao").Allow("ERR_|Failed to")
	on.Go("/hepingli/polls/" + p.ID).Ready().See("投出我的票").Press("#ballot-choice")
	back := b.cut()
	browsertest.Eval[any](on, `Object.defineProperty(navigator, "onLine", {get: () => false, configurable: true}); void dispatchEvent(new Event("offline"))`)
	on.See("现在没有网络，票投不出去").Picture("poll-offline")
	on.Press("投出我的票").See("网络不通，还没有送出")
	back()
	b.clock.move(time.Minute)
	if got := b.said(p, "r/zhao"); got != "" {
		t.Errorf("%q was cast", got)
	}
	browsertest.Eval[any](on, `Object.defineProperty(navigator, "onLine", {get: () => true, configurable: true}); void dispatchEvent(new Event("online"))`)
	on.Wait(`document.querySelector("[data-net]").hidden`).Press("投出我的票").See("您的票已投进")
}
