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

// walk follows links from page to page: those of the desk where it begins there, otherwise those of residents.
func (b *booted) walk(from ...string) *walked {
	b.t.Helper()
	w := &walked{b: b, match: http.NewServeMux(), kinds: map[string]int{}}
	desk := func(pattern string) bool { return strings.Contains(pattern, "/desk") }
	for _, r := range b.portal.routes() {
		if r.method == http.MethodGet && strings.HasPrefix(r.pattern, "/{place}") && desk(r.pattern) == desk(from[0]) {
			w.match.Handle("GET "+r.pattern, http.NotFoundHandler())
		}
	}
	seen, place := map[string]bool{}, "/"+strings.Split(from[0], "/")[1]
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
				if i >= 0 && strings.HasPrefix(n.Attr[i].Val, place) {
					queue = append(queue, n.Attr[i].Val)
				}
			}
		}
	}
	return w
}

// outside are the pages for somebody who has not signed in: the ways in, and what is said where there is nothing to see.
var outside = []string{"/", "/hepingli/sign-in", "/hepingli/join", "/hepingli/join?n=1", "/hepingli/topics/new", "/hepingli/nothing", "/offline"}

// Every page of the sample for residents, in letters of 30 points on the smallest phone, in Chinese or in English, with make walk in both: nothing stands
// out of the screen or over something else, nothing that is pressed is under 60 points, axe has nothing to say.
func TestEveryPageInLargeLetters(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.lookAt(inLargeLetters(b.screenOf("hepingli", sample.Resident), "walk"), b.residentsPages())
	b.lookAt(inLargeLetters(b.screenOf("", ""), "walk-door"), outside)
}

// A desk on a phone is as any other page in large letters; axe has nothing to say of it in standard letters either.
func TestEveryPageOfTheDeskInLargeLetters(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.signIn("hepingli", sample.Committee)
	w := b.walk("/hepingli/desk")
	if len(w.kinds) < 45 {
		t.Errorf("only %d kinds of pages were found: %v", len(w.kinds), w.all)
	}
	b.lookAt(inLargeLetters(b.screenOf("hepingli", sample.Committee), "walk-desk"), w.all)
	b.lookAt(inStandardLetters(b.screenOf("hepingli", sample.Committee), "desk", false), w.all)
}

// The desks of the street, of the district and of the installation, and of those who only watch, support or judge, are as any
// other in large letters; so are the public pages of the bodies above.
func TestDesksAboveInLargeLetters(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	for _, of := range []struct {
		home, who string
		from      []string
		least     int // kinds of pages
	}{
		{"hepingli-jiedao", "liu-min", []string{"/hepingli-jiedao/desk"}, 15},
		{"dongcheng", "gao-yuan", []string{"/dongcheng/desk"}, 3},
		{"hepingli-jiedao", "tang-wen", []string{"/hepingli-jiedao/desk", "/hepingli-jiedao/desk/grants", "/hepingli-jiedao/desk/rooms", "/hepingli-jiedao/desk/support"}, 6},
		{"hepingli-jiedao", "bai-shulan", []string{"/hepingli-jiedao/desk", "/hepingli-jiedao/desk/grants"}, 2},
		{"hepingli-jiedao", "meng-li", []string{"/hepingli-jiedao/desk/audit"}, 1},
		{residents.Installation, "administrator", []string{"/" + residents.InstallationSlug + "/desk"}, 3},
		{"hepingli-jiedao", "liu-min", []string{"/hepingli-jiedao", "/hepingli-jiedao/projects"}, 20},
		{"dongcheng", "gao-yuan", []string{"/dongcheng"}, 12},
		{residents.Installation, "administrator", []string{"/" + residents.InstallationSlug + "/me"}, 5},
	} {
		b.client = b.visitor()
		b.signIn(of.home, of.who)
		w := b.walk(of.from...)
		if len(w.kinds) < of.least {
			t.Errorf("only %d kinds of pages were found for %s: %v", len(w.kinds), of.who, w.all)
		}
		b.lookAt(inLargeLetters(b.screenOf(of.home, of.who), "walk-"+of.who), w.all)
		if whole {
			b.lookAt(inStandardLetters(b.screenOf(of.home, of.who), "standard-"+of.who, false), w.all)
		}
	}
}

// Every page of the sample for residents, in standard letters, in the other language, with make walk in both: axe has nothing to say, in light colours and in dark;
// nothing that is pressed is under 44 points; the key Tab alone leads through it; and on a screen of 320 points, as wide
// as that of a computer enlarged four times, nothing stands out of it.
func TestEveryPageInStandardLetters(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.lookAt(inStandardLetters(b.screenOf("hepingli", sample.Resident), "standard", true), b.residentsPages())
	b.lookAt(inStandardLetters(b.screenOf("", ""), "standard-door", true), outside)
}

func (b *booted) residentsPages() []string {
	b.t.Helper()
	b.signIn("hepingli", sample.Resident)
	w := b.walk("/hepingli", "/hepingli/months/2026-11")
	if len(w.kinds) < 45 {
		b.t.Errorf("only %d kinds of pages were found: %v", len(w.kinds), w.all)
	}
	return w.all
}

// screenOf is the browser of somebody who has just shown their passkey; of nobody, where who is "".
func (b *booted) screenOf(home, who string) *browsertest.Tab {
	b.t.Helper()
	r := browsertest.Open(b.t, b.URL).WithoutApp().Allow("status of 40[34]")
	if who != "" {
		r.Cookie(sessionCookie, b.session(home, who, residents.ByPasskey, b.clock.Now().AddDate(100, 0, 0)))
	}
	return r
}

// look opens a page and returns what is wrong with it.
type look func(path string) []string

func (b *booted) lookAt(look look, pages []string) {
	b.t.Helper()
	for _, path := range pages {
		for _, fault := range look(path) {
			b.t.Error(path, fault)
		}
	}
}

func inLargeLetters(r *browsertest.Tab, pictures string) look {
	r.Narrow().Cookie(elderCookie, "30")
	n := 0
	return func(path string) []string {
		n++
		return inBothLanguages(r, n, func(language string) []string {
			r.Light().Go(path)
			if whole && language == "en" { // in the same colours
				r.Axe()
			} else {
				r.AxeAndContrast()
			}
			if os.Getenv("PICTURES") != "" { // of all of them, to be looked at
				r.Picture(fmt.Sprintf("%s-%s-%03d", pictures, language, n))
			}
			wrong := append(browsertest.Eval[[]string](r, faults(60)), browsertest.Eval[[]string](r, withheld)...)
			if whole && language == "zh" {
				wrong = append(wrong, r.Keyboard()...)
			}
			return wrong
		})
	}
}

// colours is whether colours, by day and in the dark, and the key Tab are tried here; a desk's colours are tried in large letters,
// and its list of work begins on a phone with where one is.
func inStandardLetters(r *browsertest.Tab, pictures string, colours bool) look {
	n := 1 // another than in large letters, where not all are looked at in both languages
	return func(path string) []string {
		n++
		return inBothLanguages(r, n, func(language string) []string {
			r.Light().Usual().Go(path)
			if !colours || language == "en" {
				r.Axe()
			} else {
				r.AxeAndContrast()
			}
			if os.Getenv("PICTURES") != "" {
				r.Picture(fmt.Sprintf("%s-%s-%03d", pictures, language, n))
			}
			var wrong []string
			if colours && language == "zh" { // the keys and the colours are the same in both, and English is looked at where there is least room
				wrong = append(browsertest.Eval[[]string](r, faults(44)), r.Keyboard()...)
				r.Dark().Contrast()
			}
			r.Narrow()
			return append(wrong, browsertest.Eval[[]string](r, faults(44))...)
		})
	}
}

// whole is whether every page is looked at in every way (make walk), or each in one language, one after the other in turn.
var whole = os.Getenv("WALK") == "whole"

// inBothLanguages looks at the n-th page in Chinese and in English, or in one of them.
func inBothLanguages(r *browsertest.Tab, n int, look func(language string) []string) (wrong []string) {
	for i, language := range []string{"zh", "en"} {
		if !whole && n%2 != i {
			continue
		}
		r.Cookie(languageCookie, language)
		for _, fault := range look(language) {
			wrong = append(wrong, language+": "+fault)
		}
	}
	return wrong
}

// withheld is what a page shows in other letters and not in large ones, but for the steps that it is asked in and the names that
// each cell of a table has of its own there.
const withheld = `(() => {
	const sheet = [...document.styleSheets].find(s => s.href?.includes("/elder-") || s.href?.includes("/elder."));
	const words = [...document.querySelectorAll("body *")].filter(e => [...e.childNodes].some(n => n.nodeType == 3 && n.data.trim()) && !e.closest(".onestep, .stepnav, .casting, thead, [data-aloud]"));
	const hidden = words.filter(e => !e.checkVisibility());
	sheet.disabled = true;
	const found = hidden.filter(e => e.checkVisibility()).map(e => "not shown: " + e.tagName + "." + e.className + " " + e.textContent.slice(0, 30));
	sheet.disabled = false;
	return found })()`

// faults are what is wrong with how a page stands on the screen; touch is the least width and height of what is pressed.
// A phone shows a page that is too wide as a whole, smaller: how wide the screen is, only the document's root knows then.
func faults(touch int) string {
	return fmt.Sprintf(`(() => { const found = [], name = e => e.tagName + "." + e.className + " " + e.innerText?.slice(0, 30).replaceAll("\n", " ");
	const wide = document.documentElement.clientWidth;
	if (document.documentElement.scrollWidth > wide) found.push("scrolls by " + (document.documentElement.scrollWidth - wide));
	for (const e of document.querySelectorAll("body *")) {
		const b = e.getBoundingClientRect();
		if (!b.width || e.closest(".aside, .skip, svg") ) continue;
		if (!e.closest(".scroll, .stages" + (%[1]d < 60 ? ", .work" : "")) && (b.right > wide + 1 || b.left < -1)) found.push("out of the screen: " + name(e));
		if (e.matches("a, button, select, summary, label.pick, input:not([type=hidden]), textarea") && !e.closest(".prose, .law, p:not(.facts), li > p") && !(e.matches("input") && e.closest("label"))) {
			if (Math.round(b.height) < %[1]d || Math.round(b.width) < %[1]d) found.push("small, " + Math.round(b.width) + " by " + Math.round(b.height) + ": " + name(e));
		}
		if (e.matches("input[type=text]:not([inputmode]), textarea") && b.width < 4 * parseFloat(getComputedStyle(e).fontSize)) found.push("too narrow for words: " + name(e) + e.name);
		if (e.scrollWidth > e.clientWidth + 1 && getComputedStyle(e).overflowX != "visible" && !e.closest(".stages") && !e.matches(".scroll, .work, input, select, textarea") && e.clientWidth) found.push("cut: " + name(e));
	}
	for (const f of document.querySelectorAll("form:not(:has([data-ballot]))")) { // a ballot's last screen is its first ones over again
		const said = [...f.querySelectorAll(".onestep > .small:first-child")].map(e => e.innerText.match(/\d+/g) + ""), all = f.querySelectorAll(".onestep").length;
		for (let i = 0; i < all; i++) if (said[i] != [i + 1, all]) found.push("screen " + (i + 1) + " of " + all + " says " + said[i]);
	}
	if (!document.querySelector(".leaf h1")) found.push("no page to look at");
	return found })()`, touch)
}
