package signups

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Free is a post in a shift of a public activity that has a place left.
type Free struct {
	Activity Activity
	Shift    Shift
	Post     Post
}

type weeklyReader interface {
	// FreePosts are the posts with a place left in shifts that begin in the time from to to, both
	// exclusive, the earliest first.
	FreePosts(community string, from, to Instant) ([]Free, error)
	// WeeklyTo are who want the week's letter and have not been thought of since an instant.
	WeeklyTo(community string, since Instant, limit int) ([]Candidate, error)
	// SignupsAhead are a person's sign-ups for shifts that have not ended before an instant.
	SignupsAhead(community, resident string, from Instant) ([]Taken, error)
}

type weeklyWriter interface {
	// SetThoughtOf writes when somebody was thought of for the week's letter.
	SetThoughtOf(community, resident string, at Instant) error
}

// weeklyMost is how many people the clock thinks of in one transaction.
const weeklyMost = 100

// monday is nine o'clock of the last Monday, from when on the week's letter goes out.
func monday(body residents.Community, now Instant) Instant {
	d := today(body, now)
	for d.Start(body.Location()).Weekday() != time.Monday {
		d = d.Add(-1)
	}
	nine := d.Start(body.Location()).Add(9 * time.Hour)
	if now.Before(nine) {
		nine = calendar.DayOf(nine, body.Location()).Add(-7).Start(body.Location()).Add(9 * time.Hour)
	}
	return nine
}

// WeeklyDue tells whether the week's letter is to be written to somebody.
func WeeklyDue(v interface {
	WeeklyTo(community string, since Instant, limit int) ([]Candidate, error)
}, body residents.Community, now Instant) (bool, error) {
	some, err := v.WeeklyTo(body.ID, monday(body, now), 1)
	return len(some) > 0, err
}

// Weekly writes the week's letter to those who want it, once a week at most, and only to those
// for whom a place is left that suits them in the coming seven days.
func Weekly(tx Tx, body residents.Community, now Instant) error {
	some, err := tx.WeeklyTo(body.ID, monday(body, now), weeklyMost)
	if err != nil || len(some) == 0 {
		return err
	}
	free, err := tx.FreePosts(body.ID, now, now.AddDate(0, 0, 7))
	if err != nil {
		return err
	}
	by := clockSender("weekly-"+today(body, now).String(), now)
	for _, c := range some {
		if err := tx.SetThoughtOf(body.ID, c.Resident, now); err != nil {
			return err
		}
		ahead, err := tx.SignupsAhead(body.ID, c.Resident, now)
		if err != nil {
			return err
		}
		if f, ok := firstSuiting(free, c, ahead, body.Location()); ok {
			if err := tell(tx, by, f.Activity, c.Resident, "week-of-help", ""); err != nil {
				return err
			}
		}
	}
	return nil
}

// firstSuiting is the first free post that suits somebody and for whose shift they have not signed up.
func firstSuiting(free []Free, c Candidate, ahead []Taken, zone *time.Location) (Free, bool) {
	has := map[string]bool{}
	for _, t := range ahead {
		has[t.Activity+"/"+t.Shift] = true
	}
	for _, f := range free {
		if !has[f.Activity.ID+"/"+f.Shift.ID] && Suits(c.Profile, c.Proofs, c.Building, f.Activity, f.Shift, f.Post, zone) {
			return f, true
		}
	}
	return Free{}, false
}
