package main

import (
	"slices"
	"testing"

	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// Social organisations and rooms under siege.

func besiegeOrganisations(t *testing.T, b *booted) *siege {
	t.Helper()
	b.partySecretary()
	b.streetStaff()
	s := besiegeDesk(b, &projectDesk{walk: &walk{booted: b}})
	s.routes = slices.Concat(b.portal.organisationRoutes(), b.portal.deskOrganisationRoutes())
	s.at("2026-11-03 09:00")
	return s
}

// founds applies for an organisation by sun's form.
func (s *siege) founds(name string) (one string) {
	s.t.Helper()
	form := s.filled(s.as("hepingli", "sun"), "/hepingli/organisations/new", "organisation-edit", choir("name", name, "founder", "孙小梅", "roster", ""), neighbours...)
	form.often = true
	s.send(form, "organisation-made")
	return "/hepingli/organisations/" + form.form.Get("command")
}

// stand goes through every form of organisations.
func (s *siege) stand() {
	s.t.Helper()
	one := s.founds("阳光合唱队")
	sun := s.as("hepingli", "sun")
	s.step(sun, one+"/edit", "organisation-edit", "organisation-changed", choir("name", "阳光合唱队", "founder", "孙小梅", "roster", ""))
	file := s.filled(sun, one, "organisation-file", nil)
	file.often, file.photos = true, [][]byte{withExif(s.t)}
	s.send(file, "organisation-file")
	s.step(sun, one, "organisation-unfile-"+regexpFirst(`id="organisation-unfile-([^"]+)"`, sun.get(one).body), "organisation-unfile", nil)
	s.step(sun, one, "organisation-submit", "organisation-submitted", nil)
	id := one[len("/hepingli/organisations/"):]
	at, above := "/hepingli/desk/organisations/"+id, "/hepingli-jiedao/desk/filings/hepingli/"+id
	s.step(s.li, at, "organisation-review", "organisation-returned", []string{"good", "no", "words", "章程里没有写怎么退出"})
	s.step(sun, one, "organisation-submit", "organisation-submitted", nil)
	s.step(s.li, at, "organisation-review", "organisation-passed", []string{"good", "yes", "words", "情况属实"})
	s.step(s.liu, above, "organisation-review", "organisation-filed", []string{"good", "yes", "words", "同意"}, "the street")
	s.at(s.organisationNow(id).Until.Add(-30).String() + " 10:00")
	sun = s.as("hepingli", "sun")
	s.helping = s.leave("zhao", "helper", residents.HelpRelative) // the first has ended
	s.sends(sun, one, "organisation-renew", "organisation-renewal", nil)
	s.step(s.liu, above, "organisation-end", "organisation-closed", []string{"reason", "人少了"}, "the street")
	s.step(s.as("hepingli", "sun"), s.founds("棋牌社"), "organisation-close", "organisation-closed", []string{"reason", "散了"})
	s.untried()
}

func besiegeRooms(t *testing.T, b *booted) *siege {
	t.Helper()
	b.partySecretary()
	bootGrants(t, b)
	s := besiegeDesk(b, &projectDesk{walk: &walk{booted: b}})
	s.routes = slices.Concat(b.portal.roomRoutes(), b.portal.deskRoomRoutes())
	s.at("2026-11-03 09:00")
	return s
}

// lend goes through every form of rooms, trainings and support.
func (s *siege) lend() {
	s.t.Helper()
	const list = "/hepingli/desk/rooms"
	typed := roomTyped("活动室", "100")
	typed = typed[:len(typed)-2]
	s.sends(s.li, list+"/new", desk.RoomForm, "room-kept", typed)
	var id string
	s.view(func(v *store.View) error {
		all, err := v.RoomsOf("hepingli")
		id = all[len(all)-1].ID
		return err
	})
	s.sends(s.li, list+"/"+id+"/edit", desk.RoomForm, "room-kept", append(typed, "offered", "yes"))
	sun := s.as("hepingli", "sun")
	book := func(from string) string {
		s.step(sun, "/hepingli/rooms/"+id+"?day=2026-11-05", "room-book", "room-booked", []string{"from", from, "slots", "1", "title", "读书会", "people", "12"}, neighbours...)
		var all []grants.Booking
		s.view(func(v *store.View) (err error) { all, err = v.BookingsOf("hepingli", "sun", s.day()); return err })
		return all[len(all)-1].ID
	}
	s.step(sun, "/hepingli/rooms", "room-drop-"+book("600"), "room-dropped", nil)
	s.step(s.li, list, "room-call-off-"+book("660"), "room-called-off", []string{"reason", "漏水"})
	used := book("720")
	hold := []string{"title", "票据怎么贴", "about", "带上账本", "room", id, "day", "2026-11-12", "from", "14:00", "slots", "2", "people", "2"}
	s.step(s.li, list, "training-hold", "training-held", hold)
	var training grants.Training
	s.view(func(v *store.View) error {
		all, err := v.TrainingsFrom("hepingli", s.day())
		training = all[0]
		return err
	})
	s.step(sun, "/hepingli/support", "training-join-"+training.ID, "training-joined", nil, neighbours...)
	s.step(sun, "/hepingli/support", "training-leave-"+training.ID, "training-left", nil)
	s.sends(s.as("hepingli", "contact-01"), "/hepingli/support", "support-ask", "support-asked", []string{"org", "organisation-01-000000", "topic", "money", "text", "车费怎么报？"})
	var asked []grants.Request
	s.view(func(v *store.View) (err error) {
		asked, err = v.RequestsFrom("hepingli", "organisation-01-000000")
		return err
	})
	s.step(s.as("hepingli-jiedao", "he"), "/hepingli-jiedao/desk/support", "support-answer-"+asked[0].ID, "support-answered", []string{"answer", "凭票实报。"}, "the street")
	s.at("2026-11-05 14:00")
	s.step(s.li, list, "room-use-"+used, "room-used", []string{"came", "yes"})
	s.untried()
}
