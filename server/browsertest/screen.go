package browsertest

import (
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Usual gives a reader with the smallest phone or a computer the usual phone again: 360 × 780.
func (b *Tab) Usual() *Tab {
	b.t.Helper()
	b.wide, b.narrow = false, false
	b.do(b.screen(0))
	return b
}

// Light says that the reader no longer prefers dark pages.
func (b *Tab) Light() *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "light"}},
	}))
	return b
}

// WithoutApp is for whoever looks at many pages as the server draws them: the phone saves data, so that the app does
// not come, and has no service worker, which would fetch it for later.
func (b *Tab) WithoutApp() *Tab {
	b.t.Helper()
	return b.Before(`Object.defineProperty(navigator, "connection", {value: {saveData: true}}); delete Navigator.prototype.serviceWorker`)
}

// Zoomed gives the reader a computer on which the page is enlarged four times: of 1280 × 800 points 320 × 200 are left.
func (b *Tab) Zoomed() *Tab {
	b.t.Helper()
	b.zoomed = true
	b.do(b.screen(0))
	return b
}

// Still says whether the reader prefers that nothing on the screen moves.
func (b *Tab) Still(yes bool) *Tab {
	b.t.Helper()
	value := "no-preference"
	if yes {
		value = "reduce"
	}
	b.call(chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-reduced-motion", Value: value}},
	}))
	return b
}

// Installable is why the browser would not install the page as an app; nothing where it would. That these are windows of nobody
// in particular is no fault of the page.
func (b *Tab) Installable() (faults []string) {
	b.t.Helper()
	got, err := chromedp.Call(b.ctx, page.GetInstallabilityErrors, cdp.Empty{})
	b.call(got, err)
	for _, e := range got.InstallabilityErrors {
		if e.ErrorID != "in-incognito" {
			faults = append(faults, e.ErrorID)
		}
	}
	return faults
}
