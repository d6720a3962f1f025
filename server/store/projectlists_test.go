package store_test

import (
	"errors"
	"maps"
	"slices"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Lists of projects are told apart by body and stage, and leafed through without a gap or a
// repetition, also where several changed at the same instant.
func TestProjectLists(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		var ids []string
		for i := range 7 {
			w.make(door(hepingliOne))
			ids = append(ids, w.id)
			if i%3 == 0 {
				w.must(w.drop())
			}
			if i%2 == 0 {
				w.now = w.now.Add(time.Minute)
			}
		}
		w.must(w.try("a-desk", func(tx *store.Tx, by residents.Sender) error {
			c := door(anzhenOne)
			c.Topic = project.TopicRef{}
			_, err := project.MakeProject(tx, by, "anzhen", c)
			return err
		}))
		view(t, w.s, func(v *store.View) error {
			var got []string
			after := project.Project{}
			for {
				page, err := v.ProjectsAfter([]string{"hepingli"}, after, 2, project.Collect, project.Dropped)
				if err != nil {
					return err
				}
				for _, p := range page {
					got = append(got, p.ID)
				}
				if len(page) < 2 {
					break
				}
				after = page[1]
			}
			if slices.Sort(got); !slices.Equal(got, ids) {
				t.Errorf("leafed through %v of %v", got, ids)
			}
			both, err := v.ProjectsAfter([]string{"hepingli", "anzhen"}, project.Project{}, 20, project.Collect)
			dropped, err2 := v.ProjectsAfter([]string{"hepingli"}, project.Project{}, 20, project.Dropped)
			topic, err3 := v.ProjectsOfTopic("hepingli", "topic-door")
			counts, err4 := v.StageCounts("hepingli")
			if len(both) != 5 || len(dropped) != 3 || len(topic) != 7 || topic[0].ID != ids[0] {
				t.Errorf("%d, %d and %d projects", len(both), len(dropped), len(topic))
			}
			if !maps.Equal(counts, map[project.Stage]int{project.Collect: 4, project.Dropped: 3}) {
				t.Errorf("counted %v", counts)
			}
			if both[0].Number != "L2026-001" || topic[6].Number != "L2026-007" { // anzhen's, which is the last
				t.Errorf("numbered %s and %s", both[0].Number, topic[6].Number)
			}
			return errors.Join(err, err2, err3, err4)
		})
	})
}

// What waits for a body's word: what it was asked, and what was objected to.
func TestWhatWaitsForABody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayStreet, project.PayHomes)
		w.must(errors.Join(w.ask(project.StreetMoney), w.clear("staff", 1, false), w.ask(project.StreetMoney)))
		asked := func(states ...project.ClearanceState) (n int) {
			view(t, w.s, func(v *store.View) error {
				all, err := v.ClearancesFor("hepingli-street", 10, states...)
				n = len(all)
				return err
			})
			return n
		}
		if a, r, all := asked(project.ClearanceAsked), asked(project.ClearanceRefused), asked(project.ClearanceAsked, project.ClearanceGranted, project.ClearanceRefused); a != 1 || r != 1 || all != 2 {
			t.Errorf("%d asked, %d refused, %d in all", a, r, all)
		}
		w.must(errors.Join(w.clear("staff", 2, true), w.agree(project.Full), w.putUp(), w.object("h2", 1), w.object("h3", 1), w.reply("h-desk")))
		waiting := func() (n int) {
			view(t, w.s, func(v *store.View) error {
				all, err := v.OpenProjectObjections("hepingli", 10)
				n = len(all)
				return err
			})
			return n
		}
		if n := waiting(); n != 1 {
			t.Errorf("%d objections wait", n)
		}
		w.must(w.drop())
		if n := waiting(); n != 0 {
			t.Errorf("%d objections wait for an answer that cannot be given", n)
		}
	})
}
