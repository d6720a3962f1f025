package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// atOnce runs verbs at the same time, at two servers in turn, and gives each one's reason.
func (w *road) atOnce(other *store.Store, verbs ...func(w *road) error) []residents.Reason {
	w.t.Helper()
	got := make([]residents.Reason, len(verbs))
	var ready, done sync.WaitGroup
	ready.Add(1)
	for i, verb := range verbs {
		mine := *w
		one := *w.asked
		one.n += 1000 * (i + 1) // commands of their own
		if mine.asked = &one; i%2 == 1 {
			one.s = other
		}
		done.Go(func() {
			ready.Wait()
			got[i] = reason(verb(&mine))
		})
	}
	ready.Done()
	done.Wait()
	w.n += 1000 * (len(verbs) + 1)
	return got
}

func times(all []residents.Reason, of residents.Reason) (n int) {
	for _, r := range all {
		if r == of {
			n++
		}
	}
	return n
}

// Two people change one version at the same time: one of them is told that the other was quicker.
func TestTwoChangesOfOneVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w, other := newRoad(t, open()), open()
		w.raised()
		w.make(door(hepingliOne))
		for round := range 5 {
			version := w.project().Version
			var verbs []func(*road) error
			for i := range 6 {
				verbs = append(verbs, func(w *road) error {
					return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
						if i%2 == 0 {
							o := doors(project.PayHomes)
							o[0].About = fmt.Sprintf("第 %d 次，第 %d 人", round, i)
							return project.ListOptions(tx, by, "hepingli", w.id, version, o)
						}
						c := door(hepingliOne)
						c.Problem = fmt.Sprintf("第 %d 次，第 %d 人", round, i)
						return project.EditProject(tx, by, "hepingli", w.id, version, c)
					})
				})
			}
			got := w.atOnce(other, verbs...)
			if times(got, "") != 1 || times(got, project.ErrChanged) != 5 || w.project().Version != version+1 {
				t.Errorf("%q, version %d after %d", got, w.project().Version, version)
			}
		}
	})
}

// A store's own guard: a project is written over the version it was read at, or not at all.
func TestSetProjectGuardsTheVersion(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		w.make(door(hepingliOne))
		for _, step := range []int{0, 2, -1} {
			w.is(project.ErrChanged, w.try("h-desk", func(tx *store.Tx, _ residents.Sender) error {
				p, err := tx.Project("hepingli", w.id)
				if err != nil {
					return err
				}
				p.Version += step
				return tx.SetProject(p)
			}))
		}
		w.is(consultation.ErrAlready, w.try("h-desk", func(tx *store.Tx, _ residents.Sender) error { return tx.AddProject(w.project()) }))
	})
}

// Approved by several at once it is approved once; an objection of the notice's last
// millisecond is answered before it, or comes after it and is refused; never between.
func TestApproveAndObjectAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w, other := newRoad(t, open()), open()
		for round := range int64(4) {
			w.up()
			end := w.noticeOver()
			approve := func(w *road) error { w.now = end; return w.approve("h-desk-two") }
			object := func(w *road) error { w.now = end.Add(-time.Millisecond); return w.object("h2", 1) }
			got := w.atOnce(other, approve, object, approve, approve)
			w.now = end
			if objected := got[1] == ""; objected {
				if times(got, project.ErrObjected) != 3 {
					t.Fatalf("objected: %q", got)
				}
				w.must(errors.Join(w.reply("h-desk"), w.approve("h-desk-two")))
			} else if got[1] != consultation.ErrDisclosureEnd || times(got, "") != 1 || times(got, project.ErrStage) != 2 {
				t.Fatalf("approved: %q", got)
			}
			if p := w.project(); p.Stage != project.Deliver || w.entries("project-approved") != round+1 {
				t.Fatalf("%s, approved %d times", p.Stage, w.entries("project-approved"))
			}
		}
	})
}

// Two members note the decision of one poll at once, and two put it up: each happens once.
func TestDecideAndPutUpAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w, other := newRoad(t, open()), open()
		w.decided(project.PayHomes)
		poll := w.project().Decision.Poll
		w.must(w.rethink())
		decide := func(w *road) error { return w.decide(poll) }
		if got := w.atOnce(other, decide, decide, decide, decide); times(got, "") != 1 || times(got, project.ErrDecided) != 3 {
			t.Errorf("decided: %q", got)
		}
		w.must(w.agree(project.Full))
		putUp, dissent := (*road).putUp, func(w *road) error { return w.dissent("h3", project.IsAgainst, true) }
		got := w.atOnce(other, putUp, dissent, putUp, dissent)
		f := w.facts()
		switch {
		case len(f.Notices) == 1: // and nobody disagreed any more
			if len(f.Dissents) != 0 || times(got, project.ErrPutUp) != 3 {
				t.Errorf("put up: %q, %d dissents", got, len(f.Dissents))
			}
		case len(f.Dissents) != 1 || times(got, project.ErrUnagreed) != 2 || times(got, consultation.ErrAlready) != 1:
			t.Errorf("disagreed: %q, %d dissents", got, len(f.Dissents))
		}
	})
}
