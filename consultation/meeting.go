package consultation

import (
	"time"

	"yishiting/record"
	"yishiting/residents"
)

// Attendance is somebody who was there.
type Attendance struct {
	Community string
	ID        string
	Meeting   string
	Resident  string // "" for a guest entered by hand
	Name      string // a guest's name or unit; never shown outside the desk
	Part      string // one of Parts
	At        Instant
	By        string // who entered it; the person's own id with the room's code
}

// Parts are in which part somebody attends.
var Parts = []string{"resident", "representative", "committee", "property", "street", "expert", "other"}

// Option is one proposal put before the room.
type Option struct {
	Community string
	Meeting   string
	Topic     string
	Place     int // from 0
	Text      string
}

// Hands are the hands counted for one option by one channel.
type Hands struct {
	Topic   string
	Option  int
	Channel Channel
	For     int
	Against int
	Abstain int
}

// MaxOption is the limit of an option's text, MaxOptions of a topic's options,
// MaxGuest of a guest's name, MaxHands the most that are counted by one channel.
const (
	MaxGuest   = 30
	MaxHands   = 100_000
	MaxOption  = 100
	MaxOptions = 9
)

// EarlyOpening is how long before its announced start a meeting may be opened.
const EarlyOpening = time.Hour

// MayOpen is nil for the desk from an hour before the announced start.
func MayOpen(who residents.Standing, s Meeting, now Instant) error {
	if err := may(who, residents.RunMeeting, s.Community, now); err != nil {
		return err
	}
	if s.State != MeetingAnnounced || now.Before(s.StartsAt.Add(-EarlyOpening)) {
		return ErrClosed
	}
	return nil
}

// OpenMeeting opens the room: people sign in from now on.
func OpenMeeting(tx Tx, by residents.Sender, body, id string) error {
	s, err := tx.Meeting(body, id)
	if err != nil {
		return err
	}
	if err := MayOpen(by.Standing, s, by.Now); err != nil {
		return err
	}
	s.State = MeetingOpen
	return tx.SetMeeting(s)
}

// MaySignIn is nil for whoever has a voice while the room is open.
func MaySignIn(who residents.Standing, s Meeting, now Instant) error {
	if err := may(who, residents.Attend, s.Community, now); err != nil {
		return err
	}
	if s.State != MeetingOpen {
		return ErrClosed
	}
	return nil
}

// SignIn signs oneself in with the code that hangs in the room.
func SignIn(tx Tx, by residents.Sender, body, id, code string) error {
	s, err := tx.Meeting(body, id)
	if err != nil {
		return err
	}
	if err := MaySignIn(by.Standing, s, by.Now); err != nil {
		return err
	}
	if code != s.Code {
		return refuse("code", ErrCode)
	}
	return tx.AddAttendance(Attendance{
		Community: body, ID: by.ID, Meeting: id, Resident: by.Resident.ID, Part: partOf(by, body), At: by.Now, By: by.Resident.ID,
	})
}

func partOf(by residents.Sender, body string) string {
	if may(by.Strong(), residents.RunMeeting, body, by.Now) == nil {
		return "committee"
	}
	return "resident"
}

// SignInByHand lets the desk sign somebody in: a resident by id, or a guest by name.
func SignInByHand(tx Tx, by residents.Sender, a Attendance) error {
	if err := may(by.Standing, residents.RunMeeting, a.Community, by.Now); err != nil {
		return err
	}
	s, err := tx.Meeting(a.Community, a.Meeting)
	if err != nil {
		return err
	}
	if s.State != MeetingOpen {
		return ErrClosed
	}
	if !among(a.Part, Parts) {
		return refuse("part", residents.ErrChoice)
	}
	if a.Resident != "" {
		a.Name = ""
		if _, err := tx.Standing(a.Community, a.Resident); err == residents.ErrNotFound {
			return refuse("resident", residents.ErrChoice)
		} else if err != nil {
			return err
		}
	} else if a.Name, err = residents.Text("name", a.Name, MaxGuest, true); err != nil {
		return err
	}
	a.ID, a.At, a.By = by.ID, by.Now, by.Resident.ID
	return tx.AddAttendance(a)
}

// PutOption puts an option for a topic of the agenda before the room.
func PutOption(tx Tx, by residents.Sender, o Option) error {
	if _, err := running(tx, by, o.Community, o.Meeting, o.Topic); err != nil {
		return err
	}
	var err error
	if o.Text, err = residents.PublicText("text", o.Text, MaxOption, true); err != nil {
		return err
	}
	have, err := tx.Options(o.Community, o.Meeting, o.Topic)
	if err != nil {
		return err
	}
	if len(have) >= MaxOptions {
		return &residents.FieldError{Field: "text", Reason: residents.ErrTooMany, Limit: MaxOptions}
	}
	o.Place = len(have)
	return tx.AddOption(o)
}

// CountHands writes down the hands counted for an option by one channel, replacing
// what was written before. In the room there are no more hands than people signed in.
func CountHands(tx Tx, by residents.Sender, body, meeting string, h Hands) error {
	if _, err := running(tx, by, body, meeting, h.Topic); err != nil {
		return err
	}
	if h.Channel != InRoom && h.Channel != Remote && h.Channel != Paper {
		return refuse("channel", residents.ErrChoice)
	}
	for _, hands := range []struct {
		field string
		n     int
	}{{"for", h.For}, {"against", h.Against}, {"abstain", h.Abstain}} {
		if hands.n < 0 || hands.n > MaxHands {
			return &residents.FieldError{Field: hands.field, Reason: residents.ErrNumber, Limit: MaxHands}
		}
	}
	options, err := tx.Options(body, meeting, h.Topic)
	if err != nil {
		return err
	}
	if h.Option < 0 || h.Option >= len(options) {
		return refuse("option", residents.ErrChoice)
	}
	if h.Channel == InRoom {
		present, err := tx.Attendance(body, meeting)
		if err != nil {
			return err
		}
		if h.For+h.Against+h.Abstain > len(present) {
			return &residents.FieldError{Field: "for", Reason: ErrTooManyHands, Limit: len(present)}
		}
	}
	return tx.SetHands(body, meeting, h)
}

// running is an open meeting with the topic on its agenda, at the desk.
func running(tx Tx, by residents.Sender, body, meeting, topic string) (Meeting, error) {
	if err := may(by.Standing, residents.RunMeeting, body, by.Now); err != nil {
		return Meeting{}, err
	}
	s, err := tx.Meeting(body, meeting)
	if err != nil {
		return s, err
	}
	if s.State != MeetingOpen {
		return s, ErrClosed
	}
	agenda, err := tx.Agenda(body, meeting)
	if err != nil {
		return s, err
	}
	if !onAgenda(agenda, topic) {
		return s, refuse("topic", residents.ErrChoice)
	}
	return s, nil
}

// CloseMeeting ends the meeting: the record is made next.
func CloseMeeting(tx Tx, by residents.Sender, body, id string) error {
	if err := may(by.Standing, residents.RunMeeting, body, by.Now); err != nil {
		return err
	}
	s, err := tx.Meeting(body, id)
	if err != nil {
		return err
	}
	if s.State != MeetingOpen {
		return ErrClosed
	}
	s.State, s.ClosedAt = MeetingClosed, by.Now
	if err := tx.SetMeeting(s); err != nil {
		return err
	}
	present, err := tx.Attendance(body, id)
	if err != nil {
		return err
	}
	_, err = tx.AppendTo(body, record.Act{Kind: "meeting-held", Subject: "meeting/" + id, Data: struct {
		Month   string `json:"month"`
		Seats   int    `json:"seats"`
		Present int    `json:"present"`
	}{s.Cycle, s.Seats, len(present)}})
	return err
}
