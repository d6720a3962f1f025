package signups

import (
	"yishiting/residents"
)

// mine is the sender's sign-up of a shift, with the shift.
func mine(tx Tx, by residents.Sender, activity, shift string) (w work, s Shift, one Signup, err error) {
	if err = mayHelp(by); err != nil {
		return w, s, one, err
	}
	if w, err = workOn(tx, by, by.Resident.Community, activity); err != nil {
		return w, s, one, err
	}
	if s, err = tx.Shift(w.a.Community, activity, shift); err != nil {
		return w, s, one, err
	}
	one, err = tx.Signup(w.a.Community, activity, shift, by.Resident.ID)
	return w, s, one, err
}

// Withdraw gives a place, or a place in the waiting list, up before the shift begins; the first
// of the waiting list moves up. Children who come with the sender do not come either.
func Withdraw(tx Tx, by residents.Sender, activity, shift string) error {
	w, s, one, err := mine(tx, by, activity, shift)
	if err != nil {
		return err
	}
	switch {
	case !one.State.Live() || one.State == CheckedIn:
		return ErrState
	case !by.Now.Before(s.Starts):
		return ErrBegun
	}
	all, err := tx.SignupsOf(one.Community, activity, shift)
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Resident != one.Resident && c.With != one.Resident || !c.State.Live() {
			continue
		}
		if err := w.free(c, Withdrawn); err != nil {
			return err
		}
	}
	return nil
}

// free ends a sign-up; where it held a place the first of the waiting list moves up.
func (w work) free(one Signup, to SignupState) error {
	held := one.State.Placed()
	one.State, one.From, one.Until, one.Giving = to, Instant{}, Instant{}, false
	if err := w.tx.SetSignup(one); err != nil || !held {
		return err
	}
	return w.moveUp(one.Shift, one.Post)
}

// moveUp offers a free place of a shift to the first who waits, with a time to confirm. In the
// last hours before a shift nobody is offered anything: the place is whose who comes first.
func (w work) moveUp(shift, post string) error {
	s, err := w.tx.Shift(w.a.Community, w.a.ID, shift)
	if err != nil {
		return err
	}
	rules := w.rules()
	last := s.Starts.Add(-rules.OfferLast.Long())
	if s.Off || w.a.State != Open || !w.by.Now.Before(last) {
		return nil
	}
	next, err := w.tx.FirstWaiting(w.a.Community, w.a.ID, shift, post)
	if err == residents.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	next.State, next.From, next.Until = Offered, Instant{}, earlier(w.by.Now.Add(rules.Offer.Long()), last)
	if err := w.tx.SetSignup(next); err != nil {
		return err
	}
	return w.tell(next.Reader(), "place-offered", shift+next.Resident)
}

// moreSeats lets people move up where posts got more places than they had.
func (w work) moreSeats(was Content) error {
	shifts, err := w.tx.ShiftsOf(w.a.Community, w.a.ID)
	if err != nil {
		return err
	}
	for _, s := range shifts {
		for i, p := range was.Posts {
			for range w.a.Posts[i].Seats - p.Seats {
				if err := w.moveUp(s.ID, p.ID); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// ConfirmPlace takes the place that was offered. It must still fit between the sender's others.
func ConfirmPlace(tx Tx, by residents.Sender, activity, shift string) error {
	w, s, one, err := mine(tx, by, activity, shift)
	if err != nil {
		return err
	}
	switch {
	case one.State != Offered || !by.Now.Before(one.Until):
		return ErrNotOffered
	case by.Now.Before(one.From):
		return ErrTooSoon
	}
	post, _ := w.a.Post(one.Post)
	wanted, err := WantedBy(tx, by.Standing, w.a, s, post, by.Now)
	if err != nil {
		return err
	}
	if err := MayJoin(by.Standing, wanted, by.Now); err != nil {
		return err
	}
	one.State, one.From, one.Until = Accepted, Instant{}, Instant{}
	if err := w.askGuardian(&one, s, wanted.Guardian); err != nil {
		return err
	}
	return tx.SetSignup(one)
}

// GiveOn says that whoever comes first may take the sender's place over, who keeps it until
// then; false takes that back. Where somebody waits it is not needed: ErrWaiting.
func GiveOn(tx Tx, by residents.Sender, activity, shift string, giving bool) error {
	_, s, one, err := mine(tx, by, activity, shift)
	if err != nil {
		return err
	}
	switch {
	case one.State != Accepted:
		return ErrState
	case !by.Now.Before(s.Starts):
		return ErrBegun
	}
	if giving {
		if _, err := tx.FirstWaiting(one.Community, activity, shift, one.Post); err != residents.ErrNotFound {
			if err == nil {
				err = ErrWaiting
			}
			return err
		}
	}
	one.Giving = giving
	return tx.SetSignup(one)
}

// Decline takes a place away, by who leads the activity, with a reason that the person reads.
func Decline(tx Tx, by residents.Sender, community, activity, shift, resident, reason string) error {
	w, err := keeping(tx, by, community, activity, Open)
	if err != nil {
		return err
	}
	one, err := tx.Signup(community, activity, shift, resident)
	if err != nil {
		return err
	}
	if !one.State.Live() || one.State == CheckedIn {
		return ErrState
	}
	if one.Words, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	if err := w.tell(one.Reader(), "place-declined", shift+resident); err != nil {
		return err
	}
	return w.free(one, Declined)
}

// lapse ends what was not confirmed in time, and lets the next move up.
func (w work) lapse(one Signup) error {
	if one.State != Offered && one.State != Applied || w.by.Now.Before(one.Until) {
		return nil
	}
	if err := w.tell(one.Reader(), "place-lapsed", one.Shift+one.Resident); err != nil {
		return err
	}
	return w.free(one, Withdrawn)
}
