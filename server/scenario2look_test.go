package main

import (
	"testing"

	"yishiting/polls"
	"yishiting/server/browsertest"
)

// Scenario 2 on a phone: a representative finds the poll on the board, votes, reads the
// receipt and comes back to it; a resident reads what the meeting decided, and the entry
// on the record.
func TestScenario2InTheApp(t *testing.T) {
	t.Parallel()
	scenario2(t, true)
}

func TestScenario2WithoutScripts(t *testing.T) {
	t.Parallel()
	scenario2(t, false)
}

func scenario2(t *testing.T, app bool) {
	appIsBuilt(t)
	w := bootWalk(t)
	s := &stage{walk: w, app: app, name: map[bool]string{true: "scenario2-app", false: "scenario2-plain"}[app]}
	c := convene(w.booted)
	p, page := c.put(t)
	c.clock.set("2026-11-09 10:00")

	rep := s.reader("hepingli", c.reps.ids[53])
	receipt := s.voteInBrowser(rep, p)
	c.seats().vote(p, polls.Yes, 32, polls.No, 9, polls.Abstain, 4)
	c.close()
	s.as("hepingli", "li").send(page, "poll-file", "on", "2026-11-15", "as", "和平里街备〔2026〕8 号").led(t, page+"?done=poll-filed")
	s.resultInBrowser(s.reader("hepingli", "wang"), p)
	s.open(rep, "/hepingli/polls/"+p.ID).See("您的票已投进", receipt, "通过")
	s.narrow(rep, "result-voter")
	c.countedOut(t, c.pollNow(p.ID), 46, polls.Yes)
}

// narrow is picture of a page that must not be wider than the phone.
func (s *stage) narrow(tab *browsertest.Tab, what string) {
	s.t.Helper()
	s.picture(tab, what)
	if wide := browsertest.Eval[bool](tab, `document.documentElement.scrollWidth > 360`); wide {
		s.t.Errorf("%s is wider than the phone", what)
	}
}

// voteInBrowser goes from the board to the poll, votes, comes back, and gives the receipt.
func (s *stage) voteInBrowser(rep *browsertest.Tab, p polls.Poll) (receipt string) {
	s.t.Helper()
	path := "/hepingli/polls/" + p.ID
	s.open(rep, "/hepingli").See("有一张票等您投", p.Question)
	s.narrow(rep, "board")
	rep.Press("[href='"+path+"']").See("居民代表会议", "应到 61，三分之二以上为 41", "在名册上")
	s.narrow(rep, "ballot")
	rep.Press("投出我的票").See("还没有选")
	s.narrow(rep, "refused")
	rep.Press("#ballot-choice").Press("投出我的票").See("您的票已投进", "回执码")
	receipt = browsertest.Eval[string](rep, `document.querySelector(".slip .code").innerText`)
	s.narrow(rep, "receipt")
	s.open(rep, "/hepingli").NotSee("有一张票等您投")
	s.open(rep, "/hepingli/polls").See("您的票已投进")
	s.narrow(rep, "polls")
	s.open(rep, path).See("您的票已投进", receipt).NotSee("投出我的票")
	return receipt
}

// resultInBrowser reads the result and what the record says of it.
func (s *stage) resultInBrowser(wang *browsertest.Tab, p polls.Poll) {
	s.t.Helper()
	path := "/hepingli/polls/" + p.ID
	s.open(wang, "/hepingli")
	s.narrow(wang, "board-after")
	s.open(wang, "/hepingli/polls").See(p.Question).Press("[href='"+path+"']").See("通过", "应到 61，三分之二以上为 41，实到 46", "参加 46，过半数为 24，同意 33", "11 月 30 日")
	s.narrow(wang, "result")
	wang.Press("公布投票结果").Wait(`location.pathname.startsWith("/hepingli/record/")`).See("公布投票结果", "结果")
	s.narrow(wang, "entry")
}
