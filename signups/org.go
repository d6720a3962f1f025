package signups

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Org is a social organisation as far as its activities ask.
type Org struct {
	Community string
	ID        string // "" none: the activity is of a team or the committee
	Name      string
	Filed     bool         // on the street's record; not, once it is closed
	Until     calendar.Day // last day on which that holds
	Contacts  []string     // residents of Community who speak for it
}

// InForce tells whether it stands on the street's record on a day.
func (o Org) InForce(day calendar.Day) bool { return o.Filed && !o.Until.Before(day) }

// Speaks tells whether somebody speaks for it.
func (o Org) Speaks(who residents.Standing) bool {
	return o.ID != "" && who.Resident.Community == o.Community && who.Resident.ID != "" && slices.Contains(o.Contacts, who.Resident.ID)
}

type orgReader interface {
	OrgOf(community, id string) (Org, error)
}

// MayMakeFor is nil for whoever speaks for an organisation: not for the committee, which neither
// writes nor submits in its name.
func MayMakeFor(who residents.Standing, o Org, now Instant) error {
	err := residents.May(who, residents.KeepOrganisation, residents.Matter{Body: o.Community, Assigned: o.Speaks(who)}, now)
	if err == residents.ErrNotYours {
		return ErrOrgContact
	}
	return err
}

// orgToMake is the organisation for which somebody makes an activity. A form offers committee,
// teams and organisations in one field.
func orgToMake(tx Tx, by residents.Sender, body residents.Community, id string) (Org, error) {
	o, err := tx.OrgOf(body.ID, id)
	if err == residents.ErrNotFound {
		return o, field("team", residents.ErrChoice)
	}
	if err != nil {
		return o, err
	}
	if err := MayMakeFor(by.Standing, o, by.Now); err != nil {
		return o, err
	}
	if !o.InForce(today(body, by.Now)) {
		return o, field("team", ErrOrgOver)
	}
	return o, nil
}

// inForce is nil where the activity is of no organisation, or of one on record.
func (w work) inForce() error {
	if w.a.Org != "" && !w.o.InForce(w.day(w.by.Now)) {
		return ErrOrgOver
	}
	return nil
}

// tellMaker tells whoever made the activity; of an organisation's, all who speak for it now.
func (w work) tellMaker(kind string) error {
	if w.a.Org == "" {
		return w.tell(w.a.MadeBy, kind, "")
	}
	for _, c := range w.o.Contacts {
		if err := w.tell(c, kind, ""); err != nil {
			return err
		}
	}
	return nil
}
