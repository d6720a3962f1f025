package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/telling"
)

// weekRoutes are the page of what was new in some days.
func (p *Portal) weekRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/week/{day}", name: "week", do: residents.ReadPublic, handle: p.week, at: []residents.Level{residents.LevelCommunity}},
	}
}

// weeksBack is for how many days a week's page is there.
const weeksBack = 400

// week is what was new at the place in the days before one: for everybody the same, and for a reader of the place
// first of all what they follow and what suits them.
func (p *Portal) week(r *request) (answer, error) {
	until, err := calendar.ParseDay(r.PathValue("day"))
	days := telling.DigestDays
	if asked := r.URL.Query().Get("days"); err == nil && asked != "" {
		days, err = strconv.Atoi(asked)
	}
	if ahead := calendar.DaysBetween(r.today(), until); err != nil || days < 1 || days > telling.MostDays || ahead > 1 || ahead < -weeksBack {
		return answer{}, residents.ErrNotFound
	}
	v := &pages.WeekView{Frame: p.frame(r), Span: until.Add(-days).Chinese() + "至 " + until.Add(-1).Chinese()}
	err = p.view(r, func(rows *store.View) error {
		all, err := telling.Things(rows, r.place, until, days, r.now)
		if err == nil && r.me() != "" {
			all, err = telling.OwnThings(rows, all, r.place, r.me(), until, days, r.now)
		}
		if err != nil {
			return err
		}
		v.Parts, err = r.weekParts(rows, all)
		return err
	})
	return show(v), err
}

// weekPlace is whose some events of a week are, and what they were done to.
type weekPlace struct {
	slug   string
	titles map[string]string
}

// weekPlaces are by body whose the events are: "" is the place itself.
func (r *request) weekPlaces(rows *store.View, all []telling.Event) (map[string]weekPlace, error) {
	entries := map[string][]record.Entry{}
	for _, e := range all {
		entries[e.Body] = append(entries[e.Body], record.Entry{Kind: e.Kind, Subject: e.Subject})
	}
	places := map[string]weekPlace{}
	for id, of := range entries {
		body := r.place
		var err error
		if id != "" {
			if body, err = rows.CommunityByID(id); err != nil {
				return nil, err
			}
		}
		titles, err := subjectTitles(rows, body.ID, of)
		if err != nil {
			return nil, err
		}
		places[id] = weekPlace{body.Slug, titles}
	}
	return places, nil
}

// weekParts are the events in their sections. What is no longer public has no title, and is left out.
func (r *request) weekParts(rows *store.View, all []telling.Event) (parts []pages.WeekPart, err error) {
	places, err := r.weekPlaces(rows, all)
	if err != nil {
		return nil, err
	}
	for _, s := range telling.Sections {
		part := pages.WeekPart{Name: pages.WeekSection(s)}
		for _, e := range all {
			if e.Section() != s {
				continue
			}
			at := places[e.Body]
			title, href := subjectAt(at.slug, e.Subject, at.titles)
			if title == "" {
				continue
			}
			line := pages.WeekLine{Title: title, Href: href, Words: pages.WeekWord(e.Kind), When: r.day(e.At)}
			if !e.When.IsZero() {
				line.When = r.when(e.When)
			}
			part.Lines = append(part.Lines, line)
		}
		if len(part.Lines) > 0 {
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// weekHref is the page of the seven days before tomorrow.
func (r *request) weekHref() string {
	return strings.Join([]string{"", r.place.Slug, "week", r.today().Add(1).String()}, "/")
}
