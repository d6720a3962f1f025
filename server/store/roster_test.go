package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// keeper is a member of hepingli's committee who sends a command.
func keeper(id string) residents.Sender {
	role := residents.Role{Community: "hepingli", Resident: li.ID, Name: residents.RoleCommitteeMember, From: start, To: start.AddDate(5, 0, 0)}
	li := li
	li.ConfirmedAt = start
	return residents.Sender{Standing: residents.Standing{Resident: li, Roles: []residents.Role{role}}, Now: start, ID: id}
}

// office is a list of n homes in buildings of 150, each with so many adults.
func office(n, adults int) (l residents.RosterList) {
	for _, c := range []residents.RosterColumn{residents.ColumnBuilding, residents.ColumnUnit, residents.ColumnRoom, residents.ColumnAdults, residents.ColumnArea} {
		l.Given[c] = true
	}
	for i := range n {
		l.Lines = append(l.Lines, residents.RosterLine{Line: i + 2, Cells: [residents.RosterColumns]string{
			fmt.Sprint(1+i/150, "号楼"), fmt.Sprint(1+i/50%3, "单元"), fmt.Sprint(101 + i%50), "", fmt.Sprint(adults), "", fmt.Sprintf("%d.5", 40+i%90)}})
	}
	return l
}

// importing uploads and imports a list in two commands, as the desk does.
func importing(t testing.TB, s *store.Store, command string, list residents.RosterList, removing bool) {
	t.Helper()
	var d residents.RosterDraft
	update(t, s, "hepingli", func(tx *store.Tx) (err error) {
		d, err = residents.UploadRoster(tx, keeper(command), "hepingli", "list.csv", "content")
		return err
	})
	var have []residents.Household
	var lived map[string]int
	view(t, s, func(v *store.View) (err error) {
		if have, err = v.AllHouseholds("hepingli"); err != nil {
			return err
		}
		lived, err = v.PeopleInHomes("hepingli")
		return err
	})
	sum := residents.PlanRoster(have, lived, list).Sum()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		return residents.ImportRoster(tx, keeper(command), d, list, sum, removing, func(residents.RosterPlan) string { return "done" })
	})
	view(t, s, func(v *store.View) error {
		if d, err := v.RosterDraft("hepingli", d.ID); d.Content != "done" || err != nil {
			t.Errorf("the draft: %+v, %v", d, err)
		}
		return nil
	})
}

// 3,000 homes come onto the roster within 5 s, and change within 5 s, on both databases.
func TestImport3000(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		for i, step := range []struct {
			list     residents.RosterList
			removing bool
			want     [3]int64 // homes on the roster, their adults, rows
		}{{office(3000, 2), false, [3]int64{3000, 6000, 3000}}, {office(3000, 3), false, [3]int64{3000, 9000, 3000}},
			{office(100, 3), true, [3]int64{100, 300, 3000}}, {office(3010, 4), true, [3]int64{3010, 12040, 3010}}} {
			began := time.Now()
			importing(t, s, commandID(i), step.list, step.removing)
			if took := time.Since(began); took > 30*time.Second { // ten times what a busy machine needs
				t.Errorf("step %d took %s", i, took)
			}
			got := [3]int64{
				count(t, s, `SELECT COUNT(*) FROM households WHERE gone_at IS NULL`),
				count(t, s, `SELECT COALESCE(SUM(adults), 0) FROM households WHERE gone_at IS NULL`),
				count(t, s, `SELECT COUNT(*) FROM households`),
			}
			if got != step.want {
				t.Errorf("step %d: %v, not %v", i, got, step.want)
			}
		}
	})
}

func TestRosterDrafts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		upload := func(command string, at time.Time) (d residents.RosterDraft) {
			update(t, s, "hepingli", func(tx *store.Tx) (err error) {
				by := keeper(command)
				by.Now = at
				d, err = residents.UploadRoster(tx, by, "hepingli", "户册.csv", "{}")
				return err
			})
			return d
		}
		first := upload(commandID(1), start)
		second := upload(commandID(2), start.Add(time.Hour))
		view(t, s, func(v *store.View) error {
			if _, err := v.RosterDraft("hepingli", first.ID); err != residents.ErrNotFound {
				t.Errorf("the first draft is left: %v", err)
			}
			if d, err := v.RosterDraft("hepingli", second.ID); d != second || err != nil {
				t.Errorf("%+v, %v", d, err)
			}
			if _, err := v.RosterDraft("anzhen", second.ID); err != residents.ErrNotFound {
				t.Errorf("in another community: %v", err)
			}
			if d, err := v.RosterDraftOf("hepingli", li.ID, start.Add(24*time.Hour)); d != second || err != nil {
				t.Errorf("of li: %+v, %v", d, err)
			}
			for _, who := range []string{wang.ID, li.ID} {
				if _, err := v.RosterDraftOf("hepingli", who, start.Add(25*time.Hour)); err != residents.ErrNotFound {
					t.Errorf("of %s, too late: %v", who, err)
				}
			}
			return nil
		})
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			by := keeper(commandID(3))
			by.Resident = wang
			by.Roles = nil
			return residents.ImportRoster(tx, by, second, office(1, 1), "", false, nil)
		})
		if err != residents.ErrNotAllowed {
			t.Errorf("by a resident: %v", err)
		}
	})
}

// BenchmarkImport is 3,000 homes that change by one command; ms-added is 3,000 that come onto an empty roster.
func BenchmarkImport(b *testing.B) {
	for _, database := range []string{"sqlite", "postgres"} {
		b.Run(database, func(b *testing.B) {
			options := store.Options{Dir: b.TempDir()}
			if database == "postgres" {
				options = store.Options{URL: storetest.Shared(b).Database(b)}
			}
			s := storetest.Open(b, options)
			house(b, s)
			began := time.Now()
			importing(b, s, commandID(0), office(3000, 1), false)
			added := time.Since(began)
			n := 0
			for b.Loop() {
				n++
				importing(b, s, commandID(n), office(3000, 1+n%2), false)
			}
			b.ReportMetric(float64(added.Milliseconds()), "ms-added")
		})
	}
}
