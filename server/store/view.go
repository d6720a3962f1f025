package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"time"

	"yishiting/residents"
)

// View is one instant of the database, for reading. It is of no use after the
// function that it was handed to has returned.
//
// A failed statement ends it: what follows fails with the same error, on both
// databases, whatever the function does about it.
type View struct {
	store  *Store
	ctx    context.Context
	line   *line
	failed error
}

// View runs fn on one instant of the database. What fn reads it may keep; its
// error is returned as it is. ErrUnavailable when the database does not answer.
func (s *Store) View(ctx context.Context, fn func(*View) error) error {
	l, err := s.readers.begin(ctx)
	if err != nil {
		return err
	}
	v := &View{store: s, ctx: ctx, line: l}
	defer func() {
		alive := ctx.Err() == nil && !dead(v.failed)
		v.failed = errOver
		s.readers.end(l, alive)
	}()
	if err := fn(v); err != nil {
		return err
	}
	return v.failed // fn may have passed over it
}

var errOver = errors.New("store: used after its transaction was over")

// fail remembers the first failure of a statement and tells it apart for callers.
func (v *View) fail(err error) error {
	switch {
	case err == nil:
		return nil
	case v.ctx.Err() != nil:
		err = v.ctx.Err()
	case Kind(err) == Unavailable, Kind(err) == Canceled: // the database itself ends what takes too long
		err = unavailable(err)
	}
	if v.failed == nil {
		v.failed = err
	}
	return err
}

// row is what a query's result is read from.
type row interface{ Scan(into ...any) error }

// list runs a query and reads all of its rows; scan reads one.
// All are read before it returns: PostgreSQL takes no other query meanwhile.
func list[T any](v *View, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	if v.failed != nil {
		return nil, v.failed
	}
	if err := v.ctx.Err(); err != nil { // a driver may still answer a reader who has gone
		return nil, v.fail(err)
	}
	if v.store != nil { // a migration has none
		v.store.asked.Add(1)
	}
	rows, err := v.line.query(v.ctx, query, args)
	if err != nil {
		return nil, v.fail(err)
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, v.fail(err)
		}
		all = append(all, one)
	}
	return all, v.fail(rows.Err())
}

// one is list for a query that has one row at most; residents.ErrNotFound when there is none.
func one[T any](v *View, scan func(row) (T, error), query string, args ...any) (T, error) {
	var none T
	all, err := list(v, scan, query, args...)
	if err != nil {
		return none, err
	}
	if len(all) == 0 {
		return none, residents.ErrNotFound
	}
	return all[0], nil
}

// number reads a count.
func number(r row) (n int64, err error) { return n, r.Scan(&n) }

// text reads one text.
func text(r row) (s string, err error) { return s, r.Scan(&s) }

// micros is how the database keeps a time.
func micros(t time.Time) int64 { return t.UnixMicro() }

// instant is the time that the database keeps as n.
func instant(n int64) time.Time { return time.UnixMicro(n).UTC() }

// instantOrZero is the zero time for NULL.
func instantOrZero(n sql.NullInt64) time.Time {
	if !n.Valid {
		return time.Time{}
	}
	return instant(n.Int64)
}

// orNull is NULL for "".
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// places are n placeholders from $from on, with commas between them.
func places(from, n int) string {
	all := make([]string, n)
	for i := range all {
		all[i] = "$" + strconv.Itoa(from+i)
	}
	return strings.Join(all, ", ")
}
