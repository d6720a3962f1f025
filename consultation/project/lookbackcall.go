package project

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// LookBackQuestions are what is asked of every finished project.
var LookBackQuestions = []Question{
	{ID: "1", Kind: Single, Words: "这件事解决了吗", Options: []string{"解决了", "部分解决", "没有解决"}, Must: true},
	{ID: "2", Kind: Scale, Words: "您满意吗", Must: true},
	{ID: "3", Kind: Text, Words: "想说的话"},
}

// Places in the fixed questions: LookBackSolved is the option of the first that says the matter is
// solved, LookBackSatisfied the least number of the second that is satisfied.
const (
	LookBackSolved    = 1
	LookBackSatisfied = 4
)

// OpenLookBack asks those whom a finished project concerns whether it has solved the matter: a call of
// residents, published at once, of fixed questions, for the days of CallRules. Done twice it gives the same call.
func OpenLookBack(tx CallTx, body residents.Community, p Project, month int, now Instant) (Call, error) {
	id := lookBackID(p, month)
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

// lookBackCells are the cells of a look-back's question where some are small: who counts for the
// rate (Rate), and who does not. The rate is told too, and together with other sums it would
// give small numbers away.
func lookBackCells(q Question, all []Cell) []Cell {
	if !slices.ContainsFunc(all, func(c Cell) bool { return few(c.N) }) {
		return all
	}
	var counts, others Cell
	for i, c := range all {
		into := &others
		if q.Kind == Single && i+1 == LookBackSolved || q.Kind == Scale && c.Of[0] != NoAnswer && i+1 >= LookBackSatisfied {
			into = &counts
		}
		into.Of, into.N = append(into.Of, c.Of...), into.N+c.N
	}
	if few(counts.N) || few(others.N) || len(counts.Of) == 0 {
		return []Cell{{Of: append(counts.Of, others.Of...), N: counts.N + others.N}}
	}
	return []Cell{counts, others}
}
