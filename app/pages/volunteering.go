package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/signups"
)

// VolunteeringView is the reader's voluntary service: what waits for their word, what is ahead,
// what they gave. Only they read it, and whoever acts for them. It is served natively.
type VolunteeringView struct {
	Frame
	Style        string
	For          string     // for whom the reader acts; "" for themselves
	Child        bool       // who is a child under 14 of theirs
	Confirm      []MySignup // places that wait to be confirmed
	Agree        []ToAgree  // children's sign-ups that wait for the reader, their guardian
	Asked        []Fact     // what a leader asked them to help with: when, title, address
	AskedAt      []string
	Coming       []MySignup
	Minutes      int // confirmed
	Stars        int
	Next         *signups.Level // nil at the highest
	LevelsSource string
	Unsettled    int // services whose hours are not confirmed yet
	Teams        []TeamDuty
	Profile      bool
	Lead         string
}

// ToAgree is a minor's sign-up that waits for their guardian.
type ToAgree struct {
	Activity, Shift, Resident string
	Child, Title, Href        string
	When, Place, Post, Until  string
}

// TeamDuty is a team of the reader's, and what they keep an eye on.
type TeamDuty struct{ Name, Href, Duty string }

// ProfileView is what a volunteer says of themselves.
type ProfileView struct {
	Frame
	Style    string
	Kept     bool
	Building string
	Skills   []signups.Skill
	Times    signups.Times
	Near     signups.Near
	Asked    bool
	Named    bool
	Weekly   bool
	Proofs   []ProofLine
}

// ProofLine is a skill that is to be proved, and where that stands.
type ProofLine struct {
	Skill       signups.Skill
	About       string
	Words, Tone string // 等居委会看证书; 看过，到 2027 年 6 月 1 日
	Ask         bool   // may be asked for now
}

// HoursView is what the reader gave, service by service, with its trace.
type HoursView struct {
	Frame
	Style   string
	For     string
	Minutes int
	Lines   []HourLine
	Newer   string
	Older   string
	Days    int // after the confirmation in which hours may be disputed
}

// HourLine is one service.
type HourLine struct {
	Activity, Shift   string
	Title, Href       string
	When, Place, Post string
	State             signups.SignupState
	Minutes           int
	Words             string
	Trace             []Step
	Dispute           bool
	Most              int // minutes that may be said
}

func (v *VolunteeringView) Name() string  { return "volunteering" }
func (v *VolunteeringView) Title() string { return "我的志愿服务" }

// Body is the page.
func (v *VolunteeringView) Body() templ.Component { return volunteering(v) }

// idle tells whether nothing is ahead and nothing waits.
func (v *VolunteeringView) idle() bool {
	return len(v.Confirm)+len(v.Agree)+len(v.Asked)+len(v.Coming) == 0
}

// levelWords tell the person of their stars, and how far the next are.
func (v *VolunteeringView) levelWords() string {
	words := ""
	if v.Stars > 0 {
		words = "够" + StarWords(v.Stars) + "了。"
	}
	if v.Next == nil {
		return words
	}
	return words + "再有 " + HoursWords(v.Next.Hours*60-v.Minutes) + "到" + StarWords(v.Next.Stars) + "（" + strconv.Itoa(v.Next.Hours) + " 小时）。"
}

func (v *ProfileView) Name() string  { return "volunteer-profile" }
func (v *ProfileView) Title() string { return "志愿者资料" }

// Body is the form.
func (v *ProfileView) Body() templ.Component { return profile(v) }

// had tells whether a repeated field of the form has a value: what was typed, or what is kept.
func (v *ProfileView) had(field, value string, kept bool) bool {
	if v.Form.Name != "volunteer-profile" {
		return kept
	}
	return slices.Contains(linesOf(v.Form.Values[field]), value)
}

var weekdayWords = [...]string{"周一", "周二", "周三", "周四", "周五", "周六", "周日"}

var dayPartWords = [...]string{"上午", "下午", "晚上"}

// plain are the skills that need no proof, proved those that do.
func plainSkills() (all []signups.Skill) {
	for _, s := range signups.Skills {
		if !SkillProved(s) {
			all = append(all, s)
		}
	}
	return all
}

func (v *HoursView) Name() string  { return "volunteer-hours" }
func (v *HoursView) Title() string { return "服务时长" }

// Body is the list.
func (v *HoursView) Body() templ.Component { return hours(v) }

// halfHours are the minutes that may be said of a shift, as options.
func (l HourLine) halfHours() (all []Option) {
	for n := 0; n <= l.Most; n += 30 {
		all = append(all, Option{Value: strconv.Itoa(n), Label: HoursWords(n)})
	}
	return all
}

func linesOf(s string) (all []string) {
	for start, i := 0, 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '\n' {
			all, start = append(all, s[start:i]), i+1
		}
	}
	return all
}

// disputeForm is the name of the form about one service.
const disputeForm = "hours-dispute"
