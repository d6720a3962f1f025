package store

import (
	"strconv"
	"time"
)

// A year of voluntary service in sums, as the page for everybody is made of them. Nothing here
// is for showing as it is: which sums may be told stands with the page.

// ServiceYear is the time that is summed up.
type ServiceYear struct {
	Months [13]time.Time // the starts of its twelve months, and of the year after
	Until  time.Time     // shifts that ended later are left out; hours are told as they were confirmed then
	Few    int           // fewer people than this are few
}

// Parts of an activity's time beside the months of the year.
const (
	BeforeYear = 0
	AfterYear  = 13 // or after ServiceYear.Until
)

// ServicePart is what was done for an activity in a month, 1 to 12, or beside the year.
type ServicePart struct {
	Activity string
	Month    int
	Shifts   int // that were not called off
	Times    int // how often somebody was there, shift by shift
	People   int // who were there, each once
	Helpers  int // whose hours are confirmed, each once
	Minutes  int // that are confirmed
}

// ServicePeople are people of the year, each once: in activities that can be told by themselves,
// in those that cannot because few people were there, and in both together.
type ServicePeople struct{ Told, Small, All PeopleCount }

// PeopleCount is how many were there, and of how many hours are confirmed.
type PeopleCount struct{ People, Helpers int }

// The states of activities of which shifts may have been held.
const heldStates = `('open', 'finished', 'cancelled')`

// monthOf is the part of the year in which a shift is; $2 to $14 are the months, $15 the end.
func monthOf() string {
	sql := `CASE WHEN h.starts < $2 THEN ` + strconv.Itoa(BeforeYear) + ` WHEN h.ends > $15 THEN ` + strconv.Itoa(AfterYear)
	for m := 1; m <= 12; m++ {
		sql += ` WHEN h.starts < $` + strconv.Itoa(m+2) + ` THEN ` + strconv.Itoa(m)
	}
	return sql + ` ELSE ` + strconv.Itoa(AfterYear) + ` END`
}

// heldInYear are the shifts of the activities that have one in the year; those beside it too.
var heldInYear = `held AS (
	SELECT h.activity, h.id, a.state, ` + monthOf() + ` AS month FROM shifts h JOIN activities a ON a.community = h.community AND a.id = h.activity
	WHERE h.community = $1 AND NOT h.off AND a.state IN ` + heldStates + `
		AND h.activity IN (SELECT y.activity FROM shifts y WHERE y.community = $1 AND NOT y.off AND y.starts >= $2 AND y.starts < $14 AND y.ends <= $15))`

// thereInYear are those who were there, with the minutes as they were confirmed at the end: what is
// corrected afterwards is told with what comes after it. Somebody who was marked absent was not
// there, whatever they say of it.
var thereInYear = `WITH ` + heldInYear + `, came AS (
	SELECT d.activity, d.state, d.month, s.resident, s.in_at, COALESCE((
		SELECT c.now FROM hour_changes c WHERE c.community = $1 AND c.activity = s.activity AND c.shift = s.shift AND c.resident = s.resident
			AND c.kind <> 'disputed' AND c.at < $15 ORDER BY c.seq DESC LIMIT 1), 0) AS minutes
	FROM held d JOIN signups s ON s.community = $1 AND s.activity = d.activity AND s.shift = d.id),
there AS (SELECT activity, state, month, resident, CASE WHEN minutes > 0 THEN resident END AS helper, minutes FROM came
	WHERE in_at IS NOT NULL OR minutes > 0)`

func (y ServiceYear) args(community string, more ...any) []any {
	args := []any{community}
	for _, m := range y.Months {
		args = append(args, micros(m))
	}
	return append(append(args, micros(y.Until)), more...)
}

// ServiceParts are the sums of each activity with a shift in the year, month by month and beside
// the year.
func (v *View) ServiceParts(community string, y ServiceYear) ([]ServicePart, error) {
	return list(v, func(r row) (p ServicePart, err error) {
		err = r.Scan(&p.Activity, &p.Month, &p.Shifts, &p.Times, &p.People, &p.Helpers, &p.Minutes)
		return p, err
	}, thereInYear+`
		SELECT d.activity, d.month, d.n, COALESCE(t.times, 0), COALESCE(t.people, 0), COALESCE(t.helpers, 0), COALESCE(t.minutes, 0)
		FROM (SELECT activity, month, COUNT(*) AS n FROM held GROUP BY activity, month) d
		LEFT JOIN (SELECT activity, month, COUNT(*) AS times, COUNT(DISTINCT resident) AS people, COUNT(DISTINCT helper) AS helpers, SUM(minutes) AS minutes
			FROM there GROUP BY activity, month) t ON t.activity = d.activity AND t.month = d.month
		ORDER BY d.activity, d.month`, y.args(community)...)
}

// smallInYear are the activities that cannot be told by themselves: few people were there in
// the year; or beside it, of one that is finished, whose sum stands on the record.
var smallInYear = thereInYear + `, small AS (
	SELECT activity FROM there WHERE month BETWEEN 1 AND 12 GROUP BY activity
		HAVING COUNT(DISTINCT resident) < $16 OR COUNT(DISTINCT helper) BETWEEN 1 AND $16 - 1
	UNION SELECT activity FROM there WHERE month IN (0, 13) AND state = 'finished' GROUP BY activity, month
		HAVING COUNT(DISTINCT resident) < $16 OR COUNT(DISTINCT helper) BETWEEN 1 AND $16 - 1)`

// SmallServices are the activities of the year that cannot be told by themselves.
func (v *View) SmallServices(community string, y ServiceYear) (map[string]bool, error) {
	all, err := list(v, text, smallInYear+` SELECT activity FROM small`, y.args(community, y.Few)...)
	small := map[string]bool{}
	for _, id := range all {
		small[id] = true
	}
	return small, err
}

// PeopleOfYear counts who was there in the year.
func (v *View) PeopleOfYear(community string, y ServiceYear) (ServicePeople, error) {
	return one(v, func(r row) (n ServicePeople, err error) {
		err = r.Scan(&n.Told.People, &n.Told.Helpers, &n.Small.People, &n.Small.Helpers, &n.All.People, &n.All.Helpers)
		return n, err
	}, smallInYear+`, marked AS (SELECT t.resident, t.helper, t.activity IN (SELECT activity FROM small) AS few FROM there t WHERE t.month BETWEEN 1 AND 12)
		SELECT COUNT(DISTINCT CASE WHEN NOT few THEN resident END), COUNT(DISTINCT CASE WHEN NOT few THEN helper END),
			COUNT(DISTINCT CASE WHEN few THEN resident END), COUNT(DISTINCT CASE WHEN few THEN helper END),
			COUNT(DISTINCT resident), COUNT(DISTINCT helper) FROM marked`, y.args(community, y.Few)...)
}

// FirstShift is when the first shift of a public activity began; the zero time where there was none.
func (v *View) FirstShift(community string) (time.Time, error) {
	at, err := one(v, number, `SELECT COALESCE(MIN(h.starts), 0) FROM shifts h JOIN activities a ON a.community = h.community AND a.id = h.activity
		WHERE h.community = $1 AND NOT h.off AND a.state IN `+heldStates, community)
	if at == 0 {
		return time.Time{}, err
	}
	return instant(at), err
}
