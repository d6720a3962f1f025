package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

var china = time.FixedZone("CST", 8*60*60)

func day(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestAfter(t *testing.T) {
	for _, test := range []struct {
		start string
		n     int
		last  string
		why   string
	}{
		{"2026-11-02", 15, "2026-11-17", "居务公开 15 日: the day itself does not count"},
		{"2026-11-13", 15, "2026-11-30", "the 28th is a Saturday: on to Monday"},
		{"2026-11-14", 15, "2026-11-30", "a Sunday"},
		{"2026-09-16", 15, "2026-10-08", "the 1st is 国庆节, seven days off"},
		{"2026-09-22", 15, "2026-10-08", "the last of the seven days off"},
		{"2026-09-23", 15, "2026-10-08", "the first working day after them"},
		{"2026-09-25", 15, "2026-10-10", "a Saturday that is worked"},
		{"2026-09-10", 10, "2026-09-20", "a Sunday that is worked"},
		{"2026-01-31", 15, "2026-02-24", "春节 2 月 15 日至 23 日"},
		{"2026-06-09", 10, "2026-06-22", "端午节, then the weekend in it"},
		{"2026-04-30", 1, "2026-05-06", "劳动节 to a Tuesday"},
		{"2025-09-16", 15, "2025-10-09", "国庆节、中秋节 eight days"},
		{"2026-11-30", 1, "2026-12-01", "over the end of a month"},
		{"2026-12-25", 7, "2027-01-04", "over the end of the year: 元旦 is a Friday"},
		{"2028-02-28", 1, "2028-02-29", "leap day"},
		{"2028-02-29", 1, "2028-03-01", "after the leap day"},
		{"2027-02-28", 1, "2027-03-01", "no leap day"},
		{"2027-04-30", 2, "2027-05-03", "a year without a notice: 5 月 1 日 and 2 日, both on the weekend"},
		{"2027-09-30", 2, "2027-10-04", "a year without a notice: 10 月 1 日 to 3 日"},
	} {
		start, last := day(t, test.start), day(t, test.last)
		if got := After(start, test.n); got != last {
			t.Errorf("%d days after %v: %v, want %v (%s)", test.n, start, got, last, test.why)
		}
	}
}

func TestWorkingDaysAfter(t *testing.T) {
	for _, test := range []struct {
		start string
		n     int
		last  string
		why   string
	}{
		{"2026-11-03", 5, "2026-11-10", "over a weekend"},
		{"2026-11-06", 1, "2026-11-09", "from Friday"},
		{"2026-11-07", 1, "2026-11-09", "from Saturday"},
		{"2026-09-30", 5, "2026-10-13", "over 国庆节: 8, 9, 10 (a worked Saturday), 12, 13"},
		{"2026-09-18", 5, "2026-09-24", "20 is a worked Sunday"},
		{"2026-02-12", 5, "2026-02-26", "13, 14 (worked), 24, 25, 26"},
		{"2026-12-30", 2, "2027-01-04", "over the new year"},
		{"2026-11-03", 10, "2026-11-17", "hours are entered within 10 working days"},
	} {
		start, last := day(t, test.start), day(t, test.last)
		if got := WorkingDaysAfter(start, test.n); got != last {
			t.Errorf("%d working days after %v: %v, want %v (%s)", test.n, start, got, last, test.why)
		}
		if got := WorkingDaysBetween(start, last); got != test.n {
			t.Errorf("%d working days from %v to %v, want %d", got, start, last, test.n)
		}
	}
	if got := WorkingDaysBetween(day(t, "2026-11-10"), day(t, "2026-11-03")); got != 0 {
		t.Errorf("%d working days backwards", got)
	}
}

func TestMonthsAfter(t *testing.T) {
	for _, test := range []struct {
		start string
		n     int
		last  string
	}{
		{"2026-05-12", 6, "2026-11-12"},
		{"2025-12-31", 2, "2026-02-28"}, // no 31 February; the 28th is a worked Saturday
		{"2026-08-31", 6, "2027-03-01"}, // no 31 February; 28 February 2027 is a Sunday
		{"2027-12-31", 2, "2028-02-29"},
		{"2026-10-31", 1, "2026-11-30"},
		{"2026-11-28", 1, "2026-12-28"},
		{"2026-06-01", 4, "2026-10-08"},
	} {
		if got := MonthsAfter(day(t, test.start), test.n); got != day(t, test.last) {
			t.Errorf("%d months after %s: %v, want %v", test.n, test.start, got, test.last)
		}
	}
}

// Whatever the day and the number, a last day is a working day and no working
// day was skipped on the way to it.
func TestLastDaysAreWorkingDays(t *testing.T) {
	for d := day(t, "2024-12-20"); d.Year < 2028; d = d.Add(1) {
		for _, n := range []int{1, 3, 7, 10, 15, 30} {
			last := After(d, n)
			if !IsWorkingDay(last) || DaysBetween(d, last) < n {
				t.Fatalf("%d days after %v: %v", n, d, last)
			}
			if plain := d.Add(n); WorkingDaysBetween(plain.Add(-1), last) != 1 {
				t.Fatalf("%d days after %v: %v, though there is an earlier working day since %v", n, d, last, plain)
			}
			if got := WorkingDaysBetween(d, WorkingDaysAfter(d, n)); got != n {
				t.Fatalf("%d working days after %v are %d", n, d, got)
			}
		}
	}
}

// The law gives 13 public holidays a year. Weekdays off less weekends worked
// must be as many, whatever the notice moves: a check on the typing of the data.
func TestNoticesAddUp(t *testing.T) {
	for _, n := range notices {
		weekdaysOff, weekendsWorked := 0, 0
		for d := (Day{n.year, 1, 1}); d.Year == n.year; d = d.Add(1) {
			weekend := d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
			switch {
			case off[d] != "" && worked[d]:
				t.Errorf("%v is off and worked", d)
			case off[d] != "" && !weekend:
				weekdaysOff++
			case worked[d] && !weekend:
				t.Errorf("%v is worked instead of what?", d)
			case worked[d]:
				weekendsWorked++
			}
		}
		if weekdaysOff-weekendsWorked != 13 {
			t.Errorf("%d: %d weekdays off, %d weekends worked", n.year, weekdaysOff, weekendsWorked)
		}
		if !Known(n.year) || Source(n.year) != n.source {
			t.Errorf("%d is not known", n.year)
		}
	}
	if Known(2024) || Known(2099) || Source(2099) != "" {
		t.Error("a year without a notice is known")
	}
}

func TestHoliday(t *testing.T) {
	for s, want := range map[string]string{
		"2026-10-07": "国庆节", "2026-10-08": "", "2026-10-10": "", "2026-11-28": "", "2025-01-28": "春节",
		"2027-01-01": "元旦", "2027-05-02": "劳动节", "2024-05-02": "", "2024-05-01": "劳动节", "2027-10-03": "国庆节", "2027-10-04": "",
	} {
		if got := Holiday(day(t, s)); got != want {
			t.Errorf("%s is %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]bool{
		"2026-11-27": true, "2026-11-28": false, "2026-11-29": false, "2026-10-10": true, "2026-01-04": true,
		"2026-01-02": false, "2027-01-01": false, "2027-10-09": false,
	} {
		if got := IsWorkingDay(day(t, s)); got != want {
			t.Errorf("%s is a working day: %v", s, got)
		}
	}
}

func TestParseDay(t *testing.T) {
	for _, s := range []string{"2026-11-28", "2028-02-29", "0001-01-01", "9999-12-31"} {
		if d, err := ParseDay(s); err != nil || d.String() != s {
			t.Errorf("%s: %v, %v", s, d, err)
		}
	}
	for _, s := range []string{
		"", "2026-11", "2026-11-31", "2027-02-29", "2026-1-1", "2026-11-28 ", " 2026-11-28", "26-11-28", "2026/11/28", "2026-11-28T00:00:00Z",
		"0000-01-01", "２０２６-11-28", "2026-13-01", "2026-00-01", "2026-01-00", "+026-01-01",
	} {
		if d, err := ParseDay(s); !errors.Is(err, ErrDay) {
			t.Errorf("%q: %v, %v", s, d, err)
		}
	}
}

func TestDayInZone(t *testing.T) {
	newYork, err := time.LoadLocation("America/New_York")
	if err != nil {
		t.Fatal(err)
	}
	instant := time.Date(2026, 11, 28, 16, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		zone *time.Location
		want string
	}{{time.UTC, "2026-11-28"}, {china, "2026-11-29"}, {newYork, "2026-11-28"}} {
		if got := DayOf(instant, test.zone); got.String() != test.want {
			t.Errorf("%v: %v, want %s", test.zone, got, test.want)
		}
	}
	if got, want := day(t, "2026-12-31").End(china), time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC); !got.Equal(want) {
		t.Errorf("the year ends at %v, want %v", got.UTC(), want)
	}
	// A day of 23 or 25 hours ends when the next begins, and belongs to itself all along.
	for _, s := range []string{"2026-03-08", "2026-11-01", "2026-11-28"} {
		d := day(t, s)
		if d.End(newYork) != d.Add(1).Start(newYork) {
			t.Errorf("a gap after %s", s)
		}
		if DayOf(d.Start(newYork), newYork) != d || DayOf(d.End(newYork).Add(-1), newYork) != d || DayOf(d.End(newYork), newYork) == d {
			t.Errorf("%s does not hold its own instants", s)
		}
	}
	if got := day(t, "2026-11-01").End(newYork).Sub(day(t, "2026-11-01").Start(newYork)); got != 25*time.Hour {
		t.Errorf("the day lasts %v", got)
	}
}

func TestDaysBetween(t *testing.T) {
	d := day(t, "2024-02-27")
	for n := -800; n <= 800; n++ {
		if got := DaysBetween(d, d.Add(n)); got != n {
			t.Fatalf("%d days to %v, want %d", got, d.Add(n), n)
		}
		if got := d.Add(n).Compare(d); (got < 0) != (n < 0) || (got > 0) != (n > 0) {
			t.Fatalf("%v and %v compare as %d", d.Add(n), d, got)
		}
		if d.Add(n).Before(d) != (n < 0) {
			t.Fatalf("%v before %v", d.Add(n), d)
		}
	}
	if got := DaysBetween(day(t, "2027-12-31"), day(t, "2028-12-31")); got != 366 {
		t.Errorf("2028 has %d days", got)
	}
}

func TestMonth(t *testing.T) {
	for s, last := range map[string]string{"2026-11": "2026-11-30", "2026-12": "2026-12-31", "2028-02": "2028-02-29", "2027-02": "2027-02-28"} {
		m, err := ParseMonth(s)
		if err != nil || m.String() != s || m.First().String() != s+"-01" || m.Last().String() != last {
			t.Errorf("%s: %v from %v to %v, %v", s, m, m.First(), m.Last(), err)
		}
		if m.Next().Previous() != m || m.Next().First() != m.Last().Add(1) || MonthOf(m.Last()) != m || m.Compare(m.Next()) >= 0 || m.Next().Compare(m) <= 0 {
			t.Errorf("%s and its neighbours %v, %v", s, m.Previous(), m.Next())
		}
	}
	if got := (Month{2026, 11}).Add(14); got != (Month{2028, 1}) {
		t.Errorf("14 months later: %v", got)
	}
	for _, s := range []string{"", "2026", "2026-13", "2026-00", "2026-1", "2026-11-01", " 2026-11", "0000-01", "desk"} {
		if m, err := ParseMonth(s); !errors.Is(err, ErrMonth) {
			t.Errorf("%q: %v, %v", s, m, err)
		}
	}
}

func TestTextInJSON(t *testing.T) {
	type view struct {
		Due  Day
		Open Month
		None Day
		Any  Month
	}
	want := view{Due: Day{2026, 11, 28}, Open: Month{2026, 11}}
	text, err := json.Marshal(want)
	if err != nil || string(text) != `{"Due":"2026-11-28","Open":"2026-11","None":"","Any":""}` {
		t.Errorf("%s, %v", text, err)
	}
	got := view{None: Day{1, 1, 1}, Any: Month{1, 1}}
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	if err := json.Unmarshal([]byte(`{"Due":"2026-11-31"}`), &got); !errors.Is(err, ErrDay) {
		t.Errorf("a day that is none: %v", err)
	}
	if err := json.Unmarshal([]byte(`{"Open":"2026-11-01"}`), &got); !errors.Is(err, ErrMonth) {
		t.Errorf("a month that is none: %v", err)
	}
}

func TestChinese(t *testing.T) {
	d := Day{2026, 11, 28}
	evening := time.Date(2026, 11, 28, 11, 0, 0, 0, time.UTC)
	for want, got := range map[string]string{
		"11 月 28 日（周六）":        d.Chinese(),
		"2026 年 11 月 28 日（周六）": d.ChineseWithYear(),
		"2026 年 3 月":           Month{2026, 3}.Chinese(),
		"3 月 1 日（周日）":          Day{2026, 3, 1}.Chinese(),
		"19:00":                Clock(evening, china),
		"11 月 28 日（周六）19:00":   ChineseTime(evening, china),
		"11 月 29 日（周日）00:00":   ChineseTime(d.End(china), china),
		"11 月 28 日（周六）24:00":   ChineseEnd(d.End(china), china),
		"11 月 28 日（周六）19:01":   ChineseEnd(evening.Add(time.Minute), china),
		"12 月 31 日（周四）24:00":   ChineseEnd(Day{2026, 12, 31}.End(china), china),
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
