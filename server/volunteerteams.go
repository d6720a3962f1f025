package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// teamRoutes are the volunteer teams as residents see, join and leave them.
func (p *Portal) teamRoutes() []route {
	const all, one = "/{place}/teams", "/{place}/teams/{id}"
	here := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: all, name: "teams", do: residents.ReadPublic, handle: p.teams, at: here},
		{method: http.MethodGet, pattern: one, name: "team", do: residents.ReadPublic, handle: p.team, at: here},
		{method: http.MethodPost, pattern: one + "/join", name: "team-join", do: residents.Volunteer, handle: p.joinTeam, on: one, at: here},
		{method: http.MethodPost, pattern: one + "/leave", name: "team-leave", do: residents.Volunteer, handle: p.leaveTeam, on: one, at: here},
	}
}

func (p *Portal) teams(r *request) (answer, error) {
	w := &pages.TeamsView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	err := p.view(r, func(v *store.View) error {
		all, err := v.TeamsOf(r.place.ID)
		if err != nil {
			return err
		}
		counts, err := v.MembersOf(r.place.ID)
		if err != nil {
			return err
		}
		mine, err := r.teamsOfMine(v)
		for _, t := range all {
			w.Teams = append(w.Teams, pages.TeamLine{Name: t.Name, Href: w.To("teams/" + t.ID), About: t.About, Kind: t.Kind, Members: counts[t.ID], Mine: mine[t.ID]})
		}
		return err
	})
	return show(w), err
}

// teamsOfMine are the ids of the teams in which the reader, by themselves, is.
func (r *request) teamsOfMine(v *store.View) (map[string]bool, error) {
	mine := map[string]bool{}
	if r.me() == "" || r.who.Helper.ID != "" {
		return mine, nil
	}
	all, err := v.MembershipsOf(r.place.ID, r.me())
	for _, m := range all {
		mine[m.Team] = true
	}
	return mine, err
}

// team is one team: everybody reads what it does, its members who is in it.
func (p *Portal) team(r *request) (answer, error) {
	w := &pages.TeamView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	err := p.view(r, func(v *store.View) error {
		t, err := v.Team(r.place.ID, r.thing("id"))
		if err != nil {
			return err
		}
		w.ID, w.Called, w.About, w.Kind, w.Ended = t.ID, t.Name, t.About, t.Kind, !t.EndedAt.IsZero()
		w.Why = code(signups.MayVolunteer(r.who, r.place.ID, r.now))
		if w.Leader, err = r.markOf(v, t.Leader); err != nil {
			return err
		}
		if err := r.membersOf(v, w, t); err != nil {
			return err
		}
		return r.activitiesOfTeam(v, w)
	})
	return show(w), err
}

// membersOf tells who is in a team to who is in it.
func (r *request) membersOf(v *store.View, w *pages.TeamView, t signups.Team) error {
	mine, err := r.teamsOfMine(v)
	if err != nil {
		return err
	}
	all, err := v.Members(r.place.ID, t.ID)
	w.Members, w.Mine = len(all), mine[t.ID]
	if signups.MayLead(r.who, t, r.now) == nil {
		w.Sheets = saveAs(w.To("teams/" + t.ID + "/members"))
	}
	if err != nil || !w.Mine {
		return err
	}
	w.Leads = t.Leader == r.me()
	if signups.MayLead(r.who, t, r.now) == nil {
		w.Lead = w.To("leading")
	}
	for _, m := range all {
		if m.Resident == r.me() {
			w.Duty = m.Duty
		}
		mark, err := r.markOf(v, m.Resident)
		if err != nil {
			return err
		}
		if mark.Name != "" {
			w.Names = append(w.Names, pages.MemberLine{Mark: mark, Duty: m.Duty})
		}
	}
	return nil
}

func (r *request) activitiesOfTeam(v *store.View, w *pages.TeamView) error {
	all, err := v.OpenActivities(r.place.ID, r.now)
	if err != nil {
		return err
	}
	known, err := r.readActivities(v, all)
	for _, a := range all {
		if a.Team == w.ID {
			w.Activities = append(w.Activities, known.card(a, known.shifts[a.ID]))
		}
	}
	return err
}

func (p *Portal) joinTeam(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "team-join", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/teams/"+id, "team-joined"), atTeam(by, r, func() error { return signups.JoinTeam(tx, by, id) })
	})
}

func (p *Portal) leaveTeam(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "team-leave", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/teams/"+id, "team-left"), atTeam(by, r, func() error { return signups.LeaveTeam(tx, by, id) })
	})
}

// atTeam does something about a team of the sender's own community.
func atTeam(by residents.Sender, r *request, do func() error) error {
	if by.Resident.Community != r.place.ID {
		return residents.ErrNotAllowed
	}
	return do()
}
