package store

import (
	"database/sql"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// What a street or a district sees of all projects of the bodies under it and of its
// own. Each of these is one query, or one for every 256 projects asked for, whatever
// their number.

// within are the bodies $1, those under it and those under these.
const within = `(SELECT id FROM communities WHERE id = $1 OR parent = $1 OR parent IN (SELECT id FROM communities WHERE parent = $1))`

// ProjectKey names a project: its body and its id. The same of an opinion call.
type ProjectKey struct{ Body, ID string }

// ProjectLine is a project as it stands in the list of a body above.
type ProjectLine struct {
	project.Project
	Body  residents.Community
	Signs project.Signs
}

// Key is the project's.
func (p ProjectLine) Key() ProjectKey { return ProjectKey{p.Community, p.ID} }

// ProjectsWithin are all projects of a body and of those under it, with what tells whether
// they come along, in no order.
func (v *View) ProjectsWithin(body string) ([]ProjectLine, error) {
	bodies, err := v.bodiesWithin(body)
	if err != nil {
		return nil, err
	}
	projects, err := list(v, scanProject, selectProject+` WHERE community IN `+within, body)
	if err != nil {
		return nil, err
	}
	signs, err := v.projectSigns(body)
	lines := make([]ProjectLine, len(projects))
	for i, p := range projects {
		lines[i] = ProjectLine{p, bodies[p.Community], signs[ProjectKey{p.Community, p.ID}]}
	}
	return lines, err
}

func (v *View) bodiesWithin(body string) (map[string]residents.Community, error) {
	all, err := list(v, community, `SELECT `+communityColumns+` FROM communities WHERE id IN `+within, body)
	found := map[string]residents.Community{}
	for _, c := range all {
		found[c.ID] = c
	}
	return found, err
}

// projectSigns are the signs of all projects within a body that have some: their objections
// without an answer, and their last notice of approval.
func (v *View) projectSigns(body string) (map[ProjectKey]project.Signs, error) {
	type found struct {
		key ProjectKey
		project.Signs
	}
	all, err := list(v, func(r row) (f found, err error) {
		var first, until sql.NullInt64
		err = r.Scan(&f.key.Body, &f.key.ID, &f.Unanswered, &first, &until)
		f.FirstAsked, f.NoticeUntil = instantOrZero(first), instantOrZero(until)
		return f, err
	}, `SELECT p.community, p.id, COALESCE(o.n, 0), o.first_at, n.last_until FROM projects p
		LEFT JOIN (SELECT body, project, COUNT(*) AS n, MIN(at) AS first_at FROM project_objections WHERE body IN `+within+` AND reply = ''
			GROUP BY body, project) o ON o.body = p.community AND o.project = p.id
		LEFT JOIN (SELECT community, project, MAX(until) AS last_until FROM project_notices WHERE community IN `+within+` AND kind = 'approval'
			GROUP BY community, project) n ON n.community = p.community AND n.project = p.id
		WHERE p.community IN `+within+` AND (o.n IS NOT NULL OR n.last_until IS NOT NULL)`, body)
	signs := map[ProjectKey]project.Signs{}
	for _, f := range all {
		signs[f.key] = f.Signs
	}
	return signs, err
}

// ofThese runs a query within a body for some ids, in portions, or with nil for all. ask
// is given the condition that its column is one of them.
func ofThese[T any](v *View, body string, ids []string, column string, scan func(row) (T, error), ask func(only string) string) ([]T, error) {
	if ids == nil {
		return list(v, scan, ask(""), body)
	}
	return inPortions(ids, func(some []any) ([]T, error) {
		return list(v, scan, ask(` AND `+column+` IN (`+places(2, len(some))+`)`), append([]any{body}, some...)...)
	})
}

// LedgerSums are what of a project's money is committed and paid, in cents.
type LedgerSums struct{ Committed, Paid int64 }

// LedgersWithin are the sums of the ledgers within a body: of the projects with those ids, nil for all.
func (v *View) LedgersWithin(body string, projects []string) (map[ProjectKey]LedgerSums, error) {
	type found struct {
		key ProjectKey
		LedgerSums
	}
	all, err := ofThese(v, body, projects, "project", func(r row) (f found, err error) {
		return f, r.Scan(&f.key.Body, &f.key.ID, &f.Committed, &f.Paid)
	}, func(only string) string {
		return `SELECT community, project, CAST(SUM(CASE WHEN kind = 'committed' THEN cents ELSE 0 END) AS BIGINT),
			CAST(SUM(CASE WHEN kind = 'paid' THEN cents ELSE 0 END) AS BIGINT)
			FROM project_entries WHERE community IN ` + within + only + ` GROUP BY community, project`
	})
	sums := map[ProjectKey]LedgerSums{}
	for _, f := range all {
		sums[f.key] = f.LedgerSums
	}
	return sums, err
}
