package main

import (
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// This file is about activities that organisations make, on the same board as everybody's.

// orgChoice begins, in the field that says who makes an activity, the id of an organisation.
const orgChoice = "org:"

// orgOf is the organisation that makes an activity; zero for none.
func orgOf(v *store.View, a signups.Activity) (signups.Org, error) {
	if a.Org == "" {
		return signups.Org{}, nil
	}
	return v.OrgOf(a.Community, a.Org)
}

// mayKeep is nil where the reader keeps the activity.
func (r *request) mayKeep(v *store.View, a signups.Activity) error {
	o, err := orgOf(v, a)
	if err != nil {
		return err
	}
	return signups.MayKeep(r.who, a, o, r.now)
}

// spokenFor are the organisations for which the reader, by themselves, speaks: those that make
// activities, and those whose filing is over or still to come.
func (r *request) spokenFor(v *store.View) (now, not []signups.Org, err error) {
	if r.me() == "" || r.who.Helper.ID != "" {
		return nil, nil, nil
	}
	all, err := v.OrgsOf(r.place.ID, r.me())
	for _, o := range all {
		switch {
		case signups.MayMakeFor(r.who, o, r.now) != nil:
		case o.InForce(r.today()):
			now = append(now, o)
		default:
			not = append(not, o)
		}
	}
	return now, not, err
}

// orgMakers are the organisations in whose name the reader makes an activity.
func (r *request) orgMakers(v *store.View) (all []pages.Option, err error) {
	orgs, _, err := r.spokenFor(v)
	for _, o := range orgs {
		all = append(all, pages.Option{Value: orgChoice + o.ID, Label: o.Name, Said: true})
	}
	return all, err
}

// orgContacts are the ids of those who speak for the organisation of an activity, or for any of
// the reader's where it is not made yet.
func (r *request) orgContacts(v *store.View, a signups.Activity) (ids []string, err error) {
	if a.ID != "" {
		o, err := orgOf(v, a)
		return o.Contacts, err
	}
	now, _, err := r.spokenFor(v)
	for _, o := range now {
		ids = append(ids, o.Contacts...)
	}
	return ids, err
}

// readOrgs are the organisations that make some activities: their names, by id.
func (w *activitiesOf) readOrgs(all []signups.Activity) (err error) {
	var ids []string
	for _, a := range all {
		if a.Org != "" && !slices.Contains(ids, a.Org) {
			ids = append(ids, a.Org)
		}
	}
	w.orgs, err = w.v.OrganisationNames(w.place.ID, ids)
	return err
}

// organisationActivities is how many activities stand on an organisation's page.
const organisationActivities = 10

// activities are those that it made and that are public, the newest first, page by page.
func (w *oneOrganisation) activities() error {
	year, running := activityKey(w.URL.Query().Get("after"))
	all, err := w.v.ActivitiesOfOrg(w.place.ID, w.o.ID, store.ActivityKey{Year: year, Running: running}, organisationActivities+1)
	if err != nil {
		return err
	}
	at := w.page.To("organisations/" + w.o.ID)
	if len(all) > organisationActivities {
		all = all[:organisationActivities]
		w.page.OlderDone = at + "?after=" + all[organisationActivities-1].Number
	}
	if year > 0 {
		w.page.NewerDone = at
	}
	known, err := w.readActivities(w.v, all)
	for _, a := range all {
		card := w.pastCard(a)
		if ahead := known.shifts[a.ID]; a.State == signups.Open && len(ahead) > 0 {
			card = known.card(a, ahead)
		}
		card.Facts = slices.DeleteFunc(card.Facts, func(f string) bool { return f == w.o.Name })
		w.page.Activities = append(w.page.Activities, card)
	}
	return err
}

// makes says, to who speaks for it, where it makes an activity, or why it does not.
func (w *oneOrganisation) makes() {
	switch {
	case w.o.State == organisations.Closed:
	case w.o.InForce(w.today()):
		w.page.Mine.Make = w.page.To("leading/new?for=" + orgChoice + w.o.ID)
	default:
		w.page.Mine.MakeWhy = signups.ErrOrgOver
	}
}

// readMaker reads for whom the activity is made: the committee, a team or an organisation.
func (f *form) readMaker(a *signups.Activity) {
	a.Team = f.text("team", 80)
	if org, ok := strings.CutPrefix(a.Team, orgChoice); ok {
		a.Team, a.Org = "", org
	}
}

// madeFor is what stands in that field.
func madeFor(a signups.Activity) string {
	if a.Org != "" {
		return orgChoice + a.Org
	}
	return a.Team
}

// missing is what is missing before an activity can be handed in, by this reader.
func (r *request) missing(v *store.View, page *pages.LeadingActivityView, a signups.Activity, shifts []signups.Shift) error {
	o, err := orgOf(v, a)
	page.Missing = code(signups.Complete(a, o, shifts, r.place, r.now))
	if a.Org == "" || err != nil {
		return err
	}
	if err := signups.MayMakeFor(r.who, o, r.now); err != nil {
		page.Missing = code(err)
	}
	page.Maker = pages.Fact{Name: o.Name, Value: page.To("organisations/" + o.ID)}
	return nil
}

// makerName is who makes an activity, and their page: of the committee's, none.
func (r *request) makerName(v *store.View, a signups.Activity) (pages.Fact, error) {
	switch {
	case a.Org != "":
		o, err := v.OrgOf(r.place.ID, a.Org)
		return pages.Fact{Name: o.Name, Value: "/" + r.place.Slug + "/organisations/" + o.ID}, err
	case a.Team != "":
		t, err := v.Team(r.place.ID, a.Team)
		return pages.Fact{Name: t.Name, Value: "/" + r.place.Slug + "/teams/" + t.ID}, err
	}
	return pages.Fact{Name: r.place.Name + "居民委员会"}, nil
}

// notMaking is why the reader makes no activity: none of theirs is on record, or they have none.
func notMaking(not []signups.Org) residents.Reason {
	if len(not) > 0 {
		return signups.ErrOrgOver
	}
	return residents.ErrNotYours
}
