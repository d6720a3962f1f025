package main

import (
	"net/http"

	"yishiting/residents"

	"yishiting/server/store"
)

// photoRoutes are the photos of topics, of progress posts, and of projects.
func (p *Portal) photoRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/photos/{id}", name: "photo", do: residents.ReadPublic, handle: p.photo},
	}
}

// photo is one photo, for whoever may read the topic or the project that it belongs to.
func (p *Portal) photo(r *request) (answer, error) {
	f := file{kind: "image/jpeg", sent: true}
	err := p.view(r, func(v *store.View) error {
		var topic string
		var err error
		if f.body, topic, err = v.Photo(r.place.ID, r.PathValue("id")); err != nil {
			return err
		}
		t, err := v.Topic(r.place.ID, topic)
		if err != nil {
			return err
		}
		f.keep = t.State.Public()
		return mayRead(r.who, t, r.now)
	})
	if err == residents.ErrNotFound {
		return p.projectPhoto(r)
	}
	if err != nil {
		return answer{}, err
	}
	return give(f), nil
}
