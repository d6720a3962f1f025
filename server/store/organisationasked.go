package store

import "yishiting/signups/organisations"

// Who is asked to speak for an organisation.

const askedColumns = `community, organisation, resident, word, made_by, made_at`

func scanAsked(r row) (a organisations.Asked, err error) {
	var made int64
	err = r.Scan(&a.Community, &a.Organisation, &a.Resident, &a.Word, &a.MadeBy, &made)
	a.MadeAt = instant(made)
	return a, err
}

// AskedContact is one who is asked.
func (v *View) AskedContact(community, organisation, resident string) (organisations.Asked, error) {
	return one(v, scanAsked, `SELECT `+askedColumns+` FROM organisation_asked WHERE community = $1 AND organisation = $2 AND resident = $3`, community, organisation, resident)
}

// AskedContacts are those whom an organisation asks, the first first.
func (v *View) AskedContacts(community, organisation string) ([]organisations.Asked, error) {
	return list(v, scanAsked, `SELECT `+askedColumns+` FROM organisation_asked WHERE community = $1 AND organisation = $2 ORDER BY made_at, resident`, community, organisation)
}

// AskedOf are the organisations that ask a resident, the first first.
func (v *View) AskedOf(community, resident string) ([]organisations.Asked, error) {
	return list(v, scanAsked, `SELECT `+askedColumns+` FROM organisation_asked WHERE community = $1 AND resident = $2 ORDER BY made_at, organisation`, community, resident)
}

// OrganisationsAlone are those on record for which nobody speaks, by name.
func (v *View) OrganisationsAlone(community string) ([]organisations.Organisation, error) {
	return list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations WHERE community = $1 AND state = 'filed'
		AND NOT EXISTS (SELECT 1 FROM organisation_contacts c WHERE c.community = organisations.community AND c.organisation = organisations.id) ORDER BY name, id LIMIT $2`,
		community, mostOrganisations)
}

// AddAskedContact asks somebody; organisations.ErrAlready where they are asked.
func (tx *Tx) AddAskedContact(a organisations.Asked) error {
	return tx.add(organisations.ErrAlready, `INSERT INTO organisation_asked (`+askedColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		a.Community, a.Organisation, a.Resident, a.Word, a.MadeBy, micros(a.MadeAt))
}

// RemoveAskedContact ends that.
func (tx *Tx) RemoveAskedContact(community, organisation, resident string) error {
	return tx.set(`DELETE FROM organisation_asked WHERE community = $1 AND organisation = $2 AND resident = $3`, community, organisation, resident)
}
