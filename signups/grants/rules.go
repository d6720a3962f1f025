package grants

import "yishiting/calendar"

// Days is a number of days, or of working days, with the source that asks for it.
type Days struct {
	N      int
	Source string
}

// Percent is a share of a hundred with its source.
type Percent struct {
	N      int
	Source string
}

// Rules are the periods and shares of a grant round as they stand from a day on. Neither law nor
// the city's rules give figures for micro-grants: each is custom, and says so.
type Rules struct {
	From calendar.Day

	Notice  Days    // the list of those to be funded is up before it holds
	Reply   Days    // working days within which a complaint is answered
	Call    Days    // an open call lasts at least so long
	Appeal  Days    // working days in which who is refused may ask for another look
	Experts Percent // weight of the experts' scores unless the round says otherwise
	First   Percent // of what is granted, paid after the agreement unless the round says otherwise
	Jury    int     // experts at least
	Scores  int     // scores that an application must have at least
	Voters  int     // residents who must have chosen, that their choice is published and counts
	Source  string  // of Jury, Scores and Voters
}

var rules = []Rules{{
	From:    calendar.Day{Year: 2020, Month: 1, Day: 1},
	Notice:  Days{7, "公益创投通行做法：公示七天；最后一天是休息日的顺延（民法典 第二百零三条）"},
	Reply:   Days{5, "街道约定：投诉五个工作日内答复"},
	Call:    Days{7, "街道约定：申报至少开放七天"},
	Appeal:  Days{3, "街道约定：没有通过审核的，三个工作日内可以申请复核一次，由另一位复核"},
	Experts: Percent{60, "街道约定：专家评分占 60%，居民投票占 40%"},
	First:   Percent{60, "街道约定：签约后付 60%，结项审核后付余款"},
	Jury:    3,
	Scores:  3,
	Voters:  5,
	Source:  "街道约定：至少三位专家，每个项目至少三份评分；投票的居民不足五位的，怕看出谁投了谁，票数不公布、不计分，按专家评分排",
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
