package signups

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Suits tells whether a post of a shift suits what somebody says of themselves: the skill, the
// weekday and part of the day, and how far. building is where they live.
func Suits(p Profile, proofs []Proof, building string, a Activity, s Shift, post Post, zone *time.Location) bool {
	if p.Near == OwnBuilding && a.Building != "" && a.Building != building {
		return false
	}
	return p.Times.Has(SlotOf(s, zone)) && can(post.Skill, p, proofs, calendar.DayOf(s.Starts, zone))
}

// SlotOf is when in the week a shift begins.
func SlotOf(s Shift, zone *time.Location) Times {
	at := s.Starts.In(zone)
	part := Evening
	switch {
	case at.Hour() < 12:
		part = Morning
	case at.Hour() < 18:
		part = Afternoon
	}
	return Slot((int(at.Weekday())+6)%7, part)
}

// Candidate is a volunteer whom a leader may ask.
type Candidate struct {
	Profile
	Proofs   []Proof
	Building string
}

// Ask is that somebody was asked to fill a gap.
type Ask struct {
	Community string
	Activity  string
	Shift     string
	Resident  string
	By        string
	At        Instant
}

type askReader interface {
	// WasAsked tells whether somebody was asked for a shift.
	WasAsked(community, activity, shift, resident string) (bool, error)
	// HelpersToAsk are the volunteers who may be asked for a shift: who allow it, were not asked for
	// it, and have not signed up for it; at most limit, whoever keeps a profile longest first.
	HelpersToAsk(community, activity, shift string, limit int) ([]Candidate, error)
}

// AskToHelp asks a volunteer, politely and at most once, whether they could fill a gap. Only
// who has said that they may be asked is asked, and only for what suits them.
func AskToHelp(tx Tx, by residents.Sender, community, activity, shift, resident string) error {
	w, err := keeping(tx, by, community, activity, Open)
	if err != nil {
		return err
	}
	s, err := tx.Shift(community, activity, shift)
	if err != nil {
		return err
	}
	if s.Off || !by.Now.Before(s.Starts) {
		return ErrBegun
	}
	p, err := tx.Profile(community, resident)
	if err == residents.ErrNotFound || err == nil && !p.Asked {
		return ErrAskedOnce
	}
	if err != nil {
		return err
	}
	asked, err := tx.WasAsked(community, activity, shift, resident)
	if err == nil && asked {
		err = ErrAskedOnce
	}
	if err != nil {
		return err
	}
	if err := tx.AddAsk(Ask{community, activity, shift, resident, by.Resident.ID, by.Now}); err != nil {
		return err
	}
	return w.tell(resident, "volunteer-asked", shift)
}
