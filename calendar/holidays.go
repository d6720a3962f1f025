package calendar

import "time"

// notice is the yearly arrangement of holidays by the General Office of the
// State Council: days off, and days of the weekend that are worked instead.
type notice struct {
	year   int
	source string
	off    []span
	work   []string
}

// span is a holiday from its first to its last day.
type span struct{ name, first, last string }

// notices are all the arrangements known here. The next year's appears in the
// autumn: add it when it does.
var notices = []notice{
	{
		year:   2025,
		source: "国务院办公厅关于2025年部分节假日安排的通知，国办发明电〔2024〕12号，2024-11-12",
		off: []span{
			{"元旦", "2025-01-01", "2025-01-01"},
			{"春节", "2025-01-28", "2025-02-04"},
			{"清明节", "2025-04-04", "2025-04-06"},
			{"劳动节", "2025-05-01", "2025-05-05"},
			{"端午节", "2025-05-31", "2025-06-02"},
			{"国庆节、中秋节", "2025-10-01", "2025-10-08"},
		},
		work: []string{"2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"},
	},
	{
		year:   2026,
		source: "国务院办公厅关于2026年部分节假日安排的通知，国办发明电〔2025〕7号，2025-11-04",
		off: []span{
			{"元旦", "2026-01-01", "2026-01-03"},
			{"春节", "2026-02-15", "2026-02-23"},
			{"清明节", "2026-04-04", "2026-04-06"},
			{"劳动节", "2026-05-01", "2026-05-05"},
			{"端午节", "2026-06-19", "2026-06-21"},
			{"中秋节", "2026-09-25", "2026-09-27"},
			{"国庆节", "2026-10-01", "2026-10-07"},
		},
		work: []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"},
	},
}

// fixed are the public holidays of the solar calendar, for years without a
// notice: 全国年节及纪念日放假办法, art. 2, as it stands since 2025 (国务院令第795号);
// until then Labour Day was one day (国务院令第513号). The festivals of the lunar
// calendar cannot be told from it without a notice.
var fixed = []struct {
	name        string
	month       time.Month
	first, last int
	since       int // year
}{
	{"元旦", time.January, 1, 1, 1950},
	{"劳动节", time.May, 1, 1, 1950},
	{"劳动节", time.May, 2, 2, 2025},
	{"国庆节", time.October, 1, 3, 2000},
}

var (
	sources = map[int]string{} // by year
	off     = map[Day]string{} // name of the holiday
	worked  = map[Day]bool{}   // worked although a weekend
)

func init() {
	for _, n := range notices {
		sources[n.year] = n.source
		for _, s := range n.off {
			for d := mustParse(s.first); !mustParse(s.last).Before(d); d = d.Add(1) {
				off[d] = s.name
			}
		}
		for _, s := range n.work {
			worked[mustParse(s)] = true
		}
	}
}

func mustParse(s string) Day {
	d, err := ParseDay(s)
	if err != nil {
		panic(err)
	}
	return d
}

// Known tells whether the year's notice of holidays is in this package. If it is
// not, weekends and the holidays of the solar calendar count as days of rest,
// and a page that shows a last day must say that it may still move.
func Known(year int) bool { return sources[year] != "" }

// Source is the notice from which the year's holidays are taken, "" if not Known.
func Source(year int) string { return sources[year] }

// Holiday is the name of the public holiday to which a day of rest belongs, as
// "国庆节"; "" for working days and ordinary weekends.
func Holiday(d Day) string {
	if name := off[d]; name != "" || Known(d.Year) {
		return name
	}
	for _, f := range fixed {
		if d.Month == f.month && f.first <= d.Day && d.Day <= f.last && d.Year >= f.since {
			return f.name
		}
	}
	return ""
}

// IsWorkingDay tells whether d is a working day: neither weekend nor holiday, or
// a weekend that is worked for a holiday (调休).
func IsWorkingDay(d Day) bool {
	switch {
	case worked[d]:
		return true
	case Holiday(d) != "":
		return false
	}
	w := d.Weekday()
	return w != time.Saturday && w != time.Sunday
}
