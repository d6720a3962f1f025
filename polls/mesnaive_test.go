package polls

import (
	"cmp"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// naiveElection is an election voter by voter, for a second count that is written
// straight from the definition: one purse a voter, no groups, nothing put off.
type naiveElection struct {
	e      Election
	votes  [][]bool // by voter, by project
	counts []int
}

func newNaive(e Election) naiveElection {
	n := naiveElection{e: e, counts: make([]int, len(e.Candidates))}
	for _, g := range e.Groups {
		for range g.N {
			vote := make([]bool, len(e.Candidates))
			for _, rank := range g.Ranks {
				for _, p := range rank {
					vote[p] = true
					n.counts[p]++
				}
			}
			n.votes = append(n.votes, vote)
		}
	}
	return n
}

// before tells equals apart by the default keys, written apart from tie.go.
func (n naiveElection) before(p, q int) bool {
	if n.counts[p] != n.counts[q] {
		return n.counts[p] > n.counts[q]
	}
	if c := n.e.Candidates[p].Cost.Cmp(n.e.Candidates[q].Cost); c != 0 {
		return c < 0
	}
	var a, b int
	if _, err := fmt.Sscanf(n.e.Candidates[p].ID+" "+n.e.Candidates[q].ID, "%d %d", &a, &b); err != nil {
		panic(err)
	}
	return a < b
}

// price is the heaviest payment at which the supporters bring the cost together; nil if they cannot.
func (n naiveElection) price(p int, purses []*big.Rat) *big.Rat {
	var has []*big.Rat
	sum := new(big.Rat)
	for i, vote := range n.votes {
		if vote[p] {
			has = append(has, purses[i])
			sum.Add(sum, purses[i])
		}
	}
	cost := n.e.Candidates[p].Cost
	if len(has) == 0 || sum.Cmp(cost) < 0 {
		return nil
	}
	slices.SortFunc(has, func(a, b *big.Rat) int { return a.Cmp(b) })
	paid := new(big.Rat)
	for i, h := range has {
		q := new(big.Rat).Sub(cost, paid)
		q.Quo(q, big.NewRat(int64(len(has)-i), 1))
		if q.Cmp(h) <= 0 {
			return q
		}
		paid.Add(paid, h)
	}
	panic("the supporters can pay, and nobody does")
}

// buy is Equal Shares with one endowment: the order of purchases, and the purses at the end.
func (n naiveElection) buy(endowment *big.Rat) (winners []int, purses []*big.Rat) {
	for range n.votes {
		purses = append(purses, new(big.Rat).Set(endowment))
	}
	for {
		best := -1
		var bestPrice, bestRho *big.Rat
		for p := range n.e.Candidates {
			if slices.Contains(winners, p) {
				continue
			}
			price := n.price(p, purses)
			if price == nil {
				continue
			}
			rho := new(big.Rat).Quo(price, n.e.Candidates[p].Cost)
			if best < 0 || rho.Cmp(bestRho) < 0 || rho.Cmp(bestRho) == 0 && n.before(p, best) {
				best, bestPrice, bestRho = p, price, rho
			}
		}
		if best < 0 {
			return winners, purses
		}
		winners = append(winners, best)
		for i, vote := range n.votes {
			if vote[best] {
				if purses[i].Cmp(bestPrice) < 0 {
					purses[i] = new(big.Rat)
				} else {
					purses[i].Sub(purses[i], bestPrice)
				}
			}
		}
	}
}

func (n naiveElection) spent(winners []int) *big.Rat {
	sum := new(big.Rat)
	for _, p := range winners {
		sum.Add(sum, n.e.Candidates[p].Cost)
	}
	return sum
}

// fits tells whether a project that is not among the winners still fits into the budget.
func (n naiveElection) fits(p int, winners []int) bool {
	sum := n.spent(winners)
	return !slices.Contains(winners, p) && sum.Add(sum, n.e.Candidates[p].Cost).Cmp(n.e.Budget) <= 0
}

func (n naiveElection) byVotes() []int {
	order := make([]int, len(n.e.Candidates))
	for p := range order {
		order[p] = p
	}
	slices.SortFunc(order, func(p, q int) int {
		if n.before(p, q) {
			return -1
		}
		return 1
	})
	return order
}

func (n naiveElection) supported() (all []int) {
	for _, p := range n.byVotes() {
		if n.counts[p] > 0 {
			all = append(all, p)
		}
	}
	return all
}

// shares is the whole method with its completion.
func (n naiveElection) shares() (winners []int, added int64) {
	part := new(big.Rat).Quo(n.e.Budget, big.NewRat(int64(len(n.votes)), 1))
	winners, _ = n.buy(part)
	switch n.e.Completion {
	case CompleteNone:
		return winners, 0
	case CompleteAdd1, CompleteAdd1U:
		winners, added = n.raise(winners, part, false)
	default:
		winners, added = n.raise(winners, part, true)
	}
	if n.e.Completion == CompleteAdd1U || n.e.Completion == CompleteBoth {
		for _, p := range n.byVotes() {
			if n.fits(p, winners) {
				winners = append(winners, p)
			}
		}
	}
	return winners, added
}

func (n naiveElection) raise(winners []int, part *big.Rat, exhaustive bool) ([]int, int64) {
	supported := n.supported()
	if n.spent(supported).Cmp(n.e.Budget) <= 0 {
		for _, p := range supported {
			if !slices.Contains(winners, p) {
				winners = append(winners, p)
			}
		}
		return winners, 0
	}
	for added := int64(0); ; added++ {
		endowment := new(big.Rat).Add(part, big.NewRat(added, 1))
		dearest := slices.MaxFunc(n.e.Candidates, func(a, b Candidate) int { return a.Cost.Cmp(b.Cost) }).Cost
		fits := slices.ContainsFunc(n.byVotes(), func(p int) bool { return n.fits(p, winners) })
		if len(winners) == len(supported) || endowment.Cmp(dearest) > 0 || exhaustive && !fits {
			return winners, added
		}
		next, _ := n.buy(endowment.Add(endowment, big.NewRat(1, 1)))
		if n.spent(next).Cmp(n.e.Budget) > 0 {
			return winners, added
		}
		winners = next
	}
}

func (n naiveElection) greedy() (winners []int) {
	for _, p := range n.byVotes() {
		if n.fits(p, winners) {
			winners = append(winners, p)
		}
	}
	return winners
}

func (n naiveElection) ids(places []int) []string {
	ids := []string{}
	for _, p := range places {
		ids = append(ids, n.e.Candidates[p].ID)
	}
	return ids
}

// smallElection is random and full of ties: few voters, few different costs.
func smallElection(r *rand.Rand) Election {
	e := Election{Completion: CompleteNone}
	projects, voters, unit := 1+r.IntN(7), 1+r.IntN(9), int64(1+r.IntN(6))
	total := int64(0)
	for p := range projects {
		cost := unit * int64(1+r.IntN(5))
		total += cost
		e.Candidates = append(e.Candidates, Candidate{ID: fmt.Sprint(p + 1), Cost: big.NewRat(cost, int64(cmp.Or(r.IntN(3), 1)))})
	}
	r.Shuffle(projects, func(i, j int) {
		e.Candidates[i].ID, e.Candidates[j].ID = e.Candidates[j].ID, e.Candidates[i].ID
	})
	e.Budget = big.NewRat(1+r.Int64N(total+3), int64(cmp.Or(r.IntN(3), 1)))
	chance := r.Float64()
	for range voters {
		var vote []int
		for p := range projects {
			if r.Float64() < chance {
				vote = append(vote, p)
			}
		}
		g := Group{N: int64(1 + r.IntN(3))}
		if len(vote) > 0 {
			r.Shuffle(len(vote), func(i, j int) { vote[i], vote[j] = vote[j], vote[i] })
			g.Ranks = [][]int{vote}
		}
		e.Groups = append(e.Groups, g)
	}
	return e
}

var completions = []Completion{CompleteNone, CompleteAdd1, CompleteAdd1E, CompleteAdd1U, CompleteBoth}

// The method and the naive second count agree in the order of selection and in what add1
// added, on thousands of small elections, for each completion.
func TestSharesAgainstNaive(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	stopped := map[string]int{}
	for i := range 4000 {
		e := smallElection(r)
		for _, e.Completion = range completions {
			n := newNaive(e)
			got, err := Tally(e, Shares)
			if err != nil {
				t.Fatal(i, err)
			}
			winners, added := n.shares()
			if !slices.Equal(got.Winners, n.ids(winners)) || got.Shares.Added != added {
				t.Fatalf("case %d, %s: got %v, added %d; want %v, added %d\n%+v", i, e.Completion, got.Winners, got.Shares.Added, n.ids(winners), added, e)
			}
			stopped[got.Shares.Stopped]++
		}
	}
	for _, why := range []string{"", "over-budget", "exhaustive", "all-funded"} {
		if stopped[why] == 0 {
			t.Errorf("no case stopped with %q: %v", why, stopped)
		}
	}
}

func TestGreedyAgainstNaive(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for i := range 4000 {
		e := smallElection(r)
		got, err := Tally(e, Greedy)
		if err != nil {
			t.Fatal(i, err)
		}
		n := newNaive(e)
		if want := n.ids(n.greedy()); !slices.Equal(got.Winners, want) {
			t.Fatalf("case %d: got %v, want %v\n%+v", i, got.Winners, want, e)
		}
	}
}
