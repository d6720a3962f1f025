package main

import (
	"yishiting/residents"
	"yishiting/server/store"
)

// The forms of the page of homes that are about people under 18.

// addChild takes in a child under 14 of the reader's household.
func (p *Portal) addChild(r *request) (answer, error) {
	year := r.now.In(r.place.Location()).Year()
	c := residents.Child{
		Household: r.PathValue("household"), Name: r.form.text("name", residents.MaxName),
		BirthYear: r.form.number("birth", 1900, year), Agreed: r.form.ticked("agreed"),
	}
	return p.atHome(r, "child-added", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.AddChild(tx, by, c)
		return err
	})
}

// agree lets the reader agree as guardian of somebody from 14 to 17 in their home.
func (p *Portal) agree(r *request) (answer, error) {
	agreed := r.form.ticked("agreed")
	return p.atHome(r, "agreed", func(tx *store.Tx, by residents.Sender) error {
		minor, err := residents.AgreeAsGuardian(tx, by, r.PathValue("minor"), agreed)
		if err != nil {
			return err
		}
		return tellOfLeave(tx, residents.Mandate{Community: r.place.ID, ID: by.ID}, "guardian-agreed", minor.ID)
	})
}

// endGuard ends the reader's part as a guardian.
func (p *Portal) endGuard(r *request) (answer, error) {
	return p.atHome(r, "guard-ended", func(tx *store.Tx, by residents.Sender) error {
		m, err := residents.EndHelp(tx, by, r.place.ID, r.PathValue("mandate"))
		if err != nil || m.Kind != residents.HelpGuardian {
			return err
		}
		return tellOfLeave(tx, m, "guardian-gone", m.Person)
	})
}

// declareAdult lets the reader say that they are 18 now.
func (p *Portal) declareAdult(r *request) (answer, error) {
	return p.atHome(r, "declared", func(tx *store.Tx, by residents.Sender) error {
		return residents.DeclareAdult(tx, by)
	})
}
