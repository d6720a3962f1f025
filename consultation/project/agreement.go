package project

import "yishiting/calendar"

// Stance is how somebody stands to what was decided.
type Stance string

// The stances.
const (
	Agrees    Stance = "agrees"
	InPart    Stance = "partly" // agrees in part
	IsAgainst Stance = "against"
)

// Dissent is a home's or a person's word of partial agreement or refusal, what changed
// for them, and how they stand after the second round.
type Dissent struct {
	Community string // where they live
	ID        string
	Body      string
	Project   string
	Resident  string // who said it; "" where it was noted from paper for a home
	Home      string // id of the household; "" where it is a person's own
	Building  string
	Stance    Stance
	Words     string
	Shown     bool // they consent that their words are shown, without a name
	NotedBy   string
	Paper     string // number of the sheet, where noted from paper
	At        Instant
	Changed   string // what changed for them, or why nothing could; public where Shown
	ChangedAt Instant
	ChangedBy string
	Until     Instant // end of the last day on which the second round waits for them; zero before
	Then      Stance  // in the second round; "" before
	ThenAt    Instant
}

// Waits tells whether a dissent holds the notice up: it has no answer, or was asked again and
// may still say how it stands.
func (d Dissent) Waits(now Instant) bool {
	return d.ChangedAt.IsZero() || d.Then == "" && now.Before(d.Until)
}

// NoticeKind is what is put up for notice.
type NoticeKind string

// The kinds of notice.
const (
	ApprovalNotice NoticeKind = "approval" // before approval is final
	ChangeNotice   NoticeKind = "change"   // of scope, or of cost above the share
)

// Notice is a public notice (公示) with its days.
type Notice struct {
	Community string // the body
	Project   string
	Seq       int // from 1
	Kind      NoticeKind
	Words     string // what is put up: the option and its money; of a change: what changes
	Cost      int64  // cents, as put up
	Plan      *Plan  // of a change: the plan that holds once the notice is over; nil otherwise
	From      calendar.Day
	Until     Instant // end of its last day
	Source    string  // of the days
	ClosedAt  Instant // when it was over with all objections answered, and took effect; zero before
	By        string
}

// Objection is a resident's word against a notice; it is answered before the notice can take effect.
type Objection struct {
	Community string // where they live
	ID        string
	Body      string
	Project   string
	Notice    int
	Resident  string
	Text      string
	At        Instant
	Due       Instant // end of the last day for the answer
	Reply     string
	ReplyAt   Instant
	ReplyBy   string
}

// ClearanceKind is what another body is asked for.
type ClearanceKind string

// The kinds of clearance.
const (
	StreetMoney ClearanceKind = "street-money" // the street's, where money is the street's
	LandUse     ClearanceKind = "land-use"     // of the body above, where land is used
	LowRating   ClearanceKind = "low-rating"   // rated low twice: what the body above does about it
)

// ClearanceState is where a clearance stands.
type ClearanceState string

// The states.
const (
	ClearanceAsked   ClearanceState = "asked"
	ClearanceGranted ClearanceState = "granted"
	ClearanceRefused ClearanceState = "refused"
)

// Clearance is another body's word that a project needs.
type Clearance struct {
	Community string // the body whose project it is
	Project   string
	Seq       int
	To        string // id of the body asked
	Kind      ClearanceKind
	Words     string // what is asked for
	AskedBy   string
	AskedAt   Instant
	Due       Instant
	State     ClearanceState
	Answer    string
	DecidedBy string
	DecidedAt Instant
}

type agreementReader interface {
	Dissents(body, project string) ([]Dissent, error)
	Dissent(community, body, id string) (Dissent, error)
	Notices(body, project string) ([]Notice, error)
	Objections(body, project string) ([]Objection, error)
	ProjectObjection(community, body, id string) (Objection, error)
	Clearances(body, project string) ([]Clearance, error)
}

type agreementWriter interface {
	AddDissent(Dissent) error
	SetDissent(Dissent) error
	AddNotice(Notice) error
	SetNotice(Notice) error
	AddProjectObjection(Objection) error
	SetProjectObjection(Objection) error
	AddClearance(Clearance) error
	SetClearance(Clearance) error
}
