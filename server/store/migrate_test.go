package store_test

import (
	"context"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"yishiting/migrations"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestServersThatStartAtOnceOnAnEmptyDatabase(t *testing.T) {
	storetest.EachEmpty(t, func(t *testing.T, options store.Options) {
		var all sync.WaitGroup
		for range 6 {
			all.Go(func() {
				s, err := store.Open(context.Background(), options)
				if err != nil {
					t.Errorf("open: %v", err)
					return
				}
				if err := s.Close(); err != nil {
					t.Errorf("close: %v", err)
				}
			})
		}
		all.Wait()
		s := storetest.Open(t, options)
		names, err := fs.Glob(migrations.Files, "*.sql")
		if n := count(t, s, `SELECT count(*) FROM migrations`); int(n) != len(names) || err != nil {
			t.Errorf("%d steps of %d were noted (%v)", n, len(names), err)
		}
	})
}

// steps are the program's own migrations and others after them.
func steps(t *testing.T, further ...string) fstest.MapFS {
	t.Helper()
	all := fstest.MapFS{}
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		text, err := fs.ReadFile(migrations.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		all[name] = &fstest.MapFile{Data: text}
	}
	for i, text := range further {
		all[stepName(len(names)+i+1)] = &fstest.MapFile{Data: []byte(text)}
	}
	return all
}

func stepName(n int) string {
	return "00" + string(rune('0'+n/10)) + string(rune('0'+n%10)) + "_further.sql"
}

func TestFurtherMigrations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		good := steps(t, `CREATE TABLE a (n BIGINT NOT NULL); INSERT INTO a (n) VALUES (1);`, `ALTER TABLE a ADD COLUMN m BIGINT;`)
		for range 2 { // the second time there is nothing to do
			if err := s.MigrateWith(good); err != nil {
				t.Fatal(err)
			}
		}
		if n := count(t, s, `SELECT count(*) FROM a WHERE m IS NULL`); n != 1 {
			t.Errorf("%d rows", n)
		}

		bad := steps(t, string(good[stepName(len(steps(t))+1)].Data), string(good[stepName(len(steps(t))+2)].Data),
			`CREATE TABLE b (n BIGINT NOT NULL)`, `CREATE TABLE a (n BIGINT NOT NULL)`)
		if err := s.MigrateWith(bad); err == nil {
			t.Error("a step that fails passed")
		}
		if err := s.View(context.Background(), func(v *store.View) error { _, err := v.Number(`SELECT count(*) FROM b`); return err }); err == nil {
			t.Error("a step before the one that failed was kept")
		}

		edited := steps(t, `CREATE TABLE a (n BIGINT)`, `ALTER TABLE a ADD COLUMN m BIGINT;`)
		if err := s.MigrateWith(edited); err == nil || !strings.Contains(err.Error(), "was changed") {
			t.Errorf("an edited step: %v", err)
		}
		if err := s.MigrateWith(steps(t)); err == nil || !strings.Contains(err.Error(), "too old") {
			t.Errorf("a program that is too old: %v", err)
		}
		gap := steps(t)
		gap["0900_gap.sql"] = &fstest.MapFile{Data: []byte(`SELECT 1`)}
		if err := s.MigrateWith(gap); err == nil {
			t.Error("a gap in the numbers passed")
		}
	})
}
