//go:build !js

package english

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// drawn are the rooms whose texts people read on pages.
var drawn = []string{"../pages", "../../server/desk", ".."}

// apart are files of them whose texts stand on paper or in lists that are handed out, which are in Chinese; mails, which say
// all in both languages themselves; and what the rules of a field read.
var apart = []string{
	"callpaper_templ.go", "letters_templ.go", "notice_templ.go", "pollsheets_templ.go", "sheets_templ.go", "projectnotice_templ.go", "mailwords.go", "buildings.go",
}

// Every piece of Chinese in the pages' code is in the catalogue: as an entry, or within one.
func TestEveryPieceIsTold(t *testing.T) {
	c := Built()
	var missing []string
	for _, room := range drawn {
		files, err := filepath.Glob(room + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if strings.HasSuffix(file, "_test.go") || slices.Contains(apart, filepath.Base(file)) {
				continue
			}
			pieces(t, file, func(piece string) {
				if !c.knows(piece) {
					missing = append(missing, filepath.Base(file)+"\t"+piece)
				}
			})
		}
	}
	if to := os.Getenv("UNTOLD"); to != "" { // to be told
		if err := os.WriteFile(to, []byte(strings.Join(missing, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for i, m := range missing {
		if i == 40 {
			t.Fatalf("and %d more", len(missing)-i)
		}
		t.Errorf("has no English: %s", m)
	}
}

// pieces gives the Chinese texts of a file of Go: those of a template as they are drawn, between its tags.
func pieces(t *testing.T, name string, found func(string)) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	none := &Catalogue{whole: map[string]string{}, memo: map[string]told{}}
	ast.Inspect(file, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		if !ok || lit.Kind != token.STRING {
			return true
		}
		text, err := strconv.Unquote(lit.Value)
		if err != nil {
			t.Fatal(err)
		}
		if !Han(text) || strings.HasPrefix(text, " 在哪儿 ") || strings.HasPrefix(text, "承办 ") { // names of facts, side by side
			return true
		}
		if !strings.ContainsAny(text, "<>") {
			found(attribute.FindString(text))
			return true
		}
		if at := strings.IndexByte(text, '>'); at >= 0 && (strings.IndexByte(text, '<') < 0 || strings.IndexByte(text, '<') > at) {
			text = text[at+1:] // the end of a tag
		}
		none.Page(text, func(piece string) { found(piece) })
		return true
	})
}

// knows tells whether a text has English: of its own, or as a part of entries.
func (c *Catalogue) knows(piece string) bool {
	piece = spaced(strings.TrimSpace(piece))
	if _, whole := c.Text(piece); whole {
		return true
	}
	if strings.Contains(keys(), piece) {
		return true
	}
	for _, p := range cutAtMarks(hole.ReplaceAllString(piece, "，")) {
		if Han(p.text) && !strings.Contains(keys(), strings.TrimSpace(p.text)) {
			return false
		}
	}
	return true
}

// attribute is the last value of an attribute in a piece of a tag, or the whole of any other text.
var attribute = regexp.MustCompile(`[^"]*\p{Han}[^"]*`)

// hole is where a script or a format puts something into a sentence.
var hole = regexp.MustCompile(`\{\w+\}|%\d*[a-z]`)

// keys are the Chinese of all entries.
var keys = sync.OnceValue(func() string {
	var b strings.Builder
	for line := range strings.SplitSeq(Words(), "\n") {
		from, _, _ := strings.Cut(line, " => ")
		b.WriteString(spaced(from))
		b.WriteByte('\n')
	}
	return b.String()
})
