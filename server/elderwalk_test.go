package main

import (
	"cmp"
	"fmt"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/sample"
)

// walked are pages of the sample, one or a few of each kind, as links lead from one to the next.
type walked struct {
	b     *booted
	match *http.ServeMux
	kinds map[string]int // pages found, by pattern
	all   []string
}

// most is how many pages of a kind are looked at: those that are in several states look different in each.
var most = map[string]int{
	"/{place}/topics/{id}": 4, "/{place}/polls/{id}": 4, "/{place}/projects/{id}": 3, "/{place}/calls/{id}": 3, "/{place}/activities/{id}": 2, "/{place}/record/{seq}": 1,
}

func (b *booted) walk(from ...string) *walked {
	b.t.Helper()
	w := &walked{b: b, match: http.NewServeMux(), kinds: map[string]int{}}
	for _, r := range b.portal.routes() {
		if r.method == http.MethodGet && strings.HasPrefix(r.pattern, "/{place}") && !strings.HasPrefix(r.pattern, "/{place}/desk") {
			w.match.Handle("GET "+r.pattern, http.NotFoundHandler())
		}
	}
	seen := map[string]bool{}
	for queue := from; len(queue) > 0; queue = queue[1:] {
		path, _, _ := strings.Cut(queue[0], "#")
		if seen[path] {
			continue
		}
		seen[path] = true
		r, err := http.NewRequest("GET", path, nil)
		if err != nil {
			b.t.Fatal(err)
		}
		_, kind := w.match.Handler(r)
		kind = strings.TrimPrefix(kind, "GET ")
		if kind == "" || w.kinds[kind] >= cmp.Or(most[kind], 1) {
			continue
		}
		got := b.get(path)
		if got.StatusCode != 200 || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/html") {
			continue
		}
		w.kinds[kind]++
		w.all = append(w.all, path)
		root, err := html.Parse(strings.NewReader(got.body))
		if err != nil {
			b.t.Fatal(err)
		}
		for n := range root.Descendants() {
			if n.Data == "a" && n.Type == html.ElementNode {
				i := slices.IndexFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "href" })
				if i >= 0 && strings.HasPrefix(n.Attr[i].Val, "/hepingli") {
					queue = append(queue, n.Attr[i].Val)
				}
			}
		}
	}
	return w
}

// Every page of the sample for residents, in letters of 30 points on the smallest phone: nothing stands out of
// the screen or over something else, nothing that is pressed is under 60 points, axe has nothing to say.
func TestEveryPageInLargeLetters(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.signIn("hepingli", sample.Resident)
	r := browsertest.Open(t, b.URL).Narrow().Cookie(elderCookie, "30").Allow("status of 403")
	r.Cookie(sessionCookie, b.session("hepingli", sample.Resident, residents.ByPasskey, b.clock.Now().AddDate(100, 0, 0)))
	w := b.walk("/hepingli", "/hepingli/months/2026-11")
	if len(w.kinds) < 45 {
		t.Errorf("only %d kinds of pages were found: %v", len(w.kinds), w.all)
	}
	for i, path := range w.all {
		r.Go(path).Axe()
		for _, fault := range browsertest.Eval[[]string](r, faults(60)) {
			t.Error(path, fault)
		}
		if os.Getenv("PICTURES") != "" { // of all of them, to be looked at
			r.Picture(fmt.Sprintf("walk-%03d", i))
		}
	}
}

// faults are what is wrong with how a page stands on the screen; touch is the least width and height of what is pressed.
func faults(touch int) string {
	return fmt.Sprintf(`(() => { const found = [], name = e => e.tagName + "." + e.className + " " + e.innerText?.slice(0, 30).replaceAll("\n", " ");
	if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls by " + (document.documentElement.scrollWidth - innerWidth));
	for (const e of document.querySelectorAll("#page *")) {
		const b = e.getBoundingClientRect();
		if (!b.width || e.closest(".aside, .skip, svg") ) continue;
		if (!e.closest(".scroll, .stages") && (b.right > innerWidth + 1 || b.left < -1)) found.push("out of the screen: " + name(e));
		if (e.matches("a, button, select, summary, label.pick, input:not([type=hidden]), textarea") && !e.closest(".prose, .law, p:not(.facts), li > p") && !(e.matches("input") && e.closest("label"))) {
			if (Math.round(b.height) < %[1]d || Math.round(b.width) < %[1]d) found.push("small, " + Math.round(b.width) + " by " + Math.round(b.height) + ": " + name(e));
		}
		if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX != "visible" && !e.closest(".stages") && !e.matches(".scroll, .work, input, select, textarea") && e.clientWidth) found.push("cut: " + name(e));
	}
	return found })()`, touch)
}
