package calendar

import (
	"cmp"
	"fmt"
	"time"
)

// Month is a calendar month. Months compare with == and Compare.
type Month struct {
	Year  int
	Month time.Month
}

// MonthOf is the month to which a day belongs.
func MonthOf(d Day) Month { return Month{d.Year, d.Month} }

// ParseMonth reads a month as String writes it, and nothing else: "2026-11".
func ParseMonth(s string) (Month, error) {
	d, err := ParseDay(s + "-01")
	if err != nil {
		return Month{}, fmt.Errorf("%w: %.40q", ErrMonth, s)
	}
	return MonthOf(d), nil
}

// String is the month as "2026-11".
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, m.Month) }

// MarshalText writes String, or nothing for the zero Month.
func (m Month) MarshalText() ([]byte, error) {
	if m == (Month{}) {
		return nil, nil
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads what MarshalText writes.
func (m *Month) UnmarshalText(text []byte) (err error) {
	*m = Month{}
	if len(text) > 0 {
		*m, err = ParseMonth(string(text))
	}
	return err
}

// First is the month's first day.
func (m Month) First() Day { return Day{m.Year, m.Month, 1} }

// Last is the month's last day.
func (m Month) Last() Day { return m.Next().First().Add(-1) }

// Next is the month after.
func (m Month) Next() Month { return m.Add(1) }

// Previous is the month before.
func (m Month) Previous() Month { return m.Add(-1) }

// Add is the month n months later, or earlier for a negative n.
func (m Month) Add(n int) Month {
	return MonthOf(DayOf(m.First().Start(time.UTC).AddDate(0, n, 0), time.UTC))
}

// Compare is negative if m is before other, positive if it is after, 0 if they are the same.
func (m Month) Compare(other Month) int {
	return cmp.Or(cmp.Compare(m.Year, other.Year), cmp.Compare(m.Month, other.Month))
}
