package polls

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestSTVFillsTheSeats(t *testing.T) {
	for seed := range uint64(2000) {
		e := randomElection(seeded(seed), true)
		if r := mustTally(t, e, STV); len(r.Winners) != min(e.Seats, len(e.Candidates)) {
			t.Fatalf("seed %d: %d seats, %v", seed, e.Seats, r.Winners)
		}
	}
}

// What the candidates have, what goes no further and what was cut off is always all of it.
func TestSTVLosesNoVote(t *testing.T) {
	for seed := range uint64(2000) {
		r := mustTally(t, randomElection(seeded(seed), true), STV)
		for i, stage := range r.Stages {
			sum := stage.NonTransfer + cutOffUntil(t, r, i+1)
			for _, n := range stage.Votes {
				sum += n
			}
			if sum != (r.Ballots-r.Blank)*oneVote {
				t.Fatalf("seed %d, stage %d: %d of %d votes", seed, i+1, sum, (r.Ballots-r.Blank)*oneVote)
			}
		}
	}
}

func cutOffUntil(t *testing.T, r Result, round int) (sum int64) {
	for _, s := range r.Steps {
		if s.Do == "cut-off" && s.Round <= round {
			n, ok := new(big.Rat).SetString(s.Figures[0].Value)
			if !ok {
				t.Fatal(s.Figures)
			}
			sum += n.Mul(n, rat(oneVote)).Num().Int64()
		}
	}
	return sum
}

// Moved is what came to others at a stage, and nobody is elected below the quota but for
// the last seats.
func TestSTVStagesAddUp(t *testing.T) {
	for seed := range uint64(2000) {
		r := mustTally(t, randomElection(seeded(seed), true), STV)
		for i, stage := range r.Stages {
			var came int64
			for c, n := range stage.Votes {
				if i > 0 && n > r.Stages[i-1].Votes[c] {
					came += n - r.Stages[i-1].Votes[c]
				}
			}
			if came != stage.Moved {
				t.Fatalf("seed %d, stage %d: %d came, %d moved", seed, i+1, came, stage.Moved)
			}
			for _, c := range stage.Elected {
				if i < len(r.Stages)-1 && stage.Votes[c] < stage.Quota {
					t.Fatalf("seed %d, stage %d: elected below the quota", seed, i+1)
				}
			}
		}
	}
}

// Whoever is put before all others by enough voters for k seats gets k, if they are as many
// (Droop proportionality). One vote is left for what is cut off.
func TestSTVIsProportional(t *testing.T) {
	held := 0
	for seed := range uint64(2000) {
		r := seeded(seed)
		e := randomElection(r, true)
		m := len(e.Candidates)
		coalition := r.Perm(m)[:1+r.IntN(m)]
		size := 1 + r.Int64N(20)
		for range size {
			e.Groups = append(e.Groups, Group{N: 1, Ranks: solid(r, m, coalition)})
		}
		got := mustTally(t, e, STV)
		quota := (got.Ballots-got.Blank)/int64(e.Seats+1) + 1
		due := min(int64(len(coalition)), (size-1)/quota)
		var seats int64
		for _, c := range coalition {
			if slices.Contains(got.Winners, e.Candidates[c].ID) {
				seats++
			}
		}
		if seats < due {
			t.Fatalf("seed %d: %d of %d seats due", seed, seats, due)
		}
		if due > 1 {
			held++
		}
	}
	if held < 100 {
		t.Errorf("only %d coalitions for two seats and more", held)
	}
}

// solid ranks the coalition in some order, then some of the others.
func solid(r *rand.Rand, m int, coalition []int) (ranks [][]int) {
	for _, i := range r.Perm(len(coalition)) {
		ranks = append(ranks, []int{coalition[i]})
	}
	for _, c := range r.Perm(m) {
		if !slices.Contains(coalition, c) && r.IntN(2) == 0 {
			ranks = append(ranks, []int{c})
		}
	}
	return ranks
}
