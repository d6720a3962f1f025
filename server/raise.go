package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// raiseRoutes are the page and form on which a topic is raised.
func (p *Portal) raiseRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/topics/new", name: "raise", handle: p.newTopic},
		{method: http.MethodPost, pattern: "/{place}/topics/new", name: "raise", handle: p.raise},
	}
}

var raiseLimits = pages.RaiseLimits{
	Title: consultation.MaxTitle, Problem: consultation.MaxProblem, Place: consultation.MaxPlace,
	Affected: consultation.MaxAffected, Wish: consultation.MaxWish, Photos: consultation.MaxPhotos,
}

// newTopic is the page on which a topic is raised.
func (p *Portal) newTopic(r *request) (answer, error) {
	v := &pages.RaiseView{Frame: p.frame(r), Limits: raiseLimits}
	if err := consultation.MayRaise(r.who, r.place.ID, r.now); err != nil {
		v.Why = api.Code(err)
	}
	return show(v), nil
}

// raise puts a topic before the committee.
func (p *Portal) raise(r *request) (answer, error) {
	t := consultation.Raising{
		Community: r.place.ID,
		Title:     r.form.text("title", consultation.MaxTitle),
		Problem:   r.form.lines("problem", consultation.MaxProblem),
		Place:     r.form.text("place", consultation.MaxPlace),
		Affected:  r.form.text("affected", consultation.MaxAffected),
		Wish:      r.form.lines("wish", consultation.MaxWish),
		Photos:    r.form.photos("photos", consultation.MaxPhotos),
	}
	return p.do(r, "raise", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := consultation.Raise(tx, by, t)
		return api.WithDone("/"+r.place.Slug+"/topics/new", "raised"), err
	})
}
