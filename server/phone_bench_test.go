package main

import (
	"fmt"
	"slices"
	"testing"

	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/sample"
)

// felt notes in every document what its reader feels, in milliseconds from the moment they asked for it.
const felt = `window.felt = {shift: 0, ready: 0, usable: 0};
	new PerformanceObserver(list => { for (const e of list.getEntries()) felt.shift += e.value }).observe({type: "layout-shift", buffered: true});
	addEventListener("DOMContentLoaded", () => {
		requestAnimationFrame(() => requestAnimationFrame(() => felt.usable = performance.now()));
		new MutationObserver(() => document.documentElement.dataset.app == "ready" && (felt.ready ||= performance.now()))
			.observe(document.documentElement, {attributes: true});
	});`

// firstPage is what came over the line until the page had loaded, with the heads of the answers.
const firstPage = `performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource").filter(e => e.startTime < performance.timing.loadEventEnd - performance.timing.navigationStart))
	.reduce((n, e) => n + e.transferSize, 0)`

const firstPaint = `performance.getEntriesByName("first-contentful-paint")[0]?.startTime`

// BenchmarkPhone opens the sample's board on a slow phone with a slow line, as a resident who is signed in,
// and fails where somebody would wait too long.
func BenchmarkPhone(b *testing.B) {
	appIsBuilt(b)
	h := bootSample(b)
	reader := func() *browsertest.Tab {
		r := browsertest.Open(b, h.URL).Before(felt)
		return r.Cookie(sessionCookie, h.session("hepingli", sample.Resident, residents.ByPasskey, h.clock.Now().AddDate(100, 0, 0)))
	}
	b.Run("cold", func(b *testing.B) {
		m := measured{}
		for b.Loop() {
			for range 5 {
				for _, path := range []string{"/hepingli", newTopic} {
					r := reader().SlowPhone().Go(path).Wait("felt.usable")
					m.add("ms-first-paint", r, firstPaint)
					m.add("ms-usable", r, `Math.max(felt.usable, `+firstPaint+`)`)
					m.add("B-first-page", r, firstPage)
					r.Close()
				}
			}
		}
		m.report(b)
	})
	b.Run("start", func(b *testing.B) {
		m := measured{}
		for b.Loop() {
			for range 3 {
				r := reader().Go("/hepingli").Ready().Wait(`navigator.serviceWorker.controller && await caches.match(document.querySelector("script[data-wasm]").dataset.wasm)`)
				r.SlowPhone()
				for range 3 {
					r.ForgetFiles().Go("/hepingli").Wait("felt.ready")
					m.add("ms-start", r, "felt.ready")
					m.add("millishift", r, "felt.shift * 1000")
				}
				r.Close()
			}
		}
		m.report(b)
	})
	b.Run("page", func(b *testing.B) {
		m := measured{}
		for b.Loop() {
			r := reader().Go("/hepingli").Ready().Wait(`navigator.serviceWorker.controller && await caches.match(document.querySelector("script[data-wasm]").dataset.wasm)`)
			r.SlowPhone().Reload().Ready()
			for range 3 {
				for _, to := range []string{".tabs a:nth-child(2)", "main h3 a", ".tabs a:nth-child(3)", ".tabs a:nth-child(4)", ".tabs a:first-child"} {
					r.Wait(fmt.Sprintf(`shell.ahead(document.querySelector(%q).pathname)`, to)) // the phone has come to rest
					m.add("ms-page", r, fmt.Sprintf(pageChange, to))
				}
			}
		}
		m.report(b)
	})
}

// pageChange is how long it takes from a press on a link until the next page is painted.
const pageChange = `new Promise(done => {
	const began = performance.now();
	new MutationObserver((_, o) => {
		o.disconnect();
		requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
	}).observe(document.getElementById("page"), {childList: true});
	document.querySelector(%q).click();
})`

// bounds are the most that a median may be.
var bounds = map[string]float64{
	"ms-first-paint": 1600, "ms-usable": 1600, "B-first-page": 35_000, "ms-start": 1500, "ms-page": 100, "millishift": 20,
}

// measured are values by what they measure.
type measured map[string][]float64

func (m measured) add(what string, r *browsertest.Tab, expression string) {
	m.note(what, browsertest.Eval[float64](r, expression))
}

func (m measured) note(what string, value float64) { m[what] = append(m[what], value) }

// report gives the median of each, and fails where one is over its bound.
func (m measured) report(b *testing.B) {
	for what, values := range m {
		slices.Sort(values)
		median := values[len(values)/2]
		b.ReportMetric(median, what)
		b.Logf("%s: %.0f", what, values)
		if most := bounds[what]; median > most {
			b.Errorf("%s: %.0f, more than %.0f", what, median, most)
		}
	}
}
