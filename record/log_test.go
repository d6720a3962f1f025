package record_test

import (
	"errors"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	. "yishiting/record"
)

const (
	signer   = "PRIVATE+KEY+portal.example+461fb98b+Aer6MDngNuDxsFy6SfYQTe37HcCXKQbRc8lPWFmrSxJ+"
	verifier = "portal.example+461fb98b+AQ8O+aWkt57EPXZFLtXGb823MSSsFZH+fQB5gK60M3US"
)

// log is a log kept in memory as the store keeps it: leaves by place, hashes by position.
type log struct {
	leaves [][]byte
	hashes []Hash
}

var errNoHash = errors.New("no hash there")

func (l *log) ReadHashes(positions []int64) ([]Hash, error) {
	var found []Hash
	for _, p := range positions {
		if p >= int64(len(l.hashes)) {
			return nil, errNoHash
		}
		found = append(found, l.hashes[p])
	}
	return found, nil
}

func (l *log) all() iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for _, leaf := range l.leaves {
			if !yield(leaf, nil) {
				return
			}
		}
	}
}

func (l *log) append(t testing.TB, leaf []byte) {
	t.Helper()
	position, hashes, err := Stored(int64(len(l.leaves)), leaf, l)
	if err != nil || position != int64(len(l.hashes)) {
		t.Fatalf("entry %d is stored at %d, %v; %d hashes are there", len(l.leaves), position, err, len(l.hashes))
	}
	l.leaves = append(l.leaves, leaf)
	l.hashes = append(l.hashes, hashes...)
}

func (l *log) head(t testing.TB, size int) Checkpoint {
	t.Helper()
	root, err := Root(int64(size), l)
	if err != nil {
		t.Fatal(err)
	}
	return Checkpoint{Community: "hepingli", Size: int64(size), Root: root}
}

func (l *log) clone() *log {
	return &log{leaves: slices.Clone(l.leaves), hashes: slices.Clone(l.hashes)}
}

func sign(t testing.TB, c Checkpoint) string {
	t.Helper()
	signed, err := SignCheckpoint(c, signer)
	if err != nil {
		t.Fatal(err)
	}
	return signed
}

var start = time.Date(2026, 11, 3, 9, 0, 0, 0, time.FixedZone("CST", 8*3600))

// randomLog has n entries with data of many shapes, some of them in one microsecond.
func randomLog(t testing.TB, r *rand.Rand, n int) *log {
	t.Helper()
	l := &log{}
	at := start
	for seq := range n {
		at = at.Add(time.Duration(r.IntN(3)) * time.Microsecond)
		e, err := NewEntry("hepingli", int64(seq), at, randomAct(r))
		if err != nil {
			t.Fatal(err)
		}
		l.append(t, e.Leaf())
	}
	return l
}

func randomAct(r *rand.Rand) Act {
	kinds := []string{"topic.accepted", "notice.published", "outcome.published", "rating.closed"}
	datas := []any{
		nil, r.IntN(1000), "电动自行车充电 <b>&</b>", []int{}, map[string]any{},
		map[string]any{"title": "楼道堆物", "supporters": r.IntN(100), "tally": map[string]int{"for": 12, "against": 1}},
		[]any{true, 1.5, map[string]any{"title": []any{"title"}}, "\u2028 \" \\ \x01"},
	}
	return Act{
		Kind:    kinds[r.IntN(len(kinds))],
		Subject: []string{"", "2026-11", fmt.Sprintf("0199-%06x", r.IntN(1<<24))}[r.IntN(3)],
		Data:    datas[r.IntN(len(datas))],
	}
}

func dice(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 2026)) }
