package residents

import (
	"crypto/rand"
	"encoding/hex"
	"time"
)

// NewID makes an opaque identifier in the form of a UUID, version 7: 48 bits of
// milliseconds, so that ids made later sort later, and 74 random bits.
// An id names a thing and opens nothing: what gives access is a secret of its own.
func NewID(now time.Time) string {
	var b [16]byte
	_, _ = rand.Read(b[6:]) // never fails: crypto/rand ends the program instead
	ms := uint64(now.UnixMilli())
	for i := range 6 {
		b[i] = byte(ms >> (8 * (5 - i)))
	}
	b[6] = b[6]&0x0f | 0x70
	b[8] = b[8]&0x3f | 0x80
	h := hex.EncodeToString(b[:])
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

// ValidID tells whether s may stand as an id made by a sender: 16 to 80
// characters of letters, digits, '-' and '_'.
func ValidID(s string) bool {
	if len(s) < 16 || len(s) > 80 {
		return false
	}
	for i := range len(s) {
		c := s[i]
		ok := c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !ok {
			return false
		}
	}
	return true
}
