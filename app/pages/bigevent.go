package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/organisations"
)

// EventForm is the form of the report of a large event.
const EventForm = "event-report"

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
