package consultation_test

import (
	"testing"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// Whoever comes, and whoever's topic is discussed, is reminded once, the evening before; nobody who waits for a
// seat, and nobody of what was cancelled.
func TestRemindOfAMeeting(t *testing.T) {
	for name, c := range map[string]struct {
		first   string // when the clock looks first
		cancel  bool
		want    []string // who is told, and of what
		nothing string   // until when nothing was due
	}{
		"the evening before": {"2026-11-09 18:00", false, []string{"wang agenda-tomorrow", "sun meeting-tomorrow", "zhao meeting-tomorrow"}, "2026-11-09 17:59"},
		"late, on the day":   {"2026-11-10 08:00", false, []string{"wang agenda-tomorrow", "sun meeting-tomorrow", "zhao meeting-tomorrow"}, "2026-11-08 18:00"},
		"after it began":     {"2026-11-10 19:00", false, nil, "2026-11-09 17:59"},
		"cancelled":          {"2026-11-09 18:00", true, nil, "2026-11-09 18:00"},
	} {
		t.Run(name, func(t *testing.T) {
			each(t, func(h *hall) {
				id := h.must("chen", announce(plan(h.accepted("wang", "电动车充电棚"))))
				for _, who := range []string{"wang", "sun", "zhao", "li"} { // three seats: li waits
					h.must(who, take(id))
				}
				if c.cancel {
					h.must("chen", func(tx Tx, by residents.Sender) error { return CancelMeeting(tx, by, "hepingli", id, "停电") })
				}
				turn := func(when string, want ...string) {
					h.Helper()
					h.now = at(when)
					due := load(h, func(v *store.View) (bool, error) { return TurnDue(v, hepingli, h.now) })
					h.clock(func(tx Tx) error { return Turn(tx, hepingli, h.now) })
					if due != (len(want) > 0) {
						h.Errorf("%s: something to do: %v", when, due)
					}
					h.letters(want...)
				}
				turn(c.nothing)
				turn(c.first, c.want...)
				turn(c.first) // and not again
			})
		})
	}
}
