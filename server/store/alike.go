package store

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"

	"yishiting/server/search"
)

// Of the topics that may be alike so many are weighed, those that share most first, and of equals
// the latest; and so many are read whole.
const (
	mostWeighed = 256
	mostAlike   = 64
)

// SimilarTopics are public topics of a month not before since that share pairs of characters with a
// title, at least a third of them, the most alike first: what a topic has in its title counts three
// times. In the place of a merged topic stands the one it went into.
func (v *View) SimilarTopics(body, title, since string, limit int) ([]TopicRow, error) {
	pairs, buckets := search.Pairs(title)
	if len(pairs) == 0 {
		return nil, nil
	}
	need := max(min(2, len(pairs)), (len(pairs)+2)/3)
	numbers, err := v.sharing(body, since, buckets, need)
	if err != nil {
		return nil, err
	}
	score := map[string]int{}
	for some := range slices.Chunk(numbers[:min(len(numbers), mostWeighed)], 64) {
		in, args := among([]any{body, string(KindTopic), since}, some)
		_, err := list(v, func(r row) (struct{}, error) {
			var id, title, words string
			err := r.Scan(&id, &title, &words)
			if n, weight := weigh(title, words, pairs); n >= need {
				score[id] = max(score[id], weight)
			}
			return struct{}{}, err
		}, `SELECT CASE WHEN t.state = 'merged' THEN t.into_topic ELSE t.id END, f.title, f.words FROM findables f
			JOIN topics t ON t.community = f.body AND t.id = f.thing WHERE f.body = $1 AND f.kind = $2 AND t.cycle >= $3 AND f.n IN (`+in+`)`, args...)
		if err != nil {
			return nil, err
		}
	}
	return v.mostAlike(body, score, limit)
}

// weigh is how many of the pairs stand in a topic, and what they weigh.
func weigh(title, words string, pairs []string) (n, score int) {
	for _, pair := range pairs {
		switch {
		case strings.Contains(title, pair):
			n, score = n+1, score+3
		case strings.Contains(words, pair):
			n, score = n+1, score+1
		}
	}
	return n, score
}

// mostAlike are the topics with the highest scores, of equals those that were raised last.
func (v *View) mostAlike(body string, score map[string]int, limit int) ([]TopicRow, error) {
	var ids []string
	for id := range score {
		ids = append(ids, id)
	}
	if len(ids) == 0 {
		return nil, nil
	}
	slices.SortFunc(ids, func(a, b string) int { return cmp.Or(score[b]-score[a], strings.Compare(b, a)) })
	in, args := among([]any{body}, ids[:min(len(ids), mostAlike)])
	all, err := list(v, scanTopicRow, selectTopicRow+` FROM topics t`+withHolder+` WHERE t.community = $1 AND t.id IN (`+in+`)`, args...)
	slices.SortFunc(all, func(a, b TopicRow) int {
		return cmp.Or(score[b.ID]-score[a.ID], b.RaisedAt.Compare(a.RaisedAt), strings.Compare(a.ID, b.ID))
	})
	return all[:min(len(all), limit)], err
}

// sharing are the numbers of the topics since a month that stand in at least so many of the buckets,
// those that stand in most first.
func (v *View) sharing(body, since string, buckets []int, need int) (numbers []int64, err error) {
	first, err := one(v, number, `SELECT COALESCE(MIN(f.n), 0) FROM topics t JOIN findables f ON f.body = t.community AND f.kind = $2 AND f.thing = t.id AND f.part = ''
		WHERE t.community = $1 AND t.cycle >= $3`, body, string(KindTopic), since)
	if err != nil || first == 0 {
		return nil, err
	}
	topics := search.KindBucket(string(KindTopic))
	in, args := among([]any{body}, append(slices.Clone(buckets), topics))
	kept, err := v.bitsWhere(`body = $1 AND bucket IN (`+in+`)`, args...)
	if err != nil {
		return nil, err
	}
	pairs := map[int]int{} // how many are in a bucket
	for _, bucket := range buckets {
		pairs[bucket]++
	}
	blocks := map[int64][]int{}
	for at, set := range kept {
		if pairs[at.bucket] > 0 {
			counts := blocks[at.block]
			if counts == nil {
				counts = make([]int, blockSize)
				blocks[at.block] = counts
			}
			eachBit(set, func(bit int) { counts[bit] += pairs[at.bucket] })
		}
	}
	shared := map[int64]int{}
	for block, counts := range blocks {
		eachBit(kept[bucketBlock{topics, block}], func(bit int) {
			if n := block*blockSize + int64(bit); n >= first && counts[bit] >= need {
				numbers, shared[n] = append(numbers, n), counts[bit]
			}
		})
	}
	slices.SortFunc(numbers, func(a, b int64) int { return cmp.Or(shared[b]-shared[a], cmp.Compare(b, a)) })
	return numbers, nil
}

// eachBit calls do with each bit that is set.
func eachBit(set []byte, do func(bit int)) {
	for i, b := range set {
		for ; b != 0; b &= b - 1 {
			do(8*i + bits.TrailingZeros8(b))
		}
	}
}
