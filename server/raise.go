package main

import (
	"bytes"
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// raiseRoutes are the page and form on which a topic is raised.
func (p *Portal) raiseRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/topics/new", name: "raise", do: residents.ReadPublic, handle: p.newTopic},
		{method: http.MethodPost, pattern: "/{place}/topics/new", name: "raise", do: residents.RaiseTopic, handle: p.raise, photos: true, waits: true},
		{method: http.MethodGet, pattern: "/{place}/topics/similar", name: "similar", do: residents.ReadPublic, handle: p.similar},
	}
}

var raiseLimits = pages.RaiseLimits{
	Title: consultation.MaxTitle, Problem: consultation.MaxProblem, Place: consultation.MaxPlace,
	Affected: consultation.MaxAffected, Wish: consultation.MaxWish, Photos: consultation.MaxPhotos,
}

// newTopic is the page on which a topic is raised.
func (p *Portal) newTopic(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	v := &pages.RaiseView{Frame: p.frame(r), Limits: raiseLimits, Asked: asked(r.URL.Query().Get("title"), consultation.MaxTitle)}
	if err := consultation.MayRaise(r.who, r.place.ID, r.now); err != nil {
		v.Why = api.Code(err)
		return show(v), nil
	}
	var err error
	v.Like, err = p.like(r, asked(v.Value("raise", "title", v.Asked), consultation.MaxTitle))
	return show(v), err
}

const (
	shownSimilar  = 5
	similarMonths = 6 // months before this one in which similar topics are looked for
)

// similar shows the topics like a title, and nothing of whoever thinks of raising it.
// part=list gives the lists alone, for a page on which the title is being typed.
func (p *Portal) similar(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	v := &pages.SimilarView{Frame: p.frame(r), Asked: asked(r.URL.Query().Get("title"), consultation.MaxTitle), Limit: consultation.MaxTitle}
	var err error
	if v.Like, err = p.like(r, v.Asked); err != nil {
		return answer{}, err
	}
	if r.URL.Query().Get("part") != "list" {
		return show(v), nil
	}
	var b bytes.Buffer
	if err := pages.SimilarPart(&v.Frame, v.Like).Render(r.Context(), &b); err != nil {
		return answer{}, err
	}
	return give(file{kind: "text/html; charset=utf-8", body: b.Bytes()}), nil
}

// like are public topics like a title: of this month and recent ones, each with what
// the reader may do about it.
func (p *Portal) like(r *request, title string) ([]pages.SimilarLine, error) {
	since := calendar.MonthOf(r.today()).Add(-similarMonths).String()
	var lines []pages.SimilarLine
	err := p.view(r, func(v *store.View) error {
		rows, err := v.SimilarTopics(r.place.ID, title, since, shownSimilar)
		if err != nil {
			return err
		}
		var ids []string
		for _, t := range rows {
			ids = append(ids, t.ID)
		}
		has, err := v.SupportedAmong(r.place.ID, r.me(), ids)
		for _, t := range rows {
			line := pages.SimilarLine{Topic: r.topicLine(t)}
			topic := consultation.Topic{Community: r.place.ID, ID: t.ID, Author: t.Author, Source: t.Source, State: t.State}
			switch why := consultation.MaySupport(r.who, topic, r.now); {
			case why == consultation.ErrOneSupporter:
				line.Said = "您提的"
			case has[t.ID]:
				line.Said = "您已附议"
			case why == nil:
				line.Join = line.Topic.Href + "/support"
			}
			lines = append(lines, line)
		}
		return err
	})
	return lines, err
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
		Contact:   r.form.ticked("contact"),
		Photos:    r.form.photos("photos", consultation.MaxPhotos),
	}
	return p.do(r, "raise", func(tx *store.Tx, by residents.Sender) (string, error) {
		made, err := consultation.Raise(tx, by, t)
		return api.WithDone("/"+r.place.Slug+"/topics/"+made.ID, "raised"), err
	})
}
