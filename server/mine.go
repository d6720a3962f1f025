package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// mineRoutes are the page of the reader's own things.
func (p *Portal) mineRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/me", name: "me", do: residents.OwnThings, handle: p.me},
		{method: http.MethodPost, pattern: "/{place}/me/read", name: "read", do: residents.OwnLetters, handle: p.readLetters, on: "/{place}/me"},
	}
}

const (
	pageLetters = 20
	pageMine    = 10 // topics of one's own, and topics supported
)

// me is what is the reader's own. Everybody's own things are at home: a reader of
// another place is led there.
func (p *Portal) me(r *request) (answer, error) {
	v := &pages.MeView{Frame: p.frame(r)}
	if !r.who.SignedIn() {
		return show(v), nil
	}
	home := ""
	err := p.view(r, func(tx *store.View) error {
		if r.me() == "" {
			c, err := tx.CommunityByID(r.who.Resident.Community)
			home = "/" + c.Slug + "/me"
			return err
		}
		v.Who = r.whoIs()
		v.Joined, v.Waiting, v.Minor = r.URL.Query().Get("done") == "joined", r.who.Resident.ConfirmedAt.IsZero(), !r.who.Resident.Adult
		v.Stairwell = r.who.Holds(r.place.ID, r.now, residents.RoleStairwellHead)
		for _, some := range []func(*store.View, *pages.MeView) error{r.myLetters, r.mySeats, r.myTopics} {
			if err := some(tx, v); err != nil {
				return err
			}
		}
		return nil
	})
	switch {
	case err != nil:
		return answer{}, err
	case home != "":
		return seeOther(home, r.URL.Query().Get("done")), nil
	}
	return show(v), nil
}

// whoIs is the reader's building and the roles they hold here now.
func (r *request) whoIs() string {
	var parts []string
	if b := r.who.Resident.Building; b != "" {
		parts = append(parts, b)
	}
	for _, role := range residents.LevelRoles[r.place.Level] {
		if r.who.Holds(r.place.ID, r.now, role) {
			parts = append(parts, pages.RoleWord(role))
		}
	}
	return strings.Join(parts, " · ")
}

func (r *request) myLetters(tx *store.View, v *pages.MeView) error {
	at, id := letterKey(r.URL.Query().Get("letters"))
	if id != "" {
		v.LettersNewer = v.To("me")
	}
	all, err := tx.LettersBefore(r.place.ID, r.me(), at, id, pageLetters+1)
	if err != nil {
		return err
	}
	if len(all) > pageLetters {
		all = all[:pageLetters]
		last := all[pageLetters-1]
		v.LettersOlder = v.To("me") + "?letters=" + url.QueryEscape(strconv.FormatInt(last.At, 10)+"."+last.ID)
	}
	for _, l := range all {
		line := pages.LetterLine{Words: pages.LetterWords(l.Letter), When: r.day(time.UnixMicro(l.At)) + " " + calendar.Clock(time.UnixMicro(l.At), r.place.Location()), New: !l.Read}
		if line.Href, err = letterHref(tx, v, l.Letter); err != nil {
			return err
		}
		v.Letters = append(v.Letters, line)
	}
	if len(all) > 0 {
		v.Until = strconv.FormatInt(all[0].At, 10)
	}
	return nil
}

// letterHref is where a letter leads: to its own place, or, of a project of another body, to that one's.
func letterHref(tx *store.View, v *pages.MeView, l consultation.Letter) (string, error) {
	path := pages.LetterPath(l)
	switch {
	case path == "":
		return "", nil
	case l.Body == "" || l.Call != "":
		return v.To(path), nil
	}
	body, err := tx.CommunityByID(l.Body)
	return "/" + body.Slug + "/" + path, err
}

// letterKey reads a letter's place in the inbox; what is none begins with the latest.
func letterKey(s string) (at int64, id string) {
	time, id, _ := strings.Cut(s, ".")
	at, err := strconv.ParseInt(time, 10, 64)
	if err != nil || at < 0 || at > 1<<53 || !clean(id, false) {
		return 0, ""
	}
	return at, id
}

// mySeats are seats in meetings that are not over; one that should have begun stays for a day.
func (r *request) mySeats(tx *store.View, v *pages.MeView) error {
	all, err := tx.SeatsOf(r.place.ID, r.me(), r.now.AddDate(0, 0, -1), pageMine)
	for _, s := range all {
		line := pages.TopicLine{
			Title: r.when(s.Meeting.StartsAt) + " " + meetingWord(s.Meeting.Form), Href: v.To("meetings/" + s.Meeting.ID),
			State: "已报名", Tone: pages.ToneAct, Facts: []string{s.Meeting.Venue},
		}
		if s.Waiting {
			line.State, line.Tone = "候补中", pages.ToneDue
		}
		v.Seats = append(v.Seats, line)
	}
	return err
}

func (r *request) myTopics(tx *store.View, v *pages.MeView) error {
	mine, err := tx.TopicsBy(r.place.ID, r.me(), topicKey(r.URL.Query().Get("topics")), pageMine+1)
	if err != nil {
		return err
	}
	if len(mine) > pageMine {
		mine = mine[:pageMine]
		v.TopicsOlder = v.To("me") + "?topics=" + url.QueryEscape(keyText(mine[pageMine-1].Key())) + "#topics"
	}
	v.Topics = r.topicLines(mine)
	supported, err := tx.SupportedBy(r.place.ID, r.me(), pageMine+1)
	if len(supported) > pageMine {
		supported, v.SupportedMore = supported[:pageMine], true
	}
	v.Supported = r.topicLines(supported)
	return err
}

// readLetters marks the letters that were shown, and those before them, as read.
func (p *Portal) readLetters(r *request) (answer, error) {
	until := r.form.number("until", 0, 1<<53)
	return p.do(r, "read-letters", func(tx *store.Tx, by residents.Sender) (string, error) {
		if by.Resident.Community != r.place.ID {
			return "", residents.ErrNotAllowed
		}
		return "/" + r.place.Slug + "/me?done=read", tx.ReadLetters(r.place.ID, by.Resident.ID, int64(until))
	})
}
