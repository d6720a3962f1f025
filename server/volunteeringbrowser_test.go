package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// Two taps from the list to a place, with scripts off and with the app running.
func TestVolunteeringInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(3))
	form := "#activity-join-" + shifts[0].ID + "-1"
	plain := browsertest.Open(t, b.URL).NoScripts().Allow(`status of 4`)
	b.enter(plain, "hepingli", "wang")
	plain.Go("/hepingli/activities").See(a.Title, "还有 3 个名额").Picture("activities-noscript")
	plain.Press(a.Title).At(activityPath(a)).See("还有 3 个名额").Picture("activity-noscript").Press(form+" .button").See("报上了，到时候见", "已报上", "来不了，退出")
	if got := b.signup(shifts[0], "wang"); got.State != signups.Accepted {
		t.Fatalf("%+v", got)
	}
	plain.Picture("activity-joined-noscript")

	r := b.reader("hepingli", "sun").Allow(`status of 4`)
	r.Ready().See("1 个正在找人搭把手").Press("看活动").At("/hepingli/activities").Axe()
	r.Press(a.Title).At(activityPath(a)).Axe().Picture("activity").Press(form + " .button").See("报上了，到时候见").Axe().Picture("activity-joined")
	if got := b.signup(shifts[0], "sun"); got.State != signups.Accepted {
		t.Fatalf("%+v", got)
	}
	r.Go("/hepingli").Ready().Press("我的").See("志愿服务").Press("志愿服务").At(volunteeringPath).See(a.Title, "已报上").Axe()
	if w := browsertest.Eval[int](r, `document.documentElement.scrollWidth`); w > 360 {
		t.Errorf("%d points wide", w)
	}
}

// In flight mode a sign-up waits on the phone, can be taken back, and is sent when there is a
// network; a shift that filled up meanwhile is said to be full, and the waiting list is offered.
func TestVolunteeringWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(3), func(a *signups.Activity) { a.Posts[0].Seats = 1 })
	path := activityPath(a)
	r := b.reader("hepingli", "wang").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go(path).See("还有 1 个名额")
	kept(r, path)
	form := func(i int) string { return "#activity-join-" + shifts[i].ID + "-1 .button" }
	back := b.flight(r)
	r.Press(form(0)).See("等待发送", "送到以前不算数", "撤销").Picture("outbox-waiting")
	r.Press(form(1)).Wait(`document.querySelectorAll("#outbox .kept").length == 2`).Axe()
	r.Go(path).Wait(`document.querySelectorAll("#outbox .kept").length == 2`) // opened again without a network
	r.Press("#s-" + shifts[2].ID + " summary").Press(form(2)).Wait(`document.querySelectorAll("#outbox .kept").length == 3`)
	r.Press("#outbox .kept:nth-of-type(3) .button").See("已撤销，没有送出").Wait(`document.querySelectorAll("#outbox .kept").length == 2`)
	for _, s := range shifts {
		if got := b.signup(s, "wang"); got.Resident != "" {
			t.Fatalf("came without a network: %+v", got)
		}
	}
	b.joins(shifts[1], "zhao") // meanwhile
	back()
	r.See("已送到", "没有办成", "这个班次的名额满了", "可以排进候补", "去排候补", "已报上").Picture("outbox-answered").Axe()
	if got := b.signup(shifts[0], "wang"); got.State != signups.Accepted {
		t.Errorf("%+v", got)
	}
	if got := b.signup(shifts[1], "wang"); got.Resident != "" {
		t.Errorf("waits unasked: %+v", got)
	}
	r.Press("去排候补").See("没有办成", "满了，可以候补").Ready().Wait(drawn).Press(form(1)).See("排上候补了", "知道了").Ready().Wait(drawn).Press("知道了").NotSee("没有办成").
		Wait(nothingWaits)
	if got := b.signup(shifts[1], "wang"); got.State != signups.Waitlisted {
		t.Errorf("%+v", got)
	}
	if got := b.signup(shifts[2], "wang"); got.Resident != "" {
		t.Errorf("what was taken back came: %+v", got)
	}
}

// A code that is typed on site without a network counts from when it was typed.
func TestCheckingInWithoutANetwork(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(1))
	s, path := shifts[0], activityPath(a)
	b.joins(s, "wang")
	b.at(s.Starts.Add(-5 * time.Minute))
	r := b.reader("hepingli", "wang").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go(path).See("签到码").Axe()
	kept(r, path)
	typed, was := signups.CodeAt(s, b.clock.Now()), b.clock.Now()
	back := b.flight(r)
	r.Fill("#shift-in-"+s.ID+"-typed", typed).Picture("check-in").Press("#shift-in-"+s.ID+" .button").See("等待发送", "签到")
	b.clock.move(20 * time.Minute)
	back()
	r.See("已签到", "签退").Picture("checked-in")
	if got := b.signup(s, "wang"); got.State != signups.CheckedIn || got.In.UnixMilli() != was.UnixMilli() {
		t.Errorf("%+v", got)
	}
}

// A statement is made, printed on one sheet, and its code is checked by somebody else.
func TestStatementInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	_, shifts := b.activity(weekly(3))
	b.joins(shifts[0], "wang")
	b.joins(shifts[1], "wang")
	b.at(shifts[1].Ends)
	b.served(shifts[0], 120, "wang")
	b.served(shifts[1], 90, "wang")
	r := b.reader("hepingli", "wang").Allow(`status of 4`)
	r.Go(volunteeringPath).See("3.5 小时").Picture("volunteering").Press("打印服务记录").See("到哪天").Axe().Press("做服务记录").See("平台服务记录", "共 2 次，3.5 小时").Axe().Picture("statement")
	if n := r.Print("statement"); n != 1 {
		t.Errorf("%d pages", n)
	}
	code := browsertest.Eval[string](r, `document.querySelector(".check .code").textContent`)
	other := browsertest.Open(t, b.URL).NoScripts()
	other.Go("/hepingli/service-check").Fill("#check-code", strings.ToLower(code)).Press("核对").See("是真的", "王**", "3.5 小时").Picture("service-check")
	other.Fill("#check-code", "0000-0000-0000-0000").Press("核对").See("没有这个核对码的服务记录").Picture("service-check-wrong")
}

// Residents' pages of voluntary service in their states: scripts off, elder mode, at night.
func TestVolunteeringGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	team := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: "hepingli", Name: "小巷管家一队", About: "每天走一遍南巷，看看路灯、井盖、公告栏。", Kind: signups.LaneTeam, Leader: "zhao"})
		return err
	})
	nobody, wang := b.eyesOf(""), b.eyesOf("wang")
	nobody.look("/hepingli/activities", "gallery-activities-empty", "现在没有可以报名的活动")
	wang.look("/hepingli/volunteering", "gallery-volunteering-empty", "现在没有报上的班次")
	a, shifts := b.activity(weekly(13), func(a *signups.Activity) {
		a.Posts = []signups.Post{{Words: "引导员", Seats: 2}, {Words: "记录员", Seats: 1, MinAge: 16}, {Words: "急救员", Seats: 1, Skill: signups.FirstAid}}
		a.Terms = "一、按时到岗，来不了提前退出。\n\n二、戴好手套，不徒手捡碎玻璃。\n\n三、和邻居好好说话。"
		a.Risky, a.Insurance = true, "人保财险，志愿者意外险"
	})
	visit, others := b.activity(signups.Repeat{Day: calendarDay("2026-11-06"), From: 14 * 60, Until: 16 * 60, Weeks: 1}, func(a *signups.Activity) {
		a.Title, a.About, a.Place, a.Building = "陪王奶奶们说说话", "两人一组，到高龄独居老人家坐一坐，读读报。", "3 号楼一层活动室集合", "3 号楼"
	})
	b.joins(shifts[0], "zhao", "sun", "wang")
	b.joins(others[0], "wang")
	nobody.look("/hepingli/activities", "gallery-activities", a.Title, visit.Title)
	wang.look("/hepingli/activities", "gallery-activities-mine", "您在候补")
	nobody.look(activityPath(a), "gallery-activity-signed-out", "去登录")
	wang.look(activityPath(a), "gallery-activity-terms", "先看服务协议")
	b.as("hepingli", "zhao").send(activityPath(a), "activity-leave-"+shifts[0].ID)
	wang.look("/hepingli/volunteering", "gallery-volunteering", "等您一句话", "我报的")
	wang.plain.Go("/hepingli").See("有名额了").Picture("gallery-month-helping")
	wang.elder.Go("/hepingli").See("2 个活动正在找人搭把手").Picture("gallery-month-helping-elder")
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error { return signups.JoinTeam(tx, by, team) })
	wang.look("/hepingli/teams/"+team, "gallery-team", "队友")
	wang.look("/hepingli/teams", "gallery-teams", "您在队里")
	wang.look("/hepingli/volunteering/profile", "gallery-profile", "志愿者资料")
	b.at(others[0].Ends)
	b.served(others[0], 60, "wang")
	wang.look("/hepingli/volunteering/hours", "gallery-hours", "提出更正")
	b.as("hepingli", "wang").send("/hepingli/me", "read").led(t, "/hepingli/me?done=read") // a count of one figure is too short for axe to judge
	night := browsertest.Open(t, b.URL).WithoutApp().Dark()
	b.enter(night, "hepingli", "wang").Go(activityPath(a)).See("先看服务协议").Axe().Picture("gallery-activity-dark")
	night.Go("/hepingli/volunteering").Axe().Picture("gallery-volunteering-dark").Go("/hepingli/volunteering/profile").Axe().Picture("gallery-profile-dark")
}
