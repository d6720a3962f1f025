package store_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func home(id, building, unit, room string) residents.Household {
	return residents.Household{Community: "hepingli", ID: id, Building: building, Unit: unit, Room: room}
}

func TestHouseholds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		want := []residents.Household{ // in reading order
			home("h1", "2 号楼", "1 单元", "101"),
			home("h2", "2 号楼", "1 单元", "1101"),
			home("h3", "2 号楼", "2 单元", "101"),
			home("h4", "10 号楼", "", "9"),
			home("h5", "10 号楼", "1 单元", "101"),
		}
		want[2].Adults, want[2].Tenure, want[2].Area = 3, residents.TenureOwner, 8950
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return tx.AddHouseholds([]residents.Household{want[4], want[2], want[0], want[3], want[1]})
		})
		page := func(building string, after residents.Household, limit int) (all []residents.Household) {
			view(t, s, func(v *store.View) (err error) {
				all, err = v.Households("hepingli", building, after, limit)
				return err
			})
			return all
		}
		if all := page("", residents.Household{}, 100); !slices.Equal(all, want) {
			t.Errorf("all: %+v", all)
		}
		if all := page("", want[1], 2); !slices.Equal(all, want[2:4]) {
			t.Errorf("after the second: %+v", all)
		}
		if all := page("3 号楼", residents.Household{}, 9); len(all) != 0 {
			t.Errorf("of a building without homes: %+v", all)
		}
		if all := page("2 号楼", want[0], 9); !slices.Equal(all, want[1:3]) {
			t.Errorf("of a building: %+v", all)
		}
		view(t, s, func(v *store.View) error {
			if h, err := v.Household("hepingli", "h3"); h != want[2] || err != nil {
				t.Errorf("by id: %+v, %v", h, err)
			}
			if _, err := v.Household("anzhen", "h3"); err != residents.ErrNotFound {
				t.Errorf("in another community: %v", err)
			}
			if h, err := v.HouseholdAt("hepingli", "10 号楼", "", "9"); h != want[3] || err != nil {
				t.Errorf("by address: %+v, %v", h, err)
			}
			return nil
		})

		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, one := range [][2]string{{"h1", wang.ID}, {"h3", wang.ID}, {"h3", li.ID}} {
				if err := tx.AddHome("hepingli", one[0], one[1]); err != nil {
					return err
				}
			}
			return tx.EndHome("hepingli", "h1", wang.ID)
		})
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.AddHome("hepingli", "h1", wang.ID) })
		view(t, s, func(v *store.View) error {
			people, err := v.PeopleInHomes("hepingli", "h1", "h2", "h3")
			if len(people) != 2 || people["h1"] != 1 || people["h3"] != 2 || err != nil {
				t.Errorf("people: %v, %v", people, err)
			}
			if all, err := v.PeopleInHomes("hepingli"); len(all) != 2 || err != nil {
				t.Errorf("people of all: %v, %v", all, err)
			}
			buildings, err := v.HouseholdBuildings("hepingli")
			if !slices.Equal(buildings, []store.BuildingHomes{{"2 号楼", 3, 2}, {"10 号楼", 2, 0}}) || err != nil {
				t.Errorf("buildings: %+v, %v", buildings, err)
			}
			if homes, people, err := v.RosterCounts("hepingli"); homes != 5 || people != 2 || err != nil {
				t.Errorf("counts: %d, %d, %v", homes, people, err)
			}
			if lived, err := v.PeopleOfHome("hepingli", "h3"); len(lived) != 2 || err != nil {
				t.Errorf("people of h3: %+v, %v", lived, err)
			}
			if homes, err := v.HomesOf("hepingli", wang.ID); len(homes) != 2 || err != nil {
				t.Errorf("homes of wang: %+v, %v", homes, err)
			}
			return nil
		})
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", li.ID) })
		view(t, s, func(v *store.View) error {
			if people, err := v.PeopleInHomes("hepingli", "h3"); people["h3"] != 1 || err != nil {
				t.Errorf("people after one has left: %v, %v", people, err)
			}
			return nil
		})

		refused := func(what string, want error, fn func(tx *store.Tx) error) {
			t.Helper()
			if err := s.Update(context.Background(), "hepingli", fn); err != want {
				t.Errorf("%s: %v, not %v", what, err, want)
			}
		}
		twin := want[0]
		twin.ID = "h9"
		refused("the same address", residents.ErrListed, func(tx *store.Tx) error { return tx.AddHousehold(twin) })
		twin.ID = "h2"
		refused("moved onto another", residents.ErrListed, func(tx *store.Tx) error { return tx.ChangeHousehold(twin) })
		twin.ID = "h0"
		refused("none", residents.ErrNotFound, func(tx *store.Tx) error { return tx.ChangeHousehold(twin) })

		gone := want[1]
		gone.GoneAt = start.Add(time.Hour)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ChangeHousehold(gone) })
		if all := page("2 号楼", residents.Household{}, 9); !slices.Equal(all, []residents.Household{want[0], want[2]}) {
			t.Errorf("one gone: %+v", all)
		}
		view(t, s, func(v *store.View) error {
			if h, err := v.Household("hepingli", "h2"); h != gone || err != nil {
				t.Errorf("gone: %+v, %v", h, err)
			}
			if all, err := v.AllHouseholds("hepingli"); len(all) != 5 || err != nil {
				t.Errorf("all ever: %d, %v", len(all), err)
			}
			return nil
		})
	})
}

// A home that is taken off the roster leaves no letter that still opens.
func TestGoneHomeHasNoLetter(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		h := home("h1", "2 号楼", "1 单元", "101")
		update(t, s, "hepingli", func(tx *store.Tx) error {
			if err := tx.AddHousehold(h); err != nil {
				return err
			}
			_, err := tx.Exec(`INSERT INTO invitations (community, id, number, household, token_hash, code_hash, slots, made_by, made_at, expires_at)
				VALUES ('hepingli', 'i1', 1, 'h1', 't', 'c', 2, 'li', 1, 2)`)
			return err
		})
		for _, gone := range []bool{false, true} {
			if gone {
				h.GoneAt = start
			}
			update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ChangeHousehold(h) })
			if n := count(t, s, `SELECT COUNT(*) FROM invitations WHERE revoked_at IS NULL`); n == 0 != gone {
				t.Errorf("gone: %v, letters: %d", gone, n)
			}
		}
	})
}

// Whoever lives in a home whose address is corrected lives in the building it is in.
func TestCorrectedAddress(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		homes(t, s)
		member := residents.Standing{
			Resident: residents.Resident{ID: "chen", Community: "hepingli", Adult: true, ConfirmedAt: start},
			Roles:    []residents.Role{{Community: "hepingli", Resident: "chen", Name: residents.RoleDirector, From: start, To: start.AddDate(5, 0, 0)}},
		}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, who := range []string{wang.ID, li.ID} { // li is known by another home, in 5 号楼
				if err := tx.AddHome("hepingli", "h-3", who); err != nil {
					return err
				}
			}
			by := residents.Sender{Standing: member, Now: start, ID: commandID(1)}
			h, err := residents.ChangeHousehold(tx, by, residents.Household{Community: "hepingli", ID: "h-3", Building: "6 号楼", Unit: "2 单元", Room: "502"})
			if h.Building != "6 号楼" {
				t.Errorf("%+v", h)
			}
			return err
		})
		view(t, s, func(v *store.View) error {
			for id, want := range map[string]string{wang.ID: "6 号楼", li.ID: "5 号楼"} {
				if who, err := v.Resident("hepingli", id); who.Building != want || err != nil {
					t.Errorf("%s lives in %s, %v", id, who.Building, err)
				}
			}
			return nil
		})
	})
}
