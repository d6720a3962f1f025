package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// holds fails unless the page has all the texts; a text that begins with "!" must not be in it.
func (got reply) holds(t *testing.T, status int, texts ...string) {
	t.Helper()
	if got.StatusCode != status {
		t.Errorf("%s %s: %s, not %d\n%s", got.Request.Method, got.Request.URL.Path, got.Status, status, mainOf(got.body))
	}
	for _, text := range texts {
		unwanted, not := strings.CutPrefix(text, "!")
		if not && strings.Contains(got.body, unwanted) {
			t.Errorf("%s has %q", got.Request.URL.Path, unwanted)
		}
		if !not && !strings.Contains(got.body, text) {
			t.Errorf("%s lacks %q:\n%s", got.Request.URL.Path, text, mainOf(got.body))
		}
	}
}

var mainPart = regexp.MustCompile(`(?s)<main.*</main>(.*</aside>)?`)

func mainOf(body string) string { return mainPart.FindString(body) }

// as is the portal in a browser of somebody's own.
func (b *booted) as(home, resident string) *booted {
	b.t.Helper()
	other := *b
	other.client = b.visitor()
	other.signIn(home, resident)
	return &other
}

func TestDeskLetsInTheCommittee(t *testing.T) {
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
	b := boot(t)
	got := b.as("hepingli", "li").get("/_v/hepingli/desk")
	got.holds(t, 200, `"page":"desk"`, "!view", "!李文静")
	if got.Header.Get("Content-Type") != "application/json" {
		t.Error(got.Header)
	}
	b.get("/_v/hepingli/desk").holds(t, http.StatusUnauthorized, `"page":"problem"`)
}
