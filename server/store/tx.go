package store

import (
	"context"
	"slices"
	"time"

	"yishiting/residents"
)

// Tx is a View that may also write. All that is read and written through it is
// serial with every other Update and Do of the same community, on whichever server.
type Tx struct {
	*View
	communities []string // held by this command; the first is its own
	now         time.Time
	wrote       bool
	ends        logEnds // of the whole batch
}

// Now is when the command was sent, or else the store's clock.
func (tx *Tx) Now() time.Time { return tx.now }

// Community is the community that the command belongs to.
func (tx *Tx) Community() string { return tx.communities[0] }

// holds tells whether this command is alone in the community.
func (tx *Tx) holds(community string) bool { return slices.Contains(tx.communities, community) }

// exec runs a statement that changes rows and tells how many it changed.
func (tx *Tx) exec(query string, args ...any) (int64, error) {
	if tx.failed != nil {
		return 0, tx.failed
	}
	tx.wrote = true
	result, err := tx.line.exec(tx.ctx, query, args)
	if err != nil {
		return 0, tx.fail(err)
	}
	n, err := result.RowsAffected()
	return n, tx.fail(err)
}

// execOne is exec for a statement that must change one row; residents.ErrNotFound when there is none.
func (tx *Tx) execOne(query string, args ...any) error {
	n, err := tx.exec(query, args...)
	if err == nil && n == 0 {
		return residents.ErrNotFound
	}
	return err
}

// Update runs fn in a transaction that is alone in the community, and in those
// named in also. It has returned nil only when the change is durable.
//
// Changes of the same instant share one commit. fn runs on the caller's goroutine,
// perhaps more than once, so it must be repeatable: it sets what it hands out and does not
// add to it. It must be short, and it must not call the store again except through its Tx.
//
// If fn returns an error, nothing of it is kept and the error is returned as it
// is; a panic becomes an error. ErrUnavailable when the database does not answer:
// then the change may or may not have been kept. When ctx ends before fn's turn
// has come, ctx's error is returned and fn never runs.
func (s *Store) Update(ctx context.Context, community string, fn func(*Tx) error, also ...string) error {
	return s.write(ctx, append([]string{community}, also...), s.clock(), fn)
}
