package consultation

import (
	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// Cycle is one community's consultation of one calendar month.
type Cycle struct {
	Community string
	Month     string // 2026-11
	OpenedAt  Instant
	Carried   int     // topics that came over unfinished from the month before
	Reason    string  // why there was no meeting; "" otherwise
	ReasonAt  Instant // when that was stated
}

type cycles interface {
	Cycle(body, month string) (Cycle, error)
	AddCycle(Cycle) error
	SetCycle(Cycle) error
	// UnfinishedTopics are the raised and accepted topics of months before the given one.
	UnfinishedTopics(body, before string) ([]Topic, error)
	// UnheldMeetings are the announced meetings of months before the given one.
	UnheldMeetings(body, before string) ([]Meeting, error)
	// HeldMeeting tells whether a meeting of the month was held (closed, not cancelled).
	HeldMeeting(body, month string) (bool, error)
}

// OpenCycle opens the month that now falls in, if it is not open: unfinished
// topics come over, and so does a meeting that was announced and not held yet, with
// its agenda: it counts for the month in which it is held. It is called by the
// clock and by whatever needs the month; done twice it does nothing.
func OpenCycle(tx Tx, body residents.Community, now Instant) (Cycle, error) {
	month := calendar.MonthOf(DayOf(body, now)).String()
	c, err := tx.Cycle(body.ID, month)
	if err != residents.ErrNotFound {
		return c, err
	}
	left, unheld, err := unfinished(tx, body, month)
	if err != nil {
		return c, err
	}
	c = Cycle{Community: body.ID, Month: month, OpenedAt: now, Carried: len(left)}
	if err := tx.AddCycle(c); err != nil {
		return c, err
	}
	numbers := []string{}
	for _, t := range left {
		t.Cycle = month
		if err := tx.SetTopic(t); err != nil {
			return c, err
		}
		numbers = append(numbers, t.Number)
	}
	for _, s := range unheld {
		s.Cycle = month
		if err := tx.SetMeeting(s); err != nil {
			return c, err
		}
	}
	_, err = tx.AppendTo(body.ID, record.Act{Kind: "cycle-opened", Subject: "cycle/" + month, Data: struct {
		Month   string   `json:"month"`
		Carried []string `json:"carried"`
	}{month, numbers}})
	return c, err
}

// unfinished is what comes over into the month from those before it.
func unfinished(tx Tx, body residents.Community, month string) ([]Topic, []Meeting, error) {
	left, err := tx.UnfinishedTopics(body.ID, month)
	if err != nil {
		return nil, nil, err
	}
	unheld, err := tx.UnheldMeetings(body.ID, month)
	if err != nil {
		return nil, nil, err
	}
	for _, s := range unheld {
		agenda, err := tx.Agenda(body.ID, s.ID)
		if err != nil {
			return nil, nil, err
		}
		left = append(left, agenda...)
	}
	return left, unheld, nil
}

// waitAgain lets a topic wait for a meeting, in the month that now falls in.
func waitAgain(tx Tx, t Topic, now Instant) (Topic, error) {
	body, err := tx.CommunityByID(t.Community)
	if err != nil {
		return t, err
	}
	c, err := OpenCycle(tx, body, now)
	t.State, t.Into = Accepted, ""
	t.Cycle = max(t.Cycle, c.Month)
	return t, err
}

// StateNoMeeting states why a month has had no meeting. The month must be the
// present one or a past one, and without a meeting held. The street sees the reason.
func StateNoMeeting(tx Tx, by residents.Sender, body, month, reason string) error {
	if err := may(by.Standing, residents.StateMonth, body, by.Now); err != nil {
		return err
	}
	reason, err := residents.PublicText("reason", reason, MaxSentence, false)
	if err != nil {
		return err
	}
	c, err := tx.Cycle(body, month)
	if err != nil {
		return err
	}
	held, err := tx.HeldMeeting(body, month)
	if err != nil {
		return err
	}
	if held {
		return ErrMeetingHeld
	}
	c.Reason, c.ReasonAt = reason, by.Now
	if err := tx.SetCycle(c); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, record.Act{Kind: "no-meeting", Subject: "cycle/" + month, Data: struct {
		Month  string `json:"month"`
		Reason string `json:"reason"`
	}{month, reason}})
	return err
}

// Stage is where a month stands, as the stage bar shows it.
type Stage int

// The stages of a month, in order.
const (
	StageCollect   Stage = iota // 征集: topics are raised
	StageScreen                 // 审核: topics are screened, no meeting is announced yet
	StageAnnounce               // 公告: a meeting is announced
	StageMeet                   // 协商: the meeting is under way or its record is being made
	StageFollowUp               // 落实: outcomes are published
	StageCompleted              // all that was settled is archived
)

// StageOf is where the month stands, from its topics by state and its latest
// meeting; nil when there is none.
func StageOf(count map[State]int, s *Meeting) Stage {
	if s != nil && s.State != MeetingCancelled {
		switch s.State {
		case MeetingAnnounced:
			return StageAnnounce
		case MeetingOpen, MeetingClosed:
			return StageMeet
		}
		if count[Carrying]+count[Rating]+count[Handed]+count[Assembly] == 0 {
			return StageCompleted
		}
		return StageFollowUp
	}
	for state, n := range count {
		if state.Public() && n > 0 {
			return StageScreen
		}
	}
	return StageCollect
}
