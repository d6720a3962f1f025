package polls

import (
	"bytes"
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// one is a voter: what they say ("" nothing) and what they weigh.
type one struct {
	says string
	Weights
}

func saidBy(all []one) (roll RollSum, said []Said) {
	by := map[string]*Said{}
	for _, v := range all {
		roll.Units++
		roll.Weights = roll.Plus(v.Weights)
		if v.says == "" {
			continue
		}
		if by[v.says] == nil {
			by[v.says] = &Said{Choice: v.says}
		}
		s := by[v.says]
		s.Ballots++
		s.Weights = s.Plus(v.Weights)
	}
	for _, s := range by {
		said = append(said, *s)
	}
	slices.SortFunc(said, func(a, b Said) int { return strings.Compare(a.Choice, b.Choice) })
	return roll, said
}

func tallyOf(t *testing.T, terms Terms, all []one) Final {
	t.Helper()
	roll, said := saidBy(all)
	f, err := terms.Tally(roll, said)
	if err != nil {
		t.Fatal(terms.Method, err)
	}
	return f
}

// judgedTerms are polls whose rule says whether something passed, and what may be said in them.
func judgedTerms() (all []Terms, says [][]string) {
	for _, rule := range []string{"residents-assembly", "reps-meeting", "owners-ordinary", "owners-heavy"} {
		for _, m := range judged {
			t := ballotPaper(m)
			t.Rule, t.RuleFrom, t.Secrecy = rule, residentsFrom, Named
			options := []string{"", Blank, Yes, No, Abstain}
			switch m {
			case Plurality:
				options = []string{"", Blank, "1", "2", "1,2", "2,3"}
			case Approval:
				options = []string{"", Blank, "1", "2", "1,2", "2,3,4"}
			}
			all, says = append(all, t), append(says, options)
		}
	}
	return all, says
}

func someVoters(r *rand.Rand, says []string) []one {
	lean := says[r.IntN(len(says))]
	all := make([]one, 1+r.IntN(20))
	for i := range all {
		all[i] = one{says[r.IntN(len(says))], Weights{Heads: 1, Area: 1 + r.Int64N(20000)}}
		if r.IntN(2) == 0 {
			all[i].says = lean
		}
	}
	return all
}

// Whoever turns to what passed, from no, from an abstention or from silence, never makes it fail.
func TestAYesMoreNeverFails(t *testing.T) {
	random, passed := rand.New(rand.NewPCG(11, 12)), 0
	terms, says := judgedTerms()
	for range 600 {
		for i, poll := range terms {
			voters := someVoters(random, says[i])
			before := tallyOf(t, poll, voters)
			if !before.Outcome.Passed {
				continue
			}
			passed++
			for v, was := range voters {
				voters[v].says = before.Result.Winners[0]
				if after := tallyOf(t, poll, voters); !after.Outcome.Passed || after.Result.Winners[0] != before.Result.Winners[0] {
					t.Fatalf("%s %s: %q turned to %q: %+v, then %+v", poll.Rule, poll.Method, was.says, voters[v].says, before, after)
				}
				voters[v] = was
			}
		}
	}
	if passed < 500 {
		t.Errorf("only %d passed: the voters prove nothing", passed)
	}
}

// Silence turned into a no may make the quorum and so pass; without a quorum rule it never does.
func TestANoMayMakeTheQuorum(t *testing.T) {
	poll := ballotPaper(Binary)
	poll.Rule, poll.RuleFrom = "residents-assembly", residentsFrom
	voters := make([]one, 20)
	for i := range voters {
		voters[i].Heads = 1
		if i < 10 {
			voters[i].says = Yes
		}
	}
	if f := tallyOf(t, poll, voters); f.Outcome.Quorate || f.Outcome.Passed {
		t.Errorf("10 of 20 are not more than half: %+v", f.Outcome)
	}
	voters[10].says = No
	if f := tallyOf(t, poll, voters); !f.Outcome.Quorate || !f.Outcome.Passed {
		t.Errorf("11 of 20 took part, 10 for: %+v", f.Outcome)
	}
	voters[10].says = Blank // takes part as well
	if f := tallyOf(t, poll, voters); !f.Outcome.Passed || f.Count.Valid.Heads != 10 || f.Count.Participating.Heads != 11 {
		t.Errorf("%+v", f)
	}
}

// What was counted is within what took part, and that within the roll; every voice is heard once.
func TestFinalsAddUp(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 14))
	terms, says := judgedTerms()
	for range 300 {
		for i, poll := range terms {
			voters := someVoters(random, says[i])
			f := tallyOf(t, poll, voters)
			var all, heard Weights
			ballots := int64(0)
			for _, v := range voters {
				if v.says != "" {
					ballots, all = ballots+1, all.Plus(v.Weights)
				}
			}
			for _, v := range f.Voices {
				heard = heard.Plus(v.Weights)
			}
			c := f.Count
			if f.Ballots != ballots || f.Result.Ballots != ballots || c.Participating != all || poll.Method == Binary && heard != all {
				t.Fatalf("%s: %+v of %+v", poll.Method, f, voters)
			}
			for _, w := range []Weight{Heads, Area} {
				if f, v, p, r := c.For.Of(w), c.Valid.Of(w), c.Participating.Of(w), c.Roll.Of(w); f < 0 || f > v || v > p || p > r {
					t.Fatalf("%s %s: %+v", poll.Method, w, c)
				}
			}
		}
	}
}

// The order in which choices come in says nothing.
func TestFinalsAreTheSameBytes(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 16))
	for _, m := range Methods {
		poll := ballotPaper(m)
		words := []string{"1", "2", "1,2", "blank"}
		switch m {
		case Binary:
			words = []string{Yes, No, Abstain, Blank}
		case Schulze, STV:
			words = []string{"1>2>3", "2>1", "5", "blank"}
		}
		roll, said := saidBy(slices.Concat(someVoters(random, words), someVoters(random, words), someVoters(random, words)))
		first, err := poll.Tally(roll, said)
		if err != nil {
			t.Fatal(m, err)
		}
		for range 10 {
			random.Shuffle(len(said), func(i, j int) { said[i], said[j] = said[j], said[i] })
			again, err := poll.Tally(roll, said)
			if err != nil || !bytes.Equal(first.JSON(), again.JSON()) {
				t.Fatalf("%s: %s, then %s", m, first.JSON(), again.JSON())
			}
		}
		var read Final
		if err := json.Unmarshal(first.JSON(), &read); err != nil || !bytes.Equal(read.JSON(), first.JSON()) {
			t.Errorf("%s is kept as %s and read as %s, %v", m, first.JSON(), read.JSON(), err)
		}
	}
}

func TestFewBallotsAreWithheld(t *testing.T) {
	for _, c := range []struct {
		secrecy  Secrecy
		ballots  int
		withheld bool
	}{
		{Hidden, 0, false}, {Hidden, 1, true}, {Hidden, 4, true}, {Hidden, 5, false},
		{OpenTurnout, 4, true}, {OpenTurnout, 5, false}, {Named, 1, false},
	} {
		poll := ballotPaper(Binary)
		poll.Secrecy, poll.Rule, poll.RuleFrom = c.secrecy, "reps-meeting", residentsFrom
		voters := make([]one, 6)
		for i := range voters {
			voters[i].Heads = 1
			if i < c.ballots {
				voters[i].says = Yes
			}
		}
		f := tallyOf(t, poll, voters)
		text := string(f.JSON())
		if f.Withheld != c.withheld || c.withheld == strings.Contains(text, `"votes"`) || f.Ballots != int64(c.ballots) {
			t.Errorf("%s, %d: %s", c.secrecy, c.ballots, text)
		}
		if c.withheld && (f.Voices != nil || f.Count.For != (Weights{}) || f.Count.Valid != (Weights{}) || f.Result.Votes != nil || len(f.Outcome.Conditions) != 1) {
			t.Errorf("%d ballots show: %s", c.ballots, text)
		}
	}
}

// Where nothing is decided few ballots do not even tell what they were for.
func TestFewOpinionsStayUntold(t *testing.T) {
	for _, m := range Methods {
		f := tallyOf(t, ballotPaper(m), []one{{map[bool]string{true: Yes, false: "1"}[m == Binary], Weights{Heads: 1}}, {"", Weights{Heads: 1}}})
		if !f.Withheld || f.Result.Winners != nil || f.Result.Ranking != nil || f.Result.Shares != nil || f.Result.Pairs != nil || f.Result.Stages != nil {
			t.Errorf("%s: %s", m, f.JSON())
		}
	}
}

// naive sums of a breakdown.
func sums(all []Turnout) (units, voted int64) {
	for _, b := range all {
		units, voted = units+b.Units, voted+b.Voted
	}
	return units, voted
}

func TestMergedHidesSmallCells(t *testing.T) {
	random := rand.New(rand.NewPCG(17, 18))
	shownAny, hiddenAll, mergedSome := 0, 0, 0
	for range 20000 {
		var all []Turnout
		for i := range random.IntN(7) {
			b := Turnout{Building: string(rune('A' + i)), Units: 1 + random.Int64N([]int64{8, 20, 200}[random.IntN(3)])}
			b.Voted = random.Int64N(b.Units + 1)
			all = append(all, b)
		}
		if random.IntN(4) == 0 {
			all = append(all, Turnout{Units: 30, Voted: random.Int64N(31)}) // people of no building
		}
		random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		before := slices.Clone(all)
		shown := Merged(all)
		if !slices.Equal(before, all) {
			t.Fatal("the list that was given is changed")
		}
		units, voted := sums(all)
		if len(shown) == 0 {
			hiddenAll++
			if voted >= SmallCell && units-voted >= SmallCell {
				t.Fatalf("%v together are not small and nothing is shown", all)
			}
			continue
		}
		shownAny++
		u, v := sums(shown)
		if u != units || v != voted {
			t.Fatalf("%v became %v", all, shown)
		}
		named := map[string]bool{}
		for _, b := range shown {
			if b.small() {
				t.Fatalf("%v shows %v", all, b)
			}
			if named[b.Building] {
				t.Fatalf("%v shows %q twice: %v", all, b.Building, shown)
			}
			named[b.Building] = true
			if b.Building != "" && !slices.Contains(all, b) {
				t.Fatalf("%v of %v is no building's", b, all)
			}
		}
		// Whoever subtracts all that is named from the sum learns of several buildings together, or of none.
		left := slices.DeleteFunc(slices.Clone(all), func(b Turnout) bool { return b.Building == "" || named[b.Building] })
		if len(left) > 0 && !named[""] || len(left) == 1 && !slices.ContainsFunc(all, func(b Turnout) bool { return b.Building == "" }) {
			t.Fatalf("%v became %v: %v can be told", all, shown, left)
		}
		if len(left) > 1 {
			mergedSome++
		}
	}
	if shownAny < 1000 || hiddenAll < 1000 || mergedSome < 1000 {
		t.Error("the buildings prove nothing:", shownAny, hiddenAll, mergedSome)
	}
}

// A tie is nobody's: nothing is passed where equals win.
func TestEqualWinnersPassNothing(t *testing.T) {
	poll := ballotPaper(Approval)
	poll.Rule, poll.RuleFrom, poll.Secrecy = "residents-assembly", residentsFrom, Named
	each := Weights{Heads: 1}
	voters := []one{{"1,2", each}, {"1,2", each}, {"1,2", each}}
	if f := tallyOf(t, poll, voters); f.Outcome.Passed || f.Count.For != (Weights{}) {
		t.Errorf("two are approved by all: %+v", f)
	}
	voters[0].says = "2"
	if f := tallyOf(t, poll, voters); !f.Outcome.Passed || f.Count.For.Heads != 3 || f.Result.Winners[0] != "2" {
		t.Errorf("one is ahead: %+v", f)
	}
}
