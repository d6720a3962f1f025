package store

import (
	"strconv"
	"time"

	"yishiting/residents"
	"yishiting/signups"
)

// What the pages of volunteers list.

// mostOpen bounds the activities that a community has open at a time on one page.
const mostOpen = 200

// OpenActivities are a community's activities that have a shift ahead or under way, whose next
// shift is soonest first.
func (v *View) OpenActivities(community string, now time.Time) ([]signups.Activity, error) {
	return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities
		JOIN (SELECT h.activity AS next_of, MIN(h.starts) AS next_starts FROM shifts h WHERE h.community = $1 AND NOT h.off AND h.ends > $2 GROUP BY h.activity) n ON n.next_of = id
		WHERE community = $1 AND state = 'open' ORDER BY n.next_starts, id LIMIT `+strconv.Itoa(mostOpen), community, micros(now))
}

// PastActivities are a community's public activities without a shift ahead, the newest first,
// after one in the list; the zero Activity is before the first.
func (v *View) PastActivities(community string, now time.Time, year, running, limit int) ([]signups.Activity, error) {
	return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities
		WHERE community = $1 AND (state IN ('finished', 'cancelled') OR state = 'open' AND NOT EXISTS (
				SELECT 1 FROM shifts h WHERE h.community = $1 AND h.activity = activities.id AND NOT h.off AND h.ends > $2))
			AND ($3 = 0 OR year < $3 OR year = $3 AND running < $4)
		ORDER BY year DESC, running DESC LIMIT $5`, community, micros(now), year, running, limit)
}

// ActivitiesByID are activities by id; what is not there is left out.
func (v *View) ActivitiesByID(community string, ids []string) (map[string]signups.Activity, error) {
	found := map[string]signups.Activity{}
	all, err := inPortions(ids, func(some []any) ([]signups.Activity, error) {
		return list(v, scanActivity, `SELECT `+activityColumns+` FROM activities WHERE community = $1 AND id IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	for _, a := range all {
		found[a.ID] = a
	}
	return found, err
}

// ShiftsAhead are the shifts of some activities that are not over and not called off, the earliest first.
func (v *View) ShiftsAhead(community string, activities []string, now time.Time) (map[string][]signups.Shift, error) {
	found := map[string][]signups.Shift{}
	all, err := inPortions(activities, func(some []any) ([]signups.Shift, error) {
		return list(v, scanShift, `SELECT `+shiftColumns+` FROM shifts WHERE community = $1 AND NOT off AND ends > $2 AND activity IN (`+places(3, len(some))+`)
			ORDER BY starts, id`, append([]any{community, micros(now)}, some...)...)
	})
	for _, s := range all {
		found[s.Activity] = append(found[s.Activity], s)
	}
	return found, err
}

// PostOf is a post in a shift of an activity.
type PostOf struct{ Activity, Shift, Post string }

// Taken counts who signed up for a post of a shift.
type Taken struct {
	Places  int // hold a place
	Waiting int // are in the waiting list
	Giving  int // hold a place and give it on to whoever comes
}

// TakenIn counts who signed up for each post in the shifts of some activities that are not over.
func (v *View) TakenIn(community string, activities []string, now time.Time) (map[PostOf]Taken, error) {
	found := map[PostOf]Taken{}
	type line struct {
		PostOf
		Taken
	}
	all, err := inPortions(activities, func(some []any) ([]line, error) {
		return list(v, func(r row) (l line, err error) {
			err = r.Scan(&l.Activity, &l.Shift, &l.Post, &l.Places, &l.Waiting, &l.Giving)
			return l, err
		}, `SELECT s.activity, s.shift, s.post, SUM(CASE WHEN s.state IN (`+placed+`) THEN 1 ELSE 0 END),
				SUM(CASE WHEN s.state = 'waitlisted' THEN 1 ELSE 0 END), SUM(CASE WHEN s.state = 'accepted' AND s.giving THEN 1 ELSE 0 END)
			FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
			WHERE s.community = $1 AND h.ends > $2 AND s.activity IN (`+places(3, len(some))+`)
			GROUP BY s.activity, s.shift, s.post`, append([]any{community, micros(now)}, some...)...)
	})
	for _, l := range all {
		found[l.PostOf] = l.Taken
	}
	return found, err
}

// SignupsIn are a person's sign-ups for an activity, and those of the children who come with them.
func (v *View) SignupsIn(community, activity, resident string) ([]signups.Signup, error) {
	return list(v, scanSignup, `SELECT `+signupColumns+` FROM signups WHERE community = $1 AND activity = $2 AND (resident = $3 OR with_whom = $3) ORDER BY at, resident`,
		community, activity, resident)
}

// SignupsAhead are a person's sign-ups for shifts that have not ended before an instant, and
// those of the children who come with them, the earliest shift first. Those that they withdrew
// themselves are left out.
func (v *View) SignupsAhead(community, resident string, from time.Time) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND (s.resident = $2 OR s.with_whom = $2) AND h.ends > $3 AND s.state <> 'withdrawn' ORDER BY h.starts, h.id, s.at`,
		community, resident, micros(from))
}

// SignupsServed are a person's sign-ups for shifts that have begun, in which they were or were
// marked absent, the newest first, from before an instant.
func (v *View) SignupsServed(community, resident string, before time.Time, shift string, limit int) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND s.resident = $2 AND s.state IN ('checked-in', 'completed', 'no-show', 'confirmed', 'disputed')
			AND (h.starts < $3 OR h.starts = $3 AND s.shift < $4) ORDER BY h.starts DESC, s.shift DESC LIMIT $5`,
		community, resident, micros(before), shift, limit)
}

// MinutesConfirmed is how much of a person's service is confirmed, in minutes.
func (v *View) MinutesConfirmed(community, resident string) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(SUM(minutes), 0) FROM signups WHERE community = $1 AND resident = $2 AND state = 'confirmed'`, community, resident)
	return int(n), err
}

// SignupsToAgree are those of minors that wait for the word of their guardian.
func (v *View) SignupsToAgree(community, guardian string, now time.Time) ([]signups.Taken, error) {
	return list(v, scanTaken, `SELECT `+takenColumns+` FROM signups s JOIN shifts h ON h.community = s.community AND h.activity = s.activity AND h.id = s.shift
		WHERE s.community = $1 AND s.state = 'applied' AND s.until > $3 AND s.resident IN (
			SELECT m.person FROM mandates m WHERE m.community = $1 AND m.helper = $2 AND m.kind = '`+residents.HelpGuardian+`' AND m.from_at <= $3 AND m.to_at > $3)
		ORDER BY s.until, h.starts`, community, guardian, micros(now))
}

// AsksOf are the shifts ahead for which a person was asked to help and has not signed up.
func (v *View) AsksOf(community, resident string, now time.Time) ([]signups.Shift, error) {
	return list(v, scanShift, `SELECT h.community, h.activity, h.id, h.series, h.starts, h.ends, h.off, h.reason, h.secret, h.reminded_at, h.asked_at, h.late_at
		FROM volunteer_asks q JOIN shifts h ON h.community = q.community AND h.activity = q.activity AND h.id = q.shift
		WHERE q.community = $1 AND q.resident = $2 AND h.starts > $3 AND NOT h.off
			AND NOT EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.activity = q.activity AND s.shift = q.shift AND s.resident = $2)
		ORDER BY h.starts, h.id`, community, resident, micros(now))
}

// MembersOf counts the members of each of a community's teams.
func (v *View) MembersOf(community string) (map[string]int, error) {
	type line struct {
		team string
		n    int
	}
	all, err := list(v, func(r row) (l line, err error) { return l, r.Scan(&l.team, &l.n) },
		`SELECT team, COUNT(*) FROM team_members WHERE community = $1 GROUP BY team`, community)
	counts := map[string]int{}
	for _, l := range all {
		counts[l.team] = l.n
	}
	return counts, err
}

// NamedHelpers are those whose service in an activity is confirmed and who want to be named where
// thanks are published, by building and id: in no order of merit.
func (v *View) NamedHelpers(community, activity string) ([]residents.Resident, error) {
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND left_at IS NULL
			AND EXISTS (SELECT 1 FROM volunteers h WHERE h.community = $1 AND h.resident = residents.id AND h.named)
			AND EXISTS (SELECT 1 FROM signups s WHERE s.community = $1 AND s.activity = $2 AND s.resident = residents.id AND s.state = 'confirmed' AND s.minutes > 0)
		ORDER BY building, id`, community, activity)
}
