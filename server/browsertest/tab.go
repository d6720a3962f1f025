package browsertest

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Tab is one reader's browser.
type Tab struct {
	t       testing.TB
	ctx     context.Context
	close   func()
	base    string        // http://127.0.0.1:12345
	wide    bool          // a computer instead of a phone
	narrow  bool          // the smallest phone
	zoomed  bool          // a computer whose reader has enlarged the page four times
	patient time.Duration // more than usual; 0: the usual
	mu      sync.Mutex
	leaving bool // the page has asked for another document, which has not loaded yet
	wrong   []string
	allowed []*regexp.Regexp
}

// Open is a new reader of the portal at base, who has not signed in.
func Open(t testing.TB, base string) *Tab {
	t.Helper()
	parent, err := start()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(parent, chromedp.WithNewBrowserContext())
	return newTab(t, ctx, cancel, base)
}

// newTab opens a tab, for as long as ctx lasts.
func newTab(t testing.TB, ctx context.Context, cancel func(), base string) *Tab {
	t.Helper()
	b := &Tab{t: t, ctx: ctx, close: cancel, base: base}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		b.picturesOfFailure()
		cancel()
		b.mu.Lock()
		defer b.mu.Unlock()
		for _, w := range b.wrong {
			t.Error("the page complains:", w)
		}
	})
	b.do(b.screen(0))
	b.call(chromedp.Call(ctx, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// screen is the screen: a phone's, 360 points wide, or a computer's; at least as high as
// the thing is, or as high as it is asked to be.
func (b *Tab) screen(height int64) chromedp.Action[chromedp.Void] {
	if b.wide {
		return chromedp.EmulateViewport(1280, max(800, height))
	}
	if b.zoomed {
		return chromedp.EmulateViewport(320, max(200, height))
	}
	if b.narrow {
		return chromedp.EmulateViewport(320, max(568, height), chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulatePortrait, chromedp.EmulateTouch)
	}
	height = max(780, height)
	return chromedp.EmulateViewport(360, height, chromedp.EmulateScale(2), chromedp.EmulateMobile, chromedp.EmulatePortrait, chromedp.EmulateTouch)
}

// Wide gives the reader a computer instead of a phone: 1280 × 800, a mouse.
func (b *Tab) Wide() *Tab {
	b.t.Helper()
	b.wide = true
	b.do(b.screen(0))
	return b
}

// Narrow gives the reader the smallest phone: 320 × 568; as wide as a large page enlarged four times.
func (b *Tab) Narrow() *Tab {
	b.t.Helper()
	b.narrow = true
	b.do(b.screen(0))
	return b
}

// Dark says that the reader prefers dark pages.
func (b *Tab) Dark() *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}},
	}))
	return b
}

// NoScripts switches scripts off, as some readers and some browsers do.
func (b *Tab) NoScripts() *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	return b
}

// Flight says whether the phone is in flight mode, so that its browser knows that there is no network. The server
// is cut off for itself.
func (b *Tab) Flight(on bool) *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: on, DownloadThroughput: -1, UploadThroughput: -1}))
	return b
}

// Before runs a script in every document before the document's own.
func (b *Tab) Before(script string) *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script}))
	return b
}

// Allow says which complaints of the page are expected.
func (b *Tab) Allow(pattern string) *Tab {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.allowed = append(b.allowed, regexp.MustCompile(pattern))
	return b
}

// Complains waits until the page has complained of something that matches, and
// takes the complaint as expected.
func (b *Tab) Complains(pattern string) *Tab {
	b.t.Helper()
	match := regexp.MustCompile(pattern).MatchString
	for end := time.Now().Add(patience); time.Now().Before(end); b.pause() {
		b.mu.Lock()
		i := slices.IndexFunc(b.wrong, match)
		if i >= 0 {
			b.wrong = slices.Delete(b.wrong, i, i+1)
		}
		b.mu.Unlock()
		if i >= 0 {
			return b
		}
	}
	b.t.Fatalf("the page does not complain of %s", pattern)
	return b
}

// hear notes what the page complains of: exceptions, console errors, and what the
// browser reports, broken content security policy among it; and when it leaves and arrives.
func (b *Tab) hear(event any) {
	var text string
	switch e := event.(type) {
	case *page.EventFrameRequestedNavigation:
		b.leaves(e.Disposition == page.ClientNavigationDispositionCurrentTab)
		return
	case *page.EventFrameStoppedLoading:
		b.leaves(false)
		return
	case *runtime.EventExceptionThrown:
		text = "exception: " + e.ExceptionDetails.Text
		if x := e.ExceptionDetails.Exception; x != nil {
			text += " " + x.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type != "error" && e.Type != "assert" {
			return
		}
		text = "console: "
		for _, a := range e.Args {
			text += string(a.Value) + a.Description + " "
		}
	case *log.EventEntryAdded:
		if e.Entry.Level != "error" {
			return
		}
		text = string(e.Entry.Source) + ": " + e.Entry.Text + " " + e.Entry.URL
	default:
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if strings.Contains(text, "status of 422") { // a refused form is no fault
		return
	}
	for _, a := range b.allowed {
		if a.MatchString(text) {
			return
		}
	}
	b.wrong = append(b.wrong, text)
}

func (b *Tab) leaves(yes bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.leaving = yes
}

// arrived waits until the document that the page has asked for has loaded, so that nothing is
// read in the page before, and what was sent is not aborted by what comes next. It does not
// wait where none was asked for.
func (b *Tab) arrived() {
	_, _ = ask[any](b, "0") // a page tells first that it leaves, and then answers
	for end := time.Now().Add(patience); time.Now().Before(end); b.pause() {
		b.mu.Lock()
		leaving := b.leaving
		b.mu.Unlock()
		if !leaving {
			return
		}
	}
}

func (b *Tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	if err := chromedp.Do(ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *Tab) call(_ any, err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

// Go opens a path of the portal as a link from outside would, and waits until it
// has loaded. A browser that is still at the end of another page's loading may abort the
// new one (net::ERR_ABORTED); then it is asked again.
func (b *Tab) Go(path string) *Tab {
	b.t.Helper()
	err := b.open(path)
	for end := time.Now().Add(patience); err != nil && strings.Contains(err.Error(), "net::ERR_ABORTED") && time.Now().Before(end); {
		b.pause()
		err = b.open(path)
	}
	if err != nil {
		b.t.Fatal(err)
	}
	return b
}

func (b *Tab) open(path string) error {
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Navigate(b.base+path))
}

// Cookie gives the browser a cookie of the portal, as a sign-in would.
func (b *Tab) Cookie(name, value string) *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, network.SetCookie, network.SetCookieParams{
		Name: name, Value: value, URL: b.base + "/", HTTPOnly: new(true), SameSite: "Lax",
	}))
	return b
}

// Reload loads the page anew.
func (b *Tab) Reload() *Tab {
	b.t.Helper()
	b.do(chromedp.Reload())
	return b
}

// Path is the path and query in the address line.
func (b *Tab) Path() string {
	b.t.Helper()
	return Eval[string](b, "location.pathname + location.search")
}

// Eval asks the page. It waits out a change of document.
func Eval[T any](b *Tab, expression string) T {
	b.t.Helper()
	v, err := ask[T](b, expression)
	for end := time.Now().Add(patience); err != nil && gone(err) && time.Now().Before(end); {
		b.pause()
		v, err = ask[T](b, expression)
	}
	if err != nil {
		b.t.Fatalf("%.300s: %v", expression, err)
	}
	return v
}

func ask[T any](b *Tab, expression string) (T, error) {
	ctx, cancel := context.WithTimeout(b.ctx, max(patience, b.patient))
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
}

// gone tells whether an evaluation failed because its document went away.
func gone(err error) bool {
	for _, s := range []string{"context was destroyed", "Cannot find context", "navigated or closed", "Cannot find default execution context"} {
		if strings.Contains(err.Error(), s) {
			return true
		}
	}
	return false
}

// pause leaves the processor to the browser between two questions.
func (b *Tab) pause() {
	select {
	case <-b.ctx.Done():
	case <-time.After(15 * time.Millisecond):
	}
}

// Wait asks until the JavaScript condition is true.
func (b *Tab) Wait(condition string) *Tab {
	b.t.Helper()
	var err error
	for end := time.Now().Add(max(patience, b.patient)); time.Now().Before(end); b.pause() {
		var ok bool
		if ok, err = ask[bool](b, "(async () => !!("+condition+"))()"); ok {
			return b
		}
		if err != nil && !gone(err) {
			b.t.Fatalf("%s: %v", condition, err)
		}
	}
	body, _ := ask[string](b, "location.href + '\\n' + document.body.innerText")
	b.t.Fatalf("never true: %s %v\n%s", condition, err, body)
	return b
}

// See waits until each text is to be read in the page.
func (b *Tab) See(texts ...string) *Tab {
	b.t.Helper()
	for _, text := range texts {
		b.Wait("document.readyState != 'loading' && document.body.innerText.includes(" + Quote(text) + ")")
	}
	return b
}

// NotSee fails when a text is to be read in the page now.
func (b *Tab) NotSee(texts ...string) *Tab {
	b.t.Helper()
	for _, text := range texts {
		if Eval[bool](b, "document.body.innerText.includes("+Quote(text)+")") {
			b.t.Fatalf("%q is to be read in %s", text, b.Path())
		}
	}
	return b
}

// At waits until the address line shows the path.
func (b *Tab) At(path string) *Tab {
	b.t.Helper()
	return b.Wait("location.pathname + location.search == " + Quote(path))
}

// Ready waits until the app has taken over clicks and forms.
func (b *Tab) Ready() *Tab {
	b.t.Helper()
	return b.Wait("document.documentElement?.dataset.app == 'ready'")
}

// Back goes back in the history; what then shows is for the caller to wait for.
func (b *Tab) Back() *Tab { b.t.Helper(); Eval[any](b, "void history.back()"); return b }

// Forward goes forward in the history.
func (b *Tab) Forward() *Tab { b.t.Helper(); Eval[any](b, "void history.forward()"); return b }

// Fill puts text into the field, in place of what is there, as if it were pasted.
func (b *Tab) Fill(selector, text string) *Tab {
	b.t.Helper()
	b.Wait("document.querySelector(" + Quote(selector) + ")")
	Eval[any](b, "(e => { e.focus(); e.select() })(document.querySelector("+Quote(selector)+"))")
	b.call(chromedp.Call(b.ctx, input.InsertText, input.InsertTextParams{Text: text}))
	return b
}

// Set gives a field that is not typed into its value: a date, a choice in a list.
func (b *Tab) Set(selector, value string) *Tab {
	b.t.Helper()
	b.Wait("document.querySelector(" + Quote(selector) + ")")
	Eval[any](b, "(e => { e.value = "+Quote(value)+"; e.dispatchEvent(new Event('change', {bubbles: true})) })(document.querySelector("+Quote(selector)+"))")
	return b
}

// Upload chooses files in a file field, and waits until it has them.
func (b *Tab) Upload(selector string, files ...string) *Tab {
	b.t.Helper()
	b.do(chromedp.SetUploadFiles(chromedp.CSS(selector), files))
	return b.Wait(fmt.Sprintf("document.querySelector(%s).files.length == %d", Quote(selector), len(files)))
}

// Type presses the keys of text, one after the other, wherever the focus is.
func (b *Tab) Type(text string) *Tab { b.t.Helper(); b.do(chromedp.KeyEvent(text)); return b }

// Quote is v as JavaScript writes it.
func Quote(v any) string {
	q, err := json.Marshal(v)
	if err != nil {
		panic(err) // tests quote texts and numbers
	}
	return string(q)
}
