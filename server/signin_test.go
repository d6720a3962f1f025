package main

import (
	"context"
	"log/slog"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/notify"
	"yishiting/server/store"
)

// mailbox is a gateway that keeps what it is given.
type mailbox chan string

func (m mailbox) Send(_ context.Context, sent notify.Message) error {
	m <- sent.To + " " + sent.Text
	return nil
}

// texting gives the portal a gateway.
func texting(b *booted) mailbox {
	m := make(mailbox, 1000)
	b.portal.texts = notify.NewSender("text", m, slog.New(slog.DiscardHandler))
	b.t.Cleanup(b.portal.Close)
	return m
}

var sixDigits = regexp.MustCompile(`验证码 (\d{6})，`)

// code is the code of the next text, which must be for that phone.
func (m mailbox) code(t testing.TB, phone string) string {
	t.Helper()
	text := comes(t, m)
	found := sixDigits.FindStringSubmatch(text)
	if !strings.HasPrefix(text, phone+" ") || found == nil {
		t.Fatalf("the text is %q", text)
	}
	return found[1]
}

// change runs a change of the tests' own.
func (b *booted) change(community string, fn func(tx *store.Tx) error) {
	b.t.Helper()
	if err := b.store.Update(context.Background(), community, fn); err != nil {
		b.t.Fatal(err)
	}
}

// asked asks for a text at the sign-in page of hepingli and gives the page that asks for its code.
func (b *booted) asked(phone string) reply {
	b.t.Helper()
	got := b.send("/hepingli/sign-in", "ask-text", "phone", phone)
	if got.StatusCode != 303 {
		b.t.Fatalf("asking for a text: %s\n%s", got.Status, mainOf(got.body))
	}
	return b.get(got.Header.Get("Location"))
}

// audits are the lines of hepingli's audit about coming in: who, how it came out and why.
func (b *booted) audits() (lines []string) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) error {
		all, err := v.AuditBefore("hepingli", store.AuditFilter{Action: residents.Enter}, store.AuditKey{}, 100)
		for _, a := range all {
			lines = append(lines, strings.TrimSpace(a.Actor+" "+string(a.Result)+" "+a.Subject+string(a.Reason)))
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

// cookieOf is the first cookie that an answer sets, without the time when the browser forgets it: that is counted from the
// second in which the answer was written.
func cookieOf(a reply) string {
	for _, c := range a.Cookies() {
		return c.String()[:strings.Index(c.String()+"; Expires", "; Expires")]
	}
	return ""
}

func TestSignInByPhone(t *testing.T) {
	t.Parallel()
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	b.get("/hepingli/sign-in?back=/hepingli/topics").holds(t, 200, "用手机号", "用通行密钥", "用当面领的登录码", "用邀请信加入", `value="/hepingli/topics"`)

	action, fields := b.get("/hepingli/sign-in?back=/hepingli/topics").fill(t, "ask-text", "phone", "138 0000 1234")
	got := b.do("POST", action, fields)
	where := got.Header.Get("Location")
	if got.StatusCode != 303 || !strings.HasPrefix(where, "/hepingli/sign-in?back=%2Fhepingli%2Ftopics&sent=") || strings.Contains(where, "1380") {
		t.Fatal("asked for a text:", got.Status, where)
	}
	code := texts.code(t, "13800001234")
	if again := b.do("POST", action, fields); again.Header.Get("Location") != where || len(texts) != 0 {
		t.Errorf("the same command again: %s, %d texts", again.Header.Get("Location"), len(texts))
	}

	page := b.get(where)
	page.holds(t, 200, "填验证码", `autocomplete="one-time-code"`, `inputmode="numeric"`, "!1380", "!"+code)
	wrong := strconv.Itoa(1_000_000 + (atoi(code)+1)%1_000_000)[1:]
	action, fields = page.fill(t, "text-code", "code", wrong)
	page = b.do("POST", action, fields)
	page.holds(t, 422, "码不对，或者已经用过、过了期", `value="`+wrong+`"`)
	action, fields = page.fill(t, "text-code", "code", "")
	page = b.do("POST", action, fields)
	page.holds(t, 422, "这一项需要填写")
	if len(b.client.Jar.Cookies(mustParse(t, b.URL))) != 0 {
		t.Error("a cookie was given for a wrong code")
	}

	action, fields = page.fill(t, "text-code", "code", code[:3]+" "+code[3:])
	got = b.do("POST", action, fields)
	got.led(t, "/hepingli/topics?done=signed-in")
	first := cookieOf(got)
	b.get("/hepingli/me").holds(t, 200, "王秀兰")
	if again := b.do("POST", action, fields); again.StatusCode != 303 || first == "" || cookieOf(again) != first {
		t.Errorf("the same command again, as its answer was lost: %s, %s", again.Status, again.Header.Get("Set-Cookie"))
	}
	other := b.stranger()
	action, fields = page.fill(t, "text-code", "code", code, "command", residents.NewID(b.clock.Now()))
	other.do("POST", action, fields).holds(t, 422, "已经用过")

	// The second wrong code within the hour is the same refusal.
	if got, want := b.audits(), []string{"wang done phone", "wang refused bad-code"}; !slices.Equal(got, want) {
		t.Errorf("the audit has %q", got)
	}
	b.clock.move(24 * time.Hour)
	b.get("/hepingli/sign-in").holds(t, 200, "再登录一次", "!用邀请信加入")
}

func atoi(s string) int { n, _ := strconv.Atoi(s); return n }

func mustParse(t testing.TB, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestSignInWithoutAGateway(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.get("/hepingli/sign-in").holds(t, 200, "还没有开通短信", `!id="ask-text"`, "用当面领的登录码")
	got := b.do("POST", "/hepingli/sign-in/phone", url.Values{"command": {residents.NewID(b.clock.Now())}, "phone": {"13800001234"}, "back": {""}})
	if got.StatusCode < 400 {
		t.Error(got.Status)
	}
}

// Every way in leads to the sign-in page, and from there back.
func TestWaysToSignIn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.get("/hepingli").holds(t, 200, `href="/hepingli/sign-in?back=%2Fhepingli"`)
	b.get("/hepingli/me").holds(t, 200, `href="/hepingli/sign-in?back=%2Fhepingli%2Fme"`)
	b.get("/hepingli/topics/new").holds(t, 200, `href="/hepingli/sign-in?back=%2Fhepingli%2Ftopics%2Fnew"`)
	b.get("/hepingli/desk").holds(t, 401, `href="/hepingli/sign-in?back=%2Fhepingli%2Fdesk"`)
	b.get("/hepingli/me/phone").holds(t, 200, `href="/hepingli/sign-in?back=%2Fhepingli%2Fme%2Fphone"`)
	b.get("/hepingli/sign-in").holds(t, 200, `!href="/hepingli/sign-in`)
	for back, want := range map[string]string{
		"/hepingli/topics?state=open": "/hepingli/topics?done=signed-in&state=open",
		"":                            "/hepingli?done=signed-in",
		"https://evil.example/":       "/hepingli?done=signed-in",
		"//evil.example/":             "/hepingli?done=signed-in",
		`/\evil.example`:              "/hepingli?done=signed-in",
		"/hepingli/sign-in?sent=x":    "/hepingli?done=signed-in",
	} {
		v := b.stranger()
		code := v.inPerson("wang")
		v.send("/hepingli/sign-in", "person-code", "code", code, "back", back).led(t, want)
		b.clock.move(time.Hour)
	}
}

// inPerson is a code given to somebody of hepingli at the desk.
func (b *booted) inPerson(id string) string {
	b.t.Helper()
	page := b.as("hepingli", "li").send("/hepingli/desk/people/"+id, "give-code")
	found := bigCode.FindStringSubmatch(page.body)
	if page.StatusCode != 200 || found == nil {
		b.t.Fatalf("giving a code: %s\n%s", page.Status, mainOf(page.body))
	}
	return found[1]
}

var bigCode = regexp.MustCompile(`class="bigcode">(\d{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<`)
