package main

import (
	"slices"
	"strconv"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
)

// What a reader can do in the month that now runs: each row asks the rule that the
// verb asks.

// waiting is one thing that waits for the reader's word, until when it can be said.
type waiting struct{ until time.Time }

// acts are the rows, the most pressing first.
func (m *monthOf) acts() error {
	if err := m.opens(residents.RaiseTopic); err != nil {
		m.page.Why = api.Code(err)
	}
	for _, some := range []func() error{m.projectActs, m.voting, m.asking, m.helping, m.confirming, m.meetingActs, m.ratings, m.speaking} {
		if err := some(); err != nil {
			return err
		}
	}
	m.add(pages.Act{
		Title: "提一个议题", Small: "审核通过后大家一起商量", Href: m.page.To("topics/new"), Verb: "提议题",
	}, consultation.MayRaise(m.who, m.place.ID, m.now))
	return nil
}

// add puts a row there, with its button or with why not.
func (m *monthOf) add(a pages.Act, why error) {
	if why != nil {
		a.Why = api.Code(why)
	}
	m.page.Acts = append(m.page.Acts, a)
}

// meetingActs are the seat, the sign-in and the opinions of the meeting ahead.
func (m *monthOf) meetingActs() error {
	if !m.ahead() {
		return nil
	}
	s := m.meeting
	if me := m.me(); me != "" {
		switch seat, err := m.v.Seat(m.place.ID, s.ID, me); {
		case err == nil:
			m.seat = &seat
		case err != residents.ErrNotFound:
			return err
		}
	}
	path := m.page.To("meetings/" + s.ID)
	if s.State == consultation.MeetingOpen {
		m.add(pages.Act{Title: "签到", Small: "用会场张贴的六位数字", Href: path + "#sign-in-here", Verb: "去签到", Main: true}, consultation.MaySignIn(m.who, *s, m.now))
	}
	m.seatAct(path)
	return m.opinionActs(path)
}

// ahead tells whether a meeting is announced, or under way.
func (m *monthOf) ahead() bool {
	return m.meeting != nil && (m.meeting.State == consultation.MeetingAnnounced || m.meeting.State == consultation.MeetingOpen)
}

func (m *monthOf) seatAct(path string) {
	s, name := m.meeting, meetingWord(m.meeting.Form)
	switch {
	case m.seat == nil:
		a := pages.Act{Title: "报名参加" + name, Small: "报满后按顺序候补", Form: "seat", Href: path + "/seat", Verb: "我要参加", Main: true}
		if s.Taken >= s.Seats {
			a.Small, a.Verb = "已报满，按顺序候补", "排候补"
		}
		m.add(a, consultation.MayTakeSeat(m.who, *s, m.now))
	case m.seat.Waiting:
		m.add(pages.Act{Title: "您已在" + name + "候补名单里", Small: "有人退出时按顺序递补，会通知您", Href: path + "#seats", Verb: "看我的席位"}, nil)
	default:
		m.add(pages.Act{Title: "您已报名参加" + name, Small: "来不了请退出，让给候补的人", Href: path + "#seats", Verb: "看我的席位"}, nil)
	}
}

// mostPolls is how many polls that run the page shows.
const mostPolls = 5

// voting are the polls that run: those that wait for a ballot of the reader's are something to
// do, the others stand for themselves.
func (m *monthOf) voting() error {
	open, _, err := m.running(m.v)
	if err != nil {
		return err
	}
	for _, p := range open[:min(len(open), mostPolls)] {
		seats, err := m.seatsIn(m.v, p)
		if err != nil {
			return err
		}
		line := m.pollLine(p)
		if len(seats) > 0 {
			if next := polls.SeatFor(seats, ""); next.Ballot.Seq == 0 && polls.MayVote(m.who, p, next, m.now) == nil {
				m.add(pages.Act{Title: standsWords(seats) + "：" + p.Question, Small: m.end(p.ClosesAt()) + " 截止", Href: line.Href, Verb: "去投票", Main: true}, nil)
				m.waits = append(m.waits, waiting{p.ClosesAt()})
				continue
			}
			line.Facts = append(line.Facts, standsWords(seats))
		}
		m.page.Polls = append(m.page.Polls, line)
	}
	return nil
}

// mostAsking is how many calls that wait for the reader's answer the page shows.
const mostAsking = 3

// asking are the opinion calls that wait for an answer of the reader's, and the way to all that run.
func (m *monthOf) asking() error {
	all, err := m.v.PublishedCallsFor(m.place.ID, m.street())
	if err != nil {
		return err
	}
	open, shown := 0, 0
	read := m.v.CallsAhead(all)
	for _, c := range all {
		if c.Taking(m.now) != nil {
			continue
		}
		open++
		words, waits, err := m.callMine(read, c)
		if err != nil {
			return err
		}
		if !waits || shown == mostAsking {
			continue
		}
		shown++
		m.add(pages.Act{Title: words + "：" + c.Title, Small: "民意征集，" + m.end(c.Closes) + " 截止", Href: m.page.To("calls/" + c.ID), Verb: "去回答", Main: true}, nil)
		m.waits = append(m.waits, waiting{c.Closes})
	}
	if open > shown {
		m.add(pages.Act{Title: "民意征集", Small: strconv.Itoa(open) + " 次正在征集", Href: m.page.To("calls"), Verb: "看征集"}, nil)
	}
	return nil
}

// shownOpinions is how many topics the page asks an opinion on.
const shownOpinions = 2

func (m *monthOf) opinionActs(path string) error {
	if m.page.Why != "" {
		return nil // one reason stands for all
	}
	mine, err := m.v.OpinionsBy(m.place.ID, m.meeting.ID, m.me())
	if err != nil {
		return err
	}
	counts, err := m.v.OpinionCounts(m.place.ID, m.meeting.ID)
	if err != nil {
		return err
	}
	have := map[string]int{}
	for _, c := range counts {
		have[c.Topic] += c.For + c.Against + c.Other
	}
	shown := 0
	for _, t := range m.agenda {
		if t.State != consultation.Listed || slices.Contains(mine, t.ID) || shown == shownOpinions {
			continue
		}
		shown++
		small := "散会前都可以写"
		if n := have[t.ID]; n > 0 {
			small += "，已有 " + strconv.Itoa(n) + " 条意见"
		}
		m.add(pages.Act{Title: "对「" + short(t.Title) + "」说说看法", Small: small, Href: path + "#opinions", Verb: "写意见"},
			consultation.MayLeaveOpinion(m.who, *m.meeting, m.now))
	}
	if shown > 0 && m.seat == nil {
		m.waits = append(m.waits, waiting{m.meeting.StartsAt})
	}
	return nil
}

// speaking are the topics to speak on while no meeting is announced.
func (m *monthOf) speaking() error {
	if m.page.Why != "" || m.ahead() {
		return nil
	}
	shown := 0
	for _, t := range m.agenda {
		if t.State != consultation.Accepted || shown == shownOpinions {
			continue
		}
		shown++
		topic := consultation.Topic{Community: m.place.ID, ID: t.ID, Author: t.Author, State: t.State}
		m.add(pages.Act{
			Title: "对「" + short(t.Title) + "」说说看法", Small: "赞成、反对、疑问都可以", Href: m.page.To("topics/" + t.ID + "#statements"), Verb: "写看法",
		}, consultation.MayState(m.who, topic, m.now))
	}
	return nil
}

// shownRatings is how many topics the page asks to rate.
const shownRatings = 3

func (m *monthOf) ratings() error {
	all, err := m.v.Unrated(m.place.ID, m.me(), m.now, shownRatings)
	for _, t := range all {
		m.add(pages.Act{
			Title: "评价「" + short(t.Title) + "」办得怎样", Small: m.end(t.RateUntil) + " 截止",
			Href: m.page.To("topics/" + t.ID + "#ratings"), Verb: "去评价", Main: true,
		}, consultation.MayRate(m.who, t, m.now))
		if m.page.Why == "" {
			m.waits = append(m.waits, waiting{t.RateUntil})
		}
	}
	return err
}

// confirmDays is how far back minutes that wait for confirmation are looked for.
const confirmDays = 90

// confirming are the minutes that the reader, who was there, may confirm.
func (m *monthOf) confirming() error {
	if m.me() == "" {
		return nil
	}
	all, err := m.v.Unconfirmed(m.place.ID, m.now.AddDate(0, 0, -confirmDays), 2)
	if err != nil {
		return err
	}
	for _, s := range all {
		may, err := m.mayConfirm(s)
		if err != nil {
			return err
		}
		if !may {
			continue // most readers were not there
		}
		m.add(pages.Act{
			Title: "确认会议纪要", Small: m.when(s.StartsAt) + "的" + meetingWord(s.Form),
			Href: m.page.To("meetings/" + s.ID + "/minutes"), Verb: "看纪要并确认", Main: true,
		}, nil)
		m.waits = append(m.waits, waiting{})
	}
	return nil
}

func (m *monthOf) mayConfirm(s consultation.Meeting) (bool, error) {
	minutes, err := m.v.LatestMinutes(m.place.ID, s.ID)
	if err != nil {
		return false, err
	}
	present, err := m.v.Attendance(m.place.ID, s.ID)
	if err != nil {
		return false, err
	}
	have, err := m.v.Confirmations(m.place.ID, s.ID, minutes.Version)
	if err != nil {
		return false, err
	}
	instead, err := consultation.StandsIn(m.v, m.who, s, m.now)
	if err != nil {
		return false, err
	}
	_, why := consultation.MayConfirm(m.who, s, minutes, present, have, instead, m.now)
	return why == nil, nil
}

// doors are the home page in elder mode.
func (m *monthOf) doors() {
	here := m.page.To("months/" + m.page.Month)
	month := pages.DoorLine{Href: here, Title: "本月协商", Small: m.page.Next.Title}
	if s := m.meeting; s != nil && s.State == consultation.MeetingAnnounced {
		month.Small = m.when(s.StartsAt) + "开会"
	}
	say := pages.DoorLine{Href: m.page.To("polls"), Title: "投票表态", Small: m.waitsWords()}
	if len(m.waits) > 0 {
		say.Href = here + "#can" // also what is answered or rated, and not voted on
	}
	help := pages.DoorLine{Href: m.page.To("activities"), Title: "出力报名", Small: "现在没有在找人的活动"}
	if m.on > 0 {
		help.Small = strconv.Itoa(m.on) + " 个活动正在找人搭把手"
	}
	mine := pages.DoorLine{Href: m.page.To("me"), Title: "我的", Small: "没有新消息"}
	switch {
	case m.page.Me == nil:
		mine.Small = "登录后可以看"
	case m.page.Me.Unread > 0:
		mine.Small = "有 " + strconv.Itoa(m.page.Me.Unread) + " 条新消息"
	}
	m.page.Doors = []pages.DoorLine{month, say, help, mine}
}

// waitsWords says how many things wait for the reader's word, and how long the first still does.
func (m *monthOf) waitsWords() string {
	if len(m.waits) == 0 {
		return "现在没有等您表态的"
	}
	words := "等您表态的 " + strconv.Itoa(len(m.waits)) + " 件"
	var first time.Time
	for _, w := range m.waits {
		if !w.until.IsZero() && (first.IsZero() || w.until.Before(first)) {
			first = w.until
		}
	}
	if !first.IsZero() {
		words += "，" + m.left(first)
	}
	return words
}
