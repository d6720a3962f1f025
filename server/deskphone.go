package main

import (
	"net/http"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskPhoneRoutes are what a desk does with what is known of a person: see their number
// for a reason, and note that they have gone.
func (p *Portal) deskPhoneRoutes() []route {
	const person, admin = "/{place}/desk/people/{id}", "/{place}/desk/bodies/{body}/people/{id}"
	return []route{
		{method: http.MethodPost, pattern: person + "/phone", name: "see-phone", do: residents.SeePhone, handle: p.seePhone, on: person},
		{method: http.MethodPost, pattern: person + "/gone", name: "gone", do: residents.NoteLeaving, handle: p.noteGone, on: person},
		{method: http.MethodPost, pattern: admin + "/gone", name: "gone", do: residents.NoteLeaving, handle: p.noteGone, on: admin, at: []residents.Level{residents.LevelInstallation}},
	}
}

// phoneReasons are why a number may be seen, goneReasons why somebody is noted as
// gone: they stand in the audit as they are said.
var (
	phoneReasons = []pages.Option{{Value: "topic", Label: "联系议题"}, {Value: "emergency", Label: "紧急情况"}, {Value: "sign-in", Label: "登录帮助"}, {Value: "other", Label: "其他"}}
	goneReasons  = []pages.Option{{Value: "moved", Label: "搬走了"}, {Value: "asked", Label: "本人要求"}, {Value: "died", Label: "去世了"}}
)

// maxPhoneReason is how long another reason may be, in characters.
const maxPhoneReason = 60

// reasonOf is the chosen reason in words; what is wrong with it is noted in the form.
func (f *form) reasonOf(offered []pages.Option) (words string) {
	code := f.one("reason")
	for _, o := range offered {
		if o.Value == code {
			return o.Label
		}
	}
	f.refuse("reason", residents.ErrChoice, 0)
	return ""
}

// privacyOf puts into the page of a person what the reader may do with what is known of them.
func (p *Portal) privacyOf(r *request, rows *store.View, v *desk.PersonView, whom residents.Standing) error {
	body, id := whom.Resident.Community, whom.Resident.ID
	if residents.May(r.who, residents.SeePhone, residents.Matter{Body: body}, r.now) == nil {
		v.Privacy.Reasons = phoneReasons
		phone, err := rows.PhoneOf(body, id)
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		if err == nil {
			v.Privacy.Phone = residents.MaskPhone(phone)
		}
	}
	own := r.who.Resident.ID == id && r.who.Resident.Community == body
	if !own && residents.MayLeave(r.who, whom, false, r.now) == nil {
		v.Privacy.Gone = goneReasons
	}
	all, err := rows.Consents(body, id)
	if _, given := residents.Holding(all)[residents.PurposePhoto]; given {
		v.Facts = append(v.Facts, pages.Fact{Name: "照片", Value: "同意公布认得出本人的照片"})
	} else {
		v.Facts = append(v.Facts, pages.Fact{Name: "照片", Value: "没有同意公布认得出本人的照片"})
	}
	return err
}

// seePhone shows a person's number on this one answer. The reason is written into the audit, and the
// person is told. The number is kept out of the command, so that it sent again shows nothing.
func (p *Portal) seePhone(r *request) (answer, error) {
	id := r.PathValue("id")
	why, words := r.form.reasonOf(phoneReasons), r.form.text("words", maxPhoneReason)
	if other := r.form.one("reason") == "other"; other && words == "" {
		r.form.refuse("words", residents.ErrEmpty, 0)
	} else if other {
		why += "：" + words
	}
	if residents.HoldsPersonalNumber(words) {
		r.form.refuse("words", residents.ErrPersonal, 0)
	}
	r.because = residents.Reason(why)
	var number string
	at := "/" + r.place.Slug + "/desk/people/" + id
	_, err := p.do(r, "see-phone", func(tx *store.Tx, by residents.Sender) (string, error) {
		number = ""
		whom, err := tx.Standing(r.place.ID, id)
		if err != nil {
			return "", err
		}
		if err := residents.May(by.Standing, residents.SeePhone, residents.Matter{Body: r.place.ID}, by.Now); err != nil {
			return "", err
		}
		if number, err = tx.PhoneOf(r.place.ID, id); err != nil {
			return "", err
		}
		return at, tx.Tell(consultation.Letter{
			Community: r.place.ID, ID: by.ID + "/phone-seen/" + id, Resident: whom.Resident.ID, Kind: "phone-seen", Title: why, At: by.Now.UnixMicro(),
		})
	})
	if err != nil {
		return answer{}, err
	}
	a, err := p.deskPerson(r)
	if v, ok := a.page.(*desk.PersonView); ok {
		v.Privacy.Number, v.Privacy.Shown = number, number == ""
	}
	return a, err
}

// noteGone writes down that a person has moved away or died: the committee of one of its
// community, and administrators of one of any body, whatever office they held.
func (p *Portal) noteGone(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	id, people := r.PathValue("id"), strings.TrimSuffix(fill(r.route.on, r.Request), "/"+r.PathValue("id"))
	if r.PathValue("body") != "" {
		people = strings.TrimSuffix(people, "/people") // a body's page lists its people
	}
	r.because = residents.Reason(r.form.reasonOf(goneReasons))
	if !r.form.ticked("sure") {
		r.form.refuse("sure", residents.ErrUnsure, 0)
	}
	return p.do(r, "gone", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.ID == id && by.Resident.Community == body.ID {
			return "", residents.ErrOwnMatter // one's own leaving is asked for on one's own page
		}
		return api.WithDone(people, "noted-gone"), consultation.Leave(tx, by, body.ID, id)
	}, body.ID)
}
