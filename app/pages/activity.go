package pages

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups"
)

// ActivitiesView is what is on: activities with a shift ahead, the next first, and those that
// are over. It is served natively, as each of the activities.
type ActivitiesView struct {
	Frame
	Style        string // address of activities.css
	For          string // "" all, or one of me, week, near
	Profile      bool   // the reader has said what they can do
	Open, Past   []ActivityCard
	Newer, Older string
	Lead         string // where the reader leads activities; "" for who leads none
}

// ActivityCard is an activity in a list.
type ActivityCard struct {
	Title, Href string
	When        string   // of the next shift; "" of what is over
	Place       string   // where
	Places      string   // 还有 3 个名额
	Full        bool     // of the next shift
	Mine        string   // 您报了这一次
	Facts       []string // 以后还有 5 次
	State, Tone string   // of what is over
}

// ActivityView is one activity: what is done, its shifts with what is free, and where the reader
// stands in each.
type ActivityView struct {
	Frame
	Style       string
	ID, Number  string
	Content     signups.Content
	State       signups.State
	Maker       Fact   // who makes it, and the page of the team; "" for none
	Leader      Mark   // who leads the shifts
	Project     Fact   // title and address; zero where it is about none
	For         string // for whom the reader acts; "" for themselves
	Shifts      []ShiftRow
	First, Next string           // addresses of the pages of shifts beside
	Why         residents.Reason // why the reader signs up for nothing here; "" where they may
	Lead        string           // where it is led; "" for who may not
	Rules       signups.Rules
	Entries     []RecordLine
	Thanks      []Mark // who helped and wants to be named
	Reader      string
}

// ShiftRow is one shift as its readers see it.
type ShiftRow struct {
	ID         string
	Day, Clock string // 11 月 8 日（周日）; 09:00 到 11:00
	Long       string // 2 小时
	Places     string // over all posts: 还有 3 个名额
	Full       bool
	Off        bool
	Reason     string
	Begun      bool
	Posts      []PostRow
	Mine       *MySignup // nil where the reader has nothing in it
	Along      []string  // children who come with the reader
	Later      int       // how many shifts of the same series come after it
	Child      bool      // the reader may bring a child of theirs, who is signed up for in their name
}

// PostRow is a post of a shift.
type PostRow struct {
	ID, Words, Asks string
	Places          string           // 还有 3 个名额
	Full            bool             // a sign-up is one for the waiting list
	Why             residents.Reason // why the reader may not; "" where they may
	Press           bool             // there is a button
}

// MySignup is a sign-up of the reader's, with what can be done about it.
type MySignup struct {
	Activity, Shift   string // ids
	Title, Href       string
	Day, Clock        string
	Place, Post       string
	State             signups.SignupState
	Words             string // what it means for the reader
	Child             string // whose it is, of a child who comes along; "" the reader's
	Leave, Confirm    bool
	GiveOn, Keep      bool
	CheckIn, CheckOut bool
}

func (v *ActivitiesView) Name() string  { return "activities" }
func (v *ActivitiesView) Title() string { return "志愿活动" }

// Body is the list.
func (v *ActivitiesView) Body() templ.Component { return activities(v) }

func (v *ActivitiesView) filters() []Tab {
	all := []Tab{{Name: "全部"}, {Name: "七天内"}, {Name: "我这栋楼"}, {Name: "适合我的"}}
	for i, code := range []string{"", "week", "near", "me"} {
		all[i].Current, all[i].Href = code == v.For, v.To("activities")
		if code != "" {
			all[i].Href += "?for=" + code
		}
	}
	if v.Me == nil {
		return all[:2]
	}
	return all
}

// empty says that nothing is on, of what was asked for.
func (v *ActivitiesView) empty() (what, todo string) {
	switch {
	case v.For == "me" && !v.Profile:
		return "还不知道您能做什么、什么时候有空。", "填一次志愿者资料，以后这里只列适合您的。"
	case v.For == "me":
		return "现在没有适合您的班次。", "可以看看全部活动，或者改一改资料。"
	case v.For == "near":
		return "您这栋楼现在没有活动。", "全社区的活动在「全部」里。"
	case v.For == "week":
		return "七天里没有活动。", "再往后的在「全部」里。"
	}
	return "现在没有可以报名的活动。", "居委会和服务队办活动时，在这里写明做什么、哪天、要几个人。"
}

func (v *ActivityView) Name() string  { return "activity" }
func (v *ActivityView) Title() string { return v.Content.Title }

// Body is the activity as a notice, with its shifts.
func (v *ActivityView) Body() templ.Component { return activity(v) }

func (v *ActivityView) path(below string) string { return v.To("activities/" + v.ID + below) }

// openShifts is how many shifts stand open on the page.
const openShifts = 2

// folded tells whether the i-th shift is one of those that open when they are pressed.
func (v *ActivityView) folded(i int) bool {
	s := v.Shifts[i]
	before := 0
	for _, o := range v.Shifts[:i] {
		if o.Mine == nil && !o.Off {
			before++
		}
	}
	return before >= openShifts && s.Mine == nil && !s.Off
}

// short tells whether what is done stands above the shifts: then their buttons are still on the first screen.
func (v *ActivityView) short() bool { return utf8.RuneCountInString(v.Content.About) <= 80 }

// joinWord is what the button says: whoever presses it agrees to the terms where there are some.
func (v *ActivityView) joinWord(full bool) string {
	word := "报名"
	if full {
		word = "排候补"
	}
	if v.Content.Terms != "" {
		return "看过协议，同意并" + word
	}
	return word
}

// facts are what somebody wants to know before they come.
func (v *ActivityView) facts() []Fact {
	facts := []Fact{{"在哪儿", v.Content.Place}}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, Fact{name, value})
		}
	}
	add("带什么", v.Content.Bring)
	var care string
	switch {
	case v.Content.Risky && v.Content.Road:
		care = "有一定风险，在路边；未成年人不参加"
	case v.Content.Risky:
		care = "有一定风险；未成年人不参加"
	case v.Content.Road:
		care = "在路边，注意来往车辆；未成年人不参加"
	}
	add("注意", care)
	add("保险", v.Content.Insurance)
	add("编号", v.Number)
	return facts
}

// waitingRules say how the waiting list goes, once.
func (v *ActivityView) waitingRules() []string {
	hours := func(m signups.Minutes) string { return strconv.Itoa(m.N / 60) }
	return []string{
		"报满以后可以排候补。有人退出，按先后补上，消息里告诉您，" + hours(v.Rules.Offer) + " 小时内确认；开始前 " + hours(v.Rules.OfferLast) + " 小时起先到先得。",
		"来不了请早点退出，不用说理由。" + strconv.Itoa(v.Rules.NoShowDays.N) + " 天里有 " + strconv.Itoa(v.Rules.NoShows) + " 次没来也没说的，再报名要在开始前再确认一次；不公开，不扣分。",
		"两个班次之间至少隔 " + strconv.Itoa(v.Rules.Rest.N) + " 分钟，一天最多 " + hours(v.Rules.DayMost) + " 小时。",
		"未满十八岁的，监护人同意才算报上，一天最多 " + hours(v.Rules.MinorDay) + " 小时；八到十三岁的由监护人带着来。",
		"时长按实际服务算，由带队人确认，" + strings.TrimPrefix(v.Rules.Unit.Source, "社区约定：") + "。",
	}
}

// formOf is the name of a form about a shift, or about a post of it.
func formOf(verb, part string) string { return verb + "-" + part }

// problems of one form are its sentences, whatever field they are about.
func (f *Frame) problemsOf(form string) (all []Fact) {
	if f.Form.Name != form {
		return nil
	}
	for _, field := range f.Form.Order {
		all = append(all, Fact{fieldID(form, field), f.Form.Errors[field]})
	}
	return all
}
