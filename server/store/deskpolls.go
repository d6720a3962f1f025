package store

import (
	"time"

	"yishiting/polls"
	"yishiting/residents"
)

// What the desk reads of polls.

// PollsToWork is how many polls of the body wait for somebody: drafts, and closed ones
// whose paper ballots are being entered.
func (v *View) PollsToWork(body string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM polls WHERE community = $1 AND state IN ('draft', 'counting')`, body)
	return int(n), err
}

// HomesSpokenFor are the households of the body that have a representative at the instant.
func (v *View) HomesSpokenFor(body string, at time.Time) (map[string]bool, error) {
	all, err := list(v, text, `SELECT DISTINCT scope FROM roles WHERE body = $1 AND role = $2 AND from_at <= $3 AND to_at > $3`,
		body, residents.RoleHouseholdRep, micros(at))
	homes := map[string]bool{}
	for _, h := range all {
		homes[h] = true
	}
	return homes, err
}

// printable are the units of poll_roll, as u, for which a paper ballot may be printed: they
// have no ballot, and none printed for them has come back. Fresh ones have none printed at all.
const (
	printable = ` AND shares = '' AND NOT EXISTS (SELECT 1 FROM ballots b WHERE b.community = u.community AND b.poll = u.poll AND b.unit = u.unit)
		AND NOT EXISTS (SELECT 1 FROM paper_ballots p WHERE p.community = u.community AND p.poll = u.poll AND p.unit = u.unit AND NOT void AND state <> 'out')`
	fresh = ` AND NOT EXISTS (SELECT 1 FROM paper_ballots p WHERE p.community = u.community AND p.poll = u.poll AND p.unit = u.unit AND NOT void)`
)

// ToPrint is how many units of a building a paper ballot may be printed for.
type ToPrint struct {
	Building     string
	Units, Fresh int // Fresh have none printed yet
}

// BuildingsToPrint are the buildings of a poll's roll.
func (v *View) BuildingsToPrint(body, id string) ([]ToPrint, error) {
	return list(v, func(r row) (t ToPrint, err error) { return t, r.Scan(&t.Building, &t.Units, &t.Fresh) },
		`SELECT building, COUNT(*), COALESCE(SUM(CASE WHEN 1 = 1`+fresh+` THEN 1 ELSE 0 END), 0) FROM poll_roll u
		WHERE community = $1 AND poll = $2`+printable+` GROUP BY length(building), building ORDER BY length(building), building`, body, id)
}

// UnitsToPrint are units of a building ("" for any) for which a paper ballot may be
// printed, at most limit: those that have none yet, or all.
func (v *View) UnitsToPrint(body, id, building string, all bool, limit int) ([]string, error) {
	only := fresh
	if all {
		only = ""
	}
	return list(v, text, `SELECT u.unit FROM poll_roll u LEFT JOIN households h ON h.community = u.community AND u.unit = '`+polls.HomePrefix+`' || h.id
		WHERE u.community = $1 AND poll = $2 AND (CAST($3 AS TEXT) = '' OR u.building = $3)`+printable+only+`
		ORDER BY length(u.building), u.building, length(h.unit), h.unit, length(h.room), h.room, u.unit LIMIT $4`, body, id, building, limit)
}

// RollUnitsOfHome are the units of a poll's roll that are at home in a household: the
// home itself, or the one whose ballot it shares, adults of it who have not joined, and
// people who live there.
func (v *View) RollUnitsOfHome(body, id, household string) ([]string, error) {
	return list(v, text, `SELECT CASE shares WHEN '' THEN unit ELSE shares END FROM poll_roll WHERE community = $1 AND poll = $2 AND (unit = '`+polls.HomePrefix+`' || $3 OR unit LIKE '`+polls.SparePrefix+`' || $3 || '/%'
		OR unit IN (SELECT '`+polls.PersonPrefix+`' || resident FROM homes WHERE homes.community = $1 AND household = $3 AND until IS NULL)) ORDER BY 1`, body, id, household)
}
