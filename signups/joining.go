package signups

import (
	"time"

	"yishiting/residents"
)

// chinaTime is where years are counted; the whole country has one time.
var chinaTime = time.FixedZone("CST", 8*60*60)

// Joining is what the form of a sign-up says.
type Joining struct {
	Activity string
	Shift    string
	Post     string
	Series   bool // also every later shift of the same series
	Agreed   bool // has read and accepts the activity's terms

	// PlaceOnly: where no place is free it is ErrNoPlace, and nobody waits who did not ask for it.
	PlaceOnly bool
}

// WantedBy reads all that decides on a sign-up of a person.
func WantedBy(v Reader, who residents.Standing, a Activity, s Shift, post Post, now Instant) (w Wanted, err error) {
	home, id := who.Resident.Community, who.Resident.ID
	w = Wanted{Activity: a, Shift: s, Post: post}
	if w.Body, err = v.CommunityByID(home); err != nil {
		return w, err
	}
	day := today(w.Body, s.Starts)
	from, to := day.Start(w.Body.Location()).Add(-24*time.Hour), today(w.Body, s.Ends).End(w.Body.Location()).Add(24*time.Hour)
	taken, err := v.TakenBetween(home, id, from, to)
	if err != nil {
		return w, err
	}
	for _, t := range taken {
		if t.Shift != s.ID || t.Activity != a.ID {
			w.Taken = append(w.Taken, t)
		}
	}
	if post.Skill != "" {
		if w.Profile, err = profileOrNone(v, home, id); err != nil {
			return w, err
		}
		if w.Proofs, err = v.Proofs(home, id); err != nil {
			return w, err
		}
	}
	if who.Resident.Adult {
		return w, nil
	}
	return w, w.readGuardian(v, who, now)
}

func profileOrNone(v Reader, community, resident string) (Profile, error) {
	p, err := v.Profile(community, resident)
	if err == residents.ErrNotFound {
		err = nil
	}
	return p, err
}

func (w *Wanted) readGuardian(v Reader, who residents.Standing, now Instant) error {
	home := who.Resident.Community
	all, err := v.Mandates(home, who.Resident.ID)
	if err != nil {
		return err
	}
	w.Guardian = residents.GuardianOf(all, who.Resident.ID, now)
	if w.Guardian == "" {
		return nil
	}
	with, err := v.Signup(home, w.Activity.ID, w.Shift.ID, w.Guardian)
	if err == residents.ErrNotFound {
		return nil
	}
	w.With = with.State
	return err
}

// mayHelp is nil for whoever signs up for shifts at all, at home.
func mayHelp(by residents.Sender) error {
	return residents.May(by.Standing, residents.JoinShift, residents.Matter{Body: by.Resident.Community}, by.Now)
}

// Join signs the sender up for a post of a shift: for a place, for the place of somebody who
// gives theirs on, or for the waiting list. Of a series every later shift is signed up for that
// fits; the first must. What came of each is returned, in order.
func Join(tx Tx, by residents.Sender, j Joining) ([]Signup, error) {
	if err := mayHelp(by); err != nil {
		return nil, err
	}
	w, err := workOn(tx, by, by.Resident.Community, j.Activity)
	if err != nil {
		return nil, err
	}
	s, err := tx.Shift(w.a.Community, j.Activity, j.Shift)
	if err != nil {
		return nil, err
	}
	post, ok := w.a.Post(j.Post)
	if !ok {
		return nil, field("post", residents.ErrChoice)
	}
	first, err := w.join(s, post, j)
	if err != nil || !j.Series {
		return []Signup{first}, err
	}
	return w.joinSeries(first, s, post, j)
}

func (w work) joinSeries(first Signup, s Shift, post Post, j Joining) ([]Signup, error) {
	all := []Signup{first}
	shifts, err := w.tx.ShiftsOf(w.a.Community, w.a.ID)
	if err != nil {
		return all, err
	}
	for _, later := range shifts {
		if later.Series != s.Series || later.Off || !later.Starts.After(s.Starts) {
			continue
		}
		one, err := w.join(later, post, j)
		if refused(err) {
			continue
		}
		if err != nil {
			return all, err
		}
		all = append(all, one)
	}
	return all, nil
}

// refused tells whether an error is an answer to the person rather than a failure.
func refused(err error) bool {
	switch err.(type) {
	case residents.Reason, *residents.FieldError:
		return true
	}
	return false
}

// join signs the sender up for one shift.
func (w work) join(s Shift, post Post, j Joining) (Signup, error) {
	one := Signup{Community: w.a.Community, Activity: w.a.ID, Shift: s.ID, Resident: w.by.Resident.ID, Post: post.ID, At: w.by.Now}
	wanted, err := WantedBy(w.tx, w.by.Standing, w.a, s, post, w.by.Now)
	if err != nil {
		return one, err
	}
	before, err := w.tx.Signup(one.Community, one.Activity, one.Shift, one.Resident)
	again := err == nil
	if err != nil && err != residents.ErrNotFound {
		return one, err
	}
	if again && (before.State.Placed() || before.State == Waitlisted) {
		return before, ErrAlready
	}
	if err := MayJoin(w.by.Standing, wanted, w.by.Now); err != nil {
		return one, err
	}
	if w.a.Terms != "" {
		if !j.Agreed {
			return one, field("agreed", ErrNoAgreement)
		}
		one.AgreedAt = w.by.Now
	}
	if under(w.by.Resident, ageAlone, w.by.Now) {
		one.With = wanted.Guardian
	}
	if err := w.place(&one, s, post); err != nil {
		return one, err
	}
	if one.State == Waitlisted && j.PlaceOnly {
		return one, ErrNoPlace
	}
	if one.State.Placed() {
		if err := w.askGuardian(&one, s, wanted.Guardian); err != nil {
			return one, err
		}
	}
	if again {
		return one, w.tx.SetSignup(one)
	}
	return one, w.tx.AddSignup(one)
}

// place gives a free place, or the place of who gives theirs on, or one in the waiting list.
func (w work) place(one *Signup, s Shift, post Post) error {
	one.State = Accepted
	taken, err := w.tx.PlacesTaken(one.Community, one.Activity, one.Shift, post.ID)
	if err != nil {
		return err
	}
	if taken < post.Seats {
		return w.askAgain(one, s)
	}
	giver, err := w.tx.FirstGiving(one.Community, one.Activity, one.Shift, post.ID)
	if err == residents.ErrNotFound {
		one.State = Waitlisted
		return nil
	}
	if err != nil {
		return err
	}
	giver.State, giver.Giving = Withdrawn, false
	if err := w.tx.SetSignup(giver); err != nil {
		return err
	}
	return w.tell(giver.Reader(), "place-taken-over", s.ID)
}

// askAgain follows from Rules.NoShows: whoever did not come, without a word, some times lately
// confirms a place once more shortly before the shift.
func (w work) askAgain(one *Signup, s Shift) error {
	rules := w.rules()
	n, err := w.tx.NoShowsSince(one.Community, one.Resident, w.by.Now.AddDate(0, 0, -rules.NoShowDays.N))
	if err != nil || n < rules.NoShows {
		return err
	}
	until := s.Starts.Add(-rules.AgainUntil.Long())
	if !w.by.Now.Before(until) {
		return nil // it is as near as a confirmation would be
	}
	one.State, one.From, one.Until = Offered, s.Starts.Add(-rules.AgainFrom.Long()), until
	return nil
}

// guardianTime is how long a guardian has to agree to a shift.
const guardianTime = 48 * time.Hour

// askGuardian lets a minor from 14 to 17 wait for their guardian's word.
func (w work) askGuardian(one *Signup, s Shift, guardian string) error {
	if !minor(w.by.Resident) || one.With != "" {
		return nil
	}
	one.State, one.From = Applied, Instant{}
	one.Until = earlier(w.by.Now.Add(guardianTime), s.Starts)
	return w.tell(guardian, "minor-joins", s.ID+one.Resident)
}

func earlier(a, b Instant) Instant {
	if b.Before(a) {
		return b
	}
	return a
}

// MayAgree is nil for the guardian of the minor who has signed up.
func MayAgree(who residents.Standing, mandates []residents.Mandate, one Signup, now Instant) error {
	if err := residents.May(who, residents.CareForMinor, residents.Matter{Body: who.Resident.Community}, now); err != nil {
		return err
	}
	if who.Resident.Community != one.Community || residents.GuardianOf(mandates, one.Resident, now) != who.Resident.ID {
		return residents.ErrNotYours
	}
	return nil
}

// AgreeToShift lets a guardian agree to a minor's sign-up, or not.
func AgreeToShift(tx Tx, by residents.Sender, activity, shift, resident string, agreed bool) error {
	w, err := workOn(tx, by, by.Resident.Community, activity)
	if err != nil {
		return err
	}
	one, err := tx.Signup(w.a.Community, activity, shift, resident)
	if err != nil {
		return err
	}
	mandates, err := tx.Mandates(one.Community, resident)
	if err != nil {
		return err
	}
	if err := MayAgree(by.Standing, mandates, one, by.Now); err != nil {
		return err
	}
	if one.State != Applied || !by.Now.Before(one.Until) {
		return ErrNotOffered
	}
	if agreed {
		one.State, one.Until = Accepted, Instant{}
		if err := tx.SetSignup(one); err != nil {
			return err
		}
		return w.tell(resident, "guardian-said-yes", shift)
	}
	one.State, one.Until = Declined, Instant{}
	if err := tx.SetSignup(one); err != nil {
		return err
	}
	if err := w.tell(resident, "guardian-said-no", shift); err != nil {
		return err
	}
	return w.moveUp(shift, one.Post)
}
