package main

import (
	"net/http"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// minutesRoutes are the minutes of a meeting and the word by which one confirms them.
func (p *Portal) minutesRoutes() []route {
	const page = "/{place}/meetings/{id}/minutes"
	return []route{
		{method: http.MethodGet, pattern: page, name: "minutes", do: residents.ReadPublic, handle: p.minutes},
		{method: http.MethodPost, pattern: page + "/confirm", name: "confirm", do: residents.ConfirmNotes, handle: p.confirm, on: page},
	}
}

// mayReadDraft is nil for those who may confirm minutes that wait: the chair, the
// recorder, who signed in, and for the desk.
func mayReadDraft(who residents.Standing, s consultation.Meeting, present bool, now time.Time) error {
	if who.Resident.Community == s.Community && (present || who.Resident.ID == s.Chair || who.Resident.ID == s.Recorder) {
		return nil
	}
	return residents.MayOpen(who, residents.WorkDesk, s.Community, "", now)
}

// confirm says that the version the reader has read is right.
func (p *Portal) confirm(r *request) (answer, error) {
	version, digest := r.form.number("version", 1, 10_000), r.form.text("digest", 64)
	return p.do(r, "confirm", func(tx *store.Tx, by residents.Sender) (string, error) {
		err := consultation.Confirm(tx, by, r.place.ID, r.thing("id"), version, digest)
		return api.WithDone("/"+r.place.Slug+"/meetings/"+r.thing("id")+"/minutes", "confirmed"), err
	})
}

// minutesPage is what is known of a version of the minutes while its page is written.
type minutesPage struct {
	*request
	v      *store.View
	page   *pages.MinutesView
	s      consultation.Meeting
	face   store.MeetingFace
	m      consultation.Minutes
	agenda []consultation.Topic
}

// minutes is the page of one version: the one asked for, else a draft that waits for
// the reader's word, else the last that was published.
func (p *Portal) minutes(r *request) (answer, error) {
	w := &minutesPage{request: r, page: &pages.MinutesView{Frame: p.frame(r)}}
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
		for _, write := range []func() error{w.choose, w.top, w.items, w.confirmations, w.seal} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// choose takes the version that is shown, and lists the others that the reader may read.
func (w *minutesPage) choose() error {
	all, err := w.v.MinutesVersions(w.place.ID, w.s.ID)
	if err != nil {
		return err
	}
	asked, found := w.URL.Query().Get("version"), false
	for _, m := range all {
		if m.PublishedAt.IsZero() && mayReadDraft(w.who, w.s, w.face.Present, w.now) != nil {
			continue
		}
		if !found && (asked == "" || asked == strconv.Itoa(m.Version)) {
			w.m, found = m, true
			continue
		}
		words := "看第 " + strconv.Itoa(m.Version) + " 版"
		if m.PublishedAt.IsZero() {
			words += "（待确认）"
		}
		w.page.Versions = append(w.page.Versions, pages.VersionLine{
			Href: w.page.To("meetings/" + w.s.ID + "/minutes?version=" + strconv.Itoa(m.Version)), Words: words,
		})
	}
	if !found {
		return residents.ErrNotFound
	}
	return nil
}

// top is what the meeting was and who was there.
func (w *minutesPage) top() error {
	v, m := w.page, w.m
	v.Meeting, v.Version, v.Draft, v.Correction = w.s.ID, m.Version, m.PublishedAt.IsZero(), m.Correction
	v.Absent, v.Statements = m.Absent, m.Statements
	number, err := w.v.MeetingNumber(w.place.ID, w.s)
	if err != nil {
		return err
	}
	v.Facts = append([]pages.Fact{
		{Name: "编号", Value: w.s.Cycle + "-" + strconv.Itoa(number)}, {Name: "社区", Value: w.place.Name},
		{Name: "层级", Value: pages.LevelWord(w.place.Level)},
	}, announcedFacts(w.request, w.s, w.face)...)
	if w.s.Materials != "" {
		v.Facts = append(v.Facts, pages.Fact{Name: "材料", Value: w.s.Materials})
	}
	present := 0
	for _, c := range m.Counts {
		present += c.N
	}
	v.Present = []pages.Fact{{Name: "应到", Value: strconv.Itoa(w.s.Seats) + " 席"}, {Name: "实到", Value: strconv.Itoa(present) + " 人"}}
	for _, c := range m.Counts {
		v.Present = append(v.Present, pages.Fact{Name: pages.PartWord(c.Part), Value: strconv.Itoa(c.N) + " 人"})
	}
	if !v.Draft {
		v.Published = w.day(m.PublishedAt) + "公布"
		outcomes, err := w.v.MeetingDisclosures(w.place.ID, w.s.ID)
		if err != nil {
			return err
		}
		for _, o := range outcomes {
			if o.PublishedAt.Equal(m.PublishedAt) {
				v.Published = w.day(m.PublishedAt) + "公布，公开到 " + w.lastDay(o.Until)
			}
		}
	}
	return nil
}

// items are what was settled on each topic, as this version has it.
func (w *minutesPage) items() error {
	for i, said := range w.m.Items {
		it := pages.MinutesItem{
			Place: i + 1, Consensus: said.Consensus, Dissent: said.Dissent, Kind: pages.OutcomeWord(said.Kind), Text: said.Text,
			Facts: pages.MinutesFacts(said, w.lastDay(said.Due)+"止"),
		}
		for _, t := range w.agenda {
			if t.ID == said.Topic {
				it.Topic = pages.TopicLine{Title: t.Title, Href: w.page.To("topics/" + t.ID), Facts: []string{t.Number + " 号", sourceWord(t)}}
			}
		}
		for _, o := range w.m.Options {
			if o.Topic == said.Topic {
				it.Options = append(it.Options, handOption(o, w.m.Hands))
			}
		}
		for _, c := range w.m.Opinions {
			if c.Topic == said.Topic {
				it.Left = append(it.Left, pages.ChannelCount{Channel: c.Channel, For: c.For, Against: c.Against, Other: c.Other})
			}
		}
		var err error
		if it.Quoted, err = quoted(w.v, w.page.To, w.place.ID, said.Poll); err != nil {
			return err
		}
		w.page.Items = append(w.page.Items, it)
	}
	return nil
}

// sourceWord is where a topic came from.
func sourceWord(t consultation.Topic) string {
	if t.Source == consultation.FromHotline {
		return "来自 12345 来电"
	}
	return "居民提出"
}

// confirmations are who confirmed this version, by part, and who is missing.
func (w *minutesPage) confirmations() error {
	have, err := w.v.Confirmations(w.place.ID, w.s.ID, w.m.Version)
	if err != nil {
		return err
	}
	count := map[string]int{}
	for _, c := range have {
		count[c.As]++
		as := pages.ConfirmWord(c.As)
		if w.s.StoodIn(c) {
			as += pages.StoodIn
		}
		w.page.Confirmed = append(w.page.Confirmed, as+"，"+w.when(c.At)+"确认")
	}
	if !w.page.Draft {
		return nil
	}
	need := consultation.RulesAt(calendar.DayOf(w.now, w.place.Location())).Confirmers
	missing := ""
	for _, as := range []string{"chair", "recorder"} {
		if count[as] == 0 {
			missing = joined(missing, pages.ConfirmWord(as))
		}
	}
	if n := need - count["resident"]; n > 0 {
		missing = joined(missing, strconv.Itoa(n)+" 位到会居民")
	}
	w.page.Needed = "确认的人已够，可以公布。"
	if missing != "" {
		w.page.Needed = "公布前还需要确认的：" + missing + "。"
	}
	present, err := w.v.Attendance(w.place.ID, w.s.ID)
	if err != nil {
		return err
	}
	instead, err := consultation.StandsIn(w.v, w.who, w.s, w.now)
	if err != nil {
		return err
	}
	_, why := consultation.MayConfirm(w.who, w.s, w.m, present, have, instead, w.now)
	w.page.Confirm, w.page.ConfirmWhy = why == nil, code(why)
	return nil
}

// seal is the digest of this version and its entry in the record. The k-th entry of
// publication is version k's: each was published before the next was drafted.
func (w *minutesPage) seal() error {
	w.page.Digest = w.m.Digest()
	if w.page.Draft {
		return nil
	}
	seqs, err := w.v.PublishedAt(w.place.ID, w.s.ID)
	if err == nil && w.m.Version <= len(seqs) {
		w.page.Entry = w.page.To("record/" + strconv.FormatInt(seqs[w.m.Version-1], 10))
	}
	return err
}
