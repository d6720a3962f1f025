package record

import (
	"fmt"
	"iter"
	"math/bits"
	"slices"
)

// Tail is where the end of a log begins: how many entries lie before it, and the roots of
// the complete subtrees that they make. With the entries from there on it is enough to
// compute the log's root anew, in text of a few lines however long the log is.
type Tail struct {
	From     int64  `json:"from"`     // entries before
	Frontier []Hash `json:"frontier"` // one for each 1 in From, the largest subtree first
}

// TailOf is the tail that begins behind the log's first from entries.
func TailOf(from int64, r HashReader) (Tail, error) {
	tree, err := TreeAt(from, r)
	if err != nil {
		return Tail{}, err
	}
	return Tail{From: from, Frontier: append([]Hash{}, tree.peaks...)}, nil
}

// tree is the tree of the entries before the tail; ErrProof where the frontier cannot be theirs.
func (t Tail) tree() (Tree, error) {
	if t.From < 0 || t.From > maxWhole || len(t.Frontier) != bits.OnesCount64(uint64(t.From)) {
		return Tree{}, fmt.Errorf("%w: a frontier of %d hashes behind %d entries", ErrProof, len(t.Frontier), t.From)
	}
	return Tree{size: t.From, peaks: slices.Clone(t.Frontier)}, nil
}

// CheckTail checks the end of a log: the first leaf is that of entry t.From, places have
// no gap, times never run backwards, the last leaf is the last of head's log, and the
// leaves behind the frontier give head's root. Every other checkpoint in kept, of a size
// from t.From to head's, must be a state that the log went through.
//
// What lies before the tail is known by its hashes only: nothing is said about it but
// that it is the beginning of head's log. The error says what is the first thing that does
// not hold: an EntryError where one entry can be blamed, otherwise ErrProof.
func CheckTail(t Tail, leaves iter.Seq2[[]byte, error], head Checkpoint, kept ...Checkpoint) error {
	tree, err := t.tree()
	if err != nil {
		return err
	}
	for _, k := range kept {
		if k.Size < t.From || k.Size > head.Size {
			return fmt.Errorf("%w: a checkpoint of %d entries cannot be compared with entries %d to %d", ErrProof, k.Size, t.From, head.Size)
		}
	}
	c := chain{community: head.Community, tree: tree}
	kept = append(slices.Clone(kept), head)
	if err := c.passes(kept); err != nil {
		return err
	}
	for leaf, err := range leaves {
		if err != nil {
			return &EntryError{c.tree.Size(), err}
		}
		if _, _, err := c.add(leaf); err != nil {
			return err
		}
		if err := c.passes(kept); err != nil {
			return err
		}
	}
	return c.check(head)
}
