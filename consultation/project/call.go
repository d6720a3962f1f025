package project

import (
	"slices"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
)

// Reasons of calls.
const (
	ErrCallStage     = residents.Reason("call-stage")         // not in this state of the call
	ErrCallNotOpen   = residents.Reason("call-not-open")      // the hour of its opening has not come, or it was withdrawn
	ErrCallOver      = residents.Reason("call-over")          // the hour of its close has come
	ErrCallLate      = residents.Reason("call-late")          // written down at the door before the close, and sent after it
	ErrCallAnswered  = residents.Reason("call-answered")      // answers are in: it can only be let run to its end
	ErrCallDays      = residents.Reason("call-days")          // over MaxCallDays from opening to close, or no later than before
	ErrCallNobody    = residents.Reason("call-nobody")        // the roster has nobody at the places
	ErrCallProject   = residents.Reason("call-project")       // no project of the body that can still be asked about
	ErrNotAsked      = residents.Reason("call-not-asked")     // the call is for other places
	ErrNoOwnHome     = residents.Reason("call-no-home")       // homes are asked here, and whoever would answer is entered in none
	ErrNoUnit        = residents.Reason("call-no-unit")       // no such home or person is asked
	ErrSheet         = residents.Reason("call-sheet")         // the sheet was entered for another unit
	ErrBranch        = residents.Reason("bad-branch")         // not an option of an earlier single question that is asked of everybody
	ErrNotPut        = residents.Reason("question-not-asked") // this question is asked only of who chose another option
	ErrQuestionTwice = residents.Reason("question-twice")     // two questions of one id, or two options of the same words
	ErrOverMost      = residents.Reason("over-most")          // more options than the question allows
	ErrHotlineLine   = residents.Reason("hotline-line")       // a line is not a theme, a comma and a number
	ErrThemeTwice    = residents.Reason("theme-twice")        // a theme stands in two lines
)

// Purpose is what an opinion call is for.
type Purpose string

// The purposes.
const (
	ForNeeds    Purpose = "needs"     // 问需: what is needed
	ForProject  Purpose = "project"   // 问计: what people think of a project's options
	ForLookBack Purpose = "look-back" // 问效: whether a finished project has solved the matter; opened by the clock
)

// Unit is whose answer counts once: declared before the call is published.
type Unit string

// The units.
const (
	ByHousehold Unit = "household" // one answer a home, given by any of its adults
	ByResident  Unit = "resident"  // one answer a person of 18 and older
)

// CallState is where a call stands. Whether a published call takes answers is for the clock to say.
type CallState string

// The states of a call.
const (
	CallDraft     CallState = "draft"
	CallPublished CallState = "published"
	CallClosed    CallState = "closed"
	CallWithdrawn CallState = "withdrawn" // given up before an answer was in
)

// QuestionKind is how a question is answered.
type QuestionKind string

// The kinds of question.
const (
	Single   QuestionKind = "single"
	Multiple QuestionKind = "multiple"
	Scale    QuestionKind = "scale" // 1 to 5
	Text     QuestionKind = "text"
)

// Limits of a call.
const (
	MaxQuestions = 30
	MaxChoices   = 20   // options of a question
	MaxIdea      = 500  // characters of a text answer
	MaxAbout     = 2000 // characters about a call
	MaxCallDays  = 60   // from opening to close; extended ones included
	MaxQuestion  = 100  // characters of a question
	MaxSheet     = 30   // characters of a sheet's number
	MaxTheme     = 30   // characters of a theme
	ScaleMost    = 5
)

// Branch asks a question only of whoever chose an option of an earlier single question,
// which itself is asked of everybody: one level.
type Branch struct {
	Question string `json:"question"`
	Option   int    `json:"option"` // from 1
}

// Question is one question of a call.
type Question struct {
	ID      string       `json:"id"` // "1", "2", … in order
	Kind    QuestionKind `json:"kind"`
	Words   string       `json:"words"`
	Options []string     `json:"options,omitempty"` // of Single and Multiple: 2 to MaxChoices
	Must    bool         `json:"must,omitempty"`
	Most    int          `json:"most,omitempty"` // of Multiple: most options of an answer; 0: all
	If      *Branch      `json:"if,omitempty"`
}

// PlaceUnits is how many units there are at a place, as counted when the call was published.
type PlaceUnits struct {
	Place
	Units int `json:"units"`
}

// Call is an opinion call (民意征集).
type Call struct {
	Community   string // the body that asks
	ID          string
	Number      string // Z2026-003
	State       CallState
	MadeBy      string
	MadeAt      Instant
	PublishedBy string
	PublishedAt Instant
	Opens       Instant
	Closes      Instant
	ClosedAt    Instant
	Result      []byte // JSON of Summary, fixed at the close; nil before
	CallContent
}

// CallContent is what of a call is kept as one text. It is fixed when the call is published.
type CallContent struct {
	Title     string       `json:"title"`
	About     string       `json:"about,omitempty"`
	Purpose   Purpose      `json:"purpose"`
	Project   string       `json:"project,omitempty"` // of the same body: ForProject, ForLookBack
	Month     int          `json:"month,omitempty"`   // ForLookBack: months after completion
	Round     int          `json:"round,omitempty"`   // ForLookBack: of delivery
	Unit      Unit         `json:"unit"`
	Places    []Place      `json:"places"`
	Questions []Question   `json:"questions"`
	Coverage  int          `json:"coverage,omitempty"` // percent of the units of each place that must answer; 0: none
	Units     []PlaceUnits `json:"units,omitempty"`    // building by building, from publication on
}

// Channel is how an answer came.
type Channel string

// The channels.
const (
	Online Channel = "online"
	Door   Channel = "door"  // written down at the door by a stairwell head or the committee
	Paper  Channel = "paper" // entered from a sheet
)

// Said is what an answer says to each question: option numbers from 1 of Single and
// Multiple, the number of Scale, the text of Text. A question not answered is not in it.
type Said struct {
	Choices map[string][]int  // by question
	Words   map[string]string // by question
}

// Answer is one unit's answer to a call; the unit has one.
type Answer struct {
	Community string // where the unit is
	Body      string // whose call
	Call      string
	Unit      string // home/ID, person/ID, or home/ID/2: a further adult of a home who has not joined
	Building  string
	Said      Said
	Channel   Channel
	By        string // id of who gave it, or at the door and of paper of who entered it
	Ref       string // of paper: the sheet's number; otherwise ""
	At        Instant
}

// PlaceCoverage is how many units of a place have answered.
type PlaceCoverage struct {
	PlaceUnits
	Answered int
}

// callReader is what is read of calls.
type callReader interface {
	Call(body, id string) (Call, error)
	LastCallNumber(body string, year int) (int, error)
	// CoverageOf is the coverage of a call's places, building by building, in their order.
	CoverageOf(Call) ([]PlaceCoverage, error)
	// AnswerOf is a unit's answer; residents.ErrNotFound where it has none.
	AnswerOf(community, body, call, unit string) (Answer, error)
	// AnswerOfSheet is the answer that was entered from a sheet.
	AnswerOfSheet(community, body, call, sheet string) (Answer, error)
	// AnswersAt are the answers of a building, without texts.
	AnswersAt(community, body, call, building string) ([]Answer, error)
	// EachChoices calls fn with the choices of every answer, and how it came; fn must not read from the store.
	EachChoices(body, call string, fn func(choices string, channel Channel) error) error
	// WordCounts is how many answers have a text, by question.
	WordCounts(body, call string) (map[string]int, error)
	// ThemeCount is how many texts of a call stand under a theme.
	ThemeCount(body, call, theme string) (int, error)
	// Dropped is how many answers came for units that had one, by channel.
	Dropped(body, call string) (map[Channel]int, error)
	HasAnswers(body, call string) (bool, error)
	// AsksProject tells whether the body has a project of that id that nothing is decided of: collecting or negotiating.
	AsksProject(body, id string) (bool, error)
	// Supporters is how many support a topic of the month, without who raised it.
	Supporters(body, topic string) (int, error)
	// CallsToClose are the published calls whose hour has come.
	CallsToClose(body string, now Instant) ([]Call, error)
	// NeedAt is the need that was noted from that source under that theme.
	NeedAt(body string, source NeedSource, ref, theme string) (Need, error)
	// HasNeeds tells whether the body has noted each of those needs, of which none is named twice.
	HasNeeds(body string, ids []string) (bool, error)

	rosterReader
}

// rosterReader is what of the roster a call's units are made of.
type rosterReader interface {
	HasBuilding(community, building string) (bool, error)
	RosterHomes(community string) ([]residents.Household, error)
	Household(community, id string) (residents.Household, error)
	PeopleOfHome(community, household string) ([]residents.Resident, error)
	// Adults are residents of 18 and older with their homes.
	Adults(community string, now Instant) ([]residents.Standing, error)
}

type callWriter interface {
	AddCall(Call) error
	SetCall(Call) error
	AddAnswer(Answer) error
	SetAnswer(Answer) error
	RemoveAnswer(Answer) error
	// CountDrop adds one to the answers that were dropped.
	CountDrop(community, body, call string, channel Channel) error
	// SetTheme puts a text under a theme; residents.ErrNotFound where the unit has said nothing to the question.
	SetTheme(community, body, call, unit, question, theme string) error
	AddNeed(Need) error
	SetNeed(Need) error
}

// CallView is what rules and pages of calls read.
type CallView interface {
	CommunityByID(id string) (residents.Community, error)
	Standing(body, resident string) (residents.Standing, error)
	Topic(body, id string) (consultation.Topic, error)
	callReader
}

// CallTx is what the verbs of calls need of a Tx. Of a call of a street the transaction
// must be alone in the communities whose answers it counts, or adds to: see Communities.
type CallTx interface {
	CallView
	AppendTo(body string, act record.Act) (seq int64, err error)
	Tell(consultation.Letter) error
	callWriter
}

// callAct is a public act about a call.
func callAct(kind string, c Call, data any) record.Act {
	return record.Act{Kind: kind, Subject: "call/" + c.ID, Data: data}
}

// Communities are those whose people a call asks, without the body itself, in the order of
// its places: what else a transaction holds that closes or withdraws it.
func (c Call) Communities() (all []string) {
	for _, p := range c.Places {
		if p.Community != c.Community && !slices.Contains(all, p.Community) {
			all = append(all, p.Community)
		}
	}
	return all
}

// Asks tells whether the call is for somebody of that community.
func (c Call) Asks(community string) bool {
	return slices.ContainsFunc(c.Places, func(p Place) bool { return p.Community == community })
}

// Taking is nil while answers are taken.
func (c Call) Taking(now Instant) error {
	switch {
	case c.State == CallDraft:
		return residents.ErrNotFound
	case c.State == CallWithdrawn, c.State == CallPublished && now.Before(c.Opens):
		return ErrCallNotOpen
	case c.State != CallPublished, !now.Before(c.Closes):
		return ErrCallOver
	}
	return nil
}

// CallRules are the periods of calls as they stand from a day on.
type CallRules struct {
	From     calendar.Day
	LookBack int // days in which a finished project is rated
	Source   string
}

// callRules are the sets, the earliest first.
var callRules = []CallRules{
	{From: calendar.Day{Year: 2026, Month: 1, Day: 1}, LookBack: 14, Source: "社区约定：完工后评价十四日"},
}

// CallRulesAt are the rules in force on a day. Days before the first set follow the first.
func CallRulesAt(d calendar.Day) CallRules {
	in := callRules[0]
	for _, r := range callRules[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}
