package polls

import "sort"

// mostVotes gives the election's seats to those with most votes. Among equals for the last
// seat Election.Ties tells, and a step says by which key. Nobody is chosen without a vote.
func mostVotes(e Election, votes []int64) (winners []int, steps []Step) {
	order := e.tieOrder(votes).byVotes()
	for _, c := range order {
		steps = append(steps, Step{Do: "votes", Round: 1, IDs: e.ids(c), Figures: []Figure{count("votes", votes[c])}})
	}
	named := sort.Search(len(order), func(i int) bool { return votes[order[i]] == 0 })
	seats := min(max(1, e.Seats), named)
	if seats < named && votes[order[seats-1]] == votes[order[seats]] {
		steps = append(steps, e.lastSeat(order[:named], seats, votes))
	}
	for _, c := range order[:seats] {
		steps = append(steps, Step{Do: "elected", Round: 1, IDs: e.ids(c), Figures: []Figure{count("votes", votes[c])}})
	}
	return order[:seats], steps
}

// lastSeat is the step that says how equals were told apart at the last seat: "tie-cost" or
// "tie-id", with all who had the same votes, in order, and how many of them got a seat.
func (e Election) lastSeat(order []int, seats int, votes []int64) Step {
	in, out := order[seats-1], order[seats]
	from := sort.Search(len(order), func(i int) bool { return votes[order[i]] <= votes[in] })
	to := sort.Search(len(order), func(i int) bool { return votes[order[i]] < votes[in] })
	return Step{
		Do: "tie-" + string(e.tieOrder(votes).key(in, out)), Round: 1, IDs: e.ids(order[from:to]...),
		Figures: []Figure{count("votes", votes[in]), count("seats", int64(seats-from))},
	}
}

// key is the first key by which two candidates differ.
func (t tieOrder) key(a, b int) TieKey {
	for _, key := range t.keys {
		if t.by(key, a, b) != 0 {
			return key
		}
	}
	return TieID
}

// layers are all ids in layers of equal votes, most first; within a layer by id.
func (e Election) layers(votes []int64) (all [][]string) {
	byID := tieOrder{[]TieKey{TieID}, e.Candidates, votes}
	last := int64(-1)
	for _, c := range byID.byVotes() {
		if votes[c] != last {
			all, last = append(all, nil), votes[c]
		}
		all[len(all)-1] = append(all[len(all)-1], e.Candidates[c].ID)
	}
	return all
}
