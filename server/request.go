package main

import (
	"net/http"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
)

// request is what a handler is given: who asks, where, when, and by which road.
type request struct {
	*http.Request
	id      string                // of this request, for the log and for people to quote
	route   route                 // the line of the table that answers
	place   residents.Community   // the body named by the first part of the path; zero on pages of the whole installation
	within  []residents.Community // the bodies above the place, the highest first
	who     residents.Standing    // as whom it is asked; zero: nobody is signed in
	self    residents.Standing    // who is signed in: the reader, also while they act for somebody
	acting  *acting               // for whom the session acts; nil: for nobody
	session store.Session         // in which they are; zero: nobody is signed in
	reader  string                // who is signed in, as their browser may know it; "-" for nobody, "" where that is not known
	unread  int                   // letters they have not read
	now     time.Time
	because residents.Reason // of an act of an office, in words, for the audit; "" where none is asked for
	app     bool             // asked by the app: answered in JSON
	form    *form            // of a POST; otherwise nil
	path    string           // path and query of the page that is drawn
	refused pages.Form       // the form just refused, on its page drawn again
	w       http.ResponseWriter
}

// me is the reader's id among the people of the place; "" for everybody else.
func (r *request) me() string {
	if r.who.Resident.Community != r.place.ID {
		return ""
	}
	return r.who.Resident.ID
}

// frame is what stands around every page answered to this request.
func (p *Portal) frame(r *request) pages.Frame {
	f := pages.Frame{
		Place:   pages.Place{Slug: r.place.Slug, Name: r.place.Name, Level: r.place.Level, Phone: r.place.Phone},
		Path:    r.path,
		Command: residents.NewID(r.now),
		Form:    r.refused,
		Elder:   elder(r.Request),
		English: inEnglish(r.Request),
		Trial:   p.doors.LinkProves,
		Day:     r.now.In(r.place.Location()).Format(time.DateOnly),
	}
	var names []string
	for _, b := range r.within {
		names = append(names, b.Name)
	}
	f.Place.Within = strings.Join(names, " · ")
	if r.Method == http.MethodGet {
		f.Done = r.URL.Query().Get("done")
	}
	if f.Helping = r.helpingBanner(); r.who.Helper.ID != "" {
		f.Command += voiceMark(r.acting.mandate.ID)
	}
	if r.self.SignedIn() {
		office := r.who
		office.Weak = false // the desk itself says that it wants a passkey
		f.Me = &pages.Me{
			Name: r.self.Resident.Name, Key: r.outboxName(), Unread: r.unread,
			Desk:  residents.MayOpen(office, residents.OpenDesk, r.place.ID, r.place.Parent, r.now) == nil,
			Audit: residents.MayOpen(office, residents.ReadAudit, r.place.ID, r.place.Parent, r.now) == nil,
		}
	}
	return f
}
