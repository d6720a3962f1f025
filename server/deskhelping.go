package main

import (
	"errors"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// The desk's part of helping: leave that somebody gave on paper or in person, and the
// home into which somebody without a telephone is admitted.

// moveIn lets somebody who was just admitted live in the home of an address in their building.
func moveIn(tx *store.Tx, who residents.Resident, unit, room string) error {
	found, err := householdAt(tx.View, who.Community, who.Building, unit, room)
	if errors.Is(err, residents.ErrNotFound) {
		return &residents.FieldError{Field: "room", Reason: residents.ErrNoHome}
	}
	if err != nil {
		return err
	}
	return tx.AddHome(who.Community, found.ID, who.ID)
}

// deskHelping puts who may act for the person into the view.
func (r *request) deskHelping(rows *store.View, v *desk.PersonView) error {
	person, err := rows.Standing(r.place.ID, r.PathValue("id"))
	if err != nil {
		return err
	}
	if residents.May(r.who, residents.RecordHelp, residents.Matter{Body: r.place.ID}, r.now) != nil {
		return nil
	}
	v.Helping = &desk.PersonHelping{}
	if !person.Resident.Adult {
		v.Helping.Why = residents.ErrMinor
	}
	all, err := rows.Mandates(r.place.ID, person.Resident.ID)
	if err != nil {
		return err
	}
	for _, m := range all {
		if m.Person != person.Resident.ID || !m.In(r.now) {
			continue
		}
		helper, err := rows.Resident(m.Community, m.Helper)
		if err != nil {
			return err
		}
		v.Helping.Mandates = append(v.Helping.Mandates, desk.HelpRow{ID: m.ID, Name: helper.Name, Facts: mandateFacts(m, r.place.Location())})
	}
	v.Helping.Helpers, err = r.helpersAtDesk(rows, person)
	return err
}

// helpersAtDesk are whom a person may name: adults of their home, the stairwell heads
// of their building, and the committee.
func (r *request) helpersAtDesk(rows *store.View, person residents.Standing) ([]pages.Option, error) {
	var all []pages.Option
	seen := map[string]bool{person.Resident.ID: true}
	add := func(people []residents.Resident, kind string) {
		for _, one := range people {
			if !seen[one.ID] && one.Adult && !one.ConfirmedAt.IsZero() {
				all = append(all, pages.Option{Value: kind + ":" + one.ID, Label: one.Name + "（" + pages.HelperWord(kind) + "）"})
			}
			seen[one.ID] = true
		}
	}
	for _, h := range person.Homes {
		people, err := rows.PeopleOfHome(r.place.ID, h.Household)
		if err != nil {
			return nil, err
		}
		add(people, residents.HelpRelative)
	}
	heads, err := rows.StairwellHeads(r.place.ID, person.Resident.Building, r.now)
	if err != nil {
		return nil, err
	}
	add(heads, residents.HelpStairwellHead)
	committee, err := rows.Holders(r.place.ID, r.now, residents.RoleCommitteeMember, residents.RoleDirector)
	seen[r.me()] = true // whoever records leave is not who gets it
	add(committee, residents.HelpCommittee)
	return all, err
}

// recordHelp writes down leave that the person gave on paper or in person.
func (p *Portal) recordHelp(r *request) (answer, error) {
	kind, helper := cutKind(r.form.text("helper", 100))
	relative := r.form.text("relative", residents.MaxName)
	channel := r.form.choice("channel", residents.Paper, residents.InPerson)
	paper := r.form.text("paper", residents.MaxPaperRef)
	months := map[string]int{"3": 3, "6": 6, "12": 12}[r.form.choice("months", "3", "6", "12")]
	if helper == "" && relative == "" {
		r.form.refuse("helper", residents.ErrEmpty, 0)
	}
	if channel == residents.Paper && paper == "" {
		r.form.refuse("paper", residents.ErrEmpty, 0)
	}
	id := r.PathValue("id")
	return p.do(r, "record-help", func(tx *store.Tx, by residents.Sender) (string, error) {
		a := residents.Arrangement{Community: r.place.ID, Person: id, Helper: helper, Kind: kind, Channel: channel, Paper: paper, Until: r.until(months)}
		if relative != "" {
			who, err := tx.ResidentNamed(r.place.ID, relative)
			if err != nil {
				return "", &residents.FieldError{Field: "relative", Reason: residents.ErrNobody}
			}
			a.Helper, a.Kind = who.ID, residents.HelpRelative
		}
		m, err := residents.Arrange(tx, by, a)
		if err != nil {
			return "", err
		}
		if err := tellOfLeave(tx, m, "help-given", m.Helper); err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/desk/people/"+id, "help-recorded"), tellOfLeave(tx, m, "help-recorded", m.Person)
	})
}

// cutKind parts a choice of helpersAtDesk.
func cutKind(choice string) (kind, helper string) {
	for _, kind := range []string{residents.HelpRelative, residents.HelpStairwellHead, residents.HelpCommittee} {
		if len(choice) > len(kind) && choice[:len(kind)+1] == kind+":" {
			return kind, choice[len(kind)+1:]
		}
	}
	return "", ""
}

// deskEndHelp ends a mandate of the person at the desk.
func (p *Portal) deskEndHelp(r *request) (answer, error) {
	id := r.PathValue("id")
	return p.do(r, "end-help", func(tx *store.Tx, by residents.Sender) (string, error) {
		m, err := tx.Mandate(r.place.ID, r.PathValue("mandate"))
		if err == nil && m.Person != id {
			err = residents.ErrNotFound
		}
		if err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/desk/people/"+id, "desk-help-ended"), stopHelp(tx, by, r.place.ID, m.ID)
	})
}
