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
	t.Parallel()
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
	door := w.accepted("7 号楼换门禁")
	meeting := w.announce("2026-11-28 19:00", 22, door)
	w.hold(meeting, "2026-11-28 19:00", settledItem(door, "2027-01-20"))
	w.publish(meeting)
	w.finish(door)
	c.set("2027-02-01 09:00") // a new month, a task is overdue, and the days of rating are over
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
		acts := map[string]int{}
		entries, err := v.Entries("hepingli", -1, 1000)
		for _, e := range entries {
			acts[e.Kind]++
		}
		if acts["reminder"] != 1 || acts["cycle-opened"] != 2 || acts["rated"] != 1 {
			t.Errorf("%d reminders of one task, %d months opened of two, %d ratings closed of one",
				acts["reminder"], acts["cycle-opened"], acts["rated"])
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
