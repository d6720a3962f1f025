package main

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// The tests' neighbourhood: a street with two communities, and who lives there.
var (
	dongcheng = residents.Community{ID: "dongcheng", Slug: "dongcheng", Name: "东城区", Level: residents.LevelDistrict, Zone: "Asia/Shanghai"}
	jiedao    = residents.Community{ID: "hepingli-jiedao", Slug: "hepingli-jiedao", Name: "和平里街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai", Phone: "010-84210000"}
	hepingli  = residents.Community{ID: "hepingli", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Zone: "Asia/Shanghai", Homes: 1480, People: 3700, Phone: "010-84220000"}
	anzhen    = residents.Community{ID: "anzhen", Slug: "anzhen", Name: "安贞社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Zone: "Asia/Shanghai", Homes: 2100, People: 5200, Phone: "010-84230000"}
)

// people are the tests' residents: home/id, name, building, and their roles there.
var people = []struct {
	home, id, name, building string
	roles                    []residents.RoleName
}{
	{"hepingli", "wang", "王秀兰", "3 号楼", []residents.RoleName{residents.RoleResident}},
	{"hepingli", "zhao", "赵建国", "5 号楼", []residents.RoleName{residents.RoleResident, residents.RoleVolunteer}},
	{"hepingli", "sun", "孙小梅", "7 号楼", []residents.RoleName{residents.RoleResident}},
	{"hepingli", "li", "李文静", "1 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{"hepingli", "zhou", "周明", "2 号楼", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
	{"hepingli", "chen", "陈志远", "2 号楼", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{"anzhen", "qian", "钱多多", "1 号楼", []residents.RoleName{residents.RoleResident}},
	{"anzhen", "wu", "吴敏", "4 号楼", []residents.RoleName{residents.RoleResident, residents.RoleDirector}},
	{"hepingli-jiedao", "liu", "刘主任", "", []residents.RoleName{residents.RoleStreetStaff}},
	{"dongcheng", "gao", "高科长", "", []residents.RoleName{residents.RoleDistrictStaff}},
}

// settle founds the tests' neighbourhood by the verbs.
func settle(t testing.TB, s *store.Store, now time.Time) {
	t.Helper()
	if _, err := found(context.Background(), s, now); err != nil {
		t.Fatal(err)
	}
	console := residents.Sender{Standing: residents.Console, Now: now}
	for _, c := range []residents.Community{dongcheng, jiedao, hepingli, anzhen} {
		err := s.Update(context.Background(), c.ID, func(tx *store.Tx) error {
			_, err := residents.Found(tx, console, c)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, who := range people {
		err := s.Update(context.Background(), who.home, func(tx *store.Tx) error {
			r := residents.Resident{ID: who.id, Community: who.home, Name: who.name, Building: who.building}
			_, err := residents.Admit(tx, console, r, who.roles...)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}

// clock is the tests' clock: it stands until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// set puts the clock to a time of day in Beijing: "2026-11-03 09:00".
func (c *clock) set(s string) {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, hepingli.Location())
	if err != nil {
		panic(err)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = at
}

// move puts the clock on.
func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// booted is a portal that answers on a port of its own.
type booted struct {
	*httptest.Server
	t      testing.TB
	portal *Portal
	store  *store.Store
	clock  *clock
	dir    string // of its database
	client *http.Client
	log    *strings.Builder
	before *atomic.Pointer[func(http.ResponseWriter, *http.Request) bool] // stands before the portal, where a test wants bad luck
}

// boot starts a portal over an empty database of its own, with the tests' neighbourhood in it.
func boot(t testing.TB) *booted {
	t.Helper()
	return bootOn(t, store.Options{Dir: storetest.Directory(t)})
}

// bootEach is boot once on each database.
func bootEach(t *testing.T, test func(t *testing.T, b *booted)) {
	t.Helper()
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) { test(t, bootOn(t, options)) })
}

// bootOn is boot on the database that the options name.
func bootOn(t testing.TB, options store.Options) *booted {
	t.Helper()
	b := &booted{t: t, dir: options.Dir, clock: &clock{}, log: &strings.Builder{}, before: new(atomic.Pointer[func(http.ResponseWriter, *http.Request) bool])}
	b.clock.set("2026-11-03 09:00")
	log := slog.New(slog.NewTextHandler(b.log, redacting()))
	options.Clock, options.Log = b.clock.Now, log
	var err error
	if b.store, err = store.Open(context.Background(), options); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.store.Close() })
	t.Cleanup(b.searchInOrder) // whatever a test has done
	settle(t, b.store, b.clock.Now())
	b.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if before := b.before.Load(); before == nil || !(*before)(w, r) {
			b.portal.ServeHTTP(w, r)
		}
	}))
	if b.portal, err = NewPortal(Settings{Clock: b.clock.Now, Log: log, Store: b.store, Address: b.local()}); err != nil {
		t.Fatal(err)
	}
	b.Start()
	t.Cleanup(b.Close)
	b.client = b.visitor()
	return b
}

// local is the portal's address by name: one of numbers can have no passkeys.
func (b *booted) local() string {
	return "http://localhost:" + strconv.Itoa(b.Listener.Addr().(*net.TCPAddr).Port)
}

// visitor is a browser of its own, signed in nowhere.
func (b *booted) visitor() *http.Client {
	jar, err := cookiejar.New(nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// reply is an answer read whole.
type reply struct {
	*http.Response
	body string
}

func (b *booted) do(method, path string, fields url.Values, change ...func(*http.Request)) reply {
	b.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, b.URL+path, strings.NewReader(fields.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for _, f := range change {
		f(r)
	}
	w, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = w.Body.Close() }()
	body, err := io.ReadAll(w.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	if strings.HasPrefix(w.Header.Get("Content-Type"), "text/html") {
		if id := idTwice(string(body)); id != "" {
			b.t.Errorf("%s %s: two elements have the id %s", method, path, id)
		}
		return reply{w, unmarked(string(body))}
	}
	return reply{w, string(body)}
}

// idTwice is an id that two elements of a page have; "" where there is none.
func idTwice(page string) string {
	seen := map[string]bool{}
	for {
		_, after, more := strings.Cut(page, ` id="`)
		if !more {
			return ""
		}
		id, rest, _ := strings.Cut(after, `"`)
		if seen[id] {
			return id
		}
		seen[id], page = true, rest
	}
}

// unmarked is a page in Chinese without the marks of what stays in Chinese when it is read in English, so that a test finds sentences
// whole. A page in English keeps them.
func unmarked(body string) string {
	if strings.Contains(body, `<html lang="en"`) {
		return body
	}
	return quotedMark.ReplaceAllString(quotedSpan.ReplaceAllString(ofColumn.ReplaceAllString(body, "$1"), "$1"), ">")
}

var (
	quotedSpan = regexp.MustCompile(`<span lang="zh-CN">([^<]*)</span>`)
	ofColumn   = regexp.MustCompile(`(<t[dh]\b[^>]*?) data-of="[^"]*"`) // for large letters
	quotedMark = regexp.MustCompile(` lang="zh-CN">`)
)

func (b *booted) get(path string) reply { b.t.Helper(); return b.do("GET", path, nil) }

var commandField = regexp.MustCompile(`name="command" value="([^"]*-raise)"`)

// signIn lets somebody in as if they had just shown a passkey, whenever they are asked.
func (b *booted) signIn(home, resident string) {
	b.t.Helper()
	b.keep(b.session(home, resident, residents.ByPasskey, b.clock.Now().AddDate(100, 0, 0)))
}

// signInBy lets somebody in by a method, now.
func (b *booted) signInBy(method, home, resident string) {
	b.t.Helper()
	proved := time.Time{}
	if method == residents.ByPasskey {
		proved = b.clock.Now()
	}
	b.keep(b.session(home, resident, method, proved))
}

// session begins a session and returns what its cookie has.
func (b *booted) session(home, resident, method string, proved time.Time) string {
	b.t.Helper()
	token := store.NewToken()
	err := b.store.Update(context.Background(), home, func(tx *store.Tx) error {
		return tx.AddSession(token, store.Session{Community: home, Resident: resident, Method: method, Device: "安卓手机 · 微信", ProvedAt: proved})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return token
}

// sessionCookie is the name of the cookie over http.
const sessionCookie = "yishiting"

// keep gives the client the cookie of a session.
func (b *booted) keep(token string) {
	b.t.Helper()
	u, err := url.Parse(b.URL)
	if err != nil {
		b.t.Fatal(err)
	}
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: sessionCookie, Value: token, Path: "/"}})
}

func topic(b *booted, page string) url.Values {
	b.t.Helper()
	m := commandField.FindStringSubmatch(page)
	if m == nil {
		b.t.Fatal("no command in the form:\n" + page)
	}
	return url.Values{"command": {m[1]}, "title": {"充电棚"}, "problem": {"没有\r\n地方"}, "place": {"3 号楼"}, "affected": {"5 号楼"}, "wish": {"建棚"}}
}

func TestRaiseWithoutScripts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	if got := b.get("/hepingli/topics/new"); !strings.Contains(got.body, "您还没有登录") {
		t.Error("somebody who is not signed in is not told so")
	}
	b.signIn("hepingli", "wang")
	page := b.get("/hepingli/topics/new")
	fields := topic(b, page.body)

	fields.Set("title", "")
	got := b.do("POST", "/hepingli/topics/new", fields)
	if got.StatusCode != 422 {
		t.Fatal("refused form:", got.Status)
	}
	for _, want := range []string{"这一项需要填写", "没有\n地方", `value="建棚"`, "错误：提一个议题"} {
		if want == `value="建棚"` {
			want = ">建棚</textarea>"
		}
		if !strings.Contains(got.body, want) {
			t.Errorf("refused form lacks %q", want)
		}
	}

	fields = topic(b, got.body)
	got = b.do("POST", "/hepingli/topics/new", fields)
	if got.StatusCode != 303 || got.Header.Get("Location") != "/hepingli/topics/"+fields.Get("command")+"?done=raised" {
		t.Fatal("accepted form:", got.Status, got.Header.Get("Location"), got.body)
	}
	err := b.store.View(context.Background(), func(v *store.View) error {
		saved, err := v.Topic("hepingli", fields.Get("command"))
		if saved.Problem != "没有\n地方" || saved.Number != "2026-001" {
			t.Errorf("saved %+v", saved)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if got := b.get(got.Header.Get("Location")); !strings.Contains(got.body, "议题已提交") {
		t.Error("what was done is not said")
	}
}

// What no database can hold names nothing, on either database: neither in a path nor in
// a query, nor in a form.
func TestNamesThatCannotBe(t *testing.T) {
	t.Parallel()
	b := bootOn(t, store.Options{URL: storetest.Shared(t).Database(t)})
	for _, who := range []string{"wang", "li"} {
		b.client = b.visitor()
		b.signIn("hepingli", who)
		for _, bad := range []string{"%00", "%ff", "x%00y", "0190aaaa-0000-7000-8000-00000000000%00"} {
			for _, line := range b.portal.routes() {
				if parts := wildcard.FindAllString(strings.Replace(line.pattern, "{place}", "hepingli", 1), -1); len(parts) > 0 {
					path := strings.Replace(line.pattern, "{place}", "hepingli", 1)
					for _, part := range parts {
						path = strings.ReplaceAll(path, part, bad)
					}
					if got := b.do(line.method, path, url.Values{"command": {anID}}); got.StatusCode != 404 {
						t.Errorf("%s, %s %s: %s", who, line.method, path, got.Status)
					}
				}
			}
			for _, path := range []string{
				"/hepingli/desk/people?after=", "/hepingli/desk/people?waiting=yes&after=1.", "/hepingli/desk/households?after=", "/hepingli/desk/topics?after=1.",
				"/hepingli/desk/meetings/new?who=", "/hepingli/desk/tasks?after=1.", "/hepingli/topics?q=", "/hepingli/topics?after=1.", "/hepingli/me?letters=1.",
				"/hepingli/me?topics=1.", "/hepingli/desk/audit?actor=", "/hepingli/desk/letters?building=", "/hepingli/record?before=",
			} {
				if got := b.get(path + bad); got.StatusCode >= 500 {
					t.Errorf("%s, %s: %s", who, path+bad, got.Status)
				}
			}
		}
	}
	topic := b.raise("hepingli", "wang", "充电棚")
	got := b.do("POST", "/hepingli/desk/topics/"+topic, url.Values{"command": {anID}, "decision": {"merge"}, "into": {"\x00"}, "sentence": {"合并"}})
	if got.StatusCode != 422 {
		t.Errorf("a topic merged into none: %s", got.Status)
	}
}
