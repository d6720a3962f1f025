package project

import (
	"yishiting/consultation"
	"yishiting/residents"
)

// MaySign is nil for a resident whom the project concerns, who holds no office and has not
// signed that all is fine, once every milestone is done and every defect mended.
func MaySign(who residents.Standing, p Project, f Facts, now Instant) error {
	if err := May(who, Sign, p, f, residents.Matter{}, now); err != nil {
		return err
	}
	if err := concerned(who, p); err != nil {
		return err
	}
	if err := holdsNothing(who, now); err != nil {
		return err
	}
	if s := f.signature(who.Resident.Community, who.Resident.ID); s != nil && s.Stands(p.Plan) {
		return consultation.ErrAlready
	}
	return nil
}

// signature is somebody's in this round; nil where they have not signed.
func (f Facts) signature(community, resident string) *Signature {
	for i, s := range f.Signatures {
		if s.Community == community && s.Resident == resident {
			return &f.Signatures[i]
		}
	}
	return nil
}

// SignCheck is a resident's word on the completion check, on the spot: all is fine, or what is
// not. Whoever named a defect may sign that all is fine once it is mended.
func SignCheck(tx Tx, by residents.Sender, body, id string, fine bool, defect string) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MaySign(by.Standing, w.p, w.facts, by.Now); err != nil {
		return err
	}
	if fine {
		defect = ""
	} else if defect, err = residents.PublicText("defect", defect, MaxWords, false); err != nil {
		return err
	}
	before := w.facts.signature(by.Resident.Community, by.Resident.ID)
	s := Signature{Community: by.Resident.Community, Body: body, Project: id, Round: w.p.Round, Resident: by.Resident.ID, Fine: fine, Defect: defect, At: by.Now}
	signed := w.facts.fine(w.p.Plan)
	if fine {
		signed++
	}
	if before == nil {
		err = tx.AddSignature(s)
	} else {
		if fine {
			s.Defect, s.Mended, s.MendedAt = before.Defect, before.Mended, before.MendedAt
		}
		err = tx.SetSignature(s)
	}
	if err != nil {
		return err
	}
	err = w.record("project-signed", struct {
		named
		Round  int    `json:"round"`
		Fine   bool   `json:"fine"`
		Defect string `json:"defect,omitempty"`
		Signed int    `json:"signed"`
	}{w.named(), w.p.Round, fine, defect, signed})
	if err != nil {
		return err
	}
	if !fine {
		if err := w.tellDesk("project-defect"); err != nil {
			return err
		}
	}
	return w.heard()
}

// MendDefect says what was done about a defect that a resident named.
func MendDefect(tx Tx, by residents.Sender, body, id, community, resident, mended string) error {
	w, err := workOn(tx, by, Mend, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	s := w.facts.signature(community, resident)
	if s == nil || s.Fine {
		return residents.ErrNotFound
	}
	if !s.MendedAt.IsZero() {
		return consultation.ErrAlready
	}
	if s.Mended, err = residents.PublicText("text", mended, MaxWords, false); err != nil {
		return err
	}
	s.MendedAt = by.Now
	if err := tx.SetSignature(*s); err != nil {
		return err
	}
	err = w.record("project-mended", struct {
		named
		Defect string `json:"defect"`
		Mended string `json:"mended"`
	}{w.named(), s.Defect, s.Mended})
	if err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	return w.tell(community, resident, "defect-mended")
}
