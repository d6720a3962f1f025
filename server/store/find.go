package store

import (
	"math/bits"
	"slices"

	"yishiting/server/search"
)

// Looking is what is looked for among what everybody may read at a place.
type Looking struct {
	Place  string    // body
	Street string    // the body above a community: what it has for the community is found too, after the community's own; ""
	Terms  []string  // all of them (search.Question)
	Kind   ThingKind // "" for every kind
	After  FindKey
	Limit  int
	Keep   func([]Found) (map[string]bool, error) // ids of the things that are wanted of these; nil: all
}

// Found is a thing that holds the words that were looked for.
type Found struct {
	Body  string
	Kind  ThingKind
	Thing string
	Part  string
	Key   FindKey
}

// FindKey is a place among what is found. What comes first: the place's own, what has the words in its
// title, what is public since later. The zero key is before the first.
type FindKey struct {
	Stage int   // from 0: the place's own by title, by words, the street's by title, by words
	N     int64 // number within the body; 0: before the first of the stage
}

// mostRead is how many rows are read at most for a page: a question whose pieces stand everywhere, and
// nowhere beside each other, ends there and goes on on the next page.
const mostRead = 1500

// Find is a page of what holds the words. After it the key goes on where more is true; then the page
// may be empty and still not the last.
func (v *View) Find(l Looking) (found []Found, next FindKey, more bool, err error) {
	next = l.After
	if len(l.Terms) == 0 {
		return nil, next, false, nil
	}
	read := 0
	for s := 2 * (next.Stage / 2); s < 4; s += 2 { // both stages of a body are looked up together
		body := l.Place
		if s == 2 {
			if body = l.Street; body == "" {
				break
			}
		}
		stages, err := v.mayHold(l, body)
		if err != nil {
			return nil, next, false, err
		}
		for i, numbers := range stages {
			stage := s + i
			if stage < next.Stage {
				continue
			}
			for some := range slices.Chunk(below(numbers, stage, next), 64) {
				if read >= mostRead {
					return found, next, true, nil
				}
				read += len(some)
				hits, err := v.holding(l, body, stage, some)
				if err != nil {
					return nil, next, false, err
				}
				for _, f := range hits {
					if len(found) == l.Limit {
						return found, next, true, nil
					}
					found, next = append(found, f), f.Key
				}
				next = FindKey{stage, some[len(some)-1]}
			}
		}
	}
	return found, next, false, nil
}

// below are the numbers, from high to low, that come after the key in a stage.
func below(numbers []int64, stage int, after FindKey) []int64 {
	if stage == after.Stage && after.N > 0 {
		for len(numbers) > 0 && numbers[0] >= after.N {
			numbers = numbers[1:]
		}
	}
	return numbers
}

// mayHold are the numbers of what may hold the terms in its title, and in its words, the highest first.
func (v *View) mayHold(l Looking, body string) (stages [2][]int64, err error) {
	inWords, inTitle := search.Lookup(l.Terms)
	var always []int
	if l.Kind != "" {
		always = []int{search.KindBucket(string(l.Kind))}
	}
	in, args := among([]any{body}, slices.Concat(inWords, inTitle, always))
	kept, err := v.bitsWhere(`body = $1 AND bucket IN (`+in+`)`, args...)
	if err != nil {
		return stages, err
	}
	last := int64(-1)
	for at := range kept {
		last = max(last, at.block)
	}
	for block := last; block >= 0; block-- {
		stages[0] = append(stages[0], inAll(kept, block, append(inTitle, always...))...)
		stages[1] = append(stages[1], inAll(kept, block, append(inWords, always...))...)
	}
	return stages, nil
}

// inAll are the numbers of a block that stand in each of the buckets, the highest first.
func inAll(kept map[bucketBlock][]byte, block int64, buckets []int) (numbers []int64) {
	all := slices.Clone(kept[bucketBlock{buckets[0], block}])
	for _, bucket := range buckets[1:] {
		other := kept[bucketBlock{bucket, block}]
		all = all[:min(len(all), len(other))]
		for i := range all {
			all[i] &= other[i]
		}
	}
	for i, b := range slices.Backward(all) {
		for b != 0 {
			top := bits.Len8(b) - 1
			numbers = append(numbers, block*blockSize+int64(8*i+top))
			b &^= 1 << top
		}
	}
	return numbers
}

// holding reads rows of a body and keeps those that do hold the terms and belong to the stage.
func (v *View) holding(l Looking, body string, stage int, numbers []int64) (hits []Found, err error) {
	in, args := among([]any{body}, numbers)
	rows, err := list(v, scanFindRow, `SELECT `+findColumns+` FROM findables WHERE body = $1 AND n IN (`+in+`) ORDER BY n DESC`, args...)
	if err != nil {
		return nil, err
	}
	for _, f := range rows {
		here := body == l.Place || reaches(f.reach, l.Place)
		titled := search.HasAll(f.title, l.Terms)
		if here && titled == (stage%2 == 0) && search.HasAll(f.words, l.Terms) && (l.Kind == "" || f.kind == l.Kind) {
			hits = append(hits, Found{body, f.kind, f.thing, f.part, FindKey{stage, f.n}})
		}
	}
	if l.Keep == nil || len(hits) == 0 {
		return hits, nil
	}
	wanted, err := l.Keep(hits)
	return slices.DeleteFunc(hits, func(f Found) bool { return !wanted[f.Thing] }), err
}
