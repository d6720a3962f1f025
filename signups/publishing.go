package signups

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// SubmitActivity hands a draft to another person of the committee.
func SubmitActivity(tx Tx, by residents.Sender, community, id string) error {
	w, err := keeping(tx, by, community, id, Draft)
	if err != nil {
		return err
	}
	if w.a.Org != "" {
		if err := MayMakeFor(by.Standing, w.o, by.Now); err != nil {
			return err
		}
	}
	if err := w.complete(); err != nil {
		return err
	}
	w.a.State, w.a.Reason = Submitted, ""
	return tx.SetActivity(w.a)
}

// complete is Complete of the activity in hand.
func (w work) complete() error {
	shifts, err := w.tx.ShiftsOf(w.a.Community, w.a.ID)
	if err != nil {
		return err
	}
	return Complete(w.a, w.o, shifts, w.body, w.by.Now)
}

// Complete is nil where nothing is missing that the rules ask of an activity before it is public:
// a shift to come; an insurance for risky work (北京市志愿服务促进条例 第十九条、志愿服务条例 第十七条);
// a written agreement for risky work and for a month or longer (北京市志愿服务促进条例 第十八条);
// of an organisation's, o, that it is on the street's record.
// shifts are its own, the earliest first.
func Complete(a Activity, o Org, shifts []Shift, body residents.Community, now Instant) error {
	if a.Org != "" && !o.InForce(today(body, now)) {
		return ErrOrgOver
	}
	if len(shifts) == 0 || !shifts[len(shifts)-1].Starts.After(now) {
		return ErrNoShift
	}
	first, last := today(body, shifts[0].Starts), today(body, shifts[len(shifts)-1].Ends)
	long := calendar.DaysBetween(first, last)+1 >= RulesAt(today(body, now)).Terms.N
	switch {
	case a.Risky && a.Insurance == "":
		return field("insurance", ErrUninsured)
	case a.Terms == "" && (a.Risky || long):
		return field("terms", ErrNoTerms)
	}
	return nil
}

// PublishActivity makes an activity public, by another person than made it.
func PublishActivity(tx Tx, by residents.Sender, community, id string) error {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return err
	}
	if err := MayPublish(by.Standing, w.a, w.o, by.Now); err != nil {
		return err
	}
	if w.a.State != Submitted {
		return ErrState
	}
	if err := w.complete(); err != nil {
		return err
	}
	w.a.State, w.a.PublishedBy, w.a.PublishedAt = Open, by.Resident.ID, by.Now
	if err := tx.SetActivity(w.a); err != nil {
		return err
	}
	shifts, err := tx.ShiftsOf(community, id)
	if err != nil {
		return err
	}
	err = w.record("activity-published", struct {
		named
		Shifts int    `json:"shifts"`
		Seats  int    `json:"seats"`
		Org    string `json:"organisation,omitempty"`
	}{w.named(), len(shifts), w.a.Seats(), w.o.Name})
	if err != nil || w.a.MadeBy == w.a.PublishedBy {
		return err
	}
	return w.tellMaker("activity-published")
}

// SendBack gives an activity back to whoever made it, with a reason.
func SendBack(tx Tx, by residents.Sender, community, id, reason string) error {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return err
	}
	if err := MayPublish(by.Standing, w.a, w.o, by.Now); err != nil {
		return err
	}
	if w.a.State != Submitted {
		return ErrState
	}
	if w.a.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	w.a.State = Draft
	if err := tx.SetActivity(w.a); err != nil {
		return err
	}
	return w.tellMaker("activity-sent-back")
}

// CancelActivity calls a public activity off: every shift that has not begun, with a reason.
func CancelActivity(tx Tx, by residents.Sender, community, id, reason string) error {
	w, err := keeping(tx, by, community, id, Open)
	if err != nil {
		return err
	}
	if reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	shifts, err := tx.ShiftsOf(community, id)
	if err != nil {
		return err
	}
	for _, s := range shifts {
		if s.Off || !s.Starts.After(by.Now) {
			continue
		}
		if err := w.callOff(s, reason); err != nil {
			return err
		}
	}
	w.a.State, w.a.Reason = Cancelled, reason
	if err := tx.SetActivity(w.a); err != nil {
		return err
	}
	return w.record("activity-cancelled", struct {
		named
		Reason string `json:"reason"`
	}{w.named(), reason})
}
