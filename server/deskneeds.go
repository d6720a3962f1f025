package main

import (
	"errors"
	"slices"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file is the list of needs: by theme, from texts of calls, topics of the month, and
// counts of 12345 cases, which come as numbers and never as callers.

// Sizes of the list of needs.
const (
	needsPage  = 100
	mostTopics = 60 // that are offered
)

// deskNeeds is the list, what most said first.
func (p *Portal) deskNeeds(r *request) (answer, error) {
	last := calendar.MonthOf(r.today()).Previous()
	v := &desk.NeedsView{Style: p.files.address("calls.css"), Since: last.First().String(), Until: last.Last().String()}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		v.May = project.MayNoteNeed(r.who, r.place.ID, r.now) == nil
		all, err := rows.NeedsAfter(r.place.ID, r.needKey(), needsPage+1)
		if err != nil {
			return err
		}
		if len(all) > needsPage {
			all = all[:needsPage]
			end := all[needsPage-1]
			v.Next = v.To("desk/needs") + afterKey(time.UnixMicro(int64(end.N)), end.ID)
		}
		calls, titles, err := r.heardIn(rows, all)
		if err != nil {
			return err
		}
		for _, n := range all {
			putNeed(v, n.Theme, r.needLine(n, calls[n.Ref], titles[n.Ref]))
		}
		v.Topics, err = topicsToNote(rows, r.place)
		return err
	})
	return show(v), err
}

// needKey is from where on the list is asked for: the number and the id of a need.
func (r *request) needKey() (n project.Need) {
	at, id, err := after(r)
	if err == nil && id != "" {
		n.N, n.ID = int(at.UnixMicro()), id
	}
	return n
}

// putNeed puts a source under its theme.
func putNeed(v *desk.NeedsView, theme string, line desk.NeedLine) {
	i := slices.IndexFunc(v.Themes, func(t desk.NeedTheme) bool { return t.Theme == theme })
	if i < 0 {
		v.Themes, i = append(v.Themes, desk.NeedTheme{Theme: theme}), len(v.Themes)
	}
	v.Themes[i].Lines = append(v.Themes[i].Lines, line)
}

// heardIn are the calls and the titles of the topics in which needs were heard, by id.
func (r *request) heardIn(rows *store.View, all []project.Need) (calls map[string]project.Call, titles map[string]string, err error) {
	refs := map[project.NeedSource][]string{}
	for _, n := range all {
		refs[n.Source] = append(refs[n.Source], n.Ref)
	}
	if calls, err = rows.CallsAmong(r.place.ID, refs[project.FromCall]); err != nil {
		return nil, nil, err
	}
	titles, err = rows.TopicTitles(r.place.ID, refs[project.FromTopic])
	return calls, titles, err
}

// needLine is a need with where it was heard.
func (r *request) needLine(n project.Need, call project.Call, topic string) desk.NeedLine {
	l := desk.NeedLine{Source: pages.NeedSourceWord(string(n.Source)), N: n.N, Of: "件", When: dayWords(n.Since) + "至" + dayWords(n.Until)}
	switch n.Source {
	case project.FromCall:
		l.Of, l.About, l.Href = pages.CallUnitWord(call.Unit), call.Title, "/"+r.place.Slug+"/desk/calls/"+n.Ref
	case project.FromTopic:
		l.Of, l.About, l.Href = "人", topic, "/"+r.place.Slug+"/topics/"+n.Ref
	}
	return l
}

// topicsToNote are the latest public topics of a community; a street has none of its own.
func topicsToNote(rows *store.View, body residents.Community) (all []pages.Option, err error) {
	if body.Level != residents.LevelCommunity {
		return nil, nil
	}
	topics, err := rows.TopicsBefore(body.ID, store.PublicStates, store.TopicKey{}, mostTopics)
	for _, t := range topics {
		all = append(all, pages.Option{Value: t.ID, Label: t.Title + "（" + strconv.Itoa(t.Supporters) + " 人附议）"})
	}
	return all, err
}

// importNeeds takes counts of 12345 cases by theme.
func (p *Portal) importNeeds(r *request) (answer, error) {
	text := r.form.lines("text", project.MaxHotlineLines*(project.MaxTheme+20))
	since, until := r.form.day("since"), r.form.day("until")
	return p.do(r, "needs-hotline", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := project.ImportHotline(tx, by, r.place.ID, text, since, until)
		return api.WithDone("/"+r.place.Slug+"/desk/needs", "needs-imported"), err
	})
}

// noteTopicNeed puts a topic of the month into the list.
func (p *Portal) noteTopicNeed(r *request) (answer, error) {
	topic, theme := r.form.id("topic"), r.form.text("theme", project.MaxTheme)
	return p.do(r, "needs-topic", func(tx *store.Tx, by residents.Sender) (string, error) {
		err := project.NoteNeed(tx, by, r.place.ID, project.FromTopic, topic, theme)
		if errors.Is(err, residents.ErrNotFound) {
			err = &residents.FieldError{Field: "topic", Reason: residents.ErrChoice}
		}
		return api.WithDone("/"+r.place.Slug+"/desk/needs", "need-noted"), err
	})
}
