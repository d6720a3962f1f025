package main

import (
	"net/http"
	"slices"

	"yishiting/app/pages"
	"yishiting/residents"
)

// helpRoutes are the help of a community.
func (p *Portal) helpRoutes() []route {
	at := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: "/{place}/help", name: "help", do: residents.ReadPublic, at: at, handle: p.help},
		{method: http.MethodGet, pattern: "/{place}/help/{page}", name: "help", do: residents.ReadPublic, at: at, handle: p.help},
	}
}

// help is one page of it, or the list of all.
func (p *Portal) help(r *request) (answer, error) {
	v := &pages.HelpView{Frame: p.frame(r), All: pages.HelpTexts, App: p.files.appSize()}
	if page := r.PathValue("page"); page != "" {
		i := slices.IndexFunc(v.All, func(t pages.HelpText) bool { return t.Slug == page })
		if i < 0 {
			return answer{}, residents.ErrNotFound
		}
		v.Text = &v.All[i]
	}
	return show(v), nil
}
