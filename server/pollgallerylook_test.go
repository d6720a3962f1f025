package main

import (
	"net/url"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// eyes are one reader before several screens: a phone on which scripts are off, another in
// elder mode, and, of who works at the desk, a computer.
type eyes struct {
	b            *booted
	plain, elder *browsertest.Tab
	wide         *browsertest.Tab // nil for a resident
}

// eyesOf are those of somebody at hepingli, or of a visitor without a name.
func (b *booted) eyesOf(who string) *eyes {
	b.t.Helper()
	open := func() *browsertest.Tab {
		tab := browsertest.Open(b.t, b.URL).Allow(`status of 40[34]`)
		if who != "" {
			b.enter(tab, "hepingli", who)
		}
		return tab
	}
	return &eyes{b: b, plain: open().NoScripts(), elder: open().WithoutApp().Cookie(elderCookie, "on")}
}

// atDeskToo gives the reader a computer.
func (e *eyes) atDeskToo(who string) *eyes {
	e.wide = e.b.atDesk("hepingli", who)
	return e
}

// look opens a page on every screen, reads it, and takes pictures of it. Nothing may be wider
// than a phone, and nothing that is pressed too small for a finger.
func (e *eyes) look(path, name string, see ...string) {
	e.b.t.Helper()
	narrow := func(tab *browsertest.Tab, mode string, touch int) {
		e.b.t.Helper()
		unfold(tab.Go(path).See(see...)).Picture(name + mode)
		if w := browsertest.Eval[int](tab, `document.documentElement.scrollWidth`); w > 360 {
			e.b.t.Errorf("%s%s is %d points wide", name, mode, w)
		}
		if small := browsertest.Eval[[]string](tab, smallTargets(touch)); len(small) > 0 {
			e.b.t.Errorf("%s%s: under %d points: %q", name, mode, touch, small)
		}
	}
	narrow(e.plain, "", 44)
	narrow(e.elder, "-elder", 60)
	if e.wide != nil {
		unfold(e.wide.Go(path).See(see...)).Picture(name + "-wide")
	}
}

// Residents' pages of polls in each of their states.
func TestPollGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang", "sun")
	b.ownHome("502", 76_00, "wang")
	nobody, wang := b.eyesOf(""), b.eyesOf("wang")
	nobody.look("/hepingli/polls", "gallery-polls-empty", "现在没有正在进行的投票")
	ahead := b.poll(b.terms(polls.Binary, from(48*time.Hour)))
	gone := b.poll(b.terms(polls.Approval, from(24*time.Hour)))
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
		return polls.Withdraw(tx, by, "hepingli", gone.ID, "题目没有写清楚。")
	})
	wang.look("/hepingli/polls/"+ahead.ID, "gallery-poll-ahead", "还没开始")
	wang.look("/hepingli/polls/"+gone.ID, "gallery-poll-withdrawn", "已撤回")

	homes := b.poll(b.terms(polls.Binary, ofHouseholds, replaceable, openTurnout))
	wang.look("/hepingli/polls/"+homes.ID, "gallery-poll-homes", "替哪一户投")
	b.eyesOf("sun").look("/hepingli/polls/"+homes.ID, "gallery-poll-not-speaker", "由户代表来投")
	for name, terms := range map[string]polls.Terms{
		"one": b.terms(polls.Plurality, withNames), "two": b.terms(polls.Plurality, chooseUpTo(2), onPaper), "approval": b.terms(polls.Approval),
		"rank": b.terms(polls.Schulze), "stv": b.terms(polls.STV, ofVolunteers), "budget": b.terms(polls.Shares), "owners": b.terms(polls.Binary, ofOwners),
	} {
		p, who := b.poll(terms), wang
		if name == "stv" {
			who = b.eyesOf("zhao")
		}
		who.look("/hepingli/polls/"+p.ID, "gallery-poll-"+name, "选票")
	}
	wang.look("/hepingli", "gallery-month-waiting")
	wang.look("/hepingli/months/2026-11", "gallery-month-full", "去投票")
	paper := b.poll(b.terms(polls.Binary, ofHouseholds, onPaper))
	serial := b.prints(t, paper.ID, "whom", "fresh")["3 号楼 2 单元 502"]
	b.as("hepingli", "wang").voted(homes, "choice", "yes", "unit", "h/"+homeID("501"))
	wang.look("/hepingli/polls/"+homes.ID, "gallery-poll-one-home-in", "501 的票已投进")
	for _, who := range []string{"li", "zhou"} {
		b.enters(who, paper.ID, serial, "paper-ballot", "choice", "yes")
	}
	wang.look("/hepingli/polls/"+paper.ID, "gallery-poll-paper-in", "纸质选票已计入")
	b.clock.set("2026-11-08 09:00")
	wang.look("/hepingli/polls/"+homes.ID, "gallery-poll-over", "正在计票")
	b.closePolls()
	wang.look("/hepingli/polls/"+homes.ID, "gallery-poll-withheld", "少于 5 张")
	wang.look("/hepingli/polls", "gallery-polls-full", "已经截止")
	wang.look("/hepingli/me", "gallery-me")
	wang.look("/hepingli/me/phone", "gallery-me-phone")
}

// A poll on a topic, from the topic's page to the minutes that quote it and the outcome.
func TestQuotedPollGallery(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.neighbours(6)
	topic := w.accepted("3 号楼南侧建电动车充电棚")
	p := w.poll(w.terms(polls.Binary, func(t *polls.Terms) { t.Topic = topic }))
	wang := w.eyesOf("wang")
	wang.look("/hepingli/topics/"+topic, "gallery-topic-poll", "正在投票")
	for i := range 6 {
		w.cast(p, neighbour(i), polls.Yes)
	}
	w.clock.set("2026-11-09 09:00")
	w.closePolls()
	meeting := w.announce("2026-11-20 19:00", 22, topic)
	w.clock.set("2026-11-20 19:00")
	w.open(meeting, "wang", "zhao", "sun", "chen", "zhou")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, "hepingli", meeting)
	})
	w.eyesOf("zhou").atDeskToo("zhou").look("/hepingli/desk/meetings/"+meeting+"/minutes", "gallery-desk-minutes", "引用哪次投票的结果")
	item := settledItem(topic, "2027-01-20")
	item.Poll = p.ID
	w.draft(meeting, "", item)
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.clock.set("2026-11-23 09:00")
	w.publish(meeting)
	wang = w.eyesOf("wang")
	wang.look("/hepingli/meetings/"+meeting+"/minutes", "gallery-minutes", p.Question)
	wang.look("/hepingli/topics/"+topic, "gallery-topic-outcome", p.Question)
	w.eyesOf("chen").atDeskToo("chen").look("/hepingli/desk/people", "gallery-desk-people")
}

// What the committee sees of a poll on paper, from the print to what comes after.
func TestDeskPollGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(6, 0, 9)
	b.delegates(12)
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 8000, "zhao")
	b.partySecretary()
	li, zhou := b.eyesOf("li").atDeskToo("li"), b.eyesOf("zhou").atDeskToo("zhou")
	li.look(deskPolls, "gallery-desk-none", "还没有投过票")
	li.look(deskPolls+"/new", "gallery-desk-start")
	li.look(startAt(polls.UnitHousehold, "household-vote", polls.Shares), "gallery-desk-draft-budget", "第二步")
	li.look(startAt(polls.UnitOwner, "owners-heavy", polls.Binary), "gallery-desk-draft-owners", "第二步")
	owned := b.draftPoll(b.terms(polls.Binary, ofOwners))
	li.look(deskPolls+"/"+owned, "gallery-desk-draft", "修改草稿")
	li.look(deskPolls+"/"+owned+"/edit", "gallery-desk-edit")
	li.look(deskPolls+"/"+owned+"/owners", "gallery-desk-owners")
	zhou.look(deskPolls+"/"+owned, "gallery-desk-publish", "核对无误，公布")
	meeting := b.draftPoll(b.terms(polls.Binary, ofDelegates))
	b.eyesOf("secretary").atDeskToo("secretary").look(deskPolls+"/"+meeting, "gallery-desk-study")

	p := b.poll(b.terms(polls.Binary, ofHouseholds, onPaper))
	at := deskPolls + "/" + p.ID
	zhou.look(at+"/print", "gallery-desk-print", "做好纸质票")
	serials := b.prints(t, p.ID, "whom", "fresh")
	li.look(at+"/notice", "gallery-desk-notice")
	li.look(at+"/paper", "gallery-desk-paper-none")
	first := serials["3 号楼 2 单元 501"]
	li.look(at+"/paper?serial="+url.QueryEscape(first), "gallery-desk-paper-first", "第一遍")
	b.enters("li", p.ID, first, "paper-ballot", "choice", "yes")
	li.look(at+"/paper", "gallery-desk-paper-once", "等另一位")
	zhou.look(at+"/paper?serial="+url.QueryEscape(first), "gallery-desk-paper-second", "第二遍")
	b.enters("zhou", p.ID, first, "paper-ballot", "choice", "no")
	zhou.look(at+"/paper?serial="+url.QueryEscape(first), "gallery-desk-paper-differs", "最后一遍是您录的")
	b.eyesOf("chen").atDeskToo("chen").look(at+"/paper?serial="+url.QueryEscape(first), "gallery-desk-paper-settle", "请一起看着这张票")
	li.look(at, "gallery-desk-running")
	li.look("/hepingli/desk", "gallery-desk-front")
	b.clock.set("2026-11-08 09:30")
	b.closePolls()
	b.eyesOf("li").atDeskToo("li").look(at, "gallery-desk-finish", "已截止")
}

// What comes after the count, for everybody and at the desk: the filing, and the owners' own result.
func TestCountedPollGallery(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.delegates(12)
	b.ownHome("501", 8000, "wang")
	b.ownHome("502", 8000, "zhao")
	passed := b.poll(b.terms(polls.Binary, ofDelegates, func(t *polls.Terms) { t.Question = "通过《居民公约（修订）》" }))
	for _, who := range []string{"001", "002", "003", "004", "005", "006", "007", "008", "009", "010", "011"} {
		b.cast(passed, "delegate-"+who, polls.Yes)
	}
	will := b.poll(b.terms(polls.Binary, ofOwners))
	b.as("hepingli", "wang").voted(will, "choice", "yes")
	b.clock.set("2026-11-14 09:30")
	b.closePolls()
	again := b.eyesOf("li").atDeskToo("li")
	again.look(deskPolls+"/"+passed.ID, "gallery-desk-file", "备案")
	again.look(deskPolls+"/"+will.ID, "gallery-desk-formal", "登记正式结果")
	again.look(deskPolls, "gallery-desk-polls")
	again.look("/hepingli/polls/"+passed.ID, "gallery-result-resolution", "通过")
	again.look("/hepingli/polls/"+will.ID, "gallery-result-owners", "意向")
	again.look("/hepingli/months/2026-11", "gallery-month-after", "投票结果公布")
	again.look("/hepingli/record", "gallery-record", "公布投票结果")
	b.as("hepingli", "li").send(deskPolls+"/"+will.ID, "poll-formal", "on", "2026-11-14", "source", "北京业主，表决编号 2026-118", "roll-heads", "1206", "roll-area", "98,400",
		"present-heads", "860", "present-area", "70200.00", "for-heads", "640", "for-area", "52900.05").led(t, deskPolls+"/"+will.ID+"?done=formal-noted")
	b.as("hepingli", "li").send(deskPolls+"/"+passed.ID, "poll-file", "on", "2026-11-14", "as", "备〔2026〕7 号").led(t, deskPolls+"/"+passed.ID+"?done=poll-filed")
	again.look("/hepingli/polls/"+will.ID, "gallery-result-owners-formal", "北京业主")
	again.look(deskPolls+"/"+will.ID, "gallery-desk-formal-noted", "北京业主")
}
