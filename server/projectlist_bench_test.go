package main

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// BenchmarkProjectList draws the first page of the residents' list of a community that has 1,000 projects under
// way, each with two calls and all that its gates ask for; and reads the facts of the 25 on it as one query for each
// kind of fact ("together") and as each project's by itself ("one-by-one").
func BenchmarkProjectList(b *testing.B) {
	for _, database := range []string{"sqlite", "postgres"} {
		options := store.Options{Dir: b.TempDir()}
		if database == "postgres" {
			options = store.Options{URL: storetest.Shared(b).Database(b)}
		}
		h := bootOn(b, options)
		h.clock.set("2026-11-24 09:00")
		for i := 0; i < 1000; i += 100 {
			h.many(i, i+100)
		}
		if options.URL != "" {
			counted(b, options.URL)
		}
		p, err := NewPortal(Settings{Clock: h.clock.Now, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Store: h.store})
		if err != nil {
			b.Fatal(err)
		}
		b.Run(database+"/page", func(b *testing.B) {
			for b.Loop() {
				w := httptest.NewRecorder()
				if p.ServeHTTP(w, httptest.NewRequest("GET", "/hepingli/projects", nil)); w.Code != 200 {
					b.Fatal(w.Code)
				}
			}
		})
		b.Run(database+"/facts", func(b *testing.B) {
			var together, alone time.Duration
			for b.Loop() {
				together += h.facts(b, true)
				alone += h.facts(b, false)
			}
			b.ReportMetric(together.Seconds()*1000/float64(b.N), "ms-together")
			b.ReportMetric(alone.Seconds()*1000/float64(b.N), "ms-one-by-one")
			b.ReportMetric(alone.Seconds()/together.Seconds(), "times")
		})
	}
}

// counted lets PostgreSQL count its tables, as it does by itself within a minute.
func counted(b *testing.B, url string) {
	b.Helper()
	db, err := sql.Open("postgres", url)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec("ANALYZE"); err != nil {
		b.Fatal(err)
	}
}

// facts reads the facts of a page of projects, and says how long that took.
func (b *booted) facts(t testing.TB, together bool) time.Duration {
	from := time.Now()
	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.ProjectsAfter([]string{"hepingli"}, project.Project{}, projectsPage, project.Deliver)
		if err != nil || len(all) != projectsPage {
			return fmt.Errorf("%d projects: %w", len(all), err)
		}
		read := projectReader(v)
		if together {
			if read, err = v.ProjectsAhead(all); err != nil {
				return err
			}
		}
		for _, p := range all {
			if _, err := project.ReadFacts(read, p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return time.Since(from)
}
