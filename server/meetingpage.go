package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// meetingPage is what is known of a meeting while its page is written.
type meetingPage struct {
	*request
	v      *store.View
	page   *pages.MeetingView
	s      consultation.Meeting
	face   store.MeetingFace
	agenda []consultation.Topic
}

// meeting is the page of one meeting.
func (p *Portal) meeting(r *request) (answer, error) {
	w := &meetingPage{request: r, page: &pages.MeetingView{Frame: p.frame(r)}}
	err := p.view(r, func(v *store.View) (err error) {
		w.v = v
		if w.s, err = v.Meeting(r.place.ID, r.thing("id")); err != nil {
			return err
		}
		if w.face, err = v.MeetingFace(r.place.ID, w.s.ID, r.me()); err != nil {
			return err
		}
		if w.agenda, err = v.Agenda(r.place.ID, w.s.ID); err != nil {
			return err
		}
		w.top()
		w.seat()
		if err := w.items(); err != nil {
			return err
		}
		if err := w.minutes(); err != nil {
			return err
		}
		return w.record()
	})
	return show(w.page), err
}

// top is when, where and by whom the meeting is held, and what comes next.
func (w *meetingPage) top() {
	v, s := w.page, w.s
	v.ID, v.Heading = s.ID, pages.FormWord(s.Form)+"：社区月协商"
	words, tone := pages.MeetingTag(s.State)
	v.Tags = []pages.TagWords{{Words: words, Tone: tone}}
	v.Facts = announcedFacts(w.request, s, w.face)
	v.Materials = s.Materials
	switch s.State {
	case consultation.MeetingAnnounced:
		v.Now.Title, v.Now.What = w.when(s.StartsAt), s.Venue+"。"+w.until(s)
	case consultation.MeetingOpen:
		v.Now.Title, v.Now.What = "正在开会", s.Venue+"。到会的请签到，议程在下面。"
		v.Now.Href, v.Now.Verb = "#opinions", "看议程"
	case consultation.MeetingClosed:
		v.Now.Title, v.Now.What = "会已开完", "正在整理纪要，主持人、记录人和到会居民确认后公布。"
	case consultation.MeetingCancelled:
		v.Reason = s.Reason
	}
}

// announcedFacts are a meeting's particulars; people are masked.
func announcedFacts(r *request, s consultation.Meeting, face store.MeetingFace) []pages.Fact {
	person := func(p residents.Person) string {
		if p.Building == "" {
			return p.Name
		}
		return p.Name + "，" + p.Building
	}
	facts := []pages.Fact{
		{Name: "时间", Value: r.when(s.StartsAt)}, {Name: "地点", Value: s.Venue}, {Name: "形式", Value: pages.FormWord(s.Form)},
		{Name: "席位", Value: strconv.Itoa(s.Seats) + " 席"},
		{Name: "主持", Value: person(face.Chair)}, {Name: "记录人", Value: person(face.Recorder)},
	}
	for _, f := range []pages.Fact{{Name: "涉及", Value: s.Affected}, {Name: "邀请", Value: s.Invited}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	return append(facts, pages.Fact{Name: "公告", Value: r.day(s.AnnouncedAt)})
}

// until says how far away the meeting is.
func (w *meetingPage) until(s consultation.Meeting) string {
	switch n := daysAhead(w.request, s.StartsAt); {
	case n == 0:
		return "就在今天。"
	case n > 0:
		return "还有 " + strconv.Itoa(n) + " 天。"
	}
	return ""
}

// seat is the reader's place in the room.
func (w *meetingPage) seat() {
	s := &w.page.Seat
	s.Open = w.s.State == consultation.MeetingAnnounced || w.s.State == consultation.MeetingOpen
	s.Words, s.Waiting, s.Full = seatsWords(w.s.Seats, w.s.Taken), w.face.Waiting, w.s.Taken >= w.s.Seats
	s.Mine, s.Place = w.face.Seated, w.face.Place
	s.Why = code(consultation.MayTakeSeat(w.who, w.s, w.now))
	in := &w.page.SignIn
	in.Open, in.Done = w.s.State == consultation.MeetingOpen, w.face.Present
	in.Why = code(consultation.MaySignIn(w.who, w.s, w.now))
	w.page.Speak = s.Open
	w.page.SpeakWhy = code(consultation.MayLeaveOpinion(w.who, w.s, w.now))
}

// items are the topics of the agenda with what was said on each.
func (w *meetingPage) items() error {
	body, id := w.place.ID, w.s.ID
	options, err := w.v.OptionsOf(body, id)
	if err != nil {
		return err
	}
	hands, err := w.v.HandsOf(body, id)
	if err != nil {
		return err
	}
	left, err := w.v.OpinionCounts(body, id)
	if err != nil {
		return err
	}
	outcomes, err := w.v.MeetingDisclosures(body, id)
	if err != nil {
		return err
	}
	var mine []store.OwnOpinion
	if w.me() != "" {
		if mine, err = w.v.OwnOpinions(body, id, w.me()); err != nil {
			return err
		}
	}
	for i, t := range w.agenda {
		words, tone := pages.StateTag(t.State)
		it := pages.MeetingItem{ID: t.ID, Place: i + 1, Topic: pages.TopicLine{
			Title: strconv.Itoa(i+1) + ". " + t.Title, Href: w.page.To("topics/" + t.ID), State: words, Tone: tone, Names: []string{t.Place},
		}}
		for _, o := range options {
			if o.Topic == t.ID {
				it.Options = append(it.Options, handOption(o, hands))
			}
		}
		for _, c := range left {
			if c.Topic == t.ID {
				it.Left = append(it.Left, pages.ChannelCount{Channel: c.Channel, For: c.For, Against: c.Against, Other: c.Other})
			}
		}
		for _, o := range mine {
			if o.Topic == t.ID {
				it.Mine = &pages.OpinionLine{Side: opinionWord(o.Side), When: w.day(o.At), Text: o.Text}
			}
		}
		for _, o := range outcomes {
			if o.Topic == t.ID {
				it.Outcome = "结果：" + pages.OutcomeWord(o.Kind) + "。"
			}
		}
		w.page.Items = append(w.page.Items, it)
	}
	return nil
}

// opinionWord is what an opinion says: 其他意见 where a statement would ask.
func opinionWord(s consultation.Side) string {
	if s == consultation.Question {
		return "其他意见"
	}
	return pages.SideWord(s)
}

// minutes leads to the minutes, where the reader may read any.
func (w *meetingPage) minutes() error {
	m, err := w.v.LatestMinutes(w.place.ID, w.s.ID)
	if err == residents.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	published := w.s.State == consultation.MeetingPublished
	draft := m.PublishedAt.IsZero() && mayReadDraft(w.who, w.s, w.face.Present, w.now) == nil
	if !published && !draft {
		return nil
	}
	n := &w.page.Now
	n.Href = w.page.To("meetings/" + w.s.ID + "/minutes")
	switch {
	case draft:
		n.Title, n.What, n.Verb = "纪要待确认", "请看过后确认，确认够了才公布。", "看纪要并确认"
	default:
		n.Title, n.What, n.Verb = "纪要和结果已公布", w.day(m.PublishedAt)+"公布。", "看会议纪要"
	}
	w.page.Minutes = n.Href
	return nil
}

func (w *meetingPage) record() error {
	entries, err := w.v.LastEntriesOn(w.place.ID, "meeting/"+w.s.ID, mostEntries)
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	return err
}

// recordLine is an entry of the record by its name, with the way to it.
func (r *request) recordLine(e store.EntryHead) pages.RecordLine {
	return pages.RecordLine{
		When: r.day(e.At), What: pages.RecordWord(e.Kind), Href: "/" + r.place.Slug + "/record/" + strconv.FormatInt(e.Seq, 10),
	}
}
