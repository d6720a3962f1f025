package browsertest

import (
	_ "embed"
	"fmt"
	"strings"
)

// Axe is axe-core 4.14.1 by Deque Systems, under the Mozilla Public License 2.0
// (axe/LICENSE). It is used in tests only.
//
//go:embed axe/axe.min.js
var axe string

type finding struct {
	ID    string
	Help  string
	Nodes []struct {
		Target         []any
		FailureSummary string
	}
}

func (f finding) String() string {
	var s strings.Builder
	fmt.Fprintf(&s, "%s: %s", f.ID, f.Help)
	for _, n := range f.Nodes {
		fmt.Fprintf(&s, "\n  %v %s", n.Target, strings.ReplaceAll(n.FailureSummary, "\n", " "))
	}
	return s.String()
}

// Axe looks for what keeps people with disabilities out (WCAG 2.2 A and AA, and
// axe's best practices), but for the contrast of texts: that takes most of the time, is the same on every
// page by the colours of web/static/style.css, and is looked at where each page is walked through. A violation fails
// the test. An id that two elements share fails it, too: one gets the
// other's looks, and what points to it finds the wrong one.
func (b *Tab) Axe() *Tab {
	b.t.Helper()
	return b.axe(`{rules: {"color-contrast": {enabled: false}}}`)
}

// AxeAndContrast is Axe with the contrast of texts. What axe could not judge is reported, to be looked at.
func (b *Tab) AxeAndContrast() *Tab { b.t.Helper(); return b.axe("{}") }

// Contrast looks at nothing but the contrast of texts: of a page that Axe has seen, in other colours.
func (b *Tab) Contrast() *Tab { b.t.Helper(); return b.axe(`{runOnly: ["color-contrast"]}`) }

func (b *Tab) axe(options string) *Tab {
	b.t.Helper()
	if !Eval[bool](b, `"axe" in window`) {
		Eval[any](b, axe+";void 0") // by the debugger, which the page's policy does not bind
	}
	type result struct{ Violations, Incomplete []finding }
	got := Eval[result](b, `axe.run(document, {resultTypes: ["violations", "incomplete"], ...`+options+`}).then(r => ({
		Violations: r.violations.map(shape), Incomplete: r.incomplete.map(shape)}));
		function shape(v) { return {ID: v.id, Help: v.help, Nodes: v.nodes.map(n => ({Target: n.target, FailureSummary: n.failureSummary ?? ""}))} }`)
	for _, id := range Eval[[]string](b, `[...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) < i)`) {
		b.t.Errorf("%s: two elements have the id %q", b.Path(), id)
	}
	for _, v := range got.Violations {
		b.t.Errorf("%s: axe: %s", b.Path(), v)
	}
	for _, v := range got.Incomplete {
		if v.ID == "color-contrast" {
			b.t.Logf("%s: axe could not judge: %s", b.Path(), v)
		}
	}
	return b
}
