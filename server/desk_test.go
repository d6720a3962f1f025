package main

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// holds fails unless the page has all the texts; a text that begins with "!" must not be in it.
func (got reply) holds(t *testing.T, status int, texts ...string) {
	t.Helper()
	if got.StatusCode != status {
		t.Errorf("%s %s: %s, not %d\n%s", got.Request.Method, got.Request.URL.Path, got.Status, status, mainOf(got.body))
	}
	for _, text := range texts {
		unwanted, not := strings.CutPrefix(text, "!")
		if not && strings.Contains(got.said(unwanted), unwanted) {
			t.Errorf("%s has %q", got.Request.URL.Path, unwanted)
		}
		if !not && !strings.Contains(got.body, text) {
			t.Errorf("%s lacks %q:\n%s", got.Request.URL.Path, text, mainOf(got.body))
		}
	}
}

// byChance are the ids and tokens of this run, in which any few letters may stand.
var byChance = regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|"[0-9A-Za-z_-]{43}"`)

// said is the body in which a text is looked for that should not be there: a short one not in ids and tokens.
func (got reply) said(text string) string {
	if len(text) > 6 {
		return got.body
	}
	return byChance.ReplaceAllString(got.body, "")
}

var mainPart = regexp.MustCompile(`(?s)<main.*</main>(.*</aside>)?`)

func mainOf(body string) string { return mainPart.FindString(body) }

// as is the portal in the browser of somebody who has signed in.
func (b *booted) as(home, resident string) *booted {
	b.t.Helper()
	other := *b
	other.client = b.visitor()
	other.signIn(home, resident)
	return &other
}

// fill is the form of that id on a page, with its hidden fields as they stand and
// the given fields, name and value in turn.
func (got reply) fill(t testing.TB, form string, fields ...string) (action string, values url.Values) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		t.Fatal(err)
	}
	values = url.Values{}
	for n := range root.Descendants() {
		if n.DataAtom == atom.Form && attribute(n, "id") == form {
			action = attribute(n, "action")
			for in := range n.Descendants() {
				if in.DataAtom == atom.Input && attribute(in, "type") == "hidden" {
					values.Add(attribute(in, "name"), attribute(in, "value"))
				}
			}
		}
	}
	if action == "" {
		t.Fatalf("%s has no form %s:\n%s", got.Request.URL.Path, form, mainOf(got.body))
	}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return action, values
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// send fills and sends the form of that id on the page at path.
func (b *booted) send(path, form string, fields ...string) reply {
	b.t.Helper()
	action, values := b.get(path).fill(b.t, form, fields...)
	return b.do("POST", action, values)
}

// led fails unless a command was done and leads to the location.
func (got reply) led(t testing.TB, location string) {
	t.Helper()
	if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != location {
		t.Fatalf("%s: %s %q, not %q\n%s", got.Request.URL.Path, got.Status, got.Header.Get("Location"), location, mainOf(got.body))
	}
}

// act runs a verb for somebody at the clock's time.
func (b *booted) act(home, resident string, verb func(tx *store.Tx, by residents.Sender) error, also ...string) string {
	b.t.Helper()
	id := residents.NewID(b.clock.Now())
	err := b.store.Update(context.Background(), home, func(tx *store.Tx) error {
		who, err := tx.Standing(home, resident)
		if err != nil {
			return err
		}
		return verb(tx, residents.Sender{Standing: who, Now: b.clock.Now(), ID: id})
	}, also...)
	if err != nil {
		b.t.Fatal(err)
	}
	return id
}

// raise lets somebody raise a topic and gives its id.
func (b *booted) raise(home, resident, title string) string {
	b.t.Helper()
	return b.act(home, resident, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Raise(tx, by, consultation.Raising{
			Community: home, Title: title, Problem: title + "，已经好几个月了，下雨天更难走。", Place: "5 号楼二单元", Affected: "5 号楼全体",
			Wish: "希望定一个大家都认可的办法。", Contact: true,
		})
		return err
	})
}

func TestDeskLetsInTheCommittee(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.get("/hepingli/desk").holds(t, 401, "您还没有登录")
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}, {"installation", "administrator"}} {
		b.as(who[0], who[1]).get("/hepingli/desk").holds(t, 403, "工作台由在任的居委会主任和委员使用", "!任期")
	}
	li := b.as("hepingli", "li")
	li.get("/hepingli/desk").holds(t, 200, "今天等着办的", "李文静 · 居委会委员", `href="/hepingli/desk/topics"`, "!<script", "!data-wasm", "!manifest")
	b.as("hepingli", "chen").get("/hepingli/desk").holds(t, 200, "陈志远 · 居委会主任")
	li.get("/anzhen/desk").holds(t, 403)
	if got := li.get("/hepingli/desk"); got.Header.Get("Cache-Control") != "private, no-store" || !strings.Contains(got.Header.Get("Content-Security-Policy"), "default-src 'none'") {
		t.Error(got.Header)
	}

	b.clock.set("2031-11-04 09:00")
	b.as("hepingli", "li").get("/hepingli/desk").holds(t, 403, "您的任期已在 2031 年 11 月 3 日（周一）结束")
}

// The app is told only the name of a page that it cannot know, and opens it natively.
func TestDeskIsNothingForTheApp(t *testing.T) {
	t.Parallel()
	b := boot(t)
	got := b.as("hepingli", "li").get("/_v/hepingli/desk")
	got.holds(t, 200, `"page":"desk"`, "!view", "!李文静")
	if got.Header.Get("Content-Type") != "application/json" {
		t.Error(got.Header)
	}
	b.get("/_v/hepingli/desk").holds(t, http.StatusUnauthorized, `"page":"problem"`)
}

// regexpFirst is what the first group of the pattern finds, or "".
func regexpFirst(pattern, in string) string {
	m := regexp.MustCompile(pattern).FindStringSubmatch(in)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}
