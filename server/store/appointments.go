package store

import (
	"time"

	"yishiting/calendar"
	"yishiting/signups/grants"
)

// Rooms that are booked and places in trainings, as dates in somebody's calendar.

func scanAppointment(r row) (a grants.Appointment, err error) {
	var day string
	err = r.Scan(&a.Community, &a.Body, &a.ID, &a.Training, &a.Resident, &a.Title, &day, &a.From, &a.Until, &a.Where)
	if err != nil {
		return a, err
	}
	a.Day, err = calendar.ParseDay(day)
	return a, err
}

const (
	bookedRooms = `SELECT b.community, b.body, b.id, FALSE, b.resident, m.name, b.day, b.from_min, b.until_min, m.place
		FROM room_bookings b JOIN rooms m ON m.community = b.body AND m.id = b.room WHERE b.state = 'booked'`
	trainingSeats = `SELECT p.community, p.body, p.training, TRUE, p.resident, t.title, t.day, t.from_min, t.until_min, m.name
		FROM training_places p JOIN trainings t ON t.community = p.body AND t.id = p.training JOIN rooms m ON m.community = t.community AND m.id = t.room WHERE TRUE`
)

// UnremindedOn are the appointments of a community's residents on a day that were made before an
// instant and of which nobody was reminded yet.
func (v *View) UnremindedOn(community string, day calendar.Day, before time.Time, limit int) ([]grants.Appointment, error) {
	return list(v, scanAppointment, bookedRooms+` AND b.community = $1 AND b.day = $2 AND b.at < $3 AND b.reminded_at IS NULL
		UNION ALL `+trainingSeats+` AND p.community = $1 AND t.day = $2 AND p.at < $3 AND p.reminded_at IS NULL ORDER BY 8, 3, 5 LIMIT $4`,
		community, day.String(), micros(before), limit)
}

// AppointmentsOf are what a resident has booked from a day on, the earliest first.
func (v *View) AppointmentsOf(community, resident string, from calendar.Day) ([]grants.Appointment, error) {
	return list(v, scanAppointment, bookedRooms+` AND b.community = $1 AND b.resident = $2 AND b.day >= $3
		UNION ALL `+trainingSeats+` AND p.community = $1 AND p.resident = $2 AND t.day >= $3 ORDER BY 7, 8, 3`, community, resident, from.String())
}

// SetReminded writes when somebody was reminded of an appointment.
func (tx *Tx) SetReminded(a grants.Appointment, at time.Time) error {
	if a.Training {
		return tx.set(`UPDATE training_places SET reminded_at = $5 WHERE community = $1 AND body = $2 AND training = $3 AND resident = $4`,
			a.Community, a.Body, a.ID, a.Resident, micros(at))
	}
	return tx.set(`UPDATE room_bookings SET reminded_at = $3 WHERE community = $1 AND id = $2`, a.Community, a.ID, micros(at))
}
