package store

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// What the residents' pages of projects read beside the projects themselves.

// ProjectsOf are the projects that come from a topic, of whichever body, the earliest first.
func (v *View) ProjectsOf(community, topic string, limit int) ([]ProjectKey, error) {
	return list(v, func(r row) (p ProjectKey, err error) { return p, r.Scan(&p.Body, &p.ID) },
		`SELECT community, id FROM projects WHERE topic_of = $1 AND topic = $2 AND topic <> '' ORDER BY made_at, id LIMIT $3`, community, topic, limit)
}

// ProjectTitles are the titles of a body's projects, by id.
func (v *View) ProjectTitles(body string, ids []string) (map[string]string, error) {
	titles := map[string]string{}
	if len(ids) == 0 {
		return titles, nil
	}
	in, args := among([]any{body}, ids)
	all, err := list(v, func(r row) (p [2]string, err error) { return p, r.Scan(&p[0], &p[1]) },
		`SELECT id, title FROM projects WHERE community = $1 AND id IN (`+in+`)`, args...)
	for _, p := range all {
		titles[p[0]] = p[1]
	}
	return titles, err
}

// NoticeUp is a public notice of a project that runs.
type NoticeUp struct {
	Body, Project, Title string
	Kind                 project.NoticeKind
	From                 calendar.Day
	Until                time.Time
}

// NoticesUp are the notices of projects of a body, and of the one above, that run at the
// instant, the first to end first.
func (v *View) NoticesUp(body, above string, now time.Time, limit int) ([]NoticeUp, error) {
	return list(v, func(r row) (n NoticeUp, err error) {
		var from string
		var until int64
		if err = r.Scan(&n.Body, &n.Project, &n.Title, &n.Kind, &from, &until); err != nil {
			return n, err
		}
		n.Until = instant(until)
		n.From, err = calendar.ParseDay(from)
		return n, err
	}, `SELECT n.community, n.project, p.title, n.kind, n.from_day, n.until FROM project_notices n
		JOIN projects p ON p.community = n.community AND p.id = n.project
		WHERE n.community IN ($1, $2) AND n.closed_at IS NULL AND n.until > $3 ORDER BY n.until, n.project LIMIT $4`,
		body, above, micros(now), limit)
}

// AnsweredDissent is a dissent of somebody's that has its answer and waits for their second word.
type AnsweredDissent struct{ Project, Title string }

// AnsweredDissents are those of one resident.
func (v *View) AnsweredDissents(community, resident string, limit int) ([]AnsweredDissent, error) {
	return list(v, func(r row) (d AnsweredDissent, err error) { return d, r.Scan(&d.Project, &d.Title) },
		`SELECT p.id, p.title FROM project_dissents d JOIN projects p ON p.community = d.body AND p.id = d.project
		WHERE d.community = $1 AND d.resident = $2 AND d.changed_at IS NOT NULL AND d.then_said = '' AND p.stage = 'negotiate'
		ORDER BY d.changed_at, d.id LIMIT $3`, community, resident, limit)
}

// WhoLives is a resident by where they live.
type WhoLives struct{ Community, Resident string }

// PeopleAmong are residents as others see them.
func (v *View) PeopleAmong(keys []WhoLives) (map[WhoLives]residents.Person, error) {
	by := map[string][]string{}
	for _, k := range keys {
		by[k.Community] = append(by[k.Community], k.Resident)
	}
	all := map[WhoLives]residents.Person{}
	for community, ids := range by {
		in, args := among([]any{community}, ids)
		found, err := list(v, func(r row) (p residents.Resident, err error) { return p, r.Scan(&p.ID, &p.Name, &p.Building) },
			`SELECT id, name, building FROM residents WHERE community = $1 AND id IN (`+in+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, p := range found {
			all[WhoLives{community, p.ID}] = p.Masked()
		}
	}
	return all, nil
}

// NeedHeard is a need with how often it was told and where.
type NeedHeard struct {
	Theme, Source string
	N             int
}

// NeedsAmong are those of a body's needs, those told most often first.
func (v *View) NeedsAmong(body string, ids []string) ([]NeedHeard, error) {
	in, args := among([]any{body}, ids)
	return list(v, func(r row) (n NeedHeard, err error) { return n, r.Scan(&n.Theme, &n.Source, &n.N) },
		`SELECT theme, source, n FROM needs WHERE community = $1 AND id IN (`+in+`) ORDER BY n DESC, theme, source`, args...)
}
