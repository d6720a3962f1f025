package polls

import (
	"math/big"
)

// tallyShares spends a budget by the Method of Equal Shares with cost utilities
// (equalshares.net/explanation). Everybody who cast a ballot, also an empty one, holds an
// equal part of the budget. Of the projects that their supporters can still pay, the one
// is bought at which the heaviest payment is least for what it buys: its cost is split
// evenly among its supporters, and who has less left gives what they have. Equals are told
// apart by the tie keys. What is left is spent as the election's completion says
// (equalshares.net/implementation/completion).
//
// ErrMethod: no completion is named, which is a term of the poll and has no default.
func tallyShares(e Election) (Result, error) {
	exhaustive, fill, ok := e.Completion.parts()
	if !ok {
		return Result{}, ErrMethod
	}
	b, err := newBudgeting(e, Shares)
	if err != nil {
		return Result{}, err
	}
	b.result.Shares = &SharesReport{Projects: b.projectReports(), Paid: make([][]Payment, len(e.Groups))}
	if b.result.Ballots == 0 {
		return b.finish(), nil // where nobody voted nothing is chosen
	}
	run := newSharesRun(b)
	raised := raising{}
	if e.Completion != CompleteNone {
		raised = run.raise(exhaustive)
	}
	run.report(b, raised)
	if raised.guard {
		b.fillFrom(func(p int) bool { return b.result.Votes[p] > 0 })
	}
	if fill {
		b.fillFrom(func(int) bool { return true })
	}
	return b.finish(), nil
}

// parts are the variants a completion is made of.
func (c Completion) parts() (exhaustive, fill, ok bool) {
	switch c {
	case CompleteNone, CompleteAdd1:
		return false, false, true
	case CompleteAdd1E:
		return true, false, true
	case CompleteAdd1U:
		return false, true, true
	case CompleteBoth:
		return true, true, true
	}
	return false, false, false
}

// fillFrom goes down the votes and funds what still fits; supporters do not pay for it.
func (b *budgeting) fillFrom(may func(p int) bool) {
	for _, p := range b.ties.byVotes() {
		if b.chosen[p] || !may(p) || !b.fits(p) {
			continue
		}
		b.fund(p)
		report := &b.result.Shares.Projects[p]
		report.Filled, report.Round, report.Left = true, len(b.order), nil
		b.step("filled", report.Round, []int{p}, b.cost(p), b.votesOf(p), amount("left", b.left()))
	}
}

// raising is how far add1 went.
type raising struct {
	added   int64
	stopped string   // as SharesReport.Stopped
	guard   bool     // all projects together are within the budget
	over    *big.Int // what the next outcome would have cost, scaled; where it was over the budget
}

// raise gives every voter one currency unit more, again and again from the start, as long
// as the outcome stays within the budget. It also stops where nothing can be gained: all
// projects with supporters are funded, or a voter alone could pay any project. Where these
// projects together cost no more than the budget they are all to be funded, and there is
// nothing to raise for.
//
// Budgets are large beside a currency unit, so steps that provably change nothing are taken
// together, twice as many each time that holds and half as many where it does not.
func (r *sharesRun) raise(exhaustive bool) raising {
	if r.in.total.Cmp(r.in.budget) <= 0 {
		return raising{stopped: "all-funded", guard: true}
	}
	r.run(0)
	for added, leap := int64(0), int64(1); ; {
		stopped, most := r.enough(exhaustive, added)
		if stopped != "" {
			return raising{added: added, stopped: stopped}
		}
		before := r.proofs
		leap = min(leap, most)
		for !r.runLike(before, added+leap, leap == 1) && leap > 1 {
			leap /= 2
		}
		if r.spent.Cmp(r.in.budget) > 0 {
			return raising{added: added, stopped: "over-budget", over: new(big.Int).Set(r.spent)}
		}
		added += leap
		leap *= 2
	}
}

// enough says why the outcome is final, or how many units more at most may be added
// before that must be asked again.
func (r *sharesRun) enough(exhaustive bool, added int64) (stopped string, most int64) {
	if len(r.bought) == len(r.in.running) {
		return "all-funded", 0
	}
	if exhaustive && r.exhausted() {
		return "exhaustive", 0
	}
	if added >= r.in.dearestAt {
		return "enough", 0
	}
	return "", r.in.dearestAt - added
}

// exhausted tells whether no project that is not bought fits into what is left of the budget.
func (r *sharesRun) exhausted() bool {
	left := new(big.Int).Sub(r.in.budget, r.spent)
	for p, cost := range r.in.costs {
		if !r.has[p] && cost.Cmp(left) <= 0 {
			return false
		}
	}
	return true
}
