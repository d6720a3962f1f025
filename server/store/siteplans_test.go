package store_test

import (
	"slices"
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestSitePlans(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		plan := func(community string) (all []residents.Site) {
			view(t, s, func(v *store.View) (err error) { all, err = v.SitePlan(community); return err })
			return all
		}
		first := plan("hepingli")
		if len(first) == 0 || first[0].Building != "3 号楼" {
			t.Fatalf("laid out by itself: %+v", first)
		}
		set := []residents.Site{{Building: "3 号楼", X: 9, Y: 7, W: 3, H: 8}, {Building: "12 号楼", W: 2, H: 2}}
		other := plan("anzhen")
		for range 2 {
			update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ReplaceSites("hepingli", set) })
		}
		if now := plan("hepingli"); !slices.Contains(now, set[0]) || !slices.Contains(now, set[1]) || len(now) != len(first)+1 {
			t.Errorf("as set: %+v", now)
		}
		if now := plan("anzhen"); !slices.Equal(now, other) {
			t.Errorf("another community's moved: %+v", now)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ReplaceSites("hepingli", nil) })
		if now := plan("hepingli"); !slices.Equal(now, first) {
			t.Errorf("after all: %+v", now)
		}
	})
}
