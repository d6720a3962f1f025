package store

import (
	"context"
	"errors"
	"io/fs"
	"testing/fstest"
	"time"

	"yishiting/migrations"
)

// Exec and Number let tests use tables of their own.
func (tx *Tx) Exec(query string, args ...any) (int64, error) { return tx.exec(query, args...) }

func (v *View) Number(query string, args ...any) (int64, error) {
	return one(v, number, query, args...)
}

func (v *View) Text(query string, args ...any) (string, error) { return one(v, text, query, args...) }

// MigrateWith runs other migrations than the program's on the database of s.
func (s *Store) MigrateWith(files fs.FS) error {
	return migrate(context.Background(), s.d, time.Unix(0, 0), files, func(*Tx) ([]string, error) { return nil, nil })
}

// OldDatabase makes a database of before a migration, with rows in it.
func OldDatabase(o Options, before string, rows ...string) error {
	d, err := dialectOf(o)
	if err != nil {
		return err
	}
	old := fstest.MapFS{}
	names, err := fs.Glob(migrations.Files, "*.sql")
	for _, name := range names {
		if text, wrong := fs.ReadFile(migrations.Files, name); wrong == nil && name < before {
			old[name] = &fstest.MapFile{Data: text}
		}
	}
	return errors.Join(err, migrate(context.Background(), d, time.Unix(0, 0), old, func(tx *Tx) ([]string, error) {
		for _, statement := range rows {
			if _, err := tx.exec(statement); err != nil {
				return nil, err
			}
		}
		return nil, nil
	}))
}
