package grants

import (
	"fmt"
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// AppState is where an application stands.
type AppState string

// The states.
const (
	Applied   AppState = "applied"   // waits for its check
	Refused   AppState = "refused"   // not eligible
	Passed    AppState = "passed"    // eligible, and public
	Withdrawn AppState = "withdrawn" // by the organisation
	Chosen    AppState = "chosen"    // ranked high enough; the notice is not over
	Reserve   AppState = "reserve"   // ranked, and not funded
	Struck    AppState = "struck"    // a complaint was upheld
	Funded    AppState = "funded"    // awarded; the agreement is not signed by both
	Going     AppState = "going"     // under way
	Stopped   AppState = "stopped"   // ended at the mid-term check
	Finished  AppState = "finished"  // its accounts were accepted
)

// Public tells whether everybody reads an application in this state: what was found eligible.
func (s AppState) Public() bool {
	return s != Applied && s != Refused && s != Withdrawn
}

// Unfit is why an application is not eligible.
type Unfit string

// The reasons. Those above the line are worked out, the others are judged.
const (
	NotFiled  Unfit = "not-filed"  // not filed nor registered, or no longer
	Elsewhere Unfit = "elsewhere"  // of another street
	OverCap   Unfit = "over-cap"   // more than one application may get
	TooLong   Unfit = "too-long"   // not finished by the round's last day
	Commerce  Unfit = "commercial" // for profit, or sells something
	Twice     Unfit = "twice"      // funded already from elsewhere
	Outside   Unfit = "outside"    // not what the call is about
	Unclear   Unfit = "unclear"    // cannot be judged from what was handed in
)

// Unfits are all, in the order in which they are offered.
var Unfits = []Unfit{NotFiled, Elsewhere, OverCap, TooLong, Commerce, Twice, Outside, Unclear}

// Line is a line of a project's budget.
type Line struct {
	Words string `json:"words"`
	Cents int64  `json:"cents"`
	Spent int64  `json:"spent,omitempty"` // as accounted for in the end
}

// Plan is what an organisation applies with.
type Plan struct {
	Title string       `json:"title"`
	Need  string       `json:"need"` // what is needed, and how it is known
	Whom  string       `json:"whom"` // for whom, how many
	How   string       `json:"how"`  // what is done, when
	Lines []Line       `json:"lines"`
	Own   int64        `json:"own"` // cents that the organisation brings along
	Asked int64        `json:"asked"`
	From  calendar.Day `json:"from"`
	Until calendar.Day `json:"until"`
}

// Check is what came of the eligibility check.
type Check struct {
	Pass  bool    `json:"pass"`
	Why   Unfit   `json:"why,omitempty"`
	Words string  `json:"words,omitempty"`
	By    string  `json:"by"`
	At    Instant `json:"at"`
}

// Appeal asks for a refused application to be looked at once more; it is answered by the next check,
// which another person makes.
type Appeal struct {
	Text     string  `json:"text"`
	By       string  `json:"by"`
	At       Instant `json:"at"`
	Answered bool    `json:"answered,omitempty"`
}

// Note is advice to the organisation before the pitch; only it and those who run the round read it.
type Note struct {
	Words string  `json:"words"`
	By    string  `json:"by"`
	At    Instant `json:"at"`
}

// File is what is kept of an application as one text.
type File struct {
	Plan
	Check     *Check     `json:"check,omitempty"`
	Appeal    *Appeal    `json:"appeal,omitempty"`
	Notes     []Note     `json:"notes,omitempty"`
	Result    *Result    `json:"result,omitempty"`
	Struck    string     `json:"struck,omitempty"` // why
	Agreement *Agreement `json:"agreement,omitempty"`
	Mid       *Mid       `json:"mid,omitempty"`
	Final     *Final     `json:"final,omitempty"`
}

// Application is what one organisation asks for in a round.
type Application struct {
	Community string // where the organisation is
	ID        string
	Body      string // the street
	Round     string
	Seq       int // in the order in which they came: 1, 2, …
	Org       string
	OrgName   string
	State     AppState
	Version   int
	MadeBy    string // id of a resident of Community
	MadeAt    Instant
	File
}

// Number is the application's number within the round: G2026-01-03.
func (a Application) Number(r Round) string { return fmt.Sprintf("%s-%02d", r.Number, a.Seq) }

type applicationReader interface {
	Application(community, id string) (Application, error)
	// ApplicationsOf are all of a round, in the order in which they came.
	ApplicationsOf(body, round string) ([]Application, error)
}

type applicationWriter interface {
	// AddApplication fails with ErrAlready where the organisation has applied in the round.
	AddApplication(Application) error
	SetApplication(Application) error
}

// MayApply is nil for a contact of the organisation, about its own applications.
func MayApply(who residents.Standing, org Applicant, now Instant) error {
	contact := who.Resident.Community == org.Community && slices.Contains(org.Contacts, who.Resident.ID)
	return residents.May(who, residents.ApplyGrant, residents.Matter{Body: org.Community, Assigned: contact}, now)
}

// Apply hands in an organisation's application, once a round. Its id is the command's.
func Apply(tx Tx, by residents.Sender, body, round, org string, p Plan) (a Application, err error) {
	w, err := readRound(tx, by, body, round)
	if err != nil {
		return a, err
	}
	home := by.Resident.Community
	who, err := tx.Applicant(home, org)
	if err == residents.ErrNotFound {
		return a, ErrNoOrg
	}
	if err != nil {
		return a, err
	}
	if err := MayApply(by.Standing, who, by.Now); err != nil {
		return a, err
	}
	if err := w.asksHome(home); err != nil {
		return a, err
	}
	if !w.r.Open(w.today()) {
		return a, ErrClosed
	}
	if p, err = w.checkPlan(p); err != nil {
		return a, err
	}
	all, err := tx.ApplicationsOf(body, round)
	if err != nil {
		return a, err
	}
	if len(all) >= MaxApplied {
		return a, tooMany("", MaxApplied)
	}
	a = Application{
		Community: home, ID: by.ID, Body: body, Round: round, Seq: len(all) + 1, Org: org, OrgName: who.Name, State: Applied, Version: 1,
		MadeBy: by.Resident.ID, MadeAt: by.Now, File: File{Plan: p},
	}
	if err := tx.AddApplication(a); err != nil {
		return a, err
	}
	return a, w.record("grant-applied", struct {
		Number string `json:"number"`
		Title  string `json:"title"`
		Count  int    `json:"count"`
	}{w.r.Number, w.r.Title, a.Seq})
}

// asksHome is nil for a community of the round's street.
func (w work) asksHome(home string) error {
	c, err := w.tx.CommunityByID(home)
	if err == nil && c.Parent != w.r.Community {
		err = ErrNoOrg
	}
	return err
}

// checkPlan sees that a plan is whole, within the cap, and adds up.
func (w work) checkPlan(p Plan) (Plan, error) {
	for _, f := range []struct {
		name string
		text *string
		max  int
		line bool
	}{{"title", &p.Title, MaxTitle, true}, {"need", &p.Need, MaxAbout, false}, {"whom", &p.Whom, MaxWords, false}, {"how", &p.How, MaxAbout, false}} {
		var err error
		if *f.text, err = residents.PublicText(f.name, *f.text, f.max, f.line); err != nil {
			return p, err
		}
	}
	switch {
	case len(p.Lines) == 0:
		return p, field("lines", residents.ErrEmpty)
	case len(p.Lines) > MaxLines:
		return p, tooMany("lines", MaxLines)
	case p.Asked <= 0:
		return p, field("asked", residents.ErrNumber)
	case p.Asked > w.r.Cap:
		return p, field("asked", ErrOverCap)
	case p.Own < 0 || p.Own > MaxBudget:
		return p, field("own", residents.ErrNumber)
	case p.From.IsZero() || p.From.Before(calendar.DayOf(w.r.VoteUntil, w.zone())):
		return p, field("from", ErrDates)
	case p.Until.Before(p.From) || w.r.Latest.Before(p.Until):
		return p, field("until", ErrDates)
	}
	p.Lines = slices.Clone(p.Lines)
	sum := int64(0)
	for i := range p.Lines {
		var err error
		if p.Lines[i].Words, err = residents.PublicText("lines", p.Lines[i].Words, MaxName, true); err != nil {
			return p, err
		}
		if p.Lines[i].Cents <= 0 || p.Lines[i].Cents > MaxBudget {
			return p, field("lines", residents.ErrNumber)
		}
		p.Lines[i].Spent = 0
		sum += p.Lines[i].Cents
	}
	if sum != p.Asked+p.Own {
		return p, field("lines", ErrBudget)
	}
	return p, nil
}

// applying reads an application for a contact of its organisation, with its round.
func applying(tx Tx, by residents.Sender, community, id string, in ...AppState) (w work, a Application, err error) {
	if a, err = tx.Application(community, id); err != nil {
		return w, a, err
	}
	if w, err = readRound(tx, by, a.Body, a.Round); err != nil {
		return w, a, err
	}
	org, err := tx.Applicant(a.Community, a.Org)
	if err != nil {
		return w, a, err
	}
	if err := MayApply(by.Standing, org, by.Now); err != nil {
		return w, a, err
	}
	return w, a, a.in(in...)
}

func (a Application) in(states ...AppState) error {
	if slices.Contains(states, a.State) {
		return nil
	}
	return ErrState
}

func (w work) set(a *Application) error {
	a.Version++
	return w.tx.SetApplication(*a)
}

// MayRevise is nil while the words may still change: to the end of the call, and after passing the
// check until the pitch, when no more may be asked than before.
func (a Application) MayRevise(r Round, today calendar.Day) error {
	if a.State == Applied && r.Open(today) || a.State == Passed && r.State == Call {
		return nil
	}
	return ErrClosed
}

// Revise writes an application anew, as after advice.
func Revise(tx Tx, by residents.Sender, community, id string, version int, p Plan) error {
	w, a, err := applying(tx, by, community, id, Applied, Passed)
	if err != nil {
		return err
	}
	if a.Version != version {
		return ErrChanged
	}
	if err := a.MayRevise(w.r, w.today()); err != nil {
		return err
	}
	if p, err = w.checkPlan(p); err != nil {
		return err
	}
	if a.State == Passed && p.Asked > a.Asked {
		return field("asked", ErrOverCap)
	}
	a.Plan = p
	return w.set(&a)
}

// Withdraw takes an application back before the pitch.
func Withdraw(tx Tx, by residents.Sender, community, id string) error {
	w, a, err := applying(tx, by, community, id, Applied, Passed)
	if err != nil {
		return err
	}
	if err := w.r.in(Call); err != nil {
		return err
	}
	public := a.State.Public()
	a.State = Withdrawn
	if err := w.set(&a); err != nil || !public {
		return err
	}
	return w.record("grant-withdrawn", w.entry(a))
}

// Coach leaves advice with an application before the pitch; its organisation is told.
func Coach(tx Tx, by residents.Sender, community, id, words string) error {
	a, err := tx.Application(community, id)
	if err != nil {
		return err
	}
	w, err := keeping(tx, by, a.Body, a.Round, Call)
	if err != nil {
		return err
	}
	if err := a.in(Applied, Passed); err != nil {
		return err
	}
	if len(a.Notes) >= MaxNotes {
		return tooMany("words", MaxNotes)
	}
	if words, err = residents.Text("words", words, MaxWords, false); err != nil {
		return err
	}
	a.Notes = append(slices.Clone(a.Notes), Note{words, by.Resident.ID, by.Now})
	if err := w.set(&a); err != nil {
		return err
	}
	return w.tell(a, "grant-coached")
}
