// Package desk holds the pages at which the portal is worked: the committee's
// desk, the street's and the district's, and the administrators'. They are
// written by the server only. No script and no WebAssembly is loaded, nothing of
// them is kept on the device, and the app leaves their addresses to the browser.
package desk

import (
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"yishiting/app/pages"
)

// A Page is a page of a desk. Every view here embeds a Frame, which gives it all
// but Name, Title and Body; one with something at the right has its own Aside.
type Page interface {
	pages.Page
	Desk() *Frame
	Aside() templ.Component // what to do with the matter; nil for nothing
}

// Frame is what stands around a page of a desk. A view embeds it.
type Frame struct {
	pages.Frame
	Role string // in which the reader works here: 委员
	Nav  []pages.DeskLink
}

// Desk gives a view's frame to code that knows only Page.
func (f *Frame) Desk() *Frame { return f }

// Aside is nothing, until a view says otherwise.
func (f *Frame) Aside() templ.Component { return nil }

// The entries of a community's list of work, by their paths below desk.
const (
	AtFront      = ""
	AtTopics     = "topics"
	AtStatements = "statements"
	AtMeetings   = "meetings"
	AtOutcomes   = "outcomes"
	AtTasks      = "tasks"
	AtPolls      = "polls"
	AtCalls      = "calls"
	AtProjects   = "projects"
	AtActivities = "activities"
	AtVolunteers = "volunteers"
	AtRooms      = "rooms"

	AtOrganisations = "organisations"

	AtHotline    = "hotline"
	AtHouseholds = "households"
	AtLetters    = "letters"
	AtPeople     = "people"
	AtMonths     = "months"
	AtSettings   = "settings"
	AtAudit      = "audit"
)

// Counts is what waits at a community's desk.
type Counts struct {
	Topics         int    // topics to be screened, appeals among them
	TopicsLate     bool   // the days for one of them are over
	Statements     int    // statements to be let show or not
	Meeting        string // the day of the meeting that is to come or to be recorded: 28 日; "" for none
	Objections     int    // objections to be answered
	ObjectionsLate bool
	Tasks          int // tasks not done yet
	Overdue        int // of these, past their day
	People         int // people to be confirmed
	Polls          int // drafts of polls, and closed ones whose paper ballots are being entered
	Calls          int // drafts of opinion calls
	Projects       int // projects that go on
	Activities     int // activities that wait for a second person
	Organisations  int // requests of organisations that wait for the committee
	Volunteers     int // certificates and disputes of hours that wait
}

// Nav is the list of work of a community's desk; current is one of the At names.
func Nav(f *pages.Frame, c Counts, current string) []pages.DeskLink {
	links := []pages.DeskLink{
		{Name: "今天", Href: AtFront},
		{Name: "待审议题", Href: AtTopics, Count: some(c.Topics), Late: c.TopicsLate},
		{Name: "意见", Href: AtStatements, Count: some(c.Statements)},
		{Name: "协商会", Href: AtMeetings, Count: c.Meeting},
		{Name: "公开与异议", Href: AtOutcomes, Count: some(c.Objections), Late: c.ObjectionsLate},
		{Name: "落实与督办", Href: AtTasks, Count: some(c.Tasks)},
		{Name: "投票", Href: AtPolls, Count: some(c.Polls)},
		{Name: "民意征集", Href: AtCalls, Count: some(c.Calls)},
		{Name: "民意立项", Href: AtProjects, Count: some(c.Projects)},
		{Name: "志愿活动", Href: AtActivities, Count: some(c.Activities)},
		{Name: "志愿者的事", Href: AtVolunteers, Count: some(c.Volunteers)},
		{Name: "社会组织", Href: AtOrganisations, Count: some(c.Organisations)},
		{Name: "场地预约", Href: AtRooms},
		{Name: "12345", Href: AtHotline},
		{Name: "户册", Href: AtHouseholds},
		{Name: "邀请信", Href: AtLetters},
		{Name: "居民名单", Href: AtPeople, Count: some(c.People)},
		{Name: "本月", Href: AtMonths},
		{Name: "设置", Href: AtSettings},
		{Name: "审计记录", Href: AtAudit},
	}
	if c.Overdue > 0 {
		links[5].Count, links[5].Late = strconv.Itoa(c.Overdue)+" 逾期", true
	}
	for i, l := range links {
		links[i].Current = l.Href == current
		links[i].Href = strings.TrimSuffix(f.To("desk")+"/"+l.Href, "/")
	}
	return links
}

// some is a number, or nothing for 0.
func some(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}
