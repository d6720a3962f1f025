package record_test

import (
	"crypto/sha256"
	"errors"
	"slices"
	"testing"

	. "yishiting/record"
)

// merkle is the definition of RFC 6962, section 2.1, word for word.
func merkle(leaves [][]byte) Hash {
	switch n := len(leaves); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, leaves[0]...))
	default:
		k := 1
		for 2*k < n {
			k *= 2
		}
		left, right := merkle(leaves[:k]), merkle(leaves[k:])
		return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
	}
}

func TestRootIsTheDefinition(t *testing.T) {
	l := randomLog(t, dice(3), 130)
	for size := range len(l.leaves) + 1 {
		if got := l.head(t, size).Root; got != merkle(l.leaves[:size]) {
			t.Fatalf("root of %d entries is %v", size, got)
		}
	}
}

func TestTreeStoresTheSame(t *testing.T) {
	l := randomLog(t, dice(4), 130)
	tree := &Tree{}
	for size, leaf := range l.leaves {
		read, err := TreeAt(int64(size), l)
		if err != nil || read.Size() != int64(size) || read.Root() != tree.Root() {
			t.Fatalf("tree of %d entries read back: %v, %v", size, read, err)
		}
		if tree.Root() != l.head(t, size).Root {
			t.Fatalf("root of %d entries is another", size)
		}
		at, hashes := tree.Append(leaf)
		if again, same := read.Append(leaf); again != at || !slices.Equal(same, hashes) {
			t.Fatalf("a tree read back at %d goes on otherwise", size)
		}
		if at != StoredCount(int64(size)) || !slices.Equal(l.hashes[at:at+int64(len(hashes))], hashes) {
			t.Fatalf("entry %d: other hashes at %d", size, at)
		}
	}
	if StoredCount(130) != int64(len(l.hashes)) {
		t.Errorf("%d hashes stored, want %d", len(l.hashes), StoredCount(130))
	}
}

func TestConsistencyOfAnyTwoSizes(t *testing.T) {
	l := randomLog(t, dice(5), 40)
	for size := 1; size <= len(l.leaves); size++ {
		later := l.head(t, size)
		for from := 1; from <= size; from++ {
			earlier := l.head(t, from)
			proof, err := ProveConsistency(later.Size, earlier.Size, l)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckConsistency(later, earlier, proof); err != nil {
				t.Fatalf("from %d to %d: %v", from, size, err)
			}
			for _, damage := range []func(){
				func() { earlier.Root[from%32] ^= 4 },
				func() { later.Root[size%32] ^= 32 },
				func() { later.Community = "xincun" },
				func() { proof = append(proof, Hash{}) },
			} {
				oldLater, oldEarlier, oldProof := later, earlier, proof
				damage()
				if err := CheckConsistency(later, earlier, proof); !errors.Is(err, ErrProof) {
					t.Fatalf("from %d to %d, damaged: %v", from, size, err)
				}
				later, earlier, proof = oldLater, oldEarlier, oldProof
			}
			for i := range proof {
				proof[i][31] ^= 1
				if CheckConsistency(later, earlier, proof) == nil {
					t.Fatalf("from %d to %d with hash %d altered", from, size, i)
				}
				proof[i][31] ^= 1
			}
		}
	}
	empty := l.head(t, 0)
	if err := CheckConsistency(l.head(t, 9), empty, nil); err != nil {
		t.Errorf("from nothing: %v", err)
	}
	if err := CheckConsistency(l.head(t, 9), Checkpoint{Community: "hepingli"}, nil); err == nil {
		t.Error("an empty log has only one root")
	}
	if err := CheckConsistency(empty, l.head(t, 9), nil); err == nil {
		t.Error("a log does not shrink")
	}
}

func TestWrongNumbersAreErrors(t *testing.T) {
	l := randomLog(t, dice(6), 5)
	for _, n := range []int64{-1, 6, 1 << 53, 1<<63 - 1} {
		if _, err := Root(n, l); err == nil {
			t.Errorf("root of %d", n)
		}
		if _, err := TreeAt(n, l); err == nil {
			t.Errorf("tree of %d", n)
		}
		if _, err := ProveInclusion(5, n, l); err == nil {
			t.Errorf("inclusion of %d", n)
		}
		if _, err := ProveInclusion(n, 4, l); err == nil {
			t.Errorf("inclusion in %d", n)
		}
		if _, err := ProveConsistency(n, 5, l); err == nil {
			t.Errorf("consistency to %d", n)
		}
		if _, err := ProveConsistency(5, n, l); err == nil {
			t.Errorf("consistency from %d", n)
		}
	}
	if _, _, err := Stored(-1, nil, l); err == nil {
		t.Error("entry -1")
	}
	if _, _, err := Stored(1<<53, nil, l); err == nil {
		t.Error("entry 2^53")
	}
}
