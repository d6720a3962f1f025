package grants

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// Training is a session in a room of a body, to which people sign up.
type Training struct {
	Community string // who holds it
	ID        string
	Title     string
	About     string
	Room      string
	Day       calendar.Day
	From      int // minutes of the day
	Until     int
	Seats     int
	MadeBy    string
	MadeAt    Instant
}

// TrainingPlace is somebody's place in a training.
type TrainingPlace struct {
	Community string // home
	Body      string
	Training  string
	Resident  string
	At        Instant
}

type trainingReader interface {
	Training(body, id string) (Training, error)
	// TrainingsFrom are a body's from a day on, the earliest first.
	TrainingsFrom(body string, day calendar.Day) ([]Training, error)
	TrainingPlaces(body, training string) ([]TrainingPlace, error)
}

type trainingWriter interface {
	AddTraining(Training) error
	AddTrainingPlace(TrainingPlace) error
	RemoveTrainingPlace(TrainingPlace) error
}

// HoldTraining announces a session; its room is taken for the time.
func HoldTraining(tx Tx, by residents.Sender, t Training, slots int) (Training, error) {
	if err := MayKeepRooms(by.Standing, t.Community, by.Now); err != nil {
		return t, err
	}
	room, err := tx.Room(t.Community, t.Room)
	if err == residents.ErrNotFound {
		err = field("room", residents.ErrChoice)
	}
	if err != nil {
		return t, err
	}
	body, err := tx.CommunityByID(t.Community)
	if err != nil {
		return t, err
	}
	if t.Title, err = residents.PublicText("title", t.Title, MaxTitle, true); err != nil {
		return t, err
	}
	if t.About, err = residents.PublicTextOrNone("about", t.About, MaxWords, false); err != nil {
		return t, err
	}
	b := Booking{
		Community: t.Community, ID: by.ID, Body: t.Community, Room: t.Room, Day: t.Day, From: t.From, Resident: by.Resident.ID,
		Title: t.Title, People: t.Seats, Relief: HouseRelief, State: Booked, At: by.Now,
	}
	if err := checkBooking(&b, room, slots); err != nil {
		return t, err
	}
	if !at(t.Day, t.From, body.Location()).After(by.Now) {
		return t, field("day", ErrOver)
	}
	if err := tx.AddBooking(b, taken(room, b)); err != nil {
		return t, err
	}
	t.ID, t.Until, t.MadeBy, t.MadeAt = by.ID, b.Until, by.Resident.ID, by.Now
	return t, tx.AddTraining(t)
}

// trained reads a training that has not begun, for somebody who may come.
func trained(tx Tx, by residents.Sender, body, id string) (t Training, err error) {
	if t, err = tx.Training(body, id); err != nil {
		return t, err
	}
	home, err := tx.CommunityByID(by.Resident.Community)
	if err != nil {
		return t, err
	}
	if err := MayBook(by.Standing, home, body, by.Now); err != nil {
		return t, err
	}
	if !at(t.Day, t.From, home.Location()).After(by.Now) {
		return t, ErrOver
	}
	return t, nil
}

// JoinTraining takes a place.
func JoinTraining(tx Tx, by residents.Sender, body, id string) error {
	t, err := trained(tx, by, body, id)
	if err != nil {
		return err
	}
	in, err := tx.TrainingPlaces(body, id)
	if err != nil {
		return err
	}
	if len(in) >= t.Seats {
		return ErrFull
	}
	return tx.AddTrainingPlace(TrainingPlace{Community: by.Resident.Community, Body: body, Training: id, Resident: by.Resident.ID, At: by.Now})
}

// LeaveTraining gives it back.
func LeaveTraining(tx Tx, by residents.Sender, body, id string) error {
	if _, err := trained(tx, by, body, id); err != nil {
		return err
	}
	return tx.RemoveTrainingPlace(TrainingPlace{Community: by.Resident.Community, Body: body, Training: id, Resident: by.Resident.ID})
}
