package store_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

type tally = map[string]int64

// formal is the owners' own vote as it was noted.
func formal(t testing.TB, passed bool) []byte {
	t.Helper()
	b, err := json.Marshal(polls.Formal{Source: "北京业主", Outcome: polls.Outcome{Passed: passed}})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func asResolution(p *polls.Poll) {
	p.Rule, p.Method, p.Options = "residents-assembly", polls.Binary, nil
	p.Electorate = polls.Electorate{Unit: polls.UnitHousehold}
}

func ofOwners(passed bool) func(testing.TB, *polls.Poll) {
	return func(t testing.TB, p *polls.Poll) {
		p.Rule, p.Method, p.Options, p.Formal = "owners-ordinary", polls.Binary, nil, formal(t, passed)
		p.Electorate, p.Secrecy = polls.Electorate{Unit: polls.UnitOwner}, polls.Named
	}
}

func plain(change func(*polls.Poll)) func(testing.TB, *polls.Poll) {
	return func(_ testing.TB, p *polls.Poll) { change(p) }
}

func asBudget(cost int64) func(testing.TB, *polls.Poll) {
	return func(_ testing.TB, p *polls.Poll) {
		p.Topic, p.Method, p.Budget, p.Electorate = "", polls.Greedy, 5000_00, polls.Electorate{Unit: polls.UnitHousehold}
		p.Options = []polls.Option{{Words: "修花坛", Cost: 4000_00}, {Words: "1 号楼换门禁", Cost: cost}}
	}
}

// Where several projects come from one topic, a poll decides on the one that its question, or
// the option of a budget, names alone: a bare yes and equal options say nothing of which was meant.
func TestPollDecidesOnTheProjectItNames(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.must(errors.Join(w.rethink(), w.list(doors(project.PayHomes)[:1]...)))
		asked := func(question string, change func(*polls.Poll)) string {
			return w.voted(func(p *polls.Poll) { p.Question = question; change(p) }, 8, tally{"yes": 6})
		}
		yes := func(p *polls.Poll) { p.Method, p.Options = polls.Binary, nil }
		which := func(question string) string {
			return w.voted(func(p *polls.Poll) { p.Question = question }, 8, tally{"1": 6})
		}
		before := asked("同意换吗", yes)
		first := w.id
		w.now = w.now.Add(time.Minute)
		other := door(hepingliOne)
		other.Title = "1 号楼换门禁和灯"
		w.make(other)
		second := w.id
		w.id = first
		w.must(errors.Join(w.decide(before), w.rethink())) // when it was asked there was one project
		ours, both := "同意办理「1 号楼换门禁」吗", "同意办理「1 号楼换门禁」和「1 号楼换门禁和灯」吗"
		for question, poll := range map[string]string{
			"neither, by yes": asked("同意换吗", yes), "neither, by equal words": which("换哪一种门禁"), "both": asked(both, yes),
			"the other, whose title has this one's in it": asked("同意办理「1 号楼换门禁和灯」吗", yes), "the other, by equal words": which("「1 号楼换门禁和灯」选哪一种"),
		} {
			if got := reason(w.decide(poll)); got != project.ErrPoll {
				t.Errorf("it names %s: %q", question, got)
			}
		}
		for _, poll := range []string{asked(ours, yes), which("「1 号楼换门禁」选哪一种"), w.voted(func(p *polls.Poll) { asBudget(1440_00)(t, p); p.Topic = "topic-door" }, 8, tally{"2": 6})} {
			w.must(errors.Join(w.decide(poll), w.rethink()))
		}
		unnamed := asked("同意换吗", yes)
		view(t, w.s, func(v *store.View) error {
			choices, err := project.DecisiveOf(v, w.project())
			if len(choices) == 0 || choices[0].Poll.ID != unnamed || choices[0].Err != project.ErrPoll {
				t.Errorf("offered are %v", choices)
			}
			return err
		})
		w.id = second // given up, it is not meant any more
		w.must(w.drop())
		w.id, w.now = first, w.now.Add(time.Minute)
		w.must(w.decide(asked("同意换吗", yes)))
	})
}

// Two projects of one topic with one title are not told apart: neither is decided.
func TestEqualTitlesOfOneTopic(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.must(errors.Join(w.rethink(), w.list(doors(project.PayHomes)[:1]...)))
		first := w.id
		w.make(door(hepingliOne))
		w.id = first
		for _, change := range []func(*polls.Poll){
			func(p *polls.Poll) { p.Question = "「1 号楼换门禁」选哪一种" },
			func(p *polls.Poll) { asBudget(1440_00)(t, p); p.Topic = "topic-door" },
		} {
			if got := reason(w.decide(w.voted(change, 8, tally{"1": 2, "2": 6}))); got != project.ErrPoll {
				t.Errorf("%q", got)
			}
		}
	})
}

// One that was approved before a poll was published is not decided any more: a bare yes is to
// the one that is left, whatever its title.
func TestApprovedOneIsNotMeant(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.up()
		w.now = w.noticeOver()
		w.must(w.approve("h-desk-two"))
		later := w.now.Add(time.Hour)
		w.make(door(hepingliOne))
		w.hear()
		w.now = later
		w.must(errors.Join(w.list(doors(project.PayHomes)...), w.open()))
		w.talked(consultation.Settled)
		w.must(errors.Join(w.study(), w.decide(w.voted(func(p *polls.Poll) { p.Question = "选哪一种" }, 8, tally{"2": 6}))))
	})
}

// Which poll decides on a project follows from who pays, from how many took part, and from what
// was voted on: each case by itself, with the option that it chooses or the reason why none.
func TestWhichPollDecides(t *testing.T) {
	street, homes, fund, owners := project.PayStreet, project.PayHomes, project.PayFund, project.PayOwners
	cases := []struct {
		name   string
		pays   project.Payer
		only   bool // one option instead of three
		terms  func(testing.TB, *polls.Poll)
		said   tally
		option string
		want   residents.Reason
	}{
		{"the most, of exactly half", homes, false, nil, tally{"1": 2, "2": 3}, "2", ""},
		{"blank takes part", homes, false, nil, tally{"2": 3, "3": 1, "blank": 1}, "2", ""},
		{"so few that it is not told", street, false, nil, tally{"2": 3}, "", project.ErrFewVotes},
		{"fewer than half took part", street, false, plain(func(p *polls.Poll) { p.Secrecy = polls.Named }), tally{"2": 3}, "", project.ErrNoQuorum},
		{"equals", homes, false, nil, tally{"1": 3, "2": 3}, "", project.ErrNoQuorum},
		{"nobody", homes, false, nil, tally{}, "", project.ErrNoQuorum},
		{"the fund wants a resolution", fund, false, nil, tally{"2": 8}, "", project.ErrPoll},
		{"the owners want their own vote", owners, false, nil, tally{"2": 8}, "", project.ErrPoll},
		{"another building was asked", homes, false, plain(func(p *polls.Poll) { p.Electorate.Buildings = []string{"2 号楼"} }), tally{"2": 8}, "", project.ErrPoll},
		{"all were asked", homes, false, plain(func(p *polls.Poll) { p.Electorate.Buildings = nil }), tally{"2": 8}, "2", ""},
		{"an opinion", homes, false, plain(func(p *polls.Poll) { p.Rule = "consultative" }), tally{"2": 8}, "", project.ErrPoll},
		{"other words", homes, false, plain(func(p *polls.Poll) { p.Options[1].Words = "别的" }), tally{"2": 8}, "", project.ErrPoll},
		{"on nothing, with the same words", homes, false, plain(func(p *polls.Poll) { p.Topic = "" }), tally{"2": 8}, "", project.ErrPoll},
		{"published before the options", homes, false, plain(func(p *polls.Poll) { p.PublishedAt = start.AddDate(0, 0, -1) }), tally{"2": 8}, "", project.ErrPollOlder},
		{"a resolution passes", fund, true, plain(asResolution), tally{"yes": 5, "no": 2}, "1", ""},
		{"a resolution without quorum", fund, true, plain(asResolution), tally{"yes": 4}, "", project.ErrNoQuorum},
		{"a resolution without majority", fund, true, plain(asResolution), tally{"yes": 4, "no": 4}, "", project.ErrNoQuorum},
		{"yes to one of several", fund, false, plain(asResolution), tally{"yes": 8}, "", project.ErrPoll},
		{"households say yes", homes, true, plain(func(p *polls.Poll) { p.Method, p.Options = polls.Binary, nil }), tally{"yes": 4, "no": 3}, "1", ""},
		{"households say neither", homes, true, plain(func(p *polls.Poll) { p.Method, p.Options = polls.Binary, nil }), tally{"yes": 4, "no": 4}, "", project.ErrNoQuorum},
		{"the owners passed it", owners, true, ofOwners(true), tally{"yes": 1, "no": 7}, "1", ""},
		{"the owners did not", owners, true, ofOwners(false), tally{"yes": 8}, "", project.ErrNoQuorum},
		{"the owners have not voted", owners, true, func(t testing.TB, p *polls.Poll) { ofOwners(true)(t, p); p.Formal = nil }, tally{"yes": 8}, "", project.ErrPoll},
		{"a budget has it", homes, false, asBudget(3360_00), tally{"2": 5, "1": 1}, "2", ""},
		{"a budget spent it elsewhere", homes, false, asBudget(3360_00), tally{"1": 5, "2": 1}, "", project.ErrNotFunded},
		{"a budget for another cost", homes, false, asBudget(3361_00), tally{"2": 6}, "", project.ErrPoll},
	}
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		w.make(door(hepingliOne))
		w.hear()
		w.must(errors.Join(w.list(doors(street)...), w.open()))
		w.talked(consultation.Settled)
		w.must(w.study())
		for _, c := range cases {
			options := doors(c.pays)
			if c.only {
				options = options[:1]
			}
			w.must(w.list(options...))
			poll := w.voted(func(p *polls.Poll) {
				if c.terms != nil {
					c.terms(t, p)
				}
			}, 10, c.said)
			if got := reason(w.decide(poll)); got != c.want {
				t.Errorf("%s: %q, want %q", c.name, got, c.want)
			}
			if got := w.project().Decision.Option; got != c.option {
				t.Errorf("%s: option %q, want %q", c.name, got, c.option)
			}
			if c.want == "" {
				w.must(w.rethink())
			}
		}
	})
}
