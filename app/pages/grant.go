package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/grants"
)

// GrantView is one round of micro-grants: its terms, what was applied for, the residents' choice,
// the ranks with how they came about, the notice, the money. It is served natively.
type GrantView struct {
	Frame
	Style   string // address of the style of grants
	Round   grants.Round
	Street  string // who gives: 和平里街道办事处
	Clock   string // what comes next, and when
	Dates   []Step
	Applied int
	Passed  int
	Funded  int
	Granted int64 // cents
	Paid    int64 // cents, less what was given back
	Apps    []GrantApp
	Vote    GrantVote
	Apply   GrantApply
	Notice  *GrantNotice
	Said    []GrantComplaint
	Complain
	Terms   []Fact
	Sources []string
	Entries []RecordLine
	Record  string // the record of the street
	Desk    string // the round at the street's desk; "" for who has none
}

// GrantApp is an application on the round's page.
type GrantApp struct {
	ID, Number, Title, Org, Href string
	State, Tone                  string
	Asked                        int64
	Result                       *grants.Result // nil before the round is closed
	Paid                         int64
	Struck                       string // why, where a complaint was upheld
}

// GrantVote is the residents' choice.
type GrantVote struct {
	Shown  bool             // residents choose now
	Why    residents.Reason // why the reader does not; "" where they may
	Chosen []string         // what the reader has chosen
	When   string           // when they did; "" not yet
	Until  string
	There  string // where the reader chooses, of who reads it elsewhere; "" here
}

// GrantApply is whether the reader applies.
type GrantApply struct {
	Shown bool // organisations apply now
	May   bool // the reader is a contact of one that has not applied
	Until string
	Mine  []TopicLine // what their organisations have applied for
}

// GrantNotice is the notice with its clock.
type GrantNotice struct {
	Day, Days int
	Until     string
	Up        bool
}

// Complain is whether the reader may complain.
type Complain struct {
	ComplainShown bool
	ComplainWhy   residents.Reason
}

// GrantComplaint is a complaint as everybody reads it: nobody is named.
type GrantComplaint struct {
	About, Text, When, Reply, ReplyWhen string
	Upheld                              bool
	Due                                 string
}

func (v *GrantView) Name() string  { return "grant" }
func (v *GrantView) Title() string { return v.Round.Title }

// Body is the round.
func (v *GrantView) Body() templ.Component { return grantPage(v) }

func (v *GrantView) path(below string) string { return v.To("grants/" + v.Round.ID + below) }

// keys are the numbers that stand at the top.
func (v *GrantView) keys() []Fact {
	keys := []Fact{{"总额", Money(v.Round.Budget)}}
	if v.Round.State == grants.Call && v.Passed == 0 {
		return append(keys, Fact{"单个上限", Money(v.Round.Cap)}, Fact{"已申报", strconv.Itoa(v.Applied) + " 个"})
	}
	keys = append(keys, Fact{"申报", strconv.Itoa(v.Applied) + " 个"}, Fact{"通过审核", strconv.Itoa(v.Passed) + " 个"})
	if v.ranked() {
		keys = append(keys, Fact{"资助", strconv.Itoa(v.Funded) + " 个"})
	}
	return keys
}

// ranked tells whether the ranks are known.
func (v *GrantView) ranked() bool {
	return len(v.Apps) > 0 && v.Apps[0].Result != nil
}

// GrantStages are the steps of a round's bar.
func GrantStages(r grants.Round) (all []Stage) {
	names := map[grants.RoundState]string{grants.Call: "申报", grants.Pitch: "评审", grants.Notice: "公示", grants.Running: "执行", grants.Done: "公布"}
	state := StageDone
	if r.State == grants.Ranked {
		r.State = grants.Pitch // what was scored is put up next
	}
	for _, s := range grants.RoundStates {
		if names[s] == "" {
			continue
		}
		at := state
		if s == r.State {
			at, state = StageNow, StageAhead
		}
		if r.State == grants.Done {
			at = StageDone
		}
		if r.State == grants.Cancelled || r.State == grants.Draft {
			at = StageAhead
		}
		all = append(all, Stage{names[s], at})
	}
	return all
}

// Hundredths are points with two decimals, cut off: 88.50.
func Hundredths(p grants.Points) string {
	h := p.Hundredths()
	return strconv.FormatInt(h/100, 10) + "." + two(h%100)
}

func two(n int64) string {
	if n < 10 {
		return "0" + strconv.FormatInt(n, 10)
	}
	return strconv.FormatInt(n, 10)
}

// PointsWords say how an application's points came about.
func PointsWords(r grants.Result, t grants.Terms) string {
	experts := "专家均分 " + Hundredths(r.Average()) + "（" + strconv.Itoa(r.Scores) + " 份）× " + strconv.Itoa(t.Experts) + "%"
	if t.Residents == 0 {
		return experts
	}
	return experts + " ＋ 居民 " + Hundredths(r.Liked()) + "（" + strconv.Itoa(r.Votes) + " 票）× " + strconv.Itoa(t.Residents) + "%"
}

// GrantTie says what decides between equal points, and how the money is given out.
const GrantTie = "分数按分数（整数相除）比，不四舍五入；同分的，依次看专家均分、票数、申请的钱少的、申报早的。按名次往下给，够最低分、剩下的钱够的给足申请数；剩下的钱不够的跳过，看下一个。"

// ExpertPart and ResidentPart are the lengths of the two parts of a bar, in thousandths of a hundred points.
func expertPart(r grants.Result, t grants.Terms) int {
	return int(int64(t.Experts) * r.Average().Hundredths() / 1000)
}

func residentPart(r grants.Result, t grants.Terms) int {
	return int(int64(t.Residents) * r.Liked().Hundredths() / 1000)
}
