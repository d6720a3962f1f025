// Package arrows holds the plan of the house against its code: which room may lean
// on which. One stray import costs every phone, or breaks the app's build.
package arrows

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
)

const module = "yishiting/"

type pkg struct {
	ImportPath string
	Standard   bool
	Imports    []string
	Deps       []string
}

// listed are the packages that a pattern names, with all they lean on, for a platform.
func listed(t *testing.T, platform []string, pattern string) map[string]pkg {
	t.Helper()
	list := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,Imports,Deps", pattern)
	list.Dir = "../.."
	list.Env = append(os.Environ(), platform...)
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]pkg{}
	for d := json.NewDecoder(strings.NewReader(string(out))); d.More(); {
		var p pkg
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		all[p.ImportPath] = p
	}
	return all
}

var native, browser = []string{}, []string{"GOOS=js", "GOARCH=wasm"}

// in tells whether a package is a room or in it.
func in(path, room string) bool {
	return path == module+room || strings.HasPrefix(path, module+room+"/")
}

// A domain room leans on the rooms below it and on the standard library, apart
// from what reaches outside of the program.
func TestDomainRooms(t *testing.T) {
	all := listed(t, native, "./...")
	below := map[string][]string{
		"calendar": {}, "residents": {}, "record": {"golang.org/x/mod/sumdb"},
		"polls": {"residents", "calendar", "record"}, "consultation": {"residents", "calendar", "record", "polls"},
		"consultation/project": {"residents", "calendar", "record", "polls", "consultation"},
		"signups":              {"residents", "calendar", "record"}, "signups/organisations": {"residents", "calendar", "record"}, "signups/grants": {"residents", "calendar", "record", "signups"},
		"telling": {"residents", "calendar"},
		"app/api": {"residents", "calendar", "record", "consultation", "polls", "signups"},
	}
	never := []string{"net", "os/exec", "database/sql", "html/template", "time/tzdata", "syscall/js", "log", "log/slog"}
	seen := 0
	for path, p := range all {
		for room, may := range below {
			if !in(path, room) {
				continue
			}
			seen++
			for _, i := range p.Imports {
				switch {
				case all[i].Standard:
					for _, n := range never {
						if i == n || strings.HasPrefix(i, n+"/") && i != "net/url" {
							t.Errorf("%s leans on %s", path, i)
						}
					}
				case !allowed(i, append(may, room)):
					t.Errorf("%s leans on %s", path, i)
				}
			}
		}
	}
	if seen < 4 {
		t.Errorf("only %d domain packages were seen", seen)
	}
}

func allowed(path string, rooms []string) bool {
	for _, room := range rooms {
		if in(path, room) || strings.HasPrefix(path, room) {
			return true
		}
	}
	return false
}

// What the app is made of of ours never reaches for the server, a database, an HTTP
// client or another template library; what it is given by go-app and templ is theirs.
func TestApp(t *testing.T) {
	never := []string{"net/http", "database/sql", "html/template", "text/template", "net", "crypto/tls", module + "server", module + "migrations", module + "web"}
	ours := 0
	for path, p := range listed(t, browser, "./app") {
		if !strings.HasPrefix(path, module) {
			continue
		}
		ours++
		for _, i := range p.Imports {
			for _, n := range never {
				if i == n || strings.HasPrefix(i, n+"/") && n != "net" {
					t.Errorf("%s leans on %s", path, i)
				}
			}
		}
	}
	if ours < 5 {
		t.Errorf("only %d of our packages are in the app", ours)
	}
}

// The store knows no page, and of the server how words are looked for alone; nobody but the store knows SQL.
func TestServerRooms(t *testing.T) {
	for path, p := range listed(t, native, "./...") {
		for _, i := range p.Imports {
			if in(path, "server/store") && (in(i, "app") || in(i, "server") && !in(i, "server/store") && !in(i, "server/search")) {
				t.Errorf("%s leans on %s", path, i)
			}
			if strings.HasPrefix(path, module) && i == "database/sql" && !in(path, "server/store") {
				t.Errorf("%s leans on %s", path, i)
			}
			if in(path, "app") && in(i, "server") {
				t.Errorf("%s leans on %s", path, i)
			}
		}
	}
}

// The binary carries no browser driver and no test.
func TestBinary(t *testing.T) {
	for path := range listed(t, native, "./server") {
		if strings.Contains(path, "chromedp") || path == "testing" || strings.HasSuffix(path, "test") && strings.HasPrefix(path, module) {
			t.Errorf("the binary carries %s", path)
		}
	}
}
