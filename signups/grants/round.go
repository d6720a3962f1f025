package grants

import (
	"fmt"
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// RoundState is where a round stands.
type RoundState string

// The states, in order. Cancelled may follow those before the notice.
const (
	Draft     RoundState = "draft"
	Call      RoundState = "call"    // organisations apply; after the last day they are checked and coached
	Pitch     RoundState = "pitch"   // experts score, residents choose
	Ranked    RoundState = "ranked"  // closed, the ranks are known
	Notice    RoundState = "notice"  // the list is up
	Running   RoundState = "running" // agreements, payments, checks
	Done      RoundState = "done"    // every project has ended, the accounts are published
	Cancelled RoundState = "cancelled"
)

// RoundStates are those of the bar, in order.
var RoundStates = []RoundState{Call, Pitch, Ranked, Notice, Running, Done}

// Public tells whether everybody reads a round in this state.
func (s RoundState) Public() bool { return s != Draft }

// Criterion is what experts score, with the points it may get at most.
type Criterion struct {
	Words  string `json:"words"`
	Points int    `json:"points"`
}

// Terms are what is fixed when the round is published.
type Terms struct {
	Title     string       `json:"title"`
	About     string       `json:"about"`
	Budget    int64        `json:"budget"`    // cents
	Cap       int64        `json:"cap"`       // cents: the most that one application may get
	Experts   int          `json:"experts"`   // percent
	Residents int          `json:"residents"` // percent
	First     int          `json:"first"`     // percent that is paid after the agreement
	Least     int          `json:"least"`     // points of 100 below which nothing is funded
	Choices   int          `json:"choices"`   // how many projects a resident may choose
	Criteria  []Criterion  `json:"criteria"`
	Opens     calendar.Day `json:"opens"`  // first day of the call
	Closes    calendar.Day `json:"closes"` // its last
	PitchAt   Instant      `json:"pitch_at"`
	PitchIn   string       `json:"pitch_in"` // where
	VoteFrom  Instant      `json:"vote_from"`
	VoteUntil Instant      `json:"vote_until"` // until then experts score, too
	Latest    calendar.Day `json:"latest"`     // by which every project is finished
}

// Course is what became of the round.
type Course struct {
	Reason    string  `json:"reason,omitempty"`  // why it was called off
	Votes     int     `json:"votes,omitempty"`   // residents who chose; 0 where they were few
	Few       bool    `json:"few,omitempty"`     // fewer chose than the rules ask for: nothing is told of it, and the experts decide alone
	Missing   int     `json:"missing,omitempty"` // scores that had not come when it was closed
	ClosedAt  Instant `json:"closed_at,omitzero"`
	PutUpBy   string  `json:"put_up_by,omitempty"`
	PutUpAt   Instant `json:"put_up_at,omitzero"`
	Until     Instant `json:"until,omitzero"` // end of the notice
	AwardedAt Instant `json:"awarded_at,omitzero"`
	DoneAt    Instant `json:"done_at,omitzero"`
}

// Round is one round of micro-grants of a street.
type Round struct {
	Community   string // the street
	ID          string
	Number      string // G2026-01: year and running number within the street
	State       RoundState
	Version     int // goes up with each change; a form brings the one it was drawn for
	MadeBy      string
	MadeAt      Instant
	PublishedBy string
	PublishedAt Instant
	Terms
	Course
}

type roundReader interface {
	Round(body, id string) (Round, error)
	// LastRoundNumber is the highest running number of the year; 0 before the first.
	LastRoundNumber(body string, year int) (int, error)
}

type roundWriter interface {
	AddRound(Round) error
	SetRound(Round) error
}

// Weighed are the terms with the weights by which the round was ranked.
func (r Round) Weighed() Terms {
	if r.Few {
		r.Experts, r.Residents = 100, 0
	}
	return r.Terms
}

func (r Round) in(states ...RoundState) error {
	if slices.Contains(states, r.State) {
		return nil
	}
	return ErrState
}

// Open tells whether organisations apply on a day.
func (r Round) Open(on calendar.Day) bool {
	return r.State == Call && !on.Before(r.Opens) && !r.Closes.Before(on)
}

// Applied tells whether the days of the call are over on a day.
func (r Round) Applied(on calendar.Day) bool { return r.State == Call && r.Closes.Before(on) }

// Voting tells whether residents choose at an instant.
func (r Round) Voting(now Instant) bool {
	return r.State == Pitch && !now.Before(r.VoteFrom) && now.Before(r.VoteUntil)
}

// MayKeep is nil for those who run the street's rounds.
func MayKeep(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.KeepGrants, residents.Matter{Body: body}, now)
}

// MayApprove is nil for somebody of the street's staff who did not take the step before.
func MayApprove(who residents.Standing, body, before string, now Instant) error {
	return residents.May(who, residents.ApproveGrants, residents.Matter{Body: body, Before: before}, now)
}

// MakeRound drafts a round. Its id is the command's.
func MakeRound(tx Tx, by residents.Sender, body string, t Terms) (r Round, err error) {
	w := work{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(body); err != nil {
		return r, err
	}
	if err := MayKeep(by.Standing, body, by.Now); err != nil {
		return r, err
	}
	if t, err = w.check(t); err != nil {
		return r, err
	}
	year := w.today().Year
	last, err := tx.LastRoundNumber(body, year)
	if err != nil {
		return r, err
	}
	r = Round{
		Community: body, ID: by.ID, Number: fmt.Sprintf("G%04d-%02d", year, last+1), State: Draft, Version: 1,
		MadeBy: by.Resident.ID, MadeAt: by.Now, Terms: t,
	}
	return r, tx.AddRound(r)
}

// ChangeRound writes a draft anew; version is the one that was read.
func ChangeRound(tx Tx, by residents.Sender, body, id string, version int, t Terms) error {
	w, err := keeping(tx, by, body, id, Draft)
	if err != nil {
		return err
	}
	if w.r.Version != version {
		return ErrChanged
	}
	if w.r.Terms, err = w.check(t); err != nil {
		return err
	}
	w.r.MadeBy = by.Resident.ID // who wrote the words that are published
	return w.keep()
}

// PublishRound makes a draft public, by another person than wrote it: its terms are fixed.
func PublishRound(tx Tx, by residents.Sender, body, id string) error {
	w, err := readRound(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayApprove(by.Standing, body, w.r.MadeBy, by.Now); err != nil {
		return err
	}
	if err := w.r.in(Draft); err != nil {
		return err
	}
	if _, err := w.check(w.r.Terms); err != nil {
		return err
	}
	w.r.State, w.r.PublishedBy, w.r.PublishedAt = Call, by.Resident.ID, by.Now
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("grant-round-published", struct {
		named
		Budget    int64  `json:"budget"`
		Cap       int64  `json:"cap"`
		Experts   int    `json:"experts"`
		Residents int    `json:"residents"`
		First     int    `json:"first"`
		Least     int    `json:"least"`
		Closes    string `json:"closes"`
		VoteUntil string `json:"vote_until"`
	}{w.named(), w.r.Budget, w.r.Cap, w.r.Experts, w.r.Residents, w.r.First, w.r.Least, w.r.Closes.String(), timeText(w.r.VoteUntil)})
}

// CancelRound calls a round off before anything was awarded; whoever applied is told why.
func CancelRound(tx Tx, by residents.Sender, body, id, reason string) error {
	w, err := readRound(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayApprove(by.Standing, body, "", by.Now); err != nil {
		return err
	}
	if err := w.r.in(Draft, Call, Pitch, Ranked); err != nil {
		return err
	}
	was := w.r.State
	if w.r.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	w.r.State = Cancelled
	if err := w.keep(); err != nil || was == Draft {
		return err
	}
	all, err := tx.ApplicationsOf(body, id)
	if err != nil {
		return err
	}
	for _, a := range all {
		if a.State == Withdrawn {
			continue
		}
		if err := w.tell(a, "grant-cancelled"); err != nil {
			return err
		}
	}
	return w.record("grant-round-cancelled", struct {
		named
		Reason string `json:"reason"`
	}{w.named(), w.r.Reason})
}

// check is nil for terms that may be published.
func (w work) check(t Terms) (Terms, error) {
	var err error
	if t.Title, err = residents.PublicText("title", t.Title, MaxTitle, true); err != nil {
		return t, err
	}
	if t.About, err = residents.PublicText("about", t.About, MaxAbout, false); err != nil {
		return t, err
	}
	if t.PitchIn, err = residents.PublicText("pitch_in", t.PitchIn, MaxName, true); err != nil {
		return t, err
	}
	switch {
	case t.Budget <= 0 || t.Budget > MaxBudget:
		return t, field("budget", residents.ErrNumber)
	case t.Cap <= 0 || t.Cap > t.Budget:
		return t, field("cap", residents.ErrNumber)
	case t.Experts < 0 || t.Residents < 0 || t.Experts+t.Residents != 100:
		return t, field("experts", ErrWeights)
	case t.First < 0 || t.First > 100:
		return t, &residents.FieldError{Field: "first", Reason: residents.ErrNumber, Limit: 100}
	case t.Least < 0 || t.Least > 100:
		return t, &residents.FieldError{Field: "least", Reason: residents.ErrNumber, Limit: 100}
	case t.Choices < 1 || t.Choices > MaxChoices:
		return t, &residents.FieldError{Field: "choices", Reason: residents.ErrNumber, Limit: MaxChoices}
	}
	if t.Criteria, err = checkCriteria(t.Criteria); err != nil {
		return t, err
	}
	return t, w.checkDates(t)
}

func checkCriteria(all []Criterion) ([]Criterion, error) {
	if len(all) == 0 {
		return nil, field("criteria", residents.ErrEmpty)
	}
	if len(all) > MaxCriteria {
		return nil, tooMany("criteria", MaxCriteria)
	}
	all = slices.Clone(all)
	sum := 0
	for i := range all {
		var err error
		if all[i].Words, err = residents.PublicText("criteria", all[i].Words, MaxName, true); err != nil {
			return nil, err
		}
		if all[i].Points < 1 || all[i].Points > 100 {
			return nil, &residents.FieldError{Field: "criteria", Reason: residents.ErrNumber, Limit: 100}
		}
		sum += all[i].Points
	}
	if sum != 100 {
		return nil, field("criteria", ErrWeights)
	}
	return all, nil
}

// checkDates sees that the steps follow each other, and that the call stays open long enough.
func (w work) checkDates(t Terms) error {
	zone, today := w.zone(), w.today()
	need := RulesAt(today).Call.N
	switch {
	case t.Opens.IsZero() || t.Opens.Before(today):
		return field("opens", ErrDates)
	case t.Closes.IsZero() || t.Closes.Before(t.Opens.Add(need-1)):
		return &residents.FieldError{Field: "closes", Reason: ErrDates, Limit: need}
	case t.PitchAt.Before(t.Closes.End(zone)):
		return field("pitch_at", ErrDates)
	case t.VoteFrom.Before(t.Closes.End(zone)):
		return field("vote_from", ErrDates)
	case !t.VoteUntil.After(t.VoteFrom) || !t.VoteUntil.After(t.PitchAt):
		return field("vote_until", ErrDates)
	case !t.VoteUntil.Before(t.Latest.Start(zone)) || calendar.DaysBetween(today, t.Latest) > MaxAhead:
		return field("latest", ErrDates)
	}
	return nil
}
