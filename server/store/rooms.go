package store

import (
	"database/sql"

	"yishiting/calendar"
	"yishiting/signups/grants"
)

// Rooms that are lent, their bookings, training in them, and what organisations ask the incubation centre.

const roomColumns = `community, id, name, place, about, seats, days, from_min, until_min, slot, fee, offered, made_by, made_at`

func scanRoom(r row) (m grants.Room, err error) {
	var made int64
	err = r.Scan(&m.Community, &m.ID, &m.Name, &m.Where, &m.About, &m.Seats, &m.Days, &m.From, &m.Until, &m.Slot, &m.Fee, &m.Offered, &m.MadeBy, &made)
	m.MadeAt = instant(made)
	return m, err
}

// Room is a body's room by id.
func (v *View) Room(body, id string) (grants.Room, error) {
	return one(v, scanRoom, `SELECT `+roomColumns+` FROM rooms WHERE community = $1 AND id = $2`, body, id)
}

// RoomsOf are a body's, by name.
func (v *View) RoomsOf(body string) ([]grants.Room, error) {
	return list(v, scanRoom, `SELECT `+roomColumns+` FROM rooms WHERE community = $1 ORDER BY name, id`, body)
}

// AddRoom writes a new room.
func (tx *Tx) AddRoom(m grants.Room) error {
	return tx.findable(KindRoom, m.Community, m.ID, tx.add(grants.ErrAlready, `INSERT INTO rooms (`+roomColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
		m.Community, m.ID, m.Name, m.Where, m.About, m.Seats, m.Days, m.From, m.Until, m.Slot, m.Fee, m.Offered, m.MadeBy, micros(m.MadeAt)))
}

// SetRoom writes a room again.
func (tx *Tx) SetRoom(m grants.Room) error {
	return tx.findable(KindRoom, m.Community, m.ID, tx.set(`UPDATE rooms SET name = $3, place = $4, about = $5, seats = $6, days = $7, from_min = $8, until_min = $9, slot = $10, fee = $11, offered = $12
		WHERE community = $1 AND id = $2`, m.Community, m.ID, m.Name, m.Where, m.About, m.Seats, m.Days, m.From, m.Until, m.Slot, m.Fee, m.Offered))
}

const bookingColumns = `community, id, body, room, day, from_min, until_min, resident, org, org_name, title, people, fee, relief, state, reason, at, settled_by`

func scanBooking(r row) (b grants.Booking, err error) {
	var day string
	var at int64
	err = r.Scan(&b.Community, &b.ID, &b.Body, &b.Room, &day, &b.From, &b.Until, &b.Resident, &b.Org, &b.OrgName, &b.Title, &b.People, &b.Fee, &b.Relief,
		&b.State, &b.Reason, &at, &b.SettledBy)
	if err != nil {
		return b, err
	}
	b.At = instant(at)
	b.Day, err = calendar.ParseDay(day)
	return b, err
}

// Booking is one by id.
func (v *View) Booking(community, id string) (grants.Booking, error) {
	return one(v, scanBooking, `SELECT `+bookingColumns+` FROM room_bookings WHERE community = $1 AND id = $2`, community, id)
}

// BookingsOn are a room's on a day that stand, the earliest first.
func (v *View) BookingsOn(body, room string, on calendar.Day) ([]grants.Booking, error) {
	return list(v, scanBooking, `SELECT `+bookingColumns+` FROM room_bookings WHERE body = $1 AND room = $2 AND day = $3 AND state NOT IN ('dropped', 'called-off')
		ORDER BY from_min, id`, body, room, on.String())
}

// BookingsOf are what a resident has booked since a day, the earliest first.
func (v *View) BookingsOf(community, resident string, since calendar.Day) ([]grants.Booking, error) {
	return list(v, scanBooking, `SELECT `+bookingColumns+` FROM room_bookings WHERE community = $1 AND resident = $2 AND day >= $3 ORDER BY day, from_min, id`,
		community, resident, since.String())
}

// BookingsAt are all of a body's rooms from a day on, or before it the latest first, for those who look after them.
func (v *View) BookingsAt(body string, from, until calendar.Day, limit int) ([]grants.Booking, error) {
	return list(v, scanBooking, `SELECT `+bookingColumns+` FROM room_bookings WHERE body = $1 AND day >= $2 AND day <= $3 AND state NOT IN ('dropped', 'called-off')
		ORDER BY day, from_min, room, id LIMIT $4`, body, from.String(), until.String(), limit)
}

// SlotsOf are the slots of a room that are taken between two days: the day and the slot's minute.
func (v *View) SlotsOf(body, room string, from, until calendar.Day) (map[string]map[int]bool, error) {
	type slot struct {
		day string
		at  int
	}
	all, err := list(v, func(r row) (s slot, err error) { return s, r.Scan(&s.day, &s.at) },
		`SELECT day, slot FROM room_slots WHERE community = $1 AND room = $2 AND day >= $3 AND day <= $4`, body, room, from.String(), until.String())
	taken := map[string]map[int]bool{}
	for _, s := range all {
		if taken[s.day] == nil {
			taken[s.day] = map[int]bool{}
		}
		taken[s.day][s.at] = true
	}
	return taken, err
}

// AddBooking writes a new booking and takes its slots: ErrTaken where one is another's.
func (tx *Tx) AddBooking(b grants.Booking, slots []int) error {
	err := tx.add(grants.ErrAlready, `INSERT INTO room_bookings (`+bookingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
		b.Community, b.ID, b.Body, b.Room, b.Day.String(), b.From, b.Until, b.Resident, b.Org, b.OrgName, b.Title, b.People, b.Fee, string(b.Relief),
		string(b.State), b.Reason, micros(b.At), b.SettledBy)
	for _, s := range slots {
		if err != nil {
			return err
		}
		err = tx.add(grants.ErrTaken, `INSERT INTO room_slots (community, room, day, slot, home, booking) VALUES ($1, $2, $3, $4, $5, $6)`,
			b.Body, b.Room, b.Day.String(), s, b.Community, b.ID)
	}
	return err
}

// SetBooking writes where a booking stands; one that no longer stands gives its slots back.
func (tx *Tx) SetBooking(b grants.Booking) error {
	if b.State == grants.Dropped || b.State == grants.CalledOff {
		if _, err := tx.exec(`DELETE FROM room_slots WHERE home = $1 AND booking = $2`, b.Community, b.ID); err != nil {
			return err
		}
	}
	return tx.set(`UPDATE room_bookings SET state = $3, reason = $4, settled_by = $5 WHERE community = $1 AND id = $2`,
		b.Community, b.ID, string(b.State), b.Reason, b.SettledBy)
}

const trainingColumns = `community, id, title, about, room, day, from_min, until_min, seats, made_by, made_at`

func scanTraining(r row) (t grants.Training, err error) {
	var day string
	var made int64
	err = r.Scan(&t.Community, &t.ID, &t.Title, &t.About, &t.Room, &day, &t.From, &t.Until, &t.Seats, &t.MadeBy, &made)
	if err != nil {
		return t, err
	}
	t.MadeAt = instant(made)
	t.Day, err = calendar.ParseDay(day)
	return t, err
}

// Training is a body's training by id.
func (v *View) Training(body, id string) (grants.Training, error) {
	return one(v, scanTraining, `SELECT `+trainingColumns+` FROM trainings WHERE community = $1 AND id = $2`, body, id)
}

// TrainingsFrom are a body's from a day on, the earliest first.
func (v *View) TrainingsFrom(body string, day calendar.Day) ([]grants.Training, error) {
	return list(v, scanTraining, `SELECT `+trainingColumns+` FROM trainings WHERE community = $1 AND day >= $2 ORDER BY day, from_min, id`, body, day.String())
}

// AddTraining writes a new training.
func (tx *Tx) AddTraining(t grants.Training) error {
	return tx.add(grants.ErrAlready, `INSERT INTO trainings (`+trainingColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		t.Community, t.ID, t.Title, t.About, t.Room, t.Day.String(), t.From, t.Until, t.Seats, t.MadeBy, micros(t.MadeAt))
}

// TrainingPlaces are those of a training, the first first.
func (v *View) TrainingPlaces(body, training string) ([]grants.TrainingPlace, error) {
	return list(v, func(r row) (p grants.TrainingPlace, err error) {
		var at int64
		err = r.Scan(&p.Community, &p.Body, &p.Training, &p.Resident, &at)
		p.At = instant(at)
		return p, err
	}, `SELECT community, body, training, resident, at FROM training_places WHERE body = $1 AND training = $2 ORDER BY at, community, resident`, body, training)
}

// AddTrainingPlace writes somebody's place.
func (tx *Tx) AddTrainingPlace(p grants.TrainingPlace) error {
	return tx.add(grants.ErrAlready, `INSERT INTO training_places (community, body, training, resident, at) VALUES ($1, $2, $3, $4, $5)`,
		p.Community, p.Body, p.Training, p.Resident, micros(p.At))
}

// RemoveTrainingPlace takes it away.
func (tx *Tx) RemoveTrainingPlace(p grants.TrainingPlace) error {
	return tx.set(`DELETE FROM training_places WHERE community = $1 AND body = $2 AND training = $3 AND resident = $4`, p.Community, p.Body, p.Training, p.Resident)
}

const requestColumns = `community, id, body, org, org_name, topic, words, resident, at, due, answer, answer_by, answer_at`

func scanRequest(r row) (q grants.Request, err error) {
	var at, due int64
	var answered sql.NullInt64
	err = r.Scan(&q.Community, &q.ID, &q.Body, &q.Org, &q.OrgName, &q.Topic, &q.Text, &q.Resident, &at, &due, &q.Answer, &q.AnswerBy, &answered)
	q.At, q.Due, q.AnswerAt = instant(at), instant(due), instantOrZero(answered)
	return q, err
}

// Request is one by id.
func (v *View) Request(community, id string) (grants.Request, error) {
	return one(v, scanRequest, `SELECT `+requestColumns+` FROM support_requests WHERE community = $1 AND id = $2`, community, id)
}

// RequestsTo are a street's: those without an answer first, then the latest.
func (v *View) RequestsTo(body string, limit int) ([]grants.Request, error) {
	return list(v, scanRequest, `SELECT `+requestColumns+` FROM support_requests WHERE body = $1
		ORDER BY CASE WHEN answer_at IS NULL THEN 0 ELSE 1 END, at DESC, id LIMIT $2`, body, limit)
}

// RequestsFrom are an organisation's, the latest first.
func (v *View) RequestsFrom(community, org string) ([]grants.Request, error) {
	return list(v, scanRequest, `SELECT `+requestColumns+` FROM support_requests WHERE community = $1 AND org = $2 ORDER BY at DESC, id`, community, org)
}

// AddRequest writes a new request.
func (tx *Tx) AddRequest(q grants.Request) error {
	return tx.add(grants.ErrAlready, `INSERT INTO support_requests (`+requestColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		q.Community, q.ID, q.Body, q.Org, q.OrgName, string(q.Topic), q.Text, q.Resident, micros(q.At), micros(q.Due), q.Answer, q.AnswerBy, timeOrNull(q.AnswerAt))
}

// SetRequest writes the answer.
func (tx *Tx) SetRequest(q grants.Request) error {
	return tx.set(`UPDATE support_requests SET answer = $3, answer_by = $4, answer_at = $5 WHERE community = $1 AND id = $2`,
		q.Community, q.ID, q.Answer, q.AnswerBy, timeOrNull(q.AnswerAt))
}
