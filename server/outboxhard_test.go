package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"yishiting/app/english"
	"yishiting/server/browsertest"
)

// arrivals are the commands that came to the portal from what waited on phones, in order.
type arrivals struct {
	mu       sync.Mutex
	paths    []string
	commands []string
}

var commandSent = regexp.MustCompile(`(?:^|&)command=([^&]+)|name="command"\r\n\r\n([^\r]+)`)

// watch notes what arrives from phones' outboxes; before it is answered, meet may do something, and tell whether it
// has answered itself. nil does nothing.
func (b *booted) watch(meet func(w http.ResponseWriter, r *http.Request, nth int) bool) *arrivals {
	a := &arrivals{}
	b.between(func(w http.ResponseWriter, r *http.Request) bool {
		if r.Method != http.MethodPost || r.Header.Get("Written-By") == "" {
			return false
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			panic(http.ErrAbortHandler)
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		found := commandSent.FindSubmatch(body)
		a.mu.Lock()
		a.paths = append(a.paths, strings.TrimPrefix(r.URL.Path, "/_v"))
		a.commands = append(a.commands, string(found[1])+string(found[2]))
		nth := len(a.commands)
		a.mu.Unlock()
		return meet != nil && meet(w, r, nth)
	})
	return a
}

// all are the paths that things came to, in order, and how many commands these were.
func (a *arrivals) all() (paths []string, commands int) {
	a.mu.Lock()
	defer a.mu.Unlock()
	each := slices.Clone(a.commands)
	slices.Sort(each)
	return slices.Clone(a.paths), len(slices.Compact(each))
}

const withNumber = "夜里灯不亮，请打 13800138000 找我。"

// A refusal stands beside what was written, which stays; mended, it is sent again and counts once. In English it is told in English.
func TestRefusedIsMended(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"zh", "en"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			w := newWriter(t, func(r *browsertest.Tab) { r.Cookie(languageCookie, language) })
			r := w.r
			w.seen(w.topicPage)
			back := w.flight(r)
			r.Press(w.statement+" label.pick").Fill("#statement-text", withNumber).Press("#statement .button")
			r.Wait(fmt.Sprintf(inList, 1))
			back()
			r.Wait(`document.querySelector("#outbox .refusal .why")`).See(withNumber).Picture("outbox-refused-" + language).Axe()
			why := browsertest.Eval[string](r, `document.querySelector("#outbox .refusal .why").innerText`)
			if english.Han(why) != (language == "zh") {
				t.Errorf("why: %s", why)
			}
			r.Reload().Ready().See(withNumber, why)
			w.holds("", 0, 0, 0, 0)
			r.Press("#outbox .refusal button").Wait(fmt.Sprintf(`document.querySelector("#statement-text").value == %q`, withNumber)).See(why)
			r.Fill("#statement-text", "夜里灯不亮。").Press("#statement .button").Wait(nothingWaits)
			w.holds("", 0, 1, 0, 0)
			r.Wait(`!document.querySelector("#outbox .refusal")`)
		})
	}
}

// What the page is about to show with what is wrong stays on the phone until it does: the network may go in between.
func TestRefusedWhileTheNetworkGoes(t *testing.T) {
	t.Parallel()
	w := newWriter(t, func(r *browsertest.Tab) { r.Allow("app.wasm") })
	var cut bool
	w.between(func(rw http.ResponseWriter, r *http.Request) bool {
		switch {
		case strings.Contains(r.URL.Path, "app.wasm"):
			http.NotFound(rw, r)
			return true
		case cut && r.Method == http.MethodPost && !strings.HasPrefix(r.URL.Path, "/_v"):
			panic(http.ErrAbortHandler)
		}
		return false
	})
	r := w.r
	r.ForgetFiles().Wait(`navigator.serviceWorker.controller`)
	browsertest.Eval[any](r, `(async () => { for (const n of await caches.keys()) if (n.startsWith("files-")) await caches.delete(n) })()`)
	r.Go(w.topicPage).Wait(`document.documentElement.dataset.app == "missing" && document.querySelector("link[href*=outbox]")`)
	say := func() {
		r.Press(w.statement+" label.pick").Fill("#statement-text", withNumber).Press("#statement .button")
	}
	say()
	r.Wait(`document.querySelector("#error-summary")`).Wait(nothingWaits) // it stands in its form again
	r.Wait(fmt.Sprintf(`document.querySelector("#statement-text").value == %q`, withNumber))
	cut = true
	r.Fill("#statement-text", withNumber).Press("#statement .button").Wait(`!document.querySelector("#page")`) // the browser's own page
	cut = false
	r.Go(w.topicPage).Wait(`document.querySelector("#outbox .refusal .why")`).See(withNumber)
	w.holds("", 0, 0, 0, 0)
}
