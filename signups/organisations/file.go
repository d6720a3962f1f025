package organisations

import (
	"fmt"

	"yishiting/residents"
)

// ReviewOrganisation is the committee's word on what is asked for: good hands it to the street,
// otherwise it goes back with the reason in words.
func ReviewOrganisation(tx Tx, by residents.Sender, community, id string, good bool, words string) error {
	w, err := reviewing(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.Request != Submitted {
		return ErrState
	}
	w.o.ReviewBy = by.Resident.ID
	if !good {
		return w.sendBack(words)
	}
	if w.o.Word, err = residents.PublicTextOrNone("words", words, MaxWords, false); err != nil {
		return err
	}
	w.o.Request = Reviewed
	if err := tx.SetOrganisation(w.o); err != nil {
		return err
	}
	return w.tell("organisation-reviewed")
}

func (w work) sendBack(words string) (err error) {
	if w.o.Reason, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	w.o.Request = Returned
	if err := w.tx.SetOrganisation(w.o); err != nil {
		return err
	}
	return w.tell("organisation-returned")
}

// FileOrganisation is the street's word: good puts what is asked for on its record, for the term
// of the rules where it is the first filing or a renewal; otherwise it goes back with the reason.
func FileOrganisation(tx Tx, by residents.Sender, community, id string, good bool, words string) error {
	w, err := filing(tx, by, community, id)
	if err != nil {
		return err
	}
	if w.o.Request != Reviewed {
		return ErrState
	}
	if !good {
		return w.sendBack(words)
	}
	kind := "organisation-changed"
	switch {
	case w.o.State == Applying:
		kind = "organisation-filed"
		if w.o.Number, err = w.number(); err != nil {
			return err
		}
		w.o.FiledAt = by.Now
	case w.o.Renewal:
		kind = "organisation-renewed"
	}
	if kind != "organisation-changed" {
		w.o.Until = TermFrom(w.o, w.today())
	}
	w.o.State, w.o.Request, w.o.Renewal, w.o.Reason = Filed, NoRequest, false, ""
	w.o.Content, w.o.Version = w.o.Asked, w.o.Version+1
	if err := tx.SetOrganisation(w.o); err != nil {
		return err
	}
	err = w.record(kind, struct {
		named
		Kind    Kind   `json:"kind"`
		Class   Class  `json:"class"`
		Members int    `json:"members"`
		Until   string `json:"until"`
	}{w.named(), w.o.Kind, w.o.Class, w.o.Members, w.o.Until.String()})
	if err != nil {
		return err
	}
	return w.tell(kind)
}

func (w work) number() (string, error) {
	year := w.today().Year
	n, err := w.tx.LastOrganisationNumber(w.o.Community, year)
	return fmt.Sprintf("S%04d-%03d", year, n+1), err
}

// CloseOrganisation takes an organisation off the record, or gives an application up: by its own
// wish, or by the committee or the street with a reason. Who founded it, its list of members and
// its documents are erased.
func CloseOrganisation(tx Tx, by residents.Sender, community, id, reason string) error {
	w, err := workOn(tx, by, community, id)
	if err != nil {
		return err
	}
	if err := MayClose(by.Standing, w.o, w.body.Parent, by.Now); err != nil {
		return err
	}
	if w.o.State != Filed && MaySpeak(by.Standing, w.o, by.Now) != nil {
		return ErrState // an application is its own to give up; who looks it over sends it back
	}
	if w.o.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	was := w.o.State
	w.o.State, w.o.Request, w.o.Renewal, w.o.ClosedAt, w.o.Private, w.o.Version = Closed, NoRequest, false, by.Now, Private{}, w.o.Version+1
	w.o.Asked = w.o.Content
	if err := tx.SetOrganisation(w.o); err != nil {
		return err
	}
	if err := w.eraseFiles(); err != nil {
		return err
	}
	if err := w.eraseUnread(); err != nil {
		return err
	}
	if was == Filed {
		err = w.record("organisation-closed", struct {
			named
			Reason string `json:"reason"`
		}{w.named(), w.o.Reason})
		if err != nil {
			return err
		}
	}
	return w.tell("organisation-closed")
}

// MayClose is nil for whoever speaks for it, the committee and the street.
func MayClose(who residents.Standing, o Organisation, street string, now Instant) error {
	if MaySpeak(who, o, now) == nil || MayFile(who, o, street, now) == nil {
		return nil
	}
	return MayReview(who, o, now)
}

// eraseFiles takes its documents away, and the numbers of its contacts.
func (w work) eraseFiles() error {
	files, err := w.tx.OrganisationFiles(w.o.Community, w.o.ID)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := w.tx.RemoveOrganisationFile(w.o.Community, w.o.ID, f.ID); err != nil {
			return err
		}
	}
	asked, err := w.tx.AskedContacts(w.o.Community, w.o.ID)
	if err != nil {
		return err
	}
	for _, a := range asked {
		if err := w.tx.RemoveAskedContact(a.Community, a.Organisation, a.Resident); err != nil {
			return err
		}
	}
	for _, c := range w.o.Contacts {
		if err := w.tx.RemoveContact(c.Community, c.Organisation, c.Resident); err != nil {
			return err
		}
	}
	return nil
}
