package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups/grants"
)

// GrantAppView is one application: the plan for everybody once it is eligible, and for the
// organisation's contacts what they have to do. It is served natively.
type GrantAppView struct {
	Frame
	Style  string
	Round  grants.Round
	App    grants.Application
	Number string
	State  string
	Tone   string
	Mine   bool // the reader is a contact of the organisation
	Span   string
	Course []Step
	Paid   []Fact
	First  int64 // cents
	Due    string
	Appeal string // until when the reader may ask for another look; "" no more

	Revise, Withdraw, Accept, Mid, Final bool   // what the reader may do now
	Notes                                []Fact // advice: when, what
}

func (v *GrantAppView) Name() string  { return "grant-application" }
func (v *GrantAppView) Title() string { return v.App.Title }

// Body is the application.
func (v *GrantAppView) Body() templ.Component { return grantAppPage(v) }

func (v *GrantAppView) path(below string) string {
	return v.To("grants/" + v.Round.ID + "/applications/" + v.App.ID + below)
}

// GrantApplyView is the form of an application, new or to be changed.
type GrantApplyView struct {
	Frame
	Style    string
	Round    grants.Round
	Orgs     []Option // for which the reader may apply; none where it is changed
	App      *grants.Application
	Plan     grants.Plan
	Closes   string
	Earliest string // first day on which a project may begin
	Latest   string
	Why      residents.Reason // why there is no form; "" where there is
}

func (v *GrantApplyView) Name() string { return "grant-apply" }
func (v *GrantApplyView) Title() string {
	if v.App != nil {
		return "修改申报"
	}
	return "申报：" + v.Round.Title
}

// Body is the form.
func (v *GrantApplyView) Body() templ.Component { return grantApplyPage(v) }

// GrantApplyForm is the form's name.
const GrantApplyForm = "grant-apply"

func (v *GrantApplyView) action() string {
	if v.App != nil {
		return v.back() + "/edit"
	}
	return v.To("grants/" + v.Round.ID + "/apply")
}

func (v *GrantApplyView) back() string {
	if v.App != nil {
		return v.To("grants/" + v.Round.ID + "/applications/" + v.App.ID)
	}
	return v.To("grants/" + v.Round.ID)
}

// rows is how many lines of the budget are drawn: some empty ones after those that there are.
func (v *GrantApplyView) rows() int {
	return min(max(6, len(v.Plan.Lines)+2), grants.MaxLines)
}

func (v *GrantApplyView) line(i int) (words, yuan string) {
	if i < len(v.Plan.Lines) {
		return v.Plan.Lines[i].Words, YuanInput(v.Plan.Lines[i].Cents)
	}
	return "", ""
}

// YuanInput is money as it stands in a field: 25000 or 25000.50; "" for none.
func YuanInput(cents int64) string {
	switch {
	case cents == 0:
		return ""
	case cents%100 == 0:
		return strconv.FormatInt(cents/100, 10)
	}
	return strconv.FormatInt(cents/100, 10) + "." + two(cents%100)
}

func dayInput(d interface {
	IsZero() bool
	String() string
}) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
