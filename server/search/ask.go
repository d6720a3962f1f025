package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"yishiting/residents"
)

// Most of a question.
const (
	MaxQuestion = 40 // characters
	MaxTerms    = 6  // words that are looked for; those after them are left out
)

// Question is what somebody looks for: all of the terms, each as Fold has it.
type Question struct {
	Text  string // as it was asked, without space around it
	Terms []string
}

// Ask reads a question. A blank one has no terms. The reason why it cannot be looked for is
// residents.ErrTooLong, residents.ErrText where it is no clean text, or residents.ErrEmpty where it has
// neither a letter nor a digit.
func Ask(text string) (Question, error) {
	if utf8.RuneCountInString(text) > 10*MaxQuestion { // not even shown again
		return Question{}, residents.ErrTooLong
	}
	text, reason := residents.CleanText(text, 10*MaxQuestion, true)
	if reason != "" {
		return Question{}, reason
	}
	q := Question{Text: text}
	if utf8.RuneCountInString(text) > MaxQuestion {
		return q, residents.ErrTooLong
	}
	for _, word := range split(text) {
		if term := termOf(word); term != "" && len(q.Terms) < MaxTerms {
			q.Terms = append(q.Terms, term)
		}
	}
	if text != "" && len(q.Terms) == 0 {
		return q, residents.ErrEmpty
	}
	return q, nil
}

// split takes a question apart at spaces and signs, but for signs between digits: 2026-031 is one.
func split(text string) (words []string) {
	all := []rune(text)
	from := 0
	for i, c := range all {
		if classOf(c) != apart || folds(c) {
			continue
		}
		if !unicode.IsSpace(c) && i > 0 && i < len(all)-1 && unicode.IsDigit(all[i-1]) && unicode.IsDigit(all[i+1]) {
			continue
		}
		words = append(words, string(all[from:i]))
		from = i + 1
	}
	return append(words, string(all[from:]))
}

// folds tells whether a sign is a letter or a digit once it is folded: ㎡, ①.
func folds(c rune) bool { return strings.TrimSpace(Fold(string(c))) != "" }

// termOf is a word as it is looked for: a number is whole, and a word of letters begins with it.
func termOf(word string) string {
	term := Fold(word)
	if strings.TrimSpace(term) == "" {
		return ""
	}
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(term, " ")); classOf(last) == letter {
		return strings.TrimRight(term, " ")
	}
	return term
}
