package main

import (
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"
)

// work is what the portal's hasher does: of each hash and each comparison the cost in time
// and memory, which stands in the hash. Beside it nothing that answers a code takes long.
type work struct {
	mu   sync.Mutex
	done []string
}

// working notes the hasher's work from now on.
func (b *booted) working() *work {
	w, h := new(work), b.portal.hasher
	create, compare := h.Create, h.Compare
	h.Create = func(secret string) (string, error) {
		phc, err := create(secret)
		w.note("made", phc)
		return phc, err
	}
	h.Compare = func(secret, phc string) (bool, error) {
		w.note("compared", phc)
		return compare(secret, phc)
	}
	return w
}

func (w *work) note(what, phc string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	parts := strings.Split(phc, "$")
	w.done = append(w.done, what+" "+strings.Join(parts[:min(4, len(parts))], "$"))
}

// since is the work since it was last asked for, by its words.
func (w *work) since() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	done := strings.Join(w.done, "\n")
	w.done = nil
	return done
}

// Somebody who has the number and somebody who has not are answered alike, with the same
// work and in the same time.
func TestKnownAndUnknownNumbersLookAlike(t *testing.T) {
	b := boot(t)
	texts := texting(b)
	b.hasPhone("hepingli", "wang", "13800001234")
	const known, unknown = "13800001234", "13900001234"
	working := b.working()
	const least, most = 15, 60 // on a busy machine a quick one comes late; where there is a difference, it never comes
	fastest, rounds := map[string]time.Duration{}, 0
	alike := func() bool {
		return max(fastest[known], fastest[unknown]) <= min(fastest[known], fastest[unknown])*12/10
	}
	for ; rounds < least || !alike() && rounds < most; rounds++ {
		pages := map[string]string{}
		for _, phone := range []string{known, unknown} {
			action, fields := b.get("/hepingli/sign-in").fill(t, "ask-text", "phone", phone)
			began := time.Now()
			got := b.do("POST", action, fields)
			if took := time.Since(began); fastest[phone] == 0 || took < fastest[phone] {
				fastest[phone] = took
			}
			if done := working.since(); done != "made "+costOfACode {
				t.Errorf("asking for a text to %s: %q", phone, done)
			}
			page := b.get(got.Header.Get("Location"))
			action, fields = page.fill(t, "text-code", "code", "000000")
			refused := b.do("POST", action, fields)
			if done := working.since(); done != "compared "+costOfACode {
				t.Errorf("a wrong code of %s: %q", phone, done)
			}
			all := strings.Join([]string{got.Status, got.Header.Get("Location"), page.Status, page.body, refused.Status, refused.body}, "\n")
			pages[phone] = lottery.ReplaceAllString(all, "*")
		}
		if pages[known] != pages[unknown] {
			at := 0
			for pages[known][at] == pages[unknown][at] {
				at++
			}
			t.Errorf("they differ at byte %d: %.200q and %.200q", at, pages[known][at:], pages[unknown][at:])
		}
		b.clock.move(24 * time.Hour)
	}
	if !alike() {
		t.Errorf("known takes %v, unknown %v", fastest[known], fastest[unknown])
	}
	b.portal.Close()
	for range rounds {
		texts.code(t, known)
	}
	if len(texts) != 0 {
		t.Error("a text went to a number that nobody has:", <-texts)
	}
}

// costOfACode is what one hash of a code costs.
const costOfACode = "$argon2id$v=19$m=19456,t=2,p=1"

// A number under which there is no code takes the work and the time that a wrong code takes.
func TestNumbersWithoutACode(t *testing.T) {
	b := boot(t)
	given := b.inPerson("wang")[:4]
	none := "1000"
	if given == none {
		none = "1001"
	}
	working := b.working()
	quickest := map[string]time.Duration{}
	for range 4 { // by turns, so that whatever else the machine does meets both
		for _, number := range []string{given, none} {
			action, fields := b.get("/hepingli/sign-in").fill(t, "person-code", "code", number+"-0000-0000")
			working.since()
			began := time.Now()
			b.do("POST", action, fields).holds(t, 422, "码不对")
			if took := time.Since(began); quickest[number] == 0 || took < quickest[number] {
				quickest[number] = took
			}
			if done := working.since(); done != "compared "+costOfACode {
				t.Errorf("a wrong code with the number %s: %q", number, done)
			}
		}
	}
	if quickest[none] < quickest[given]/2 {
		t.Errorf("a wrong code takes %v, none %v", quickest[given], quickest[none])
	}
}

// lottery is what is drawn by lot on a page, and what it was asked at.
var lottery = regexp.MustCompile(`[0-9A-Za-z_-]{32,}(-[a-z-]+)?|sent=[0-9A-Za-z_-]+|[?]v=\w+`)

func TestSecretsAreNotInTheLog(t *testing.T) {
	t.Parallel()
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
