package browsertest

import (
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// reachable are the elements that the key Tab must reach, in the order of the document; of radio buttons one of a group.
const reachable = `[...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]")].filter(e =>
	e.tabIndex >= 0 && !e.disabled && e.checkVisibility({visibilityProperty: true}) &&
	!(e.type == "radio" && !e.checked && e != [...document.getElementsByName(e.name)].find((o, i, all) => o.form == e.form && !all.some(o => o.form == e.form && o.checked))))`

// Keyboard goes through the page that has just loaded by the key Tab alone, and returns what is wrong: an element
// that the key does not reach, or holds the key back; one that comes before what stands above it or to its left; one on
// which the focus is not to be seen, or lies under something else.
func (b *Tab) Keyboard() []string {
	b.t.Helper()
	n := Eval[int](b, `(() => {
		window.walked = [];
		addEventListener("focusin", e => walked.push(e.target));
		window.reachable = `+reachable+`;
		return reachable.length })()`)
	for pressed := 0; pressed < 4*n+20; pressed += max(n, 8) { // a date takes the key three times
		for range max(n, 8) {
			b.call(chromedp.Call(b.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: "rawKeyDown", Key: "Tab", Code: "Tab", WindowsVirtualKeyCode: 9}))
		}
		if Eval[bool](b, `new Set(walked).size < walked.length || document.activeElement == document.body`) { // it has come round
			break
		}
	}
	return Eval[[]string](b, `(() => {
		const wrong = [], name = e => e.tagName + "." + e.className + " " + (e.name ?? "") + " " + (e.innerText ?? "").slice(0, 30).replaceAll("\n", " ");
		const seen = [...new Set(walked)];
		for (const e of reachable) if (!seen.includes(e)) wrong.push("the key Tab does not reach: " + name(e));
		const fixed = e => { for (; e; e = e.parentElement) if (/fixed|sticky/.test(getComputedStyle(e).position)) return true };
		const box = e => e.getBoundingClientRect();
		scrollTo(0, 0);
		for (let i = 1; i < seen.length; i++) {
			const [a, b] = [seen[i - 1], seen[i]];
			if (a.contains(b) || fixed(a) || fixed(b)) continue;
			const p = box(a), q = box(b), down = q.top + q.bottom - p.top - p.bottom; // twice as far as from middle to middle
			const line = Math.min(p.height, q.height);
			if (down < -line || q.right <= p.left + 1 && down < line) wrong.push("out of order: " + name(b) + " after " + name(a));
		}
		for (const e of seen) {
			e.focus();
			const style = getComputedStyle(e), r = box(e);
			if (document.activeElement != e) wrong.push("takes no focus: " + name(e));
			if (style.outlineStyle == "none" || parseFloat(style.outlineWidth) < 2) wrong.push("the focus is not to be seen: " + name(e));
			const spot = e.getClientRects()[0] ?? r, top = Math.max(spot.top, 0), bottom = Math.min(spot.bottom, innerHeight); // what of it is on the screen
			const at = top < bottom ? document.elementFromPoint(spot.x + spot.width / 2, (top + bottom) / 2) : null;
			if (!at || !e.contains(at) && !at.contains(e) && !e.labels?.[0]?.contains(at)) wrong.push("the focus lies under " + (at && name(at)) + ": " + name(e));
		}
		document.activeElement.blur();
		scrollTo(0, 0);
		return wrong })()`)
}
