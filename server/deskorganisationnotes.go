package main

import (
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// This file is about notes and reports of organisations at the desk.

// notePart tells apart the forms about notes: by the year.
const notePart = "annual-note-of-"

// yearlyAtDesk are the notes and reports of an organisation, with the words that the committee has on them.
func (r *request) yearlyAtDesk(rows *store.View, v *desk.OrganisationView, o organisations.Organisation) error {
	if o.FiledAt.IsZero() {
		return nil
	}
	notes, err := rows.AnnualNotes(o.Community, o.ID)
	if err != nil {
		return err
	}
	events, err := rows.EventsOf(o.Community, o.ID)
	if err != nil {
		return err
	}
	home, err := rows.CommunityByID(o.Community)
	if err != nil {
		return err
	}
	why := code(organisations.MayReview(r.who, o, r.now))
	for _, n := range notes {
		if !n.Came() {
			continue // a draft, and what was sent back, is its own
		}
		line := desk.NoteLine{Note: pages.NoteOf(n, o.Kind), Part: notePart + strconv.Itoa(n.Year), Version: n.Version, Judge: desk.Act{Shown: !v.Street && n.State == organisations.NoteHanded, Why: why}}
		line.State, line.Tone = pages.NoteStateWord(n.State)
		v.Notes = append(v.Notes, line)
	}
	for _, e := range events {
		if e.State == organisations.EventWithdrawn || v.Street && e.State != organisations.EventNoted {
			continue
		}
		v.Events = append(v.Events, desk.EventLine{Event: r.eventBody(e), Version: e.Version, Question: e.Question, Judge: desk.Act{Shown: !v.Street && e.State == organisations.EventReported, Why: why}})
	}
	for _, year := range organisations.MissingNotes(o, notes, r.today(), home.Location()) {
		v.Lacks = append(v.Lacks, strconv.Itoa(year)+" 年度说明过期没交")
	}
	return nil
}

// yearlyWork is what of notes and reports waits for the committee, and what is overdue.
func (r *request) yearlyWork(rows *store.View, v *desk.OrganisationsView, filed []organisations.Organisation) error {
	year := r.today().Year
	notes, err := rows.NotesIn(r.place.ID, year-10)
	if err != nil {
		return err
	}
	of := map[string][]organisations.AnnualNote{}
	for _, n := range notes {
		of[n.Organisation] = append(of[n.Organisation], n)
	}
	at := v.To("desk/organisations/")
	row := func(o organisations.Organisation, what, when string) desk.OrganisationRow {
		return desk.OrganisationRow{Name: o.Name, Href: at + o.ID, Class: pages.ClassWord(o.Class), Kind: pages.OrganisationKindWord(o.Kind), What: what, When: when}
	}
	known := map[string]organisations.Organisation{}
	for _, o := range filed {
		known[o.ID] = o
		for _, n := range of[o.ID] {
			if n.State == organisations.NoteHanded {
				v.Waiting = append(v.Waiting, row(o, strconv.Itoa(n.Year)+" 年度说明等您看", r.day(n.HandedAt)+"交"))
			}
		}
		if missing := organisations.MissingNotes(o, of[o.ID], r.today(), r.place.Location()); len(missing) > 0 {
			var words []string
			for _, y := range missing {
				words = append(words, strconv.Itoa(y))
			}
			v.Overdue = append(v.Overdue, row(o, strings.Join(words, "、")+" 年度说明过期没交", ""))
		}
	}
	events, err := rows.EventsWaiting(r.place.ID)
	for _, e := range events {
		if o, ok := known[e.Organisation]; ok {
			v.Waiting = append(v.Waiting, row(o, "报告了重大活动，等您看", r.eventBody(e).When+"办"))
		}
	}
	return err
}

// deskNotes is the list of the notes on a year.
func (p *Portal) deskNotes(r *request) (answer, error) {
	v := &desk.NotesView{Style: p.files.address("organisations.css"), Year: r.noteYear(), Last: r.today().Year - 1, Source: organisations.RulesAt(r.today()).NoteBy.Source}
	v.Due = organisations.NoteDue(v.Year).ChineseWithYear()
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atOrganisations(r, rows); err != nil {
			return err
		}
		all, err := r.notesOf(rows, v.Year)
		for _, one := range all {
			row := desk.OrganisationRow{Name: one.o.Name, Href: v.To("desk/organisations/" + one.o.ID), Class: pages.ClassWord(one.o.Class), Kind: pages.OrganisationKindWord(one.o.Kind)}
			if r.place.Level != residents.LevelCommunity {
				row.Where, row.Href = one.home.Name, v.To("desk/filings/"+one.home.Slug+"/"+one.o.ID)
			}
			switch {
			case one.n.State == organisations.NoteHanded:
				row.What, row.When = "等看", r.day(one.n.HandedAt)+"交"
				v.Handed = append(v.Handed, row)
			case one.n.State == organisations.NoteRead:
				row.Facts = []string{pages.NoteOf(one.n, one.o.Kind).Line}
				v.Read = append(v.Read, row)
			default:
				row.What = one.state()
				v.Missing = append(v.Missing, row)
			}
		}
		return err
	})
	return show(v), err
}

func (p *Portal) judgeNote(r *request) (answer, error) {
	good, reason := r.form.choice("good", "yes", "no") == "yes", r.form.lines("reason", organisations.MaxWords)
	version, year := r.form.number("version", 1, 1<<30), r.form.number("year", 2000, 2999)
	done := "note-back"
	if good {
		done = "note-read"
	}
	return p.wordOn(r, "note-judge", done, func(tx *store.Tx, by residents.Sender, community, id string) error {
		return organisations.JudgeNote(tx, by, community, id, year, version, good, reason)
	})
}

func (p *Portal) judgeEvent(r *request) (answer, error) {
	good, question := r.form.choice("good", "yes", "no") == "yes", r.form.lines("question", organisations.MaxWords)
	version, event := r.form.number("version", 1, 1<<30), r.form.id("event")
	done := "event-asked"
	if good {
		done = "event-noted"
	}
	return p.wordOn(r, "event-judge", done, func(tx *store.Tx, by residents.Sender, community, id string) error {
		return organisations.JudgeEvent(tx, by, community, id, event, version, good, question)
	})
}
