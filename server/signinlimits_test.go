package main

import (
	"database/sql"
	"errors"
	"net/http"
	"net/netip"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

func TestACodeIsTriedFiveTimes(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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
