package consultation

import (
	"fmt"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// State is where a topic stands.
type State string

// The states of a topic.
const (
	Raised    State = "raised"    // waits for screening; only its author and the desk see it
	Withdrawn State = "withdrawn" // taken back by its author before screening
	Accepted  State = "accepted"  // will be consulted
	Merged    State = "merged"    // goes on within another topic
	Referred  State = "referred"  // sent to whom it belongs
	Declined  State = "declined"  // not taken up
	Listed    State = "listed"    // on the agenda of an announced meeting
	Assembly  State = "assembly"  // needs the assembly or the representatives
	Handed    State = "handed"    // with the street or the district
	Carrying  State = "carrying"  // settled, being carried out
	Rating    State = "rating"    // carried out; residents rate
	Archived  State = "archived"  // finished
)

// Public tells whether everybody may read a topic in this state: what was raised
// shows after screening, with its decision.
func (s State) Public() bool { return s != Raised && s != Withdrawn }

// Limits of a topic's texts, in characters.
const (
	MaxTitle    = 40
	MaxProblem  = 1000
	MaxPlace    = 60
	MaxAffected = 100
	MaxWish     = 500
	MaxPhotos   = 4
	MaxCalls    = 100_000 // calls of a cluster
	MaxCallDays = 366     // days in which they came
)

// Source tells where a topic came from.
type Source string

// The sources of a topic.
const (
	FromResident Source = "resident"
	FromHotline  Source = "hotline" // a cluster of 12345 calls, as numbers only
)

// Topic is one matter on its way through the month. It keeps its number for good,
// whoever holds it.
type Topic struct {
	Community string
	ID        string
	Number    string // 2026-031: year and running number within the community
	Cycle     string // month it is dealt with in: 2026-11
	Author    string // id of a resident
	Source    Source
	Title     string
	Problem   string
	Place     string
	Affected  string // who is affected, in the author's words
	Wish      string
	Contact   bool // the author agrees to be called about it
	RaisedAt  Instant
	ScreenDue Instant // end of the last day for screening
	State     State
	Into      string // id of the topic it was merged into
	Calls     int    // calls of the cluster, FromHotline only
	CallDays  int    // days in which they came
	Round     int    // 1; 2 once reopened by a low rating
	RateUntil Instant
	RateCount int // ratings of the last closed round
	RateSum   int // their sum, 1 to 5 each
	// Callbacks are the answers of 12345 callers after the matter was dealt with.
	Callbacks Callbacks
}

// Callbacks are imported counts: callers asked, problem solved, satisfied.
type Callbacks struct{ Asked, Solved, Satisfied int }

// Photo is a re-encoded JPEG of at most 300 kB that belongs to a topic or a progress post.
type Photo struct {
	Community string
	ID        string
	Subject   string // "topic/ID" or "progress/ID"
	Place     int    // order, from 0
	JPEG      []byte
	At        Instant
}

type topics interface {
	Topic(body, id string) (Topic, error)
	AddTopic(Topic) error
	SetTopic(Topic) error
	// LastNumber is the highest running number given in the year, 0 for none.
	LastNumber(body string, year int) (int, error)
	AddPhoto(Photo) error
	Supports(body, topic, resident string) (bool, error)
	AddSupport(body, topic, resident string, at Instant) error
	RemoveSupport(body, topic, resident string) error
	// MoveSupport lets the supporters of one topic support another as well, once each.
	MoveSupport(body, from, to string, at Instant) error
}

// Raising is what the author of a topic says.
type Raising struct {
	Community string
	Title     string
	Problem   string
	Place     string
	Affected  string
	Wish      string
	Contact   bool
	Photos    [][]byte // re-encoded JPEG
}

// MayRaise is nil for whoever has a voice in the community.
func MayRaise(who residents.Standing, body string, now Instant) error {
	return may(who, residents.RaiseTopic, body, now)
}

// Raise takes up a new topic in the month that now falls in.
func Raise(tx Tx, by residents.Sender, r Raising) (Topic, error) {
	if err := MayRaise(by.Standing, r.Community, by.Now); err != nil {
		return Topic{}, err
	}
	t, err := newTopic(tx, by, r)
	if err != nil {
		return t, err
	}
	if len(r.Photos) > MaxPhotos {
		return t, &residents.FieldError{Field: "photos", Reason: residents.ErrTooMany, Limit: MaxPhotos}
	}
	t.Source = FromResident
	if err := tx.AddTopic(t); err != nil {
		return t, err
	}
	for i, p := range r.Photos {
		err := tx.AddPhoto(Photo{t.Community, photoID(t.ID, i), "topic/" + t.ID, i, p, by.Now})
		if err != nil {
			return t, err
		}
	}
	return t, nil
}

func photoID(owner string, i int) string { return owner + "-p" + string(rune('0'+i)) }

// newTopic checks the texts, opens the month if need be and gives the next number.
func newTopic(tx Tx, by residents.Sender, r Raising) (Topic, error) {
	t := Topic{
		Community: r.Community, ID: by.ID, Author: by.Resident.ID, Contact: r.Contact,
		RaisedAt: by.Now, State: Raised, Round: 1,
	}
	var err error
	for _, f := range []struct {
		to   *string
		name string
		in   string
		max  int
		must bool
		line bool
	}{
		{&t.Title, "title", r.Title, MaxTitle, true, true},
		{&t.Problem, "problem", r.Problem, MaxProblem, true, false},
		{&t.Place, "place", r.Place, MaxPlace, true, true},
		{&t.Affected, "affected", r.Affected, MaxAffected, false, true},
		{&t.Wish, "wish", r.Wish, MaxWish, true, false},
	} {
		read := residents.PublicTextOrNone
		if f.must {
			read = residents.PublicText
		}
		if *f.to, err = read(f.name, f.in, f.max, f.line); err != nil {
			return t, err
		}
	}
	body, err := tx.CommunityByID(r.Community)
	if err != nil {
		return t, err
	}
	c, err := OpenCycle(tx, body, by.Now)
	if err != nil {
		return t, err
	}
	rules, today := rulesFor(by.Now, body.Location())
	t.Cycle = c.Month
	t.ScreenDue = calendar.WorkingDaysAfter(today, rules.Screen.N).End(body.Location())
	last, err := tx.LastNumber(r.Community, today.Year)
	t.Number = topicNumber(today.Year, last+1)
	return t, err
}

// Cluster is a heap of 12345 calls on one matter: numbers, never callers.
type Cluster struct {
	Raising
	Calls int // 1 to 100,000
	Days  int // 1 to 366
}

// OpenFromCalls lets the committee open a topic from a cluster of 12345 calls
// (北京市接诉即办工作条例 第二十六条). Another member screens it.
func OpenFromCalls(tx Tx, by residents.Sender, c Cluster) (Topic, error) {
	if err := may(by.Standing, residents.OpenFromCall, c.Community, by.Now); err != nil {
		return Topic{}, err
	}
	if c.Calls < 1 || c.Calls > MaxCalls {
		return Topic{}, &residents.FieldError{Field: "calls", Reason: residents.ErrNumber, Limit: MaxCalls}
	}
	if c.Days < 1 || c.Days > MaxCallDays {
		return Topic{}, &residents.FieldError{Field: "days", Reason: residents.ErrNumber, Limit: MaxCallDays}
	}
	t, err := newTopic(tx, by, c.Raising)
	if err != nil {
		return t, err
	}
	t.Source, t.Calls, t.CallDays = FromHotline, c.Calls, c.Days
	return t, tx.AddTopic(t)
}

// ImportCallbacks takes the counts of 12345's callbacks on a topic that came from calls.
func ImportCallbacks(tx Tx, by residents.Sender, body, topic string, c Callbacks) error {
	if err := may(by.Standing, residents.OpenFromCall, body, by.Now); err != nil {
		return err
	}
	t, err := tx.Topic(body, topic)
	if err != nil {
		return err
	}
	if t.Source != FromHotline {
		return ErrClosed
	}
	if c.Asked < 0 || c.Asked > t.Calls {
		return &residents.FieldError{Field: "asked", Reason: residents.ErrNumber, Limit: t.Calls}
	}
	if c.Solved < 0 || c.Solved > c.Asked {
		return &residents.FieldError{Field: "solved", Reason: residents.ErrNumber, Limit: c.Asked}
	}
	if c.Satisfied < 0 || c.Satisfied > c.Asked {
		return &residents.FieldError{Field: "satisfied", Reason: residents.ErrNumber, Limit: c.Asked}
	}
	t.Callbacks = c
	if err := tx.SetTopic(t); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("callbacks", t, struct {
		Number    string `json:"number"`
		Calls     int    `json:"calls"`
		Asked     int    `json:"asked"`
		Solved    int    `json:"solved"`
		Satisfied int    `json:"satisfied"`
	}{t.Number, t.Calls, c.Asked, c.Solved, c.Satisfied}))
	return err
}

// MayWithdraw is nil for the author as long as nobody has screened the topic,
// also when the author's role is over: the words are one's own.
func MayWithdraw(who residents.Standing, t Topic, now Instant) error {
	if err := mayOnTopic(who, residents.Withdraw, t, now); err != nil {
		return err
	}
	if t.State != Raised {
		return ErrClosed
	}
	return nil
}

// Withdraw takes one's own topic back before it is screened.
func Withdraw(tx Tx, by residents.Sender, body, topic string) error {
	t, err := tx.Topic(body, topic)
	if err != nil {
		return err
	}
	if err := MayWithdraw(by.Standing, t, by.Now); err != nil {
		return err
	}
	t.State = Withdrawn
	return tx.SetTopic(t)
}

// MaySupport is nil for whoever has a voice, while the topic is on its way to a
// meeting, and not for its author.
func MaySupport(who residents.Standing, t Topic, now Instant) error {
	if err := may(who, residents.SupportTopic, t.Community, now); err != nil {
		return err
	}
	switch {
	case wrote(who, t):
		return ErrOneSupporter
	case t.State != Accepted && t.State != Listed:
		return ErrClosed
	}
	return nil
}

// Support adds one's support, once.
func Support(tx Tx, by residents.Sender, body, topic string) error {
	t, err := tx.Topic(body, topic)
	if err != nil {
		return err
	}
	if err := MaySupport(by.Standing, t, by.Now); err != nil {
		return err
	}
	has, err := tx.Supports(body, topic, by.Resident.ID)
	if err != nil {
		return err
	}
	if has {
		return ErrAlready
	}
	return tx.AddSupport(body, topic, by.Resident.ID, by.Now)
}

// Unsupport takes one's support back while the topic can be supported.
func Unsupport(tx Tx, by residents.Sender, body, topic string) error {
	t, err := tx.Topic(body, topic)
	if err != nil {
		return err
	}
	if err := MaySupport(by.Standing, t, by.Now); err != nil {
		return err
	}
	return tx.RemoveSupport(body, topic, by.Resident.ID)
}

func topicNumber(year, n int) string { return fmt.Sprintf("%04d-%03d", year, n) }

// topicAct is a public act about a topic.
func topicAct(kind string, t Topic, data any) record.Act {
	return record.Act{Kind: kind, Subject: "topic/" + t.ID, Data: data}
}
