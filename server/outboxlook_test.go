package main

import (
	"net/http"
	"testing"

	"yishiting/server/browsertest"
)

// The list of what waits, and the line that stands for it elsewhere, as people see them: 360 points wide by day and in the
// dark, in English, in the largest letters on the smallest phone. Nothing is wider than the screen.
func TestOutboxLook(t *testing.T) {
	t.Parallel()
	w := newWriter(t)
	r := w.r.Allow("status of 503")
	w.seen(w.topicPage)
	w.flight(r)
	w.say(r.Go(w.topicPage).Ready(), withNumber)
	r.See("等待发送：看法")
	w.watch(func(rw http.ResponseWriter, _ *http.Request, nth int) bool {
		if nth > 1 { // the first is refused; for the others the server is busy
			http.Error(rw, "busy", http.StatusServiceUnavailable)
		}
		return nth > 1
	})
	r.Flight(false).See("没有办成：看法")
	r.Go(newTopic).Ready()
	fillTopic(r)
	r.Press("提交议题").See("等待发送：提议题")
	w.report(r.Go(w.carriedPage).Ready(), "第一处已经装好。")
	r.See("等待发送：进展")
	for _, one := range []struct {
		name, language, elder string
		ready                 func()
	}{
		{"zh", "zh", "off", func() {}},
		{"en", "en", "off", func() {}},
		{"elder", "zh", "36", func() { r.Narrow() }},
		{"elder-en", "en", "36", func() {}},
		{"dark", "zh", "off", func() { r.Dark() }},
	} {
		one.ready()
		r.Cookie(languageCookie, one.language).Cookie(elderCookie, one.elder)
		for page, wants := range map[string]string{"/hepingli/me": `document.querySelectorAll("#outbox .kept").length == 2 && document.querySelector("#outbox .refusal")`, "/hepingli": `document.querySelector("#outbox-line a")`} {
			r.Go(page).Ready().Wait(wants).Axe()
			if page == "/hepingli" {
				r.Picture("outbox-look-line-" + one.name)
			} else {
				r.Picture("outbox-look-" + one.name)
			}
			if wide := browsertest.Eval[int](r, `document.documentElement.scrollWidth - innerWidth`); wide > 0 {
				t.Errorf("%s, %s: %d points too wide", one.name, page, wide)
			}
			if low := browsertest.Eval[string](r, `[...document.querySelectorAll("#outbox button, #outbox a, #outbox summary, #outbox-line a")].filter(e => e.getBoundingClientRect().height < `+map[bool]string{true: "60", false: "44"}[one.elder != "off"]+`).map(e => e.innerText + " " + e.getBoundingClientRect().height).join("; ")`); low != "" {
				t.Errorf("%s, %s: too small for a finger: %s", one.name, page, low)
			}
		}
	}
}
