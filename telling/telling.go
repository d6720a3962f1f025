// Package telling says who is told what, when and by which way. What concerns somebody
// themselves is told at once; all else comes in one digest a week at most, in which each thing
// stands once, as it is now. In the portal both are letters; texts and mails only say that there
// is one, and only to those who asked for them, never within their quiet hours.
//
// The package holds the rules. What is sent, and what is read, is for others.
package telling

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Instant is a moment, in whatever zone.
type Instant = time.Time

// Choice is how somebody wishes to be told. Hours are of the clock of their community's zone.
type Choice struct {
	Community, Resident string
	Digest              bool         // the week's digest comes as a letter
	Day                 time.Weekday // on which it comes
	Hour                int          // at which it comes, 0 to 23
	QuietFrom           int          // hour at which the quiet begins, 0 to 23
	QuietUntil          int          // hour at which it ends; the same as QuietFrom: there is none
	Texts               Ways         // what is told by text as well
	Mails               Ways         // and by mail
}

// Ways are what is told by another way than the portal.
type Ways struct{ Yours, Digest bool }

// Any tells whether anything is.
func (w Ways) Any() bool { return w.Yours || w.Digest }

// Usual is what holds for whoever chose nothing: the digest in the portal on Friday evening,
// quiet from nine to eight, no text and no mail.
func Usual(community, resident string) Choice {
	return Choice{Community: community, Resident: resident, Digest: true, Day: time.Friday, Hour: 18, QuietFrom: 21, QuietUntil: 8}
}

// Place is how many days after Monday a weekday is, 0 to 6.
func Place(d time.Weekday) int { return (int(d) + 6) % 7 }

// ChoiceTx is what Choose needs of a transaction.
type ChoiceTx interface {
	SetChoice(Choice) error
}

// MayChoose is nil for whoever says how they themselves are told.
func MayChoose(who residents.Standing, now Instant) error {
	if !who.SignedIn() {
		return residents.ErrSignedOut
	}
	return residents.May(who, residents.OwnThings, residents.Matter{Body: who.Resident.Community}, now)
}

// Choose writes how the sender wishes to be told. A FieldError names what is no hour and no day.
func Choose(tx ChoiceTx, by residents.Sender, c Choice) error {
	if err := MayChoose(by.Standing, by.Now); err != nil {
		return err
	}
	for _, h := range []struct {
		field string
		hour  int
	}{{"hour", c.Hour}, {"quiet-from", c.QuietFrom}, {"quiet-until", c.QuietUntil}} {
		if h.hour < 0 || h.hour > 23 {
			return &residents.FieldError{Field: h.field, Reason: residents.ErrChoice}
		}
	}
	if c.Day < time.Sunday || c.Day > time.Saturday {
		return &residents.FieldError{Field: "day", Reason: residents.ErrChoice}
	}
	c.Community, c.Resident = by.Resident.Community, by.Resident.ID
	return tx.SetChoice(c)
}

// WeekOf is the Monday of the week in which an instant falls in a zone: by it a week is named.
func WeekOf(at Instant, zone *time.Location) calendar.Day {
	d := calendar.DayOf(at, zone)
	return d.Add(-Place(d.Weekday()))
}

// HourOf is which hour of its week an instant is in a zone: 0 is the first of Monday.
func HourOf(at Instant, zone *time.Location) int {
	d := calendar.DayOf(at, zone)
	return Place(d.Weekday())*24 + at.In(zone).Hour()
}
