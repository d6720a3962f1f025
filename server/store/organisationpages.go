package store

import "yishiting/signups/organisations"

// Organisations as lists of pages show them.

// mostOrganisations is how many of a community stand in a list; a community has a few dozen.
const mostOrganisations = 500

// OrganisationsIn are a community's organisations in some states, by name, without their contacts.
func (v *View) OrganisationsIn(community string, states ...organisations.State) ([]organisations.Organisation, error) {
	args := []any{community, mostOrganisations}
	for _, s := range states {
		args = append(args, string(s))
	}
	return list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations WHERE community = $1 AND state IN (`+places(3, len(states))+`)
		ORDER BY name, id LIMIT $2`, args...)
}

// OrganisationNames are the names under which some organisations are filed, by id.
func (v *View) OrganisationNames(community string, ids []string) (map[string]string, error) {
	found := map[string]string{}
	all, err := inPortions(ids, func(some []any) ([]organisations.Organisation, error) {
		return list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations WHERE community = $1 AND id IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	for _, o := range all {
		found[o.ID] = o.Name
	}
	return found, err
}

// OrganisationsAsking are those whose request waits for the committee or for the street, the
// first that was handed in first.
func (v *View) OrganisationsAsking(community string, at organisations.Request) ([]organisations.Organisation, error) {
	return list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations WHERE community = $1 AND request = $2
		ORDER BY asked_at, id LIMIT $3`, community, string(at), mostOrganisations)
}

// OrganisationsToWork is how many requests, notes and reports wait for the committee.
func (v *View) OrganisationsToWork(community string) (int, error) {
	n, err := one(v, number, `SELECT (SELECT count(*) FROM organisations WHERE community = $1 AND request = 'submitted')
		+ (SELECT count(*) FROM organisation_notes WHERE community = $1 AND state = 'handed') + (SELECT count(*) FROM organisation_events WHERE community = $1 AND state = 'reported')`, community)
	return int(n), err
}

// OrganisationsBelow are those of the communities directly under a street that were handed to it
// or are on its record, by community and name.
func (v *View) OrganisationsBelow(street string) ([]organisations.Organisation, error) {
	return list(v, scanOrganisation, `SELECT `+organisationColumns+` FROM organisations
		WHERE community IN (SELECT id FROM communities WHERE parent = $1) AND (state = 'filed' OR request = 'reviewed')
		ORDER BY community, name, id LIMIT $2`, street, mostOrganisations*10)
}
