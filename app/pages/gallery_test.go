package pages

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// The gallery shows every part with the words of a real month: the charging
// sheds of buildings 3, 5 and 7. GALLERY=dir go test ./app/pages -run Gallery
// leaves its pages there, the stylesheet inside, to be looked at.

func TestGallery(t *testing.T) {
	style, err := os.ReadFile("../../web/static/style.css")
	if err != nil {
		t.Fatal(err)
	}
	large, err := os.ReadFile("../../web/static/elder.css")
	if err != nil {
		t.Fatal(err)
	}
	for _, elder := range []int{0, ElderFirst} {
		for name, page := range gallery(elder) {
			rules := string(style)
			if elder > 0 {
				name += "-elder"
				rules += string(large)
			}
			t.Run(name, func(t *testing.T) { check(t, name, page, elder > 0, rules) })
		}
	}
}

func check(t *testing.T, name string, page templ.Component, elder bool, style string) {
	var body bytes.Buffer
	if err := page.Render(context.Background(), &body); err != nil {
		t.Fatal(err)
	}
	class := ""
	if elder {
		class = "elder"
	}
	bare := document(class, "", body.String())
	for _, complaint := range append(complaints(bare), unstyled(bare, style)...) {
		t.Error(complaint)
	}
	if dir := os.Getenv("GALLERY"); dir != "" {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(document(class, style, body.String())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The checks themselves are checked: each of these pages has one fault.
func TestComplaints(t *testing.T) {
	for fault, body := range map[string]string{
		"the parser moved":         `<main><h1>题</h1><p><div>a</div></p></main>`,
		"closes":                   `<main><h1>题</h1><b><i>a</b></i></main>`,
		"id a is used twice":       `<main><h1>题</h1><p id="a"></p><p id="a"></p></main>`,
		"input q has no label":     `<main><h1>题</h1><input id="q" name="q"></main>`,
		"label for nobody":         `<main><h1>题</h1><label for="nobody">问</label></main>`,
		"aria-describedby nowhere": `<main><h1>题</h1><p aria-describedby="nowhere"></p></main>`,
		"#gone leads nowhere":      `<main><h1>题</h1><a href="#gone">去</a></main>`,
		"style attribute":          `<main><h1>题</h1><p style="color:red"></p></main>`,
		"onclick attribute":        `<main><h1>题</h1><p onclick="x()"></p></main>`,
		"img without alt":          `<main><h1>题</h1><img src="/a.png"></main>`,
		"button without words":     `<main><h1>题</h1><button></button></main>`,
		"2 h1":                     `<main><h1>题</h1><h1>题</h1></main>`,
	} {
		found := complaints(document("", "", body))
		if !slices.ContainsFunc(found, func(c string) bool { return strings.Contains(c, fault) }) {
			t.Errorf("%s: %q not among %q", body, fault, found)
		}
	}
}

// A class without a rule is a slip of the pen, here or in the stylesheet.
func TestUnstyled(t *testing.T) {
	page := document("", "", `<p class="small smal"></p>`)
	if found := unstyled(page, ".small { color: red }"); !slices.Equal(found, []string{"class smal has no rule"}) {
		t.Errorf("found %q", found)
	}
}

// unstyled lists the classes of a page that the stylesheet does not know.
func unstyled(page, style string) (found []string) {
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return []string{err.Error()}
	}
	walk(root, 0, func(n *html.Node, _ int) {
		for _, class := range strings.Fields(attr(n, "class")) {
			rule := regexp.MustCompile(`\.` + regexp.QuoteMeta(class) + `[^\w-]`)
			complaint := "class " + class + " has no rule"
			if !rule.MatchString(style) && !slices.Contains(found, complaint) {
				found = append(found, complaint)
			}
		}
	})
	return found
}

func document(class, style, body string) string {
	if style != "" {
		style = "<style>" + style + "</style>"
	}
	return `<!DOCTYPE html><html lang="zh-CN" class="` + class + `"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"><title>样张</title>` +
		style + `</head><body><div id="page">` + body + `</div></body></html>`
}

// complaints reads a page as a browser does and says what is wrong with it.
func complaints(page string) []string {
	found, written := nesting(page)
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return append(found, err.Error())
	}
	var read []string
	ids := map[string]int{}
	labelled := map[string]bool{}
	headings := 0
	walk(root, 0, func(n *html.Node, depth int) {
		read = append(read, fmt.Sprint(depth, n.Data))
		ids[attr(n, "id")]++
		if n.Data == "label" {
			labelled[attr(n, "for")] = true
		}
		if n.Data == "h1" {
			headings++
		}
	})
	if !slices.Equal(read, written) {
		found = append(found, fmt.Sprintf("the parser moved elements: written %v, read %v", written, read))
	}
	if headings != 1 {
		found = append(found, fmt.Sprint(headings, " h1"))
	}
	delete(ids, "")
	for id, n := range ids {
		if n > 1 {
			found = append(found, fmt.Sprintf("id %s is used twice", id))
		}
	}
	walk(root, 0, func(n *html.Node, _ int) {
		found = append(found, elementComplaints(n, ids, labelled)...)
	})
	return found
}

func elementComplaints(n *html.Node, ids map[string]int, labelled map[string]bool) (found []string) {
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	switch n.Data {
	case "input", "textarea", "select":
		if attr(n, "type") != "hidden" && !labelled[attr(n, "id")] && !within(n, "label") {
			say("%s %s has no label", n.Data, attr(n, "name"))
		}
	case "label":
		if target := attr(n, "for"); target != "" && ids[target] == 0 {
			say("label for %s, which is not there", target)
		}
	case "img":
		if !has(n, "alt") {
			say("img without alt")
		}
	case "button", "a", "h1", "h2", "h3":
		if strings.TrimSpace(words(n)) == "" {
			say("%s without words", n.Data)
		}
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			say("%s attribute on %s", a.Key, n.Data)
		}
		if a.Key == "aria-describedby" || a.Key == "aria-labelledby" {
			for _, id := range strings.Fields(a.Val) {
				if ids[id] == 0 {
					say("%s %s is not there", a.Key, id)
				}
			}
		}
		if a.Key == "href" && strings.HasPrefix(a.Val, "#") && ids[a.Val[1:]] == 0 {
			say("%s leads nowhere", a.Val)
		}
	}
	return found
}

// nesting reads the tags as they are written: each closes the one opened last.
func nesting(page string) (found, written []string) {
	var open []string
	z := html.NewTokenizer(strings.NewReader(page))
	for {
		kind := z.Next()
		tag := z.Token().Data
		switch kind {
		case html.ErrorToken:
			if z.Err() != io.EOF {
				found = append(found, z.Err().Error())
			}
			return found, written
		case html.StartTagToken, html.SelfClosingTagToken:
			written = append(written, fmt.Sprint(len(open), tag))
			if kind == html.StartTagToken && !slices.Contains([]string{"meta", "input", "img", "br", "link"}, tag) {
				open = append(open, tag)
			}
		case html.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != tag {
				found = append(found, fmt.Sprintf("</%s> closes %v", tag, open))
				return found, written
			}
			open = open[:len(open)-1]
		}
	}
}

func walk(n *html.Node, depth int, visit func(*html.Node, int)) {
	if n.Type == html.ElementNode {
		visit(n, depth)
		depth++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		walk(c, depth, visit)
	}
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func within(n *html.Node, tag string) bool {
	for p := n.Parent; p != nil; p = p.Parent {
		if p.Data == tag {
			return true
		}
	}
	return false
}

func words(n *html.Node) string {
	if n.Type == html.TextNode {
		return n.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		b.WriteString(words(c))
	}
	return b.String()
}

// with renders parent around children, as a templ block does.
func with(parent templ.Component, children ...templ.Component) templ.Component {
	return templ.ComponentFunc(func(ctx context.Context, w io.Writer) error {
		return parent.Render(templ.WithChildren(ctx, templ.Join(children...)), w)
	})
}
