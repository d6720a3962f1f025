package store

import (
	"database/sql"
	"encoding/json"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the verbs of a meeting load and write: meetings, seats, opinions, hands, minutes.

const selectMeeting = `SELECT community, id, cycle, form, venue, starts_at, seats, taken, chair, recorder, invited, affected,
	materials, announced_at, code, state, reason, closed_at FROM meetings`

func scanMeeting(r row) (s consultation.Meeting, err error) {
	var starts, announced int64
	var closed sql.NullInt64
	err = r.Scan(&s.Community, &s.ID, &s.Cycle, &s.Form, &s.Venue, &starts, &s.Seats, &s.Taken, &s.Chair, &s.Recorder,
		&s.Invited, &s.Affected, &s.Materials, &announced, &s.Code, &s.State, &s.Reason, &closed)
	s.StartsAt, s.AnnouncedAt, s.ClosedAt = instant(starts), instant(announced), instantOrZero(closed)
	return s, err
}

// Meeting is a body's meeting by id.
func (v *View) Meeting(body, id string) (consultation.Meeting, error) {
	return one(v, scanMeeting, selectMeeting+` WHERE community = $1 AND id = $2`, body, id)
}

// MeetingOf is the month's latest meeting that is not cancelled.
func (v *View) MeetingOf(body, month string) (consultation.Meeting, error) {
	return one(v, scanMeeting, selectMeeting+` WHERE community = $1 AND cycle = $2 AND state <> 'cancelled'
		ORDER BY announced_at DESC, id DESC LIMIT 1`, body, month)
}

// AddMeeting writes a new meeting.
func (tx *Tx) AddMeeting(s consultation.Meeting) error {
	return tx.findable(KindMeeting, s.Community, s.ID, tx.add(consultation.ErrAlready, `INSERT INTO meetings (community, id, cycle, form, venue, starts_at, seats, taken,
		chair, recorder, invited, affected, materials, announced_at, code, state, reason, closed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		s.Community, s.ID, s.Cycle, string(s.Form), s.Venue, micros(s.StartsAt), s.Seats, s.Taken, s.Chair, s.Recorder,
		s.Invited, s.Affected, s.Materials, micros(s.AnnouncedAt), s.Code, string(s.State), s.Reason, timeOrNull(s.ClosedAt)))
}

// SetMeeting writes a meeting's standing again.
func (tx *Tx) SetMeeting(s consultation.Meeting) error {
	return tx.findable(KindMeeting, s.Community, s.ID, tx.set(`UPDATE meetings SET cycle = $3, state = $4, reason = $5, closed_at = $6 WHERE community = $1 AND id = $2`,
		s.Community, s.ID, s.Cycle, string(s.State), s.Reason, timeOrNull(s.ClosedAt)))
}

// MeetingsUnreminded are the announced meetings of a body that begin after from and before to, and of
// which nobody was reminded yet, the first first.
func (v *View) MeetingsUnreminded(body string, from, to time.Time) ([]consultation.Meeting, error) {
	return list(v, scanMeeting, selectMeeting+` WHERE community = $1 AND state = 'announced' AND starts_at > $2 AND starts_at < $3 AND reminded_at IS NULL
		ORDER BY starts_at, id`, body, micros(from), micros(to))
}

// SetMeetingReminded writes when people were reminded of a meeting.
func (tx *Tx) SetMeetingReminded(body, id string, at time.Time) error {
	return tx.set(`UPDATE meetings SET reminded_at = $3 WHERE community = $1 AND id = $2`, body, id, micros(at))
}

// Agenda is a meeting's topics, in order.
func (v *View) Agenda(body, meeting string) ([]consultation.Topic, error) {
	return list(v, scanTopic, selectTopic+` JOIN (SELECT topic AS listed, place AS listed_place FROM agenda
		WHERE community = $1 AND meeting = $2) listed ON listed = id WHERE community = $1 ORDER BY listed_place`, body, meeting)
}

// AddAgenda puts a topic on the agenda.
func (tx *Tx) AddAgenda(body, meeting, topic string, place int) error {
	return tx.findable(KindMeeting, body, meeting, tx.add(consultation.ErrAlready, `INSERT INTO agenda (community, meeting, topic, place) VALUES ($1, $2, $3, $4)`,
		body, meeting, topic, place))
}

func scanSeat(r row) (s consultation.Seat, err error) {
	var at int64
	err = r.Scan(&s.Community, &s.Meeting, &s.Resident, &s.Waiting, &at)
	s.At = instant(at)
	return s, err
}

// Seat is a resident's seat or place in the waiting list.
func (v *View) Seat(body, meeting, resident string) (consultation.Seat, error) {
	return one(v, scanSeat, `SELECT community, meeting, resident, waiting, at FROM seats
		WHERE community = $1 AND meeting = $2 AND resident = $3`, body, meeting, resident)
}

// Seated are all who have a seat or wait, those with a seat first.
func (v *View) Seated(body, meeting string) ([]consultation.Seat, error) {
	return list(v, scanSeat, `SELECT community, meeting, resident, waiting, at FROM seats
		WHERE community = $1 AND meeting = $2 ORDER BY waiting, at, resident`, body, meeting)
}

// AddSeat writes a seat or a place in the waiting list.
func (tx *Tx) AddSeat(s consultation.Seat) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO seats (community, meeting, resident, waiting, at) VALUES ($1, $2, $3, $4, $5)`,
		s.Community, s.Meeting, s.Resident, s.Waiting, micros(s.At))
}

// RemoveSeat takes a seat or a place in the waiting list away.
func (tx *Tx) RemoveSeat(body, meeting, resident string) error {
	return tx.set(`DELETE FROM seats WHERE community = $1 AND meeting = $2 AND resident = $3`, body, meeting, resident)
}

// TakeSeat counts one more seat taken, never more than there are.
func (tx *Tx) TakeSeat(body, meeting string) (bool, error) {
	n, err := tx.exec(`UPDATE meetings SET taken = taken + 1 WHERE community = $1 AND id = $2 AND taken < seats`, body, meeting)
	return n == 1, err
}

// FreeSeat gives a free seat to the first who waits, or counts one fewer taken.
func (tx *Tx) FreeSeat(body, meeting string) (string, error) {
	next, err := one(tx.View, text, `SELECT resident FROM seats WHERE community = $1 AND meeting = $2 AND waiting
		ORDER BY at, resident LIMIT 1`, body, meeting)
	if err == residents.ErrNotFound {
		return "", tx.set(`UPDATE meetings SET taken = taken - 1 WHERE community = $1 AND id = $2`, body, meeting)
	}
	if err != nil {
		return "", err
	}
	return next, tx.set(`UPDATE seats SET waiting = $4 WHERE community = $1 AND meeting = $2 AND resident = $3`,
		body, meeting, next, false)
}

// AddOpinion writes what an absent resident, or a slip, says on a topic.
func (tx *Tx) AddOpinion(o consultation.Opinion) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO opinions (community, id, meeting, topic, resident, side, words, channel,
		paper, by_whom, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		o.Community, o.ID, o.Meeting, o.Topic, orNull(o.Resident), string(o.Side), o.Text, string(o.Channel),
		orNull(o.Paper), o.By, micros(o.At))
}

// OpinionCounts counts the opinions left for a meeting by topic and channel.
func (v *View) OpinionCounts(body, meeting string) ([]consultation.OpinionCount, error) {
	return list(v, scanOpinionCount, `SELECT topic, channel, COUNT(*) FILTER (WHERE side = 'for'),
		COUNT(*) FILTER (WHERE side = 'against'), COUNT(*) FILTER (WHERE side = 'question')
		FROM opinions WHERE community = $1 AND meeting = $2 GROUP BY topic, channel ORDER BY topic, channel`, body, meeting)
}

func scanOpinionCount(r row) (c consultation.OpinionCount, err error) {
	return c, r.Scan(&c.Topic, &c.Channel, &c.For, &c.Against, &c.Other)
}

// Attendance is who signed in, in order.
func (v *View) Attendance(body, meeting string) ([]consultation.Attendance, error) {
	return list(v, scanAttendance, `SELECT community, id, meeting, COALESCE(resident, ''), name, part, at, by_whom FROM attendance
		WHERE community = $1 AND meeting = $2 ORDER BY at, id`, body, meeting)
}

func scanAttendance(r row) (a consultation.Attendance, err error) {
	var at int64
	err = r.Scan(&a.Community, &a.ID, &a.Meeting, &a.Resident, &a.Name, &a.Part, &at, &a.By)
	a.At = instant(at)
	return a, err
}

// AddAttendance signs somebody in, once.
func (tx *Tx) AddAttendance(a consultation.Attendance) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO attendance (community, id, meeting, resident, name, part, at, by_whom)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		a.Community, a.ID, a.Meeting, orNull(a.Resident), a.Name, a.Part, micros(a.At), a.By)
}

// Options are what was put before the room on a topic, in order.
func (v *View) Options(body, meeting, topic string) ([]consultation.Option, error) {
	return list(v, scanOption, `SELECT community, meeting, topic, place, words FROM options
		WHERE community = $1 AND meeting = $2 AND topic = $3 ORDER BY place`, body, meeting, topic)
}

func scanOption(r row) (o consultation.Option, err error) {
	return o, r.Scan(&o.Community, &o.Meeting, &o.Topic, &o.Place, &o.Text)
}

// AddOption writes an option.
func (tx *Tx) AddOption(o consultation.Option) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO options (community, meeting, topic, place, words) VALUES ($1, $2, $3, $4, $5)`,
		o.Community, o.Meeting, o.Topic, o.Place, o.Text)
}

// SetHands writes the hands counted for an option by one channel, over what was there.
func (tx *Tx) SetHands(body, meeting string, h consultation.Hands) error {
	_, err := tx.exec(`INSERT INTO hands (community, meeting, topic, place, channel, n_for, n_against, n_abstain)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (community, meeting, topic, place, channel)
		DO UPDATE SET n_for = $6, n_against = $7, n_abstain = $8`,
		body, meeting, h.Topic, h.Option, string(h.Channel), h.For, h.Against, h.Abstain)
	return err
}

// HandsOf are all hands counted in a meeting.
func (v *View) HandsOf(body, meeting string) ([]consultation.Hands, error) {
	return list(v, scanHands, `SELECT topic, place, channel, n_for, n_against, n_abstain FROM hands
		WHERE community = $1 AND meeting = $2 ORDER BY topic, place, channel`, body, meeting)
}

func scanHands(r row) (h consultation.Hands, err error) {
	return h, r.Scan(&h.Topic, &h.Option, &h.Channel, &h.For, &h.Against, &h.Abstain)
}

const selectMinutes = `SELECT version, content, drafted_by, drafted_at, published_at, community, meeting FROM minutes`

func scanMinutes(r row) (m consultation.Minutes, err error) {
	var version int
	var content, by, community, meeting string
	var drafted int64
	var published sql.NullInt64
	if err = r.Scan(&version, &content, &by, &drafted, &published, &community, &meeting); err != nil {
		return m, err
	}
	err = json.Unmarshal([]byte(content), &m)
	m.Community, m.Meeting, m.Version, m.DraftedBy = community, meeting, version, by
	m.DraftedAt, m.PublishedAt = instant(drafted), instantOrZero(published)
	return m, err
}

// LatestMinutes is the highest version of a meeting's minutes.
func (v *View) LatestMinutes(body, meeting string) (consultation.Minutes, error) {
	return one(v, scanMinutes, selectMinutes+` WHERE community = $1 AND meeting = $2 ORDER BY version DESC LIMIT 1`, body, meeting)
}

// MinutesVersions are all versions, the newest first.
func (v *View) MinutesVersions(body, meeting string) ([]consultation.Minutes, error) {
	return list(v, scanMinutes, selectMinutes+` WHERE community = $1 AND meeting = $2 ORDER BY version DESC`, body, meeting)
}

func minutesContent(m consultation.Minutes) (string, error) {
	b, err := json.Marshal(m)
	return string(b), err
}

// AddMinutes writes a new version.
func (tx *Tx) AddMinutes(m consultation.Minutes) error {
	content, err := minutesContent(m)
	if err != nil {
		return err
	}
	return tx.add(consultation.ErrAlready, `INSERT INTO minutes (community, meeting, version, content, drafted_by, drafted_at, published_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`, m.Community, m.Meeting, m.Version, content, m.DraftedBy, micros(m.DraftedAt), timeOrNull(m.PublishedAt))
}

// SetMinutes replaces a version that is not published yet.
func (tx *Tx) SetMinutes(m consultation.Minutes) error {
	content, err := minutesContent(m)
	if err != nil {
		return err
	}
	return tx.set(`UPDATE minutes SET content = $4, drafted_by = $5, drafted_at = $6, published_at = $7
		WHERE community = $1 AND meeting = $2 AND version = $3 AND published_at IS NULL`,
		m.Community, m.Meeting, m.Version, content, m.DraftedBy, micros(m.DraftedAt), timeOrNull(m.PublishedAt))
}

// Confirmations are who confirmed a version, in order.
func (v *View) Confirmations(body, meeting string, version int) ([]consultation.Confirmation, error) {
	return list(v, scanConfirmation, `SELECT community, meeting, version, resident, as_part, at FROM confirmations
		WHERE community = $1 AND meeting = $2 AND version = $3 ORDER BY at, resident`, body, meeting, version)
}

func scanConfirmation(r row) (c consultation.Confirmation, err error) {
	var at int64
	err = r.Scan(&c.Community, &c.Meeting, &c.Version, &c.Resident, &c.As, &at)
	c.At = instant(at)
	return c, err
}

// AddConfirmation writes somebody's word.
func (tx *Tx) AddConfirmation(c consultation.Confirmation) error {
	return tx.add(consultation.ErrAlready, `INSERT INTO confirmations (community, meeting, version, resident, as_part, at)
		VALUES ($1, $2, $3, $4, $5, $6)`, c.Community, c.Meeting, c.Version, c.Resident, c.As, micros(c.At))
}

// ClearConfirmations forgets the confirmations of a version that was changed.
func (tx *Tx) ClearConfirmations(body, meeting string, version int) error {
	_, err := tx.exec(`DELETE FROM confirmations WHERE community = $1 AND meeting = $2 AND version = $3`, body, meeting, version)
	return err
}
