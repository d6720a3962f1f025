package main

import (
	"context"
	"database/sql"
	"fmt"
	"html"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/search"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

var (
	foundItem = regexp.MustCompile(`(?s)<li><p class="kind small">([^<]*)</p><h3><a href="([^"]*)" data-native>(.*?)</a></h3>(.*?)</li>`)
	anyTag    = regexp.MustCompile(`<[^>]*>`)
)

// hit is a thing on a page of what was found.
type hit struct{ kind, href, title, rest string }

// hits are what a page lists, and the way to the next page.
func (got reply) hits() (all []hit, next string) {
	for _, m := range foundItem.FindAllStringSubmatch(got.body, -1) {
		all = append(all, hit{m[1], html.UnescapeString(m[2]), html.UnescapeString(anyTag.ReplaceAllString(m[3], "")), m[4]})
	}
	_, _, next = got.titles()
	return all, next
}

func searchFor(place, q string) string {
	return "/" + place + "/search?" + url.Values{"q": {q}}.Encode()
}

// search is all that is found at a place, page after page.
func (b *booted) search(place, q string) (all []hit) {
	b.t.Helper()
	path := searchFor(place, q)
	for range 30 {
		got := b.get(path)
		if got.StatusCode != 200 {
			b.t.Fatal(path, got.Status)
		}
		some, next := got.hits()
		if all = append(all, some...); next == "" {
			return all
		}
		path = next
	}
	b.t.Fatalf("the search for %s finds no end", q)
	return nil
}

// searchInOrder tells whether what can be found is what everybody may read.
func (b *booted) searchInOrder() {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		astray, err := v.FindablesAstray()
		if len(astray) > 0 {
			b.t.Errorf("what can be found is not what everybody may read: %v", astray)
		}
		return err
	})
	if err != nil {
		b.t.Logf("what can be found was not looked at: %v", err)
	}
}

// In the sample's neighbourhood everything that stands on a public list is found, whatever is found is
// open to whoever is signed out, and nobody is found by name.
func TestSearchOfTheSample(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.portal.flood = doors.NewFlood(1e6, 1e6, b.clock.Now) // here nobody floods
	b.searchInOrder()
	kinds := map[string]int{}
	seen := map[string]bool{}
	for _, place := range []string{"hepingli", "hepingli-jiedao", "anzhen"} {
		for _, q := range []string{"电", "楼", "议", "服务", "1号楼", "2026", "居民", "多功能厅", "队"} {
			for _, h := range b.search(place, q) {
				kinds[h.kind]++
				if seen[h.href] {
					continue
				}
				seen[h.href] = true
				page, _, _ := strings.Cut(h.href, "#")
				if got := b.get(page); got.StatusCode != 200 {
					t.Errorf("%s %q (%s) is found, and closed: %s", h.kind, h.title, h.href, got.Status)
				}
			}
		}
	}
	for _, kind := range kindWords {
		if kinds[kind] == 0 && kind != "全部" && kind != "需求和资源" {
			t.Errorf("no %s is found: %v", kind, kinds)
		}
	}
	for path := "/hepingli/topics"; path != ""; {
		all, _, older := b.get(path).titles()
		for _, title := range all {
			if !slices.ContainsFunc(b.search("hepingli", title), func(h hit) bool { return h.kind == "议题" && h.title == title }) {
				t.Errorf("the topic %s is listed and not found", title)
			}
		}
		path = older
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.dir, "yishiting.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var names string
	if err := db.QueryRow(`SELECT group_concat(DISTINCT name) FROM residents WHERE length(name) > 1`).Scan(&names); err != nil || strings.Count(names, ",") < 30 {
		t.Fatal(names, err)
	}
	for _, name := range append(strings.Split(names, ","), "13800138001") {
		for _, place := range []string{"hepingli", "hepingli-jiedao", "anzhen"} {
			if found := b.search(place, name); len(found) > 0 {
				t.Errorf("%s is found at %s: %v", name, place, found)
			}
		}
	}
}

// Whatever words something is found by stand on its page, for whoever is signed out.
func TestWhatIsFoundStandsOnItsPage(t *testing.T) {
	t.Parallel()
	b := bootSample(t)
	b.portal.flood = doors.NewFlood(1e6, 1e6, b.clock.Now)
	pages, texts := map[string]string{}, 0
	for _, f := range b.findables("电", "楼", "议", "服务", "2026", "居民", "多功能厅", "队", "人") {
		path := pageOf(f)
		if pages[path] == "" {
			got := b.get(path)
			if got.StatusCode != 200 {
				t.Errorf("%s: %s", path, got.Status)
			}
			pages[path] = search.Fold(html.UnescapeString(anyTag.ReplaceAllString(got.body, " ")))
		}
		for _, text := range append(f.Texts, f.Title) {
			for line := range strings.Lines(text) {
				texts++
				if want := strings.TrimSpace(search.Fold(line)); !strings.Contains(pages[path], want) {
					t.Errorf("a %s is found by %q, which does not stand on %s", f.Kind, want, path)
				}
			}
		}
	}
	if texts < 300 || len(pages) < 60 {
		t.Errorf("only %d texts on %d pages were looked for", texts, len(pages))
	}
}

// findables are all things that hold one of the words, read at hepingli.
func (b *booted) findables(words ...string) (all []store.Findable) {
	b.t.Helper()
	seen := map[string]bool{}
	err := b.store.View(context.Background(), func(v *store.View) error {
		for _, word := range words {
			q, err := search.Ask(word)
			if err != nil {
				return err
			}
			found, _, _, err := v.Find(store.Looking{Place: "hepingli", Street: "hepingli-jiedao", Terms: q.Terms, Limit: 1000})
			if err != nil {
				return err
			}
			for _, one := range found {
				key := fmt.Sprint(one.Kind, one.Thing, one.Part)
				if seen[key] {
					continue
				}
				seen[key] = true
				f, err := v.FindableAgain(one)
				if err != nil {
					return err
				}
				all = append(all, f)
			}
		}
		return nil
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return all
}

// pageOf is where a thing is read.
func pageOf(f store.Findable) string {
	const at = "/hepingli/"
	switch f.Kind {
	case store.KindOutcome:
		return at + "meetings/" + f.Part + "/minutes"
	case store.KindNotice:
		return at + "projects/" + f.Thing
	case store.KindListing:
		return at + "exchange"
	case store.KindRound:
		return at + "grants/" + f.Thing
	case store.KindGrant:
		return at + "grants/" + f.Is.(grants.Application).Round + "/applications/" + f.Thing
	case store.KindPurchase:
		return "/hepingli-jiedao/catalogue"
	case store.KindActivity:
		return at + "activities/" + f.Thing
	}
	return at + string(f.Kind) + "s/" + f.Thing
}

// What was not screened, was taken back, or is another community's, is found by nobody: not by its author,
// nor by the desk. Of what is not there nothing tells that it is.
func TestSearchKeepsToWhatIsPublic(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := &walk{booted: b}
		waits := w.raise("hepingli/sun", "葫芦架要拆")
		w.raise("anzhen/qian", "安贞的葫芦架")
		nobody := func(place, q string) {
			t.Helper()
			for _, who := range []string{"", "sun", "wang"} {
				reader := b
				if who != "" {
					reader = b.as("hepingli", who)
				}
				got := reader.get(searchFor(place, q))
				if all, _ := got.hits(); len(all) != 0 || !strings.Contains(got.body, "没有找到") {
					t.Errorf("%s finds %q at %s: %v", who, q, place, all)
				}
			}
		}
		nobody("hepingli", "葫芦架")
		without := w.get(searchFor("hepingli", "没有的架")).body
		if got := w.get(searchFor("hepingli", "葫芦架子")).body; len(got) != len(without) {
			t.Errorf("a page that found nothing tells of what waits: %d and %d bytes", len(got), len(without))
		}
		w.screen(consultation.Screening{Topic: waits, Decision: consultation.Accept})
		if all := w.search("hepingli", "葫芦架"); len(all) != 1 || all[0].title != "葫芦架要拆" || all[0].kind != "议题" || !strings.Contains(all[0].rest, "等待协商") {
			t.Errorf("accepted: %v", all)
		}
		nobody("anzhen", "葫芦架要拆")
		gone := w.raise("hepingli/sun", "丝瓜棚要修")
		w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error { return consultation.Withdraw(tx, by, "hepingli", gone) })
		nobody("hepingli", "丝瓜棚")
		nobody("hepingli", "孙秀英")
		for _, private := range []string{"葫芦架", "丝瓜棚", "%E8%91%AB"} {
			if strings.Contains(w.log.String(), private) {
				t.Errorf("the log tells what was looked for: %s", private)
			}
		}
	})
}

func TestSearchPage(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	for i := range 45 {
		w.accepted(fmt.Sprintf("第 %d 件事<b>", i))
	}
	first := w.get(searchFor("hepingli", "件事"))
	first.has(t, "第 44 <mark>件事</mark>&lt;b&gt;", "看后面的", `value="件事"`, "2026-045 号")
	first.lacks(t, "<b>", "回到开头")
	all := w.search("hepingli", "件事")
	if len(all) != 45 || all[0].title != "第 44 件事<b>" || all[44].title != "第 0 件事<b>" {
		t.Errorf("found %d, from %v to %v", len(all), all[0], all[len(all)-1])
	}
	_, next := first.hits()
	second := w.get(next)
	second.has(t, "回到开头", "第 24 ")
	second.lacks(t, "第 25 ")
	if got := w.search("hepingli", "第 4 件事"); len(got) != 1 {
		t.Errorf("three words, one of them a number: %v", got)
	}
	if got := w.search("hepingli", "4件事"); len(got) != 1 || got[0].title != "第 4 件事<b>" {
		t.Errorf("a number is whole: %v", got)
	}
	w.get(searchFor("hepingli", "去年")).has(t, `<p class="around">三栋楼有二百多辆电动自行车，晚上飞线充电。 <mark>去年</mark>烧过一次。</p>`)
	for path, says := range map[string]string{
		"/hepingli/search":                                "写一两个词",
		"/hepingli/search?q=":                             "写一两个词",
		searchFor("hepingli", "月球"):                       "没有找到「月球」",
		searchFor("hepingli", "，。"):                       "只有标点",
		searchFor("hepingli", strings.Repeat("长", 41)):    "最多 40 个字",
		searchFor("hepingli", strings.Repeat("长", 5_000)): "最多 40 个字",
		"/hepingli/search?q=%FF":                          "认不出的字符",
		searchFor("hepingli", "电\x00"):                    "认不出的字符",
		searchFor("hepingli", "<script>"):                 "没有找到「&lt;script&gt;」",
		searchFor("hepingli", "%' OR 1=1 --"):             "没有找到",
		searchFor("hepingli", "件事") + "&kind=poll":        "各类都找",
		searchFor("hepingli", "件事") + "&kind=topic":       "第 44 ",
		searchFor("hepingli", "件事") + "&kind=secrets":     "第 44 ",
		searchFor("hepingli", "件事") + "&after=junk":       "第 44 ",
		searchFor("hepingli", "件事") + "&after=9.1":        "第 44 ",
		searchFor("hepingli", "件事") + "&after=0.-1":       "第 44 ",
		searchFor("hepingli", "件事") + "&after=3.0":        "回到开头",
		searchFor("hepingli", "件事") + "&after=0.99999999": "第 44 ",
		searchFor("hepingli-jiedao", "件事"):                "到下面各处找",
		"/hepingli-jiedao/search":                         "购买服务目录",
	} {
		got := w.get(path)
		if got.StatusCode != 200 {
			t.Errorf("%.60s: %s", path, got.Status)
		}
		got.has(t, says)
		got.lacks(t, "<script>")
	}
	street := w.get(searchFor("hepingli-jiedao", "件事"))
	street.has(t, html.EscapeString(searchFor("hepingli", "件事")))
	street.lacks(t, "第 44 ")
	w.get(searchFor("dongcheng", "件事")).has(t, "没有找到", html.EscapeString(searchFor("hepingli-jiedao", "件事")))
	for range postsAtOnce {
		w.get(searchFor("hepingli", "门"))
	}
	if got := w.get(searchFor("hepingli", "门")); got.StatusCode != 429 || got.Header.Get("Retry-After") == "" {
		t.Error("without end:", got.Status)
	}
	if got := w.get("/hepingli/search"); got.StatusCode != 200 {
		t.Error("the page itself:", got.Status)
	}
}
