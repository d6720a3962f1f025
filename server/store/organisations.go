package store

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/signups/organisations"
)

// Social organisations, who speaks for them, and their documents.

var _ organisations.Tx = (*Tx)(nil)

const organisationColumns = `community, id, year, running, kind, state, request, renewal, version, content, asked, private, reason, word,
	made_by, made_at, asked_at, review_by, filed_at, until, closed_at`

func scanOrganisation(r row) (o organisations.Organisation, err error) {
	var year, running int
	var content, wanted, private, until string
	var made int64
	var asked, filed, closed sql.NullInt64
	err = r.Scan(&o.Community, &o.ID, &year, &running, &o.Kind, &o.State, &o.Request, &o.Renewal, &o.Version, &content, &wanted, &private, &o.Reason, &o.Word,
		&o.MadeBy, &made, &asked, &o.ReviewBy, &filed, &until, &closed)
	if err != nil {
		return o, err
	}
	if running > 0 {
		o.Number = fmt.Sprintf("S%04d-%03d", year, running)
	}
	o.MadeAt, o.AskedAt, o.FiledAt, o.ClosedAt = instant(made), instantOrZero(asked), instantOrZero(filed), instantOrZero(closed)
	if until != "" {
		if o.Until, err = calendar.ParseDay(until); err != nil {
			return o, err
		}
	}
	return o, errors.Join(json.Unmarshal([]byte(content), &o.Content), json.Unmarshal([]byte(wanted), &o.Asked), json.Unmarshal([]byte(private), &o.Private))
}

// Organisation is a community's organisation by id, with those who speak for it.
func (v *View) Organisation(community, id string) (organisations.Organisation, error) {
	o, err := one(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations WHERE community = $1 AND id = $2`, community, id)
	if err != nil {
		return o, err
	}
	o.Contacts, err = v.contacts(community, id)
	return o, err
}

func scanSpeaker(r row) (c organisations.Contact, err error) {
	var since int64
	err = r.Scan(&c.Community, &c.Organisation, &c.Resident, &c.Lead, &c.Phone, &since)
	c.Since = instant(since)
	return c, err
}

func (v *View) contacts(community, organisation string) ([]organisations.Contact, error) {
	return list(v, scanSpeaker, `SELECT community, organisation, resident, lead, phone, since FROM organisation_contacts
		WHERE community = $1 AND organisation = $2 ORDER BY since, resident`, community, organisation)
}

// OrganisationNamed tells whether another organisation than but, that is not closed, has the name.
func (v *View) OrganisationNamed(community, name, but string) (bool, error) {
	n, err := one(v, number, `SELECT count(*) FROM organisations WHERE community = $1 AND name = $2 AND id <> $3 AND state <> 'closed'`, community, name, but)
	return n > 0, err
}

// OrganisationsOf are those that are not closed and for which the resident speaks, by name.
func (v *View) OrganisationsOf(community, resident string) ([]organisations.Organisation, error) {
	all, err := list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations
		WHERE community = $1 AND state <> 'closed' AND id IN (SELECT organisation FROM organisation_contacts WHERE community = $1 AND resident = $2)
		ORDER BY name, id`, community, resident)
	for i := range all {
		if err == nil {
			all[i].Contacts, err = v.contacts(community, all[i].ID)
		}
	}
	return all, err
}

// LastOrganisationNumber is the highest running number of a year; 0 before the first.
func (v *View) LastOrganisationNumber(community string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM organisations WHERE community = $1 AND year = $2`, community, year)
	return int(n), err
}

// organisationTexts are its three texts.
func organisationTexts(o organisations.Organisation) (content, asked, private string, err error) {
	var texts [3]string
	for i, part := range []any{o.Content, o.Asked, o.Private} {
		b, err := json.Marshal(part)
		if err != nil {
			return "", "", "", err
		}
		texts[i] = string(b)
	}
	return texts[0], texts[1], texts[2], nil
}

func dayOrNone(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// AddOrganisation writes a new application.
func (tx *Tx) AddOrganisation(o organisations.Organisation) error {
	content, asked, private, err := organisationTexts(o)
	if err != nil {
		return err
	}
	return tx.findable(KindOrganisation, o.Community, o.ID, tx.add(organisations.ErrAlready, `INSERT INTO organisations (`+organisationColumns+`, name)
		VALUES ($1, $2, 0, 0, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)`,
		o.Community, o.ID, string(o.Kind), string(o.State), string(o.Request), o.Renewal, o.Version, content, asked, private, o.Reason, o.Word,
		o.MadeBy, micros(o.MadeAt), timeOrNull(o.AskedAt), o.ReviewBy, timeOrNull(o.FiledAt), dayOrNone(o.Until), timeOrNull(o.ClosedAt), o.Name))
}

// SetOrganisation writes an organisation again.
func (tx *Tx) SetOrganisation(o organisations.Organisation) error {
	var year, running int
	if o.Number != "" {
		if _, err := fmt.Sscanf(o.Number, "S%d-%d", &year, &running); err != nil {
			return err
		}
	}
	content, asked, private, err := organisationTexts(o)
	if err != nil {
		return err
	}
	return tx.findable(KindOrganisation, o.Community, o.ID, tx.set(`UPDATE organisations SET year = $3, running = $4, kind = $5, state = $6, request = $7, renewal = $8, version = $9, content = $10, asked = $11,
		private = $12, reason = $13, word = $14, asked_at = $15, review_by = $16, filed_at = $17, until = $18, closed_at = $19, name = $20
		WHERE community = $1 AND id = $2`,
		o.Community, o.ID, year, running, string(o.Kind), string(o.State), string(o.Request), o.Renewal, o.Version, content, asked, private, o.Reason, o.Word,
		timeOrNull(o.AskedAt), o.ReviewBy, timeOrNull(o.FiledAt), dayOrNone(o.Until), timeOrNull(o.ClosedAt), o.Name))
}

// AddContact lets somebody speak for an organisation.
func (tx *Tx) AddContact(c organisations.Contact) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_contacts (community, organisation, resident, lead, phone, since) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.Community, c.Organisation, c.Resident, c.Lead, c.Phone, micros(c.Since))
}

// RemoveContact ends that.
func (tx *Tx) RemoveContact(community, organisation, resident string) error {
	return tx.set(`DELETE FROM organisation_contacts WHERE community = $1 AND organisation = $2 AND resident = $3`, community, organisation, resident)
}

// OrganisationFiles are its documents without their bytes, in the order in which they came.
func (v *View) OrganisationFiles(community, organisation string) ([]organisations.FileHead, error) {
	return list(v, func(r row) (f organisations.FileHead, err error) {
		var at int64
		err = r.Scan(&f.ID, &f.Name, &f.Kind, &f.Size, &at)
		f.At = instant(at)
		return f, err
	}, `SELECT id, name, kind, size, at FROM organisation_files WHERE community = $1 AND organisation = $2 ORDER BY at, id`, community, organisation)
}

// OrganisationFile is one document of an organisation; residents.ErrNotFound where it has none with that id.
func (v *View) OrganisationFile(community, organisation, id string) (organisations.File, error) {
	return one(v, func(r row) (f organisations.File, err error) {
		var at int64
		err = r.Scan(&f.Community, &f.ID, &f.Organisation, &f.Name, &f.Kind, &f.Size, &f.Bytes, &f.By, &at)
		f.At = instant(at)
		return f, err
	}, `SELECT community, id, organisation, name, kind, size, body, by_whom, at FROM organisation_files
		WHERE community = $1 AND organisation = $2 AND id = $3`, community, organisation, id)
}

// AddOrganisationFile keeps a document.
func (tx *Tx) AddOrganisationFile(f organisations.File) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_files (community, id, organisation, name, kind, size, body, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, f.Community, f.ID, f.Organisation, f.Name, string(f.Kind), f.Size, f.Bytes, f.By, micros(f.At))
}

// RemoveOrganisationFile takes one away.
func (tx *Tx) RemoveOrganisationFile(community, organisation, id string) error {
	return tx.set(`DELETE FROM organisation_files WHERE community = $1 AND organisation = $2 AND id = $3`, community, organisation, id)
}

// TellContact puts a letter about an organisation into somebody's inbox.
func (tx *Tx) TellContact(l organisations.Letter) error {
	return tx.Tell(consultation.Letter{Community: l.Community, ID: l.ID, Resident: l.Resident, Kind: l.Kind, Title: l.Title, At: micros(l.At)})
}
