package main

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestElderSwitch(t *testing.T) {
	t.Parallel()
	b := boot(t)
	press := func(mode, back string) reply {
		return b.do("POST", "/elder", url.Values{"command": {"0000000000000000-elder"}, "elder": {mode}, "back": {back}})
	}
	if got := b.get("/hepingli/topics/new"); strings.Contains(got.body, `class="elder"`) {
		t.Error("elder before it was switched")
	}
	got := press("on", "/hepingli/topics/new?title=x")
	if got.StatusCode != 303 || got.Header.Get("Location") != "/hepingli/topics/new?title=x" {
		t.Fatal(got.Status, got.Header.Get("Location"))
	}
	c := got.Cookies()
	if len(c) != 1 || c[0].MaxAge != 365*24*60*60 || c[0].SameSite != http.SameSiteLaxMode {
		t.Errorf("cookie %+v", c)
	}
	if got := b.get("/hepingli/topics/new"); !strings.Contains(got.body, `class="elder"`) || !strings.Contains(got.body, `<a class="pill" href="/hepingli"><span>字号</span>`) {
		t.Error("not elder after it was switched, or no way to the sizes")
	}
	if got := b.get("/hepingli/topics/new"); strings.Contains(got.body, "标准版") || strings.Count(got.body, `action="/language"`) != 1 {
		t.Error("the sizes stand on every page, or the other language does not")
	}
	if got := b.get("/hepingli?done=signed-in"); !strings.Contains(got.body, "标准版") || strings.Count(got.body, `action="/language"`) != 1 {
		t.Error("the sizes do not stand on the first page")
	}
	if got := b.get("/hepingli"); !strings.Contains(got.body, `data-size="24"`) || strings.Count(got.body, `href="tel:010-84220000"`) != 2 {
		t.Error("not the first size, or the telephone is not in reach")
	}
	for size, want := range map[string]int{"20": 303, "30": 303, "36": 303, "31": 422} {
		got := press(size, "/")
		if page := b.get("/hepingli/topics"); got.StatusCode != want || (want == 303) != strings.Contains(page.body, `data-size="`+size+`"`) {
			t.Error("size", size, got.Status)
		}
	}
	press("off", "/")
	if got := b.get("/hepingli/topics/new"); strings.Contains(got.body, `class="elder"`) {
		t.Error("elder after it was switched back")
	}
	if got := press("maybe", "/"); got.StatusCode != 422 || len(got.Cookies()) != 0 {
		t.Error("another mode:", got.Status, got.Cookies())
	}
}

func TestWithin(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"/hepingli":                  "/hepingli",
		"/hepingli/topics?q=充电&a=1":  "/hepingli/topics?q=充电&a=1",
		"/":                          "/",
		"":                           "/",
		"hepingli":                   "/",
		"//evil.example":             "/",
		"///evil.example":            "/",
		"/\\evil.example":            "/",
		"/\t/evil.example":           "/",
		"https://evil.example/":      "/",
		"https:/evil.example":        "/",
		"javascript:alert(1)":        "/",
		"/hepingli#x":                "/hepingli",
		"/hepingli\r\nSet-Cookie: a": "/",
		"//user@evil.example/a":      "/",
	} {
		if got := within(in); got != want {
			t.Errorf("%q leads to %q, not %q", in, got, want)
		}
	}
}
