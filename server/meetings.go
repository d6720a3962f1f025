package main

import (
	"errors"
	"net/http"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// meetingRoutes are the page of one meeting, the forms that stand on it, its
// calendar file, its notice on paper and its minutes.
func (p *Portal) meetingRoutes() []route {
	const page = "/{place}/meetings/{id}"
	post := func(below string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: page + "/" + below, name: below, do: do, handle: handle, on: page}
	}
	return append([]route{
		{method: http.MethodGet, pattern: page, name: "meeting", do: residents.ReadPublic, handle: p.meeting},
		{method: http.MethodGet, pattern: page + "/calendar.ics", name: "calendar", do: residents.ReadPublic, handle: p.calendar},
		{method: http.MethodGet, pattern: page + "/notice", name: "notice", do: residents.ReadPublic, handle: p.notice},
		post("seat", residents.TakeSeat, p.takeSeat),
		post("leave", residents.TakeSeat, p.leaveSeat),
		post("opinion", residents.Speak, p.leaveOpinion),
		post("sign-in", residents.Attend, p.signInHere),
	}, p.minutesRoutes()...)
}

// atMeeting sends a command about the meeting in the path; verb gives the code of what was done.
func (p *Portal) atMeeting(r *request, verb func(tx *store.Tx, by residents.Sender, meeting string) (done string, err error)) (answer, error) {
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		done, err := verb(tx, by, r.thing("id"))
		return api.WithDone("/"+r.place.Slug+"/meetings/"+r.thing("id"), done), err
	})
}

func (p *Portal) takeSeat(r *request) (answer, error) {
	return p.atMeeting(r, func(tx *store.Tx, by residents.Sender, meeting string) (string, error) {
		seat, err := consultation.TakeSeat(tx, by, r.place.ID, meeting)
		if seat.Waiting {
			return "waiting", err
		}
		return "seated", err
	})
}

func (p *Portal) leaveSeat(r *request) (answer, error) {
	return p.atMeeting(r, func(tx *store.Tx, by residents.Sender, meeting string) (string, error) {
		err := consultation.LeaveSeat(tx, by, r.place.ID, meeting)
		if err == residents.ErrNotFound { // the seat, or the meeting
			if _, gone := tx.Meeting(r.place.ID, meeting); gone == nil {
				err = consultation.ErrClosed
			}
		}
		return "left", err
	})
}

// leaveOpinion leaves an opinion on a topic of the agenda: the form's part.
func (p *Portal) leaveOpinion(r *request) (answer, error) {
	o := consultation.Opinion{
		Community: r.place.ID, Meeting: r.thing("id"), Topic: r.form.part(),
		Side: consultation.Side(r.form.choice("side", sides...)),
		Text: r.form.lines("text", consultation.MaxStatement),
	}
	return p.atMeeting(r, func(tx *store.Tx, by residents.Sender, _ string) (string, error) {
		return "opinion", consultation.LeaveOpinion(tx, by, o)
	})
}

// mostTries is how often somebody may give a wrong code within triesIn. The rooms'
// codes have six digits.
const (
	mostTries = 10
	triesIn   = 10 * time.Minute
)

// wrongCode is the kept answer of a try that was wrong: it must leave its trace, which a
// refused command does not, so it is carried out and refused afterwards.
const wrongCode = "wrong-code"

// signInHere signs the reader in with the room's code.
func (p *Portal) signInHere(r *request) (answer, error) {
	typed := strings.TrimSpace(r.form.text("code", 20))
	a, err := p.do(r, "sign-in", func(tx *store.Tx, by residents.Sender) (string, error) {
		meeting := r.thing("id")
		tries, err := tx.CodeTries(r.place.ID, meeting, by.Resident.ID, by.Now.Add(-triesIn))
		if err != nil {
			return "", err
		}
		if tries >= mostTries {
			return "", &residents.FieldError{Field: "code", Reason: api.ErrOften}
		}
		err = consultation.SignIn(tx, by, r.place.ID, meeting, digits(typed))
		if errors.Is(err, consultation.ErrCode) {
			return wrongCode, tx.AddCodeTry(r.place.ID, meeting, by.Resident.ID, by.ID, by.Now)
		}
		return api.WithDone("/"+r.place.Slug+"/meetings/"+meeting, "signed-on"), err
	})
	if err == nil && a.location == wrongCode {
		err = &residents.FieldError{Field: "code", Reason: consultation.ErrCode}
	}
	return a, err
}

// digits is a code as it may be typed: with spaces, or in full-width digits.
func digits(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '０' && c <= '９':
			return c - '０' + '0'
		case c == ' ' || c == '　' || c == '-':
			return -1
		}
		return c
	}, s)
}
