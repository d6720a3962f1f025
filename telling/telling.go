// Package telling says who is told what, when and by which way. What concerns somebody
// themselves is told at once; all else comes in one digest a week at most, in which each thing
// stands once, as it is now. In the portal both are letters; texts and mails only say that there
// is one, and only to those who asked for them, never within their quiet hours.
//
// The package holds the rules. What is sent, and what is read, is for others.
package telling

import (
	"errors"
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

// ChoiceTx is what the verbs about a choice need of a transaction.
type ChoiceTx interface {
	residents.ConsentTx
	// TellingOf is how somebody wishes to be told: as they chose, or Usual.
	TellingOf(community, resident string) (Choice, error)
	SetChoice(Choice) error
	// AddressBy is where somebody is reached by a way, proved to be theirs; "" where there is none.
	AddressBy(community, resident string, w Way) (string, error)
	// RemoveAddress deletes the address that serves a way alone, and what was to prove it. A
	// telephone, by which people sign in as well, stays.
	RemoveAddress(community, resident string, w Way) error
}

// MayChoose is nil for whoever says how they themselves are told.
func MayChoose(who residents.Standing, now Instant) error {
	if !who.SignedIn() {
		return residents.ErrSignedOut
	}
	return residents.May(who, residents.OwnThings, residents.Matter{Body: who.Resident.Community}, now)
}

// Choose writes how the sender wishes to be told. What is told by a way outside of the portal wants
// an address that is theirs, and their consent to that way, which agreed gives and which ends with
// the last that is told by it. A FieldError names what is no hour and no day, and what is missing.
func Choose(tx ChoiceTx, by residents.Sender, c Choice, agreed map[Way]bool) error {
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
	for _, w := range AllWays {
		if err := agree(tx, by, c, w, agreed[w]); err != nil {
			return err
		}
	}
	return tx.SetChoice(c)
}

// PurposeOf is the purpose to which somebody consents who is told by a way.
func PurposeOf(w Way) string {
	if w == Mail {
		return residents.PurposeMails
	}
	return residents.PurposeTexts
}

// agree gives or ends the consent to a way, as something is told by it or not. With it ends the address
// that was given for nothing else.
func agree(tx ChoiceTx, by residents.Sender, c Choice, w Way, agreed bool) error {
	address, err := tx.AddressBy(c.Community, c.Resident, w)
	if err == nil && !c.By(w).Any() {
		if address != "" {
			err = tx.RemoveAddress(c.Community, c.Resident, w)
		}
		return errors.Join(err, residents.WithdrawConsent(tx, by, by.Resident, PurposeOf(w), residents.Online))
	}
	if err != nil {
		return err
	}
	if address == "" {
		return &residents.FieldError{Field: string(w) + "-yours", Reason: residents.ErrChoice}
	}
	all, err := tx.Consents(c.Community, c.Resident)
	if err != nil {
		return err
	}
	if _, held := residents.Holding(all)[PurposeOf(w)]; !held && !agreed {
		return &residents.FieldError{Field: "agree-" + string(w), Reason: residents.ErrConsent}
	}
	return residents.GiveConsent(tx, by, by.Resident, PurposeOf(w), residents.Online)
}

// Stop ends that the sender is told by a way, takes their consent to it back and deletes the address
// that was given for nothing else. What waits to be sent is dropped when its turn comes.
func Stop(tx ChoiceTx, by residents.Sender, w Way) error {
	me := by.Resident
	if err := residents.WithdrawConsent(tx, by, me, PurposeOf(w), residents.Online); err != nil {
		return err
	}
	if err := tx.RemoveAddress(me.Community, me.ID, w); err != nil {
		return err
	}
	c, err := tx.TellingOf(me.Community, me.ID)
	if err != nil || !c.By(w).Any() {
		return err
	}
	return tx.SetChoice(c.With(w, Ways{}))
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
