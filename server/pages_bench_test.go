package main

import (
	"context"
	"io"
	"log/slog"
	"net/http/httptest"
	"testing"
	"time"

	"yishiting/server/sample"
	"yishiting/server/store"
)

// BenchmarkPages draws the sample's pages as a phone asks for them: time a page,
// and its bytes on the wire, as "B", with the stylesheet's, as "B-with-style".
func BenchmarkPages(b *testing.B) {
	now := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	s, err := store.Open(context.Background(), store.Options{Dir: b.TempDir(), Clock: clock})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := sample.Make(context.Background(), s, now); err != nil {
		b.Fatal(err)
	}
	p, err := NewPortal(Settings{Clock: clock, Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Store: s})
	if err != nil {
		b.Fatal(err)
	}
	get := func(path string) int {
		r := httptest.NewRequest("GET", path, nil)
		r.Header.Set("Accept-Encoding", "br, gzip")
		w := httptest.NewRecorder()
		p.ServeHTTP(w, r)
		if w.Code != 200 {
			b.Fatalf("%s: %d", path, w.Code)
		}
		return w.Body.Len()
	}
	style := get(p.files.assets.Style)
	for _, path := range []string{"/hepingli", "/hepingli/topics", "/hepingli/archive", "/hepingli/record", "/hepingli-jiedao"} {
		b.Run(path[1:], func(b *testing.B) {
			size := 0
			for b.Loop() {
				size = get(path)
			}
			b.ReportMetric(float64(size), "B")
			b.ReportMetric(float64(size+style), "B-with-style")
		})
	}
}
