package residents

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText is a text from a person as the portal keeps it: plain, whole UTF-8,
// without space around it, lines ending in \n. oneLine makes one line of it. The
// reason is "" when it is fit: ErrText for broken UTF-8, control characters and
// marks that turn the direction of reading; ErrTooLong for more than max
// characters. An empty text is fit.
func CleanText(s string, max int, oneLine bool) (string, Reason) {
	if !utf8.ValidString(s) {
		return "", ErrText
	}
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	s = strings.ReplaceAll(s, "\t", " ")
	if oneLine {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	for _, c := range s {
		turns := c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069
		if c != '\n' && unicode.IsControl(c) || turns || c == 0xfeff {
			return "", ErrText
		}
	}
	s = strings.TrimSpace(s)
	for strings.Contains(s, "\n\n\n") {
		s = strings.ReplaceAll(s, "\n\n\n", "\n\n")
	}
	if utf8.RuneCountInString(s) > max {
		return "", ErrTooLong
	}
	return s, ""
}

// HoldsPersonalNumber tells whether a text holds what looks like a mainland
// mobile number or the number of an identity card, also with spaces or dashes
// between its digits and in full-width digits.
func HoldsPersonalNumber(s string) bool {
	var run []rune
	for _, c := range s + "." {
		switch {
		case c >= '０' && c <= '９':
			run = append(run, '0'+c-'０')
		case c >= '0' && c <= '9', c == 'x' || c == 'X':
			run = append(run, c)
		case (c == ' ' || c == '-' || c == '－') && len(run) > 0:
		default:
			if personal(run) {
				return true
			}
			run = run[:0]
		}
	}
	return false
}

// personal tells whether a run of digits is a mobile number (11, from 13 to 19) or
// an identity number (18 with a birth date, or the old 15).
func personal(run []rune) bool {
	s := strings.TrimRight(string(run), "xX")
	switch n := len(s); {
	case len(run) == 18 && (n == 17 || n == 18):
		return (s[6:8] == "19" || s[6:8] == "20") && s[10:12] <= "12" && s[12:14] <= "31"
	case n == 15 && len(run) == 15:
		return s[8:10] <= "12" && s[10:12] <= "31" && s[8:10] != "00"
	case n == 11 && len(run) == 11:
		return s[0] == '1' && s[1] >= '3'
	case n == 13 && len(run) == 13:
		return s[:2] == "86" && s[2] == '1' && s[3] >= '3'
	}
	return false
}
