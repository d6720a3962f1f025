package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"yishiting/consultation"
)

// What the verbs after the meeting load and write: outcomes, objections, tasks,
// ratings, and the steps of a case between the levels.

const selectOutcome = `SELECT community, topic, meeting, kind, words, consensus, dissent, next, published_at, until, version,
	resolution, resolved_at, poll, resolved_by FROM outcomes`

func scanOutcome(r row) (o consultation.Outcome, err error) {
	var dissent string
	var published, until int64
	var resolved sql.NullInt64
	err = r.Scan(&o.Community, &o.Topic, &o.Meeting, &o.Kind, &o.Text, &o.Consensus, &dissent, &o.Next, &published, &until,
		&o.Version, &o.Resolution, &resolved, &o.Poll, &o.ResolvedBy)
	if err != nil {
		return o, err
	}
	o.PublishedAt, o.Until, o.ResolvedAt = instant(published), instant(until), instantOrZero(resolved)
	return o, json.Unmarshal([]byte(dissent), &o.Dissent)
}

// Outcome is what a meeting came to on a topic.
func (v *View) Outcome(body, topic, meeting string) (consultation.Outcome, error) {
	return one(v, scanOutcome, selectOutcome+` WHERE community = $1 AND topic = $2 AND meeting = $3`, body, topic, meeting)
}

func dissentText(o consultation.Outcome) (string, error) {
	if o.Dissent == nil {
		o.Dissent = []string{}
	}
	b, err := json.Marshal(o.Dissent)
	return string(b), err
}

// AddOutcome writes an outcome.
func (tx *Tx) AddOutcome(o consultation.Outcome) error {
	dissent, err := dissentText(o)
	if err != nil {
		return err
	}
	return tx.findable(KindOutcome, o.Community, o.Topic, tx.add(consultation.ErrAlready, `INSERT INTO outcomes (community, topic, meeting, kind, words, consensus, dissent, next,
		published_at, until, version, resolution, resolved_at, poll, resolved_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		o.Community, o.Topic, o.Meeting, string(o.Kind), o.Text, o.Consensus, dissent, o.Next, micros(o.PublishedAt),
		micros(o.Until), o.Version, o.Resolution, timeOrNull(o.ResolvedAt), o.Poll, o.ResolvedBy))
}

// SetOutcome writes an outcome's words and clock again.
func (tx *Tx) SetOutcome(o consultation.Outcome) error {
	dissent, err := dissentText(o)
	if err != nil {
		return err
	}
	return tx.findable(KindOutcome, o.Community, o.Topic, tx.set(`UPDATE outcomes SET words = $4, consensus = $5, dissent = $6, published_at = $7, until = $8, version = $9,
		resolution = $10, resolved_at = $11, resolved_by = $12 WHERE community = $1 AND topic = $2 AND meeting = $3`,
		o.Community, o.Topic, o.Meeting, o.Text, o.Consensus, dissent, micros(o.PublishedAt), micros(o.Until), o.Version,
		o.Resolution, timeOrNull(o.ResolvedAt), o.ResolvedBy))
}

const selectObjection = `SELECT community, id, topic, meeting, resident, words, at, due, reply, reply_at, reply_by FROM objections`

func scanObjection(r row) (o consultation.Objection, err error) {
	var at, due int64
	var reply sql.NullInt64
	err = r.Scan(&o.Community, &o.ID, &o.Topic, &o.Meeting, &o.Resident, &o.Text, &at, &due, &o.Reply, &reply, &o.ReplyBy)
	o.At, o.Due, o.ReplyAt = instant(at), instant(due), instantOrZero(reply)
	return o, err
}

// Objection is a body's objection by id.
func (v *View) Objection(body, id string) (consultation.Objection, error) {
	return one(v, scanObjection, selectObjection+` WHERE community = $1 AND id = $2`, body, id)
}

// AddObjection writes an objection, one a person and outcome.
func (tx *Tx) AddObjection(o consultation.Objection) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO objections (community, id, topic, meeting, resident, words, at, due, reply,
		reply_at, reply_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		o.Community, o.ID, o.Topic, o.Meeting, o.Resident, o.Text, micros(o.At), micros(o.Due), o.Reply, timeOrNull(o.ReplyAt), o.ReplyBy)
}

// SetObjection writes the answer.
func (tx *Tx) SetObjection(o consultation.Objection) error {
	return tx.set(`UPDATE objections SET reply = $3, reply_at = $4, reply_by = $5 WHERE community = $1 AND id = $2`,
		o.Community, o.ID, o.Reply, timeOrNull(o.ReplyAt), o.ReplyBy)
}

const selectTask = `SELECT community, id, topic, title, owner, COALESCE(helper, ''), due, round, made_at, done_at, reminded_at FROM tasks`

func scanTask(r row) (t consultation.Task, err error) {
	var due, made int64
	var done, reminded sql.NullInt64
	err = r.Scan(&t.Community, &t.ID, &t.Topic, &t.Title, &t.Owner, &t.Helper, &due, &t.Round, &made, &done, &reminded)
	t.Due, t.MadeAt, t.DoneAt, t.RemindedAt = instant(due), instant(made), instantOrZero(done), instantOrZero(reminded)
	return t, err
}

// Task is a body's task by id.
func (v *View) Task(body, id string) (consultation.Task, error) {
	return one(v, scanTask, selectTask+` WHERE community = $1 AND id = $2`, body, id)
}

// Tasks are a topic's tasks, in the order in which they were made.
func (v *View) Tasks(body, topic string) ([]consultation.Task, error) {
	return list(v, scanTask, selectTask+` WHERE community = $1 AND topic = $2 ORDER BY made_at, id`, body, topic)
}

// Unreminded are the open tasks that are due and not reminded of.
func (v *View) Unreminded(body string, now time.Time) ([]consultation.Task, error) {
	return list(v, scanTask, selectTask+` WHERE community = $1 AND done_at IS NULL AND due <= $2 AND reminded_at IS NULL
		ORDER BY due, id`, body, micros(now))
}

// AddTask writes a task.
func (tx *Tx) AddTask(t consultation.Task) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO tasks (community, id, topic, title, owner, helper, due, round, made_at, done_at,
		reminded_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		t.Community, t.ID, t.Topic, t.Title, t.Owner, orNull(t.Helper), micros(t.Due), t.Round, micros(t.MadeAt),
		timeOrNull(t.DoneAt), timeOrNull(t.RemindedAt))
}

// SetTask writes a task's standing again.
func (tx *Tx) SetTask(t consultation.Task) error {
	return tx.set(`UPDATE tasks SET due = $3, round = $4, done_at = $5, reminded_at = $6 WHERE community = $1 AND id = $2`,
		t.Community, t.ID, micros(t.Due), t.Round, timeOrNull(t.DoneAt), timeOrNull(t.RemindedAt))
}

// AddProgress writes a progress post.
func (tx *Tx) AddProgress(p consultation.Progress) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO progress (community, id, topic, task, words, photos, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, p.Community, p.ID, p.Topic, p.Task, p.Text, p.Photos, p.By, micros(p.At))
}

// ProgressOf are a topic's progress posts, in order.
func (v *View) ProgressOf(body, topic string) ([]consultation.Progress, error) {
	return list(v, scanProgress, `SELECT community, id, topic, task, words, photos, by_whom, at FROM progress
		WHERE community = $1 AND topic = $2 ORDER BY at, id`, body, topic)
}

func scanProgress(r row) (p consultation.Progress, err error) {
	var at int64
	err = r.Scan(&p.Community, &p.ID, &p.Topic, &p.Task, &p.Text, &p.Photos, &p.By, &at)
	p.At = instant(at)
	return p, err
}

// AddOrder writes a follow-up order.
func (tx *Tx) AddOrder(o consultation.Order) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO orders (community, id, topic, task, words, due, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, o.Community, o.ID, o.Topic, o.Task, o.Text, micros(o.Due), o.By, micros(o.At))
}

// Orders are a topic's follow-up orders, in order.
func (v *View) Orders(body, topic string) ([]consultation.Order, error) {
	return list(v, scanOrder, `SELECT community, id, topic, task, words, due, by_whom, at FROM orders
		WHERE community = $1 AND topic = $2 ORDER BY at, id`, body, topic)
}

func scanOrder(r row) (o consultation.Order, err error) {
	var due, at int64
	err = r.Scan(&o.Community, &o.ID, &o.Topic, &o.Task, &o.Text, &due, &o.By, &at)
	o.Due, o.At = instant(due), instant(at)
	return o, err
}

// AddRating writes a rating, one a person and round.
func (tx *Tx) AddRating(r consultation.RatingMark) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO ratings (community, topic, round, resident, solved, satisfied, words, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.Community, r.Topic, r.Round, r.Resident, string(r.Solved), r.Satisfied, r.Words, micros(r.At))
}

// RatingSum counts the ratings of a round and adds up their satisfaction.
func (v *View) RatingSum(body, topic string, round int) (count, sum int, err error) {
	type pair struct{ n, sum int }
	p, err := one(v, func(r row) (p pair, err error) { return p, r.Scan(&p.n, &p.sum) },
		`SELECT COUNT(*), COALESCE(SUM(satisfied), 0) FROM ratings WHERE community = $1 AND topic = $2 AND round = $3`, body, topic, round)
	return p.n, p.sum, err
}

// RatingsDue are the topics whose days of rating are over.
func (v *View) RatingsDue(body string, now time.Time) ([]consultation.Topic, error) {
	return list(v, scanTopic, selectTopic+` WHERE community = $1 AND state = 'rating' AND rate_until <= $2 ORDER BY rate_until, id`,
		body, micros(now))
}

// Handovers are the steps of a case between the levels, in order.
func (v *View) Handovers(body, topic string) ([]consultation.Handover, error) {
	return list(v, scanHandover, selectHandover+` WHERE community = $1 AND topic = $2 ORDER BY seq`, body, topic)
}

const selectHandover = `SELECT community, topic, seq, from_body, to_body, reason, words, at, by_whom, due, state, decided_at,
	decided_by, answer FROM handovers`

func scanHandover(r row) (h consultation.Handover, err error) {
	var at, due int64
	var decided sql.NullInt64
	err = r.Scan(&h.Community, &h.Topic, &h.Seq, &h.From, &h.To, &h.Reason, &h.Text, &at, &h.By, &due, &h.State, &decided,
		&h.DecidedBy, &h.Answer)
	h.At, h.Due, h.DecidedAt = instant(at), instant(due), instantOrZero(decided)
	return h, err
}

// AddHandover writes a step.
func (tx *Tx) AddHandover(h consultation.Handover) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO handovers (community, topic, seq, from_body, to_body, reason, words, at, by_whom,
		due, state, decided_at, decided_by, answer) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		h.Community, h.Topic, h.Seq, h.From, h.To, h.Reason, h.Text, micros(h.At), h.By, micros(h.Due), string(h.State),
		timeOrNull(h.DecidedAt), h.DecidedBy, h.Answer)
}

// SetHandover writes what was said to a step.
func (tx *Tx) SetHandover(h consultation.Handover) error {
	return tx.set(`UPDATE handovers SET due = $4, state = $5, decided_at = $6, decided_by = $7, answer = $8
		WHERE community = $1 AND topic = $2 AND seq = $3`,
		h.Community, h.Topic, h.Seq, micros(h.Due), string(h.State), timeOrNull(h.DecidedAt), h.DecidedBy, h.Answer)
}

// AddUpdate writes a public word of the body that holds a case.
func (tx *Tx) AddUpdate(u consultation.Update) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO case_updates (community, id, topic, body, kind, words, by_whom, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`, u.Community, u.ID, u.Topic, u.Body, u.Kind, u.Text, u.By, micros(u.At))
}

// Updates are the public words on a case, in order.
func (v *View) Updates(body, topic string) ([]consultation.Update, error) {
	return list(v, scanUpdate, selectUpdate+` WHERE community = $1 AND topic = $2 ORDER BY at, id`, body, topic)
}

const selectUpdate = `SELECT community, id, topic, body, kind, words, by_whom, at FROM case_updates`

// LastWhistle is the last public word on a topic of what came of a meeting of departments that a
// body called; residents.ErrNotFound before one was.
func (v *View) LastWhistle(body, topic, by string) (consultation.Update, error) {
	return one(v, scanUpdate, selectUpdate+` WHERE community = $1 AND topic = $2 AND body = $3 AND kind = 'whistle' ORDER BY at DESC, id DESC LIMIT 1`, body, topic, by)
}

func scanUpdate(r row) (u consultation.Update, err error) {
	var at int64
	err = r.Scan(&u.Community, &u.ID, &u.Topic, &u.Body, &u.Kind, &u.Text, &u.By, &at)
	u.At = instant(at)
	return u, err
}
