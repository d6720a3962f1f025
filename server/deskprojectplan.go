package main

import (
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// The editor of a plan, and of its changes. Milestones and budget lines keep their ids, which
// the names of their fields have; empty rows below get the next ones.

// spareRows is how many empty rows stand below those that are there.
const spareRows = 4

// mostRows is the highest id that a row of the editor may have.
const mostRows = 99

// deskProjectPlan is the editor.
func (p *Portal) deskProjectPlan(r *request) (answer, error) {
	v := &desk.ProjectPlanView{Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.Back, v.Label, v.Version = v.To("desk/projects/"+w.p.ID), w.p.Title, w.p.Version
		v.Action = v.Back + "/plan"
		v.Change = w.running()
		if err := w.may(w.planVerb()); err != nil {
			code := codeOf(err)
			v.Why = pages.Says(code) + "。" + pages.Next(code) + "。"
			return nil
		}
		entries, err := rows.Ledger(r.place.ID, w.p.ID)
		if err != nil {
			return err
		}
		w.planRows(v, entries)
		return nil
	})
	return show(v), err
}

// running tells whether work goes by a plan, so that it is changed and not written.
func (w *projectWork) running() bool { return w.f.Passed(project.Planned, w.p, w.now) == nil }

func (w *projectWork) planVerb() project.Verb {
	if w.running() {
		return project.Change
	}
	return project.PlanIt
}

// planRows are the fields of the editor as the plan stands.
func (w *projectWork) planRows(v *desk.ProjectPlanView, entries []project.Entry) {
	plan := w.p.Plan
	share := plan.ChangeShare
	if len(plan.Milestones) == 0 {
		share = project.DeliveryRulesAt(w.today()).Share
	}
	v.Share, v.MostShare, v.Drafted = share, plan.MostShare(w.today()), map[string]string{
		"scope": plan.Scope, "contractor": plan.Contractor, "contract": plan.Contract, "checks": strings.Join(plan.Checks, "\n"), "share": strconv.Itoa(share),
	}
	approved := plan.ApprovedCost
	if o, ok := w.p.Chosen(); ok && len(plan.Milestones) == 0 && plan.Scope == "" {
		v.Drafted["scope"] = o.About
	}
	v.Approved = pages.Money(approved)
	for _, m := range plan.Milestones {
		row := desk.PlanRow{N: idNumber(m.ID)}
		if !m.DoneAt.IsZero() {
			row.Note = w.day(m.DoneAt) + "完成，不能再改"
		}
		v.Drafted[desk.OptionField("m", row.N)], v.Drafted[desk.OptionField("d", row.N)] = m.Words, m.Due.String()
		v.Milestones = append(v.Milestones, row)
	}
	for _, t := range project.Totals(plan, entries) {
		row := desk.PlanRow{N: idNumber(t.ID)}
		if t.Committed > 0 {
			row.Note = "已签约 " + pages.Money(t.Committed) + "，预算不能少于它"
		}
		v.Drafted[desk.OptionField("l", row.N)], v.Drafted[desk.OptionField("c", row.N)] = t.Words, yuanText(t.Planned)
		v.Lines = append(v.Lines, row)
	}
	v.Milestones = w.withSpare(v, v.Milestones, project.MaxMilestones, "milestones", "m", "d")
	v.Lines = w.withSpare(v, v.Lines, project.MaxLines, "lines", "l", "c")
	v.Theirs = w.theirs("project-plan", w.p.Version, v.Drafted, nil)
}

// withSpare adds empty rows behind the highest id, as many as the refused form had at least.
func (w *projectWork) withSpare(v *desk.ProjectPlanView, rows []desk.PlanRow, most int, count, words, beside string) []desk.PlanRow {
	last := 0
	for _, r := range rows {
		last = max(last, r.N)
	}
	until := last + spareRows
	if len(rows) == 0 {
		until++
	}
	if typed, err := strconv.Atoi(w.refused.Values[count]); err == nil && w.refused.Name == "project-plan" {
		until = max(until, typed)
	}
	for n := last + 1; n <= min(until, mostRows) && len(rows) < most; n++ {
		v.Drafted[desk.OptionField(words, n)], v.Drafted[desk.OptionField(beside, n)] = "", ""
		rows = append(rows, desk.PlanRow{N: n})
	}
	return rows
}

// idNumber is an id of a plan's row as a number; 0 for none.
func idNumber(id string) int {
	n, err := strconv.Atoi(id)
	if err != nil {
		return 0
	}
	return n
}

// plan reads the editor.
func (f *form) plan() project.Plan {
	p := project.Plan{
		Scope: f.lines("scope", project.MaxProblem), Contractor: f.text("contractor", project.MaxName), Contract: f.text("contract", project.MaxName),
		ChangeShare: f.number("share", 0, project.MaxShare),
	}
	for line := range strings.SplitSeq(f.lines("checks", project.MaxItems*(project.MaxName+2)), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			p.Checks = append(p.Checks, line)
		}
	}
	for n := 1; n <= f.number("milestones", 0, mostRows); n++ {
		if words := f.text(desk.OptionField("m", n), project.MaxName); words != "" {
			p.Milestones = append(p.Milestones, project.Milestone{ID: strconv.Itoa(n), Words: words, Due: f.day(desk.OptionField("d", n))})
		} else {
			f.one(desk.OptionField("d", n))
		}
	}
	for n := 1; n <= f.number("lines", 0, mostRows); n++ {
		if words := f.text(desk.OptionField("l", n), project.MaxName); words != "" {
			p.Lines = append(p.Lines, project.Line{ID: strconv.Itoa(n), Words: words, Planned: f.yuan(desk.OptionField("c", n))})
		} else {
			f.one(desk.OptionField("c", n))
		}
	}
	return p
}

// planProject writes the plan, or changes the one that runs.
func (p *Portal) planProject(r *request) (answer, error) {
	version, plan := r.form.number("version", 1, mostVersions), r.form.plan()
	_, change := r.form.values["why"]
	why := r.form.lines("why", project.MaxWords)
	done := "plan-made"
	if change {
		done = "plan-changed"
	}
	return p.onProject(r, "project-plan", done, func(tx *store.Tx, by residents.Sender, id string) error {
		if change {
			return project.ChangePlan(tx, by, r.place.ID, id, version, plan, why)
		}
		return project.MakePlan(tx, by, r.place.ID, id, version, plan)
	})
}
