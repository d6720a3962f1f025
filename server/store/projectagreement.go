package store

import (
	"database/sql"
	"encoding/json"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
)

// What is said about a project before it is approved, and about changes after: dissent,
// notices with their objections, and other bodies' answers.

const selectDissent = `SELECT community, id, body, project, COALESCE(resident, ''), COALESCE(home, ''), building, stance, words, shown, noted_by,
	paper, at, changed, changed_at, changed_by, until, then_said, then_at FROM project_dissents`

func scanDissent(r row) (d project.Dissent, err error) {
	var at int64
	var changed, until, then sql.NullInt64
	err = r.Scan(&d.Community, &d.ID, &d.Body, &d.Project, &d.Resident, &d.Home, &d.Building, &d.Stance, &d.Words, &d.Shown, &d.NotedBy,
		&d.Paper, &at, &d.Changed, &changed, &d.ChangedBy, &until, &d.Then, &then)
	d.At, d.ChangedAt, d.Until, d.ThenAt = instant(at), instantOrZero(changed), instantOrZero(until), instantOrZero(then)
	return d, err
}

// Dissents are all words against a project, the earliest first.
func (v *View) Dissents(body, id string) ([]project.Dissent, error) {
	return list(v, scanDissent, selectDissent+` WHERE body = $1 AND project = $2 ORDER BY at, id`, body, id)
}

// Dissent is one of them, of somebody of the community.
func (v *View) Dissent(community, body, id string) (project.Dissent, error) {
	return one(v, scanDissent, selectDissent+` WHERE community = $1 AND id = $3 AND body = $2`, community, body, id)
}

// AddDissent keeps a word against, one a person or home.
func (tx *Tx) AddDissent(d project.Dissent) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_dissents (community, id, body, project, resident, home, building, stance, words,
		shown, noted_by, paper, at, changed, changed_by, then_said) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, '', '', '')`,
		d.Community, d.ID, d.Body, d.Project, orNull(d.Resident), orNull(d.Home), d.Building, string(d.Stance), d.Words,
		d.Shown, d.NotedBy, d.Paper, micros(d.At))
}

// SetDissent writes what changed, and how somebody stands in the second round.
func (tx *Tx) SetDissent(d project.Dissent) error {
	return tx.set(`UPDATE project_dissents SET changed = $3, changed_at = $4, changed_by = $5, until = $6, then_said = $7, then_at = $8
		WHERE community = $1 AND id = $2`, d.Community, d.ID, d.Changed, timeOrNull(d.ChangedAt), d.ChangedBy, timeOrNull(d.Until),
		string(d.Then), timeOrNull(d.ThenAt))
}

const selectNotice = `SELECT community, project, seq, kind, words, cost, plan, from_day, until, source, closed_at, by_whom FROM project_notices`

func scanNotice(r row) (n project.Notice, err error) {
	var plan, from string
	var until int64
	var closed sql.NullInt64
	err = r.Scan(&n.Community, &n.Project, &n.Seq, &n.Kind, &n.Words, &n.Cost, &plan, &from, &until, &n.Source, &closed, &n.By)
	if err != nil {
		return n, err
	}
	n.Until, n.ClosedAt = instant(until), instantOrZero(closed)
	if plan != "" {
		if err := json.Unmarshal([]byte(plan), &n.Plan); err != nil {
			return n, err
		}
	}
	n.From, err = calendar.ParseDay(from)
	return n, err
}

// Notices are a project's public notices, in order.
func (v *View) Notices(body, id string) ([]project.Notice, error) {
	return list(v, scanNotice, selectNotice+` WHERE community = $1 AND project = $2 ORDER BY seq`, body, id)
}

// AddNotice keeps a notice.
func (tx *Tx) AddNotice(n project.Notice) error {
	plan := ""
	if n.Plan != nil {
		b, err := json.Marshal(n.Plan)
		if err != nil {
			return err
		}
		plan = string(b)
	}
	return tx.findable(KindNotice, n.Community, n.Project, tx.add(consultation.ErrAlready, `INSERT INTO project_notices (community, project, seq, kind, words, cost, plan, from_day, until,
		source, by_whom) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		n.Community, n.Project, n.Seq, string(n.Kind), n.Words, n.Cost, plan, n.From.String(), micros(n.Until), n.Source, n.By))
}

// SetNotice writes that a notice is over.
func (tx *Tx) SetNotice(n project.Notice) error {
	return tx.set(`UPDATE project_notices SET closed_at = $4 WHERE community = $1 AND project = $2 AND seq = $3`,
		n.Community, n.Project, n.Seq, timeOrNull(n.ClosedAt))
}

const selectProjectObjection = `SELECT community, id, body, project, notice, resident, words, at, due, reply, reply_at, reply_by FROM project_objections`

func scanProjectObjection(r row) (o project.Objection, err error) {
	var at, due int64
	var reply sql.NullInt64
	err = r.Scan(&o.Community, &o.ID, &o.Body, &o.Project, &o.Notice, &o.Resident, &o.Text, &at, &due, &o.Reply, &reply, &o.ReplyBy)
	o.At, o.Due, o.ReplyAt = instant(at), instant(due), instantOrZero(reply)
	return o, err
}

// Objections are all objections to a project's notices, the earliest first.
func (v *View) Objections(body, id string) ([]project.Objection, error) {
	return list(v, scanProjectObjection, selectProjectObjection+` WHERE body = $1 AND project = $2 ORDER BY at, id`, body, id)
}

// ProjectObjection is one of them, of somebody of the community.
func (v *View) ProjectObjection(community, body, id string) (project.Objection, error) {
	return one(v, scanProjectObjection, selectProjectObjection+` WHERE community = $1 AND id = $3 AND body = $2`, community, body, id)
}

// OpenProjectObjections are the objections to a body's notices that wait for an answer, the
// one due first in front, at most limit. To a project that was given up nothing is answered.
func (v *View) OpenProjectObjections(body string, limit int) ([]project.Objection, error) {
	return list(v, scanProjectObjection, selectProjectObjection+` WHERE body = $1 AND reply_at IS NULL AND EXISTS (
		SELECT 1 FROM projects p WHERE p.community = body AND p.id = project AND p.stage IN ('negotiate', 'deliver')) ORDER BY due, id LIMIT $2`, body, limit)
}

// AddProjectObjection keeps an objection, one a person and notice.
func (tx *Tx) AddProjectObjection(o project.Objection) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_objections (community, id, body, project, notice, resident, words, at, due, reply,
		reply_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', '')`,
		o.Community, o.ID, o.Body, o.Project, o.Notice, o.Resident, o.Text, micros(o.At), micros(o.Due))
}

// SetProjectObjection writes the answer.
func (tx *Tx) SetProjectObjection(o project.Objection) error {
	return tx.set(`UPDATE project_objections SET reply = $3, reply_at = $4, reply_by = $5 WHERE community = $1 AND id = $2`,
		o.Community, o.ID, o.Reply, timeOrNull(o.ReplyAt), o.ReplyBy)
}

const selectClearance = `SELECT community, project, seq, to_body, kind, words, asked_by, asked_at, due, state, answer, decided_by, decided_at
	FROM project_clearances`

func scanClearance(r row) (c project.Clearance, err error) {
	var asked, due int64
	var decided sql.NullInt64
	err = r.Scan(&c.Community, &c.Project, &c.Seq, &c.To, &c.Kind, &c.Words, &c.AskedBy, &asked, &due, &c.State, &c.Answer, &c.DecidedBy, &decided)
	c.AskedAt, c.Due, c.DecidedAt = instant(asked), instant(due), instantOrZero(decided)
	return c, err
}

// Clearances are what other bodies were asked about a project, in order.
func (v *View) Clearances(body, id string) ([]project.Clearance, error) {
	return list(v, scanClearance, selectClearance+` WHERE community = $1 AND project = $2 ORDER BY seq`, body, id)
}

// ClearancesFor are what a body was asked for, in any of the states, the earliest first, at most limit.
func (v *View) ClearancesFor(to string, limit int, states ...project.ClearanceState) ([]project.Clearance, error) {
	args := []any{to, limit}
	for _, s := range states {
		args = append(args, string(s))
	}
	return list(v, scanClearance, selectClearance+` WHERE to_body = $1 AND state IN (`+places(3, len(states))+`)
		ORDER BY asked_at, community, project, seq LIMIT $2`, args...)
}

// AddClearance keeps what another body is asked for.
func (tx *Tx) AddClearance(c project.Clearance) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO project_clearances (community, project, seq, to_body, kind, words, asked_by, asked_at, due,
		state, answer, decided_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', '')`,
		c.Community, c.Project, c.Seq, c.To, string(c.Kind), c.Words, c.AskedBy, micros(c.AskedAt), micros(c.Due), string(c.State))
}

// SetClearance writes a body's answer.
func (tx *Tx) SetClearance(c project.Clearance) error {
	return tx.set(`UPDATE project_clearances SET state = $4, answer = $5, decided_by = $6, decided_at = $7
		WHERE community = $1 AND project = $2 AND seq = $3`,
		c.Community, c.Project, c.Seq, string(c.State), c.Answer, c.DecidedBy, timeOrNull(c.DecidedAt))
}
