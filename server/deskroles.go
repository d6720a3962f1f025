package main

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskRoleRoutes are the forms by which roles are given and ended, and people confirmed: on
// the page of a person at the committee's desk, and at the administrators'.
func (p *Portal) deskRoleRoutes() (all []route) {
	above := []residents.Level{residents.LevelInstallation}
	for _, desk := range []struct {
		person string
		at     []residents.Level
		grant  residents.Action
	}{
		{"/{place}/desk/people/{id}", nil, residents.GrantVoice},
		{"/{place}/desk/bodies/{body}/people/{id}", above, residents.GrantOffice},
	} {
		post := func(below, name string, do residents.Action, handle func(*request) (answer, error)) {
			all = append(all, route{method: http.MethodPost, pattern: desk.person + below, name: name, do: do, handle: handle, on: desk.person, at: desk.at})
		}
		post("/roles", "grant", desk.grant, p.grant)
		post("/roles/end", "end-role", desk.grant, p.endRole)
		post("/confirm", "confirm-person", residents.AdmitPerson, p.confirmPerson)
		post("/decline", "decline-person", residents.AdmitPerson, p.declinePerson)
	}
	return all
}

// bodyOf is the body whose person the path names: at the administrators' desk the one that
// stands in it, otherwise the place.
func (p *Portal) bodyOf(r *request) (body residents.Community, err error) {
	slug := r.PathValue("body")
	if slug == "" {
		return r.place, nil
	}
	err = p.view(r, func(rows *store.View) (err error) {
		body, err = rows.CommunityBySlug(slug)
		return err
	})
	return body, err
}

// termsOf puts the roles of a person of the body into the view, each with whether the
// reader may end it, and those that the reader may give.
func (r *request) termsOf(rows *store.View, v *desk.PersonView, body residents.Community, who residents.Standing) error {
	zone := body.Location()
	for _, role := range who.Roles {
		held := desk.HeldRole{Part: rolePart(role), Name: pages.RoleWord(role.Name)}
		if held.About = role.Scope; role.Name == residents.RoleHouseholdRep {
			held.About = homeLabel(who, role.Scope)
		}
		from, to := calendar.DayOf(role.From, zone).ChineseWithYear(), calendar.DayOf(role.To, zone).ChineseWithYear()
		switch over := !r.now.Before(role.To); {
		case over && role.EndedBy != "":
			held.Term, held.Over = from+"起，"+to+"提前结束", true
		case over:
			held.Term, held.Over = from+"起，"+to+"到期", true
		default:
			held.Term = from + "起，到 " + to
			held.End = role.Community == body.ID && residents.MayGrant(r.who, body.ID, role, r.now) == nil
		}
		v.Held = append(v.Held, held)
	}
	r.confirmation(v, who)
	if who.Resident.ConfirmedAt.IsZero() {
		return nil
	}
	for _, name := range residents.LevelRoles[body.Level] {
		role := residents.Role{Community: body.ID, Resident: who.Resident.ID, Name: name}
		if residents.MayGrant(r.who, body.ID, role, r.now) == nil {
			v.Give = append(v.Give, pages.Option{Value: string(name), Label: pages.RoleWord(name)})
			v.Kin = v.Kin || name == residents.RoleSupervision
		}
	}
	if len(v.Give) == 0 || body.Level != residents.LevelCommunity {
		return nil
	}
	for _, h := range who.Homes {
		v.Homes = append(v.Homes, pages.Option{Value: h.Household, Label: h.Label()})
	}
	buildings, err := rows.AllBuildings(body.ID)
	for _, b := range buildings {
		v.Buildings = append(v.Buildings, pages.Option{Value: b, Label: b})
	}
	return err
}

// confirmation says whether somebody waits to be confirmed, and whether the reader may.
func (r *request) confirmation(v *desk.PersonView, who residents.Standing) {
	one := who.Resident
	if !one.ConfirmedAt.IsZero() {
		return
	}
	v.Unconfirmed, v.Declined = true, one.ConfirmedBy != ""
	on := residents.Matter{Body: one.Community, Owner: one.ID}
	if err := residents.May(r.who, residents.AdmitPerson, on, r.now); err != nil {
		v.ConfirmWhy = api.Code(err)
	}
}

// homeLabel is the address of a home of the person's, or "" where they live there no more.
func homeLabel(who residents.Standing, household string) string {
	for _, h := range who.Homes {
		if h.Household == household {
			return h.Label()
		}
	}
	return ""
}

// rolePart names a role among those of a person, as an id may be written.
func rolePart(role residents.Role) string {
	sum := sha256.Sum256([]byte(strings.Join([]string{role.Community, string(role.Name), role.Scope, strconv.FormatInt(role.From.UnixMicro(), 10)}, "\n")))
	return "role-" + hex.EncodeToString(sum[:8])
}

// termTold reads a role and its term from the form, for somebody of the body.
func termTold(r *request, body residents.Community) residents.Role {
	var offered []string
	for _, name := range residents.LevelRoles[body.Level] {
		offered = append(offered, string(name))
	}
	role := residents.Role{Community: body.ID, Resident: r.PathValue("id"), Name: residents.RoleName(r.form.choice("role", offered...)), From: r.now}
	building, home := r.form.text("building", 40), r.form.text("home", 80)
	switch role.Name {
	case residents.RoleStairwellHead:
		role.Scope = building
	case residents.RoleHouseholdRep:
		role.Scope = home
	}
	if kin := r.form.ticked("no-kin"); role.Name == residents.RoleSupervision && !kin {
		r.form.refuse("no-kin", residents.ErrKin, 0)
	}
	if r.form.one("from") != "" {
		if from := r.form.date("from"); calendar.DayOf(from, body.Location()) != calendar.DayOf(r.now, body.Location()) {
			role.From = from
		}
	}
	if role.From.Before(r.now) && !role.From.IsZero() {
		r.form.refuse("from", residents.ErrDate, 0) // nobody has been anything without having been it
	}
	most := role.From.AddDate(residents.Term, 0, 0)
	role.To = most
	if r.form.one("to") != "" {
		if role.To = r.form.endOf("to"); role.To.After(most) && role.To.Before(most.AddDate(0, 0, 1)) {
			role.To = most // five years to the day
		}
	}
	return role
}

// grant gives a role to the person and tells them.
func (p *Portal) grant(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	role := termTold(r, body)
	return p.do(r, "grant", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := residents.Grant(tx, by, body.ID, role); err != nil {
			return "", wrongScope(role, err)
		}
		return api.WithDone(fill(r.route.on, r.Request), "granted"), tx.Tell(roleLetter(by, body, role, "role-given"))
	}, body.ID)
}

// wrongScope says beside the field which of the two it was that is wrong.
func wrongScope(role residents.Role, err error) error {
	f, ok := err.(*residents.FieldError)
	if !ok || f.Field != "scope" {
		return err
	}
	field := "building"
	if role.Name == residents.RoleHouseholdRep {
		field = "home"
	}
	return &residents.FieldError{Field: field, Reason: f.Reason}
}

// roleLetter tells somebody of a role of theirs.
func roleLetter(by residents.Sender, body residents.Community, role residents.Role, kind string) consultation.Letter {
	return consultation.Letter{
		Community: body.ID, ID: by.ID + "/" + kind, Resident: role.Resident, Kind: kind, Title: pages.RoleWord(role.Name), At: by.Now.UnixMicro(),
	}
}

// endRole ends a role of the person: the form's part says which.
func (p *Portal) endRole(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	part := r.form.part()
	return p.do(r, "end-role", func(tx *store.Tx, by residents.Sender) (string, error) {
		who, err := tx.Standing(body.ID, r.PathValue("id"))
		if err != nil {
			return "", err
		}
		at := slices.IndexFunc(who.Roles, func(role residents.Role) bool { return role.Community == body.ID && rolePart(role) == part })
		if at < 0 {
			return "", residents.ErrNotFound
		}
		if err := residents.End(tx, by, body.ID, who.Roles[at]); err != nil {
			return "", err
		}
		return api.WithDone(fill(r.route.on, r.Request), "role-ended"), tx.Tell(roleLetter(by, body, who.Roles[at], "role-ended"))
	}, body.ID)
}

// confirmPerson says that somebody lives in the community.
func (p *Portal) confirmPerson(r *request) (answer, error) {
	return p.decidePerson(r, "person-confirmed", "confirmed", "", residents.Confirm)
}

// declinePerson says why somebody could not be confirmed. They are told the reason.
func (p *Portal) declinePerson(r *request) (answer, error) {
	reason := r.form.text("reason", maxDecline)
	if reason == "" {
		r.form.refuse("reason", residents.ErrEmpty, 0)
	}
	return p.decidePerson(r, "person-declined", "declined", reason, residents.Decline)
}

// maxDecline is the limit of a reason, in characters.
const maxDecline = 60

func (p *Portal) decidePerson(r *request, done, kind, words string, verb func(residents.Tx, residents.Sender, residents.Resident) error) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	return p.do(r, kind, func(tx *store.Tx, by residents.Sender) (string, error) {
		who, err := tx.Standing(body.ID, r.PathValue("id"))
		if err != nil {
			return "", err
		}
		if err := verb(tx, by, who.Resident); err != nil {
			return "", err
		}
		letter := consultation.Letter{
			Community: body.ID, ID: by.ID + "/" + kind, Resident: who.Resident.ID, Kind: done, Title: words, At: by.Now.UnixMicro(),
		}
		return api.WithDone(fill(r.route.on, r.Request), done), tx.Tell(letter)
	}, body.ID)
}

// waitingPeople lists those who wait to be confirmed.
func (r *request) waitingPeople(rows *store.View, v *desk.PeopleView) error {
	since, after, _ := strings.Cut(r.URL.Query().Get("after"), ".")
	at, err := strconv.ParseInt(since, 10, 64)
	if since != "" && (err != nil || at < 0 || at > 1<<53 || !clean(after, false)) {
		return residents.ErrNotFound
	}
	found, err := rows.PeopleWaiting(r.place.ID, time.UnixMicro(at), after, deskPage+1)
	if err != nil {
		return err
	}
	if len(found) > deskPage {
		found = found[:deskPage]
		last := found[deskPage-1]
		v.More = v.At + "?waiting=yes&after=" + strconv.FormatInt(last.JoinedAt.UnixMicro(), 10) + "." + last.ID
	}
	for _, one := range found {
		v.People = append(v.People, desk.PersonRow{
			Href: v.At + "/" + one.ID, Name: one.Name, Building: one.Building, Roles: r.day(one.JoinedAt) + "凭信加入，待确认",
		})
	}
	return nil
}
