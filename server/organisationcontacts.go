package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// This file is about who speaks for an organisation: asked by another contact, or by the
// committee where nobody does any more, and agreed by whoever is asked.

func (p *Portal) contactRoutes() []route {
	const all, one, work = "/{place}/organisations", "/{place}/organisations/{id}", "/{place}/desk/organisations/{id}"
	post := func(pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: []residents.Level{residents.LevelCommunity}}
	}
	return []route{
		post(one+"/contact", one, "contact-ask", residents.KeepOrganisation, p.askContact),
		post(one+"/step-down", one, "contact-leave", residents.KeepOrganisation, p.stepDown),
		post(all+"/answer", all, "contact-answer", residents.ApplyOrganisation, p.answerContact),
		post(work+"/contact", work, "contact-name", residents.ReviewOrganisation, p.nameContact),
	}
}

// meant is the id of the one of that name in that building.
func (r *request) meant(tx *store.Tx, name, building string) (string, error) {
	found, err := tx.NamedIn(r.place.ID, building, name)
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", &residents.FieldError{Field: "name", Reason: signups.ErrNobody}
	}
	return found[0].ID, nil
}

// namedPerson reads a name and a building.
func (f *form) namedPerson() (name, building string) {
	name, building = f.text("name", 30), f.text("building", 20)
	if name == "" {
		f.refuse("name", residents.ErrEmpty, 0)
	}
	return name, building
}

func (p *Portal) askContact(r *request) (answer, error) {
	name, building := r.form.namedPerson()
	return p.onOrganisation(r, "contact-ask", "contact-asked", func(tx *store.Tx, by residents.Sender, id string) error {
		o, err := tx.Organisation(r.place.ID, id)
		if err == nil {
			err = organisations.MaySpeak(by.Standing, o, by.Now) // who may not learns of nobody
		}
		if err == nil && o.State != organisations.Filed {
			err = organisations.ErrState
		}
		if err != nil {
			return err
		}
		who, err := r.meant(tx, name, building)
		if err != nil {
			return err
		}
		return organisations.AskContact(tx, by, r.place.ID, id, who)
	})
}

func (p *Portal) nameContact(r *request) (answer, error) {
	name, building := r.form.namedPerson()
	word := r.form.lines("word", organisations.MaxWords)
	return p.wordOn(r, "contact-name", "contact-asked", func(tx *store.Tx, by residents.Sender, community, id string) error {
		who, err := r.meant(tx, name, building)
		if err != nil {
			return err
		}
		return organisations.NameContact(tx, by, community, id, who, word)
	})
}

func (p *Portal) stepDown(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "contact-leave", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations", "contact-left"), organisations.StepDown(tx, by, r.place.ID, id)
	})
}

func (p *Portal) answerContact(r *request) (answer, error) {
	id, yes, phone := r.form.id("organisation"), r.form.choice("yes", "yes", "no") == "yes", r.form.text("phone", 30)
	done := "contact-refused"
	if yes {
		done = "contact-agreed"
	}
	return p.do(r, "contact-answer", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/organisations", done), organisations.AnswerContact(tx, by, r.place.ID, id, yes, phone)
	})
}

// askedOf are the organisations that ask the reader to speak for them.
func (r *request) askedOf(v *store.View) (all []pages.Option, err error) {
	if r.me() == "" || r.who.Helper.ID != "" {
		return nil, nil
	}
	asked, err := v.AskedOf(r.place.ID, r.me())
	for _, a := range asked {
		o, err := v.Organisation(r.place.ID, a.Organisation)
		if err != nil {
			return nil, err
		}
		all = append(all, pages.Option{Value: o.ID, Label: o.Name, Hint: o.Purpose, Said: true})
	}
	return all, err
}

// askedBy are those whom the organisation asks, masked, for who speaks for it.
func (w *oneOrganisation) askedBy(m *pages.OrganisationMine) error {
	if w.o.State != organisations.Filed {
		return nil
	}
	m.Ask = true
	asked, err := w.v.AskedContacts(w.place.ID, w.o.ID)
	if err != nil {
		return err
	}
	for _, a := range asked {
		mark, err := w.markOf(w.v, a.Resident)
		if err != nil {
			return err
		}
		m.Asked = append(m.Asked, mark)
	}
	m.Buildings, err = w.buildingOptions(w.v)
	return err
}

// aloneAtDesk is what the committee does where nobody speaks for an organisation.
func (r *request) aloneAtDesk(rows *store.View, v *desk.OrganisationView, o organisations.Organisation) error {
	if v.Street || o.State != organisations.Filed || len(o.Contacts) > 0 {
		return nil
	}
	v.Alone = desk.Act{Shown: true, Why: code(organisations.MayReview(r.who, o, r.now))}
	asked, err := rows.AskedContacts(o.Community, o.ID)
	if err != nil {
		return err
	}
	for _, a := range asked {
		mark, err := r.markOf(rows, a.Resident)
		if err != nil {
			return err
		}
		v.Asked = append(v.Asked, mark)
	}
	v.Buildings, err = r.buildingOptions(rows)
	return err
}
