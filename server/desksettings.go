package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskSettingsRoutes are the settings of a body: at its own desk for its director,
// at the administrators' desk for every body.
func (p *Portal) deskSettingsRoutes() []route {
	const own, any = "/{place}/desk/settings", "/{place}/desk/bodies/{body}/settings"
	above := []residents.Level{residents.LevelInstallation}
	return []route{
		{method: http.MethodGet, pattern: own, name: "desk-settings", do: residents.WorkDesk, handle: p.deskSettings},
		{method: http.MethodPost, pattern: own, name: "set-place", do: residents.SetPlace, handle: p.setPlace},
		{method: http.MethodGet, pattern: any, name: "desk-body-settings", do: residents.WorkAdmin, handle: p.adminSettings, at: above},
		{method: http.MethodPost, pattern: any, name: "set-place", do: residents.SetPlace, handle: p.adminSetPlace, at: above},
	}
}

// deskSettings shows a community's settings; its director may change them.
func (p *Portal) deskSettings(r *request) (answer, error) {
	v := &desk.SettingsView{Kept: r.place, May: residents.MaySetPlace(r.who, r.place.ID, r.now) == nil}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtSettings); err != nil {
			return err
		}
		v.At = v.To("desk/settings")
		v.Homes, _, err = rows.RosterCounts(r.place.ID)
		return err
	})
	return show(v), err
}

// setPlace changes the settings of the community.
func (p *Portal) setPlace(r *request) (answer, error) {
	if r.place.Level != residents.LevelCommunity {
		return answer{}, residents.ErrNotFound
	}
	return p.set(r, r.place, "/"+r.place.Slug+"/desk/settings")
}

// adminSettings shows any body's settings to an administrator.
func (p *Portal) adminSettings(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	f := p.atAdmin(r)
	v := &desk.SettingsView{Frame: f, Kept: body, May: true, BackTo: f.To("desk/bodies/" + body.Slug), BackName: body.Name, Homes: -1}
	v.At = v.BackTo + "/settings"
	err = p.view(r, func(rows *store.View) (err error) {
		if body.Level == residents.LevelCommunity {
			v.Homes, _, err = rows.RosterCounts(body.ID)
		}
		return err
	})
	return show(v), err
}

// adminSetPlace changes any body's settings.
func (p *Portal) adminSetPlace(r *request) (answer, error) {
	body, err := p.bodyOf(r)
	if err != nil {
		return answer{}, err
	}
	return p.set(r, body, "/"+r.place.Slug+"/desk/bodies/"+body.Slug+"/settings")
}

// set reads the form and changes a body. How people join is set in communities only.
func (p *Portal) set(r *request, body residents.Community, back string) (answer, error) {
	c := body
	c.Name, c.Phone = r.form.text("name", residents.NameMost), r.form.text("phone", residents.PhoneMost)
	c.Homes, c.People = r.form.number("homes", 0, residents.MostHomes), r.form.number("people", 0, residents.MostPeople)
	c.Zone = r.form.text("zone", 60)
	if body.Level == residents.LevelCommunity {
		c.ConfirmEach = r.form.choice("confirm", "each", "letter") == "each"
		c.LetterDays = r.form.number("days", 1, residents.MostLetterDays)
	}
	return p.do(r, "set-place", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(back, "place-set"), residents.Set(tx, by, c)
	}, body.ID)
}
