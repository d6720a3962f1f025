package store

import (
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// applicant is an organisation as far as grants and rooms ask. Nobody speaks for a closed one.
func applicant(o organisations.Organisation) grants.Applicant {
	a := grants.Applicant{Community: o.Community, ID: o.ID, Name: o.Name, Filed: o.State == organisations.Filed, Until: o.Until}
	if o.State == organisations.Closed {
		return a
	}
	for _, c := range o.Contacts {
		a.Contacts = append(a.Contacts, c.Resident)
	}
	return a
}

// Applicant is an organisation of a community, as far as grants and rooms ask.
func (v *View) Applicant(community, org string) (grants.Applicant, error) {
	o, err := v.Organisation(community, org)
	return applicant(o), err
}

// ApplicantsOf are the organisations for which a resident speaks, by name.
func (v *View) ApplicantsOf(community, resident string) (all []grants.Applicant, err error) {
	mine, err := v.OrganisationsOf(community, resident)
	for _, o := range mine {
		all = append(all, applicant(o))
	}
	return all, err
}

// OrgOf is an organisation of a community, as far as its activities ask.
func (v *View) OrgOf(community, org string) (signups.Org, error) {
	a, err := v.Applicant(community, org)
	return signups.Org{Community: a.Community, ID: a.ID, Name: a.Name, Filed: a.Filed, Until: a.Until, Contacts: a.Contacts}, err
}

// OrgsOf are the organisations for which a resident speaks, by name.
func (v *View) OrgsOf(community, resident string) (all []signups.Org, err error) {
	mine, err := v.ApplicantsOf(community, resident)
	for _, a := range mine {
		all = append(all, signups.Org{Community: a.Community, ID: a.ID, Name: a.Name, Filed: a.Filed, Until: a.Until, Contacts: a.Contacts})
	}
	return all, err
}
