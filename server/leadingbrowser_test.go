package main

import (
	"fmt"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
	"yishiting/signups"
)

// The leader's list on a telephone: it is filled in without a network, waits, and is sent once
// when there is one; then the code, and the hours.
func TestLeadersListInTheBrowser(t *testing.T) {
	t.Parallel()
	b := boot(t)
	a, shifts := b.activity(weekly(2), func(a *signups.Activity) { a.Posts[0].Seats = 6 })
	s := shifts[0]
	b.joins(s, "wang", "zhao", "sun", "li")
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		return signups.KeepProfile(tx, by, signups.Profile{Skills: []signups.Skill{signups.Patrol, signups.Elderly}, Times: signups.AllTimes, Near: signups.Anywhere, Asked: true})
	})
	lead := "/hepingli/leading/" + a.ID
	page := lead + "/shifts/" + s.ID
	plain := browsertest.Open(t, b.URL).NoScripts()
	b.enter(plain, "hepingli", "li")
	plain.Go("/hepingli/leading").See(a.Title).Picture("leading-list").Go("/hepingli/leading/new?from=visits").See("岗位 1").Picture("leading-new")
	plain.Go(lead).See("加班次", "写后来怎么样了").Picture("leading-activity").Go(page).See("可以问问", "陈").Picture("leading-before")

	b.at(s.Starts.Add(10 * time.Minute))
	plain.Go(page + "/code").See("换下一个").Picture("leading-code")
	r := b.reader("hepingli", "li").Before(fmt.Sprintf("Date.now = () => %d", b.clock.Now().UnixMilli())).Allow("net::ERR|Failed to fetch|ERR_|status of 4")
	r.Go(page).See("给大家看签到码", "王秀兰").Axe()
	kept(r, page)
	back := b.cut()
	browsertest.Eval[any](r, `void (document.querySelector("[name=said-wang]").value = "here", document.querySelector("[name=said-zhao]").value = "absent")`)
	r.Press("#lead-list > .button").See("等待发送", "撤销").Picture("leading-waiting")
	if got := b.signup(s, "wang"); got.State != signups.Accepted {
		t.Fatalf("came without a network: %+v", got)
	}
	back()
	browsertest.Eval[any](r, `void dispatchEvent(new Event("online"))`)
	r.See("已送到").Picture("leading-sent").Axe()
	if w, z := b.signup(s, "wang"), b.signup(s, "zhao"); w.State != signups.CheckedIn || z.State != signups.NoShow {
		t.Errorf("%+v %+v", w, z)
	}
	r.Wait(nothingWaits)
	b.at(s.Ends.Add(time.Minute))
	browsertest.Eval[any](r, `void (document.querySelector("[name=said-wang]").value = "gone", document.querySelector("[name=said-sun]").value = "gone", document.querySelector("[name=said-li]").value = "gone")`)
	r.Press("#lead-list > .button").See("记下了").Go(page).See("确认时长", "自己的时长不能自己确认").Axe().Picture("leading-hours")
	if w := browsertest.Eval[int](r, `document.documentElement.scrollWidth`); w > 360 {
		t.Errorf("%d points wide", w)
	}
	r.Press("#lead-hours > .button").See("时长确认了")
	if got := b.signup(s, "sun"); got.State != signups.Confirmed || got.Minutes != 120 {
		t.Errorf("%+v", got)
	}
	r.Go("/hepingli/desk/activities").See("志愿活动").Axe().Picture("desk-activities")
	b.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
		return signups.DisputeHours(tx, by, a.ID, s.ID, 90, "我九点半才到，多记了半小时")
	})
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		return signups.AskProof(tx, by, signups.FirstAid, "红十字救护员证")
	})
	zhou := b.reader("hepingli", "zhou")
	zhou.Go("/hepingli/desk/volunteers").See("我九点半才到", "红十字救护员证").Axe().Picture("desk-volunteers")
	zhou.Go("/hepingli/desk/teams").See("办一个队").Axe().Picture("desk-teams")
}
