package polls

import (
	"strconv"
	"strings"

	"yishiting/residents"
)

// Units of a roll by their names: who has one ballot. The store looks them up by these
// beginnings; behind one stands the id of a resident, or of a household, or of a household
// with a number.
const (
	PersonPrefix = "r/"
	HomePrefix   = "h/"
	SparePrefix  = "s/" // on paper only: an adult of the roster who has not joined, from 1, or the owner of a rented home, 0
)

func personUnit(resident string) string { return PersonPrefix + resident }
func homeUnit(household string) string  { return HomePrefix + household }
func spareUnit(household string, n int) string {
	return SparePrefix + household + "/" + strconv.Itoa(n)
}

// UnitPerson is the resident whose own unit it is; "" where it is no person's.
func UnitPerson(unit string) (resident string) { return unitBehind(unit, PersonPrefix) }

// UnitHome is the household that is the unit; "" where it is none.
func UnitHome(unit string) (household string) { return unitBehind(unit, HomePrefix) }

// UnitSpare is the household whose further adult the unit is, and which; with 0 its owner,
// who lets it. "" where it is neither.
func UnitSpare(unit string) (household string, n int) {
	household, place, _ := strings.Cut(unitBehind(unit, SparePrefix), "/")
	n, _ = strconv.Atoi(place)
	return household, n
}

func unitBehind(unit, kind string) string {
	if id, ok := strings.CutPrefix(unit, kind); ok {
		return id
	}
	return ""
}

// ByHome tells whether homes have the ballots, and not people.
func (u Unit) ByHome() bool { return u == UnitHousehold || u == UnitOwner }

// ownedUnit is the unit of a home in an owners' poll. Where tenants live, their
// representative does not speak for the owner, who votes on paper.
func ownedUnit(h residents.Household) string {
	if h.Tenure == residents.TenureTenant {
		return spareUnit(h.ID, 0)
	}
	return homeUnit(h.ID)
}
