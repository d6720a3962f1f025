package search

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode/utf8"
)

// Buckets is how many buckets there are. A thing of 200 characters falls into about 300 of them: of what shares
// one bucket with a question, some 4 in a hundred do not hold its words, and are dropped when they are read.
const Buckets = 8192

// BucketsOf are the buckets of a thing with that title and words, as Fold has them, in order: of
// each character and each pair of neighbours, those of the title once more, and of its kind.
func BucketsOf(kind, title, words string) []int {
	all := []int{KindBucket(kind)}
	for mark, text := range map[byte]string{inWords: words, inTitle: title} {
		last := rune(' ')
		for _, c := range text {
			if c != ' ' {
				all = append(all, bucket(mark, string(c)))
			}
			all = append(all, bucket(mark, string([]rune{last, c})))
			last = c
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// What of a thing falls into a bucket.
const (
	inWords = 'w'
	inTitle = 't'
	inKind  = 'k'
)

// KindBucket is the bucket of all things of a kind.
func KindBucket(kind string) int { return bucket(inKind, kind) }

// mostPieces is how many pieces of a question are looked up; the rest is seen when things are read.
const mostPieces = 24

// Lookup are the buckets into which falls whatever holds the terms in its words, and in its title.
func Lookup(terms []string) (words, title []int) {
	for _, piece := range piecesOf(terms) {
		words, title = append(words, bucket(inWords, piece)), append(title, bucket(inTitle, piece))
	}
	return words, title
}

// piecesOf are the pairs of neighbours in the terms, or the one character that a term has.
func piecesOf(terms []string) (all []string) {
	for _, term := range terms {
		if utf8.RuneCountInString(term) == 1 {
			all = append(all, term)
			continue
		}
		last := rune(0)
		for _, c := range term {
			if last != 0 {
				all = append(all, string([]rune{last, c}))
			}
			last = c
		}
	}
	slices.Sort(all)
	all = slices.Compact(all)
	return all[:min(len(all), mostPieces)]
}

func bucket(mark byte, piece string) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte{mark})
	_, _ = h.Write([]byte(piece))
	return int(h.Sum32() % Buckets)
}

// HasAll tells whether a folded text holds all of the terms.
func HasAll(text string, terms []string) bool {
	return !slices.ContainsFunc(terms, func(term string) bool { return !strings.Contains(text, term) })
}

// Pairs are the pairs of neighbours in a text by which it is compared with others, each once, and for each the
// bucket in which whatever has it in its words stands.
func Pairs(text string) (pairs []string, buckets []int) {
	last := ' '
	for _, c := range Fold(text) {
		pair := string([]rune{last, c})
		if last != ' ' && c != ' ' && !slices.Contains(pairs, pair) {
			pairs, buckets = append(pairs, pair), append(buckets, bucket(inWords, pair))
		}
		last = c
	}
	return pairs, buckets
}
