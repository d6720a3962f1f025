package polls

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// slowSTV counts single papers in exact fractions, and reads the Order sentence by
// sentence: written apart from the method, and slow.
type slowSTV struct {
	ids      []string
	seats    int
	papers   []*slowPaper
	in, out  map[string]bool // elected, excluded
	moved    map[string]bool // whose surplus is gone
	order    []string        // of election
	history  []map[string]*big.Rat
	nowhere  *big.Rat
	nowheres []string
	quota    *big.Rat
	turns    []string // "surplus A", "exclude B"
}

type slowPaper struct {
	names  []string
	holder string
	value  *big.Rat
}

func rat(n int64) *big.Rat { return big.NewRat(n, 1) }

// cutOff is a fraction with five decimals and the rest ignored.
func cutOff(r *big.Rat) *big.Rat {
	scaled := new(big.Rat).Mul(r, rat(100_000))
	whole := new(big.Int).Div(scaled.Num(), scaled.Denom())
	return new(big.Rat).SetFrac(whole, big.NewInt(100_000))
}

func newSlowSTV(e Election) *slowSTV {
	s := &slowSTV{seats: max(1, e.Seats), in: map[string]bool{}, out: map[string]bool{}, moved: map[string]bool{}, nowhere: rat(0)}
	for _, c := range e.Candidates {
		s.ids = append(s.ids, c.ID)
	}
	slices.SortFunc(s.ids, CompareIDs)
	for _, g := range e.Groups {
		var names []string
		for _, rank := range g.Ranks {
			names = append(names, e.Candidates[rank[0]].ID)
		}
		for range g.N {
			if len(names) > 0 {
				s.papers = append(s.papers, &slowPaper{names, names[0], rat(1)})
			}
		}
	}
	s.quota = rat(int64(len(s.papers)/(s.seats+1) + 1))
	return s
}

// credited are the votes of everybody; an elected whose surplus is gone keeps the quota.
func (s *slowSTV) credited() map[string]*big.Rat {
	all := map[string]*big.Rat{}
	for _, id := range s.ids {
		all[id] = rat(0)
		if s.moved[id] {
			all[id].Set(s.quota)
		}
	}
	for _, p := range s.papers {
		if p.holder != "" {
			all[p.holder].Add(all[p.holder], p.value)
		}
	}
	return all
}

func (s *slowSTV) left() (left []string) {
	for _, id := range s.ids {
		if !s.in[id] && !s.out[id] {
			left = append(left, id)
		}
	}
	return left
}

// extreme is who has most (sign 1) or least (-1), by the stages from the last back to the
// first, the set narrowed at each; then the first id has most, and the last least.
func (s *slowSTV) extreme(among []string, sign int) string {
	for stage := len(s.history) - 1; stage >= 0; stage-- {
		votes := s.history[stage]
		best := among[0]
		for _, id := range among {
			if votes[id].Cmp(votes[best])*sign > 0 {
				best = id
			}
		}
		var equal []string
		for _, id := range among {
			if votes[id].Cmp(votes[best]) == 0 {
				equal = append(equal, id)
			}
		}
		among = equal
	}
	if sign > 0 {
		return among[0]
	}
	return among[len(among)-1]
}

func (s *slowSTV) endOfStage() {
	s.history = append(s.history, s.credited())
	s.nowheres = append(s.nowheres, s.nowhere.FloatString(5))
	votes := s.history[len(s.history)-1]
	for {
		var over []string
		for _, id := range s.left() {
			if votes[id].Cmp(s.quota) >= 0 {
				over = append(over, id)
			}
		}
		if len(over) == 0 {
			break
		}
		s.elect(s.extreme(over, 1))
	}
	for left := s.left(); len(left) > 0 && len(left) <= s.seats-len(s.order); left = s.left() {
		s.elect(s.extreme(left, 1))
	}
}

func (s *slowSTV) elect(id string) {
	s.in[id] = true
	s.order = append(s.order, id)
}

func (s *slowSTV) pass(p *slowPaper) {
	at := slices.Index(p.names, p.holder)
	p.holder = ""
	for _, id := range p.names[at+1:] {
		if !s.in[id] && !s.out[id] {
			p.holder = id
			return
		}
	}
	s.nowhere.Add(s.nowhere, p.value)
}

func (s *slowSTV) count() {
	for s.endOfStage(); len(s.order) < s.seats && len(s.left()) > 0; s.endOfStage() {
		votes := s.history[len(s.history)-1]
		var over []string
		for _, id := range s.ids {
			if s.in[id] && !s.moved[id] && votes[id].Cmp(s.quota) > 0 {
				over = append(over, id)
			}
		}
		if len(over) == 0 {
			last := s.extreme(s.left(), -1)
			s.out[last] = true
			s.turns = append(s.turns, "exclude "+last)
			s.each(last, func(*slowPaper) {})
			continue
		}
		first := s.extreme(over, 1)
		s.moved[first] = true
		s.turns = append(s.turns, "surplus "+first)
		surplus := new(big.Rat).Sub(votes[first], s.quota)
		s.each(first, func(p *slowPaper) {
			a := new(big.Rat).Mul(surplus, p.value)
			p.value = cutOff(a.Quo(a, votes[first]))
		})
	}
}

func (s *slowSTV) each(holder string, do func(*slowPaper)) {
	for _, p := range s.papers {
		if p.holder == holder {
			do(p)
			s.pass(p)
		}
	}
}

func manyCandidates(r *rand.Rand) Election {
	e := candidatesFor(30)
	e.Seats = 1 + r.IntN(6)
	for range 40 {
		e.Groups = append(e.Groups, randomGroup(r, 30, true))
	}
	return e
}

func TestSTVAgainstTheOrder(t *testing.T) {
	broken := map[string]int{}
	for seed := range uint64(4000) {
		e := randomElection(seeded(seed), true)
		if seed%20 == 0 { // with so many, sorting is another than with few
			e = manyCandidates(seeded(seed))
		}
		got, slow := mustTally(t, e, STV), newSlowSTV(e)
		slow.count()
		if !slices.Equal(got.Winners, slow.order) || len(got.Stages) != len(slow.history) {
			t.Fatalf("seed %d: %v after %d stages, by the Order %v after %d", seed, got.Winners, len(got.Stages), slow.order, len(slow.history))
		}
		for i, stage := range got.Stages {
			sameStage(t, seed, e, stage, slow, i)
			broken[stage.TieBroken]++
		}
	}
	if broken["lot"] < 200 || broken["earlier-stage"] < 50 {
		t.Errorf("ties: %v", broken)
	}
}

func sameStage(t *testing.T, seed uint64, e Election, got Stage, slow *slowSTV, i int) {
	t.Helper()
	for c, n := range got.Votes {
		id := e.Candidates[c].ID
		if a, b := fiveDecimals("", n).Value, slow.history[i][id].FloatString(5); a != b {
			t.Fatalf("seed %d, stage %d: %s has %s, by the Order %s", seed, i+1, id, a, b)
		}
	}
	if a := fiveDecimals("", got.NonTransfer).Value; a != slow.nowheres[i] {
		t.Fatalf("seed %d, stage %d: %s go no further, by the Order %s", seed, i+1, a, slow.nowheres[i])
	}
	turn := ""
	switch {
	case got.Transferred >= 0:
		turn = "surplus " + e.Candidates[got.Transferred].ID
	case got.Excluded >= 0:
		turn = "exclude " + e.Candidates[got.Excluded].ID
	}
	if i > 0 && turn != slow.turns[i-1] || i == 0 && turn != "" {
		t.Fatalf("seed %d, stage %d: %s, by the Order %s", seed, i+1, turn, slow.turns[i-1])
	}
}
