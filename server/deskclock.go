package main

import (
	"fmt"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
)

// lastDay is the day at whose end a period is over.
func lastDay(due time.Time, zone *time.Location) calendar.Day {
	return calendar.DayOf(due.Add(-time.Microsecond), zone)
}

// workingDays says what is left of a period that counts working days, after what
// it is for, and in which tone: 审核还剩 2 个工作日.
func (r *request) workingDays(what string, due time.Time) (words, tone string) {
	zone := r.place.Location()
	now, last := calendar.DayOf(r.now, zone), lastDay(due, zone)
	if !r.now.Before(due) {
		return fmt.Sprintf("%s逾期 %d 个工作日", what, max(1, calendar.WorkingDaysBetween(last, now))), pages.ToneDue
	}
	if now == last {
		return what + "今天到期", pages.ToneDue
	}
	n := max(1, calendar.WorkingDaysBetween(now, last))
	if n <= 2 {
		tone = pages.ToneDue
	} else {
		tone = pages.TonePlain
	}
	return fmt.Sprintf("%s还剩 %d 个工作日", what, n), tone
}

// plainDays is workingDays for a period that counts every day: 办理还剩 5 天.
func (r *request) plainDays(what string, due time.Time) (words, tone string) {
	zone := r.place.Location()
	n := calendar.DaysBetween(calendar.DayOf(r.now, zone), lastDay(due, zone))
	switch {
	case !r.now.Before(due):
		return fmt.Sprintf("%s逾期 %d 天", what, max(1, -n)), pages.ToneDue
	case n == 0:
		return what + "今天到期", pages.ToneDue
	case n <= 3:
		return fmt.Sprintf("%s还剩 %d 天", what, n), pages.ToneDue
	}
	return fmt.Sprintf("%s还剩 %d 天", what, n), pages.TonePlain
}
