package main

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// Every command has words of its own on the page of one's data: the verbs are read in the source.
func TestVerbWords(t *testing.T) {
	t.Parallel()
	b := boot(t)
	words := b.portal.verbWords()
	verbs := map[string]bool{"enter": true} // store.Sessions begins sessions by it
	for _, line := range b.portal.routes() {
		if line.method == http.MethodPost {
			verbs[line.name] = true
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sent := regexp.MustCompile(`(?:p\.do|p\.own|p\.onMatter|p\.moderate)\(r, "([a-z-]+)"|decidePerson\(r, "[a-z-]+", "([a-z-]+)"`)
	for _, name := range files {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range sent.FindAllStringSubmatch(string(source), -1) {
			verbs[m[1]+m[2]] = true
		}
	}
	if len(verbs) < 80 {
		t.Errorf("only %d verbs were found", len(verbs))
	}
	for verb := range verbs {
		if w := words[verb]; w == "" || w == pages.ActionWord(residents.OwnThings) {
			t.Errorf("%s is called %q", verb, w)
		}
	}
}

// One's own data tell in words what was done, by oneself and by a helper.
func TestOwnDataInWords(t *testing.T) {
	t.Parallel()
	b := boot(t)
	shed := b.accepted("zhao", "充电棚")
	wang := b.as("hepingli", "wang")
	wang.send("/hepingli/topics/"+shed, "support")
	wang.get("/hepingli/me/data").holds(t, 200, "操作</dt><dd>附议", "!>support<")
}

// Nobody reads a code on the page of what is kept of them: of everybody in the sample, every word is one.
func TestOwnDataHoldNoCodes(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	code := regexp.MustCompile(`^[a-z]+([-_ ][a-z]+)*$`)
	verbs, seen := b.portal.verbWords(), map[string]int{}
	r := &request{place: hepingli}
	err := b.store.View(t.Context(), func(v *store.View) error {
		all, err := v.Residents("hepingli", "", 1000)
		for _, one := range all {
			held, err := v.PersonalData("hepingli", one.ID, fileRows)
			if err != nil {
				return err
			}
			for _, h := range held {
				seen[h.Name]++
				for _, row := range h.Rows {
					for _, f := range r.dataFacts(h.Name, row, verbs) {
						if code.MatchString(f.Value) || strings.Contains(f.Name, "代码") {
							t.Errorf("%s of %s: %s %q", h.Name, one.ID, f.Name, f.Value)
						}
					}
				}
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(seen) < 25 {
		t.Errorf("of %d tables only", len(seen))
	}
}
