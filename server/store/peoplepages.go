package store

import (
	"database/sql"
	"strings"
	"time"

	"yishiting/residents"
)

// What the desk's pages of people read. Names are whole: only staff see them.

// PersonKey is a person's place in the list by building and name; the zero key is
// before the first.
type PersonKey struct{ Building, Name, ID string }

// People are who belongs to the body and has not left, by building and name, from
// the one after the key: all of them, or those of one building ("" for any), or whose
// name begins with the given characters ("" for any).
func (v *View) People(body, building, begins string, key PersonKey, limit int) ([]residents.Resident, error) {
	begins = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(begins) + "%"
	const columns = `SELECT ` + residentColumns + ` FROM residents WHERE community = $1 AND left_at IS NULL AND name LIKE $2 ESCAPE '\'`
	if building != "" {
		return list(v, resident, columns+` AND building = $3 AND length(building) = length($3) AND (name, id) > ($4, $5)
			ORDER BY length(building), building, name, id LIMIT $6`, body, begins, building, key.Name, key.ID, limit)
	}
	return list(v, resident, columns+` AND (length(building), building, name, id) > (length($3), $3, $4, $5)
		ORDER BY length(building), building, name, id LIMIT $6`, body, begins, key.Building, key.Name, key.ID, limit)
}

// PeopleWaiting are the people of the body whom nobody has confirmed or declined yet, the
// longest waiting first, from the one after the key.
func (v *View) PeopleWaiting(body string, since time.Time, after string, limit int) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND confirmed_at IS NULL AND confirmed_by = '' AND left_at IS NULL AND (joined_at, id) > ($2, $3)
		ORDER BY joined_at, id LIMIT $4`, body, micros(since), after, limit)
}

// BuildingCount is how many people live in a building.
type BuildingCount struct {
	Building string
	People   int
}

// Buildings are the buildings in which people of the body live, in order.
func (v *View) Buildings(body string) ([]BuildingCount, error) {
	return list(v, func(r row) (b BuildingCount, err error) { return b, r.Scan(&b.Building, &b.People) },
		`SELECT building, COUNT(*) FROM residents WHERE community = $1 AND left_at IS NULL AND building <> ''
		GROUP BY length(building), building ORDER BY length(building), building`, body)
}

// AllBuildings are the buildings of the roster and those in which people of the body live, in order.
func (v *View) AllBuildings(body string) ([]string, error) {
	return list(v, text, `SELECT building FROM (
		SELECT building FROM households WHERE community = $1 AND gone_at IS NULL AND building <> ''
		UNION SELECT building FROM residents WHERE community = $1 AND left_at IS NULL AND building <> '') AS known
		ORDER BY length(building), building`, body)
}

// RolesOf are the roles in the body that have not ended by the given instant, of those people of
// the community home, by person and beginning.
func (v *View) RolesOf(home, body string, people []string, at time.Time) ([]residents.Role, error) {
	if len(people) == 0 {
		return nil, nil
	}
	args := []any{home, body, micros(at)}
	for _, id := range people {
		args = append(args, id)
	}
	return list(v, role, `SELECT `+roleColumns+` FROM roles
		WHERE community = $1 AND body = $2 AND to_at > $3 AND resident IN (`+places(4, len(people))+`)
		ORDER BY resident, from_at, role`, args...)
}

// DoorOf tells how somebody comes in: the last time they signed in, and until when
// a link of theirs that nobody has used can be used. Zero where there is none.
func (v *View) DoorOf(home, resident string, now time.Time) (signedIn, linkUntil time.Time, err error) {
	type door struct{ in, link time.Time }
	d, err := one(v, func(r row) (d door, err error) {
		var in, link sql.NullInt64
		err = r.Scan(&in, &link)
		d.in, d.link = instantOrZero(in), instantOrZero(link)
		return d, err
	}, `SELECT (SELECT MAX(created_at) FROM sessions WHERE community = $1 AND resident = $2),
		(SELECT MAX(expires_at) FROM sign_in_links WHERE community = $1 AND resident = $2 AND used_at IS NULL AND expires_at > $3)`,
		home, resident, micros(now))
	return d.in, d.link, err
}
