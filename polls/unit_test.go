package polls

import (
	"testing"

	"yishiting/residents"
)

// A unit's name says whose it is, and nothing else's.
func TestNamesOfUnits(t *testing.T) {
	tenant, owner := residents.Household{ID: "home-4", Tenure: residents.TenureTenant}, residents.Household{ID: "home-5", Tenure: residents.TenureOwner}
	for unit, want := range map[string]struct {
		person, home, spare string
		n                   int
	}{
		personUnit("wang"):     {person: "wang"},
		homeUnit("home-1"):     {home: "home-1"},
		spareUnit("home-2", 3): {spare: "home-2", n: 3},
		ownedUnit(tenant):      {spare: "home-4"},
		ownedUnit(owner):       {home: "home-5"},
		"":                     {},
		"wang":                 {},
		"x/wang":               {},
	} {
		spare, n := UnitSpare(unit)
		if UnitPerson(unit) != want.person || UnitHome(unit) != want.home || spare != want.spare || n != want.n {
			t.Errorf("%q is of %q, %q, %q %d", unit, UnitPerson(unit), UnitHome(unit), spare, n)
		}
	}
}
