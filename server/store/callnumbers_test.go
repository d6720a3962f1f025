package store_test

import (
	"errors"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// door writes down at the door what the n-th adult of hepingli's home said.
func (q *asked) door(c project.Call, home, n, option int, at time.Time) {
	q.t.Helper()
	e := project.Entering{Body: c.Community, Call: c.ID, Unit: project.NthUnit(flatOf("h", home), n), Channel: project.Door, Said: says(option)}
	if taken, err := q.enter("hepingli", "h-desk", e, at); err != nil || !taken {
		q.t.Fatalf("at the door of %d, %d: %v, %v", home, n, taken, err)
	}
}

// joins is somebody new in a home of hepingli, by then confirmed or not yet.
func (q *asked) joins(id string, home int, confirmed bool) {
	q.t.Helper()
	update(q.t, q.s, "hepingli", func(tx *store.Tx) error {
		building := "1 号楼"
		if home > firstHomes {
			building = "2 号楼"
		}
		if err := dweller(tx, "hepingli", id, residents.Household{ID: flatOf("h", home), Building: building}); err != nil || confirmed {
			return err
		}
		_, err := tx.Exec(`UPDATE residents SET confirmed_at = NULL WHERE id = $1`, id)
		return err
	})
}

// counted is how many answers chose each option, and how many were dropped.
func (q *asked) counted(c project.Call, want [3]int, dropped int) {
	q.t.Helper()
	t, drops := q.tally(c)
	got := [3]int(t.Question("1").Counts)
	if n := drops[project.Door] + drops[project.Online]; got != want || n != dropped {
		q.t.Errorf("answers %v, %d dropped; not %v and %d", got, n, want, dropped)
	}
}

// However people of a home come and go while a call by person is open, each counts once: what was
// noted at the door for somebody is theirs when they join, whoever left before they answered.
func TestWhoLeavesShiftsNobodysAnswer(t *testing.T) {
	leave := map[string]func(tx *store.Tx) error{
		"erased": func(tx *store.Tx) error { return tx.Erase("hepingli", "h1") },
		"moved":  func(tx *store.Tx) error { return tx.EndHome("hepingli", flatOf("h", 1), "h1") },
	}
	for name, leaves := range leave {
		for _, first := range []bool{true, false} { // whether the other had joined before, or joins after it
			t.Run(name, func(t *testing.T) {
				storetest.Each(t, func(t *testing.T, open func() *store.Store) {
					q := newAsked(t, open())
					c := q.published("hepingli", asking(project.ByResident, hepingliWhole))
					at := start.Add(time.Hour)
					q.door(c, 1, 2, 3, at)
					q.must(q.give(c, "hepingli", "h1", says(1), at))
					if first {
						q.joins("other", 1, true)
					}
					update(t, q.s, "hepingli", leaves)
					if !first {
						q.joins("other", 1, true)
					}
					q.counted(c, [3]int{1, 0, 1}, 0)
					q.must(q.give(c, "hepingli", "other", says(2), at))
					q.counted(c, [3]int{1, 1, 0}, 1)
				})
			})
		}
	}
}

// What was noted for somebody before they joined goes with them when they move, and theirs alone.
func TestNotedAnswerMovesAlong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByResident, hepingliWhole))
		at, home := start.Add(time.Hour), firstHomes+1
		q.door(c, home, 1, 1, at)
		q.door(c, home, 2, 3, at)
		q.joins("mover", home, true)
		update(t, q.s, "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.AddHome("hepingli", flatOf("h", home+1), "mover"), tx.EndHome("hepingli", flatOf("h", home), "mover"))
		})
		q.must(q.give(c, "hepingli", "mover", says(2), at))
		q.counted(c, [3]int{0, 1, 1}, 1)
		q.joins("stays", home, true)
		q.must(q.give(c, "hepingli", "stays", says(2), at))
		q.counted(c, [3]int{0, 2, 0}, 2)
	})
}

// Whoever was there first and is confirmed later comes after who counted before.
func TestConfirmedLaterComesAfter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByResident, hepingliWhole))
		at, home := start.Add(time.Hour), firstHomes+1
		q.joins("waits", home, false)
		q.joins("counts", home, true)
		q.door(c, home, 2, 3, at)
		update(t, q.s, "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE residents SET confirmed_at = $1 WHERE id = 'waits'`, time.Now().AddDate(10, 0, 0).UnixMicro())
			return err
		})
		q.must(q.give(c, "hepingli", "counts", says(1), at))
		q.counted(c, [3]int{1, 0, 1}, 0)
		q.must(q.give(c, "hepingli", "waits", says(1), at))
		q.counted(c, [3]int{2, 0, 0}, 1)
	})
}
