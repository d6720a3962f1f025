package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

func TestPack(t *testing.T) {
	name := filepath.Join(t.TempDir(), "app.wasm")
	write := func(name, text string, at time.Time) {
		t.Helper()
		if err := errors.Join(os.WriteFile(name, []byte(text), 0o600), os.Chtimes(name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	read := func() string {
		t.Helper()
		packed, err := os.ReadFile(name + ".br")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed)))
		if err != nil {
			t.Fatal(err)
		}
		if len(text) > 1000 && len(packed) > len(text)/10 {
			t.Errorf("%d bytes packed into %d", len(text), len(packed))
		}
		return string(text)
	}
	hourAgo := time.Now().Add(-time.Hour)
	first := strings.Repeat("议事厅", 4000)
	write(name, first, hourAgo)
	if err := pack(name); err != nil || read() != first {
		t.Fatalf("not packed: %v", err)
	}
	write(name, "second", hourAgo) // changed, but not newer than the packed file
	if err := pack(name); err != nil || read() != first {
		t.Errorf("packed again without need: %v", err)
	}
	write(name, "second", time.Now().Add(time.Hour))
	if err := pack(name); err != nil || read() != "second" {
		t.Errorf("an old packed file is kept: %v", err)
	}
	info, err := os.Stat(name + ".br")
	if err != nil || info.Mode().Perm() != 0o644 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(name + ".*"); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

func TestPackWithoutFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "app.wasm")
	if err := pack(name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	if left, _ := filepath.Glob(name + "*"); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
