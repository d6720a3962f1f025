package main

import (
	"slices"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
)

// neverHeld are votes, scores and signatures. They are given while the server answers, by whoever is signed in then: on a page that
// sends them again nobody would see what was chosen, nor who chose it.
var neverHeld = []residents.Action{residents.CastBallot, residents.EnterBallots, residents.VoteGrant, residents.ScoreGrant, residents.SignProject}

// sendAgain answers a form of somebody who is not signed in any more, or does not act for another any more, by all that
// they wrote, from where it is sent by one press once they do so again; it reports whether there is such a page. What the
// app's outbox sends stays in the outbox, and a form without a command was drawn by no page.
func (p *Portal) sendAgain(r *request, err error) bool {
	why := api.Code(err)
	if why != residents.ErrSignedOut && why != residents.ErrHelpOver || r.place.Slug == "" || r.Header.Get("Written-By") != "" || !residents.ValidID(r.form.command()) {
		return false
	}
	if slices.Contains(neverHeld, r.route.do) {
		return false
	}
	v := &pages.SendAgainView{Frame: p.frame(r), Helped: why == residents.ErrHelpOver, Action: r.URL.EscapedPath(), Sent: r.form.again(), Files: len(r.form.files) > 0}
	if v.Helped && len(v.Texts()) == 0 {
		return false // what is one press is pressed again
	}
	p.writePage(r, err, v)
	return true
}

// again are the fields of a form as they came, as far as they can be shown: those of one name in their order.
func (f *form) again() (all []pages.Typed) {
	names := make([]string, 0, len(f.values))
	for name := range f.values {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range f.values[name] {
			if sound(name) && sound(value) {
				all = append(all, pages.Typed{Name: name, Value: value})
			}
		}
	}
	return all
}
