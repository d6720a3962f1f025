package main

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"yishiting/server/sample"
	"yishiting/server/store"
)

// sampled is a directory with the sample's neighbourhood as it is on a day in November: it is
// made once, and each test that asks has a copy of its own.
func sampled(t testing.TB, now time.Time) string {
	t.Helper()
	dir, err := madeSample()
	if err != nil {
		t.Fatal(err)
	}
	if want := sampleDay(); !now.Equal(want) {
		t.Fatalf("the sample is of %s, not of %s", want, now)
	}
	file, err := os.ReadFile(filepath.Join(dir, "yishiting.db"))
	if err != nil {
		t.Fatal(err)
	}
	own := t.TempDir()
	if err := os.WriteFile(filepath.Join(own, "yishiting.db"), file, 0o600); err != nil {
		t.Fatal(err)
	}
	return own
}

func sampleDay() time.Time {
	c := &clock{}
	c.set("2026-11-15 10:00")
	return c.Now()
}

var madeSample = sync.OnceValues(func() (dir string, err error) {
	ctx, now := context.Background(), sampleDay()
	if dir, err = os.MkdirTemp("", "yishiting-sample-"); err != nil {
		return "", err
	}
	s, err := store.Open(ctx, store.Options{Dir: dir, Clock: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return "", err
	}
	defer func() {
		if closed := s.Close(); err == nil {
			err = closed
		}
	}()
	if _, err = found(ctx, s, now); err != nil {
		return "", err
	}
	return dir, sample.Make(ctx, s, now)
})
