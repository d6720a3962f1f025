package pages

import (
	"slices"
	"strings"
	"testing"

	"yishiting/calendar"
	"yishiting/polls"
)

func TestPollWordsDiffer(t *testing.T) {
	var ids []string
	for _, r := range polls.Rules() {
		if !slices.Contains(ids, r.ID) { // a rule has one name through its versions
			ids = append(ids, r.ID)
		}
	}
	effects := []polls.Effect{polls.Opinion, polls.Consultation, polls.Indication, polls.Resolution, polls.Office}
	worded(t, "RuleWord", RuleWord, ids)
	worded(t, "EffectWord", EffectWord, effects)
	worded(t, "EffectNote", EffectNote, effects)
	worded(t, "UnitWord", UnitWord, []polls.Unit{polls.UnitResident, polls.UnitHousehold, polls.UnitOwner, polls.UnitDelegate, polls.UnitMember})
	for _, r := range polls.Rules() {
		for _, c := range slices.Concat(r.Quorum, r.Approve) {
			if word := FractionWord(c); strings.Contains(word, "/") || conditionBases[c.Of] == "" {
				t.Errorf("%s has a fraction without a name: %s", r.ID, word)
			}
		}
	}
}

func decided(t *testing.T, id string, c polls.Count) (string, []string) {
	t.Helper()
	r, err := polls.RuleByID(id, calendar.Day{Year: 2026, Month: 11, Day: 28})
	if err != nil {
		t.Fatal(err)
	}
	o := r.Decide(c)
	var lines []string
	for _, checked := range o.Conditions {
		lines = append(lines, ConditionSentence(checked))
	}
	return PollOutcome(r.Effect, o), lines
}

func TestConditionsAreComputedBeforeTheReader(t *testing.T) {
	heads := func(n int64) polls.Weights { return polls.Weights{Heads: n} }
	owners := func(n, area int64) polls.Weights { return polls.Weights{Heads: n, Area: area} }
	of := func(roll, there, yes polls.Weights) polls.Count {
		return polls.Count{Roll: roll, Participating: there, Valid: there, For: yes}
	}
	for _, c := range []struct {
		id    string
		count polls.Count
		word  string
		lines []string
	}{
		{"reps-meeting", of(heads(61), heads(46), heads(33)), "通过",
			[]string{"应到 61，三分之二以上为 41，实到 46：达到", "参加 46，过半数为 24，同意 33：达到"}},
		{"reps-meeting", of(heads(61), heads(46), heads(23)), "未通过：同意的不够法定数",
			[]string{"应到 61，三分之二以上为 41，实到 46：达到", "参加 46，过半数为 24，同意 23：未达到，差 1"}},
		{"residents-assembly", of(heads(2146), heads(1073), heads(1073)), "未通过：参加的不够法定数",
			[]string{"应到 2,146，过半数为 1,074，实到 1,073：未达到，差 1", "参加 1,073，过半数为 537，同意 1,073：达到"}},
		{"reps-meeting", of(heads(61), heads(0), heads(0)), "未通过：参加的不够法定数",
			[]string{"应到 61，三分之二以上为 41，实到 0：未达到，差 41", "参加 0，没有可以计算的数：未达到"}},
		{"owners-heavy", of(owners(1206, 9840000), owners(860, 7020000), owners(640, 5290005)), "意向未达到法定比例", []string{
			"应到 1,206，三分之二以上为 804，实到 860：达到", "应到面积 98,400.00 m²，三分之二以上为 65,600.00 m²，实到面积 70,200.00 m²：达到",
			"参加 860，四分之三以上为 645，同意 640：未达到，差 5", "参加面积 70,200.00 m²，四分之三以上为 52,650.00 m²，同意面积 52,900.05 m²：达到"}},
		{"owners-ordinary", of(owners(3, 300), owners(3, 300), owners(3, 300)), "意向达到法定比例，不是决定", nil},
		{"household-vote", of(heads(84), heads(71), heads(40)), "只公布数目，不作决定", nil},
	} {
		word, lines := decided(t, c.id, c.count)
		if word != c.word || c.lines != nil && !slices.Equal(lines, c.lines) {
			t.Errorf("%s: %s\n%s", c.id, word, strings.Join(lines, "\n"))
		}
	}
}

func TestGrouped(t *testing.T) {
	for n, want := range map[int64]string{0: "0", 7: "7", 999: "999", 1000: "1,000", 98400: "98,400", 1234567: "1,234,567"} {
		if got := Grouped(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
