// Package store is the only room that knows the database. There is one SQL text for
// SQLite and PostgreSQL; what differs is in sqlite.go and postgres.go.
//
// Reading: View hands out one instant of the database as a *View, which has no
// writes. Writing: Update and Do hand out a *Tx, which is a View that also
// writes; a community's writes are serial, and a nil error means durable. Commands
// of the same instant share one commit (writer.go), each in a savepoint of its own.
//
// The methods of View and Tx stand in one file a subject, with their SQL in
// full. They use list, one and exec; unique, check and foreign keys are the last
// guard, and Kind tells which of them a statement ran into.
//
// When the database does not answer, everything returns ErrUnavailable, and
// works again when it does, without being opened anew.
package store

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"yishiting/migrations"
)

// Options say which database, and what the store is given from outside.
type Options struct {
	URL     string           // postgres://…; "" for SQLite in Dir
	Dir     string           // data directory of SQLite, made if it is not there
	Clock   func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: nothing is logged
	LogKey  string           // signs the checkpoints of the log (record.NewKey); "": the store makes one and keeps it
	Readers int              // most views at once; 0: 8

	// Alone writes each command in a transaction of its own, to measure what writing them together gains.
	Alone bool

	// Patience is the longest that one statement may take on PostgreSQL, and that nothing may be
	// heard of it; then the database counts as unavailable. 0: 30 seconds.
	Patience time.Duration
}

// Store is an open database.
type Store struct {
	d       dialect
	clock   func() time.Time
	log     *slog.Logger
	readers *lines
	writeDB *sql.DB
	writers []*writer
	working sync.WaitGroup // the writers
	batch   int            // most commands in one transaction
	written counts
	asked   atomic.Int64

	recountAt atomic.Int64 // commands written when tables are counted next
	rollsGrew atomic.Bool  // a roll was written: ballots come soon, many at once, and look their senders up

	sending sync.RWMutex // held for reading while a request is put in a queue
	closed  bool

	news *news

	logKey, logVerifier string
	limitKey            []byte // hides the names of buckets
}

var errClosed = errors.New("store: closed")

// Open opens the database, brings it to the present shape and starts to take
// commands. It is safe when several servers start at once on an empty database.
func Open(ctx context.Context, o Options) (*Store, error) {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if o.Readers <= 0 {
		o.Readers = 8
	}
	if o.Patience <= 0 {
		o.Patience = 30 * time.Second
	}
	d, err := dialectOf(o)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, d, o.Clock(), migrations.Files, (*Tx).findAllAgain); err != nil {
		return nil, err
	}
	writeDB, err := d.open(writing)
	if err != nil {
		return nil, err
	}
	readDB, err := d.open(reading)
	if err != nil {
		return nil, errors.Join(err, writeDB.Close())
	}
	s := &Store{d: d, clock: o.Clock, log: o.Log, writeDB: writeDB, batch: d.batch(), readers: newLines(readDB, d, o.Readers), news: newNews()}
	if o.Alone {
		s.batch = 1
	}
	s.recountAt.Store(firstRecount)
	for range d.writers() {
		w := &writer{store: s, db: writeDB, queue: make(chan *request, d.batch())}
		s.writers = append(s.writers, w)
		s.working.Add(1)
		go w.work()
	}
	if err := errors.Join(s.setLogKey(ctx, o.LogKey), s.setLimitKey(ctx)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func dialectOf(o Options) (dialect, error) {
	if o.URL == "" {
		return newSQLite(o.Dir)
	}
	return newPostgres(o.URL, o.Patience)
}

// firstRecount is after how many commands the database first counts what grew.
const firstRecount = 256

// counts are kept for Written.
type counts struct{ commands, commits atomic.Int64 }

// Written is how many commands have been kept since the store was opened, and in how many commits.
func (s *Store) Written() (commands, commits int64) {
	return s.written.commands.Load(), s.written.commits.Load()
}

// Queries is how many queries for rows have been run since the store was opened.
func (s *Store) Queries() int64 { return s.asked.Load() }

// Close finishes what is in flight and closes the database. What is sent after it is ErrUnavailable.
func (s *Store) Close() error {
	s.sending.Lock()
	if s.closed {
		s.sending.Unlock()
		return nil
	}
	s.closed = true
	s.sending.Unlock()
	for _, w := range s.writers {
		close(w.queue)
	}
	s.working.Wait()
	s.news.close()
	return errors.Join(s.readers.close(), s.writeDB.Close())
}

// Healthy is nil while the database answers.
func (s *Store) Healthy(ctx context.Context) error {
	return s.View(ctx, func(v *View) error {
		_, err := one(v, number, `SELECT count(*) FROM settings`)
		return err
	})
}
