package polls

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// ranked reads an election from lines "3 A>B=C", candidates in the order given. A line
// with a number alone are blank ballots.
func ranked(t testing.TB, candidates, ballots string) Election {
	t.Helper()
	e := Election{None: -1}
	place := map[string]int{}
	for i, id := range strings.Fields(candidates) {
		place[id] = i
		e.Candidates = append(e.Candidates, Candidate{ID: id})
	}
	for _, line := range strings.Split(strings.TrimSpace(ballots), "\n") {
		number, says, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		g := Group{N: n}
		for _, rank := range strings.FieldsFunc(says, func(r rune) bool { return r == '>' }) {
			var equals []int
			for _, id := range strings.Split(rank, "=") {
				c, ok := place[id]
				if !ok {
					t.Fatalf("no candidate %q", id)
				}
				equals = append(equals, c)
			}
			g.Ranks = append(g.Ranks, equals)
		}
		e.Groups = append(e.Groups, g)
	}
	return e
}

func mustTally(t testing.TB, e Election, m Method) Result {
	t.Helper()
	r, err := Tally(e, m)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// layered writes layers as "A B,C D".
func layered(layers [][]string) string {
	var all []string
	for _, l := range layers {
		all = append(all, strings.Join(l, ","))
	}
	return strings.Join(all, " ")
}

// steps are the steps that do something, as "id,id name=value".
func steps(r Result, do string) (all []string) {
	for _, s := range r.Steps {
		if s.Do == do {
			text := strings.Join(s.IDs, ",")
			for _, f := range s.Figures {
				text += " " + f.Name + "=" + f.Value
			}
			all = append(all, text)
		}
	}
	return all
}

// randomElection has few kinds of ballots, so that ties are frequent. Strict ballots have
// no equals.
func randomElection(r *rand.Rand, strict bool) Election {
	e := Election{None: -1, Seats: 1 + r.IntN(4)}
	m := 1 + r.IntN(6)
	for i := range m {
		e.Candidates = append(e.Candidates, Candidate{ID: strconv.Itoa(i + 1)})
	}
	for range r.IntN(9) {
		e.Groups = append(e.Groups, randomGroup(r, m, strict))
	}
	return e
}

func randomGroup(r *rand.Rand, m int, strict bool) Group {
	g := Group{N: 1 + r.Int64N(4)}
	for _, c := range r.Perm(m)[:r.IntN(m+1)] {
		if n := len(g.Ranks); n > 0 && !strict && r.IntN(3) == 0 {
			g.Ranks[n-1] = append(g.Ranks[n-1], c)
		} else {
			g.Ranks = append(g.Ranks, []int{c})
		}
	}
	return g
}

// shuffled is the same election with candidates, ballots and equals in another order.
func shuffled(r *rand.Rand, e Election) Election {
	to := r.Perm(len(e.Candidates)) // from old place to new
	f := e
	f.Candidates, f.Groups = make([]Candidate, len(to)), nil
	for i, c := range e.Candidates {
		f.Candidates[to[i]] = c
	}
	if e.None >= 0 {
		f.None = to[e.None]
	}
	for _, g := range e.Groups {
		h := Group{N: g.N}
		for _, rank := range g.Ranks {
			var moved []int
			for _, c := range rank {
				moved = append(moved, to[c])
			}
			r.Shuffle(len(moved), func(i, j int) { moved[i], moved[j] = moved[j], moved[i] })
			h.Ranks = append(h.Ranks, moved)
		}
		for h.N > 1 && r.IntN(2) == 0 { // equal ballots need not come together
			h.N--
			f.Groups = append(f.Groups, Group{N: 1, Ranks: h.Ranks})
		}
		f.Groups = append(f.Groups, h)
	}
	r.Shuffle(len(f.Groups), func(i, j int) { f.Groups[i], f.Groups[j] = f.Groups[j], f.Groups[i] })
	return f
}

// times is the election with each ballot cast k times.
func times(e Election, k int64) Election {
	f := e
	f.Groups = slices.Clone(e.Groups)
	for i := range f.Groups {
		f.Groups[i].N *= k
	}
	return f
}

func sameOutcome(a, b Result) bool {
	return slices.Equal(a.Winners, b.Winners) && layered(a.Ranking) == layered(b.Ranking)
}

func seeded(n uint64) *rand.Rand { return rand.New(rand.NewPCG(n, 2007)) }

func TestNothingHangsOnOrder(t *testing.T) {
	for _, m := range []Method{Plurality, Approval, Schulze, STV} {
		for seed := range uint64(2000) {
			r := seeded(seed)
			e := randomElection(r, m == STV)
			a, b := mustTally(t, e, m), mustTally(t, shuffled(r, e), m)
			if !sameOutcome(a, b) || len(a.Steps) != len(b.Steps) {
				t.Fatalf("%s, seed %d: %v %v, in another order %v %v", m, seed, a.Winners, a.Ranking, b.Winners, b.Ranking)
			}
		}
	}
}

// The quota of the transferable vote grows by steps, so that it is not among these.
func TestEveryBallotTwiceChangesNothing(t *testing.T) {
	for _, m := range []Method{Plurality, Approval, Schulze} {
		for seed := range uint64(1000) {
			e := randomElection(seeded(seed), false)
			if a, b := mustTally(t, e, m), mustTally(t, times(e, 2), m); !sameOutcome(a, b) || 2*a.Ballots != b.Ballots || 2*a.Blank != b.Blank {
				t.Fatalf("%s, seed %d: %v, twice %v", m, seed, a.Ranking, b.Ranking)
			}
		}
	}
}

func TestRankingHasEverybodyOnce(t *testing.T) {
	for _, m := range []Method{Plurality, Approval, Schulze, STV} {
		for seed := range uint64(500) {
			e := randomElection(seeded(seed), m == STV)
			r := mustTally(t, e, m)
			ids := slices.Concat(r.Ranking...)
			slices.Sort(ids)
			if len(slices.Compact(ids)) != len(e.Candidates) {
				t.Fatalf("%s, seed %d: %v", m, seed, r.Ranking)
			}
		}
	}
}

func TestNoneIsNotThere(t *testing.T) {
	e := ranked(t, "A B", "1 A>B")
	e.None = 2
	if _, err := Tally(e, Schulze); !errors.Is(err, ErrElection) {
		t.Error(err)
	}
}
