package polls

import (
	"math/big"
	"slices"
)

// sharesReport writes down a run as it goes.
type sharesReport struct {
	r    *sharesRun
	b    *budgeting
	to   *SharesReport
	paid [][]Payment // by kind
}

// report runs once more with what add1 came to, and explains each step.
func (r *sharesRun) report(b *budgeting, raised raising) {
	w := sharesReport{r, b, b.result.Shares, make([][]Payment, len(r.in.kinds))}
	r.reset(raised.added)
	w.to.Added, w.to.Stopped = raised.added, raised.stopped
	w.to.Endowment = w.amount(r.endowment)
	part := new(big.Rat).SetFrac(r.in.budget, new(big.Int).Mul(r.in.voters, r.in.scale))
	b.step("endowed", 1, nil, amount("budget", b.e.Budget), count("voters", b.result.Ballots), amount("part", part),
		count("added", raised.added), amount("endowment", w.to.Endowment))
	for round := 1; ; round++ {
		w.dropped(round)
		o, equals := r.next()
		if o == nil {
			break
		}
		w.bought(round, o, equals)
	}
	w.stopped(raised)
	w.left()
	for g, k := range r.in.kindOf {
		if k >= 0 {
			w.to.Paid[g] = w.paid[k]
		}
	}
}

// amount is an amount of the run in the currency unit.
func (w sharesReport) amount(n *big.Int) *big.Rat {
	return new(big.Rat).SetFrac(n, new(big.Int).Mul(w.r.unit, w.r.in.scale))
}

// dropped takes out all that cannot be paid any more, in an order that is not the list's.
func (w sharesReport) dropped(round int) {
	for _, p := range slices.SortedFunc(slices.Values(w.r.open), w.r.in.ties.compare) {
		money := w.r.money(p)
		if money.Cmp(new(big.Int).Mul(w.r.in.costs[p], w.r.unit)) >= 0 {
			continue
		}
		w.r.drop(p)
		w.to.Projects[p].Round = round
		w.b.step("dropped", round, []int{p}, w.b.cost(p), w.b.votesOf(p), amount("money", w.amount(money)))
	}
}

func (w sharesReport) bought(round int, o *offer, equals []int) {
	p, report := o.project, &w.to.Projects[o.project]
	unit := new(big.Int).Mul(w.r.unit, big.NewInt(o.payers))
	report.Most = new(big.Rat).SetFrac(o.rest, unit.Mul(unit, w.r.in.scale))
	report.Effective = new(big.Rat).Quo(w.b.e.Candidates[p].Cost, report.Most)
	report.Round = round
	if len(equals) > 1 {
		slices.SortFunc(equals, w.r.in.ties.compare)
		w.b.step("tied", round, equals, amount("effective", report.Effective))
	}
	w.pay(o, report.Most)
	w.r.buy(o)
	w.b.fund(p)
	w.b.step("funded", round, []int{p}, w.b.cost(p), w.b.votesOf(p), amount("most", report.Most),
		amount("effective", report.Effective), amount("left", w.b.left()))
}

func (w sharesReport) pay(o *offer, price *big.Rat) {
	id := w.b.e.Candidates[o.project].ID
	for _, k := range o.short {
		w.r.inside[k] = true
	}
	for _, k := range w.r.in.supporters[o.project] {
		switch {
		case w.r.gone[k]:
			w.r.inside[k] = false
		case w.r.inside[k]:
			w.r.inside[k] = false
			w.paid[k] = append(w.paid[k], Payment{id, w.amount(w.r.balance(k))})
		default:
			w.paid[k] = append(w.paid[k], Payment{id, price})
		}
	}
}

// stopped says why no more was added.
func (w sharesReport) stopped(raised raising) {
	if raised.stopped == "" {
		return
	}
	figures := []Figure{count("added", raised.added), amount("left", w.b.left())}
	if raised.over != nil {
		figures = append(figures, amount("next", new(big.Rat).SetFrac(raised.over, w.r.in.scale)))
	}
	w.b.step(raised.stopped, len(w.r.bought)+1, nil, figures...)
}

// left is what the supporters of those that were not bought hold at the end.
func (w sharesReport) left() {
	for p := range w.to.Projects {
		if !w.r.has[p] {
			w.to.Projects[p].Left = w.amount(w.r.money(p))
		}
	}
}
