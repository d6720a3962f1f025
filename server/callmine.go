package main

import (
	"cmp"
	"slices"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
)

// This file is the reader's part of a call's page: what of theirs is in, and the form.

// mine is the reader's part: what of theirs is in, and the form or why there is none.
func (w *oneCall) mine() error {
	v := w.page
	if w.who.Helper.ID != "" {
		v.Mine.For = w.who.Resident.Name
	}
	if err := w.door(); err != nil {
		return err
	}
	if home := w.who.Resident.Community; w.who.SignedIn() && home != w.place.ID {
		return w.elsewhere(home)
	}
	may := project.MayAnswerCall(w.who, w.c, w.now)
	if !w.who.SignedIn() {
		v.Mine.Why = code(may)
		return nil
	}
	units, err := project.UnitsOf(w.v, w.who, w.c)
	if err != nil {
		return err
	}
	for _, u := range units {
		v.Mine.Units = append(v.Mine.Units, w.unit(u))
	}
	if may != nil {
		v.Mine.Why = code(may)
		return nil
	}
	v.Mine.Open = true
	w.choose(units)
	return nil
}

// elsewhere is for who lives in another community: of a call of their street, where they answer.
func (w *oneCall) elsewhere(home string) error {
	w.page.Mine.Why = residents.ErrNotAllowed
	if !w.c.Asks(home) || w.c.Taking(w.now) != nil {
		return nil
	}
	there, err := w.v.CommunityByID(home)
	w.page.Mine.There = "/" + there.Slug + "/calls/" + w.c.ID
	return err
}

// unit is one of the reader's, with what is in for it. What an answer says is for whoever gave
// it: neither for a helper nor for the others of the home, nor for who lives there after them.
func (w *oneCall) unit(u project.AnswerUnit) pages.CallUnit {
	out := pages.CallUnit{Unit: u.Unit, Label: u.Label}
	a := u.Answer
	if a == nil {
		return out
	}
	out.When = w.when(a.At) + " 收到"
	out.Own = w.owns(*a)
	switch {
	case a.Channel == project.Door:
		out.How = "是上门记下的。您在网上再答，就以您的为准。"
	case a.Channel == project.Paper:
		out.How = "是从纸面录入的，编号 " + a.Ref + "。您在网上再答，就以您的为准。"
	case w.who.Helper.ID != "":
		out.How = "答了什么，由本人登录后看。"
	case !out.Own:
		out.How = "是同一户的另一位成年人答的，答了什么只给本人看。您再答，就换掉那一份。"
	}
	if out.Own {
		out.Said = pages.SaidFacts(w.c.Questions, a.Said)
	}
	return out
}

// owns tells whether the reader may read what an answer says.
func (w *oneCall) owns(a project.Answer) bool {
	return w.who.Helper.ID == "" && (w.c.Unit == project.ByResident || a.By == w.who.Resident.ID && a.Channel == project.Online)
}

// choose takes the unit that is asked for, or that of the refused form; otherwise the first without an answer.
func (w *oneCall) choose(units []project.AnswerUnit) {
	m := &w.page.Mine
	asked := cmp.Or(w.refused.Values["unit"], w.URL.Query().Get("unit"))
	i := slices.IndexFunc(units, func(u project.AnswerUnit) bool { return u.Unit == asked })
	if i < 0 {
		i = max(0, slices.IndexFunc(units, func(u project.AnswerUnit) bool { return u.Answer == nil }))
	}
	m.Chosen = units[i].Unit
	if a := units[i].Answer; a != nil && w.owns(*a) {
		m.Said = a.Said
	}
}

// door leads whoever may write answers down at doors to where that is done, while answers are taken.
func (w *oneCall) door() error {
	if w.place.Level != residents.LevelCommunity || w.c.Taking(w.now) != nil {
		return nil
	}
	buildings := []string{""}
	for _, role := range w.who.Roles {
		if role.Name == residents.RoleStairwellHead && role.Community == w.place.ID {
			buildings = append(buildings, role.Scope)
		}
	}
	for _, b := range buildings {
		if project.MayEnterAnswer(w.who, w.c, w.place.ID, b, w.now) == nil {
			w.page.Door = w.page.To("calls/" + w.c.ID + "/door")
		}
	}
	return nil
}
