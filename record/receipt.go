package record

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Receipt proves that one entry stands in a community's log. It has everything
// that a check needs but the verifier key, and travels as JSON.
type Receipt struct {
	Leaf       string `json:"leaf"`       // the entry's text
	Index      int64  `json:"index"`      // its place in the log
	Size       int64  `json:"size"`       // of the checkpoint's log
	Proof      []Hash `json:"proof"`      // of inclusion
	Checkpoint string `json:"checkpoint"` // signed
}

// NewReceipt is the receipt for a leaf at place index of the log with that
// checkpoint, whose signature is not looked at. The hashes are the log's.
func NewReceipt(leaf []byte, index int64, signed string, r HashReader) (Receipt, error) {
	c, err := unverifiedCheckpoint(signed)
	if err != nil {
		return Receipt{}, err
	}
	proof, err := ProveInclusion(c.Size, index, r)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Leaf: string(leaf), Index: index, Size: c.Size, Proof: proof, Checkpoint: signed}, nil
}

// Check gives the entry if the receipt holds: the checkpoint is signed by the
// verifier's key, is of the entry's community, and its log has the entry at its
// place. Otherwise the error wraps ErrLeaf, ErrCheckpoint or ErrProof.
func (r Receipt) Check(verifier string) (Entry, error) {
	c, err := OpenCheckpoint(r.Checkpoint, verifier)
	if err != nil {
		return Entry{}, err
	}
	e, err := ParseLeaf([]byte(r.Leaf))
	if err != nil {
		return Entry{}, err
	}
	switch {
	case e.Community != c.Community:
		return Entry{}, fmt.Errorf("%w: entry of %q in the log of %q", ErrProof, e.Community, c.Community)
	case r.Index != e.Seq || r.Size != c.Size:
		return Entry{}, fmt.Errorf("%w: entry %d of %d at place %d of %d", ErrProof, e.Seq, c.Size, r.Index, r.Size)
	}
	if err := tlog.CheckRecord(r.Proof, c.Size, c.Root, e.Seq, LeafHash([]byte(r.Leaf))); err != nil {
		return Entry{}, fmt.Errorf("%w: entry %d of %d", ErrProof, e.Seq, c.Size)
	}
	return e, nil
}
