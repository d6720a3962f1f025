package browsertest

import (
	"strings"
	"time"

	"github.com/chromedp/chromedp"
)

// Press taps what the selector names, or, where it is no selector but words, the
// button, link, label or summary that says exactly these words. What lies over it
// takes the tap, as with a finger. Where the tap leads to another document, that has loaded then.
func (b *Tab) Press(what string) *Tab {
	b.t.Helper()
	if !strings.ContainsAny(what[:1], "#.[") {
		what = "text=" + what
	}
	find := `(w => w.startsWith("text=")
		? [...document.querySelectorAll("button, a, label, summary, [role=button]")].find(e => e.innerText.trim() == w.slice(5))
		: document.querySelector(w))(` + Quote(what) + `)`
	b.Wait(find)
	at := b.still(find)
	b.do(chromedp.MouseClickXY(at.X, at.Y))
	b.arrived()
	return b
}

// point is a place on the screen.
type point struct{ X, Y float64 }

// still is the middle of what the expression finds, once it lies where it did a moment ago: a tap on what still moves
// is a tap on something else. What has been brought to the middle of the screen is not brought there again: so whatever
// else scrolls the page is seen.
func (b *Tab) still(find string) point {
	b.t.Helper()
	where := `(e => {
		if (!e) return {X: -1, Y: -1};
		const at = () => { const r = e.getClientRects()[0] ?? e.getBoundingClientRect(); return {X: r.x + r.width / 2, Y: r.y + r.height / 2} };
		if (Math.abs(at().Y / innerHeight - 0.5) > 0.25 || at().X < 0 || at().X > innerWidth) e.scrollIntoView({block: "center", behavior: "instant"});
		return at();
	})(` + find + `)`
	before := point{X: -1}
	for end := time.Now().Add(patience); time.Now().Before(end); b.pause() {
		at := Eval[point](b, where)
		if at == before && at.X >= 0 {
			return at
		}
		before = at
	}
	b.t.Fatalf("it never lies still: %s", find)
	return before
}
