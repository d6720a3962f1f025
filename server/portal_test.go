package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
)

// memory is a house without a store.
type memory struct {
	down    bool
	raised  map[string]raised
	cookies map[string]bool
}

var hepingli = residents.Community{ID: "c1", Slug: "hepingli", Name: "和平里社区", Level: residents.LevelCommunity, Zone: "Asia/Shanghai", Phone: "010-84220000"}

func (m *memory) Healthy(*request) error {
	if m.down {
		return errors.New("down")
	}
	return nil
}

func (m *memory) Place(_ *request, slug string) (residents.Community, error) {
	if slug != hepingli.Slug {
		return residents.Community{}, residents.ErrNotFound
	}
	return hepingli, nil
}

func (m *memory) Who(r *request) (residents.Standing, error) {
	if c, err := r.Cookie("session"); err == nil && m.cookies[c.Value] {
		return residents.Standing{Resident: residents.Resident{ID: "r1", Community: "c1", Name: "王秀兰"}}, nil
	}
	return residents.Standing{}, nil
}

func (m *memory) Enter(r *request, token string) (residents.Community, error) {
	if token != "open-sesame" {
		return residents.Community{}, residents.ErrNotFound
	}
	id := residents.NewID(r.now)
	m.cookies[id] = true
	http.SetCookie(r.w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return hepingli, nil
}

func (m *memory) Leave(r *request) error {
	if c, err := r.Cookie("session"); err == nil {
		delete(m.cookies, c.Value)
	}
	return nil
}

func (m *memory) MayRaise(r *request) error {
	if !r.who.SignedIn() {
		return residents.ErrSignedOut
	}
	return nil
}

func (m *memory) Raise(r *request, t raised) (string, error) {
	if err := m.MayRaise(r); err != nil {
		return "", err
	}
	if t.title == "" {
		return "", &residents.FieldError{Field: "title", Reason: residents.ErrEmpty}
	}
	m.raised[r.form.command()] = t
	return "/hepingli/topics/new", nil
}

// booted is a portal that answers on a port of its own.
type booted struct {
	*httptest.Server
	t      testing.TB
	memory *memory
	client *http.Client
	log    *strings.Builder
}

func boot(t testing.TB) *booted {
	t.Helper()
	b := &booted{t: t, memory: &memory{raised: map[string]raised{}, cookies: map[string]bool{}}, log: &strings.Builder{}}
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	p, err := NewPortal(Settings{Clock: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(b.log, nil)), House: b.memory})
	if err != nil {
		t.Fatal(err)
	}
	b.Server = httptest.NewServer(p)
	t.Cleanup(b.Close)
	b.client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	b.client.Jar = newJar()
	return b
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
	return reply{w, string(body)}
}

func (b *booted) get(path string) reply { b.t.Helper(); return b.do("GET", path, nil) }

var commandField = regexp.MustCompile(`name="command" value="([^"]*-raise)"`)

func (b *booted) signIn() {
	b.t.Helper()
	if got := b.do("POST", "/enter/open-sesame", url.Values{"command": {"0000000000000000-enter"}}); got.StatusCode != 303 {
		b.t.Fatal("sign-in", got.Status)
	}
}

func topic(b *booted, page string) url.Values {
	b.t.Helper()
	m := commandField.FindStringSubmatch(page)
	if m == nil {
		b.t.Fatal("no command in the form:\n" + page)
	}
	return url.Values{"command": {m[1]}, "title": {"充电棚"}, "wrong": {"没有\r\n地方"}, "where": {"3 号楼"}, "affected": {"5 号楼"}, "wish": {"建棚"}}
}

func TestRaiseWithoutScripts(t *testing.T) {
	b := boot(t)
	if got := b.get("/hepingli/topics/new"); !strings.Contains(got.body, "您还没有登录") {
		t.Error("somebody who is not signed in is not told so")
	}
	b.signIn()
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
	if got.StatusCode != 303 || got.Header.Get("Location") != "/hepingli/topics/new?done=raised" {
		t.Fatal("accepted form:", got.Status, got.Header.Get("Location"), got.body)
	}
	if saved := b.memory.raised[fields.Get("command")]; saved.wrong != "没有\n地方" {
		t.Errorf("saved %q", saved.wrong)
	}
	if got := b.get(got.Header.Get("Location")); !strings.Contains(got.body, "议题已提交") {
		t.Error("what was done is not said")
	}
}
