package store

import (
	"database/sql"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the residents' lists of topics read.

// PublicStates are the states in which everybody may read a topic, in the order of its way.
var PublicStates = []consultation.State{
	consultation.Accepted, consultation.Listed, consultation.Assembly, consultation.Handed, consultation.Carrying,
	consultation.Rating, consultation.Archived, consultation.Merged, consultation.Referred, consultation.Declined,
}

// TopicRow is a topic as it stands in a list, with the clock that runs for it.
type TopicRow struct {
	ID, Number, Title, Place, Cycle string
	Author                          string // id of a resident; never shown
	Source                          consultation.Source
	State                           consultation.State
	Supporters                      int
	RaisedAt                        time.Time
	RateUntil                       time.Time // zero before residents rate
	TaskDue                         time.Time // Carrying: when the first open task falls due
	HandedTo                        string    // Handed: name of the body that has the case, or is offered it
	HandedLevel                     residents.Level
	Offered                         bool      // Handed: that body has not accepted it yet
	HandDue                         time.Time // Handed: until when it accepts, or deals with it
}

const selectTopicRow = `SELECT t.id, t.number, t.title, t.place, t.cycle, t.author, t.source, t.state, t.supporters, t.raised_at, t.rate_until,
	CASE WHEN t.state = 'carrying' THEN (SELECT MIN(k.due) FROM tasks k
		WHERE k.community = t.community AND k.topic = t.id AND k.done_at IS NULL) END,
	COALESCE(b.name, ''), COALESCE(b.level, ''), COALESCE(h.state, '') = 'offered', h.due`

// withHolder joins the step that holds a handed case: the last that was not returned.
const withHolder = ` LEFT JOIN handovers h ON t.state = 'handed' AND h.community = t.community AND h.topic = t.id
	AND h.seq = (SELECT MAX(x.seq) FROM handovers x WHERE x.community = t.community AND x.topic = t.id AND x.state <> 'returned')
	LEFT JOIN communities b ON b.id = h.to_body`

func scanTopicRow(r row) (t TopicRow, err error) {
	var raised int64
	var rate, task, hand sql.NullInt64
	err = r.Scan(&t.ID, &t.Number, &t.Title, &t.Place, &t.Cycle, &t.Author, &t.Source, &t.State, &t.Supporters, &raised, &rate, &task,
		&t.HandedTo, &t.HandedLevel, &t.Offered, &hand)
	t.RaisedAt, t.RateUntil, t.TaskDue, t.HandDue = instant(raised), instantOrZero(rate), instantOrZero(task), instantOrZero(hand)
	return t, err
}

// TopicKey is a topic's place in the lists that go by the time of raising. The
// zero key is before the newest.
type TopicKey struct {
	RaisedAt time.Time
	ID       string
}

// Key is the row's place.
func (t TopicRow) Key() TopicKey { return TopicKey{t.RaisedAt, t.ID} }

// TopicsBefore are a body's topics in any of the states, the newest first, from the
// one before the key; at most limit.
func (v *View) TopicsBefore(body string, states []consultation.State, key TopicKey, limit int) ([]TopicRow, error) {
	if key.ID == "" {
		key = TopicKey{instant(1<<53 - 1), ""}
	}
	return v.topicsFrom(body, states, key, "<", "DESC", limit)
}

// TopicsAfter are a body's topics in any of the states that come after the key,
// the oldest first; at most limit.
func (v *View) TopicsAfter(body string, states []consultation.State, key TopicKey, limit int) ([]TopicRow, error) {
	return v.topicsFrom(body, states, key, ">", "ASC", limit)
}

// topicsFrom reads each state by its own stretch of the index, so that the list
// costs the same however many topics there are, and merges the stretches.
func (v *View) topicsFrom(body string, states []consultation.State, key TopicKey, side, order string, limit int) ([]TopicRow, error) {
	args := []any{body, micros(key.RaisedAt), key.ID, limit}
	var stretches []string
	for i, s := range states {
		args = append(args, string(s))
		n := strconv.Itoa(len(args))
		stretches = append(stretches, `SELECT * FROM (SELECT id, raised_at FROM topics WHERE community = $1 AND state = $`+n+`
			AND (raised_at, id) `+side+` ($2, $3) ORDER BY raised_at `+order+`, id `+order+` LIMIT $4) s`+strconv.Itoa(i))
	}
	return list(v, scanTopicRow, selectTopicRow+` FROM (`+strings.Join(stretches, ` UNION ALL `)+`
		ORDER BY raised_at `+order+`, id `+order+` LIMIT $4) found
		JOIN topics t ON t.community = $1 AND t.id = found.id`+withHolder+`
		ORDER BY found.raised_at `+order+`, found.id `+order, args...)
}

// FindTopics are a page of a body's topics in any of the states that hold the terms (search.Question),
// as Find has them.
func (v *View) FindTopics(body string, terms []string, states []consultation.State, after FindKey, limit int) (rows []TopicRow, next FindKey, more bool, err error) {
	looked := Looking{Place: body, Terms: terms, Kind: KindTopic, After: after, Limit: limit}
	looked.Keep = func(some []Found) (map[string]bool, error) { return v.topicsIn(body, some, states) }
	found, next, more, err := v.Find(looked)
	if err != nil || len(found) == 0 {
		return nil, next, more, err
	}
	in, args := among([]any{body}, things(found))
	all, err := list(v, scanTopicRow, selectTopicRow+` FROM topics t`+withHolder+` WHERE t.community = $1 AND t.id IN (`+in+`)`, args...)
	by := map[string]TopicRow{}
	for _, t := range all {
		by[t.ID] = t
	}
	for _, f := range found {
		rows = append(rows, by[f.Thing])
	}
	return rows, next, more, err
}

// topicsIn are those of the topics found that are in one of the states.
func (v *View) topicsIn(body string, found []Found, states []consultation.State) (map[string]bool, error) {
	in, args := among([]any{body}, things(found))
	n := len(args)
	for _, s := range states {
		args = append(args, string(s))
	}
	all, err := list(v, text, `SELECT id FROM topics WHERE community = $1 AND id IN (`+in+`) AND state IN (`+places(n+1, len(states))+`)`, args...)
	wanted := map[string]bool{}
	for _, id := range all {
		wanted[id] = true
	}
	return wanted, err
}

// beside is a row with one more column than its scan knows.
type beside struct {
	row
	last any
}

func (b beside) Scan(into ...any) error { return b.row.Scan(append(into, b.last)...) }

// things are the ids of what was found.
func things(found []Found) (ids []string) {
	for _, f := range found {
		ids = append(ids, f.Thing)
	}
	return ids
}

// among adds texts to the arguments and gives their placeholders: a power of two
// of them, the last text repeated, so that few different queries are prepared.
func among[T any](args []any, of []T) (in string, all []any) {
	n := 1
	for n < len(of) {
		n *= 2
	}
	in = places(len(args)+1, n)
	for i := range n {
		args = append(args, of[min(i, len(of)-1)])
	}
	return in, args
}

// SupportedAmong are those of the topics that the resident supports.
func (v *View) SupportedAmong(body, resident string, topics []string) (map[string]bool, error) {
	has := map[string]bool{}
	if len(topics) == 0 {
		return has, nil
	}
	in, args := among([]any{body, resident}, topics)
	all, err := list(v, text, `SELECT topic FROM supports WHERE community = $1 AND resident = $2 AND topic IN (`+in+`)`, args...)
	for _, id := range all {
		has[id] = true
	}
	return has, err
}
