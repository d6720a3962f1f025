package main

import (
	"net/http"
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskMonthRoutes are the desk's pages of 12345 calls and of the months.
func (p *Portal) deskMonthRoutes() []route {
	const calls, months = "/{place}/desk/hotline", "/{place}/desk/months"
	return []route{
		{method: http.MethodGet, pattern: calls, name: "desk-hotline", do: residents.WorkDesk, handle: p.deskCalls},
		{method: http.MethodPost, pattern: calls, name: "calls", do: residents.OpenFromCall, handle: p.openFromCalls},
		{method: http.MethodGet, pattern: months, name: "desk-months", do: residents.WorkDesk, handle: p.deskMonths},
		{method: http.MethodPost, pattern: months, name: "no-meeting", do: residents.StateMonth, handle: p.stateNoMeeting},
	}
}

// Sizes of the two lists.
const (
	mostCalls  = 20
	monthsPage = 12
)

// deskCalls is the form on which a topic is opened from calls.
func (p *Portal) deskCalls(r *request) (answer, error) {
	v := &desk.HotlineView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtHotline); err != nil {
			return err
		}
		opened, err := rows.CallTopics(r.place.ID, calendar.MonthOf(r.today()).String(), mostCalls)
		for _, t := range opened {
			line := r.deskLine(t, "审核", t.ScreenDue, false)
			if t.State != consultation.Raised {
				line.State, line.Tone = pages.StateTag(t.State)
			}
			v.Opened = append(v.Opened, line)
		}
		return err
	})
	return show(v), err
}

// openFromCalls opens a topic from a heap of calls.
func (p *Portal) openFromCalls(r *request) (answer, error) {
	c := consultation.Cluster{
		Calls: r.form.number("calls", 1, consultation.MaxCalls),
		Days:  r.form.number("days", 1, 366),
		Raising: consultation.Raising{
			Community: r.place.ID,
			Title:     r.form.text("title", consultation.MaxTitle),
			Problem:   r.form.lines("problem", consultation.MaxProblem),
			Place:     r.form.text("place", consultation.MaxPlace),
			Affected:  r.form.text("affected", consultation.MaxAffected),
			Wish:      r.form.lines("wish", consultation.MaxWish),
		},
	}
	return p.do(r, "calls", func(tx *store.Tx, by residents.Sender) (string, error) {
		t, err := consultation.OpenFromCalls(tx, by, c)
		return api.WithDone("/"+r.place.Slug+"/desk/topics/"+t.ID, "opened-from-calls"), err
	})
}

// deskMonths lists the months, the latest first.
func (p *Portal) deskMonths(r *request) (answer, error) {
	before := r.URL.Query().Get("before")
	if _, err := calendar.ParseMonth(before); before != "" && err != nil {
		return answer{}, residents.ErrNotFound
	}
	v := &desk.MonthsView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMonths); err != nil {
			return err
		}
		all, err := rows.MonthsBefore(r.place.ID, before, monthsPage+1)
		if err != nil {
			return err
		}
		present := calendar.MonthOf(r.today()).String()
		if before == "" && (len(all) == 0 || all[0].Month != present) {
			all = slices.Insert(all, 0, store.MonthLine{Month: present}) // not opened yet
		}
		if len(all) > monthsPage {
			all = all[:monthsPage]
			v.More = v.To("desk/months") + "?before=" + all[monthsPage-1].Month
		}
		for _, m := range all {
			row := desk.MonthRow{Href: v.To("months/" + m.Month), Name: monthName(m.Month), Reason: m.Reason, Topics: m.Topics}
			if m.MetAt.IsZero() {
				v.Missing = append(v.Missing, pages.Option{Value: m.Month, Label: row.Name})
			} else {
				row.Met = "已开会，" + r.day(m.MetAt)
			}
			v.Months = append(v.Months, row)
		}
		return nil
	})
	return show(v), err
}

// monthName is a month as people read it.
func monthName(month string) string {
	m, err := calendar.ParseMonth(month)
	if err != nil {
		return month
	}
	return m.Chinese()
}

// stateNoMeeting states why a month has had no meeting.
func (p *Portal) stateNoMeeting(r *request) (answer, error) {
	month, reason := r.form.text("month", 7), r.form.lines("reason", 200)
	return p.do(r, "no-meeting", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := residents.May(by.Standing, residents.StateMonth, residents.Matter{Body: r.place.ID}, by.Now); err != nil {
			return "", err
		}
		if _, err := consultation.OpenCycle(tx, r.place, by.Now); err != nil {
			return "", err
		}
		err := consultation.StateNoMeeting(tx, by, r.place.ID, month, reason)
		if err == residents.ErrNotFound {
			err = &residents.FieldError{Field: "month", Reason: residents.ErrChoice}
		}
		return api.WithDone("/"+r.place.Slug+"/desk/months", "no-meeting-stated"), err
	})
}
