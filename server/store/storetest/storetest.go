// Package storetest runs a test on each database that the store is promised to
// work on: SQLite in a directory of the test's own, and a real PostgreSQL, one
// temporary cluster a test program, on a socket in a temporary directory. A
// missing PostgreSQL fails the test; nothing is skipped.
package storetest

import (
	"context"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"yishiting/server/store"
)

// Each runs test once on each database. Every store that open gives is on the same
// database, as servers side by side are, and is closed when the test is over.
func Each(t *testing.T, test func(t *testing.T, open func() *store.Store)) {
	t.Helper()
	EachDatabase(t, func(t *testing.T, options store.Options) {
		test(t, func() *store.Store { return Open(t, options) })
	})
}

// EachDatabase runs test once on each database and gives the options that open
// it, for a test that adds options of its own.
func EachDatabase(t *testing.T, test func(t *testing.T, options store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, store.Options{Dir: Directory(t)}) })
	t.Run("postgres", func(t *testing.T) { test(t, store.Options{URL: Shared(t).Database(t)}) })
}

// EachEmpty is EachDatabase on a database that nobody has opened before.
func EachEmpty(t *testing.T, test func(t *testing.T, options store.Options)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, store.Options{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { test(t, store.Options{URL: Shared(t).Empty(t)}) })
}

// Directory is one of the test's own, with the database in it that a store has opened once and left without a row of
// anybody's. It is a copy, which is quicker than to run all migrations again.
func Directory(t testing.TB) string {
	t.Helper()
	files, err := opened()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, bytes := range files {
		if err := os.WriteFile(filepath.Join(dir, name), bytes, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// opened are the files of the database that others are copied from, by name.
var opened = sync.OnceValues(func() (map[string][]byte, error) {
	dir, err := os.MkdirTemp("", "yishiting-opened-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	s, err := store.Open(context.Background(), store.Options{Dir: dir})
	if err == nil {
		err = s.Close()
	}
	if err != nil {
		return nil, err
	}
	found, err := os.ReadDir(dir)
	files := map[string][]byte{}
	for _, f := range found {
		if files[f.Name()], err = os.ReadFile(filepath.Join(dir, f.Name())); err != nil {
			return nil, err
		}
	}
	return files, err
})

// Open opens a store and closes it when the test is over.
func Open(t testing.TB, options store.Options) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), options)
	if err != nil {
		t.Fatalf("open the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close the store: %v", err)
		}
	})
	return s
}
