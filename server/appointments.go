package main

import (
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/server/store"
	"yishiting/signups/grants"
)

// roomCalendar is what the reader has booked from today on, rooms and places in trainings, as a
// calendar file. UIDs stay the same: a file taken again adds nothing twice.
func (p *Portal) roomCalendar(r *request) (answer, error) {
	if err := r.livesHere(); err != nil {
		return answer{}, err
	}
	c := newCalendar()
	err := p.view(r, func(v *store.View) error {
		all, err := v.AppointmentsOf(r.place.ID, r.me(), r.today())
		for _, a := range all {
			p.appointmentEvent(r, c, a)
		}
		return err
	})
	return give(calendarFile(c, "场地和培训")), err
}

func (p *Portal) appointmentEvent(r *request, c *ics.Calendar, a grants.Appointment) {
	e := c.AddEvent(a.ID + "@" + r.place.ID + ".yishiting")
	e.SetDtStampTime(r.now)
	start := a.Day.Start(r.place.Location())
	e.SetStartAt(start.Add(time.Duration(a.From) * time.Minute))
	e.SetEndAt(start.Add(time.Duration(a.Until) * time.Minute))
	e.SetSummary(a.Title)
	e.SetLocation(a.Where)
	e.SetStatus(ics.ObjectStatusConfirmed)
	page := "/rooms"
	if a.Training {
		page = "/support"
	}
	e.SetURL(p.address("/" + r.place.Slug + page))
}
