package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/polls"
	"yishiting/residents"
)

// PollView is one poll: before it opens, while it runs, and what it came to. Nothing in
// it tells how ballots fell before they are counted.
type PollView struct {
	Frame
	Terms   polls.Terms
	Phase   string // one of the phases
	Hours   PollHours
	Topic   TopicLine     // whose question it is; zero: none
	Roll    polls.RollSum // zero where the poll was withdrawn
	RollDay string        // the day on which the roll was taken
	Quorum  []polls.Checked
	Voted   int64 // units that have voted, where Counts
	Counts  bool  // the turnout is shown while the poll runs
	Seats   []PollSeat
	Ballot  PollBallot
	Counted bool // Result is there
	Result  PollResult
	Entries []RecordLine
}

// The phases of a poll, as its readers see them.
const (
	PollAhead     = "ahead"
	PollOpen      = "open"
	PollClosed    = "closed" // not counted yet
	PollCounted   = "counted"
	PollWithdrawn = "withdrawn"
)

// PollHours are a poll's hours in words, and how far they have run.
type PollHours struct {
	Opens, Closes string
	Left          string // 还剩 4 天
	Paper         string // the end of the days in which paper ballots are entered; "" where there are none
	Passed, Whole int    // minutes
}

// PollSeat is what the reader has to do with the poll: a ballot of theirs, or of a home
// for which they speak.
type PollSeat struct {
	Home  string // which home it is; "" for the reader's own ballot
	Label string // as what a ballot with names is published; otherwise ""
	Slip  *PollSlip
}

// PollSlip confirms a ballot that counts.
type PollSlip struct {
	When    string
	Paper   bool
	Times   int64  // how many times this unit has voted on line
	Code    string // the receipt code; "" where the ballot is not the reader's own to look up
	Said    string // the choice in words; "" where Code is
	Another bool   // somebody else cast it: who spoke for the home before
}

// PollBallot is the form, or the reason why there is none.
type PollBallot struct {
	Open  bool
	Why   residents.Reason // "" where Open, or where the slip says it all
	For   string           // for whom the reader acts; "" for themselves
	Units []Option         // the homes to vote for; nil where there is one voice only
	Again bool             // it takes the place of one that is in
}

func init() {
	register(new(PollView))
	acts(map[string]string{"cast": "选票已收下"})
}

func (v *PollView) Name() string  { return "poll" }
func (v *PollView) Title() string { return v.Terms.Question }

// Body is the poll as a public notice, with the reader's ballot in it.
func (v *PollView) Body() templ.Component { return poll(v) }

// phaseTag is the state of a poll in a word.
func phaseTag(phase string) TagWords {
	switch phase {
	case PollAhead:
		return TagWords{"还没开始", TonePlain}
	case PollOpen:
		return TagWords{"正在投票", ToneAct}
	case PollClosed:
		return TagWords{"已截止，正在计票", ToneDue}
	case PollCounted:
		return TagWords{"已计票", TonePlain}
	}
	return TagWords{"已撤回", TonePlain}
}

// PhaseTag is the state of a poll in a word, and its tone.
func PhaseTag(phase string) (words, tone string) {
	t := phaseTag(phase)
	return t.Words, t.Tone
}

// clockTitle says first what the reader wants to know of the hours.
func (v *PollView) clockTitle() string {
	switch v.Phase {
	case PollAhead:
		return v.Hours.Opens + " 开始投票"
	case PollOpen:
		return v.Hours.Closes + " 截止"
	}
	return "投票已截止"
}

func (v *PollView) clockWords() string {
	switch v.Phase {
	case PollAhead:
		return v.Hours.Closes + " 截止"
	case PollOpen:
		return v.Hours.Left
	}
	if v.Hours.Paper != "" {
		return "纸质票正在录入，最迟 " + v.Hours.Paper + " 公布结果"
	}
	return "正在计票，结果公布在这里"
}

// whose is whose ballot a slip is.
func (v *PollView) whose(s PollSeat) string {
	switch {
	case s.Home != "":
		return s.Home + " 的"
	case v.Ballot.For != "":
		return v.Ballot.For + "的"
	}
	return "您的"
}

func (v *PollView) slipTitle(s PollSeat) string {
	if s.Slip.Paper {
		return v.whose(s) + "纸质选票已计入"
	}
	return v.whose(s) + "票已投进"
}

// slipWords are when, and what can still be done.
func (v *PollView) slipWords(s PollSeat) []string {
	var words []string
	if s.Slip.Times > 1 {
		words = append(words, "这是第 "+strconv.FormatInt(s.Slip.Times, 10)+" 次投，以这一次为准。")
	}
	if s.Slip.Another {
		words = append(words, "由这一户先前的户代表投出，回执码在那一位手里。")
	} else if v.Ballot.For != "" && !s.Slip.Paper {
		words = append(words, "回执码和投了什么，由本人登录后看。")
	}
	switch {
	case v.Phase != PollOpen:
	case s.Slip.Paper:
		words = append(words, "一个单位只计一张票，网上不用再投。")
	case v.Terms.Replace:
		words = append(words, "截止前可以改投，以最后一次为准。")
	default:
		words = append(words, "这次投票投进后不能改。")
	}
	return words
}

// folded tells whether the form waits behind a line: nobody shall think that they have to vote once more.
func (v *PollView) folded() bool { return v.Ballot.Again && v.Form.Name != "ballot" }
