package signups

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Clock is what TurnDue reads.
type Clock interface {
	// ActivityWork are the ids of the open activities with which the clock may have something to
	// do at the given instant; few more than there are, none too few.
	ActivityWork(community string, now Instant) ([]string, error)
}

// TurnDue is what the clock has to do in a community, without writing. Each is done by TurnOne
// in a transaction of its own.
func TurnDue(v Clock, body residents.Community, now Instant) ([]string, error) {
	return v.ActivityWork(body.ID, now)
}

// TurnOne does what the clock has to do with one activity. It reads anew what is due: another
// server may have done it since TurnDue, and then it does nothing.
func TurnOne(tx Tx, body residents.Community, id string, now Instant) error {
	a, err := tx.Activity(body.ID, id)
	if err != nil || a.State != Open && a.State != Cancelled {
		return err
	}
	w := work{tx: tx, by: clockSender(id+"-"+now.UTC().Format(time.RFC3339), now), body: body, a: a}
	shifts, err := tx.ShiftsOf(body.ID, id)
	if err != nil {
		return err
	}
	settled := true
	for _, s := range shifts {
		done, err := w.turnShift(s)
		if err != nil {
			return err
		}
		settled = settled && done
	}
	if a.State == Open && settled && len(shifts) > 0 {
		return w.finish(shifts)
	}
	return nil
}

// turnShift does the clock's work on one shift, and tells whether it is over and settled.
func (w work) turnShift(s Shift) (bool, error) {
	all, err := w.tx.SignupsOf(s.Community, s.Activity, s.ID)
	if err != nil {
		return false, err
	}
	open := 0
	for _, one := range all {
		if err := w.lapse(one); err != nil {
			return false, err
		}
		if unsettled(one) {
			open++
		}
	}
	if s.Off {
		return open == 0 || s.Over(w.by.Now) && !anyIn(all), nil
	}
	if !s.Over(w.by.Now) {
		return false, w.remind(s, all)
	}
	if open == 0 {
		return true, nil
	}
	return false, w.askHours(s)
}

// unsettled tells whether hours of a sign-up wait for a word.
func unsettled(one Signup) bool {
	switch one.State {
	case Accepted, CheckedIn, Completed, Disputed:
		return true
	}
	return false
}

func anyIn(all []Signup) bool {
	for _, one := range all {
		if !one.In.IsZero() && unsettled(one) {
			return true
		}
	}
	return false
}

// remind tells those who come of their shift, the evening before.
func (w work) remind(s Shift, all []Signup) error {
	if !s.RemindedAt.IsZero() || w.by.Now.Before(calendar.DayOf(s.Starts, w.zone()).EveningBefore(w.zone())) || !w.by.Now.Before(s.Starts) {
		return nil
	}
	s.RemindedAt = w.by.Now
	if err := w.tx.SetShift(s); err != nil {
		return err
	}
	told := map[string]bool{}
	for _, one := range all {
		if one.State != Accepted && one.State != Offered || told[one.Reader()] {
			continue
		}
		told[one.Reader()] = true
		if err := w.tell(one.Reader(), "shift-tomorrow", s.ID); err != nil {
			return err
		}
	}
	return nil
}

// askHours asks who leads to confirm hours once the shift is over, and tells who published the
// activity when that was not done in time.
func (w work) askHours(s Shift) error {
	if s.AskedAt.IsZero() {
		s.AskedAt = w.by.Now
		if err := w.tx.SetShift(s); err != nil {
			return err
		}
		return w.tell(w.a.Leader, "hours-wait", s.ID)
	}
	by := w.rules().ConfirmBy(w.day(s.Ends))
	if !s.LateAt.IsZero() || w.by.Now.Before(by.End(w.zone())) {
		return nil
	}
	s.LateAt = w.by.Now
	if err := w.tx.SetShift(s); err != nil {
		return err
	}
	return w.tell(w.a.PublishedBy, "hours-late", s.ID)
}

// finish closes an activity whose shifts are all over and settled, and puts on the record how
// many helped and how long: nothing of fewer than smallCell people.
func (w work) finish(shifts []Shift) error {
	people, minutes := map[string]bool{}, 0
	for _, s := range shifts {
		all, err := w.tx.SignupsOf(s.Community, s.Activity, s.ID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.State == Confirmed && one.Minutes > 0 {
				people[one.Resident] = true
				minutes += one.Minutes
			}
		}
	}
	w.a.State = Finished
	if err := w.tx.SetActivity(w.a); err != nil {
		return err
	}
	facts := struct {
		named
		People  int `json:"people,omitempty"`
		Minutes int `json:"minutes,omitempty"`
	}{named: w.named()}
	if len(people) >= smallCell {
		facts.People, facts.Minutes = len(people), minutes
	}
	return w.record("activity-finished", facts)
}

// smallCell is the number under which a count could point to somebody.
const smallCell = 5

// NoteOutcome says what became of an activity, with thanks: everybody who helped is told.
func NoteOutcome(tx Tx, by residents.Sender, community, id, words string) error {
	w, err := keeping(tx, by, community, id, Open, Finished)
	if err != nil {
		return err
	}
	if w.a.Outcome, err = residents.PublicText("outcome", words, MaxAbout, false); err != nil {
		return err
	}
	w.a.Version++
	if err := tx.SetActivity(w.a); err != nil {
		return err
	}
	if err := w.record("activity-outcome", w.named()); err != nil {
		return err
	}
	shifts, err := tx.ShiftsOf(community, id)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, s := range shifts {
		all, err := tx.SignupsOf(community, id, s.ID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if one.State != Confirmed || one.Minutes == 0 || told[one.Reader()] {
				continue
			}
			told[one.Reader()] = true
			if err := w.tell(one.Reader(), "activity-thanks", ""); err != nil {
				return err
			}
		}
	}
	return nil
}
