package main

import "yishiting/residents"

// rightWriter is nil where what waited on a phone is sent by whoever wrote it, and may wait: nobody
// speaks for who used the phone before, and no ballot comes later than it was cast.
func (r *request) rightWriter() error {
	by := r.Header.Get("Written-By")
	switch {
	case by == "" || r.form == nil:
		return nil
	case !r.route.waits:
		return residents.ErrNotAllowed
	case by != r.outboxName():
		return residents.ErrSignedOut
	}
	return nil
}

// outboxName is under which name what waits to be sent is kept on the reader's phone: theirs and,
// while they act for somebody, that one's too. "" for whoever is not at home here.
func (r *request) outboxName() string {
	if r.me() == "" {
		return ""
	}
	if r.who.Helper.ID != "" {
		return r.place.ID + "/" + r.me() + "/" + r.who.Helper.ID
	}
	return r.place.ID + "/" + r.me()
}
