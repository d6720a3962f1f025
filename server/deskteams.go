package main

import (
	"net/http"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups"
)

// deskTeamRoutes are where the committee founds teams, names who leads them, and gives duties.
func (p *Portal) deskTeamRoutes() []route {
	const list, one = "/{place}/desk/teams", "/{place}/desk/teams/{id}"
	here := []residents.Level{residents.LevelCommunity}
	post := func(pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: here}
	}
	return []route{
		{method: http.MethodGet, pattern: list, name: "desk-teams", do: residents.WorkDesk, handle: p.deskTeams, at: here},
		post(list, list, "team-make", residents.KeepTeams, p.makeTeam),
		{method: http.MethodGet, pattern: one, name: "desk-team", do: residents.WorkDesk, handle: p.deskTeam, at: here},
		post(one, one, "team-change", residents.KeepTeams, p.changeTeam),
		post(one+"/end", one, "team-end", residents.KeepTeams, p.endTeam),
		post(one+"/duty", one, "team-duty", residents.LeadActivity, p.giveDuty),
	}
}

func (p *Portal) deskTeams(r *request) (answer, error) {
	v := &desk.TeamsView{Style: p.files.address("activities.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtVolunteers); err != nil {
			return err
		}
		all, err := rows.TeamsOf(r.place.ID)
		if err != nil {
			return err
		}
		members, err := rows.MembersOf(r.place.ID)
		if err != nil {
			return err
		}
		var ids []string
		for _, t := range all {
			ids = append(ids, t.Leader)
		}
		people, err := rows.ResidentsByID(r.place.ID, ids)
		if err != nil {
			return err
		}
		for _, t := range all {
			v.Teams = append(v.Teams, desk.TeamLine{
				Name: t.Name, Href: v.To("desk/teams/" + t.ID), Kind: pages.TeamKindWord(t.Kind), Leader: leaderName(people[t.Leader]), Members: strconv.Itoa(members[t.ID]) + " 人",
			})
		}
		v.Buildings, err = r.buildingOptions(rows)
		return err
	})
	return show(v), err
}

// leaderName is who leads, or that somebody else must.
func leaderName(who residents.Resident) string {
	if who.Name == "" {
		return "已离开，请改一位"
	}
	return strings.TrimSpace(who.Name + " " + who.Building)
}

// buildingOptions are the buildings in which somebody lives.
func (r *request) buildingOptions(v *store.View) (all []pages.Option, err error) {
	buildings, err := v.Buildings(r.place.ID)
	for _, b := range buildings {
		all = append(all, pages.Option{Value: b.Building, Label: b.Building})
	}
	return all, err
}

func (p *Portal) deskTeam(r *request) (answer, error) {
	v := &desk.TeamView{Style: p.files.address("activities.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtVolunteers); err != nil {
			return err
		}
		t, err := rows.Team(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		v.ID, v.Called, v.About, v.Kind, v.Ended = t.ID, t.Name, t.About, t.Kind, !t.EndedAt.IsZero()
		all, err := rows.Members(r.place.ID, t.ID)
		if err != nil {
			return err
		}
		ids := []string{t.Leader}
		for _, m := range all {
			ids = append(ids, m.Resident)
		}
		people, err := rows.ResidentsByID(r.place.ID, ids)
		if err != nil {
			return err
		}
		if signups.MayLead(r.who, t, r.now) == nil {
			v.Sheets = saveAs(v.To("teams/" + t.ID + "/members"))
		}
		leader := people[t.Leader]
		v.Leader, v.LeaderName, v.LeaderBuilding = leaderName(leader), leader.Name, leader.Building
		for _, m := range all {
			who := people[m.Resident]
			v.Members = append(v.Members, desk.MemberLine{ID: m.Resident, Name: who.Name, Building: who.Building, Duty: m.Duty})
		}
		v.Buildings, err = r.buildingOptions(rows)
		return err
	})
	return show(v), err
}

// writtenTeam is what a form says of a team, with who leads it by name and building.
type writtenTeam struct {
	signups.Team
	name, building string
}

func (r *request) writtenTeam() (t writtenTeam) {
	t.Team = signups.Team{
		Community: r.place.ID, Name: r.form.text("name", signups.MaxName), About: r.form.lines("about", signups.MaxAbout), Kind: signups.TeamKind(r.form.text("kind", 20)),
	}
	t.name, t.building = r.form.text("leader", 30), r.form.text("building", 20)
	return t
}

// led finds who is to lead: exactly one who lives there under that name.
func (t *writtenTeam) led(tx *store.Tx) error {
	found, err := tx.NamedIn(t.Community, t.building, t.name)
	if err != nil {
		return err
	}
	if len(found) != 1 {
		return &residents.FieldError{Field: "leader", Reason: signups.ErrNobody}
	}
	t.Leader = found[0].ID
	return nil
}

func (p *Portal) makeTeam(r *request) (answer, error) {
	t := r.writtenTeam()
	return p.do(r, "team-make", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := signups.MayKeepTeam(by.Standing, r.place.ID, by.Now); err != nil {
			return "", err
		}
		if err := t.led(tx); err != nil {
			return "", err
		}
		made, err := signups.MakeTeam(tx, by, t.Team)
		return r.teamTo(made.ID, "team-made"), err
	})
}

func (p *Portal) changeTeam(r *request) (answer, error) {
	t := r.writtenTeam()
	t.ID = r.thing("id")
	return p.do(r, "team-change", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := signups.MayKeepTeam(by.Standing, r.place.ID, by.Now); err != nil {
			return "", err
		}
		if err := t.led(tx); err != nil {
			return "", err
		}
		return r.teamTo(t.ID, "team-changed"), signups.ChangeTeam(tx, by, t.Team)
	})
}

func (r *request) teamTo(id, done string) string {
	return api.WithDone("/"+r.place.Slug+"/desk/teams/"+id, done)
}

func (p *Portal) endTeam(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "team-end", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.teamTo(id, "team-ended"), signups.EndTeam(tx, by, r.place.ID, id)
	})
}

func (p *Portal) giveDuty(r *request) (answer, error) {
	id, who, duty := r.thing("id"), r.form.text("resident", 80), r.form.text("duty", signups.MaxPlace)
	return p.do(r, "team-duty", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.teamTo(id, "team-duty"), signups.GiveDuty(tx, by, r.place.ID, id, who, duty)
	})
}
