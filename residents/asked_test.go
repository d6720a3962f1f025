package residents_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// source is the code of a room, without its tests: each file by its path from here.
func source(t *testing.T, dir string) map[string]*ast.File {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatal(dir, err)
	}
	files := map[string]*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		if files[name], err = parser.ParseFile(token.NewFileSet(), name, nil, 0); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// rooms are where somebody may be asked who they are.
var rooms = []string{".", "../consultation", "../consultation/project", "../polls", "../signups", "../signups/grants", "../signups/organisations", "../server"}

// Whoever wants to know what somebody may do asks the table. The roles themselves are
// looked at elsewhere only for what is no permission, each for the reason beside it.
func TestRolesAreAskedOnlyOfTheTable(t *testing.T) {
	may := map[string]string{
		"permission.go":     "reads the table",
		"role.go":           "sees whether a role is held already before it is given once more",
		"../polls/cast.go":  "sees whether a member of a body is still one, beside asking the table",
		"../server/mine.go": "puts one's roles into words, and leads a stairwell head to their page",
	}
	for _, room := range rooms {
		for name, file := range source(t, room) {
			ast.Inspect(file, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok {
					return true
				}
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == "Holds" && may[name] == "" {
					t.Errorf("%s asks whether a role is held: ask the table of permissions", name)
				}
				return true
			})
		}
	}
}

// Every action of the table is asked by a verb or stands in a line of routes.
func TestEveryActionIsAsked(t *testing.T) {
	actions := map[string]bool{} // whether it is asked
	for _, decl := range source(t, ".")["permissions.go"].Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			value := spec.(*ast.ValueSpec)
			if kind, ok := value.Type.(*ast.Ident); ok && kind.Name == "Action" {
				actions[value.Names[0].Name] = false
			}
		}
	}
	if len(actions) < 40 {
		t.Fatal("too few actions were read:", len(actions))
	}
	for _, room := range rooms {
		for name, file := range source(t, room) {
			if name == "permissions.go" {
				continue
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if _, is := actions[id.Name]; is {
						actions[id.Name] = true
					}
				}
				return true
			})
		}
	}
	for action, asked := range actions {
		if !asked {
			t.Errorf("nobody asks %s: it does not belong in the table", action)
		}
	}
}

// Every verb, an exported function that is given a transaction and who sends it, asks the
// table, by itself or by what it calls in its room.
func TestEveryVerbAsksTheTable(t *testing.T) {
	without := map[string]string{
		"DeclareAdult":         "is said by the minor of themselves",
		"EndAllHelp":           "follows from what its callers asked: one's consent is taken back, or one leaves",
		"GiveUpRepresentation": "gives up what is one's own",
		"MoveOut":              "leaves a home of one's own",
	}
	bodies := map[string]*ast.FuncDecl{} // of the rooms, those of residents as others call them too
	for _, room := range rooms[:7] {
		var verbs []string
		for _, file := range source(t, room) {
			for _, decl := range file.Decls {
				f, ok := decl.(*ast.FuncDecl)
				if !ok || f.Recv != nil {
					continue
				}
				bodies[f.Name.Name] = f
				if room == "." {
					bodies["residents."+f.Name.Name] = f
				}
				if f.Name.IsExported() && isVerb(f) {
					verbs = append(verbs, f.Name.Name)
				}
			}
		}
		if len(verbs) < 8 {
			t.Error("too few verbs were found in", room, verbs)
		}
		slices.Sort(verbs)
		for _, verb := range verbs {
			asks := asksTable(bodies, verb, map[string]bool{})
			switch reason := without[verb]; {
			case !asks && reason == "":
				t.Errorf("%s of %s does not ask the table", verb, room)
			case asks && reason != "":
				t.Errorf("%s asks the table now", verb)
			}
		}
	}
}

// isVerb tells whether a function is given a transaction and a sender.
func isVerb(f *ast.FuncDecl) bool {
	tx, sender := false, false
	for _, p := range f.Type.Params.List {
		name := ""
		switch kind := p.Type.(type) {
		case *ast.Ident:
			name = kind.Name
		case *ast.SelectorExpr:
			name = kind.Sel.Name
		}
		tx, sender = tx || strings.HasSuffix(name, "Tx"), sender || name == "Sender"
	}
	return tx && sender
}

// asksTable tells whether a function of a room comes to May, perhaps by others.
func asksTable(bodies map[string]*ast.FuncDecl, name string, seen map[string]bool) bool {
	f, known := bodies[name]
	if !known || seen[name] || f.Body == nil {
		return false
	}
	seen[name] = true
	found := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found {
			return !found
		}
		switch fun := call.Fun.(type) {
		case *ast.Ident:
			found = fun.Name == "May" || asksTable(bodies, fun.Name, seen)
		case *ast.SelectorExpr:
			if pkg, ok := fun.X.(*ast.Ident); ok && pkg.Name == "residents" {
				found = fun.Sel.Name == "May" || asksTable(bodies, "residents."+fun.Sel.Name, seen)
			}
		}
		return !found
	})
	return found
}
