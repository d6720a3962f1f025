package main

import (
	"strconv"
	"time"

	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/server/store"
)

// projectFigures are the numbers of a project: how many of those asked answered, its
// money, and how those concerned rate it.
type projectFigures struct {
	calls           []store.CallFigures
	answered, asked int
	short           int   // buildings that have not reached what was declared
	planned         int64 // cents: the budget's lines, or before them the cost of the chosen option
	money           store.LedgerSums
	looks           []store.LookBack
}

// figuresOf are the figures of projects, in their order: in four queries, whatever their
// number. all asks for everything under the place, where the projects are most of it.
func (r *request) figuresOf(rows *store.View, shown []streetProject, all bool) ([]projectFigures, error) {
	var ids, calls []string
	if !all {
		ids, calls = []string{}, []string{}
		for _, s := range shown {
			ids, calls = append(ids, s.ID), append(calls, s.Calls...)
		}
	}
	ledgers, err := rows.LedgersWithin(r.place.ID, ids)
	if err != nil {
		return nil, err
	}
	asked, err := rows.CallsWithin(r.place.ID, calls)
	if err != nil {
		return nil, err
	}
	looks, err := rows.LookBacksWithin(r.place.ID, ids)
	figures := make([]projectFigures, len(shown))
	for i, s := range shown {
		figures[i] = projectFigures{planned: planned(s.Project), money: ledgers[s.Key()], looks: looks[s.Key()]}
		for _, id := range s.Calls {
			if c, known := asked[store.ProjectKey{Body: s.Community, ID: id}]; known {
				figures[i].add(c)
			}
		}
	}
	return figures, err
}

func (f *projectFigures) add(c store.CallFigures) {
	f.calls = append(f.calls, c)
	answered, asked := c.Answered()
	f.answered, f.asked = f.answered+answered, f.asked+asked
	for _, p := range c.Coverage {
		if p.Answered*100 < c.Declared*p.Units {
			f.short++
		}
	}
}

// planned is what a project is to cost, in cents; 0 before an option was chosen.
func planned(p project.Project) int64 {
	if len(p.Plan.Lines) > 0 {
		return p.Plan.Planned()
	}
	o, _ := p.Chosen()
	return o.Cost
}

// last is the look-back that was closed last; false before one was.
func (f projectFigures) last() (last store.LookBack, ok bool) {
	for _, l := range f.looks {
		if l.Closed {
			last, ok = l, true
		}
	}
	return last, ok
}

// satisfied are how many answered 4 or 5, of how many who rated.
func satisfied(l store.LookBack) (n, of int) {
	for i, some := range l.Scale {
		of += some
		if i >= 3 {
			n += some
		}
	}
	return n, of
}

// solved are how many said that it is solved, of how many who said whether it is.
func solved(l store.LookBack) (n, of int) {
	return l.Solved[0], l.Solved[0] + l.Solved[1] + l.Solved[2]
}

// ratingWords are the last rating in short; fewer answers than polls.SmallCell are not told.
func (f projectFigures) ratingWords() string {
	l, ok := f.last()
	if !ok {
		return ""
	}
	n, of := satisfied(l)
	if of < polls.SmallCell {
		return "回答不足 " + strconv.Itoa(polls.SmallCell) + " 份，不显示"
	}
	return "满意 " + percent(n, of) + "（" + strconv.Itoa(of) + " 份）"
}

// percent is part of whole in whole percent, rounded down, so that 99.9 is not all; "—" of nothing.
func percent(part, whole int) string {
	if whole == 0 {
		return "—"
	}
	return strconv.Itoa(part*100/whole) + "%"
}

// firstAsked is when the earliest of the project's calls opened; zero for none.
func (f projectFigures) firstAsked() (first time.Time) {
	for _, c := range f.calls {
		if first.IsZero() || c.Opens.Before(first) {
			first = c.Opens
		}
	}
	return first
}
