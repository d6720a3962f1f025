package main

import (
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// today is the day at the place.
func (r *request) today() calendar.Day { return consultation.DayOf(r.place, r.now) }

// dayWords is a day without its weekday: 12 月 2 日.
func dayWords(d calendar.Day) string {
	return strconv.Itoa(int(d.Month)) + " 月 " + strconv.Itoa(d.Day) + " 日"
}

// left says how long a clock still runs that ends at due: 还剩 4 天, 今天截止, 逾期 2 天.
func (r *request) left(due time.Time) string {
	last := calendar.DayOf(due.Add(-time.Microsecond), r.place.Location())
	n := calendar.DaysBetween(r.today(), last)
	switch {
	case !r.now.Before(due):
		return "逾期 " + strconv.Itoa(max(1, -n)) + " 天"
	case n == 0:
		return "今天截止"
	}
	return "还剩 " + strconv.Itoa(n) + " 天"
}

// topicLine is a topic as residents' lists show it.
func (r *request) topicLine(t store.TopicRow) pages.TopicLine {
	words, tone := pages.StateTag(t.State)
	switch {
	case t.State == consultation.Handed && t.Offered:
		words = "待" + pages.LevelWord(t.HandedLevel) + "接收 · " + r.left(t.HandDue)
	case t.State == consultation.Handed && t.HandedTo != "":
		words = "转" + bureau(t.HandedLevel) + "办理 · " + r.left(t.HandDue)
	case t.State == consultation.Carrying && !t.TaskDue.IsZero():
		words += " · " + r.left(t.TaskDue)
		if !r.now.Before(t.TaskDue) {
			tone = pages.ToneDue
		}
	case t.State == consultation.Rating && r.now.Before(t.RateUntil):
		words += " · " + r.left(t.RateUntil)
	}
	line := pages.TopicLine{Title: t.Title, Href: "/" + r.place.Slug + "/topics/" + t.ID, State: words, Tone: tone}
	if t.Supporters > 0 {
		line.Facts = append(line.Facts, strconv.Itoa(t.Supporters)+" 人附议")
	}
	if t.Place != "" {
		line.Names = append(line.Names, t.Place)
	}
	return line
}

func (r *request) topicLines(all []store.TopicRow) []pages.TopicLine {
	var lines []pages.TopicLine
	for _, t := range all {
		lines = append(lines, r.topicLine(t))
	}
	return lines
}

func bureau(l residents.Level) string {
	if l == residents.LevelSubdistrict {
		return "街道"
	}
	return "区里"
}

// short is a title cut for a sentence that names it.
func short(title string) string {
	const most = 16
	if all := []rune(title); len(all) > most {
		return string(all[:most-1]) + "…"
	}
	return title
}
