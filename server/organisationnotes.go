package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// This file is about what an organisation says of its years.

// noteRoutes are the notes of organisations on their years, and their reports of events.
func (p *Portal) noteRoutes() []route {
	const one, work = "/{place}/organisations/{id}", "/{place}/desk/organisations/{id}"
	const note, made, event = one + "/notes/{year}", one + "/events/new", one + "/events/{event}"
	here := []residents.Level{residents.LevelCommunity}
	line := func(method, pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: method, pattern: pattern, name: name, do: do, handle: handle, on: on, at: here}
	}
	const get, post, keep, review = http.MethodGet, http.MethodPost, residents.KeepOrganisation, residents.ReviewOrganisation
	list := line(get, "/{place}/desk/organisations/notes", "", "desk-notes", residents.OpenDesk, p.deskNotes)
	list.at = []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}
	return append(sheets(list, p.noteSheet), []route{
		list,
		line(get, note, "", "organisation-note", residents.ReadPublic, p.yearNote),
		line(post, note, "", pages.NoteForm, keep, p.writeNote),
		line(get, made, "", "organisation-event-new", residents.ReadPublic, p.newEvent),
		line(post, made, "", pages.EventForm, keep, p.reportEvent),
		line(get, event, "", "organisation-event", residents.ReadPublic, p.event),
		line(post, event, "", pages.EventForm, keep, p.changeEvent),
		line(post, event+"/withdraw", event, "event-withdraw", keep, p.withdrawEvent),
		line(post, work+"/note", work, "note-judge", review, p.judgeNote),
		line(post, work+"/event", work, "event-judge", review, p.judgeEvent),
	}...)
}

// spoken is the organisation that the path names, for who speaks for it.
func (r *request) spoken(v *store.View) (organisations.Organisation, error) {
	o, err := v.Organisation(r.place.ID, r.thing("id"))
	if err == nil && (!r.speaksFor(o) || o.FiledAt.IsZero()) {
		err = residents.ErrNotFound
	}
	return o, err
}

// yearNamed is the year that the path names; 0 where it is none.
func (r *request) yearNamed() int {
	year, err := strconv.Atoi(r.PathValue("year"))
	if err != nil || year < 2000 || year > 2999 {
		return 0
	}
	return year
}

// yearNote is the note on a year, to be written or read.
func (p *Portal) yearNote(r *request) (answer, error) {
	w := &pages.YearNoteView{Frame: p.frame(r), Style: p.files.address("organisations.css"), Year: r.yearNamed()}
	err := p.view(r, func(v *store.View) error {
		o, err := r.spoken(v)
		if err == nil && w.Year == 0 {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		zone := r.place.Location()
		w.ID, w.Org, w.Money = o.ID, o.Name, o.Kind == organisations.FiledKind
		w.Due, w.Late = organisations.NoteDue(w.Year).ChineseWithYear(), organisations.NoteDue(w.Year).Before(r.today())
		w.Source = organisations.RulesAt(r.today()).NoteBy.Source
		n, err := v.AnnualNote(r.place.ID, o.ID, w.Year)
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		w.Is, w.Note = n, pages.NoteOf(n, o.Kind)
		w.Edit = o.State == organisations.Filed && !n.Came()
		if w.Edit && !slices.Contains(organisations.NoteYears(o, r.today(), zone), w.Year) {
			w.Why = organisations.ErrNoteYear
			return nil
		}
		if !w.Edit {
			if n.Version == 0 {
				w.Why = organisations.ErrState
			}
			return nil
		}
		return r.knownOf(v, w, n)
	})
	return show(w), err
}

// knownOf says what the portal itself knows of the year, and fills it in where nothing is written
// yet; of fewer than five helpers it does not tell how many.
func (r *request) knownOf(v *store.View, w *pages.YearNoteView, n organisations.AnnualNote) error {
	zone := r.place.Location()
	from, until := calendar.Day{Year: w.Year, Month: 1, Day: 1}, calendar.Day{Year: w.Year + 1, Month: 1, Day: 1}
	known, err := v.OrgYearOf(r.place.ID, w.ID, from.Start(zone), until.Start(zone))
	if err != nil || known.Activities == 0 {
		return err
	}
	helpers := strconv.Itoa(known.Helpers) + " 位"
	if known.Helpers < organisations.SmallCell {
		helpers = "不足 " + strconv.Itoa(organisations.SmallCell) + " 位"
	}
	w.Known = "本站记着：这一年办了 " + strconv.Itoa(known.Activities) + " 个活动，来了 " + helpers + "志愿者。没有在本站办的活动，请加上。"
	if n.Version == 0 {
		w.Is.Activities = known.Activities
	}
	return nil
}

// writtenNote is what the form says; a draft may lack any of it.
func (f *form) writtenNote(whole bool) (c organisations.NoteContent) {
	count := func(name string) int {
		if s := strings.TrimSpace(f.one(name)); s == "" && !whole {
			return 0
		}
		return f.number(name, 0, organisations.MaxReached)
	}
	c.Did, c.Next = f.lines("did", organisations.MaxNote), f.lines("next", organisations.MaxNote)
	c.Activities, c.People = count("activities"), count("people")
	_, money := f.values["in"]
	c.In, c.Out = f.money("in", !whole || !money), f.money("out", !whole || !money)
	return c
}

func (p *Portal) writeNote(r *request) (answer, error) {
	hand := r.form.choice("hand", "no", "yes") == "yes"
	c, version, id, year := r.form.writtenNote(hand), r.form.number("version", 0, 1<<30), r.thing("id"), r.yearNamed()
	done := "note-kept"
	if hand {
		done = "note-handed"
	}
	return p.do(r, pages.NoteForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations/"+id+"/notes/"+strconv.Itoa(year), done), organisations.WriteNote(tx, by, r.place.ID, id, year, version, c, hand)
	})
}

// yearly reads what everybody reads of an organisation's years and events, and for who speaks for
// it what is to be written.
func (w *oneOrganisation) yearly() (missing []int, err error) {
	notes, err := w.v.AnnualNotes(w.place.ID, w.o.ID)
	if err != nil {
		return nil, err
	}
	for _, n := range notes {
		if n.State == organisations.NoteRead {
			w.page.Notes = append(w.page.Notes, pages.NoteOf(n, w.o.Kind))
		}
	}
	events, err := w.v.EventsOf(w.place.ID, w.o.ID)
	if err != nil {
		return nil, err
	}
	for _, e := range events {
		if !e.NotedAt.IsZero() {
			w.page.Events = append(w.page.Events, w.eventBody(e))
		}
	}
	missing = organisations.MissingNotes(w.o, notes, w.today(), w.place.Location())
	if m := w.page.Mine; m != nil && w.o.State == organisations.Filed {
		w.noteDoors(m, notes, missing)
		w.eventDoors(m, events)
	}
	return missing, nil
}

// noteDoors lead to the notes on the years that are owed and not public yet.
func (w *oneOrganisation) noteDoors(m *pages.OrganisationMine, notes []organisations.AnnualNote, missing []int) {
	for _, year := range organisations.NoteYears(w.o, w.today(), w.place.Location()) {
		n := organisations.AnnualNote{Year: year}
		if i := slices.IndexFunc(notes, func(n organisations.AnnualNote) bool { return n.Year == year }); i >= 0 {
			n = notes[i]
		}
		if n.State == organisations.NoteRead {
			continue
		}
		d := pages.OrgDoor{Name: strconv.Itoa(year) + " 年度说明", Href: w.page.To("organisations/" + w.o.ID + "/notes/" + strconv.Itoa(year)), About: organisations.NoteDue(year).ChineseWithYear() + "前交"}
		d.State, d.Tone = pages.NoteStateWord(n.State)
		if slices.Contains(missing, year) {
			d.State += "，过期了"
		}
		m.Notes = append(m.Notes, d)
	}
	if w.o.Renewal || organisations.MayRenewOn(w.o, w.today()) {
		for _, year := range slices.Backward(missing) {
			m.Lacks = append(m.Lacks, strconv.Itoa(year)+" 年度说明")
		}
	}
}

// noteSheet is the list of the notes on a year.
func (p *Portal) noteSheet(r *request) (sheet, error) {
	year := r.noteYear()
	s := sheet{called: r.place.Name + "社会组织年度说明-" + strconv.Itoa(year), tab: strconv.Itoa(year) + "年度说明", rows: [][]string{
		{"编号", "社区", "名称", "类别", "年度", "状态", "交的日期", "看的日期", "活动次数", "服务人数", "收入（元）", "支出（元）", "做了什么", "打算做什么"},
	}}
	err := p.view(r, func(v *store.View) error {
		all, err := r.notesOf(v, year)
		for _, one := range all {
			s.rows = append(s.rows, one.line(year))
		}
		return err
	})
	return s, err
}

// noteYear is the year of which a desk lists the notes: that asked for, or the last that is over.
func (r *request) noteYear() int {
	last := r.today().Year - 1
	if year, err := strconv.Atoi(r.URL.Query().Get("year")); err == nil && year > last-10 && year <= last {
		return year
	}
	return last
}

// orgNote is an organisation on record with its note on a year.
type orgNote struct {
	o    organisations.Organisation
	home residents.Community
	n    organisations.AnnualNote
	owes bool // it owes one, and it has not come
	late bool
}

// notesOf are the organisations of the desk's community, or of all below a street, that owe or have
// written a note on a year.
func (r *request) notesOf(v *store.View, year int) (all []orgNote, err error) {
	homes := []residents.Community{r.place}
	if r.place.Level != residents.LevelCommunity {
		if homes, err = v.Children(r.place.ID); err != nil {
			return nil, err
		}
	}
	for _, home := range homes {
		filed, err := v.OrganisationsIn(home.ID, organisations.Filed)
		if err != nil {
			return nil, err
		}
		notes, err := v.NotesOn(home.ID, year)
		if err != nil {
			return nil, err
		}
		known := map[string]organisations.AnnualNote{}
		for _, n := range notes {
			known[n.Organisation] = n
		}
		for _, o := range filed {
			one := orgNote{o: o, home: home, n: known[o.ID]}
			one.owes = !one.n.Came() && organisations.OwesNote(o, year, home.Location())
			one.late = one.owes && organisations.NoteDue(year).Before(calendar.DayOf(r.now, home.Location()))
			if one.owes || one.n.Came() {
				all = append(all, one)
			}
		}
	}
	return all, nil
}

// state is where the note stands, for the committee: what was sent back or is being written has not come.
func (one orgNote) state() string {
	switch {
	case one.n.State == organisations.NoteRead:
		return "看过了"
	case one.n.State == organisations.NoteHanded:
		return "交了，等看"
	case one.late:
		return "过期没交"
	}
	return "没交"
}

func (one orgNote) line(year int) []string {
	row := []string{one.o.Number, one.home.Name, one.o.Name, pages.OrganisationKindWord(one.o.Kind), strconv.Itoa(year), one.state(), "", "", "", "", "", "", "", ""}
	if !one.n.Came() {
		return row
	}
	day := func(at time.Time) string {
		if at.IsZero() {
			return ""
		}
		return calendar.DayOf(at, one.home.Location()).String()
	}
	row = append(row[:6], day(one.n.HandedAt), day(one.n.ReadAt), strconv.Itoa(one.n.Activities), strconv.Itoa(one.n.People))
	if one.o.Kind == organisations.FiledKind {
		row = append(row, yuanText(one.n.In), yuanText(one.n.Out))
	} else {
		row = append(row, "", "")
	}
	return append(row, one.n.Did, one.n.Next)
}
