package project

import (
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/polls"
)

// DeliveryRules are the periods and thresholds of delivery and evaluation as they stand from
// a day on. None is in a law: each is the community's own custom, as its source says.
type DeliveryRules struct {
	From        calendar.Day
	Share       int // percent of the approved cost; a change of cost above it is put up for notice
	ShareSource string
	Notice      consultation.Days // of a change
	Redo        consultation.Days // for the last milestone of a project that was reopened
	LookBacks   []int             // months after completion in which a project is rated
	LookSource  string
	LowNum      int // an average satisfaction under LowNum/LowDen reopens it
	LowDen      int
	LowMin      int // with fewer ratings the average decides nothing
	LowSource   string
	Rates       string // how the three rates are worked out, with the source of the formula
}

var deliveryRules = []DeliveryRules{{
	From:        calendar.Day{Year: 2026, Month: 1, Day: 1},
	Share:       10,
	ShareSource: "社区约定：费用变动超过百分之十重新公示",
	Notice:      consultation.Days{N: 7, Source: "社区约定：变更公示七日；最后一日是节假日的顺延（民法典第二百零三条）"},
	Redo:        consultation.Days{N: 15, Source: "社区约定：评价偏低的十五日内重办"},
	LookBacks:   []int{0, 3, 12},
	LookSource:  "社区约定：完工时、三个月、十二个月回访",
	LowNum:      7,
	LowDen:      2,
	LowMin:      polls.SmallCell,
	LowSource:   "社区约定：五份以上评价、平均不到三分半的重办一次，再低的报上一级",
	Rates:       "《北京市接诉即办工作条例》第三十二条的三个率；算法是社区约定：响应率＝回答的份数÷应答的份数，解决率＝答“解决了”的÷回答这一问的，满意率＝打四分、五分的÷打分的",
}}

// DeliveryRulesAt are the rules in force on a day. Days before the first set follow the first.
func DeliveryRulesAt(d calendar.Day) DeliveryRules {
	in := deliveryRules[0]
	for _, r := range deliveryRules[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}

// Low tells whether the answers to a look-back are low; in integers.
func (r DeliveryRules) Low(m Marks) bool {
	return m.Rated >= r.LowMin && m.Sum*r.LowDen < r.LowNum*m.Rated
}
