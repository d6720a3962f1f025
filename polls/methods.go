package polls

// Tally counts an election by a method. It is a pure function: the same election gives
// the same result everywhere, on the server, on the command line and in a browser.
//
// ErrElection: no candidates, an id twice, a cost or a budget that is not above 0, a
// group of no ballots, a ballot that names what is not there or one candidate twice.
// ErrMethod: no such method, or not one for these ballots or without a budget.
func Tally(e Election, m Method) (Result, error) {
	if err := e.check(); err != nil {
		return Result{}, err
	}
	switch m {
	case Binary:
		return tallyBinary(e)
	case Plurality:
		return tallyPlurality(e)
	case Approval:
		return tallyApproval(e)
	case Schulze:
		return tallySchulze(e)
	case STV:
		return tallySTV(e)
	case Shares:
		return tallyShares(e)
	case Greedy:
		return tallyGreedy(e)
	}
	return Result{}, ErrMethod
}

// mostBallots keeps sums of ballots, and products of two such numbers with a count of
// candidates, far from the end of an int64. No city has so many voters.
const mostBallots = 1 << 40

func (e Election) check() error {
	if len(e.Candidates) == 0 || e.Seats < 0 || e.Choose < 0 || !e.checkMoney() || !e.checkTies() {
		return ErrElection
	}
	ids := make(map[string]bool, len(e.Candidates))
	for _, c := range e.Candidates {
		if c.ID == "" || ids[c.ID] {
			return ErrElection
		}
		ids[c.ID] = true
	}
	return e.checkBallots()
}

func (e Election) checkMoney() bool {
	for _, c := range e.Candidates {
		if c.Cost != nil && c.Cost.Sign() <= 0 {
			return false
		}
	}
	return e.Budget == nil || e.Budget.Sign() > 0
}

func (e Election) checkTies() bool {
	seen := map[TieKey]bool{}
	for _, key := range e.Ties {
		if seen[key] || key != TieVotes && key != TieCost && key != TieID {
			return false
		}
		seen[key] = true
	}
	return true
}

func (e Election) checkBallots() error {
	named := make([]int, len(e.Candidates)) // by the last group, counted from 1, that named the candidate
	total := int64(0)
	for g, group := range e.Groups {
		if group.N < 1 || group.N > mostBallots {
			return ErrElection
		}
		if total += group.N; total > mostBallots {
			return ErrElection
		}
		for _, rank := range group.Ranks {
			for _, c := range rank {
				if c < 0 || c >= len(named) || named[c] == g+1 {
					return ErrElection
				}
				named[c] = g + 1
			}
		}
	}
	return nil
}

// approvals are the candidates that a ballot of one rank names; none on a blank ballot.
func (g Group) approvals() []int {
	if len(g.Ranks) == 0 {
		return nil
	}
	return g.Ranks[0]
}

// countApprovals counts ballots of at most one rank: how many name each candidate, how
// many there are, how many are blank. ErrMethod: a ballot has several ranks.
func (e Election) countApprovals() (votes []int64, ballots, blank int64, err error) {
	votes = make([]int64, len(e.Candidates))
	for _, g := range e.Groups {
		if len(g.Ranks) > 1 {
			return nil, 0, 0, ErrMethod
		}
		ballots += g.N
		if len(g.approvals()) == 0 {
			blank += g.N
		}
		for _, c := range g.approvals() {
			votes[c] += g.N
		}
	}
	return votes, ballots, blank, nil
}
