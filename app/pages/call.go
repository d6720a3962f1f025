package pages

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
)

// CallView is one opinion call: what is asked, of whom, how far the buildings are, the
// reader's answer, and after the close what came of it. It is no page of the app: it is
// served natively, and what leads to it carries data-native.
type CallView struct {
	Frame
	Style   string // address of the style of calls
	ID      string
	Number  string // Z2026-003
	Content project.CallContent
	Phase   string // one of the Call phases
	Asker   string // 和平里社区居民委员会
	Street  bool   // it is the street's
	Whom    string // 全社区, or the buildings
	Hours   CallHours
	Reached Reached
	Mine    CallMine
	Result  *CallResult // nil before the close
	Project Fact        // its title and address; zero where it is about none
	Door    string      // where answers are taken down at the door; "" for who may not
	Desk    string      // the call at the desk; "" for who has none
	Entries []RecordLine
	Record  string // the record of whoever asks
}

// CallHours are a call's hours in words, and how far they have run.
type CallHours struct {
	Opens, Closes string
	Left          string // 还剩 4 天
	Passed, Whole int    // minutes
}

// Reached is how many of those who are asked have answered. Nothing in it tells of few.
type Reached struct {
	Unit     project.Unit
	Percent  int // declared for each building; 0: none
	Units    int
	Answered int
	Few      bool // fewer than 5 have answered: Answered is 0
	Rest     bool // fewer than 5 have not: Answered is 0
	Groups   []ReachedGroup
}

// ReachedGroup are the buildings of a community; Name is "" where there is one community only.
type ReachedGroup struct {
	Name string
	Rows []ReachedRow
}

// ReachedRow is a building, or several that are told together.
type ReachedRow struct {
	Name     string
	Units    int
	Answered int
	Need     int // 0: none is declared, or several are told together
}

// CallMine is what the reader has to do with the call.
type CallMine struct {
	For    string // for whom the reader acts; "" for themselves
	Units  []CallUnit
	Open   bool             // the form is drawn, for the unit Chosen
	Chosen string           // unit
	Said   project.Said     // what stands in the form at first
	Why    residents.Reason // why there is no form; "" where Open, or where the slips say it all
	There  string           // where the reader answers, of a street's call on the street's page; "" here
}

// CallUnit is a home or a person for which the reader answers.
type CallUnit struct {
	Unit  string
	Label string // 3 号楼 2 单元 501; "" of a person
	When  string // when it was answered; "" where it was not
	How   string // in words, where it was not answered by the reader on line
	Own   bool   // the reader may read what it says
	Said  []Fact
}

// answered tells whether every unit of the reader's has an answer.
func (m CallMine) answered() bool {
	for _, u := range m.Units {
		if u.When == "" {
			return false
		}
	}
	return len(m.Units) > 0
}

// unit is the one whose form is drawn.
func (m CallMine) unit() (u CallUnit) {
	for _, one := range m.Units {
		if one.Unit == m.Chosen {
			return one
		}
	}
	return u
}

func (v *CallView) Name() string  { return "call" }
func (v *CallView) Title() string { return v.Content.Title }

// Body is the call as a public notice, with the reader's answer in it.
func (v *CallView) Body() templ.Component { return call(v) }

// answerForm is the name of the form of an answer.
const answerForm = "call-answer"

func (v *CallView) path(below string) string { return v.To("calls/" + v.ID + below) }

// folded tells whether the form waits behind a line: nobody shall think that they have to answer once more.
func (v *CallView) folded() bool { return v.Mine.unit().When != "" && v.Form.Name != answerForm }

// clockTitle says first what the reader wants to know of the hours.
func (v *CallView) clockTitle() string {
	switch v.Phase {
	case CallAhead:
		return v.Hours.Opens + " 开始"
	case CallOpen:
		return v.Hours.Closes + " 截止"
	}
	return "征集已截止"
}

func (v *CallView) clockWords() string {
	switch v.Phase {
	case CallAhead:
		return v.Hours.Closes + " 截止"
	case CallOpen:
		return v.Hours.Left + "。" + CallUnitNote(v.Content.Unit) + "。"
	}
	return "正在汇总，结果公布在这里"
}

// Told is what of it everybody may know: not that one to four have answered, nor that one to
// four have not.
func (r Reached) Told() Reached {
	few := func(n int) bool { return n > 0 && n < polls.SmallCell }
	r.Few, r.Rest = few(r.Answered), few(r.Units-r.Answered)
	if r.Few || r.Rest {
		r.Answered = 0
	}
	return r
}

// CallCame is how many answers came, of a call that is over.
func CallCame(s project.Summary) string {
	if s.Few {
		return "收到不到 5 份"
	}
	return "收到 " + Grouped(int64(s.Answers)) + " 份"
}

// Words count who has answered, of how many.
func (r Reached) Words() string {
	all := CallUnits(r.Units, r.Unit)
	switch {
	case r.Units < polls.SmallCell:
		return "共 " + all
	case r.Few:
		return "共 " + all + "，已答的还" + fewWords(r.Unit)
	case r.Rest:
		return "共 " + all + "，没有答的已" + fewWords(r.Unit)
	}
	return "共 " + all + "，已答 " + CallUnits(r.Answered, r.Unit)
}

// drawn is how long the bar is.
func (r Reached) drawn() int {
	if r.Rest {
		return r.Units
	}
	return r.Answered
}

// Words say how far a building is: 84 户已答 31 户.
func (r ReachedRow) Words(u project.Unit) string {
	return CallUnits(r.Units, u) + "已答 " + CallUnits(r.Answered, u)
}

// need says what is still missing to the declared share; "" where nothing is to be said.
func (r ReachedRow) need(u project.Unit) string {
	switch {
	case r.Need == 0:
		return ""
	case r.Answered >= r.Need:
		return "已达到"
	}
	return "还差 " + CallUnits(r.Need-r.Answered, u)
}

// short tells whether the declared share is not reached.
// mostReached is how many buildings are all shown; of more, those that lack stand first in each
// community, and most of the others are folded away.
const mostReached = 12

func (r Reached) folded(g ReachedGroup) (first, rest []ReachedRow) {
	all := 0
	for _, g := range r.Groups {
		all += len(g.Rows)
	}
	if all <= mostReached {
		return g.Rows, nil
	}
	rows := slices.Clone(g.Rows)
	slices.SortStableFunc(rows, func(a, b ReachedRow) int { return cmp.Compare(min(0, a.Answered-a.Need), min(0, b.Answered-b.Need)) })
	n := 0
	for n < len(rows) && (rows[n].short() || n < mostNamedReached) {
		n++
	}
	return rows[:n], rows[n:]
}

// mostNamedReached is how many buildings of a community are shown at least.
const mostNamedReached = 3

func (r ReachedRow) short() bool { return r.Need > 0 && r.Answered < r.Need }

// ruleFacts are what was declared before anybody answered.
func (v *CallView) ruleFacts() []Fact {
	facts := []Fact{
		{"谁来问", v.Asker}, {"问谁", v.Whom}, {"怎么算", CallUnitNote(v.Content.Unit)},
	}
	if v.Content.Coverage > 0 {
		facts = append(facts, Fact{"要问到", "每栋楼至少 " + strconv.Itoa(v.Content.Coverage) + "%"})
	}
	return append(facts, Fact{"时间", v.Hours.Opens + " 至 " + v.Hours.Closes}, Fact{"怎么答", "网上、上门、纸面都可以，都算一样；同一" + CallUnitWord(v.Content.Unit) + "只算一份，本人在网上答的为准"})
}

// small is the number under which a cell is not told by itself.
func small() string { return strconv.Itoa(polls.SmallCell) }
