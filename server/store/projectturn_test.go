package store_test

import (
	"fmt"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// A milestone is overdue when its last day is over, and is reminded of once: on the record, to
// the desk and to those who watch. An order of the street sets it a new day, after which it is
// reminded of again.
func TestOverdueMilestones(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost)) // due on 10 and 31 July
		order := func(day string) func(*store.Tx, residents.Sender) error {
			due, err := calendar.ParseDay(day)
			if err != nil {
				t.Fatal(err)
			}
			return func(tx *store.Tx, by residents.Sender) error {
				return project.OrderMilestone(tx, by, "hepingli", w.id, "1", "请按期进场", due.End(hepingli.Location()))
			}
		}
		w.at("2026-07-10 23:59")
		w.turn()
		w.refused(project.ErrNotLate, "staff", order("2026-07-20"))
		if n := w.entries("project-overdue"); n != 0 {
			t.Errorf("%d reminders on the last day", n)
		}
		w.at("2026-07-11 00:00")
		w.turn()
		w.turn()
		if w.entries("project-overdue") != 1 || w.letters("desk", "project-overdue") != 1 || w.letters("one", "project-overdue") != 1 {
			t.Errorf("%d reminders", w.entries("project-overdue"))
		}
		w.refused(residents.ErrNotAllowed, "desk", order("2026-07-20"))
		w.refused(residents.ErrDate, "staff", order("2026-07-10"))
		w.do("staff", order("2026-07-20"))
		if m := w.project().Plan.Milestones[0]; m.Due.String() != "2026-07-20" || w.letters("desk", "project-ordered") != 1 {
			t.Errorf("the milestone is %+v", m)
		}
		w.at("2026-07-20 23:00")
		if w.turn(); w.entries("project-overdue") != 1 {
			t.Error("reminded of before the day that was ordered was over")
		}
		w.at("2026-08-01 09:00")
		if w.turn(); w.entries("project-overdue") != 3 {
			t.Errorf("%d reminders of two milestones, one twice", w.entries("project-overdue"))
		}
	})
}

// A supervisor who left or moved away ends, in public, and the desk is told to find another;
// who moved within what the project concerns goes on.
func TestSupervisorMovedAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		for _, who := range []string{"two", "three"} {
			w.do("desk", w.supervise(who))
		}
		update(t, w.s, "hepingli", func(tx *store.Tx) error {
			if err := tx.LeaveResident("hepingli", "one"); err != nil {
				return err
			}
			_, err := tx.Exec(`UPDATE residents SET building = '1 号楼' WHERE community = 'hepingli' AND id = 'two'`)
			return err
		})
		w.at("2026-07-02 09:00")
		w.turn()
		w.turn()
		ended := map[string]string{}
		view(t, w.s, func(v *store.View) error {
			all, err := v.Supervisors("hepingli", w.id)
			for _, s := range all {
				ended[s.Resident] = s.Why
			}
			return err
		})
		if ended["one"] != "moved" || ended["two"] != "moved" || ended["three"] != "" {
			t.Errorf("ended: %v", ended)
		}
		if last := w.lastEntry("project-supervisor"); last["why"] != "moved" || last["watching"] != float64(1) || w.letters("desk", "supervisor-moved") == 0 {
			t.Errorf("the record says %v, the desk has %d letters", last, w.letters("desk", "supervisor-moved"))
		}
	})
}

// Whoever moved among those concerned goes on watching, and the clock looks no more.
func TestSupervisorMovedNearby(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli"})
		w.makePlan(plan(approvedCost))
		update(t, w.s, "hepingli", func(tx *store.Tx) error {
			_, err := tx.Exec(`UPDATE residents SET building = '9 号楼' WHERE community = 'hepingli' AND id = 'one'`)
			return err
		})
		w.now = w.now.AddDate(0, 0, 1)
		if w.turn() == 0 || w.turn() != 0 || w.letters("desk", "supervisor-moved") != 0 {
			t.Error("the move is not seen, is seen for ever, or ended their part")
		}
		if n := count(t, w.s, `SELECT COUNT(*) FROM project_supervisors WHERE building = '9 号楼' AND until IS NULL`); n != 1 {
			t.Error("they watch no more")
		}
	})
}

// A street's project: people of its communities watch it, report and sign where they live, its
// own office is committee to it, and its letters lead to the street.
func TestStreetProjectIsDelivered(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		id := w.approved("hepingli-street", "staff", project.Place{Community: "hepingli", Building: "7 号楼"}, project.Place{Community: "anzhen"})
		w.do("staff", func(tx *store.Tx, by residents.Sender) error {
			return project.MakePlan(tx, by, "hepingli-street", id, 2, plan(approvedCost))
		})
		w.do("staff", func(tx *store.Tx, by residents.Sender) error {
			return project.AddSupervisor(tx, by, "hepingli-street", id, "hepingli", "one")
		})
		w.refused(residents.ErrNotAllowed, "desk", func(tx *store.Tx, by residents.Sender) error {
			return project.ReachMilestone(tx, by, "hepingli-street", id, "1")
		})
		for who, part := range map[string]string{"one": "supervisor", "desk": "committee", "staff": "street"} {
			w.do(who, func(tx *store.Tx, by residents.Sender) error {
				return project.PostWork(tx, by, "hepingli-street", id, project.During, "在装", nil)
			})
			if n := count(t, w.s, `SELECT COUNT(*) FROM project_posts WHERE by_whom = $1 AND by_part = $2`, who, part); n != 1 {
				t.Errorf("%s is not seen as %s", who, part)
			}
		}
		for _, m := range []string{"1", "2"} {
			w.do("staff", func(tx *store.Tx, by residents.Sender) error {
				return project.ReachMilestone(tx, by, "hepingli-street", id, m)
			})
		}
		sign := func(tx *store.Tx, by residents.Sender) error {
			return project.SignCheck(tx, by, "hepingli-street", id, true, "")
		}
		w.refused(project.ErrConcern, "far", sign)
		for _, who := range []string{"one", "two", "three"} {
			w.do(who, sign)
		}
		w.do("staff", func(tx *store.Tx, by residents.Sender) error {
			return project.CompleteProject(tx, by, "hepingli-street", id)
		})
		if n := turnIn(t, w.s, street, w.now); n == 0 || w.projectOf("hepingli-street", id).LookedBack != 1 {
			t.Errorf("%d things were done, %d look-backs opened", n, w.projectOf("hepingli-street", id).LookedBack)
		}
		if n := count(t, w.s, `SELECT COUNT(*) FROM letters WHERE resident = 'one' AND project = $1 AND body = 'hepingli-street'`, id); n != 2 {
			t.Errorf("%d letters of being named and of completion lead to the street", n)
		}
		w.now = w.now.AddDate(0, 1, 0)
		if turnIn(t, w.s, street, w.now); w.projectOf("hepingli-street", id).Stage != project.Evaluate {
			t.Error("closed before its last look-back")
		}
	})
}

// answers gives n answers to the look-back that is open: solved 1 to 3, satisfied 1 to 5.
func (w *site) answers(n, solved, satisfied int) {
	w.t.Helper()
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		calls, err := tx.LookBackCalls("hepingli", w.id)
		if err != nil {
			return err
		}
		c := calls[len(calls)-1]
		for i := range n {
			w.n++
			a := project.Answer{
				Community: "hepingli", Body: "hepingli", Call: c.ID, Unit: fmt.Sprintf("person/one-%d-%d", w.n, i), Building: "7 号楼", Channel: project.Online,
				Said: project.Said{Choices: map[string][]int{"1": {solved}, "2": {satisfied}}}, By: "one", At: w.now,
			}
			if err := tx.AddAnswer(a); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *site) lookBacks() (months []int) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) error {
		all, err := v.LookBackCalls("hepingli", w.id)
		for _, c := range all {
			months = append(months, c.Month)
		}
		return err
	})
	return months
}

// toEvaluate brings the project to its evaluation, completed at the site's clock.
func (w *site) toEvaluate(months ...int) {
	w.t.Helper()
	p := w.project()
	p.LookBacks, p.Version = months, p.Version+1
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error { return tx.SetProject(p) })
	first := plan(approvedCost)
	for i := range first.Milestones {
		first.Milestones[i].Due = calendar.DayOf(w.now, hepingli.Location())
	}
	w.makePlan(first)
	w.finished()
}

// Look-backs open on completion and the months after it, on the day with the same number or
// the last of the month, moved on from a day of rest; after the last the project is closed.
func TestLookBacksOpenOnTheirDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		for _, test := range []struct {
			completed string
			months    []int
			opens     []string // the days on which all but the first open
		}{
			{"2026-07-02 15:00", nil, []string{"2026-10-08", "2027-07-02"}},            // 3 months: 2 October is a holiday
			{"2026-08-31 15:00", []int{0, 6}, []string{"2027-03-01"}},                  // no 31 February; the 28th is a Sunday
			{"2026-11-30 15:00", []int{3, 0, 3}, []string{"2027-03-01"}},               // the same
			{"2026-12-31 23:59", []int{0, 2, 4}, []string{"2027-03-01", "2027-04-30"}}, // the last days of their months
		} {
			w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli", Building: "7 号楼"})
			w.at(test.completed)
			before := [2]int64{w.entries("project-closed"), w.entries("project-rated")}
			w.toEvaluate(test.months...)
			w.turn()
			if got := len(w.lookBacks()); got != 1 {
				t.Fatalf("%s: %d look-backs on completion", test.completed, got)
			}
			for i, day := range test.opens {
				d, _ := calendar.ParseDay(day)
				w.now = d.Start(hepingli.Location()).Add(-time.Minute)
				w.turn()
				if got := len(w.lookBacks()); got != i+1 {
					t.Errorf("%s: %d look-backs before %s", test.completed, got, day)
				}
				w.now = d.Start(hepingli.Location())
				w.turn()
				w.turn()
				if got := len(w.lookBacks()); got != i+2 {
					t.Errorf("%s: %d look-backs on %s", test.completed, got, day)
				}
				w.answers(6, 1, 5)
			}
			w.now = w.now.AddDate(0, 2, 0)
			w.turn()
			if p := w.project(); p.Stage != project.Closed || w.entries("project-closed") != before[0]+1 || w.entries("project-rated") != before[1]+int64(len(test.opens)+1) {
				t.Errorf("%s: the project is %s, %d ratings", test.completed, p.Stage, w.entries("project-rated"))
			}
		}
	})
}

// Rated low it is delivered once more, its last milestone due anew; rated low again it goes up,
// once, and closes when the body above has answered.
func TestLowRatingReopensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.toEvaluate(0, 3)
		w.turn()
		w.answers(4, 3, 1)
		w.answers(2, 1, 5) // 14 of 6: under 3.5
		w.at("2026-08-03 09:00")
		w.turn()
		p := w.project()
		if p.Stage != project.Deliver || p.Round != 2 || !p.CompletedAt.IsZero() || w.entries("project-reopened") != 1 {
			t.Fatalf("the project is %s in round %d", p.Stage, p.Round)
		}
		if m := p.Plan.Milestones; m[0].DoneAt.IsZero() || !m[1].DoneAt.IsZero() || m[1].Due.String() != "2026-08-18" {
			t.Errorf("the milestones are %+v", m)
		}
		w.finished()
		w.turn()
		w.answers(6, 3, 1)
		w.at("2026-09-10 09:00")
		w.turn()
		if p = w.project(); p.Stage != project.Evaluate || !p.Raised || w.entries("project-asked") != 1 {
			t.Fatalf("the project is %s, raised %v", p.Stage, p.Raised)
		}
		w.at("2026-11-10 09:00") // three months after the second completion
		w.turn()
		w.answers(6, 3, 1)
		w.at("2026-12-10 09:00")
		w.turn()
		w.turn()
		if p = w.project(); p.Stage != project.Evaluate || w.entries("project-asked") != 1 || w.entries("project-reopened") != 1 {
			t.Errorf("the project is %s, raised %d times, reopened %d", p.Stage, w.entries("project-asked"), w.entries("project-reopened"))
		}
		w.clearAbove()
		if w.turn(); w.project().Stage != project.Closed {
			t.Errorf("answered from above, the project is %s", w.project().Stage)
		}
	})
}

// clearAbove lets the street answer what it was asked.
func (w *site) clearAbove() {
	w.t.Helper()
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		all, err := tx.Clearances("hepingli", w.id)
		if err != nil || len(all) != 1 || all[0].To != "hepingli-street" || all[0].Kind != project.LowRating {
			w.t.Fatalf("asked above: %+v, %v", all, err)
		}
		all[0].State = project.ClearanceGranted
		return tx.SetClearance(all[0])
	})
}

// Few answers decide nothing, and exactly three and a half is not low.
func TestRatingThatIsNotLow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		for _, marks := range [][]int{{1, 1, 1, 1}, {3, 4, 3, 4, 3, 4}, {}} {
			w.at("2026-07-02 15:00")
			w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli", Building: "7 号楼"})
			w.toEvaluate(0)
			w.turn()
			for _, m := range marks {
				w.answers(1, 2, m)
			}
			w.at("2026-08-03 09:00")
			if w.turn(); w.project().Stage != project.Closed {
				t.Errorf("rated %v the project is %s", marks, w.project().Stage)
			}
		}
	})
}

// The rates say of how many they are, once the call is closed; what would tell of fewer than
// five people is not said exactly, and of a roster of fewer than five nothing is.
func TestRates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.toEvaluate(0, 3)
		w.turn()
		w.answers(15, 1, 5)
		w.answers(3, 3, 1)
		rates := func() (all []project.RoundRates) {
			view(t, w.s, func(v *store.View) (err error) { all, err = project.RatesOf(w.reader(v), w.project()); return err })
			return all
		}
		if r := rates()[0]; !r.Response.Withheld || r.Solution.String() != "" || r.Formula == "" {
			t.Errorf("while it is open: %+v", r)
		}
		w.at("2026-08-03 09:00")
		w.turn()
		r := rates()[0]
		if r.Solution.String() != "14-17/18" || r.Satisfaction.String() != "14-17/18" {
			t.Errorf("closed: %+v", r)
		}
	})
}

func (w *site) reader(v *store.View) project.Reader { return v }
