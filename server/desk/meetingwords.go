package desk

import (
	"yishiting/app/pages"
	"yishiting/consultation"
)

// OpinionWord is what an opinion left for a meeting says: 赞成.
func OpinionWord(s consultation.Side) string {
	if s == consultation.Question {
		return "其他意见"
	}
	return pages.SideWord(s)
}
