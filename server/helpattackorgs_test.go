package main

import (
	"slices"
	"testing"

	"yishiting/server/store"
)

// The three lists, those who speak for an organisation, and the street's catalogue under siege.

func besiegeExchange(t *testing.T, b *booted) *siege {
	t.Helper()
	s := besiegeOrganisations(t, b)
	b.filedBy("sun", "阳光合唱队")
	s.routes = slices.Concat(b.portal.exchangeRoutes(), b.portal.contactRoutes())
	return s
}

// choir is the organisation that sun speaks for.
func (s *siege) choir() (id string) {
	s.t.Helper()
	s.view(func(v *store.View) error {
		all, err := v.OrganisationsOf("hepingli", "sun")
		id = all[0].ID
		return err
	})
	return id
}

// makes sends a form that may be sent again at once, and gives the id of what it made.
func (s *siege) makes(by *booted, page, form, done string, fields []string, may ...string) string {
	s.t.Helper()
	one := s.filled(by, page, form, fields, may...)
	one.often = true
	s.send(one, done)
	return one.form.Get("command")
}

// trade goes through every form of the three lists and of contacts.
func (s *siege) trade() {
	s.t.Helper()
	const page, desk, list = "/hepingli/exchange", "/hepingli/desk/exchange", "/hepingli/organisations"
	choir := s.choir()
	sun := s.as("hepingli", "sun")
	say := func(side string, more ...string) []string {
		return append([]string{"side", side, "good", "hands", "title", "搬书", "about", "周六上午"}, more...)
	}
	need := s.makes(sun, page, "listing-make", "listing-made", say("need", "org", ""), neighbours...)
	offer := s.makes(sun, page, "listing-make", "listing-made", say("offer", "org", choir))
	idle := s.makes(sun, page, "listing-make", "listing-made", say("need", "org", ""), neighbours...)
	unit := s.makes(s.li, desk, "unit-listing", "listing-made", say("need", "unit", "养老驿站"))
	for _, one := range []string{need, offer} {
		s.step(s.li, desk, "listing-judge-"+one, "listing-judged", []string{"good", "yes", "reason", ""})
	}
	s.step(s.zhou, desk, "listing-judge-"+unit, "listing-judged", []string{"good", "yes", "reason", ""})
	s.step(sun, page, "listing-close-"+idle, "listing-closed", nil)
	s.step(s.li, desk, "match-make-"+unit, "match-made", []string{"offer", offer, "terms", "周六九点，驿站"})
	m := s.matches()[0].ID
	s.step(s.li, page, "match-answer-"+m+".need", "match-answered", []string{"yes", "yes"})
	s.step(sun, page, "match-answer-"+m+".offer", "match-answered", []string{"yes", "yes"})
	s.step(sun, page, "match-finish-"+m+".offer", "match-finished", []string{"rate", "5"})
	one, at := list+"/"+choir, "/hepingli/desk/organisations/"+choir
	zhao := s.person("zhao")
	s.step(sun, one, "contact-ask", "contact-asked", []string{"name", zhao.Name, "building", zhao.Building})
	s.step(s.as("hepingli", "zhao"), list, "contact-answer-"+choir, "contact-agreed", []string{"phone", "13800138001", "yes", "yes"})
	s.step(sun, one, "contact-leave", "contact-left", nil)
	s.change("hepingli", func(tx *store.Tx) error { return tx.RemoveContact("hepingli", choir, "zhao") })
	s.step(s.li, at, "contact-name", "contact-asked", []string{"name", zhao.Name, "building", zhao.Building, "word", "11 月 2 日推选"})
	s.untried()
}

func besiegeYears(t *testing.T, b *booted) *siege {
	t.Helper()
	s := besiegeOrganisations(t, b)
	b.filedEarlier(b.filedBy("sun", "阳光合唱队"), "2025-06-01")
	s.routes = b.portal.noteRoutes()
	return s
}

// account goes through every form of notes on years and of reports of events.
func (s *siege) account() {
	s.t.Helper()
	choir := s.choir()
	sun := s.as("hepingli", "sun")
	one, at := "/hepingli/organisations/"+choir, "/hepingli/desk/organisations/"+choir
	note, judge := one+"/notes/2025", "note-judge-annual-note-of-2025"
	s.step(sun, note, "note-write", "note-kept", append(aNote(), "hand", "no"))
	s.step(sun, note, "note-write", "note-handed", append(aNote(), "hand", "yes"))
	s.step(s.li, at, judge, "note-back", []string{"good", "no", "reason", "支出请写清楚"})
	s.step(sun, note, "note-write", "note-handed", append(aNote(), "hand", "yes"))
	s.step(s.li, at, judge, "note-read", []string{"good", "yes", "reason", ""})
	id := s.makes(sun, one+"/events/new", "event-report", "event-reported", aParty())
	s.step(s.li, at, "event-judge-"+id, "event-asked", []string{"good", "no", "question", "下雨怎么办？"})
	s.step(sun, one+"/events/"+id, "event-report", "event-reported", aParty())
	s.step(s.li, at, "event-judge-"+id, "event-noted", []string{"good", "yes", "question", ""})
	s.step(sun, one+"/events/"+id, "event-withdraw", "event-off", nil)
	s.untried()
}

func besiegeCatalogue(t *testing.T, b *booted) *siege {
	t.Helper()
	s := besiegeOrganisations(t, b)
	s.routes = b.portal.catalogueRoutes()
	return s
}

// buy goes through every form of the street's catalogue.
func (s *siege) buy() {
	s.t.Helper()
	const desk = "/hepingli-jiedao/desk/catalogue"
	ma := s.as("hepingli-jiedao", "ma")
	one := desk + "/" + s.makes(s.liu, desk+"/new", "purchase-make", "purchase-made", service, "the street")
	s.step(s.liu, one, "purchase-make", "purchase-made", service, "the street")
	s.step(ma, one, "purchase-judge", "purchase-published", []string{"good", "yes", "reason", ""})
	said := []string{"state", "bought", "day", "2026-11-02", "org", "", "seller", "某某中心", "cents", "28000", "words", "四家报名", "paper", "合同 7 号"}
	s.step(s.liu, one, "purchase-step", "purchase-step", said, "the street")
	s.step(ma, one, "purchase-judge", "purchase-published", []string{"good", "yes", "reason", ""})
	s.untried()
}
