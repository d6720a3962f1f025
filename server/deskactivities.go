package main

import (
	"net/http"
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups"
)

// deskActivityRoutes are where a second person of the committee publishes activities.
func (p *Portal) deskActivityRoutes() []route {
	const list, one = "/{place}/desk/activities", "/{place}/desk/activities/{id}"
	return []route{
		{method: http.MethodGet, pattern: list, name: "desk-activities", do: residents.WorkDesk, handle: p.deskActivities},
		{method: http.MethodGet, pattern: one, name: "desk-activity", do: residents.WorkDesk, handle: p.deskActivity},
		{method: http.MethodPost, pattern: one + "/publish", name: "activity-publish", do: residents.PublishActivity, handle: p.publishActivity, on: one},
		{method: http.MethodPost, pattern: one + "/back", name: "activity-back", do: residents.PublishActivity, handle: p.sendActivityBack, on: one},
	}
}

// mostSubmitted is how many activities wait for a second person at most; more are seen when these are done.
const mostSubmitted = 50

// deskActivities lists what waits, and all of one state.
func (p *Portal) deskActivities(r *request) (answer, error) {
	v := &desk.ActivitiesView{Style: p.files.address("activities.css"), State: signups.State(asked(r.URL.Query().Get("state"), 12))}
	if !slices.Contains([]signups.State{signups.Open, signups.Draft, signups.Finished, signups.Cancelled}, v.State) {
		v.State = signups.Open
	}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtActivities); err != nil {
			return err
		}
		waiting, err := rows.ActivitiesIn(r.place.ID, signups.Submitted, store.ActivityKey{}, mostSubmitted)
		if err != nil {
			return err
		}
		for _, a := range waiting {
			v.Waiting = append(v.Waiting, ledCard(v.To("desk/activities/"+a.ID), a))
		}
		all, err := rows.ActivitiesIn(r.place.ID, v.State, ledKey(r.URL.Query().Get("after")), pageLed+1)
		if len(all) > pageLed {
			all = all[:pageLed]
			v.Older = v.To("desk/activities?state="+string(v.State)) + "&after=" + all[pageLed-1].Number
		}
		for _, a := range all {
			v.All = append(v.All, ledCard(v.To("desk/activities/"+a.ID), a))
		}
		return err
	})
	return show(v), err
}

// deskActivity is one activity as it will be published.
func (p *Portal) deskActivity(r *request) (answer, error) {
	v := &desk.ActivityView{Style: p.files.address("activities.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtActivities); err != nil {
			return err
		}
		a, err := rows.Activity(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		shifts, err := rows.ShiftsOf(r.place.ID, a.ID)
		if err != nil {
			return err
		}
		v.ID, v.Number, v.State, v.Content = a.ID, a.Number, a.State, a.Content
		o, err := orgOf(rows, a)
		if err != nil {
			return err
		}
		v.Why, v.Missing = code(signups.MayPublish(r.who, a, o, r.now)), code(signups.Complete(a, o, shifts, r.place, r.now))
		if signups.MayKeep(r.who, a, o, r.now) == nil {
			v.Lead = v.To("leading/" + a.ID)
		}
		for _, s := range shifts {
			v.Shifts = append(v.Shifts, pages.Fact{Name: r.dayOf(s), Value: r.hoursOf(s)})
		}
		if v.Facts, err = r.ledFacts(rows, a); err != nil {
			return err
		}
		if v.Report, err = r.toReport(rows, a); err != nil {
			return err
		}
		v.Maker, err = r.makerOf(rows, a)
		return err
	})
	return show(v), err
}

// makerOf says who wrote an activity, and for whom.
func (r *request) makerOf(v *store.View, a signups.Activity) (string, error) {
	who, err := v.Resident(r.place.ID, a.MadeBy)
	if err != nil && err != residents.ErrNotFound {
		return "", err
	}
	words := who.Name + "起草"
	if a.Team == "" && a.Org == "" {
		return words, nil
	}
	maker, err := r.makerName(v, a)
	return maker.Name + "，" + words, err
}

func (p *Portal) publishActivity(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "activity-publish", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/activities", "activity-published"), signups.PublishActivity(tx, by, r.place.ID, id)
	})
}

func (p *Portal) sendActivityBack(r *request) (answer, error) {
	id, reason := r.thing("id"), r.form.lines("reason", signups.MaxWords)
	return p.do(r, "activity-back", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/activities", "activity-back"), signups.SendBack(tx, by, r.place.ID, id, reason)
	})
}
