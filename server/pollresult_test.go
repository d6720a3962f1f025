package main

import (
	"fmt"
	"strings"
	"testing"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// neighbours admits n people of hepingli. Their ids are neighbour-001 and so on.
func (b *booted) neighbours(n int) {
	b.t.Helper()
	for i := range n {
		b.admit(neighbour(i), "邻居甲", fmt.Sprintf("%d 号楼", i%3+1), residents.RoleResident)
	}
}

func neighbour(i int) string { return fmt.Sprintf("neighbour-%03d", i+1) }

// cast casts a ballot of somebody's.
func (b *booted) cast(p polls.Poll, who, choice string) {
	b.t.Helper()
	b.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
		all, err := polls.CastVotes(tx, "hepingli", []polls.Vote{{By: by, Body: "hepingli", Poll: p.ID, Choice: choice}})
		if err != nil {
			return err
		}
		return all[0].Err
	})
}

// countedPoll is a poll in which wang and the neighbours have voted, each choice so many
// times, after its close.
func (b *booted) countedPoll(t polls.Terms, wang string, said ...any) polls.Poll {
	b.t.Helper()
	n := 0
	for i := 1; i < len(said); i += 2 {
		n += said[i].(int)
	}
	b.neighbours(n)
	p := b.poll(t)
	b.cast(p, "wang", wang)
	n = 0
	for i := 0; i < len(said); i += 2 {
		for range said[i+1].(int) {
			b.cast(p, neighbour(n), said[i].(string))
			n++
		}
	}
	b.clock.set("2026-11-09 09:00")
	b.closePolls()
	return b.pollNow(p.ID)
}

// A budget's page tells each voter, and nobody else, where their own share went.
func TestShareOfOnesOwn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.countedPoll(b.terms(polls.Shares), "2,3", "1", 4, "2,4", 5, "4", 3)
	path := "/hepingli/polls/" + p.ID
	wang := b.as("hepingli", "wang").get(path)
	wang.holds(t, 200, "您的约 21,499.77 元", "付给「小广场照明」", "如果只按票数从高到低", "公布投票结果", "投票截止")
	for name, page := range map[string]string{"zhao": b.as("hepingli", "zhao").get(path).body, "signed out": b.stranger().get(path).body} {
		if strings.Contains(page, "付给「") || !strings.Contains(page, "选中的项目") {
			t.Errorf("%s reads of somebody's share", name)
		}
	}
	if again := b.as("hepingli", "wang").get(path); !strings.Contains(again.body, "付给「小广场照明」") {
		t.Error("the second reading says something else")
	}
}

// What comes after the count of a resolution: its disclosure, and the filing with the street.
func TestResolutionIsDisclosedAndFiled(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.delegates(12)
	p := b.poll(b.terms(polls.Binary, ofDelegates))
	for i := range 11 {
		b.cast(p, fmt.Sprintf("delegate-%03d", i+1), polls.Yes)
	}
	b.clock.set("2026-11-09 09:00")
	b.closePolls()
	path := "/hepingli/polls/" + p.ID
	b.stranger().get(path).holds(t, 200, "应到 15，三分之二以上为 10，实到 11", "投票结果公布", "11 月 24 日", "还没有报街道办事处备案", "第三十一条")
	board := b.stranger().get("/hepingli")
	board.holds(t, 200, "投票结果公布", p.Question+"：通过", path, "11 月 24 日 止", "!提出异议")
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return polls.FileResult(tx, by, "hepingli", p.ID, residentsDay(b), "和平里街备〔2026〕8 号")
	})
	b.stranger().get(path).holds(t, 200, "11 月 9 日已报街道办事处备案：和平里街备〔2026〕8 号。", "决议报街道备案")
	b.clock.set("2026-11-24 23:59")
	b.stranger().get("/hepingli").holds(t, 200, "投票结果公布")
	b.clock.set("2026-11-25 00:00")
	b.stranger().get("/hepingli").holds(t, 200, "!投票结果公布")
}

// A count that failed is tried again by the next reader, and one that stands is not done twice.
func TestResultsAreWorkedOutOnce(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.countedPoll(b.terms(polls.Approval), "1", "2", 6)
	var counts countedAgain
	broken := p
	broken.Final = []byte("{")
	b.view(func(v *store.View) error {
		if _, err := counts.of(v, broken); err == nil {
			t.Error("a broken result is counted")
		}
		first, err := counts.of(v, p)
		if err != nil {
			return err
		}
		if again, err := counts.of(v, broken); again != first || err != nil {
			t.Error("it was worked out twice", err)
		}
		for i := range mostResults {
			other := p
			other.ID = fmt.Sprint(i)
			if _, err := counts.of(v, other); err != nil {
				t.Error(err)
			}
		}
		if len(counts.all) > mostResults {
			t.Errorf("%d results are kept", len(counts.all))
		}
		return nil
	})
}
