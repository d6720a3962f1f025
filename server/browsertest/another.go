package browsertest

import (
	"context"
	"testing"

	"github.com/chromedp/cdproto/storage"
	"github.com/chromedp/chromedp"
)

// Another is another tab of the same reader's browser: it has the same cookies and the same storage.
func (b *Tab) Another() *Tab {
	b.t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	other := newTab(b.t, ctx, cancel, b.base)
	b.mu.Lock()
	defer b.mu.Unlock()
	other.allowed = append(other.allowed, b.allowed...)
	return other
}

// OpenAlone is Open in a browser of its own, which keeps what it has in dir: opened there again it has it still, as a
// phone that was switched off. kill ends it in the middle of whatever it does.
func OpenAlone(t testing.TB, base, dir string) (b *Tab, kill func()) {
	t.Helper()
	options, err := flags(dir)
	if err != nil {
		t.Fatal(err)
	}
	alloc, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(alloc)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(end)
	b = newTab(t, ctx, cancel, base)
	return b, func() {
		t.Helper()
		if err := chromedp.FromContext(ctx).Browser.Process().Kill(); err != nil {
			t.Fatal(err)
		}
		<-ctx.Done() // the connection is lost
		cancel()
	}
}

// Quota says how many bytes the browser may keep of the portal.
func (b *Tab) Quota(bytes float64) *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, storage.OverrideQuotaForOrigin, storage.OverrideQuotaForOriginParams{Origin: b.base, QuotaSize: &bytes}))
	return b
}
