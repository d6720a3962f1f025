package store

import (
	"time"

	"yishiting/consultation"
)

// What the pages of one resident's own things read: letters, topics, seats, support, photos.

// mostUnread is how far unread letters are counted.
const mostUnread = 99

// Unread is how many letters the resident has not read, at most 99.
func (v *View) Unread(community, resident string) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM (SELECT 1 FROM letters
		WHERE community = $1 AND resident = $2 AND read_at IS NULL LIMIT $3) unread`, community, resident, mostUnread)
	return int(n), err
}

// Received is a letter in its reader's inbox.
type Received struct {
	consultation.Letter
	Read bool
}

// LettersBefore are a resident's letters, the latest first, from the one before the
// given time and id; "" begins with the latest.
func (v *View) LettersBefore(community, resident string, at int64, id string, limit int) ([]Received, error) {
	if id == "" {
		at = 1<<53 - 1
	}
	return list(v, scanReceived, `SELECT community, id, resident, kind, topic, meeting, poll, title, at, call, project, body, activity, about, read_at IS NOT NULL FROM letters
		WHERE community = $1 AND resident = $2 AND (at, id) < ($3, $4) ORDER BY at DESC, id DESC LIMIT $5`,
		community, resident, at, id, limit)
}

func scanReceived(r row) (l Received, err error) {
	return l, r.Scan(&l.Community, &l.ID, &l.Resident, &l.Kind, &l.Topic, &l.Meeting, &l.Poll, &l.Title, &l.At, &l.Call, &l.Project, &l.Body, &l.Activity, &l.About, &l.Read)
}

// ReadLetters marks a resident's letters up to a time (µs UTC) as read.
func (tx *Tx) ReadLetters(community, resident string, until int64) error {
	_, err := tx.exec(`UPDATE letters SET read_at = $4 WHERE community = $1 AND resident = $2 AND at <= $3 AND read_at IS NULL`,
		community, resident, until, micros(tx.now))
	return err
}

// TopicsBy are the topics that a resident raised, the newest first, from the one
// before the key, in whatever state: they are the author's own.
func (v *View) TopicsBy(community, resident string, key TopicKey, limit int) ([]TopicRow, error) {
	if key.ID == "" {
		key = TopicKey{instant(1<<53 - 1), ""}
	}
	return list(v, scanTopicRow, selectTopicRow+` FROM topics t`+withHolder+`
		WHERE t.community = $1 AND t.author = $2 AND t.source = 'resident' AND (t.raised_at, t.id) < ($3, $4)
		ORDER BY t.raised_at DESC, t.id DESC LIMIT $5`, community, resident, micros(key.RaisedAt), key.ID, limit)
}

// SupportedBy are the public topics that a resident supports, the newest first.
func (v *View) SupportedBy(community, resident string, limit int) ([]TopicRow, error) {
	return list(v, scanTopicRow, selectTopicRow+` FROM supports s
		JOIN topics t ON t.community = s.community AND t.id = s.topic`+withHolder+`
		WHERE s.community = $1 AND s.resident = $2 AND t.state NOT IN ('raised', 'withdrawn')
		ORDER BY s.at DESC, t.id DESC LIMIT $3`, community, resident, limit)
}

// SeatTaken is a seat of one's own in a meeting to come.
type SeatTaken struct {
	Meeting consultation.Meeting
	Waiting bool
}

// SeatsOf are a resident's seats and places in waiting lists, in meetings that are not over, the next first.
func (v *View) SeatsOf(community, resident string, since time.Time, limit int) ([]SeatTaken, error) {
	return list(v, scanSeatTaken, `SELECT m.community, m.id, cycle, form, venue, starts_at, seats, taken, chair, recorder, invited, affected,
		materials, announced_at, code, state, reason, closed_at, s.waiting FROM meetings m
		JOIN (SELECT community, meeting, waiting FROM seats WHERE resident = $2) s ON s.community = m.community AND s.meeting = m.id
		WHERE m.community = $1 AND m.starts_at >= $3 AND m.state IN ('announced', 'open') ORDER BY m.starts_at, m.id LIMIT $4`,
		community, resident, micros(since), limit)
}

func scanSeatTaken(r row) (s SeatTaken, err error) {
	s.Meeting, err = scanMeeting(beside{r, &s.Waiting})
	return s, err
}

// Photo is a body's photo by id, with the topic that it, or its progress post,
// belongs to; residents.ErrNotFound where there is none.
func (v *View) Photo(body, id string) (jpeg []byte, topic string, err error) {
	type photo struct {
		jpeg  []byte
		topic string
	}
	p, err := one(v, func(r row) (p photo, err error) { return p, r.Scan(&p.jpeg, &p.topic) },
		`SELECT jpeg, COALESCE(CASE WHEN subject LIKE 'progress/%' THEN (SELECT g.topic FROM progress g
			WHERE g.community = photos.community AND g.id = SUBSTR(photos.subject, 10)) ELSE SUBSTR(subject, 7) END, '')
		FROM photos WHERE community = $1 AND id = $2`, body, id)
	return p.jpeg, p.topic, err
}
