package store

import (
	"database/sql"
	"strconv"
	"time"

	"yishiting/residents"
)

const residentColumns = `residents.id, residents.community, residents.name, residents.building, residents.adult, residents.birth_year,
	residents.joined_at, residents.confirmed_at, residents.confirmed_by`

func resident(r row) (p residents.Resident, err error) {
	var joined int64
	var confirmed sql.NullInt64
	err = r.Scan(&p.ID, &p.Community, &p.Name, &p.Building, &p.Adult, &p.BirthYear, &joined, &confirmed, &p.ConfirmedBy)
	p.JoinedAt, p.ConfirmedAt = instant(joined), instantOrZero(confirmed)
	return p, err
}

// Resident is a person of the community, also one who has left; residents.ErrNotFound when there is none.
func (v *View) Resident(community, id string) (residents.Resident, error) {
	return one(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND id = $2`, community, id)
}

// Residents are the people of the community who have not left, by id, from the
// one after the given id ("" for the first), at most limit.
func (v *View) Residents(community, after string, limit int) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND id > $2 AND left_at IS NULL ORDER BY id LIMIT $3`, community, after, limit)
}

// AddResident adds a person to their community. Unique when the id is taken there.
func (tx *Tx) AddResident(p residents.Resident) error {
	_, err := tx.exec(`INSERT INTO residents (community, id, name, building, adult, birth_year, joined_at, confirmed_at, confirmed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		p.Community, p.ID, p.Name, p.Building, p.Adult, p.BirthYear, micros(p.JoinedAt), timeOrNull(p.ConfirmedAt), p.ConfirmedBy)
	return err
}

// ChangeResident changes everything of a person but when they came.
func (tx *Tx) ChangeResident(p residents.Resident) error {
	return tx.execOne(`UPDATE residents SET name = $3, building = $4, adult = $5, birth_year = $6, confirmed_at = $7, confirmed_by = $8
		WHERE community = $1 AND id = $2`,
		p.Community, p.ID, p.Name, p.Building, p.Adult, p.BirthYear, timeOrNull(p.ConfirmedAt), p.ConfirmedBy)
}

// LeaveResident says that the person belongs to the community no more. All their sessions and links are dead at once.
func (tx *Tx) LeaveResident(community, id string) error {
	if err := tx.execOne(`UPDATE residents SET left_at = $3 WHERE community = $1 AND id = $2 AND left_at IS NULL`, community, id, micros(tx.now)); err != nil {
		return err
	}
	if err := tx.EndSignInLinks(community, id); err != nil {
		return err
	}
	return tx.EndSessions(community, id)
}

// Standing is a person who has not left, with all roles ever given to them; residents.ErrNotFound when there is none.
func (v *View) Standing(community, id string) (s residents.Standing, err error) {
	s.Resident, err = one(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND id = $2 AND left_at IS NULL`, community, id)
	if err != nil {
		return residents.Standing{}, err
	}
	if s.Roles, err = v.Roles(community, id); err != nil {
		return residents.Standing{}, err
	}
	s.Homes, err = v.HomesOf(community, id)
	return s, err
}

// livingAt is that somebody lives in a home.
type livingAt struct {
	who  string
	home residents.Home
}

// livesQuery are those of a community, $1, on its roster; a condition or an order may follow.
const livesQuery = `SELECT homes.resident, households.id, building, unit, room FROM homes
	JOIN households ON households.community = homes.community AND households.id = homes.household
	WHERE homes.community = $1 AND homes.until IS NULL AND gone_at IS NULL`

func lives(r row) (l livingAt, err error) {
	return l, r.Scan(&l.who, &l.home.Household, &l.home.Building, &l.home.Unit, &l.home.Room)
}

// HomesOf are the households where a person lives, the first taken first.
func (v *View) HomesOf(community, resident string) ([]residents.Home, error) {
	all, err := list(v, lives, livesQuery+` AND homes.resident = $2 ORDER BY since, households.id`, community, resident)
	var homes []residents.Home
	for _, l := range all {
		homes = append(homes, l.home)
	}
	return homes, err
}

// Roles are all roles ever given to the person, in whichever body, in order of their beginning.
func (v *View) Roles(community, resident string) ([]residents.Role, error) {
	return list(v, role, `SELECT `+roleColumns+` FROM roles
		WHERE community = $1 AND resident = $2 ORDER BY from_at, body, role`, community, resident)
}

const roleColumns = `body, resident, role, scope, from_at, to_at, granted_by, ended_by`

func role(r row) (held residents.Role, err error) {
	var from, to int64
	err = r.Scan(&held.Community, &held.Resident, &held.Name, &held.Scope, &from, &to, &held.GrantedBy, &held.EndedBy)
	held.From, held.To = instant(from), instant(to)
	return held, err
}

// mostHolders bounds Holders: it is for offices, which few people hold.
const mostHolders = 500

// Holders are those who hold one of the roles in the body at the given instant and have not left, by id.
func (v *View) Holders(body string, at time.Time, names ...residents.RoleName) ([]residents.Resident, error) {
	if len(names) == 0 {
		return nil, nil
	}
	args := []any{body, micros(at)}
	for _, n := range names {
		args = append(args, n)
	}
	return list(v, resident, `SELECT DISTINCT `+residentColumns+` FROM roles
		JOIN residents ON residents.community = roles.community AND residents.id = roles.resident
		WHERE body = $1 AND from_at <= $2 AND to_at > $2 AND role IN (`+places(3, len(names))+`) AND left_at IS NULL
		ORDER BY residents.id LIMIT `+strconv.Itoa(mostHolders), args...)
}

// GrantRole gives a role to a person of the community home; role.Community is where it is held.
// Whoever is given their first office signs in anew, by a link that an administrator makes:
// what opened the portal as them, passkeys too, was not handed out for an office, perhaps by
// somebody who may make none for its holders. At a further office that holds for what
// opened the portal without a passkey.
func (tx *Tx) GrantRole(home string, r residents.Role) error {
	if r.Name.Office() {
		if err := tx.endWaysIn(home, r.Resident); err != nil {
			return err
		}
	}
	_, err := tx.exec(`INSERT INTO roles (community, resident, body, role, scope, from_at, to_at, granted_by, ended_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')`,
		home, r.Resident, r.Community, r.Name, r.Scope, micros(r.From), micros(r.To), r.GrantedBy)
	return err
}

// EndRole ends a role at the command's time, if its term has not ended by then; otherwise
// residents.ErrNotFound. r.EndedBy says who ends it. All sessions of the person are dead at once.
func (tx *Tx) EndRole(home string, r residents.Role) error {
	err := tx.execOne(`UPDATE roles SET to_at = CASE WHEN from_at > $7 THEN from_at ELSE $7 END, ended_by = $8
		WHERE community = $1 AND resident = $2 AND body = $3 AND role = $4 AND scope = $5 AND from_at = $6 AND to_at > $7`,
		home, r.Resident, r.Community, r.Name, r.Scope, micros(r.From), micros(tx.now), r.EndedBy)
	if err != nil {
		return err
	}
	return tx.EndSessions(home, r.Resident)
}

// HoldersBetween are the roles of that name and scope in the body whose terms touch
// the time from (inclusive) to (exclusive), of people who have not left. A term that was
// ended before it began touches nothing.
func (v *View) HoldersBetween(body string, name residents.RoleName, scope string, from, to time.Time) ([]residents.Role, error) {
	return list(v, role, `SELECT `+roleColumns+` FROM roles
		WHERE body = $1 AND role = $2 AND scope = $3 AND from_at < $5 AND to_at > $4 AND from_at < to_at AND EXISTS (SELECT 1 FROM residents
			WHERE residents.community = roles.community AND residents.id = roles.resident AND left_at IS NULL)
		ORDER BY from_at LIMIT `+strconv.Itoa(mostHolders), body, name, scope, micros(from), micros(to))
}

// HasBuilding tells whether the roster of the body has a home in the building, or
// somebody of the body lives there.
func (v *View) HasBuilding(body, building string) (bool, error) {
	n, err := one(v, number, `SELECT (SELECT COUNT(*) FROM households WHERE community = $1 AND building = $2 AND gone_at IS NULL) +
		(SELECT COUNT(*) FROM residents WHERE community = $1 AND building = $2 AND left_at IS NULL)`, body, building)
	return n > 0 && building != "", err
}
