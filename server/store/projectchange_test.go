package store_test

import (
	"errors"
	"testing"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// Cost may move by the share; a cent more opens a notice by itself, up or down.
func TestChangeAboveTheShareIsPutUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		for _, test := range []struct {
			cost   int64
			notice bool
		}{
			{approvedCost * 105 / 100, false}, {approvedCost * 110 / 100, false}, {approvedCost*110/100 + 1, true},
			{approvedCost * 112 / 100, true}, // 860,000 元 and 12 %
			{approvedCost * 90 / 100, false}, {approvedCost*90/100 - 1, true},
		} {
			w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli", Building: "7 号楼"})
			w.makePlan(plan(approvedCost))
			if err := w.changePlan(func(p *project.Plan) { p.Lines[0].Planned = test.cost }); err != nil {
				t.Fatal(err)
			}
			p, notices := w.project(), w.notices()
			if (len(notices) == 1) != test.notice || test.notice && p.Plan.Planned() != approvedCost || !test.notice && p.Plan.Planned() != test.cost {
				t.Errorf("%d cents: %d notices, and the plan holds %d", test.cost, len(notices), p.Plan.Planned())
			}
		}
	})
}

func (w *site) notices() (all []project.Notice) {
	w.t.Helper()
	view(w.t, w.s, func(v *store.View) (err error) { all, err = v.Notices("hepingli", w.id); return err })
	return all
}

// Small changes add up against what was last put up, not against each other.
func TestSmallChangesAddUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		for _, percent := range []int64{106, 110} {
			if err := w.changePlan(func(p *project.Plan) { p.Lines[0].Planned = approvedCost * percent / 100 }); err != nil || len(w.notices()) > 0 {
				t.Fatalf("%d %%: %v, %d notices", percent, err, len(w.notices()))
			}
		}
		if err := w.changePlan(func(p *project.Plan) { p.Lines[0].Planned = approvedCost * 111 / 100 }); err != nil || len(w.notices()) != 1 {
			t.Errorf("111 %%: %v, %d notices", err, len(w.notices()))
		}
	})
}

// Another scope, and a larger share, are put up whatever they cost.
func TestScopeAndShareArePutUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		for name, change := range map[string]func(*project.Plan){
			"scope": func(p *project.Plan) { p.Scope = "只换一层" },
			"share": func(p *project.Plan) { p.ChangeShare = 11 },
		} {
			w.id = w.approved("hepingli", "desk", project.Place{Community: "hepingli", Building: "7 号楼"})
			w.makePlan(plan(approvedCost))
			if err := w.changePlan(change); err != nil || len(w.notices()) != 1 {
				t.Errorf("%s: %v, %d notices", name, err, len(w.notices()))
			}
			if err := w.changePlan(change); !errors.Is(err, project.ErrFrozen) {
				t.Errorf("%s: a second change meanwhile: %v", name, err)
			}
		}
	})
}

// While a change waits nothing else of the plan is changed and the project is not completed;
// work and money go on by the old plan, and by the new one too. Then it takes effect by itself,
// and what was reached meanwhile stays reached.
func TestChangeWaitsForItsNotice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.at("2026-07-03 10:00") // seven days later is Friday the 10th
		w.makePlan(plan(approvedCost))
		less := int64(approvedCost / 2)
		if err := w.changePlan(func(p *project.Plan) {
			p.Scope, p.Lines[0].Planned = "只换一层", less
			p.Milestones = append(p.Milestones, project.Milestone{ID: "3", Words: "培训", Due: calendar.Day{Year: 2026, Month: 8, Day: 5}})
		}); err != nil {
			t.Fatal(err)
		}
		if n := w.notices()[0]; !n.Until.Equal((calendar.Day{Year: 2026, Month: 7, Day: 10}).End(hepingli.Location())) || n.Kind != project.ChangeNotice {
			t.Fatalf("the notice is %+v", n)
		}
		version := w.project().Version
		w.refused(project.ErrFrozen, "desk", func(tx *store.Tx, by residents.Sender) error {
			return project.MakePlan(tx, by, "hepingli", w.id, version, plan(approvedCost))
		})
		if err := w.money(project.Committed, less+1); !errors.Is(err, project.ErrOverPlan) {
			t.Errorf("committed beyond the plan that waits: %v", err)
		}
		if err := w.money(project.Committed, less); err != nil {
			t.Error(err)
		}
		w.reach("1")
		w.at("2026-07-10 23:59")
		if w.turn(); w.project().Plan.Planned() != approvedCost {
			t.Error("the change took effect within its days")
		}
		w.at("2026-07-11 00:00")
		w.turn()
		p := w.project()
		if p.Plan.Planned() != less || p.Plan.Scope != "只换一层" || len(p.Plan.Milestones) != 3 || p.Plan.ApprovedCost != less || w.notices()[0].ClosedAt.IsZero() {
			t.Errorf("the plan is %+v", p.Plan)
		}
		if p.Plan.Milestones[0].DoneAt.IsZero() {
			t.Error("what was reached meanwhile was lost")
		}
		if n := w.turn(); n > 0 {
			t.Errorf("%d things are still due", n)
		}
	})
}

// A notice whose last day is in a holiday ends with the first working day after it.
func TestChangeNoticeOverAHoliday(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.at("2026-09-25 10:00") // seven days later is 2 October
		p := plan(approvedCost)
		for i := range p.Milestones {
			p.Milestones[i].Due = calendar.Day{Year: 2026, Month: 12, Day: 1}
		}
		w.makePlan(p)
		if err := w.changePlan(func(p *project.Plan) { p.Scope = "只换一层" }); err != nil {
			t.Fatal(err)
		}
		if got, want := w.notices()[0].Until, (calendar.Day{Year: 2026, Month: 10, Day: 8}).End(hepingli.Location()); !got.Equal(want) {
			t.Errorf("over at %v, want %v", got, want)
		}
	})
}

// Two people who change the plan at once: the second is told, and nothing of theirs is kept.
func TestTwoChangesAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		p := w.project()
		change := func(contractor string) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				next := p.Plan
				next.Contractor = contractor
				return project.ChangePlan(tx, by, "hepingli", w.id, p.Version, next, "换一家")
			}
		}
		w.do("desk", change("甲公司"))
		w.refused(project.ErrChanged, "desk-two", change("乙公司"))
		if got := w.project().Plan.Contractor; got != "甲公司" {
			t.Errorf("the contractor is %s", got)
		}
	})
}

// What is done and what is bound cannot be planned away.
func TestPlanKeepsWhatIsDone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		w.makePlan(plan(approvedCost))
		w.reach("1")
		if err := w.money(project.Committed, 100_00); err != nil {
			t.Fatal(err)
		}
		for name, test := range map[string]struct {
			change func(*project.Plan)
			want   error
		}{
			"a milestone that was reached": {func(p *project.Plan) { p.Milestones = p.Milestones[1:] }, project.ErrUndone},
			"a line below its contracts":   {func(p *project.Plan) { p.Lines[0].Planned = 99_99 }, project.ErrOverPlan},
			"a line with contracts":        {func(p *project.Plan) { p.Lines[0].ID = "2" }, project.ErrOverPlan},
			"the same id twice":            {func(p *project.Plan) { p.Milestones[1].ID = "1" }, residents.ErrChoice},
			"a day that is over":           {func(p *project.Plan) { p.Milestones[1].Due = calendar.Day{Year: 2026, Month: 6, Day: 30} }, residents.ErrDate},
			"a share of more than all":     {func(p *project.Plan) { p.ChangeShare = 101 }, residents.ErrNumber},
			"no contractor":                {func(p *project.Plan) { p.Contractor = " " }, project.ErrUnplanned},
			"nothing that is checked":      {func(p *project.Plan) { p.Checks = nil }, project.ErrUnplanned},
			"no scope":                     {func(p *project.Plan) { p.Scope = " " }, residents.ErrEmpty},
			"a telephone":                  {func(p *project.Plan) { p.Contractor = "王师傅 13812345678" }, residents.ErrPersonal},
		} {
			if err := w.changePlan(test.change); !errors.Is(err, test.want) {
				t.Errorf("%s: %v, want %v", name, err, test.want)
			}
		}
		if err := w.changePlan(func(p *project.Plan) { p.Milestones[0].Words = "没有进场" }); err != nil || w.project().Plan.Milestones[0].Words != "进场" {
			t.Errorf("what was reached is %+v, %v", w.project().Plan.Milestones[0], err)
		}
	})
}

// A first plan may not cost more than was approved, beyond the share, without a notice.
func TestFirstPlanIsMeasuredByTheApproval(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newSite(t, open())
		first := plan(approvedCost * 112 / 100)
		version := w.project().Version
		loose := first
		loose.ChangeShare = 11 // its own share loosens nothing
		w.refused(residents.ErrNumber, "desk", func(tx *store.Tx, by residents.Sender) error {
			return project.MakePlan(tx, by, "hepingli", w.id, version, loose)
		})
		w.do("desk", func(tx *store.Tx, by residents.Sender) error {
			return project.MakePlan(tx, by, "hepingli", w.id, version, first)
		})
		if p := w.project(); len(w.notices()) != 1 || p.Plan.Planned() != 0 {
			t.Errorf("%d notices, and the plan holds %d", len(w.notices()), p.Plan.Planned())
		}
	})
}
