package store

import (
	"database/sql"
	"time"

	"yishiting/consultation"
)

// What the desk's pages after the meeting read.

// DisclosedOutcome is an outcome with the topic it is of.
type DisclosedOutcome struct {
	consultation.Outcome
	Number, Title string
	Objections    int
	Unanswered    int
}

const selectDisclosed = `SELECT outcomes.community, outcomes.topic, outcomes.meeting, kind, outcomes.words, consensus, dissent, next,
	published_at, until, version, resolution, resolved_at, poll, resolved_by, topics.number, topics.title,
	(SELECT COUNT(*) FROM objections WHERE objections.community = outcomes.community AND objections.topic = outcomes.topic
		AND objections.meeting = outcomes.meeting),
	(SELECT COUNT(*) FROM objections WHERE objections.community = outcomes.community AND objections.topic = outcomes.topic
		AND objections.meeting = outcomes.meeting AND objections.reply_at IS NULL)
	FROM outcomes JOIN topics ON topics.community = outcomes.community AND topics.id = outcomes.topic`

func scanDisclosed(r row) (d DisclosedOutcome, err error) {
	d.Outcome, err = scanOutcome(more{r, []any{&d.Number, &d.Title, &d.Objections, &d.Unanswered}})
	return d, err
}

// more is a row with columns after those that a scan knows.
type more struct {
	row
	after []any
}

func (m more) Scan(into ...any) error { return m.row.Scan(append(into, m.after...)...) }

// OutcomesBefore are a body's outcomes, those disclosed longest from now first, from
// the one before the given end and topic; the zero time begins with the first.
func (v *View) OutcomesBefore(body string, until time.Time, topic string, limit int) ([]DisclosedOutcome, error) {
	if until.IsZero() {
		return list(v, scanDisclosed, selectDisclosed+` WHERE outcomes.community = $1
			ORDER BY until DESC, outcomes.topic DESC LIMIT $2`, body, limit)
	}
	return list(v, scanDisclosed, selectDisclosed+` WHERE outcomes.community = $1
		AND (until < $2 OR until = $2 AND outcomes.topic < $3) ORDER BY until DESC, outcomes.topic DESC LIMIT $4`,
		body, micros(until), topic, limit)
}

// OutcomesOf are what the meetings came to on a topic, the latest first.
func (v *View) OutcomesOf(body, topic string) ([]consultation.Outcome, error) {
	return list(v, scanOutcome, selectOutcome+` WHERE community = $1 AND topic = $2 ORDER BY published_at DESC, meeting DESC`, body, topic)
}

// OpenObjection is an objection that waits for its answer.
type OpenObjection struct {
	consultation.Objection
	Number, Title  string // of the topic
	Name, Building string // of who objects
}

// OpenObjections are the objections without an answer, the first due first.
func (v *View) OpenObjections(body string, limit int) ([]OpenObjection, error) {
	return list(v, scanOpenObjection, `SELECT objections.community, objections.id, objections.topic, meeting, resident, words, at, due,
		reply, reply_at, reply_by, topics.number, topics.title, residents.name, residents.building FROM objections
		JOIN topics ON topics.community = objections.community AND topics.id = objections.topic
		JOIN residents ON residents.community = objections.community AND residents.id = objections.resident
		WHERE objections.community = $1 AND reply_at IS NULL ORDER BY due, objections.id LIMIT $2`, body, limit)
}

func scanOpenObjection(r row) (o OpenObjection, err error) {
	o.Objection, err = scanObjection(more{r, []any{&o.Number, &o.Title, &o.Name, &o.Building}})
	return o, err
}

// OpenTask is a task that is not done, with the topic it belongs to.
type OpenTask struct {
	consultation.Task
	TopicNumber, TopicTitle string
	HelperName              string
	Orders                  int
	LastWords               string // of the latest progress post
	LastAt                  time.Time
}

// OpenTasks are the tasks under way, the first due first, from the one after the
// given due time and id; the zero time begins with the first.
func (v *View) OpenTasks(body string, due time.Time, id string, limit int) ([]OpenTask, error) {
	from := int64(0)
	if !due.IsZero() {
		from = micros(due)
	}
	return list(v, scanOpenTask, `SELECT tasks.community, tasks.id, tasks.topic, tasks.title, owner, COALESCE(helper, ''), tasks.due, tasks.round,
		made_at, done_at, reminded_at, topics.number, topics.title, COALESCE(residents.name, ''),
		(SELECT COUNT(*) FROM orders WHERE orders.community = tasks.community AND orders.task = tasks.id),
		COALESCE(latest.words, ''), latest.at FROM tasks
		JOIN topics ON topics.community = tasks.community AND topics.id = tasks.topic
		LEFT JOIN residents ON residents.community = tasks.community AND residents.id = tasks.helper
		LEFT JOIN progress latest ON latest.community = tasks.community AND latest.id = (SELECT p.id FROM progress p
			WHERE p.community = tasks.community AND p.topic = tasks.topic AND p.task = tasks.id ORDER BY p.at DESC, p.id DESC LIMIT 1)
		WHERE tasks.community = $1 AND done_at IS NULL AND topics.state = 'carrying'
			AND (tasks.due > $2 OR tasks.due = $2 AND tasks.id > $3) ORDER BY tasks.due, tasks.id LIMIT $4`, body, from, id, limit)
}

func scanOpenTask(r row) (t OpenTask, err error) {
	var last sql.NullInt64
	t.Task, err = scanTask(more{r, []any{&t.TopicNumber, &t.TopicTitle, &t.HelperName, &t.Orders, &t.LastWords, &last}})
	t.LastAt = instantOrZero(last)
	return t, err
}

// RatingShare is how often an answer was given in a round.
type RatingShare struct {
	Solved consultation.Solved
	N, Sum int // ratings, and the sum of their satisfaction
}

// RatingShares counts the ratings of a round by answer.
func (v *View) RatingShares(body, topic string, round int) ([]RatingShare, error) {
	return list(v, func(r row) (s RatingShare, err error) { return s, r.Scan(&s.Solved, &s.N, &s.Sum) },
		`SELECT solved, COUNT(*), SUM(satisfied) FROM ratings WHERE community = $1 AND topic = $2 AND round = $3
		GROUP BY solved ORDER BY solved`, body, topic, round)
}

// RatingWords are what residents wrote beside their rating of a round, the latest
// first; who wrote is not told. They are for the desk.
func (v *View) RatingWords(body, topic string, round, limit int) ([]string, error) {
	return list(v, text, `SELECT words FROM ratings WHERE community = $1 AND topic = $2 AND round = $3 AND words <> ''
		ORDER BY at DESC, resident LIMIT $4`, body, topic, round, limit)
}
