package api

import (
	"maps"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// callStatus is the part of the table that opinion calls have.
var callStatus = map[residents.Reason]int{
	project.ErrCallStage:     422,
	project.ErrCallNotOpen:   422,
	project.ErrCallOver:      422,
	project.ErrCallLate:      422,
	project.ErrCallAnswered:  422,
	project.ErrCallDays:      422,
	project.ErrCallNobody:    422,
	project.ErrCallProject:   422,
	project.ErrNotAsked:      403,
	project.ErrNoOwnHome:     403,
	project.ErrNoUnit:        422,
	project.ErrSheet:         422,
	project.ErrBranch:        422,
	project.ErrNotPut:        422,
	project.ErrQuestionTwice: 422,
	project.ErrOverMost:      422,
	project.ErrHotlineLine:   422,
	project.ErrThemeTwice:    422,
}

func init() { maps.Copy(status, callStatus) }
