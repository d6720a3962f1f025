package store

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"
)

// migrate runs the files that this database has not seen, all in
// one transaction. A file that was edited after it ran, or a database that is ahead of
// this program, is refused. What is done after them is of
// the same transaction, and gives the tables that have grown by it.
func migrate(ctx context.Context, d dialect, now time.Time, files fs.FS, after func(*Tx) ([]string, error)) error {
	db, err := d.open(migrating)
	if err != nil {
		return err
	}
	defer db.Close()
	l, err := dial(ctx, db, d)
	if err != nil {
		return err
	}
	defer l.drop()
	if err := l.script(ctx, d.migrating()...); err != nil {
		return unavailable(err)
	}
	tx := &Tx{View: &View{ctx: ctx, line: l}}
	if err := tx.migrate(files, now); err != nil {
		return err // dropping the line rolls back
	}
	grown, err := after(tx)
	if err != nil {
		return err
	}
	if len(grown) > 0 {
		if err := l.script(ctx, d.recount(grown...)...); err != nil {
			return err
		}
	}
	return l.script(ctx, "COMMIT")
}

func (tx *Tx) migrate(files fs.FS, now time.Time) error {
	if err := tx.line.run(tx.ctx, `CREATE TABLE IF NOT EXISTS migrations (
		number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, at BIGINT NOT NULL)`); err != nil {
		return err
	}
	ran, err := list(tx.View, text, `SELECT name || ' ' || sha256 FROM migrations ORDER BY number`)
	if err != nil {
		return err
	}
	names, err := fs.Glob(files, "*.sql") // in order of their names
	if err != nil {
		return err
	}
	if len(ran) > len(names) {
		return fmt.Errorf("migrations: the database has had %d steps, this program knows %d: it is too old for it", len(ran), len(names))
	}
	for i, name := range names {
		number, _, _ := strings.Cut(name, "_")
		if n, err := strconv.Atoi(number); err != nil || n != i+1 {
			return fmt.Errorf("migrations: %s should be number %04d", name, i+1)
		}
		content, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(content)
		mark := hex.EncodeToString(sum[:])
		if i < len(ran) {
			if ran[i] != name+" "+mark {
				return fmt.Errorf("migrations: %s was changed after it ran on this database", name)
			}
			continue
		}
		if err := tx.line.run(tx.ctx, string(content)); err != nil {
			return fmt.Errorf("migrations: %s: %w", name, err)
		}
		if _, err := tx.exec(`INSERT INTO migrations (number, name, sha256, at) VALUES ($1, $2, $3, $4)`, i+1, name, mark, micros(now)); err != nil {
			return err
		}
	}
	return nil
}
