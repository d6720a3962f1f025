package grants

import (
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Faults are the conditions that can be worked out and are not met.
func Faults(r Round, a Application, org Applicant, home residents.Community, today calendar.Day) (all []Unfit) {
	for _, f := range []struct {
		why Unfit
		is  bool
	}{
		{NotFiled, !org.valid(today)}, {Elsewhere, home.Parent != r.Community}, {OverCap, a.Asked > r.Cap}, {TooLong, r.Latest.Before(a.Until)},
	} {
		if f.is {
			all = append(all, f.why)
		}
	}
	return all
}

// CheckApplication says after the last day of the call whether an application is eligible, with the
// reason where it is not. Until the pitch it may be looked at again, by another person.
func CheckApplication(tx Tx, by residents.Sender, community, id string, c Check) error {
	a, err := tx.Application(community, id)
	if err != nil {
		return err
	}
	w, err := keeping(tx, by, a.Body, a.Round, Call)
	if err != nil {
		return err
	}
	if err := a.in(Applied, Refused, Passed); err != nil {
		return err
	}
	if !w.r.Applied(w.today()) {
		return ErrClosed
	}
	if a.Check != nil {
		if err := MayApprove(by.Standing, a.Body, a.Check.By, by.Now); err != nil {
			return err
		}
	}
	if c, err = w.checked(a, c); err != nil {
		return err
	}
	if a.Appeal != nil {
		a.Appeal.Answered = true
	}
	a.Check, a.State = &c, Refused
	if c.Pass {
		a.State = Passed
	}
	if err := w.set(&a); err != nil {
		return err
	}
	if err := w.recordCheck(a); err != nil {
		return err
	}
	kind := "grant-refused"
	if c.Pass {
		kind = "grant-passed"
	}
	return w.tell(a, kind)
}

// checked sees that what is said fits the facts.
func (w work) checked(a Application, c Check) (Check, error) {
	org, err := w.tx.Applicant(a.Community, a.Org)
	if err != nil {
		return c, err
	}
	home, err := w.tx.CommunityByID(a.Community)
	if err != nil {
		return c, err
	}
	c.By, c.At = w.by.Resident.ID, w.by.Now
	if c.Pass {
		c.Why = ""
		if len(Faults(w.r, a, org, home, w.today())) > 0 {
			return c, field("pass", ErrUnfit)
		}
		c.Words, err = residents.PublicTextOrNone("words", c.Words, MaxWords, false)
		return c, err
	}
	if !slices.Contains(Unfits, c.Why) {
		return c, field("why", residents.ErrChoice)
	}
	c.Words, err = residents.PublicText("words", c.Words, MaxWords, false)
	return c, err
}

// recordCheck names what passed; of what did not only the number is told.
func (w work) recordCheck(a Application) error {
	if a.Check.Pass {
		return w.record("grant-passed", struct {
			entry
			Organisation string `json:"organisation"`
			Asked        int64  `json:"asked"`
		}{w.entry(a), a.OrgName, a.Asked})
	}
	return w.record("grant-refused", struct {
		Number string `json:"number"`
		Why    string `json:"why"`
	}{a.Number(w.r), string(a.Check.Why)})
}

// AppealUntil is the end of the days in which the organisation may ask for a refused application to
// be looked at once more.
func (a Application) AppealUntil(zone *time.Location) Instant {
	checked := calendar.DayOf(a.Check.At, zone)
	return calendar.WorkingDaysAfter(checked, RulesAt(checked).Appeal.N).End(zone)
}

// MayAppeal is nil while the organisation may ask: once, before the pitch.
func (a Application) MayAppeal(r Round, zone *time.Location, now Instant) error {
	switch {
	case a.State != Refused || r.State != Call:
		return ErrState
	case a.Appeal != nil:
		return ErrAlready
	case !now.Before(a.AppealUntil(zone)):
		return ErrClosed
	}
	return nil
}

// Unsettled is why the check of an application may still turn: it waits for one, or the days of an
// appeal are not over.
func (a Application) Unsettled(zone *time.Location, now Instant) error {
	switch {
	case a.State == Applied, a.State == Refused && a.Appeal != nil && !a.Appeal.Answered:
		return ErrUnchecked
	case a.State == Refused && a.Appeal == nil && now.Before(a.AppealUntil(zone)):
		return ErrAppeal
	}
	return nil
}

// AskAgain asks for a refused application to be looked at once more.
func AskAgain(tx Tx, by residents.Sender, community, id, text string) error {
	w, a, err := applying(tx, by, community, id, Refused)
	if err != nil {
		return err
	}
	if err := a.MayAppeal(w.r, w.zone(), by.Now); err != nil {
		return err
	}
	if text, err = residents.Text("text", text, MaxWords, false); err != nil {
		return err
	}
	a.Appeal = &Appeal{Text: text, By: by.Resident.ID, At: by.Now}
	if err := w.set(&a); err != nil {
		return err
	}
	return w.record("grant-appealed", struct {
		Number string `json:"number"`
	}{a.Number(w.r)})
}
