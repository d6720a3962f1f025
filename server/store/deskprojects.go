package store

import (
	"encoding/json"
	"fmt"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// What the desk of projects reads beside the projects themselves.

// ProjectsToWork is how many projects of a body go on, evaluation apart.
func (v *View) ProjectsToWork(body string) (int, error) {
	return one(v, func(r row) (n int, err error) { return n, r.Scan(&n) },
		`SELECT COUNT(*) FROM projects WHERE community = $1 AND stage IN ('collect', 'negotiate', 'deliver')`, body)
}

// AskedClearance is a clearance that waits for a body, with whose project it is.
type AskedClearance struct {
	Slug, Body, Project, Number, Title string
	Seq                                int
	Kind                               project.ClearanceKind
	Due                                time.Time
}

// ClearancesAsked are the clearances that wait for a body's word, the first due first.
func (v *View) ClearancesAsked(body string, limit int) ([]AskedClearance, error) {
	return list(v, func(r row) (a AskedClearance, err error) {
		var year, running int
		var due int64
		err = r.Scan(&a.Slug, &a.Body, &a.Project, &year, &running, &a.Title, &a.Seq, &a.Kind, &due)
		a.Number, a.Due = fmt.Sprintf("L%d-%03d", year, running), instant(due)
		return a, err
	}, `SELECT c.slug, c.name, p.id, p.year, p.running, p.title, a.seq, a.kind, a.due FROM project_clearances a
		JOIN projects p ON p.community = a.community AND p.id = a.project JOIN communities c ON c.id = a.community
		WHERE a.to_body = $1 AND a.state = 'asked' ORDER BY a.due, a.project, a.seq LIMIT $2`, body, limit)
}

// BelowProject is a project of a community below, by where it is.
type BelowProject struct {
	residents.Community
	Project string
}

// Key is the project's.
func (p BelowProject) Key() ProjectKey { return ProjectKey{p.ID, p.Project} }

// OrderedAmong are projects of communities below with the supervision orders on them, the earliest first.
func (v *View) OrderedAmong(all []BelowProject) (map[ProjectKey]project.Project, map[ProjectKey][]project.Order, error) {
	var things []ProjectKey
	for _, p := range all {
		things = append(things, p.Key())
	}
	found, err := ofSeveral(v, things, scanProject, projectKeyOf, several{from: selectProject, body: "community", id: "id"})
	if err != nil {
		return nil, nil, err
	}
	projects := map[ProjectKey]project.Project{}
	for key, some := range found {
		projects[key] = some[0]
	}
	orders, err := ofSeveral(v, things, scanProjectOrder, func(o project.Order) ProjectKey { return ProjectKey{o.Community, o.Project} },
		several{from: selectProjectOrder, body: "community", id: "project", rest: ` ORDER BY at, id`})
	return projects, orders, err
}

// DueBelow are the projects that communities directly below a body carry out and that have
// something due at the instant, the longest due first.
func (v *View) DueBelow(body string, now time.Time, limit int) ([]BelowProject, error) {
	return list(v, func(r row) (p BelowProject, err error) {
		return p, r.Scan(&p.ID, &p.Slug, &p.Name, &p.Zone, &p.Project)
	}, `SELECT c.id, c.slug, c.name, c.zone, p.id FROM communities c JOIN projects p ON p.community = c.id
		WHERE c.parent = $1 AND c.level = 'community' AND p.stage = 'deliver' AND p.due_at IS NOT NULL AND p.due_at <= $2
		ORDER BY p.due_at, p.id LIMIT $3`, body, micros(now), limit)
}

// BodyUnder is a body right under another, or under one of those: a street's community, a
// district's street or community. residents.ErrNotFound for any other.
func (v *View) BodyUnder(body, slug string) (residents.Community, error) {
	return one(v, community, `SELECT `+communityColumns+` FROM communities WHERE slug = $2
		AND (parent = $1 OR parent IN (SELECT id FROM communities WHERE parent = $1))`, body, slug)
}

// Choice is something that a project may be linked to.
type Choice struct {
	ID, Words string
	Source    string // of a need: call, topic or hotline
	N         int    // of a need: how many
}

// CallChoices are the calls of a body that have asked people, look-backs apart, the latest first.
func (v *View) CallChoices(body string, limit int) ([]Choice, error) {
	return list(v, func(r row) (c Choice, err error) { return c, r.Scan(&c.ID) }, `SELECT id FROM calls
		WHERE community = $1 AND purpose <> 'look-back' AND state IN ('published', 'closed') ORDER BY closes DESC, id LIMIT $2`, body, limit)
}

// NeedChoices are the needs of a body, the latest first.
func (v *View) NeedChoices(body string, limit int) ([]Choice, error) {
	return list(v, func(r row) (c Choice, err error) { return c, r.Scan(&c.ID, &c.Words, &c.Source, &c.N) },
		`SELECT id, theme, source, n FROM needs WHERE community = $1 ORDER BY at DESC, id LIMIT $2`, body, limit)
}

// TopicChoices are the topics of a body that were taken into its months, the newest first.
func (v *View) TopicChoices(body string, limit int) ([]TopicName, error) {
	return list(v, scanTopicName, `SELECT id, number, title FROM topics WHERE community = $1
		AND state NOT IN ('raised', 'declined', 'withdrawn', 'merged') ORDER BY raised_at DESC, id DESC LIMIT $2`, body, limit)
}

// LearnedFrom is what was learned by a project.
type LearnedFrom struct {
	Slug, Body, ID, Title, Words string
	Field                        project.Field
	At                           time.Time
}

// Lessons are what was learned by projects of a body, of the bodies beside it, of the one above
// and of those below, the latest first; at most limit.
func (v *View) Lessons(body residents.Community, limit int) ([]LearnedFrom, error) {
	found, err := list(v, scanLearned, `SELECT c.slug, c.name, p.id, p.title, p.content, p.changed_at FROM communities c
		JOIN projects p ON p.community = c.id WHERE (c.id = $1 OR c.id = $2 OR c.parent = $1 OR c.parent = $2 AND $2 <> '')
		AND p.stage IN ('evaluate', 'closed', 'dropped') ORDER BY p.changed_at DESC, p.id LIMIT $3`, body.ID, body.Parent, mostLearned)
	var all []LearnedFrom
	for _, one := range found {
		if one.Words != "" && len(all) < limit {
			all = append(all, one)
		}
	}
	return all, err
}

// mostLearned is how many finished projects are looked through for what they have learned.
const mostLearned = 300

func scanLearned(r row) (l LearnedFrom, err error) {
	var content string
	var at int64
	if err = r.Scan(&l.Slug, &l.Body, &l.ID, &l.Title, &content, &at); err != nil {
		return l, err
	}
	var c project.Content
	err = json.Unmarshal([]byte(content), &c)
	l.Words, l.Field, l.At = c.Lessons, c.Field, instant(at)
	return l, err
}
