package main

import (
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// What residents send about shifts. Each form names its shift, and leads back to the page on
// which it stood.

// aboutShift is what every form about a shift says.
type aboutShift struct{ activity, shift, back string }

func (r *request) aboutShift() aboutShift {
	s := aboutShift{activity: r.thing("id"), shift: r.form.id("shift")}
	s.back = "/" + r.place.Slug + "/activities/" + s.activity + "#s-" + s.shift
	if r.form.text("back", 20) == "volunteering" {
		s.back = "/" + r.place.Slug + "/volunteering"
	}
	return s
}

// joinedShift are the codes of what came of a sign-up.
var joinedShift = map[signups.SignupState]string{
	signups.Accepted: "shift-joined", signups.Waitlisted: "shift-waiting", signups.Applied: "shift-applied", signups.Offered: "shift-again",
}

func (p *Portal) joinShift(r *request) (answer, error) {
	s := r.aboutShift()
	j := signups.Joining{
		Activity: s.activity, Shift: s.shift, Post: r.form.text("post", 3), Series: r.form.ticked("series"), Agreed: r.form.ticked("agreed"),
		PlaceOnly: r.form.text("place", 4) == "only",
	}
	return p.do(r, "activity-join", func(tx *store.Tx, by residents.Sender) (string, error) {
		all, err := signups.Join(tx, by, j)
		if err != nil {
			return "", err
		}
		done := joinedShift[all[0].State]
		if len(all) > 1 {
			done = "shift-series"
		}
		return api.WithDone(s.back, done), nil
	})
}

func (p *Portal) leaveShift(r *request) (answer, error) {
	s := r.aboutShift()
	return p.do(r, "activity-leave", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(s.back, "shift-left"), signups.Withdraw(tx, by, s.activity, s.shift)
	})
}

func (p *Portal) confirmShift(r *request) (answer, error) {
	s := r.aboutShift()
	return p.do(r, "activity-confirm", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(s.back, "shift-confirmed"), signups.ConfirmPlace(tx, by, s.activity, s.shift)
	})
}

func (p *Portal) giveShiftOn(r *request) (answer, error) {
	s, giving := r.aboutShift(), r.form.choice("giving", "yes", "no") == "yes"
	done := "shift-kept"
	if giving {
		done = "shift-giving"
	}
	return p.do(r, "activity-give-on", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(s.back, done), signups.GiveOn(tx, by, s.activity, s.shift, giving)
	})
}

// codesTried are the codes that somebody tries on site: six digits are not guessed by trying.
var codesTried = limit{"codes of shifts tried by a person", 20, 10 * time.Minute}

// typedCode is the code of a form, and when it was typed: a phone that had no network says so.
func (p *Portal) typedCode(r *request) (code string, at time.Time, err error) {
	code, at = r.form.text("code", 10), r.now
	if ms, err := strconv.ParseInt(r.form.text("written", 16), 10, 64); err == nil {
		at = time.UnixMilli(ms)
	}
	if code == "" {
		r.form.refuse("code", residents.ErrEmpty, 0)
		return "", at, nil
	}
	return code, at, p.mayTry(r, "code", try{codesTried, p.sender(r)})
}

func (p *Portal) checkIn(r *request) (answer, error) {
	s := r.aboutShift()
	typed, at, err := p.typedCode(r)
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "shift-in", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(s.back, "shift-in"), signups.CheckInAt(tx, by, s.activity, s.shift, typed, at)
	})
}

func (p *Portal) checkOut(r *request) (answer, error) {
	s := r.aboutShift()
	typed, at, err := p.typedCode(r)
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "shift-out", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(s.back, "shift-out"), signups.CheckOutAt(tx, by, s.activity, s.shift, typed, at)
	})
}
