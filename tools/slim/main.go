// Command slim prepares the app's build: it copies go-app and templ, in exactly the
// versions of go.mod, into .slim without their parts for servers, and writes
// .slim/go.mod that puts the copies in their place.
//
//	go run ./tools/slim
//	GOOS=js GOARCH=wasm go build -modfile .slim/go.mod ./app
//
// Those parts are never called in a browser, but they import net/http and
// html/template, whose packages set themselves up before main and so stay in the
// program: a fifth of what every phone has to fetch. Go-app would also lead the reader
// to the part of the page that the address names, when it comes and after each change of
// that part: once more, later, and wherever the reader has gone since. Nothing else is
// changed, and where a part is no longer found the command fails.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

const dir = ".slim"

// cut says what is left out of one module.
type cut struct {
	module string
	folder string              // of the copy, under dir
	keep   []string            // folders of the module that are copied
	files  []string            // files left out
	decls  map[string][]string // by file: functions, types (with their methods) and imports left out
	swaps  map[string][2]string
}

var cuts = []cut{
	{
		module: "github.com/maxence-charriere/go-app/v10",
		folder: "go-app",
		keep:   []string{"pkg/app", "pkg/errors"},
		files:  []string{"pkg/app/http.go", "pkg/app/static.go", "pkg/app/wasm.go"},
		decls: map[string][]string{
			"pkg/app/resource.go": {
				"net/http", "LocalDir", "localResourceResolver", "RemoteBucket", "remoteResourceResolver",
				"PrefixedLocation", "prefixedResourceResolver", "GitHubPages", "ProxyResource",
			},
		},
		swaps: map[string][2]string{"pkg/app/js_wasm.go": {`elem.Call("scrollIntoView")`, "return // that is the boot script's"}},
	},
	{
		module: "github.com/a-h/templ",
		folder: "templ",
		keep:   []string{".", "runtime", "safehtml", "internal"},
		files:  []string{"handler.go"},
		decls: map[string][]string{
			"runtime.go":        {"net/http", "html/template", "NewCSSMiddleware", "CSSMiddleware", "NewCSSHandler", "CSSHandler", "FromGoHTML", "ToGoHTML"},
			"runtime/buffer.go": {"net/http"},
		},
		swaps: map[string][2]string{"runtime/buffer.go": {".(http.Flusher)", ".(interface{ Flush() })"}},
	},
}

func main() {
	if err := slim(); err != nil {
		fmt.Fprintln(os.Stderr, "slim:", err)
		os.Exit(1)
	}
}

func slim() error {
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	mod, err := os.ReadFile("go.mod")
	if err != nil {
		return err
	}
	for _, c := range cuts {
		if err := c.copy(); err != nil {
			return fmt.Errorf("%s: %w", c.module, err)
		}
		mod = append(mod, fmt.Sprintf("\nreplace %s => ./%s/%s\n", c.module, dir, c.folder)...)
	}
	sum, err := os.ReadFile("go.sum")
	if err != nil {
		return err
	}
	return errors.Join(os.WriteFile(filepath.Join(dir, "go.mod"), mod, 0o644), os.WriteFile(filepath.Join(dir, "go.sum"), sum, 0o644))
}

// folderOf is where a module of go.mod is, which is fetched if it is not there yet: on a
// fresh machine nothing is.
func folderOf(module string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	var got struct{ Dir, Error string }
	if parsed := json.Unmarshal(out, &got); parsed != nil {
		return "", errors.Join(err, parsed)
	}
	if err != nil || got.Error != "" || got.Dir == "" {
		return "", errors.Join(err, errors.New("not fetched: "+got.Error))
	}
	return got.Dir, nil
}

// copy writes the module without what is left out.
func (c cut) copy() error {
	from, err := folderOf(c.module)
	if err != nil {
		return err
	}
	err = filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil || d.IsDir() || !c.wanted(filepath.ToSlash(name)) {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if text, err = c.cut(filepath.ToSlash(name), text); err != nil {
			return err
		}
		to := filepath.Join(dir, c.folder, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o644)
	})
	if err != nil {
		return err
	}
	for _, name := range c.files {
		if _, err := os.Stat(filepath.Join(from, name)); err != nil {
			return err
		}
	}
	return nil
}

// wanted tells whether a file of the module is copied.
func (c cut) wanted(name string) bool {
	if name == "go.mod" || name == "LICENSE" || name == ".version" {
		return true
	}
	if strings.HasSuffix(name, "_test.go") || slices.Contains(c.files, name) {
		return false
	}
	folder := filepath.ToSlash(filepath.Dir(name))
	if folder == "." {
		return slices.Contains(c.keep, ".") && strings.HasSuffix(name, ".go")
	}
	return slices.ContainsFunc(c.keep, func(k string) bool { return folder == k || strings.HasPrefix(folder, k+"/") })
}

// cut takes the declarations that are left out from a file's text.
func (c cut) cut(name string, text []byte) ([]byte, error) {
	if swap, ok := c.swaps[name]; ok {
		if strings.Count(string(text), swap[0]) != 1 {
			return nil, fmt.Errorf("%s: %q is not there once", name, swap[0])
		}
		text = []byte(strings.Replace(string(text), swap[0], swap[1], 1))
	}
	out := c.decls[name]
	if len(out) == 0 {
		return text, nil
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, name, text, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	found := map[string]bool{}
	drop := func(n ast.Node) {
		for i := files.Position(n.Pos()).Offset; i < files.Position(n.End()).Offset; i++ {
			if text[i] != '\n' {
				text[i] = ' '
			}
		}
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if name := about(d); slices.Contains(out, name) {
				found[name] = true
				drop(d)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				name := named(s)
				if !slices.Contains(out, name) {
					continue
				}
				found[name] = true
				if d.Tok == token.TYPE && !d.Lparen.IsValid() {
					drop(d)
				} else {
					drop(s)
				}
			}
		}
	}
	for _, name := range out {
		if !found[name] {
			return nil, fmt.Errorf("%s: no %s", file.Name, name)
		}
	}
	return format.Source(text)
}

// about is the name of a function, or of the type that a method belongs to.
func about(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return d.Name.Name
	}
	kind := d.Recv.List[0].Type
	if star, ok := kind.(*ast.StarExpr); ok {
		kind = star.X
	}
	if id, ok := kind.(*ast.Ident); ok {
		return id.Name
	}
	return ""
}

// named is the name of a type, or the path of an import.
func named(s ast.Spec) string {
	switch s := s.(type) {
	case *ast.TypeSpec:
		return s.Name.Name
	case *ast.ImportSpec:
		return strings.Trim(s.Path.Value, `"`)
	}
	return ""
}
