package record_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	. "yishiting/record"
)

// tailOf is the tail of the log's first size entries that begins behind from, and its leaves.
func tailOf(t testing.TB, l *log, from, size int) (Tail, *log) {
	t.Helper()
	tail, err := TailOf(int64(from), l)
	if err != nil {
		t.Fatal(err)
	}
	return tail, &log{leaves: slices.Clone(l.leaves[from:size])}
}

func TestTailOfAnyTwoSizes(t *testing.T) {
	l := randomLog(t, dice(41), 40)
	for size := range 41 {
		for from := range size + 1 {
			tail, rest := tailOf(t, l, from, size)
			for _, kept := range []int{from, (from + size) / 2, size} {
				if err := CheckTail(tail, rest.all(), l.head(t, size), l.head(t, kept)); err != nil {
					t.Errorf("entries %d to %d with a checkpoint of %d: %v", from, size, kept, err)
				}
			}
		}
	}
}

func TestTailThatDoesNotHold(t *testing.T) {
	l := randomLog(t, dice(42), 30)
	other := randomLog(t, dice(43), 30)
	for name, spoil := range map[string]func(tail *Tail, rest *log, head *Checkpoint, kept *[]Checkpoint){
		"a hash before it altered":  func(tail *Tail, _ *log, _ *Checkpoint, _ *[]Checkpoint) { tail.Frontier[1][7] ^= 1 },
		"a hash before it left out": func(tail *Tail, _ *log, _ *Checkpoint, _ *[]Checkpoint) { tail.Frontier = tail.Frontier[1:] },
		"hashes changed about":      func(tail *Tail, _ *log, _ *Checkpoint, _ *[]Checkpoint) { slices.Reverse(tail.Frontier) },
		"another beginning":         func(tail *Tail, _ *log, _ *Checkpoint, _ *[]Checkpoint) { tail.From = 14 },
		"no beginning":              func(tail *Tail, _ *log, _ *Checkpoint, _ *[]Checkpoint) { tail.From = -1 },
		"an entry left out": func(_ *Tail, rest *log, _ *Checkpoint, _ *[]Checkpoint) {
			rest.leaves = slices.Delete(rest.leaves, 3, 4)
		},
		"the last left out": func(_ *Tail, rest *log, _ *Checkpoint, _ *[]Checkpoint) {
			rest.leaves = rest.leaves[:len(rest.leaves)-1]
		},
		"an entry too many": func(_ *Tail, rest *log, _ *Checkpoint, _ *[]Checkpoint) {
			rest.leaves = append(rest.leaves, l.leaves[28])
		},
		"two entries changed about": func(_ *Tail, rest *log, _ *Checkpoint, _ *[]Checkpoint) {
			rest.leaves[1], rest.leaves[2] = rest.leaves[2], rest.leaves[1]
		},
		"an entry altered": func(_ *Tail, rest *log, _ *Checkpoint, _ *[]Checkpoint) {
			rest.leaves[4] = bytes.Replace(rest.leaves[4], []byte(`"data":`), []byte(`"data":1`), 1)
		},
		"another root":               func(_ *Tail, _ *log, head *Checkpoint, _ *[]Checkpoint) { head.Root[0] ^= 1 },
		"another log":                func(_ *Tail, _ *log, head *Checkpoint, _ *[]Checkpoint) { head.Community = "anzhen" },
		"a kept state it never had":  func(_ *Tail, _ *log, _ *Checkpoint, kept *[]Checkpoint) { *kept = append(*kept, other.head(t, 20)) },
		"its beginning is another":   func(_ *Tail, _ *log, _ *Checkpoint, kept *[]Checkpoint) { *kept = append(*kept, other.head(t, 13)) },
		"a kept state before it":     func(_ *Tail, _ *log, _ *Checkpoint, kept *[]Checkpoint) { *kept = append(*kept, l.head(t, 12)) },
		"a kept state that is later": func(_ *Tail, _ *log, _ *Checkpoint, kept *[]Checkpoint) { *kept = append(*kept, l.head(t, 29)) },
		"a kept state of elsewhere": func(_ *Tail, _ *log, _ *Checkpoint, kept *[]Checkpoint) {
			of := l.head(t, 20)
			of.Community = "anzhen"
			*kept = append(*kept, of)
		},
	} {
		tail, rest := tailOf(t, l, 13, 28)
		head, kept := l.head(t, 28), []Checkpoint{l.head(t, 13)}
		spoil(&tail, rest, &head, &kept)
		err := CheckTail(tail, rest.all(), head, kept...)
		if !errors.Is(err, ErrProof) && !errors.Is(err, ErrLeaf) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestExportAgainstKeptCheckpoints(t *testing.T) {
	l := randomLog(t, dice(44), 20)
	text := export(t, l, 15)
	for size := range 16 {
		if _, err := VerifyExport(strings.NewReader(text), verifier, l.head(t, size)); err != nil {
			t.Errorf("a checkpoint of %d entries: %v", size, err)
		}
	}
	other := randomLog(t, dice(45), 20)
	for _, kept := range []Checkpoint{l.head(t, 16), other.head(t, 9), other.head(t, 15)} {
		if _, err := VerifyExport(strings.NewReader(text), verifier, kept); !errors.Is(err, ErrProof) {
			t.Errorf("a checkpoint of %d entries of another log: %v", kept.Size, err)
		}
	}
}
