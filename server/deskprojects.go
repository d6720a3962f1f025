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

// Sizes of the lists of projects.
const (
	mostLiveProjects = 200 // of a stage
	mostClearances   = 50
	mostOverdue      = 50
)

// deskProjects lists the projects by stage, what waits for the reader first.
func (p *Portal) deskProjects(r *request) (answer, error) {
	at, id, err := after(r)
	if err != nil {
		return answer{}, err
	}
	v := &desk.ProjectsView{Style: p.files.address("deskprojects.css"), Here: slices.Contains(projectBodies, r.place.Level)}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.May = r.opens(residents.KeepProject) == nil
		if v.Here {
			if err := r.projectGroups(rows, v, store.ChangedKey{Changed: at, ID: id}); err != nil {
				return err
			}
		}
		if r.place.Level == residents.LevelCommunity || id != "" {
			return nil
		}
		if err := r.clearancesHere(rows, v); err != nil {
			return err
		}
		return r.overdueHere(rows, v)
	})
	return show(v), err
}

// over are the stages in which nothing is done any more.
var over = []project.Stage{project.Closed, project.Dropped}

// projectGroups puts the projects into their stages; from a key on, only what is over.
func (r *request) projectGroups(rows *store.View, v *desk.ProjectsView, from store.ChangedKey) error {
	if from.ID == "" {
		for _, stage := range []project.Stage{project.Negotiate, project.Deliver, project.Collect, project.Evaluate} {
			cards, err := r.projectCards(rows, v, stage)
			if err != nil {
				return err
			}
			if name, _ := pages.ProjectStageTag(stage); len(cards) > 0 {
				v.Groups = append(v.Groups, desk.ProjectGroup{Name: name, Cards: cards})
			}
		}
	}
	return r.projectsOver(rows, v, from)
}

// projectCards are the projects in a stage that goes on; those that wait for the reader stand apart.
func (r *request) projectCards(rows *store.View, v *desk.ProjectsView, stage project.Stage) (cards []desk.ProjectCard, err error) {
	ids, err := rows.ProjectIDs(r.place.ID, store.ChangedKey{}, mostLiveProjects, stage)
	for _, id := range ids {
		w, err := r.projectAt(rows, id)
		if err != nil {
			return nil, err
		}
		card, mine, err := w.card()
		if err != nil {
			return nil, err
		}
		if mine {
			v.Mine = append(v.Mine, card)
		} else {
			cards = append(cards, card)
		}
	}
	return cards, err
}

// projectsOver are the closed and dropped ones, by pages.
func (r *request) projectsOver(rows *store.View, v *desk.ProjectsView, from store.ChangedKey) error {
	var found []project.Project
	for _, stage := range over {
		ids, err := rows.ProjectIDs(r.place.ID, from, deskPage+1, stage)
		if err != nil {
			return err
		}
		for _, id := range ids {
			one, err := rows.Project(r.place.ID, id)
			if err != nil {
				return err
			}
			found = append(found, one)
		}
	}
	slices.SortFunc(found, func(a, b project.Project) int {
		if n := b.ChangedAt.Compare(a.ChangedAt); n != 0 {
			return n
		}
		return strings.Compare(b.ID, a.ID)
	})
	if len(found) > deskPage {
		found = found[:deskPage]
		v.Older = v.To("desk/projects") + afterKey(found[deskPage-1].ChangedAt, found[deskPage-1].ID)
	}
	group := desk.ProjectGroup{Name: "已结束"}
	for _, one := range found {
		words, _ := pages.ProjectStageTag(one.Stage)
		group.Cards = append(group.Cards, desk.ProjectCard{
			Href: v.To("desk/projects/" + one.ID), Title: one.Title, Number: one.Number, Facts: []string{words, r.day(one.ChangedAt)},
		})
	}
	if len(found) > 0 {
		v.Groups = append(v.Groups, group)
	}
	return nil
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
	for _, below := range late {
		one, err := rows.Project(below.ID, below.Project)
		if err != nil {
			return err
		}
		orders, err := rows.ProjectOrders(below.ID, below.Project)
		if err != nil {
			return err
		}
		for _, m := range one.Plan.Milestones {
			due := m.Due.End(below.Location())
			if !m.DoneAt.IsZero() || r.now.Before(due) {
				continue
			}
			v.Overdue = append(v.Overdue, r.overdueCard(below, one, m, orders, due))
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
