package main

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskRoutes are the first page of every desk: what waits today.
func (p *Portal) deskRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/desk", name: "desk", do: residents.OpenDesk, handle: p.deskFront},
	}
}

// atDesk is the frame of a page of a community's desk, for those who may work at
// it now; current is one of desk's At names. A street has a desk of its own kind.
func (p *Portal) atDesk(r *request, v *store.View, current string) (desk.Frame, error) {
	f := desk.Frame{Frame: p.frame(r)}
	if r.place.Level != residents.LevelCommunity {
		return f, residents.ErrNotFound
	}
	counts, err := v.DeskCounts(r.place.ID, r.now)
	if err != nil {
		return f, err
	}
	polls, err := v.PollsToWork(r.place.ID)
	if err != nil {
		return f, err
	}
	calls, err := v.CallsToWork(r.place.ID)
	if err != nil {
		return f, err
	}
	projects, err := v.ProjectsToWork(r.place.ID)
	if err != nil {
		return f, err
	}
	activities, err := v.ActivitiesToWork(r.place.ID)
	if err != nil {
		return f, err
	}
	volunteers, err := v.VolunteerWork(r.place.ID)
	if err != nil {
		return f, err
	}
	shown := shownCounts(r, counts, polls)
	shown.Volunteers = volunteers
	shown.Activities = activities
	if shown.Organisations, err = v.OrganisationsToWork(r.place.ID); err != nil {
		return f, err
	}
	shown.Calls = calls
	shown.Projects = projects
	f.Role = pages.RoleWord(r.role())
	f.Watching = r.opens(residents.WorkDesk) == nil && r.opens(residents.RunMeeting) != nil
	for _, link := range desk.Nav(f.Base(), shown, current) {
		if r.opens(linkDoes(link.Href)) == nil {
			f.Nav = append(f.Nav, link)
		}
	}
	f.Nav = append(f.Nav, pages.DeskLink{Name: "权限表", Href: f.To("permissions")})
	return f, nil
}

// linkDoes is what an entry of the list of work leads to, in the table of permissions.
func linkDoes(href string) residents.Action {
	switch href[strings.LastIndex(href, "/")+1:] {
	case desk.AtPeople:
		return residents.ReadPeople
	case desk.AtHouseholds:
		return residents.KeepRoster
	case desk.AtLetters:
		return residents.Invite
	case desk.AtRooms:
		return residents.KeepRooms
	case desk.AtAudit:
		return residents.ReadAudit
	}
	return residents.WorkDesk
}

// opens asks the table of permissions whether the reader has a role for an action here.
func (r *request) opens(do residents.Action) error {
	return residents.MayOpen(r.who, do, r.place.ID, r.place.Parent, r.now)
}

// shownCounts puts the numbers of a desk as the list of work shows them.
func shownCounts(r *request, c store.DeskCounts, polls int) desk.Counts {
	out := desk.Counts{
		Topics: c.Topics + c.Appeals, TopicsLate: c.TopicsLate > 0, Statements: c.Statements,
		Objections: c.Objections, ObjectionsLate: c.ObjectionsLate > 0, Tasks: c.Tasks, Overdue: c.TasksLate, People: c.People, Polls: polls,
	}
	if c.Meeting != "" {
		day, today := calendar.DayOf(c.MeetingAt, r.place.Location()), calendar.DayOf(r.now, r.place.Location())
		switch {
		case c.MeetingState == consultation.MeetingClosed:
			out.Meeting = "待记录"
		case day == today:
			out.Meeting = "今天"
		case day.Month == today.Month:
			out.Meeting = strconv.Itoa(day.Day) + " 日"
		default:
			out.Meeting = strconv.Itoa(int(day.Month)) + " 月 " + strconv.Itoa(day.Day) + " 日"
		}
	}
	return out
}

// deskDoor says at a closed desk whom it is for, and whose term is over that theirs is.
func (p *Portal) deskDoor(r *request, code residents.Reason) string {
	if code != residents.ErrNotAllowed || !strings.Contains(r.route.pattern+"/", "/desk/") {
		return ""
	}
	says := map[residents.Level]string{
		residents.LevelCommunity:    "工作台由在任的居委会主任和委员使用",
		residents.LevelSubdistrict:  "工作台由在任的街道工作人员使用",
		residents.LevelDistrict:     "工作台由在任的区级部门工作人员使用",
		residents.LevelInstallation: "这里由系统管理员使用",
	}[r.place.Level]
	for _, role := range r.who.Roles {
		if role.Community == r.place.ID && role.Name.Office() && !r.now.Before(role.To) {
			says += "；您的任期已在 " + calendar.DayOf(role.To, r.place.Location()).ChineseWithYear() + "结束"
			break
		}
	}
	return says
}

// soon is how far ahead the first page looks for tasks that fall due.
const soon = 7 * 24 * time.Hour

// mostWaiting is how many of each kind the first page shows.
const mostWaiting = 20

// deskFront is the first page of the place's desk.
func (p *Portal) deskFront(r *request) (answer, error) {
	switch r.place.Level {
	case residents.LevelInstallation:
		return p.adminFront(r)
	case residents.LevelSubdistrict, residents.LevelDistrict:
		return p.streetFront(r)
	}
	v := &desk.FrontView{Today: calendar.DayOf(r.now, r.place.Location()).ChineseWithYear()}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtFront); err != nil {
			return err
		}
		work, err := rows.WaitingWork(r.place.ID, r.now.Add(soon), mostWaiting)
		if err != nil {
			return err
		}
		if work, err = r.withPolls(rows, work); err != nil {
			return err
		}
		if work, err = r.withCalls(rows, work); err != nil {
			return err
		}
		if work, err = r.withProjects(rows, work); err != nil {
			return err
		}
		oldest, err := rows.OldestStatement(r.place.ID)
		if err != nil {
			return err
		}
		v.Work = r.grouped(v.Base(), work, oldest)
		return nil
	})
	return show(v), err
}

// grouped is what waits, by urgency. Statements have no day of their own: they
// wait from when the oldest of them came in.
func (r *request) grouped(f *pages.Frame, work []store.Waiting, oldest time.Time) []desk.Group {
	late, now, later := desk.Group{Name: "已逾期"}, desk.Group{Name: "今天"}, desk.Group{Name: "接下来"}
	tomorrow := calendar.DayOf(r.now, r.place.Location()).End(r.place.Location())
	for _, w := range work {
		to := &later
		switch {
		case w.Kind == "minutes" || w.Kind == "meeting" && w.Due.Before(tomorrow):
			to = &now
		case !r.now.Before(w.Due):
			to = &late
		case !w.Due.After(tomorrow):
			to = &now
		}
		to.Lines = append(to.Lines, r.workLine(f, w))
	}
	if !oldest.IsZero() {
		now.Lines = append(now.Lines, pages.TopicLine{
			Title: "居民的意见等着看", Own: true, Href: f.To("desk/statements"), Facts: []string{"意见"},
			State: "最早的一条 " + calendar.ChineseTime(oldest, r.place.Location()), Tone: pages.TonePlain,
		})
	}
	var all []desk.Group
	for _, g := range []desk.Group{late, now, later} {
		if len(g.Lines) > 0 {
			all = append(all, g)
		}
	}
	return all
}

// workLine is one thing that waits, with its clock.
func (r *request) workLine(f *pages.Frame, w store.Waiting) pages.TopicLine {
	line := pages.TopicLine{Title: w.Title}
	switch w.Kind {
	case "topic":
		line.Href, line.Facts = f.To("desk/topics/"+w.ID), []string{"待审议题"}
		line.State, line.Tone = r.workingDays("审核", w.Due)
	case "appeal":
		line.Href, line.Facts = f.To("desk/topics/"+w.ID), []string{"申诉"}
		line.State, line.Tone = r.workingDays("复审", w.Due)
	case "objection":
		line.Href, line.Facts = f.To("desk/outcomes"), []string{"异议"}
		line.State, line.Tone = r.workingDays("答复", w.Due)
	case "task":
		line.Href, line.Facts = f.To("desk/tasks"), []string{"落实"}
		line.State, line.Tone = r.plainDays("办理", w.Due)
	case "meeting":
		line.Href, line.Facts = f.To("desk/meetings/"+w.ID), []string{"协商会"}
		line.State, line.Tone = calendar.ChineseTime(w.Due, r.place.Location()), pages.ToneAct
	case "minutes":
		line.Href, line.Facts = f.To("desk/meetings/"+w.ID+"/minutes"), []string{"协商会"}
		line.State, line.Tone = "纪要还没有公布", pages.ToneDue
	case "call-draft", "call-own", "call-behind":
		line.Href, line.Facts = f.To("desk/calls/"+w.ID), []string{"民意征集"}
		line.State, line.Tone = callWaits[w.Kind], pages.ToneDue
	case projectWaits:
		line.Href, line.Facts = f.To("desk/projects/"+w.ID), []string{"民意立项"}
		line.Title, line.State, _ = strings.Cut(w.Title, "\n")
		line.Tone = pages.ToneDue
	default:
		line.Href, line.Facts = f.To("desk/polls/"+w.ID), []string{"投票"}
		line.State, line.Tone = pollWaits[w.Kind], pages.ToneDue
	}
	return line
}
