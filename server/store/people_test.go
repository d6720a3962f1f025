package store_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestCommunities(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		view(t, s, func(v *store.View) error {
			if c, err := v.CommunityBySlug("hepingli"); c != hepingli || err != nil {
				t.Errorf("by slug: %+v, %v", c, err)
			}
			if c, err := v.CommunityByID("dongcheng"); c != district || err != nil {
				t.Errorf("by id: %+v, %v", c, err)
			}
			if _, err := v.CommunityBySlug("nowhere"); err != residents.ErrNotFound {
				t.Errorf("nowhere: %v", err)
			}
			if all, err := v.Communities(); !slices.Equal(all, []residents.Community{anzhen, district, hepingli, street}) || err != nil {
				t.Errorf("all: %+v, %v", all, err)
			}
			if all, err := v.Children("hepingli-street"); !slices.Equal(all, []residents.Community{anzhen, hepingli}) || err != nil {
				t.Errorf("under the street: %+v, %v", all, err)
			}
			return nil
		})
		changed := hepingli
		changed.Name, changed.Homes = "和平里东社区", 1500
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ChangeCommunity(changed) })
		view(t, s, func(v *store.View) error {
			if c, err := v.CommunityByID("hepingli"); c != changed || err != nil {
				t.Errorf("changed: %+v, %v", c, err)
			}
			return nil
		})

		twin := residents.Community{ID: "new", Slug: "anzhen", Level: residents.LevelCommunity}
		if err := s.Update(context.Background(), "new", func(tx *store.Tx) error { return tx.AddCommunity(twin) }); err != residents.ErrTaken {
			t.Errorf("the same slug: %v", err)
		}
		for name, test := range map[string]struct {
			change func(*residents.Community)
			want   store.Failure
		}{
			"no such parent":    {func(c *residents.Community) { c.Parent = "nowhere" }, store.ForeignKey},
			"no such level":     {func(c *residents.Community) { c.Level = "city" }, store.Check},
			"a negative number": {func(c *residents.Community) { c.Homes = -1 }, store.Check},
		} {
			c := residents.Community{ID: "new", Slug: "new", Level: residents.LevelCommunity}
			test.change(&c)
			err := s.Update(context.Background(), "new", func(tx *store.Tx) error { return tx.AddCommunity(c) })
			if store.Kind(err) != test.want {
				t.Errorf("%s: %v is %s", name, err, store.Kind(err))
			}
		}
	})
}

func TestNumbersAreNumbers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		for _, value := range []any{"abc", "1.5"} {
			err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
				_, err := tx.Exec(`UPDATE residents SET joined_at = $1 WHERE id = $2`, value, wang.ID)
				return err
			})
			if err == nil {
				t.Errorf("%v was taken for a time", value)
			}
		}
	})
}

func TestResidentsAndRoles(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		year := 365 * 24 * time.Hour
		member := residents.Role{Community: "hepingli", Resident: li.ID, Name: residents.RoleCommitteeMember, From: start, To: start.Add(5 * year)}
		staff := residents.Role{Community: "hepingli-street", Resident: li.ID, Name: residents.RoleStreetStaff, From: start.Add(year), To: start.Add(2 * year), GrantedBy: wang.ID}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.GrantRole("hepingli", staff), tx.GrantRole("hepingli", member))
		})
		view(t, s, func(v *store.View) error {
			who, err := v.Standing("hepingli", li.ID)
			if who.Resident != li || !slices.Equal(who.Roles, []residents.Role{member, staff}) || err != nil {
				t.Errorf("standing: %+v, %v", who, err)
			}
			if _, err := v.Standing("anzhen", li.ID); err != residents.ErrNotFound {
				t.Errorf("in another community: %v", err)
			}
			for _, test := range []struct {
				body string
				at   time.Time
				want int
			}{{"hepingli", start, 1}, {"hepingli", start.Add(-1), 0}, {"hepingli", member.To, 0}, {"hepingli-street", start, 0}, {"hepingli-street", staff.From, 1}} {
				held, err := v.Holders(test.body, test.at, residents.RoleCommitteeMember, residents.RoleStreetStaff)
				if len(held) != test.want || err != nil {
					t.Errorf("holders in %s at %s: %+v, %v", test.body, test.at, held, err)
				}
			}
			if all, err := v.Residents("hepingli", "", 1); len(all) != 1 || all[0] != li || err != nil {
				t.Errorf("first page: %+v, %v", all, err)
			}
			if all, err := v.Residents("hepingli", li.ID, 10); len(all) != 1 || all[0] != wang || err != nil {
				t.Errorf("second page: %+v, %v", all, err)
			}
			return nil
		})

		moved := wang
		moved.Building, moved.BirthYear = "8 号楼", 1952
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.ChangeResident(moved), tx.EndRole("hepingli", member), tx.LeaveResident("hepingli", li.ID))
		})
		view(t, s, func(v *store.View) error {
			if p, err := v.Resident("hepingli", wang.ID); p != moved || err != nil {
				t.Errorf("changed: %+v, %v", p, err)
			}
			if _, err := v.Standing("hepingli", li.ID); err != residents.ErrNotFound {
				t.Errorf("standing of somebody who left: %v", err)
			}
			if p, err := v.Resident("hepingli", li.ID); p != li || err != nil {
				t.Errorf("somebody who left: %+v, %v", p, err)
			}
			return nil
		})
		err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", li.ID) })
		if err != residents.ErrNotFound {
			t.Errorf("leaving twice: %v", err)
		}
	})
}
