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

// week is what was new at the place in the days before one, for everybody the same.
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
		if err != nil {
			return err
		}
		titles, err := subjectTitles(rows, r.place.ID, asEntries(all))
		if err != nil {
			return err
		}
		v.Parts = r.weekParts(all, titles)
		return nil
	})
	return show(v), err
}

// asEntries are events as subjectTitles asks for them.
func asEntries(all []telling.Event) (entries []record.Entry) {
	for _, e := range all {
		entries = append(entries, record.Entry{Kind: e.Kind, Subject: e.Subject})
	}
	return entries
}

// weekParts are the events in their sections. What is no longer public has no title, and is left out.
func (r *request) weekParts(all []telling.Event, titles map[string]string) (parts []pages.WeekPart) {
	for _, s := range telling.Sections {
		part := pages.WeekPart{Name: pages.WeekSection(s)}
		for _, e := range all {
			if telling.News[e.Kind] != s {
				continue
			}
			title, href := r.subject(e.Subject, titles)
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
	return parts
}

// weekHref is the page of the seven days before tomorrow.
func (r *request) weekHref() string {
	return strings.Join([]string{"", r.place.Slug, "week", r.today().Add(1).String()}, "/")
}
