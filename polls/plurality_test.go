package polls

import (
	"slices"
	"testing"
)

func TestPlurality(t *testing.T) {
	for _, c := range []struct {
		name, ballots string
		seats, choose int
		ties          []TieKey
		winners       []string
		ranking       string
		blank         int64
		tie           []string
	}{
		{"most votes", "3 A\n5 B\n2 C", 1, 0, nil, []string{"B"}, "B A C", 0, nil},
		{"two seats", "3 A\n5 B\n2 C", 2, 0, nil, []string{"B", "A"}, "B A C", 0, nil},
		{"blank ballots", "3 A\n4", 1, 0, nil, []string{"A"}, "A B,C", 4, nil},
		{"more than may be chosen", "3 A\n4 B=C", 1, 1, nil, []string{"A"}, "A B,C", 4, nil},
		{"as many as may be chosen", "3 A\n4 B=C\n1 C", 1, 2, nil, []string{"C"}, "C B A", 0, nil},
		{"the first rank of a ranked ballot", "3 A>B\n2 B>C", 1, 1, nil, []string{"A"}, "A B C", 0, nil},
		{"equals for the last seat", "3 A\n3 B\n5 C", 2, 0, nil, []string{"C", "A"}, "C A,B", 0, []string{"A,B votes=3 seats=1"}},
		{"equals that all get a seat", "3 A\n3 B\n2 C", 2, 0, nil, []string{"A", "B"}, "A,B C", 0, nil},
		{"nobody without a vote", "3 A", 3, 0, nil, []string{"A"}, "A B,C", 0, nil},
		{"nobody votes", "3", 1, 0, nil, nil, "A,B,C", 3, nil},
		{"a choice of none counts apart", "1", 1, 0, []TieKey{TieVotes}, nil, "A,B,C", 1, nil},
		{"the id decides last", "1 B\n1 C", 1, 0, []TieKey{TieVotes}, []string{"B"}, "B,C A", 0, []string{"B,C votes=1 seats=1"}},
	} {
		e := ranked(t, "A B C", c.ballots)
		e.Seats, e.Choose, e.Ties = c.seats, c.choose, c.ties
		r := mustTally(t, e, Plurality)
		if !slices.Equal(r.Winners, c.winners) || layered(r.Ranking) != c.ranking || r.Blank != c.blank {
			t.Errorf("%s: %v, %v, %d blank", c.name, r.Winners, r.Ranking, r.Blank)
		}
		if got := steps(r, "tie-id"); !slices.Equal(got, c.tie) {
			t.Errorf("%s: tie %q", c.name, got)
		}
		if got := steps(r, "elected"); len(got) != len(c.winners) {
			t.Errorf("%s: elected %q", c.name, got)
		}
	}
}

func TestTieBrokenByCost(t *testing.T) {
	e := ranked(t, "A B C", "2 A\n2 B\n1 C")
	e.Candidates[0].Cost, e.Candidates[1].Cost, e.Candidates[2].Cost = yuanTest(300), yuanTest(200), yuanTest(100)
	r := mustTally(t, e, Plurality)
	if got := steps(r, "tie-cost"); !slices.Equal(got, []string{"B,A votes=2 seats=1"}) || !slices.Equal(r.Winners, []string{"B"}) {
		t.Errorf("%v, %q", r.Winners, got)
	}
}

func TestIDsAreNumbers(t *testing.T) {
	r := mustTally(t, ranked(t, "10 9 2", "1 10\n1 9\n1 2"), Plurality)
	if layered(r.Ranking) != "2,9,10" || r.Winners[0] != "2" {
		t.Errorf("%v %v", r.Winners, r.Ranking)
	}
}
