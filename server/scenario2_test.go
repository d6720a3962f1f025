package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
)

// Scenario 2: the residents' convention is revised by the representatives' meeting, in a
// community of 2,146 homes: 54 representatives and a committee of seven. Every step is
// done by the forms, and every number is on the pages.

// convention is the community of the scenario.
type convention struct {
	*booted
	committee, reps *crowd // without the three whom all tests know
}

// convene puts the homes on the roster and seats the meeting.
func convene(b *booted) *convention {
	b.t.Helper()
	b.imports(homesList(2146))
	b.partySecretary()
	return &convention{
		booted:    b,
		committee: b.crowd("member", 4, residents.RoleCommitteeMember),
		reps:      b.crowd("rep", 54, residents.RoleRepresentative),
	}
}

// homesList is an office's list of n homes, 215 a building.
func homesList(n int) string {
	var list strings.Builder
	list.WriteString("楼号,单元,房号,人数\n")
	for i := range n {
		fmt.Fprintf(&list, "%d号楼,%d单元,%d,2\n", i/215+1, i%215/36+1, 101+i%215%36)
	}
	return list.String()
}

// seats are the meeting's members, as they sit: representatives, then the committee.
func (c *convention) seats() *crowd {
	all := &crowd{booted: c.booted}
	for _, some := range []*crowd{c.reps, c.committee} {
		all.ids, all.tokens = append(all.ids, some.ids...), append(all.tokens, some.tokens...)
	}
	return all
}

// put drafts the question, lets the Party organisation study it, and publishes it.
func (c *convention) put(t *testing.T) (p polls.Poll, page string) {
	t.Helper()
	id := c.drafts(polls.UnitDelegate, "reps-meeting", polls.Binary, "question", "通过《居民公约（修订）》", "text", "修订四处，全文贴在居务公开栏。", "paper", "", "replace", "")
	page = deskPolls + "/" + id
	zhou := c.as("hepingli", "zhou")
	zhou.get(page).holds(t, 200, "现在</dt><dd>61 人", "居民代表 54 人，居委会成员 7 人", "重要事项要先经社区党组织研究", `!id="poll-publish"`)
	zhou.late(t, page+"/publish").holds(t, 422, "重要事项要先经社区党组织研究")
	c.as("hepingli", "secretary").send(page, "poll-study", "on", "2026-11-02", "note", "支委会研究，同意提交居民代表会议。").led(t, page+"?done=poll-studied")
	c.as("hepingli", "li").late(t, page+"/publish").holds(t, 422, "这一步要由另一位来办")
	c.publishes(id)
	return c.pollNow(id), page
}

// close lets the clock close the polls.
func (c *convention) close() {
	c.t.Helper()
	c.clock.set("2026-11-15 18:00")
	c.turn()
}

func TestScenario2Convention(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		c := convene(b)
		p, page := c.put(t)
		path := "/hepingli/polls/" + p.ID
		if p.Roll.Units != 61 || p.Roll.Heads != 61 {
			t.Fatalf("%+v", p.Roll)
		}
		c.seats().one(0).get(path).holds(t, 200, "还没开始", "应到 61，三分之二以上为 41", "《城市居民委员会组织法》第二十九条")
		c.clock.set("2026-11-09 10:00")
		seats := c.seats()
		seats.vote(p, polls.Yes, 33, polls.No, 9, polls.Abstain, 4)
		seats.one(45).get(path).holds(t, 200, "您的票已投进", "!赞成 33")
		c.as("hepingli", "wang").get(path).holds(t, 200, "您不在这次投票的名册上", "!已有 46")
		c.close()

		c.stranger().get(path).holds(t, 200, `<p class="verdict enough">通过</p>`, "应到 61，三分之二以上为 41，实到 46", "参加 46，过半数为 24，同意 33", "!未达到",
			"投票结果公布", "11 月 30 日", "第三十四条", "还没有报街道办事处备案", "第三十一条")
		c.filed(t, p, page)
		c.written(t, p)
		c.countedOut(t, p, 46, polls.Yes)
	})
}

// filed files the convention with the street on the Monday after.
func (c *convention) filed(t *testing.T, p polls.Poll, page string) {
	t.Helper()
	if until := c.pollNow(p.ID).Until.String(); until != "2026-11-30" {
		t.Errorf("disclosed until %s, not the fifteenth day after the 15th", until)
	}
	c.clock.set("2026-11-16 09:00")
	c.as("hepingli", "li").send(page, "poll-file", "on", "2026-11-16", "as", "和平里街备〔2026〕8 号").led(t, page+"?done=poll-filed")
	c.stranger().get("/hepingli/polls/"+p.ID).holds(t, 200, "11 月 16 日已报街道办事处备案：和平里街备〔2026〕8 号。", "决议报街道备案", "公布一次投票", "投票截止", "公布投票结果", "!还没有报街道")
}

// written sees what the record says of the poll.
func (c *convention) written(t *testing.T, p polls.Poll) {
	t.Helper()
	var kinds []string
	var said polls.PublishedFacts
	var counted polls.CountedFacts
	ballots := 0
	for _, e := range c.pollRecord(p.ID) {
		var err error
		switch e.Kind {
		case "poll-published":
			err = json.Unmarshal(e.Data, &said)
		case "poll-counted":
			err = json.Unmarshal(e.Data, &counted)
		case "ballots-cast":
			ballots += committed(t, e)
		}
		if err != nil {
			t.Fatal(err)
		}
		if kinds = append(kinds, e.Kind); len(kinds) > 1 && kinds[len(kinds)-2] == e.Kind {
			kinds = kinds[:len(kinds)-1]
		}
	}
	if want := []string{"poll-published", "ballots-cast", "poll-closed", "poll-counted", "poll-filed"}; !slices.Equal(kinds, want) {
		t.Errorf("the record has %v, not %v", kinds, want)
	}
	if said.Roll != 61 || said.RollHash != p.Roll.Hash || said.TermsHash != p.Hash() || said.Studied != "2026-11-02" || said.Study == "" {
		t.Errorf("published: %+v", said)
	}
	if !counted.Decides || !counted.Passed || counted.Ballots != 46 || counted.Until != "2026-11-30" || ballots != 46 {
		t.Errorf("counted: %+v, %d commitments", counted, ballots)
	}
}

// What falls short by one does not pass, and the page says by how much.
func TestScenario2FallsShort(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		c := convene(b)
		for name, v := range map[string]struct {
			yes, no, abstain int
			says             []string
		}{
			"forty present": {40, 0, 0, []string{"未通过：参加的不够法定数", "应到 61，三分之二以上为 41，实到 40", "未达到，差 1", "参加 40，过半数为 21，同意 40", "!备案</h3>"}},
			"23 of 46":      {23, 23, 0, []string{"未通过：同意的不够法定数", "应到 61，三分之二以上为 41，实到 46", "参加 46，过半数为 24，同意 23", "未达到，差 1", "!备案</h3>"}},
			"abstentions":   {23, 0, 23, []string{"未通过：同意的不够法定数", "参加 46，过半数为 24，同意 23", "未达到，差 1"}},
			"41, just over": {21, 20, 0, []string{`<p class="verdict enough">通过</p>`, "实到 41", "参加 41，过半数为 21，同意 21", "!未达到"}},
		} {
			t.Run(name, func(t *testing.T) {
				c.clock.set("2026-11-03 09:00")
				p, page := c.put(t)
				c.clock.set("2026-11-09 10:00")
				c.seats().send(p, polls.Yes, v.yes, polls.No, v.no, polls.Abstain, v.abstain)
				c.close()
				c.stranger().get("/hepingli/polls/"+p.ID).holds(t, 200, v.says...)
				if passed := strings.Contains(v.says[0], "enough"); !passed {
					c.as("hepingli", "li").late(t, page+"/file", "on", "2026-11-15", "as", "备〔2026〕8 号").holds(t, 422, "这一步现在不能办")
				}
			})
		}
	})
}

// The alternative by households: of 2,146 homes 1,073 are half and not enough, 1,074 are.
func TestScenario2AssemblyOfHouseholds(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.imports(homesList(2146))
		speakers := b.crowd("speaker", 1074)
		speakers.moveIn(b.homes())
		assembly := func(t *polls.Terms) {
			t.Question, t.Rule, t.Electorate = "通过《居民公约（修订）》", "residents-assembly", polls.Electorate{Unit: polls.UnitHousehold}
		}
		half, more := b.poll(b.terms(polls.Binary, assembly, from(11*24*time.Hour))), b.poll(b.terms(polls.Binary, assembly, from(11*24*time.Hour)))
		if half.Roll.Units != 2146 {
			t.Fatalf("%+v", half.Roll)
		}
		b.clock.set("2026-11-15 10:00")
		speakers.signedIn()
		speakers.send(half, polls.Yes, 1073)
		speakers.send(more, polls.Yes, 538, polls.No, 500, polls.Abstain, 36)
		b.clock.set("2026-11-19 09:00")
		b.turn()
		b.stranger().get("/hepingli/polls/"+half.ID).holds(t, 200, "未通过：参加的不够法定数", "应到 2,146，过半数为 1,074，实到 1,073", "未达到，差 1")
		b.stranger().get("/hepingli/polls/"+more.ID).holds(t, 200, `<p class="verdict enough">通过</p>`, "应到 2,146，过半数为 1,074，实到 1,074", "参加 1,074，过半数为 538，同意 538", "!未达到")
		b.countedOut(t, b.pollNow(more.ID), 1074, polls.Yes)
	})
}
