package main

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/server/store"
)

// many puts projects of every stage into hepingli, each with all that a gate may ask of it: from the
// first number to before the last. What they come from asks 3 and 5 号楼, and takes answers or is closed by turns.
func (b *booted) many(first, last int) {
	b.t.Helper()
	stages := []project.Stage{project.Collect, project.Negotiate, project.Deliver, project.Evaluate}
	b.change("hepingli", func(tx *store.Tx) error {
		for i := first; i < last; i++ {
			if err := b.oneOfMany(tx, i, stages[i%len(stages)]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *booted) oneOfMany(tx *store.Tx, i int, stage project.Stage) error {
	at := b.clock.Now().Add(time.Duration(i) * time.Second)
	id := fmt.Sprintf("project-many-%06d", i)
	ask := func(purpose project.Purpose, n int, state project.CallState) project.Call {
		c := project.Call{
			Community: "hepingli", ID: fmt.Sprintf("call-%s-%06d", purpose, i), Number: fmt.Sprintf("Z2025-%03d", 3*i+n), State: state, MadeBy: "li", MadeAt: at,
			PublishedBy: "zhou", PublishedAt: at, Opens: b.clock.Now().Add(-time.Hour), Closes: at.AddDate(0, 0, 9),
			CallContent: project.CallContent{
				Title: fmt.Sprintf("问第 %d 件", i), Purpose: purpose, Unit: project.ByResident, Coverage: 50, Places: places("3 号楼", "5 号楼"),
				Units: []project.PlaceUnits{{Place: places("3 号楼")[0], Units: 2}, {Place: places("5 号楼")[0], Units: 1 + i%2}},
			},
		}
		if purpose != project.ForNeeds {
			c.Project = id
		}
		if state == project.CallClosed {
			c.ClosedAt, c.Result = at, project.Summary{Units: 4, Answers: 3, Covered: i%3 == 0}.JSON()
		}
		return c
	}
	states := []project.CallState{project.CallPublished, project.CallClosed}
	from, about, look := ask(project.ForNeeds, 1, states[i/4%2]), ask(project.ForProject, 2, states[(i/4+1)%2]), ask(project.ForLookBack, 3, project.CallPublished)
	p := project.Project{
		Community: "hepingli", ID: id, Number: fmt.Sprintf("L2025-%03d", i+1), Stage: stage, Version: 1, ChangedAt: at, MadeBy: "li", MadeAt: at,
		Content: project.Content{
			Title: fmt.Sprintf("第 %d 件", i), Problem: "坏了", Kind: project.Applied, Field: project.Works, Round: 1 + i%2, Calls: []string{from.ID},
			Places: append(places("3 号楼", "5 号楼"), project.Place{Community: "anzhen"}),
		},
	}
	steps := []func() error{
		func() error { return tx.AddProject(p) }, func() error { return tx.AddCall(from) }, func() error { return tx.AddCall(about) },
	}
	if stage == project.Evaluate {
		steps = append(steps, func() error { return tx.AddCall(look) })
	}
	for _, c := range []project.Call{from, about} {
		for _, who := range [][2]string{{"wang", "3 号楼"}, {"zhao", "5 号楼"}} {
			if i%3 == 0 || who[0] == "zhao" {
				steps = append(steps, func() error {
					return tx.AddAnswer(project.Answer{Community: "hepingli", Body: "hepingli", Call: c.ID, Unit: project.PersonUnit(who[0]), Building: who[1], Channel: project.Online, By: who[0], At: at})
				})
			}
		}
	}
	for _, who := range []string{"wang", "zhao"} {
		steps = append(steps,
			func() error {
				return tx.AddDissent(project.Dissent{Community: "hepingli", ID: "dissent-" + who + id, Body: "hepingli", Project: id, Resident: who, Stance: project.InPart, Words: "太吵", At: at})
			},
			func() error {
				return tx.AddSupervisor(project.Supervisor{Community: "hepingli", Body: "hepingli", Project: id, Resident: who, Building: "3 号楼", Since: at, By: "li"})
			},
			func() error {
				return tx.AddSignature(project.Signature{Community: "hepingli", Body: "hepingli", Project: id, Round: 1 + i%2, Resident: who, Fine: true, At: at})
			})
	}
	steps = append(steps,
		func() error {
			return tx.AddNotice(project.Notice{Community: "hepingli", Project: id, Seq: 1, Kind: project.ApprovalNotice, Words: "公示", From: calendar.DayOf(at, hepingli.Location()), Until: at.AddDate(0, 0, 7), By: "li"})
		},
		func() error {
			return tx.AddProjectObjection(project.Objection{Community: "hepingli", ID: "objection-" + id, Body: "hepingli", Project: id, Notice: 1, Resident: "sun", Text: "不够高", At: at, Due: at.AddDate(0, 0, 5)})
		},
		func() error {
			return tx.AddClearance(project.Clearance{Community: "hepingli", Project: id, Seq: 1, To: "hepingli-jiedao", Kind: project.StreetMoney, Words: "请批", AskedBy: "li", AskedAt: at, Due: at.AddDate(0, 0, 9), State: project.ClearanceAsked})
		},
		func() error {
			return tx.AddNeed(project.Need{Community: "hepingli", ID: "need-" + id, Theme: "门禁", Source: project.FromCall, Ref: from.ID, N: 9, Since: calendar.DayOf(at, hepingli.Location()), Until: calendar.DayOf(at, hepingli.Location()), By: "li", At: at})
		})
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// A list asks the database no more of 25 projects, calls and needs than of 5, whoever reads it.
func TestListsAskNoMoreOfMore(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.clock.set("2026-11-24 09:00")
		lists := []struct {
			who  *booted
			path string
		}{
			{b, "/hepingli/projects"}, {b, "/hepingli/calls"}, {b.as("hepingli", "wang"), "/hepingli/projects"}, {b.as("hepingli", "wang"), "/hepingli/calls"},
			{b.as("hepingli", "wang"), "/hepingli"}, {b.as("hepingli", "li"), "/hepingli/desk"}, {b.as("hepingli", "li"), "/hepingli/desk/projects"},
			{b.as("hepingli", "li"), "/hepingli/desk/calls"}, {b.as("hepingli", "li"), "/hepingli/desk/needs"},
			{b.as("hepingli-jiedao", "liu"), "/hepingli-jiedao/desk/projects"}, {b.as("hepingli-jiedao", "liu"), "/hepingli-jiedao/desk/projects/all"},
		}
		asked := func() (n []int64) {
			for _, l := range lists {
				l.who.get(l.path).holds(t, 200)
				before := b.store.Queries()
				l.who.get(l.path).holds(t, 200)
				n = append(n, b.store.Queries()-before)
			}
			return n
		}
		b.many(0, 5)
		few := asked()
		b.many(5, 25)
		for i, n := range asked() {
			if n != few[i] || n == 0 {
				t.Errorf("%s: %d queries of 25, %d of 5", lists[i].path, n, few[i])
			}
		}
	})
}

// What is read of many projects at once is what is read of each by itself.
func TestFactsReadAhead(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.clock.set("2026-11-24 09:00")
		b.many(0, 24)
		b.view(func(v *store.View) error {
			all, err := v.ProjectsAfter([]string{"hepingli"}, project.Project{}, 30, project.Collect, project.Negotiate, project.Deliver, project.Evaluate)
			if err != nil || len(all) != 24 {
				t.Fatal(len(all), err)
			}
			ahead, err := v.ProjectsAhead(all)
			if err != nil {
				return err
			}
			fixed := 0
			for _, p := range all {
				one, err := project.ReadFacts(v, p)
				if err != nil {
					return err
				}
				many, err := project.ReadFacts(ahead, p)
				if err != nil {
					return err
				}
				if a, b := one.Passed(project.Heard, p, b.clock.Now()), many.Passed(project.Heard, p, b.clock.Now()); a != b {
					t.Errorf("%s: heard %v, ahead %v", p.ID, a, b)
				}
				for i, c := range many.Calls {
					if c.Coverage == nil && c.Call.CoveredAtClose() {
						fixed++
						many.Calls[i].Coverage = one.Calls[i].Coverage
					}
				}
				if !reflect.DeepEqual(one, many) || len(one.Dissents) != 2 || len(one.Calls) != 2 || len(one.Signatures) != 2 {
					t.Errorf("%s:\n%+v\n%+v", p.ID, one, many)
				}
				looks, err := v.LookBackCalls(p.Community, p.ID)
				looksAhead, err2 := ahead.LookBackCalls(p.Community, p.ID)
				if err != nil || err2 != nil || !reflect.DeepEqual(looks, looksAhead) || (len(looks) == 1) != (p.Stage == project.Evaluate) {
					t.Errorf("%s: looks %v %v", p.ID, looks, looksAhead)
				}
				who, err := v.Standing("hepingli", "wang")
				if err != nil {
					return err
				}
				for _, c := range one.Calls {
					units, err := project.UnitsOf(v, who, c.Call)
					unitsAhead, err2 := project.UnitsOf(ahead, who, c.Call)
					if err != nil || err2 != nil || len(units) != 1 || len(unitsAhead) != 1 || (units[0].Answer == nil) != (unitsAhead[0].Answer == nil) {
						t.Errorf("%s: units %+v %+v", c.Call.ID, units, unitsAhead)
					}
				}
			}
			if fixed == 0 {
				t.Error("no call's close has fixed its coverage")
			}
			return nil
		})
	})
}

// What waits for somebody stands in front, also where its place in the list is on a later page, and the
// list goes on stage by stage with each project once.
func TestProjectsPageByPage(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.clock.set("2026-11-24 09:00")
		b.many(0, 60)
		li := b.as("hepingli", "li")
		for name, got := range map[string][]string{"residents": pagesOf(t, b, "/hepingli/projects"), "desk": pagesOf(t, li, deskProjects)} {
			whole := strings.Join(got, "")
			if len(got) != 3 {
				t.Errorf("%s: %d pages", name, len(got))
			}
			for i := range 60 {
				n := strings.Count(whole, fmt.Sprintf(">第 %d 件</a>", i))
				if n != 1 && (name == "residents" || n != 2) { // at the desk also among what waits
					t.Errorf("%s: project %d stands %d times", name, i, n)
				}
			}
		}
		first := li.get(deskProjects)
		first.holds(t, 200, "等我办的", `rel="next"`, `!rel="prev"`)
		b.as("hepingli", "wang").get("/hepingli/projects").holds(t, 200, "等我办的", ">第 59 件</a>")
		li.get(deskProjects+"?after=nonsense").holds(t, 404)
		li.get(regexpFirst(`href="([^"]+)" rel="next"`, first.body)).holds(t, 200, "!等我办的", `rel="prev"`)
	})
}

var _ projectReader = (*store.ProjectsAhead)(nil)
