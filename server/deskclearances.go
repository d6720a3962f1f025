package main

import (
	"net/http"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// clearanceRoutes are what the desk of a street or a district does about the projects of the
// bodies below: it answers what it is asked for, and a street orders what is overdue.
func (p *Portal) clearanceRoutes() []route {
	const one = "/{place}/desk/clearances/{community}/{project}/{seq}"
	higher := []residents.Level{residents.LevelSubdistrict, residents.LevelDistrict}
	return []route{
		{method: http.MethodGet, pattern: one, name: "desk-clearance", do: residents.ClearProject, handle: p.deskClearance, at: higher},
		{method: http.MethodPost, pattern: one, name: "project-clear", do: residents.ClearProject, handle: p.answerClearance, at: higher},
		{
			method: http.MethodPost, pattern: "/{place}/desk/overdue/{community}/{project}/{milestone}", name: "project-order",
			do: residents.OrderProject, handle: p.orderMilestone, on: "/{place}/desk/projects", at: higher,
		},
	}
}

// clearancesHere are those that wait for the place's word.
func (r *request) clearancesHere(rows *store.View, v *desk.ProjectsView) error {
	if r.opens(residents.ClearProject) != nil {
		return nil
	}
	all, err := rows.ClearancesAsked(r.place.ID, mostClearances)
	for _, a := range all {
		c := desk.ClearanceCard{
			Href:  v.To("desk/clearances/" + a.Slug + "/" + a.Project + "/" + strconv.Itoa(a.Seq)),
			Title: a.Title, Body: a.Body, Number: a.Number, Kind: pages.ClearanceWord(a.Kind),
		}
		c.Clock, c.Tone = r.workingDays("答复", a.Due)
		v.Clearances = append(v.Clearances, c)
	}
	return err
}

// streetClearances are the same on the first page of the desk.
func (r *request) streetClearances(rows *store.View, v *desk.StreetView) error {
	all := &desk.ProjectsView{Frame: v.Frame}
	err := r.clearancesHere(rows, all)
	for _, c := range all.Clearances {
		v.Asked = append(v.Asked, pages.TopicLine{Title: c.Title, Href: c.Href, State: c.Clock, Tone: c.Tone, Facts: []string{c.Kind, c.Number}, Names: []string{c.Body}})
	}
	return err
}

// clearanceHere is the clearance that the path names, if this body is asked for it.
func (r *request) clearanceHere(rows *store.View) (w *projectWork, c project.Clearance, err error) {
	origin := r.place // a street's own money is for its own office to give
	if slug := r.PathValue("community"); slug != r.place.Slug {
		if origin, err = rows.BodyUnder(r.place.ID, slug); err != nil {
			return nil, c, err
		}
	}
	there := *r
	there.place = origin
	if w, err = there.projectAt(rows, r.PathValue("project")); err != nil {
		return nil, c, err
	}
	for _, one := range w.f.Clearances {
		if strconv.Itoa(one.Seq) == r.PathValue("seq") && one.To == r.place.ID {
			return w, one, nil
		}
	}
	return nil, c, residents.ErrNotFound
}

// deskClearance is what is asked, with the project it is asked for.
func (p *Portal) deskClearance(r *request) (answer, error) {
	v := &desk.ClearanceView{Frame: p.atStreet(r), Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, c, err := r.clearanceHere(rows)
		if err != nil {
			return err
		}
		v.Project, v.Number, v.Whose, v.Kind, v.Words, v.Problem = w.p.Title, w.p.Number, w.place.Name, c.Kind, c.Words, w.p.Problem
		v.State, v.Tone = pages.ClearanceTag(c.State)
		v.Answer, v.Public = c.Answer, "/"+w.place.Slug+"/projects/"+w.p.ID
		v.Action = v.To("desk/clearances/" + w.place.Slug + "/" + w.p.ID + "/" + r.PathValue("seq"))
		v.May = desk.Act{Shown: c.State == project.ClearanceAsked, Why: codeOf(project.MayClear(r.who, w.p, c, r.now))}
		if v.May.Shown {
			v.Clock, _ = r.workingDays("答复", c.Due)
		} else {
			v.Clock = r.day(c.DecidedAt)
		}
		places, err := w.placeWords(w.p.Places)
		v.About = []pages.Fact{{Name: "哪一类", Value: pages.ProjectFieldWord(w.p.Field)}, {Name: "关系到", Value: places}}
		v.Options = optionViews(w.p)
		return err
	})
	return show(v), err
}

// answerClearance says yes or no, with the reason.
func (p *Portal) answerClearance(r *request) (answer, error) {
	grant := r.form.choice("grant", "yes", "no") == "yes"
	words := r.form.lines("text", project.MaxWords)
	var w *projectWork
	var c project.Clearance
	err := p.view(r, func(rows *store.View) (err error) {
		w, c, err = r.clearanceHere(rows)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	also := []string{w.place.ID}
	for _, place := range w.p.Places {
		also = append(also, place.Community)
	}
	return p.do(r, "project-clear", func(tx *store.Tx, by residents.Sender) (string, error) {
		err := project.AnswerClearance(tx, by, w.place.ID, w.p.ID, c.Seq, grant, words)
		return api.WithDone(fill(r.route.pattern, r.Request), "clearance-answered"), fieldAs(err, "answer", "text")
	}, r.others(also)...)
}

// orderMilestone gives a supervision order on an overdue milestone of a community's project.
func (p *Portal) orderMilestone(r *request) (answer, error) {
	words, due := r.form.lines("text", project.MaxWords), r.form.endOf("due")
	var origin residents.Community
	var one project.Project
	err := p.view(r, func(rows *store.View) (err error) {
		if origin, err = rows.CommunityUnder(r.place.ID, r.PathValue("community")); err != nil {
			return err
		}
		if origin.Parent != r.place.ID {
			return residents.ErrNotFound
		}
		one, err = rows.Project(origin.ID, r.PathValue("project"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "project-order", func(tx *store.Tx, by residents.Sender) (string, error) {
		done := api.WithDone("/"+r.place.Slug+"/desk/projects", "milestone-ordered")
		return done, project.OrderMilestone(tx, by, origin.ID, one.ID, r.PathValue("milestone"), words, due)
	}, origin.ID)
}
