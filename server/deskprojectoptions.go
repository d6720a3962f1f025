package main

import (
	"errors"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// The editor of a project's options: rows that are there, and two more.

// spareOptions is how many empty rows stand below those that are there.
const spareOptions = 3

// optionFields are the fields of an option as the form has them, without their number.
func optionFields(o project.Option) map[string]string {
	in := map[string]string{"words": o.Words, "about": o.About, "cost": "", "per-home": "", "affected": o.Affected, "upkeep": o.Upkeep}
	for _, p := range project.Payers {
		in[string(p)] = ""
	}
	if o.Words != "" {
		in["cost"] = yuanText(o.Cost)
	}
	if o.PerHome > 0 {
		in["per-home"] = yuanText(o.PerHome)
	}
	for _, s := range o.Shares {
		in[string(s.Payer)] = yuanText(s.Cents)
	}
	return in
}

// deskProjectOptions is the editor.
func (p *Portal) deskProjectOptions(r *request) (answer, error) {
	v := &desk.ProjectOptionsView{Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.Back, v.Label, v.Version = v.To("desk/projects/"+w.p.ID), w.p.Title, w.p.Version
		v.Action = v.Back + "/options"
		if err := w.may(project.ListOption); err != nil {
			v.Why = pages.Says(codeOf(err)) + "。"
			return nil
		}
		w.optionRows(v)
		return nil
	})
	return show(v), err
}

// optionRows are the options as they stand, and room for more.
func (w *projectWork) optionRows(v *desk.ProjectOptionsView) {
	stored := map[string]string{}
	n := min(project.MaxOptions, len(w.p.Options)+spareOptions)
	if typed, err := strconv.Atoi(w.refused.Values["rows"]); err == nil && w.refused.Name == "project-options" {
		n = min(project.MaxOptions, max(n, typed))
	}
	for i := range n {
		row := desk.OptionRow{N: i + 1, New: i >= len(w.p.Options)}
		var o project.Option
		if !row.New {
			o = w.p.Options[i]
		}
		row.Words, row.Drafted = o.Words, optionFields(o)
		row.Open = !row.New || i == len(w.p.Options) && i < spareOptions || w.typedIn(row.N)
		for name, value := range row.Drafted {
			stored[desk.OptionField(name, row.N)] = value
		}
		v.Rows = append(v.Rows, row)
	}
	v.Theirs = w.theirs("project-options", w.p.Version, stored, nil)
	for i := range v.Rows {
		for name := range v.Rows[i].Drafted {
			if _, other := v.Theirs[desk.OptionField(name, v.Rows[i].N)]; other {
				v.Rows[i].Open = true
			}
		}
	}
}

// typedIn tells whether something was typed into a row of the refused form.
func (w *projectWork) typedIn(n int) bool {
	return w.refused.Name == "project-options" && strings.TrimSpace(w.refused.Values[desk.OptionField("words", n)]) != ""
}

// options reads the editor; rows without a name are left out. at says in which row each stands.
func (f *form) projectOptions() (all []project.Option, at []int) {
	for n := 1; n <= f.number("rows", 1, project.MaxOptions); n++ {
		o, used := f.projectOption(n)
		if used {
			o.ID = strconv.Itoa(n)
			all, at = append(all, o), append(at, n)
		}
	}
	return all, at
}

// projectOption reads one row. Of a row without a name nothing else counts.
func (f *form) projectOption(n int) (o project.Option, used bool) {
	field := func(name string) string { return desk.OptionField(name, n) }
	o.Words = f.text(field("words"), project.MaxName)
	if o.Words == "" {
		for name := range optionFields(o) {
			f.one(field(name))
		}
		return o, false
	}
	o.About, o.Affected, o.Upkeep = f.lines(field("about"), project.MaxWords), f.lines(field("affected"), project.MaxWords), f.lines(field("upkeep"), project.MaxWords)
	if f.one(field("cost")) == "" {
		f.refuse(field("cost"), residents.ErrEmpty, 0)
	}
	o.Cost, o.PerHome = f.yuanOrNone(field("cost")), f.yuanOrNone(field("per-home"))
	sum := int64(0)
	for _, p := range project.Payers {
		if cents := f.yuanOrNone(field(string(p))); cents > 0 {
			o.Shares = append(o.Shares, project.Share{Payer: p, Cents: cents})
			sum += cents
		}
	}
	if sum != o.Cost {
		f.refuse(field("shares"), project.ErrPayers, 0)
	}
	return o, true
}

// yuanOrNone is an amount in cents, 0 where the field is empty or says 0.
func (f *form) yuanOrNone(name string) int64 {
	switch strings.Trim(f.text(name, 20), "0. ") {
	case "":
		return 0
	}
	return f.yuan(name)
}

// listOptions keeps the options.
func (p *Portal) listOptions(r *request) (answer, error) {
	version := r.form.number("version", 1, mostVersions)
	all, at := r.form.projectOptions()
	return p.onProject(r, "project-options", "options-listed", func(tx *store.Tx, by residents.Sender, id string) error {
		return atOption(project.ListOptions(tx, by, r.place.ID, id, version, all), at)
	})
}

// atOption puts what is wrong with an option, cost-2 by its place among those that were sent,
// beside the row in which it stands: cost-3.
func atOption(err error, at []int) error {
	var wrong *residents.FieldError
	if !errors.As(err, &wrong) {
		return err
	}
	cut := strings.LastIndex(wrong.Field, "-")
	n, bad := strconv.Atoi(wrong.Field[cut+1:])
	if cut < 0 || bad != nil || n < 1 {
		return err
	}
	moved := *wrong
	if n <= len(at) {
		moved.Field = desk.OptionField(wrong.Field[:cut], at[n-1])
	}
	if moved.Reason == residents.ErrTogether { // two options of the same name
		moved.Reason = polls.ErrTwice
	}
	return &moved
}
