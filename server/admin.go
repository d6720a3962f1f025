package main

import (
	"cmp"
	"errors"
	"net/http"
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// adminRoutes are the administrators' desk; its first page shares the address of a
// community's (deskFront). Administrators found bodies and admit people; no content
// is theirs to screen or approve.
func (p *Portal) adminRoutes() []route {
	const front, body = "/{place}/desk", "/{place}/desk/bodies/{body}"
	here := []residents.Level{residents.LevelInstallation}
	return []route{
		{method: http.MethodPost, pattern: front + "/bodies", name: "found", do: residents.FoundBody, handle: p.foundBody, on: front, at: here},
		{method: http.MethodGet, pattern: body, name: "desk-body", do: residents.WorkAdmin, handle: p.adminBody, at: here},
		{method: http.MethodPost, pattern: body, name: "admit", do: residents.AdmitPerson, handle: p.adminAdmit, at: here},
		{method: http.MethodGet, pattern: body + "/people/{id}", name: "desk-body-person", do: residents.WorkAdmin, handle: p.adminPerson, at: here},
		{method: http.MethodPost, pattern: body + "/people/{id}/link", name: "issue-link", do: residents.IssueLink, handle: p.adminLink, on: body + "/people/{id}", at: here},
	}
}

// Limits of a body's fields, besides its name.
const (
	maxHomes = 1_000_000
	maxPhone = 20
)

// atAdmin is the frame of a page of the administrators' desk.
func (p *Portal) atAdmin(r *request) desk.Frame {
	f := desk.Frame{Frame: p.frame(r), Role: pages.RoleWord(r.role())}
	f.Nav = []pages.DeskLink{{Name: "机构", Href: f.To("desk"), Current: true}}
	return f
}

// adminFront is the tree of bodies.
func (p *Portal) adminFront(r *request) (answer, error) {
	v := &desk.AdminView{Frame: p.atAdmin(r)}
	err := p.view(r, func(rows *store.View) error {
		all, err := rows.Communities()
		tree(v, all, "", 0)
		here := slices.IndexFunc(all, func(c residents.Community) bool { return c.Level == residents.LevelInstallation })
		if here >= 0 {
			v.Bodies = append(v.Bodies, bodyRow(v, all[here], 0))
		}
		return err
	})
	return show(v), err
}

// tree puts the bodies under parent, each with those under it.
func tree(v *desk.AdminView, all []residents.Community, parent string, depth int) {
	for _, c := range all {
		if c.Parent != parent || c.Level == residents.LevelInstallation {
			continue
		}
		v.Bodies = append(v.Bodies, bodyRow(v, c, depth))
		if c.Level != residents.LevelCommunity {
			v.Parents = append(v.Parents, pages.Option{Value: c.ID, Label: c.Name, Said: true})
			tree(v, all, c.ID, depth+1)
		}
	}
}

func bodyRow(v *desk.AdminView, c residents.Community, depth int) desk.BodyRow {
	row := desk.BodyRow{Href: v.To("desk/bodies/" + c.Slug), Name: c.Name, Level: pages.LevelWord(c.Level), Path: "/" + c.Slug, Depth: depth}
	if c.Level == residents.LevelInstallation {
		row.Level = "系统"
	}
	return row
}

// foundBody founds a district, a street or a community.
func (p *Portal) foundBody(r *request) (answer, error) {
	c := residents.Community{
		Level: residents.Level(r.form.choice("level", string(residents.LevelDistrict), string(residents.LevelSubdistrict), string(residents.LevelCommunity))),
		// A parent that is none is the rule's to refuse.
		Parent: r.form.text("parent", 80),
		Name:   r.form.text("name", 30),
		Slug:   r.form.text("slug", 40),
		Phone:  r.form.text("phone", maxPhone),
		Homes:  r.form.number("homes", 0, maxHomes),
		People: r.form.number("people", 0, 3*maxHomes),
		Zone:   cmp.Or(r.form.text("zone", 40), "Asia/Shanghai"),
	}
	return p.do(r, "found", func(tx *store.Tx, by residents.Sender) (string, error) {
		founded, err := residents.Found(tx, by, c)
		return api.WithDone("/"+r.place.Slug+"/desk/bodies/"+founded.Slug, "founded"), takenSlug(err)
	})
}

// takenSlug says beside the address that another body has it.
func takenSlug(err error) error {
	if errors.Is(err, residents.ErrTaken) {
		return &residents.FieldError{Field: "slug", Reason: residents.ErrTaken}
	}
	return err
}

// rolesAt are the roles of a body's level, to choose from, but for those of a building
// or a household, which are given later.
func rolesAt(body residents.Community) (all []pages.Option) {
	for _, name := range residents.LevelRoles[body.Level] {
		if name == residents.RoleStairwellHead || name == residents.RoleHouseholdRep {
			continue
		}
		all = append(all, pages.Option{Value: string(name), Label: pages.RoleWord(name)})
	}
	return all
}

// adminBody lists a body's people, and admits others in any role of its level.
func (p *Portal) adminBody(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	f := p.atAdmin(r)
	v := &desk.PeopleView{Frame: f, Heading: body.Name, Back: "机构", At: f.To("desk/bodies/" + body.Slug), Roles: rolesAt(body), Kin: body.Level == residents.LevelCommunity}
	v.Settings = v.At + "/settings"
	v.Lead = "网址 /" + body.Slug
	if body.Phone != "" {
		v.Lead += "，电话 " + body.Phone
	}
	err = p.view(r, func(rows *store.View) error { return p.listPeople(r, rows, v, body, "/people") })
	return show(v), err
}

// adminAdmit takes a person into a body. Who holds an office of a community, but
// for the property company's people, is its resident too.
func (p *Portal) adminAdmit(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	one := residents.Resident{Community: body.ID, Name: r.form.text("name", 30), Building: r.form.text("building", 20)}
	role := residents.RoleName(r.form.one("role"))
	roles := []residents.RoleName{role}
	if body.Level == residents.LevelCommunity && role != residents.RoleResident && role != residents.RolePropertyCompany {
		roles = []residents.RoleName{residents.RoleResident, role}
	}
	if kin := r.form.ticked("no-kin"); role == residents.RoleSupervision && !kin {
		r.form.refuse("no-kin", residents.ErrKin, 0)
	}
	return p.do(r, "admit", func(tx *store.Tx, by residents.Sender) (string, error) {
		admitted, err := residents.Admit(tx, by, one, roles...)
		return api.WithDone("/"+r.place.Slug+"/desk/bodies/"+body.Slug+"/people/"+admitted.ID, "admitted"), err
	}, body.ID)
}

// adminPerson is one person of a body.
func (p *Portal) adminPerson(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	f := p.atAdmin(r)
	v := &desk.PersonView{Frame: f, BackName: body.Name, BackTo: f.To("desk/bodies/" + body.Slug)}
	v.At = v.BackTo + "/people/" + r.PathValue("id")
	err = p.view(r, func(rows *store.View) error { return p.describePerson(r, rows, v, body, r.PathValue("id")) })
	return show(v), err
}

// adminLink makes a sign-in link for a person of a body and shows it.
func (p *Portal) adminLink(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	f := p.atAdmin(r)
	v := &desk.LinkView{Frame: f, At: f.To("desk/bodies/" + body.Slug + "/people/" + r.PathValue("id"))}
	err = p.issueLink(r, v, body, r.PathValue("id"))
	return show(v), err
}
