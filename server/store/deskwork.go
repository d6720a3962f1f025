package store

import (
	"database/sql"
	"time"

	"yishiting/consultation"
)

// What the first page of a desk and its pages of topics and statements read.

// Waiting is one thing that waits at a community's desk.
type Waiting struct {
	Kind  string    // topic, appeal, objection, task, meeting or minutes
	ID    string    // of the topic, the objection, the task or the meeting
	Title string    // of the topic, of the task, or the meeting's place
	Due   time.Time // when it must be done by, or when it begins; of minutes: when the meeting closed
}

// WaitingWork is what waits at the body's desk and has a clock, the first due
// first, at most most of each kind: topics and appeals to be screened, objections to
// be answered, tasks that fall due before soon, and the meeting that is to come or
// to be recorded.
func (v *View) WaitingWork(body string, soon time.Time, most int) ([]Waiting, error) {
	return list(v, scanWaiting, `SELECT kind, id, title, due FROM (
		SELECT * FROM (SELECT 'topic' AS kind, id, title, screen_due AS due FROM topics
			WHERE community = $1 AND state = 'raised' ORDER BY raised_at, id LIMIT $3) AS a
		UNION ALL SELECT * FROM (SELECT 'appeal' AS kind, topic AS id, title, due FROM appeals
			JOIN topics ON topics.community = appeals.community AND topics.id = appeals.topic
			WHERE appeals.community = $1 AND `+appealOpen+` ORDER BY due, topic LIMIT $3) AS b
		UNION ALL SELECT * FROM (SELECT 'objection' AS kind, objections.id, title, due FROM objections
			JOIN topics ON topics.community = objections.community AND topics.id = objections.topic
			WHERE objections.community = $1 AND reply_at IS NULL ORDER BY due, objections.id LIMIT $3) AS c
		UNION ALL SELECT * FROM (SELECT 'task' AS kind, id, title, due FROM tasks
			WHERE community = $1 AND done_at IS NULL AND due < $2 ORDER BY due, id LIMIT $3) AS d
		UNION ALL SELECT * FROM (SELECT CASE state WHEN 'closed' THEN 'minutes' ELSE 'meeting' END AS kind, id, venue AS title,
			COALESCE(closed_at, starts_at) AS due FROM meetings
			WHERE community = $1 AND state IN ('announced', 'open', 'closed') ORDER BY starts_at, id LIMIT $3) AS e
		) AS waiting ORDER BY due, kind, id`, body, micros(soon), most)
}

func scanWaiting(r row) (w Waiting, err error) {
	var due int64
	err = r.Scan(&w.Kind, &w.ID, &w.Title, &due)
	w.Due = instant(due)
	return w, err
}

// OldestStatement is when the first statement that still waits was made; the zero
// time when none waits.
func (v *View) OldestStatement(body string) (time.Time, error) {
	return one(v, func(r row) (time.Time, error) {
		var at sql.NullInt64
		err := r.Scan(&at)
		return instantOrZero(at), err
	}, `SELECT MIN(at) FROM statements WHERE community = $1 AND state = 'waiting'`, body)
}

// DeskTopic is a topic as the desk sees it: with its author's name, which the page masks.
type DeskTopic struct {
	consultation.Topic
	AuthorName, Building string
	Supporters, Photos   int
}

const selectDeskTopic = `SELECT topics.community, topics.id, number, cycle, author, source, title, problem, place, affected, wish,
	contact, raised_at, screen_due, state, into_topic, calls, call_days, round, rate_until, rate_count, rate_sum,
	asked, solved, satisfied, residents.name, residents.building, supporters,
	(SELECT COUNT(*) FROM photos WHERE photos.community = topics.community AND photos.subject = 'topic/' || topics.id)
	FROM topics JOIN residents ON residents.community = topics.community AND residents.id = topics.author`

func scanDeskTopic(r row) (t DeskTopic, err error) {
	t.Topic, err = scanTopic(more{r, []any{&t.AuthorName, &t.Building, &t.Supporters, &t.Photos}})
	return t, err
}

// DeskTopic is a body's topic by id.
func (v *View) DeskTopic(body, id string) (DeskTopic, error) {
	return one(v, scanDeskTopic, selectDeskTopic+` WHERE topics.community = $1 AND topics.id = $2`, body, id)
}

// UnscreenedTopics are a body's topics that wait for screening, the oldest first,
// from the one after the given time and id; the zero time begins with the oldest.
func (v *View) UnscreenedTopics(body string, raised time.Time, id string, limit int) ([]DeskTopic, error) {
	from := int64(0)
	if !raised.IsZero() {
		from = micros(raised)
	}
	return list(v, scanDeskTopic, selectDeskTopic+` WHERE topics.community = $1 AND state = 'raised'
		AND (raised_at > $2 OR raised_at = $2 AND topics.id > $3) ORDER BY raised_at, topics.id LIMIT $4`, body, from, id, limit)
}

// DeskAppeal is an appeal that waits for its answer, with its topic and who decided first.
type DeskAppeal struct {
	DeskTopic
	Appeal    consultation.Appeal
	DecidedBy string // id of a resident
}

// OpenAppeals are a body's appeals that nobody has decided on, the first due first.
func (v *View) OpenAppeals(body string, limit int) ([]DeskAppeal, error) {
	return list(v, func(r row) (a DeskAppeal, err error) {
		var at, due int64
		a.DeskTopic, err = scanDeskTopic(more{r, []any{&a.Appeal.Text, &at, &due, &a.DecidedBy}})
		a.Appeal.At, a.Appeal.Due = instant(at), instant(due)
		return a, err
	}, `SELECT topics.community, topics.id, number, cycle, author, source, title, problem, topics.place, affected, wish,
		contact, raised_at, screen_due, state, topics.into_topic, calls, call_days, topics.round, rate_until, rate_count, rate_sum,
		asked, solved, satisfied, residents.name, residents.building, supporters, 0, appeals.words, appeals.at, appeals.due, first.by_whom
		FROM appeals JOIN topics ON topics.community = appeals.community AND topics.id = appeals.topic
		JOIN residents ON residents.community = topics.community AND residents.id = topics.author
		JOIN screenings AS first ON first.community = appeals.community AND first.topic = appeals.topic AND first.round = 1
		WHERE appeals.community = $1 AND `+appealOpen+` ORDER BY appeals.due, appeals.topic LIMIT $2`, body, limit)
}

// TopicName is a topic by the little that a list of choices says of it.
type TopicName struct{ ID, Number, Title string }

// MergeTargets are the topics into which another may be merged, the newest first.
func (v *View) MergeTargets(body string, limit int) ([]TopicName, error) {
	return list(v, scanTopicName, `SELECT id, number, title FROM topics WHERE community = $1 AND state IN ('accepted', 'listed')
		ORDER BY raised_at DESC, id DESC LIMIT $2`, body, limit)
}

func scanTopicName(r row) (t TopicName, err error) { return t, r.Scan(&t.ID, &t.Number, &t.Title) }
