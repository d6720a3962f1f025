package consultation_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"sync"
	"testing"

	. "yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestSeats(t *testing.T) {
	each(t, func(h *hall) {
		meeting := h.must("chen", announce(plan(h.accepted("wang", "电动车充电棚"))))
		leave := func(tx Tx, by residents.Sender) error { return LeaveSeat(tx, by, "hepingli", meeting) }
		h.refused("not-allowed", "he", take(meeting))
		h.refused("not-found", "wang", take("nothing"))
		h.refused("not-found", "wang", leave)
		for i, who := range []string{"wang", "zhao", "sun", "li", "zhou"} { // three seats
			h.now = at("2026-11-04 09:00").AddDate(0, 0, i)
			h.must(who, take(meeting))
		}
		h.refused("already-done", "wang", take(meeting))
		h.refused("already-done", "zhou", take(meeting))
		order := func(want string) {
			h.Helper()
			got := fmt.Sprint(h.meeting(meeting).Taken, " taken:")
			for _, s := range load(h, func(v *store.View) ([]Seat, error) { return v.Seated("hepingli", meeting) }) {
				got += " " + s.Resident
				if s.Waiting {
					got += "?"
				}
			}
			if got != want {
				h.Errorf("%s, want %s", got, want)
			}
		}
		order("3 taken: wang zhao sun li? zhou?")
		h.must("zhao", leave)
		h.letters("li seat-moved-up")
		order("3 taken: wang sun li zhou?")
		h.must("zhou", leave) // who waits leaves nothing free
		h.letters()
		order("3 taken: wang sun li")
		h.must("wang", leave)
		h.letters()
		order("2 taken: sun li")
		h.must("wang", take(meeting))
		order("3 taken: sun li wang")
		h.set("2026-11-10 19:00")
		h.must("chen", open(meeting))
		h.must("li", leave)
		h.must("chen", closing(meeting))
		h.refused("closed", "sun", leave)
		h.refused("closed", "zhao", take(meeting))
	})
}

// TestManySeatsAtOnce: 60 people want 22 seats in the same instant, at two servers.
func TestManySeatsAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		h := &hall{T: t, store: open(), now: at("2026-11-03 09:00"), heads: map[string]record.Checkpoint{}}
		h.settle()
		a := plan(h.accepted("wang", "电动车充电棚"))
		a.Seats = 22
		meeting := h.must("chen", announce(a))
		stores := []*store.Store{h.store}
		if t.Name() == "TestManySeatsAtOnce/postgres" {
			stores = append(stores, open()) // a second server on the same database
		}
		crowd := h.crowd(60)
		seats := make([]Seat, len(crowd))
		errs := make([]error, len(crowd))
		var all sync.WaitGroup
		for i, who := range crowd {
			all.Go(func() {
				id := fmt.Sprintf("seat-of-%s-%08d", who, i)
				c := store.Command{Community: "hepingli", ID: id, Actor: who, Verb: "seat", Hash: sha256.Sum256([]byte(id)), At: h.now}
				_, errs[i] = stores[i%len(stores)].Do(context.Background(), c, func(tx *store.Tx) (string, error) {
					standing, err := tx.Standing("hepingli", who)
					if err != nil {
						return "", err
					}
					seats[i], err = TakeSeat(tx, residents.Sender{Standing: standing, Now: h.now, ID: id}, "hepingli", meeting)
					return "", err
				})
			})
		}
		all.Wait()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
		promised := 0
		for _, s := range seats {
			if !s.Waiting {
				promised++
			}
		}
		kept := load(h, func(v *store.View) ([]Seat, error) { return v.Seated("hepingli", meeting) })
		taken := 0
		for _, s := range kept {
			if !s.Waiting {
				taken++
			}
		}
		if promised != 22 || taken != 22 || len(kept) != 60 || h.meeting(meeting).Taken != 22 {
			t.Errorf("%d promised, %d kept of %d, the meeting counts %d", promised, taken, len(kept), h.meeting(meeting).Taken)
		}
		// Who leaves makes room for the one who has waited longest, again and again.
		waiting := kept[22:]
		for i := range 3 {
			h.must(kept[i].Resident, func(tx Tx, by residents.Sender) error { return LeaveSeat(tx, by, "hepingli", meeting) })
			h.letters(waiting[i].Resident + " seat-moved-up")
		}
	})
}
