package signups

import (
	"time"

	"yishiting/calendar"
)

// Days is a number of days, or of working days, with the source that asks for it.
type Days struct {
	N      int
	Source string
}

// Minutes is a length of time in whole minutes, with the source that asks for it.
type Minutes struct {
	N      int
	Source string
}

// Long is the length as a duration.
func (m Minutes) Long() time.Duration { return time.Duration(m.N) * time.Minute }

// Level is an honour that somebody's confirmed hours reach; only the person themselves sees it.
type Level struct {
	Stars int
	Hours int
}

// Rules are the periods and thresholds of voluntary service as they stand from a day on.
// Where neither law nor the city's rules give a figure the source says that it is custom.
type Rules struct {
	From calendar.Day

	Unit    Minutes // hours are counted in whole units, never up
	Confirm Days    // working days within which the leader confirms hours
	Dispute Days    // days after the confirmation in which the volunteer may dispute it

	Rest     Minutes // between two shifts of a person
	DayMost  Minutes // of all shifts of an adult in a day
	MinorDay Minutes // of all shifts of somebody under 18 in a day
	DayFrom  int     // minors help from this minute of the day on
	DayUntil int     // and until this one

	Terms Days // an activity that lasts so many days or longer wants a written agreement

	Offer     Minutes // in which whoever moves up from the waiting list confirms
	OfferLast Minutes // before the shift begins: after that nobody moves up by offer, places go to whoever comes

	NoShows      int  // unexplained absences within NoShowDays after which a place is confirmed the day before
	NoShowDays   Days // and how long they count
	AgainFrom    Minutes
	AgainUntil   Minutes
	NoShowSource string

	Code Minutes // how long a code of the leader's phone is good

	Levels       []Level
	LevelsSource string
}

var rules = []Rules{{
	From:    calendar.Day{Year: 2020, Month: 1, Day: 1},
	Unit:    Minutes{30, "社区约定：以半小时为单位，不足半小时的不计，不进位"},
	Confirm: Days{10, "《志愿服务记录与证明出具办法（试行）》第十一条：活动结束后十个工作日内记录"},
	Dispute: Days{30, "社区约定：确认后三十日内可以提出更正（记录与证明出具办法 第十二条、第十三条：志愿者可以查询、要求更正）"},

	Rest:     Minutes{30, "社区约定：两个班次之间至少隔半小时"},
	DayMost:  Minutes{8 * 60, "社区约定：一人一天最多服务八小时"},
	MinorDay: Minutes{4 * 60, "社区约定：未成年人一天最多服务四小时"},
	DayFrom:  7 * 60,
	DayUntil: 21 * 60,

	Terms: Days{30, "《北京市志愿服务促进条例》第十八条：一个月以上的，签订书面协议"},

	Offer:     Minutes{24 * 60, "社区约定：候补补上以后二十四小时内确认"},
	OfferLast: Minutes{2 * 60, "社区约定：开始前两小时不再候补，先到先得"},

	NoShows:      2,
	NoShowDays:   Days{90, "社区约定：九十天以后不再计"},
	AgainFrom:    Minutes{48 * 60, ""},
	AgainUntil:   Minutes{12 * 60, ""},
	NoShowSource: "社区约定：九十天里两次没来也没说明的，再报名要在开始前四十八小时到十二小时之间确认一次，没确认的名额给候补；不公开、不扣分，到期自动恢复",

	Code: Minutes{1, "社区约定：签到码每分钟换一次，上一分钟的还有效"},

	Levels:       []Level{{1, 100}, {2, 200}, {3, 500}, {4, 800}, {5, 1000}},
	LevelsSource: "《北京市志愿者管理办法（试行）》：一至五星为 100、200、500、800、1000 小时，现行标准以市里公布的为准；星级只给本人看，不排名",
}}

// RulesAt are the rules in force on a day. Days before the first set follow the first.
func RulesAt(d calendar.Day) Rules {
	in := rules[0]
	for _, r := range rules[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}

// Rounded is a number of minutes in whole units, never up and never below nothing.
func (r Rules) Rounded(minutes int) int {
	if minutes <= 0 {
		return 0
	}
	return minutes - minutes%r.Unit.N
}

// ConfirmBy is the last day on which hours of a shift that ended on a day are confirmed in time.
func (r Rules) ConfirmBy(ended calendar.Day) calendar.Day {
	return calendar.WorkingDaysAfter(ended, r.Confirm.N)
}

// Stars are those that confirmed minutes reach: 0 to 5.
func (r Rules) Stars(minutes int) (stars int) {
	for _, l := range r.Levels {
		if minutes >= l.Hours*60 {
			stars = l.Stars
		}
	}
	return stars
}
