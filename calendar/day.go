// Package calendar counts days as the law does. A Day is a date of the civil
// calendar and nothing else: it has no hour and no time zone. Instants become
// days, and days become instants, only with a zone at hand (DayOf, Start, End).
//
// Periods follow the Civil Code (民法典), articles 200 to 204:
//
//   - they are counted in calendar years, months and days (art. 200);
//   - the day on which they begin does not count, counting begins with the next
//     day (art. 201);
//   - a period of months ends on the day with the same number, or on the last
//     day of the month where there is none (art. 202);
//   - a last day that is a day of rest moves on to the first day after the rest,
//     and the last day ends at 24:00 (art. 203);
//   - another law, or an agreement, may provide otherwise (art. 204): then use
//     Add, which only counts.
//
// Days of rest are the weekends and the public holidays, with the changes that
// the State Council gives notice of each year (holidays.go). For a year whose
// notice is not in this package, Known is false and the answer is a forecast.
package calendar

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// ErrDay and ErrMonth are the errors of a text that is no day and no month.
var (
	ErrDay   = errors.New("no such day")
	ErrMonth = errors.New("no such month")
)

// Day is a day of the civil calendar. Days compare with == and Compare.
// The zero Day is no day at all.
type Day struct {
	Year  int
	Month time.Month
	Day   int
}

// DayOf is the day on which the instant falls in a zone.
func DayOf(t time.Time, zone *time.Location) Day {
	y, m, d := t.In(zone).Date()
	return Day{y, m, d}
}

// ParseDay reads a day as String writes it, and nothing else: "2026-11-28".
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() == 0 {
		return Day{}, fmt.Errorf("%w: %.40q", ErrDay, s)
	}
	return DayOf(t, time.UTC), nil
}

// String is the day as "2026-11-28".
func (d Day) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

// IsZero tells whether d is no day at all.
func (d Day) IsZero() bool { return d == Day{} }

// MarshalText writes String, or nothing for the zero Day.
func (d Day) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, nil
	}
	return []byte(d.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (d *Day) UnmarshalText(text []byte) (err error) {
	*d = Day{}
	if len(text) > 0 {
		*d, err = ParseDay(string(text))
	}
	return err
}

// Compare is negative if d is before other, positive if it is after, 0 if they are the same.
func (d Day) Compare(other Day) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before tells whether d is an earlier day than other.
func (d Day) Before(other Day) bool { return d.Compare(other) < 0 }

// Weekday is the day of the week.
func (d Day) Weekday() time.Weekday { return d.Start(time.UTC).Weekday() }

// Add is the day n days later, or earlier for a negative n. It only counts.
func (d Day) Add(n int) Day { return DayOf(d.Start(time.UTC).AddDate(0, 0, n), time.UTC) }

// Start is the instant at which the day begins in a zone: 0:00.
func (d Day) Start(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
}

// End is the instant at which the day is over in a zone, 24:00: the first that
// no longer belongs to it (Civil Code art. 203).
func (d Day) End(zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day+1, 0, 0, 0, 0, zone)
}

// EveningBefore is when people are reminded of what is on the day: at six in the evening before.
func (d Day) EveningBefore(zone *time.Location) time.Time {
	return d.Add(-1).Start(zone).Add(18 * time.Hour)
}

// DaysBetween is the number of days from one day to another: 1 from a day to
// the next, negative if to is before from.
func DaysBetween(from, to Day) int {
	const day = 24 * 60 * 60
	return int((to.Start(time.UTC).Unix() - from.Start(time.UTC).Unix()) / day)
}
