package project

import (
	"fmt"

	"yishiting/calendar"
	"yishiting/residents"
)

// LookBackQuestions are what is asked of every finished project.
var LookBackQuestions = []Question{
	{ID: "1", Kind: Single, Words: "这件事解决了吗", Options: []string{"解决了", "部分解决", "没有解决"}, Must: true},
	{ID: "2", Kind: Scale, Words: "您满意吗", Must: true},
	{ID: "3", Kind: Text, Words: "想说的话"},
}

// LookBackSolved are the options of the first question, and LookBackSatisfied is the least number
// of the second that is satisfied.
const (
	LookBackSolved    = 1
	LookBackPartly    = 2
	LookBackUnsolved  = 3
	LookBackSatisfied = 4
)

// LookBackID is the id of the call in which a project is rated so many months after the
// completion of a round of its delivery: always the same, so that the clock opens it once.
func LookBackID(p Project, month int) string {
	return hashOf(fmt.Appendf(nil, "look-back %s %s %d %d", p.Community, p.ID, p.Round, month))[:32]
}

// OpenLookBack asks those whom a finished project concerns whether it has solved the matter: a call of
// residents, published at once, of fixed questions, for the days of CallRules. Done twice it gives the same call.
func OpenLookBack(tx CallTx, body residents.Community, p Project, month int, now Instant) (Call, error) {
	id := LookBackID(p, month)
	if c, err := tx.Call(body.ID, id); err != residents.ErrNotFound {
		return c, err
	}
	today := calendar.DayOf(now, body.Location())
	c := Call{
		Community: body.ID, ID: id, State: CallPublished, MadeAt: now, Opens: now,
		Closes: calendar.After(today, CallRulesAt(today).LookBack).End(body.Location()),
		CallContent: CallContent{
			Title: p.Title, Purpose: ForLookBack, Project: p.ID, Month: month, Round: p.Round,
			Unit: ByResident, Places: p.Places, Questions: LookBackQuestions,
		},
	}
	c, err := addCall(tx, c, now)
	if err != nil {
		return c, err
	}
	if c, err = published(tx, c, now); err != nil {
		return c, err
	}
	return c, tx.SetCall(c)
}
