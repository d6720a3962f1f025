package pages

import (
	"strconv"

	"github.com/a-h/templ"

	"yishiting/residents"
	"yishiting/signups"
)

// TeamsView are the volunteer teams of a community. It is served natively.
type TeamsView struct {
	Frame
	Style string
	Teams []TeamLine
}

// TeamLine is a team in a list.
type TeamLine struct {
	Name, Href, About string
	Kind              signups.TeamKind
	Members           int
	Mine              bool
}

// TeamView is one team. Its members are told to members, masked.
type TeamView struct {
	Frame
	Style      string
	ID         string
	Called     string
	About      string
	Kind       signups.TeamKind
	Ended      bool
	Leader     Mark
	Members    int
	Names      []MemberLine // for members alone
	Duty       string       // the reader's
	Mine       bool
	Leads      bool // the reader leads it: who leads does not leave
	Why        residents.Reason
	Activities []ActivityCard
	Lead       string
	Sheets     []Fact // under which who leads saves who is in it
}

// MemberLine is a member as the others of the team see them.
type MemberLine struct {
	Mark
	Duty string
}

func (v *TeamsView) Name() string  { return "teams" }
func (v *TeamsView) Title() string { return "服务队" }

// Body is the list.
func (v *TeamsView) Body() templ.Component { return teams(v) }

func (v *TeamView) Name() string  { return "team" }
func (v *TeamView) Title() string { return v.Called }

// Body is the team.
func (v *TeamView) Body() templ.Component { return team(v) }

func people(n int) string { return strconv.Itoa(n) + " 人" }
