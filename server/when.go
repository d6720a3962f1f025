package main

import (
	"strconv"
	"time"

	"yishiting/calendar"
)

// Times in words, as the pages say them at a place.

// day is the day of an instant: 11 月 3 日, with its year when that is not this one.
func (r *request) day(at time.Time) string {
	d := calendar.DayOf(at, r.place.Location())
	if d.Year != r.today().Year {
		return strconv.Itoa(d.Year) + " 年 " + dayWords(d)
	}
	return dayWords(d)
}

// lastDay is the last day of what ends at an instant: midnight ends the day before.
func (r *request) lastDay(end time.Time) string { return r.day(end.Add(-time.Microsecond)) }

// when is an instant with its time of day: 11 月 20 日（周五）19:00.
func (r *request) when(at time.Time) string { return calendar.ChineseTime(at, r.place.Location()) }

// end is the instant at which something ends: 11 月 20 日（周五）24:00.
func (r *request) end(at time.Time) string { return calendar.ChineseEnd(at, r.place.Location()) }

// noticeDay is which day of a public notice runs, of how many: the days count from
// the day after publication, and the last one may have moved behind a holiday.
func (r *request) noticeDay(published, until time.Time) (day, days int) {
	first := calendar.DayOf(published, r.place.Location())
	last := calendar.DayOf(until.Add(-time.Microsecond), r.place.Location())
	return calendar.DaysBetween(first, r.today()), calendar.DaysBetween(first, last)
}

// workingDaysLeft says how many working days remain for what is due, in words that
// follow its name: 还剩 2 个工作日.
func (r *request) workingDaysLeft(due time.Time) string {
	last := calendar.DayOf(due.Add(-time.Microsecond), r.place.Location())
	switch n := calendar.WorkingDaysBetween(r.today(), last); {
	case !r.now.Before(due):
		return r.left(due)
	case n == 0:
		return "今天截止"
	default:
		return "还剩 " + strconv.Itoa(n) + " 个工作日"
	}
}
