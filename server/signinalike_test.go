package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
)

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
