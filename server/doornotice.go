package main

import (
	"errors"
	"net/http"
	"slices"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// doorNoticeRoutes are the sheet that hangs on one door.
func (p *Portal) doorNoticeRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/desk/door-notice", name: "desk-door-notice", do: residents.Invite, handle: p.doorNotice},
	}
}

const (
	doorLetters = 12  // letters of a unit or a room
	doorLines   = 5   // of each kind: it is one sheet
	doorLooks   = 100 // projects looked at for those of one building
	doorReply   = 3   // working days in which a home that was not met is asked to answer
)

// doorNotice is what concerns one building, as it is today. Nothing of it is kept.
func (p *Portal) doorNotice(r *request) (answer, error) {
	q := r.URL.Query()
	v := &desk.DoorNoticeView{Building: q.Get("building"), Unit: q.Get("unit"), Room: q.Get("room"), Style: p.files.address("letters.css")}
	for _, said := range []string{v.Unit, v.Room} {
		if !clean(said, false) || len([]rune(said)) > doorLetters {
			return answer{}, residents.ErrNotFound
		}
	}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtLetters); err != nil {
			return err
		}
		all, err := rows.AllBuildings(r.place.ID)
		if err != nil {
			return err
		}
		for _, b := range all {
			v.Buildings = append(v.Buildings, pages.Option{Value: b, Label: b})
		}
		switch {
		case v.Building == "":
			return nil
		case !slices.Contains(all, v.Building):
			return residents.ErrNotFound
		}
		v.Date = dateWords(r.today())
		v.Reply = dayWords(calendar.WorkingDaysAfter(r.today(), doorReply))
		v.Size, v.QR = qrCode(p.address("/" + r.place.Slug))
		return errors.Join(r.doorMeeting(rows, v), r.doorPolls(rows, v), r.doorCalls(rows, v), r.doorWorks(rows, v))
	})
	return show(v), err
}

// doorMeeting is the meeting of this month or the next that is to come.
func (r *request) doorMeeting(rows *store.View, v *desk.DoorNoticeView) error {
	month := calendar.MonthOf(r.today())
	for _, m := range []calendar.Month{month, month.Next()} {
		s, err := rows.MeetingOf(r.place.ID, m.String())
		if errors.Is(err, residents.ErrNotFound) || err == nil && (s.State != consultation.MeetingAnnounced || !r.now.Before(s.StartsAt)) {
			continue
		}
		if err != nil {
			return err
		}
		agenda, err := rows.Agenda(r.place.ID, s.ID)
		if err != nil {
			return err
		}
		v.Meeting = &desk.DoorMeeting{When: r.when(s.StartsAt), Venue: s.Venue}
		for _, t := range agenda {
			v.Meeting.Agenda = append(v.Meeting.Agenda, t.Title)
		}
		return nil
	}
	return nil
}

// doorPolls are those in which somebody of the building may have a vote: not those of a named body.
func (r *request) doorPolls(rows *store.View, v *desk.DoorNoticeView) error {
	all, err := rows.PollsOpen(r.place.ID, r.now)
	for _, one := range all {
		e := one.Electorate
		asked := len(e.Buildings) == 0 || slices.Contains(e.Buildings, v.Building)
		if asked && e.Unit != polls.UnitMember && e.Unit != polls.UnitDelegate && len(v.Polls) < doorLines {
			v.Polls = append(v.Polls, desk.DoorLine{Title: one.Question, Until: r.end(one.ClosesAt()) + "截止"})
		}
	}
	return err
}

func (r *request) doorCalls(rows *store.View, v *desk.DoorNoticeView) error {
	all, err := rows.PublishedCallsFor(r.place.ID, r.place.Parent)
	for _, c := range all {
		if r.now.Before(c.Closes) && project.Concerned(c.Places, r.place.ID, v.Building) && len(v.Calls) < doorLines {
			v.Calls = append(v.Calls, desk.DoorLine{Title: c.Title, Until: r.end(c.Closes) + "截止"})
		}
	}
	return err
}

// doorWorks are the projects that are under work there, of the community and of its street.
func (r *request) doorWorks(rows *store.View, v *desk.DoorNoticeView) error {
	all, err := rows.ProjectsAfter([]string{r.place.ID, r.place.Parent}, project.Project{}, doorLooks, project.Deliver)
	for _, one := range all {
		if project.Concerned(one.Places, r.place.ID, v.Building) && len(v.Works) < doorLines {
			v.Works = append(v.Works, desk.DoorLine{Title: one.Title, Until: "正在实施"})
		}
	}
	return err
}
