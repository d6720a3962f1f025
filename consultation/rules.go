package consultation

import (
	"time"

	"yishiting/calendar"
)

// Instant is a point in time; clocks are passed in, never read.
type Instant = time.Time

// Days is a period with the source of its rule.
type Days struct {
	N      int
	Source string
}

// Rules are the periods and thresholds of the month as they stand from a day on.
// Where the law gives no figure the source says that the figure is custom.
type Rules struct {
	From       calendar.Day
	Screen     Days // working days to screen a topic
	Notice     Days // days between a meeting's announcement and the meeting
	Disclosure Days // days an outcome stays published
	Accept     Days // working days to accept or return a case handed over
	Reply      Days // working days to answer an objection
	Rating     Days // days in which residents rate
	Redo       Days // days for the tasks of a reopened topic
	LowNum     int  // an average satisfaction under LowNum/LowDen reopens the topic
	LowDen     int
	LowMin     int // with fewer ratings the average decides nothing
	Confirmers int // residents present who confirm the minutes, besides chair and recorder
}

var ruleSets = []Rules{{
	From:       calendar.Day{Year: 2026, Month: 1, Day: 1},
	Screen:     Days{5, "社区约定：五个工作日内审核"},
	Notice:     Days{3, "社区约定：会前三日至七日公告；法律对协商会未定日数"},
	Disclosure: Days{15, "《城市居民委员会组织法》第三十四条：公布期限不得少于十五日"},
	Accept:     Days{5, "社区约定：五个工作日内接收或退回"},
	Reply:      Days{3, "社区约定：三个工作日内答复异议"},
	Rating:     Days{14, "社区约定：落实后评价十四日"},
	Redo:       Days{15, "社区约定：重办十五日"},
	LowNum:     7,
	LowDen:     2,
	LowMin:     3,
	Confirmers: 2,
}}

// RulesAt are the rules in force on a day. Days before the first set follow the first.
func RulesAt(d calendar.Day) Rules {
	in := ruleSets[0]
	for _, r := range ruleSets[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}

// rulesFor are the rules in force at an instant in a body's zone, with that day.
func rulesFor(now Instant, zone *time.Location) (Rules, calendar.Day) {
	d := calendar.DayOf(now, zone)
	return RulesAt(d), d
}

// Low tells whether the ratings reopen a topic: enough of them, and their average
// under the limit, compared in integers.
func (r Rules) Low(count, sum int) bool {
	return count >= r.LowMin && sum*r.LowDen < r.LowNum*count
}
