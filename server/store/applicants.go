package store

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/signups/grants"
)

// Organisations as far as grants and rooms ask: an organisation is filed as long as somebody is its
// contact, a role whose scope names it.

const contactsOf = `SELECT r.community, r.scope, r.resident, r.to_at, c.zone FROM roles r JOIN communities c ON c.id = r.community
	WHERE r.community = $1 AND r.body = $1 AND r.role = 'org_contact' AND r.scope <> '' AND r.from_at <= $2 AND r.from_at < r.to_at`

// contact is one line of an organisation's contacts; over tells that the term has ended.
type contact struct {
	grants.Applicant
	resident string
	over     bool
}

func scanContact(now time.Time) func(row) (contact, error) {
	return func(r row) (c contact, err error) {
		var to int64
		var zone string
		err = r.Scan(&c.Community, &c.ID, &c.resident, &to, &zone)
		ends := instant(to)
		c.Name, c.Filed, c.over = c.ID, true, !now.Before(ends)
		c.Until = calendar.DayOf(ends.Add(-time.Microsecond), residents.Community{Zone: zone}.Location())
		return c, err
	}
}

// applicants puts the lines of contacts together, an organisation each, in the order in which they
// came. Whoever's term is over speaks for it no more.
func applicants(lines []contact) (all []grants.Applicant) {
	at := map[string]int{}
	for _, l := range lines {
		i, known := at[l.ID]
		if !known {
			i = len(all)
			at[l.ID] = i
			all = append(all, l.Applicant)
		}
		if all[i].Until.Before(l.Until) {
			all[i].Until = l.Until
		}
		if !l.over {
			all[i].Contacts = append(all[i].Contacts, l.resident)
		}
	}
	return all
}

// Applicant is an organisation of a community; residents.ErrNotFound where it never had a contact.
func (v *View) Applicant(community, org string, now time.Time) (a grants.Applicant, err error) {
	lines, err := list(v, scanContact(now), contactsOf+` AND r.scope = $3 ORDER BY r.to_at DESC, r.resident`, community, micros(now), org)
	if err != nil {
		return a, err
	}
	if len(lines) == 0 {
		return a, residents.ErrNotFound
	}
	return applicants(lines)[0], nil
}

// ApplicantsOf are the organisations whose contact a resident is, by name.
func (v *View) ApplicantsOf(community, resident string, now time.Time) ([]grants.Applicant, error) {
	lines, err := list(v, scanContact(now), contactsOf+` AND r.resident = $3 ORDER BY r.scope, r.to_at DESC`, community, micros(now), resident)
	if err != nil {
		return nil, err
	}
	var mine []grants.Applicant
	for _, a := range applicants(lines) {
		if len(a.Contacts) == 0 {
			continue
		}
		whole, err := v.Applicant(community, a.ID, now)
		if err != nil {
			return nil, err
		}
		mine = append(mine, whole)
	}
	return mine, nil
}
