package project

import "yishiting/calendar"

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
	Ref       string // of paper: the sheet's number
	At        Instant
}

// PlaceCoverage is how many units of a place have answered.
type PlaceCoverage struct {
	PlaceUnits
	Answered int
}

// callReader is what is read of calls; see call verbs for what each is for.
type callReader interface {
	Call(body, id string) (Call, error)
	LastCallNumber(body string, year int) (int, error)
	// CoverageOf is the coverage of a call's places, building by building, in their order.
	CoverageOf(Call) ([]PlaceCoverage, error)
	AnswerOf(community, body, call, unit string) (Answer, error)
}

type callWriter interface {
	AddCall(Call) error
	SetCall(Call) error
	AddAnswer(Answer) error
	SetAnswer(Answer) error
}

// CallRules are the periods of calls as they stand from a day on.
type CallRules struct {
	From     calendar.Day
	LookBack int // days in which a finished project is rated
	Source   string
}

// Covered tells whether each place of a call has as many answers as was declared; in integers.
func Covered(c Call, coverage []PlaceCoverage) bool {
	for _, p := range coverage {
		if p.Answered*100 < c.Coverage*p.Units {
			return false
		}
	}
	return true
}
