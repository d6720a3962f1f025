package main

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"yishiting/app/english"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/sample"
)

// englishReaders are who reads the sample's pages in English: each sees others.
var englishReaders = []struct{ home, who string }{
	{"", ""}, {"hepingli", sample.Resident}, {"hepingli", sample.Volunteer}, {"hepingli", sample.Committee}, {"hepingli", "hepingli-021"},
	{"hepingli-jiedao", "liu-min"}, {"hepingli-jiedao", "zhao-lei"},
}

// No page holds a sentence that is not put into English, but for what people wrote, which is marked as Chinese; and
// what is marked is not the portal's own.
func TestPagesInEnglish(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	untold, marked, pages := map[string]string{}, map[string]string{}, 0
	wrong := map[string]string{}
	for _, reader := range englishReaders {
		b.client = b.visitor()
		if reader.who != "" {
			b.signIn(reader.home, reader.who)
		}
		english := func(r *http.Request) { r.AddCookie(&http.Cookie{Name: languageCookie, Value: "en"}) }
		pages += b.crawl(6, english, func(path string, root *html.Node) {
			chineseOf(root, func(text, where string, mark bool) {
				if mark {
					marked[text] = path + " " + where
				} else {
					untold[text] = path + " " + where
				}
			})
			sense(root, func(fault string) { wrong[fault] = path })
		}, "/", "/hepingli", "/hepingli/months/2026-11", "/hepingli/desk", "/hepingli-jiedao", "/hepingli-jiedao/desk")
	}
	t.Logf("%d pages", pages)
	kept, err := os.ReadFile(filepath.Join(b.dir, "yishiting.db"))
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(untold, func(text, _ string) bool { return composed(kept, text) })
	if pages < 500 {
		t.Errorf("only %d pages were found", pages)
	}
	if to := os.Getenv("UNTOLD"); to != "" { // to be told
		var all strings.Builder
		for _, fault := range slices.Sorted(maps.Keys(wrong)) {
			fmt.Fprintf(&all, "%s\t%s\n", fault, wrong[fault])
		}
		for _, text := range slices.Sorted(maps.Keys(untold)) {
			fmt.Fprintf(&all, "%s\t%s\n", text, untold[text])
		}
		if err := os.WriteFile(to, []byte(all.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	shown := 0
	for text, path := range untold {
		if shown++; shown > 40 {
			t.Fatalf("and %d more", len(untold)-40)
		}
		t.Errorf("%s: not in English: %s", path, text)
	}
	for fault, path := range wrong {
		if shown++; shown > 40 {
			t.Fatalf("and %d more", len(wrong)-40)
		}
		t.Errorf("%s: %s", path, fault)
	}
	for text, path := range marked { // the roster's page says which words it knows as they stand in files
		if told, ours := english.Built().Text(text); ours && !strings.Contains(path, "/desk/roster ") && !english.Han(told) && !written(kept, text) && !masked.MatchString(text) {
			t.Errorf("%s: marked as somebody's, but it is the portal's: %s", path, text)
		}
	}
}

// masked is a person's name as others see it.
var masked = regexp.MustCompile(`^\p{Han}\*+$`)

// written tells whether the database holds a text as it stands, or, of a long one, its beginning: then somebody wrote it.
func written(kept []byte, text string) bool {
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40])
	}
	return bytes.Contains(kept, []byte(text))
}

// composed tells whether a text is nothing but names and what somebody wrote, side by side.
func composed(kept []byte, text string) bool {
	for part := range strings.FieldsFuncSeq(text, func(r rune) bool { return strings.ContainsRune("·，、；：（） ", r) }) {
		if english.Han(part) && !masked.MatchString(part) && !written(kept, part) {
			return false
		}
	}
	return true
}

// crawl opens pages as links lead from one to the next, some of each kind, and gives how many.
func (b *booted) crawl(most int, with func(*http.Request), look func(path string, root *html.Node), from ...string) int {
	b.t.Helper()
	match, kinds, seen, pages := http.NewServeMux(), map[string]int{}, map[string]bool{}, 0
	for _, r := range b.portal.routes() {
		if r.method == http.MethodGet && strings.HasPrefix(r.pattern, "/{place}") {
			match.Handle("GET "+r.pattern, http.NotFoundHandler())
		}
	}
	for queue := from; len(queue) > 0; queue = queue[1:] {
		path, _, _ := strings.Cut(queue[0], "#")
		r, err := http.NewRequest("GET", path, nil)
		if err != nil || seen[path] {
			continue
		}
		seen[path] = true
		_, kind := match.Handler(r)
		if kind = cmp.Or(kind, path); kinds[kind] >= most {
			continue
		}
		got := b.do("GET", path, nil, with)
		if to := got.Header.Get("Location"); to != "" {
			queue = append(queue, to)
		}
		if !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") || got.body == "" || got.StatusCode == 303 {
			continue
		}
		kinds[kind]++
		pages++
		root, err := html.Parse(strings.NewReader(got.body))
		if err != nil {
			b.t.Fatal(err)
		}
		look(path, root)
		for n := range root.Descendants() {
			if href := attribute(n, "href"); n.Data == "a" && strings.HasPrefix(href, "/") {
				queue = append(queue, href)
			}
		}
	}
	return pages
}

// chineseOf gives each text with Chinese characters of a page, and whether it is marked as Chinese. What is typed in fields is
// nobody's sentence.
func chineseOf(n *html.Node, found func(text, where string, marked bool)) {
	var in func(n *html.Node, marked bool)
	in = func(n *html.Node, marked bool) {
		if n.Data == "title" || n.Data == "article" && attribute(n, "lang") == "zh-CN" {
			return // it names the place, and what the page is of; what is printed hangs and is signed in Chinese
		}
		if n.Type == html.TextNode && english.Han(n.Data) && !(n.Parent.Data == "option" && quotes(n.Data)) {
			within := marked && n.Parent.Data == "span" && sentence(n.Parent.Parent) // a name, or an example, in a sentence
			if !within {
				found(strings.Join(strings.Fields(n.Data), " "), place(n.Parent), marked)
			}
		}
		if n.Data == "script" || n.Data == "style" || n.Data == "textarea" {
			return
		}
		marked = marked || attribute(n, "lang") == "zh-CN"
		for _, a := range n.Attr {
			read := slices.Contains([]string{"title", "alt", "aria-label", "placeholder", "label"}, a.Key) || strings.HasPrefix(a.Key, "data-") && a.Key != "data-name" && a.Key != "data-about"
			if read && !marked && english.Han(a.Val) && !quotes(a.Val) {
				found(a.Key+"="+a.Val, place(n), false)
			}
		}
		for c := range n.ChildNodes() {
			in(c, marked)
		}
	}
	in(n, false)
}

// quotes tells whether a text that cannot be marked in part is an English one with names in it. Where a script puts something
// into it is no word.
func quotes(text string) bool {
	text = placeholder.ReplaceAllString(text, "")
	return strings.ContainsFunc(text, func(r rune) bool { return r >= 'a' && r <= 'z' })
}

var placeholder = regexp.MustCompile(`\{[a-z]+\}`)

// sentence tells whether an element holds English of its own.
func sentence(n *html.Node) bool {
	for c := range n.ChildNodes() {
		if c.Type == html.TextNode && quotes(c.Data) {
			return true
		}
	}
	return false
}

// place names an element and those around it.
func place(n *html.Node) (path string) {
	for range 4 {
		if n == nil || n.Type != html.ElementNode {
			break
		}
		path += " " + n.Data
		if class := attribute(n, "class"); class != "" {
			path += "." + strings.ReplaceAll(class, " ", ".")
		}
		if n.Data == "dd" && n.PrevSibling != nil && n.PrevSibling.FirstChild != nil {
			path += "(" + n.PrevSibling.FirstChild.Data + ")" // the name of the fact
		}
		n = n.Parent
	}
	return strings.TrimSpace(path)
}

// A browser has the language it asked for, on each page, until it asks for the other.
func TestLanguageSwitch(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "wang")
	page := b.get("/hepingli/topics/new").body
	if !strings.Contains(page, `<html lang="zh-CN"`) || !strings.Contains(page, `<span lang="en">English</span>`) {
		t.Fatal("no way to the English:\n" + page)
	}
	press := func(language string) reply {
		fields := map[string][]string{"command": {anID}, "back": {"/hepingli/topics/new"}, "language": {language}}
		return b.do("POST", "/language", fields)
	}
	if got := press("en"); got.StatusCode != 303 || got.Header.Get("Location") != "/hepingli/topics/new" {
		t.Fatal(got.Status, got.Header)
	}
	for range 2 {
		if page = b.get("/hepingli/topics/new").body; !strings.Contains(page, `<html lang="en"`) || !strings.Contains(page, `<span lang="zh-CN">中文</span>`) {
			t.Fatal("not in English:\n" + page)
		}
	}
	if got := press("fr"); got.StatusCode != 422 {
		t.Error("a language that is none:", got.Status)
	}
	if got := b.do("POST", "/language", map[string][]string{"command": {anID}, "back": {"//elsewhere.example/"}, "language": {"en"}}); got.Header.Get("Location") != "/" {
		t.Error("leads elsewhere:", got.Header.Get("Location"))
	}
	press("zh")
	if page = b.get("/hepingli/topics/new").body; !strings.Contains(page, `<html lang="zh-CN"`) {
		t.Error("English for ever")
	}
}

// The app draws the next page in the same language, and what it says itself.
func TestTheAppInEnglish(t *testing.T) {
	t.Parallel()
	b := boot(t)
	r := browsertest.Open(t, b.URL).Cookie(languageCookie, "en").Cookie(sessionCookie, b.session("hepingli", "wang", residents.ByPasskey, b.clock.Now()))
	r.Go("/hepingli").Ready().Press("Topics").At("/hepingli/topics").Wait(`document.title.startsWith("Topics")`)
	if title := browsertest.Eval[string](r, "document.title"); !strings.Contains(title, "Topics") {
		t.Errorf("the title is %q", title)
	}
	if lang := browsertest.Eval[string](r, "document.documentElement.lang"); lang != "en" {
		t.Errorf("the document is in %q", lang)
	}
	if left := browsertest.Eval[[]string](r, `(() => { const found = [], all = document.createTreeWalker(document.getElementById("page"), NodeFilter.SHOW_TEXT);
		while (all.nextNode()) if (/\p{Script=Han}/u.test(all.currentNode.data) && !all.currentNode.parentElement.closest("[lang|=zh]")) found.push(all.currentNode.data);
		return found })()`); len(left) > 0 {
		t.Errorf("not in English: %q", left)
	}
	r.Press("中文").See("提议题")
	if lang := browsertest.Eval[string](r, "document.documentElement.lang"); lang != "zh-CN" {
		t.Errorf("the document is in %q", lang)
	}
}
