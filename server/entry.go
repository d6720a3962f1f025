package main

import (
	"net/http"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// entryRoutes are the ways in and out, and what belongs to no board.
func (p *Portal) entryRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/enter/{token}", name: "enter", handle: p.askToEnter},
		{method: http.MethodPost, pattern: "/enter/{token}", name: "enter", handle: p.enter},
		{method: http.MethodGet, pattern: "/sign-out", name: "sign-out", handle: p.goHome},
		{method: http.MethodPost, pattern: "/sign-out", name: "sign-out", handle: p.signOut},
		{method: http.MethodGet, pattern: "/offline", name: "offline", handle: p.offline},
	}
}

// askToEnter shows a button and changes nothing: whoever looks at a link to
// preview it signs nobody in.
func (p *Portal) askToEnter(r *request) (answer, error) {
	return show(&pages.EnterView{Frame: p.frame(r)}), nil
}

// enter uses the link up and begins a session under a new cookie.
func (p *Portal) enter(r *request) (answer, error) {
	if err := r.form.err(); err != nil {
		return answer{}, err
	}
	who, err := p.doors.Enter(r.w, r.Request, r.PathValue("token"), r.form.command())
	if err != nil {
		return answer{}, err
	}
	var home residents.Community
	err = p.store.View(r.Context(), func(v *store.View) (err error) {
		home, err = v.CommunityByID(who.Resident.Community)
		return err
	})
	return seeOther("/"+home.Slug, "signed-in"), err
}

// signOut ends the session for good and empties what this browser has stored.
func (p *Portal) signOut(r *request) (answer, error) {
	if err := p.doors.Leave(r.w, r.Request); err != nil {
		return answer{}, err
	}
	r.w.Header().Set("Clear-Site-Data", `"storage"`)
	r.who = residents.Standing{}
	return seeOther("/", "signed-out"), nil
}

func (p *Portal) goHome(*request) (answer, error) { return seeOther("/", ""), nil }

// offline is the page without data that the service worker keeps.
func (p *Portal) offline(r *request) (answer, error) {
	r.who = residents.Standing{}
	return show(&pages.OfflineView{Frame: p.frame(r)}), nil
}
