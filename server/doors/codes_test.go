package doors

import (
	"strings"
	"testing"
)

func TestReadCode(t *testing.T) {
	for typed, want := range map[string]struct {
		number int64
		secret string
	}{
		"0123-7KQ4-9XMT":    {123, "7KQ49XMT"},
		"01237kq49xmt":      {123, "7KQ49XMT"},
		" 0123 7kq4 9xmt\n": {123, "7KQ49XMT"},
		"O1z3-7KQ4-9XMT":    {},
		"OI23-ILOO-9xmt":    {123, "11009XMT"},
		"０１２３－７ＫＱ４－９ｘｍｔ": {123, "7KQ49XMT"},
		"12345-7KQ4-9XMT":                {12345, "7KQ49XMT"},
		"7KQ4-9XMT":                      {}, // no number
		"0000-7KQ4-9XMT":                 {}, // numbers begin with 1
		"0123-7KQ4-9XMU":                 {}, // no U in any code
		"0123-7KQ4-9XM":                  {},
		"0123-7KQ4-9XM张":                 {},
		"":                               {},
		strings.Repeat("1", 101):         {},
		"99999999999999990123-7KQ4-9XMT": {},
	} {
		number, secret, ok := ReadCode(typed)
		if number != want.number || secret != want.secret || ok != (want.secret != "") {
			t.Errorf("%q: %d %q %v", typed, number, secret, ok)
		}
	}
}

func TestNewCodesAreReadAsWritten(t *testing.T) {
	seen := map[string]bool{}
	for i := range 2000 {
		secret := NewCode()
		number, read, ok := ReadCode(strings.ToLower(WriteCode(int64(i+1), secret)))
		if number != int64(i+1) || read != secret || !ok {
			t.Fatalf("%q was read as %d %q %v", WriteCode(int64(i+1), secret), number, read, ok)
		}
		seen[secret] = true
	}
	if len(seen) != 2000 {
		t.Errorf("%d different codes of 2000", len(seen))
	}
	if got := WriteCode(123, "7KQ49XMT"); got != "0123-7KQ4-9XMT" {
		t.Error(got)
	}
}

func TestDigits(t *testing.T) {
	first := map[byte]int{}
	for range 2000 {
		d := NewDigits()
		if ReadDigits(" "+d[:3]+" "+d[3:]) != d {
			t.Fatalf("%q was not read", d)
		}
		first[d[0]]++
	}
	for c := byte('0'); c <= '9'; c++ {
		if first[c] < 100 { // 200 expected
			t.Errorf("%c begins %d of 2000", c, first[c])
		}
	}
	for typed, want := range map[string]string{"１２３ ４５６": "123456", "12345": "", "1234567": "", "12345A": "", "O12345": "012345"} {
		if got := ReadDigits(typed); got != want {
			t.Errorf("%q: %q", typed, got)
		}
	}
}
