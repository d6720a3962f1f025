package grants

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Reasons of rooms, training and help.
const (
	ErrTaken    = residents.Reason("room-taken")     // somebody else has the slot
	ErrShut     = residents.Reason("room-shut")      // not open then, or not offered at all
	ErrAhead    = residents.Reason("room-too-early") // further ahead than may be booked
	ErrOften    = residents.Reason("room-too-often") // as many bookings ahead as anybody may have
	ErrLong     = residents.Reason("room-too-long")  // more slots at once than anybody may have
	ErrCommerce = residents.Reason("room-commerce")  // nothing is sold there
	ErrCrowd    = residents.Reason("room-crowd")     // more people than the room holds
	ErrOver     = residents.Reason("room-over")      // it has begun, or is over
	ErrNotOver  = residents.Reason("room-not-over")  // it is not over
	ErrFull     = residents.Reason("training-full")  // every place of the training is taken
)

// Room is a room that a community or a street lends.
type Room struct {
	Community string // whose it is
	ID        string
	Name      string
	Where     string
	About     string // what is in it
	Seats     int
	Days      int // one bit a weekday: 1 Sunday, 2 Monday, 4 Tuesday, …
	From      int // minutes of the day
	Until     int
	Slot      int   // minutes
	Fee       int64 // cents a slot; 0: free for everybody
	Offered   bool
	MadeBy    string
	MadeAt    Instant
}

// Limits of rooms.
const (
	MaxRooms = 50
	MaxSeats = 1000
	MaxFee   = 10_000_00 // cents a slot
)

// RoomRules are the customs of lending as they stand from a day on; no law gives figures.
type RoomRules struct {
	From    calendar.Day
	Ahead   int // days that anybody may book ahead
	Slots   int // of one booking
	Most    int // bookings that one person may have ahead
	NoShows int // within NoShowDays, after which Short holds
	Within  int // days
	Short   int // days that one may book ahead then
	Reduced int // percent of the fee that a filed organisation pays
	Source  string
}

var roomRules = []RoomRules{{
	From: calendar.Day{Year: 2020, Month: 1, Day: 1}, Ahead: 30, Slots: 4, Most: 3, NoShows: 2, Within: 90, Short: 3, Reduced: 50,
	Source: "社区约定：最多提前 30 天、一次最多 4 个时段、每人最多同时约 3 次；90 天里两次约了没来又没取消的，改为提前 3 天才能约，90 天后自动恢复，不公开、不扣分；备案、登记的社会组织半价，创投项目执行期间全免；不做买卖",
}}

// RoomRulesAt are the customs on a day.
func RoomRulesAt(d calendar.Day) RoomRules {
	in := roomRules[0]
	for _, r := range roomRules[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}

// OpenOn tells whether the room is lent on that weekday.
func (r Room) OpenOn(d calendar.Day) bool { return r.Offered && r.Days&(1<<int(d.Weekday())) != 0 }

// Slots are the minutes of the day at which its slots begin.
func (r Room) Slots() (all []int) {
	for at := r.From; r.Slot > 0 && at+r.Slot <= r.Until; at += r.Slot {
		all = append(all, at)
	}
	return all
}

type roomReader interface {
	Room(body, id string) (Room, error)
	// RoomsOf are a body's, by name.
	RoomsOf(body string) ([]Room, error)
	bookingReader
	trainingReader
	supportReader
}

type roomWriter interface {
	AddRoom(Room) error
	SetRoom(Room) error
	bookingWriter
	trainingWriter
	supportWriter
}

// MayKeepRooms is nil for those who look after a body's rooms.
func MayKeepRooms(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.KeepRooms, residents.Matter{Body: body}, now)
}

// MakeRoom offers a room. Its id is the command's.
func MakeRoom(tx Tx, by residents.Sender, r Room) (Room, error) {
	if err := MayKeepRooms(by.Standing, r.Community, by.Now); err != nil {
		return r, err
	}
	r, err := checkRoom(r)
	if err != nil {
		return r, err
	}
	all, err := tx.RoomsOf(r.Community)
	if err != nil {
		return r, err
	}
	if len(all) >= MaxRooms {
		return r, tooMany("", MaxRooms)
	}
	r.ID, r.MadeBy, r.MadeAt, r.Offered = by.ID, by.Resident.ID, by.Now, true
	return r, tx.AddRoom(r)
}

// ChangeRoom writes a room anew; what is booked stays as it was booked.
func ChangeRoom(tx Tx, by residents.Sender, r Room) error {
	was, err := tx.Room(r.Community, r.ID)
	if err != nil {
		return err
	}
	if err := MayKeepRooms(by.Standing, r.Community, by.Now); err != nil {
		return err
	}
	if r, err = checkRoom(r); err != nil {
		return err
	}
	r.MadeBy, r.MadeAt = was.MadeBy, was.MadeAt
	return tx.SetRoom(r)
}

func checkRoom(r Room) (Room, error) {
	var err error
	if r.Name, err = residents.PublicText("name", r.Name, MaxName, true); err != nil {
		return r, err
	}
	if r.Where, err = residents.PublicText("where", r.Where, MaxName, true); err != nil {
		return r, err
	}
	if r.About, err = residents.PublicTextOrNone("about", r.About, MaxWords, false); err != nil {
		return r, err
	}
	switch {
	case r.Seats < 1 || r.Seats > MaxSeats:
		return r, &residents.FieldError{Field: "seats", Reason: residents.ErrNumber, Limit: MaxSeats}
	case r.Days < 1 || r.Days > 127:
		return r, field("days", residents.ErrChoice)
	case r.Slot != 30 && r.Slot != 60 && r.Slot != 90 && r.Slot != 120:
		return r, field("slot", residents.ErrChoice)
	case r.From < 0 || r.Until > 24*60 || len(r.Slots()) == 0:
		return r, field("until", ErrDates)
	case r.Fee < 0 || r.Fee > MaxFee:
		return r, field("fee", residents.ErrNumber)
	}
	return r, nil
}

// at is an instant of a day in a body's zone.
func at(d calendar.Day, minute int, zone *time.Location) Instant {
	return time.Date(d.Year, d.Month, d.Day, minute/60, minute%60, 0, 0, zone)
}
