package consultation

import "yishiting/residents"

// Side is what a statement is: for the topic, against it, or a question.
type Side string

// The sides of a statement.
const (
	For      Side = "for"
	Against  Side = "against"
	Question Side = "question"
)

// Statement is a short word of a resident on a topic. It shows once the desk let it.
type Statement struct {
	Community string
	ID        string
	Topic     string
	Author    string
	Side      Side
	Text      string
	At        Instant
	State     StatementState
	Reason    string // why it is hidden: code of HideReasons
	Reply     string // the committee's official answer
	ReplyAt   Instant
	SeenBy    string // who let it show or hid it
}

// StatementState is whether a statement shows.
type StatementState string

// The states of a statement.
const (
	Waiting StatementState = "waiting"
	Shown   StatementState = "shown"
	Hidden  StatementState = "hidden"
)

// MaxStatement and MaxReply are limits in characters.
const (
	MaxStatement = 300
	MaxReply     = 500
)

// HideReasons are the published reasons for not showing a statement.
var HideReasons = []string{"insult", "private", "unlawful", "off-topic", "advertising"}

type statements interface {
	Statement(body, id string) (Statement, error)
	AddStatement(Statement) error
	SetStatement(Statement) error
	Screenings(body, topic string) ([]Screening, error)
	AddScreening(Screening) error
	Appeal(body, topic string) (Appeal, error)
	AddAppeal(Appeal) error
}

// MayState is nil for whoever has a voice while the topic waits for its meeting.
func MayState(who residents.Standing, t Topic, now Instant) error {
	if err := may(who, residents.Speak, t.Community, now); err != nil {
		return err
	}
	if t.State != Accepted && t.State != Listed {
		return ErrClosed
	}
	return nil
}

// MakeStatement says something on a topic. It shows after the desk has read it.
func MakeStatement(tx Tx, by residents.Sender, s Statement) error {
	t, err := tx.Topic(s.Community, s.Topic)
	if err != nil {
		return err
	}
	if err := MayState(by.Standing, t, by.Now); err != nil {
		return err
	}
	if s.Side != For && s.Side != Against && s.Side != Question {
		return refuse("side", residents.ErrChoice)
	}
	if s.Text, err = residents.PublicText("text", s.Text, MaxStatement, false); err != nil {
		return err
	}
	return tx.AddStatement(Statement{
		Community: s.Community, ID: by.ID, Topic: s.Topic, Author: by.Resident.ID,
		Side: s.Side, Text: s.Text, At: by.Now, State: Waiting,
	})
}

// MayModerate is nil for a member of the committee, not on one's own statement.
func MayModerate(who residents.Standing, s Statement, now Instant) error {
	return residents.May(who, residents.ModerateWord, residents.Matter{Body: s.Community, Owner: s.Author}, now)
}

// ShowStatement lets a statement show.
func ShowStatement(tx Tx, by residents.Sender, body, id string) error {
	s, err := tx.Statement(body, id)
	if err != nil {
		return err
	}
	if err := MayModerate(by.Standing, s, by.Now); err != nil {
		return err
	}
	s.State, s.Reason, s.SeenBy = Shown, "", by.Resident.ID
	return tx.SetStatement(s)
}

// HideStatement keeps a statement from showing, for a published reason; its
// author is told, and the act is on the record without the words.
func HideStatement(tx Tx, by residents.Sender, body, id, reason string) error {
	s, err := tx.Statement(body, id)
	if err != nil {
		return err
	}
	if err := MayModerate(by.Standing, s, by.Now); err != nil {
		return err
	}
	if !among(reason, HideReasons) {
		return refuse("reason", residents.ErrChoice)
	}
	t, err := tx.Topic(body, s.Topic)
	if err != nil {
		return err
	}
	s.State, s.Reason, s.SeenBy = Hidden, reason, by.Resident.ID
	if err := tx.SetStatement(s); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("statement-hidden", t, struct {
		Number    string `json:"number"`
		Statement string `json:"statement"`
		Reason    string `json:"reason"`
	}{t.Number, s.ID, reason}))
	if err != nil {
		return err
	}
	return tx.Tell(letter(by, s.Author, "statement-hidden", t))
}

// MayReply is MayModerate for a statement that is not hidden.
func MayReply(who residents.Standing, s Statement, now Instant) error {
	if err := MayModerate(who, s, now); err != nil {
		return err
	}
	if s.State == Hidden {
		return ErrClosed
	}
	return nil
}

// ReplyStatement gives the committee's official answer to a statement and lets it
// show. An answer may be given anew: each stands on the record.
func ReplyStatement(tx Tx, by residents.Sender, body, id, reply string) error {
	s, err := tx.Statement(body, id)
	if err != nil {
		return err
	}
	if err := MayReply(by.Standing, s, by.Now); err != nil {
		return err
	}
	if s.Reply, err = residents.PublicText("reply", reply, MaxReply, false); err != nil {
		return err
	}
	t, err := tx.Topic(body, s.Topic)
	if err != nil {
		return err
	}
	s.State, s.Reason, s.SeenBy, s.ReplyAt = Shown, "", by.Resident.ID, by.Now
	if err := tx.SetStatement(s); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, topicAct("statement-answered", t, struct {
		Number    string `json:"number"`
		Statement string `json:"statement"`
		Reply     string `json:"reply"`
	}{t.Number, s.ID, s.Reply}))
	if err != nil {
		return err
	}
	return tx.Tell(letter(by, s.Author, "statement-answered", t))
}
