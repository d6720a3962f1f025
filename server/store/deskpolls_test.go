package store_test

import (
	"fmt"
	"reflect"
	"testing"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// What can still be printed follows ballots, printed papers and those that came back; the
// homes stand in the order of their addresses.
func TestUnitsToPrint(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		_, chair, member := electors(t, s, 0)
		var homes []string
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for i, at := range [][3]string{{"2 号楼", "1 单元", "101"}, {"10 号楼", "1 单元", "101"}, {"2 号楼", "1 单元", "1001"}, {"2 号楼", "1 单元", "102"}} {
				h := residents.Household{Community: "hepingli", ID: fmt.Sprintf("printed-%08d", i), Building: at[0], Unit: at[1], Room: at[2], Adults: 1}
				homes = append(homes, "h/"+h.ID)
				if err := tx.AddHousehold(h); err != nil {
					return err
				}
			}
			return tx.GrantRole("hepingli", residents.Role{
				Community: "hepingli", Resident: chair.Resident.ID, Name: residents.RoleHouseholdRep, Scope: "printed-00000000", From: start, To: start.AddDate(1, 0, 0),
			})
		})
		terms := yesNo()
		terms.Electorate.Unit, terms.Electorate.Buildings, terms.Paper = polls.UnitHousehold, []string{"2 号楼", "10 号楼"}, true
		p := published(t, s, terms, chair, member)

		type state struct {
			Fresh, All []string
			Buildings  []store.ToPrint
		}
		holds := func(what string, want state) {
			t.Helper()
			var got state
			view(t, s, func(v *store.View) (err error) {
				if got.Fresh, err = v.UnitsToPrint("hepingli", p.ID, "", false, 10); err != nil {
					return err
				}
				if got.All, err = v.UnitsToPrint("hepingli", p.ID, "2 号楼", true, 10); err != nil {
					return err
				}
				got.Buildings, err = v.BuildingsToPrint("hepingli", p.ID)
				return err
			})
			if !reflect.DeepEqual(got, want) {
				t.Errorf("%s: %+v, want %+v", what, got, want)
			}
		}
		of2 := func(places ...int) (units []string) {
			for _, i := range places {
				units = append(units, homes[i])
			}
			return units
		}
		holds("published", state{of2(0, 3, 2, 1), of2(0, 3, 2), []store.ToPrint{{Building: "2 号楼", Units: 3, Fresh: 3}, {Building: "10 号楼", Units: 1, Fresh: 1}}})

		by := func(who residents.Standing) residents.Sender {
			return residents.Sender{Standing: who, Now: start, ID: residents.NewID(start)}
		}
		var papers []polls.PaperBallot
		update(t, s, "hepingli", func(tx *store.Tx) (err error) {
			papers, err = polls.PrintBallots(tx, by(member), "hepingli", p.ID, of2(0, 1))
			return err
		})
		holds("printed", state{of2(3, 2), of2(0, 3, 2), []store.ToPrint{{Building: "2 号楼", Units: 3, Fresh: 2}, {Building: "10 号楼", Units: 1}}})

		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, paper := range papers {
				if paper.Unit == homes[1] {
					_, err := polls.EnterPaper(tx, by(member), "hepingli", p.ID, paper.Serial, polls.Yes)
					return err
				}
			}
			return nil
		})
		holds("one came back", state{of2(3, 2), of2(0, 3, 2), []store.ToPrint{{Building: "2 号楼", Units: 3, Fresh: 2}}})

		update(t, s, "hepingli", func(tx *store.Tx) error {
			cast, err := polls.CastVotes(tx, "hepingli", []polls.Vote{{By: by(mustStand(t, tx, chair)), Body: "hepingli", Poll: p.ID, Choice: polls.No}})
			if err != nil {
				return err
			}
			return cast[0].Err
		})
		holds("one voted", state{of2(3, 2), of2(3, 2), []store.ToPrint{{Building: "2 号楼", Units: 2, Fresh: 2}}})
		view(t, s, func(v *store.View) error {
			spoken, err := v.HomesSpokenFor("hepingli", start)
			if err != nil || len(spoken) != 1 || !spoken["printed-00000000"] {
				t.Errorf("homes with a representative: %v %v", spoken, err)
			}
			n, err := v.PollsToWork("hepingli")
			if err != nil || n != 0 {
				t.Errorf("%d polls wait: %v", n, err)
			}
			units, err := v.RollUnitsOfHome("hepingli", p.ID, "printed-00000003")
			if err != nil || !reflect.DeepEqual(units, of2(3)) {
				t.Errorf("%v %v", units, err)
			}
			return err
		})
	})
}

// mustStand is how somebody stands now.
func mustStand(t *testing.T, tx *store.Tx, who residents.Standing) residents.Standing {
	t.Helper()
	now, err := tx.Standing("hepingli", who.Resident.ID)
	if err != nil {
		t.Fatal(err)
	}
	return now
}
