package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskProjectRoutes are the desk's pages of projects, of communities and of streets: the list,
// the work page with its steps, and the editors.
func (p *Portal) deskProjectRoutes() []route {
	const list, one = "/{place}/desk/projects", "/{place}/desk/projects/{id}"
	get, post := http.MethodGet, http.MethodPost
	all := []route{
		{method: get, pattern: list, name: "desk-projects", do: residents.OpenDesk, handle: p.deskProjects, at: projectDesks},
		{method: get, pattern: list + "/new", name: "project-make", do: residents.KeepProject, handle: p.deskProjectNew},
		{method: post, pattern: list + "/new", name: "project-make", do: residents.KeepProject, handle: p.makeProject},
		{method: get, pattern: one, name: "desk-project", do: residents.OpenDesk, handle: p.deskProject, at: projectBodies},
		{method: get, pattern: one + "/edit", name: "project-edit", do: residents.KeepProject, handle: p.deskProjectEdit},
		{method: post, pattern: one + "/edit", name: "project-edit", do: residents.KeepProject, handle: p.editProject},
		{method: get, pattern: one + "/options", name: "project-options", do: residents.KeepProject, handle: p.deskProjectOptions},
		{method: post, pattern: one + "/options", name: "project-options", do: residents.KeepProject, handle: p.listOptions},
		{method: get, pattern: one + "/plan", name: "project-plan", do: residents.KeepProject, handle: p.deskProjectPlan},
		{method: post, pattern: one + "/plan", name: "project-plan", do: residents.KeepProject, handle: p.planProject},
		{method: get, pattern: one + "/money", name: "desk-project-money", do: residents.OpenDesk, handle: p.deskProjectMoney, at: projectBodies},
		{method: post, pattern: one + "/money", name: "project-money", do: residents.KeepProject, handle: p.addMoney, upload: project.MaxFile, big: project.ErrFileSize},
		{method: post, pattern: one + "/money/{entry}", name: "project-reverse", do: residents.KeepProject, handle: p.reverseMoney, on: one + "/money"},
		{method: get, pattern: one + "/files", name: "desk-project-files", do: residents.OpenDesk, handle: p.deskProjectFiles, at: projectBodies},
		{method: post, pattern: one + "/files", name: "project-file", do: residents.KeepProject, handle: p.addDocument, upload: project.MaxFile, big: project.ErrFileSize},
		{method: get, pattern: one + "/notice", name: "desk-project-notice", do: residents.OpenDesk, handle: p.projectNotice, at: projectBodies},
		{method: get, pattern: one + "/check", name: "desk-project-check", do: residents.OpenDesk, handle: p.completionCheck, at: projectBodies},
	}
	return slices.Concat(all, p.projectStepRoutes(one), p.clearanceRoutes())
}

// projectBodies are the levels whose bodies have projects; at projectDesks some are seen.
var (
	projectBodies = []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}
	projectDesks  = []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict, residents.LevelDistrict}
)

// projectStepRoutes are the steps that stand on the work page.
func (p *Portal) projectStepRoutes(one string) []route {
	var all []route
	add := func(path, name string, do residents.Action, handle func(*request) (answer, error)) {
		all = append(all, route{method: http.MethodPost, pattern: one + path, name: name, do: do, handle: handle, on: one, photos: name == "project-post"})
	}
	add("/negotiate", "project-negotiate", residents.KeepProject, p.openNegotiation)
	add("/study", "project-study", residents.StudyProject, p.studyProject)
	add("/decide", "project-decide", residents.KeepProject, p.decideByPoll)
	add("/outcome", "project-outcome", residents.KeepProject, p.decideByOutcome)
	add("/office", "project-office", residents.KeepProject, p.decideByOffice)
	add("/rethink", "project-rethink", residents.KeepProject, p.rethink)
	add("/agree", "project-agree", residents.KeepProject, p.noteAgreement)
	add("/dissents", "project-dissent", residents.KeepProject, p.noteDissent)
	add("/dissents/{community}/{dissent}/settle", "project-settle", residents.KeepProject, p.settleDissent)
	add("/dissents/{community}/{dissent}/again", "project-again", residents.KeepProject, p.noteAgain)
	add("/ask", "project-ask", residents.KeepProject, p.askClearance)
	add("/notice", "project-notice", residents.KeepProject, p.putUp)
	add("/objections/{community}/{objection}", "project-reply", residents.AnswerProject, p.answerNotice)
	add("/approve", "project-approve", residents.ApproveProject, p.approveProject)
	add("/drop", "project-drop", residents.KeepProject, p.dropProject)
	add("/supervisors", "project-supervise", residents.KeepProject, p.addSupervisor)
	add("/supervisors/{community}/{resident}", "project-unsupervise", residents.KeepProject, p.endSupervisor)
	add("/posts", "project-post", residents.ReportProject, p.postWork)
	add("/milestones/{milestone}", "project-reach", residents.KeepProject, p.reachMilestone)
	add("/defects/{community}/{resident}", "project-mend", residents.KeepProject, p.mendDefect)
	add("/complete", "project-complete", residents.KeepProject, p.completeProject)
	add("/lessons", "project-learn", residents.KeepProject, p.noteLessons)
	return all
}

// atProjects is the frame of a page of projects at the place's desk.
func (p *Portal) atProjects(r *request, rows *store.View) (desk.Frame, error) {
	if r.place.Level == residents.LevelCommunity {
		return p.atDesk(r, rows, desk.AtProjects)
	}
	return p.atStreet(r), nil
}

// Sizes of the lists beside the projects.
const (
	mostClearances = 50
	mostOverdue    = 50
)

// deskProjects lists the projects by stage, what waits for the reader first.
func (p *Portal) deskProjects(r *request) (answer, error) {
	from, ok := readListKey(r.URL.Query().Get("after"))
	if !ok {
		return answer{}, residents.ErrNotFound
	}
	v := &desk.ProjectsView{Style: p.files.address("deskprojects.css"), Here: slices.Contains(projectBodies, r.place.Level)}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.May = r.opens(residents.KeepProject) == nil
		if v.Here {
			if err := r.projectGroups(rows, v, from); err != nil {
				return err
			}
		}
		if r.place.Level == residents.LevelCommunity || !from.begins() {
			return nil
		}
		if err := r.clearancesHere(rows, v); err != nil {
			return err
		}
		return r.overdueHere(rows, v)
	})
	return show(v), err
}

// projectGroups puts a page of projects into their stages. On the first those that wait for the
// reader stand apart, also those whose place in the list is on a later page.
func (r *request) projectGroups(rows *store.View, v *desk.ProjectsView, from listKey) error {
	lines, err := r.projectLines(rows, []string{r.place.ID}, from, true, func(project.Project) bool { return true })
	if err != nil {
		return err
	}
	for _, p := range lines.shown {
		card, mine, err := r.projectCard(rows, lines.read, p)
		if err != nil {
			return err
		}
		if mine && from.begins() {
			v.Mine = append(v.Mine, card)
		} else {
			v.Groups = inGroup(v.Groups, p.Stage, card)
		}
	}
	for _, p := range lines.ahead {
		card, mine, err := r.projectCard(rows, lines.read, p)
		if err != nil {
			return err
		}
		if mine {
			v.Mine = append(v.Mine, card)
		}
	}
	if !from.begins() {
		v.Newer = v.To("desk/projects")
	}
	if !lines.next.begins() {
		v.Older = v.To("desk/projects") + "?after=" + lines.next.String()
	}
	return nil
}

// inGroup puts a card into the group of its stage, which is the last.
func inGroup(groups []desk.ProjectGroup, stage project.Stage, card desk.ProjectCard) []desk.ProjectGroup {
	name, _ := pages.ProjectStageTag(stage)
	if stage.Ended() {
		name = "已结束"
	}
	n := len(groups)
	if n == 0 || groups[n-1].Name != name {
		groups, n = append(groups, desk.ProjectGroup{Name: name}), n+1
	}
	groups[n-1].Cards = append(groups[n-1].Cards, card)
	return groups
}

// projectCard is a project in the list, and whether it waits for the reader.
func (r *request) projectCard(rows *store.View, read projectReader, p project.Project) (c desk.ProjectCard, mine bool, err error) {
	if p.Stage.Ended() {
		words, _ := pages.ProjectStageTag(p.Stage)
		href := "/" + r.place.Slug + "/desk/projects/" + p.ID
		return desk.ProjectCard{Href: href, Title: p.Title, Number: p.Number, Facts: []string{words, r.day(p.ChangedAt)}}, false, nil
	}
	w, err := r.projectOf(rows, read, p)
	if err != nil {
		return c, false, err
	}
	return w.card()
}

// card is the project in the list, and whether it waits for the reader.
func (w *projectWork) card() (c desk.ProjectCard, mine bool, err error) {
	stage, _ := pages.ProjectStageTag(w.p.Stage)
	c = desk.ProjectCard{Href: "/" + w.place.Slug + "/desk/projects/" + w.p.ID, Title: w.p.Title, Number: w.p.Number, Facts: []string{stage, pages.ProjectFieldWord(w.p.Field)}}
	next, err := w.nextView()
	if err != nil {
		return c, false, err
	}
	c.Next, c.Clock, c.Late = strings.TrimPrefix(next.Title, "下一步："), next.Clock, next.Late
	if next.Who != "" {
		c.Who = "由" + next.Who + "办"
	}
	return c, next.Verb != "" && next.Why == "" && next.Verb != project.Learn, nil
}

// overdueHere are the overdue milestones of the communities right below.
func (r *request) overdueHere(rows *store.View, v *desk.ProjectsView) error {
	if r.opens(residents.OrderProject) != nil {
		return nil
	}
	late, err := rows.DueBelow(r.place.ID, r.now, mostOverdue)
	if err != nil {
		return err
	}
	projects, orders, err := rows.OrderedAmong(late)
	if err != nil {
		return err
	}
	for _, below := range late {
		one := projects[below.Key()]
		for _, m := range one.Plan.Milestones {
			due := m.Due.End(below.Location())
			if !m.DoneAt.IsZero() || r.now.Before(due) {
				continue
			}
			v.Overdue = append(v.Overdue, r.overdueCard(below, one, m, orders[below.Key()], due))
		}
	}
	return nil
}

func (r *request) overdueCard(below store.BelowProject, one project.Project, m project.Milestone, orders []project.Order, due time.Time) desk.OverdueCard {
	words, _ := r.plainDays("", due)
	c := desk.OverdueCard{
		ID: partOf(one.ID, m.ID), Title: one.Title, Milestone: m.Words, Body: below.Name, Number: one.Number, Late: words,
		Href:   "/" + below.Slug + "/projects/" + one.ID,
		Action: "/" + r.place.Slug + "/desk/overdue/" + below.Slug + "/" + one.ID + "/" + m.ID,
	}
	n := 0
	for _, o := range orders {
		if o.Milestone == m.ID {
			n++
		}
	}
	if n > 0 {
		c.Orders = "已督办 " + strconv.Itoa(n) + " 次"
	}
	return c
}
