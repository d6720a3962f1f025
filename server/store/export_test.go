package store

import (
	"context"
	"io/fs"
	"time"
)

// Exec and Number let tests use tables of their own.
func (tx *Tx) Exec(query string, args ...any) (int64, error) { return tx.exec(query, args...) }

func (v *View) Number(query string, args ...any) (int64, error) {
	return one(v, number, query, args...)
}

func (v *View) Text(query string, args ...any) (string, error) { return one(v, text, query, args...) }

// MigrateWith runs other migrations than the program's on the database of s.
func (s *Store) MigrateWith(files fs.FS) error {
	return migrate(context.Background(), s.d, time.Unix(0, 0), files)
}
