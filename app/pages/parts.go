package pages

import (
	"strconv"
	"strings"

	"yishiting/residents"
)

// The recurring forms of the portal, each drawn once. Pages pass plain values;
// nothing here reads a clock, a store or a context. The drawings are in the
// parts_*.templ files, the values they take are here:
//
//	parts_around.templ   Leaf Masthead Tabs Foot Done Back Heading SectionHead
//	parts_month.templ    StageBar NextStep Rows ActionRow Door Line Tag TopicCard Notice Clock
//	parts_numbers.templ  Counts CountLine FactLine Facts TallyBar ReceiptSlip Table
//	parts_words.templ    Person Prose LawNote EmptyState Refusal Why Timeline Photos Photo Pager
//	parts_form.templ     PostForm UploadForm PressForm Hidden ErrorSummary TextField TextArea
//	                     NumberField DateField DateTimeField Choice SelectField Check FileField
//	                     SubmitButton QuietButton LinkButton QuietLink
//	parts_desk.templ     DeskLeaf DeskMasthead DeskNav
//	parts_print.templ    Sheet QRCode
//
// Everything is styled by class in web/static/style.css: the content security
// policy allows no style attributes, so bars are SVG with width attributes.

// A Tab is one door of the bar at the foot of every page.
type Tab struct {
	Name    string // 本月
	Href    string
	Current bool
	Count   int // unread items; 0 shows nothing
}

// States of a Stage and of a Step.
const (
	StageDone  = "done"
	StageNow   = "now"
	StageAhead = "ahead"
)

// A Stage is one station of a procedure: a name of about two characters and
// one of StageDone, StageNow, StageAhead.
type Stage struct{ Name, State string }

func (s Stage) spoken() string {
	switch s.State {
	case StageDone:
		return "（已完成）"
	case StageNow:
		return "（进行中）"
	}
	return "（未到）"
}

// Tones of a Tag. The tag's words carry the state, the tone only supports them.
const (
	ToneAct   = "act"   // under way, or open to the reader
	ToneDue   = "due"   // a clock is running or has run out
	ToneSeal  = "seal"  // an official act
	TonePlain = "plain" // settled, or merely a fact
)

// A TopicLine is a topic as it stands in a list.
type TopicLine struct {
	Title string
	Href  string
	State string   // 列入议程; "" shows no tag
	Tone  string   // one of the tones
	Facts []string // short: 126 人附议
	Names []string // of places and people, and what somebody wrote: they stay in every language, behind the facts
	Own   bool     // the title is the portal's words, nobody's
}

// A NoticeLine is an official notice with its clock.
type NoticeLine struct {
	Kind  string // 协商结果公示
	Title string // what it is about, as somebody named it; where the notice itself is the page, what it says
	Says  string // 协商一致，交付落实; of a notice elsewhere, "" for nothing
	Href  string // "" where the notice itself is the page
	Day   int    // day of the notice period that is running: 0 on the day of publication
	Days  int    // length of the period
	Until string // last day, as people write it: 12 月 2 日
}

// said is what stands behind the title.
func (n NoticeLine) said() string {
	if n.Says == "" {
		return ""
	}
	return "：" + n.Says
}

// A Tally is one bar of a count.
type Tally struct {
	Label  string // 同意
	Count  int
	Total  int  // length of the whole bar
	Needed int  // where the mark stands; 0 draws no mark
	Main   bool // the bar the question is about
}

// A Mark is a person as the public sees one: name already masked on the server.
type Mark struct {
	Name     string // 张*
	Building string // 5 号楼; "" where it does not matter
	Role     string // 楼门长; "" for a resident
	Proxy    string // 由楼门长代录: who entered it for them; "" for themselves
}

// A Step is one station in the course of a case: a hand-over, an answer, an act.
type Step struct {
	When  string // 11 月 20 日
	Title string // 转到和平里街道办事处
	Who   string // who acted
	Note  string // reason, or what was said
	Own   bool   // the note is the portal's words, nobody's
	State string // StageDone, StageNow or StageAhead
}

// A Fact is a name and its value.
type Fact struct{ Name, Value string }

// A Picture is a photo shown in a page. Width and Height are its pixels and
// reserve its room before it has loaded.
type Picture struct {
	Src           string
	Alt           string // what is to be seen
	Caption       string
	Width, Height int
}

// A Field is one question of a form. Its id in the page is form-Name.
type Field struct {
	Name     string
	Label    string
	Hint     string
	Limit    int    // characters allowed, told in the hint; 0 tells nothing
	Value    string // what stands in it before anything was typed
	Optional bool
	Rows     int    // lines of a TextArea; 0 means 4
	Autofill string // autocomplete token; "" means off
	Similar  string // where topics like what is typed are asked for; "" for nowhere
	Public   bool   // everybody will read it: a phone or identity number is noticed while typing
}

// An Option is one answer of a Choice or SelectField.
type Option struct {
	Value, Label, Hint string
	Said               bool // the label is a name, or what somebody wrote: it stays in every language
}

// A DeskLink is one entry of the desk's list of work.
type DeskLink struct {
	Name    string // 待审议题
	Href    string
	Count   string // 4, or 28 日, or 1 逾期
	Late    bool   // the count tells of something overdue
	Current bool
}

// Above tells whether the place is a street, a district or the installation, which has no topics of its own.
func (p Place) Above() bool {
	return p.Level == residents.LevelSubdistrict || p.Level == residents.LevelDistrict || p.Level == residents.LevelInstallation
}

// office is whose telephone it is.
func (p Place) office() string {
	switch p.Level {
	case residents.LevelSubdistrict:
		return "街道办事处"
	case residents.LevelDistrict:
		return "区里"
	}
	return "居委会"
}

// tabs are the doors every page of a place has; the longest path that begins the
// page's own is the current one.
func (f *Frame) tabs() []Tab {
	if f.Place.Slug == "" {
		return nil
	}
	// In elder mode a person is one press away, in the place of the archive: four doors fit in the largest letters.
	first, person := "本月", f.Elder > 0 && f.Place.Phone != ""
	if f.Elder > 0 {
		first = "首页"
	}
	tabs := []Tab{{Name: first, Href: f.To("")}}
	if !f.Place.Above() {
		tabs = append(tabs, Tab{Name: "议题", Href: f.To("topics")})
		if !person {
			tabs = append(tabs, Tab{Name: "档案", Href: f.To("archive")})
		}
	}
	mine := Tab{Name: "我的", Href: f.To("me")}
	if f.Me != nil {
		mine.Count = f.Me.Unread
	}
	tabs = append(tabs, mine)
	if person {
		tabs = append(tabs, Tab{Name: "电话", Href: string(telephone(f.Place.Phone))})
	}
	path, _, _ := strings.Cut(f.Path, "?")
	for i := len(tabs) - 1; i >= 0; i-- {
		under := strings.HasPrefix(path, tabs[i].Href+"/")
		if path == tabs[i].Href || under && i > 0 {
			tabs[i].Current = true
			break
		}
	}
	return tabs
}

func fieldID(form, name string) string { return form + "-" + name }

func optionID(form, name string, i int) string {
	if i == 0 {
		return fieldID(form, name)
	}
	return fieldID(form, name) + "-" + strconv.Itoa(i+1)
}

// hint is what stands under the label: the hint and the limit.
func (in Field) hint() string {
	if in.Limit == 0 {
		return in.Hint
	}
	return in.Hint + "最多 " + strconv.Itoa(in.Limit) + " 字。"
}

// described lists the ids that explain the field to a screen reader.
func (in Field) described(f *Frame, form, hint string) string {
	var ids []string
	if hint != "" {
		ids = append(ids, fieldID(form, in.Name)+"-hint")
	}
	if f.Problem(form, in.Name) != "" {
		ids = append(ids, fieldID(form, in.Name)+"-problem")
	}
	return strings.Join(ids, " ")
}

func (in Field) rows() string {
	if in.Rows == 0 {
		return "4"
	}
	return strconv.Itoa(in.Rows)
}

func (in Field) autofill() string {
	if in.Autofill == "" {
		return "off"
	}
	return in.Autofill
}

// ticked tells whether a Check is ticked. A refused form without the field had
// it unticked: the default must not come back.
func (in Field) ticked(f *Frame, form string) bool {
	if f.Form.Name == form {
		return f.Form.Values[in.Name] != ""
	}
	return in.Value != ""
}

type problem struct{ Href, Sentence string }

// problems are the refused form's sentences in the order of its fields.
func (f *Frame) problems() []problem {
	var found []problem
	for _, field := range f.Form.Order {
		p := problem{Sentence: f.Form.Errors[field]}
		if field != "" {
			p.Href = "#" + fieldID(f.Form.Name, field)
		}
		found = append(found, p)
	}
	return found
}

// share is part of whole as an SVG length, "54.1%", kept within 0 and 100.
func share(part, whole int) string {
	if whole <= 0 || part <= 0 {
		return "0%"
	}
	mille := min(part, whole) * 1000 / whole
	return strconv.Itoa(mille/10) + "." + strconv.Itoa(mille%10) + "%"
}

// clockWords says where a notice period stands.
func clockWords(day, days int) string {
	d := strconv.Itoa(days)
	switch {
	case day <= 0:
		return "今天发布，明天起算，共 " + d + " 天"
	case day > days:
		return "已满 " + d + " 天"
	}
	return "第 " + strconv.Itoa(day) + " 天，共 " + d + " 天"
}

func enough(needed, got int) string {
	if got >= needed {
		return "够"
	}
	return "不够，差 " + strconv.Itoa(needed-got)
}
