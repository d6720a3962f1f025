package organisations

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// EventState is where the report of an event stands.
type EventState string

// The states.
const (
	EventReported  EventState = "reported" // waits for the committee
	EventAsked     EventState = "asked"    // the committee asks back, in writing
	EventNoted     EventState = "noted"    // acknowledged, and public from then on
	EventWithdrawn EventState = "withdrawn"
)

// EventContent is what an organisation reports of an event before it begins.
type EventContent struct {
	Title   string  `json:"title"`
	What    string  `json:"what"`
	Where   string  `json:"where"`
	Starts  Instant `json:"starts"`
	Ends    Instant `json:"ends"`
	Outside bool    `json:"outside"` // out of doors or in a public place
	People  int     `json:"people"`  // expected
	Cents   int64   `json:"cents"`   // what it costs
	Safety  string  `json:"safety"`  // who watches over what
}

// Event is the report of an event that is large for a community (重大活动报告).
type Event struct {
	Community    string
	Organisation string
	ID           string
	State        EventState
	Version      int
	Activity     string // id of the activity on the board that it is about; "" none
	EventContent
	Question   string // what the committee asks
	MadeBy     string
	ReportedAt Instant // for the last time
	ReadBy     string
	NotedAt    Instant
}

// Why are the rules by which an event is large: people, outside, money; and permit where the
// police must permit it.
func (c EventContent) Why(rules Rules) (all []string) {
	if c.People >= rules.EventPeople.N {
		all = append(all, "people")
	}
	if c.Outside && c.People >= rules.EventOutside.N {
		all = append(all, "outside")
	}
	if c.Cents >= int64(rules.EventYuan.N)*100 {
		all = append(all, "money")
	}
	if c.People >= rules.Permit.N {
		all = append(all, "permit")
	}
	return all
}

// Late tells whether it was reported nearer to its day than the rules ask for.
func (e Event) Late(zone *time.Location) bool {
	day := calendar.DayOf(e.Starts, zone)
	return day.Add(-RulesAt(day).EventAhead.N).Before(calendar.DayOf(e.ReportedAt, zone))
}

type eventReader interface {
	Event(community, organisation, id string) (Event, error)
	// EventsOf are all of an organisation, the latest that begins first.
	EventsOf(community, organisation string) ([]Event, error)
}

type eventWriter interface {
	AddEvent(Event) error
	SetEvent(Event) error
	RemoveEvent(community, organisation, id string) error
}

// ReportEvent reports an event to the committee. Its id is the command's; activity is the one on
// the board that it is about, "" none.
func ReportEvent(tx Tx, by residents.Sender, community, org, activity string, c EventContent) (Event, error) {
	e := Event{Community: community, Organisation: org, ID: by.ID, State: EventReported, Version: 1, Activity: activity, MadeBy: by.Resident.ID, ReportedAt: by.Now}
	w, err := speaking(tx, by, community, org)
	if err != nil {
		return e, err
	}
	if !w.o.InForce(w.today()) {
		return e, ErrOver
	}
	all, err := tx.EventsOf(community, org)
	if err != nil {
		return e, err
	}
	under := 0
	for _, other := range all {
		if other.State == EventReported || other.State == EventAsked {
			under++
		}
	}
	if under >= MaxEvents {
		return e, &residents.FieldError{Reason: residents.ErrTooMany, Limit: MaxEvents}
	}
	if e.EventContent, err = w.checkEvent(c); err != nil {
		return e, err
	}
	return e, tx.AddEvent(e)
}

// ChangeEvent reports it anew, as an answer to what the committee asks or because something
// changed. version is the one the form was drawn for.
func ChangeEvent(tx Tx, by residents.Sender, community, org, id string, version int, c EventContent) error {
	w, err := speaking(tx, by, community, org)
	if err != nil {
		return err
	}
	e, err := tx.Event(community, org, id)
	switch {
	case err != nil:
		return err
	case e.State != EventReported && e.State != EventAsked:
		return ErrState
	case e.Version != version:
		return ErrChanged
	}
	if e.EventContent, err = w.checkEvent(c); err != nil {
		return err
	}
	e.State, e.Version, e.ReportedAt = EventReported, version+1, by.Now
	return tx.SetEvent(e)
}

// farthest is how far ahead an event is reported, and how long it lasts at most.
const (
	farthest = 366 * 24 * time.Hour
	longest  = 15 * 24 * time.Hour
)

func (w work) checkEvent(c EventContent) (EventContent, error) {
	var err error
	for _, t := range []struct {
		name string
		text *string
		max  int
		line bool
	}{
		{"title", &c.Title, MaxName, true}, {"what", &c.What, MaxPurpose, false}, {"where", &c.Where, MaxPlace, true}, {"safety", &c.Safety, MaxPurpose, false},
	} {
		if *t.text, err = residents.PublicText(t.name, *t.text, t.max, t.line); err != nil {
			return c, err
		}
	}
	switch {
	case !w.by.Now.Before(c.Starts):
		return c, field("starts", ErrEventBegun)
	case c.Starts.Sub(w.by.Now) > farthest:
		return c, field("starts", ErrEventLong)
	case !c.Starts.Before(c.Ends):
		return c, field("ends", ErrTerm)
	case c.Ends.Sub(c.Starts) > longest:
		return c, field("ends", ErrEventLong)
	case c.People < 1 || c.People > MaxMembers:
		return c, &residents.FieldError{Field: "people", Reason: residents.ErrNumber, Limit: MaxMembers}
	case c.Cents < 0 || c.Cents > MaxCents:
		return c, &residents.FieldError{Field: "cents", Reason: residents.ErrNumber, Limit: MaxCents / 100}
	}
	return c, nil
}

// JudgeEvent is the committee's word on a report: acknowledged, and public from then on, or a
// question in writing.
func JudgeEvent(tx Tx, by residents.Sender, community, org, id string, version int, good bool, question string) error {
	w, err := reviewing(tx, by, community, org)
	if err != nil {
		return err
	}
	e, err := tx.Event(community, org, id)
	switch {
	case err != nil:
		return err
	case w.o.State != Filed || e.State != EventReported:
		return ErrState
	case e.Version != version:
		return ErrChanged
	}
	e.Version, e.ReadBy = version+1, by.Resident.ID
	if !good {
		if e.Question, err = residents.PublicText("question", question, MaxWords, false); err != nil {
			return err
		}
		e.State = EventAsked
		if err := tx.SetEvent(e); err != nil {
			return err
		}
		return w.tell("event-asked")
	}
	e.State, e.NotedAt, e.Question = EventNoted, by.Now, ""
	if err := tx.SetEvent(e); err != nil {
		return err
	}
	if err := w.record("organisation-event", w.eventFacts(e)); err != nil {
		return err
	}
	return w.tell("event-noted")
}

// WithdrawEvent is that it does not take place, before it begins; where it was public, that is
// public too.
func WithdrawEvent(tx Tx, by residents.Sender, community, org, id string) error {
	w, err := speaking(tx, by, community, org)
	if err != nil {
		return err
	}
	e, err := tx.Event(community, org, id)
	switch {
	case err != nil:
		return err
	case e.State == EventWithdrawn:
		return ErrState
	case !by.Now.Before(e.Starts):
		return ErrEventBegun
	}
	if e.State != EventNoted {
		return tx.RemoveEvent(community, org, id)
	}
	e.State, e.Version = EventWithdrawn, e.Version+1
	if err := tx.SetEvent(e); err != nil {
		return err
	}
	return w.record("organisation-event-off", w.eventFacts(e))
}

// eventFacts are what the record says of an event.
type eventFacts struct {
	named
	Title  string `json:"event"`
	Day    string `json:"day"`
	Place  string `json:"place"`
	People int    `json:"people"`
}

func (w work) eventFacts(e Event) eventFacts {
	return eventFacts{w.named(), e.Title, calendar.DayOf(e.Starts, w.body.Location()).String(), e.Where, e.People}
}
