package polls

import (
	"cmp"
	"slices"
	"strings"
)

// CompareIDs orders ids: whole numbers by their size and before all others, others as
// texts. Numbers that differ only in leading zeros are ordered as texts, so that
// different ids are never equal.
func CompareIDs(a, b string) int {
	aNumber, bNumber := wholeNumber(a), wholeNumber(b)
	switch {
	case aNumber && bNumber:
		x, y := strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(x), len(y)), strings.Compare(x, y), strings.Compare(a, b))
	case aNumber:
		return -1
	case bNumber:
		return 1
	}
	return strings.Compare(a, b)
}

func wholeNumber(id string) bool {
	return id != "" && strings.Trim(id, "0123456789") == ""
}

// tieOrder orders places of candidates by the election's keys: more votes, less cost, the
// id that comes first. The id decides last even where it is not among the keys, so that
// two candidates never stay equal and nothing depends on the order of a list.
type tieOrder struct {
	keys       []TieKey
	candidates []Candidate
	votes      []int64
}

func (e Election) tieOrder(votes []int64) tieOrder {
	keys := e.Ties
	if keys == nil {
		keys = DefaultTies
	}
	return tieOrder{keys, e.Candidates, votes}
}

// compare is below 0 where a comes before b.
func (t tieOrder) compare(a, b int) int {
	for _, key := range t.keys {
		if c := t.by(key, a, b); c != 0 {
			return c
		}
	}
	return t.by(TieID, a, b)
}

func (t tieOrder) by(key TieKey, a, b int) int {
	x, y := t.candidates[a], t.candidates[b]
	switch {
	case key == TieVotes:
		return cmp.Compare(t.votes[b], t.votes[a])
	case key == TieID:
		return CompareIDs(x.ID, y.ID)
	case x.Cost != nil && y.Cost != nil:
		return x.Cost.Cmp(y.Cost)
	}
	return 0
}

// byVotes is all candidates by votes, equals by the tie keys.
func (t tieOrder) byVotes() []int {
	order := make([]int, len(t.candidates))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(t.votes[b], t.votes[a]), t.compare(a, b))
	})
	return order
}
