package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// appIsBuilt fails a test that needs the app when it was not built, or was built
// before something it is made of changed.
func appIsBuilt(t testing.TB) {
	t.Helper()
	isBuilt(t, "app.wasm", newestSource)
}

func isBuilt(t testing.TB, program string, newest func() (string, time.Time)) {
	t.Helper()
	built, err := os.Stat("../web/static/" + program)
	if err != nil {
		t.Fatal(program + " is not built: make app")
	}
	if name, at := newest(); at.After(built.ModTime()) {
		t.Fatalf("%s is newer than %s: make app", name, program)
	}
}

// newestSource is the file changed last of those the app is made of.
var newestSource = sync.OnceValues(func() (string, time.Time) {
	return newestOf("app", "residents", "record", "calendar", "consultation", "polls")
})

func newestOf(rooms ...string) (name string, at time.Time) {
	for _, room := range rooms {
		_ = filepath.WalkDir("../"+room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil // a room may not be there yet
			}
			if info, err := d.Info(); err == nil && info.ModTime().After(at) {
				name, at = path, info.ModTime()
			}
			return nil
		})
	}
	return name, at
}
