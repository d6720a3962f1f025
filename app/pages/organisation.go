package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

// OrganisationsView are the social organisations of a community. It is served natively.
type OrganisationsView struct {
	Frame
	Style string
	Class organisations.Class // chosen; "" for all
	Mine  []OrganisationCard
	All   []OrganisationCard
	Over  []OrganisationCard // closed, or whose filing is over
	Apply residents.Reason   // why the reader may not apply; "" they may
	Asked []Option           // organisations that ask the reader to speak for them
	More  []Fact             // further doors: name and where
}

// OrganisationCard is an organisation in a list.
type OrganisationCard struct {
	Name, Href, Purpose string
	Kind, Class         string
	Facts               []string
	State, Tone         string
}

// OrganisationView is one organisation: what everybody reads of it, and for those who speak for
// it where its request stands and what to do next.
type OrganisationView struct {
	Frame
	Style   string
	ID      string
	Is      organisations.Organisation // without what is private
	Public  bool                       // filed, or was once
	InForce bool
	Since   string
	Until   string
	Facts   []Fact
	Mine    *OrganisationMine // for its contacts
	Ladder  []RungView
	Record  string
	Entries []RecordLine

	Notes                []NoteBody     // on its years, that were read, the newest first
	Events               []EventBody    // that were reported and acknowledged, the latest first
	Bought               []BoughtLine   // what streets bought from it, the newest first
	Activities           []ActivityCard // that it made, the newest first
	NewerDone, OlderDone string         // addresses of their pages beside
}

// OrganisationMine is what only its contacts see of an organisation.
type OrganisationMine struct {
	Stages    []Stage
	Gate      string
	Edit      bool
	Submit    bool
	Renew     bool
	Private   []Fact
	Contacts  []Mark
	Files     []FileRow
	Ask       bool // it may ask further residents
	Asked     []Mark
	Buildings []Option
	Lacks     []string         // years whose note is missing, where a renewal is near
	Notes     []OrgDoor        // on its years
	Reports   []OrgDoor        // of events
	Report    string           // where it reports one; "" it does not
	Make      string           // where it makes an activity
	MakeWhy   residents.Reason // why it does not; "" where it may
}

// BoughtLine is something that a street bought: its title and where it stands in the catalogue; when and for how much.
type BoughtLine struct {
	Fact
	What string
}

// FileRow is a document that can be taken.
type FileRow struct{ ID, Name, Href, Facts string }

// RungView is one step of the ladder.
type RungView struct {
	Name, About string
	State       string // StageDone, StageNow or StageAhead
	Wants       []WantView
}

// WantView is one thing that a rung asks for.
type WantView struct {
	Words, Source string
	Met, Known    bool
}

// OrganisationEditView is the form of an application, or of a change.
type OrganisationEditView struct {
	Frame
	Style   string
	ID      string // "" for a new one
	Kind    organisations.Kind
	In      organisations.Application
	Version int
	Change  bool // it is filed: what is filed stands until the change is
	Why     residents.Reason
}

func (v *OrganisationsView) Name() string  { return "organisations" }
func (v *OrganisationsView) Title() string { return "社会组织" }

// Body is the list.
func (v *OrganisationsView) Body() templ.Component { return organisationList(v) }

func (v *OrganisationView) Name() string  { return "organisation" }
func (v *OrganisationView) Title() string { return v.Is.Name }

// Body is the organisation.
func (v *OrganisationView) Body() templ.Component { return organisation(v) }

func (v *OrganisationEditView) Name() string { return "organisation-edit" }

// Title says what is asked for.
func (v *OrganisationEditView) Title() string {
	switch {
	case v.ID == "":
		return "申请社会组织备案"
	case v.Change:
		return "改组织的备案内容"
	}
	return "改申请"
}

// Body is the form.
func (v *OrganisationEditView) Body() templ.Component { return organisationEdit(v) }

func (v *OrganisationEditView) action() string {
	if v.ID == "" {
		return v.To("organisations/new")
	}
	return v.To("organisations/" + v.ID + "/edit")
}

func (v *OrganisationEditView) back() (href, label string) {
	if v.ID == "" {
		return v.To("organisations"), "社会组织"
	}
	return v.To("organisations/" + v.ID), v.In.Name
}

func (v *OrganisationEditView) members() string {
	if v.In.Members == 0 {
		return ""
	}
	return strconv.Itoa(v.In.Members)
}

func (v *OrganisationEditView) version() string { return strconv.Itoa(v.Version) }

// ClassOptions are what an organisation may be about.
func ClassOptions() (all []Option) {
	for _, c := range organisations.Classes {
		all = append(all, Option{Value: string(c), Label: ClassWord(c), Hint: classHints[c]})
	}
	return all
}

var classHints = map[organisations.Class]string{
	organisations.Living: "修理、理发、助餐、宠物", organisations.Charity: "帮扶、助残、环保", organisations.Mutual: "邻里互助、带娃、养老",
	organisations.Culture: "合唱、书画、球类、读书", organisations.Groups: "老人、孩子、残疾人、新居民",
}

func kindOptions() []Option {
	return []Option{
		{Value: string(organisations.FiledKind), Label: "社区备案", Hint: "邻居自己办的，没有到民政部门登记；由街道记一笔，没有法人资格"},
		{Value: string(organisations.Registered), Label: "民政登记", Hint: "已经有登记证书，在本社区活动"},
	}
}

// RequestWord is where what an organisation asks for stands.
func RequestWord(o organisations.Organisation) (words, tone string) {
	what := map[bool]string{true: "续期", false: "变更"}[o.Renewal]
	if o.State == organisations.Applying {
		what = "申请"
	}
	switch o.Request {
	case organisations.Draft:
		return what + "还没有提交", ToneDue
	case organisations.Submitted:
		return what + "等居委会审核", ToneDue
	case organisations.Reviewed:
		return what + "等街道办理", ToneDue
	case organisations.Returned:
		return what + "退回来了", ToneDue
	}
	return "", TonePlain
}

// RequestStages are the steps of a request.
func RequestStages(o organisations.Organisation) []Stage {
	names := []string{"填写", "居委会审核", "街道备案"}
	at := map[organisations.Request]int{organisations.Draft: 0, organisations.Returned: 0, organisations.Submitted: 1, organisations.Reviewed: 2, organisations.NoRequest: 3}[o.Request]
	var all []Stage
	for i, n := range names {
		state := StageAhead
		switch {
		case i < at:
			state = StageDone
		case i == at:
			state = StageNow
		}
		all = append(all, Stage{n, state})
	}
	return all
}

// RungWord is a step of the ladder, and what it means.
func RungWord(r organisations.Rung) (name, about string) {
	switch r {
	case organisations.Guided:
		return "居委会指导", "人少、事小的，跟居委会说一声就可以活动"
	case organisations.OnRecord:
		return "街道备案", "上了街道的名册：可以用场地、申报公益创投，活动写在志愿活动里"
	}
	return "民政登记", "到区民政局登记成社会团体，有法人资格；受理后六十日内答复（社会团体登记管理条例 第十二条）"
}

// WantWord is what a rung asks for, with what is there.
func WantWord(w organisations.Want) string {
	switch w.Code {
	case "members":
		if w.Met {
			return "成员不少于 " + strconv.Itoa(w.Need) + " 人，现有 " + strconv.Itoa(w.Have) + " 人"
		}
		return "成员不少于 " + strconv.Itoa(w.Need) + " 人，现有 " + strconv.Itoa(w.Have) + " 人，还差 " + strconv.Itoa(w.Need-w.Have) + " 人"
	case "money":
		return "活动资金不少于 " + strconv.Itoa(w.Need/10000) + " 万元"
	}
	if w.Code == "note" && !w.Met {
		return "年度说明还没有交：" + yearsWord(w.Years)
	}
	return map[string]string{
		"note":    "年度说明都交了",
		"charter": "有章程", "venue": "有固定的地方", "plan": "有活动安排", "lead": "有负责人", "street": "街道办好了备案，在有效期内",
		"staff": "有合适的专职工作人员", "liable": "能独立承担民事责任",
	}[w.Code]
}

// yearsWord names years: 2025、2026 年.
func yearsWord(years []int) string {
	var all []string
	for _, y := range slices.Backward(years) {
		all = append(all, strconv.Itoa(y))
	}
	return strings.Join(all, "、") + " 年"
}

func init() {
	acts(map[string]string{
		"organisation-made":      "存下了；核对一遍，再交居委会",
		"organisation-changed":   "改好了",
		"organisation-submitted": "交给居委会了，审核以后告诉您",
		"organisation-renewal":   "可以改内容了；核对好再交居委会",
		"organisation-closed":    "办好了",
		"organisation-file":      "文件传好了",
		"organisation-unfile":    "文件删掉了",
		"organisation-passed":    "已报街道",
		"organisation-returned":  "退回去了，理由告诉了联系人",
		"organisation-filed":     "办好了，已公开",
	})
}

// asked are the facts of what is asked for.
func (v *OrganisationView) asked() []Fact { return OrganisationFacts(v.Is.Asked) }

// OrganisationFacts are what is said of an organisation in short.
func OrganisationFacts(c organisations.Content) []Fact {
	all := []Fact{
		{"名称", c.Name}, {"领域", ClassWord(c.Class)}, {"活动范围", c.Area}, {"活动地点", c.Venue}, {"成员", strconv.Itoa(c.Members) + " 人"}, {"钱从哪里来", c.Funds},
	}
	if c.Code != "" {
		all = append(all, Fact{"统一社会信用代码", c.Code})
	}
	return all
}

// steps is how many screens the form is in elder mode: what kind of organisation it is cannot be changed.
func (v *OrganisationEditView) steps() int {
	if v.Change {
		return 13
	}
	return 14
}

func (v *OrganisationEditView) verb() string {
	if v.ID == "" {
		return "存下来"
	}
	return "存下修改"
}
