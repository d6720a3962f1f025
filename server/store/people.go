package store

import (
	"strconv"
	"time"

	"yishiting/residents"
)

const residentColumns = `residents.id, residents.community, residents.name, residents.building, residents.birth_year, residents.joined_at`

func resident(r row) (p residents.Resident, err error) {
	var joined int64
	err = r.Scan(&p.ID, &p.Community, &p.Name, &p.Building, &p.BirthYear, &joined)
	p.JoinedAt = instant(joined)
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
	_, err := tx.exec(`INSERT INTO residents (community, id, name, building, birth_year, joined_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.Community, p.ID, p.Name, p.Building, p.BirthYear, micros(p.JoinedAt))
	return err
}

// ChangeResident changes name, building and birth year.
func (tx *Tx) ChangeResident(p residents.Resident) error {
	return tx.execOne(`UPDATE residents SET name = $3, building = $4, birth_year = $5 WHERE community = $1 AND id = $2`,
		p.Community, p.ID, p.Name, p.Building, p.BirthYear)
}

// LeaveResident says that the person belongs to the community no more. All their sessions and links are dead at once.
func (tx *Tx) LeaveResident(community, id string) error {
	return tx.execOne(`UPDATE residents SET left_at = $3 WHERE community = $1 AND id = $2 AND left_at IS NULL`, community, id, micros(tx.now))
}

// Standing is a person who has not left, with all roles ever given to them; residents.ErrNotFound when there is none.
func (v *View) Standing(community, id string) (s residents.Standing, err error) {
	s.Resident, err = one(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND id = $2 AND left_at IS NULL`, community, id)
	if err != nil {
		return residents.Standing{}, err
	}
	s.Roles, err = v.Roles(community, id)
	return s, err
}

// Roles are all roles ever given to the person, in whichever body, in order of their beginning.
func (v *View) Roles(community, resident string) ([]residents.Role, error) {
	return list(v, role, `SELECT body, resident, role, from_at, to_at, granted_by FROM roles
		WHERE community = $1 AND resident = $2 ORDER BY from_at, body, role`, community, resident)
}

func role(r row) (held residents.Role, err error) {
	var from, to int64
	err = r.Scan(&held.Community, &held.Resident, &held.Name, &from, &to, &held.GrantedBy)
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
func (tx *Tx) GrantRole(home string, r residents.Role) error {
	_, err := tx.exec(`INSERT INTO roles (community, resident, body, role, from_at, to_at, granted_by) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		home, r.Resident, r.Community, r.Name, micros(r.From), micros(r.To), r.GrantedBy)
	return err
}

// EndRole ends a role at the command's time, if its term has not ended by then; otherwise residents.ErrNotFound.
func (tx *Tx) EndRole(home string, r residents.Role) error {
	return tx.execOne(`UPDATE roles SET to_at = CASE WHEN from_at > $6 THEN from_at ELSE $6 END
		WHERE community = $1 AND resident = $2 AND body = $3 AND role = $4 AND from_at = $5 AND to_at > $6`,
		home, r.Resident, r.Community, r.Name, micros(r.From), micros(tx.now))
}
