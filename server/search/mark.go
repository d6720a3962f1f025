package search

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// Piece is a stretch of a text; a hit is what was looked for.
type Piece struct {
	Text string
	Hit  bool
}

// Mark is a text in pieces, those that are looked for by the terms (Question) marked.
func Mark(text string, terms []string) []Piece {
	return pieces(text, hits(text, terms))
}

// stretch is from one byte to another.
type stretch struct{ from, to int }

// hits are where the terms stand in a text, in order, none in another.
func hits(text string, terms []string) (all []stretch) {
	f := fold(text)
	for _, term := range terms {
		inner := strings.TrimSpace(term)
		before := strings.Index(term, inner)
		for at := 0; inner != ""; {
			i := strings.Index(f.text[at:], term)
			if i < 0 {
				break
			}
			from := at + i + before
			all = append(all, stretch{f.from[from], f.to[from+len(inner)-1]})
			at = from + len(inner) // the space after a number is also the one before the next
		}
	}
	slices.SortFunc(all, func(a, b stretch) int { return a.from - b.from })
	var apart []stretch
	for _, s := range all {
		if n := len(apart); n > 0 && s.from <= apart[n-1].to {
			apart[n-1].to = max(apart[n-1].to, s.to)
			continue
		}
		apart = append(apart, s)
	}
	return apart
}

func pieces(text string, hits []stretch) (all []Piece) {
	at := 0
	for _, h := range hits {
		if h.from > at {
			all = append(all, Piece{Text: text[at:h.from]})
		}
		all, at = append(all, Piece{text[h.from:h.to], true}), h.to
	}
	if at < len(text) {
		all = append(all, Piece{Text: text[at:]})
	}
	return all
}

// Around is about most characters of the texts in which a term first stands, marked, in one
// line, with … where something was left out; nil where none has any.
func Around(texts []string, terms []string, most int) []Piece {
	for _, text := range texts {
		text = strings.Join(strings.Fields(text), " ")
		found := hits(text, terms)
		if len(found) == 0 {
			continue
		}
		cut := window(text, found[0], most)
		all := Mark(text[cut.from:cut.to], terms)
		if cut.from > 0 {
			all = append([]Piece{{Text: "…"}}, all...)
		}
		if cut.to < len(text) {
			all = append(all, Piece{Text: "…"})
		}
		return all
	}
	return nil
}

// window is a stretch of a text around another, of most characters and no less than that one.
func window(text string, around stretch, most int) stretch {
	w := around
	for left := most - utf8.RuneCountInString(text[w.from:w.to]); left > 0; {
		_, before := utf8.DecodeLastRuneInString(text[:w.from])
		_, after := utf8.DecodeRuneInString(text[w.to:])
		if before+after == 0 {
			break
		}
		if w.from > 0 && (around.from-w.from) < (w.to-around.to)/2+1 || after == 0 {
			w.from -= before
		} else {
			w.to += after
		}
		left--
	}
	return w
}
