package polls

import (
	"math"
	"math/big"
)

// offer is at what price a project can be bought: rest/payers, in the run's unit, of each
// supporter but those who have less.
type offer struct {
	project int
	rest    *big.Int // of the cost, once those who have less gave all
	payers  int64    // supporters who give the full price, 1 or more
	short   []int32  // kinds that have less than the price, or nothing
	last    []int32  // kinds that have exactly the price
	upper   float64  // not below the price for what it buys
	common  *big.Int // greatest common divisor of rest and payers
}

// weigh finds the exact price of a project; nil: its supporters cannot pay it. It starts
// with those who surely have less than the price, and adds who has less than the price so
// found until nobody is left to add: the price only goes up on the way.
func (r *sharesRun) weigh(p int) *offer {
	cost := new(big.Int).Mul(r.in.costs[p], r.unit)
	if r.money(p).Cmp(cost) < 0 {
		return nil
	}
	o := &offer{project: p, rest: cost, payers: r.in.votes[p], upper: math.Inf(1)}
	for _, k := range r.in.supporters[p] {
		if r.gone[k] || r.guess[k]+r.slack+tiny < r.price[p] {
			r.charge(o, k)
		}
	}
	bound := r.settle(o)
	if c := r.costs[p]; c > math.SmallestNonzeroFloat64*(1<<52)/tiny {
		o.upper = bound / c * (1 + tiny)
	}
	for _, k := range o.short {
		r.inside[k] = false
	}
	return o
}

// charge counts a kind among those that have less than the price.
func (r *sharesRun) charge(o *offer, k int32) {
	r.inside[k] = true
	o.short = append(o.short, k)
	o.payers -= r.in.kinds[k].voters
}

// settle adds all who have less than the price, and gives the price in endowments, rounded up.
func (r *sharesRun) settle(o *offer) float64 {
	for settled := 0; ; {
		o.rest.Sub(o.rest, r.sum(o.short[settled:]))
		settled = len(o.short)
		payers := big.NewInt(o.payers)
		price := ratio(o.rest, new(big.Int).Mul(payers, r.endowment))
		margin := r.slack + tiny*(1+price)
		o.last = o.last[:0]
		for _, k := range r.in.supporters[o.project] {
			if r.inside[k] || r.guess[k] > price+margin {
				continue
			}
			has := r.balance(k)
			switch has.Mul(has, payers).Cmp(o.rest) {
			case -1:
				r.charge(o, k)
			case 0:
				o.last = append(o.last, k)
			}
		}
		if len(o.short) == settled {
			return price * (1 + tiny)
		}
	}
}

// compare is below 0 where what a buys for the price is more, 0 where it is the same.
func (r *sharesRun) compare(a, b *offer) int {
	if b == nil {
		return -1
	}
	return r.worth(a, b).Cmp(r.worth(b, a))
}

// worth is a's price for what it buys, times what is needed to compare it with b's.
func (r *sharesRun) worth(a, b *offer) *big.Int {
	n := new(big.Int).Mul(a.rest, big.NewInt(b.payers))
	return n.Mul(n, r.in.costs[b.project])
}

// balance is what each voter of a kind holds.
func (r *sharesRun) balance(k int32) *big.Int {
	if r.gone[k] {
		return new(big.Int)
	}
	has := new(big.Int).Set(r.endowment)
	for _, purchase := range r.history[k] {
		has.Sub(has, r.prices[purchase])
	}
	return has
}

// money is what the supporters of a project hold together.
func (r *sharesRun) money(p int) *big.Int { return r.sum(r.in.supporters[p]) }

// sum is what kinds hold together: their endowments less the prices they paid.
func (r *sharesRun) sum(kinds []int32) *big.Int {
	for len(r.counts) < len(r.prices) {
		r.counts = append(r.counts, 0)
	}
	clear(r.counts)
	holders := int64(0)
	for _, k := range kinds {
		if r.gone[k] {
			continue
		}
		holders += r.in.kinds[k].voters
		for _, purchase := range r.history[k] {
			r.counts[purchase] += r.in.kinds[k].voters
		}
	}
	sum, paid := big.NewInt(holders), new(big.Int)
	sum.Mul(sum, r.endowment)
	for purchase, price := range r.prices {
		if r.counts[purchase] > 0 {
			sum.Sub(sum, paid.Mul(price, big.NewInt(r.counts[purchase])))
		}
	}
	return sum
}
