package store

import (
	"database/sql"
	"time"

	"yishiting/consultation"
)

// What the pages of a community's desk read.

// DeskCounts is how much waits at a community's desk.
type DeskCounts struct {
	Topics, TopicsLate         int // to be screened; of these and the appeals, past their day
	Appeals                    int
	Statements                 int // to be let show or not
	Objections, ObjectionsLate int // to be answered; of these, past their day
	Tasks, TasksLate           int // not done; of these, past their day
	People                     int // to be confirmed
	Meeting                    string
	MeetingAt                  time.Time
	MeetingState               consultation.MeetingState
}

// DeskCounts counts what waits at the body's desk. Meeting is the latest that is
// announced, open, or to be recorded; "" when there is none.
func (v *View) DeskCounts(body string, now time.Time) (DeskCounts, error) {
	return one(v, scanDeskCounts, `SELECT
		(SELECT COUNT(*) FROM topics WHERE community = $1 AND state = 'raised'),
		(SELECT COUNT(*) FROM topics WHERE community = $1 AND state = 'raised' AND screen_due <= $2)
			+ (SELECT COUNT(*) FROM appeals WHERE community = $1 AND due <= $2 AND `+appealOpen+`),
		(SELECT COUNT(*) FROM appeals WHERE community = $1 AND `+appealOpen+`),
		(SELECT COUNT(*) FROM statements WHERE community = $1 AND state = 'waiting'),
		(SELECT COUNT(*) FROM objections WHERE community = $1 AND reply_at IS NULL),
		(SELECT COUNT(*) FROM objections WHERE community = $1 AND reply_at IS NULL AND due <= $2),
		(SELECT COUNT(*) FROM tasks WHERE community = $1 AND done_at IS NULL),
		(SELECT COUNT(*) FROM tasks WHERE community = $1 AND done_at IS NULL AND due <= $2),
		(SELECT COUNT(*) FROM residents WHERE community = $1 AND confirmed_at IS NULL AND confirmed_by = '' AND left_at IS NULL),
		m.id, m.starts_at, m.state
		FROM (SELECT 1) AS desk LEFT JOIN (SELECT id, starts_at, state FROM meetings
			WHERE community = $1 AND state IN ('announced', 'open', 'closed') ORDER BY starts_at DESC, id DESC LIMIT 1) AS m ON TRUE`,
		body, micros(now))
}

// appealOpen: nobody has screened the topic again.
const appealOpen = `NOT EXISTS (SELECT 1 FROM screenings s
	WHERE s.community = appeals.community AND s.topic = appeals.topic AND s.round = 2)`

func scanDeskCounts(r row) (c DeskCounts, err error) {
	var id, state sql.NullString
	var at sql.NullInt64
	err = r.Scan(&c.Topics, &c.TopicsLate, &c.Appeals, &c.Statements, &c.Objections, &c.ObjectionsLate, &c.Tasks, &c.TasksLate, &c.People,
		&id, &at, &state)
	c.Meeting, c.MeetingAt, c.MeetingState = id.String, instantOrZero(at), consultation.MeetingState(state.String)
	return c, err
}
