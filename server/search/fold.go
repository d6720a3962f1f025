// Package search is how words are looked for: what of a text is compared (fold.go), what somebody asks
// for (ask.go), and where in a text it stands (mark.go). It knows neither the things that
// are found nor where they are kept.
package search

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold is a text as it is compared. Compatible characters are one (full-width letters and
// digits, ligatures, ㎡), letters are lower case, and whatever is neither letter nor digit is a
// space, with never two in a row. Around each number and each word of letters that are
// written with spaces stands a space: 16号楼 and 16 号楼 are the same, and 6 号楼 does not stand in it.
func Fold(text string) string { return fold(text).text }

// folded is a text as it is compared; from and to are the bytes of the original in which each
// byte of it stands. A space that stands only in the folded text is of no length.
type folded struct {
	text     string
	from, to []int
}

// class is what a character is to its neighbours: those of one run stand together.
type class int

const (
	apart  class = iota // neither letter nor digit
	sign                // Chinese and other characters written without spaces
	letter              // of words that are written with spaces
	digit
)

func classOf(c rune) class {
	switch {
	case unicode.IsDigit(c), unicode.Is(unicode.Nl, c):
		return digit
	case unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Bopomofo):
		return sign
	case unicode.IsLetter(c), unicode.IsMark(c):
		return letter
	}
	return apart
}

func fold(text string) (f folded) {
	b := make([]byte, 0, len(text)+len(text)/8)
	put := func(c rune, from, to int) {
		before := len(b)
		b = utf8.AppendRune(b, c)
		for range len(b) - before {
			f.from, f.to = append(f.from, from), append(f.to, to)
		}
	}
	space := func(at int) {
		if len(b) == 0 || b[len(b)-1] != ' ' {
			put(' ', at, at)
		}
	}
	last := apart
	var it norm.Iter
	for it.InitString(norm.NFKC, text); !it.Done(); {
		from := it.Pos()
		part := it.Next()
		to := it.Pos()
		for len(part) > 0 {
			c, n := utf8.DecodeRune(part)
			part = part[n:]
			now := classOf(c)
			if now != last && (now != sign || last != apart) || now == apart {
				space(from)
			}
			if now != apart {
				put(unicode.ToLower(c), from, to)
			}
			last = now
		}
	}
	if last == letter || last == digit {
		space(len(text))
	}
	f.text = string(b)
	return f
}
