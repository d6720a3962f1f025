package main

import (
	"fmt"
	"testing"

	"yishiting/consultation/project"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// Scenario 3 on telephones: homes answer by themselves, with scripts off and with the app on, the
// stairwell head goes from door to door without a network, and the committee publishes and closes.

// doorWalk is the scenario's project with the screens on which it is walked.
type doorWalk struct {
	*doorProject
	app, plain *stage
}

func TestScenario3InTheBrowser(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	d := bootBuilding(boot(t))
	w := &doorWalk{doorProject: d.project(t), app: &stage{walk: d.walk, app: true, name: "scenario3"}, plain: &stage{walk: d.walk, name: "scenario3-plain"}}
	w.publishedInBrowser(t)
	w.answeredInBrowser()
	w.onLine(t, 3)
	w.atDoorsInBrowser(t)
	w.atDoors(t, ninthHome+3)
	w.onPaper(t)
	w.closedInBrowser(t)
	w.votedInBrowser(t)
	w.ratedInBrowser(t)
}

// desk is a telephone of one of the committee's.
func (w *doorWalk) desk(who string) *browsertest.Tab {
	w.t.Helper()
	return w.enter(browsertest.Open(w.t, w.URL), "hepingli", who)
}

// publishedInBrowser lets zhou publish on a telephone what li wrote.
func (w *doorWalk) publishedInBrowser(t *testing.T) {
	t.Helper()
	w.drafted(t)
	zhou := w.desk("zhou").Go(deskCalls+"/"+w.call.ID).See("3 号楼换哪一种门禁", "先不换")
	w.app.narrow(zhou, "desk-call-draft")
	zhou.Press("核对无误，公布").See("已公布，各楼的户数已定")
	w.call = w.callNow("hepingli", w.call.ID)
	w.at("2026-11-04 10:00")
}

// answeredInBrowser are three homes: scripts off, the app on, and the edition for elders.
func (w *doorWalk) answeredInBrowser() {
	w.t.Helper()
	off := w.plain.reader("hepingli", w.building.online.ids[0])
	off.Go("/hepingli").See("您家还没有答").Press("[href='"+callPath(w.call)+"']").See("您家想换哪一种", "3 号楼 1 单元 101")
	w.plain.narrow(off, "call")
	off.Press("交出回答").See("还没有送出")
	w.plain.narrow(off, "call-refused")
	off.Press("#call-answer-q1-4").Press("交出回答").See("回答已收下")
	w.plain.narrow(off, "call-answered")

	on := w.app.reader("hepingli", w.building.online.ids[1])
	w.app.open(on, "/hepingli").See("3 号楼换哪一种门禁")
	w.app.narrow(on, "board")
	on.Press("[href='" + callPath(w.call) + "']").See("您家想换哪一种")
	on.Press("#call-answer-q1-4").Press("交出回答").See("回答已收下")
	w.app.narrow(on, "call-answered")

	elder := w.app.reader("hepingli", w.building.online.ids[2]).Cookie(elderCookie, "on").Go(callPath(w.call))
	w.app.narrow(elder, "call-elder")
	if small := browsertest.Eval[[]string](elder, smallTargets(60)); len(small) > 0 {
		w.t.Errorf("under 60 points in elder mode: %q", small)
	}
	elder.Press("#call-answer-q1-2").Press("交出回答").See("回答已收下")
}

// atDoorsInBrowser are three doors without a network, the first of a home that answered on line:
// all wait on the telephone, and are sent once when there is a network again.
func (w *doorWalk) atDoorsInBrowser(t *testing.T) {
	t.Helper()
	w.stairwellHead("speaker-0053", "3 号楼")
	now := fmt.Sprintf("Date.now = () => %d", w.clock.Now().UnixMilli()) // the telephone's clock goes as the server's
	head := w.app.reader("hepingli", "speaker-0053").Before(now).Allow("net::ERR|Failed to fetch|ERR_")
	head.Go(callPath(w.call)).Press("上门记下回答").See("3 号楼：84 户，已答 9 户")
	kept(head, callPath(w.call)+"/door")
	w.app.narrow(head, "door")
	var units []project.AnswerUnit
	w.view(func(v *store.View) (err error) {
		units, err = project.UnitsAt(v, w.call, "hepingli", "3 号楼", w.clock.Now())
		return err
	})
	back := w.cut()
	for i, u := range units[ninthHome : ninthHome+3] {
		head.Set("#door-unit", u.Unit).Press(`[name=q1][value="4"]`).Press("记下这份回答").See(fmt.Sprintf("%d 件等着发出", i+1))
	}
	w.app.narrow(head, "door-waiting")
	head.Reload().See("3 件等着发出")
	if n, dropped := w.answersIn(w.call); n != 9 || dropped != 0 {
		t.Errorf("%d answers and %d dropped without a network", n, dropped)
	}
	back()
	for range 2 { // told twice that there is a network, it sends once
		browsertest.Eval[any](head, `void dispatchEvent(new Event("online"))`)
	}
	head.Wait(nothingWaits).See("已经有过一份，这一份没有再算", "1 单元 501", "已送到：上门问到的回答", "3 号楼：84 户，已答 11 户", "还没有答的（73）").NotSee("件等着发出")
	if n, dropped := w.answersIn(w.call); n != 11 || dropped != 1 {
		t.Errorf("%d answers and %d dropped with a network", n, dropped)
	}
	w.app.narrow(head, "door-sent")
}

// closedInBrowser reads how far the building is, lets the clock close the call, and reads its result.
func (w *doorWalk) closedInBrowser(t *testing.T) {
	t.Helper()
	path := callPath(w.call)
	wide := w.atDesk("hepingli", "li")
	wide.Go(deskCalls + "/" + w.call.ID).See("79").Axe().Picture("scenario3-desk-call-wide")
	off := w.plain.reader("hepingli", "wang").Go(path).See("已答 79 户")
	w.plain.narrow(off, "coverage")
	w.at("2026-11-08 08:00")
	w.building.turn()
	w.covered(t)
	off.Reload().See("刷卡门禁、先不换（合并）", "不到 5 户的不单独写").NotSee("没有答这一题")
	w.plain.narrow(off, "call-result")
	on := w.app.reader("hepingli", "wang").Go(path)
	w.app.narrow(on, "call-result")
	w.app.narrow(on.Cookie(elderCookie, "on").Go(path), "call-result-elder")
	wide.Reload().Axe().Picture("scenario3-desk-call-closed-wide")
}

// votedInBrowser lists the options, lets the homes vote, the last of them on a telephone, and li
// note on a telephone what they decided.
func (w *doorWalk) votedInBrowser(t *testing.T) {
	t.Helper()
	d := w.building
	w.listed(t)
	d.put(t)
	path := "/hepingli/polls/" + d.poll.ID
	d.clock.set("2026-11-09 10:00")
	d.online.signedIn().vote(d.poll, "1", 17, "2", 30, "3", 6)
	last := w.app.reader("hepingli", d.online.ids[53])
	w.app.open(last, path).See("每户 180 元，街道补贴以后")
	last.Press("#ballot-choice-3").Press("投出我的票").See("选票已收下", "3 号楼 5 单元 302 的票已投进")
	d.papers(t)
	d.clock.set("2026-11-15 18:00")
	d.turn()
	w.at("2026-11-15 18:00")
	w.li.send(deskPolls+"/"+d.poll.ID, "poll-finish").led(t, deskPolls+"/"+d.poll.ID+"?done=poll-finished")
	w.app.narrow(w.app.open(last, path).See("刷卡加可视对讲"), "poll-result")
	d.quoted(t, path)

	w.at("2026-11-24 09:00")
	li := w.desk("li").Go(w.page).See("下一步：登记决定", "刷卡加可视对讲")
	w.app.narrow(li, "desk-decide")
	li.Press("按这次投票登记").See("投票决定")
	w.app.narrow(li, "desk-decided")
	if now := w.now(); now.Decision.Kind != project.ByPoll || now.Decision.Option != "2" {
		t.Fatalf("%+v", now.Decision)
	}
}

// ratedInBrowser goes on to where the doors hang, and looks at what five in part and two against
// left on the page, and at what people said half a year later.
func (w *doorWalk) ratedInBrowser(t *testing.T) {
	t.Helper()
	w.agreed(t)
	on := w.app.reader("hepingli", w.building.online.ids[2])
	w.app.narrow(unfold(on.Go(w.path)).See("旧的修一修还能用，不该花这个钱。"), "project-agreed")
	w.noticed(t)
	w.built(t)
	w.checked(t)
	w.lookedBack(t)
	off := unfold(w.plain.reader("hepingli", "wang").Go(w.path)).See("42 / 169", "36 / 42", "35 / 42")
	w.plain.narrow(off, "project-closed")
	w.enter(on.Cookie(elderCookie, "on"), "hepingli", "wang")
	w.app.narrow(unfold(on.Go(w.path)), "project-closed-elder")
	wide := w.atDesk("hepingli", "li")
	wide.Go(w.page).Axe().Picture("scenario3-desk-closed-wide")
	w.verified(t)
}
