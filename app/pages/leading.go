package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups"
)

// LeadingView is what the reader leads or made. A team's leader has no desk: these pages are
// theirs, and the committee's too. They are served natively.
type LeadingView struct {
	Frame
	Style      string
	Activities []LeadingCard
	Older      string
	Why        residents.Reason // why the reader makes none; "" where they may
	Models     []Option         // what often is done, to begin with
	Lapsed     []Fact           // organisations for which the reader speaks and that make none: not on record, or no longer
}

// LeadingCard is an activity in the list.
type LeadingCard struct {
	Title, Href string
	State, Tone string
	Facts       []string
}

// LeadForm is the form of an activity, LeadRows how many posts it has at least.
const (
	LeadForm = "lead-save"
	LeadRows = 3
)

// LeadingFormView is the form of an activity: a new one, or one that is there.
type LeadingFormView struct {
	Frame
	Style, Action, BackTo, BackWord    string
	New                                bool
	Public                             bool // it is published: what people signed up for stays
	Drafted                            map[string]string
	Rows                               int
	Teams, Leaders, Buildings, Skilled []Option
}

// LeadingActivityView is one activity as whoever leads it sees it.
type LeadingActivityView struct {
	Frame
	Style   string
	ID      string
	Number  string
	Report  OrgDoor // where it is so large that it is reported beforehand; zero for none
	Maker   Fact    // the organisation that makes it, and its page; zero for none
	Content signups.Content
	State   signups.State
	Facts   []Fact
	Shifts  []LeadingShiftLine
	Sheets  []Fact           // under which the whole list is saved: XLSX, CSV
	Missing residents.Reason // what is missing before it can be handed in; "" for nothing
	Edit    string           // address of the form; "" where nothing can be changed any more
	Day     string           // with which the form of shifts begins
}

// LeadingShiftLine is one shift in the list of an activity.
type LeadingShiftLine struct {
	ID, Day, Clock, Href string
	State, Tone          string
	Counts               string // 6 人报上，2 人候补
	Removable            bool
	Past                 bool // it is over, and nothing is left to do
}

// LeadingShiftView is the leader's list of one shift.
type LeadingShiftView struct {
	Frame
	Style       string
	Activity    string // id
	Shift       string // id
	Called      string // title of the activity
	Day, Clock  string
	Place       string
	Off         bool
	Reason      string
	Early, Over bool // nobody can be there yet; it has ended
	People      []LeadingPerson
	Hours       []LeadingHours
	Waiting     []string
	ConfirmBy   string
	Ask         []LeadingAsk
	Posts       []Option // for who comes without having signed up; nil: nobody can be added
	Buildings   []Option
	AddWhy      residents.Reason
	Free        int
	Sheets      []Fact // XLSX, CSV
	CancelForm  bool
}

// LeadingPerson is one line of the leader's list.
type LeadingPerson struct {
	ID, Name, Building, Post string
	Note                     string // 未满十八岁，监护人陪同
	Said                     string // what is noted: here, gone, absent, excused, or ""
	In, Out                  string // 08:00
	Settled                  string // why it is not to be changed; ""
	Declinable               bool
	Mark                     string // of what is noted, which the list says again
}

// LeadingHours are the hours of one who was there, to be confirmed.
type LeadingHours struct {
	ID, Name, Post string
	Counted        int    // minutes
	Noted          string // what the list says of them
	Choices        []Option
	Why            residents.Reason // why this reader does not confirm them
	Settled        string           // what was confirmed
}

// LeadingAsk is somebody who could fill a gap.
type LeadingAsk struct{ ID, Name, Building, Skills string }

// LeadingCodeView is the code that a leader's phone shows, in digits that are read from afar.
type LeadingCodeView struct {
	Frame
	Style, Called, Day, Clock string
	Code                      string
	Left                      int // seconds
	BackTo                    string
	Early, Over               bool
}

func (v *LeadingView) Name() string  { return "leading" }
func (v *LeadingView) Title() string { return "我带的活动" }

// Body is the list.
func (v *LeadingView) Body() templ.Component { return leading(v) }

func (v *LeadingFormView) Name() string { return "leading-form" }

// Title names what is written.
func (v *LeadingFormView) Title() string {
	if v.New {
		return "办一个活动"
	}
	return "改：" + v.Drafted["title"]
}

// Body is the form.
func (v *LeadingFormView) Body() templ.Component { return leadingForm(v) }

// asksTeam is whether the form asks in whose name the activity is.
func (v *LeadingFormView) asksTeam() bool { return v.New && len(v.Teams) > 1 }

// steps is how many screens the form is in elder mode.
func (v *LeadingFormView) steps() int {
	if v.asksTeam() {
		return 10
	}
	return 9
}

func (v *LeadingFormView) field(name, label, hint string, limit int) Field {
	return Field{Name: name, Label: label, Hint: hint, Limit: limit, Value: v.Drafted[name]}
}

func (v *LeadingFormView) optional(name, label, hint string, limit int) Field {
	in := v.field(name, label, hint, limit)
	in.Optional = true
	return in
}

// leadingKinds are what sorts of activities there are, to be chosen from.
func leadingKinds() []Option {
	all := []Option{{Value: "", Label: ActivityKindWord("")}}
	for _, k := range signups.Kinds {
		all = append(all, Option{Value: string(k), Label: ActivityKindWord(k)})
	}
	return all
}

func (v *LeadingFormView) post(name string, n int) string { return name + strconv.Itoa(n) }

func (v *LeadingActivityView) Name() string  { return "leading-activity" }
func (v *LeadingActivityView) Title() string { return v.Content.Title }

// Body is the activity, with what comes next.
func (v *LeadingActivityView) Body() templ.Component { return leadingActivity(v) }

func (v *LeadingActivityView) path(below string) string { return v.To("leading/" + v.ID + below) }

// growing tells whether shifts can be added.
func (v *LeadingActivityView) growing() bool {
	return v.State == signups.Draft || v.State == signups.Submitted || v.State == signups.Open
}

func (v *LeadingShiftView) Name() string  { return "leading-shift" }
func (v *LeadingShiftView) Title() string { return v.Day + " " + v.Called }

// Body is the list, with hours and gaps.
func (v *LeadingShiftView) Body() templ.Component { return leadingShift(v) }

func (v *LeadingShiftView) path(below string) string {
	return v.To("leading/" + v.Activity + "/shifts/" + v.Shift + below)
}

// open tells whether something can be noted for somebody.
func (v *LeadingShiftView) open() bool {
	for _, p := range v.People {
		if p.Settled == "" {
			return !v.Early && !v.Off
		}
	}
	return false
}

// unsettled tells whether the reader has hours to confirm.
func (v *LeadingShiftView) unsettled() bool {
	for _, h := range v.Hours {
		if h.Why == "" && h.Settled == "" {
			return true
		}
	}
	return false
}

// noted are what can be noted of somebody.
var noted = []Option{{Value: "", Label: "还没记"}, {Value: "here", Label: "来了"}, {Value: "gone", Label: "来了，已走"}, {Value: "absent", Label: "没来，也没说"}, {Value: "excused", Label: "来不了，说过"}}

// drawing tells whether a form was refused and is drawn again.
func (f *Frame) drawing(form string) bool { return f.Form.Name == form }

func (v *LeadingCodeView) Name() string  { return "leading-code" }
func (v *LeadingCodeView) Title() string { return "签到码" }

// Body is the code.
func (v *LeadingCodeView) Body() templ.Component { return leadingCode(v) }

// chosen are the minutes that stand in the form at first: of whom nothing is noted, none, so that
// nobody's hours are confirmed as nothing by one press.
func (h LeadingHours) chosen() string {
	if h.Counted == 0 {
		return ""
	}
	return strconv.Itoa(h.Counted)
}

// past is how many shifts are over and done with.
func (v *LeadingActivityView) past() (n int) {
	for _, s := range v.Shifts {
		if s.Past {
			n++
		}
	}
	return n
}

// declinable says whether anybody's sign-up can be declined.
func (v *LeadingShiftView) declinable() bool {
	return slices.ContainsFunc(v.People, func(p LeadingPerson) bool { return p.Declinable })
}

// declining says whether one has just been declined without a reason.
func (v *LeadingShiftView) declining() bool {
	return slices.ContainsFunc(v.People, func(p LeadingPerson) bool { return v.Problem("lead-decline-"+p.ID, "reason") != "" })
}
