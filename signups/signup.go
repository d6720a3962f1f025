package signups

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// SignupState is where a sign-up stands.
type SignupState string

// The states.
const (
	Applied    SignupState = "applied"    // a minor's: waits for the guardian
	Accepted   SignupState = "accepted"   // has a place
	Waitlisted SignupState = "waitlisted" // waits for one
	Offered    SignupState = "offered"    // has a place that is to be confirmed until Until
	Declined   SignupState = "declined"   // by the guardian, or by who leads, with a reason
	Withdrawn  SignupState = "withdrawn"  // by the person, or because nothing was confirmed in time
	Called     SignupState = "called-off" // the shift was
	CheckedIn  SignupState = "checked-in"
	Completed  SignupState = "completed" // has checked out: hours wait for a word
	NoShow     SignupState = "no-show"
	Confirmed  SignupState = "confirmed" // hours are confirmed
	Disputed   SignupState = "disputed"  // the volunteer says they were others
)

// Live tells whether somebody is still to come, waits, or is there.
func (s SignupState) Live() bool {
	return slices.Contains([]SignupState{Applied, Accepted, Waitlisted, Offered, CheckedIn}, s)
}

// Placed are the states that hold a place of the shift.
var Placed = []SignupState{Applied, Accepted, Offered, CheckedIn, Completed, NoShow, Confirmed, Disputed}

// Placed tells whether the state holds a place of the shift.
func (s SignupState) Placed() bool { return slices.Contains(Placed, s) }

// Signup is one person's place, or place in the waiting list, in one shift: at most one.
type Signup struct {
	Community string // where the person lives, which is the activity's
	Activity  string
	Shift     string
	Resident  string
	Post      string
	State     SignupState
	With      string  // of a child under 14: the guardian, who comes too and to whom letters go
	At        Instant // from when it counts in the waiting list
	From      Instant // Offered: confirmed from then on; zero: at once
	Until     Instant // Offered, Applied: before it
	AgreedAt  Instant // when the written agreement was accepted; zero: there was none
	Giving    bool    // Accepted: whoever comes first may take the place over
	Words     string  // why it was declined, what a dispute says
	In, Out   Instant
	Minutes   int // as counted and, once Confirmed, as confirmed; whole units of Rules.Unit
	SettledBy string
	SettledAt Instant
}

// Reader is to whom letters go: the person, or for a child the guardian.
func (s Signup) Reader() string {
	if s.With != "" {
		return s.With
	}
	return s.Resident
}

// Taken is a sign-up of a person with its time.
type Taken struct {
	Signup
	Starts, Ends Instant
}

type signupReader interface {
	// Signup is a person's in a shift; residents.ErrNotFound where there is none.
	Signup(community, activity, shift, resident string) (Signup, error)
	// SignupsOf are those of a shift, by when they came.
	SignupsOf(community, activity, shift string) ([]Signup, error)
	// PlacesTaken is how many hold a place of a post in a shift.
	PlacesTaken(community, activity, shift, post string) (int, error)
	// FirstWaiting is the first of the waiting list; residents.ErrNotFound where nobody waits.
	FirstWaiting(community, activity, shift, post string) (Signup, error)
	// FirstGiving is the first who gives a place on; residents.ErrNotFound where nobody does.
	FirstGiving(community, activity, shift, post string) (Signup, error)
	// TakenBetween are a person's sign-ups that hold a place, of shifts that touch the time from
	// (inclusive) to (exclusive), the earliest first.
	TakenBetween(community, resident string, from, to Instant) ([]Taken, error)
	// NoShowsSince is how often somebody did not come, without a word, since an instant.
	NoShowsSince(community, resident string, since Instant) (int, error)
}

type signupWriter interface {
	AddSignup(Signup) error
	SetSignup(Signup) error
}

// Wanted is what somebody wants to sign up for, with all that decides on it.
type Wanted struct {
	Body     residents.Community
	Activity Activity
	Shift    Shift
	Post     Post
	Guardian string      // of a minor from 14 to 17: who agrees; "" nobody
	With     SignupState // of a child under 14: how the guardian stands in the same shift; "" not at all
	Profile  Profile
	Proofs   []Proof
	Taken    []Taken // the person's that touch the days of the shift, without this one
}

// MayJoin is nil for whoever may sign up for a post of a shift now, and otherwise the first
// thing that is missing. Whether a place is free is no part of it: whoever may join may wait.
func MayJoin(who residents.Standing, w Wanted, now Instant) error {
	if err := residents.May(who, residents.JoinShift, residents.Matter{Body: w.Activity.Community}, now); err != nil {
		return err
	}
	switch {
	case w.Activity.State != Open:
		return ErrState
	case w.Shift.Off:
		return ErrShiftOff
	case !now.Before(w.Shift.Starts):
		return ErrBegun
	}
	on := calendar.DayOf(w.Shift.Starts, w.Body.Location())
	if err := oldEnough(who, w, now); err != nil {
		return err
	}
	if !can(w.Post.Skill, w.Profile, w.Proofs, on) {
		return ErrSkill
	}
	return fits(w.Taken, w.Shift, minor(who.Resident), w.Body)
}

func minor(r residents.Resident) bool { return !r.Adult }

// Ages of sign-ups; only the year of birth is known, so whoever may be under an age counts as
// under it (residents, minor.go).
const (
	ageAlone  = 14 // signs up by themselves, with a guardian's word
	ageFamily = 8  // comes with the guardian
)

// under tells whether somebody may be under an age. Whoever is adult is under none up to 18.
func under(r residents.Resident, age int, now Instant) bool {
	if r.Adult {
		return false
	}
	return now.In(chinaTime).Year()-r.BirthYear <= age
}

// oldEnough asks what the post, and the rules for minors, ask of an age.
func oldEnough(who residents.Standing, w Wanted, now Instant) error {
	r := who.Resident
	if under(r, w.Post.MinAge, now) || under(r, ageFamily, now) {
		return ErrUnderAge
	}
	if !minor(r) {
		return nil
	}
	rules := RulesAt(today(w.Body, now))
	if w.Activity.Risky || w.Activity.Road || atNight(w.Shift, rules, w.Body) {
		return ErrMinorWork
	}
	switch {
	case under(r, ageAlone, now) && !(w.With == Accepted || w.With == CheckedIn):
		return ErrWithAdult
	case !under(r, ageAlone, now) && w.Guardian == "":
		return residents.ErrGuardian
	}
	return nil
}

func atNight(s Shift, rules Rules, body residents.Community) bool {
	from, until := minuteOf(s.Starts, body), minuteOf(s.Ends, body)
	return from < rules.DayFrom || until > rules.DayUntil || until < from
}

func minuteOf(at Instant, body residents.Community) int {
	at = at.In(body.Location())
	return at.Hour()*60 + at.Minute()
}

// fits asks whether a shift fits between the others of a person: no two at a time, a rest
// between them, and no more minutes in a day than the rules allow.
func fits(taken []Taken, s Shift, minor bool, body residents.Community) error {
	day := today(body, s.Starts)
	rules := RulesAt(day)
	sum := s.Minutes()
	for _, t := range taken {
		switch {
		case t.Starts.Before(s.Ends) && s.Starts.Before(t.Ends):
			return ErrOverlap
		case t.Starts.Before(s.Ends.Add(rules.Rest.Long())) && s.Starts.Before(t.Ends.Add(rules.Rest.Long())):
			return ErrRest
		case today(body, t.Starts) == day:
			sum += int(t.Ends.Sub(t.Starts).Minutes())
		}
	}
	switch {
	case minor && sum > rules.MinorDay.N:
		return ErrMinorDay
	case sum > rules.DayMost.N:
		return ErrDayFull
	}
	return nil
}
