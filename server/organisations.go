package main

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/photo"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// organisationRoutes are the social organisations as everybody reads them, and as those who
// speak for them keep them.
func (p *Portal) organisationRoutes() []route {
	const all, one = "/{place}/organisations", "/{place}/organisations/{id}"
	here := []residents.Level{residents.LevelCommunity}
	get := func(pattern, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: do, handle: handle, at: here}
	}
	post := func(pattern, on, name string, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: residents.KeepOrganisation, handle: handle, on: on, at: here}
	}
	edit := func(pattern string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: "organisation-edit", do: do, handle: handle, at: here}
	}
	file := post(one+"/files", one, "organisation-file", p.addOrganisationFile)
	file.upload, file.big = organisations.MaxFile, organisations.ErrFileSize
	return []route{
		get(all, "organisations", residents.ReadPublic, p.organisations),
		get(all+"/new", "organisation-new", residents.ReadPublic, p.newOrganisation),
		edit(all+"/new", residents.ApplyOrganisation, p.makeOrganisation),
		get(one, "organisation", residents.ReadPublic, p.organisation),
		get(one+"/edit", "organisation-change", residents.ReadPublic, p.editOrganisation),
		edit(one+"/edit", residents.KeepOrganisation, p.changeOrganisation),
		post(one+"/submit", one, "organisation-submit", p.submitOrganisation),
		post(one+"/renew", one, "organisation-renew", p.renewOrganisation),
		post(one+"/close", one, "organisation-close", p.closeOrganisation),
		file,
		post(one+"/unfile", one, "organisation-unfile", p.removeOrganisationFile),
		get(one+"/files/{document}", "organisation-document", residents.KeepOrganisation, p.organisationFile),
	}
}

// speaksFor tells whether the reader, by themselves, speaks for the organisation.
func (r *request) speaksFor(o organisations.Organisation) bool {
	return r.who.Helper.ID == "" && o.Speaks(r.me())
}

// organisations is the list: those on record, those of the reader, and those that are over.
func (p *Portal) organisations(r *request) (answer, error) {
	w := &pages.OrganisationsView{Frame: p.frame(r), Style: p.files.address("organisations.css")}
	if class := organisations.Class(r.URL.Query().Get("class")); slices.Contains(organisations.Classes, class) {
		w.Class = class
	}
	w.More = []pages.Fact{{Name: "三项清单", Value: w.To("exchange")}}
	w.Apply = code(organisations.MayApply(r.who, r.place.ID, r.now))
	err := p.view(r, func(v *store.View) error {
		if street, err := v.CommunityByID(r.place.Parent); err == nil {
			w.More = append(w.More, pages.Fact{Name: "街道的购买服务目录", Value: "/" + street.Slug + "/catalogue"})
		} else if err != residents.ErrNotFound {
			return err
		}
		all, err := v.OrganisationsIn(r.place.ID, organisations.Filed, organisations.Closed)
		if err != nil {
			return err
		}
		for _, o := range all {
			card := r.organisationCard(o)
			switch {
			case o.FiledAt.IsZero():
			case !o.InForce(r.today()):
				w.Over = append(w.Over, card)
			case w.Class == "" || o.Class == w.Class:
				w.All = append(w.All, card)
			}
		}
		if r.me() == "" || r.who.Helper.ID != "" {
			return nil
		}
		if w.Asked, err = r.askedOf(v); err != nil {
			return err
		}
		mine, err := v.OrganisationsOf(r.place.ID, r.me())
		for _, o := range mine {
			card := r.organisationCard(o)
			if words, tone := pages.RequestWord(o); words != "" {
				card.State, card.Tone = words, tone
			}
			w.Mine = append(w.Mine, card)
		}
		return err
	})
	return show(w), err
}

// organisationCard is one in a list.
func (r *request) organisationCard(o organisations.Organisation) pages.OrganisationCard {
	c := pages.OrganisationCard{
		Name: o.Name, Href: "/" + r.place.Slug + "/organisations/" + o.ID, Purpose: firstLine(o.Purpose), Class: pages.ClassWord(o.Class),
		Facts: []string{pages.OrganisationKindWord(o.Kind), strconv.Itoa(o.Members) + " 人"},
	}
	switch {
	case o.State == organisations.Closed:
		c.State, c.Tone = "已注销", pages.TonePlain
	case o.State == organisations.Filed && !o.InForce(r.today()):
		c.State, c.Tone = "备案过期", pages.ToneDue
	}
	return c
}

func firstLine(s string) string {
	first, _, _ := strings.Cut(s, "\n")
	return first
}

// oneOrganisation is the page of one in the making.
type oneOrganisation struct {
	*request
	v    *store.View
	page *pages.OrganisationView
	o    organisations.Organisation
}

// organisation is one: everybody reads what is filed, those who speak for it all of it.
func (p *Portal) organisation(r *request) (answer, error) {
	w := &oneOrganisation{request: r, page: &pages.OrganisationView{Frame: p.frame(r), Style: p.files.address("organisations.css")}}
	err := p.view(r, func(v *store.View) (err error) {
		w.v = v
		if w.o, err = v.Organisation(r.place.ID, r.thing("id")); err != nil {
			return err
		}
		mine := r.speaksFor(w.o)
		if w.o.FiledAt.IsZero() && !mine {
			return residents.ErrNotFound
		}
		return w.read(mine)
	})
	return show(w.page), err
}

func (w *oneOrganisation) read(mine bool) error {
	o := w.o
	w.page.ID, w.page.Is, w.page.Public, w.page.InForce = o.ID, o, !o.FiledAt.IsZero(), o.InForce(w.today())
	w.page.Is.Private, w.page.Is.Contacts = organisations.Private{}, nil
	w.page.Facts = pages.OrganisationFacts(o.Content)
	if w.page.Public {
		w.page.Since, w.page.Until = w.day(o.FiledAt), o.Until.ChineseWithYear()
	}
	if mine {
		if err := w.mine(); err != nil {
			return err
		}
		w.makes()
	}
	missing, err := w.yearly()
	if err != nil {
		return err
	}
	if mine {
		w.page.Ladder = ladderOf(o, w.today(), missing)
	}
	if err := w.activities(); err != nil {
		return err
	}
	if err := w.boughtFrom(); err != nil {
		return err
	}
	entries, err := w.v.LastEntriesOfKinds(w.place.ID, "organisation/"+o.ID, mostEntries, "organisation-filed", "organisation-changed", "organisation-renewed", "organisation-closed",
		"organisation-note", "organisation-event", "organisation-event-off")
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	w.page.Record = w.page.To("record")
	return err
}

// mine is what only those who speak for it see.
func (w *oneOrganisation) mine() error {
	o := w.o
	handed := o.Request == organisations.Submitted || o.Request == organisations.Reviewed
	m := &pages.OrganisationMine{
		Stages: pages.RequestStages(o), Gate: w.gate(), Edit: o.State != organisations.Closed && !handed,
		Submit: o.Request == organisations.Draft || o.Request == organisations.Returned,
		Renew:  o.State == organisations.Filed && !handed && !o.Renewal && organisations.MayRenewOn(o, w.today()),
		Private: []pages.Fact{
			{Name: "发起人", Value: o.Private.Founder}, {Name: "成员名单", Value: rosterWords(o.Private.Roster)},
		},
	}
	for _, c := range o.Contacts {
		mark, err := w.markOf(w.v, c.Resident)
		if err != nil {
			return err
		}
		name := "联系人"
		if c.Lead {
			name = "负责人"
		}
		m.Private = append(m.Private, pages.Fact{Name: name, Value: strings.TrimSpace(mark.Name + " " + residents.MaskPhone(c.Phone))})
	}
	files, err := w.v.OrganisationFiles(o.Community, o.ID)
	m.Files = w.fileRows(files, "/"+w.place.Slug+"/organisations/"+o.ID+"/files/")
	w.page.Mine = m
	if err != nil {
		return err
	}
	return w.askedBy(m)
}

// fileRows are documents with where they are taken.
func (r *request) fileRows(files []organisations.FileHead, below string) (all []pages.FileRow) {
	for _, f := range files {
		kind := map[organisations.FileKind]string{organisations.PDF: "PDF", organisations.JPEG: "照片"}[f.Kind]
		all = append(all, pages.FileRow{ID: f.ID, Name: f.Name, Href: below + f.ID, Facts: kind + " · " + sizeWords(int64(f.Size)) + " · " + r.day(f.At)})
	}
	return all
}

// rosterWords tell how many names the list has.
func rosterWords(roster string) string {
	if roster == "" {
		return "没有填"
	}
	return strconv.Itoa(len(strings.Split(roster, "\n"))) + " 人，已填"
}

// gate is what comes next, in a sentence.
func (w *oneOrganisation) gate() string {
	switch w.o.Request {
	case organisations.Draft:
		return "核对好了，交给居委会"
	case organisations.Returned:
		return "退回来了，改好再交"
	case organisations.Submitted:
		return "居委会正在看，" + w.day(w.o.AskedAt) + "提交"
	case organisations.Reviewed:
		return "居委会看过了，等街道办理"
	}
	if organisations.MayRenewOn(w.o, w.today()) {
		return "备案到 " + w.o.Until.ChineseWithYear() + "，现在可以办续期"
	}
	return "您是这个组织的联系人"
}

// ladderOf is the ladder as the organisation stands on it, with what the next rung asks for.
func ladderOf(o organisations.Organisation, day calendar.Day, missing []int) (all []pages.RungView) {
	now := organisations.RungOf(o, day)
	at := slices.Index(organisations.Rungs, now)
	for i, r := range organisations.Rungs {
		v := pages.RungView{State: pages.StageAhead}
		v.Name, v.About = pages.RungWord(r)
		switch {
		case i < at:
			v.State = pages.StageDone
		case i == at:
			v.State = pages.StageNow
		}
		if i == at+1 {
			for _, want := range organisations.WantsFor(r, o, day, missing) {
				v.Wants = append(v.Wants, pages.WantView{Words: pages.WantWord(want), Source: want.Source, Met: want.Met, Known: want.Known})
			}
		}
		all = append(all, v)
	}
	return all
}

// newOrganisation is the empty form.
func (p *Portal) newOrganisation(r *request) (answer, error) {
	w := &pages.OrganisationEditView{
		Frame: p.frame(r), Style: p.files.address("organisations.css"), Why: code(organisations.MayApply(r.who, r.place.ID, r.now)),
		In: organisations.Application{Kind: organisations.FiledKind, Content: organisations.Content{Class: organisations.Mutual}},
	}
	return show(w), nil
}

// editOrganisation is the form with what is asked for.
func (p *Portal) editOrganisation(r *request) (answer, error) {
	w := &pages.OrganisationEditView{Frame: p.frame(r), Style: p.files.address("organisations.css")}
	err := p.view(r, func(v *store.View) error {
		o, err := v.Organisation(r.place.ID, r.thing("id"))
		if err == nil && !r.speaksFor(o) {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		w.ID, w.Version, w.Change = o.ID, o.Version, o.State == organisations.Filed
		w.In = organisations.Application{Kind: o.Kind, Content: o.Asked, Private: o.Private}
		if w.Change && o.Request == organisations.NoRequest {
			w.In.Content = o.Content
		}
		for _, c := range o.Contacts {
			if c.Resident == r.me() {
				w.In.Phone = c.Phone
			}
		}
		if o.State == organisations.Closed || o.Request == organisations.Submitted || o.Request == organisations.Reviewed {
			w.Why = organisations.ErrState
		}
		return nil
	})
	return show(w), err
}

// application is what the form says.
func (r *request) application() organisations.Application {
	f := r.form
	return organisations.Application{
		Kind: organisations.Kind(f.choice("kind", string(organisations.FiledKind), string(organisations.Registered))),
		Content: organisations.Content{
			Name: f.text("name", organisations.MaxName), Class: organisations.Class(f.text("class", 20)), Purpose: f.lines("purpose", organisations.MaxPurpose),
			Area: f.text("area", organisations.MaxPlace), Venue: f.text("venue", organisations.MaxPlace), Members: f.number("members", 1, organisations.MaxMembers),
			Funds: f.lines("funds", organisations.MaxWords), Plan: f.lines("plan", organisations.MaxPurpose), Charter: f.lines("charter", organisations.MaxCharter),
			Code: f.text("code", 30),
		},
		Private: organisations.Private{Founder: f.text("founder", organisations.MaxName), Roster: f.lines("roster", organisations.MaxRoster)},
		Phone:   f.text("phone", 30),
	}
}

func (p *Portal) makeOrganisation(r *request) (answer, error) {
	a := r.application()
	r.form.one("version")
	return p.do(r, "organisation-edit", func(tx *store.Tx, by residents.Sender) (string, error) {
		o, err := organisations.MakeOrganisation(tx, by, r.place.ID, a)
		return api.WithDone("/"+r.place.Slug+"/organisations/"+o.ID, "organisation-made"), err
	})
}

func (p *Portal) changeOrganisation(r *request) (answer, error) {
	a, version := r.application(), r.form.number("version", 1, 1<<30)
	return p.onOrganisation(r, "organisation-edit", "organisation-changed", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.ChangeOrganisation(tx, by, r.place.ID, id, version, a)
	})
}

// onOrganisation sends a command about the organisation in the path.
func (p *Portal) onOrganisation(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, id string) error) (answer, error) {
	id := r.thing("id")
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations/"+id, done), verb(tx, by, id)
	})
}

func (p *Portal) submitOrganisation(r *request) (answer, error) {
	return p.onOrganisation(r, "organisation-submit", "organisation-submitted", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.SubmitOrganisation(tx, by, r.place.ID, id)
	})
}

func (p *Portal) renewOrganisation(r *request) (answer, error) {
	return p.onOrganisation(r, "organisation-renew", "organisation-renewal", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.AskRenewal(tx, by, r.place.ID, id)
	})
}

// closeOrganisation ends it; an application that was never public leaves no page behind.
func (p *Portal) closeOrganisation(r *request) (answer, error) {
	id, reason := r.thing("id"), r.form.lines("reason", organisations.MaxWords)
	return p.do(r, "organisation-close", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations", "organisation-closed"), organisations.CloseOrganisation(tx, by, r.place.ID, id, reason)
	})
}

// addOrganisationFile keeps a document; a picture keeps nothing but its pixels.
func (p *Portal) addOrganisationFile(r *request) (answer, error) {
	called, body := r.form.upload("file")
	if body == nil && len(r.form.wrong) == 0 {
		r.form.refuse("file", residents.ErrEmpty, 0)
	}
	if strings.HasPrefix(string(body), "\xff\xd8\xff") {
		made, err := photo.Make(r.Context(), body)
		if body = made.JPEG; err != nil {
			r.form.refuse("file", api.Code(err), 0)
		}
	}
	return p.onOrganisation(r, "organisation-file", "organisation-file", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.AddDocument(tx, by, r.place.ID, id, organisations.File{FileHead: organisations.FileHead{Name: called}, Bytes: body})
	})
}

func (p *Portal) removeOrganisationFile(r *request) (answer, error) {
	file := r.form.id("file")
	return p.onOrganisation(r, "organisation-unfile", "organisation-unfile", func(tx *store.Tx, by residents.Sender, id string) error {
		return organisations.RemoveDocument(tx, by, r.place.ID, id, file)
	})
}

// organisationFile is one document, for those who speak for its organisation: to be saved.
func (p *Portal) organisationFile(r *request) (answer, error) {
	return p.organisationDocument(r, r.place.ID, r.thing("id"), func(o organisations.Organisation) bool { return r.speaksFor(o) })
}

// organisationDocument is a document of an organisation that the reader may read.
func (p *Portal) organisationDocument(r *request, community, id string, may func(organisations.Organisation) bool) (answer, error) {
	f := file{kind: "application/pdf", sent: true}
	err := p.view(r, func(v *store.View) error {
		o, err := v.Organisation(community, id)
		if err == nil && !may(o) {
			err = residents.ErrNotFound
		}
		if err != nil {
			return err
		}
		doc, err := v.OrganisationFile(community, id, r.thing("document"))
		if err != nil {
			return err
		}
		f.body, f.name = doc.Bytes, doc.Name
		if ending := "." + string(doc.Kind); !strings.HasSuffix(strings.ToLower(f.name), ending) {
			f.name += ending
		}
		if doc.Kind == organisations.JPEG {
			f.kind = "image/jpeg"
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return give(f), nil
}
