package store

import (
	"strconv"
	"strings"
	"time"

	"yishiting/residents"
	"yishiting/signups"
)

// ActivityKey is where a list of activities goes on, the newest number first; zero: at its beginning.
type ActivityKey struct{ Year, Running int }

// KeyOf is where a list goes on behind an activity.
func KeyOf(a signups.Activity) (k ActivityKey) {
	year, running, _ := strings.Cut(strings.TrimPrefix(a.Number, "V"), "-")
	k.Year, _ = strconv.Atoi(year)
	k.Running, _ = strconv.Atoi(running)
	return k
}

// ActivitiesIn are a community's activities in a state, the newest number first, behind a key.
func (v *View) ActivitiesIn(community string, state signups.State, after ActivityKey, limit int) ([]signups.Activity, error) {
	return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities
		WHERE community = $1 AND state = $2 AND ($3 = 0 OR year < $3 OR year = $3 AND running < $4)
		ORDER BY year DESC, running DESC LIMIT $5`, community, string(state), after.Year, after.Running, limit)
}

// ActivitiesToWork counts the activities that wait for a second person.
func (v *View) ActivitiesToWork(community string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM activities WHERE community = $1 AND state = 'submitted'`, community)
	return int(n), err
}

// ActivitiesLed are those that somebody leads or made, or that an organisation for which they speak made, the newest number first, behind a key.
func (v *View) ActivitiesLed(community, resident string, after ActivityKey, limit int) ([]signups.Activity, error) {
	return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities
		WHERE community = $1 AND (leader = $2 OR made_by = $2 AND org = ''
				OR org IN (SELECT organisation FROM organisation_contacts WHERE community = $1 AND resident = $2)) AND ($3 = 0 OR year < $3 OR year = $3 AND running < $4)
		ORDER BY year DESC, running DESC LIMIT $5`, community, resident, after.Year, after.Running, limit)
}

// ActivitiesOfOrg are an organisation's public activities, the newest number first, behind a key.
func (v *View) ActivitiesOfOrg(community, org string, after ActivityKey, limit int) ([]signups.Activity, error) {
	return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities
		WHERE community = $1 AND org = $2 AND org <> '' AND state IN ('open', 'finished', 'cancelled') AND ($3 = 0 OR year < $3 OR year = $3 AND running < $4)
		ORDER BY year DESC, running DESC LIMIT $5`, community, org, after.Year, after.Running, limit)
}

// TeamsLed are the teams that somebody leads and that are not ended, by name.
func (v *View) TeamsLed(community, leader string) ([]signups.Team, error) {
	return list(v, scanTeam, `SELECT `+teamColumns+` FROM teams WHERE community = $1 AND leader = $2 AND ended_at IS NULL ORDER BY name, id`, community, leader)
}

// ShiftTally is how many stand how in the shifts of an activity.
type ShiftTally struct {
	Shift string
	State signups.SignupState
	N     int
}

// ShiftTallies count the sign-ups of an activity by shift and state.
func (v *View) ShiftTallies(community, activity string) ([]ShiftTally, error) {
	return list(v, func(r row) (t ShiftTally, err error) { return t, r.Scan(&t.Shift, &t.State, &t.N) },
		`SELECT shift, state, COUNT(*) FROM signups WHERE community = $1 AND activity = $2 GROUP BY shift, state`, community, activity)
}

// SignupsForActivity are all of an activity with the times of their shifts, the earliest shift first.
func (v *View) SignupsForActivity(community, activity string) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND s.activity = $2 ORDER BY h.starts, h.id, s.at, s.resident`, community, activity)
}

// ResidentsByID are residents by id, those too who have left; what is not there is left out.
func (v *View) ResidentsByID(community string, ids []string) (map[string]residents.Resident, error) {
	found := map[string]residents.Resident{}
	all, err := inPortions(ids, func(some []any) ([]residents.Resident, error) {
		return list(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND id IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	for _, r := range all {
		found[r.ID] = r
	}
	return found, err
}

// NamedIn are the residents of a building with exactly that name, at most two: one is who is meant.
func (v *View) NamedIn(community, building, name string) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND building = $2 AND name = $3 AND left_at IS NULL AND confirmed_at IS NOT NULL ORDER BY id LIMIT 2`, community, building, name)
}

// MembersAmong are the residents who are in a team, with their names in the order in which they came.
func (v *View) MembersAmong(community, team string) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM team_members m
		JOIN residents ON residents.community = m.community AND residents.id = m.resident
		WHERE m.community = $1 AND m.team = $2 AND left_at IS NULL ORDER BY m.since, residents.id`, community, team)
}

// HoursToDo is a sign-up whose hours wait for a word, with its shift and the activity's title.
type HoursToDo struct {
	signups.Taken
	Title, Leader string
}

func scanHoursToDo(r row) (h HoursToDo, err error) {
	var starts, ends int64
	err = readSignup(r, &h.Signup, &starts, &ends, &h.Title, &h.Leader)
	h.Starts, h.Ends = instant(starts), instant(ends)
	return h, err
}

const hoursToDo = `SELECT ` + takenColumns + `, a.title, a.leader FROM signups s
	JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
	JOIN activities a ON a.community = s.community AND a.id = s.activity`

// Disputes are the sign-ups whose hours are disputed, the earliest shift first.
func (v *View) Disputes(community string, limit int) ([]HoursToDo, error) {
	return list(v, scanHoursToDo, hoursToDo+` WHERE s.community = $1 AND s.state = 'disputed' ORDER BY h.starts, h.id, s.resident LIMIT $2`, community, limit)
}

// HoursOpen are the sign-ups of shifts that ended before an instant and whose hours nobody has
// confirmed, the earliest shift first.
func (v *View) HoursOpen(community string, ended time.Time, limit int) ([]HoursToDo, error) {
	return list(v, scanHoursToDo, hoursToDo+` WHERE s.community = $1 AND s.state IN ('accepted', 'checked-in', 'completed') AND NOT h.off AND h.ends <= $2
		ORDER BY h.ends, h.id, s.resident LIMIT $3`, community, micros(ended), limit)
}

// VolunteerWork counts certificates that nobody has looked at and hours that are disputed.
func (v *View) VolunteerWork(community string) (int, error) {
	n, err := one(v, number, `SELECT (SELECT COUNT(*) FROM volunteer_proofs WHERE community = $1 AND checked_at IS NULL) +
		(SELECT COUNT(*) FROM signups WHERE community = $1 AND state = 'disputed')`, community)
	return int(n), err
}
