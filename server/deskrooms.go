package main

import (
	"net/http"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// deskRoomRoutes are the desk's pages of rooms, of a community and of a street, and the street's of help.
func (p *Portal) deskRoomRoutes() []route {
	const list, edit, booking, support = "/{place}/desk/rooms", "/{place}/desk/rooms/{id}/edit", "/{place}/desk/rooms/bookings/{community}/{booking}", "/{place}/desk/support"
	const keep = residents.KeepRooms
	get, post := http.MethodGet, http.MethodPost
	return append(sheets(route{method: get, pattern: list + "/bookings", name: "desk-bookings", do: keep}, p.bookingSheet), []route{
		{method: get, pattern: list, name: "desk-rooms", do: keep, handle: p.deskRoomList},
		{method: get, pattern: list + "/new", name: desk.RoomForm, do: keep, handle: p.roomNew},
		{method: post, pattern: list + "/new", name: desk.RoomForm, do: keep, handle: p.makeRoom},
		{method: get, pattern: edit, name: desk.RoomForm, do: keep, handle: p.roomEdit},
		{method: post, pattern: edit, name: desk.RoomForm, do: keep, handle: p.changeRoom},
		{method: post, pattern: booking + "/use", name: "room-use", do: keep, handle: p.noteRoomUse, on: list},
		{method: post, pattern: booking + "/call-off", name: "room-call-off", do: keep, handle: p.callOffBooking, on: list},
		{method: post, pattern: list + "/training", name: "training-hold", do: keep, handle: p.holdTraining, on: list},
		{method: get, pattern: support, name: "desk-support", do: residents.AnswerSupport, handle: p.deskSupportList},
		{method: post, pattern: support + "/{community}/{id}", name: "support-answer", do: residents.AnswerSupport, handle: p.answerSupport, on: support},
	}...)
}

// atRooms is the frame of a page of rooms at the place's desk.
func (p *Portal) atRooms(r *request, rows *store.View) (desk.Frame, error) {
	if r.place.Level == residents.LevelCommunity {
		return p.atDesk(r, rows, desk.AtRooms)
	}
	return p.atGrants(r), nil
}

// deskRoomList is what is booked, the last two weeks' without a word on who came first.
func (p *Portal) deskRoomList(r *request) (answer, error) {
	v := &desk.RoomsView{Style: p.files.address("grants.css"), Months: r.bookingMonths(), Month: calendar.MonthOf(r.today()).String()}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atRooms(r, rows); err != nil {
			return err
		}
		all, err := rows.RoomsOf(r.place.ID)
		if err != nil {
			return err
		}
		v.Rooms, v.Named, v.Offer, v.Past, v.Coming = nil, nil, nil, nil, nil
		names := map[string]string{}
		for _, m := range all {
			names[m.ID] = m.Name
			v.Named = append(v.Named, pages.Option{Value: m.ID, Label: m.Name, Said: true})
			v.Rooms = append(v.Rooms, desk.RoomRow{Name: m.Name, Edit: v.To("desk/rooms/" + m.ID + "/edit"), Facts: roomFacts(m), Offered: m.Offered})
			if m.Offered {
				v.Offer = append(v.Offer, pages.Option{Value: m.ID, Label: m.Name, Said: true})
			}
		}
		said, err := rows.BookingsAt(r.place.ID, r.today().Add(-14), r.today().Add(14), 200)
		for _, b := range said {
			line, err := r.bookingRow(rows, v, b, names[b.Room])
			if err != nil {
				return err
			}
			switch {
			case line.Over && b.State == grants.Booked:
				v.Past = append(v.Past, line)
			case b.State == grants.Booked:
				v.Coming = append(v.Coming, line)
			}
		}
		return err
	})
	return show(v), err
}

func (r *request) bookingRow(rows *store.View, v *desk.RoomsView, b grants.Booking, room string) (desk.BookingRow, error) {
	line := desk.BookingRow{
		ID: b.ID, Community: b.Community, Room: room, When: bookingWhen(b), Who: b.OrgName, Title: b.Title, Fee: feeWords(b), People: b.People,
		Action: v.To("desk/rooms/bookings/" + b.Community + "/" + b.ID), Over: !r.now.Before(bookingStart(b, r.place.Location())),
	}
	if line.Who != "" {
		return line, nil
	}
	if b.Relief == grants.HouseRelief {
		line.Who = "本单位"
		return line, nil
	}
	who, err := rows.Resident(b.Community, b.Resident)
	m := who.Masked()
	line.Who = strings.TrimSpace(m.Name + " " + m.Building)
	return line, err
}

func (p *Portal) roomNew(r *request) (answer, error) {
	v := &desk.RoomEditView{Style: p.files.address("grants.css"), Room: grants.Room{Days: 127, From: 9 * 60, Until: 21 * 60, Slot: 60, Offered: true}}
	err := p.view(r, func(rows *store.View) (err error) { v.Frame, err = p.atRooms(r, rows); return err })
	return show(v), err
}

func (p *Portal) roomEdit(r *request) (answer, error) {
	v := &desk.RoomEditView{Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atRooms(r, rows); err != nil {
			return err
		}
		v.Room, err = rows.Room(r.place.ID, r.thing("id"))
		v.ID = v.Room.ID
		return err
	})
	return show(v), err
}

// minute is a time of day in minutes: 14:00.
func (f *form) minute(name string) int {
	s := strings.ReplaceAll(strings.TrimSpace(f.one(name)), "：", ":")
	if s == "24:00" {
		return 24 * 60
	}
	at, err := time.Parse("15:04", s)
	if err != nil {
		f.refuse(name, residents.ErrDate, 0)
		return 0
	}
	return at.Hour()*60 + at.Minute()
}

// room reads the fields of a room.
func (f *form) room() (m grants.Room) {
	m.Name, m.Where, m.About = f.text("name", grants.MaxName), f.text("where", grants.MaxName), f.lines("about", grants.MaxWords)
	m.Seats, m.Fee = f.number("seats", 1, grants.MaxSeats), f.money("fee", true)
	m.From, m.Until, m.Slot = f.minute("from"), f.minute("until"), f.number("slot", 30, 120)
	for day := range 7 {
		if f.ticked("d" + strconv.Itoa(day)) {
			m.Days |= 1 << day
		}
	}
	return m
}

func (p *Portal) makeRoom(r *request) (answer, error) {
	m := r.form.room()
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		m.Community = r.place.ID
		_, err := grants.MakeRoom(tx, by, m)
		return api.WithDone("/"+r.place.Slug+"/desk/rooms", "room-kept"), err
	})
}

func (p *Portal) changeRoom(r *request) (answer, error) {
	m := r.form.room()
	m.Offered = r.form.ticked("offered")
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		m.Community, m.ID = r.place.ID, r.thing("id")
		return api.WithDone("/"+r.place.Slug+"/desk/rooms", "room-kept"), grants.ChangeRoom(tx, by, m)
	})
}

// onBooking sends a command about the booking in the path, which is kept where who booked lives.
func (p *Portal) onBooking(r *request, done string, verb func(tx *store.Tx, by residents.Sender, home, id string) error) (answer, error) {
	home, id := r.PathValue("community"), r.thing("booking")
	err := p.view(r, func(v *store.View) error {
		b, err := v.Booking(home, id)
		if err == nil && b.Body != r.place.ID {
			err = residents.ErrNotFound
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	var also []string
	if home != r.place.ID {
		also = append(also, home)
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/rooms", done), verb(tx, by, home, id)
	}, also...)
}

func (p *Portal) noteRoomUse(r *request) (answer, error) {
	came := r.form.choice("came", "yes", "no") == "yes"
	return p.onBooking(r, "room-used", func(tx *store.Tx, by residents.Sender, home, id string) error {
		return grants.NoteUse(tx, by, r.place.ID, home, id, came)
	})
}

func (p *Portal) callOffBooking(r *request) (answer, error) {
	reason := r.form.lines("reason", grants.MaxWords)
	return p.onBooking(r, "room-called-off", func(tx *store.Tx, by residents.Sender, home, id string) error {
		return grants.CallOffBooking(tx, by, r.place.ID, home, id, reason)
	})
}

func (p *Portal) holdTraining(r *request) (answer, error) {
	t := grants.Training{
		Community: r.place.ID, Title: r.form.text("title", grants.MaxTitle), About: r.form.lines("about", grants.MaxWords), Room: r.form.text("room", 64),
		Day: r.form.day("day"), From: r.form.minute("from"), Seats: r.form.number("people", 1, grants.MaxSeats),
	}
	slots := r.form.number("slots", 1, 48)
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := grants.HoldTraining(tx, by, t, slots)
		return api.WithDone("/"+r.place.Slug+"/desk/rooms", "training-held"), err
	})
}

// deskSupportList is what organisations ask.
func (p *Portal) deskSupportList(r *request) (answer, error) {
	v := &desk.SupportView{Frame: p.atGrants(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(rows *store.View) error {
		all, err := rows.RequestsTo(r.place.ID, 100)
		if err != nil {
			return err
		}
		v.Asked = nil
		for _, q := range all {
			home, err := rows.CommunityByID(q.Community)
			if err != nil {
				return err
			}
			v.Asked = append(v.Asked, desk.SupportRow{
				ID: q.ID, Action: v.To("desk/support/" + q.Community + "/" + q.ID), Org: q.OrgName, Home: home.Name, Topic: pages.SupportWord(q.Topic), Text: q.Text,
				When: r.day(q.At), Due: r.lastDay(q.Due), Answer: q.Answer, Late: r.now.After(q.Due),
			})
		}
		return nil
	})
	return show(v), err
}

func (p *Portal) answerSupport(r *request) (answer, error) {
	reply, home := r.form.lines("answer", grants.MaxWords), r.PathValue("community")
	err := p.view(r, func(v *store.View) error {
		q, err := v.Request(home, r.thing("id"))
		if err == nil && q.Body != r.place.ID {
			err = residents.ErrNotFound
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/support", "support-answered"), grants.AnswerRequest(tx, by, r.place.ID, home, r.thing("id"), reply)
	}, home)
}
