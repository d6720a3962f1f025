package main

import (
	"net/http"
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// homeRoutes are the page of the reader's homes and the forms that stand on it.
func (p *Portal) homeRoutes() []route {
	const page = "/{place}/me/home"
	post := func(below, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: page + "/" + below, name: name, do: do, handle: handle, on: page}
	}
	return []route{
		{method: http.MethodGet, pattern: page, name: "home", do: residents.OwnThings, handle: p.myHome},
		post("{household}/represent", "represent", residents.SpeakForHome, p.represent),
		post("{household}/cede", "cede", residents.OwnThings, p.cede),
		post("{household}/pass", "pass", residents.OwnThings, p.passHome),
		post("{household}/move-out", "move-out", residents.OwnThings, p.moveOut),
		post("{household}/children", "child", residents.CareForMinor, p.addChild),
		post("minors/{minor}/agree", "agree", residents.CareForMinor, p.agree),
		post("guardian/{mandate}/end", "guard-end", residents.OwnThings, p.endGuard),
		post("adult", "grown", residents.OwnThings, p.declareAdult),
	}
}

// myHome shows the reader's homes.
func (p *Portal) myHome(r *request) (answer, error) {
	v := &pages.HomeView{Frame: p.frame(r)}
	if !r.self.SignedIn() {
		return show(v), nil
	}
	if r.me() == "" {
		return p.toOwn(r, "me/home")
	}
	me := r.self.Resident
	v.Waits, v.Minor, v.Grown = me.ConfirmedAt.IsZero(), !me.Adult, residents.MayDeclareAdult(r.self, r.now) == nil
	v.Consent, _ = residents.PurposeAt(residents.PurposeGuardian, r.now)
	err := p.view(r, func(rows *store.View) error {
		for _, h := range r.self.Homes {
			card, err := r.homeCard(rows, h)
			if err != nil {
				return err
			}
			v.Homes = append(v.Homes, card)
		}
		return nil
	})
	return show(v), err
}

// homeCard is one of the reader's homes.
func (r *request) homeCard(rows *store.View, h residents.Home) (pages.HomeCard, error) {
	card := pages.HomeCard{
		Household: h.Household, Label: h.Label(), Leave: len(r.self.Homes) > 1,
		TakeWhy: code(residents.MayRepresent(r.self, h.Household, r.now)), Care: residents.MayCare(r.self, h.Household, r.now) == nil,
	}
	people, err := rows.PeopleOfHome(r.place.ID, h.Household)
	if err != nil {
		return card, err
	}
	reps, err := rows.Representatives(r.place.ID, h.Household, r.now)
	if err != nil {
		return card, err
	}
	slices.SortStableFunc(people, func(a, b residents.Resident) int { return r.rank(a) - r.rank(b) })
	for _, one := range people {
		line, err := r.homePerson(rows, one)
		if err != nil {
			return card, err
		}
		rep := len(reps) > 0 && reps[0].ID == one.ID
		if rep {
			card.Rep, card.IsRep = line.Name, one.ID == r.me()
			line.Tags = append(line.Tags, pages.TagWords{Words: "户代表", Tone: pages.ToneAct})
		}
		if one.ID != r.me() && one.Adult && !one.ConfirmedAt.IsZero() {
			card.PassTo = append(card.PassTo, pages.Option{Value: one.ID, Label: line.Name, Said: true})
		}
		card.People = append(card.People, line)
	}
	return card, nil
}

// rank puts the reader first in their home, then adults, then children.
func (r *request) rank(one residents.Resident) int {
	switch {
	case one.ID == r.me():
		return 0
	case one.Adult:
		return 1
	}
	return 2
}

// homePerson is somebody who lives with the reader: by their whole name, if the committee has confirmed the reader.
func (r *request) homePerson(rows *store.View, one residents.Resident) (pages.HomePerson, error) {
	line := pages.HomePerson{ID: one.ID, Name: one.Name}
	if r.self.Resident.ConfirmedAt.IsZero() && one.ID != r.me() {
		line.Name = one.Masked().Name
	}
	if one.ID == r.me() {
		line.Facts = "您自己"
	}
	if one.ConfirmedAt.IsZero() {
		line.Tags = append(line.Tags, pages.TagWords{Words: "等居委会确认", Tone: pages.ToneDue})
	}
	if one.Adult {
		return line, nil
	}
	line.Facts = joined(line.Facts, "未成年")
	all, err := rows.Mandates(one.Community, one.ID)
	if err != nil {
		return line, err
	}
	who, err := rows.Standing(one.Community, one.ID)
	if err != nil {
		return line, err
	}
	line.Agree = residents.MayAgree(r.self, who, all, r.now) == nil
	for _, m := range all {
		if m.Person != one.ID || m.Kind != residents.HelpGuardian || !m.In(r.now) {
			continue
		}
		guardian, err := rows.Resident(m.Community, m.Helper)
		if err != nil {
			return line, err
		}
		if m.Helper != r.me() {
			line.Facts = joined(line.Facts, "监护人 "+guardian.Name)
			continue
		}
		line.Facts, line.End = joined(line.Facts, "您是监护人"), m.ID
		if residents.MayHelp(r.self, who, m, r.now) == nil && !one.ConfirmedAt.IsZero() {
			line.Begin = m.ID
		}
	}
	return line, nil
}

// atHome sends a command about the reader's home and leads back to the page.
func (p *Portal) atHome(r *request, done string, verb func(tx *store.Tx, by residents.Sender) error) (answer, error) {
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotYours
		}
		return api.WithDone("/"+r.place.Slug+"/me/home", done), verb(tx, by)
	})
}

func (p *Portal) represent(r *request) (answer, error) {
	return p.atHome(r, "represents", func(tx *store.Tx, by residents.Sender) error {
		return residents.TakeRepresentation(tx, by, r.PathValue("household"))
	})
}

func (p *Portal) cede(r *request) (answer, error) {
	return p.atHome(r, "ceded", func(tx *store.Tx, by residents.Sender) error {
		return residents.GiveUpRepresentation(tx, by, r.PathValue("household"))
	})
}

func (p *Portal) passHome(r *request) (answer, error) {
	to := r.form.text("to", 80)
	return p.atHome(r, "passed-on", func(tx *store.Tx, by residents.Sender) error {
		return residents.PassRepresentation(tx, by, r.PathValue("household"), to)
	})
}

func (p *Portal) moveOut(r *request) (answer, error) {
	return p.atHome(r, "moved-out", func(tx *store.Tx, by residents.Sender) error {
		return residents.MoveOut(tx, by, r.PathValue("household"))
	})
}
