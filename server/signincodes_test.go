package main

import (
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

// A code works once, also when it is sent 20 times at the same time.
func TestACodeWorksOnce(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
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
	t.Parallel()
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

// Whoever has left comes in by no code that they still have.
func TestCodesOfWhoHasLeft(t *testing.T) {
	t.Parallel()
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
