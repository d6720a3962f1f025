package store

import (
	"database/sql"
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the month's verbs load and write: cycles, topics, statements, screenings.

var (
	_ consultation.Tx = (*Tx)(nil)
	_ residents.Tx    = (*Tx)(nil)
)

// add inserts a row; taken is the reason when its key is there already.
func (tx *Tx) add(taken error, query string, args ...any) error {
	_, err := tx.exec(query, args...)
	if Kind(err) == Unique {
		return taken
	}
	return err
}

// set changes one row; residents.ErrNotFound when there is none.
func (tx *Tx) set(query string, args ...any) error {
	n, err := tx.exec(query, args...)
	if err == nil && n == 0 {
		return residents.ErrNotFound
	}
	return err
}

// timeOrNull is a time as the database keeps it: NULL for the zero time.
func timeOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return micros(t)
}

// Cycle is a body's consultation of a month.
func (v *View) Cycle(body, month string) (consultation.Cycle, error) {
	return one(v, scanCycle, `SELECT community, month, opened_at, carried, reason, reason_at
		FROM cycles WHERE community = $1 AND month = $2`, body, month)
}

func scanCycle(r row) (c consultation.Cycle, err error) {
	var opened int64
	var reason sql.NullInt64
	err = r.Scan(&c.Community, &c.Month, &opened, &c.Carried, &c.Reason, &reason)
	c.OpenedAt, c.ReasonAt = instant(opened), instantOrZero(reason)
	return c, err
}

// AddCycle opens a month.
func (tx *Tx) AddCycle(c consultation.Cycle) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO cycles (community, month, opened_at, carried, reason, reason_at)
		VALUES ($1, $2, $3, $4, $5, $6)`, c.Community, c.Month, micros(c.OpenedAt), c.Carried, c.Reason, timeOrNull(c.ReasonAt))
}

// SetCycle writes a month again.
func (tx *Tx) SetCycle(c consultation.Cycle) error {
	return tx.set(`UPDATE cycles SET carried = $3, reason = $4, reason_at = $5 WHERE community = $1 AND month = $2`,
		c.Community, c.Month, c.Carried, c.Reason, timeOrNull(c.ReasonAt))
}

// UnfinishedTopics are the raised and accepted topics of months before the given one.
func (v *View) UnfinishedTopics(body, before string) ([]consultation.Topic, error) {
	return list(v, scanTopic, selectTopic+` WHERE community = $1 AND state IN ('raised', 'accepted') AND cycle < $2 ORDER BY raised_at, id`,
		body, before)
}

// UnheldMeetings are the announced meetings of months before the given one.
func (v *View) UnheldMeetings(body, before string) ([]consultation.Meeting, error) {
	return list(v, scanMeeting, selectMeeting+` WHERE community = $1 AND cycle < $2 AND state = 'announced' ORDER BY announced_at, id`,
		body, before)
}

// HeldMeeting tells whether the month has a meeting that was held.
func (v *View) HeldMeeting(body, month string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM meetings
		WHERE community = $1 AND cycle = $2 AND state IN ('closed', 'published')`, body, month)
	return n > 0, err
}

const selectTopic = `SELECT community, id, number, cycle, author, source, title, problem, place, affected, wish,
	contact, raised_at, screen_due, state, into_topic, calls, call_days, round, rate_until, rate_count, rate_sum,
	asked, solved, satisfied FROM topics`

func scanTopic(r row) (t consultation.Topic, err error) {
	var raised, due int64
	var rate sql.NullInt64
	err = r.Scan(&t.Community, &t.ID, &t.Number, &t.Cycle, &t.Author, &t.Source, &t.Title, &t.Problem, &t.Place,
		&t.Affected, &t.Wish, &t.Contact, &raised, &due, &t.State, &t.Into, &t.Calls, &t.CallDays, &t.Round, &rate,
		&t.RateCount, &t.RateSum, &t.Callbacks.Asked, &t.Callbacks.Solved, &t.Callbacks.Satisfied)
	t.RaisedAt, t.ScreenDue, t.RateUntil = instant(raised), instant(due), instantOrZero(rate)
	return t, err
}

// Topic is a body's topic by id.
func (v *View) Topic(body, id string) (consultation.Topic, error) {
	return one(v, scanTopic, selectTopic+` WHERE community = $1 AND id = $2`, body, id)
}

// AddTopic writes a new topic.
func (tx *Tx) AddTopic(t consultation.Topic) error {
	year, running, err := numberParts(t.Number)
	if err != nil {
		return err
	}
	return tx.findable(KindTopic, t.Community, t.ID, tx.add(consultation.ErrAlready, `INSERT INTO topics (community, id, number, year, running, cycle, author, source,
		title, problem, place, affected, wish, contact, raised_at, screen_due, state, into_topic, calls, call_days, round,
		rate_until, rate_count, rate_sum, asked, solved, satisfied, supporters)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
		$25, $26, $27, 0)`,
		t.Community, t.ID, t.Number, year, running, t.Cycle, t.Author, string(t.Source), t.Title, t.Problem, t.Place,
		t.Affected, t.Wish, t.Contact, micros(t.RaisedAt), micros(t.ScreenDue), string(t.State), t.Into, t.Calls, t.CallDays,
		t.Round, timeOrNull(t.RateUntil), t.RateCount, t.RateSum, t.Callbacks.Asked, t.Callbacks.Solved, t.Callbacks.Satisfied))
}

// SetTopic writes a topic's standing again; what its author wrote does not change.
func (tx *Tx) SetTopic(t consultation.Topic) error {
	return tx.findable(KindTopic, t.Community, t.ID, tx.set(`UPDATE topics SET cycle = $3, state = $4, into_topic = $5, round = $6, rate_until = $7, rate_count = $8,
		rate_sum = $9, asked = $10, solved = $11, satisfied = $12 WHERE community = $1 AND id = $2`,
		t.Community, t.ID, t.Cycle, string(t.State), t.Into, t.Round, timeOrNull(t.RateUntil), t.RateCount, t.RateSum,
		t.Callbacks.Asked, t.Callbacks.Solved, t.Callbacks.Satisfied))
}

// LastNumber is the highest running number given in the year.
func (v *View) LastNumber(body string, year int) (int, error) {
	n, err := one(v, number, `SELECT COALESCE(MAX(running), 0) FROM topics WHERE community = $1 AND year = $2`, body, year)
	return int(n), err
}

// AddPhoto keeps a re-encoded photo.
func (tx *Tx) AddPhoto(p consultation.Photo) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO photos (community, id, subject, place, jpeg, at)
		VALUES ($1, $2, $3, $4, $5, $6)`, p.Community, p.ID, p.Subject, p.Place, p.JPEG, micros(p.At))
}

// Supports tells whether the resident supports the topic.
func (v *View) Supports(body, topic, resident string) (bool, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM supports WHERE community = $1 AND topic = $2 AND resident = $3`,
		body, topic, resident)
	return n > 0, err
}

// AddSupport adds one support and counts it.
func (tx *Tx) AddSupport(body, topic, resident string, at time.Time) error {
	err := tx.add(consultation.ErrAlready, `INSERT INTO supports (community, topic, resident, at) VALUES ($1, $2, $3, $4)`,
		body, topic, resident, micros(at))
	if err != nil {
		return err
	}
	return tx.set(`UPDATE topics SET supporters = supporters + 1 WHERE community = $1 AND id = $2`, body, topic)
}

// RemoveSupport takes one support back; nothing happens where there is none.
func (tx *Tx) RemoveSupport(body, topic, resident string) error {
	n, err := tx.exec(`DELETE FROM supports WHERE community = $1 AND topic = $2 AND resident = $3`, body, topic, resident)
	if err != nil || n == 0 {
		return err
	}
	return tx.set(`UPDATE topics SET supporters = supporters - 1 WHERE community = $1 AND id = $2`, body, topic)
}

// MoveSupport lets the supporters of one topic support another as well, but for its author.
func (tx *Tx) MoveSupport(body, from, to string, at time.Time) error {
	_, err := tx.exec(`INSERT INTO supports (community, topic, resident, at)
		SELECT s.community, $3, s.resident, $4 FROM supports s JOIN topics t ON t.community = s.community AND t.id = $5
		WHERE s.community = $1 AND s.topic = $2 AND s.resident <> t.author
		ON CONFLICT (community, topic, resident) DO NOTHING`, body, from, to, micros(at), to)
	if err != nil {
		return err
	}
	return tx.set(`UPDATE topics SET supporters =
		(SELECT COUNT(*) FROM supports s WHERE s.community = topics.community AND s.topic = topics.id)
		WHERE community = $1 AND id = $2`, body, to)
}

const selectStatement = `SELECT community, id, topic, author, side, words, at, state, reason, reply, reply_at, seen_by FROM statements`

func scanStatement(r row) (s consultation.Statement, err error) {
	var at int64
	var reply sql.NullInt64
	err = r.Scan(&s.Community, &s.ID, &s.Topic, &s.Author, &s.Side, &s.Text, &at, &s.State, &s.Reason, &s.Reply, &reply, &s.SeenBy)
	s.At, s.ReplyAt = instant(at), instantOrZero(reply)
	return s, err
}

// Statement is a body's statement by id.
func (v *View) Statement(body, id string) (consultation.Statement, error) {
	return one(v, scanStatement, selectStatement+` WHERE community = $1 AND id = $2`, body, id)
}

// AddStatement writes a new statement.
func (tx *Tx) AddStatement(s consultation.Statement) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO statements (community, id, topic, author, side, words, at, state, reason,
		reply, reply_at, seen_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		s.Community, s.ID, s.Topic, s.Author, string(s.Side), s.Text, micros(s.At), string(s.State), s.Reason, s.Reply,
		timeOrNull(s.ReplyAt), s.SeenBy)
}

// SetStatement writes what the desk did with a statement.
func (tx *Tx) SetStatement(s consultation.Statement) error {
	return tx.set(`UPDATE statements SET state = $3, reason = $4, reply = $5, reply_at = $6, seen_by = $7
		WHERE community = $1 AND id = $2`, s.Community, s.ID, string(s.State), s.Reason, s.Reply, timeOrNull(s.ReplyAt), s.SeenBy)
}

// Screenings are the decisions on a topic, the first round first.
func (v *View) Screenings(body, topic string) ([]consultation.Screening, error) {
	return list(v, scanScreening, `SELECT community, topic, round, decision, reason, sentence, into_topic, to_whom, by_whom, at
		FROM screenings WHERE community = $1 AND topic = $2 ORDER BY round`, body, topic)
}

func scanScreening(r row) (s consultation.Screening, err error) {
	var at int64
	err = r.Scan(&s.Community, &s.Topic, &s.Round, &s.Decision, &s.Reason, &s.Sentence, &s.Into, &s.To, &s.By, &at)
	s.At = instant(at)
	return s, err
}

// AddScreening writes a decision.
func (tx *Tx) AddScreening(s consultation.Screening) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO screenings (community, topic, round, decision, reason, sentence,
		into_topic, to_whom, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
		s.Community, s.Topic, s.Round, string(s.Decision), s.Reason, s.Sentence, s.Into, s.To, s.By, micros(s.At))
}

// Appeal is the author's one appeal; residents.ErrNotFound where there is none.
func (v *View) Appeal(body, topic string) (consultation.Appeal, error) {
	return one(v, scanAppeal, `SELECT community, topic, words, at, due FROM appeals WHERE community = $1 AND topic = $2`, body, topic)
}

func scanAppeal(r row) (a consultation.Appeal, err error) {
	var at, due int64
	err = r.Scan(&a.Community, &a.Topic, &a.Text, &at, &due)
	a.At, a.Due = instant(at), instant(due)
	return a, err
}

// AddAppeal writes the appeal.
func (tx *Tx) AddAppeal(a consultation.Appeal) error {
	return tx.add(consultation.ErrAppealed, `INSERT INTO appeals (community, topic, words, at, due) VALUES ($1, $2, $3, $4, $5)`,
		a.Community, a.Topic, a.Text, micros(a.At), micros(a.Due))
}

// Tell puts a letter into an inbox; the same letter again changes nothing, and whoever
// has left gets none.
func (tx *Tx) Tell(l consultation.Letter) error {
	_, err := tx.exec(`INSERT INTO letters (community, id, resident, kind, topic, meeting, title, at, poll, call, project, body, activity, about)
		SELECT community, CAST($2 AS TEXT), id, CAST($4 AS TEXT), CAST($5 AS TEXT), CAST($6 AS TEXT), CAST($7 AS TEXT), CAST($8 AS BIGINT), CAST($9 AS TEXT),
			CAST($10 AS TEXT), CAST($11 AS TEXT), CAST($12 AS TEXT), CAST($13 AS TEXT), CAST($14 AS TEXT)
		FROM residents WHERE community = $1 AND id = $3 AND left_at IS NULL ON CONFLICT (community, id) DO NOTHING`,
		l.Community, l.ID, l.Resident, l.Kind, l.Topic, l.Meeting, l.Title, l.At, l.Poll, l.Call, l.Project, l.Body, l.Activity, l.About)
	return err
}

// numberParts reads 2026-031 as year and running number.
func numberParts(number string) (year, running int, err error) {
	y, n, ok := strings.Cut(number, "-")
	if !ok {
		return 0, 0, fmt.Errorf("store: topic number %q", number)
	}
	if year, err = strconv.Atoi(y); err != nil {
		return 0, 0, err
	}
	running, err = strconv.Atoi(n)
	return year, running, err
}
