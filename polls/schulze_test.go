package polls

import (
	"slices"
	"testing"
)

// The example of Schulze's paper and of most texts about it.
const fortyFive = `5 A>C>B>E>D
5 A>D>E>C>B
8 B>E>D>A>C
3 C>A>B>E>D
7 C>A>E>B>D
2 C>B>A>D>E
7 D>C>E>B>A
8 E>B>A>D>C`

func TestSchulzeTextbook(t *testing.T) {
	r := mustTally(t, ranked(t, "A B C D E", fortyFive), Schulze)
	if layered(r.Ranking) != "E A C B D" || !slices.Equal(r.Winners, []string{"E"}) {
		t.Errorf("%v %v", r.Winners, r.Ranking)
	}
	prefer := [][]int64{{0, 20, 26, 30, 22}, {25, 0, 16, 33, 18}, {19, 29, 0, 17, 24}, {15, 12, 28, 0, 14}, {23, 27, 21, 31, 0}}
	paths := [][]int64{{0, 28, 28, 30, 24}, {25, 0, 28, 33, 24}, {25, 29, 0, 29, 24}, {25, 28, 28, 0, 24}, {25, 28, 28, 31, 0}}
	for a := range prefer {
		if !slices.Equal(r.Pairs.Prefer[a], prefer[a]) || !slices.Equal(r.Pairs.Paths[a], paths[a]) {
			t.Errorf("%d: %v, paths %v", a, r.Pairs.Prefer[a], r.Pairs.Paths[a])
		}
	}
	if got := steps(r, "pair"); len(got) != 10 || got[0] != "B,A for=25 against=20" {
		t.Errorf("%q", got)
	}
	if got := steps(r, "beats"); !slices.Equal(got, []string{"E,D strength=31 back=24"}) {
		t.Errorf("%q", got)
	}
	want := []string{"E,B,A strength=25 back=24", "E,D,C,B strength=28 back=24", "E,D,C strength=28 back=24"}
	if got := steps(r, "beats-by-path"); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if !slices.Equal(r.Votes, []int64{10, 8, 12, 7, 8}) {
		t.Errorf("%v", r.Votes)
	}
}

func TestSchulzeTies(t *testing.T) {
	for _, c := range []struct{ name, candidates, ballots, ranking string }{
		{"two winners of Schulze's paper", "A B C D", "3 A>B>C>D\n2 D>A>B>C\n2 D>B>C>A\n2 C>B>D>A", "B,D A,C"},
		{"nobody votes", "A B", "2", "A,B"},
		{"even", "A B", "2 A\n2 B", "A,B"},
		{"a ring of three", "A B C", "1 A>B>C\n1 B>C>A\n1 C>A>B", "A,B,C"},
		{"unranked is tied last", "A B C", "1 A\n1 A>B\n1 C>A", "A B,C"},
		{"ranked above unranked", "A B C", "1 A\n2 B>C", "B C A"},
		{"equals say nothing about each other", "A B C", "5 A=B>C\n1 B>A", "B A C"},
		{"one candidate", "A", "1 A", "A"},
	} {
		r := mustTally(t, ranked(t, c.candidates, c.ballots), Schulze)
		if layered(r.Ranking) != c.ranking || !slices.Equal(r.Winners, r.Ranking[0]) {
			t.Errorf("%s: %v %v", c.name, r.Winners, r.Ranking)
		}
		if open := steps(r, "tie-open"); (len(open) > 0) != (len(r.Winners) > 1) {
			t.Errorf("%s: %q", c.name, open)
		}
	}
}

func TestSchulzeNoneOfThese(t *testing.T) {
	for _, c := range []struct {
		name, ballots, ranking string
		quorum                 int64
		dropped                []string
	}{
		{"beats it", "3 A>N\n2 N", "A N B", 0, []string{"B,N for=0 against=5"}},
		{"even is not enough", "2 A>N>B\n2 N>A>B", "N A B", 0, []string{"A,N for=2 against=2", "B,N for=0 against=4"}},
		{"nobody is left", "1 A>N>B\n2 N>B>A", "N B A", 0, []string{"A,N for=1 against=2", "B,N for=0 against=3"}},
		{"the quorum reached", "4 A>B>N\n3 B>A>N", "A B N", 7, nil},
		{"the quorum missed", "4 A>N\n2 B>A>N", "A N B", 3, []string{"B,N for=2 against=4 quorum=3"}},
		{"the winner of the rest", "4 A>B>N\n3 B>N>A\n2 N>B>A", "B N A", 0, []string{"A,N for=4 against=5"}},
		{"silence about all", "5", "N A,B", 0, []string{"A,N for=0 against=0", "B,N for=0 against=0"}},
	} {
		e := ranked(t, "A B N", c.ballots)
		e.None, e.Quorum = 2, c.quorum
		r := mustTally(t, e, Schulze)
		got := steps(r, "dropped")
		if layered(r.Ranking) != c.ranking || !slices.Equal(got, c.dropped) || !slices.Equal(r.Winners, r.Ranking[0]) {
			t.Errorf("%s: %v, dropped %q", c.name, r.Ranking, got)
		}
	}
}

func BenchmarkSchulze50x10000(b *testing.B) {
	e, r := candidatesFor(50), seeded(1)
	for range 10_000 {
		g := Group{N: 1}
		for _, c := range r.Perm(50) {
			g.Ranks = append(g.Ranks, []int{c})
		}
		e.Groups = append(e.Groups, g)
	}
	for b.Loop() {
		mustTally(b, e, Schulze)
	}
}
