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

// DayRule is a day of the year with where it comes from.
type DayRule struct {
	Month  time.Month
	Day    int
	Source string
}

// In is the day of a year.
func (r DayRule) In(year int) calendar.Day {
	return calendar.Day{Year: year, Month: r.Month, Day: r.Day}
}

// Rules are the figures that hold from a day on.
type Rules struct {
	From      calendar.Day
	Years     Rule // for how long a filing holds
	RenewFrom Rule // days before its end from which it may be renewed
	Members   Rule // fewest people of a filed organisation

	NoteBy   DayRule // of the year after: last day for the note on a year
	NoteNone DayRule // who is filed from that day on owes none on that year

	EventPeople  Rule // people expected from which on an event is reported beforehand
	EventOutside Rule // the same out of doors or in a public place
	EventYuan    Rule // yuan that it costs from which on it is
	EventAhead   Rule // days before it by which it is
	Permit       Rule // people from which on the police must permit it
	PermitAhead  Rule // days before it by which that is applied for
}

const (
	custom  = "社区约定，北京没有统一规定"
	onNote  = "登记的社会团体每年 3 月 31 日以前交上一年度的工作报告（社会团体登记管理条例 第二十八条）；备案的照着办，是" + custom
	onBig   = "重大活动要报告（北京市社区社会组织培育发展的要求），没有写多大；这个数是" + custom
	onCrowd = "每场预计一千人以上的，由公安机关许可（大型群众性活动安全管理条例 第二条、第十一条）"
)

// rules are all, the latest last.
var rules = []Rules{{
	From:      calendar.Day{Year: 2019, Month: 1, Day: 1},
	Years:     Rule{2, "备案两年有效，各地办法常见的期限；" + custom},
	RenewFrom: Rule{60, custom},
	Members:   Rule{3, custom},

	NoteBy:   DayRule{3, 31, onNote},
	NoteNone: DayRule{10, 1, "第四季度才备案的，当年不用交；" + custom},

	EventPeople:  Rule{100, onBig},
	EventOutside: Rule{50, onBig},
	EventYuan:    Rule{10000, onBig},
	EventAhead:   Rule{7, custom},
	Permit:       Rule{1000, onCrowd},
	PermitAhead:  Rule{20, "活动举办日的二十日前申请（大型群众性活动安全管理条例 第十三条）"},
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
