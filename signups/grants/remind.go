package grants

import (
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/signups"
)

// Appointment is a room that somebody booked, or their place in a training, on one day.
type Appointment struct {
	Community string // the reader's
	Body      string // whose room, or who holds the training
	ID        string // of the booking, or of the training
	Training  bool
	Resident  string
	Title     string // name of the room, or of the training
	Day       calendar.Day
	From      int // minutes of the day
	Until     int
	Where     string
}

type appointmentReader interface {
	// UnremindedOn are the appointments of a community's residents on a day that were made before an
	// instant and of which nobody was reminded yet.
	UnremindedOn(community string, day calendar.Day, before Instant, limit int) ([]Appointment, error)
}

type appointmentWriter interface {
	// SetReminded writes when somebody was reminded of an appointment.
	SetReminded(Appointment, Instant) error
}

// remindMost is how many are reminded in one transaction.
const remindMost = 100

// evening is when people are reminded of the next day; zero before it. Who made an appointment
// later than that knows.
func evening(body residents.Community, now Instant) (tomorrow calendar.Day, six Instant) {
	tomorrow = calendar.DayOf(now, body.Location()).Add(1)
	if six = tomorrow.EveningBefore(body.Location()); now.Before(six) {
		six = Instant{}
	}
	return tomorrow, six
}

// RemindDue tells whether somebody is to be reminded of the next day.
func RemindDue(v appointmentReader, body residents.Community, now Instant) (bool, error) {
	day, six := evening(body, now)
	if six.IsZero() {
		return false, nil
	}
	some, err := v.UnremindedOn(body.ID, day, six, 1)
	return len(some) > 0, err
}

// Remind tells people of a community of what they have booked for the next day, once.
func Remind(tx Tx, body residents.Community, now Instant) error {
	day, six := evening(body, now)
	if six.IsZero() {
		return nil
	}
	some, err := tx.UnremindedOn(body.ID, day, six, remindMost)
	if err != nil {
		return err
	}
	for _, a := range some {
		kind := "room-tomorrow"
		if a.Training {
			kind = "training-tomorrow"
		}
		err := tx.TellHelper(signups.Letter{Community: body.ID, ID: kind + "/" + a.ID + "/" + a.Resident, Resident: a.Resident, Kind: kind, Title: a.Title, At: now})
		if err != nil {
			return err
		}
		if err := tx.SetReminded(a, now); err != nil {
			return err
		}
	}
	return nil
}
