package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

// NoteForm is the form of a note on a year.
const NoteForm = "note-write"

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

// OrgDoor leads those who speak for an organisation to something of it that has a state.
type OrgDoor struct{ Name, Href, State, Tone, About string }
