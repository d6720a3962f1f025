package main

import (
	"net/http"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// helpingRoutes are the page of helping, and the forms that arrange it, end it, begin and cease to act.
func (p *Portal) helpingRoutes() []route {
	const page = "/{place}/me/helping"
	post := func(below, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: page + "/{mandate}/" + below, name: name, do: do, handle: handle, on: page}
	}
	return []route{
		{method: http.MethodGet, pattern: page, name: "helping", do: residents.OwnThings, handle: p.helping},
		{method: http.MethodPost, pattern: page, name: "help-arrange", do: residents.ArrangeHelp, handle: p.arrangeHelp},
		post("begin", "help-begin", residents.ActForPerson, p.beginHelping),
		post("end", "help-end", residents.OwnThings, p.endHelping),
		post("withdraw", "help-stop", residents.OwnThings, p.withdrawHelp),
	}
}

// mostProxyActs is how many of the things done by helpers the page lists.
const mostProxyActs = 50

// helping shows whom the reader may act for, and who may act for the reader.
func (p *Portal) helping(r *request) (answer, error) {
	v := &pages.HelpingView{Frame: p.frame(r)}
	if !r.self.SignedIn() {
		return show(v), nil
	}
	if r.me() == "" {
		return p.toOwn(r, "me/helping")
	}
	v.ArrangeWhy = code(residents.MayArrange(r.self, r.self.Resident, residents.Online, r.now))
	v.Consent, _ = residents.PurposeAt(residents.PurposeHelped, r.now)
	err := p.view(r, func(rows *store.View) error {
		all, err := rows.Mandates(r.place.ID, r.me())
		if err != nil {
			return err
		}
		for _, m := range all {
			if err := r.mandateLine(rows, v, m); err != nil {
				return err
			}
		}
		if v.Helpers, err = r.helpers(rows); err != nil {
			return err
		}
		acts, err := rows.ActsFor(r.place.ID, r.me(), mostProxyActs)
		for _, a := range acts {
			who, err := rows.Resident(a.Community, a.Helper)
			if err != nil {
				return err
			}
			v.Acts = append(v.Acts, pages.ProxyLine{When: r.day(a.At), Words: who.Name + pages.HelpedWord(a.Verb)})
		}
		return err
	})
	return show(v), err
}

// toOwn leads a reader from elsewhere to the same page at home.
func (p *Portal) toOwn(r *request, path string) (answer, error) {
	var home residents.Community
	err := p.view(r, func(rows *store.View) (err error) {
		home, err = rows.CommunityByID(r.who.Resident.Community)
		return err
	})
	return seeOther("/"+home.Slug+"/"+path, r.URL.Query().Get("done")), err
}

// mandateLine puts a mandate that holds into the view, on the reader's side of it.
func (r *request) mandateLine(rows *store.View, v *pages.HelpingView, m residents.Mandate) error {
	if !m.In(r.now) {
		return nil
	}
	other := m.Person
	if m.Person == r.me() {
		other = m.Helper
	}
	who, err := rows.Resident(m.Community, other)
	if err != nil {
		return err
	}
	line := pages.MandateLine{ID: m.ID, Name: who.Name, Facts: mandateFacts(m, r.place.Location())}
	if m.Person == r.me() {
		if m.Kind != residents.HelpGuardian {
			v.By = append(v.By, line)
		}
		return nil
	}
	person, err := rows.Standing(m.Community, m.Person)
	switch {
	case err == residents.ErrNotFound:
		return nil // has left
	case err != nil:
		return err
	}
	if m.Kind == residents.HelpGuardian && residents.MaySignIn(person.Resident, r.now) == nil {
		return nil // from 14 on they act themselves
	}
	line.Why = code(residents.MayHelp(r.self, person, m, r.now))
	line.Now = r.acting != nil && r.acting.over == nil && r.acting.mandate.ID == m.ID
	v.For = append(v.For, line)
	return nil
}

// mandateFacts are a mandate in words: by whom, until when, on which paper.
func mandateFacts(m residents.Mandate, zone *time.Location) string {
	facts := []string{pages.HelperWord(m.Kind), "到 " + calendar.DayOf(m.To.Add(-time.Microsecond), zone).ChineseWithYear()}
	if w := pages.ChannelOfLeave(m.Channel, m.Paper); w != "" {
		facts = append(facts, w)
	}
	return strings.Join(facts, "，")
}

// helpers are whom the reader may choose: adults they live with, and the stairwell heads of their building.
func (r *request) helpers(rows *store.View) ([]pages.Option, error) {
	var all []pages.Option
	seen := map[string]bool{r.me(): true}
	for _, h := range r.self.Homes {
		people, err := rows.PeopleOfHome(r.place.ID, h.Household)
		if err != nil {
			return nil, err
		}
		for _, one := range people {
			if !seen[one.ID] && one.Adult && !one.ConfirmedAt.IsZero() {
				all = append(all, pages.Option{Value: one.ID, Label: one.Name, Hint: "同住的家人", Said: true})
			}
			seen[one.ID] = true
		}
	}
	heads, err := rows.StairwellHeads(r.place.ID, r.self.Resident.Building, r.now)
	for _, one := range heads {
		if !seen[one.ID] {
			all = append(all, pages.Option{Value: one.ID, Label: one.Masked().Name, Hint: r.self.Resident.Building + "的楼门长"})
		}
	}
	return all, err
}

// until is the end of the day some months from now.
func (r *request) until(months int) time.Time {
	at := r.now.In(r.place.Location())
	end := time.Date(at.Year(), at.Month()+time.Month(months), at.Day(), 0, 0, 0, 0, r.place.Location())
	return end.AddDate(0, 0, 1)
}

// arrangeHelp lets the reader choose who may act for them.
func (p *Portal) arrangeHelp(r *request) (answer, error) {
	helper := r.form.one("helper")
	months := map[string]int{"1": 1, "3": 3, "12": 12}[r.form.choice("months", "1", "3", "12")]
	if helper == "" || !clean(helper, false) {
		r.form.refuse("helper", residents.ErrChoice, 0)
	}
	if !r.form.ticked("agreed") {
		r.form.refuse("agreed", residents.ErrConsent, 0)
	}
	return p.do(r, "help-arrange", func(tx *store.Tx, by residents.Sender) (string, error) {
		a := residents.Arrangement{
			Community: r.place.ID, Person: by.Resident.ID, Helper: helper, Kind: residents.HelpStairwellHead, Channel: residents.Online, Until: r.until(months),
		}
		if who, err := tx.Standing(r.place.ID, helper); err == nil && residents.LiveTogether(by.Standing, who) {
			a.Kind = residents.HelpRelative
		}
		m, err := residents.Arrange(tx, by, a)
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/me/helping", "help-arranged"), tellOfLeave(tx, m, "help-given", m.Helper)
	})
}

// tellOfLeave tells one side of a mandate what became of it.
func tellOfLeave(tx *store.Tx, m residents.Mandate, kind, to string) error {
	return tx.Tell(consultation.Letter{
		Community: m.Community, ID: m.ID + "/" + kind + "/" + to, Resident: to, Kind: kind, At: tx.Now().UnixMicro(),
	})
}

// beginHelping lets the session act for the person of the mandate, for an hour at most.
func (p *Portal) beginHelping(r *request) (answer, error) {
	r.form.part()
	return p.do(r, "help-begin", func(tx *store.Tx, by residents.Sender) (string, error) {
		m, err := tx.Mandate(r.place.ID, r.PathValue("mandate"))
		if err != nil {
			return "", err
		}
		person, err := tx.Standing(m.Community, m.Person)
		if err == nil {
			err = residents.MayHelp(by.Standing, person, m, by.Now)
		}
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug, "helping"), tx.SetHelps(r.session, m.ID, by.Now.Add(residents.HelpTime))
	})
}

// endHelping lets the session be the reader's own again; residents.ErrNotFound where it acts
// under another mandate, or under none.
func (p *Portal) endHelping(r *request) (answer, error) {
	return p.do(r, "help-end", func(tx *store.Tx, by residents.Sender) (string, error) {
		if m := r.PathValue("mandate"); m != r.session.Helps || r.session.Community != r.place.ID {
			return "", residents.ErrNotFound
		}
		return api.WithDone("/"+r.place.Slug+"/me/helping", "helping-ended"), tx.SetHelps(r.session, "", time.Time{})
	})
}

// withdrawHelp ends a mandate of the reader's, from either side.
func (p *Portal) withdrawHelp(r *request) (answer, error) {
	r.form.part()
	return p.do(r, "help-stop", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/me/helping", "help-ended"), stopHelp(tx, by, r.place.ID, r.PathValue("mandate"))
	})
}

// stopHelp ends a mandate and tells those who did not end it.
func stopHelp(tx *store.Tx, by residents.Sender, community, mandate string) error {
	m, err := residents.EndHelp(tx, by, community, mandate)
	if err != nil {
		return err
	}
	for _, to := range []string{m.Helper, m.Person} {
		if to == by.Resident.ID {
			continue
		}
		if err := tellOfLeave(tx, m, "help-stops", to); err != nil {
			return err
		}
	}
	return nil
}
