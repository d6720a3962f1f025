package project

import "yishiting/calendar"

// ApprovalRules are the periods of approving a project as they stand from a day on. Where
// the law gives no figure the source says that the figure is custom.
type ApprovalRules struct {
	From    calendar.Day
	Notice  Days // days of a public notice, counted from the next day
	Reply   Days // working days to answer an objection
	Answer  Days // working days for another body to answer
	Turnout int  // percent of a vote's roll that takes part at least, where a project sets none
}

// Days is a period with the source of its rule.
type Days struct {
	N      int
	Source string
}

var approvalRules = []ApprovalRules{{
	From:    calendar.Day{Year: 2026, Month: 1, Day: 1},
	Notice:  Days{7, "社区约定：立项公示七日；末日是节假日的顺延（《民法典》第二百零三条）"},
	Reply:   Days{3, "社区约定：三个工作日内答复异议"},
	Answer:  Days{5, "社区约定：五个工作日内答复请示"},
	Turnout: 50,
}}

// ApprovalRulesAt are the rules in force on a day. Days before the first set follow the first.
func ApprovalRulesAt(d calendar.Day) ApprovalRules {
	in := approvalRules[0]
	for _, r := range approvalRules[1:] {
		if !d.Before(r.From) {
			in = r
		}
	}
	return in
}
