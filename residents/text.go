package residents

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText is a text from a person as the portal keeps it: plain, whole UTF-8,
// without space around it. Lines end in \n and have no space before their end,
// at most one blank line in a row; oneLine makes a single line of it. Marks that
// cannot be seen and come along with copied text are taken out.
//
// The reason is "" when the text is fit: ErrText for broken UTF-8, NUL and other
// control characters, ErrTooLong for more than max characters. An empty text is fit.
func CleanText(s string, max int, oneLine bool) (string, Reason) {
	if !utf8.ValidString(s) {
		return "", ErrText
	}
	s = lineEnds.Replace(s)
	s = strings.Map(func(c rune) rune {
		switch {
		case unseen(c):
			return -1
		case c == '\t', c == '\n' && oneLine:
			return ' '
		}
		return c
	}, s)
	if strings.ContainsFunc(s, func(c rune) bool { return c != '\n' && unicode.IsControl(c) }) {
		return "", ErrText
	}
	s = trimLines(s)
	if utf8.RuneCountInString(s) > max {
		return "", ErrTooLong
	}
	return s, ""
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n")

// unseen tells whether a character shows nothing, yet changes what is read or
// hides something: marks of reading direction, such as telephones put around a
// copied number, zero-width spaces, and tags. Joiners stay: emoji and some
// scripts are written with them.
func unseen(c rune) bool {
	switch {
	case c == 0x00ad, c == 0x061c, c == 0x200b, c == 0x200e, c == 0x200f, c == 0xfeff:
		return true
	case 0x202a <= c && c <= 0x202e, 0x2060 <= c && c <= 0x206f, 0xe0000 <= c && c <= 0xe007f:
		return true
	}
	return false
}

// trimLines takes away space at the ends of lines and of the text, and all but
// one of blank lines that follow each other.
func trimLines(s string) string {
	var b strings.Builder
	blank := false
	for line := range strings.SplitSeq(strings.TrimSpace(s), "\n") {
		line = strings.TrimRightFunc(line, unicode.IsSpace)
		if line == "" {
			blank = true
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		if blank {
			b.WriteByte('\n')
		}
		blank = false
		b.WriteString(line)
	}
	return b.String()
}
