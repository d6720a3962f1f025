package polls

import "encoding/binary"

// ids are the ids of places, in that order.
func (e Election) ids(places ...int) []string {
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = e.Candidates[p].ID
	}
	return ids
}

// first are the candidates of the best rank that has any.
func (g Group) first() []int {
	for _, rank := range g.Ranks {
		if len(rank) > 0 {
			return rank
		}
	}
	return nil
}

// turnout is how many ballots there are, and how many of them name nobody.
func (e Election) turnout() (all, blank int64) {
	for _, g := range e.Groups {
		all += g.N
		if len(g.first()) == 0 {
			blank += g.N
		}
	}
	return all, blank
}

// merged puts ballots together that are written alike, without the blank ones and without
// empty ranks. Methods that look at a ballot again and again are faster so.
func merged(groups []Group) []Group {
	var (
		at  = make(map[string]int, len(groups))
		all []Group
		key []byte
	)
	for _, g := range groups {
		if key = ballotKey(key[:0], g.Ranks); len(key) == 0 {
			continue
		}
		if i, ok := at[string(key)]; ok {
			all[i].N += g.N
			continue
		}
		at[string(key)] = len(all)
		all = append(all, Group{N: g.N, Ranks: filled(g.Ranks), Line: g.Line})
	}
	return all
}

// ballotKey is the same for the same ranks; a blank ballot's is empty.
func ballotKey(key []byte, ranks [][]int) []byte {
	for _, rank := range ranks {
		for _, c := range rank {
			key = binary.AppendUvarint(key, uint64(c)+1)
		}
		if len(rank) > 0 {
			key = append(key, 0)
		}
	}
	return key
}

func filled(ranks [][]int) [][]int {
	full := make([][]int, 0, len(ranks))
	for _, rank := range ranks {
		if len(rank) > 0 {
			full = append(full, rank)
		}
	}
	return full
}
