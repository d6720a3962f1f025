package main

import (
	"testing"

	"yishiting/consultation/project"
	"yishiting/server/browsertest"
)

// Scenario 4 on telephones: residents of three communities, the street's two and the district's one
// do by hand what they decide, say, sign and rate on the way of the pocket park.

// parkWalk is the scenario's project with the screens on which it is walked.
type parkWalk struct {
	*park
	app, plain         *stage
	wang, sun, liu, ma *browsertest.Tab
}

func TestScenario4InTheBrowser(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	p := bootPark(boot(t))
	w := &parkWalk{park: p, app: &stage{walk: p.walk, app: true, name: "scenario4"}, plain: &stage{walk: p.walk, name: "scenario4-plain"}}
	w.wang, w.sun = browsertest.Open(t, p.URL).NoScripts(), browsertest.Open(t, p.URL)
	w.liu, w.ma = browsertest.Open(t, p.URL), browsertest.Open(t, p.URL)
	p.made(t)
	p.asked(t)
	w.heardInBrowser()
	p.lastBuilding(t)
	w.decidedInBrowser(t)
	w.partlyInBrowser()
	w.clearedInBrowser()
	w.noticedInBrowser(t)
	p.planned(t)
	p.dearer(t)
	w.changedInBrowser()
	p.agreedTo(t)
	w.checkedInBrowser(t)
	w.ratedInBrowser(t)
	p.verified(t)
}

// at puts the clock to a time of day, and signs everybody in anew.
func (w *parkWalk) at(when string) {
	w.t.Helper()
	w.park.at(when)
	for tab, who := range map[*browsertest.Tab][2]string{w.wang: {"hepingli", "wang"}, w.sun: {"hepingli", "sun"}, w.liu: {"hepingli-jiedao", "liu"}, w.ma: {"hepingli-jiedao", "ma"}} {
		w.enter(tab, who[0], who[1])
	}
}

// path is where hepingli reads the project.
func (w *parkWalk) path() string { return "/hepingli/projects/" + w.id }

// public opens the project with all its parts, as a resident who looks for something.
func (w *parkWalk) public(tab *browsertest.Tab, see ...string) *browsertest.Tab {
	w.t.Helper()
	return unfold(tab.Go(w.path())).See(see...)
}

// heardInBrowser reads what the three communities said, building by building.
func (w *parkWalk) heardInBrowser() {
	w.t.Helper()
	w.at("2026-12-05 09:00")
	w.plain.narrow(w.wang.Go("/hepingli/calls/"+w.call.ID).See("收到 1,932 份回答", "兴化社区", "还差 38 户", "其余 17 栋楼"), "call-result")
	w.app.narrow(w.liu.Go(parkDesk+"/calls/"+w.call.ID).See("1,932"), "desk-call")
}

// decidedInBrowser lets liu note what the street's office decided, once without saying how.
func (w *parkWalk) decidedInBrowser(t *testing.T) {
	t.Helper()
	w.at("2026-12-16 10:00")
	w.plain.narrow(w.public(w.wang, "小花园和步道", "860,000 元", "1,240,000 元"), "options")
	w.liu.Go(w.desk).See("下一步：登记决定", "由街道会议决定", "这一次有 1 处没有达到比例").NotSee("可以延期")
	w.app.narrow(w.liu, "desk-decide")
	w.liu.Press("#project-office-option").Press("登记决定").See("这一项需要填写").Wait(`document.querySelector("#project-office-option").checked`)
	w.liu.Fill("#project-office-text", "主任办公会第 21 次会议：建小花园和步道。").Press("登记决定").See("决定已登记并公开", "同意情况")
	if now := w.now(); now.Decision.Kind != project.ByOffice || now.Decision.Option != "1" {
		t.Fatalf("%+v", now.Decision)
	}
}

// partlyInBrowser lets wang agree in part; liu notes it, answers, and wang is asked again.
func (w *parkWalk) partlyInBrowser() {
	w.t.Helper()
	w.public(w.wang, "主任办公会第 21 次会议", "街道会一份一份答复", "1 至 20 号楼", "同意的不用填")
	w.wang.Press("#say-no-stance").Fill("#say-no-words", "步道别挨着一层的窗户，晚上有人走。").Press("#say-no-shown")
	w.plain.narrow(w.wang, "say-no")
	w.wang.Press("说出我的意见").See("您的意见已记下")
	w.liu.Go(w.desk).Press("#project-agree [value=partial]").Press("登记同意情况").See("下一步：答复不同意的人", "步道别挨着一层的窗户")
	w.app.narrow(w.liu, "desk-settle")
	w.liu.Fill("[id^=project-settle-] textarea", "往东挪了八米，沿窗种一排珍珠梅。").Press("答复并请本人再说一次").See("等本人再说一次")
	w.wang.Go("/hepingli/me").See("三个社区之间建口袋公园")
	w.public(w.wang, "往东挪了八米", "答复以后，您现在怎么看")
	w.wang.See("还有 1 份等本人再说一次").NotSee("都不愿公开") // what is not shown to others is not one's own
	w.plain.narrow(w.wang, "say-again")
	w.wang.Press("#again [value=agrees]").Press("再说一次").See("第二轮的意见已记下")
}

// clearedInBrowser asks for money and land; another of the street and the district's answer by telephone.
func (w *parkWalk) clearedInBrowser() {
	w.t.Helper()
	w.sends(w.park.liu, "project-ask-"+partOf(w.id, "street-money"), "clearance-asked", "text", "请列支 560,000 元。")
	w.sends(w.park.liu, "project-ask-"+partOf(w.id, "land-use"), "clearance-asked", "text", "用储备地 2,400 平方米，五年。")
	answer := func(tab *browsertest.Tab, at, seq, words string) {
		w.t.Helper()
		tab.Go("/" + at + "/desk/clearances/hepingli-jiedao/" + w.id + "/" + seq).See("三个社区之间建口袋公园")
		if seq == "2" {
			w.app.narrow(tab, "clearance")
		}
		tab.Press("#project-clear [value=yes]").Fill("#project-clear-text", words).Press("答复并公开").See("已批准")
	}
	answer(w.ma, "hepingli-jiedao", "1", "列入明年预算。")
	answer(w.enter(browsertest.Open(w.t, w.URL), "dongcheng", "gao"), "dongcheng", "2", "同意临时绿地五年。")
	w.sun.Go(w.path())
	w.app.narrow(w.public(w.sun, "和平里街道", "同意临时绿地五年。"), "cleared")
}

// noticedInBrowser puts it up, takes an objection, answers it, and lets another approve.
func (w *parkWalk) noticedInBrowser(t *testing.T) {
	t.Helper()
	w.at("2026-12-18 09:00")
	w.liu.Go(w.desk).See("下一步：张贴公示")
	w.app.narrow(w.liu, "desk-notice")
	w.liu.Press("#project-notice button").See("公示进行中")
	w.public(w.sun, "立项公示", "12 月 25 日", "我有异议").Fill("#object textarea", "施工的时候北门还开不开？")
	w.app.narrow(w.sun, "object")
	w.sun.Press("提出异议").See("异议已提交")
	w.liu.Go(w.desk).See("下一步：答复异议", "施工的时候北门还开不开？")
	w.app.narrow(w.liu, "desk-reply")
	w.liu.Fill("[id^=project-reply-] textarea", "北门不关，车从东门走，人从北门走。").Press("答复并公开").See("公示进行中")
	w.plain.narrow(w.public(w.wang, "北门不关，车从东门走，人从北门走。"), "notice")
	w.at("2026-12-26 09:00")
	w.app.narrow(w.liu.Go(w.desk).See("下一步：批准立项", "这一步要由另一位来办"), "desk-own")
	w.app.narrow(w.ma.Go(w.desk).See("核对无误，批准立项"), "desk-approve")
	w.ma.Press("核对无误，批准立项").See("下一步：写实施计划")
	if now := w.now(); now.Stage != project.Deliver || now.ApprovedBy != "ma" {
		t.Fatalf("%s, approved by %q", now.Stage, now.ApprovedBy)
	}
}

// changedInBrowser reads the notice of twelve percent more, in the usual letters and in large ones.
func (w *parkWalk) changedInBrowser() {
	w.t.Helper()
	w.at("2027-01-11 10:00")
	w.plain.narrow(w.public(w.wang, "变更公示", "挖出旧地基", "963,200 元", "580,000"), "change")
	w.app.narrow(w.public(w.sun.Cookie(elderCookie, "on"), "变更公示"), "change-elder")
	if small := browsertest.Eval[[]string](w.sun, smallTargets(60)); len(small) > 0 {
		w.t.Errorf("under 60 points in elder mode: %q", small)
	}
	if cut := browsertest.Eval[[]string](w.sun, `[...document.querySelectorAll(".scroll")].filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.innerText.slice(0, 30))`); len(cut) > 0 {
		w.t.Errorf("in large letters a part is out of sight: %q", cut)
	}
	w.app.narrow(w.liu.Go(w.desk+"/money"), "desk-money")
}

// checkedInBrowser lets two sign by telephone and one by the form, and liu complete it.
func (w *parkWalk) checkedInBrowser(t *testing.T) {
	t.Helper()
	w.at("2027-03-10 15:00")
	w.sends(w.park.liu, "project-reach-"+partOf(w.id, "2"), "milestone-reached")
	w.public(w.wang, "我到现场看过了", "步道不积水").Press("#sign-check [value=no]").Press("签字").See("还没有送出")
	w.plain.narrow(unfold(w.wang), "sign-refused")
	w.wang.Press("#sign-check [value=yes]").Press("签字").See("您的验收意见已记下")
	w.public(w.sun.Cookie(elderCookie, "off"), "签 1").Press("#sign-check [value=yes]").Press("签字").See("您的验收意见已记下")
	w.app.narrow(unfold(w.sun), "signed")
	qian := "/anzhen/projects/" + w.id
	w.as("anzhen", "qian").send(qian, "sign-check", "fine", "yes").led(t, qian+"?done=signed")
	w.app.narrow(w.liu.Go(w.desk).See("完工，请居民评价"), "desk-complete")
	w.liu.Press("完工，请居民评价").See("效果评价")
	w.turn()
}

// ratedInBrowser lets wang rate it from the project's page, and reads the rates.
func (w *parkWalk) ratedInBrowser(t *testing.T) {
	t.Helper()
	w.at("2027-03-12 10:00")
	w.wang.Go(w.path()).Press("去评价").See("解决了")
	w.plain.narrow(w.wang, "look-back")
	w.wang.Press("#call-answer-q1").Press("#call-answer-q2-5").Fill("#call-answer-q3", "孩子天天去。").Press("交出回答").See("回答已收下")
	w.closed(t)
	w.at("2027-04-02 09:00")
	w.plain.narrow(w.public(w.wang, "201 / 214", "187 / 214", "963,200 元"), "closed")
	w.app.narrow(w.sun.Go("/hepingli/projects").See("三个社区之间建口袋公园"), "projects")
	wide := w.enter(browsertest.Open(t, w.URL).Wide(), "hepingli-jiedao", "liu")
	wide.Go(w.desk).Axe().Picture("scenario4-desk-closed-wide")
}
