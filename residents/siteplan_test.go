package residents

import (
	"errors"
	"fmt"
	"testing"
	"time"
)

// drawing is a community with its plan.
type drawing struct {
	level Level
	sites []Site
}

func (d *drawing) CommunityByID(id string) (Community, error) {
	return Community{ID: id, Level: d.level}, nil
}

func (d *drawing) ReplaceSites(_ string, sites []Site) error { d.sites = sites; return nil }

func TestSitesAreLaidOutByThemselves(t *testing.T) {
	var names []string
	for n := range 12 {
		names = append(names, fmt.Sprint(n+1, " 号楼"))
	}
	all := LaySites(names, []Site{{"3 号楼", 20, 10, 6, 3}, {"门房", 0, 0, 2, 2}})
	if len(all) != 13 || all[2] != (Site{"3 号楼", 20, 10, 6, 3}) || all[12].Building != "门房" {
		t.Fatalf("%+v", all)
	}
	for i, one := range all {
		if one.W < 1 || one.H < 1 || one.X < 0 || one.Y < 0 {
			t.Errorf("%+v is not on the plan", one)
		}
		for _, other := range all[:i] {
			if one.overlaps(other) {
				t.Errorf("%+v stands on %+v", one, other)
			}
		}
	}
	if len(names) != 12 || LaySites(nil, nil) != nil {
		t.Error("what was given is not left alone")
	}
}

func TestSetSites(t *testing.T) {
	now := time.Date(2026, 11, 28, 4, 0, 0, 0, time.UTC)
	as := func(role RoleName) Sender {
		return Sender{Now: now, ID: "c", Standing: Standing{Resident: Resident{Community: "hepingli", ID: "chen", Adult: true, ConfirmedAt: now.AddDate(-1, 0, 0)},
			Roles: []Role{{Resident: "chen", Community: "hepingli", Name: role, From: now.AddDate(0, -1, 0), To: now.AddDate(1, 0, 0)}}}}
	}
	d := &drawing{level: LevelCommunity}
	good := []Site{{"3号楼", 0, 0, 4, 2}, {"5 号楼", 4, 0, 4, 2}}
	if err := SetSites(d, as(RoleDirector), "hepingli", good); err != nil || len(d.sites) != 2 || d.sites[0].Building != "3 号楼" || good[0].Building != "3号楼" {
		t.Fatal(err, d.sites)
	}
	for field, sites := range map[string][]Site{
		"name-1": {{"", 0, 0, 1, 1}}, "x-1": {{"3 号楼", 100, 0, 1, 1}}, "y-1": {{"3 号楼", 0, -1, 1, 1}}, "w-1": {{"3 号楼", 0, 0, 41, 1}}, "h-1": {{"3 号楼", 0, 0, 1, 0}},
		"name-2": {good[0], {"3 号楼", 9, 9, 1, 1}}, "x-2": {good[0], {"5 号楼", 3, 1, 1, 1}}, "name-201": make([]Site, BuildingsMost+1),
	} {
		d.sites = nil
		wrong, ok := errors.AsType[*FieldError](SetSites(d, as(RoleDirector), "hepingli", sites))
		if !ok || wrong.Field != field || d.sites != nil {
			t.Errorf("%s: %v, set %v", field, wrong, d.sites)
		}
	}
	if err := SetSites(d, as(RoleCommitteeMember), "hepingli", good); err != ErrNotAllowed {
		t.Error("a member:", err)
	}
	if err := SetSites(d, as(RoleDirector), "anzhen", good); err != ErrNotAllowed {
		t.Error("another community:", err)
	}
	d.level = LevelSubdistrict
	if err := SetSites(d, as(RoleDirector), "hepingli", good); err != ErrNotFound {
		t.Error("a street:", err)
	}
}
