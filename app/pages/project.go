package pages

import (
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// ProjectView is one project, told whole on one page: where it stands, what is missing for
// the next step and who must act; what the reader can do; then its story, part by part,
// each folded behind a line that says what came of it. It is left to the browser: the app
// does not know it.
type ProjectView struct {
	Frame
	Style  string // address of the stylesheet of projects
	ID     string
	Called string
	Number string // L2026-004
	Doer   string // who works at it: 居委会, 街道
	Holder string // whose it is, where it is not this place's own: 和平里街道
	Stage  project.Stage
	Kind   project.Kind
	Field  project.Field
	Places string // 7 号楼
	Again  bool   // it was rated low and is carried out once more
	Raised bool   // rated low twice: with the body above
	Reason string // why it was dropped

	Gates []ProjectGate
	Now   ProjectNow
	Why   residents.Reason // why the reader may do nothing here, said once; "" where each act says its own
	Home  TopicLine        // where the reader does things about it: the page at home; zero: here
	Can   []ProjectCan

	About       ProjectAbout
	Options     []ProjectOption
	Decision    ProjectDecision
	Agreed      ProjectAgreed
	Clearances  []ProjectClearance
	Notices     []ProjectNotice // the latest first
	Plan        ProjectPlan
	Money       ProjectMoney
	Posts       []ProjectPost // the earliest first
	Report      ProjectReport
	Supervisors []ProjectSupervisor
	Check       ProjectCheck
	Rounds      []ProjectRound
	Lessons     string
	Entries     []RecordLine
	More        bool // there are older entries than these
}

// ProjectGate is a gate of the part of the way where the project is.
type ProjectGate struct{ Name, State string }

// ProjectNow is the gate ahead: what is missing for it, which law asks, who must act.
type ProjectNow struct {
	Gate   project.Gate // "" where none is ahead
	Title  string
	Says   string // what is missing
	Source string // law and article, policy item, or the community's own custom
	Who    string // 居委会
	Clock  string // 还剩 3 天; "" where none runs
	Late   bool
	Notice *NoticeLine // whose days run; nil for none
}

// ProjectCan is one thing the reader can do here, has done, or why they cannot.
type ProjectCan struct {
	Title, Small string
	Form         string // name of the form that one press sends; "" for a link
	Href, Verb   string // "" draws no button
	Main         bool
	Why          residents.Reason
}

func (v *ProjectView) Name() string  { return "project" }
func (v *ProjectView) Title() string { return v.Called }

// Body is where it stands, what can be done, and the story.
func (v *ProjectView) Body() templ.Component { return projectPage(v) }

// to is a path below this project's.
func (v *ProjectView) to(below string) string { return v.To("projects/" + v.ID + "/" + below) }

// projectPart is one part of the story behind its line.
type projectPart struct {
	ID, Title, Digest string
	Open              bool
	Body              templ.Component
}

// story are the parts that say something, in the order of the way. The part that the gate
// ahead is about stands open, and so does one where the reader has something to do, or whose
// form was refused.
func (v *ProjectView) story() []projectPart {
	finished := v.Stage == project.Closed || v.Stage == project.Dropped
	all := []projectPart{
		{"about", "是什么事，从哪里来", v.About.digest(), v.at(project.Heard), projectAbout(v)},
		{"options", "方案比选", v.optionsDigest(), v.at(project.Listed, project.Talked, project.Studied, project.Decided), projectOptions(v)},
		{"decision", "协商和决定", v.decisionDigest(), false, projectDecision(v)},
		{"agreement", "同意情况", v.Agreed.digest(), v.at(project.Agreed) || v.Agreed.acts() || v.refusedAt("say-no", "say-again"), projectAgreed(v)},
		{"clearances", "上级批准", v.clearancesDigest(), v.at(project.Cleared), projectClearances(v)},
		{"notices", "公示和异议", v.noticesDigest(), v.noticeOpen() || v.refusedAt("project-object"), projectNotices(v)},
		{"plan", "计划和节点", v.Plan.digest(), v.at(project.Done, project.Planned), projectPlan(v)},
		{"money", "钱怎么花的", v.Money.digest(), false, projectMoney(v)},
		{"pictures", "照片和进展", v.postsDigest(), v.at(project.Done) || v.Report.May || v.Stage == project.Evaluate || v.refusedAt("project-report"), projectPictures(v)},
		{"supervisors", "居民监督员", v.supervisorsDigest(), false, projectSupervisors(v)},
		{"check", "完工验收", v.Check.digest(), v.at(project.Signed) || v.Check.May || v.refusedAt("sign-check"), projectCheck(v)},
		{"rates", "效果评价", v.ratesDigest(), v.Stage == project.Evaluate || v.Stage == project.Closed, projectRates(v)},
		{"lessons", "学到了什么", clip(v.Lessons, 40), finished, projectLessons(v)},
		{"record", "公开记录", v.recordDigest(), false, projectRecord(v)},
	}
	var said []projectPart
	for _, p := range all {
		if p.Digest != "" {
			said = append(said, p)
		}
	}
	return said
}

// at tells whether the gate ahead is one of those.
func (v *ProjectView) at(gates ...project.Gate) bool { return slices.Contains(gates, v.Now.Gate) }

// refusedAt tells whether one of the forms of those names was just refused.
func (v *ProjectView) refusedAt(names ...string) bool {
	for _, n := range names {
		if v.Form.Name == n || strings.HasPrefix(v.Form.Name, n+"-") {
			return true
		}
	}
	return false
}

// clip is the beginning of a text, of at most most characters, on one line.
func clip(text string, most int) string {
	line := strings.Join(strings.Fields(text), " ")
	if all := []rune(line); len(all) > most {
		return string(all[:most]) + "…"
	}
	return line
}

// count is a number with its unit: 3 个方案.
func count(n int, unit string) string { return strconv.Itoa(n) + " " + unit }

func (v *ProjectView) recordDigest() string {
	switch {
	case len(v.Entries) == 0:
		return ""
	case v.More:
		return "最近 " + count(len(v.Entries), "条，写入后不能改")
	}
	return count(len(v.Entries), "条，写入后不能改")
}

func (v *ProjectView) stageTag() TagWords {
	words, tone := ProjectStageTag(v.Stage)
	return TagWords{Words: words, Tone: tone}
}
