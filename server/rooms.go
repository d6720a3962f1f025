package main

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
)

// roomRoutes are the pages on which residents book rooms, sign up for training, and organisations
// ask for help. What the street has is lent and held at each of its communities.
func (p *Portal) roomRoutes() []route {
	const list, one, support, training = "/{place}/rooms", "/{place}/rooms/{id}", "/{place}/support", "/{place}/trainings/{id}"
	at := []residents.Level{residents.LevelCommunity}
	post := func(pattern, name string, do residents.Action, handle func(*request) (answer, error), on string) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: at}
	}
	return []route{
		{method: http.MethodGet, pattern: list, name: "rooms", do: residents.ReadPublic, handle: p.roomList, at: at},
		{method: http.MethodGet, pattern: one, name: "room-book", do: residents.ReadPublic, handle: p.roomPage, at: at},
		{method: http.MethodGet, pattern: support, name: "support", do: residents.ReadPublic, handle: p.supportPage, at: at},
		{method: http.MethodGet, pattern: list + "/mine.ics", name: "room-calendar", do: residents.BookRoom, handle: p.roomCalendar, at: at},
		post(one, "room-book", residents.BookRoom, p.bookRoom, ""),
		post(list+"/drop", "room-drop", residents.BookRoom, p.dropBooking, list),
		post(support+"/ask", "support-ask", residents.AskSupport, p.askSupport, support),
		post(training+"/join", "training-join", residents.BookRoom, p.trainingStep("training-joined", grants.JoinTraining), support),
		post(training+"/leave", "training-leave", residents.BookRoom, p.trainingStep("training-left", grants.LeaveTraining), support),
	}
}

// lenders are the bodies whose rooms are lent at a community: its own, and its street.
func (r *request) lenders(v *store.View) (all []residents.Community, err error) {
	all = []residents.Community{r.place}
	if r.place.Parent != "" {
		street, err := v.CommunityByID(r.place.Parent)
		if err != nil {
			return nil, err
		}
		all = append(all, street)
	}
	return all, nil
}

// roomHere is a room that is lent at the place.
func (r *request) roomHere(v *store.View, id string) (m grants.Room, owner residents.Community, err error) {
	all, err := r.lenders(v)
	if err != nil {
		return m, owner, err
	}
	for _, owner = range all {
		if m, err = v.Room(owner.ID, id); err != residents.ErrNotFound {
			return m, owner, err
		}
	}
	return m, owner, residents.ErrNotFound
}

// roomList is what is lent, and what the reader has booked.
func (p *Portal) roomList(r *request) (answer, error) {
	l := &pages.RoomsView{Frame: p.frame(r), Style: p.files.address("grants.css"), Rule: grants.RoomRulesAt(r.today()).Source}
	err := p.view(r, func(v *store.View) error {
		owners, err := r.lenders(v)
		if err != nil {
			return err
		}
		l.Rooms = nil
		for _, owner := range owners {
			rooms, err := v.RoomsOf(owner.ID)
			if err != nil {
				return err
			}
			for _, m := range rooms {
				if m.Offered {
					l.Rooms = append(l.Rooms, pages.RoomLine{Name: m.Name, Href: l.To("rooms/" + m.ID), Whose: owner.Name, Where: m.Where, Facts: roomFacts(m)})
				}
			}
		}
		return r.myBookings(v, l)
	})
	return show(l), err
}

func roomFacts(m grants.Room) []string {
	fee := "不收费"
	if m.Fee > 0 {
		fee = pages.Money(m.Fee) + " / " + strconv.Itoa(m.Slot) + " 分钟"
	}
	return []string{"坐 " + strconv.Itoa(m.Seats) + " 人", pages.MinuteWords(m.From) + "–" + pages.MinuteWords(m.Until), fee}
}

// myBookings are the reader's from a month ago on, the latest first.
func (r *request) myBookings(v *store.View, l *pages.RoomsView) error {
	l.Mine = nil
	if r.me() == "" {
		return nil
	}
	today := r.today()
	said, err := v.BookingsOf(r.place.ID, r.me(), today.Add(-grants.RoomRulesAt(today).Within))
	if err != nil {
		return err
	}
	_, l.Short = grants.AheadFor(said, today)
	slices.Reverse(said)
	for _, b := range said {
		if b.Day.Before(today.Add(-30)) {
			continue
		}
		m, err := v.Room(b.Body, b.Room)
		if err != nil {
			return err
		}
		line := pages.BookingLine{ID: b.ID, Room: m.Name, When: bookingWhen(b), Title: b.Title, Fee: feeWords(b), Reason: b.Reason}
		line.State, line.Tone = pages.BookingTag(b.State)
		if b.State == grants.Booked && r.now.Before(bookingStart(b, r.place.Location())) {
			line.Drop = l.To("rooms/drop")
		}
		l.Mine = append(l.Mine, line)
	}
	return nil
}

func bookingStart(b grants.Booking, zone *time.Location) time.Time {
	return b.Day.Start(zone).Add(time.Duration(b.From) * time.Minute)
}

func bookingWhen(b grants.Booking) string {
	return b.Day.Chinese() + " " + pages.MinuteWords(b.From) + "–" + pages.MinuteWords(b.Until)
}

// feeWords are what is paid for a booking, and why it is less.
func feeWords(b grants.Booking) string {
	why := pages.ReliefWord(b.Relief)
	switch {
	case b.Fee == 0:
		return why
	case why != "":
		return pages.Money(b.Fee) + "，" + why
	}
	return pages.Money(b.Fee)
}

// roomPage is a room on a day.
func (p *Portal) roomPage(r *request) (answer, error) {
	today := r.today()
	rules := grants.RoomRulesAt(today)
	page := &pages.RoomView{Frame: p.frame(r), Style: p.files.address("grants.css"), Most: rules.Slots, Rule: rules.Source}
	err := p.view(r, func(v *store.View) error {
		m, owner, err := r.roomHere(v, r.thing("id"))
		if err != nil {
			return err
		}
		page.Room, page.Owner = m, owner.Name
		day := r.chosenDay(today, m)
		page.Day, page.On = day.String(), day.Chinese()
		page.Days = weekOf(page.To("rooms/"+m.ID), m, today, day, rules.Ahead)
		taken, err := v.SlotsOf(owner.ID, m.ID, day, day)
		if err != nil {
			return err
		}
		page.Slots = nil
		if m.OpenOn(day) {
			for _, s := range m.Slots() {
				over := !r.now.Before(day.Start(r.place.Location()).Add(time.Duration(s) * time.Minute))
				page.Slots = append(page.Slots, pages.RoomSlot{From: s, Words: pages.MinuteWords(s), Taken: over || taken[day.String()][s]})
			}
		}
		return r.whoBooks(v, page, owner)
	})
	return show(page), err
}

// chosenDay is the day of the query, or of the refused form; otherwise the first on which the room is open.
func (r *request) chosenDay(today calendar.Day, m grants.Room) calendar.Day {
	words := r.URL.Query().Get("day")
	if typed := r.refused.Values["day"]; typed != "" {
		words = typed
	}
	if d, err := calendar.ParseDay(words); err == nil && !d.Before(today) && !today.Add(366).Before(d) {
		return d
	}
	for n := range 7 {
		if m.OpenOn(today.Add(n)) {
			return today.Add(n)
		}
	}
	return today
}

var weekWords = []string{"日", "一", "二", "三", "四", "五", "六"}

// weekOf are seven days around the one that is shown, as far as may be booked.
func weekOf(path string, m grants.Room, today, day calendar.Day, ahead int) (all []pages.RoomDay) {
	first := today
	if back := calendar.DaysBetween(today, day); back > 3 {
		first = today.Add(back - 3)
	}
	for n := range 7 {
		d := first.Add(n)
		line := pages.RoomDay{Day: strconv.Itoa(d.Day), Week: "周" + weekWords[d.Weekday()], Now: d == day}
		if m.OpenOn(d) && !today.Add(ahead).Before(d) {
			line.Href = path + "?day=" + d.String()
		}
		all = append(all, line)
	}
	return all
}

// whoBooks says for which organisations the reader may book, what they pay, and why they may not.
func (r *request) whoBooks(v *store.View, page *pages.RoomView, owner residents.Community) error {
	m := page.Room
	page.Orgs, page.Fees, page.Why = nil, nil, ""
	if m.Fee == 0 {
		page.Fees = []string{"不收费"}
	} else {
		half, _ := grants.FeeOf(m, 1, &grants.Applicant{Filed: true}, false, r.today())
		page.Fees = []string{
			"居民：每个时段 " + pages.Money(m.Fee), "备案、登记的社会组织：" + pages.Money(half), "公益创投项目执行期间：全免",
		}
	}
	if err := grants.MayBook(r.who, r.place, owner.ID, r.now); err != nil {
		page.Why = code(err)
		return nil
	}
	orgs, err := v.ApplicantsOf(r.place.ID, r.me())
	for _, o := range orgs {
		page.Orgs = append(page.Orgs, pages.Option{Value: o.ID, Label: o.Name, Said: true})
	}
	return err
}

func (p *Portal) bookRoom(r *request) (answer, error) {
	b := grants.Booking{Room: r.thing("id"), Day: r.form.day("day"), From: r.form.number("from", 0, 24*60), Title: r.form.text("title", grants.MaxTitle), People: r.form.number("people", 1, grants.MaxSeats), Org: r.form.text("org", 64)}
	slots, sells := r.form.number("slots", 1, 48), r.form.ticked("sells")
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		m, owner, err := r.roomHere(tx.View, b.Room)
		if err != nil {
			return "", err
		}
		b.Body, b.Room = owner.ID, m.ID
		_, err = grants.Book(tx, by, b, slots, sells)
		return api.WithDone("/"+r.place.Slug+"/rooms", "room-booked"), err
	}, r.place.Parent)
}

func (p *Portal) dropBooking(r *request) (answer, error) {
	id := r.form.part()
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/rooms", "room-dropped"), grants.DropBooking(tx, by, id)
	}, r.place.Parent)
}

// supportPage is training, and what the reader's organisations have asked.
func (p *Portal) supportPage(r *request) (answer, error) {
	page := &pages.SupportView{Frame: p.frame(r), Style: p.files.address("grants.css")}
	err := p.view(r, func(v *store.View) error {
		owners, err := r.lenders(v)
		if err != nil {
			return err
		}
		page.Trainings = nil
		for _, owner := range owners {
			if err := r.trainingsOf(v, page, owner); err != nil {
				return err
			}
		}
		return r.askedFor(v, page)
	})
	return show(page), err
}

func (r *request) trainingsOf(v *store.View, page *pages.SupportView, owner residents.Community) error {
	all, err := v.TrainingsFrom(owner.ID, r.today())
	if err != nil {
		return err
	}
	for _, t := range all {
		in, err := v.TrainingPlaces(owner.ID, t.ID)
		if err != nil {
			return err
		}
		m, err := v.Room(owner.ID, t.Room)
		if err != nil {
			return err
		}
		line := pages.TrainingLine{
			ID: t.ID, Title: t.Title, About: t.About, Where: m.Name + "（" + m.Where + "）", Whose: owner.Name, Left: t.Seats - len(in), Action: page.To("trainings/" + t.ID),
			When: t.Day.Chinese() + " " + pages.MinuteWords(t.From) + "–" + pages.MinuteWords(t.Until),
		}
		line.In = slices.ContainsFunc(in, func(o grants.TrainingPlace) bool { return o.Community == r.place.ID && o.Resident == r.me() })
		switch err := grants.MayBook(r.who, r.place, owner.ID, r.now); {
		case err != nil:
			line.Why = code(err)
		case line.Left <= 0:
			line.Why = grants.ErrFull
		}
		page.Trainings = append(page.Trainings, line)
	}
	return nil
}

func (r *request) askedFor(v *store.View, page *pages.SupportView) error {
	page.Orgs, page.Asked, page.Why = nil, nil, ""
	if r.me() == "" {
		page.Why = residents.ErrSignedOut
		return nil
	}
	orgs, err := v.ApplicantsOf(r.place.ID, r.me())
	if err != nil {
		return err
	}
	if len(orgs) == 0 {
		page.Why = grants.ErrNoOrg
	}
	for _, o := range orgs {
		page.Orgs = append(page.Orgs, pages.Option{Value: o.ID, Label: o.Name, Said: true})
		said, err := v.RequestsFrom(o.Community, o.ID)
		if err != nil {
			return err
		}
		for _, q := range said {
			line := pages.SupportLine{Org: q.OrgName, Topic: pages.SupportWord(q.Topic), Text: q.Text, When: r.day(q.At), Due: r.lastDay(q.Due), Answer: q.Answer}
			if q.Answer != "" {
				line.AnswerWhen = r.day(q.AnswerAt)
			}
			page.Asked = append(page.Asked, line)
		}
	}
	return nil
}

func (p *Portal) askSupport(r *request) (answer, error) {
	org, topic, text := r.form.text("org", 64), grants.Topic(r.form.text("topic", 20)), r.form.lines("text", grants.MaxWords)
	return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/support", "support-asked"), grants.Ask(tx, by, org, topic, text)
	})
}

// trainingStep is a form of one button about the training in the path.
func (p *Portal) trainingStep(done string, verb func(grants.Tx, residents.Sender, string, string) error) func(*request) (answer, error) {
	return func(r *request) (answer, error) {
		return p.do(r, r.route.name, func(tx *store.Tx, by residents.Sender) (string, error) {
			for _, body := range []string{r.place.ID, r.place.Parent} {
				if _, err := tx.Training(body, r.thing("id")); err == nil {
					return api.WithDone("/"+r.place.Slug+"/support", done), verb(tx, by, body, r.thing("id"))
				} else if err != residents.ErrNotFound {
					return "", err
				}
			}
			return "", residents.ErrNotFound
		}, r.place.Parent)
	}
}
