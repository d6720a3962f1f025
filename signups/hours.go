package signups

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// longer is by how many minutes confirmed hours may be more than the shift was planned for.
const longer = 2 * 60

// MostMinutes is how much at most can be confirmed of a shift, in whole units of the rules.
func MostMinutes(s Shift) int { return RulesAt(dayIn(s.Starts)).Rounded(s.Minutes() + longer) }

// Counted is what somebody gave in a shift, in minutes: from when the work began to when they
// went, at most to its planned end, in whole units of the rules, never up. Coming early and the
// way there and back are no service.
func Counted(s Shift, in, out Instant) int {
	if in.Before(s.Starts) {
		in = s.Starts
	}
	if out.After(s.Ends) {
		out = s.Ends
	}
	return RulesAt(dayIn(s.Starts)).Rounded(int(out.Sub(in) / time.Minute))
}

func dayIn(at Instant) calendar.Day { return calendar.DayOf(at, chinaTime) }

// HourKind is what was done to hours.
type HourKind string

// The kinds.
const (
	HoursConfirmed HourKind = "confirmed"
	HoursDisputed  HourKind = "disputed"
	HoursCorrected HourKind = "corrected"
)

// HourChange is one line of the trace of somebody's hours in a shift; lines are never changed.
type HourChange struct {
	Community string
	Activity  string
	Shift     string
	Resident  string
	Seq       int // 1, 2, …
	Kind      HourKind
	Was, Now  int // minutes; of a dispute Now is what the volunteer says
	Words     string
	By        string
	At        Instant
}

// Service is one confirmed service of a person, as a statement lists it.
type Service struct {
	Number   string // of the activity
	Title    string
	Place    string
	Post     string
	Starts   Instant
	Minutes  int
	Settled  Instant
	Activity string
}

type hoursReader interface {
	// HourChanges are the trace of a sign-up, the first first.
	HourChanges(community, activity, shift, resident string) ([]HourChange, error)
	// Services are a person's confirmed services of more than nothing that began in the time from
	// (inclusive) to (exclusive), the earliest first.
	Services(community, resident string, from, to Instant) ([]Service, error)
	// ServiceStatement is by the hash of its code.
	ServiceStatement(codeHash string) (Statement, error)
}

type hoursWriter interface {
	AddHourChange(HourChange) error
	AddServiceStatement(Statement) error
}

// MayConfirm is nil for who keeps the activity, and never for oneself.
func MayConfirm(who residents.Standing, a Activity, o Org, one Signup, now Instant) error {
	if isLeader(who, one.Community, one.Resident) {
		return ErrOwnHours
	}
	return MayKeep(who, a, o, now)
}

// ConfirmHours confirms what somebody gave, once the shift is over. Other minutes than were
// counted need a reason. It is late after Rules.ConfirmBy and still counts.
func ConfirmHours(tx Tx, by residents.Sender, community, activity, shift, resident string, minutes int, why string) error {
	w, err := workOn(tx, by, community, activity)
	if err != nil {
		return err
	}
	one, err := tx.Signup(community, activity, shift, resident)
	if err != nil {
		return err
	}
	if err := MayConfirm(by.Standing, w.a, w.o, one, by.Now); err != nil {
		return err
	}
	s, err := tx.Shift(community, activity, shift)
	if err != nil {
		return err
	}
	switch {
	case one.State == Confirmed || one.State == Disputed:
		return ErrHoursDone
	case one.State != Completed && one.State != CheckedIn && one.State != Accepted:
		return ErrState
	case !s.Over(by.Now) && !s.Off:
		return ErrNotBegun
	}
	if err := w.fitting(one, s, minutes); err != nil {
		return err
	}
	if why, err = residents.PublicTextOrNone("why", why, MaxWords, false); err != nil {
		return err
	}
	if minutes != one.Minutes && why == "" {
		return field("why", ErrHoursWhy)
	}
	return w.settle(one, minutes, HoursConfirmed, why)
}

// fitting is nil for minutes that can be: whole units, no more than the shift and some, and
// with what else was confirmed of that day no more than a day has.
func (w work) fitting(one Signup, s Shift, minutes int) error {
	day := w.day(s.Starts)
	most := s.Minutes() + longer
	if minutes < 0 || minutes > most || minutes%RulesAt(day).Unit.N != 0 {
		return &residents.FieldError{Field: "minutes", Reason: ErrHours, Limit: most}
	}
	others, err := w.tx.Services(one.Community, one.Resident, day.Start(w.zone()), day.End(w.zone()))
	if err != nil {
		return err
	}
	sum := minutes
	for _, o := range others {
		if o.Activity != one.Activity || !o.Starts.Equal(s.Starts) {
			sum += o.Minutes
		}
	}
	if sum > MaxDayMinute {
		return &residents.FieldError{Field: "minutes", Reason: ErrHours, Limit: MaxDayMinute}
	}
	return nil
}

func (w work) settle(one Signup, minutes int, kind HourKind, words string) error {
	was := one.Minutes
	one.State, one.Minutes, one.SettledBy, one.SettledAt, one.Words = Confirmed, minutes, w.by.Resident.ID, w.by.Now, ""
	if err := w.tx.SetSignup(one); err != nil {
		return err
	}
	if err := w.trace(one, kind, was, minutes, words); err != nil {
		return err
	}
	return w.tell(one.Reader(), "hours-"+string(kind), one.Shift+one.Resident)
}

func (w work) trace(one Signup, kind HourKind, was, now int, words string) error {
	before, err := w.tx.HourChanges(one.Community, one.Activity, one.Shift, one.Resident)
	if err != nil {
		return err
	}
	return w.tx.AddHourChange(HourChange{
		Community: one.Community, Activity: one.Activity, Shift: one.Shift, Resident: one.Resident, Seq: len(before) + 1,
		Kind: kind, Was: was, Now: now, Words: words, By: w.by.Resident.ID, At: w.by.Now,
	})
}

// MayDispute is nil for the volunteer, in the days after the hours were confirmed, or after
// they were marked absent.
func MayDispute(who residents.Standing, one Signup, s Shift, body residents.Community, now Instant) error {
	if err := residents.May(who, residents.JoinShift, residents.Matter{Body: one.Community}, now); err != nil {
		return err
	}
	from := one.SettledAt
	if one.State == NoShow {
		from = s.Ends
	}
	rules := RulesAt(today(body, now))
	if one.State != Confirmed && one.State != NoShow || !now.Before(calendar.After(today(body, from), rules.Dispute.N).End(body.Location())) {
		return ErrDisputeOver
	}
	return nil
}

// DisputeHours says that the hours were others, and why. Somebody else than confirmed them answers.
func DisputeHours(tx Tx, by residents.Sender, activity, shift string, minutes int, words string) error {
	w, s, one, err := mine(tx, by, activity, shift)
	if err != nil {
		return err
	}
	if err := MayDispute(by.Standing, one, s, w.body, by.Now); err != nil {
		return err
	}
	if err := w.fitting(one, s, minutes); err != nil {
		return err
	}
	if one.Words, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	one.State = Disputed
	if err := tx.SetSignup(one); err != nil {
		return err
	}
	if err := w.trace(one, HoursDisputed, one.Minutes, minutes, one.Words); err != nil {
		return err
	}
	return w.tell(w.a.Leader, "hours-dispute", shift+one.Resident)
}

// MayJudge is nil for somebody of the committee who did not confirm the hours, and whose they are not.
func MayJudge(who residents.Standing, one Signup, now Instant) error {
	if isLeader(who, one.Community, one.Resident) {
		return ErrOwnHours
	}
	return residents.May(who, residents.JudgeHours, residents.Matter{Body: one.Community, Before: one.SettledBy}, now)
}

// JudgeHours answers a dispute: the minutes that hold from now on, and why.
func JudgeHours(tx Tx, by residents.Sender, community, activity, shift, resident string, minutes int, words string) error {
	w, err := workOn(tx, by, community, activity)
	if err != nil {
		return err
	}
	one, err := tx.Signup(community, activity, shift, resident)
	if err != nil {
		return err
	}
	if err := MayJudge(by.Standing, one, by.Now); err != nil {
		return err
	}
	if one.State != Disputed {
		return ErrState
	}
	s, err := tx.Shift(community, activity, shift)
	if err != nil {
		return err
	}
	if err := w.fitting(one, s, minutes); err != nil {
		return err
	}
	if words, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	return w.settle(one, minutes, HoursCorrected, words)
}
