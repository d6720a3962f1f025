package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"sync/atomic"
	"time"
)

// request is one command on its way: the sender waits for its turn, runs its
// function on its own goroutine while the writer waits, and then waits for the commit.
type request struct {
	ctx         context.Context
	communities []string
	at          time.Time
	fn          func(*Tx) error
	cast        *casting     // in place of fn: a ballot, written together with the others of its community
	state       atomic.Int32 // waiting, then taken by the writer or left by the sender
	turn        chan *Tx     // writer → sender: run now
	ran         chan error   // sender → writer: this is what fn said
	done        chan error   // writer → sender: this is what came of it
	result      error        // what fn said in the batch being written
}

const (
	waiting = iota
	taken
	left
)

// errLeft is what a sender's goroutine says when it ends in the middle of its function.
var errLeft = errors.New("store: the function ended its goroutine")

// write sends fn to the writer of its community and waits for what comes of it.
func (s *Store) write(ctx context.Context, communities []string, at time.Time, fn func(*Tx) error) error {
	return s.await(&request{ctx: ctx, communities: communities, at: at, fn: fn})
}

// await puts a request in the queue and waits for what comes of it.
func (s *Store) await(r *request) error {
	r.turn, r.ran, r.done = make(chan *Tx), make(chan error, 1), make(chan error, 1)
	ctx := r.ctx
	if err := s.enqueue(r); err != nil {
		return err
	}
	gone := ctx.Done()
	for {
		select {
		case tx := <-r.turn:
			r.run(tx)
		case err := <-r.done:
			return err
		case <-gone:
			if r.state.CompareAndSwap(waiting, left) {
				return ctx.Err()
			}
			gone = nil // its turn has come: fn runs on variables of the caller, so wait
		}
	}
}

func (s *Store) enqueue(r *request) error {
	s.sending.RLock()
	defer s.sending.RUnlock()
	if s.closed {
		return unavailable(errClosed)
	}
	w := s.writers[int(uint64(lockKey(r.communities[0]))%uint64(len(s.writers)))]
	select {
	case w.queue <- r:
		return nil
	case <-r.ctx.Done():
		return r.ctx.Err()
	}
}

// run gives fn its turn, and answers the writer whatever happens in it.
func (r *request) run(tx *Tx) {
	err := errLeft
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in a command: %v\n%s", p, debug.Stack())
		}
		if err == nil {
			err = tx.failed
		}
		r.ran <- err
	}()
	err = r.fn(tx)
}

// writer writes the commands of its communities, all that wait at an instant in one
// transaction with one commit, each in a savepoint of its own.
type writer struct {
	store *Store
	db    *sql.DB
	queue chan *request
	line  *line // nil when there is none
}

func (w *writer) work() {
	defer func() {
		if w.line != nil {
			w.line.drop()
		}
		w.store.working.Done()
	}()
	for r := range w.queue {
		w.write(w.collect(r))
	}
}

// mostCasts is how many ballots are written together at most; they share one savepoint.
const mostCasts = 256

// collect takes what waits behind first, without waiting for more.
func (w *writer) collect(first *request) []*request {
	batch, commands, casts := []*request{first}, 0, 0
	for r := first; ; {
		if r.cast == nil {
			commands++
		} else {
			casts++
		}
		if commands >= w.store.batch || casts >= mostCasts || casts >= w.store.batch && w.store.batch == 1 {
			return batch
		}
		select {
		case next, open := <-w.queue:
			if !open {
				return batch
			}
			r = next
			batch = append(batch, r)
		default:
			return batch
		}
	}
}

// attempts is how often a batch is tried when the database says that it was not kept.
const attempts = 4

// write writes a batch and tells each sender, after the commit only: a refusal
// too may rest on what another command of the batch did.
func (w *writer) write(batch []*request) {
	batch = slices.DeleteFunc(batch, func(r *request) bool { return !r.state.CompareAndSwap(waiting, taken) })
	for attempt := 1; len(batch) > 0; attempt++ {
		changed, again, err := w.try(batch)
		if err != nil && again && attempt < attempts {
			batch = slices.DeleteFunc(batch, func(r *request) bool { return r.result == errLeft })
			continue
		}
		if err != nil {
			w.store.log.Error("commands not kept", "count", len(batch), "attempt", attempt, "error", err)
			err = unavailable(err)
		} else {
			w.store.changedHere(changed)
			w.recount()
		}
		for _, r := range batch {
			if err != nil {
				r.result = err
			}
			r.done <- r.result
		}
		return
	}
}

// recount lets the database count the tables that every command writes to when they have
// grown fourfold since this server started. What it plans for a few rows is slow for many, and by
// itself it looks only once a minute.
func (w *writer) recount() {
	if w.store.rollsGrew.Swap(false) {
		w.recountTables("poll_roll", "residents", "roles", "homes", "households", "sessions")
	}
	commands, due := w.store.written.commands.Load(), w.store.recountAt.Load()
	if commands >= due && w.store.recountAt.CompareAndSwap(due, 4*commands) {
		w.recountTables("commands", "ballots", "log_entries", "log_hashes", "audit")
	}
}

func (w *writer) recountTables(tables ...string) {
	if err := w.line.script(context.Background(), w.store.d.recount(tables...)...); err != nil {
		w.store.log.Warn("tables not counted", "error", err)
	}
}

// try writes a batch once. If it fails, again tells that nothing of it was kept for certain
// and that the same again may succeed.
func (w *writer) try(batch []*request) (changed []string, again bool, err error) {
	ctx := context.Background() // not a sender's: the batch is everybody's
	fresh := w.line == nil
	if fresh {
		if w.line, err = dial(ctx, w.db, w.store.d); err != nil {
			w.line = nil
			return nil, false, err
		}
	}
	changed, commit, err := w.perform(ctx, batch)
	if err == nil {
		return changed, false, nil
	}
	if Kind(err) != Retry || w.line.script(ctx, "ROLLBACK") != nil {
		w.line.drop() // whatever it was, a new line is in order
		w.line = nil
	}
	// The line may have died since the last batch: the same again, on a new one.
	again = Kind(err) == Retry || dead(err) && !commit && !fresh && !silent(err)
	return nil, again, err
}

// perform runs the transaction; commit tells whether it failed in the commit, when
// it may have been kept although it failed.
func (w *writer) perform(ctx context.Context, batch []*request) (changed []string, commit bool, err error) {
	d := w.store.d
	var held []string
	for _, r := range batch {
		held = append(held, r.communities...)
	}
	slices.Sort(held)
	if err := w.line.script(ctx, append(d.beginWrite(slices.Compact(held)), "SAVEPOINT command")...); err != nil {
		return nil, false, err
	}
	kept, ends := 0, logEnds{}
	for todo := pieces(batch); len(todo) > 0; {
		piece := todo[0]
		todo = todo[1:]
		tx := &Tx{View: &View{store: w.store, ctx: ctx, line: w.line}, communities: piece[0].communities, now: piece[0].at, ends: ends}
		ran := w.run(tx, piece)
		failed := tx.failed
		tx.failed = errOver
		if dead(failed) || Kind(failed) == Retry {
			return nil, false, failed
		}
		switch {
		case ran != nil:
			ends.forget(piece[0].communities)
			err = w.line.script(ctx, "ROLLBACK TO SAVEPOINT command")
			if len(piece) > 1 { // one of them is at fault: each by itself
				todo = append(apart(piece), todo...)
			}
		case tx.wrote:
			kept += countKept(piece)
			changed = append(changed, piece[0].communities...)
			if len(todo) > 0 {
				err = w.line.script(ctx, "RELEASE SAVEPOINT command", "SAVEPOINT command")
			}
		}
		if err != nil {
			return nil, false, err
		}
	}
	if len(changed) == 0 {
		return nil, false, w.line.script(ctx, "ROLLBACK")
	}
	slices.Sort(changed)
	changed = slices.Compact(changed)
	if err = w.line.script(ctx, append(d.announce(changed), "COMMIT")...); err != nil {
		return nil, Kind(err) != Retry, err
	}
	w.store.written.commands.Add(int64(kept))
	w.store.written.commits.Add(1)
	return changed, false, nil
}

// run runs a piece of a batch: a command on its sender's goroutine, or ballots here. Its
// error undoes the whole piece; a ballot that is refused by itself is no error of the piece.
func (w *writer) run(tx *Tx, piece []*request) error {
	if piece[0].cast != nil {
		return w.cast(tx, piece)
	}
	r := piece[0]
	r.turn <- tx
	r.result = <-r.ran
	return r.result
}

// pieces parts a batch: each command by itself, and the ballots of a community together.
func pieces(batch []*request) (all [][]*request) {
	casts := map[string]int{} // by community: where among all
	for _, r := range batch {
		if r.cast == nil {
			all = append(all, []*request{r})
			continue
		}
		at, ok := casts[r.communities[0]]
		if !ok {
			at = len(all)
			casts[r.communities[0]] = at
			all = append(all, nil)
		}
		all[at] = append(all[at], r)
	}
	return all
}

func countKept(piece []*request) (n int) {
	for _, r := range piece {
		if r.result == nil {
			n++
		}
	}
	return n
}

func apart(piece []*request) (all [][]*request) {
	for _, r := range piece {
		all = append(all, []*request{r})
	}
	return all
}
