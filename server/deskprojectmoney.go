package main

import (
	"fmt"
	"strconv"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/photo"
	"yishiting/server/store"
)

// The ledger of a project and its documents.

// moneyOf is the ledger by the lines of the budget.
func moneyOf(plan project.Plan, entries []project.Entry) (v desk.MoneyView) {
	sums := map[string]map[project.EntryKind]int64{}
	total := map[project.EntryKind]int64{}
	for _, e := range entries {
		if sums[e.Line] == nil {
			sums[e.Line] = map[project.EntryKind]int64{}
		}
		sums[e.Line][e.Kind] += e.Cents
		total[e.Kind] += e.Cents
	}
	for _, l := range plan.Lines {
		bound, paid := sums[l.ID][project.Committed], sums[l.ID][project.Paid]
		v.Lines = append(v.Lines, desk.MoneyLine{
			ID: l.ID, Words: l.Words, Planned: pages.Money(l.Planned), Committed: pages.Money(bound), Paid: pages.Money(paid),
			CommittedBar: desk.Percent(bound, l.Planned), PaidBar: desk.Percent(paid, l.Planned), Left: "还可以签 " + pages.Money(max(0, l.Planned-bound)),
		})
	}
	v.Planned, v.Committed, v.Paid = pages.Money(plan.Planned()), pages.Money(total[project.Committed]), pages.Money(total[project.Paid])
	return v
}

// deskProjectMoney is the ledger's page.
func (p *Portal) deskProjectMoney(r *request) (answer, error) {
	v := &desk.ProjectMoneyView{Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.ID, v.Back, v.Label = w.p.ID, v.To("desk/projects/"+w.p.ID), w.p.Title
		entries, err := rows.Ledger(r.place.ID, w.p.ID)
		if err != nil {
			return err
		}
		v.Money = moneyOf(w.p.Plan, entries)
		v.May = desk.Act{Shown: true, Why: codeOf(w.may(project.Money))}
		v.Watching = v.Watching && !v.May.May()
		for _, l := range w.p.Plan.Lines {
			v.Lines = append(v.Lines, pages.Option{Value: l.ID, Label: l.Words + "（" + pages.Money(l.Planned) + "）", Said: true})
		}
		return w.entryRows(v, entries)
	})
	return show(v), err
}

// entryRows are the entries, the latest first.
func (w *projectWork) entryRows(v *desk.ProjectMoneyView, entries []project.Entry) error {
	back := reversed(entries)
	for i := len(entries) - 1; i >= 0; i-- {
		e := entries[i]
		by, err := w.personName(w.place.ID, e.By)
		if err != nil {
			return err
		}
		row := desk.EntryRow{ID: e.ID, When: w.day(e.At), Kind: pages.EntryWord(e.Kind), Money: signed(e.Cents), Payee: e.Payee, Document: e.Document, Note: e.Note, By: by}
		for _, l := range w.p.Plan.Lines {
			if l.ID == e.Line {
				row.Line = l.Words
			}
		}
		if e.File != "" {
			row.File = "/" + w.place.Slug + "/projects/" + w.p.ID + "/files/" + e.File
		}
		row.Back = back[e.ID]
		row.May = v.May.May() && !row.Back
		v.Entries = append(v.Entries, row)
	}
	return nil
}

// signed is an amount with its sign.
func signed(cents int64) string {
	if cents < 0 {
		return "−" + pages.Money(-cents)
	}
	return pages.Money(cents)
}

// reversed are the entries that take another back, and those that were taken back.
func reversed(entries []project.Entry) map[string]bool {
	done := map[string]bool{}
	for _, e := range entries {
		if e.Reverses != "" {
			done[e.ID], done[e.Reverses] = true, true
		}
	}
	return done
}

// addMoney writes an entry into the ledger, with its document where one came along.
func (p *Portal) addMoney(r *request) (answer, error) {
	f := r.form
	e := project.Entry{
		Community: r.place.ID, Project: r.PathValue("id"), Kind: project.EntryKind(f.choice("kind", string(project.Committed), string(project.Paid))),
		Line: f.text("line", 20), Cents: f.yuan("money"), Payee: f.text("payee", project.MaxName), Document: f.text("document", project.MaxName), Note: f.text("note", project.MaxName),
	}
	doc := f.document("file")
	return p.onProject(r, "project-money", "money-noted", func(tx *store.Tx, by residents.Sender, id string) error {
		if doc != nil {
			doc.Community, doc.Project, doc.Name = r.place.ID, id, e.Document
			if err := project.AddDocument(tx, by, *doc); err != nil {
				return fieldAs(err, "name", "document")
			}
			e.File = by.ID
		}
		return project.AddMoney(tx, by, e)
	})
}

// reverseMoney takes an entry back by one of the opposite sign.
func (p *Portal) reverseMoney(r *request) (answer, error) {
	why := r.form.text("note", project.MaxName)
	return p.onProject(r, "project-reverse", "money-reversed", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.AddMoney(tx, by, project.Entry{Community: r.place.ID, Project: id, Reverses: r.PathValue("entry"), Note: why})
	})
}

// document is the file of a form, told by its first bytes; nil where none was chosen.
func (f *form) document(name string) *project.File {
	called, body := f.upload(name)
	if body == nil {
		return nil
	}
	kind, err := project.KindOfFile(body)
	if err == nil && kind == project.JPEG { // a picture keeps nothing but its pixels
		made, broken := photo.Make(f.ctx, body)
		body, err = made.JPEG, broken
	}
	if err != nil {
		f.refuse(name, api.Code(err), 0)
		return nil
	}
	return &project.File{Name: called, Kind: kind, Bytes: body}
}

// deskProjectFiles is where documents are uploaded.
func (p *Portal) deskProjectFiles(r *request) (answer, error) {
	v := &desk.ProjectFilesView{Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.ID, v.Back, v.Label = w.p.ID, v.To("desk/projects/"+w.p.ID), w.p.Title
		v.May = desk.Act{Shown: true, Why: codeOf(w.may(project.Attach))}
		v.Watching = v.Watching && !v.May.May()
		files, err := rows.FileHeads(r.place.ID, w.p.ID)
		v.Files = w.fileRows(files)
		return err
	})
	return show(v), err
}

func (w *projectWork) fileRows(files []project.FileHead) (all []desk.FileRow) {
	for _, f := range files {
		kind := map[project.FileKind]string{project.PDF: "PDF", project.JPEG: "照片"}[f.Kind]
		all = append(all, desk.FileRow{
			Name: f.Name, Href: "/" + w.place.Slug + "/projects/" + w.p.ID + "/files/" + f.ID, Kind: kind, Size: sizeWords(int64(f.Size)), When: w.day(f.At),
		})
	}
	return all
}

// sizeWords is a size as people read it: 320 KB, 1.4 MB.
func sizeWords(n int64) string {
	if n < 1<<20 {
		return strconv.FormatInt(max(1, n>>10), 10) + " KB"
	}
	return fmt.Sprintf("%d.%d MB", n>>20, n%(1<<20)*10>>20)
}

// addDocument keeps a document.
func (p *Portal) addDocument(r *request) (answer, error) {
	name, doc := r.form.text("name", project.MaxName), r.form.document("file")
	if doc == nil && len(r.form.wrong) == 0 {
		r.form.refuse("file", residents.ErrEmpty, 0)
	}
	return p.onProject(r, "project-file", "file-added", func(tx *store.Tx, by residents.Sender, id string) error {
		doc.Community, doc.Project, doc.Name = r.place.ID, id, name
		return project.AddDocument(tx, by, *doc)
	})
}
