package polls

// tallyApproval counts ballots that choose any number of candidates: one vote for each that
// a ballot names, in whatever rank. A ballot that names all tells none apart, and counts.
func tallyApproval(e Election) (Result, error) {
	votes := make([]int64, len(e.Candidates))
	for _, g := range e.Groups {
		for _, rank := range g.Ranks {
			for _, c := range rank {
				votes[c] += g.N
			}
		}
	}
	_, blank := e.turnout()
	return byMostVotes(e, Approval, votes, blank), nil
}
