package consultation

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// Turn does what the clock has to do in a community: the month opens, what has
// fallen due and the meeting of the next day are reminded of, ratings whose days are over are closed. Done twice it
// does nothing the second time.
func Turn(tx Tx, body residents.Community, now Instant) error {
	if _, err := OpenCycle(tx, body, now); err != nil {
		return err
	}
	if err := Remind(tx, body, now); err != nil {
		return err
	}
	if err := remindMeetings(tx, body, now); err != nil {
		return err
	}
	return CloseRatings(tx, body, now)
}

// Due is what Turn reads to know whether there is anything to do.
type Due interface {
	Cycle(body, month string) (Cycle, error)
	Unreminded(body string, now Instant) ([]Task, error)
	meetingClock
	RatingsDue(body string, now Instant) ([]Topic, error)
}

// TurnDue tells whether Turn would do something, without writing.
func TurnDue(v Due, body residents.Community, now Instant) (bool, error) {
	_, err := v.Cycle(body.ID, calendar.MonthOf(DayOf(body, now)).String())
	if err == residents.ErrNotFound {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	tasks, err := v.Unreminded(body.ID, now)
	if err != nil || len(tasks) > 0 {
		return err == nil, err
	}
	meetings, err := unreminded(v, body, now)
	if err != nil || len(meetings) > 0 {
		return err == nil, err
	}
	topics, err := v.RatingsDue(body.ID, now)
	return len(topics) > 0, err
}
