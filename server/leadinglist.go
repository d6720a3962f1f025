package main

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// This file writes down who was there, confirms hours, and what else whoever leads does in a shift.

// shiftTo is the page of the shift that the path names, with what was done.
func (r *request) shiftTo(done string) string {
	return api.WithDone("/"+r.place.Slug+"/leading/"+r.thing("id")+"/shifts/"+r.thing("shift"), done)
}

// noting is what a form says of one on the list.
type noting struct{ said, in, out, was string }

// notings are the lines of a form, by resident.
func (f *form) notings() map[string]noting {
	all := map[string]noting{}
	for name := range f.values {
		for _, of := range []string{"said-", "was-"} { // a line about which nothing is said still says what it was
			if id, ok := strings.CutPrefix(name, of); ok {
				all[id] = noting{f.text("said-"+id, 10), f.text("in-"+id, 5), f.text("out-"+id, 5), f.text("was-"+id, 60)}
			}
		}
	}
	return all
}

// presence is a line as it is noted at an instant: whose time is left open came with the shift, and
// went when it was noted, or with the shift where that was later.
func (r *request) presence(resident string, n noting, s signups.Shift, noted time.Time) (line signups.Presence, err error) {
	line.Resident, line.Was = resident, cmp.Or(n.was, "unknown")
	switch n.said {
	case "absent":
		line.Absent = signups.Unexcused
	case "excused":
		line.Absent = signups.WithReason
	case "here", "gone":
		began := s.Starts
		if noted.Before(began) {
			began = noted // who comes early
		}
		left := s.Ends
		if noted.Before(left) {
			left = noted
		}
		if line.In, err = r.atShift(n.in, s, began); err == nil && n.said == "gone" {
			line.Out, err = r.atShift(n.out, s, left)
		}
	default:
		err = residents.ErrChoice
	}
	if err != nil {
		return line, besideField(err, resident)
	}
	return line, nil
}

// presences are the lines of a list.
func (r *request) presences(said map[string]noting, all []signups.Signup, s signups.Shift, noted time.Time) (lines []signups.Presence, err error) {
	for _, one := range all {
		n, sent := said[one.Resident]
		if !sent || n.said == "" {
			continue
		}
		line, err := r.presence(one.Resident, n, s, noted)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	return lines, nil
}

// atShift is a time of day on the day of a shift, or in the night after it; "" is otherwise.
func (r *request) atShift(text string, s signups.Shift, otherwise time.Time) (time.Time, error) {
	if text == "" {
		return otherwise, nil
	}
	hour, minute, _ := strings.Cut(text, ":")
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if err != nil || err2 != nil || h < 0 || h > 24 || m < 0 || m > 59 {
		return otherwise, residents.ErrDate
	}
	day := s.Starts.In(r.place.Location())
	at := time.Date(day.Year(), day.Month(), day.Day(), h, m, 0, 0, r.place.Location())
	if at.Before(s.Starts.Add(-12 * time.Hour)) {
		at = at.AddDate(0, 0, 1)
	}
	return at, nil
}

// mostLate is how long after it was written down a list still says of itself when that was.
const mostLate = 24 * time.Hour

// writtenDown is when a form was written: a phone that had no network says so, and is believed
// within a day.
func (r *request) writtenDown() time.Time {
	ms, err := strconv.ParseInt(r.form.text("written", 16), 10, 64)
	if at := time.UnixMilli(ms); err == nil && at.Before(r.now) && at.After(r.now.Add(-mostLate)) {
		return at
	}
	return r.now
}

// leadList notes who was there. A phone that had no network sends it later.
func (p *Portal) leadList(r *request) (answer, error) {
	said := r.form.notings()
	noted := r.writtenDown()
	return p.do(r, "lead-list", func(tx *store.Tx, by residents.Sender) (string, error) {
		id, shift := r.thing("id"), r.thing("shift")
		s, err := tx.Shift(r.place.ID, id, shift)
		if err != nil {
			return "", err
		}
		all, err := tx.SignupsOf(r.place.ID, id, shift)
		if err != nil {
			return "", err
		}
		lines, err := r.presences(said, all, s, noted)
		if err != nil {
			return "", err
		}
		older, err := signups.NotePresence(tx, by, r.place.ID, id, shift, lines)
		if older > 0 {
			return r.shiftTo("lead-older"), err
		}
		return r.shiftTo("lead-noted"), err
	})
}

// giving are the hours that a form confirms of one.
type giving struct {
	minutes int
	why     string
}

// givings are the hours of a form, by resident; for whom none are chosen is left out.
func (f *form) givings() map[string]giving {
	all := map[string]giving{}
	for name := range f.values {
		id, ok := strings.CutPrefix(name, "hours-")
		if !ok {
			continue
		}
		why := f.text("why-"+id, signups.MaxWords)
		if f.text(name, 5) != "" {
			all[id] = giving{f.number(name, 0, signups.MaxDayMinute), why}
		}
	}
	return all
}

// leadHours confirms the hours of those for whom some were chosen.
func (p *Portal) leadHours(r *request) (answer, error) {
	given := r.form.givings()
	return p.do(r, "lead-hours", func(tx *store.Tx, by residents.Sender) (string, error) {
		for _, who := range slices.Sorted(maps.Keys(given)) {
			err := signups.ConfirmHours(tx, by, r.place.ID, r.thing("id"), r.thing("shift"), who, given[who].minutes, given[who].why)
			if err != nil {
				return "", besideField(err, "hours-"+who)
			}
		}
		return r.shiftTo("lead-hours"), nil
	})
}

// besideField puts what is wrong with one line beside it.
func besideField(err error, name string) error {
	switch e := err.(type) {
	case *residents.FieldError:
		return &residents.FieldError{Field: name, Reason: e.Reason, Limit: e.Limit}
	case residents.Reason:
		return &residents.FieldError{Field: name, Reason: e}
	}
	return err
}

func (p *Portal) leadDecline(r *request) (answer, error) {
	who, reason := r.form.text("resident", 80), r.form.text("reason", signups.MaxWords)
	return p.do(r, "lead-decline", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.shiftTo("lead-declined"), signups.Decline(tx, by, r.place.ID, r.thing("id"), r.thing("shift"), who, reason)
	})
}

func (p *Portal) leadAsk(r *request) (answer, error) {
	who := r.form.text("resident", 80)
	return p.do(r, "lead-ask", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.shiftTo("lead-asked"), signups.AskToHelp(tx, by, r.place.ID, r.thing("id"), r.thing("shift"), who)
	})
}

// leadAdd takes in who came without having signed up: whoever leads says the name and the
// building, and learns nothing but whether there is one such neighbour.
func (p *Portal) leadAdd(r *request) (answer, error) {
	name, building, post := r.form.text("name", 30), r.form.text("building", 20), r.form.text("post", 3)
	if name == "" {
		r.form.refuse("name", residents.ErrEmpty, 0)
	}
	return p.do(r, "lead-add", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := signups.MayAddOnSite(tx, by, r.place.ID, r.thing("id"), r.thing("shift")); err != nil {
			return "", err
		}
		found, err := tx.NamedIn(r.place.ID, building, name)
		if err != nil {
			return "", err
		}
		if len(found) != 1 {
			return "", &residents.FieldError{Field: "name", Reason: signups.ErrNobody}
		}
		return r.shiftTo("lead-added"), besideName(signups.AddOnSite(tx, by, r.place.ID, r.thing("id"), r.thing("shift"), found[0].ID, post))
	})
}

// besideName puts what is the matter with somebody beside their name.
func besideName(err error) error {
	if f, ok := err.(*residents.FieldError); ok && f.Field == "post" {
		return err
	}
	return besideField(err, "name")
}

func (p *Portal) leadOff(r *request) (answer, error) {
	reason := r.form.text("reason", signups.MaxWords)
	return p.do(r, "lead-off", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.shiftTo("lead-off"), signups.CancelShift(tx, by, r.place.ID, r.thing("id"), r.thing("shift"), reason)
	})
}
