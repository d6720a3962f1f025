package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
)

// topicRoutes are the pages and forms of topics.
func (p *Portal) topicRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/topics/new", name: "raise", handle: p.newTopic},
		{method: http.MethodPost, pattern: "/{place}/topics/new", name: "raise", handle: p.raise},
	}
}

var raiseLimits = pages.RaiseLimits{Title: 40, Wrong: 1000, Where: 60, Affected: 100, Wish: 500, Photos: 4}

// newTopic is the page on which a topic is raised.
func (p *Portal) newTopic(r *request) (answer, error) {
	v := &pages.RaiseView{Frame: p.frame(r), Limits: raiseLimits}
	if err := p.house.MayRaise(r); err != nil {
		v.Why = api.Code(err)
	}
	return show(v), nil
}

// raise puts a topic before the committee.
func (p *Portal) raise(r *request) (answer, error) {
	t := raised{
		title:    r.form.text("title", raiseLimits.Title),
		wrong:    r.form.lines("wrong", raiseLimits.Wrong),
		where:    r.form.text("where", raiseLimits.Where),
		affected: r.form.text("affected", raiseLimits.Affected),
		wish:     r.form.lines("wish", raiseLimits.Wish),
		photos:   r.form.photos("photos", raiseLimits.Photos),
	}
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	path, err := p.house.Raise(r, t)
	if err != nil {
		return answer{}, err
	}
	return seeOther(path, "raised"), nil
}
