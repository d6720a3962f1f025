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
	none := `[...document.querySelectorAll(".chosen.none")].filter(e => e.checkVisibility()).length`
	chosen := func(words string) string { // what is to be seen of the options
		return `[...document.querySelectorAll("#ballot .pick > span")].filter(e => e.checkVisibility()).map(e => e.firstChild.data.trim()).join("") == "` + words + `"`
	}
	vote := func(r *browsertest.Tab, name, who string) {
		b.enter(r.Narrow().Cookie(elderCookie, "30"), "hepingli", who)
		at := func(p polls.Poll) *browsertest.Tab {
			return r.Go("/hepingli/polls/"+p.ID).See(p.Terms.Question).NotSee("投出我的票", "您选的是")
		}
		at(yes)
		shown(r, 3)
		r.Press(next).See("投出我的票").Wait(none + " == 1").NotSee("您选的是").Press("投出我的票").See("还没有送出").NotSee("投出我的票")
		shown(r, 3)
		r.Press("#ballot-choice-2").Press(next).See("您选的是", yes.Terms.Question, "投出我的票", "第 2 步，共 2 步").Wait(none + " == 0").Wait(chosen("反对")).Picture("elder-ballot-" + name)
		shown(r, 1)
		r.Press(back).See("第 1 步，共 2 步").NotSee("投出我的票").Wait(chosen("赞成反对弃权")).Wait(`document.querySelector("#ballot-choice-2").checked`)
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
