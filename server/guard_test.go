package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"

	"yishiting/residents"
)

// Every answer has the headers that keep a page from doing what it should not,
// and no page is kept by anybody.
func TestHeaders(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, path := range []string{"/", newTopic, "/nowhere", "/hepingli/nothing/here", "/static/style.css", "/sw.js", "/healthz", "/_v" + newTopic, "/static/no"} {
		got := b.get(path)
		h := got.Header
		if h.Get("Content-Security-Policy") != policy || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" || !residents.ValidID(h.Get("X-Request-Id")) {
			t.Errorf("%s: %v", path, h)
		}
		kind := h.Get("Content-Type")
		if strings.HasPrefix(kind, "text/html") || strings.HasPrefix(kind, "application/json") {
			if h.Get("Cache-Control") != "private, no-store" {
				t.Errorf("%s may be kept: %s", path, h.Get("Cache-Control"))
			}
		}
		if h.Get("Strict-Transport-Security") != "" {
			t.Errorf("%s hardens a connection that has no TLS", path)
		}
	}
	for _, part := range []string{"default-src 'none'", "script-src 'self' 'wasm-unsafe-eval';", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy lacks %s", part)
		}
	}
	if strings.Contains(policy, "unsafe-inline") {
		t.Error("the policy allows inline script or style")
	}
}

// Reached over https, cookies are bound to it and browsers are told to stay.
func TestOverTLS(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p, err := NewPortal(Settings{Clock: b.clock.Now, Log: b.portal.log, PublicURL: "https://yishiting.example.cn", Store: b.store})
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", b.link("hepingli", "wang"), strings.NewReader("command="+anID))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	p.ServeHTTP(w, r)
	if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Strict-Transport-Security"), "max-age=31536000") {
		t.Error(w.Code, w.Header())
	}
	for _, c := range w.Result().Cookies() {
		if !strings.HasPrefix(c.Name, "__Host-") || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" {
			t.Errorf("%+v", c)
		}
	}
	if len(w.Result().Cookies()) == 0 {
		t.Error("no session")
	}
}

// What another site sends is refused on every route that changes anything, and by
// both roads.
func TestCrossSite(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.signIn("hepingli", "wang")
	posts := 0
	for _, r := range b.portal.routes() {
		if r.method == http.MethodGet {
			continue
		}
		posts++
		path := strings.NewReplacer("{place}", "hepingli", "{token}", "x", "{id}", anID, "{$}", "").Replace(r.pattern)
		for _, road := range []string{"", "/_v"} {
			for _, site := range []string{"cross-site", "same-site"} {
				got := b.do("POST", road+path, url.Values{"command": {anID}}, func(r *http.Request) {
					r.Header.Set("Sec-Fetch-Site", site)
					r.Header.Set("Origin", "https://elsewhere.example")
				})
				if got.StatusCode != http.StatusForbidden || !strings.Contains(got.body, "别的网站") && !strings.Contains(got.body, `"reason":"cross-site"`) {
					t.Errorf("%s %s%s: %s", site, road, path, got.Status)
				}
			}
		}
	}
	if posts < 4 {
		t.Errorf("only %d routes change anything", posts)
	}
}

// A route is GET or POST, and has a name. The table is built into a mux, which
// panics where lines contradict each other.
func TestRoutes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	seen := map[string]bool{}
	for _, r := range b.portal.routes() {
		key := r.method + " " + r.pattern
		if r.method != http.MethodGet && r.method != http.MethodPost || r.name == "" || r.handle == nil || seen[key] {
			t.Errorf("%s %q", key, r.name)
		}
		seen[key] = true
	}
}

// Opening the address of a form leads to the page it stands on.
func TestTheAddressOfAForm(t *testing.T) {
	t.Parallel()
	b := boot(t)
	if got := b.get("/elder"); got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != "/" {
		t.Error(got.Status, got.Header.Get("Location"))
	}
}

func TestWhatIsNotThere(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, path := range []string{"/nowhere", "/nowhere/topics", "/hepingli/no/such/page", "/Hepingli", "/..%2f..%2fetc", "/hepingli%00"} {
		if got := b.get(path); got.StatusCode != http.StatusNotFound || !strings.Contains(got.body, "没有找到") {
			t.Errorf("%s: %s", path, got.Status)
		}
	}
	if got := b.do("PUT", newTopic, nil); got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusMethodNotAllowed {
		t.Error("PUT:", got.Status)
	}
}

// A panic is an honest page with a number; its text is in the log alone.
func TestPanic(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.portal
	h := p.guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret of the house") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/hepingli", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") || !strings.Contains(w.Body.String(), w.Header().Get("X-Request-Id")) {
		t.Error(w.Code, w.Body)
	}
	if !strings.Contains(b.log.String(), "secret of the house") || !strings.Contains(b.log.String(), w.Header().Get("X-Request-Id")) {
		t.Error("the log does not tell what happened")
	}
}

// An error that is not listed is told as internal.
func TestInternal(t *testing.T) {
	t.Parallel()
	b := boot(t)
	w := httptest.NewRecorder()
	r := b.portal.bare(w, httptest.NewRequest("GET", "/hepingli", nil))
	b.portal.tell(r, io.ErrUnexpectedEOF)
	if w.Code != 500 || strings.Contains(w.Body.String(), "EOF") || !strings.Contains(b.log.String(), "unexpected EOF") {
		t.Error(w.Code, w.Body)
	}
}

// No line of the log, no number and no answer to another has what is personal or
// opens anything.
func TestNothingPersonalInTheLog(t *testing.T) {
	t.Parallel()
	b := boot(t)
	link := b.link("hepingli", "wang")
	b.get(link)
	b.get("/_v" + link)
	b.do("POST", link, url.Values{"command": {anID}})
	page := b.get(newTopic)
	fields := topic(b, page.body)
	fields.Set("title", "秘密的标题")
	fields.Set("problem", "电话 13800138000")
	b.do("POST", newTopic, fields)
	b.get(newTopic + "?q=13900139000&token=abc")
	b.get("/hepingli/13700137000")
	w := httptest.NewRecorder()
	b.portal.Metrics().ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	u, _ := url.Parse(b.URL)
	canaries := []string{"王秀兰", "秘密", "13800138000", "13900139000", "token=abc", strings.TrimPrefix(link, "/enter/")}
	for _, c := range b.client.Jar.Cookies(u) {
		canaries = append(canaries, c.Value)
	}
	if len(canaries) < 7 {
		t.Fatal("no cookie to look for")
	}
	for _, c := range canaries {
		if strings.Contains(b.log.String(), c) {
			t.Errorf("the log has %q", c)
		}
		if strings.Contains(w.Body.String(), c) {
			t.Errorf("the numbers have %q", c)
		}
	}
	if !strings.Contains(b.log.String(), "route=raise") || !strings.Contains(w.Body.String(), `route="raise"`) {
		t.Error("nothing is logged or counted")
	}
	if b.get("/metrics").StatusCode != http.StatusNotFound {
		t.Error("the numbers are public")
	}
}

func TestHealth(t *testing.T) {
	t.Parallel()
	b := boot(t)
	if got := b.get("/healthz"); got.StatusCode != 200 || got.body != "ok\n" {
		t.Error(got.Status, got.body)
	}
	_ = b.store.Close()
	if got := b.get("/healthz"); got.StatusCode != 503 {
		t.Error("with the database closed:", got.Status)
	}
	if got := b.get(newTopic); got.StatusCode != 503 || !strings.Contains(got.body, "什么也没有丢") {
		t.Error("a page with the database closed:", got.Status)
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		header string
		want   bool
	}{
		{"", false}, {"gzip", false}, {"br", true}, {"gzip, deflate, br", true}, {"gzip, BR;q=1.0", true}, {"br;q=0", false},
		{"br;q=0.001", true}, {"br; q=0.000", false}, {"*", true}, {"*;q=0", false}, {"br;q=0, *", false}, {"*;q=0, br", true},
		{"brotli", false}, {"xbr", false}, {"br;q=x", false}, {",,br", true}, {"identity", false},
	} {
		if got := accepts(c.header, "br"); got != c.want {
			t.Errorf("%q: %v", c.header, got)
		}
	}
}

// Files are sent as they are, packed where the browser takes it, and kept for ever
// under the hash of their content only.
func TestFiles(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, name := range []string{"style.css", "boot.js", "icon-192.png", "manifest.webmanifest"} {
		address := b.portal.files.address(name)
		plain := b.get(address)
		for _, coding := range []string{"br", "gzip"} {
			got := b.do("GET", address, nil, func(r *http.Request) { r.Header.Set("Accept-Encoding", coding) })
			if unpacked(t, got) != plain.body {
				t.Errorf("%s in %s is another file", name, coding)
			}
			if got.Header.Get("Vary") != "Accept-Encoding" || got.Header.Get("ETag") == "" {
				t.Errorf("%s: %v", name, got.Header)
			}
		}
		if got := plain.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s: %s", name, got)
		}
		for _, other := range []string{"/static/" + name, "/static/" + name + "?v=0"} {
			got := b.get(other)
			if got.StatusCode != 200 || got.Header.Get("Cache-Control") != "no-cache" {
				t.Errorf("%s: %s %s", other, got.Status, got.Header.Get("Cache-Control"))
			}
		}
	}
	for _, path := range []string{"/static/", "/static/../go.mod", "/static/..%2fweb.go", "/static/app.wasm.br", "/static/style.css/"} {
		if got := b.get(path); got.StatusCode == 200 {
			t.Errorf("%s is served", path)
		}
	}
}

// The app goes in brotli to who takes it and raw to who does not, as the same bytes.
func TestTheApp(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	b := boot(t)
	address := b.portal.files.assets.Wasm
	packed := b.do("GET", address, nil, func(r *http.Request) { r.Header.Set("Accept-Encoding", "gzip;q=1, br;q=0.5") })
	raw := b.do("GET", address, nil, func(r *http.Request) { r.Header.Set("Accept-Encoding", "identity") })
	if packed.Header.Get("Content-Encoding") != "br" || raw.Header.Get("Content-Encoding") != "" || packed.Header.Get("Content-Type") != "application/wasm" {
		t.Error(packed.Header, raw.Header)
	}
	if unpacked(t, packed) != raw.body || !strings.HasPrefix(raw.body, "\x00asm") {
		t.Error("not the same app")
	}
	if packed.Header.Get("ETag") == raw.Header.Get("ETag") {
		t.Error("one tag for two bodies")
	}
}

func unpacked(t *testing.T, r reply) string {
	t.Helper()
	var from io.Reader = strings.NewReader(r.body)
	switch r.Header.Get("Content-Encoding") {
	case "br":
		from = brotli.NewReader(from)
	case "gzip":
		var err error
		if from, err = gzip.NewReader(from); err != nil {
			t.Fatal(err)
		}
	}
	var b bytes.Buffer
	if _, err := b.ReadFrom(from); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A page goes packed to who takes it, and says the same.
func TestPagesArePacked(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for _, coding := range []string{"br", "gzip"} {
		got := b.do("GET", newTopic, nil, func(r *http.Request) { r.Header.Set("Accept-Encoding", coding) })
		if got.Header.Get("Content-Encoding") != coding || !strings.Contains(unpacked(t, got), "提一个议题") || got.Header.Get("Vary") != "Accept-Encoding" {
			t.Error(coding, got.Header)
		}
	}
}

// Elder mode is the browser's own choice, and leads nowhere else.
func TestElder(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for back, want := range map[string]string{
		"/hepingli/topics?page=2": "/hepingli/topics?page=2", "//evil.example": "/", "https://evil.example/": "/", "/\\evil.example": "/",
		"javascript:alert(1)": "/", "": "/", "hepingli": "/",
	} {
		got := b.do("POST", "/elder", url.Values{"command": {anID}, "elder": {"on"}, "back": {back}})
		if got.StatusCode != http.StatusSeeOther || got.Header.Get("Location") != want {
			t.Errorf("%q: %s %s", back, got.Status, got.Header.Get("Location"))
		}
	}
	if got := b.get("/"); !strings.Contains(got.body, `class="elder"`) || !strings.Contains(got.body, "标准版") {
		t.Error("elder mode is not kept")
	}
	b.do("POST", "/elder", url.Values{"command": {anID}, "elder": {"off"}, "back": {"/"}})
	if got := b.get("/"); strings.Contains(got.body, `class="elder"`) {
		t.Error("elder mode stays")
	}
}
