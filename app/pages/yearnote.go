package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

// Forms of what organisations say of their years and of events.
const (
	NoteForm  = "note-write"
	EventForm = "event-report"
)

// YearNoteView is the note of an organisation on one year, for those who speak for it. It is served natively.
type YearNoteView struct {
	Frame
	Style  string
	ID     string // of the organisation
	Org    string
	Year   int
	Due    string
	Source string // why it is due then
	Late   bool
	Is     organisations.AnnualNote
	Money  bool   // it says what came in and went out
	Known  string // what the portal itself knows of the year; "" nothing
	Edit   bool
	Why    residents.Reason // why nothing can be written; "" it can, or it waits
	Note   NoteBody
}

// NoteBody is a note as it is read.
type NoteBody struct {
	Year      int
	Line      string // 2026 年：46 次活动，320 人
	Facts     []Fact
	Did, Next string
}

// NoteOf is a note as everybody reads it: of fewer than five people it does not tell how many.
func NoteOf(n organisations.AnnualNote, kind organisations.Kind) NoteBody {
	b := NoteBody{Year: n.Year, Did: n.Did, Next: n.Next}
	people := Grouped(int64(n.People)) + " 人"
	if n.People > 0 && n.People < organisations.SmallCell {
		people = "不足 " + strconv.Itoa(organisations.SmallCell) + " 人"
	}
	b.Line = strconv.Itoa(n.Activities) + " 次活动，服务 " + people
	b.Facts = []Fact{{"活动", strconv.Itoa(n.Activities) + " 次"}, {"服务的人", people}}
	if kind == organisations.FiledKind {
		b.Line += "，收 " + Money(n.In) + "，支 " + Money(n.Out)
		b.Facts = append(b.Facts, Fact{"收入", Money(n.In)}, Fact{"支出", Money(n.Out)})
	}
	return b
}

// NoteStateWord is where a note stands.
func NoteStateWord(s organisations.NoteState) (words, tone string) {
	switch s {
	case organisations.NoteDraft:
		return "还没有交", ToneDue
	case organisations.NoteHanded:
		return "等居委会看", ToneDue
	case organisations.NoteReturned:
		return "退回来了", ToneDue
	case organisations.NoteRead:
		return "已公开", TonePlain
	}
	return "还没有写", ToneDue
}

func (v *YearNoteView) Name() string  { return "organisation-note" }
func (v *YearNoteView) Title() string { return strconv.Itoa(v.Year) + " 年度说明" }

// Body is the note, or its form.
func (v *YearNoteView) Body() templ.Component { return yearNote(v) }

func (v *YearNoteView) count(n int) string {
	if n == 0 && v.Is.Version == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sum is an amount as its field has it; of a note that was written 0 stands as 0.
func (v *YearNoteView) sum(cents int64) string {
	if cents == 0 && v.Is.Version > 0 {
		return "0"
	}
	return YuanInput(cents)
}

// EventView is the report of an event, for those who speak for its organisation. It is served natively.
type EventView struct {
	Frame
	Style  string
	ID     string // of the organisation
	Org    string
	Event  string // id; "" a new one
	Is     organisations.Event
	Starts string // as the fields have them
	Ends   string
	Rules  []Fact // which events are reported, and why
	Edit   bool
	Off    bool // it may be withdrawn
	Why    residents.Reason
	Report EventBody
}

// EventBody is a report as it is read.
type EventBody struct {
	ID           string
	Title        string
	When         string
	Where        string
	State, Tone  string
	Facts        []Fact
	What, Safety string
	Late         bool // reported nearer to its day than the rules ask for
}

// EventStateWord is where a report stands.
func EventStateWord(s organisations.EventState) (words, tone string) {
	switch s {
	case organisations.EventReported:
		return "等居委会看", ToneDue
	case organisations.EventAsked:
		return "居委会有问题", ToneDue
	case organisations.EventNoted:
		return "居委会收到了", TonePlain
	}
	return "不办了", TonePlain
}

// EventWhyWord is a rule by which an event is large.
func EventWhyWord(code string) string {
	return map[string]string{"people": "预计的人多", "outside": "在户外、公共场所", "money": "花的钱多", "permit": "要公安机关许可"}[code]
}

func (v *EventView) Name() string { return "organisation-event" }

// Title says what is done.
func (v *EventView) Title() string {
	if v.Event == "" {
		return "报告重大活动"
	}
	return v.Is.Title
}

// Body is the report, or its form.
func (v *EventView) Body() templ.Component { return eventReport(v) }

func (v *EventView) action() string {
	if v.Event == "" {
		return v.To("organisations/" + v.ID + "/events/new")
	}
	return v.To("organisations/" + v.ID + "/events/" + v.Event)
}

func (v *EventView) people() string {
	if v.Is.People == 0 {
		return ""
	}
	return strconv.Itoa(v.Is.People)
}

func (v *EventView) outside() string {
	if v.Is.Outside {
		return "yes"
	}
	return ""
}

func (v *EventView) cents() string {
	if v.Is.Cents == 0 && v.Event != "" {
		return "0"
	}
	return YuanInput(v.Is.Cents)
}

// OrgDoor leads those who speak for an organisation to something of it that has a state.
type OrgDoor struct{ Name, Href, State, Tone, About string }
