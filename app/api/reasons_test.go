package api

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"yishiting/residents"
)

// Every reason that any room declares may be told: it stands in the table. The
// rooms are read as source, so that a new one cannot be forgotten.
func TestEveryReasonIsListed(t *testing.T) {
	found := 0
	for _, room := range []string{"residents", "consultation", "record", "polls", "signups", "app", "server"} {
		_ = filepath.WalkDir("../../"+room, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return nil // a room may not be there yet
			}
			for _, r := range declared(t, path) {
				found++
				if _, ok := status[r]; !ok {
					t.Errorf("%s declares %q, which is not listed", path, r)
				}
			}
			return nil
		})
	}
	if found < 30 {
		t.Errorf("only %d reasons were found: the source is no longer read", found)
	}
}

// declared are the reasons made in a file: Reason("…") of whichever package.
func declared(t *testing.T, path string) []residents.Reason {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []residents.Reason
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !strings.HasSuffix(name(call.Fun), "Reason") {
			return true
		}
		if text, ok := call.Args[0].(*ast.BasicLit); ok {
			if s, err := strconv.Unquote(text.Value); err == nil {
				all = append(all, residents.Reason(s))
			}
		}
		return true
	})
	return all
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// A reason is the same on both sides of the wire, however it is wrapped; what is
// not listed is told as internal.
func TestReasonsTravel(t *testing.T) {
	for _, r := range Reasons() {
		wrapped := fmt.Errorf("while working: %w", &residents.FieldError{Field: "title", Reason: r})
		there := Told(string(Code(wrapped)))
		if !errors.Is(there, r) {
			t.Errorf("%s arrives as %v", r, there)
		}
		if s := Status(wrapped); s < 400 || s > 599 {
			t.Errorf("%s has status %d", r, s)
		}
	}
	for _, err := range []error{errors.New("disk on fire"), residents.Reason("of another room")} {
		if Code(err) != Internal || Status(err) != 500 {
			t.Errorf("%v is told as %s", err, Code(err))
		}
	}
	if Told("") != nil {
		t.Error("nothing is an error")
	}
	if !slices.Contains(Reasons(), Internal) {
		t.Error("internal may not be told")
	}
}

func TestWithDone(t *testing.T) {
	for _, c := range [][3]string{
		{"/hepingli", "raised", "/hepingli?done=raised"},
		{"/hepingli/topics?page=2#a", "raised", "/hepingli/topics?done=raised&page=2#a"},
		{"/hepingli", "", "/hepingli"},
		{"/hepingli?done=old", "new", "/hepingli?done=new"},
	} {
		if got := WithDone(c[0], c[1]); got != c[2] {
			t.Errorf("%s with %s is %s, not %s", c[0], c[1], got, c[2])
		}
	}
}
