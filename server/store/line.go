package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"sync"
)

// line is one connection with the statements prepared on it. Transactions are
// begun and ended by script, because a *sql.Tx cannot use a connection's own statements.
type line struct {
	conn     *sql.Conn
	d        dialect
	prepared map[string]*sql.Stmt
}

// mostPrepared bounds what a line keeps; texts beyond it are run unprepared.
const mostPrepared = 400

// dial opens a line; whatever goes wrong, the database is unavailable.
func dial(ctx context.Context, db *sql.DB, d dialect) (*line, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, unavailable(err)
	}
	return &line{conn, d, map[string]*sql.Stmt{}}, nil
}

// script runs statements of the transaction itself: they take no arguments and return nothing of interest.
func (l *line) script(ctx context.Context, statements ...string) error {
	return l.d.script(ctx, l, statements)
}

// run runs a text of one or several statements without arguments, unprepared.
func (l *line) run(ctx context.Context, text string) error {
	_, err := l.conn.ExecContext(ctx, text)
	return err
}

// statement is text, prepared on the line at its first use, or nil when the line keeps enough already.
func (l *line) statement(ctx context.Context, text string) (*sql.Stmt, error) {
	if s, ok := l.prepared[text]; ok {
		return s, nil
	}
	if len(l.prepared) >= mostPrepared {
		return nil, nil
	}
	s, err := l.conn.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	l.prepared[text] = s
	return s, nil
}

func (l *line) query(ctx context.Context, text string, args []any) (*sql.Rows, error) {
	s, err := l.statement(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return l.conn.QueryContext(ctx, text, args...)
	}
	return s.QueryContext(ctx, args...)
}

func (l *line) exec(ctx context.Context, text string, args []any) (sql.Result, error) {
	s, err := l.statement(ctx, text)
	switch {
	case err != nil:
		return nil, err
	case s == nil:
		return l.conn.ExecContext(ctx, text, args...)
	}
	return s.ExecContext(ctx, args...)
}

// drop closes the connection itself instead of giving it back for others to use. With any
// statement left, SQLite keeps the connection's transaction and its lock, so they go first;
// PostgreSQL forgets them by itself, and may be too dead to be asked.
func (l *line) drop() {
	if l.d.keepsPrepared() {
		for _, s := range l.prepared {
			_ = s.Close()
		}
	}
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	_ = l.conn.Close()
}

// lines are the connections that readers take turns on.
type lines struct {
	db   *sql.DB
	d    dialect
	turn chan struct{} // as many as lines may be in use
	over chan struct{} // closed when nobody may begin any more

	mu   sync.Mutex
	free []*line
}

func newLines(db *sql.DB, d dialect, n int) *lines {
	db.SetMaxOpenConns(n)
	db.SetMaxIdleConns(n)
	return &lines{db: db, d: d, turn: make(chan struct{}, n), over: make(chan struct{})}
}

// begin gives a line with a read transaction on it. A kept line may have died since
// its last use; then all that are kept have, most likely, and a new one is tried.
func (ls *lines) begin(ctx context.Context) (*line, error) {
	select {
	case ls.turn <- struct{}{}:
	case <-ls.over:
		return nil, unavailable(errClosed)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	l, err := ls.start(ctx)
	if err != nil {
		<-ls.turn
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, unavailable(err)
	}
	return l, nil
}

func (ls *lines) start(ctx context.Context) (*line, error) {
	if l := ls.take(); l != nil {
		err := l.script(ctx, ls.d.beginRead())
		if err == nil {
			return l, nil
		}
		for ; l != nil; l = ls.take() {
			l.drop()
		}
		if silent(err) || ctx.Err() != nil {
			return nil, err
		}
	}
	l, err := dial(ctx, ls.db, ls.d)
	if err != nil {
		return nil, err
	}
	if err := l.script(ctx, ls.d.beginRead()); err != nil {
		l.drop()
		return nil, err
	}
	return l, nil
}

// take is a kept line, or nil.
func (ls *lines) take() *line {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	n := len(ls.free)
	if n == 0 {
		return nil
	}
	l := ls.free[n-1]
	ls.free = ls.free[:n-1]
	return l
}

// end ends the transaction and gives the line back, or drops it when it is of no more use.
func (ls *lines) end(l *line, alive bool) {
	if !alive || l.script(context.Background(), "ROLLBACK") != nil {
		l.drop()
	} else {
		ls.mu.Lock()
		ls.free = append(ls.free, l)
		ls.mu.Unlock()
	}
	<-ls.turn
}

// close waits for those who still read, then closes all lines.
func (ls *lines) close() error {
	close(ls.over)
	for range cap(ls.turn) {
		ls.turn <- struct{}{}
	}
	for _, l := range ls.free {
		l.drop()
	}
	return ls.db.Close()
}
