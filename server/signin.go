package main

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/notify"
	"yishiting/server/store"
)

// signInRoutes are the ways in that ask for a code, on one page with the others.
func (p *Portal) signInRoutes() []route {
	const page = "/{place}/sign-in"
	return []route{
		{method: http.MethodGet, pattern: page, name: "sign-in-page", do: residents.Enter, handle: p.waysIn},
		{method: http.MethodPost, pattern: page + "/phone", name: "ask-text", do: residents.Enter, handle: p.sendSignInCode, on: page},
		{method: http.MethodPost, pattern: page + "/text", name: "text-code", do: residents.Enter, handle: p.signInByText, on: page},
		{method: http.MethodPost, pattern: page + "/code", name: "person-code", do: residents.Enter, handle: p.signInByCode, on: page},
	}
}

// waysIn is the page with all ways of signing in; with ?sent it asks for the code that was sent.
func (p *Portal) waysIn(r *request) (answer, error) {
	v := &pages.SignInView{
		Frame: p.frame(r), Texts: p.texts != nil, Nonce: store.NewToken(),
		Back: inside(r.carried("back")), Sent: r.carried("sent"),
	}
	if !residents.ValidID(v.Sent) {
		v.Sent = ""
	}
	v.Key = p.keyButton(r, v.Back)
	return show(v), nil
}

// carried is what a page hands on to its forms: from the query, or from the form just refused.
func (r *request) carried(name string) string {
	if r.refused.Name != "" {
		return r.refused.Values[name]
	}
	return r.URL.Query().Get(name)
}

// inside is where to go back to, if it is a page of this portal; otherwise "".
func inside(back string) string {
	if back = within(back); back == "/" || len(back) > 2000 {
		return ""
	}
	return back
}

// enterAt leads somebody who has just signed in to where they came from, or home.
func (r *request) enterAt(back string) answer {
	if back = inside(back); back == "" || strings.HasPrefix(back, "/"+r.place.Slug+"/sign-in") {
		back = "/" + r.place.Slug
	}
	return seeOther(back, "signed-in")
}

// sendSignInCode sends a code to a telephone, and asks for it. Whether anybody has that
// number makes no difference to the answer, nor to the time that it takes: a code that
// nobody is sent is made and kept as well, and texts are sent afterwards.
func (p *Portal) sendSignInCode(r *request) (answer, error) {
	phone, back := r.form.phone("phone"), r.form.text("back", 2000)
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	known := false
	sent, err := p.sendCode(r, phone, residents.CodePhoneSignIn, func(tx *store.Tx) (string, error) {
		id, err := tx.ResidentByPhone(r.place.ID, phone)
		if err == residents.ErrNotFound {
			return "", nil
		}
		known = err == nil
		return id, err
	}, func() bool { return known })
	if err != nil {
		return answer{}, err
	}
	q := url.Values{"sent": {sent}}
	if back = inside(back); back != "" {
		q.Set("back", back)
	}
	return answer{location: "/" + r.place.Slug + "/sign-in?" + q.Encode()}, nil
}

// phone is the number of a mobile telephone; "" and wrong when it can be none.
func (f *form) phone(name string) string {
	typed := f.text(name, 40)
	n := residents.ReadPhone(typed)
	switch {
	case n != "" || len(f.wrong) > 0:
	case typed == "":
		f.refuse(name, residents.ErrEmpty, 0)
	default:
		f.refuse(name, residents.ErrPhone, 0)
	}
	return n
}

// mail is an address of mail; "" and wrong when it can be none.
func (f *form) mail(name string) string {
	typed := f.text(name, 300)
	address := residents.ReadMail(typed)
	switch {
	case address != "" || len(f.wrong) > 0:
	case typed == "":
		f.refuse(name, residents.ErrEmpty, 0)
	default:
		f.refuse(name, residents.ErrMail, 0)
	}
	return address
}

// sendCode makes a code for a telephone and sends it, once for each command. whose says, in
// the transaction, whose code it is; send tells afterwards whether it goes out. The id
// that it returns names the request: the code is good together with it only.
func (p *Portal) sendCode(r *request, phone, purpose string, whose func(*store.Tx) (resident string, err error), send func() bool) (id string, err error) {
	if p.texts == nil {
		return "", api.ErrMethod
	}
	sender := p.sender(r)
	err = p.mayTry(r, "phone", try{textsFor, sender}, try{textsOneTo, sender + "\n" + phone}, try{textsToPhone, phone}, try{textsFrom, r.place.ID})
	if err != nil {
		return "", err
	}
	digits, fresh := doors.NewDigits(), store.NewToken()
	hash, err := p.hasher.Hash(r.Context(), digits)
	if err != nil {
		return "", err
	}
	made := false
	c := store.Command{
		Community: r.place.ID, ID: r.form.command(), Verb: purpose, At: r.now,
		Hash: sha256.Sum256([]byte(p.store.Blind(purpose + "\n" + phone))), // of a number alone, a plain hash would tell it
	}
	id, err = p.store.Do(r.Context(), c, func(tx *store.Tx) (string, error) {
		made = true
		resident, err := whose(tx)
		if err != nil {
			return "", err
		}
		_, err = tx.AddCode(residents.OneTimeCode{
			Community: r.place.ID, ID: fresh, Purpose: purpose, Resident: resident, Phone: phone, Hash: hash,
			MadeAt: r.now, Expires: r.now.Add(residents.CodeLife),
		})
		return fresh, err
	})
	if err == nil && made && send() {
		p.texts.Send(notify.Message{To: phone, Text: pages.CodeText(r.place.Name, purpose, digits)})
	}
	return id, err
}

// signInByText signs in by a code that was sent to a telephone.
func (p *Portal) signInByText(r *request) (answer, error) {
	sent, digits := r.form.id("sent"), doors.ReadDigits(r.form.typedCode("code"))
	if digits == "" && len(r.form.wrong) == 0 {
		r.form.refuse("code", residents.ErrWrongCode, 0)
	}
	return p.enterByCode(r, residents.ByPhone, sent, digits, func(v *store.View) (residents.OneTimeCode, error) {
		return v.Code(r.place.ID, sent, residents.CodePhoneSignIn)
	})
}

// signInByCode signs in by a code that was given in person.
func (p *Portal) signInByCode(r *request) (answer, error) {
	number, secret, ok := doors.ReadCode(r.form.typedCode("code"))
	if !ok && len(r.form.wrong) == 0 {
		r.form.refuse("code", residents.ErrWrongCode, 0)
	}
	return p.enterByCode(r, residents.ByPerson, "", secret, func(v *store.View) (residents.OneTimeCode, error) {
		return v.CodeNumbered(r.place.ID, number)
	})
}

// typedCode is a code as typed; given none it is "" and wrong.
func (f *form) typedCode(name string) string {
	typed := f.text(name, 60)
	if typed == "" && len(f.wrong) == 0 {
		f.refuse(name, residents.ErrEmpty, 0)
	}
	return typed
}

// enterByCode begins a session of whomever the code is for. One that is right is used up in
// the transaction that begins the session: of many at once, one comes in.
func (p *Portal) enterByCode(r *request, method, sent, secret string, find func(*store.View) (residents.OneTimeCode, error)) (answer, error) {
	back, nonce := r.form.text("back", 2000), r.form.id("nonce")
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	code, err := p.tryCode(r, secret, find)
	if err == nil && code.Resident == "" {
		err = residents.ErrWrongCode
	}
	if err == nil {
		whole := strings.Join([]string{nonce, sent, secret}, "\n")
		_, err = p.doors.Begin(r.w, r.Request, r.place.ID, code.Resident, method, r.form.command(), whole, func(tx *store.Tx) error {
			if err := tx.UseCode(r.place.ID, code.ID); err != nil {
				return err
			}
			return tx.Audit(residents.AuditEntry{
				Community: r.place.ID, ActorHome: r.place.ID, Actor: code.Resident, Action: residents.Enter, Subject: method, Result: residents.Done,
			})
		})
	}
	if errors.Is(err, residents.ErrSignedOut) || errors.Is(err, residents.ErrNotFound) { // has left meanwhile, or the session is over
		err = residents.ErrWrongCode
	}
	switch api.Code(err) {
	case residents.ErrWrongCode, residents.ErrSpentCode:
		p.noteSignIn(r, r.place.ID, code.Resident, api.Code(err))
		return answer{}, &residents.FieldError{Field: "code", Reason: api.Code(err)}
	}
	if err != nil {
		return answer{}, err
	}
	return r.enterAt(back), nil
}

// tryCode is the code that was typed, if it is right; ErrWrongCode or ErrSpentCode otherwise,
// with whose code it is where that is known. Each try is counted before it is looked
// at. One that was used is looked at all the same: it may be the same command again, whose
// answer was lost, and using it a second time is refused in the end.
func (p *Portal) tryCode(r *request, secret string, find func(*store.View) (residents.OneTimeCode, error)) (residents.OneTimeCode, error) {
	var code residents.OneTimeCode
	if err := p.mayTry(r, "code", try{codesBy, p.sender(r)}); err != nil {
		return code, err
	}
	err := p.view(r, func(v *store.View) (err error) {
		code, err = find(v)
		return err
	})
	if err != nil && err != residents.ErrNotFound {
		return code, err
	}
	against, counted := code.Hash, false
	err = p.store.Update(r.Context(), r.place.ID, func(tx *store.Tx) (err error) {
		counted, err = tx.CountTry(r.place.ID, code.ID)
		return err
	})
	switch {
	case err != nil:
		return code, err
	case counted || !code.UsedAt.IsZero():
	case code.ID != "" && r.now.Before(code.Expires):
		return code, residents.ErrSpentCode
	default: // over, or there is none
		against = doors.Dummy()
	}
	match, err := p.hasher.Matches(r.Context(), secret, against)
	if err == nil && !match {
		err = residents.ErrWrongCode
	}
	return code, err
}

// Close sends the texts and mails that are on their way.
func (p *Portal) Close() {
	for _, s := range []*notify.Sender{p.texts, p.mails} {
		if s != nil {
			s.Close()
		}
	}
}
