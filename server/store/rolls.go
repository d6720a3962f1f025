package store

import (
	"time"

	"yishiting/polls"
	"yishiting/residents"
)

// What a poll's roll is made of, and the roll.

// RosterHomes are the homes on the roster, in the order in which people read them.
func (v *View) RosterHomes(community string) ([]residents.Household, error) {
	return list(v, household, `SELECT `+householdColumns+` FROM households WHERE community = $1 AND gone_at IS NULL
		ORDER BY length(building), building, length(unit), unit, length(room), room, id`, community)
}

// Adults are the people of the community who are 18 or older and hold the role of a
// resident at the instant, by id, with the homes where they live.
func (v *View) Adults(community string, at time.Time) ([]residents.Standing, error) {
	people, err := v.HoldersAt(community, at, residents.RoleResident)
	if err != nil {
		return nil, err
	}
	homes, err := v.homesOfAll(community)
	if err != nil {
		return nil, err
	}
	var all []residents.Standing
	for _, r := range people {
		if r.Adult {
			all = append(all, residents.Standing{Resident: r, Homes: homes[r.ID]})
		}
	}
	return all, nil
}

// homesOfAll are the homes of everybody in the community, by person.
func (v *View) homesOfAll(community string) (map[string][]residents.Home, error) {
	all, err := list(v, lives, livesQuery+` ORDER BY resident, since, households.id`, community)
	of := map[string][]residents.Home{}
	for _, l := range all {
		of[l.who] = append(of[l.who], l.home)
	}
	return of, err
}

// HoldersAt are the community's own people, confirmed and not gone, who hold one of the roles in it at the instant, by id.
func (v *View) HoldersAt(community string, at time.Time, names ...residents.RoleName) ([]residents.Resident, error) {
	if len(names) == 0 {
		return nil, nil
	}
	args := []any{community, micros(at)}
	for _, n := range names {
		args = append(args, n)
	}
	return list(v, resident, `SELECT DISTINCT `+residentColumns+` FROM roles
		JOIN residents ON residents.community = roles.community AND residents.id = roles.resident
		WHERE body = $1 AND roles.community = $1 AND from_at <= $2 AND to_at > $2 AND role IN (`+places(3, len(names))+`)
		AND left_at IS NULL AND confirmed_at IS NOT NULL ORDER BY residents.id`, args...)
}

// OwnerGroups tells which homes belong together to one owner.
func (v *View) OwnerGroups(body, id string) (map[string]string, error) {
	all, err := list(v, func(r row) (pair [2]string, err error) { return pair, r.Scan(&pair[0], &pair[1]) },
		`SELECT household, owner FROM poll_owners WHERE community = $1 AND poll = $2`, body, id)
	groups := map[string]string{}
	for _, pair := range all {
		groups[pair[0]] = pair[1]
	}
	return groups, err
}

// SetOwnerGroups says anew which homes belong together to one owner.
func (tx *Tx) SetOwnerGroups(body, id string, groups map[string]string) error {
	if _, err := tx.exec(`DELETE FROM poll_owners WHERE community = $1 AND poll = $2`, body, id); err != nil {
		return err
	}
	rows := insert{into: `poll_owners (community, poll, household, owner)`}
	for household, owner := range groups {
		rows.add(body, id, household, owner)
	}
	return tx.insertAll(rows)
}

const electorColumns = `unit, shares, tag, heads, area, building, label`

func elector(r row) (e polls.Elector, err error) {
	return e, r.Scan(&e.Unit, &e.With, &e.Tag, &e.Heads, &e.Area, &e.Building, &e.Label)
}

// Roll is a poll's whole roll, by tag; units that share another's ballot come first.
func (v *View) Roll(body, id string) ([]polls.Elector, error) {
	return list(v, elector, `SELECT `+electorColumns+` FROM poll_roll WHERE community = $1 AND poll = $2 ORDER BY tag, unit`, body, id)
}

// ElectorsAt are those of the units that are on the roll.
func (v *View) ElectorsAt(body, id string, units []string) ([]polls.Elector, error) {
	return inPortions(units, func(some []any) ([]polls.Elector, error) {
		return list(v, elector, `SELECT `+electorColumns+` FROM poll_roll WHERE community = $1 AND poll = $2 AND unit IN (`+places(3, len(some))+`) ORDER BY unit`,
			append([]any{body, id}, some...)...)
	})
}

// AddElectors writes a roll.
func (tx *Tx) AddElectors(body, id string, roll []polls.Elector) error {
	rows := insert{into: `poll_roll (community, poll, unit, shares, tag, heads, area, building, label)`}
	for _, e := range roll {
		rows.add(body, id, e.Unit, e.With, e.Tag, e.Heads, e.Area, e.Building, e.Label)
	}
	tx.store.rollsGrew.Store(true)
	return tx.insertAll(rows)
}

// DropElectors removes a roll on which nobody has voted.
func (tx *Tx) DropElectors(body, id string) error {
	_, err := tx.exec(`DELETE FROM poll_roll WHERE community = $1 AND poll = $2`, body, id)
	return err
}
