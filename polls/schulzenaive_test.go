package polls

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// naive counts by the words of the definition, from single ballots, with every path
// walked: slow, and written apart from the method.
type naive struct {
	ids     []string
	ballots []map[string]int // rank of each candidate, unranked last
}

func naiveOf(e Election) (n naive) {
	for _, c := range e.Candidates {
		n.ids = append(n.ids, c.ID)
	}
	slices.SortFunc(n.ids, CompareIDs)
	for _, g := range e.Groups {
		b := map[string]int{}
		for _, id := range n.ids {
			b[id] = 1000
		}
		for i, rank := range g.Ranks {
			for _, c := range rank {
				b[e.Candidates[c].ID] = i
			}
		}
		for range g.N {
			n.ballots = append(n.ballots, b)
		}
	}
	return n
}

func (n naive) over(a, b string) (over int64) {
	for _, ballot := range n.ballots {
		if ballot[a] < ballot[b] {
			over++
		}
	}
	return over
}

// strength is that of the best path from a to b over candidates not gone through yet.
func (n naive) strength(a, b string, among []string) (best int64) {
	for _, next := range among {
		link := n.over(a, next)
		if next == a || link <= n.over(next, a) {
			continue
		}
		if next != b {
			rest := slices.DeleteFunc(slices.Clone(among), func(id string) bool { return id == a || id == next })
			link = min(link, n.strength(next, b, append(rest, b)))
		}
		best = max(best, link)
	}
	return best
}

func (n naive) layers(among []string) (layers [][]string) {
	strength := map[[2]string]int64{}
	for _, a := range among {
		for _, b := range among {
			if a != b {
				strength[[2]string{a, b}] = n.strength(a, b, among)
			}
		}
	}
	for len(among) > 0 {
		var layer []string
		for _, a := range among {
			if !slices.ContainsFunc(among, func(b string) bool { return strength[[2]string{b, a}] > strength[[2]string{a, b}] }) {
				layer = append(layer, a)
			}
		}
		layers = append(layers, layer)
		among = slices.DeleteFunc(slices.Clone(among), func(a string) bool { return slices.Contains(layer, a) })
	}
	return layers
}

func naiveSchulze(e Election) [][]string {
	n := naiveOf(e)
	if e.None < 0 {
		return n.layers(n.ids)
	}
	var stand, dropped []string
	none := e.Candidates[e.None].ID
	for _, id := range n.ids {
		switch over, under := n.over(id, none), n.over(none, id); {
		case id == none:
		case over <= under || over < e.Quorum:
			dropped = append(dropped, id)
		default:
			stand = append(stand, id)
		}
	}
	return append(append(n.layers(stand), []string{none}), n.layers(dropped)...)
}

func TestSchulzeAgainstItsDefinition(t *testing.T) {
	ties := 0
	for seed := range uint64(4000) {
		r := seeded(seed)
		e := randomElection(r, false)
		if r.IntN(3) == 0 {
			e.None, e.Quorum = r.IntN(len(e.Candidates)), r.Int64N(5)
		}
		got, want := mustTally(t, e, Schulze), naiveSchulze(e)
		if layered(got.Ranking) != layered(want) {
			t.Fatalf("seed %d: %v, by the definition %v", seed, got.Ranking, want)
		}
		if len(got.Winners) > 1 {
			ties++
		}
	}
	if ties < 200 {
		t.Errorf("only %d ties", ties)
	}
}

// smith is the smallest set whose members beat all others.
func smith(e Election, prefer [][]int64) map[string]bool {
	m := len(e.Candidates)
	best := (1 << m) - 1
	size := m
	for set := 1; set < 1<<m; set++ {
		if members := placesOf(set, m); len(members) < size && beatAll(prefer, set, members) {
			best, size = set, len(members)
		}
	}
	in := map[string]bool{}
	for _, c := range placesOf(best, m) {
		in[e.Candidates[c].ID] = true
	}
	return in
}

func placesOf(set, m int) (members []int) {
	for c := range m {
		if set>>c&1 == 1 {
			members = append(members, c)
		}
	}
	return members
}

func beatAll(prefer [][]int64, set int, members []int) bool {
	for _, a := range members {
		for b := range prefer {
			if set>>b&1 == 0 && prefer[a][b] <= prefer[b][a] {
				return false
			}
		}
	}
	return true
}

// property runs a check on many random elections with one Schulze winner or more.
func property(t *testing.T, check func(r *rand.Rand, e Election, got Result) string) {
	t.Helper()
	for seed := range uint64(2000) {
		r := seeded(seed)
		e := randomElection(r, false)
		got := mustTally(t, e, Schulze)
		if wrong := check(r, e, got); wrong != "" {
			t.Fatalf("seed %d: %s; %v", seed, wrong, got.Ranking)
		}
	}
}

func TestSchulzeWinnersAreInTheSmithSet(t *testing.T) {
	alone := 0
	property(t, func(_ *rand.Rand, e Election, got Result) string {
		in := smith(e, got.Pairs.Prefer)
		if len(got.Winners) == 0 {
			return "nobody wins"
		}
		for _, w := range got.Winners {
			if !in[w] {
				return w + " is not in the Smith set"
			}
		}
		if len(in) == 1 { // who beats each other one
			alone++
			if len(got.Winners) != 1 {
				return "the Condorcet winner shares"
			}
		}
		return ""
	})
	if alone < 100 {
		t.Errorf("only %d Condorcet winners", alone)
	}
}

func TestSchulzeReversal(t *testing.T) {
	property(t, func(_ *rand.Rand, e Election, got Result) string {
		if len(got.Winners) != 1 || len(e.Candidates) == 1 {
			return ""
		}
		f := e
		f.Groups = nil
		for _, g := range e.Groups {
			ranks := slices.Clone(g.Ranks)
			if rest := unranked(len(e.Candidates), g); len(rest) > 0 {
				ranks = append(ranks, rest)
			}
			slices.Reverse(ranks)
			f.Groups = append(f.Groups, Group{N: g.N, Ranks: ranks})
		}
		if slices.Contains(mustTally(t, f, Schulze).Winners, got.Winners[0]) {
			return "the winner wins upside down"
		}
		return ""
	})
}

func unranked(m int, g Group) (rest []int) {
	for c := range m {
		if !slices.Contains(slices.Concat(g.Ranks...), c) {
			rest = append(rest, c)
		}
	}
	return rest
}

// A winner raised to the top of some ballots stays a winner.
func TestSchulzeMonotone(t *testing.T) {
	property(t, func(r *rand.Rand, e Election, got Result) string {
		id := got.Winners[r.IntN(len(got.Winners))]
		w := slices.IndexFunc(e.Candidates, func(c Candidate) bool { return c.ID == id })
		f := e
		f.Groups = nil
		for _, g := range e.Groups {
			if r.IntN(2) == 0 {
				ranks := [][]int{{w}}
				for _, rank := range g.Ranks {
					ranks = append(ranks, slices.DeleteFunc(slices.Clone(rank), func(c int) bool { return c == w }))
				}
				g.Ranks = ranks
			}
			f.Groups = append(f.Groups, g)
		}
		if !slices.Contains(mustTally(t, f, Schulze).Winners, id) {
			return id + " loses by being raised"
		}
		return ""
	})
}

// A candidate's double, next to it on every ballot, changes nothing for the others.
func TestSchulzeClones(t *testing.T) {
	property(t, func(r *rand.Rand, e Election, got Result) string {
		of, clone := r.IntN(len(e.Candidates)), len(e.Candidates)
		f := e
		f.Candidates = append(slices.Clone(e.Candidates), Candidate{ID: "clone"})
		f.Groups = nil
		for _, g := range e.Groups {
			f.Groups = append(f.Groups, Group{N: g.N, Ranks: cloned(r, g.Ranks, of, clone)})
		}
		var winners []string
		for _, w := range mustTally(t, f, Schulze).Winners {
			if w == "clone" {
				w = e.Candidates[of].ID
			}
			if !slices.Contains(winners, w) {
				winners = append(winners, w)
			}
		}
		slices.SortFunc(winners, CompareIDs)
		if !slices.Equal(winners, got.Winners) {
			return fmt.Sprint("with a clone of ", e.Candidates[of].ID, " ", winners)
		}
		return ""
	})
}

func cloned(r *rand.Rand, ranks [][]int, of, clone int) (all [][]int) {
	for _, rank := range ranks {
		if !slices.Contains(rank, of) {
			all = append(all, rank)
			continue
		}
		others := slices.DeleteFunc(slices.Clone(rank), func(c int) bool { return c == of })
		switch way := r.IntN(3); {
		case len(others) > 0 || way == 0: // the two must stay together
			all = append(all, append(others, of, clone))
		case way == 1:
			all = append(all, []int{of}, []int{clone})
		default:
			all = append(all, []int{clone}, []int{of})
		}
	}
	return all
}
