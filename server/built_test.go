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
	built, err := os.Stat("../web/static/app.wasm")
	if err != nil {
		t.Fatal("the app is not built: make app")
	}
	if name, at := newestSource(); at.After(built.ModTime()) {
		t.Fatalf("%s is newer than the app: make app", name)
	}
}

// newestSource is the file changed last of those the app is made of.
var newestSource = sync.OnceValues(func() (name string, at time.Time) {
	for _, room := range []string{"app", "residents", "record", "calendar", "consultation", "polls"} {
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
})
