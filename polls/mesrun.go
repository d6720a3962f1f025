package polls

import (
	"math"
	"math/big"
)

// sharesRun runs Equal Shares with one endowment after the other over the same ballots.
//
// Amounts are integers over a common denominator, unit, that grows with each purchase, so
// that nothing is ever rounded. What a kind of voters holds is not stored but told by its
// history: the endowment less the prices it paid in full, or nothing once it ran out. That
// makes an exact sum over thousands of voters a matter of a few dozen products.
//
// Beside it, guesses of the balances are kept as floating-point numbers in units of the
// endowment. They decide nothing: with a bound of their error they only tell which
// projects cannot be the next, and everything within the bound is compared exactly.
type sharesRun struct {
	in *sharesInput

	unit      *big.Int   // common denominator of the amounts below, over the scaled ones
	endowment *big.Int   // each voter's
	prices    []*big.Int // by purchase: what its supporters paid, apart from those who ran out
	bought    []int      // places, in order
	has       []bool     // by place
	spent     *big.Int   // scaled
	proofs    []proof    // by purchase

	history [][]int32 // by kind: purchases paid in full
	gone    []bool    // by kind: has run out
	guess   []float64 // by kind: balance, in endowments
	slack   float64   // most by which a guess is wrong

	costs []float64 // by place: cost in endowments, rounded
	open  []int     // places of those that may still be bought
	lower []float64 // by place: not above the price for what it buys, ever after
	price []float64 // by place: not above the price, when last looked at
	seen  []int     // by place: round in which it was looked at
	asked []int     // by place: round in which it was weighed exactly

	inside []bool  // by kind, for weighing
	counts []int64 // by purchase, for weighing
}

func newSharesRun(b *budgeting) *sharesRun {
	in := newSharesInput(b)
	projects, kinds := len(in.costs), len(in.kinds)
	return &sharesRun{
		in: in, spent: new(big.Int), has: make([]bool, projects),
		history: make([][]int32, kinds), gone: make([]bool, kinds), guess: make([]float64, kinds), inside: make([]bool, kinds),
		costs: make([]float64, projects), lower: make([]float64, projects), price: make([]float64, projects),
		seen: make([]int, projects), asked: make([]int, projects),
	}
}

// run buys with everybody's part of the budget and so many currency units more.
func (r *sharesRun) run(added int64) {
	r.reset(added)
	for {
		o, _ := r.next()
		if o == nil {
			return
		}
		r.proofs = append(r.proofs, r.prove(o))
		r.buy(o)
	}
}

func (r *sharesRun) reset(added int64) {
	start := new(big.Int).Mul(r.in.voters, r.in.scale)
	start.Mul(start, big.NewInt(added)).Add(start, r.in.budget)
	r.unit, r.endowment = new(big.Int).Set(r.in.voters), new(big.Int).Set(start)
	r.prices, r.bought, r.proofs, r.slack = r.prices[:0], r.bought[:0], nil, 0
	r.spent.SetInt64(0)
	r.open = append(r.open[:0], r.in.running...)
	for k := range r.history {
		r.history[k], r.gone[k], r.guess[k] = r.history[k][:0], false, 1
	}
	cost := new(big.Int)
	for p := range r.has {
		r.has[p], r.seen[p], r.asked[p] = false, 0, 0
		r.costs[p] = ratio(cost.Mul(r.in.costs[p], r.in.voters), start)
		r.lower[p] = (1 - tiny) / float64(max(r.in.votes[p], 1)) // nobody's part is below an even one
	}
}

// tiny is far above the rounding of a few operations and far below any difference that matters.
const tiny = 1.0 / (1 << 50)

// ratio is a/b to within half of tiny, or infinity, for a ≥ 0 and b > 0.
func ratio(a, b *big.Int) float64 {
	x, y := new(big.Float).SetPrec(64).SetInt(a), new(big.Float).SetPrec(64).SetInt(b)
	f, _ := x.Quo(x, y).Float64()
	return f
}

// next is the project to be bought now and those that it was told apart from only by the
// tie keys; nil where no project can be paid any more. What is too dear is dropped on the
// way, for money never comes back.
func (r *sharesRun) next() (best *offer, equals []int) {
	round, upper := len(r.bought)+1, math.Inf(1)
	for {
		p := r.nearest(round)
		if p < 0 || best != nil && r.lower[p] > upper {
			return best, equals
		}
		if r.seen[p] != round {
			r.seen[p] = round
			if !r.look(p) {
				r.drop(p)
			}
			continue
		}
		r.asked[p] = round
		o := r.weigh(p)
		if o == nil {
			r.drop(p)
			continue
		}
		switch c := r.compare(o, best); {
		case c < 0:
			best, equals, upper = o, []int{p}, o.upper
		case c == 0:
			equals = append(equals, p)
			if r.in.ties.compare(p, best.project) < 0 {
				best = o
			}
		}
	}
}

// nearest is the open project with the least lower bound that is not weighed in this round.
func (r *sharesRun) nearest(round int) int {
	p := -1
	for _, q := range r.open {
		if r.asked[q] != round && (p < 0 || r.lower[q] < r.lower[p]) {
			p = q
		}
	}
	return p
}

func (r *sharesRun) drop(p int) {
	for i, q := range r.open {
		if q == p {
			r.open = append(r.open[:i], r.open[i+1:]...)
			return
		}
	}
}

// look bounds the price of a project from below, by the guesses; false: its supporters
// surely cannot pay it. The price is the least q at which all supporters who give q, or
// what they have, bring the cost together. Going up from an even part, each step charges
// those who have less with what they have and splits the rest; every step on the way is
// below the price. The cost is taken lower by all that the guesses may be too low and by
// the rounding of the sums.
func (r *sharesRun) look(p int) bool {
	cost, supporters := r.costs[p], r.in.supporters[p]
	if math.IsInf(cost, 1) {
		return false
	}
	votes := float64(r.in.votes[p])
	target := cost - votes*r.slack - cost*tiny*float64(len(supporters)+8)
	r.price[p] = 0
	for q := target / votes; q > r.price[p]; {
		r.price[p] = q
		paid, payers := 0.0, 0.0
		for _, k := range supporters {
			if has := r.guess[k]; has < q {
				paid += has * r.in.kinds[k].weight
			} else {
				payers += r.in.kinds[k].weight
			}
		}
		if payers == 0 {
			return false
		}
		q = (target - paid) / payers
	}
	if cost > math.SmallestNonzeroFloat64*(1<<52)/tiny {
		r.lower[p] = max(r.lower[p], r.price[p]/cost*(1-tiny))
	}
	return true
}

// buy takes the price from the supporters' purses.
func (r *sharesRun) buy(o *offer) {
	r.refine(o)
	purchase, price := int32(len(r.prices)), new(big.Int).Quo(o.rest, o.common)
	r.prices, r.bought = append(r.prices, price), append(r.bought, o.project)
	r.has[o.project] = true
	r.spent.Add(r.spent, r.in.costs[o.project])
	for _, k := range o.short {
		r.gone[k], r.guess[k], r.inside[k] = true, 0, true
	}
	for _, k := range o.last {
		r.gone[k], r.guess[k], r.inside[k] = true, 0, true
	}
	paid := ratio(price, r.endowment)
	for _, k := range r.in.supporters[o.project] {
		if r.inside[k] {
			r.inside[k] = false
			continue
		}
		r.history[k] = append(r.history[k], purchase)
		r.guess[k] = max(r.guess[k]-paid, 0)
	}
	r.slack += 2 * tiny
	r.drop(o.project)
}

// refine makes the common denominator fine enough for the price.
func (r *sharesRun) refine(o *offer) {
	payers := big.NewInt(o.payers)
	o.common = new(big.Int).GCD(nil, nil, o.rest, payers)
	finer := payers.Quo(payers, o.common)
	if finer.IsInt64() && finer.Int64() == 1 {
		return
	}
	r.unit.Mul(r.unit, finer)
	r.endowment.Mul(r.endowment, finer)
	for _, price := range r.prices {
		price.Mul(price, finer)
	}
}
