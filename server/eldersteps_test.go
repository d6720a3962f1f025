package main

import (
	"fmt"
	"strings"
	"testing"

	"yishiting/polls"
	"yishiting/server/browsertest"
)

// A ballot in elder mode is the question with its options, and then what was chosen with the button that sends it: with
// scripts off as well as with them. Whoever goes back finds what they chose; whoever chose nothing is told.
func TestBallotInLargeLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	yes, money, rank := b.poll(b.terms(polls.Binary, onPaper)), b.poll(b.terms(polls.Shares)), b.poll(b.terms(polls.Schulze, replaceable))
	next, back := ".onestep:has(.asked) .stepnav .button:not(.quiet)", "#ballot .onestep:last-child .stepnav .quiet"
	shown := func(r *browsertest.Tab, picks int) {
		t.Helper()
		r.Wait(fmt.Sprintf(`[...document.querySelectorAll("#ballot :is(.pick, .rank)")].filter(e => e.checkVisibility()).length == %d`, picks))
	}
	onItsFirst := `!["投出我的票", "您选的是"].some(words => document.body.innerText.includes(words))`
	none := `[...document.querySelectorAll(".picked.none")].filter(e => e.checkVisibility()).length`
	chosen := func(words string) string { // what is to be seen of the options
		return `[...document.querySelectorAll("#ballot .pick > span")].filter(e => e.checkVisibility()).map(e => e.firstChild.data.trim()).join("") == "` + words + `"`
	}
	vote := func(r *browsertest.Tab, name, who string) {
		b.enter(r.Narrow().Cookie(elderCookie, "30"), "hepingli", who)
		at := func(p polls.Poll) *browsertest.Tab {
			return r.Go("/hepingli/polls/" + p.ID).See(p.Terms.Question).Wait(onItsFirst)
		}
		at(yes)
		shown(r, 3)
		r.Press(next).See("投出我的票").Wait(none + " == 1").NotSee("您选的是").Press("投出我的票").See("还没有送出").Wait(onItsFirst)
		shown(r, 3)
		r.Press("#ballot-choice-2").Press(next).See("您选的是", yes.Terms.Question, "投出我的票", "第 2 步，共 2 步").Wait(none + " == 0").Wait(chosen("反对")).Picture("elder-ballot-" + name)
		shown(r, 1)
		r.Press(back).See("第 1 步，共 2 步").Wait(onItsFirst).Wait(chosen("赞成反对弃权")).Wait(`document.querySelector("#ballot-choice-2").checked`)
		r.Press("#ballot-choice").Press(next).See("您选的是").Wait(chosen("赞成")).Press("投出我的票").See("您的票已投进")

		at(money)
		r.Press("#ballot-choice-2").Press("#ballot-choice-4").Press(next)
		shown(r, 2)
		r.See("您选的是", "54,000 元").Wait(none + " == 0").Picture("elder-ballot-budget-" + name).Press("投出我的票").See("您的票已投进")

		at(rank)
		r.Set("#ballot-rank-3", "1").Set("#ballot-rank-1", "2").Press(next)
		shown(r, 2)
		r.See("您选的是").Picture("elder-ballot-rank-" + name).Press("投出我的票").See("您的票已投进")
		if a, b, c := b.said(yes, "r/"+who), b.said(money, "r/"+who), b.said(rank, "r/"+who); a != polls.Yes || b != "2,4" || c != "3>1" {
			t.Errorf("%s: %q, %q and %q were cast", name, a, b, c)
		}
	}
	vote(browsertest.Open(t, b.URL).NoScripts(), "noscript", "sun")
	on := browsertest.Open(t, b.URL)
	on.Go("/hepingli").Ready()
	vote(on, "app", "zhao")

	if got := b.get("/hepingli/polls/" + yes.ID); strings.Contains(got.body, "ballot-step") {
		t.Error("steps out of elder mode")
	}
}

// onlyStep waits until one screen of a form is seen, and no other.
func onlyStep(r *browsertest.Tab, form string, n int) {
	r.Wait(fmt.Sprintf(`[...document.querySelectorAll(".onestep")].filter(e => e.checkVisibility()).map(e => e.id).join() == "%s-step-%d"`, form, n))
}

// stepped goes through all screens of a form in elder mode, filling each by fill, and from the last one back to the first
// and forward again: nothing that was written is lost.
func stepped(r *browsertest.Tab, form string, of int, fill func(n int)) {
	press := func(n int, which string) {
		r.Press(fmt.Sprintf("#%s-step-%d .stepnav %s", form, n, which))
	}
	for n := 1; n <= of; n++ {
		onlyStep(r, form, n)
		fill(n)
		if n < of {
			press(n, ".button:not(.quiet)")
		}
	}
	for n := of; n > 1; n-- {
		press(n, ".quiet")
		onlyStep(r, form, n-1)
	}
	for n := 1; n < of; n++ {
		press(n, ".button:not(.quiet)")
	}
	onlyStep(r, form, of)
}

// fields fill the screens of a form, one after the other: of each, the names of what is asked on it and what is answered.
func fields(r *browsertest.Tab, form string, screens ...[]string) func(n int) {
	return func(n int) {
		for i, said := 0, screens[n-1]; i+1 < len(said); i += 2 {
			r.Set("#"+form+" [name="+said[i]+"]", said[i+1])
		}
	}
}

// What an organisation applies with, and a room that is booked, are one question a screen in elder mode, with scripts off;
// a refusal leads to the screen that is to be changed.
func TestApplicationsInLargeLetters(t *testing.T) {
	t.Parallel()
	b := boot(t)
	w := bootGrants(t, b)
	w.published()
	room := b.room(b.as("hepingli", "li"), "hepingli", "活动室", "0")
	w.at("2026-11-05 10:00")
	r := browsertest.Open(t, b.URL).NoScripts().Narrow().Allow("status of 4").Cookie(elderCookie, "30")
	b.enter(r, "hepingli", w.orgs[0].contact)

	r.Go(w.page("hepingli") + "/apply")
	stepped(r, "grant-apply", 8, fields(r, "grant-apply", nil, []string{"title", w.orgs[0].title}, []string{"need", "院里老人独住。"}, []string{"whom", "60 岁以上的邻居"},
		[]string{"how", "每周两次上门。"}, []string{"from", "2026-12-15", "until", "2027-05-31"}, []string{"w1", "志愿者保险", "y1", "24000"}, []string{"asked", "25000"}))
	r.Picture("elder-grant-last").Press("交申报").See("不等于申请的钱加自筹的钱").Press(".summary a")
	onlyStep(r, "grant-apply", 7)
	r.Picture("elder-grant-refused").Set("#grant-apply [name=y1]", "25000").Press("#grant-apply-step-7 .stepnav .button:not(.quiet)").Press("交申报").See("申报已交", w.orgs[0].title)

	r.Go("/hepingli/rooms/" + room + "?day=2026-11-06")
	stepped(r, "room-book", 6, func(n int) {
		switch n {
		case 1:
			r.Press("#room-book .slots label")
		case 3:
			r.Fill("#room-book-title", "读书会")
		case 4:
			r.Fill("#room-book-people", "许多")
		}
	})
	r.Press("约下来").See("还没有送出")
	onlyStep(r, "room-book", 4)
	r.Picture("elder-room-refused").Fill("#room-book-people", "12").Press("#room-book-step-4 .stepnav .button:not(.quiet)").Press("#room-book-step-5 .stepnav .button:not(.quiet)")
	r.Press("约下来").At("/hepingli/rooms?done=room-booked").See("读书会")

	b.enter(r, "hepingli", "wang")
	r.Go("/hepingli/organisations/new")
	said := map[string]string{}
	for i, all := 0, choir(); i < len(all); i += 2 {
		said[all[i]] = all[i+1]
	}
	names := []string{"kind", "name", "code", "class", "purpose", "area", "venue", "plan", "funds", "charter", "members", "founder", "phone", "roster"}
	stepped(r, "organisation-edit", 14, func(n int) {
		if name := names[n-1]; name != "kind" {
			r.Set("#organisation-edit [name="+name+"]", said[name])
		}
	})
	r.Picture("elder-organisation-last").Press("存下来").See("阳光合唱队", "邻居一起唱歌")
}
