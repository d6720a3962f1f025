package polls

import "fmt"

// binaryIDs are the candidates of a yes-or-no question, in this order.
var binaryIDs = [...]string{"yes", "no", "abstain"}

// tallyBinary counts yes against no. The winner is yes where it has more votes than no, and
// otherwise no: equal votes do not carry a motion. Whether enough took part is for the
// poll's rule to say, not for the count. A ballot that names none of the three, or more
// than one, counts as blank. ErrElection: other candidates than these three.
func tallyBinary(e Election) (Result, error) {
	if len(e.Candidates) != len(binaryIDs) {
		return Result{}, ErrElection
	}
	for i, id := range binaryIDs {
		if e.Candidates[i].ID != id {
			return Result{}, fmt.Errorf("%w: %q where %q belongs", ErrElection, e.Candidates[i].ID, id)
		}
	}
	votes, blank := make([]int64, len(binaryIDs)), int64(0)
	for _, g := range e.Groups {
		if chosen := g.first(); len(chosen) == 1 {
			votes[chosen[0]] += g.N
		} else {
			blank += g.N
		}
	}
	winner, steps := carried(votes)
	all, _ := e.turnout()
	return Result{
		Method: Binary, Winners: []string{winner}, Ranking: e.layers(votes), Steps: steps,
		Ballots: all, Blank: blank, Votes: votes,
	}, nil
}

// carried says whether a motion is carried, as "carried", "not-carried" or "not-carried-even".
func carried(votes []int64) (winner string, steps []Step) {
	for i, id := range binaryIDs {
		steps = append(steps, Step{Do: "votes", Round: 1, IDs: []string{id}, Figures: []Figure{count("votes", votes[i])}})
	}
	yes, no := votes[0], votes[1]
	winner, do := binaryIDs[1], "not-carried"
	switch {
	case yes > no:
		winner, do = binaryIDs[0], "carried"
	case yes == no:
		do = "not-carried-even"
	}
	return winner, append(steps, Step{Do: do, Round: 1, IDs: []string{winner}, Figures: []Figure{count("yes", yes), count("no", no)}})
}
