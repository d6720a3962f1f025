package main

import ics "github.com/arran4/golang-ical"

// newCalendar is an empty calendar file, for dates that somebody takes into their own calendar.
func newCalendar() *ics.Calendar {
	c := ics.NewCalendarFor("Yishiting")
	c.SetMethod(ics.MethodPublish)
	return c
}

// calendarFile is a calendar as it is saved, under a name without the kind.
func calendarFile(c *ics.Calendar, name string) file {
	return file{kind: "text/calendar; charset=utf-8", name: name + ".ics", body: []byte(c.Serialize(ics.WithNewLineWindows))}
}
