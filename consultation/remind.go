package consultation

import (
	"yishiting/calendar"
	"yishiting/residents"
)

type meetingClock interface {
	// MeetingsUnreminded are the announced meetings of a body that begin after from and before to, and of
	// which nobody was reminded yet, the first first.
	MeetingsUnreminded(body string, from, to Instant) ([]Meeting, error)
}

// unreminded are the meetings of the next day, from six in the evening on, and what is left of this one.
func unreminded(v meetingClock, body residents.Community, now Instant) ([]Meeting, error) {
	zone, until := body.Location(), DayOf(body, now).Add(1)
	if !now.Before(until.EveningBefore(zone)) {
		until = until.Add(1)
	}
	return v.MeetingsUnreminded(body.ID, now, until.Start(zone))
}

// remindMeetings tells, once, whoever said that they come to a meeting of the next day, and whoever's topic is
// on its agenda. Somebody who is both is told of their topic.
func remindMeetings(tx Tx, body residents.Community, now Instant) error {
	all, err := unreminded(tx, body, now)
	if err != nil {
		return err
	}
	for _, m := range all {
		if err := remindOf(tx, body, m, now); err != nil {
			return err
		}
		if err := tx.SetMeetingReminded(m.Community, m.ID, now); err != nil {
			return err
		}
	}
	return nil
}

func remindOf(tx Tx, body residents.Community, m Meeting, now Instant) error {
	when := calendar.ChineseTime(m.StartsAt, body.Location())
	if m.Venue != "" {
		when += "，" + m.Venue
	}
	told := map[string]bool{}
	tell := func(kind, to string) error {
		if to == "" || told[to] {
			return nil
		}
		told[to] = true
		return tx.Tell(Letter{Community: m.Community, ID: kind + "/" + m.ID + "/" + to, Resident: to, Kind: kind, Meeting: m.ID, Title: when, At: now.UnixMicro()})
	}
	topics, err := tx.Agenda(m.Community, m.ID)
	if err != nil {
		return err
	}
	for _, t := range topics {
		if t.Source != FromResident {
			continue
		}
		if err := tell("agenda-tomorrow", t.Author); err != nil {
			return err
		}
	}
	seats, err := tx.Seated(m.Community, m.ID)
	if err != nil {
		return err
	}
	for _, s := range seats {
		if s.Waiting {
			continue
		}
		if err := tell("meeting-tomorrow", s.Resident); err != nil {
			return err
		}
	}
	return nil
}
