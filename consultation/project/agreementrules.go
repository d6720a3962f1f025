package project

import (
	"yishiting/calendar"
	"yishiting/consultation"
)

// ApprovalRules are the periods of approving a project as they stand from a day on. Where
// the law gives no figure the source says that the figure is custom.
type ApprovalRules struct {
	From    calendar.Day
	Notice  consultation.Days // days of a public notice, counted from the next day
	Again   consultation.Days // days in which whoever disagreed says how they stand in the second round
	Reply   consultation.Days // working days to answer an objection
	Answer  consultation.Days // working days for another body to answer
	Turnout int               // percent of a vote's roll that takes part at least, where a project sets none
	Source  string            // of Turnout
}

var approvalRules = []ApprovalRules{{
	From:    calendar.Day{Year: 2026, Month: 1, Day: 1},
	Notice:  consultation.Days{N: 7, Source: "社区约定：立项公示七日；末日是节假日的顺延（民法典第二百零三条）"},
	Again:   consultation.Days{N: 7, Source: "社区约定：答复以后再问一次，七日内没有回话的按原来说的算（西城区民生工作民意立项指导手册）"},
	Reply:   consultation.Days{N: 3, Source: "社区约定：三个工作日内答复异议"},
	Answer:  consultation.Days{N: 5, Source: "社区约定：五个工作日内答复请示"},
	Turnout: 50,
	Source:  "社区约定：户里投票至少一半参加，项目可以另定",
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
