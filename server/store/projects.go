package store

import (
	"database/sql"
	"encoding/json"
	"strconv"
	"strings"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
)

// Projects themselves; what is around them stands in projectagreement.go and projectdelivery.go.

const selectProject = `SELECT community, id, year, running, stage, version, content, made_by, made_at, approved_by, approved_at,
	started_at, changed_at FROM projects`

func scanProject(r row) (p project.Project, err error) {
	var content string
	var year, running, made, changed int64
	var approved, started sql.NullInt64
	err = r.Scan(&p.Community, &p.ID, &year, &running, &p.Stage, &p.Version, &content, &p.MadeBy, &made, &p.ApprovedBy, &approved,
		&started, &changed)
	if err != nil {
		return p, err
	}
	p.Number = numberOf("L", year, running)
	p.MadeAt, p.ChangedAt, p.ApprovedAt, p.StartedAt = instant(made), instant(changed), instantOrZero(approved), instantOrZero(started)
	return p, json.Unmarshal([]byte(content), &p.Content)
}

// numberOf writes L2026-004.
func numberOf(letter string, year, running int64) string {
	digits := strconv.FormatInt(running, 10)
	return letter + strconv.FormatInt(year, 10) + "-" + strings.Repeat("0", max(0, 3-len(digits))) + digits
}

// Project is a project of the body; residents.ErrNotFound when there is none.
func (v *View) Project(body, id string) (project.Project, error) {
	return one(v, scanProject, selectProject+` WHERE community = $1 AND id = $2`, body, id)
}

// LastProjectNumber is the highest running number given in the year, 0 for none.
func (v *View) LastProjectNumber(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM projects WHERE community = $1 AND year = $2`, body, year)
	return int(n), err
}

// ProjectsAfter are the projects of some bodies in any of the stages, the one that changed last
// first, from the one after the given one (the zero Project for the first), at most limit. Each
// body's stage is read in the order of its index, no further than the limit.
func (v *View) ProjectsAfter(bodies []string, after project.Project, limit int, stages ...project.Stage) ([]project.Project, error) {
	if after.ID == "" {
		after.ChangedAt = instant(1<<53 - 1)
	}
	args := []any{micros(after.ChangedAt), after.ID, limit}
	var parts []string
	for _, b := range bodies {
		for _, s := range stages {
			n := len(args) + 1
			args = append(args, b, string(s))
			parts = append(parts, `SELECT * FROM (`+selectProject+` WHERE community = `+places(n, 1)+` AND stage = `+places(n+1, 1)+`
				AND (changed_at, id) < ($1, $2) ORDER BY changed_at DESC, id DESC LIMIT $3) one`)
		}
	}
	return list(v, scanProject, `SELECT * FROM (`+strings.Join(parts, ` UNION ALL `)+`) every ORDER BY changed_at DESC, id DESC LIMIT $3`, args...)
}

// ProjectsOfTopic are the projects that come from a topic, of whichever body, the earliest first.
func (v *View) ProjectsOfTopic(community, topic string) ([]project.Project, error) {
	return list(v, scanProject, selectProject+` WHERE topic_of = $1 AND topic = $2 AND topic <> '' ORDER BY made_at, id`, community, topic)
}

// CallsOfProject are the calls that ask what people think of a project, without drafts and
// withdrawn ones, the earliest first.
func (v *View) CallsOfProject(body, id string) ([]project.Call, error) {
	return list(v, scanCall, `SELECT `+callColumns+` FROM calls WHERE community = $1 AND project = $2 AND project <> '' AND purpose = 'project'
		AND state IN ('published', 'closed') ORDER BY opens, id`, body, id)
}

// StageCounts is how many projects a body has in each stage.
func (v *View) StageCounts(body string) (map[project.Stage]int, error) {
	type pair struct {
		stage project.Stage
		n     int
	}
	all, err := list(v, func(r row) (p pair, err error) { return p, r.Scan(&p.stage, &p.n) },
		`SELECT stage, COUNT(*) FROM projects WHERE community = $1 GROUP BY stage`, body)
	counts := map[project.Stage]int{}
	for _, p := range all {
		counts[p.stage] = p.n
	}
	return counts, err
}

// dueOf is the instant at which the clock has something to do with a project, NULL for none.
func (tx *Tx) dueOf(p project.Project) (any, error) {
	body, err := tx.CommunityByID(p.Community)
	return timeOrNull(p.ClockAt(body.Location())), err
}

// AddProject keeps a new project.
func (tx *Tx) AddProject(p project.Project) error {
	content, err := json.Marshal(p.Content)
	if err != nil {
		return err
	}
	due, err := tx.dueOf(p)
	if err != nil {
		return err
	}
	year, running := pollNumber(p.Number[1:])
	return tx.findable(KindProject, p.Community, p.ID, tx.add(consultation.ErrAlready, `INSERT INTO projects (community, id, year, running, stage, version, title, topic_of, topic, content,
		made_by, made_at, approved_by, changed_at, due_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14)`,
		p.Community, p.ID, year, running, string(p.Stage), p.Version, p.Title, p.Topic.Community, p.Topic.ID, string(content),
		p.MadeBy, micros(p.MadeAt), micros(p.ChangedAt), due))
}

// SetProject writes a project whose Version is one more than the stored one's; project.ErrChanged otherwise.
func (tx *Tx) SetProject(p project.Project) error {
	content, err := json.Marshal(p.Content)
	if err != nil {
		return err
	}
	due, err := tx.dueOf(p)
	if err != nil {
		return err
	}
	n, err := tx.exec(`UPDATE projects SET stage = $3, version = $4, title = $5, topic_of = $6, topic = $7, content = $8, approved_by = $9,
		approved_at = $10, started_at = $11, changed_at = $12, due_at = $13 WHERE community = $1 AND id = $2 AND version = $4 - 1`,
		p.Community, p.ID, string(p.Stage), p.Version, p.Title, p.Topic.Community, p.Topic.ID, string(content), p.ApprovedBy,
		timeOrNull(p.ApprovedAt), timeOrNull(p.StartedAt), micros(p.ChangedAt), due)
	if err == nil && n == 0 {
		return project.ErrChanged
	}
	err = tx.findable(KindProject, p.Community, p.ID, err)
	return tx.findable(KindNotice, p.Community, p.ID, err) // under the project's title
}

// LastOutcome is the topic's outcome that was published last; residents.ErrNotFound before one was.
func (v *View) LastOutcome(body, topic string) (consultation.Outcome, error) {
	return one(v, scanOutcome, selectOutcome+` WHERE community = $1 AND topic = $2 ORDER BY published_at DESC, meeting DESC LIMIT 1`, body, topic)
}

// mostCounted is how many polls are offered as a project's decision.
const mostCounted = 50

// CountedPolls are the counted polls on a topic of the body's, and its counted budgets on
// none, the last counted first.
func (v *View) CountedPolls(body, topic string) ([]polls.Poll, error) {
	return list(v, poll, `SELECT `+pollColumns+` FROM polls WHERE community = $1 AND state = 'counted'
		AND (topic = $2 OR topic = '') ORDER BY counted_at DESC, id DESC LIMIT $3`, body, topic, mostCounted)
}
