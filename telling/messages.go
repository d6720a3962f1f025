package telling

import (
	"slices"
	"time"

	"yishiting/residents"
)

// A Way is how somebody is told outside of the portal.
type Way string

// Ways.
const (
	Text Way = "text"
	Mail Way = "mail"
)

// AllWays are all ways, in the order in which they are read.
var AllWays = []Way{Text, Mail}

// By is what is told by a way.
func (c Choice) By(w Way) Ways {
	if w == Mail {
		return c.Mails
	}
	return c.Texts
}

// With is the choice with that told by a way.
func (c Choice) With(w Way, told Ways) Choice {
	if w == Mail {
		c.Mails = told
	} else {
		c.Texts = told
	}
	return c
}

// State is where a message is on its way.
type State string

// States. What is sending was handed to the gateway; where a server ends before the answer comes
// it is unsure whether it went, and it is not sent again.
const (
	Waiting State = "waiting"
	Sending State = "sending"
	Sent    State = "sent"
	Failed  State = "failed"
	Unsure  State = "unsure"
)

// Message says by another way that something waits in the portal. It tells nothing of what that is.
type Message struct {
	Community, ID, Resident string
	Way                     Way
	Class                   Class  // of the letters that it tells of
	About                   string // of a digest: its page; otherwise ""
	Made, Due               Instant
	State                   State
	Tries                   int
}

// How often a message is tried: again after each of the pauses, and then no more.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 8 * time.Hour}

const (
	lease    = 10 * time.Minute // so long a gateway may take, at the very most
	between  = 10 * time.Minute // between two messages of somebody's own matters, so that many at once are one
	closed   = time.Hour        // until it is looked again whether a way is open that was not
	untold   = 48 * time.Hour   // what is older is told by no message
	sendMost = 20               // messages taken at a time
	tellMost = 500              // letters looked at in one transaction
)

// Answered is the message after a try: sent, or to be tried again after a growing pause, or given up.
func (m Message) Answered(taken bool, now Instant) Message {
	switch {
	case taken:
		m.State = Sent
	case m.Tries > len(pauses):
		m.State = Failed
	default:
		m.State, m.Due = Waiting, now.Add(pauses[m.Tries-1])
	}
	return m
}

// Untold is a letter of somebody who is told by another way too, of which nothing was said yet.
type Untold struct {
	Letter, Kind, About string
	Choice              Choice
}

// MessageTx is what messages need of a transaction.
type MessageTx interface {
	// UntoldLetters are unread letters since an instant, of people who chose a way before the letter
	// came, of which nothing was said yet, by person and time.
	UntoldLetters(community string, since Instant, limit int) ([]Untold, error)
	// SetTold writes that a letter was looked at.
	SetTold(community, letter string) error
	// LastMade is when the last message of a class was made for somebody by a way, and whether it
	// still waits; residents.ErrNotFound where there was none.
	LastMade(community, resident string, w Way, c Class) (at Instant, waits bool, err error)
	// AddMessage keeps a message; one with the same id changes nothing.
	AddMessage(Message) error
}

// TellDue tells whether a letter is to be told of.
func TellDue(v interface {
	UntoldLetters(community string, since Instant, limit int) ([]Untold, error)
}, body residents.Community, now Instant) (bool, error) {
	some, err := v.UntoldLetters(body.ID, now.Add(-untold), 1)
	return len(some) > 0, err
}

// Tell makes the messages for letters that came: of somebody's own matters at once and as one, of a
// digest as they chose, none within their quiet hours; open are the ways for which there is a gateway.
// It tells whether there may be more.
func Tell(tx MessageTx, body residents.Community, now Instant, open []Way) (more bool, err error) {
	all, err := tx.UntoldLetters(body.ID, now.Add(-untold), tellMost)
	if err != nil {
		return false, err
	}
	for _, l := range all {
		for _, w := range open {
			if err := tellBy(tx, body, l, w, now); err != nil {
				return false, err
			}
		}
		if err := tx.SetTold(body.ID, l.Letter); err != nil {
			return false, err
		}
	}
	return len(all) == tellMost, nil
}

// tellBy makes the message of a letter by one way, if its reader chose that.
func tellBy(tx MessageTx, body residents.Community, l Untold, w Way, now Instant) error {
	m := Message{
		Community: body.ID, ID: l.Letter + "/" + string(w), Resident: l.Choice.Resident, Way: w, Class: ClassOf(l.Kind), Made: now, Due: now, State: Waiting,
	}
	switch chosen := l.Choice.By(w); {
	case m.Class == Yours && chosen.Yours:
		last, waits, err := tx.LastMade(body.ID, m.Resident, w, Yours)
		if err != nil && err != residents.ErrNotFound || waits {
			return err // what waits says already that something is there
		}
		if err == nil && m.Due.Before(last.Add(between)) {
			m.Due = last.Add(between)
		}
	case l.Kind == DigestKind && chosen.Digest:
		m.About = l.About
	default:
		return nil
	}
	m.Due = l.Choice.NotQuiet(m.Due, body.Location())
	return tx.AddMessage(m)
}

// Outgoing is a message with whom it goes to and what they chose meanwhile.
type Outgoing struct {
	Message
	To     string // telephone or mail address; "" where there is none any more
	Unread bool   // they have letters that they have not read
	Choice Choice
}

// SendingTx is what taking messages needs of a transaction.
type SendingTx interface {
	// MessagesDue are messages that wait, or that were being sent when the server ended, the longest due first.
	MessagesDue(community string, now Instant, limit int) ([]Outgoing, error)
	SetMessage(Message) error
	DropMessage(community, id string) error
}

// SendDue tells whether a message is to be sent, or to be given up.
func SendDue(v interface {
	MessagesDue(community string, now Instant, limit int) ([]Outgoing, error)
}, body residents.Community, now Instant) (bool, error) {
	some, err := v.MessagesDue(body.ID, now, 1)
	return len(some) > 0, err
}

// Take takes messages that are due, which nobody else then sends. What its reader no longer wishes, or
// has read meanwhile, is dropped; what has come into quiet hours waits for their end; what a server
// was sending when it ended is not sent again; and what goes by a way that is not open waits for it.
func Take(tx SendingTx, body residents.Community, now Instant, open []Way) (taken []Outgoing, more bool, err error) {
	all, err := tx.MessagesDue(body.ID, now, sendMost)
	for _, o := range all {
		if err != nil {
			return nil, false, err
		}
		m := o.Message
		chosen := o.Choice.By(m.Way)
		until, quiet := o.Choice.Quiet(now, body.Location())
		switch {
		case m.State == Sending:
			m.State = Unsure
			err = tx.SetMessage(m)
		case now.Sub(m.Made) > untold: // there was nothing to send it by
			m.State = Failed
			err = tx.SetMessage(m)
		case o.To == "" || !o.Unread || m.Class == Yours && !chosen.Yours || m.Class == Rest && !chosen.Digest:
			err = tx.DropMessage(m.Community, m.ID)
		case quiet:
			m.Due = until
			err = tx.SetMessage(m)
		case !slices.Contains(open, m.Way):
			m.Due = now.Add(closed)
			err = tx.SetMessage(m)
		default:
			m.State, m.Tries, m.Due = Sending, m.Tries+1, now.Add(lease)
			o.Message = m
			taken = append(taken, o)
			err = tx.SetMessage(m)
		}
	}
	return taken, len(all) == sendMost, err
}
