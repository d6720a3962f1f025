package main

import (
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// Where projects meet the other work of a desk: what waits today, and polls drafted from options.

// projectWaits is the kind of work of a project; its title has the step in a second line.
const projectWaits = "project"

// mostWaitingProjects bounds the projects of a stage whose next step is looked up for the first page.
const mostWaitingProjects = 30

// withProjects puts the projects that wait for the reader among the other work: today, or by
// the day that their clock says.
func (r *request) withProjects(rows *store.View, work []store.Waiting) ([]store.Waiting, error) {
	var all []project.Project
	for _, stage := range []project.Stage{project.Collect, project.Negotiate, project.Deliver} {
		some, err := rows.ProjectsAfter([]string{r.place.ID}, project.Project{}, mostWaitingProjects, stage)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	read, err := rows.ProjectsAhead(all)
	if err != nil {
		return nil, err
	}
	for _, p := range all {
		w, err := r.projectOf(rows, read, p)
		if err != nil {
			return nil, err
		}
		if w.next.Verb == "" || w.may(w.next.Verb) != nil {
			continue
		}
		due := w.next.Due
		if due.IsZero() {
			due = r.today().End(r.place.Location())
		}
		work = append(work, store.Waiting{Kind: projectWaits, ID: p.ID, Title: p.Title + "\n" + desk.VerbTitle(w.next.Verb), Due: due})
	}
	slices.SortStableFunc(work, func(a, b store.Waiting) int { return a.Due.Compare(b.Due) })
	return work, nil
}

// askOf fills a new draft of a poll from a project's options: the words of the options are
// those of the project, so that the result can be read back into it. Where the project is of no
// body here, the draft stays as it was.
func (r *request) askOf(rows *store.View, v *desk.PollDraftView, id string, fresh bool) error {
	if id == "" || !fresh {
		return nil
	}
	p, err := rows.Project(r.place.ID, id)
	if err == residents.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	v.Drafted["text"] = p.Problem
	var buildings []string
	for _, place := range p.Places {
		buildings = append(buildings, place.Building)
	}
	if !slices.Contains(buildings, "") {
		v.Drafted["building"] = strings.Join(buildings, "\n") // everybody whom it concerns
	}
	if v.Method == polls.Binary {
		v.Drafted["question"] = "同意办理「" + p.Title + "」吗"
		if len(p.Options) > 0 {
			v.Drafted["text"] += "\n\n" + askLine(p.Options[0])
		}
		return nil
	}
	v.Drafted["question"] = "「" + p.Title + "」用哪个方案"
	t := polls.Terms{}
	if v.Method == polls.Shares || v.Method == polls.Greedy {
		t.Budget = polls.MaxCost
		v.Drafted["question"] = "今年先办哪几件"
		t.Options = []polls.Option{{Words: p.Title, Cost: leastCost(p.Options)}}
	} else {
		for _, o := range p.Options {
			t.Options = append(t.Options, polls.Option{Words: o.Words, About: askLine(o)})
		}
	}
	v.Drafted["options"] = optionLines(t)
	return nil
}

// askLine says an option in a line: what it costs, who pays, and whom it affects.
func askLine(o project.Option) string {
	return "总费用 " + pages.Money(o.Cost) + "：" + shareWords(o) + "；影响：" + strings.Join(strings.Fields(o.Affected), " ")
}

func leastCost(options []project.Option) int64 {
	var costs []int64
	for _, o := range options {
		costs = append(costs, o.Cost)
	}
	if len(costs) == 0 {
		return 0
	}
	return slices.Min(costs)
}
