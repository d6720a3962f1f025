package residents

import "strings"

// HoldsPersonalNumber tells whether a text holds what looks like the number of a
// mobile telephone or of an identity card: also in full-width digits, with
// spaces, dashes or dots in the usual places, and with a country code in front.
// Dates, money, room numbers, landlines and service numbers such as 12345 are not.
//
// It errs on the side of letting pass: it is a reminder to the writer, and
// whoever screens a text reads it all the same.
func HoldsPersonalNumber(s string) bool {
	var groups []string // of digits, with nothing but separators between them
	var group []byte
	end := func() {
		if len(group) > 0 {
			groups = append(groups, string(group))
			group = group[:0]
		}
	}
	for _, c := range s {
		switch {
		case '0' <= c && c <= '9':
			group = append(group, byte(c))
		case '０' <= c && c <= '９':
			group = append(group, byte(c-'０'+'0'))
		case unseen(c) || c == 0x200c || c == 0x200d:
		case strings.ContainsRune("xXｘＸ", c): // the last place of some identity numbers
			end()
			groups = append(groups, "X")
		case strings.ContainsRune(" \u00a0\u3000\t-－‐‑‒–—―_.．·•()（）", c):
			end()
		default:
			end()
			if personal(groups) {
				return true
			}
			groups = groups[:0]
		}
	}
	end()
	return personal(groups)
}

// personal tells whether groups that follow each other make a personal number.
func personal(groups []string) bool {
	for i := range groups {
		number, shape := "", ""
		for _, g := range groups[i:] {
			if len(number)+len(g) > 18 {
				break
			}
			number += g
			shape += string(rune(len(g)))
			if mobile(number, shape) || identity(number, shape) {
				return true
			}
		}
	}
	return false
}

// mobile tells whether a number is that of a mainland mobile telephone, 1[3-9]
// and nine more digits, written in a usual way. Shape is the length of each
// group: any other, such as the house numbers 1-3-5-7-9-11-13-15, is not one.
func mobile(number, shape string) bool {
	for _, prefix := range []string{"", "0", "86", "0086"} {
		n, ok := strings.CutPrefix(number, prefix)
		if !ok || len(n) != 11 || n[0] != '1' || n[1] < '3' || n[1] > '9' || strings.Contains(n, "X") {
			continue
		}
		switch string(shape[0]-byte(len(prefix))) + shape[1:] {
		case "\x0b", "\x03\x08", "\x07\x04", "\x03\x04\x04", "\x04\x04\x03", "\x04\x03\x04", "\x03\x03\x05",
			"\x03\x02\x02\x02\x02", strings.Repeat("\x01", 11):
			return true
		}
	}
	return false
}

// identity tells whether a number is that of a mainland identity card
// (GB 11643): region, date of birth, serial number, and in the present form of
// 18 places a check character, which may be X. The check is not computed: a
// number with a slip of the pen in it is personal too.
func identity(number, shape string) bool {
	var birth string // month and day
	switch {
	case len(number) == 18 && !strings.Contains(number[:17], "X") && (number[6:8] == "19" || number[6:8] == "20"):
		birth = number[10:14]
	case number != "" && (shape == "\x0f" || shape == "\x06\x06\x03") && !strings.Contains(number, "X"):
		birth = number[8:12]
	default:
		return false
	}
	month, day := birth[:2], birth[2:]
	return region(number[:2]) && "01" <= month && month <= "12" && "01" <= day && day <= "31"
}

// region tells whether two digits are those of a province (GB/T 2260).
func region(code string) bool {
	return strings.Contains(" 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83 ", " "+code+" ")
}
