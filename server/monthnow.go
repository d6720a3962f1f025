package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/consultation"
)

// Where a month stands, and what comes next.

var stageNames = [...]string{"征集", "审核", "公告", "协商", "落实"}

// stand draws the stage bar and says the gate ahead.
func (m *monthOf) stand() error {
	stage := consultation.StageOf(m.count.State, m.meeting)
	for i, name := range stageNames {
		state := pages.StageAhead
		switch {
		case i < int(stage):
			state = pages.StageDone
		case i == int(stage):
			state = pages.StageNow
		}
		m.page.Stages = append(m.page.Stages, pages.Stage{Name: name, State: state})
	}
	if m.meeting == nil && m.cycle.Reason != "" {
		return nil // the card has the reason
	}
	var err error
	m.page.Gate, err = m.gate(stage)
	return err
}

// gate is what must happen before the month goes on, and when.
func (m *monthOf) gate(stage consultation.Stage) (string, error) {
	rules := consultation.RulesAt(m.today())
	switch stage {
	case consultation.StageCollect:
		return m.screeningGate(rules)
	case consultation.StageScreen:
		if !m.page.Present {
			return "", nil
		}
		first := consultation.DayOf(m.place, consultation.EarliestMeeting(m.place, m.now))
		return "接下来：居委会定下日期并公告。公告须满 " + strconv.Itoa(rules.Notice.N) + " 天，现在公告，最早 " + first.Chinese() + "可以开会。", nil
	case consultation.StageAnnounce:
		return "接下来：" + m.when(m.meeting.StartsAt) + "开会，会后公布纪要和结果。", nil
	case consultation.StageMeet:
		people := "主持人、记录人和 " + strconv.Itoa(rules.Confirmers) + " 位到会居民"
		return "接下来：" + people + "确认纪要，然后公布。", nil
	case consultation.StageFollowUp:
		return m.followUpGate(rules)
	}
	return "商定的事都已办完并归档。", nil
}

func (m *monthOf) screeningGate(rules consultation.Rules) (string, error) {
	days := strconv.Itoa(rules.Screen.N)
	due, err := m.v.FirstScreenDue(m.place.ID)
	if err != nil || due.IsZero() {
		return "接下来：有人提出议题后，居委会在 " + days + " 个工作日内审核。", err
	}
	if !m.now.Before(due) {
		return "接下来：审核。最早的一个已过 " + days + " 个工作日，" + m.left(due) + "。", nil
	}
	return "接下来：审核。最早的一个须在 " + m.end(due) + "前审完。", nil
}

func (m *monthOf) followUpGate(rules consultation.Rules) (string, error) {
	due, err := m.v.FirstTaskDue(m.place.ID, m.page.Month)
	switch {
	case err != nil:
		return "", err
	case !due.IsZero() && m.now.Before(due):
		return "接下来：最近一项任务须在 " + m.lastDay(due) + "前完成，完成后居民评价 " + strconv.Itoa(rules.Rating.N) + " 天。", nil
	case !due.IsZero():
		return "最早的一项任务" + m.left(due) + "。完成后居民评价 " + strconv.Itoa(rules.Rating.N) + " 天。", nil
	case m.count.State[consultation.Rating] > 0:
		return "接下来：居民评价，评价结束后归档。", nil
	case m.count.State[consultation.Handed] > 0:
		return "接下来：等上级答复，答复后在这里公布。", nil
	}
	return "接下来：等居民会议或居民代表会议决定。", nil
}

// next is the card of the meeting, or of why there is none.
func (m *monthOf) next() {
	n := &m.page.Next
	s := m.meeting
	if s == nil {
		m.nextWithout(n)
		return
	}
	name, path := meetingWord(s.Form), m.page.To("meetings/"+s.ID)
	n.Href, n.Verb = path, "看议程"
	switch s.State {
	case consultation.MeetingAnnounced:
		n.Title = m.when(s.StartsAt) + " 开" + name
		n.What = s.Venue + " · " + seatsWords(s.Seats, s.Taken) + " · 来不了也可以留言"
	case consultation.MeetingOpen:
		n.Title = name + "正在开"
		n.What = s.Venue + " · 到会的用会场张贴的签到码签到"
	case consultation.MeetingClosed:
		n.Title = name + "已开完"
		n.What = m.when(s.StartsAt) + " · " + s.Venue + " · 纪要确认后在这里公布"
	default:
		n.Title = "纪要和结果已公布"
		n.What = m.when(s.StartsAt) + " · " + s.Venue
		n.Href, n.Verb = path+"/minutes", "看纪要"
	}
}

func (m *monthOf) nextWithout(n *pages.NextLine) {
	switch {
	case m.cycle.Reason != "" && m.page.Present:
		n.Title, n.What = "本月没有开协商会", "居委会说明："+m.cycle.Reason
	case m.cycle.Reason != "":
		n.Title, n.What = "这个月没有开协商会", "居委会说明："+m.cycle.Reason
	case m.page.Present:
		n.Title, n.What = "协商会的日期还没有定", "每月至少开一次；不开要公开说明理由"
	default:
		n.Title, n.What = "这个月没有开协商会", "居委会还没有说明理由"
	}
}

// meetingWord is what people call a meeting of that form: the month's usual one is the 协商会.
func meetingWord(f consultation.Form) string {
	if f == consultation.FormForum {
		return "协商会"
	}
	return pages.FormWord(f)
}

func seatsWords(seats, taken int) string {
	words := strconv.Itoa(seats) + " 席，"
	if free := seats - taken; free > 0 {
		return words + "还有 " + strconv.Itoa(free) + " 席"
	}
	return words + "已满，可以候补"
}
