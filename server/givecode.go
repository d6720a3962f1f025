package main

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/doors"
	"yishiting/server/store"
)

// giveCodeRoutes are where a code is given to somebody who stands in front of its giver:
// at the committee's desk, and by the stairwell head in their building.
func (p *Portal) giveCodeRoutes() []route {
	return []route{
		{method: http.MethodPost, pattern: "/{place}/desk/people/{id}/code", name: "give-code", do: residents.GiveCode, handle: p.deskCode, on: "/{place}/desk/people/{id}"},
		{method: http.MethodGet, pattern: "/{place}/stairwell", name: "stairwell", do: residents.GiveCode, handle: p.stairwell},
		{method: http.MethodPost, pattern: "/{place}/stairwell/{id}", name: "give-code", do: residents.GiveCode, handle: p.stairwellCode, on: "/{place}/stairwell"},
	}
}

// mostNeighbours is how many people of each building the page shows.
const mostNeighbours = 300

// stairwell lists the people of the buildings of which the reader is the stairwell head. The
// committee has a desk for it.
func (p *Portal) stairwell(r *request) (answer, error) {
	buildings := r.who.ScopesOf(r.place.ID, residents.RoleStairwellHead, r.now)
	slices.SortFunc(buildings, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) }) // 3 号楼 before 13 号楼
	v := &pages.StairwellView{Frame: p.frame(r), Building: strings.Join(buildings, "、")}
	if v.Building == "" {
		return seeOther(v.To("desk/people"), ""), nil
	}
	err := p.view(r, func(rows *store.View) error {
		for _, building := range buildings {
			found, err := rows.People(r.place.ID, building, "", store.PersonKey{}, mostNeighbours+1)
			if err != nil {
				return err
			}
			if len(found) > mostNeighbours {
				found, v.More = found[:mostNeighbours], true
			}
			for _, one := range found {
				if one.ID == r.me() {
					continue
				}
				name := residents.Neighbour(one.Name)
				if len(buildings) > 1 {
					name += "，" + building
				}
				v.People = append(v.People, pages.Neighbour{ID: one.ID, Name: name})
			}
		}
		return nil
	})
	return show(v), err
}

// deskCode gives a code at the committee's desk.
func (p *Portal) deskCode(r *request) (answer, error) {
	back := "/" + r.place.Slug + "/desk/people/" + r.PathValue("id")
	given, err := p.giveCode(r, back+"/code")
	if err != nil {
		return answer{}, err
	}
	v := &desk.GivenCodeView{Given: given, BackTo: back}
	err = p.view(r, func(rows *store.View) error {
		one, err := rows.Resident(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.Given.Person = one.Name
		v.Frame, err = p.atDesk(r, rows, desk.AtPeople)
		return err
	})
	return show(v), err
}

// stairwellCode gives a code to a neighbour.
func (p *Portal) stairwellCode(r *request) (answer, error) {
	r.path = "/" + r.place.Slug + "/stairwell" // where one signs in and switches modes from
	given, err := p.giveCode(r, r.path+"/"+r.PathValue("id"))
	if err != nil {
		return answer{}, err
	}
	v := &pages.StairwellCodeView{Frame: p.frame(r), Given: given}
	err = p.view(r, func(rows *store.View) error {
		one, err := rows.Resident(r.place.ID, r.PathValue("id"))
		v.Given.Person = residents.Neighbour(one.Name)
		return err
	})
	return show(v), err
}

// giveCode makes a code for the person in the address. It goes to this one answer and is
// kept nowhere: the same command again makes no second code and cannot show the first.
func (p *Portal) giveCode(r *request, at string) (pages.GivenCode, error) {
	given, id := pages.GivenCode{At: at, Where: p.address("/" + r.place.Slug + "/sign-in")}, r.PathValue("id")
	if err := r.form.err(); err != nil {
		return given, err
	}
	err := p.view(r, func(rows *store.View) error { // before anything is counted or hashed for whoever may not
		whom, err := rows.Standing(r.place.ID, id)
		if err != nil {
			return err
		}
		return residents.MayGiveCode(r.who, whom, r.now)
	})
	if err != nil {
		return given, err
	}
	if err := p.mayTry(r, "", try{codesGive, r.place.ID + "/" + id}); err != nil {
		return given, err
	}
	secret := doors.NewCode()
	hash, err := p.hasher.Hash(r.Context(), secret)
	if err != nil {
		return given, err
	}
	var made residents.OneTimeCode
	_, err = p.do(r, "give-code", func(tx *store.Tx, by residents.Sender) (string, error) {
		var err error
		if made, err = residents.GiveInPerson(tx, by, r.place.ID, id, store.NewToken(), hash); err != nil {
			return "", err
		}
		return at, tellOfKey(tx, by, r.place.ID, id, residents.GiveCode, "code-given")
	})
	if err == nil && made.Number > 0 {
		given.Code = doors.WriteCode(made.Number, secret)
		given.Until = calendar.Clock(made.Expires, r.place.Location())
	}
	return given, err
}
