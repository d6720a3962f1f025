package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/server/store"
)

// What leaves the portal about a meeting: its calendar file and its notice on paper.

// announced reads a meeting and its agenda.
func (p *Portal) announced(r *request) (s consultation.Meeting, agenda []consultation.Topic, face store.MeetingFace, err error) {
	err = p.view(r, func(v *store.View) (err error) {
		if s, err = v.Meeting(r.place.ID, r.thing("id")); err != nil {
			return err
		}
		if face, err = v.MeetingFace(r.place.ID, s.ID, r.me()); err != nil {
			return err
		}
		agenda, err = v.Agenda(r.place.ID, s.ID)
		return err
	})
	return s, agenda, face, err
}

// calendar is the meeting as a calendar file (RFC 5545). Its times are in UTC, which
// every calendar shows in its own zone; its UID stays the same, so that a file taken
// again, after the meeting was cancelled, changes the entry and adds none.
func (p *Portal) calendar(r *request) (answer, error) {
	s, agenda, _, err := p.announced(r)
	if err != nil {
		return answer{}, err
	}
	c := ics.NewCalendarFor("Yishiting")
	c.SetMethod(ics.MethodPublish)
	e := c.AddEvent(s.ID + "@" + r.place.ID + ".yishiting")
	e.SetDtStampTime(s.AnnouncedAt)
	e.SetStartAt(s.StartsAt)
	e.SetSummary(r.place.Name + pages.FormWord(s.Form))
	e.SetLocation(s.Venue)
	address := p.address("/" + r.place.Slug + "/meetings/" + s.ID)
	e.SetURL(address)
	var lines []string
	for i, t := range agenda {
		lines = append(lines, strconv.Itoa(i+1)+". "+t.Title)
	}
	e.SetDescription("议程：\n" + strings.Join(lines, "\n") + "\n" + address)
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetSequence(0)
	if s.State == consultation.MeetingCancelled {
		e.SetStatus(ics.ObjectStatusCancelled)
		e.SetSequence(1)
	}
	body := c.Serialize(ics.WithNewLineWindows)
	return give(file{kind: "text/calendar; charset=utf-8", name: "协商会.ics", body: []byte(body)}), nil
}

// notice is the announcement on paper.
func (p *Portal) notice(r *request) (answer, error) {
	s, agenda, face, err := p.announced(r)
	if err != nil {
		return answer{}, err
	}
	form := pages.FormWord(s.Form)
	path := "/" + r.place.Slug + "/meetings/" + s.ID
	v := &pages.NoticeView{
		Frame: p.frame(r), Back: path, Kind: form, Heading: "社区月协商公告", Facts: announcedFacts(r, s, face), Phone: r.place.Phone,
		Issuer: r.place.Name + "居民委员会", Date: dateWords(calendar.DayOf(s.AnnouncedAt, r.place.Location())),
		Opening: "根据《城市居民委员会组织法》第三十二条，定于" + r.when(s.StartsAt) + "在" + s.Venue + "召开" + form + "，就下列议题与居民协商。欢迎居民参加。",
	}
	v.Facts = slices.DeleteFunc(v.Facts, func(f pages.Fact) bool { return f.Name == "形式" || f.Name == "公告" }) // both stand elsewhere on it
	if s.State == consultation.MeetingCancelled {
		v.Cancelled = s.Reason
	}
	for _, t := range agenda {
		v.Agenda = append(v.Agenda, t.Title)
	}
	v.Size, v.Code = qrCode(p.address(path))
	return show(v), nil
}

// dateWords is a day as it stands under a notice: 2026 年 11 月 10 日.
func dateWords(d calendar.Day) string { return strconv.Itoa(d.Year) + " 年 " + dayWords(d) }

// daysAhead is how many days from today something is.
func daysAhead(r *request, at time.Time) int {
	return calendar.DaysBetween(r.today(), calendar.DayOf(at, r.place.Location()))
}
