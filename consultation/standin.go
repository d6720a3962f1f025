package consultation

import "yishiting/residents"

// This file is about meetings whose chair or recorder can confirm nothing any more: who has
// left, or was put out. Without it their minutes could never be published.

// StandsIn are the parts, chair or recorder, in which somebody may confirm a meeting's minutes for
// who was named and can do so no more: another member of the committee, who wrote no topic of the
// agenda. They confirm in one part only, as everybody.
func StandsIn(tx interface {
	Standing(body, resident string) (residents.Standing, error)
	Agenda(body, meeting string) ([]Topic, error)
}, who residents.Standing, s Meeting, now Instant) (parts []string, err error) {
	if may(who, residents.RunMeeting, s.Community, now) != nil || who.Resident.ID == s.Chair || who.Resident.ID == s.Recorder {
		return nil, nil
	}
	for _, duty := range []struct{ part, who string }{{"chair", s.Chair}, {"recorder", s.Recorder}} {
		named, err := tx.Standing(s.Community, duty.who)
		if err != nil && err != residents.ErrNotFound {
			return nil, err
		}
		if err == residents.ErrNotFound || may(named, residents.ConfirmNotes, s.Community, now) != nil {
			parts = append(parts, duty.part)
		}
	}
	if len(parts) == 0 {
		return nil, nil
	}
	agenda, err := tx.Agenda(s.Community, s.ID)
	if err != nil {
		return nil, err
	}
	for _, t := range agenda {
		if wrote(who, t) {
			return nil, nil
		}
	}
	return parts, nil
}

// StoodIn tells whether a confirmation was given in another's part.
func (s Meeting) StoodIn(c Confirmation) bool {
	return c.As == "chair" && c.Resident != s.Chair || c.As == "recorder" && c.Resident != s.Recorder
}
