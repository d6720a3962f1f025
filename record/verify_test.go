package record_test

import (
	"bytes"
	"errors"
	"testing"

	. "yishiting/record"
)

func TestVerifyWholeLog(t *testing.T) {
	l := randomLog(t, dice(20), 700) // several comparisons
	var heads []Checkpoint
	for _, size := range []int{700, 0, 1, 512, 513} { // in any order
		heads = append(heads, l.head(t, size))
	}
	found, err := Verify("hepingli", l.all(), l, heads...)
	if err != nil || found.Checkpoint != heads[0] {
		t.Errorf("%v, %v", found, err)
	}
	if found, err := Verify("hepingli", (&log{}).all(), &log{}); err != nil || found.Size != 0 {
		t.Errorf("an empty log: %v, %v", found, err)
	}
}

func TestVerifyBlamesTheFirst(t *testing.T) {
	whole := randomLog(t, dice(21), 600)
	for _, place := range []int64{0, 1, 7, 255, 256, 340, 598, 599} {
		for name, damage := range map[string]func(l *log){
			"leaf altered": func(l *log) {
				l.leaves[place] = bytes.Replace(l.leaves[place], []byte(`"kind":"`), []byte(`"kind":"x`), 1)
			},
			"leaf missing": func(l *log) { l.leaves[place] = nil },
			"leaves out of order": func(l *log) {
				l.leaves[place] = bytes.Replace(l.leaves[place], []byte(`"seq":`), []byte(`"seq":9`), 1)
			},
			"stored hash altered":        func(l *log) { l.hashes[StoredCount(place)][5] ^= 1 },
			"last stored hash altered":   func(l *log) { l.hashes[StoredCount(place+1)-1][5] ^= 1 },
			"stored hashes missing":      func(l *log) { l.hashes = l.hashes[:StoredCount(place)] },
			"hash altered and seq later": func(l *log) { l.hashes[StoredCount(place)][5] ^= 1; l.leaves[599] = nil },
		} {
			l := whole.clone()
			damage(l)
			_, err := Verify("hepingli", l.all(), l)
			var entry *EntryError
			if !errors.As(err, &entry) || entry.Seq != place {
				t.Errorf("%s at entry %d: %v", name, place, err)
			}
		}
	}
}

func TestVerifyHeads(t *testing.T) {
	l := randomLog(t, dice(22), 20)
	other := l.head(t, 12)
	other.Root[0] ^= 1
	foreign := l.head(t, 12)
	foreign.Community = "xincun"
	longer := l.head(t, 20)
	longer.Size = 21
	for name, head := range map[string]Checkpoint{
		"other root": other, "foreign": foreign, "longer than the log": longer,
		"empty log with a root": {Community: "hepingli"},
	} {
		if _, err := Verify("hepingli", l.all(), l, l.head(t, 20), head, l.head(t, 5)); !errors.Is(err, ErrProof) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Verify("xincun", l.all(), l); !errors.Is(err, ErrProof) {
		t.Errorf("as the log of another community: %v", err)
	}
	failing := func(yield func([]byte, error) bool) { yield(nil, errNoHash) }
	if _, err := Verify("hepingli", failing, l); !errors.Is(err, errNoHash) {
		t.Errorf("a failing read: %v", err)
	}
}
