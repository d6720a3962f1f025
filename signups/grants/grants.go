// Package grants is HOW THOSE WHO HELP ARE SUPPORTED: micro-grants (公益创投), rooms, training and
// the incubation centre.
//
// A round of micro-grants belongs to a street. It goes from step to step:
//
//	call → eligibility → coaching → pitch → scores and votes → ranking → notice → agreement
//	申报    资格审核       辅导        路演     评分和投票        排序       公示     签约
//	→ first payment → mid-term check → final accounts → balance → publication
//	  首款             中期检查          结项审核         尾款      公布
//
// Experts score sealed: until the round is closed nobody reads another's score, and none of
// them scores what they have a tie to. Residents of the street's communities choose, one person
// one voice. The two are put together by weights that were fixed before anybody applied, in whole
// numbers and fractions (ranking.go). Periods and customs stand in rules.go with their source.
//
// What an organisation asks for becomes public when it was found eligible; persons never do.
package grants

import (
	"time"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/signups"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Reasons of grants.
const (
	ErrAlready   = residents.Reason("grant-already")    // done before; once is what counts
	ErrState     = residents.Reason("grant-state")      // not in this step
	ErrChanged   = residents.Reason("grant-changed")    // somebody else changed it since it was read
	ErrClosed    = residents.Reason("grant-closed")     // the days for it are over, or have not come
	ErrDates     = residents.Reason("grant-dates")      // one step ends before the step in front of it
	ErrWeights   = residents.Reason("grant-weights")    // weights or points of criteria do not add up to a hundred
	ErrOverCap   = residents.Reason("grant-over-cap")   // more is asked than one application may get
	ErrBudget    = residents.Reason("grant-budget")     // lines do not add up to what is asked and brought along
	ErrUnfit     = residents.Reason("grant-unfit")      // a condition of the call is not met
	ErrUnchecked = residents.Reason("grant-unchecked")  // applications wait for their check
	ErrAppeal    = residents.Reason("grant-appeal")     // the days in which a refused one may ask for another look are not over
	ErrFew       = residents.Reason("grant-few")        // too few experts, or too few scores
	ErrUntied    = residents.Reason("grant-undeclared") // the expert has not said what they have a tie to
	ErrTied      = residents.Reason("grant-tied")       // nobody scores what they have a tie to
	ErrChoices   = residents.Reason("grant-choices")    // none, or more than the round allows
	ErrUp        = residents.Reason("grant-notice-up")  // the notice is not over
	ErrComplaint = residents.Reason("grant-complaint")  // a complaint has no answer
	ErrUnsigned  = residents.Reason("grant-unsigned")   // the agreement is not signed by both
	ErrUnpaid    = residents.Reason("grant-unpaid")     // what comes before was not paid
	ErrUnended   = residents.Reason("grant-unended")    // a project of the round is under way, or money is not settled
	ErrNoOrg     = residents.Reason("grant-no-org")     // not the contact of an organisation of the street
)

// Limits.
const (
	MaxTitle    = 40
	MaxAbout    = 1000
	MaxWords    = 500
	MaxName     = 60
	MaxCriteria = 8
	MaxLines    = 12
	MaxNotes    = 30
	MaxJury     = 15
	MaxChoices  = 10
	MaxApplied  = 200            // applications of a round
	MaxBudget   = 100_000_000_00 // cents
	MaxAhead    = 3 * 366        // days
	MaxDocument = 60             // number of an agreement or a voucher
)

// Applicant is an organisation as far as the rules of a grant ask.
type Applicant struct {
	Community string // where it is filed or registered
	ID        string
	Name      string
	Filed     bool         // filed or registered
	Until     calendar.Day // last day on which that holds; zero: without an end
	Contacts  []string     // ids of residents of Community
}

// valid tells whether it is filed or registered on a day.
func (a Applicant) valid(on calendar.Day) bool {
	return a.Filed && (a.Until.IsZero() || !a.Until.Before(on))
}

// Reader is what rules and pages read. Loads of a single thing return residents.ErrNotFound
// when there is no such thing.
type Reader interface {
	CommunityByID(id string) (residents.Community, error)
	Standing(body, resident string) (residents.Standing, error)
	HoldersAt(body string, at time.Time, names ...residents.RoleName) ([]residents.Resident, error)
	// Applicant is an organisation of a community.
	Applicant(community, org string) (Applicant, error)
	// ApplicantsOf are the organisations whose contact a resident is.
	ApplicantsOf(community, resident string) ([]Applicant, error)
	roundReader
	applicationReader
	juryReader
	voteReader
	complaintReader
	paymentReader
	roomReader
	appointmentReader
}

// Tx is one transaction on the portal's store. Add fails with ErrAlready where the thing's key is
// taken; Set writes the whole thing again. Within one body transactions happen one after another.
type Tx interface {
	Reader
	// AppendTo puts a public act on the body's record. No person is named in it.
	AppendTo(body string, act record.Act) (seq int64, err error)
	// TellHelper puts a letter into a resident's inbox.
	TellHelper(signups.Letter) error
	roundWriter
	applicationWriter
	juryWriter
	voteWriter
	complaintWriter
	paymentWriter
	roomWriter
	appointmentWriter
}

// field is a reason beside one field.
func field(name string, reason residents.Reason) error {
	return &residents.FieldError{Field: name, Reason: reason}
}

func tooMany(name string, limit int) error {
	return &residents.FieldError{Field: name, Reason: residents.ErrTooMany, Limit: limit}
}

// clockSender is the clock as the sender of letters: what it does once at an instant has one id.
func clockSender(id string, now Instant) residents.Sender {
	return residents.Sender{Now: now, ID: "clock-" + id}
}

// work is a verb at work on a round.
type work struct {
	tx   Tx
	by   residents.Sender
	body residents.Community
	r    Round
}

// readRound reads a round for a verb; the verb asks its rule.
func readRound(tx Tx, by residents.Sender, body, id string) (w work, err error) {
	w = work{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(body); err != nil {
		return w, err
	}
	w.r, err = tx.Round(body, id)
	return w, err
}

// keeping reads a round for those who run it, in one of some states.
func keeping(tx Tx, by residents.Sender, body, id string, in ...RoundState) (w work, err error) {
	if w, err = readRound(tx, by, body, id); err != nil {
		return w, err
	}
	if err := MayKeep(by.Standing, body, by.Now); err != nil {
		return w, err
	}
	return w, w.r.in(in...)
}

func (w work) zone() *time.Location { return w.body.Location() }
func (w work) today() calendar.Day  { return calendar.DayOf(w.by.Now, w.zone()) }

// keep writes the round again.
func (w *work) keep() error {
	w.r.Version++
	return w.tx.SetRound(w.r)
}

// named is what every entry about a round says.
type named struct {
	Number string `json:"number"`
	Title  string `json:"title"`
}

func (w work) named() named { return named{w.r.Number, w.r.Title} }

// entry is what every entry about one application says: its number within the round.
type entry struct {
	Number  string `json:"number"`
	Project string `json:"project"`
}

func (w work) entry(a Application) entry { return entry{a.Number(w.r), a.Title} }

// record puts an act on the street's record, where the round is.
func (w work) record(kind string, data any) error {
	_, err := w.tx.AppendTo(w.r.Community, record.Act{Kind: kind, Subject: "grant/" + w.r.ID, Data: data})
	return err
}

// tell puts a letter about an application into the inbox of the organisation's contacts.
func (w work) tell(a Application, kind string) error {
	org, err := w.tx.Applicant(a.Community, a.Org)
	if err != nil {
		return err
	}
	for _, to := range org.Contacts {
		if err := w.letter(a.Community, to, kind, a.Title, a.ID); err != nil {
			return err
		}
	}
	return nil
}

func (w work) letter(community, to, kind, title, about string) error {
	return w.tx.TellHelper(signups.Letter{
		Community: community, ID: w.by.ID + "/" + kind + "/" + to + "/" + about, Resident: to, Kind: kind, Title: title, At: w.by.Now,
	})
}

func timeText(t Instant) string { return t.UTC().Format(time.RFC3339) }
