package pages

import (
	"strconv"

	"github.com/a-h/templ"
)

// StatementFormView is where somebody has a statement of their service made, and finds the earlier ones.
type StatementFormView struct {
	Frame
	Style       string
	From, Until string   // days that stand in the form at first
	Made        []Fact   // when and for which time, and the address
	Children    []Option // for whom the reader, their guardian, may have one made
}

// GuardianGone stands where the guardian who had a statement made has left the community.
const GuardianGone = "（已经离开本社区）"

// StatementView is a statement of service, one sheet or more when printed.
type StatementView struct {
	Frame
	Style    string
	Who      string // whole: it is the person's own
	Building string
	Guardian string // who had it made for a child; "" the person themselves
	From     string
	Until    string
	Services []ServiceLine
	Minutes  int
	Code     string // ABCD-EFGH-…
	CheckAt  string // where it is checked, as it is typed
	Size     int    // of the QR code
	QR       string
	Date     string
	Issuer   string
}

// ServiceLine is one service of a statement.
type ServiceLine struct{ Day, When, Title, Number, Place, Post, Hours string }

// ServiceCheckView tells anybody whether a statement is genuine.
type ServiceCheckView struct {
	Frame
	Style    string
	Code     string // that was typed
	Asked    bool
	Found    bool
	Wrong    string // why it could not be looked up, or that there is none such
	Who      string // masked
	Guardian string // masked: who had it made for a child; "" the person themselves
	Of       string // community whose record it is
	From     string
	Until    string
	Hours    string
	Times    int
	MadeAt   string
}

func (v *StatementFormView) Name() string  { return "statement-form" }
func (v *StatementFormView) Title() string { return "服务记录" }

// Body is the form.
func (v *StatementFormView) Body() templ.Component { return statementForm(v) }

// childButton names the child where there is one alone.
func (v *StatementFormView) childButton() string {
	if len(v.Children) == 1 {
		return "做" + v.Children[0].Label + "的服务记录"
	}
	return "做孩子的服务记录"
}

func (v *StatementView) Name() string  { return "statement" }
func (v *StatementView) Title() string { return "平台服务记录" }

// Body is the sheet.
func (v *StatementView) Body() templ.Component { return statement(v) }

// sums are the times and hours of a statement.
func (v *StatementView) sums() string {
	return "共 " + strconv.Itoa(len(v.Services)) + " 次，" + HoursWords(v.Minutes)
}

func (v *ServiceCheckView) Name() string  { return "service-check" }
func (v *ServiceCheckView) Title() string { return "核对服务记录" }

// Body is the form, and what came of it.
func (v *ServiceCheckView) Body() templ.Component { return serviceCheck(v) }

func (v *ServiceCheckView) facts() []Fact {
	facts := []Fact{{"姓名", v.Who}}
	if v.Guardian != "" {
		facts = append(facts, Fact{"办理", "监护人" + v.Guardian})
	}
	return append(facts, []Fact{
		{"记录单位", v.Of + "居民委员会"}, {"时间", v.From + " 到 " + v.Until},
		{"次数", strconv.Itoa(v.Times) + " 次"}, {"时长", v.Hours}, {"开具", v.MadeAt},
	}...)
}
