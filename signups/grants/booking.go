package grants

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// BookingState is where a booking stands.
type BookingState string

// The states.
const (
	Booked    BookingState = "booked"
	Dropped   BookingState = "dropped" // by who booked it
	CalledOff BookingState = "called-off"
	Used      BookingState = "used"
	NoShow    BookingState = "no-show"
)

// Relief is why less than the whole fee is paid.
type Relief string

// The reliefs.
const (
	NoRelief    Relief = ""
	FreeRoom    Relief = "free"  // the room costs nobody anything
	FiledRelief Relief = "filed" // a filed or registered organisation
	GrantRelief Relief = "grant" // a funded project is under way
	HouseRelief Relief = "house" // whose room it is, as for training
)

// Booking is somebody's time in a room.
type Booking struct {
	Community string // home of who booked
	ID        string
	Body      string // whose room
	Room      string
	Day       calendar.Day
	From      int // minutes of the day
	Until     int
	Resident  string
	Org       string // for which organisation; "" for none
	OrgName   string
	Title     string // what it is for; only those who look after the room read it
	People    int
	Fee       int64 // cents
	Relief    Relief
	State     BookingState
	Reason    string
	At        Instant
	SettledBy string // id of a resident of Body
}

type bookingReader interface {
	Booking(community, id string) (Booking, error)
	// BookingsOn are a room's on a day that stand, the earliest first.
	BookingsOn(body, room string, on calendar.Day) ([]Booking, error)
	// BookingsOf are what a resident has booked since a day.
	BookingsOf(community, resident string, since calendar.Day) ([]Booking, error)
	// HasGrant tells whether a project of the organisation is under way.
	HasGrant(community, org string) (bool, error)
}

type bookingWriter interface {
	// AddBooking takes the slots, too: ErrTaken where one is another's.
	AddBooking(b Booking, slots []int) error
	// SetBooking writes where a booking stands; one that no longer stands gives its slots back.
	SetBooking(Booking) error
}

// MayBook is nil for an adult who lives where the room is, or in a community of the street whose it is.
func MayBook(who residents.Standing, home residents.Community, body string, now Instant) error {
	if home.ID != body && home.Parent != body {
		return residents.ErrNotAllowed
	}
	return residents.May(who, residents.BookRoom, residents.Matter{Body: home.ID}, now)
}

// FeeOf is what so many slots cost, and why it is less than the whole.
func FeeOf(r Room, slots int, org *Applicant, granted bool, today calendar.Day) (int64, Relief) {
	whole := r.Fee * int64(slots)
	switch {
	case whole == 0:
		return 0, FreeRoom
	case org != nil && granted:
		return 0, GrantRelief
	case org != nil && org.valid(today):
		return whole * int64(RoomRulesAt(today).Reduced) / 100, FiledRelief
	}
	return whole, NoRelief
}

// AheadFor is how many days ahead somebody may book, by what they booked in the last while.
func AheadFor(said []Booking, today calendar.Day) (days int, short bool) {
	rules := RoomRulesAt(today)
	missed := 0
	for _, b := range said {
		if b.State == NoShow && !b.Day.Before(today.Add(-rules.Within)) {
			missed++
		}
	}
	if missed >= rules.NoShows {
		return rules.Short, true
	}
	return rules.Ahead, false
}

// Book takes a room from one slot on for so many slots. Its id is the command's.
func Book(tx Tx, by residents.Sender, b Booking, slots int, sells bool) (Booking, error) {
	room, err := tx.Room(b.Body, b.Room)
	if err != nil {
		return b, err
	}
	home, err := tx.CommunityByID(by.Resident.Community)
	if err != nil {
		return b, err
	}
	if err := MayBook(by.Standing, home, b.Body, by.Now); err != nil {
		return b, err
	}
	if sells {
		return b, field("sells", ErrCommerce)
	}
	body, err := tx.CommunityByID(b.Body)
	if err != nil {
		return b, err
	}
	today := calendar.DayOf(by.Now, body.Location())
	if err := checkBooking(&b, room, slots); err != nil {
		return b, err
	}
	if !at(b.Day, b.From, body.Location()).After(by.Now) {
		return b, field("day", ErrOver)
	}
	if err := b.mayHave(tx, by, today); err != nil {
		return b, err
	}
	b.Community, b.Resident = home.ID, by.Resident.ID
	if err := b.price(tx, by, room, slots, today); err != nil {
		return b, err
	}
	b.ID, b.State, b.At = by.ID, Booked, by.Now
	return b, tx.AddBooking(b, taken(room, b))
}

// checkBooking sees that the time is one of the room's.
func checkBooking(b *Booking, room Room, slots int) error {
	var err error
	if b.Title, err = residents.Text("title", b.Title, MaxTitle, true); err != nil {
		return err
	}
	b.Until = b.From + slots*room.Slot
	switch {
	case slots < 1 || slots > RoomRulesAt(b.Day).Slots:
		return &residents.FieldError{Field: "slots", Reason: ErrLong, Limit: RoomRulesAt(b.Day).Slots}
	case !room.OpenOn(b.Day) || !slices.Contains(room.Slots(), b.From) || b.Until > room.Until:
		return field("from", ErrShut)
	case b.People < 1:
		return &residents.FieldError{Field: "people", Reason: residents.ErrNumber, Limit: room.Seats}
	case b.People > room.Seats:
		return &residents.FieldError{Field: "people", Reason: ErrCrowd, Limit: room.Seats}
	}
	return nil
}

// mayHave sees how far ahead, and how many at a time.
func (b Booking) mayHave(tx Tx, by residents.Sender, today calendar.Day) error {
	rules := RoomRulesAt(today)
	said, err := tx.BookingsOf(by.Resident.Community, by.Resident.ID, today.Add(-rules.Within))
	if err != nil {
		return err
	}
	days, _ := AheadFor(said, today)
	if today.Add(days).Before(b.Day) {
		return &residents.FieldError{Field: "day", Reason: ErrAhead, Limit: days}
	}
	ahead := 0
	for _, one := range said {
		if one.State == Booked && !one.Day.Before(today) {
			ahead++
		}
	}
	if ahead >= rules.Most {
		return &residents.FieldError{Field: "", Reason: ErrOften, Limit: rules.Most}
	}
	return nil
}

// price says what is paid, and for which organisation the sender books.
func (b *Booking) price(tx Tx, by residents.Sender, room Room, slots int, today calendar.Day) error {
	var org *Applicant
	granted := false
	if b.Org != "" {
		who, err := tx.Applicant(by.Resident.Community, b.Org)
		if err == residents.ErrNotFound || err == nil && !slices.Contains(who.Contacts, by.Resident.ID) {
			return field("org", ErrNoOrg)
		}
		if err != nil {
			return err
		}
		if granted, err = tx.HasGrant(who.Community, who.ID); err != nil {
			return err
		}
		org, b.OrgName = &who, who.Name
	}
	b.Fee, b.Relief = FeeOf(room, slots, org, granted, today)
	return nil
}

// taken are the beginnings of the slots that a booking takes.
func taken(room Room, b Booking) (all []int) {
	for _, s := range room.Slots() {
		if b.From <= s && s < b.Until {
			all = append(all, s)
		}
	}
	return all
}

// DropBooking gives a room back before the time has begun.
func DropBooking(tx Tx, by residents.Sender, id string) error {
	b, err := tx.Booking(by.Resident.Community, id)
	if err != nil {
		return err
	}
	home, err := tx.CommunityByID(b.Community)
	if err != nil {
		return err
	}
	if err := MayBook(by.Standing, home, b.Body, by.Now); err != nil {
		return err
	}
	switch {
	case b.Resident != by.Resident.ID:
		return residents.ErrNotYours
	case b.State != Booked:
		return ErrAlready
	case !at(b.Day, b.From, home.Location()).After(by.Now):
		return ErrOver
	}
	b.State = Dropped
	return tx.SetBooking(b)
}

// settling reads a booking for those who look after the room.
func settling(tx Tx, by residents.Sender, body, community, id string) (b Booking, over bool, err error) {
	if b, err = tx.Booking(community, id); err != nil {
		return b, false, err
	}
	if b.Body != body {
		return b, false, residents.ErrNotFound
	}
	if err := MayKeepRooms(by.Standing, body, by.Now); err != nil {
		return b, false, err
	}
	whose, err := tx.CommunityByID(body)
	if err != nil {
		return b, false, err
	}
	if b.State != Booked {
		return b, false, ErrAlready
	}
	return b, !at(b.Day, b.From, whose.Location()).After(by.Now), nil
}

// CallOffBooking takes a room back, with a reason that its booker is told.
func CallOffBooking(tx Tx, by residents.Sender, body, community, id, reason string) error {
	b, over, err := settling(tx, by, body, community, id)
	if err != nil {
		return err
	}
	if over {
		return ErrOver
	}
	if b.Reason, err = residents.Text("reason", reason, MaxWords, false); err != nil {
		return err
	}
	b.State, b.SettledBy = CalledOff, by.Resident.ID
	if err := tx.SetBooking(b); err != nil {
		return err
	}
	return work{tx: tx, by: by}.letter(b.Community, b.Resident, "room-called-off", b.Title, b.ID)
}

// NoteUse notes after its beginning whether somebody came.
func NoteUse(tx Tx, by residents.Sender, body, community, id string, came bool) error {
	b, over, err := settling(tx, by, body, community, id)
	if err != nil {
		return err
	}
	if !over {
		return ErrNotOver
	}
	b.State, b.SettledBy = NoShow, by.Resident.ID
	if came {
		b.State = Used
	}
	if err := tx.SetBooking(b); err != nil || came {
		return err
	}
	return work{tx: tx, by: by}.letter(b.Community, b.Resident, "room-no-show", b.Title, b.ID)
}
