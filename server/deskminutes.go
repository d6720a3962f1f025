package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskMinutes is the consultation record at the desk.
func (p *Portal) deskMinutes(r *request) (answer, error) {
	v := &desk.MinutesView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		m, err := rows.Meeting(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.ID, v.Heading = m.ID, meetingHeading(r, m)
		if err := consultation.MayDraft(r.who, m, r.now); err != nil {
			v.Why = api.Code(err)
			return nil
		}
		last, err := rows.LatestMinutes(r.place.ID, m.ID)
		if err != nil && err != residents.ErrNotFound {
			return err
		}
		v.Version, v.Waits = last.Version, last.Version > 0 && last.PublishedAt.IsZero()
		v.Correct = last.Version > 1 || last.Version == 1 && !v.Waits
		switch {
		case !v.Waits && last.Version > 0:
			v.Published = last.Version
		case last.Version > 1:
			v.Published = last.Version - 1
		}
		if v.Waits {
			v.Correction = last.Correction
			if err := confirmationsOf(r, rows, m, last, v); err != nil {
				return err
			}
		}
		return fillDraft(r, rows, m, last, v)
	})
	return show(v), err
}

// confirmationsOf says who confirmed the version that waits, who is missing, and
// whether it may be published.
func confirmationsOf(r *request, rows *store.View, m consultation.Meeting, last consultation.Minutes, v *desk.MinutesView) error {
	confirmed, err := rows.Confirmers(r.place.ID, m.ID, last.Version)
	if err != nil {
		return err
	}
	rules := consultation.RulesAt(calendar.DayOf(r.now, r.place.Location()))
	var have []consultation.Confirmation
	var by []string
	at := map[string]string{}
	for _, c := range confirmed {
		one := consultation.Confirmation{Resident: c.Resident, As: c.As}
		have = append(have, one)
		at[c.As] = calendar.ChineseTime(c.At, r.place.Location()) + " 确认"
		if m.StoodIn(one) {
			at[c.As] = "由 " + c.Name + " 代为核对，" + at[c.As]
		}
		if c.As == "resident" {
			by = append(by, c.Name)
		}
	}
	for _, duty := range []struct{ as, words, who string }{{"chair", "主持人", m.Chair}, {"recorder", "记录人", m.Recorder}} {
		who, err := rows.Resident(r.place.ID, duty.who)
		if err != nil {
			return err
		}
		said := at[duty.as]
		if said == "" {
			said = "还没有确认"
		}
		if who.Name == "" {
			who.Name = residents.Gone
		}
		v.Confirmed = append(v.Confirmed, pages.Fact{Name: duty.words, Value: who.Name + "，" + said})
	}
	said := fmt.Sprintf("%d / %d 位", len(by), rules.Confirmers)
	if len(by) > 0 {
		said += "：" + strings.Join(by, "、")
	}
	v.Confirmed = append(v.Confirmed, pages.Fact{Name: "到会居民", Value: said})
	if err := consultation.MayPublish(r.who, m, last, have, rules, r.now); err != nil {
		v.NoPublish = api.Code(err)
	}
	present, err := rows.Attendance(r.place.ID, m.ID)
	if err != nil {
		return err
	}
	instead, err := consultation.StandsIn(rows, r.who, m, r.now)
	if err != nil {
		return err
	}
	_, err = consultation.MayConfirm(r.who, m, last, present, have, instead, r.now)
	v.Confirm = err == nil
	return nil
}

// fillDraft puts what was counted beside the fields, and into them what the last
// version says.
func fillDraft(r *request, rows *store.View, m consultation.Meeting, last consultation.Minutes, v *desk.MinutesView) error {
	items, err := agendaItems(r, rows, m)
	if err != nil {
		return err
	}
	present, err := rows.Attendance(r.place.ID, m.ID)
	if err != nil {
		return err
	}
	v.Present = presentFacts(m, present)
	v.Absent, v.Statements = last.Absent, last.Statements
	for i, a := range items {
		it := desk.MinutesItem{Title: a.Title, Number: a.Number, Tally: a.Tally}
		if it.Polls, err = pollChoices(rows, r.place.ID, a.ID, consultation.Quotable); err != nil {
			return err
		}
		if i < len(last.Items) {
			said := last.Items[i]
			it.Consensus, it.Dissent, it.Text = said.Consensus, strings.Join(said.Dissent, "\n"), said.Text
			it.Kind, it.KindWord = string(said.Kind), pages.OutcomeWord(said.Kind)
			it.Owner, it.Task, it.Next, it.Why, it.Poll = said.Owner, said.Task, said.Next, said.Why, said.Poll
			it.NextWord, it.WhyWord = pages.NextWord(said.Next), pages.HandWord(said.Why)
			if !said.Due.IsZero() {
				due := lastDay(said.Due, r.place.Location())
				it.Due, it.DueWord = due.String(), due.Chinese()
			}
		}
		v.Items = append(v.Items, it)
	}
	return nil
}

func presentFacts(m consultation.Meeting, present []consultation.Attendance) []pages.Fact {
	facts := []pages.Fact{{Name: "到会", Value: strconv.Itoa(len(present)) + " 人"}, {Name: "报名", Value: strconv.Itoa(m.Taken) + " 人"}}
	for _, part := range consultation.Parts {
		n := 0
		for _, a := range present {
			if a.Part == part {
				n++
			}
		}
		if n > 0 {
			facts = append(facts, pages.Fact{Name: "其中" + pages.PartWord(part), Value: strconv.Itoa(n) + " 人"})
		}
	}
	return facts
}

// draftMinutes keeps what was written, to be confirmed.
func (p *Portal) draftMinutes(r *request) (answer, error) {
	m := consultation.Minutes{
		Community: r.place.ID, Meeting: r.PathValue("id"), Absent: r.form.lines("absent", consultation.MaxInvited),
		Correction: r.form.lines("correction", consultation.MaxSentence),
	}
	m.Statements = r.form.needed("statements", r.form.lines("statements", consultation.MaxMinutes))
	var agenda []consultation.Topic
	err := p.view(r, func(rows *store.View) (err error) {
		agenda, err = rows.Agenda(r.place.ID, m.Meeting)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	for i, t := range agenda {
		it := r.form.minuteItem("." + strconv.Itoa(i))
		it.Topic = t.ID
		m.Items = append(m.Items, it)
	}
	return p.do(r, "minutes", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := consultation.Draft(tx, by, m)
		return api.WithDone(r.minutesPath(), "drafted"), err
	})
}

func (r *request) minutesPath() string {
	return "/" + r.place.Slug + "/desk/meetings/" + r.PathValue("id") + "/minutes"
}

// minuteItem reads what is written on one topic; its fields end with at. Of the
// fields that belong to one kind of outcome, only those of the chosen kind count.
func (f *form) minuteItem(at string) consultation.MinuteItem {
	it := consultation.MinuteItem{Consensus: f.lines("consensus"+at, consultation.MaxOutcome)}
	for line := range strings.SplitSeq(f.lines("dissent"+at, consultation.MaxDissent*(consultation.MaxStatement+2)), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			it.Dissent = append(it.Dissent, line)
		}
	}
	it.Text = f.needed("text"+at, f.lines("text"+at, consultation.MaxOutcome))
	it.Kind = consultation.OutcomeKind(f.choice("kind"+at, string(consultation.Settled), string(consultation.ToAssembly),
		string(consultation.ToHand), string(consultation.LeftOpen)))
	it.Poll = f.text("poll"+at, 80)
	for _, name := range []string{"owner", "task", "due", "next", "why"} {
		f.one(name + at)
	}
	switch it.Kind {
	case consultation.Settled:
		if _, given := f.values["due"+at]; given { // a correction leaves them out
			it.Owner = f.needed("owner"+at, f.text("owner"+at, consultation.MaxOwner))
			it.Task = f.needed("task"+at, f.text("task"+at, consultation.MaxTask))
			it.Due = f.endOf("due" + at)
		}
	case consultation.ToAssembly:
		it.Next = f.text("next"+at, 20)
	case consultation.ToHand:
		it.Why = f.text("why"+at, 40)
	}
	return it
}

// needed is a text that must be given. The rule says so too, but of the first one
// that is missing only; a long form says it of all.
func (f *form) needed(name, s string) string {
	if s == "" {
		f.refuse(name, residents.ErrEmpty, 0)
	}
	return s
}

// endOf is the end of a day, which is when something due on that day is overdue.
func (f *form) endOf(name string) time.Time {
	day := f.day(name)
	if day.IsZero() {
		return time.Time{}
	}
	return day.End(f.zone)
}

// publishMinutes publishes the confirmed record with its outcomes.
func (p *Portal) publishMinutes(r *request) (answer, error) {
	return p.do(r, "publish", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(r.minutesPath(), "published"), consultation.Publish(tx, by, r.place.ID, r.PathValue("id"))
	})
}
