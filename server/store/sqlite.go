package store

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteFile is a file of its own. One writer at a time, any number of readers beside
// it (write-ahead log); a commit is on the disk before it returns (synchronous=FULL).
type sqliteFile struct{ path string }

func newSQLite(dir string) (sqliteFile, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return sqliteFile{}, fmt.Errorf("data directory: %w", err)
	}
	path, err := filepath.Abs(filepath.Join(dir, "yishiting.db"))
	if err != nil {
		return sqliteFile{}, err
	}
	// Made here first, so that nobody else on the machine may read it.
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return sqliteFile{}, fmt.Errorf("database file: %w", err)
	}
	return sqliteFile{path}, f.Close()
}

func (d sqliteFile) open(u use) (*sql.DB, error) {
	q := url.Values{}
	for _, pragma := range []string{
		"busy_timeout(5000)", // first, so that the others wait for a lock
		"journal_mode(WAL)",
		"journal_size_limit(67108864)",
		"synchronous(FULL)",
		"foreign_keys(1)",
		"temp_store(MEMORY)", // what a savepoint may have to undo
	} {
		q.Add("_pragma", pragma)
	}
	q.Set("_dqs", "0") // a text in double quotes is a mistake, as on PostgreSQL
	q.Set("_txlock", "immediate")
	if u == reading {
		q.Set("_query_only", "1")
		q.Set("_txlock", "deferred")
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: d.path}).EscapedPath()+"?"+q.Encode())
}

// script prepares each statement: there are few texts, and parsing them anew is dear.
func (sqliteFile) script(ctx context.Context, l *line, statements []string) error {
	for _, text := range statements {
		if _, err := l.exec(ctx, text, nil); err != nil {
			return err
		}
	}
	return nil
}

func (sqliteFile) beginRead() string            { return "BEGIN" }
func (sqliteFile) beginWrite([]string) []string { return []string{"BEGIN IMMEDIATE"} }
func (sqliteFile) migrating() []string          { return []string{"BEGIN IMMEDIATE"} }
func (sqliteFile) announce([]string) []string   { return nil }
func (sqliteFile) recount(...string) []string   { return nil }
func (sqliteFile) writers() int                 { return 1 }
func (sqliteFile) batch() int                   { return 256 }
func (sqliteFile) keepsPrepared() bool          { return true }

func (sqliteFile) listen(func(string)) (func(), bool) { return func() {}, false }

// kindSQLite reads SQLite's extended result code.
func kindSQLite(code int) Failure {
	switch code {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return Unique
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return ForeignKey
	case sqlite3.SQLITE_CONSTRAINT_CHECK, sqlite3.SQLITE_CONSTRAINT_NOTNULL:
		return Check
	}
	switch code & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return Retry
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return Unavailable
	}
	return Other
}
