package store

import (
	"strings"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
)

// What the desk's pages of meetings read. Names are whole: only the desk sees them.

// MeetingsBefore are a body's meetings, the latest first, from the one before the
// given start and id; the zero time begins with the latest.
func (v *View) MeetingsBefore(body string, starts time.Time, id string, limit int) ([]consultation.Meeting, error) {
	if starts.IsZero() {
		return list(v, scanMeeting, selectMeeting+` WHERE community = $1 ORDER BY starts_at DESC, id DESC LIMIT $2`, body, limit)
	}
	return list(v, scanMeeting, selectMeeting+` WHERE community = $1 AND (starts_at < $2 OR starts_at = $2 AND id < $3)
		ORDER BY starts_at DESC, id DESC LIMIT $4`, body, micros(starts), id, limit)
}

// Candidate is an accepted topic that may go on an agenda.
type Candidate struct {
	ID, Number, Title string
	Author            string // id of a resident; "" for a topic from 12345 calls
	AuthorName        string
	Supports          int
}

// Candidates are the accepted topics, those with most supporters first.
func (v *View) Candidates(body string, limit int) ([]Candidate, error) {
	return list(v, scanCandidate, `SELECT topics.id, number, title, CASE WHEN source = 'resident' THEN author ELSE '' END, residents.name,
		(SELECT COUNT(*) FROM supports WHERE supports.community = topics.community AND supports.topic = topics.id) AS supporters
		FROM topics JOIN residents ON residents.community = topics.community AND residents.id = topics.author
		WHERE topics.community = $1 AND state = 'accepted' ORDER BY supporters DESC, raised_at, topics.id LIMIT $2`, body, limit)
}

func scanCandidate(r row) (c Candidate, err error) {
	return c, r.Scan(&c.ID, &c.Number, &c.Title, &c.Author, &c.AuthorName, &c.Supports)
}

// ResidentsNamed are the people of the community whose name begins with the given
// characters, by name; "" for all.
func (v *View) ResidentsNamed(body, begins string, limit int) ([]residents.Resident, error) {
	begins = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(begins)
	return list(v, resident, `SELECT `+residentColumns+` FROM residents
		WHERE community = $1 AND left_at IS NULL AND name LIKE $2 ESCAPE '\' ORDER BY name, id LIMIT $3`, body, begins+"%", limit)
}

// Seated is somebody with a seat, or in the waiting list.
type Seated struct {
	Resident, Name, Building string
	Waiting                  bool
	At                       time.Time
	Present                  bool // signed in
}

// SeatedPeople are all who have a seat or wait, those with a seat first.
func (v *View) SeatedPeople(body, meeting string) ([]Seated, error) {
	return list(v, scanSeated, `SELECT seats.resident, residents.name, residents.building, seats.waiting, seats.at,
		attendance.id IS NOT NULL FROM seats
		JOIN residents ON residents.community = seats.community AND residents.id = seats.resident
		LEFT JOIN attendance ON attendance.community = seats.community AND attendance.meeting = seats.meeting
			AND attendance.resident = seats.resident
		WHERE seats.community = $1 AND seats.meeting = $2 ORDER BY seats.waiting, seats.at, seats.resident`, body, meeting)
}

func scanSeated(r row) (s Seated, err error) {
	var at int64
	err = r.Scan(&s.Resident, &s.Name, &s.Building, &s.Waiting, &at, &s.Present)
	s.At = instant(at)
	return s, err
}

// Present is somebody who signed in: a resident, or a guest by the name given.
type Present struct {
	Resident, Name, Building, Part string
	At                             time.Time
	ByHand                         bool // entered at the desk
}

// PresentPeople are all who signed in, the last first.
func (v *View) PresentPeople(body, meeting string) ([]Present, error) {
	return list(v, scanPresent, `SELECT COALESCE(attendance.resident, ''), COALESCE(residents.name, attendance.name),
		COALESCE(residents.building, ''), attendance.part, attendance.at,
		attendance.resident IS NULL OR attendance.by_whom <> attendance.resident FROM attendance
		LEFT JOIN residents ON residents.community = attendance.community AND residents.id = attendance.resident
		WHERE attendance.community = $1 AND attendance.meeting = $2 ORDER BY attendance.at DESC, attendance.id DESC`, body, meeting)
}

func scanPresent(r row) (p Present, err error) {
	var at int64
	err = r.Scan(&p.Resident, &p.Name, &p.Building, &p.Part, &at, &p.ByHand)
	p.At = instant(at)
	return p, err
}

// Left is an opinion that was left for a meeting; who left it is not told.
type Left struct {
	Topic   string
	Side    consultation.Side
	Text    string
	Channel consultation.Channel
	Paper   string // number of the slip
	Proxy   string // kind of the helper who left it for its author; ""
}

// OpinionsLeft are the opinions left for a meeting, as they came in.
func (v *View) OpinionsLeft(body, meeting string, limit int) ([]Left, error) {
	return list(v, scanLeft, `SELECT topic, side, words, channel, COALESCE(paper, ''),
		COALESCE((SELECT kind FROM proxy_acts JOIN mandates ON mandates.community = proxy_acts.community AND mandates.id = mandate
			WHERE proxy_acts.community = opinions.community AND command = opinions.id), '') FROM opinions
		WHERE community = $1 AND meeting = $2 ORDER BY at, id LIMIT $3`, body, meeting, limit)
}

func scanLeft(r row) (l Left, err error) {
	return l, r.Scan(&l.Topic, &l.Side, &l.Text, &l.Channel, &l.Paper, &l.Proxy)
}

// OptionsOf are all options of a meeting, by topic and in order.
func (v *View) OptionsOf(body, meeting string) ([]consultation.Option, error) {
	return list(v, scanOption, `SELECT community, meeting, topic, place, words FROM options
		WHERE community = $1 AND meeting = $2 ORDER BY topic, place`, body, meeting)
}

// Confirmer is somebody who confirmed a version of the minutes.
type Confirmer struct {
	Resident, Name, As string
	At                 time.Time
}

// Confirmers are who confirmed a version, in order.
func (v *View) Confirmers(body, meeting string, version int) ([]Confirmer, error) {
	return list(v, scanConfirmer, `SELECT confirmations.resident, residents.name, confirmations.as_part, confirmations.at FROM confirmations
		JOIN residents ON residents.community = confirmations.community AND residents.id = confirmations.resident
		WHERE confirmations.community = $1 AND confirmations.meeting = $2 AND confirmations.version = $3
		ORDER BY confirmations.at, confirmations.resident`, body, meeting, version)
}

func scanConfirmer(r row) (c Confirmer, err error) {
	var at int64
	err = r.Scan(&c.Resident, &c.Name, &c.As, &at)
	c.At = instant(at)
	return c, err
}
