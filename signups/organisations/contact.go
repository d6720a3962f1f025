package organisations

import (
	"slices"

	"yishiting/residents"
)

// Asked is a resident who is asked to speak for an organisation, and has not answered.
type Asked struct {
	Community    string
	Organisation string
	Resident     string
	Word         string // of the organisation, in writing, where the committee asks in its stead; "" where a contact asks
	MadeBy       string
	MadeAt       Instant
}

type askedReader interface {
	AskedContact(community, organisation, resident string) (Asked, error)
	// AskedContacts are those of an organisation, the first first.
	AskedContacts(community, organisation string) ([]Asked, error)
}

type askedWriter interface {
	AddAskedContact(Asked) error
	RemoveAskedContact(community, organisation, resident string) error
}

// AskContact asks another resident, for somebody who speaks for an organisation on record.
func AskContact(tx Tx, by residents.Sender, community, id, resident string) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	return w.ask(resident, "")
}

// NameContact asks a resident by the committee, in the stead of an organisation for which nobody
// speaks any more. word is what it says in writing, and where that is kept.
func NameContact(tx Tx, by residents.Sender, community, id, resident, word string) error {
	w, err := reviewing(tx, by, community, id)
	if err != nil {
		return err
	}
	if len(w.o.Contacts) > 0 {
		return ErrState
	}
	if resident == by.Resident.ID {
		return residents.ErrSecondPerson
	}
	if word, err = residents.PublicText("word", word, MaxWords, false); err != nil {
		return err
	}
	return w.ask(resident, word)
}

// ask asks somebody who may speak for an organisation: an adult of the community.
func (w work) ask(resident, word string) error {
	if w.o.State != Filed {
		return ErrState
	}
	all, err := w.tx.AskedContacts(w.o.Community, w.o.ID)
	if err != nil {
		return err
	}
	who, err := w.tx.Standing(w.o.Community, resident)
	if err != nil {
		return err
	}
	switch {
	case w.o.Speaks(resident) || slices.ContainsFunc(all, func(a Asked) bool { return a.Resident == resident }):
		return field("name", ErrAlready)
	case len(w.o.Contacts)+len(all) >= MaxContacts:
		return &residents.FieldError{Field: "name", Reason: residents.ErrTooMany, Limit: MaxContacts}
	}
	if err := MayApply(who, w.o.Community, w.by.Now); err != nil {
		return field("name", ErrNoContact)
	}
	a := Asked{Community: w.o.Community, Organisation: w.o.ID, Resident: resident, Word: word, MadeBy: w.by.Resident.ID, MadeAt: w.by.Now}
	if err := w.tx.AddAskedContact(a); err != nil {
		return err
	}
	return w.tellOne("contact-asked", resident)
}

// AnswerContact is the yes or no of whoever is asked. The first who speaks for it is its head.
func AnswerContact(tx Tx, by residents.Sender, community, id string, yes bool, phone string) error {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return err
	}
	if err := MayApply(by.Standing, community, by.Now); err != nil {
		return err
	}
	a, err := tx.AskedContact(community, id, by.Resident.ID)
	if err != nil {
		return err
	}
	if yes && w.o.State != Filed {
		return ErrState
	}
	if err := tx.RemoveAskedContact(community, id, a.Resident); err != nil {
		return err
	}
	if !yes {
		return w.tellOne("contact-refused", a.MadeBy)
	}
	c := Contact{Community: community, Organisation: id, Resident: a.Resident, Lead: len(w.o.Contacts) == 0, Phone: residents.ReadPhone(phone), Since: by.Now}
	if c.Phone == "" {
		return field("phone", residents.ErrPhone)
	}
	if err := tx.AddContact(c); err != nil {
		return err
	}
	if err := w.tell("contact-agreed"); err != nil || w.o.Speaks(a.MadeBy) {
		return err
	}
	return w.tellOne("contact-agreed", a.MadeBy)
}

// StepDown ends that the sender speaks for an organisation; somebody else must. Of the head's,
// whoever has spoken for it longest is the head.
func StepDown(tx Tx, by residents.Sender, community, id string) error {
	w, err := speaking(tx, by, community, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(w.o.Contacts, func(c Contact) bool { return c.Resident == by.Resident.ID })
	mine, rest := w.o.Contacts[i], slices.Delete(slices.Clone(w.o.Contacts), i, i+1)
	if len(rest) == 0 {
		return ErrLastContact
	}
	if err := tx.RemoveContact(community, id, mine.Resident); err != nil {
		return err
	}
	if mine.Lead {
		if err := tx.RemoveContact(community, id, rest[0].Resident); err != nil {
			return err
		}
		rest[0].Lead = true
		if err := tx.AddContact(rest[0]); err != nil {
			return err
		}
	}
	return w.tell("contact-left")
}

// tellOne puts a letter into one inbox.
func (w work) tellOne(kind, resident string) error {
	return w.tx.TellContact(Letter{
		Community: w.o.Community, ID: w.by.ID + "/" + kind + "/" + resident, Resident: resident, Kind: kind, Title: w.o.Name, At: w.by.Now,
	})
}
