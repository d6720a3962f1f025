package record

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"time"

	"golang.org/x/mod/sumdb/tlog"
)

// Summary is what a whole log was found to be.
type Summary struct {
	Checkpoint
	First, Last time.Time // of the first and the last entry; zero for an empty log
}

// EntryError says which entry is the first that does not hold, and why.
type EntryError struct {
	Seq int64
	Err error
}

func (e *EntryError) Error() string { return fmt.Sprintf("entry %d: %v", e.Seq, e.Err) }

func (e *EntryError) Unwrap() error { return e.Err }

// chain takes the entries of one log in order and keeps what the next must agree with.
type chain struct {
	community string
	tree      Tree
	first     int64 // At of the first entry
	last      int64 // At of the last entry
}

// add appends a leaf: of the community, at the next place, not before the last.
func (c *chain) add(leaf []byte) (position int64, hashes []Hash, err error) {
	e, err := ParseLeaf(leaf)
	switch {
	case err != nil:
	case e.Community != c.community:
		err = fmt.Errorf("%w: of %q in the log of %q", ErrProof, e.Community, c.community)
	case e.Seq != c.tree.Size():
		err = fmt.Errorf("%w: says that it is entry %d", ErrProof, e.Seq)
	case e.At < c.last:
		err = fmt.Errorf("%w: %d microseconds before the entry in front of it", ErrProof, c.last-e.At)
	}
	if err != nil {
		return 0, nil, &EntryError{c.tree.Size(), err}
	}
	if e.Seq == 0 {
		c.first = e.At
	}
	c.last = e.At
	position, hashes = c.tree.Append(leaf)
	return position, hashes, nil
}

func (c *chain) summary() Summary {
	s := Summary{Checkpoint: Checkpoint{c.community, c.tree.Size(), c.tree.Root()}}
	if s.Size > 0 {
		s.First, s.Last = time.UnixMicro(c.first).UTC(), time.UnixMicro(c.last).UTC()
	}
	return s
}

// check is nil if the chain, grown to the head's size, has the head's root.
func (c *chain) check(head Checkpoint) error {
	switch {
	case head.Community != c.community:
		return fmt.Errorf("%w: checkpoint of %q for the log of %q", ErrProof, head.Community, c.community)
	case head.Size != c.tree.Size():
		return fmt.Errorf("%w: %d entries, where the checkpoint has %d", ErrProof, c.tree.Size(), head.Size)
	case head.Root != c.tree.Root():
		return fmt.Errorf("%w: the first %d entries do not give the checkpoint's root", ErrProof, head.Size)
	}
	return nil
}

// passes is nil unless one of the checkpoints is of the chain's present size and of another root.
func (c *chain) passes(kept []Checkpoint) error {
	for _, k := range kept {
		if k.Size == c.tree.Size() {
			if err := c.check(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// Verify re-checks the whole log of a community where it is kept: every leaf is
// well formed, places have no gap, times never run backwards, every stored hash
// is the one computed anew, and every head, a checkpoint the log once had, is
// still a state it went through. Memory does not grow with the log. What does
// not hold is named by an EntryError where one entry can be blamed.
func Verify(community string, leaves iter.Seq2[[]byte, error], stored HashReader, heads ...Checkpoint) (Summary, error) {
	heads = slices.Clone(heads)
	slices.SortStableFunc(heads, func(a, b Checkpoint) int { return cmp.Compare(a.Size, b.Size) })
	c := chain{community: community}
	kept := comparison{stored: stored}
	passed := func() error {
		for ; len(heads) > 0 && heads[0].Size <= c.tree.Size(); heads = heads[1:] {
			if err := c.check(heads[0]); err != nil {
				return err
			}
		}
		return nil
	}
	if err := passed(); err != nil {
		return c.summary(), err
	}
	for leaf, err := range leaves {
		if err != nil {
			return c.summary(), &EntryError{c.tree.Size(), err}
		}
		position, hashes, err := c.add(leaf)
		if err != nil {
			return c.summary(), cmp.Or(kept.compare(), err)
		}
		if err := kept.add(position, hashes); err != nil {
			return c.summary(), err
		}
		if err := passed(); err != nil {
			return c.summary(), cmp.Or(kept.compare(), err)
		}
	}
	if err := kept.compare(); err != nil {
		return c.summary(), err
	}
	if len(heads) > 0 {
		return c.summary(), c.check(heads[0])
	}
	return c.summary(), nil
}

// comparison compares computed hashes with stored ones, many at a time.
type comparison struct {
	stored    HashReader
	positions []int64
	computed  []Hash
}

// add notes the hashes of an entry, and compares when enough have come together.
func (s *comparison) add(position int64, hashes []Hash) error {
	for i, h := range hashes {
		s.positions = append(s.positions, position+int64(i))
		s.computed = append(s.computed, h)
	}
	if len(s.positions) < 512 {
		return nil
	}
	return s.compare()
}

// compare names the entry that was appended with the first hash that differs or is missing.
func (s *comparison) compare() error {
	positions, computed := s.positions, s.computed
	s.positions, s.computed = s.positions[:0], s.computed[:0]
	found, err := s.read(positions)
	if err == nil && slices.Equal(found, computed) {
		return nil
	}
	for i, position := range positions { // one by one, to say where
		found, err := s.read(positions[i : i+1])
		if err == nil && found[0] != computed[i] {
			err = fmt.Errorf("%w: the hash stored at position %d is another", ErrProof, position)
		}
		if err != nil {
			return &EntryError{entryOf(position), err}
		}
	}
	return err
}

func (s *comparison) read(positions []int64) ([]Hash, error) {
	if len(positions) == 0 {
		return nil, nil
	}
	found, err := s.stored.ReadHashes(positions)
	if err == nil && len(found) != len(positions) {
		err = fmt.Errorf("%w: %d stored hashes for %d positions", ErrProof, len(found), len(positions))
	}
	return found, err
}

// entryOf is the entry with which the hash at position was stored: the last
// leaf under that hash.
func entryOf(position int64) int64 {
	level, n := tlog.SplitStoredHashIndex(position)
	return (n+1)<<level - 1
}
