package main

import (
	"bytes"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/notify"
)

// elderPress is a form that anybody may send, and what it changes stays in the browser.
func elderPress(b *booted, change ...func(*http.Request)) reply {
	b.t.Helper()
	return b.do("POST", "/elder", url.Values{"command": {residents.NewID(b.clock.Now()) + "-elder"}, "elder": {"on"}, "back": {"/hepingli"}}, change...)
}

func forwarded(address string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set("X-Forwarded-For", address) }
}

// A flood of posts is refused with the time to wait: by address of those who are not signed
// in, whatever they say their address is, and by session of those who are.
func TestAFloodOfPosts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for i := range postsAtOnce {
		if got := elderPress(b, forwarded("198.51.100."+string(rune('0'+i%10)))); got.StatusCode != 303 {
			t.Fatalf("post %d: %s", i+1, got.Status)
		}
	}
	got := elderPress(b, forwarded("198.51.100.77"))
	if got.StatusCode != 429 || got.Header.Get("Retry-After") != "1" {
		t.Errorf("one more: %s, again after %q", got.Status, got.Header.Get("Retry-After"))
	}
	if !strings.Contains(got.body, "试的次数太多") || !strings.Contains(got.body, "请过 1 分钟再试") {
		t.Error("it is not said when to try again")
	}
	if got := b.get("/hepingli"); got.StatusCode != 200 {
		t.Error("reading is refused too:", got.Status)
	}

	// Neighbours behind the same address are signed in, and each has a session of their own.
	for _, id := range []string{"wang", "zhao"} {
		b.client = b.visitor()
		b.signIn("hepingli", id)
		if got := elderPress(b); got.StatusCode != 303 {
			t.Errorf("%s: %s", id, got.Status)
		}
	}
	for range postsAtOnce - 1 {
		elderPress(b)
	}
	if got := elderPress(b); got.StatusCode != 429 {
		t.Error("a flood in one session:", got.Status)
	}
	b.clock.move(500 * time.Millisecond)
	if got := elderPress(b); got.StatusCode != 303 {
		t.Error("half a second later:", got.Status)
	}
}

// A proxy that is trusted says who asks; what the sender wrote before it counts for nothing.
func TestAddressesBehindATrustedProxy(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.portal.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	for range postsAtOnce {
		elderPress(b, forwarded("203.0.113.1"))
	}
	for address, want := range map[string]int{
		"203.0.113.1":             429,
		"192.0.2.99, 203.0.113.1": 429,
		"203.0.113.2":             303,
		"203.0.113.1, 192.0.2.99": 303,
	} {
		if got := elderPress(b, forwarded(address)); got.StatusCode != want {
			t.Errorf("%s: %s, not %d", address, got.Status, want)
		}
	}
}

func TestProxiesAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	got, err := networks([]string{"10.1.2.3/8", "203.0.113.7", "fd00::1/64"})
	if want := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("203.0.113.7/32"), netip.MustParsePrefix("fd00::/64")}; !slices.Equal(got, want) || err != nil {
		t.Errorf("%v, %v", got, err)
	}
	for _, written := range []string{"", "all", "10.0.0.0/33", "proxy.example"} {
		if got, err := networks([]string{written}); err == nil {
			t.Errorf("%q is read as %v", written, got)
		}
	}
}

func TestWhereTextsGo(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	w := world{out: &out, log: slog.New(slog.DiscardHandler)}
	if texts, err := (serveCommand{}).texts(w); texts != nil || err != nil {
		t.Errorf("without a gateway: %v, %v", texts, err)
	}
	if _, err := (serveCommand{TextGateway: "nonsense", Sample: true}).texts(w); err == nil {
		t.Error("a gateway without an address was taken")
	}
	for name, c := range map[string]serveCommand{
		"no address":      {MailGateway: "nonsense", MailFrom: "post@example.cn", Sample: true},
		"nobody to write": {MailGateway: "smtp://mail.example.cn", Sample: true},
	} {
		if _, err := c.mails(w); err == nil {
			t.Error("a mail gateway was taken:", name)
		}
	}
	texts, err := serveCommand{Sample: true}.texts(w)
	if err != nil {
		t.Fatal(err)
	}
	texts.Send(notify.Message{To: "13800001234", Text: "验证码 123456"})
	texts.Close()
	if out.String() != "text to 13800001234: 验证码 123456\n" {
		t.Errorf("the console has %q", out.String())
	}
}
