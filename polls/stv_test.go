package polls

import (
	"errors"
	"slices"
	"testing"
)

func inVotes(amounts []int64) (all []string) {
	for _, n := range amounts {
		all = append(all, fiveDecimals("", n).Value)
	}
	return all
}

// Counted by hand: the quota is 19/3 without decimals, plus 1; each of A's nine papers is
// worth 2/9 of a vote, cut off.
func TestSTVByHand(t *testing.T) {
	e := ranked(t, "A B C D", "6 A>B\n3 A>C\n3 B\n4 C\n3 D>A>B\n2")
	e.Seats = 2
	r := mustTally(t, e, STV)
	if !slices.Equal(r.Winners, []string{"A", "B"}) || layered(r.Ranking) != "A B C D" || r.Ballots != 21 || r.Blank != 2 {
		t.Errorf("%v %v, %d blank", r.Winners, r.Ranking, r.Blank)
	}
	for i, want := range [][]string{
		{"9.00000", "3.00000", "4.00000", "3.00000"},
		{"7.00000", "4.33332", "4.66666", "3.00000"},
		{"7.00000", "7.33332", "4.66666", "0.00000"},
	} {
		if i >= len(r.Stages) || !slices.Equal(inVotes(r.Stages[i].Votes), want) {
			t.Fatalf("stage %d of %v", i+1, r.Stages)
		}
	}
	for do, want := range map[string][]string{
		"quota":    {" valid=19 seats=2 quota=7"},
		"elected":  {"A votes=9.00000 quota=7.00000", "B votes=7.33332 quota=7.00000"},
		"surplus":  {"A surplus=2.00000 votes=9.00000"},
		"moved":    {"A,B votes=1.33332", "A,C votes=0.66666", "D,B votes=3.00000"},
		"cut-off":  {"A votes=0.00002"},
		"excluded": {"D votes=3.00000"},
	} {
		if got := steps(r, do); !slices.Equal(got, want) {
			t.Errorf("%s: %q", do, got)
		}
	}
}

func TestSTVCases(t *testing.T) {
	for _, c := range []struct {
		name, candidates, ballots string
		seats                     int
		ranking                   string
		winners, stages           int
		tie                       string // of any stage
	}{
		{"more seats than candidates", "A B", "1 A", 5, "A B", 2, 1, ""},
		{"as many seats as candidates", "A B", "1 B", 2, "B A", 2, 1, ""},
		{"nobody votes", "A B C", "3", 1, "A B C", 1, 3, "lot"},
		{"the quota exactly leaves no surplus", "A B C", "4 A>B\n3 B\n2 C", 2, "A B C", 2, 2, ""},
		{"elected by the quota on the first stage", "A B C", "5 A\n4 B\n1 C", 2, "A B C", 2, 1, ""},
		{"excluded by the earlier stage", "A B C D E", "1 A>B\n2 B\n3 C\n4 D\n5 E", 2, "E D C B A", 2, 4, "earlier-stage"},
		{"excluded by lot, the first id stays", "A B C", "2 A\n2 B\n5 C", 2, "C A B", 2, 3, "lot"},
		{"the last seat below the quota", "A B C", "5 A>B\n1 B\n3 C", 2, "A C B", 2, 3, ""},
		{"the larger surplus first", "A B C D", "9 A>D\n12 B>C\n1 C\n2 D", 3, "B A C D", 3, 4, ""},
		{"passes over who is elected and excluded", "A B C D", "6 A>B>C>D\n5 B>A>D\n1 C>A>B>D\n1 D", 3, "A B C D", 3, 4, ""},
	} {
		e := ranked(t, c.candidates, c.ballots)
		e.Seats = c.seats
		r := mustTally(t, e, STV)
		if layered(r.Ranking) != c.ranking || len(r.Winners) != c.winners || len(r.Stages) != c.stages {
			t.Errorf("%s: %v %v after %d stages", c.name, r.Winners, r.Ranking, len(r.Stages))
		}
		if c.tie != "" && !slices.ContainsFunc(r.Stages, func(s Stage) bool { return s.TieBroken == c.tie }) {
			t.Errorf("%s: no tie broken by %s", c.name, c.tie)
		}
		if c.tie == "" && slices.ContainsFunc(r.Stages, func(s Stage) bool { return s.TieBroken != "" }) {
			t.Errorf("%s: a tie", c.name)
		}
	}
}

// A and B have equal surpluses; B had more at the first stage, so that B's moves first.
func TestSTVEqualSurpluses(t *testing.T) {
	e := ranked(t, "A B C D E F G", "9 A\n10 B\n1 C>A\n4 D\n4 E\n4 F\n2 G")
	e.Seats = 4
	r := mustTally(t, e, STV)
	var moved []string
	for _, s := range r.Stages {
		if s.Transferred >= 0 {
			moved = append(moved, e.Candidates[s.Transferred].ID+s.TieBroken)
		}
	}
	if !slices.Equal(moved, []string{"B", "A"}) {
		t.Errorf("%q", moved)
	}
	e = ranked(t, "A B C D", "9 B\n9 A\n4 C\n4 D")
	e.Seats = 3
	if r := mustTally(t, e, STV); r.Stages[1].Transferred != 0 || r.Stages[1].TieBroken != "lot" {
		t.Errorf("%+v", r.Stages[1])
	}
}

func TestSTVWantsAnOrder(t *testing.T) {
	e := ranked(t, "A B C", "1 A\n2 B>A=C")
	_, err := Tally(e, STV)
	var where *FileError
	if !errors.Is(err, ErrMethod) || !errors.As(err, &where) || where.Line != 0 {
		t.Errorf("%v", err)
	}
	e.File, e.Groups[1].Line = "board.blt", 3
	_, err = Tally(e, STV)
	if want := "board.blt:3: candidates A, C share a rank; the single transferable vote wants one after the other"; !errors.Is(err, ErrMethod) || err.Error() != want {
		t.Errorf("%v", err)
	}
}

func BenchmarkSTV400k(b *testing.B) {
	e, r := candidatesFor(12), seeded(1)
	e.Seats = 4
	for range 400_000 {
		g := Group{N: 1}
		for _, c := range r.Perm(12)[:1+r.IntN(6)] {
			g.Ranks = append(g.Ranks, []int{c})
		}
		e.Groups = append(e.Groups, g)
	}
	for b.Loop() {
		mustTally(b, e, STV)
	}
}
