package polls

// tallyPlurality counts ballots that choose one candidate, or up to Election.Choose. What
// a ballot chooses is its best rank; of a ranked ballot the later ranks do not count. A
// ballot that chooses nobody, or more than it may, counts as blank.
func tallyPlurality(e Election) (Result, error) {
	votes, blank := make([]int64, len(e.Candidates)), int64(0)
	for _, g := range e.Groups {
		chosen := g.first()
		if len(chosen) == 0 || len(chosen) > max(1, e.Choose) {
			blank += g.N
			continue
		}
		for _, c := range chosen {
			votes[c] += g.N
		}
	}
	return byMostVotes(e, Plurality, votes, blank), nil
}

func byMostVotes(e Election, m Method, votes []int64, blank int64) Result {
	all, _ := e.turnout()
	winners, steps := mostVotes(e, votes)
	return Result{
		Method: m, Winners: e.ids(winners...), Ranking: e.layers(votes), Steps: steps,
		Ballots: all, Blank: blank, Votes: votes,
	}
}
