package main

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// underWork is a project of a body that is being delivered, with one milestone due on a day.
func underWork(t *testing.T, s *store.Store, body, id, number string, due calendar.Day, change func(*project.Project)) {
	t.Helper()
	p := project.Project{
		Community: body, ID: id, Number: number, Stage: project.Deliver, Version: 1, MadeBy: "nobody", MadeAt: time.Unix(0, 0), ChangedAt: time.Unix(0, 0),
		Content: project.Content{
			Title: "换门禁", Kind: project.Applied, Field: project.Works, Round: 1, Places: []project.Place{{Community: "hepingli"}},
			Plan: project.Plan{Milestones: []project.Milestone{{ID: "1", Words: "进场", Due: due}}},
		},
	}
	change(&p)
	if err := s.Update(context.Background(), body, func(tx *store.Tx) error { return tx.AddProject(p) }); err != nil {
		t.Fatal(err)
	}
}

// Two servers turn at once over projects of a community and of its street: each is reminded of
// once, and one that cannot be read keeps no other waiting.
func TestTwoServersTurnProjectsOnce(t *testing.T) {
	t.Parallel()
	options := store.Options{URL: storetest.Shared(t).Database(t)}
	c := &clock{}
	c.set("2026-11-03 09:00")
	options.Clock = c.Now
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	var portals []*Portal
	for range 2 {
		p, err := NewPortal(Settings{Clock: c.Now, Log: log, Store: storetest.Open(t, options)})
		if err != nil {
			t.Fatal(err)
		}
		portals = append(portals, p)
	}
	s := portals[0].store
	settle(t, s, c.Now())
	due := calendar.Day{Year: 2026, Month: 11, Day: 3}
	underWork(t, s, "hepingli", "project-a-broken001", "L2026-001", due, func(p *project.Project) { p.Calls = []string{"no-such-call-000001"} })
	underWork(t, s, "hepingli", "project-b-sound0001", "L2026-002", due, func(*project.Project) {})
	underWork(t, s, "hepingli-jiedao", "project-street00001", "L2026-001", due, func(*project.Project) {})
	err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		wang, err := tx.Standing("hepingli", "wang")
		if err != nil {
			return err
		}
		by := residents.Sender{Standing: wang, Now: c.Now(), ID: "follow-000000000001"}
		if err := project.FollowProject(tx, by, "hepingli", "project-b-sound0001"); err != nil {
			return err
		}
		return project.FollowProject(tx, by, "hepingli-jiedao", "project-street00001")
	})
	if err != nil {
		t.Fatal(err)
	}
	c.set("2026-11-04 00:00")
	var failed [4]error
	for round := range 2 {
		var both sync.WaitGroup
		for i, p := range portals {
			both.Go(func() { failed[2*round+i] = p.Turn(context.Background()) })
		}
		both.Wait()
	}
	for _, err := range failed {
		if err == nil {
			t.Error("the project that cannot be read was passed over in silence")
		}
	}
	err = s.View(context.Background(), func(v *store.View) error {
		for _, body := range []string{"hepingli", "hepingli-jiedao"} {
			entries, err := v.Entries(body, -1, 1000)
			if err != nil {
				return err
			}
			reminders := 0
			for _, e := range entries {
				if e.Kind == "project-overdue" {
					reminders++
				}
			}
			if reminders != 1 {
				t.Errorf("%s: %d reminders of one milestone", body, reminders)
			}
			if _, err := v.VerifyLog(body); err != nil {
				t.Error(err)
			}
		}
		letters, err := v.LettersBefore("hepingli", "wang", 0, "", 10)
		if len(letters) != 0 { // the week's digest tells of it
			t.Errorf("the follower has %d letters of two projects", len(letters))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
