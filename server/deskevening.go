package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// opinionsShown bounds the opinions that a meeting's page lists.
const opinionsShown = 1000

// deskMeeting is one meeting at the desk, from its announcement to its end.
func (p *Portal) deskMeeting(r *request) (answer, error) {
	v := &desk.EveningView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		m, err := rows.Meeting(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.ID, v.State, v.Heading, v.Where = m.ID, m.State, shortHeading(r, m), calendar.ChineseTime(m.StartsAt, r.place.Location())+"，"+m.Venue
		v.Code, v.Seats, v.Taken = m.Code, m.Seats, m.Taken
		v.Stages, v.Gate = meetingStages(r, m)
		if err := consultation.MayOpen(r.who, m, r.now); err != nil {
			v.Opens = calendar.ChineseTime(m.StartsAt.Add(-consultation.EarlyOpening), r.place.Location())
		}
		if v.Facts, err = meetingFacts(r, rows, m); err != nil {
			return err
		}
		if err := seatsOf(r, rows, m, v); err != nil {
			return err
		}
		if v.Agenda, err = agendaItems(r, rows, m); err != nil {
			return err
		}
		if at := r.URL.Query().Get("at"); at != "" && v.Done != "" {
			v.At, v.Said, v.Done = at, pages.SaysDone(v.Done), ""
		}
		return nil
	})
	return show(v), err
}

// shortHeading names a meeting where its time stands beside it: 11 月 28 日议事会.
func shortHeading(r *request, m consultation.Meeting) string {
	day := calendar.DayOf(m.StartsAt, r.place.Location())
	return fmt.Sprintf("%d 月 %d 日%s", day.Month, day.Day, pages.FormWord(m.Form))
}

func meetingStages(r *request, m consultation.Meeting) ([]pages.Stage, string) {
	names := []string{"公告", "开会", "记录", "公布"}
	at, ok := map[consultation.MeetingState]int{
		consultation.MeetingAnnounced: 0, consultation.MeetingOpen: 1, consultation.MeetingClosed: 2, consultation.MeetingPublished: len(names),
	}[m.State]
	if !ok {
		return nil, ""
	}
	stages := make([]pages.Stage, len(names))
	for i, name := range names {
		state := pages.StageAhead
		switch {
		case i < at:
			state = pages.StageDone
		case i == at:
			state = pages.StageNow
		}
		stages[i] = pages.Stage{Name: name, State: state}
	}
	gate := ""
	if m.State == consultation.MeetingAnnounced {
		gate = calendar.DayOf(m.AnnouncedAt, r.place.Location()).Chinese() + "公告。"
	}
	return stages, gate
}

func meetingFacts(r *request, rows *store.View, m consultation.Meeting) ([]pages.Fact, error) {
	facts := []pages.Fact{}
	for _, duty := range []struct{ words, who string }{{"主持人", m.Chair}, {"记录人", m.Recorder}} {
		who, err := rows.Resident(r.place.ID, duty.who)
		if err != nil {
			return nil, err
		}
		facts = append(facts, pages.Fact{Name: duty.words, Value: strings.TrimSpace(who.Name + " " + who.Building)})
	}
	for _, f := range []pages.Fact{{Name: "与谁有关", Value: m.Affected}, {Name: "还请了", Value: m.Invited}, {Name: "取消原因", Value: m.Reason}} {
		if f.Value != "" {
			facts = append(facts, f)
		}
	}
	return facts, nil
}

// seatsOf fills in who has a seat, who waits, who is there, and who may be signed
// in by hand: those with a seat first, then who waits, then the committee, and
// residents whose name was looked for.
func seatsOf(r *request, rows *store.View, m consultation.Meeting, v *desk.EveningView) error {
	seated, err := rows.SeatedPeople(r.place.ID, m.ID)
	if err != nil {
		return err
	}
	present, err := rows.PresentPeople(r.place.ID, m.ID)
	if err != nil {
		return err
	}
	there := map[string]bool{}
	parts := map[string]int{}
	for _, who := range present {
		there[who.Resident] = true
		parts[who.Part]++
		v.Present = append(v.Present, desk.PresentLine{
			Name: who.Name, Building: who.Building, Part: pages.PartWord(who.Part), When: calendar.Clock(who.At, r.place.Location()),
		})
	}
	v.Count = len(present)
	for _, part := range consultation.Parts {
		if n := parts[part]; n > 0 {
			v.Parts = append(v.Parts, pages.Fact{Name: pages.PartWord(part), Value: strconv.Itoa(n) + " 人"})
		}
	}
	there[""] = true
	v.People = []pages.Option{{Value: "", Label: "请选一位"}}
	offer := func(id, label string) {
		if !there[id] {
			there[id] = true
			v.People = append(v.People, pages.Option{Value: id, Label: label})
		}
	}
	v.Search = asked(r.URL.Query().Get("who"), 40)
	if v.Search != "" {
		found, err := rows.ResidentsNamed(r.place.ID, v.Search, peopleShown)
		if err != nil {
			return err
		}
		for _, who := range found {
			offer(who.ID, strings.TrimSpace(who.Name+" "+who.Building))
		}
	}
	for _, s := range seated {
		line, label := desk.SeatLine{Name: s.Name, Building: s.Building, Present: s.Present}, s.Name+" "+s.Building
		if s.Waiting {
			v.Waiting = append(v.Waiting, line)
			label += "（候补）"
		} else {
			v.Seated = append(v.Seated, line)
		}
		offer(s.Resident, label)
	}
	staff, err := rows.Holders(r.place.ID, r.now, residents.RolesWith(residents.RunMeeting)...)
	for _, who := range staff {
		offer(who.ID, who.Name+"（居委会）")
	}
	return err
}

// agendaItems are the topics of the agenda with what was left and counted on each.
func agendaItems(r *request, rows *store.View, m consultation.Meeting) ([]desk.AgendaItem, error) {
	topics, err := rows.Agenda(r.place.ID, m.ID)
	if err != nil {
		return nil, err
	}
	left, err := rows.OpinionsLeft(r.place.ID, m.ID, opinionsShown)
	if err != nil {
		return nil, err
	}
	options, err := rows.OptionsOf(r.place.ID, m.ID)
	if err != nil {
		return nil, err
	}
	hands, err := rows.HandsOf(r.place.ID, m.ID)
	if err != nil {
		return nil, err
	}
	counts, err := rows.OpinionCounts(r.place.ID, m.ID)
	if err != nil {
		return nil, err
	}
	var items []desk.AgendaItem
	for _, t := range topics {
		item := desk.AgendaItem{ID: t.ID, Title: t.Title, Number: t.Number, Href: "/" + r.place.Slug + "/topics/" + t.ID, Tally: tallyOf(t.ID, options, hands, counts)}
		for _, o := range left {
			if o.Topic == t.ID {
				item.Opinions = append(item.Opinions, opinionLine(o))
			}
		}
		for _, o := range options {
			if o.Topic == t.ID {
				item.Options = append(item.Options, optionLine(o, hands))
			}
		}
		item.Full = len(item.Options) >= consultation.MaxOptions
		items = append(items, item)
	}
	return items, nil
}

func opinionLine(o store.Left) desk.OpinionLine {
	line := desk.OpinionLine{Channel: pages.ChannelWord(o.Channel), Side: desk.OpinionWord(o.Side), Text: o.Text}
	if o.Paper != "" {
		line.Channel += " " + o.Paper + " 号"
	}
	if w := pages.ProxyWord(o.Proxy); w != "" {
		line.Channel += "，" + w
	}
	return line
}

var channels = []consultation.Channel{consultation.InRoom, consultation.Remote, consultation.Paper}

// optionLine is an option with a row to be filled for each channel.
func optionLine(o consultation.Option, hands []consultation.Hands) desk.OptionLine {
	line := desk.OptionLine{Text: o.Text}
	for _, c := range channels {
		place := strconv.Itoa(o.Place)
		row := desk.HandsRow{Part: o.Topic + "-" + place + "-" + string(c), Topic: o.Topic, Option: place, Channel: string(c), Name: pages.ChannelWord(c)}
		for _, h := range hands {
			if h.Topic == o.Topic && h.Option == o.Place && h.Channel == c {
				row.For, row.Against, row.Abstain = strconv.Itoa(h.For), strconv.Itoa(h.Against), strconv.Itoa(h.Abstain)
			}
		}
		line.Rows = append(line.Rows, row)
	}
	return line
}

// tallyOf is what was counted on a topic, each channel apart.
func tallyOf(topic string, options []consultation.Option, hands []consultation.Hands, counts []consultation.OpinionCount) desk.Tally {
	var t desk.Tally
	for _, c := range counts {
		if c.Topic == topic {
			t.Opinions = append(t.Opinions, desk.OpinionTally{Name: pages.ChannelWord(c.Channel), For: c.For, Against: c.Against, Other: c.Other})
		}
	}
	for _, o := range options {
		if o.Topic != topic {
			continue
		}
		counted := desk.OptionTally{Text: o.Text}
		for _, c := range channels {
			for _, h := range hands {
				if h.Topic == topic && h.Option == o.Place && h.Channel == c {
					counted.Channels = append(counted.Channels, desk.ChannelTally{Name: pages.ChannelWord(c), For: h.For, Against: h.Against, Abstain: h.Abstain})
				}
			}
		}
		t.Options = append(t.Options, counted)
	}
	return t
}

// backTo is the meeting's page, at the section in which something was done.
func (r *request) backTo(section, done string) string {
	path := "/" + r.place.Slug + "/desk/meetings/" + r.PathValue("id")
	if section == "" {
		return api.WithDone(path, done)
	}
	return api.WithDone(path+"?at="+section, done) + "#" + section
}

// topicSection is the section of the meeting's page in which a topic stands.
func topicSection(tx *store.Tx, body, meeting, topic string) (string, error) {
	agenda, err := tx.Agenda(body, meeting)
	i := slices.IndexFunc(agenda, func(t consultation.Topic) bool { return t.ID == topic })
	return "topic-" + strconv.Itoa(i+1), err
}

func (p *Portal) openMeeting(r *request) (answer, error) {
	return p.do(r, "open", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backTo("", "opened"), consultation.OpenMeeting(tx, by, r.place.ID, r.PathValue("id"))
	})
}

func (p *Portal) signInByHand(r *request) (answer, error) {
	a := consultation.Attendance{
		Community: r.place.ID, Meeting: r.PathValue("id"),
		Resident: r.form.person("resident"), Part: r.form.choice("as", consultation.Parts...),
	}
	return p.signedIn(r, a)
}

func (p *Portal) signInGuest(r *request) (answer, error) {
	a := consultation.Attendance{
		Community: r.place.ID, Meeting: r.PathValue("id"),
		Name: r.form.text("name", consultation.MaxGuest), Part: r.form.choice("as", consultation.Parts...),
	}
	return p.signedIn(r, a)
}

func (p *Portal) signedIn(r *request, a consultation.Attendance) (answer, error) {
	return p.do(r, "sign-in-by-hand", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backTo("sign-in-by-hand", "signed-in-by-hand"), consultation.SignInByHand(tx, by, a)
	})
}

func (p *Portal) putOption(r *request) (answer, error) {
	o := consultation.Option{
		Community: r.place.ID, Meeting: r.PathValue("id"), Topic: r.form.part(), Text: r.form.text("text", consultation.MaxOption),
	}
	return p.do(r, "option", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := consultation.PutOption(tx, by, o); err != nil {
			return "", err
		}
		section, err := topicSection(tx, o.Community, o.Meeting, o.Topic)
		return r.backTo(section, "option-put"), err
	})
}

func (p *Portal) countHands(r *request) (answer, error) {
	h := consultation.Hands{
		Topic: r.form.text("topic", 80), Option: r.form.number("option", 0, consultation.MaxOptions),
		Channel: consultation.Channel(r.form.choice("channel", string(consultation.InRoom), string(consultation.Remote), string(consultation.Paper))),
	}
	h.For, h.Against, h.Abstain = r.form.counted("for"), r.form.counted("against"), r.form.counted("abstain")
	if r.form.one("for")+r.form.one("against")+r.form.one("abstain") == "" {
		r.form.refuse("for", residents.ErrEmpty, 0)
	}
	meeting := r.PathValue("id")
	return p.do(r, "hands", func(tx *store.Tx, by residents.Sender) (string, error) {
		if err := consultation.CountHands(tx, by, r.place.ID, meeting, h); err != nil {
			return "", err
		}
		section, err := topicSection(tx, r.place.ID, meeting, h.Topic)
		return r.backTo(section, "counted"), err
	})
}

// counted is a number of hands; left out, there was none.
func (f *form) counted(name string) int {
	if strings.TrimSpace(f.one(name)) == "" {
		return 0
	}
	return f.number(name, 0, consultation.MaxHands)
}

func (p *Portal) enterSlip(r *request) (answer, error) {
	o := consultation.Opinion{
		Community: r.place.ID, Meeting: r.PathValue("id"), Topic: r.form.text("topic", 80),
		Paper: r.form.text("paper", consultation.MaxSlip),
		Side:  consultation.Side(r.form.choice("side", string(consultation.For), string(consultation.Against), string(consultation.Question))),
		Text:  r.form.lines("text", consultation.MaxStatement),
	}
	return p.do(r, "slip", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backTo("slips", "slip-entered"), consultation.EnterSlip(tx, by, o)
	})
}

func (p *Portal) closeMeeting(r *request) (answer, error) {
	if !r.form.ticked("sure") {
		r.form.refuse("sure", residents.ErrEmpty, 0)
	}
	return p.do(r, "close", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backTo("", "closed"), consultation.CloseMeeting(tx, by, r.place.ID, r.PathValue("id"))
	})
}

func (p *Portal) cancelMeeting(r *request) (answer, error) {
	reason := r.form.lines("reason", consultation.MaxSentence)
	return p.do(r, "cancel", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backTo("", "cancelled"), consultation.CancelMeeting(tx, by, r.place.ID, r.PathValue("id"), reason)
	})
}

// roomCode is the sheet with the code that hangs in the room.
func (p *Portal) roomCode(r *request) (answer, error) {
	v := &desk.CodeView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		m, err := rows.Meeting(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.Back, v.Heading, v.Where, v.Code = v.To("desk/meetings/"+m.ID), meetingHeading(r, m), m.Venue, m.Code
		v.Size, v.QR = qrCode(p.address(v.To("meetings/" + m.ID)))
		v.Date = calendar.DayOf(r.now, r.place.Location()).ChineseWithYear()
		return nil
	})
	return show(v), err
}

// signSheet is the list on which people sign by hand, their names masked.
func (p *Portal) signSheet(r *request) (answer, error) {
	v := &desk.SheetView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtMeetings); err != nil {
			return err
		}
		m, err := rows.Meeting(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		seated, err := rows.SeatedPeople(r.place.ID, m.ID)
		if err != nil {
			return err
		}
		v.Back, v.Heading, v.Where = v.To("desk/meetings/"+m.ID), meetingHeading(r, m), m.Venue
		for _, s := range seated {
			if !s.Waiting {
				v.Seated = append(v.Seated, desk.SeatLine{Name: residents.Resident{Name: s.Name}.Masked().Name, Building: s.Building})
			}
		}
		v.Blank = max(6, min(12, m.Seats-len(v.Seated)))
		v.Date = calendar.DayOf(r.now, r.place.Location()).ChineseWithYear()
		return nil
	})
	return show(v), err
}
