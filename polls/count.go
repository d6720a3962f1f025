// Package polls is HOW A QUESTION IS DECIDED: the electorate, the rule, the ballots, and
// the methods by which they are counted. One method a file.
package polls

import (
	"math/big"

	"yishiting/residents"
)

// Method is a way of counting ballots.
type Method string

// The methods. Each stands in a file of its own.
const (
	Binary    Method = "binary"    // yes, no, abstain
	Plurality Method = "plurality" // choose one, or up to k
	Approval  Method = "approval"  // choose any number
	Schulze   Method = "schulze"   // rank; the winner beats each other one, directly or by the strongest path
	Shares    Method = "mes"       // a budget by the Method of Equal Shares
	Greedy    Method = "greedy"    // a budget by votes, for comparison
	STV       Method = "stv"       // Scottish single transferable vote, for a board
)

// Completion says how a budget that Equal Shares leaves over is spent. It is a stored and
// published parameter of a poll, never a default of the code.
type Completion string

// The completions. add1 raises every endowment by one currency unit a voter; e also
// stops when nothing more fits; u afterwards fills by votes.
const (
	CompleteNone  Completion = "none"
	CompleteAdd1  Completion = "add1"
	CompleteAdd1E Completion = "add1e"
	CompleteAdd1U Completion = "add1u"
	CompleteBoth  Completion = "add1eu"
)

// TieKey is by what equals are told apart, the first that differs deciding.
type TieKey string

// The keys: more votes, less cost, the id that comes first (as numbers where both are numbers).
const (
	TieVotes TieKey = "votes"
	TieCost  TieKey = "cost"
	TieID    TieKey = "id"
)

// DefaultTies is the order that is used where none is given.
var DefaultTies = []TieKey{TieVotes, TieCost, TieID}

// Candidate is what is voted on: an option, a project, a person.
type Candidate struct {
	ID   string
	Name string
	Cost *big.Rat // above 0; nil where there is no money in the election
}

// Group are ballots that say the same. Ranks are places in Election.Candidates, best
// first; candidates in one rank are equal, those in none are tied last. A choice or an
// approval has one rank; a blank ballot has none. No candidate stands twice.
type Group struct {
	N     int64 // how many, 1 or more
	Ranks [][]int
	Line  int // of the first such ballot in the file they were read from; otherwise 0
}

// Election is what is counted.
type Election struct {
	File       string // name of the file it was read from, for errors; otherwise ""
	Title      string
	Candidates []Candidate
	Groups     []Group
	Budget     *big.Rat // nil where there is no money
	Seats      int      // how many are chosen; 0 counts as 1
	Choose     int      // most candidates on a plurality ballot; 0 counts as 1
	None       int      // place of "none of these" among the candidates, or -1
	Quorum     int64    // ballots that must rank an option above "none of these"; 0: no quorum
	Completion Completion
	Ties       []TieKey // nil: DefaultTies
}

// Figure is a number of a step, exact: a whole number, a decimal, or a fraction "7/3".
type Figure struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Step is one step of a count, in order: what was done, to which candidates, by which numbers.
type Step struct {
	Do      string   `json:"do"`            // code of the sentence: "elected", "funded", "dropped", "pair", …
	Round   int      `json:"round"`         // 1, 2, …
	IDs     []string `json:"ids,omitempty"` // candidates, in the order the sentence names them
	Figures []Figure `json:"figures,omitempty"`
}

// Result is what a count came to. Ranking has all candidates in layers of equals, best first.
type Result struct {
	Method  Method
	Winners []string   // ids in the order of selection; equals that nothing tells apart all stand here
	Ranking [][]string // ids
	Spent   *big.Rat   // nil where there is no money
	Steps   []Step

	Ballots int64   // all that were counted, blank ones too
	Blank   int64   // those that say nothing this method can use
	Votes   []int64 // by place in Candidates: ballots that name the candidate (plurality, approval, budgets), or rank it first (STV, Schulze)

	// Explanations, each of its method; otherwise nil.
	Pairs  *Pairs        // Schulze
	Shares *SharesReport // Equal Shares and greedy
	Stages []Stage       // STV
}

// Reasons of counting.
const (
	ErrMethod   = residents.Reason("bad-method")   // no such method, or not one for these ballots
	ErrElection = residents.Reason("bad-election") // no candidates, a cost that is not above 0, a ballot that names what is not there
)

// Pairs is how the candidates stand against each other, by places in Candidates.
type Pairs struct {
	Prefer [][]int64 // ballots that rank the one above the other
	Paths  [][]int64 // strength of the strongest path from the one to the other (winning votes)
}

// SharesReport says where the money went. Amounts are exact, in the unit of the budget.
type SharesReport struct {
	Endowment *big.Rat // each voter's, with what was added; nil for greedy
	Added     int64    // currency units a voter added by add1
	Projects  []ProjectReport
	Paid      [][]Payment // by group: what each voter of the group paid, in the order of selection; nil for greedy
	Stopped   string      // why add1 stopped: "over-budget", "exhaustive", "all-funded", "enough"; "" where there is none
}

// ProjectReport is what became of one project, by place in Candidates.
type ProjectReport struct {
	Votes     int64
	Chosen    bool
	Filled    bool     // chosen by the utilitarian fill, not paid by its supporters
	Round     int      // in which it was chosen, or dropped; 0: never reached
	Most      *big.Rat // most that one supporter paid; nil if not paid by supporters
	Effective *big.Rat // cost / Most: the effective number of votes; nil likewise
	Left      *big.Rat // money its supporters had left at the end, where it was not chosen; nil for greedy
}

// Payment is one voter's part in a project.
type Payment struct {
	ID     string
	Amount *big.Rat
}

// Stage is one stage of an STV count. Amounts are in 1/100,000 of a vote, by place in Candidates.
type Stage struct {
	Votes        []int64
	NonTransfer  int64  // votes that go no further
	Elected      []int  // elected at this stage
	Excluded     int    // place of the excluded, or -1
	Transferred  int    // place of the elected whose surplus moves, or -1
	TieBroken    string // how a tie of this stage was broken: "earlier-stage", "lot"; "" where there was none
	Quota, Moved int64
}
