// Package project is THE PUBLIC-OPINION PROJECT (民意立项): works, benefits and shared
// money, none of which begins before the people concerned were asked.
//
//	collect → negotiate and approve → deliver → evaluate
//	征集      协商立项                  落实       评价
//
// An opinion call (call.go, answer.go, coverage.go, summary.go) asks a place and its
// people. A project (this file) goes from stage to stage through gates (gates.go): what
// may be done in which stage, by whom, behind which gates is one table, Steps (steps.go),
// which every verb and every page asks. What the law or the policy asks for stands with
// each gate; where neither gives a figure it is the community's own custom, as dated data
// (rules.go).
//
// A project belongs to a body: a community, or a street whose communities it concerns.
// What its people do (answers, objections, dissent, signatures) is kept with the
// community where they live.
package project

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Reasons of projects.
const (
	ErrStage     = residents.Reason("project-stage")      // not in this stage
	ErrChanged   = residents.Reason("project-changed")    // somebody else changed it since it was read
	ErrUnheard   = residents.Reason("project-unheard")    // the people concerned were not asked yet
	ErrUnlisted  = residents.Reason("project-unlisted")   // no option is complete
	ErrUntalked  = residents.Reason("project-untalked")   // no consultation on it has a published outcome, nor a street's meeting
	ErrUnstudied = residents.Reason("project-unstudied")  // the Party organisation has not studied it
	ErrUndecided = residents.Reason("project-undecided")  // the body that may decide has not
	ErrDecided   = residents.Reason("project-decided")    // it was decided: what was decided on stays as it is
	ErrUnagreed  = residents.Reason("project-unagreed")   // full or partial agreement is not noted, or somebody's objection has no answer
	ErrUncleared = residents.Reason("project-uncleared")  // another body's approval is missing
	ErrUnnoticed = residents.Reason("project-unnoticed")  // the public notice is not over
	ErrPutUp     = residents.Reason("project-put-up")     // a notice of approval is up
	ErrObjected  = residents.Reason("project-objected")   // an objection has no answer
	ErrUnplanned = residents.Reason("project-unplanned")  // milestones, budget lines, contractor or supervisors are missing
	ErrUnsigned  = residents.Reason("project-unsigned")   // three residents have not signed the completion check
	ErrUndone    = residents.Reason("project-undone")     // a milestone is not done, or a defect is not mended
	ErrFrozen    = residents.Reason("project-frozen")     // a change waits for its notice
	ErrPoll      = residents.Reason("project-poll")       // the poll does not decide this
	ErrNoQuorum  = residents.Reason("project-no-quorum")  // the poll did not reach its quorum or majority
	ErrNotFunded = residents.Reason("project-not-funded") // the budget was spent on others
	ErrFewVotes  = residents.Reason("project-few-votes")  // so few ballots without names that their numbers are not told
	ErrPollOlder = residents.Reason("project-poll-older") // the options were changed after the poll was published
	ErrPayers    = residents.Reason("project-payers")     // shares do not add up to the cost
	ErrOverPlan  = residents.Reason("project-over-plan")  // more would be committed than the line has planned, or a line planned below it
	ErrOverBound = residents.Reason("project-over-bound") // more would be paid than a contract or an order binds
	ErrTakenBack = residents.Reason("project-taken-back") // more would be taken back than was entered
	ErrConcern   = residents.Reason("project-concern")    // of those whom the project concerns
	ErrNotLate   = residents.Reason("project-not-late")   // the milestone is done, or not overdue
	ErrFile      = residents.Reason("project-file")       // neither a PDF nor a JPEG
	ErrFileSize  = residents.Reason("project-file-size")  // larger than MaxFile
	ErrHomeSaid  = residents.Reason("project-home-said")  // the home has said on paper already
	ErrRated     = residents.Reason("project-rated")      // the time for this look-back is over, or has not come
)

// Stage is where a project stands.
type Stage string

// The stages, in order. Dropped may follow the first two.
const (
	Collect   Stage = "collect"   // 民意征集: needs are asked for
	Negotiate Stage = "negotiate" // 协商立项: options are discussed and decided, notice is given
	Deliver   Stage = "deliver"   // 项目落实
	Evaluate  Stage = "evaluate"  // 效果评价
	Closed    Stage = "closed"    // evaluated to the last look-back
	Dropped   Stage = "dropped"   // not approved, with a reason
)

// Stages are those of the bar, in order.
var Stages = []Stage{Collect, Negotiate, Deliver, Evaluate, Closed}

// Kind is how a project came up (西城区民生工作民意立项指导手册).
type Kind string

// The kinds.
const (
	Asked   Kind = "asked"   // 民意征求型: the government plans it and must ask
	Applied Kind = "applied" // 民需申报型: residents apply for it
	Pushed  Kind = "pushed"  // 民情推动型: complaints show the need
)

// Field is what it is about (2019 年街道工作意见 第十二项).
type Field string

// The fields.
const (
	Works    Field = "works"    // 工程建设
	Benefit  Field = "benefit"  // 惠民政策
	Resource Field = "resource" // 公共资源配置
)

// Limits of a project.
const (
	MaxTitle      = 40
	MaxProblem    = 1000
	MaxWords      = 500 // of a reason, an answer, a note
	MaxName       = 60  // of an option, a milestone, a budget line, a unit
	MaxOptions    = 12
	MaxShares     = 8
	MaxMilestones = 30
	MaxLines      = 30
	MaxItems      = 30               // of a completion check
	MaxCost       = 1_000_000_000_00 // cents
	MaxPlaces     = 200
)

// Place is a building of a community, or with Building "" the whole of it.
type Place struct {
	Community string `json:"community"`
	Building  string `json:"building,omitempty"`
}

// Payer is who pays a share.
type Payer string

// The payers. Each asks for another approval: see gates.go.
const (
	PayStreet   Payer = "street"         // 街道财政资金
	PayDistrict Payer = "district"       // 区级资金
	PayFund     Payer = "community_fund" // 社区公益事业专项补助资金、社区公益金
	PayParty    Payer = "party_fund"     // 党组织服务群众经费
	PayHomes    Payer = "households"     // 居民自愿出资, by the home
	PayOwners   Payer = "owners"         // 业主共有资金、专项维修资金
	PayUnit     Payer = "unit"           // 驻区单位、企业、捐赠
)

// Payers are all, in the order in which they are offered.
var Payers = []Payer{PayStreet, PayDistrict, PayFund, PayParty, PayHomes, PayOwners, PayUnit}

// Share is what one payer pays of an option.
type Share struct {
	Payer Payer `json:"payer"`
	Cents int64 `json:"cents"`
}

// Option is one way to do it (比选方案).
type Option struct {
	ID       string  `json:"id"` // "1", "2", …
	Words    string  `json:"words"`
	About    string  `json:"about,omitempty"`
	Cost     int64   `json:"cost"`               // cents, all of it
	Shares   []Share `json:"shares"`             // adds up to Cost
	PerHome  int64   `json:"per_home,omitempty"` // cents that each home pays
	Affected string  `json:"affected"`           // who is affected, and how
	Upkeep   string  `json:"upkeep"`             // who looks after it afterwards, at what cost
}

// TopicRef is a topic of the month from which the project comes; Community is where it began.
type TopicRef struct {
	Community string `json:"community"`
	ID        string `json:"id"`
}

// DecisionKind is how the body that may decide decided.
type DecisionKind string

// The kinds of decision.
const (
	ByPoll    DecisionKind = "poll"    // a counted poll
	ByOutcome DecisionKind = "outcome" // a consultation settled it, without dissent
	ByOwners  DecisionKind = "owners"  // the owners' formal vote in the city's system, noted on a poll
	ByOffice  DecisionKind = "office"  // the street's office, on a project of its own
)

// Decision is which option was chosen, and by what. The zero Decision is none.
type Decision struct {
	Kind    DecisionKind `json:"kind,omitempty"`
	Poll    string       `json:"poll,omitempty"`    // id of a poll of Project.PollBody
	Meeting string       `json:"meeting,omitempty"` // ByOutcome: where the topic was settled
	Words   string       `json:"words,omitempty"`   // ByOffice: which meeting, what it decided
	Option  string       `json:"option,omitempty"`  // id of the option
	At      Instant      `json:"at,omitzero"`
	By      string       `json:"by,omitempty"`
}

// Agreement is how far those concerned agree; full and partial are different outcomes.
type Agreement string

// The agreements.
const (
	NotAgreed Agreement = ""
	Full      Agreement = "full"
	Partial   Agreement = "partial"
)

// Milestone is a step of the plan.
type Milestone struct {
	ID         string       `json:"id"` // "1", "2", …
	Words      string       `json:"words"`
	Due        calendar.Day `json:"due"` // its last day
	DoneAt     Instant      `json:"done_at,omitzero"`
	RemindedAt Instant      `json:"reminded_at,omitzero"`
}

// Line is a line of the budget.
type Line struct {
	ID      string `json:"id"` // "1", "2", …
	Words   string `json:"words"`
	Planned int64  `json:"planned"` // cents
}

// Plan is how an approved project is carried out.
type Plan struct {
	Scope        string      `json:"scope,omitempty"`
	Milestones   []Milestone `json:"milestones,omitempty"`
	Lines        []Line      `json:"lines,omitempty"`
	Contractor   string      `json:"contractor,omitempty"`
	Contract     string      `json:"contract,omitempty"` // number of the contract, or how it was chosen
	Checks       []string    `json:"checks,omitempty"`   // what is looked at on completion
	ChangeShare  int         `json:"change_share"`       // percent; a change of cost above it opens a notice
	ApprovedCost int64       `json:"approved_cost"`      // cents, as last put up for notice
	Since        Instant     `json:"since,omitzero"`     // when it last became what it is
}

// Planned is the sum of the budget's lines, in cents.
func (p Plan) Planned() (sum int64) {
	for _, l := range p.Lines {
		sum += l.Planned
	}
	return sum
}

// Project is one matter on its way.
type Project struct {
	Community  string // the body that holds it
	ID         string
	Number     string // L2026-004: year and running number within the body
	Stage      Stage
	Version    int     // goes up with each change of the fields below; a form brings the one it was drawn for
	ChangedAt  Instant // when the public last heard of it
	MadeBy     string  // id of a resident of the body
	MadeAt     Instant
	ApprovedBy string
	ApprovedAt Instant
	StartedAt  Instant // when delivery began; again when reopened
	Content
}

// Content is what of a project is kept as one text, written and read as a whole.
type Content struct {
	Title       string       `json:"title"`
	Problem     string       `json:"problem"`
	Kind        Kind         `json:"kind"`
	Field       Field        `json:"field"`
	Topic       TopicRef     `json:"topic,omitzero"`
	Calls       []string     `json:"calls,omitempty"` // opinion calls of the same body that asked about it
	Needs       []string     `json:"needs,omitempty"` // needs of the same body that it answers
	Places      []Place      `json:"places"`          // whom it concerns
	Important   bool         `json:"important"`       // the Party organisation studies it first
	Land        bool         `json:"land"`            // it uses land that the body above must allow
	Turnout     int          `json:"turnout"`         // percent of a household vote's roll that takes part at least; 0: ApprovalRules.Turnout
	Support     int          `json:"support"`         // percent of those taking part that is for the winner at least; 0: the most is enough
	Options     []Option     `json:"options,omitempty"`
	ListedAt    Instant      `json:"listed_at,omitzero"` // when the options last became what they are: what was asked or granted before counts no more
	Decision    Decision     `json:"decision,omitzero"`
	Agreement   Agreement    `json:"agreement,omitempty"`
	StudiedOn   calendar.Day `json:"studied_on,omitzero"`
	StudyNote   string       `json:"study_note,omitempty"`
	Plan        Plan         `json:"plan,omitzero"`
	Round       int          `json:"round"` // of delivery: 1; 2 once reopened
	CompletedAt Instant      `json:"completed_at,omitzero"`
	LookBacks   []int        `json:"look_backs,omitempty"`  // months after completion in which it is rated: 0, 3, 12
	LookedBack  int          `json:"looked_back,omitempty"` // how many of them were opened in this round
	Raised      bool         `json:"raised,omitempty"`      // rated low twice: with the body above
	Lessons     string       `json:"lessons,omitempty"`
	Reason      string       `json:"reason,omitempty"` // why it was dropped
}

// Option is the option with that id; false where there is none.
func (c Content) Option(id string) (Option, bool) {
	for _, o := range c.Options {
		if o.ID == id {
			return o, true
		}
	}
	return Option{}, false
}

// Chosen is the option that was decided; false before.
func (c Content) Chosen() (Option, bool) { return c.Option(c.Decision.Option) }

// Paid tells whether the chosen option, or before it any of the options, has a share of that payer's.
func (c Content) Paid(by Payer) bool {
	for _, o := range c.Options {
		if c.Decision.Option != "" && o.ID != c.Decision.Option {
			continue
		}
		for _, s := range o.Shares {
			if s.Payer == by && s.Cents > 0 {
				return true
			}
		}
	}
	return false
}

// Concerns tells whether somebody of that community and building is among those concerned.
func (c Content) Concerns(community, building string) bool {
	return Concerned(c.Places, community, building)
}

// Where is the building in which a project concerns somebody: their own, or that of another of
// their homes; false where it does not.
func (c Content) Where(who residents.Standing) (building string, ok bool) {
	return where(c.Places, who)
}

func where(places []Place, who residents.Standing) (building string, ok bool) {
	r := who.Resident
	if Concerned(places, r.Community, r.Building) {
		return r.Building, true
	}
	for _, h := range who.Homes {
		if Concerned(places, r.Community, h.Building) {
			return h.Building, true
		}
	}
	return "", false
}

// Concerned tells whether places have a building of a community, or the whole of it.
func Concerned(places []Place, community, building string) bool {
	for _, p := range places {
		if p.Community == community && (p.Building == "" || p.Building == building) {
			return true
		}
	}
	return false
}

// Reader is what rules and pages read. Loads of a single thing return
// residents.ErrNotFound when the body has no such thing.
type Reader interface {
	CommunityByID(id string) (residents.Community, error)
	Standing(body, resident string) (residents.Standing, error)
	Topic(body, id string) (consultation.Topic, error)
	Poll(body, id string) (polls.Poll, error)
	// CountedPolls are the counted polls on a topic of the body's, and its counted budgets on
	// none, the last counted first, at most 50.
	CountedPolls(body, topic string) ([]polls.Poll, error)
	// LastOutcome is the topic's outcome that was published last; residents.ErrNotFound before one was.
	LastOutcome(body, topic string) (consultation.Outcome, error)
	// LastWhistle is the last public word on a topic of what came of a meeting of departments that
	// a body called; residents.ErrNotFound before one was.
	LastWhistle(body, topic, by string) (consultation.Update, error)

	projectReader
	callReader
	agreementReader
	deliveryReader
}

// Tx is one transaction on the portal's store. Add fails with consultation.ErrAlready
// where the thing's key is taken; Set writes the whole thing again. Within one body
// transactions happen one after another.
type Tx interface {
	Reader
	// Household is a home of the body's roster.
	Household(body, id string) (residents.Household, error)
	consultation.Tx // a street's project speaks on the case that it comes from

	projectWriter
	callWriter
	agreementWriter
	deliveryWriter
}

type projectReader interface {
	// Project is a project of the body.
	Project(body, id string) (Project, error)
	// LastProjectNumber is the highest running number given in the year, 0 for none.
	LastProjectNumber(body string, year int) (int, error)
	// ProjectsOfTopic are the projects that come from a topic, of whichever body, the earliest
	// first; none of no topic.
	ProjectsOfTopic(community, topic string) ([]Project, error)
	// CallsOfProject are the calls that ask what people think of a project, without drafts and
	// withdrawn ones, the earliest first.
	CallsOfProject(body, project string) ([]Call, error)
}

type projectWriter interface {
	AddProject(Project) error
	// SetProject writes a project whose Version is one more than the stored one's; ErrChanged otherwise.
	SetProject(Project) error
}
