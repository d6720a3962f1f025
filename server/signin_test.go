package main

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/notify"
	"yishiting/server/store"
)

// mailbox is a gateway that keeps what it is given.
type mailbox chan string

func (m mailbox) Send(_ context.Context, phone, text string) error {
	m <- phone + " " + text
	return nil
}

// texting gives the portal a gateway.
func texting(b *booted) mailbox {
	m := make(mailbox, 1000)
	b.portal.texts = notify.NewTexts(m, slog.New(slog.DiscardHandler))
	b.t.Cleanup(b.portal.Close)
	return m
}

var sixDigits = regexp.MustCompile(`验证码 (\d{6})，`)

// code is the code of the next text, which must be for that phone.
func (m mailbox) code(t testing.TB, phone string) string {
	t.Helper()
	text := <-m
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

func TestSignInByPhone(t *testing.T) {
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
	first := got.Header.Get("Set-Cookie")
	b.get("/hepingli/me").holds(t, 200, "王秀兰")
	if again := b.do("POST", action, fields); again.StatusCode != 303 || again.Header.Get("Set-Cookie") != first {
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
	b := boot(t)
	b.get("/hepingli/sign-in").holds(t, 200, "还没有开通短信", `!id="ask-text"`, "用当面领的登录码")
	got := b.do("POST", "/hepingli/sign-in/phone", url.Values{"command": {residents.NewID(b.clock.Now())}, "phone": {"13800001234"}, "back": {""}})
	if got.StatusCode < 400 {
		t.Error(got.Status)
	}
}

// Every way in leads to the sign-in page, and from there back.
func TestWaysToSignIn(t *testing.T) {
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

// Somebody who has the number and somebody who has not are answered alike, in the same time.
func TestKnownAndUnknownNumbersLookAlike(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	const known, unknown = "13800001234", "13900001234"
	pages, fastest := map[string]string{}, map[string]time.Duration{}
	for range 15 {
		for _, phone := range []string{known, unknown} {
			action, fields := b.get("/hepingli/sign-in").fill(t, "ask-text", "phone", phone)
			began := time.Now()
			got := b.do("POST", action, fields)
			took := time.Since(began)
			if fastest[phone] == 0 || took < fastest[phone] {
				fastest[phone] = took
			}
			page := b.get(got.Header.Get("Location"))
			action, fields = page.fill(t, "text-code", "code", "000000")
			refused := b.do("POST", action, fields)
			all := strings.Join([]string{got.Status, got.Header.Get("Location"), page.Status, page.body, refused.Status, refused.body}, "\n")
			pages[phone] = lottery.ReplaceAllString(all, "*")
		}
		b.clock.move(24 * time.Hour)
	}
	if pages[known] != pages[unknown] {
		at := 0
		for pages[known][at] == pages[unknown][at] {
			at++
		}
		t.Errorf("they differ at byte %d: %.200q and %.200q", at, pages[known][at:], pages[unknown][at:])
	}
	slow, quick := max(fastest[known], fastest[unknown]), min(fastest[known], fastest[unknown])
	if slow > quick*12/10 {
		t.Errorf("known takes %v, unknown %v", fastest[known], fastest[unknown])
	}
	b.portal.Close()
	for range 15 {
		texts.code(t, known)
	}
	if len(texts) != 0 {
		t.Error("a text went to a number that nobody has:", <-texts)
	}
}

// A number under which there is no code takes the time that a wrong code takes.
func TestNumbersWithoutACode(t *testing.T) {
	b := boot(t)
	quickest := func(number string) (least time.Duration) {
		action, fields := b.get("/hepingli/sign-in").fill(t, "person-code", "code", number+"-0000-0000")
		for range 4 {
			fields.Set("command", residents.NewID(b.clock.Now()))
			began := time.Now()
			b.do("POST", action, fields).holds(t, 422, "码不对")
			if took := time.Since(began); least == 0 || took < least {
				least = took
			}
		}
		return least
	}
	given := b.inPerson("wang")[:4]
	none := "1000"
	if given == none {
		none = "1001"
	}
	if has, hasNot := quickest(given), quickest(none); hasNot < has/2 {
		t.Errorf("a wrong code takes %v, none %v", has, hasNot)
	}
}

// lottery is what is drawn by lot on a page, and what it was asked at.
var lottery = regexp.MustCompile(`[0-9A-Za-z_-]{32,}(-[a-z-]+)?|sent=[0-9A-Za-z_-]+|[?]v=\w+`)

// A code works once, also when it is sent 20 times at the same time.
func TestACodeWorksOnce(t *testing.T) {
	b := boot(t)
	b.hasPhone("hepingli", "zhao", "13800001234")
	texts := texting(b)
	for name, ask := range map[string]func() (action string, fields url.Values, code string){
		"in person": func() (string, url.Values, string) {
			action, fields := b.get("/hepingli/sign-in").fill(t, "person-code")
			return action, fields, b.inPerson("wang")
		},
		"by phone": func() (string, url.Values, string) {
			action, fields := b.asked("13800001234").fill(t, "text-code")
			return action, fields, texts.code(t, "13800001234")
		},
	} {
		b.clock.move(time.Hour)
		action, fields, code := ask()
		var came atomic.Int64
		var all sync.WaitGroup
		for i := range 20 {
			own := b.stranger()
			sent := url.Values{}
			for k, v := range fields {
				sent[k] = v
			}
			sent.Set("code", code)
			sent.Set("command", residents.NewID(b.clock.Now())+"-"+strconv.Itoa(i))
			all.Go(func() {
				got := own.do("POST", action, sent)
				switch {
				case got.StatusCode == 303 && strings.Contains(got.Header.Get("Set-Cookie"), sessionCookie+"="):
					came.Add(1)
				case got.StatusCode != 422 && got.StatusCode != 429 && got.StatusCode != 503 || got.Header.Get("Set-Cookie") != "":
					t.Errorf("%s: %s", name, got.Status)
				}
			})
		}
		all.Wait()
		if came.Load() != 1 {
			t.Errorf("%s: %d came in by one code", name, came.Load())
		}
	}
}

func TestCodesAreOverAfterTenMinutes(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	for _, test := range []struct {
		after time.Duration
		want  int
	}{{10*time.Minute - time.Microsecond, 303}, {10 * time.Minute, 422}} {
		page, code := b.asked("13800001234"), texts.code(t, "13800001234")
		given := b.inPerson("zhao")
		b.clock.move(test.after)
		action, fields := page.fill(t, "text-code", "code", code)
		if got := b.stranger().do("POST", action, fields); got.StatusCode != test.want {
			t.Errorf("by phone after %v: %s", test.after, got.Status)
		}
		if got := b.stranger().send("/hepingli/sign-in", "person-code", "code", given); got.StatusCode != test.want {
			t.Errorf("in person after %v: %s", test.after, got.Status)
		}
		b.clock.move(time.Hour)
	}
}

// A code is good for its own purpose, request and community, and for no other.
func TestCodesAreForOnePurpose(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	zhao := b.as("hepingli", "zhao")

	asked := b.asked("13800001234")
	signIn := texts.code(t, "13800001234")
	action, fields := zhao.get("/hepingli/me/phone").fill(t, "ask-check", "phone", "13900001234")
	checked := zhao.get(zhao.do("POST", action, fields).Header.Get("Location"))
	check := texts.code(t, "13900001234")
	given := b.inPerson("wang")

	_, forSignIn := asked.fill(t, "text-code")
	_, forCheck := checked.fill(t, "check-phone")
	other := b.asked("13800001234")
	texts.code(t, "13800001234")
	_, another := other.fill(t, "text-code")
	send := func(name, path string, fields url.Values, more ...string) {
		t.Helper()
		sent := url.Values{"command": {residents.NewID(b.clock.Now())}, "nonce": {store.NewToken()}, "back": {""}}
		if strings.HasSuffix(path, "/check") {
			sent = url.Values{"command": sent["command"], "agree": {"yes"}}
		}
		if fields != nil {
			sent.Set("sent", fields.Get("sent"))
		}
		for i := 0; i < len(more); i += 2 {
			sent.Set(more[i], more[i+1])
		}
		if got := zhao.do("POST", path, sent); got.StatusCode != 422 || strings.Contains(got.Header.Get("Set-Cookie"), sessionCookie) {
			t.Errorf("%s: %s %s", name, got.Status, got.Header.Get("Location"))
		}
	}
	send("a code that proves a number, to sign in", "/hepingli/sign-in/text", forCheck, "code", check)
	send("a code that signs in, to prove a number", "/hepingli/me/phone/check", forSignIn, "code", signIn)
	send("a code of another request", "/hepingli/sign-in/text", another, "code", signIn)
	send("a code in another community", "/anzhen/sign-in/text", forSignIn, "code", signIn)
	send("a code given in person in another community", "/anzhen/sign-in/code", nil, "code", given)
	send("a code that was sent, as one given in person", "/hepingli/sign-in/code", nil, "code", "1000-"+"00"+signIn)
	send("a link's secret", "/hepingli/sign-in/code", nil, "code", "1234-ABCD-EFGH")
	action, fields = asked.fill(t, "text-code", "code", signIn)
	b.stranger().do("POST", action, fields).led(t, "/hepingli?done=signed-in") // and for its own it is still good
	b.stranger().send("/hepingli/sign-in", "person-code", "code", given).led(t, "/hepingli?done=signed-in")
}

func TestACodeIsTriedFiveTimes(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	page, code := b.asked("13800001234"), texts.code(t, "13800001234")
	given := b.inPerson("zhao")
	for range residents.CodeTries {
		action, fields := page.fill(t, "text-code", "code", "00000"+code[5:], "command", residents.NewID(b.clock.Now()))
		if fields.Get("code") == code {
			fields.Set("code", "11111"+code[5:])
		}
		b.do("POST", action, fields).holds(t, 422, "码不对")
		b.send("/hepingli/sign-in", "person-code", "code", given[:5]+"0000-0000").holds(t, 422, "码不对")
	}
	action, fields := page.fill(t, "text-code", "code", code)
	got := b.do("POST", action, fields)
	got.holds(t, 429, "这个码已经试了 5 次，不能再用", "请重新要一个")
	if got.Header.Get("Retry-After") == "" {
		t.Error("it is not said when to try again")
	}
	b.send("/hepingli/sign-in", "person-code", "code", given).holds(t, 429, "这个码已经试了 5 次")
}

// One try more than an address has in its time is refused, whatever the sender says about
// its address; who is signed in is counted by themselves.
func TestTriesOfOneAddress(t *testing.T) {
	b := boot(t)
	try := func(b *booted, change ...func(*http.Request)) reply {
		action, fields := b.get("/hepingli/sign-in").fill(b.t, "person-code", "code", "1234-ABCD-EFGH")
		return b.do("POST", action, fields, change...)
	}
	for i := range codesBy.most {
		if got := try(b, forwarded("198.51.100."+strconv.Itoa(i))); got.StatusCode != 422 {
			t.Fatalf("try %d: %s", i+1, got.Status)
		}
	}
	got := try(b.stranger(), forwarded("198.51.100.200"))
	got.holds(t, 429, "试的次数太多，请过 10 分钟再试")
	if got.Header.Get("Retry-After") != "600" {
		t.Error("again after", got.Header.Get("Retry-After"))
	}
	if got := try(b.as("hepingli", "wang")); got.StatusCode != 422 {
		t.Error("a neighbour who is signed in, behind the same address:", got.Status)
	}
	b.portal.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for address, want := range map[string]int{"203.0.113.9": 422, "127.0.0.1": 429, "203.0.113.9, 203.0.113.10": 422} {
		if got := try(b.stranger(), forwarded(address)); got.StatusCode != want {
			t.Errorf("from %s by the proxy: %s", address, got.Status)
		}
	}
	b.portal.proxies = nil
	b.clock.move(10*time.Minute - time.Second)
	if got := try(b.stranger()); got.StatusCode != 429 || got.Header.Get("Retry-After") != "1" {
		t.Errorf("a second early: %s, %q", got.Status, got.Header.Get("Retry-After"))
	}
	b.clock.move(time.Second)
	if got := try(b.stranger()); got.StatusCode != 422 {
		t.Error("afterwards:", got.Status)
	}
}

// Nobody alone keeps texts from somebody else's telephone; many together do for an hour at most.
func TestTextsToOnePhone(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	b.portal.proxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	ask := func(from int) reply {
		action, fields := b.get("/hepingli/sign-in").fill(t, "ask-text", "phone", "13800001234")
		return b.do("POST", action, fields, forwarded("203.0.113."+strconv.Itoa(from)))
	}
	for range textsOneTo.most {
		if got := ask(1); got.StatusCode != 303 {
			t.Fatal(got.Status)
		}
		texts.code(t, "13800001234")
	}
	for range textsToPhone.most { // all refused, and nothing of the telephone's is used up
		got := ask(1)
		got.holds(t, 429, "请过 60 分钟再试", `value="13800001234"`)
		if got.Header.Get("Retry-After") != "3600" {
			t.Error("again after", got.Header.Get("Retry-After"))
		}
	}
	for i := textsOneTo.most; i < textsToPhone.most; i++ {
		if got := ask(2 + i); got.StatusCode != 303 {
			t.Fatal(i, got.Status)
		}
		texts.code(t, "13800001234")
	}
	ask(99).holds(t, 429, "请过 60 分钟再试")
	b.asked("13900001234") // another phone
	b.clock.move(time.Hour)
	if got := ask(1); got.StatusCode != 303 {
		t.Error("an hour later:", got.Status)
	}
	texts.code(t, "13800001234")
	b.portal.Close()
	if len(texts) != 0 {
		t.Error("a text was sent all the same")
	}
}

// A try is counted against whoever tries and against the code, and against nobody else: however
// many try at random, whoever has a code comes in.
func TestTriesCountAgainstTheSenderAlone(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	page, given := b.asked("13800001234"), b.inPerson("zhao")
	before := b.buckets()
	b.late(t, "/hepingli/sign-in/text", "sent", store.NewToken(), "code", "111111", "nonce", store.NewToken()).holds(t, 422, "码不对")
	b.send("/hepingli/sign-in", "person-code", "code", "1234-ABCD-EFGH").holds(t, 422, "码不对")
	if n := b.buckets() - before; n != 2 { // the tries of the address, and its line in the audit
		t.Errorf("two tries of one address are counted in %d places", n)
	}
	action, fields := page.fill(t, "text-code", "code", texts.code(t, "13800001234"))
	b.do("POST", action, fields).led(t, "/hepingli?done=signed-in")
	b.stranger().send("/hepingli/sign-in", "person-code", "code", given).led(t, "/hepingli?done=signed-in")
}

// buckets is in how many places tries are counted.
func (b *booted) buckets() (n int) {
	b.t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(b.dir, "yishiting.db")+"?_pragma=busy_timeout(5000)")
	if err == nil {
		err = errors.Join(db.QueryRow(`SELECT COUNT(*) FROM limits`).Scan(&n), db.Close())
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return n
}

// Whoever has left comes in by no code that they still have.
func TestCodesOfWhoHasLeft(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	page, code, given := b.asked("13800001234"), texts.code(t, "13800001234"), b.inPerson("wang")
	b.change("hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "wang") })
	action, fields := page.fill(t, "text-code", "code", code)
	b.do("POST", action, fields).holds(t, 422, "码不对")
	b.send("/hepingli/sign-in", "person-code", "code", given).holds(t, 422, "码不对")
	b.get("/hepingli/me").holds(t, 200, "登录后可以看")
}

func TestSecretsAreNotInTheLog(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	page, code, given := b.asked("13800001234"), texts.code(t, "13800001234"), b.inPerson("zhao")
	action, fields := page.fill(t, "text-code", "code", code)
	b.do("POST", action, fields)
	b.stranger().send("/hepingli/sign-in", "person-code", "code", given)
	for name, secret := range map[string]string{"the phone": "13800001234", "the text's code": code, "the given code": given[5:], "the request": fields.Get("sent")} {
		if strings.Contains(b.log.String(), secret) {
			t.Errorf("%s is in the log", name)
		}
	}
}
