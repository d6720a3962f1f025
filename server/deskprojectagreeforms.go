package main

import (
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// This file does the steps between asking and agreement.

// openNegotiation goes on from collecting to negotiating.
func (p *Portal) openNegotiation(r *request) (answer, error) {
	return p.onProject(r, "project-negotiate", "project-negotiating", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.OpenNegotiation(tx, by, r.place.ID, id)
	})
}

// studyProject notes that the Party organisation has studied the matter.
func (p *Portal) studyProject(r *request) (answer, error) {
	on, note := r.form.day("on"), r.form.lines("note", project.MaxWords)
	return p.onProject(r, "project-study", "project-studied", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.StudyProject(tx, by, r.place.ID, id, on, note)
	})
}

// decideByPoll takes the decision from a counted poll.
func (p *Portal) decideByPoll(r *request) (answer, error) {
	poll := r.form.id("poll")
	return p.onProject(r, "project-decide", "project-decided", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.DecideByPoll(tx, by, r.place.ID, id, poll)
	})
}

// decideByOutcome takes it from what the consultation settled.
func (p *Portal) decideByOutcome(r *request) (answer, error) {
	option := r.form.text("option", project.MaxName)
	return p.onProject(r, "project-outcome", "project-decided", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.DecideByOutcome(tx, by, r.place.ID, id, option)
	})
}

// decideByOffice notes what the street's office decided on a project of its own.
func (p *Portal) decideByOffice(r *request) (answer, error) {
	option, words := r.form.text("option", project.MaxName), r.form.lines("text", project.MaxWords)
	return p.onProject(r, "project-office", "project-decided", func(tx *store.Tx, by residents.Sender, id string) error {
		return fieldAs(project.DecideByOffice(tx, by, r.place.ID, id, option, words), "words", "text")
	})
}

// rethink takes a decision back, with a reason.
func (p *Portal) rethink(r *request) (answer, error) {
	reason := r.form.lines("reason", project.MaxWords)
	return p.onProject(r, "project-rethink", "project-rethought", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.Rethink(tx, by, r.place.ID, id, reason)
	})
}

// noteAgreement notes full or partial agreement.
func (p *Portal) noteAgreement(r *request) (answer, error) {
	a := project.Agreement(r.form.choice("agreement", string(project.Full), string(project.Partial)))
	return p.onProject(r, "project-agree", "project-agreed", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.NoteAgreement(tx, by, r.place.ID, id, a)
	})
}

// noteDissent enters what a household has written on paper.
func (p *Portal) noteDissent(r *request) (answer, error) {
	f := r.form
	community, err := p.communityTyped(r)
	if err != nil {
		return answer{}, err
	}
	home := f.text("home", 80)
	stance := project.Stance(f.choice("stance", string(project.InPart), string(project.IsAgainst)))
	words, shown, paper := f.lines("text", project.MaxWords), f.ticked("shown"), f.text("paper", project.MaxName)
	return p.onProject(r, "project-dissent", "dissent-noted", func(tx *store.Tx, by residents.Sender, id string) error {
		if community == "" {
			return errOtherCommunity
		}
		h, err := homeAt(tx.View, community, home)
		if err != nil {
			return err
		}
		err = project.NoteDissent(tx, by, r.place.ID, id, h.ID, stance, words, shown, paper)
		if err == consultation.ErrAlready {
			err = &residents.FieldError{Field: "home", Reason: project.ErrHomeSaid}
		}
		return fieldAs(err, "words", "text")
	})
}

// homeAt is the household of an address as people write it: 3 号楼 2 单元 502.
func homeAt(rows *store.View, community, address string) (residents.Household, error) {
	building, unit, room, ok := residents.SplitAddress(address)
	building, noBuilding := residents.ReadBuilding(building)
	unit, noUnit := residents.ReadUnit(unit)
	room, noRoom := residents.ReadRoom(room)
	if !ok || noBuilding+noUnit+noRoom != "" {
		return residents.Household{}, &residents.FieldError{Field: "home", Reason: residents.ErrAddress}
	}
	h, err := rows.HouseholdAt(community, building, unit, room)
	if err == residents.ErrNotFound {
		err = &residents.FieldError{Field: "home", Reason: residents.ErrNoHome}
	}
	return h, err
}

// settleDissent says what changed for somebody who does not agree.
func (p *Portal) settleDissent(r *request) (answer, error) {
	changed := r.form.lines("text", project.MaxWords)
	return p.onDissent(r, "project-settle", "dissent-settled", func(tx *store.Tx, by residents.Sender, community, id string) error {
		return fieldAs(project.SettleDissent(tx, by, r.place.ID, community, id, changed), "changed", "text")
	})
}

// noteAgain notes how a household stands in the second round, from paper.
func (p *Portal) noteAgain(r *request) (answer, error) {
	then := project.Stance(r.form.choice("then", string(project.Agrees), string(project.InPart), string(project.IsAgainst)))
	return p.onDissent(r, "project-again", "dissent-again", func(tx *store.Tx, by residents.Sender, community, id string) error {
		return project.NoteAgain(tx, by, r.place.ID, community, id, then)
	})
}

// onDissent does a verb with the dissent of the path; one of another project is not there.
func (p *Portal) onDissent(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, community, id string) error) (answer, error) {
	var home residents.Community
	err := p.view(r, func(rows *store.View) (err error) {
		if home, err = r.bodyOf(rows, r.PathValue("community")); err != nil {
			return err
		}
		d, err := rows.Dissent(home.ID, r.place.ID, r.PathValue("dissent"))
		if err == nil && d.Project != r.PathValue("id") {
			err = residents.ErrNotFound
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.onProject(r, name, done, func(tx *store.Tx, by residents.Sender, _ string) error {
		return verb(tx, by, home.ID, r.PathValue("dissent"))
	}, home.ID)
}
