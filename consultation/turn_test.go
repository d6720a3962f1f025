package consultation_test

import (
	"testing"

	. "yishiting/consultation"
	"yishiting/server/store"
)

// TestTurn: the clock has something to do when a month begins, a task falls due or
// the days of rating are over, and nothing right after it was done.
func TestTurn(t *testing.T) {
	each(t, func(h *hall) {
		due := func() bool {
			return load(h, func(v *store.View) (bool, error) { return TurnDue(v, hepingli, h.now) })
		}
		turn := func(why string) {
			h.Helper()
			if !due() {
				h.Errorf("nothing to do although %s", why)
			}
			h.clock(func(tx Tx) error { return Turn(tx, hepingli, h.now) })
			if due() {
				h.Errorf("still something to do after %s", why)
			}
		}
		turn("the month is not open")
		topic, task := h.carrying()
		if due() {
			h.Error("something to do in the middle of the month")
		}
		h.set("2026-12-01 00:00:00")
		turn("a month began")
		h.set("2026-12-26 00:00:00")
		turn("a task fell due")
		h.must("li", finish(task)) // rated until 9 January, a Saturday, and so until Monday
		h.set("2027-01-04 09:00:00")
		turn("a month began")
		h.set("2027-01-11 23:59:59")
		if due() {
			h.Error("ratings close on their last day")
		}
		h.set("2027-01-12 00:00:00")
		turn("the days of rating are over")
		h.stands(topic, Archived, "2026-11")
	})
}
