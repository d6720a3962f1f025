package consultation

import "yishiting/residents"

// Seat is a resident's place in a meeting, or a place in the waiting list.
type Seat struct {
	Community string
	Meeting   string
	Resident  string
	Waiting   bool
	At        Instant
}

// Channel is how an opinion or a hand came in.
type Channel string

// The channels; each is counted apart.
const (
	InRoom Channel = "room"
	Remote Channel = "remote" // on line
	Paper  Channel = "paper"
)

// Opinion is what somebody absent leaves for a meeting: read out, counted apart.
type Opinion struct {
	Community string
	ID        string
	Meeting   string
	Topic     string
	Resident  string // "" for a paper slip
	Side      Side   // For, Against or Question (another view)
	Text      string // at most MaxStatement characters; may be empty with For or Against
	Channel   Channel
	Paper     string // number written on the slip; one slip counts once
	By        string // who entered a slip
	At        Instant
}

// MayTakeSeat is nil for whoever has a voice, before the meeting begins.
func MayTakeSeat(who residents.Standing, s Meeting, now Instant) error {
	if err := may(who, residents.TakeSeat, s.Community, now); err != nil {
		return err
	}
	if s.State != MeetingAnnounced && s.State != MeetingOpen {
		return ErrClosed
	}
	return nil
}

// TakeSeat takes a seat, or a place in the waiting list when all seats are taken.
func TakeSeat(tx Tx, by residents.Sender, body, meeting string) (Seat, error) {
	s, err := tx.Meeting(body, meeting)
	if err != nil {
		return Seat{}, err
	}
	if err := MayTakeSeat(by.Standing, s, by.Now); err != nil {
		return Seat{}, err
	}
	seat, err := tx.Seat(body, meeting, by.Resident.ID)
	if err == nil {
		return seat, ErrAlready
	}
	if err != residents.ErrNotFound {
		return seat, err
	}
	got, err := tx.TakeSeat(body, meeting)
	if err != nil {
		return seat, err
	}
	seat = Seat{body, meeting, by.Resident.ID, !got, by.Now}
	return seat, tx.AddSeat(seat)
}

// LeaveSeat gives one's seat up; the first of the waiting list moves up and is told.
func LeaveSeat(tx Tx, by residents.Sender, body, meeting string) error {
	s, err := tx.Meeting(body, meeting)
	if err != nil {
		return err
	}
	if err := MayTakeSeat(by.Standing, s, by.Now); err != nil {
		return err
	}
	seat, err := tx.Seat(body, meeting, by.Resident.ID)
	if err != nil {
		return err
	}
	return giveUp(tx, by, seat)
}

// giveUp takes a seat away; the first of the waiting list moves up and is told.
func giveUp(tx Tx, by residents.Sender, seat Seat) error {
	if err := tx.RemoveSeat(seat.Community, seat.Meeting, seat.Resident); err != nil || seat.Waiting {
		return err
	}
	next, err := tx.FreeSeat(seat.Community, seat.Meeting)
	if err != nil || next == "" {
		return err
	}
	s, err := tx.Meeting(seat.Community, seat.Meeting)
	if err != nil {
		return err
	}
	return tx.Tell(meetingLetter(by, next, "seat-moved-up", s))
}

// MayLeaveOpinion is nil for whoever has a voice until the meeting is closed.
func MayLeaveOpinion(who residents.Standing, s Meeting, now Instant) error {
	return MayTakeSeat(who, s, now)
}

// LeaveOpinion leaves an opinion on a topic of the agenda, once each.
func LeaveOpinion(tx Tx, by residents.Sender, o Opinion) error {
	s, err := tx.Meeting(o.Community, o.Meeting)
	if err != nil {
		return err
	}
	if err := MayLeaveOpinion(by.Standing, s, by.Now); err != nil {
		return err
	}
	o.Resident, o.Channel, o.Paper, o.By = by.Resident.ID, Remote, "", ""
	return addOpinion(tx, by, o)
}

// EnterSlip enters an opinion that came on paper, by the number of its slip.
func EnterSlip(tx Tx, by residents.Sender, o Opinion) error {
	if err := may(by.Standing, residents.RunMeeting, o.Community, by.Now); err != nil {
		return err
	}
	s, err := tx.Meeting(o.Community, o.Meeting)
	if err != nil {
		return err
	}
	if s.State != MeetingAnnounced && s.State != MeetingOpen {
		return ErrClosed
	}
	if o.Paper, err = residents.Text("paper", o.Paper, MaxSlip, true); err != nil {
		return err
	}
	o.Resident, o.Channel, o.By = "", Paper, by.Resident.ID
	return addOpinion(tx, by, o)
}

func addOpinion(tx Tx, by residents.Sender, o Opinion) error {
	if o.Side != For && o.Side != Against && o.Side != Question {
		return refuse("side", residents.ErrChoice)
	}
	read := residents.PublicTextOrNone
	if o.Side == Question {
		read = residents.PublicText
	}
	var err error
	if o.Text, err = read("text", o.Text, MaxStatement, false); err != nil {
		return err
	}
	agenda, err := tx.Agenda(o.Community, o.Meeting)
	if err != nil {
		return err
	}
	if !onAgenda(agenda, o.Topic) {
		return refuse("topic", residents.ErrChoice)
	}
	o.ID, o.At = by.ID, by.Now
	return tx.AddOpinion(o)
}

func onAgenda(agenda []Topic, id string) bool {
	for _, t := range agenda {
		if t.ID == id {
			return true
		}
	}
	return false
}
