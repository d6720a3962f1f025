package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// Scenario 5: 1,206 owners with 98,400 m² are asked whether green land becomes parking. The
// portal screens it as an owners' matter, asks for their will and no more, and notes what
// they decided in the city's own system: the area suffices there, the heads do not.

// estate is the scenario's community. Homes stand in the order of the roster: owners that
// will be for, owners that will be against, owners that stay silent. Owners of two homes
// have them one after the other.
type estate struct {
	*booted
	speakers *crowd // one for each owner that votes
	topic    string
	poll     polls.Poll
	page     string // at the desk
}

// camps are how many owners there are of each mind, with their area in 0.01 m².
var camps = []struct{ owners, area int }{{640, 52_900_00}, {860 - 640, (70_200 - 52_900) * 100}, {1206 - 860, (98_400 - 70_200) * 100}}

// everySecond is that each so many-th owner has two homes.
const everySecond = 40

// estateLists are the office's list of homes with their areas, which come to 98,400 m² to
// the digit, and the list of who owns which; first is each owner's first home, by place.
func estateLists() (homes, owners string, first []int) {
	var list, whose strings.Builder
	list.WriteString("楼号,单元,房号,人数,建筑面积\n")
	whose.WriteString("楼栋,单元,门牌,业主代号\n")
	n := 0
	put := func(owner, area int) {
		building, unit, room := n/120+1, n%120/30+1, (n%30/3+1)*100+n%3+1
		fmt.Fprintf(&list, "%d号楼,%d单元,%d,2,%d.%02d\n", building, unit, room, area/100, area%100)
		fmt.Fprintf(&whose, "%d号楼,%d单元,%d,业主%d\n", building, unit, room, owner)
		n++
	}
	owner := 0
	for _, c := range camps {
		for i := range c.owners {
			area := c.area / c.owners
			if i < c.area%c.owners {
				area++
			}
			first = append(first, n)
			if owner++; owner%everySecond == 0 {
				put(owner, 30_15)
				area -= 30_15
			}
			put(owner, area)
		}
	}
	return list.String(), whose.String(), first
}

// bootEstate fills the roster, and lets somebody speak for each owner that will vote: of
// two homes for the second, whose ballot is the owner's all the same.
func bootEstate(b *booted) (*estate, string) {
	b.t.Helper()
	list, owners, first := estateLists()
	b.imports(list)
	e := &estate{booted: b, speakers: b.crowd("owner", 860)}
	all, mine := b.homes(), []residents.Household(nil)
	for i := range e.speakers.ids {
		at := first[i]
		if (i+1)%everySecond == 0 {
			at++
		}
		mine = append(mine, all[at])
	}
	e.speakers.moveIn(mine)
	return e, owners
}

// screened raises the matter and sends it to the owners.
func (e *estate) screened(t *testing.T) {
	t.Helper()
	e.topic = e.raise("hepingli", "wang", "楼间绿地改停车位")
	e.as("hepingli", "li").send("/hepingli/desk/topics/"+e.topic, "screen", "decision", "refer", "reason-refer", "owners-matter", "to", "owners",
		"sentence", "改变绿地用途须由业主共同决定，本平台只征询意向。").led(t, "/hepingli/desk/topics?done=screened-refer")
	e.stranger().get("/hepingli/topics/"+e.topic).holds(t, 200, "改变绿地用途须由业主共同决定")
	e.view(func(v *store.View) error {
		got, err := v.Topic("hepingli", e.topic)
		if got.State != consultation.Referred {
			t.Errorf("the topic is %s", got.State)
		}
		return err
	})
}

// put drafts the question, joins the homes of one owner by the list, and publishes.
func (e *estate) put(t *testing.T, owners string) {
	t.Helper()
	id := e.drafts(polls.UnitOwner, "owners-heavy", polls.Binary, "question", "楼间绿地改成停车位", "text", "8 至 10 号楼之间的绿地，约 40 个车位。", "secrecy", "named", "replace", "")
	li := e.as("hepingli", "li")
	e.page = deskPolls + "/" + id
	li.get(e.page).holds(t, 200, "现在</dt><dd>1,236 位业主", "98,400.00 m²")
	li.send(e.page+"/owners", "poll-owners", "owners", owners).led(t, e.page+"?done=owners-set")
	li.get(e.page+"/owners").holds(t, 200, "合并了 30 位业主的 60 处房屋", "!业主40")
	li.get(e.page).holds(t, 200, "现在</dt><dd>1,206 位业主", "98,400.00 m²")
	e.publishes(id)
	if e.poll = e.pollNow(id); e.poll.Roll.Units != 1206 || e.poll.Roll.Heads != 1206 || e.poll.Roll.Area != 98_400_00 || e.poll.Effect != polls.Indication {
		t.Fatalf("%+v", e.poll.Roll)
	}
}

func (e *estate) path() string { return "/hepingli/polls/" + e.poll.ID }

func TestScenario5OwnersMatter(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		e, owners := bootEstate(b)
		e.screened(t)
		e.put(t, owners)
		e.decidesNothing(t)

		e.clock.set("2026-11-09 10:00")
		e.speakers.signedIn().one(everySecond-1).get(e.path()).holds(t, 200, "投出", "应到 1,206，三分之二以上为 804", "应到面积 98,400.00 m²，三分之二以上为 65,600.00 m²")
		e.decidesNothing(t)
		e.onPaper(t)
		e.speakers.send(e.poll, polls.Yes, 640, polls.No, 180, polls.Abstain, 40)
		e.clock.set("2026-11-15 18:00")
		e.turn()
		e.as("hepingli", "li").send(e.page, "poll-finish").led(t, e.page+"?done=poll-finished")
		e.will(t)
		e.decidesNothing(t)
		e.countedOut(t, e.pollNow(e.poll.ID), 860, polls.Yes)
		e.formal(t)
	})
}

// cityNote is what stands wherever owners are asked.
var cityNote = []string{"意向征询", "不是业主大会决定", "市住房城乡建设部门的电子投票系统", "北京业主"}

// decidesNothing sees that every page on which the poll stands calls it what it is, and
// none says that it passed, or did not.
func (e *estate) decidesNothing(t *testing.T) {
	t.Helper()
	paths := map[*booted][]string{
		e.speakers.one(0):        {e.path()},
		e.stranger():             {e.path()},
		e.as("hepingli", "li"):   {e.page},
		e.as("hepingli", "chen"): {e.page + "/notice"},
	}
	for reader, all := range paths {
		for _, path := range all {
			got := reader.get(path)
			got.holds(t, 200, cityNote...)
			saysNothingPassed(t, path, plainText(t, got.body))
		}
	}
	for reader, path := range map[*booted]string{e.stranger(): "/hepingli/polls", e.as("hepingli", "li"): deskPolls} {
		got := reader.get(path)
		got.holds(t, 200, "楼间绿地改成停车位", "意向征询")
		saysNothingPassed(t, path, plainText(t, got.body))
	}
	saysNothingPassed(t, "the board", plainText(t, e.stranger().get("/hepingli").body))
}

// onPaper prints a ballot for an owner who will stay silent: the note stands on it too.
func (e *estate) onPaper(t *testing.T) {
	t.Helper()
	all := e.homes()
	got := e.as("hepingli", "li").send(e.page+"/print", "print-ballots", "whom", "home", "home", all[len(all)-1].Label())
	if len(printed(t, got)) != 1 {
		t.Error("more than one ballot is printed")
	}
	got.holds(t, 200, cityNote...)
	saysNothingPassed(t, "the ballot on paper", plainText(t, got.body))
}

// byWayOf is 通过 as a preposition, through the city's system, and of topics that were screened.
var (
	byWayOf = regexp.MustCompile(`应(当)?通过市|审核通过`)
	passed  = regexp.MustCompile(`.{0,20}通过.{0,20}`)
)

func saysNothingPassed(t *testing.T, path, text string) {
	t.Helper()
	if found := passed.FindString(byWayOf.ReplaceAllString(text, "")); found != "" {
		t.Errorf("%s says that something passed: %s", path, found)
	}
}

// will sees what the owners' will came to, to the digit.
func (e *estate) will(t *testing.T) {
	t.Helper()
	e.stranger().get(e.path()).holds(t, 200, `<p class="verdict short">意向未达到法定比例</p>`,
		"应到 1,206，三分之二以上为 804，实到 860", "应到面积 98,400.00 m²，三分之二以上为 65,600.00 m²，实到面积 70,200.00 m²",
		"参加 860，四分之三以上为 645，同意 640", "未达到，差 5", "参加面积 70,200.00 m²，四分之三以上为 52,650.00 m²，同意面积 52,900.00 m²",
		"<dt>没有投票</dt><dd>346</dd>")
	final, err := e.pollNow(e.poll.ID).Result()
	var met []bool
	for _, c := range final.Outcome.Conditions {
		met = append(met, c.Met)
	}
	if err != nil || final.Outcome.Passed || !final.Outcome.Quorate || fmt.Sprint(met) != "[true true false true]" {
		t.Errorf("%+v %v", final.Outcome, err)
	}
	if c := final.Count; c.For != (polls.Weights{Heads: 640, Area: 52_900_00}) || c.Participating != (polls.Weights{Heads: 860, Area: 70_200_00}) {
		t.Errorf("%+v", c)
	}
}

// formal notes the result of the owners' own vote, with the same numbers: of that it is
// said that it did not pass.
func (e *estate) formal(t *testing.T) {
	t.Helper()
	e.clock.set("2026-11-30 09:00")
	li := e.as("hepingli", "li")
	li.send(e.page, "poll-formal", "on", "2026-11-29", "source", "北京业主，表决编号 2026-118", "roll-heads", "1206", "roll-area", "98400",
		"present-heads", "860", "present-area", "70,200", "for-heads", "640", "for-area", "52900").led(t, e.page+"?done=formal-noted")
	got := e.stranger().get(e.path())
	got.holds(t, 200, append(cityNote, "业主大会的正式表决，11 月 29 日", "参加人数、参加面积、同意面积达到，同意人数未达到：未通过", "北京业主，表决编号 2026-118", "意向未达到法定比例")...)
	saysNothingPassed(t, "the result", strings.Replace(plainText(t, got.body), "同意人数未达到：未通过", "", 1))
	e.as("hepingli", "li").get(e.page).holds(t, 200, append(cityNote, "未达到，差 5")...)

	entries := e.pollRecord(e.poll.ID)
	last := entries[len(entries)-1]
	var said struct{ Result polls.Formal }
	if err := json.Unmarshal(last.Data, &said); err != nil || last.Kind != "poll-formal" || said.Result.Outcome.Passed || !said.Result.Outcome.Quorate ||
		said.Result.Count.For != (polls.Weights{Heads: 640, Area: 52_900_00}) {
		t.Errorf("%s %+v %v", last.Kind, said, err)
	}
}
