package main

import (
	"fmt"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// Scenario 3: the door of a building of seven stairwells with 84 homes. Its households
// choose among three ways, on line and on the paper that the stairwells bring; the
// consultation quotes what they chose.

// doorWays are the three ways; what each home pays is in the words about it.
const doorWays = "刷卡门禁 | 每户 180 元，街道补贴以后\n刷卡加可视对讲 | 每户 420 元，街道补贴以后\n人脸识别门禁 | 每户 650 元，街道补贴以后"

// stairwells is the list of a building of seven stairwells, and of another that is not asked.
func stairwells() string {
	var list strings.Builder
	list.WriteString("楼号,单元,房号,人数\n")
	for i := range 84 {
		fmt.Fprintf(&list, "3号楼,%d单元,%d,2\n", i/12+1, (i%12/2+1)*100+i%2+1)
	}
	for i := range 20 {
		fmt.Fprintf(&list, "5号楼,1单元,%d,2\n", (i/2+1)*100+i%2+1)
	}
	return list.String()
}

// building is the scenario's building, its poll and its topic.
type building struct {
	*walk
	online *crowd // 54 homes that vote on line
	topic  string
	poll   polls.Poll
}

func bootBuilding(b *booted) *building {
	b.t.Helper()
	d := &building{walk: &walk{booted: b}}
	d.topic = d.accepted("3 号楼换门禁")
	b.imports(stairwells())
	d.online = b.crowd("speaker", 54)
	var homes []residents.Household
	for _, h := range b.homes() {
		if h.Building == "3 号楼" {
			homes = append(homes, h)
		}
	}
	d.online.moveIn(homes)
	return d
}

// put drafts the question from its topic and lets another publish it.
func (d *building) put(t *testing.T) {
	t.Helper()
	li := d.as("hepingli", "li")
	path := startAt(polls.UnitHousehold, "household-vote", polls.Plurality) + "&topic=" + d.topic
	li.get(path).holds(t, 200, "就议题「3 号楼换门禁」发起", "3 号楼<small>84 户", "5 号楼<small>20 户")
	got := li.send(path, "poll-draft", drafting("question", "3 号楼换哪一种门禁", "text", "七个单元一起换，钱由各户分担。", "options", doorWays,
		"choose", "1", "seats", "1", "building", "3 号楼", "secrecy", "open", "replace", "", "topic", "yes")...)
	m := draftedAt.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		t.Fatal(got.Status, mainOf(got.body))
	}
	li.get(deskPolls+"/"+m[1]).holds(t, 200, "现在</dt><dd>84 户", "每户 420 元", "结果供协商引用")
	d.publishes(m[1])
	if d.poll = d.pollNow(m[1]); d.poll.Roll.Units != 84 || d.poll.Effect != polls.Consultation {
		t.Fatalf("%+v", d.poll)
	}
}

// papers are 17 ballots that come back on paper, entered by two people each: one is read
// differently at first, and settled by a third.
func (d *building) papers(t *testing.T) {
	t.Helper()
	paper := deskPolls + "/" + d.poll.ID + "/paper"
	printed := d.prints(t, d.poll.ID, "whom", "fresh", "building", "3 号楼")
	if len(printed) != 30 {
		t.Fatalf("%d ballots are printed for the homes that have not voted, not 30", len(printed))
	}
	said, i := choices([]any{"1", 5, "2", 10, "3", 2}), 0
	for _, serial := range printed {
		if i == len(said) {
			break
		}
		d.enters("li", d.poll.ID, serial, "paper-ballot", "choice", said[i]).led(t, paper+"?done=paper-once")
		if i == 0 {
			d.enters("zhou", d.poll.ID, serial, "paper-ballot", "choice", "3").led(t, paper+"?done=paper-differs")
			d.enters("chen", d.poll.ID, serial, "settle-ballot", "choice", said[i]).led(t, paper+"?done=paper-in")
		} else {
			d.enters("zhou", d.poll.ID, serial, "paper-ballot", "choice", said[i]).led(t, paper+"?done=paper-in")
		}
		i++
	}
}

func TestScenario3DoorOfABuilding(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		d := bootBuilding(b)
		p := d.project(t)
		p.asked(t)
		p.listed(t)
		d.put(t)
		path := "/hepingli/polls/" + d.poll.ID
		d.clock.set("2026-11-09 10:00")
		d.online.one(0).get(path).holds(t, 200, "代表 3 号楼 1 单元 101", "每户 180 元，街道补贴以后", "每户 650 元，街道补贴以后", "协商不是居民会议的表决", "共 84 户")
		d.online.vote(d.poll, "1", 17, "2", 30, "3", 7)
		d.papers(t)
		d.as("hepingli", "wang").get(path).holds(t, 200, "您不在这次投票的名册上", "已有 71 户投票，名册上共 84 户")

		d.clock.set("2026-11-15 18:00")
		d.turn()
		page := deskPolls + "/" + d.poll.ID
		d.as("hepingli", "li").send(page, "poll-finish").led(t, page+"?done=poll-finished")
		d.counted(t, path)
		d.quoted(t, path)

		p.decided(t)
		p.agreed(t)
		p.noticed(t)
		p.built(t)
		p.checked(t)
		p.lookedBack(t)
		p.verified(t)
	})
}

// counted sees the result to the digit.
func (d *building) counted(t *testing.T, path string) {
	t.Helper()
	final, err := d.pollNow(d.poll.ID).Result()
	if err != nil || final.Ballots != 71 || final.Paper != 17 || final.Aside+final.Unread != 0 {
		t.Errorf("%+v %v", final, err)
	}
	if votes := fmt.Sprint(final.Result.Votes); votes != "[22 40 9]" || fmt.Sprint(final.Turnout) != "[{3 号楼 84 71}]" {
		t.Errorf("votes %s, turnout %v", votes, final.Turnout)
	}
	got := d.stranger().get(path)
	got.holds(t, 200, "只公布数目，不作决定", "得票最多：刷卡加可视对讲", "<dt>名册</dt><dd>84</dd>", "71（线上 54，纸质 17）", "<dt>没有投票</dt><dd>13</dd>",
		`<tr><td>3 号楼</td><td class="n">84</td><td class="n">71</td></tr>`, "协商不是居民会议的表决", "!verdict enough", "!5 号楼")
	for _, bar := range []string{"刷卡门禁 22", "刷卡加可视对讲 得票最多 40", "人脸识别门禁 9"} {
		if !strings.Contains(plainText(t, got.body), bar) {
			t.Errorf("no bar says %q", bar)
		}
	}
	d.countedOut(t, d.pollNow(d.poll.ID), 71, "2")
}

// quoted lets a meeting settle the topic with the poll, and finds its result there.
func (d *building) quoted(t *testing.T, path string) {
	t.Helper()
	d.clock.set("2026-11-16 09:00")
	meeting := d.announce("2026-11-20 19:00", 22, d.topic)
	item := settledItem(d.topic, "2027-01-20")
	item.Text, item.Poll = "3 号楼七个单元都装刷卡加可视对讲。", d.poll.ID
	d.hold(meeting, "2026-11-20 19:00", item)
	d.clock.set("2026-11-23 09:00")
	d.publish(meeting)
	const quote = "名册 84 户，投票 71 户；刷卡门禁 22、刷卡加可视对讲 40、人脸识别门禁 9；只公布数目，不作决定"
	for _, page := range []string{"/hepingli/topics/" + d.topic, "/hepingli/meetings/" + meeting + "/minutes"} {
		d.stranger().get(page).holds(t, 200, "3 号楼七个单元都装刷卡加可视对讲。", quote, path)
	}
	d.view(func(v *store.View) error {
		outcomes, err := v.OutcomesOf("hepingli", d.topic)
		if len(outcomes) != 1 || outcomes[0].Kind != consultation.Settled || outcomes[0].Poll != d.poll.ID {
			t.Errorf("%+v", outcomes)
		}
		return err
	})
}
