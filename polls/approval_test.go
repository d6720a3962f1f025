package polls

import (
	"math/big"
	"slices"
	"testing"
)

func yuanTest(n int64) *big.Rat { return big.NewRat(n, 1) }

func TestApproval(t *testing.T) {
	e := ranked(t, "A B C D", "3 A=B\n2 B=C\n1\n4 C\n1 D>A")
	e.Seats = 2
	r := mustTally(t, e, Approval)
	if layered(r.Ranking) != "C B A D" || !slices.Equal(r.Winners, []string{"C", "B"}) {
		t.Errorf("%v %v", r.Winners, r.Ranking)
	}
	if !slices.Equal(r.Votes, []int64{4, 5, 6, 1}) || r.Ballots != 11 || r.Blank != 1 {
		t.Errorf("%v of %d, %d blank", r.Votes, r.Ballots, r.Blank)
	}
	if got := steps(r, "votes"); !slices.Equal(got, []string{"C votes=6", "B votes=5", "A votes=4", "D votes=1"}) {
		t.Errorf("%q", got)
	}
}

// One more ballot that names a winner alone leaves it a winner.
func TestApprovalIsMonotone(t *testing.T) {
	for seed := range uint64(500) {
		e := randomElection(seeded(seed), false)
		r := mustTally(t, e, Approval)
		for _, w := range r.Winners {
			place := slices.IndexFunc(e.Candidates, func(c Candidate) bool { return c.ID == w })
			f := e
			f.Groups = append(slices.Clone(e.Groups), Group{N: 1, Ranks: [][]int{{place}}})
			if !slices.Contains(mustTally(t, f, Approval).Winners, w) {
				t.Fatalf("seed %d: %s loses by a vote", seed, w)
			}
		}
	}
}

func benchmarkSimple(b *testing.B, m Method, e Election) {
	r := seeded(1)
	e.None = -1
	for range 400_000 {
		g := Group{N: 1}
		for _, c := range r.Perm(len(e.Candidates))[:1+r.IntN(2)] {
			if len(g.Ranks) == 0 {
				g.Ranks = [][]int{nil}
			}
			g.Ranks[0] = append(g.Ranks[0], c)
		}
		e.Groups = append(e.Groups, g)
	}
	for b.Loop() {
		mustTally(b, e, m)
	}
}

func BenchmarkApproval400k(b *testing.B)  { benchmarkSimple(b, Approval, candidatesFor(20)) }
func BenchmarkPlurality400k(b *testing.B) { benchmarkSimple(b, Plurality, candidatesFor(20)) }
func BenchmarkBinary400k(b *testing.B) {
	benchmarkSimple(b, Binary, Election{Candidates: []Candidate{{ID: "yes"}, {ID: "no"}, {ID: "abstain"}}})
}
