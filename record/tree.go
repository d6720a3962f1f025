package record

import (
	"crypto/sha256"
	"errors"
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a hash of the tree: 32 bytes of SHA-256, in text as base64.
type Hash = tlog.Hash

// HashReader reads stored hashes by their positions. It gives as many hashes as
// it was asked for, in that order, or an error.
type HashReader = tlog.HashReader

// ErrProof is the error of a proof, root or stored hash that does not hold.
var ErrProof = errors.New("proof does not hold")

// LeafHash is the hash under which a leaf stands in the tree.
func LeafHash(leaf []byte) Hash { return tlog.RecordHash(leaf) }

// Stored says what to store when the leaf at place seq is appended: one or more
// hashes, at position and the positions that follow. It reads up to log₂ seq
// hashes that were stored before.
func Stored(seq int64, leaf []byte, r HashReader) (position int64, hashes []Hash, err error) {
	if seq < 0 || seq > maxWhole {
		return 0, nil, fmt.Errorf("%w: seq %d", ErrLeaf, seq)
	}
	hashes, err = tlog.StoredHashes(seq, leaf, r)
	return tlog.StoredHashIndex(0, seq), hashes, err
}

// StoredCount is the number of hashes stored for a log of the given size.
func StoredCount(size int64) int64 { return tlog.StoredHashCount(size) }

// Root is the root of the log's first size entries.
func Root(size int64, r HashReader) (Hash, error) {
	if size < 0 || size > maxWhole {
		return Hash{}, fmt.Errorf("%w: size %d", ErrProof, size)
	}
	return tlog.TreeHash(size, r)
}

// ProveInclusion proves that entry seq stands in the log's first size entries.
func ProveInclusion(size, seq int64, r HashReader) ([]Hash, error) {
	if seq < 0 || seq >= size || size > maxWhole {
		return nil, fmt.Errorf("%w: entry %d of %d", ErrProof, seq, size)
	}
	return tlog.ProveRecord(size, seq, r)
}

// ProveConsistency proves that the log's first from entries were not changed
// when it grew to size entries.
func ProveConsistency(size, from int64, r HashReader) ([]Hash, error) {
	if from < 1 || from > size || size > maxWhole {
		return nil, fmt.Errorf("%w: from %d to %d", ErrProof, from, size)
	}
	return tlog.ProveTree(size, from, r)
}

// CheckConsistency is nil if the proof shows that the log of checkpoint later
// begins with the whole log of checkpoint earlier; otherwise it wraps ErrProof.
// An empty log begins every log, without a proof.
func CheckConsistency(later, earlier Checkpoint, proof []Hash) error {
	if later.Community != earlier.Community {
		return fmt.Errorf("%w: logs of %q and %q", ErrProof, later.Community, earlier.Community)
	}
	if earlier == (Checkpoint{Community: earlier.Community, Root: (&Tree{}).Root()}) && len(proof) == 0 {
		return nil
	}
	if earlier.Size < 1 || later.Size < earlier.Size || later.Size > maxWhole {
		return fmt.Errorf("%w: from %d to %d", ErrProof, earlier.Size, later.Size)
	}
	if err := tlog.CheckTree(proof, later.Size, later.Root, earlier.Size, earlier.Root); err != nil {
		return fmt.Errorf("%w: from %d to %d", ErrProof, earlier.Size, later.Size)
	}
	return nil
}

// Tree is the right edge of a log's tree: enough to append to it and to know
// its root, in the memory of some sixty hashes. The zero Tree is the empty log.
type Tree struct {
	size  int64
	peaks []Hash // roots of the complete subtrees, largest first
}

// TreeAt is the tree of the log's first size entries, read in one call.
func TreeAt(size int64, r HashReader) (*Tree, error) {
	if size < 0 || size > maxWhole {
		return nil, fmt.Errorf("%w: size %d", ErrProof, size)
	}
	var positions []int64
	for level := 53; level >= 0; level-- {
		if size>>level&1 == 1 { // the subtree of 2^level leaves before that bit
			positions = append(positions, tlog.StoredHashIndex(level, size>>level-1))
		}
	}
	peaks, err := r.ReadHashes(positions)
	if err != nil {
		return nil, err
	}
	if len(peaks) != len(positions) {
		return nil, fmt.Errorf("%w: %d stored hashes for %d positions", ErrProof, len(peaks), len(positions))
	}
	return &Tree{size: size, peaks: peaks}, nil
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Append adds a leaf and says what Stored says, without reading anything.
func (t *Tree) Append(leaf []byte) (position int64, hashes []Hash) {
	h := tlog.RecordHash(leaf)
	hashes = []Hash{h}
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.peaks) - 1
		h = tlog.NodeHash(t.peaks[last], h)
		t.peaks = t.peaks[:last]
		hashes = append(hashes, h)
	}
	position = tlog.StoredHashIndex(0, t.size)
	t.peaks = append(t.peaks, h)
	t.size++
	return position, hashes
}

// Root is the root of the tree.
func (t *Tree) Root() Hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	last := len(t.peaks) - 1
	root := t.peaks[last]
	for i := last - 1; i >= 0; i-- {
		root = tlog.NodeHash(t.peaks[i], root)
	}
	return root
}
