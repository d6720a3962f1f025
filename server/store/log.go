package store

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"yishiting/record"
	"yishiting/residents"
)

// Append puts the act on the public log of the command's own community, with the change
// itself or not at all, and gives its place there.
func (tx *Tx) Append(act record.Act) (seq int64, err error) {
	return tx.AppendTo(tx.Community(), act)
}

// AppendTo is Append for another community that the command holds. Places have
// no gap; an entry is not earlier than the one before it, whatever the clock says.
func (tx *Tx) AppendTo(community string, act record.Act) (seq int64, err error) {
	if !tx.holds(community) {
		return 0, fmt.Errorf("store: the command does not hold %s, so it cannot append to its log", community)
	}
	end, err := tx.logEndOf(community)
	if err != nil {
		return 0, err
	}
	at := tx.now
	if at.Before(end.last) {
		at = end.last
	}
	entry, err := record.NewEntry(community, end.tree.Size(), at, act)
	if err != nil {
		return 0, err
	}
	end.last = at
	leaf := entry.Leaf()
	position, hashes := end.tree.Append(leaf)
	_, err = tx.exec(`INSERT INTO log_entries (community, seq, at, kind, subject, leaf) VALUES ($1, $2, $3, $4, $5, $6)`,
		community, entry.Seq, entry.At, entry.Kind, entry.Subject, string(leaf))
	if err != nil {
		return 0, err
	}
	return entry.Seq, tx.addHashes(community, position, hashes)
}

// logEnd is where a log goes on.
type logEnd struct {
	tree *record.Tree
	last time.Time // of the last entry
}

// logEnds are the ends of logs within one transaction, where nobody else appends.
// What a command that is undone has appended is forgotten with it.
type logEnds map[string]*logEnd

func (ends logEnds) forget(communities []string) {
	for _, c := range communities {
		delete(ends, c)
	}
}

func (tx *Tx) logEndOf(community string) (*logEnd, error) {
	if end, ok := tx.ends[community]; ok {
		return end, nil
	}
	size, last, err := tx.logEnd(community)
	if err != nil {
		return nil, err
	}
	tree, err := record.TreeAt(size, tx.HashReader(community))
	if err != nil {
		return nil, err
	}
	tx.ends[community] = &logEnd{tree, last}
	return tx.ends[community], nil
}

func (tx *Tx) addHashes(community string, position int64, hashes []record.Hash) error {
	args := []any{community}
	var values []string
	for i, h := range hashes {
		values = append(values, fmt.Sprintf("($1, $%d, $%d)", len(args)+1, len(args)+2))
		args = append(args, position+int64(i), h[:])
	}
	_, err := tx.exec(`INSERT INTO log_hashes (community, position, hash) VALUES `+strings.Join(values, ", "), args...)
	return err
}

// logEnd is the number of entries and the time of the last.
func (v *View) logEnd(community string) (size int64, last time.Time, err error) {
	type end struct{ seq, at int64 }
	e, err := one(v, func(r row) (e end, err error) { return e, r.Scan(&e.seq, &e.at) },
		`SELECT seq, at FROM log_entries WHERE community = $1 ORDER BY seq DESC LIMIT 1`, community)
	if errors.Is(err, residents.ErrNotFound) {
		return 0, time.Time{}, nil
	}
	return e.seq + 1, instant(e.at), err
}

// LogSize is the number of entries in the community's log.
func (v *View) LogSize(community string) (int64, error) {
	size, _, err := v.logEnd(community)
	return size, err
}

// Entry is one entry of the log; residents.ErrNotFound when there is none at that place.
func (v *View) Entry(community string, seq int64) (record.Entry, error) {
	return one(v, entry, `SELECT leaf FROM log_entries WHERE community = $1 AND seq = $2`, community, seq)
}

// Entries are the entries after the place afterSeq (-1 for all), in order, at most limit.
func (v *View) Entries(community string, afterSeq int64, limit int) ([]record.Entry, error) {
	return list(v, entry, `SELECT leaf FROM log_entries WHERE community = $1 AND seq > $2 ORDER BY seq LIMIT $3`, community, afterSeq, limit)
}

// EntriesOf are all entries about one subject, in order.
func (v *View) EntriesOf(community, subject string) ([]record.Entry, error) {
	return list(v, entry, `SELECT leaf FROM log_entries WHERE community = $1 AND subject = $2 ORDER BY seq`, community, subject)
}

func entry(r row) (record.Entry, error) {
	leaf, err := text(r)
	if err != nil {
		return record.Entry{}, err
	}
	return record.ParseLeaf([]byte(leaf))
}

// Leaves are the entries' texts in order, read in portions. The view must live while they are read.
func (v *View) Leaves(community string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		const portion = 500
		for next := int64(0); ; next += portion {
			leaves, err := list(v, text, `SELECT leaf FROM log_entries WHERE community = $1 AND seq >= $2 ORDER BY seq LIMIT $3`, community, next, portion)
			if err != nil {
				yield(nil, err)
				return
			}
			for _, leaf := range leaves {
				if !yield([]byte(leaf), nil) {
					return
				}
			}
			if len(leaves) < portion {
				return
			}
		}
	}
}

// HashReader reads the stored hashes of the community's log.
func (v *View) HashReader(community string) record.HashReader { return hashReader{v, community} }

type hashReader struct {
	v         *View
	community string
}

// mostHashes is how many are read by one query.
const mostHashes = 256

func (h hashReader) ReadHashes(positions []int64) ([]record.Hash, error) {
	hashes := make([]record.Hash, 0, len(positions))
	for len(positions) > 0 {
		n := min(len(positions), mostHashes)
		some, err := h.read(positions[:n])
		if err != nil {
			return nil, err
		}
		hashes = append(hashes, some...)
		positions = positions[n:]
	}
	return hashes, nil
}

// read asks for a power of two, the last position repeated, so that few different texts are prepared.
func (h hashReader) read(positions []int64) ([]record.Hash, error) {
	n := 1
	for n < len(positions) {
		n *= 2
	}
	args := []any{h.community}
	for i := range n {
		args = append(args, positions[min(i, len(positions)-1)])
	}
	type stored struct {
		position int64
		hash     []byte
	}
	found, err := list(h.v, func(r row) (s stored, err error) { return s, r.Scan(&s.position, &s.hash) },
		`SELECT position, hash FROM log_hashes WHERE community = $1 AND position IN (`+places(2, n)+`)`, args...)
	if err != nil {
		return nil, err
	}
	at := map[int64][]byte{}
	for _, s := range found {
		at[s.position] = s.hash
	}
	hashes := make([]record.Hash, len(positions))
	for i, p := range positions {
		if copy(hashes[i][:], at[p]) != len(hashes[i]) {
			return nil, fmt.Errorf("%w: no hash at position %d", record.ErrProof, p)
		}
	}
	return hashes, nil
}

// Checkpoint is the present state of the community's log, signed.
func (v *View) Checkpoint(community string) (signed string, err error) {
	size, err := v.LogSize(community)
	if err != nil {
		return "", err
	}
	root, err := record.Root(size, v.HashReader(community))
	if err != nil {
		return "", err
	}
	return record.SignCheckpoint(record.Checkpoint{Community: community, Size: size, Root: root}, v.store.logKey)
}

// Receipt proves that the entry at place seq stands in the log as it is now; residents.ErrNotFound when there is none.
func (v *View) Receipt(community string, seq int64) (record.Receipt, error) {
	e, err := v.Entry(community, seq)
	if err != nil {
		return record.Receipt{}, err
	}
	signed, err := v.Checkpoint(community)
	if err != nil {
		return record.Receipt{}, err
	}
	return record.NewReceipt(e.Leaf(), seq, signed, v.HashReader(community))
}

// VerifyLog re-checks the whole log of the community as it is kept, and that heads, checkpoints of earlier, are still states it went through.
func (v *View) VerifyLog(community string, heads ...record.Checkpoint) (record.Summary, error) {
	return record.Verify(community, v.Leaves(community), v.HashReader(community), heads...)
}

// LogVerifier is the public key that checks this installation's checkpoints.
func (s *Store) LogVerifier() string { return s.logVerifier }

// setLogKey takes the key that signs checkpoints from outside, or from the
// settings, where the first server that starts puts a new one.
func (s *Store) setLogKey(ctx context.Context, key string) (err error) {
	if key == "" {
		key, err = s.kept(ctx, "log-key", func() (string, error) {
			made, _, err := record.NewKey("yishiting")
			return made, err
		})
		if err != nil {
			return err
		}
	}
	s.logKey = key
	s.logVerifier, err = record.VerifierOf(key)
	return err
}

// kept is a setting that the first server that starts makes, and all have.
func (s *Store) kept(ctx context.Context, name string, make func() (string, error)) (value string, err error) {
	err = s.View(ctx, func(v *View) error {
		value, err = v.setting(name)
		return err
	})
	if !errors.Is(err, residents.ErrNotFound) {
		return value, err
	}
	made, err := make()
	if err != nil {
		return "", err
	}
	err = s.Update(ctx, "", func(tx *Tx) error {
		_, err := tx.exec(`INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`, name, made)
		if err != nil {
			return err
		}
		value, err = tx.setting(name) // perhaps another server's
		return err
	})
	return value, err
}

func (v *View) setting(name string) (string, error) {
	return one(v, text, `SELECT value FROM settings WHERE name = $1`, name)
}
