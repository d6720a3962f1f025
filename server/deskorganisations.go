package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// deskOrganisationRoutes are where the committee looks over what organisations ask for, and
// where the street files it.
func (p *Portal) deskOrganisationRoutes() []route {
	const list, one, above = "/{place}/desk/organisations", "/{place}/desk/organisations/{id}", "/{place}/desk/filings/{community}/{organisation}"
	here, street := []residents.Level{residents.LevelCommunity}, []residents.Level{residents.LevelSubdistrict}
	get, post := http.MethodGet, http.MethodPost
	saved := route{method: get, pattern: list, name: "desk-organisations", do: residents.OpenDesk, at: []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}}
	return append(sheets(saved, p.organisationSheet), []route{
		{method: get, pattern: list, name: "desk-organisations", do: residents.OpenDesk, handle: p.deskOrganisations, at: []residents.Level{residents.LevelCommunity, residents.LevelSubdistrict}},
		{method: get, pattern: one, name: "desk-organisation", do: residents.SeeOrganisation, handle: p.deskOrganisation, at: here},
		{method: get, pattern: one + "/files/{document}", name: "desk-organisation-file", do: residents.SeeOrganisation, handle: p.deskOrganisationFile, at: here},
		{method: post, pattern: one + "/review", name: "organisation-review", do: residents.ReviewOrganisation, handle: p.reviewOrganisation, on: one, at: here},
		{method: post, pattern: one + "/end", name: "organisation-end", do: residents.ReviewOrganisation, handle: p.endOrganisation, on: one, at: here},
		{method: get, pattern: above, name: "desk-filing", do: residents.SeeOrganisation, handle: p.deskOrganisation, at: street},
		{method: get, pattern: above + "/files/{document}", name: "desk-filing-file", do: residents.SeeOrganisation, handle: p.deskOrganisationFile, at: street},
		{method: post, pattern: above + "/review", name: "organisation-review", do: residents.FileOrganisation, handle: p.fileOrganisation, on: above, at: street},
		{method: post, pattern: above + "/end", name: "organisation-end", do: residents.FileOrganisation, handle: p.endOrganisation, on: above, at: street},
	}...)
}

// atOrganisations is the frame of the pages of organisations at whichever desk.
func (p *Portal) atOrganisations(r *request, rows *store.View) (desk.Frame, error) {
	if r.place.Level == residents.LevelCommunity {
		return p.atDesk(r, rows, desk.AtOrganisations)
	}
	f := p.atStreet(r)
	for i, l := range f.Nav {
		f.Nav[i].Current = strings.HasSuffix(l.Href, "/desk/organisations")
	}
	return f, nil
}

// deskOrganisations is what waits, and the register.
func (p *Portal) deskOrganisations(r *request) (answer, error) {
	v := &desk.OrganisationsView{Style: p.files.address("organisations.css"), Street: r.place.Level != residents.LevelCommunity, Sheets: true}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atOrganisations(r, rows); err != nil {
			return err
		}
		if v.Street {
			return r.filings(rows, v)
		}
		waiting, err := rows.OrganisationsAsking(r.place.ID, organisations.Submitted)
		if err != nil {
			return err
		}
		handed, err := rows.OrganisationsAsking(r.place.ID, organisations.Reviewed)
		if err != nil {
			return err
		}
		alone, err := rows.OrganisationsAlone(r.place.ID)
		if err != nil {
			return err
		}
		v.Alone = r.organisationRows(alone, v.To("desk/organisations/"), false)
		filed, err := rows.OrganisationsIn(r.place.ID, organisations.Filed)
		if err != nil {
			return err
		}
		at := v.To("desk/organisations/")
		v.Waiting, v.Handed, v.Filed = r.organisationRows(waiting, at, true), r.organisationRows(handed, at, true), r.organisationRows(filed, at, false)
		return r.yearlyWork(rows, v, filed)
	})
	return show(v), err
}

// filings are those of the communities below.
func (r *request) filings(rows *store.View, v *desk.OrganisationsView) error {
	all, err := rows.OrganisationsBelow(r.place.ID)
	if err != nil {
		return err
	}
	below, err := rows.Children(r.place.ID)
	if err != nil {
		return err
	}
	known := map[string]residents.Community{}
	for _, c := range below {
		known[c.ID] = c
	}
	for _, o := range all {
		c := known[o.Community]
		asks := o.Request == organisations.Reviewed
		for _, row := range r.organisationRows([]organisations.Organisation{o}, v.To("desk/filings/"+c.Slug+"/"), asks) {
			row.Where = c.Name
			if asks {
				v.Waiting = append(v.Waiting, row)
			}
			if o.State == organisations.Filed {
				v.Filed = append(v.Filed, row)
			}
		}
	}
	return nil
}

// organisationRows are lines of a list; asks tells that it is about what is asked for.
func (r *request) organisationRows(all []organisations.Organisation, at string, asks bool) (rows []desk.OrganisationRow) {
	for _, o := range all {
		row := desk.OrganisationRow{Name: o.Name, Href: at + o.ID, Class: pages.ClassWord(o.Class), Kind: pages.OrganisationKindWord(o.Kind)}
		switch {
		case asks:
			row.Name = o.Asked.Name
			row.What, _ = pages.RequestWord(o)
			row.When = r.day(o.AskedAt) + "提交"
		case o.InForce(r.today()):
			row.Facts = []string{o.Number, strconv.Itoa(o.Members) + " 人", "到 " + o.Until.ChineseWithYear()}
		default:
			row.What, row.Facts = "备案过期", []string{o.Number, "到 " + o.Until.ChineseWithYear()}
		}
		rows = append(rows, row)
	}
	return rows
}

// organisationAtDesk is the organisation that the path names, with its community: at a street's
// desk one that was handed to it or is on record.
func (r *request) organisationAtDesk(rows *store.View) (o organisations.Organisation, home residents.Community, err error) {
	if home = r.place; r.place.Level == residents.LevelCommunity {
		o, err = rows.Organisation(home.ID, r.thing("id"))
	} else {
		if home, err = rows.CommunityUnder(r.place.ID, r.PathValue("community")); err != nil {
			return o, home, err
		}
		if home.Parent != r.place.ID {
			return o, home, residents.ErrNotFound
		}
		o, err = rows.Organisation(home.ID, r.thing("organisation"))
	}
	if err == nil && !readAtDesk(o, r.place.Level) {
		err = residents.ErrNotFound
	}
	return o, home, err
}

// readAtDesk tells whether a desk of that level reads the organisation: an application that was
// never handed in is nobody's but its own.
func readAtDesk(o organisations.Organisation, at residents.Level) bool {
	if o.State == organisations.Applying && at != residents.LevelCommunity {
		return o.Request == organisations.Reviewed
	}
	return !o.AskedAt.IsZero()
}

// deskOrganisation is what is asked for, with the form for a word on it.
func (p *Portal) deskOrganisation(r *request) (answer, error) {
	v := &desk.OrganisationView{Style: p.files.address("organisations.css"), Street: r.place.Level != residents.LevelCommunity}
	err := p.view(r, func(rows *store.View) error {
		o, home, err := r.organisationAtDesk(rows)
		if err != nil {
			return err
		}
		if v.Frame, err = p.atOrganisations(r, rows); err != nil {
			return err
		}
		v.At = v.To("desk/organisations/" + o.ID)
		if v.Street {
			v.At = v.To("desk/filings/" + home.Slug + "/" + o.ID)
		}
		v.Is, v.Facts = o, pages.OrganisationFacts(o.Asked)
		if o.Request == organisations.NoRequest {
			v.Is.Asked, v.Facts = o.Content, pages.OrganisationFacts(o.Content)
		}
		v.State, _ = pages.RequestWord(o)
		if !o.FiledAt.IsZero() {
			v.Public = "/" + home.Slug + "/organisations/" + o.ID
		}
		r.organisationActs(v, o, home)
		if err := r.yearlyAtDesk(rows, v, o); err != nil {
			return err
		}
		if err := r.aloneAtDesk(rows, v, o); err != nil {
			return err
		}
		return r.organisationDetails(rows, v, o)
	})
	return show(v), err
}

func (r *request) organisationActs(v *desk.OrganisationView, o organisations.Organisation, home residents.Community) {
	if v.Street {
		why := code(organisations.MayFile(r.who, o, home.Parent, r.now))
		v.Review = desk.Act{Shown: o.Request == organisations.Reviewed, Why: why}
		v.Close = desk.Act{Shown: o.State == organisations.Filed, Why: why}
		if o.State == organisations.Applying || o.Renewal {
			v.Term = organisations.TermFrom(o, calendar.DayOf(r.now, home.Location())).ChineseWithYear()
		}
		return
	}
	why := code(organisations.MayReview(r.who, o, r.now))
	v.Review = desk.Act{Shown: o.Request == organisations.Submitted, Why: why}
	v.Close = desk.Act{Shown: o.State == organisations.Filed, Why: why}
}

// organisationDetails are what is private, and what a change would change.
func (r *request) organisationDetails(rows *store.View, v *desk.OrganisationView, o organisations.Organisation) error {
	v.Private = []pages.Fact{{Name: "发起人", Value: o.Private.Founder}}
	var ids []string
	for _, c := range o.Contacts {
		ids = append(ids, c.Resident)
	}
	people, err := rows.ResidentsByID(o.Community, ids)
	if err != nil {
		return err
	}
	for _, c := range o.Contacts {
		name := "联系人"
		if c.Lead {
			name = "负责人"
		}
		v.Private = append(v.Private, pages.Fact{Name: name, Value: strings.TrimSpace(leaderName(people[c.Resident]) + " " + c.Phone)})
	}
	if o.Private.Roster != "" {
		v.Roster = strings.Split(o.Private.Roster, "\n")
	}
	if o.State == organisations.Filed && o.Request != organisations.NoRequest {
		v.Changed = changedFacts(o.Content, o.Asked)
	}
	files, err := rows.OrganisationFiles(o.Community, o.ID)
	v.Files = r.fileRows(files, v.At+"/files/")
	return err
}

// changedFacts are what would become another.
func changedFacts(was, now organisations.Content) (all []desk.ChangedFact) {
	texts := func(c organisations.Content) []pages.Fact {
		return append(pages.OrganisationFacts(c), pages.Fact{Name: "宗旨", Value: c.Purpose}, pages.Fact{Name: "一年做什么", Value: c.Plan}, pages.Fact{Name: "章程", Value: c.Charter})
	}
	before := map[string]string{}
	for _, f := range texts(was) {
		before[f.Name] = f.Value
	}
	for _, f := range texts(now) {
		if before[f.Name] != f.Value {
			all = append(all, desk.ChangedFact{Name: f.Name, Was: before[f.Name], Now: f.Value})
		}
	}
	return all
}

func (p *Portal) deskOrganisationFile(r *request) (answer, error) {
	var home string
	id := r.thing("id")
	err := p.view(r, func(v *store.View) error {
		o, c, err := r.organisationAtDesk(v)
		home, id = c.ID, o.ID
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.organisationDocument(r, home, id, func(o organisations.Organisation) bool { return readAtDesk(o, r.place.Level) })
}

// wordOn sends a desk's word on the organisation that the path names.
func (p *Portal) wordOn(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, community, id string) error) (answer, error) {
	var home residents.Community
	var id string
	err := p.view(r, func(v *store.View) error {
		o, c, err := r.organisationAtDesk(v)
		home, id = c, o.ID
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/organisations", done), verb(tx, by, home.ID, id)
	}, r.others([]string{home.ID})...)
}

func (p *Portal) reviewOrganisation(r *request) (answer, error) {
	good, words := r.form.choice("good", "yes", "no") == "yes", r.form.lines("words", organisations.MaxWords)
	return p.wordOn(r, "organisation-review", reviewDone(good, "organisation-passed"), func(tx *store.Tx, by residents.Sender, community, id string) error {
		return organisations.ReviewOrganisation(tx, by, community, id, good, words)
	})
}

func (p *Portal) fileOrganisation(r *request) (answer, error) {
	good, words := r.form.choice("good", "yes", "no") == "yes", r.form.lines("words", organisations.MaxWords)
	return p.wordOn(r, "organisation-review", reviewDone(good, "organisation-filed"), func(tx *store.Tx, by residents.Sender, community, id string) error {
		return organisations.FileOrganisation(tx, by, community, id, good, words)
	})
}

func reviewDone(good bool, done string) string {
	if good {
		return done
	}
	return "organisation-returned"
}

func (p *Portal) endOrganisation(r *request) (answer, error) {
	reason := r.form.lines("reason", organisations.MaxWords)
	return p.wordOn(r, "organisation-end", "organisation-closed", func(tx *store.Tx, by residents.Sender, community, id string) error {
		return organisations.CloseOrganisation(tx, by, community, id, reason)
	})
}
