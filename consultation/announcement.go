package consultation

import (
	"yishiting/record"
	"yishiting/residents"
)

// Form is the form a consultation takes (城市居民委员会组织法 第三十二条).
type Form string

// The forms of a meeting.
const (
	FormForum   Form = "forum"   // 议事会
	FormHearing Form = "hearing" // 听证会
	FormTalk    Form = "talk"    // 恳谈会
)

// MeetingState is where a meeting stands.
type MeetingState string

// The states of a meeting.
const (
	MeetingAnnounced MeetingState = "announced"
	MeetingOpen      MeetingState = "open"      // people are in the room
	MeetingClosed    MeetingState = "closed"    // over; the record is being made
	MeetingPublished MeetingState = "published" // record and outcomes are published
	MeetingCancelled MeetingState = "cancelled"
)

// Meeting is one meeting of a month.
type Meeting struct {
	Community   string
	ID          string
	Cycle       string
	Form        Form
	Venue       string
	StartsAt    Instant
	Seats       int    // 2 to 500 places in the room
	Chair       string // id of a resident
	Recorder    string // id of a resident
	Invited     string // who else is invited: street, property company, experts
	Affected    string // stakeholders the agenda concerns
	Materials   string // what to read beforehand
	AnnouncedAt Instant
	Code        string // six digits that hang in the room
	State       MeetingState
	Reason      string // why it was cancelled
	ClosedAt    Instant
	Taken       int // seats taken, never above Seats
}

// Limits of a meeting's texts, in characters.
const (
	MaxVenue     = 60
	MaxInvited   = 300
	MaxMaterials = 2000
	MaxSlip      = 20 // number of a paper slip
	MaxAgenda    = 20
)

// MaxAhead is how far ahead a meeting may be announced, in days.
const MaxAhead = 60

type meetings interface {
	Meeting(body, id string) (Meeting, error)
	AddMeeting(Meeting) error
	SetMeeting(Meeting) error
	meetingClock
	// SetMeetingReminded writes when people were reminded of a meeting.
	SetMeetingReminded(body, id string, at Instant) error
	// MeetingOf is the latest meeting of the month that is not cancelled.
	MeetingOf(body, month string) (Meeting, error)
	Agenda(body, meeting string) ([]Topic, error)
	AddAgenda(body, meeting, topic string, place int) error
	Seat(body, meeting, resident string) (Seat, error)
	AddSeat(Seat) error
	RemoveSeat(body, meeting, resident string) error
	// TakeSeat counts one more seat taken; false when all are.
	TakeSeat(body, meeting string) (bool, error)
	// FreeSeat gives a seat to the first who waits, or counts one fewer taken.
	// It returns that resident's id, or "".
	FreeSeat(body, meeting string) (string, error)
	Seated(body, meeting string) ([]Seat, error)
	AddOpinion(Opinion) error
	Attendance(body, meeting string) ([]Attendance, error)
	AddAttendance(Attendance) error
	Options(body, meeting, topic string) ([]Option, error)
	AddOption(Option) error
	SetHands(body, meeting string, h Hands) error
	HandsOf(body, meeting string) ([]Hands, error)
}

// Announcement is what the committee announces.
type Announcement struct {
	Community string
	Form      Form
	Venue     string
	StartsAt  Instant
	Seats     int
	Chair     string
	Recorder  string
	Invited   string
	Affected  string
	Materials string
	Topics    []string // ids, in the order of the agenda
	Code      string   // six random digits, made by the server
}

// EarliestMeeting is the first instant at which a meeting announced now may start.
func EarliestMeeting(body residents.Community, now Instant) Instant {
	rules, today := rulesFor(now, body.Location())
	return today.Add(rules.Notice.N).Start(body.Location())
}

// Announce plans a meeting and announces it with its agenda.
func Announce(tx Tx, by residents.Sender, a Announcement) (Meeting, error) {
	if err := may(by.Standing, residents.Announce, a.Community, by.Now); err != nil {
		return Meeting{}, err
	}
	body, err := tx.CommunityByID(a.Community)
	if err != nil {
		return Meeting{}, err
	}
	c, err := OpenCycle(tx, body, by.Now)
	if err != nil {
		return Meeting{}, err
	}
	s, err := planned(a, by, c.Month)
	if err != nil {
		return s, err
	}
	if s.StartsAt.Before(EarliestMeeting(body, by.Now)) {
		return s, refuse("day", ErrNoticeShort)
	}
	if s.StartsAt.After(by.Now.AddDate(0, 0, MaxAhead)) {
		return s, refuse("day", residents.ErrDate)
	}
	switch old, err := tx.MeetingOf(a.Community, c.Month); {
	case err == nil && (old.State == MeetingAnnounced || old.State == MeetingOpen || old.State == MeetingClosed):
		return s, ErrAlready
	case err != nil && err != residents.ErrNotFound:
		return s, err
	}
	agenda, err := agendaOf(tx, a, s)
	if err != nil {
		return s, err
	}
	if err := tx.AddMeeting(s); err != nil {
		return s, err
	}
	return s, listAgenda(tx, by, body, s, agenda)
}

func planned(a Announcement, by residents.Sender, month string) (Meeting, error) {
	s := Meeting{
		Community: a.Community, ID: by.ID, Cycle: month, Form: a.Form, StartsAt: a.StartsAt, Seats: a.Seats,
		Chair: a.Chair, Recorder: a.Recorder, AnnouncedAt: by.Now, Code: a.Code, State: MeetingAnnounced,
	}
	if a.Form != FormForum && a.Form != FormHearing && a.Form != FormTalk {
		return s, refuse("form", residents.ErrChoice)
	}
	if a.Seats < 2 || a.Seats > 500 {
		return s, &residents.FieldError{Field: "seats", Reason: residents.ErrNumber, Limit: 500}
	}
	if a.Chair == a.Recorder {
		return s, refuse("recorder", ErrSamePerson)
	}
	var err error
	if s.Venue, err = residents.PublicText("venue", a.Venue, MaxVenue, true); err != nil {
		return s, err
	}
	if s.Invited, err = residents.PublicTextOrNone("invited", a.Invited, MaxInvited, false); err != nil {
		return s, err
	}
	if s.Affected, err = residents.PublicTextOrNone("affected", a.Affected, MaxInvited, false); err != nil {
		return s, err
	}
	s.Materials, err = residents.PublicTextOrNone("materials", a.Materials, MaxMaterials, false)
	return s, err
}

// agendaOf loads the agenda's topics and sees that chair and recorder belong to
// the community and wrote none of them.
func agendaOf(tx Tx, a Announcement, s Meeting) ([]Topic, error) {
	if len(a.Topics) == 0 {
		return nil, refuse("topics", ErrNoAgenda)
	}
	if len(a.Topics) > MaxAgenda {
		return nil, &residents.FieldError{Field: "topics", Reason: residents.ErrTooMany, Limit: MaxAgenda}
	}
	for _, duty := range []struct{ field, who string }{{"chair", s.Chair}, {"recorder", s.Recorder}} {
		who, err := tx.Standing(a.Community, duty.who)
		if err == residents.ErrNotFound || err == nil && may(who, residents.Attend, a.Community, s.AnnouncedAt) != nil {
			return nil, refuse(duty.field, residents.ErrChoice)
		}
		if err != nil {
			return nil, err
		}
	}
	var agenda []Topic
	seen := map[string]bool{}
	for _, id := range a.Topics {
		t, err := tx.Topic(a.Community, id)
		if err == residents.ErrNotFound || err == nil && (t.State != Accepted || seen[id]) {
			return nil, refuse("topics", residents.ErrChoice)
		}
		if err != nil {
			return nil, err
		}
		if t.Source == FromResident && t.Author == s.Chair {
			return nil, refuse("chair", ErrRecused)
		}
		if t.Source == FromResident && t.Author == s.Recorder {
			return nil, refuse("recorder", ErrRecused)
		}
		seen[id] = true
		agenda = append(agenda, t)
	}
	return agenda, nil
}

func listAgenda(tx Tx, by residents.Sender, body residents.Community, s Meeting, agenda []Topic) error {
	type item struct {
		Number string `json:"number"`
		Title  string `json:"title"`
	}
	items := []item{}
	for i, t := range agenda {
		if err := tx.AddAgenda(s.Community, s.ID, t.ID, i); err != nil {
			return err
		}
		t.State, t.Cycle = Listed, s.Cycle
		if err := tx.SetTopic(t); err != nil {
			return err
		}
		l := letter(by, t.Author, "listed", t)
		l.Meeting = s.ID
		if err := tx.Tell(l); err != nil {
			return err
		}
		items = append(items, item{t.Number, t.Title})
	}
	_, err := tx.AppendTo(s.Community, record.Act{Kind: "meeting-announced", Subject: "meeting/" + s.ID, Data: struct {
		Month    string `json:"month"`
		Form     Form   `json:"form"`
		Venue    string `json:"venue"`
		StartsAt string `json:"starts_at"`
		Seats    int    `json:"seats"`
		Agenda   []item `json:"agenda"`
	}{s.Cycle, s.Form, s.Venue, s.StartsAt.In(body.Location()).Format("2006-01-02T15:04-07:00"), s.Seats, items}})
	return err
}

// CancelMeeting calls an announced meeting off, for a reason; its topics wait again.
func CancelMeeting(tx Tx, by residents.Sender, body, id, reason string) error {
	if err := may(by.Standing, residents.Announce, body, by.Now); err != nil {
		return err
	}
	s, err := tx.Meeting(body, id)
	if err != nil {
		return err
	}
	if s.State != MeetingAnnounced {
		return ErrClosed
	}
	if s.Reason, err = residents.PublicText("reason", reason, MaxSentence, false); err != nil {
		return err
	}
	s.State = MeetingCancelled
	if err := tx.SetMeeting(s); err != nil {
		return err
	}
	if err := unlist(tx, by, s); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, record.Act{Kind: "meeting-cancelled", Subject: "meeting/" + id, Data: struct {
		Reason string `json:"reason"`
	}{s.Reason}})
	return err
}

// unlist lets the topics of a cancelled meeting wait again, and tells their authors
// and those who had a seat.
func unlist(tx Tx, by residents.Sender, s Meeting) error {
	agenda, err := tx.Agenda(s.Community, s.ID)
	if err != nil {
		return err
	}
	for _, t := range agenda {
		if t, err = waitAgain(tx, t, by.Now); err != nil {
			return err
		}
		if err := tx.SetTopic(t); err != nil {
			return err
		}
		l := letter(by, t.Author, "unlisted", t)
		l.Meeting = s.ID
		if err := tx.Tell(l); err != nil {
			return err
		}
	}
	seated, err := tx.Seated(s.Community, s.ID)
	if err != nil {
		return err
	}
	for _, seat := range seated {
		if err := tx.Tell(meetingLetter(by, seat.Resident, "meeting-cancelled", s)); err != nil {
			return err
		}
	}
	return nil
}

func meetingLetter(by residents.Sender, to, kind string, s Meeting) Letter {
	return Letter{
		Community: s.Community, ID: by.ID + "/" + kind + "/" + to, Resident: to,
		Kind: kind, Meeting: s.ID, Title: s.Venue, At: by.Now.UnixMicro(),
	}
}
