// Package doors has what the ways in share that ask for a code: codes that people can
// type, their password hashes, and who is asking, as far as an address tells.
//
// A code of 40 bits is short enough to be typed and too short for a plain hash, so it is
// stored by argon2id (ASVS 6.5.2), which is dear on purpose: Hasher bounds how much of
// the machine it may take. How often a code may be tried is counted in the store.
package doors

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"
)

// crockford are the 32 characters of a code: no I, L, O and U, which are misread or spell words.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// secretLength is how many characters a secret has: 40 bits.
const secretLength = 8

// numberLength is how many digits a number is printed with at least.
const numberLength = 4

// NewCode is a new secret that people can type: 8 characters, 40 random bits.
func NewCode() string {
	var b [secretLength]byte
	_, _ = rand.Read(b[:]) // never fails
	for i, c := range b {
		b[i] = crockford[c&31]
	}
	return string(b[:])
}

// NewDigits is a new secret of six digits, for a text message. Each of the
// 1,000,000 is as likely as any other.
func NewDigits() string {
	for {
		var b [3]byte
		_, _ = rand.Read(b[:])
		n := int(b[0])<<16 | int(b[1])<<8 | int(b[2])
		if n < 16_000_000 { // the largest multiple of a million below 2^24
			return fmt.Sprintf("%06d", n%1_000_000)
		}
	}
}

// WriteCode is how a secret is printed behind the number that finds its hash: 0123-7KQ4-9XMT.
func WriteCode(number int64, secret string) string {
	return fmt.Sprintf("%0*d-%s-%s", numberLength, number, secret[:4], secret[4:])
}

// ReadCode reads what was typed: the last 8 characters are the secret, the digits before
// them the number. Spaces, hyphens and case do not count, I and L are read as 1, O as
// 0. Not ok where it can be no code.
func ReadCode(typed string) (number int64, secret string, ok bool) {
	if len(typed) > 100 {
		return 0, "", false
	}
	var plain []byte
	for _, c := range typed {
		c, skip := crockfordOf(c)
		if skip {
			continue
		}
		if strings.IndexByte(crockford, c) < 0 {
			return 0, "", false
		}
		plain = append(plain, c)
	}
	if len(plain) < numberLength+secretLength {
		return 0, "", false // a code of which a character is missing is not tried as another's
	}
	digits, rest := string(plain[:len(plain)-secretLength]), string(plain[len(plain)-secretLength:])
	number, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || number <= 0 || len(digits) > 15 {
		return 0, "", false
	}
	return number, rest, true
}

// ReadDigits reads six digits as typed, with spaces or hyphens anywhere; "" where it is something else.
func ReadDigits(typed string) string {
	if len(typed) > 100 {
		return ""
	}
	var plain []byte
	for _, c := range typed {
		c, skip := crockfordOf(c)
		if skip {
			continue
		}
		if c < '0' || c > '9' {
			return ""
		}
		plain = append(plain, c)
	}
	if len(plain) != 6 {
		return ""
	}
	return string(plain)
}

// crockfordOf is a typed character as it counts, or that it does not count. A
// Chinese keyboard writes full-width characters, which mean the same.
func crockfordOf(c rune) (plain byte, skip bool) {
	if 0xFF01 <= c && c <= 0xFF5E {
		c -= 0xFF01 - '!'
	}
	if 'a' <= c && c <= 'z' {
		c -= 'a' - 'A'
	}
	switch c {
	case ' ', '\t', '\r', '\n', 0x3000, '-', '–', '—', '_':
		return 0, true
	case 'I', 'L':
		return '1', false
	case 'O':
		return '0', false
	}
	if c > 'Z' {
		return '?', false
	}
	return byte(c), false
}
