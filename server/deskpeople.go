package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskPeopleRoutes are the desk's pages of people.
func (p *Portal) deskPeopleRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/desk/people", name: "desk-people", do: residents.ReadPeople, handle: p.deskPeople},
		{method: http.MethodPost, pattern: "/{place}/desk/people", name: "admit", do: residents.AdmitPerson, handle: p.deskAdmit},
		{method: http.MethodGet, pattern: "/{place}/desk/people/{id}", name: "desk-person", do: residents.ReadPeople, handle: p.deskPerson},
		{method: http.MethodPost, pattern: "/{place}/desk/people/{id}/help", name: "record-help", do: residents.RecordHelp, handle: p.recordHelp, on: "/{place}/desk/people/{id}"},
		{method: http.MethodPost, pattern: "/{place}/desk/people/{id}/help/{mandate}/end", name: "end-help", do: residents.RecordHelp, handle: p.deskEndHelp, on: "/{place}/desk/people/{id}"},
		{method: http.MethodPost, pattern: "/{place}/desk/people/{id}/link", name: "issue-link", do: residents.IssueLink, handle: p.deskLink, on: "/{place}/desk/people/{id}"},
	}
}

// deskPeople lists the community's people.
func (p *Portal) deskPeople(r *request) (answer, error) {
	v := &desk.PeopleView{Heading: "居民名单", Lead: "全名只在工作台显示，公开处只有姓和楼栋。"}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPeople); err != nil {
			return err
		}
		v.At, v.Waiting = v.To("desk/people"), waitingOf(v.Nav)
		if v.OnlyWait = r.URL.Query().Get("waiting") == "yes"; v.OnlyWait {
			return r.waitingPeople(rows, v)
		}
		return p.listPeople(r, rows, v, r.place, "")
	})
	return show(v), err
}

// listPeople reads a page of a body's people, as the query asks; the page of each
// stands below the list's own, at below and their id.
func (p *Portal) listPeople(r *request, rows *store.View, v *desk.PeopleView, body residents.Community, below string) error {
	q := r.URL.Query()
	v.Building, v.Begins = q.Get("building"), strings.TrimSpace(q.Get("name"))
	key, err := personKey(q.Get("after"))
	if err != nil || !clean(v.Building, false) || !clean(v.Begins, false) || len(v.Building)+len(v.Begins) > 200 {
		return residents.ErrNotFound
	}
	buildings, err := rows.Buildings(body.ID)
	if err != nil {
		return err
	}
	for _, b := range buildings {
		v.Buildings = append(v.Buildings, pages.Option{Value: b.Building, Label: b.Building + "（" + strconv.Itoa(b.People) + " 人）"})
	}
	found, err := rows.People(body.ID, v.Building, v.Begins, key, deskPage+1)
	if err != nil {
		return err
	}
	if len(found) > deskPage {
		found = found[:deskPage]
		last := found[deskPage-1]
		q.Set("after", last.Building+"\n"+last.Name+"\n"+last.ID)
		v.More = v.At + "?" + q.Encode()
	}
	var ids []string
	for _, one := range found {
		ids = append(ids, one.ID)
	}
	held, err := rows.RolesOf(body.ID, body.ID, ids, r.now)
	if err != nil {
		return err
	}
	words := map[string][]string{}
	for _, role := range held {
		words[role.Resident] = append(words[role.Resident], pages.RoleWord(role.Name))
	}
	for _, one := range found {
		v.People = append(v.People, desk.PersonRow{
			Href: v.At + below + "/" + one.ID, Name: one.Name, Building: one.Building, Roles: strings.Join(words[one.ID], "、"),
		})
	}
	return nil
}

// personKey reads where a list of people goes on: building, name and id by line.
func personKey(after string) (store.PersonKey, error) {
	if after == "" {
		return store.PersonKey{}, nil
	}
	parts := strings.Split(after, "\n")
	if len(parts) != 3 || len(after) > 400 || !clean(after, true) {
		return store.PersonKey{}, residents.ErrNotFound
	}
	return store.PersonKey{Building: parts[0], Name: parts[1], ID: parts[2]}, nil
}

// deskAdmit takes a resident into the community.
func (p *Portal) deskAdmit(r *request) (answer, error) {
	one := residents.Resident{Community: r.place.ID, Name: r.form.text("name", 30), Building: r.form.text("building", 20)}
	roles := []residents.RoleName{residents.RoleResident}
	if r.form.ticked("volunteer") {
		roles = append(roles, residents.RoleVolunteer)
	}
	unit, room := r.form.text("unit", residents.AddressMost), r.form.text("room", residents.AddressMost)
	if one.Building == "" {
		r.form.refuse("building", residents.ErrEmpty, 0)
	}
	return p.do(r, "admit", func(tx *store.Tx, by residents.Sender) (string, error) {
		admitted, err := residents.Admit(tx, by, one, roles...)
		if err == nil && unit+room != "" {
			err = moveIn(tx, admitted, unit, room)
		}
		return api.WithDone("/"+r.place.Slug+"/desk/people/"+admitted.ID, "admitted"), err
	})
}

// deskPerson is one person of the community.
func (p *Portal) deskPerson(r *request) (answer, error) {
	v := &desk.PersonView{BackName: "居民名单"}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtPeople); err != nil {
			return err
		}
		v.BackTo, v.At = v.To("desk/people"), v.To("desk/people/"+r.PathValue("id"))
		if err := p.describePerson(r, rows, v, r.place, r.PathValue("id")); err != nil {
			return err
		}
		return r.deskHelping(rows, v)
	})
	return show(v), err
}

// describePerson puts a person of a body into the view.
func (p *Portal) describePerson(r *request, rows *store.View, v *desk.PersonView, body residents.Community, id string) error {
	who, err := rows.Standing(body.ID, id)
	if err != nil {
		return err
	}
	zone := body.Location()
	v.Heading = who.Resident.Name
	if who.Resident.Building != "" {
		v.Facts = append(v.Facts, pages.Fact{Name: "楼栋", Value: who.Resident.Building})
	}
	for _, h := range who.Homes {
		v.Facts = append(v.Facts, pages.Fact{Name: "住在", Value: h.Label()})
	}
	v.Facts = append(v.Facts, pages.Fact{Name: "登记", Value: calendar.DayOf(who.Resident.JoinedAt, zone).ChineseWithYear()})
	if err := r.termsOf(rows, v, body, who); err != nil {
		return err
	}
	in, until, err := rows.DoorOf(body.ID, id, r.now)
	if err != nil {
		return err
	}
	switch {
	case !until.IsZero():
		v.Link = "有一个链接还没有用过，" + calendar.ChineseTime(until, zone) + "前有效。"
	case in.IsZero():
		v.Link = "还没有登录过。"
	}
	if !in.IsZero() {
		v.Link += "上一次登录是 " + calendar.ChineseTime(in, zone) + "。"
	}
	if err := residents.MayGiveCode(r.who, who, r.now); err != nil {
		v.CodeWhy = api.Code(err)
	}
	if err := residents.MayIssueLink(r.who, who, r.now); err != nil {
		v.Why = api.Code(err)
	}
	return p.privacyOf(r, rows, v, who)
}

// deskLink makes a sign-in link and shows it.
func (p *Portal) deskLink(r *request) (answer, error) {
	id := r.PathValue("id")
	v := &desk.LinkView{At: "/" + r.place.Slug + "/desk/people/" + id}
	if err := p.issueLink(r, v, r.place, id); err != nil {
		return answer{}, err
	}
	err := p.view(r, func(rows *store.View) (err error) {
		v.Frame, err = p.atDesk(r, rows, desk.AtPeople)
		return err
	})
	return show(v), err
}

// issueLink makes a link for a person at home in the body and puts it into the
// view. The secret goes to this one answer and is kept nowhere: the same command
// again makes no second link and cannot show the first.
func (p *Portal) issueLink(r *request, v *desk.LinkView, body residents.Community, id string) error {
	var token string
	_, err := p.do(r, "issue-link", func(tx *store.Tx, by residents.Sender) (string, error) {
		var err error
		token, err = issue(tx, by, body.ID, id)
		return v.At, err
	}, body.ID)
	if err != nil {
		return err
	}
	err = p.view(r, func(rows *store.View) error {
		one, err := rows.Resident(body.ID, id)
		v.Person, v.Building, v.BackTo = one.Name, one.Building, v.At
		return err
	})
	if token != "" {
		v.Shown, v.Address = true, p.address("/enter/"+url.PathEscape(token))
		v.Until = calendar.ChineseTime(r.now.Add(linkLife), body.Location())
		v.Size, v.Path = qrCode(v.Address)
	}
	return err
}

// waitingOf is how many people wait to be confirmed, as the list of work tells.
func waitingOf(nav []pages.DeskLink) int {
	for _, l := range nav {
		if strings.HasSuffix(l.Href, "/"+desk.AtPeople) {
			n, _ := strconv.Atoi(l.Count)
			return n
		}
	}
	return 0
}
