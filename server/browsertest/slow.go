package browsertest

import (
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// SlowPhone makes the reader's phone and line slow, as many are: a processor four times slower, and 4G of
// the slow kind (150 ms until an answer begins, 1.6 Mbit/s down, 750 kbit/s up). It holds for the page and
// for the service worker that has charge of it by now.
func (b *Tab) SlowPhone() *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: 4}))
	line := network.EmulateNetworkConditionsByRuleParams{MatchedNetworkConditions: []*network.Conditions{{
		Latency: 150, DownloadThroughput: 1.6e6 / 8, UploadThroughput: 750e3 / 8, ConnectionType: network.ConnectionTypeCellular4g,
	}}}
	b.call(chromedp.Call(b.ctx, network.EmulateNetworkConditionsByRule, line))
	all, err := chromedp.Targets(b.ctx)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, at := range all {
		if at.Type != "service_worker" || at.BrowserContextID != chromedp.FromContext(b.ctx).BrowserContextID {
			continue
		}
		worker, detach := chromedp.NewContext(b.ctx, chromedp.WithTargetID(at.TargetID), chromedp.WithDetachOnCancel())
		b.t.Cleanup(detach)
		b.call(chromedp.Call(worker, network.EmulateNetworkConditionsByRule, line))
	}
	return b
}

// ForgetFiles empties the browser's own cache: what a service worker keeps stays.
func (b *Tab) ForgetFiles() *Tab {
	b.t.Helper()
	b.call(chromedp.Call(b.ctx, network.ClearBrowserCache, cdp.Empty{}))
	return b
}

// Close closes the browser before the test is over, so that it takes no time from the next one.
func (b *Tab) Close() { b.close() }
