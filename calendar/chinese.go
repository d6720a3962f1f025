package calendar

import (
	"fmt"
	"time"
)

var weekdays = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Chinese is the day as people read it: 11 月 28 日（周六）.
func (d Day) Chinese() string {
	return fmt.Sprintf("%d 月 %d 日（%s）", d.Month, d.Day, weekdays[d.Weekday()])
}

// ChineseWithYear is 2026 年 11 月 28 日（周六）.
func (d Day) ChineseWithYear() string { return fmt.Sprintf("%d 年 %s", d.Year, d.Chinese()) }

// Chinese is the month as people read it: 2026 年 11 月.
func (m Month) Chinese() string { return fmt.Sprintf("%d 年 %d 月", m.Year, m.Month) }

// Clock is an instant's time of day in a zone: 19:00.
func Clock(t time.Time, zone *time.Location) string { return t.In(zone).Format("15:04") }

// ChineseTime is an instant with its day: 11 月 28 日（周六）19:00.
func ChineseTime(t time.Time, zone *time.Location) string {
	return DayOf(t, zone).Chinese() + Clock(t, zone)
}

// ChineseEnd is the instant at which something ends. Midnight belongs to the day
// that it ends: 11 月 28 日（周六）24:00, as the Civil Code says it (art. 203).
func ChineseEnd(t time.Time, zone *time.Location) string {
	if d := DayOf(t.Add(-1), zone); d.End(zone).Equal(t) {
		return d.Chinese() + "24:00"
	}
	return ChineseTime(t, zone)
}
