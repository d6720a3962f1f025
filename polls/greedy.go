package polls

import (
	"math/big"
	"slices"
)

// tallyGreedy spends a budget by votes: from the most votes down, equals by the tie keys,
// each project that still fits is funded and the others are skipped (the rule "greedy" of
// Pabulib). A project without a single vote is not left out if it fits: nothing but the
// order of votes and the money decides.
func tallyGreedy(e Election) (Result, error) {
	b, err := newBudgeting(e, Greedy)
	if err != nil {
		return Result{}, err
	}
	b.result.Shares = &SharesReport{Projects: b.projectReports()}
	if b.result.Ballots == 0 {
		return b.finish(), nil // where nobody voted nothing is chosen
	}
	for i, p := range b.ties.byVotes() {
		round := i + 1
		b.result.Shares.Projects[p].Round = round
		do := "skipped"
		if b.fits(p) {
			b.fund(p)
			do = "funded"
		}
		b.step(do, round, []int{p}, b.cost(p), b.votesOf(p), amount("left", b.left()))
	}
	return b.finish(), nil
}

// budgeting is what the methods of budgets share: the count of votes and the purse.
type budgeting struct {
	e      Election
	ties   tieOrder
	chosen []bool
	order  []int // chosen, in the order of selection
	result Result
}

// newBudgeting counts the votes. ErrElection: a project without a cost. ErrMethod: no
// budget, or ballots of several ranks.
func newBudgeting(e Election, m Method) (*budgeting, error) {
	if e.Budget == nil {
		return nil, ErrMethod
	}
	for _, c := range e.Candidates {
		if c.Cost == nil {
			return nil, ErrElection
		}
	}
	votes, ballots, blank, err := e.countApprovals()
	if err != nil {
		return nil, err
	}
	return &budgeting{
		e: e, ties: e.tieOrder(votes), chosen: make([]bool, len(e.Candidates)),
		result: Result{Method: m, Winners: []string{}, Spent: new(big.Rat), Ballots: ballots, Blank: blank, Votes: votes},
	}, nil
}

func (b *budgeting) fund(p int) {
	b.chosen[p] = true
	b.order = append(b.order, p)
	b.result.Winners = append(b.result.Winners, b.e.Candidates[p].ID)
	b.result.Spent = new(big.Rat).Add(b.result.Spent, b.e.Candidates[p].Cost)
	b.result.Shares.Projects[p].Chosen = true
}

// left is what is not spent of the budget.
func (b *budgeting) left() *big.Rat { return new(big.Rat).Sub(b.e.Budget, b.result.Spent) }

func (b *budgeting) fits(p int) bool { return b.e.Candidates[p].Cost.Cmp(b.left()) <= 0 }

func (b *budgeting) projectReports() []ProjectReport {
	reports := make([]ProjectReport, len(b.e.Candidates))
	for p := range reports {
		reports[p].Votes = b.result.Votes[p]
	}
	return reports
}

func (b *budgeting) step(do string, round int, projects []int, figures ...Figure) {
	ids := make([]string, len(projects))
	for i, p := range projects {
		ids[i] = b.e.Candidates[p].ID
	}
	b.result.Steps = append(b.result.Steps, Step{Do: do, Round: round, IDs: ids, Figures: figures})
}

func (b *budgeting) cost(p int) Figure    { return amount("cost", b.e.Candidates[p].Cost) }
func (b *budgeting) votesOf(p int) Figure { return count("votes", b.result.Votes[p]) }

// finish ranks: the chosen in the order of selection, then the others by votes.
func (b *budgeting) finish() Result {
	for _, p := range b.order {
		b.result.Ranking = append(b.result.Ranking, []string{b.e.Candidates[p].ID})
	}
	others := slices.DeleteFunc(b.ties.byVotes(), func(p int) bool { return b.chosen[p] })
	for i, p := range others {
		id := b.e.Candidates[p].ID
		if i > 0 && b.result.Votes[others[i-1]] == b.result.Votes[p] {
			last := len(b.result.Ranking) - 1
			b.result.Ranking[last] = append(b.result.Ranking[last], id)
			continue
		}
		b.result.Ranking = append(b.result.Ranking, []string{id})
	}
	return b.result
}
