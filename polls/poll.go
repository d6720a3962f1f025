package polls

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Secrecy says what of a ballot others get to see after the count. Before it, nobody
// gets to see any. It is declared in the terms.
type Secrecy string

// The secrecies. None of them is secret ballot: the installation keeps which unit cast what.
const (
	OpenTurnout Secrecy = "open"   // how many have voted is shown while it runs; ballots are published without names
	Hidden      Secrecy = "hidden" // nothing is shown before the close; ballots are published without names
	Named       Secrecy = "named"  // ballots are published with who cast them: a masked name and building, or a home's building and area
)

// Secrecies are all, in the order in which they are offered.
var Secrecies = []Secrecy{Hidden, OpenTurnout, Named}

// State is where a poll stands.
type State string

// The states. Whether a published poll takes ballots is for the clock to say.
const (
	Draft     State = "draft"
	Published State = "published" // terms and roll are fixed; ballots are taken in its hours
	Counting  State = "counting"  // closed; paper ballots are being entered
	Counted   State = "counted"
	Withdrawn State = "withdrawn" // given up before a ballot was in
)

// Limits of a poll.
const (
	MaxQuestion = 60   // characters
	MaxText     = 2000 // characters
	MaxWords    = 60   // characters of an option
	MaxAbout    = 300  // characters about an option
	MaxOptions  = 100
	MaxDays     = 60               // from opening to close
	MaxCost     = 1_000_000_000_00 // cents
	PaperDays   = 3                // after the close in which paper ballots are entered, by the community's own custom
)

// Option is what can be voted for. Yes, no and abstain of a binary poll are not among Terms.Options.
type Option struct {
	ID    string `json:"id"` // "1", "2", … in the order of the ballot
	Words string `json:"words"`
	About string `json:"about,omitempty"`
	Cost  int64  `json:"cost,omitempty"` // cents; of a budget only
}

// NoneID is the option "none of these" of a ranking.
const NoneID = "none"

// Ids of a binary poll's choices, and of a ballot that chooses nothing.
const (
	Yes     = "yes"
	No      = "no"
	Abstain = "abstain"
	Blank   = "blank"
)

// Terms are all that is fixed when a poll is published. Their JSON, in this order of
// keys, is what the record's entry hashes; times are microseconds since 1970, UTC.
type Terms struct {
	Community  string       `json:"community"`
	ID         string       `json:"id"`
	Number     string       `json:"number"` // P2026-003
	Question   string       `json:"question"`
	Text       string       `json:"text,omitempty"`
	Topic      string       `json:"topic,omitempty"` // id of the topic whose question it is
	Method     Method       `json:"method"`
	Options    []Option     `json:"options,omitempty"`
	None       bool         `json:"none,omitempty"`       // a ranking offers "none of these"
	Choose     int          `json:"choose,omitempty"`     // of plurality: most options on a ballot
	Seats      int          `json:"seats,omitempty"`      // how many are chosen; 0 where it is a budget or binary
	Budget     int64        `json:"budget,omitempty"`     // cents
	Completion Completion   `json:"completion,omitempty"` // of Equal Shares
	Ties       []TieKey     `json:"ties,omitempty"`
	Electorate Electorate   `json:"electorate"`
	Rule       string       `json:"rule"`      // id of the Rule
	RuleFrom   calendar.Day `json:"rule_from"` // which version of it: valid from this day
	Effect     Effect       `json:"effect"`
	Secrecy    Secrecy      `json:"secrecy"`
	Replace    bool         `json:"replace,omitempty"` // a ballot may be replaced until the close
	Paper      bool         `json:"paper,omitempty"`   // paper ballots are printed too
	Opens      int64        `json:"opens"`
	Closes     int64        `json:"closes"`
}

// JSON is the text of the terms, always the same bytes for the same terms.
func (t Terms) JSON() []byte {
	b, err := json.Marshal(t)
	if err != nil { // strings, numbers and days only
		panic(err)
	}
	return b
}

// Hash is the SHA-256 of JSON, in hex.
func (t Terms) Hash() string { return hashOf(t.JSON()) }

// OpensAt and ClosesAt are the hours: from the one, and until just before the other.
func (t Terms) OpensAt() Instant  { return time.UnixMicro(t.Opens).UTC() }
func (t Terms) ClosesAt() Instant { return time.UnixMicro(t.Closes).UTC() }

// RuleOf is the rule by which it decides, in the version that its terms name.
func (t Terms) RuleOf() (Rule, error) { return RuleByID(t.Rule, t.RuleFrom) }

// Chosen is the option with that id; false where there is none.
func (t Terms) Chosen(id string) (Option, bool) {
	i := slices.IndexFunc(t.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return Option{}, false
	}
	return t.Options[i], true
}

// Poll is a question put to an electorate.
type Poll struct {
	Terms
	State       State
	MadeBy      string
	MadeAt      Instant
	StudiedOn   calendar.Day // when the Party organisation studied it; zero: not yet
	StudyNote   string
	PublishedBy string
	PublishedAt Instant
	Roll        RollSum // of the roll, zero before publication
	ClosedAt    Instant // when it was counted as closed
	CountedAt   Instant
	Final       []byte       // JSON of Final; nil before the count
	Ballots     int64        // how many units have a ballot that counts, paper ones included
	FiledOn     calendar.Day // when it was filed with the street
	FiledAs     string
	Until       calendar.Day // last day of disclosure; zero where there is none
	Formal      []byte       // JSON of the Formal result of an owners' matter; nil
}

type pollStore interface {
	Poll(body, id string) (Poll, error)
	AddPoll(Poll) error
	SetPoll(Poll) error
	// NextPoll is the next running number of the body's polls in that year, from 1.
	NextPoll(body string, year int) (int, error)
	// HasTopic tells whether the body has that topic, in public.
	HasTopic(body, id string) (bool, error)
	// PollsToClose are published polls whose hour has come, and counting ones whose days for paper are over.
	PollsToClose(body string, now Instant) ([]Poll, error)
}

// Taking tells whether ballots are taken at that instant.
func (p Poll) Taking(now Instant) error {
	switch {
	case p.State != Published && p.State != Counting && p.State != Counted, now.Before(p.OpensAt()):
		return ErrNotOpen
	case p.State != Published, !now.Before(p.ClosesAt()):
		return ErrOver
	}
	return nil
}

// MayDraft is nil for who may write a poll's terms.
func MayDraft(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.DraftPoll, residents.Matter{Body: body}, now)
}

// MakePoll keeps a new draft. Its id is the command's.
func MakePoll(tx Tx, by residents.Sender, t Terms) (Poll, error) {
	if err := MayDraft(by.Standing, t.Community, by.Now); err != nil {
		return Poll{}, err
	}
	body, err := tx.CommunityByID(t.Community)
	if err != nil {
		return Poll{}, err
	}
	t.ID = by.ID
	if t, err = checkTerms(tx, t, by.Now, body.Location()); err != nil {
		return Poll{}, err
	}
	year := calendar.DayOf(by.Now, body.Location()).Year
	n, err := tx.NextPoll(t.Community, year)
	if err != nil {
		return Poll{}, err
	}
	t.Number = fmt.Sprintf("P%04d-%03d", year, n)
	p := Poll{Terms: t, State: Draft, MadeBy: by.Resident.ID, MadeAt: by.Now}
	return p, tx.AddPoll(p)
}

// ChangePoll writes a draft's terms anew. A study that was noted for the earlier terms counts no more.
func ChangePoll(tx Tx, by residents.Sender, t Terms) error {
	p, err := tx.Poll(t.Community, t.ID)
	if err != nil {
		return err
	}
	if err := MayDraft(by.Standing, t.Community, by.Now); err != nil {
		return err
	}
	if p.State != Draft {
		return ErrStage
	}
	body, err := tx.CommunityByID(t.Community)
	if err != nil {
		return err
	}
	t.Number = p.Number
	if p.Terms, err = checkTerms(tx, t, by.Now, body.Location()); err != nil {
		return err
	}
	p.MadeBy, p.StudiedOn, p.StudyNote = by.Resident.ID, calendar.Day{}, ""
	return tx.SetPoll(p)
}
