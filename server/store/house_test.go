package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// start is when the tests' clocks begin: a Wednesday morning in Beijing.
var start = time.Date(2026, 7, 1, 1, 0, 0, 0, time.UTC)

var (
	district = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"}
	street   = residents.Community{ID: "hepingli-street", Slug: "hepingli-street", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai"}
	hepingli = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "hepingli-street", Zone: "Asia/Shanghai", Homes: 1480, People: 3700, Phone: "010-8421 0000"}
	anzhen   = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "hepingli-street", Zone: "Asia/Shanghai", Homes: 900, People: 2100}

	wang = residents.Resident{ID: "wang-guilan", Community: "hepingli", Name: "王桂兰", Building: "3 号楼", BirthYear: 1951, JoinedAt: start}
	li   = residents.Resident{ID: "li-jianguo", Community: "hepingli", Name: "李建国", Building: "5 号楼", JoinedAt: start}
)

// house puts four bodies, two people and a table of the tests' own into the database.
func house(t testing.TB, s *store.Store) {
	t.Helper()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		if _, err := tx.Exec(`CREATE TABLE notes (community TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL CHECK (body <> ''), PRIMARY KEY (community, id))`); err != nil {
			return err
		}
		for _, c := range []residents.Community{district, street, hepingli, anzhen} {
			if err := tx.AddCommunity(c); err != nil {
				return err
			}
		}
		for _, p := range []residents.Resident{wang, li} {
			if err := tx.AddResident(p); err != nil {
				return err
			}
		}
		return nil
	})
}

func update(t testing.TB, s *store.Store, community string, fn func(*store.Tx) error) {
	t.Helper()
	if err := s.Update(context.Background(), community, fn); err != nil {
		t.Fatalf("update: %v", err)
	}
}

func view(t testing.TB, s *store.Store, fn func(*store.View) error) {
	t.Helper()
	if err := s.View(context.Background(), fn); err != nil {
		t.Fatalf("view: %v", err)
	}
}

// count is how many rows the query counts.
func count(t testing.TB, s *store.Store, query string, args ...any) (n int64) {
	t.Helper()
	view(t, s, func(v *store.View) (err error) {
		n, err = v.Number(query, args...)
		return err
	})
	return n
}

// note is a command of hepingli, and write what it does: one row, and its name as the answer.
func note(id, body string) store.Command {
	return store.Command{Community: "hepingli", ID: id, Actor: wang.ID, Verb: "note", Hash: sha256.Sum256([]byte(body)), At: start}
}

func write(id, body string) func(*store.Tx) (string, error) {
	return func(tx *store.Tx) (string, error) {
		_, err := tx.Exec(`INSERT INTO notes (community, id, body) VALUES ($1, $2, $3)`, tx.Community(), id, body)
		return "wrote " + id, err
	}
}

func commandID(n int) string { return fmt.Sprintf("command-%012d", n) }
