package store

import (
	"time"

	"yishiting/residents"
)

const mandateColumns = `mandates.community, mandates.id, mandates.person, mandates.helper, kind, channel, paper, made_by, from_at, to_at, ended_by`

func mandate(r row) (m residents.Mandate, err error) {
	var from, to int64
	err = r.Scan(&m.Community, &m.ID, &m.Person, &m.Helper, &m.Kind, &m.Channel, &m.Paper, &m.MadeBy, &from, &to, &m.EndedBy)
	m.From, m.To = instant(from), instant(to)
	return m, err
}

// Mandate is somebody's leave that another acts for them, also one that has ended; residents.ErrNotFound when there is none.
func (v *View) Mandate(community, id string) (residents.Mandate, error) {
	return one(v, mandate, `SELECT `+mandateColumns+` FROM mandates WHERE community = $1 AND id = $2`, community, id)
}

// Mandates are all in which somebody is helped or helps, the latest first.
func (v *View) Mandates(community, resident string) ([]residents.Mandate, error) {
	return list(v, mandate, `SELECT `+mandateColumns+` FROM mandates
		WHERE community = $1 AND (person = $2 OR helper = $2) ORDER BY from_at DESC, id DESC`, community, resident)
}

// AddMandate writes one down.
func (tx *Tx) AddMandate(m residents.Mandate) error {
	_, err := tx.exec(`INSERT INTO mandates (community, id, person, helper, kind, channel, paper, made_by, from_at, to_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		m.Community, m.ID, m.Person, m.Helper, m.Kind, m.Channel, m.Paper, m.MadeBy, micros(m.From), micros(m.To))
	return err
}

// EndMandate ends one at the command's time, by m.EndedBy; residents.ErrNotFound where it has ended already.
func (tx *Tx) EndMandate(m residents.Mandate) error {
	return tx.execOne(`UPDATE mandates SET to_at = CASE WHEN from_at > $3 THEN from_at ELSE $3 END, ended_by = $4
		WHERE community = $1 AND id = $2 AND to_at > $3`, m.Community, m.ID, micros(tx.now), m.EndedBy)
}

// CedeRole ends a role whose holder gives it up, at the command's time; their sessions
// go on. residents.ErrNotFound where it has ended already.
func (tx *Tx) CedeRole(home string, r residents.Role) error {
	return tx.execOne(`UPDATE roles SET to_at = CASE WHEN from_at > $7 THEN from_at ELSE $7 END, ended_by = $8
		WHERE community = $1 AND resident = $2 AND body = $3 AND role = $4 AND scope = $5 AND from_at = $6 AND to_at > $7`,
		home, r.Resident, r.Community, r.Name, r.Scope, micros(r.From), micros(tx.now), r.EndedBy)
}

// ProxyAct is what was done for somebody by a helper.
type ProxyAct struct {
	Community, Command      string
	Mandate, Person, Helper string
	Verb                    string
	At                      time.Time
}

// AddProxyAct writes one down, with the command that did it.
func (tx *Tx) AddProxyAct(a ProxyAct) error {
	_, err := tx.exec(`INSERT INTO proxy_acts (community, command, mandate, person, helper, verb, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.Community, a.Command, a.Mandate, a.Person, a.Helper, a.Verb, micros(a.At))
	return err
}

// ActsFor are what was done for somebody by helpers, the latest first.
func (v *View) ActsFor(community, person string, limit int) ([]ProxyAct, error) {
	return list(v, func(r row) (a ProxyAct, err error) {
		var at int64
		err = r.Scan(&a.Community, &a.Command, &a.Mandate, &a.Person, &a.Helper, &a.Verb, &at)
		a.At = instant(at)
		return a, err
	}, `SELECT community, command, mandate, person, helper, verb, at FROM proxy_acts
		WHERE community = $1 AND person = $2 ORDER BY at DESC, command DESC LIMIT $3`, community, person, limit)
}

// Proxied are the things among those ids that a helper made, with the helper's kind:
// a thing has the id of the command that made it.
func (v *View) Proxied(community string, ids ...string) (map[string]string, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	args := []any{community}
	for _, id := range ids {
		args = append(args, id)
	}
	type made struct{ id, kind string }
	all, err := list(v, func(r row) (m made, err error) { return m, r.Scan(&m.id, &m.kind) },
		`SELECT command, kind FROM proxy_acts JOIN mandates ON mandates.community = proxy_acts.community AND mandates.id = mandate
		WHERE proxy_acts.community = $1 AND command IN (`+places(2, len(ids))+`)`, args...)
	kinds := map[string]string{}
	for _, m := range all {
		kinds[m.id] = m.kind
	}
	return kinds, err
}

// StairwellHeads are those who head the stairwells of a building at the given instant, by id.
func (v *View) StairwellHeads(community, building string, now time.Time) ([]residents.Resident, error) {
	return list(v, resident, `SELECT DISTINCT `+residentColumns+` FROM roles
		JOIN residents ON residents.community = roles.community AND residents.id = roles.resident
		WHERE body = $1 AND roles.community = $1 AND role = 'stairwell_head' AND scope = $2 AND from_at <= $3 AND to_at > $3 AND left_at IS NULL
		ORDER BY residents.id`, community, building, micros(now))
}

// ResidentNamed is the only person of that whole name in the community who has not left;
// residents.ErrNotFound where there is none, or more than one.
func (v *View) ResidentNamed(community, name string) (residents.Resident, error) {
	all, err := list(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND name = $2 AND left_at IS NULL LIMIT 2`, community, name)
	if err == nil && len(all) != 1 {
		err = residents.ErrNotFound
	}
	if err != nil {
		return residents.Resident{}, err
	}
	return all[0], nil
}
