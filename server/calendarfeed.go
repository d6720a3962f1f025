package main

import (
	"errors"
	"net/http"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/doors"
	"yishiting/server/store"
	"yishiting/signups"
)

// feedRoutes are the address of one's own calendar: where it is kept, and what is there.
func (p *Portal) feedRoutes() []route {
	const mine = "/{place}/me/calendar"
	here := []residents.Level{residents.LevelCommunity}
	return []route{
		{method: http.MethodGet, pattern: mine, name: "feed", do: residents.OwnThings, handle: p.feed, at: here},
		{method: http.MethodPost, pattern: mine, name: "make-feed", do: residents.OwnThings, handle: p.makeFeed, at: here},
		{method: http.MethodPost, pattern: mine + "/end", name: "end-feed", do: residents.OwnThings, handle: p.endFeed, on: mine, at: here},
		{method: http.MethodGet, pattern: "/{place}/calendar/{feed}", name: "calendar-feed", do: residents.ReadPublic, handle: p.calendarFeed},
	}
}

// A calendar asks a few times a day. So often may one be asked for, and so often may a sender ask
// for what is none; each server counts for itself, since nothing is there to be guessed.
const (
	feedsAtOnce    = 30
	feedsPerSecond = 1.0 / 60
	feedRefresh    = "PT6H" // how often a calendar is asked to come again
	feedPast       = 30 * 24 * time.Hour
	feedSeats      = 100
)

// feed is the page on which somebody keeps the address. It is at home: a reader of another
// place is led there.
func (p *Portal) feed(r *request) (answer, error) {
	home, err := p.ownPlace(r, "/me/calendar")
	if err != nil || home != "" {
		return answer{location: home}, err
	}
	v := &pages.FeedView{Frame: p.frame(r), Why: reasonOf(residents.MayKeepFeed(r.who, r.now))}
	err = p.view(r, func(rows *store.View) error { return r.feedSince(rows, v) })
	return show(v), err
}

func (r *request) feedSince(rows *store.View, v *pages.FeedView) error {
	since, err := rows.FeedSince(r.place.ID, r.me())
	if errors.Is(err, residents.ErrNotFound) {
		return nil
	}
	v.Since = r.when(since)
	return err
}

// makeFeed makes an address and shows it. The secret goes to this one answer and is kept
// nowhere: the same command again makes no second one and cannot show the first.
func (p *Portal) makeFeed(r *request) (answer, error) {
	token := ""
	_, err := p.do(r, "make-feed", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		made := store.NewToken()
		if err := residents.MakeFeed(tx, by, made); err != nil {
			return "", err
		}
		token = made
		return "/" + r.place.Slug + "/me/calendar", tx.Tell(consultation.Letter{
			Community: r.place.ID, ID: by.ID + "/feed-made", Resident: by.Resident.ID, Kind: "feed-made", At: by.Now.UnixMicro(),
		})
	})
	if err != nil {
		return answer{}, err
	}
	v := &pages.FeedView{Frame: p.frame(r), Lost: token == ""}
	if token != "" {
		v.Address = p.address("/" + r.place.Slug + "/calendar/" + token + ".ics")
		_, rest, _ := strings.Cut(v.Address, ":")
		v.Opens = "webcal:" + rest
		return show(v), nil
	}
	err = p.view(r, func(rows *store.View) error { return r.feedSince(rows, v) })
	return show(v), err
}

// endFeed ends the reader's address.
func (p *Portal) endFeed(r *request) (answer, error) {
	return p.do(r, "end-feed", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		return api.WithDone("/"+r.place.Slug+"/me/calendar", "feed-ended"), residents.EndFeed(tx, by)
	})
}

// calendarFeed is somebody's own calendar, for whoever has its address. It asks for no session and
// tells of nobody else. What is not there is not told from what was.
func (p *Portal) calendarFeed(r *request) (answer, error) {
	token, ok := strings.CutSuffix(r.PathValue("feed"), ".ics")
	if !ok || !wellMade(token) {
		return answer{}, residents.ErrNotFound
	}
	c := newCalendar()
	c.SetName("议事厅 · " + r.place.Name)
	c.SetXPublishedTTL(feedRefresh)
	c.SetRefreshInterval(feedRefresh)
	err := p.view(r, func(v *store.View) error {
		whose, err := v.FeedOwner(r.place.ID, token)
		if err = p.mayAskForFeed(r, whose, err); err != nil {
			return err
		}
		for _, some := range []func(*request, *store.View, *ics.Calendar, string) error{p.feedShifts, p.feedSeats, p.feedAppointments, p.feedPolls} {
			if err := some(r, v, c, whose); err != nil {
				return err
			}
		}
		return nil
	})
	f := calendarFile(c, "")
	f.name = ""
	return give(f), err
}

// mayAskForFeed is err, or a tooOften: for a person's calendar that is asked for too often, or
// a sender who asks for too many that are not there.
func (p *Portal) mayAskForFeed(r *request, whose string, err error) error {
	counted := "calendar " + r.place.ID + "/" + whose
	if err != nil {
		counted = "address " + doors.Address(r.Request, p.proxies)
	}
	if after, ok := p.feeds.Allow(counted); !ok {
		return &tooOften{"", after}
	}
	return err
}

// wellMade tells whether something may be a token of store.NewToken's.
func wellMade(token string) bool {
	return len(token) == 43 && strings.Trim(token, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
}

func (p *Portal) feedShifts(r *request, v *store.View, c *ics.Calendar, whose string) error {
	all, err := v.SignupsAhead(r.place.ID, whose, r.now.Add(-feedPast))
	if err != nil {
		return err
	}
	activities, err := r.activitiesOfTaken(v, all)
	for _, t := range all {
		// Of a child who comes along the child's own calendar tells.
		if t.Resident == whose && t.State != signups.Waitlisted && t.State != signups.Declined {
			p.shiftEvent(r, c, activities[t.Activity], t)
		}
	}
	return err
}

func (p *Portal) feedSeats(r *request, v *store.View, c *ics.Calendar, whose string) error {
	all, err := v.SeatsOf(r.place.ID, whose, r.now.Add(-feedPast), feedSeats)
	for _, s := range all {
		e := p.feedEvent(r, c, s.Meeting.ID, s.Meeting.StartsAt, meetingWord(s.Meeting.Form), "/meetings/"+s.Meeting.ID)
		e.SetLocation(s.Meeting.Venue)
		if s.Waiting {
			e.SetStatus(ics.ObjectStatusTentative)
		}
	}
	return err
}

func (p *Portal) feedAppointments(r *request, v *store.View, c *ics.Calendar, whose string) error {
	all, err := v.AppointmentsOf(r.place.ID, whose, r.today().Add(-int(feedPast/(24*time.Hour))))
	for _, a := range all {
		p.appointmentEvent(r, c, a)
	}
	return err
}

// feedPolls are the ends of the polls that are open at the place, for everybody the same.
func (p *Portal) feedPolls(r *request, v *store.View, c *ics.Calendar, _ string) error {
	all, err := v.PollsOpen(r.place.ID, r.now)
	for _, one := range all {
		p.feedEvent(r, c, one.ID, one.ClosesAt(), pollEnds(one), "/polls/"+one.ID)
	}
	return err
}

func pollEnds(one polls.Poll) string { return "投票截止：" + one.Question }

// feedEvent is an instant in a calendar, with the page that tells of it.
func (p *Portal) feedEvent(r *request, c *ics.Calendar, id string, at time.Time, summary, page string) *ics.VEvent {
	e := c.AddEvent(id + "@" + r.place.ID + ".yishiting")
	e.SetDtStampTime(r.now)
	e.SetStartAt(at)
	e.SetSummary(summary)
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetURL(p.address("/" + r.place.Slug + page))
	return e
}
