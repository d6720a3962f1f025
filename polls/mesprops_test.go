package polls

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
)

// everyElection gives small random elections, each with every completion, and a source of
// chance for what a property does with them.
func everyElection(t *testing.T, seed uint64, check func(t *testing.T, r *rand.Rand, e Election)) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 11))
	for range 300 {
		e := smallElection(r)
		for _, e.Completion = range completions {
			if check(t, r, e); t.Failed() {
				t.Fatalf("%+v", e)
			}
		}
	}
}

func shares(t *testing.T, e Election) Result {
	t.Helper()
	r, err := Tally(e, Shares)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// permuted is the same election with voters and projects in another order, and each group
// of voters split where it can be.
func permuted(r *rand.Rand, e Election) Election {
	places := r.Perm(len(e.Candidates)) // where each goes
	candidates := make([]Candidate, len(places))
	for from, to := range places {
		candidates[to] = e.Candidates[from]
	}
	var groups []Group
	for _, g := range e.Groups {
		moved := Group{N: g.N}
		for _, rank := range g.Ranks {
			var to []int
			for _, p := range rank {
				to = append(to, places[p])
			}
			slices.Sort(to)
			moved.Ranks = append(moved.Ranks, to)
		}
		for ; moved.N > 1 && r.IntN(2) == 0; moved.N-- {
			groups = append(groups, Group{N: 1, Ranks: moved.Ranks})
		}
		groups = append(groups, moved)
	}
	r.Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
	e.Candidates, e.Groups = candidates, groups
	return e
}

// scaled is the election with each group so many times as large, and all money multiplied.
func scaled(e Election, voters int64, money *big.Rat) Election {
	e.Candidates, e.Groups = slices.Clone(e.Candidates), slices.Clone(e.Groups)
	for i := range e.Candidates {
		e.Candidates[i].Cost = new(big.Rat).Mul(e.Candidates[i].Cost, money)
	}
	for i := range e.Groups {
		e.Groups[i].N *= voters
	}
	e.Budget = new(big.Rat).Mul(e.Budget, money)
	return e
}

// (a) The order of voters and projects changes nothing, and other ids in the same order
// change nothing but the ids.
func TestSharesPermuted(t *testing.T) {
	everyElection(t, 1, func(t *testing.T, r *rand.Rand, e Election) {
		want, moved := shares(t, e), permuted(r, e)
		for _, m := range []Method{Shares, Greedy} {
			want, _ := Tally(e, m)
			got, err := Tally(moved, m)
			if err != nil || !slices.Equal(got.Winners, want.Winners) || fmt.Sprint(got.Steps) != fmt.Sprint(want.Steps) {
				t.Errorf("%s: %v, %v after a permutation (%v)", m, want.Winners, got.Winners, err)
			}
		}
		for i := range moved.Candidates {
			id, err := strconv.Atoi(moved.Candidates[i].ID)
			if err != nil {
				t.Fatal(err)
			}
			moved.Candidates[i].ID = fmt.Sprint(7 + 3*id)
		}
		got := shares(t, moved).Winners
		for i, id := range want.Winners {
			n, _ := strconv.Atoi(id)
			if got[i] != fmt.Sprint(7+3*n) {
				t.Errorf("%v, and %v with other ids", want.Winners, got)
			}
		}
	})
}

// (b) Every voter k times and all money times k: the same winners, also with what is added,
// unless an endowment was held against the costs, which grew.
func TestSharesMultiplied(t *testing.T) {
	everyElection(t, 2, func(t *testing.T, r *rand.Rand, e Election) {
		k := 2 + r.Int64N(4)
		want, got := shares(t, e), shares(t, scaled(e, k, big.NewRat(k, 1)))
		if want.Shares.Stopped == "enough" || got.Shares.Stopped == "enough" {
			return
		}
		if !slices.Equal(got.Winners, want.Winners) || got.Shares.Added != want.Shares.Added {
			t.Errorf("%v, and %v times %d", want.Winners, got.Winners, k)
		}
	})
}

// (c) In another currency the method itself chooses the same; add1 need not.
func TestSharesScaled(t *testing.T) {
	everyElection(t, 3, func(t *testing.T, r *rand.Rand, e Election) {
		e.Completion = CompleteNone
		factor := big.NewRat(1+r.Int64N(1000), 1+r.Int64N(1000))
		want, got := shares(t, e), shares(t, scaled(e, 1, factor))
		if !slices.Equal(got.Winners, want.Winners) {
			t.Errorf("%v, and %v times %s", want.Winners, got.Winners, factor)
		}
	})
}

// (d) Nothing is spent twice and nobody pays for what they did not ask for: the payments of
// a project are its cost, to the last fraction, or it is filled and nobody pays; nobody
// pays more than they hold.
// (g) At the end the supporters of what was not bought hold together less than it costs.
func TestSharesMoney(t *testing.T) {
	everyElection(t, 4, func(t *testing.T, _ *rand.Rand, e Election) {
		r := shares(t, e)
		if r.Spent.Cmp(e.Budget) > 0 {
			t.Errorf("spent %s", r.Spent)
		}
		paid, left := map[string]*big.Rat{}, make([]*big.Rat, len(e.Candidates))
		for p, c := range e.Candidates {
			paid[c.ID], left[p] = new(big.Rat), new(big.Rat)
		}
		for g, group := range e.Groups {
			purse := purseAfter(t, e, group, r.Shares.Endowment, r.Shares.Paid[g], paid)
			for _, p := range group.approvals() {
				left[p].Add(left[p], multiple(purse, group.N))
			}
		}
		for p, c := range e.Candidates {
			report := r.Shares.Projects[p]
			if chosen := slices.Contains(r.Winners, c.ID); chosen != report.Chosen || report.Filled && !chosen {
				t.Errorf("%s: chosen %t, report %+v", c.ID, chosen, report)
			}
			bought := report.Chosen && !report.Filled
			switch {
			case bought && (paid[c.ID].Cmp(c.Cost) != 0 || report.Effective.Cmp(new(big.Rat).Quo(c.Cost, report.Most)) != 0):
				t.Errorf("%s costs %s, paid %s, report %+v", c.ID, c.Cost, paid[c.ID], report)
			case !bought && (paid[c.ID].Sign() != 0 || left[p].Cmp(c.Cost) >= 0):
				t.Errorf("%s costs %s, paid %s, its supporters hold %s", c.ID, c.Cost, paid[c.ID], left[p])
			case !report.Chosen && left[p].Cmp(report.Left) != 0:
				t.Errorf("%s: left %s, report %s", c.ID, left[p], report.Left)
			}
		}
	})
}

func multiple(r *big.Rat, n int64) *big.Rat { return new(big.Rat).Mul(r, big.NewRat(n, 1)) }

// purseAfter is what a voter of the group holds at the end; paid gets the whole group's payments.
func purseAfter(t *testing.T, e Election, g Group, endowment *big.Rat, payments []Payment, paid map[string]*big.Rat) *big.Rat {
	purse := new(big.Rat).Set(endowment)
	approved := e.ids(g.approvals()...)
	for _, payment := range payments {
		if payment.Amount.Sign() <= 0 || !slices.Contains(approved, payment.ID) {
			t.Errorf("a voter for %v pays %s for %s", approved, payment.Amount, payment.ID)
		}
		purse.Sub(purse, payment.Amount)
		paid[payment.ID].Add(paid[payment.ID], multiple(payment.Amount, g.N))
	}
	if purse.Sign() < 0 {
		t.Errorf("a voter for %v holds %s", approved, purse)
	}
	return purse
}

// (e) With a larger budget no project is dropped in the first round that was not before.
func TestSharesLargerBudget(t *testing.T) {
	dropped := func(t *testing.T, e Election) (first int) {
		for _, s := range shares(t, e).Steps {
			if s.Do == "dropped" && s.Round == 1 {
				first++
			}
		}
		return first
	}
	everyElection(t, 5, func(t *testing.T, r *rand.Rand, e Election) {
		e.Completion = CompleteNone
		before := dropped(t, e)
		e.Budget = new(big.Rat).Add(e.Budget, big.NewRat(r.Int64N(30), 1+r.Int64N(3)))
		if after := dropped(t, e); after > before {
			t.Errorf("%d dropped at first, then %d", before, after)
		}
	})
}

// (f) What add1 came to is within the budget, and one unit more is not, unless it says
// that it stopped for another reason, which then holds.
func TestSharesAdd1IsLast(t *testing.T) {
	everyElection(t, 6, func(t *testing.T, _ *rand.Rand, e Election) {
		r, n := shares(t, e), newNaive(e)
		next, _ := n.buy(new(big.Rat).Add(r.Shares.Endowment, big.NewRat(1, 1)))
		over := n.spent(next).Cmp(e.Budget) > 0
		unfunded := slices.ContainsFunc(n.supported(), func(p int) bool { return !r.Shares.Projects[p].Chosen })
		fits := new(big.Rat).Sub(e.Budget, r.Spent)
		room := slices.ContainsFunc(n.byVotes(), func(p int) bool {
			return !r.Shares.Projects[p].Chosen && e.Candidates[p].Cost.Cmp(fits) <= 0
		})
		switch r.Shares.Stopped {
		case "":
			if e.Completion != CompleteNone {
				t.Error("no reason")
			}
		case "over-budget":
			if !over {
				t.Error("one more is within the budget")
			}
		case "exhaustive":
			if room {
				t.Error("something fits")
			}
		case "all-funded":
			if unfunded {
				t.Error("something is not funded")
			}
		}
		if _, fill, _ := e.Completion.parts(); fill && room {
			t.Error("something fits and is not filled in")
		}
	})
}

// Sums that differ by one part in 10^17 are told apart: floating-point numbers could not.
func TestSharesNearTies(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 8))
	for i := range 2000 {
		e := scaled(smallElection(r), 1, big.NewRat(100_000_000_000_000_000, 1))
		for p := range e.Candidates {
			noise := big.NewRat(r.Int64N(3)-1, 1)
			e.Candidates[p].Cost = noise.Add(noise, e.Candidates[p].Cost)
		}
		noise := big.NewRat(r.Int64N(3)-1, 1)
		e.Budget = noise.Add(noise, e.Budget)
		n := newNaive(e)
		want, _ := n.shares()
		if got := shares(t, e); !slices.Equal(got.Winners, n.ids(want)) {
			t.Fatalf("case %d: %v, want %v\n%+v", i, got.Winners, n.ids(want), e)
		}
	}
}

// A larger election, where most is decided by the guesses, against the second count.
func TestSharesTown(t *testing.T) {
	for seed := range uint64(3) {
		e := townElection(300, 25, seed)
		e.Budget = big.NewRat(60_000, 1)
		n := newNaive(e)
		for _, e.Completion = range []Completion{CompleteNone, CompleteAdd1E} {
			n.e = e
			got := shares(t, e)
			want, _ := n.buy(got.Shares.Endowment)
			if !slices.Equal(got.Winners, n.ids(want)) {
				t.Errorf("town %d, %s: %v, want %v", seed, e.Completion, got.Winners, n.ids(want))
			}
		}
	}
}

// Where a currency unit is small beside the costs add1 takes many units together; the
// second count takes them one by one.
func TestSharesLeaps(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	for i := range 250 {
		e := scaled(smallElection(r), 1, big.NewRat(20+r.Int64N(40), 1))
		for _, e.Completion = range []Completion{CompleteAdd1, CompleteAdd1E} {
			got := shares(t, e)
			want, added := newNaive(e).shares()
			if !slices.Equal(got.Winners, newNaive(e).ids(want)) || got.Shares.Added != added {
				t.Fatalf("case %d, %s: %v, added %d; want %v, %d\n%+v", i, e.Completion, got.Winners, got.Shares.Added, want, added, e)
			}
		}
	}
}
