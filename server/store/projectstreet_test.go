package store_test

import (
	"fmt"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// streetProjects gives a community so many projects, each with an entry of the ledger, a
// call of two buildings and answers to it.
func streetProjects(t testing.TB, s *store.Store, body string, n int) {
	t.Helper()
	at := time.Date(2026, 11, 1, 1, 0, 0, 0, time.UTC)
	update(t, s, body, func(tx *store.Tx) error {
		for i := range n {
			id := fmt.Sprintf("project-%s-%04d", body, i)
			units := []project.PlaceUnits{{Place: project.Place{Community: body, Building: "3 号楼"}, Units: 40}, {Place: project.Place{Community: body, Building: "5 号楼"}, Units: 44}}
			c := project.Call{Community: body, ID: "call-" + id, Number: fmt.Sprintf("Z2026-%03d", i+1), State: project.CallPublished, MadeBy: "li", MadeAt: at, PublishedBy: "li", PublishedAt: at, Opens: at, Closes: at.AddDate(0, 0, 9),
				CallContent: project.CallContent{Title: "问一问", Purpose: project.ForNeeds, Unit: project.ByHousehold, Coverage: 60, Units: units}}
			p := project.Project{Community: body, ID: id, Number: fmt.Sprintf("L2026-%03d", i+1), Stage: project.Deliver, Version: 1, MadeBy: "li", MadeAt: at, ChangedAt: at,
				Content: project.Content{Title: "第几件", Problem: "要办", Kind: project.Applied, Field: project.Works, Calls: []string{c.ID}, Places: []project.Place{{Community: body}}, Round: 1}}
			if err := tx.AddCall(c); err != nil {
				return err
			}
			if err := tx.AddProject(p); err != nil {
				return err
			}
			for k, building := range []string{"3 号楼", "3 号楼", "5 号楼"} {
				a := project.Answer{Community: body, Body: body, Call: c.ID, Unit: fmt.Sprint("home/", k), Building: building, Channel: project.Online, By: "li", At: at}
				if err := tx.AddAnswer(a); err != nil {
					return err
				}
			}
			for kind, cents := range map[project.EntryKind]int64{project.Committed: 500, project.Paid: 300} {
				if err := tx.AddEntry(project.Entry{Community: body, ID: string(kind) + id, Project: id, Line: "1", Kind: kind, Cents: cents, By: "li", At: at}); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func TestProjectsWithinABody(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		streetProjects(t, s, "hepingli", 300)
		streetProjects(t, s, "anzhen", 3)
		for body, want := range map[string]int{"hepingli": 300, "anzhen": 3, "hepingli-street": 303, "dongcheng": 303, residents.Installation: 303} {
			view(t, s, func(v *store.View) error {
				lines, err := v.ProjectsWithin(body)
				if len(lines) != want && body != residents.Installation {
					t.Errorf("%s: %d projects, not %d", body, len(lines), want)
				}
				var ids, calls []string
				for _, l := range lines {
					if l.Body.Slug == "" || l.Body.ID != l.Community {
						t.Errorf("%s: the body of %s is %q", body, l.ID, l.Body.ID)
					}
					ids, calls = append(ids, l.ID), append(calls, l.Calls...)
				}
				if body == residents.Installation {
					return err
				}
				for name, only := range map[string][2][]string{"all": {nil, nil}, "these": {ids, calls}} {
					sums, err := v.LedgersWithin(body, only[0])
					if err != nil {
						return err
					}
					figures, err := v.CallsWithin(body, only[1])
					if err != nil {
						return err
					}
					if len(sums) != want || len(figures) != want {
						t.Fatalf("%s, %s: %d ledgers, %d calls", body, name, len(sums), len(figures))
					}
					for _, l := range lines {
						c := figures[store.ProjectKey{Body: l.Community, ID: l.Calls[0]}]
						if sums[l.Key()] != (store.LedgerSums{Committed: 500, Paid: 300}) || len(c.Coverage) != 2 || c.Coverage[0].Answered != 2 || c.Coverage[1].Answered != 1 {
							t.Fatalf("%s, %s: %+v %+v", body, name, sums[l.Key()], c)
						}
					}
				}
				none, err := v.LedgersWithin(body, []string{})
				if len(none) != 0 {
					t.Error("no project has a ledger")
				}
				return err
			})
		}
	})
}

// BenchmarkProjectsOfAStreet reads 1,000 projects as the street's list does, with the
// figures of a page of 25, and as its sheets do, with those of all.
func BenchmarkProjectsOfAStreet(b *testing.B) {
	for database, options := range map[string]store.Options{"sqlite": {Dir: b.TempDir()}, "postgres": {URL: storetest.Shared(b).Database(b)}} {
		s := storetest.Open(b, options)
		house(b, s)
		streetProjects(b, s, "hepingli", 500)
		streetProjects(b, s, "anzhen", 500)
		for name, n := range map[string]int{"page": 25, "sheet": 1000} {
			b.Run(database+"/"+name, func(b *testing.B) {
				for b.Loop() {
					view(b, s, func(v *store.View) error {
						lines, err := v.ProjectsWithin("hepingli-street")
						if err != nil || len(lines) != 1000 {
							return fmt.Errorf("%d projects: %w", len(lines), err)
						}
						var ids, calls []string
						for _, l := range lines[:n%1000] {
							ids, calls = append(ids, l.ID), append(calls, l.Calls...)
						}
						if _, err = v.LedgersWithin("hepingli-street", ids); err != nil {
							return err
						}
						if _, err = v.CallsWithin("hepingli-street", calls); err != nil {
							return err
						}
						_, err = v.LookBacksWithin("hepingli-street", ids)
						return err
					})
				}
			})
		}
	}
}
