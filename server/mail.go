package main

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/notify"
	"yishiting/server/store"
	"yishiting/telling"
)

// mailRoutes are the page of the reader's address of mail, and the two links that are sent to it: the one
// that confirms it, and the one in every mail that ends them. Both ask for nobody to be signed in, as they
// may be opened in another browser; whoever has them has the mail.
func (p *Portal) mailRoutes() []route {
	const mine, check, leave = "/{place}/me/mail", "/{place}/mail-check/{token}", "/{place}/mail-off/{token}"
	here := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: mine, name: "mail", do: residents.OwnThings, handle: p.mail, at: here},
		{method: http.MethodPost, pattern: mine, name: "ask-mail", do: residents.OwnThings, handle: p.askMail, at: here},
		{method: http.MethodPost, pattern: mine + "/remove", name: "remove-mail", do: residents.OwnThings, handle: p.removeMail, on: mine, at: here},
		{method: http.MethodGet, pattern: check, name: "mail-check", do: residents.Enter, handle: p.mailCheck, at: here},
		{method: http.MethodPost, pattern: check, name: "confirm-mail", do: residents.Enter, handle: p.confirmMail, at: here},
		{method: http.MethodGet, pattern: leave, name: "mail-off", do: residents.Enter, handle: p.mailOff, at: here},
		{method: http.MethodPost, pattern: leave, name: "leave-mail", do: residents.Enter, handle: p.leaveMail, at: here},
	}
}

// mail shows the address, masked to its owner too, and what waits to be confirmed.
func (p *Portal) mail(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/mail")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	v := &pages.MailView{Frame: p.frame(r), Why: reasonOf(telling.MayChoose(r.who, r.now)), Open: p.mails != nil}
	text, err := residents.PurposeAt(residents.PurposeMails, r.now)
	if err != nil {
		return answer{}, err
	}
	v.Consent = text.Parts()
	err = p.view(r, func(rows *store.View) error {
		address, err := rows.AddressBy(r.place.ID, r.me(), telling.Mail)
		if err == nil && address != "" {
			v.Has = residents.MaskMail(address)
		}
		if err != nil {
			return err
		}
		c, err := rows.MailCheckOf(r.place.ID, r.me())
		if err == nil && r.now.Before(c.Expires) {
			v.Waits, v.Until = residents.MaskMail(c.Address), r.when(c.Expires)
		}
		if errors.Is(err, residents.ErrNotFound) {
			return nil
		}
		return err
	})
	return show(v), err
}

// askMail sends to the address that the reader says is theirs the link that confirms it. The same
// command again sends no second one.
func (p *Portal) askMail(r *request) (answer, error) {
	address, agreed := r.form.mail("address"), r.form.ticked("agree")
	if !agreed {
		r.form.refuse("agree", residents.ErrConsent, 0)
	}
	if err := r.ownForm(); err != nil {
		return answer{}, err
	}
	if p.mails == nil {
		return answer{}, api.ErrMethod
	}
	if err := p.mayTry(r, "address", try{mailsFor, p.sender(r)}, try{mailsTo, address}, try{mailsFrom, r.place.ID}); err != nil {
		return answer{}, err
	}
	token := ""
	c := store.Command{
		Community: r.place.ID, ID: r.form.command(), Actor: r.actor(), Verb: "ask-mail", At: r.now,
		Hash: sha256.Sum256([]byte(p.store.Blind("ask-mail\n" + address))), // of an address alone, a plain hash would tell it
	}
	next, err := p.store.Do(r.Context(), c, func(tx *store.Tx) (string, error) {
		who, err := r.standing(tx)
		if err != nil {
			return "", err
		}
		token = store.NewToken()
		return api.WithDone("/"+r.place.Slug+"/me/mail", "mail-sent"), telling.AskMail(tx, residents.Sender{Standing: who, Now: r.now, ID: c.ID}, address, token, agreed)
	})
	if err == nil && token != "" {
		subject, words := pages.MailCheckWords(r.place.Name, p.address("/"+r.place.Slug+"/mail-check/"+token), int(telling.CheckLife/time.Hour))
		p.mails.Send(notify.Message{To: address, From: mailName(r.place), Subject: subject, Text: words})
	}
	return answer{location: next}, err
}

// mailName is as whom a community sends its mails.
func mailName(body residents.Community) string { return body.Name + "议事厅" }

// removeMail deletes the address and takes the consent back.
func (p *Portal) removeMail(r *request) (answer, error) {
	return p.do(r, "remove-mail", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		return api.WithDone("/"+r.place.Slug+"/me/mail", "mail-ended"), endMail(tx, by)
	})
}

// endMail is telling.Stop for mails, and lets its person know, who may not be the one that did it.
func endMail(tx *store.Tx, by residents.Sender) error {
	me := by.Resident
	had, err := tx.AddressBy(me.Community, me.ID, telling.Mail)
	if err == nil && had != "" {
		err = tellOfMail(tx, by, me.Community, me.ID, "mail-ended", had)
	}
	return errors.Join(err, telling.Stop(tx, by, telling.Mail))
}

func tellOfMail(tx *store.Tx, by residents.Sender, community, resident, kind, address string) error {
	return tx.Tell(consultation.Letter{
		Community: community, ID: by.ID + "/" + kind, Resident: resident, Kind: kind, Title: residents.MaskMail(address), At: by.Now.UnixMicro(),
	})
}

// mailCheck shows the button that confirms an address. Looking changes nothing: whatever opens the links of a mail
// beforehand confirms nothing.
func (p *Portal) mailCheck(r *request) (answer, error) {
	v := &pages.MailCheckView{Frame: p.frame(r), Here: "mail-check/" + r.PathValue("token")}
	err := p.mailLink(r, func(rows *store.View, token string) error {
		c, err := telling.CheckBy(rows, r.place.ID, token, r.now)
		v.Address = residents.MaskMail(c.Address)
		return err
	})
	if v.Dead = errors.Is(err, residents.ErrNotFound); v.Dead {
		err = nil
	}
	return show(v), err
}

// mailLink reads by the token in the path. Whoever asks for too many that are not there is a tooOften.
func (p *Portal) mailLink(r *request, read func(rows *store.View, token string) error) error {
	token := r.PathValue("token")
	err := error(residents.ErrNotFound)
	if wellMade(token) {
		err = p.view(r, func(rows *store.View) error { return read(rows, token) })
	}
	if errors.Is(err, residents.ErrNotFound) {
		if after, ok := p.feeds.Allow("address " + doors.Address(r.Request, p.proxies)); !ok {
			return &tooOften{"", after}
		}
	}
	return err
}

// confirmMail makes the address its person's. The same command again has the same answer.
func (p *Portal) confirmMail(r *request) (answer, error) {
	token := r.PathValue("token")
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	if !wellMade(token) {
		return answer{}, residents.ErrNotFound
	}
	c := store.Command{Community: r.place.ID, ID: r.form.command(), Verb: "confirm-mail", At: r.now, Hash: r.form.hash(r.URL.Path)}
	next, err := p.store.Do(r.Context(), c, func(tx *store.Tx) (string, error) {
		check, err := telling.ConfirmMail(tx, r.place.ID, token, r.now, p.leaveToken)
		if err != nil {
			return "", err
		}
		next := "/" + r.place.Slug
		if r.me() == check.Resident {
			next += "/me/telling"
		}
		return api.WithDone(next, "mail-set"), tellOfMail(tx, residents.Sender{ID: c.ID, Now: r.now}, r.place.ID, check.Resident, "mail-set", check.Address)
	})
	if errors.Is(err, residents.ErrNotFound) {
		return p.mailCheck(r) // which says that the link is dead
	}
	return answer{location: next}, err
}

// leaveToken is the token that ends the mails to an address that somebody confirmed: the same again in each of
// them, so that it need not be kept.
func (p *Portal) leaveToken(c telling.MailCheck) string {
	return p.store.Blind("leave mails\n" + c.Community + "\n" + c.Resident + "\n" + c.Address)[:tokenLetters]
}

// tokenLetters is how many letters a token of store.NewToken's has.
const tokenLetters = 43

// mailOff shows the button that ends mails. Where they are ended it says so: nobody can tell whose they were.
func (p *Portal) mailOff(r *request) (answer, error) {
	v := &pages.MailOffView{Frame: p.frame(r), Here: "mail-off/" + r.PathValue("token")}
	err := p.mailLink(r, func(rows *store.View, token string) error {
		whose, err := rows.MailLeaver(r.place.ID, token)
		if err != nil {
			return err
		}
		address, err := rows.AddressBy(r.place.ID, whose, telling.Mail)
		v.Address = residents.MaskMail(address)
		return err
	})
	if v.Left = errors.Is(err, residents.ErrNotFound); v.Left {
		err = nil
	}
	return show(v), err
}

// leaveMail ends mails: by the page's button, and by the mail program's own, which posts one field and nothing else,
// without a cookie and without a command's id (RFC 8058 3.1 and 3.2; what answers is no redirect). Done twice it does nothing.
func (p *Portal) leaveMail(r *request) (answer, error) {
	if r.form.choice("List-Unsubscribe", "One-Click"); len(r.form.values) > 1 {
		r.form.refuse("", residents.ErrUnknown, 0)
	}
	if len(r.form.wrong) > 0 {
		return answer{}, r.form.wrong
	}
	err := p.mailLink(r, func(rows *store.View, token string) error {
		_, err := rows.MailLeaver(r.place.ID, token)
		return err
	})
	if err == nil {
		err = p.store.Update(r.Context(), r.place.ID, func(tx *store.Tx) error {
			whose, address, err := telling.LeaveMail(tx, r.place.ID, r.PathValue("token"), r.now)
			if err != nil {
				return err
			}
			return tellOfMail(tx, residents.Sender{ID: residents.NewID(r.now), Now: r.now}, r.place.ID, whose, "mail-ended", address)
		})
	}
	if errors.Is(err, residents.ErrNotFound) {
		err = nil
	}
	return show(&pages.MailOffView{Frame: p.frame(r), Left: true}), err
}

// mailOf is a mail about letters: that something waits, and of a digest what is everybody's in it, as it is now: what its
// reader follows, and what suits them, stands on the page alone.
func (p *Portal) mailOf(v *store.View, body residents.Community, o telling.Outgoing, key string) (notify.Message, error) {
	here := p.address("/" + body.Slug)
	leave := here + "/mail-off/" + p.leaveToken(telling.MailCheck{Community: o.Community, Resident: o.Resident, Address: o.To})
	words := pages.MailWords{Place: body.Name, Here: here, Leave: leave}
	if o.About != "" {
		d, err := telling.ReadPage(o.About)
		if err != nil {
			return notify.Message{}, err
		}
		r := &request{place: body, now: p.clock()} // for its words about times
		all, err := telling.Things(v, body, d.Until, d.Days, r.now)
		if err != nil {
			return notify.Message{}, err
		}
		words.Week, words.Page = d.Title(), here+"/week/"+o.About
		if words.Parts, err = r.weekParts(v, all); err != nil {
			return notify.Message{}, err
		}
	}
	return notify.Message{To: o.To, Key: key, From: mailName(body), Subject: words.Subject(), Text: words.Text(), Leave: leave}, nil
}
