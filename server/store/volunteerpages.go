package store

import (
	"strings"
	"time"

	"yishiting/residents"
	"yishiting/signups"
)

// What the committee reads of volunteers: who they are, and what was confirmed of them.

// volunteering is that a resident keeps a profile, is in a team, or has service confirmed.
const volunteering = `(EXISTS (SELECT 1 FROM volunteers h WHERE h.community = $1 AND h.resident = residents.id)
	OR EXISTS (SELECT 1 FROM team_members m JOIN teams t ON t.community = m.community AND t.id = m.team
		WHERE m.community = $1 AND m.resident = residents.id AND t.ended_at IS NULL)
	OR EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.resident = residents.id AND s.state = 'confirmed'))`

// VolunteersAfter are a community's volunteers who have not left, by name and id, from the one
// after a name and id on ("" and "" for the first): all of them, or those whose name begins with
// the given characters.
func (v *View) VolunteersAfter(community, begins, name, id string, limit int) ([]residents.Resident, error) {
	begins = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(begins) + "%"
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND left_at IS NULL AND name LIKE $2 ESCAPE '\' AND (name, id) > ($3, $4) AND `+volunteering+`
		ORDER BY name, id LIMIT $5`, community, begins, name, id, limit)
}

// ProfilesOf are what some volunteers say of themselves, by resident.
func (v *View) ProfilesOf(community string, ids []string) (map[string]signups.Profile, error) {
	found := map[string]signups.Profile{}
	all, err := inPortions(ids, func(some []any) ([]signups.Profile, error) {
		return list(v, scanProfile, `SELECT `+profileColumns+` FROM volunteers WHERE community = $1 AND resident IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	for _, p := range all {
		found[p.Resident] = p
	}
	return found, err
}

// ProofsOf are what some volunteers say they can prove, by resident, in the order of the skills' names.
func (v *View) ProofsOf(community string, ids []string) (map[string][]signups.Proof, error) {
	found := map[string][]signups.Proof{}
	all, err := inPortions(ids, func(some []any) ([]signups.Proof, error) {
		return list(v, scanProof, `SELECT `+proofColumns+` FROM volunteer_proofs WHERE community = $1 AND resident IN (`+places(2, len(some))+`) ORDER BY resident, skill`,
			append([]any{community}, some...)...)
	})
	for _, p := range all {
		found[p.Resident] = append(found[p.Resident], p)
	}
	return found, err
}

// TeamNamesOf are the names of the teams, not ended, in which some residents are, by resident.
func (v *View) TeamNamesOf(community string, ids []string) (map[string][]string, error) {
	found := map[string][]string{}
	all, err := inPortions(ids, func(some []any) ([][2]string, error) {
		return list(v, func(r row) (m [2]string, err error) { return m, r.Scan(&m[0], &m[1]) },
			`SELECT m.resident, t.name FROM team_members m JOIN teams t ON t.community = m.community AND t.id = m.team
			WHERE m.community = $1 AND t.ended_at IS NULL AND m.resident IN (`+places(2, len(some))+`) ORDER BY m.resident, t.name, t.id`,
			append([]any{community}, some...)...)
	})
	for _, m := range all {
		found[m[0]] = append(found[m[0]], m[1])
	}
	return found, err
}

// MinutesOf are the minutes confirmed of some residents' shifts that began in the time from
// (inclusive) to (exclusive), by resident; who has none is left out.
func (v *View) MinutesOf(community string, ids []string, from, to time.Time) (map[string]int, error) {
	type sum struct {
		who     string
		minutes int
	}
	found := map[string]int{}
	all, err := inPortions(ids, func(some []any) ([]sum, error) {
		return list(v, func(r row) (s sum, err error) { return s, r.Scan(&s.who, &s.minutes) },
			`SELECT s.resident, SUM(s.minutes) FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
			WHERE s.community = $1 AND s.state = 'confirmed' AND h.starts >= $2 AND h.starts < $3 AND s.resident IN (`+places(4, len(some))+`)
			GROUP BY s.resident`, append([]any{community, micros(from), micros(to)}, some...)...)
	})
	for _, s := range all {
		found[s.who] = s.minutes
	}
	return found, err
}

// ServedIn are the sign-ups of more than nothing that are confirmed, of shifts that began in the
// time from (inclusive) to (exclusive), of people who have not left; the earliest shift first.
func (v *View) ServedIn(community string, from, to time.Time) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM shifts h JOIN signups s ON s.community = h.community AND s.activity = h.activity AND s.shift = h.id
			JOIN residents p ON p.community = s.community AND p.id = s.resident
		WHERE h.community = $1 AND h.starts >= $2 AND h.starts < $3 AND s.state = 'confirmed' AND s.minutes > 0 AND p.left_at IS NULL
		ORDER BY h.starts, h.id, p.name, p.id`, community, micros(from), micros(to))
}

// MakerNames are the names of a community's teams, ended ones too, and organisations, by "team/" or "org/" and id.
func (v *View) MakerNames(community string) (map[string]string, error) {
	names := map[string]string{}
	all, err := list(v, func(r row) (m [2]string, err error) { return m, r.Scan(&m[0], &m[1]) },
		`SELECT 'team/' || id, name FROM teams WHERE community = $1 UNION ALL SELECT 'org/' || id, name FROM organisations WHERE community = $1`, community)
	for _, m := range all {
		names[m[0]] = m[1]
	}
	return names, err
}
