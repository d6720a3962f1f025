package organisations

import (
	"time"

	"yishiting/calendar"
)

// Rule is a figure with where it comes from.
type Rule struct {
	N      int
	Source string // in Chinese, shown beside the figure
}

// Rules are the figures that hold from a day on.
type Rules struct {
	From      calendar.Day
	Years     Rule // for how long a filing holds
	RenewFrom Rule // days before its end from which it may be renewed
	Members   Rule // fewest people of a filed organisation
}

const custom = "社区约定，北京没有统一规定"

// rules are all, the latest last.
var rules = []Rules{{
	From:      calendar.Day{Year: 2019, Month: 1, Day: 1},
	Years:     Rule{2, "备案两年有效，各地办法常见的期限；" + custom},
	RenewFrom: Rule{60, custom},
	Members:   Rule{3, custom},
}}

// RulesAt are the rules of a day.
func RulesAt(day calendar.Day) Rules {
	at := rules[0]
	for _, r := range rules {
		if !day.Before(r.From) {
			at = r
		}
	}
	return at
}

// TermFrom is the last day of a filing that begins on a day; of a renewal in time, that follows the old one.
func TermFrom(o Organisation, day calendar.Day) calendar.Day {
	from := day
	if o.State == Filed && !o.Until.Before(day) {
		from = o.Until.Add(1)
	}
	return calendar.DayOf(from.Start(time.UTC).AddDate(RulesAt(day).Years.N, 0, -1), time.UTC)
}
