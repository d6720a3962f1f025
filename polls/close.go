package polls

import (
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Close does what the clock has to do with the polls of a body: those whose hour has come
// take no more ballots and are counted; where ballots were printed those that came back
// are entered first, for PaperDays at most. Done twice it does nothing the second time.
func Close(tx Tx, body residents.Community, now Instant) error {
	due, err := tx.PollsToClose(body.ID, now)
	if err != nil {
		return err
	}
	for _, p := range due {
		if err := closePoll(tx, p, body, now, nil); err != nil {
			return err
		}
	}
	return nil
}

// ClosePoll is Close for one poll whose ballots were counted ahead.
func ClosePoll(tx Tx, body residents.Community, id string, now Instant, ahead *Ahead) error {
	p, err := tx.Poll(body.ID, id)
	if err != nil {
		return err
	}
	return closePoll(tx, p, body, now, ahead)
}

// Ahead is what a poll's ballots came to before the transaction that keeps the result. A
// large budget takes a while to count, and meanwhile the community's other commands go on.
type Ahead struct {
	said  []Said
	final Final
}

// ReadAhead reads a poll's ballots as they are, to be counted by Count.
func ReadAhead(v interface {
	Said(body, poll string) ([]Said, error)
}, p Poll) (*Ahead, error) {
	said, err := v.Said(p.Community, p.ID)
	if err != nil {
		return nil, err
	}
	return &Ahead{said: said}, nil
}

// Count counts what ReadAhead has read; it needs no database.
func (a *Ahead) Count(p Poll) (err error) {
	a.final, err = p.Terms.Tally(p.Roll, a.said)
	return err
}

// counted is what the ballots come to: as counted ahead where they still are those, or else now.
func (a *Ahead) counted(p Poll, said []Said) (Final, error) {
	if a != nil && slices.Equal(a.said, said) {
		return a.final, nil
	}
	return p.Terms.Tally(p.Roll, said)
}

// PaperUntil is when paper ballots that are not settled count no more.
func (p Poll) PaperUntil(zone *time.Location) Instant {
	return calendar.After(calendar.DayOf(p.ClosesAt(), zone), PaperDays).End(zone)
}

// ToClose tells whether the clock has something to do with the poll.
func (p Poll) ToClose(now Instant, zone *time.Location) bool {
	switch p.State {
	case Published:
		return !now.Before(p.ClosesAt())
	case Counting:
		return !now.Before(p.PaperUntil(zone))
	}
	return false
}

// Closing is what DueToClose reads.
type Closing interface {
	PollsToClose(body string, now Instant) ([]Poll, error)
}

// DueToClose are the polls with which Close would do something.
func DueToClose(v Closing, body residents.Community, now Instant) ([]Poll, error) {
	all, err := v.PollsToClose(body.ID, now)
	return slices.DeleteFunc(all, func(p Poll) bool { return !p.ToClose(now, body.Location()) }), err
}

func closePoll(tx Tx, p Poll, body residents.Community, now Instant, ahead *Ahead) error {
	if !p.ToClose(now, body.Location()) {
		return nil
	}
	papers, err := tx.PaperCounts(body.ID, p.ID)
	if err != nil {
		return err
	}
	if p.State == Published {
		p.ClosedAt = now
		_, err := tx.AppendTo(body.ID, act("poll-closed", p.ID, struct {
			Number  string `json:"number"`
			Title   string `json:"title"`
			Ballots int64  `json:"ballots"`
		}{p.Number, p.Question, p.Ballots}))
		if err != nil {
			return err
		}
		if papers != (PaperCounts{}) && now.Before(p.PaperUntil(body.Location())) {
			p.State = Counting
			return tx.SetPoll(p)
		}
	}
	return finish(tx, p, papers, body, now, ahead)
}

// MayFinish is nil for who may say that all paper ballots that came back are in.
func MayFinish(who residents.Standing, p Poll, papers PaperCounts, now Instant) error {
	if err := residents.May(who, residents.EnterBallots, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	switch {
	case p.State != Counting:
		return ErrStage
	case papers.Waiting() > 0:
		return ErrUnsettled
	}
	return nil
}

// Finish counts a closed poll whose paper ballots are all in; ahead may be nil.
func Finish(tx Tx, by residents.Sender, body, id string, ahead *Ahead) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	papers, err := tx.PaperCounts(body, id)
	if err != nil {
		return err
	}
	if err := MayFinish(by.Standing, p, papers, by.Now); err != nil {
		return err
	}
	c, err := tx.CommunityByID(body)
	if err != nil {
		return err
	}
	return finish(tx, p, papers, c, by.Now, ahead)
}

// finish counts and puts the result on the record.
func finish(tx Tx, p Poll, papers PaperCounts, body residents.Community, now Instant, ahead *Ahead) error {
	said, err := tx.Said(body.ID, p.ID)
	if err != nil {
		return err
	}
	f, err := ahead.counted(p, said)
	if err != nil {
		return err
	}
	f.Out, f.Unread, f.Aside = papers.Out, papers.Waiting(), papers.Aside
	turnout, err := tx.TurnoutByBuilding(body.ID, p.ID)
	if err != nil {
		return err
	}
	f.Turnout = Merged(turnout)
	p.State, p.CountedAt, p.Final = Counted, now, f.JSON()
	if err := p.disclose(now, body.Location()); err != nil {
		return err
	}
	if err := tx.SetPoll(p); err != nil {
		return err
	}
	_, err = tx.AppendTo(body.ID, act("poll-counted", p.ID, CountedFacts{
		Number: p.Number, Title: p.Question, Ballots: f.Ballots, Winners: append([]string{}, f.Result.Winners...),
		Decides: f.Outcome.Decides, Passed: f.Outcome.Passed, Result: onRecord(p.Final), ResultHash: f.Hash(), Until: dayText(p.Until),
	}))
	return err
}

// mostOnRecord is how many bytes of a result stand on the record itself. What is longer, all
// pairs of fifty options, stands there by its hash alone: an entry has record.MaxLeaf bytes.
const mostOnRecord = 100_000

func onRecord(final []byte) string {
	if len(final) > mostOnRecord {
		return ""
	}
	return string(final)
}

// CountedFacts are what the record says when a poll is counted.
type CountedFacts struct {
	Number     string   `json:"number"`
	Title      string   `json:"title"`
	Ballots    int64    `json:"ballots"`
	Winners    []string `json:"winners"`
	Decides    bool     `json:"decides"`
	Passed     bool     `json:"passed"`
	Result     string   `json:"result"` // JSON of Final; "" where it is longer than mostOnRecord
	ResultHash string   `json:"result_hash"`
	Until      string   `json:"until,omitempty"`
}

// disclose sets the last day on which the result stays published, where the rule has one.
func (p *Poll) disclose(now Instant, zone *time.Location) error {
	rule, err := p.RuleOf()
	if err == nil && rule.Disclosure.Due() {
		p.Until = calendar.After(calendar.DayOf(now, zone), rule.Disclosure.N)
	}
	return err
}
