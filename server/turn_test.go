package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"

	"yishiting/consultation"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Two servers on one database turn at the same instant: what fell due happens once.
func TestTwoServersTurnOnce(t *testing.T) {
	options := store.Options{URL: storetest.Shared(t).Database(t)}
	c := &clock{}
	c.set("2026-11-03 09:00")
	options.Clock = c.Now
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	var portals []*Portal
	for range 2 {
		s := storetest.Open(t, options)
		p, err := NewPortal(Settings{Clock: c.Now, Log: log, Store: s})
		if err != nil {
			t.Fatal(err)
		}
		portals = append(portals, p)
	}
	settle(t, portals[0].store, c.Now())
	w := &walk{booted: &booted{t: t, store: portals[0].store, clock: c}}
	topic, _ := w.carrying()
	c.set("2027-02-01 09:00") // a new month, and the task is overdue
	for range 2 {
		var both sync.WaitGroup
		for _, p := range portals {
			both.Go(func() {
				if err := p.Turn(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
	}
	err := w.store.View(context.Background(), func(v *store.View) error {
		reminders, cycles := 0, 0
		entries, err := v.Entries("hepingli", -1, 1000)
		for _, e := range entries {
			switch e.Kind {
			case "reminder":
				reminders++
			case "cycle-opened":
				cycles++
			}
		}
		if reminders != 1 || cycles != 2 {
			t.Errorf("%d reminders of one task, %d months opened of two", reminders, cycles)
		}
		if got, _ := v.Topic("hepingli", topic); got.State != consultation.Carrying {
			t.Errorf("topic is %s", got.State)
		}
		if _, err := v.VerifyLog("hepingli"); err != nil {
			t.Error(err)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
