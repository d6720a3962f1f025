package store_test

import (
	"context"
	"slices"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// addHouseholds puts empty homes of a community into the database, by their ids.
func addHouseholds(t testing.TB, s *store.Store, community string, ids ...string) {
	t.Helper()
	update(t, s, community, func(tx *store.Tx) error {
		for _, id := range ids {
			_, err := tx.Exec(`INSERT INTO households (community, id, building, unit, room, adults, tenure, area, added_at, changed_at)
				VALUES ($1, $2, '3 号楼', '2 单元', $2, 0, '', 0, 1, 1)`, community, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

func TestHomes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		addHouseholds(t, s, "hepingli", "501", "502")
		addHouseholds(t, s, "anzhen", "101")
		add := func(household string, who ...residents.Resident) {
			update(t, s, "hepingli", func(tx *store.Tx) error {
				for _, one := range who {
					if err := tx.AddHome("hepingli", household, one.ID); err != nil {
						return err
					}
				}
				return nil
			})
		}
		lives := func(household string, want ...string) {
			t.Helper()
			view(t, s, func(v *store.View) error {
				all, err := v.PeopleOfHome("hepingli", household)
				var ids []string
				for _, one := range all {
					ids = append(ids, one.ID)
				}
				if !slices.Equal(ids, want) {
					t.Errorf("in %s live %v, not %v", household, ids, want)
				}
				return err
			})
		}
		add("501", wang, li)
		add("501", wang) // again: nothing changes
		add("502", wang)
		lives("501", li.ID, wang.ID)
		lives("502", wang.ID)
		view(t, s, func(v *store.View) error {
			who, err := v.Standing("hepingli", wang.ID)
			if len(who.Homes) != 2 || who.Homes[0].Household != "501" || who.Homes[0].Room != "501" {
				t.Errorf("homes: %+v", who.Homes)
			}
			return err
		})

		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.EndHome("hepingli", "501", wang.ID) })
		lives("501", li.ID)
		lives("502", wang.ID)
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.EndHome("hepingli", "501", wang.ID) }); err != residents.ErrNotFound {
			t.Errorf("moved out twice: %v", err)
		}
		add("501", wang)
		lives("501", li.ID, wang.ID)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", li.ID) })
		lives("501", wang.ID)

		// A home of another community is none here.
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.AddHome("hepingli", "101", wang.ID) })
		if store.Kind(err) != store.ForeignKey {
			t.Errorf("a home of another community: %v", err)
		}
	})
}
