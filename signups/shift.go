package signups

import (
	"fmt"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Shift is one time of an activity, from Starts (inclusive) to Ends (exclusive). Shifts that
// repeat over weeks share a Series.
type Shift struct {
	Community string
	Activity  string
	ID        string
	Series    string
	Starts    Instant
	Ends      Instant
	Off       bool   // called off
	Reason    string // why
	Secret    string // from which the codes on the leader's phone are made; never leaves the server

	RemindedAt Instant // the evening before
	AskedAt    Instant // whoever leads was asked to confirm hours
	LateAt     Instant // the committee was told that hours are not confirmed in time
}

// Minutes is how long the shift is.
func (s Shift) Minutes() int { return int(s.Ends.Sub(s.Starts) / time.Minute) }

// Over tells whether the shift has ended.
func (s Shift) Over(now Instant) bool { return !now.Before(s.Ends) }

// Repeat says when shifts are: on a day from a minute of the day to another, and again every
// week so many times. Until at or before From is the next day only where From is in the evening:
// it is refused, since a shift that ends before it begins is most often a slip.
type Repeat struct {
	Day         calendar.Day
	From, Until int // minutes of the day, 0 to 24*60
	Weeks       int // 1: once
}

// AddShifts adds shifts to an activity. The days are those of the community's zone: a shift at
// 9:00 is at 9:00 every week, whatever clocks do elsewhere.
//
// secret is at least 128 random bits, from which the codes on the leader's phone are made.
func AddShifts(tx Tx, by residents.Sender, community, id string, r Repeat, secret string) error {
	w, err := keeping(tx, by, community, id, Draft, Submitted, Open)
	if err != nil {
		return err
	}
	if err := w.inForce(); err != nil {
		return err
	}
	if err := r.wrong(); err != nil {
		return err
	}
	have, err := tx.ShiftsOf(community, id)
	if err != nil {
		return err
	}
	if len(have)+r.Weeks > MaxShifts {
		return tooMany("weeks", MaxShifts)
	}
	for n := range r.Weeks {
		s := r.shift(n, w.zone())
		s.Community, s.Activity, s.Series, s.Secret = community, id, by.ID, secret
		s.ID = fmt.Sprintf("%s-%d", by.ID, n+1)
		if !s.Starts.After(by.Now) || s.Starts.After(by.Now.Add(MaxAhead)) {
			return field("day", ErrShiftPast)
		}
		if err := tx.AddShift(s); err != nil {
			return err
		}
	}
	if w.a.State == Open {
		return w.record("activity-changed", w.named())
	}
	return nil
}

func (r Repeat) wrong() error {
	switch {
	case r.Day.IsZero():
		return field("day", residents.ErrDate)
	case r.From < 0 || r.From >= 24*60:
		return field("from", residents.ErrDate)
	case r.Until < 0 || r.Until > 24*60:
		return field("until", residents.ErrDate)
	case r.Until <= r.From:
		return field("until", ErrShiftEnds)
	case time.Duration(r.Until-r.From)*time.Minute > MaxShift:
		return field("until", ErrShiftLong)
	case r.Weeks < 1 || r.Weeks > MaxWeeks:
		return &residents.FieldError{Field: "weeks", Reason: residents.ErrNumber, Limit: MaxWeeks}
	}
	return nil
}

func (r Repeat) shift(week int, zone *time.Location) Shift {
	d := r.Day.Add(7 * week)
	at := func(minute int) time.Time {
		return time.Date(d.Year, d.Month, d.Day, 0, minute, 0, 0, zone)
	}
	return Shift{Starts: at(r.From), Ends: at(r.Until)}
}

// RemoveShift takes a shift out of a draft.
func RemoveShift(tx Tx, by residents.Sender, community, id, shift string) error {
	if _, err := keeping(tx, by, community, id, Draft, Submitted); err != nil {
		return err
	}
	return tx.RemoveShift(community, id, shift)
}

// CancelShift calls one shift off, for rain or whatever the reason: everybody who has a place
// or waits is told.
func CancelShift(tx Tx, by residents.Sender, community, id, shift, reason string) error {
	w, err := keeping(tx, by, community, id, Open)
	if err != nil {
		return err
	}
	if reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	s, err := tx.Shift(community, id, shift)
	if err != nil {
		return err
	}
	switch {
	case s.Off:
		return ErrShiftOff
	case s.Over(by.Now):
		return ErrBegun
	}
	if err := w.callOff(s, reason); err != nil {
		return err
	}
	return w.record("shift-cancelled", struct {
		named
		Starts string `json:"starts"`
		Reason string `json:"reason"`
	}{w.named(), s.Starts.In(w.zone()).Format("2006-01-02 15:04"), reason})
}

// callOff calls a shift off and tells everybody who has a place or waits. What somebody gave
// before a shift was broken off stays to be confirmed.
func (w work) callOff(s Shift, reason string) error {
	s.Off, s.Reason = true, reason
	if err := w.tx.SetShift(s); err != nil {
		return err
	}
	all, err := w.tx.SignupsOf(s.Community, s.Activity, s.ID)
	if err != nil {
		return err
	}
	for _, one := range all {
		if !one.State.Live() || !one.In.IsZero() {
			continue
		}
		one.State, one.Until, one.Giving = Called, Instant{}, false
		if err := w.tx.SetSignup(one); err != nil {
			return err
		}
		if err := w.tell(one.Reader(), "shift-cancelled", s.ID+one.Resident); err != nil {
			return err
		}
	}
	return nil
}

// tellComing tells everybody who has a place in a shift to come, once each.
func (w work) tellComing(kind string) error {
	shifts, err := w.tx.ShiftsOf(w.a.Community, w.a.ID)
	if err != nil {
		return err
	}
	told := map[string]bool{}
	for _, s := range shifts {
		if s.Off || !s.Starts.After(w.by.Now) {
			continue
		}
		all, err := w.tx.SignupsOf(s.Community, s.Activity, s.ID)
		if err != nil {
			return err
		}
		for _, one := range all {
			if !one.State.Live() || told[one.Reader()] {
				continue
			}
			told[one.Reader()] = true
			if err := w.tell(one.Reader(), kind, fmt.Sprint(w.a.Version)); err != nil {
				return err
			}
		}
	}
	return nil
}
