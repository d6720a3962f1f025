package store

import (
	"database/sql"
	"fmt"
	"strings"
	"time"

	"yishiting/residents"
)

const householdColumns = `households.community, households.id, building, unit, room, adults, tenure, area, gone_at`

func household(r row) (h residents.Household, err error) {
	var gone sql.NullInt64
	err = r.Scan(&h.Community, &h.ID, &h.Building, &h.Unit, &h.Room, &h.Adults, &h.Tenure, &h.Area, &gone)
	h.GoneAt = instantOrZero(gone)
	return h, err
}

// Household is a home of the community, also one that is off the roster; residents.ErrNotFound when there is none.
func (v *View) Household(community, id string) (residents.Household, error) {
	return one(v, household, `SELECT `+householdColumns+` FROM households WHERE community = $1 AND id = $2`, community, id)
}

// HouseholdAt is the home of an address, also one that is off the roster; residents.ErrNotFound when there is none.
func (v *View) HouseholdAt(community, building, unit, room string) (residents.Household, error) {
	return one(v, household, `SELECT `+householdColumns+` FROM households WHERE community = $1 AND building = $2 AND unit = $3 AND room = $4`,
		community, building, unit, room)
}

// Households are the homes on the roster in the order in which people read them,
// 2 号楼 before 10 号楼, from the one after the given one (the zero Household for the
// first): all, or those of one building ("" for any), at most limit.
func (v *View) Households(community, building string, after residents.Household, limit int) ([]residents.Household, error) {
	args := []any{community, after.Building, after.Unit, after.Room, after.ID, limit}
	only := ""
	if building != "" {
		only = ` AND building = $7 AND length(building) = length($7)`
		args = append(args, building)
	}
	return list(v, household, `SELECT `+householdColumns+` FROM households WHERE community = $1 AND gone_at IS NULL`+only+`
		AND (length(building), building, length(unit), unit, length(room), room, id) > (length($2), $2, length($3), $3, length($4), $4, $5)
		ORDER BY length(building), building, length(unit), unit, length(room), room, id LIMIT $6`, args...)
}

// AllHouseholds are all homes the community ever had on its roster, those that are off it too, in no order.
func (v *View) AllHouseholds(community string) ([]residents.Household, error) {
	return list(v, household, `SELECT `+householdColumns+` FROM households WHERE community = $1`, community)
}

// BuildingHomes is how many homes of the roster are in a building, and how many
// people who have joined live in them: a person with two homes there counts once.
type BuildingHomes struct {
	Building      string
	Homes, People int
}

// HouseholdBuildings are the buildings of the roster, in order.
func (v *View) HouseholdBuildings(community string) ([]BuildingHomes, error) {
	return list(v, func(r row) (b BuildingHomes, err error) { return b, r.Scan(&b.Building, &b.Homes, &b.People) },
		`SELECT households.building, COUNT(DISTINCT households.id), COUNT(DISTINCT residents.id) FROM households
		LEFT JOIN homes ON homes.community = households.community AND homes.household = households.id AND homes.until IS NULL
		LEFT JOIN residents ON residents.community = homes.community AND residents.id = homes.resident AND left_at IS NULL
		WHERE households.community = $1 AND gone_at IS NULL
		GROUP BY length(households.building), households.building ORDER BY length(households.building), households.building`, community)
}

// RosterCounts are how many homes are on the roster, and how many people who have joined live in them, each once.
func (v *View) RosterCounts(community string) (homes, people int, err error) {
	type counts struct{ homes, people int }
	c, err := one(v, func(r row) (c counts, err error) { return c, r.Scan(&c.homes, &c.people) },
		`SELECT (SELECT COUNT(*) FROM households WHERE community = $1 AND gone_at IS NULL),
		(SELECT COUNT(DISTINCT resident) FROM homes JOIN households ON households.community = homes.community AND households.id = homes.household
			JOIN residents ON residents.community = homes.community AND residents.id = homes.resident
			WHERE homes.community = $1 AND until IS NULL AND gone_at IS NULL AND left_at IS NULL)`, community)
	return c.homes, c.people, err
}

// PeopleInHomes is how many people live in each of the households, none left out
// that has some; of all households where none is named.
func (v *View) PeopleInHomes(community string, households ...string) (map[string]int, error) {
	type lived struct {
		household string
		people    int
	}
	args, only := []any{community}, ""
	for _, id := range households {
		args = append(args, id)
	}
	if len(households) > 0 {
		only = ` AND household IN (` + places(2, len(households)) + `)`
	}
	all, err := list(v, func(r row) (l lived, err error) { return l, r.Scan(&l.household, &l.people) },
		`SELECT household, COUNT(*) FROM homes
		JOIN residents ON residents.community = homes.community AND residents.id = homes.resident
		WHERE homes.community = $1 AND until IS NULL AND left_at IS NULL`+only+` GROUP BY household`, args...)
	people := map[string]int{}
	for _, l := range all {
		people[l.household] = l.people
	}
	return people, err
}

// AddHousehold puts a home on the roster; residents.ErrListed when its address is another's.
func (tx *Tx) AddHousehold(h residents.Household) error {
	return tx.AddHouseholds([]residents.Household{h})
}

// AddHouseholds puts homes on the roster, many in a statement.
func (tx *Tx) AddHouseholds(all []residents.Household) error {
	return tx.putHouseholds(all, "")
}

// SetHouseholds changes the figures of homes, many in a statement, and puts them on the roster again if they were off it.
func (tx *Tx) SetHouseholds(all []residents.Household) error {
	return tx.putHouseholds(all, ` ON CONFLICT (community, id) DO UPDATE SET
		adults = excluded.adults, tenure = excluded.tenure, area = excluded.area, changed_at = excluded.changed_at, gone_at = NULL`)
}

func (tx *Tx) putHouseholds(all []residents.Household, conflict string) error {
	return inChunks(all, func(some []residents.Household) error {
		var values []string
		args := []any{micros(tx.now)}
		for _, h := range some {
			i := len(args) + 1
			values = append(values, fmt.Sprintf("($%d, $%d, $%d, $%d, $%d, $%d, $%d, $%d, $1, $1)", i, i+1, i+2, i+3, i+4, i+5, i+6, i+7))
			args = append(args, h.Community, h.ID, h.Building, h.Unit, h.Room, h.Adults, h.Tenure, h.Area)
		}
		return tx.add(residents.ErrListed, `INSERT INTO households (community, id, building, unit, room, adults, tenure, area, added_at, changed_at) VALUES `+
			strings.Join(values, ", ")+conflict, args...)
	})
}

// inChunks calls fn with pieces of three lengths only, so that few texts are prepared.
func inChunks[T any](all []T, fn func([]T) error) error {
	for len(all) > 0 {
		n := 1
		for _, most := range []int{20, 200} {
			if len(all) >= most {
				n = most
			}
		}
		if err := fn(all[:n]); err != nil {
			return err
		}
		all = all[n:]
	}
	return nil
}

// ChangeHousehold changes everything of a home but its id, GoneAt too; residents.ErrListed
// when its address is another's. The letters to a home that is gone are dead at once.
func (tx *Tx) ChangeHousehold(h residents.Household) error {
	n, err := tx.exec(`UPDATE households SET building = $3, unit = $4, room = $5, adults = $6, tenure = $7, area = $8, gone_at = $9, changed_at = $10
		WHERE community = $1 AND id = $2`,
		h.Community, h.ID, h.Building, h.Unit, h.Room, h.Adults, h.Tenure, h.Area, timeOrNull(h.GoneAt), micros(tx.now))
	switch {
	case Kind(err) == Unique:
		return residents.ErrListed
	case err != nil:
		return err
	case n == 0:
		return residents.ErrNotFound
	case h.GoneAt.IsZero():
		return nil
	}
	return tx.revokeLetters(h.Community, h.ID)
}

// MoveBuilding says of those who live in the household and are known by the building from that it
// is the building to: whoever is known by another home of theirs stays so.
func (tx *Tx) MoveBuilding(community, household, from, to string) error {
	_, err := tx.exec(`UPDATE residents SET building = $4 WHERE community = $1 AND building = $3 AND left_at IS NULL
		AND id IN (SELECT resident FROM homes WHERE community = $1 AND household = $2 AND until IS NULL)`, community, household, from, to)
	return err
}

// RemoveHouseholds takes homes off the roster at the given time; letters to them are dead at once.
func (tx *Tx) RemoveHouseholds(community string, at time.Time, ids ...string) error {
	return inChunks(ids, func(some []string) error {
		args := []any{community, micros(at)}
		for _, id := range some {
			args = append(args, id)
		}
		_, err := tx.exec(`UPDATE households SET gone_at = $2, changed_at = $2 WHERE community = $1 AND gone_at IS NULL AND id IN (`+places(3, len(some))+`)`, args...)
		if err != nil {
			return err
		}
		return tx.revokeLetters(community, some...)
	})
}

// revokeLetters ends all letters to the homes.
func (tx *Tx) revokeLetters(community string, households ...string) error {
	args := []any{community, micros(tx.now)}
	for _, id := range households {
		args = append(args, id)
	}
	_, err := tx.exec(`UPDATE invitations SET revoked_at = $2 WHERE community = $1 AND revoked_at IS NULL AND household IN (`+places(3, len(households))+`)`, args...)
	return err
}
