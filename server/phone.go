package main

import (
	"errors"
	"net/http"
	"net/url"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
	"yishiting/telling"
)

// phoneRoutes are the page of the reader's telephone number.
func (p *Portal) phoneRoutes() []route {
	const page = "/{place}/me/phone"
	return []route{
		{method: http.MethodGet, pattern: page, name: "phone", do: residents.OwnThings, handle: p.phone},
		{method: http.MethodPost, pattern: page, name: "ask-check", do: residents.OwnThings, handle: p.sendPhoneCheck},
		{method: http.MethodPost, pattern: page + "/check", name: "check-phone", do: residents.OwnThings, handle: p.setPhone, on: page},
		{method: http.MethodPost, pattern: page + "/remove", name: "remove-phone", do: residents.OwnThings, handle: p.removePhone, on: page},
	}
}

// phone shows the number, masked even to its owner: the screen may be looked at by others.
func (p *Portal) phone(r *request) (answer, error) {
	v := &pages.PhoneView{Frame: p.frame(r), Texts: p.texts != nil, Recent: store.Recent(r.session, r.now), Sent: r.carried("sent")}
	if !residents.ValidID(v.Sent) {
		v.Sent = ""
	}
	if !r.who.SignedIn() {
		return show(v), nil
	}
	home := ""
	err := p.view(r, func(rows *store.View) error {
		me := r.who.Resident
		if r.me() == "" {
			c, err := rows.CommunityByID(me.Community)
			home = "/" + c.Slug + "/me/phone"
			return err
		}
		has, err := rows.PhoneOf(me.Community, me.ID)
		if err == nil {
			v.Has = residents.MaskPhone(has)
		}
		if errors.Is(err, residents.ErrNotFound) {
			return nil
		}
		return err
	})
	if home != "" {
		return seeOther(home, ""), err
	}
	if err != nil {
		return answer{}, err
	}
	text, err := residents.PurposeAt(residents.PurposePhone, r.now)
	v.Consent = text.Parts()
	return show(v), err
}

// atHome is nil for somebody of this place who acts for themselves.
func (r *request) atHome() error {
	switch {
	case !r.who.SignedIn():
		return residents.ErrSignedOut
	case r.who.Helper.ID != "":
		return residents.ErrByHelper
	case r.me() == "":
		return residents.ErrNotAllowed
	}
	return nil
}

// ownForm is atHome, and then what is wrong with the form.
func (r *request) ownForm() error {
	if err := r.atHome(); err != nil {
		return err
	}
	return r.form.err()
}

// sendPhoneCheck sends a code to the number that the reader says is theirs.
func (p *Portal) sendPhoneCheck(r *request) (answer, error) {
	phone := r.form.phone("phone")
	if err := r.ownForm(); err != nil {
		return answer{}, err
	}
	sent, err := p.sendCode(r, phone, residents.CodePhoneCheck, func(tx *store.Tx) (string, error) {
		return r.me(), residents.MaySetPhone(tx, r.who.Resident, phone, store.Recent(r.session, r.now))
	}, func() bool { return true })
	return answer{location: "/" + r.place.Slug + "/me/phone?sent=" + url.QueryEscape(sent)}, err
}

// setPhone writes the number down whose code was typed. The same command again has
// the same answer: what was done is done before the code is looked at.
func (p *Portal) setPhone(r *request) (answer, error) {
	sent, digits, agreed := r.form.id("sent"), doors.ReadDigits(r.form.typedCode("code")), r.form.ticked("agree")
	if digits == "" && len(r.form.wrong) == 0 {
		r.form.refuse("code", residents.ErrWrongCode, 0)
	}
	if !agreed {
		r.form.refuse("agree", residents.ErrConsent, 0)
	}
	if err := r.ownForm(); err != nil {
		return answer{}, err
	}
	code, err := p.tryCode(r, digits, func(v *store.View) (residents.OneTimeCode, error) {
		return v.Code(r.place.ID, sent, residents.CodePhoneCheck)
	})
	if err == nil && code.Resident != r.me() {
		err = residents.ErrWrongCode
	}
	if reason := api.Code(err); reason == residents.ErrWrongCode || reason == residents.ErrSpentCode {
		return answer{}, &residents.FieldError{Field: "code", Reason: reason}
	}
	if err != nil {
		return answer{}, err
	}
	return p.do(r, "set-phone", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := tx.UseCode(r.place.ID, code.ID); err != nil {
			return "", err
		}
		if err := residents.SetPhone(tx, by, code.Phone, store.Recent(r.session, r.now)); err != nil {
			return "", err
		}
		return api.WithDone("/"+r.place.Slug+"/me/phone", "phone-set"), tellOfPhone(tx, by, "phone-set", code.Phone)
	})
}

// tellOfPhone lets somebody know what became of their number, who may not be the one that did it.
func tellOfPhone(tx *store.Tx, by residents.Sender, kind, phone string) error {
	me := by.Resident
	return tx.Tell(consultation.Letter{
		Community: me.Community, ID: by.ID + "/" + kind, Resident: me.ID, Kind: kind, Title: residents.MaskPhone(phone), At: by.Now.UnixMicro(),
	})
}

// removePhone deletes the number and takes the consent back.
func (p *Portal) removePhone(r *request) (answer, error) {
	return p.do(r, "remove-phone", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		next := api.WithDone("/"+r.place.Slug+"/me/phone", "phone-removed")
		had, err := tx.PhoneOf(r.place.ID, by.Resident.ID)
		switch {
		case err == nil:
			err = tellOfPhone(tx, by, "phone-removed", had)
		case errors.Is(err, residents.ErrNotFound):
			err = nil
		}
		if err != nil {
			return "", err
		}
		return next, errors.Join(residents.RemovePhone(tx, by), telling.Stop(tx, by, telling.Text))
	})
}
