package store

import (
	"database/sql"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the residents' pages of a meeting read. People leave the store masked.

// MeetingFace is what stands around a meeting on its page, for one reader.
type MeetingFace struct {
	Chair, Recorder residents.Person // masked
	Waiting         int              // in the waiting list
	Seated          bool             // the reader has a seat
	Place           int              // the reader's place in the waiting list, from 1; 0 for none
	Present         bool             // the reader has signed in
}

// MeetingFace reads it for a reader, "" for somebody from elsewhere.
func (v *View) MeetingFace(body, meeting, reader string) (MeetingFace, error) {
	return one(v, scanMeetingFace, `SELECT chair.name, chair.building, recorder.name, recorder.building,
		(SELECT COUNT(*) FROM seats w WHERE w.community = m.community AND w.meeting = m.id AND w.waiting),
		mine.waiting,
		(SELECT COUNT(*) FROM seats w WHERE w.community = m.community AND w.meeting = m.id AND w.waiting
			AND (w.at < mine.at OR w.at = mine.at AND w.resident <= mine.resident)),
		EXISTS (SELECT 1 FROM attendance a WHERE a.community = m.community AND a.meeting = m.id AND a.resident = $3)
		FROM meetings m
		JOIN residents chair ON chair.community = m.community AND chair.id = m.chair
		JOIN residents recorder ON recorder.community = m.community AND recorder.id = m.recorder
		LEFT JOIN seats mine ON mine.community = m.community AND mine.meeting = m.id AND mine.resident = $3
		WHERE m.community = $1 AND m.id = $2`, body, meeting, reader)
}

func scanMeetingFace(r row) (f MeetingFace, err error) {
	var chair, recorder residents.Resident
	var waits sql.NullBool
	var place int
	err = r.Scan(&chair.Name, &chair.Building, &recorder.Name, &recorder.Building, &f.Waiting, &waits, &place, &f.Present)
	f.Chair, f.Recorder = chair.Masked(), recorder.Masked()
	f.Seated = waits.Valid && !waits.Bool
	if waits.Valid && waits.Bool {
		f.Place = place
	}
	return f, err
}

// OwnOpinion is what a resident left for a meeting on one topic.
type OwnOpinion struct {
	Topic string
	Side  consultation.Side
	Text  string
	At    time.Time
}

// OwnOpinions are what a resident left for a meeting.
func (v *View) OwnOpinions(body, meeting, resident string) ([]OwnOpinion, error) {
	return list(v, func(r row) (o OwnOpinion, err error) {
		var at int64
		err = r.Scan(&o.Topic, &o.Side, &o.Text, &at)
		o.At = instant(at)
		return o, err
	}, `SELECT topic, side, words, at FROM opinions WHERE community = $1 AND meeting = $2 AND resident = $3 ORDER BY at, id`, body, meeting, resident)
}

// CodeTries counts a resident's wrong tries at a room's code since an instant.
func (v *View) CodeTries(body, meeting, resident string, since time.Time) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM code_tries WHERE community = $1 AND meeting = $2 AND resident = $3 AND at > $4`,
		body, meeting, resident, micros(since))
	return int(n), err
}

// AddCodeTry writes a wrong try down.
func (tx *Tx) AddCodeTry(body, meeting, resident, command string, at time.Time) error {
	_, err := tx.exec(`INSERT INTO code_tries (community, meeting, resident, at, command) VALUES ($1, $2, $3, $4, $5)`,
		body, meeting, resident, micros(at), command)
	return err
}

// MeetingNumber is a meeting's place among those of its month that were not
// cancelled, from 1.
func (v *View) MeetingNumber(body string, s consultation.Meeting) (int, error) {
	n, err := one(v, number, `SELECT COUNT(*) FROM meetings WHERE community = $1 AND cycle = $2 AND state <> 'cancelled'
		AND (starts_at < $3 OR starts_at = $3 AND id <= $4)`, body, s.Cycle, micros(s.StartsAt), s.ID)
	return int(n), err
}

// PublishedAt are the places in the log at which versions of a meeting's minutes
// were published, in order.
func (v *View) PublishedAt(body, meeting string) ([]int64, error) {
	return list(v, number, `SELECT seq FROM log_entries WHERE community = $1 AND subject = $2 AND kind = 'minutes-published' ORDER BY seq`,
		body, "meeting/"+meeting)
}
