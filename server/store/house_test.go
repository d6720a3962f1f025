package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"yishiting/server/store"
)

// start is when the tests' clocks begin: a Wednesday morning in Beijing.
var start = time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)

// house puts a community and a table of the tests' own into the database.
func house(t testing.TB, s *store.Store) {
	t.Helper()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		if _, err := tx.Exec(`CREATE TABLE notes (community TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL CHECK (body <> ''), PRIMARY KEY (community, id))`); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO communities (id, slug, name, level, zone, homes, people, phone, created_at) VALUES ('hepingli', 'hepingli', '和平里社区', 'community', 'Asia/Shanghai', 1480, 3700, '', 0)`)
		return err
	})
}

func update(t testing.TB, s *store.Store, community string, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), community, fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

// count is how many rows the query counts.
func count(t testing.TB, s *store.Store, query string, args ...any) (n int64) {
	t.Helper()
	err := s.View(context.Background(), func(v *store.View) (err error) {
		n, err = v.Number(query, args...)
		return err
	})
	if err != nil {
		t.Fatalf("count: %v", err)
	}
	return n
}

// note is a command that writes one row and answers with its name.
func note(id, body string) store.Command {
	return store.Command{Community: "hepingli", ID: id, Actor: "resident-wang", Verb: "note", Hash: sha256.Sum256([]byte(body)), At: start}
}

func write(id, body string) func(*store.Tx) (string, error) {
	return func(tx *store.Tx) (string, error) {
		_, err := tx.Exec(`INSERT INTO notes (community, id, body) VALUES ($1, $2, $3)`, tx.Community(), id, body)
		return "wrote " + id, err
	}
}

func commandID(n int) string { return fmt.Sprintf("command-%012d", n) }
