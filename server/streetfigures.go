package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation/project"
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

// satisfied is the share of those who rated it 4 or 5, as it may be shown.
func satisfied(looks ...store.LookBack) (all project.Rate) {
	for _, l := range looks {
		of := 0
		for _, some := range l.Scale {
			of += some
		}
		all = together(all, project.RateOf(l.Scale[3]+l.Scale[4], of), len(looks))
	}
	return all
}

// solved is the share of those who say that it is solved, as it may be shown.
func solved(looks ...store.LookBack) (all project.Rate) {
	for _, l := range looks {
		all = together(all, project.RateOf(l.Solved[0], l.Solved[0]+l.Solved[1]+l.Solved[2]), len(looks))
	}
	return all
}

// together adds a rate to others as each may be shown, so that nobody works out one that is
// withheld by taking the shown ones from the sum. Of many the withheld ones are left out.
func together(all, one project.Rate, of int) project.Rate {
	if one.Withheld && of > 1 {
		all.Withheld = all.Of == 0 // so far nothing else
		return all
	}
	return project.Rate{Least: all.Least + one.Least, Most: all.Most + one.Most, Of: all.Of + one.Of, Withheld: one.Withheld}
}

// responded is the share of those asked who answered, as it may be shown.
func responded(looks ...store.LookBack) (all project.Rate) {
	for _, l := range looks {
		all = together(all, project.RateOf(l.Answered, l.Units), len(looks))
	}
	return all
}

// told is the share of those asked who answered calls, as everybody may know it: of those that
// are over, and neither that one to four answered one of them nor that one to four did not.
func told(calls ...store.CallFigures) (all project.Rate) {
	over := closed(calls)
	for _, c := range over {
		all = together(all, project.RateOf(c.Answered()), len(over))
	}
	return all
}

// closed are those of the calls that are over: of one that runs no number is everybody's.
func closed(calls []store.CallFigures) []store.CallFigures {
	return slices.DeleteFunc(slices.Clone(calls), func(c store.CallFigures) bool { return c.State != project.CallClosed })
}

// toldWords are such a share: 1,932/1,976（97%）, or from its least to its most. counts are
// "" where no number may be shown, and the words say so.
func toldWords(r project.Rate) (words, counts string) {
	share, counts := pages.RateWords(r)
	if counts == "" {
		return share, ""
	}
	counts = strings.ReplaceAll(counts, " ", "")
	share = percent(r.Least, r.Of)
	if r.Most != r.Least {
		share = strings.TrimSuffix(share, "%") + "–" + percent(r.Most, r.Of)
	}
	return counts + "（" + share + "）", counts
}

// ratingWords are the last rating in short.
func (f projectFigures) ratingWords() string {
	l, ok := f.last()
	if !ok {
		return ""
	}
	share, counts := pages.RateWords(satisfied(l))
	if counts == "" {
		return share
	}
	return "满意 " + share + "（" + counts + "）"
}

// coveredWords are how many of those asked answered: 1,932/1,976.
func coveredWords(answered, asked int) string {
	return pages.Grouped(int64(answered)) + "/" + pages.Grouped(int64(asked))
}

// percent is part of whole in whole percent, rounded down, so that 99.9 is not all.
func percent(part, whole int) string { return strconv.Itoa(part*100/max(1, whole)) + "%" }

// firstAsked is when the earliest of the project's calls opened; zero for none.
func (f projectFigures) firstAsked() (first time.Time) {
	for _, c := range f.calls {
		if first.IsZero() || c.Opens.Before(first) {
			first = c.Opens
		}
	}
	return first
}
