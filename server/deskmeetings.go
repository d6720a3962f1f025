package main

import (
	"crypto/rand"
	"fmt"
	"maps"
	"math/big"
	"net/http"
	"slices"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskMeetingRoutes are the desk's pages of meetings: the list, the announcement,
// the evening, and the minutes.
func (p *Portal) deskMeetingRoutes() []route {
	const meeting = "/{place}/desk/meetings/{id}"
	const minutes = meeting + "/minutes"
	get, post := http.MethodGet, http.MethodPost
	return []route{
		{method: get, pattern: "/{place}/desk/meetings", name: "desk-meetings", do: residents.WorkDesk, handle: p.deskMeetings},
		{method: get, pattern: "/{place}/desk/meetings/new", name: "announce", do: residents.WorkDesk, handle: p.deskAnnounce},
		{method: post, pattern: "/{place}/desk/meetings/new", name: "announce", do: residents.Announce, handle: p.announce},
		{method: get, pattern: meeting, name: "desk-meeting", do: residents.WorkDesk, handle: p.deskMeeting},
		{method: post, pattern: meeting + "/open", name: "open", do: residents.RunMeeting, handle: p.openMeeting, on: meeting},
		{method: post, pattern: meeting + "/sign-in", name: "sign-in", do: residents.RunMeeting, handle: p.signInByHand, on: meeting},
		{method: post, pattern: meeting + "/guest", name: "guest", do: residents.RunMeeting, handle: p.signInGuest, on: meeting},
		{method: post, pattern: meeting + "/options", name: "option", do: residents.RunMeeting, handle: p.putOption, on: meeting},
		{method: post, pattern: meeting + "/hands", name: "hands", do: residents.RunMeeting, handle: p.countHands, on: meeting},
		{method: post, pattern: meeting + "/slips", name: "slip", do: residents.RunMeeting, handle: p.enterSlip, on: meeting},
		{method: post, pattern: meeting + "/close", name: "close", do: residents.RunMeeting, handle: p.closeMeeting, on: meeting},
		{method: post, pattern: meeting + "/cancel", name: "cancel", do: residents.Announce, handle: p.cancelMeeting, on: meeting},
		{method: get, pattern: meeting + "/code", name: "desk-code", do: residents.WorkDesk, handle: p.roomCode},
		{method: get, pattern: meeting + "/sheet", name: "desk-sheet", do: residents.WorkDesk, handle: p.signSheet},
		{method: get, pattern: minutes, name: "desk-minutes", do: residents.WorkDesk, handle: p.deskMinutes},
		{method: post, pattern: minutes, name: "minutes", do: residents.WriteMinutes, handle: p.draftMinutes},
		{method: post, pattern: minutes + "/publish", name: "publish", do: residents.Publish, handle: p.publishMinutes, on: minutes},
	}
}

// Page sizes of the desk's lists.
const (
	meetingsAPage   = 20
	candidatesShown = 60  // accepted topics offered for an agenda
	peopleShown     = 200 // residents offered besides those with an office
)

// deskMeetings lists the meetings of the community.
func (p *Portal) deskMeetings(r *request) (answer, error) {
	v := &desk.MeetingsView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		if v.Announced, err = monthMeets(r, rows); err != nil {
			return err
		}
		starts, id, err := after(r)
		if err != nil {
			return err
		}
		all, err := rows.MeetingsBefore(r.place.ID, starts, id, meetingsAPage+1)
		if err != nil {
			return err
		}
		if len(all) > meetingsAPage {
			all = all[:meetingsAPage]
			last := all[len(all)-1]
			v.Older = v.To("desk/meetings") + afterKey(last.StartsAt, last.ID)
		}
		for _, m := range all {
			switch m.State {
			case consultation.MeetingAnnounced, consultation.MeetingOpen, consultation.MeetingClosed:
				v.Live = append(v.Live, meetingLine(r, m))
			default:
				v.Past = append(v.Past, meetingLine(r, m))
			}
		}
		return nil
	})
	return show(v), err
}

// monthMeets is the address of the month's meeting that has not come to its end:
// another is not announced beside it. "" when there is none.
func monthMeets(r *request, rows *store.View) (string, error) {
	month := calendar.MonthOf(calendar.DayOf(r.now, r.place.Location())).String()
	m, err := rows.MeetingOf(r.place.ID, month)
	if err == residents.ErrNotFound || err == nil && m.State == consultation.MeetingPublished {
		return "", nil
	}
	return "/" + r.place.Slug + "/desk/meetings/" + m.ID, err
}

func meetingLine(r *request, m consultation.Meeting) pages.TopicLine {
	words, tone := pages.MeetingTag(m.State)
	line := pages.TopicLine{
		Title: meetingHeading(r, m), Href: "/" + r.place.Slug + "/desk/meetings/" + m.ID, State: words, Tone: tone,
		Facts: []string{fmt.Sprintf("报名 %d / %d 座", m.Taken, m.Seats)}, Names: []string{m.Venue}, Own: true,
	}
	if m.State == consultation.MeetingCancelled {
		line.Facts, line.Names = nil, []string{m.Reason}
	}
	return line
}

// meetingHeading names a meeting: 议事会 · 11 月 28 日（周六）19:00.
func meetingHeading(r *request, m consultation.Meeting) string {
	return pages.FormWord(m.Form) + " · " + calendar.ChineseTime(m.StartsAt, r.place.Location())
}

// deskAnnounce is the page on which a meeting is announced.
func (p *Portal) deskAnnounce(r *request) (answer, error) {
	v := &desk.AnnounceView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		if v.Live, err = monthMeets(r, rows); err != nil {
			return err
		}
		today := calendar.DayOf(r.now, r.place.Location())
		v.Earliest = calendar.DayOf(consultation.EarliestMeeting(r.place, r.now), r.place.Location()).Chinese()
		v.Source = consultation.RulesAt(today).Notice.Source
		all, err := rows.Candidates(r.place.ID, candidatesShown+1)
		if err != nil {
			return err
		}
		if len(all) > candidatesShown {
			all, v.More = all[:candidatesShown], true
		}
		for _, c := range all {
			v.Topics = append(v.Topics, desk.AgendaChoice{ID: c.ID, Title: c.Title, Facts: candidateFacts(c)})
		}
		v.Search = asked(r.URL.Query().Get("who"), 40)
		v.People, v.Many, err = chairs(r, rows, v.Search, all)
		return err
	})
	return show(v), err
}

func candidateFacts(c store.Candidate) string {
	facts := []string{c.Number, fmt.Sprintf("%d 人附议", c.Supports)}
	if c.Author == "" {
		facts = append(facts, "来自 12345")
	} else {
		facts = append(facts, c.AuthorName+"提出，须回避")
	}
	return strings.Join(facts, "　")
}

// chairs are those who may be named as chair or recorder: who holds an office
// first, then volunteers, then residents as far as they are shown, and those whose
// name was looked for before all others. many tells that there are more.
func chairs(r *request, rows *store.View, search string, topics []store.Candidate) (all []pages.Option, many bool, err error) {
	wrote := map[string]string{}
	for _, c := range topics {
		if c.Author != "" {
			wrote[c.Author] += " " + c.Number
		}
	}
	seen := map[string]bool{}
	all = []pages.Option{{Value: "", Label: "请选一位"}}
	add := func(people []residents.Resident, role string) {
		for _, who := range people {
			if seen[who.ID] || who.Community != r.place.ID {
				continue
			}
			seen[who.ID] = true
			label := who.Name
			for _, more := range []string{who.Building, role} {
				if more != "" {
					label += " " + more
				}
			}
			if n := wrote[who.ID]; n != "" {
				label += "（提出了" + n + "）"
			}
			all = append(all, pages.Option{Value: who.ID, Label: label})
		}
	}
	if search != "" {
		found, err := rows.ResidentsNamed(r.place.ID, search, peopleShown)
		if err != nil {
			return nil, false, err
		}
		add(found, "")
	}
	for _, role := range []residents.RoleName{residents.RoleDirector, residents.RoleCommitteeMember, residents.RoleVolunteer} {
		held, err := rows.Holders(r.place.ID, r.now, role)
		if err != nil {
			return nil, false, err
		}
		add(held, pages.RoleWord(role))
	}
	rest, err := rows.ResidentsNamed(r.place.ID, "", peopleShown+1)
	if len(rest) > peopleShown {
		rest, many = rest[:peopleShown], true
	}
	add(rest, "")
	return all, many, err
}

// announce announces a meeting.
func (p *Portal) announce(r *request) (answer, error) {
	a := consultation.Announcement{
		Community: r.place.ID,
		Form:      consultation.Form(r.form.choice("form", string(consultation.FormForum), string(consultation.FormHearing), string(consultation.FormTalk))),
		StartsAt:  r.form.time("day"),
		Venue:     r.form.text("venue", consultation.MaxVenue),
		Seats:     r.form.number("seats", 2, 500),
		Chair:     r.form.person("chair"),
		Recorder:  r.form.person("recorder"),
		Topics:    r.form.agenda(),
		Affected:  r.form.lines("affected", consultation.MaxInvited),
		Invited:   r.form.lines("invited", consultation.MaxInvited),
		Materials: r.form.lines("materials", consultation.MaxMaterials),
		Code:      newCode(),
	}
	return p.do(r, "announce", func(tx *store.Tx, by residents.Sender) (string, error) {
		m, err := consultation.Announce(tx, by, a)
		return api.WithDone("/"+r.place.Slug+"/desk/meetings/"+m.ID, "announced"), err
	})
}

// newCode is six random digits for the room.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // crypto/rand ends the program instead
	}
	return fmt.Sprintf("%06d", n)
}

// person is a resident's id from a list of people; nobody is "" and wrong.
func (f *form) person(name string) string {
	s := f.text(name, 80)
	if s == "" {
		f.refuse(name, residents.ErrChoice, 0)
	}
	return s
}

// agenda reads the topics that are ticked as on-ID, in the order of the numbers
// place-ID; topics of one number follow one another as they were raised.
func (f *form) agenda() []string {
	type item struct {
		place int
		id    string
	}
	var items []item
	for _, name := range slices.Sorted(maps.Keys(f.values)) {
		if id, ok := strings.CutPrefix(name, "place-"); ok {
			f.one(name)
			if f.ticked("on-" + id) {
				items = append(items, item{f.number(name, 1, 99), id})
			}
		}
	}
	if len(items) == 0 {
		f.refuse("topics", consultation.ErrNoAgenda, 0)
	}
	slices.SortStableFunc(items, func(a, b item) int { return a.place - b.place })
	var ids []string
	for _, it := range items {
		ids = append(ids, it.id)
	}
	return ids
}
