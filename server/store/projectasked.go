package store

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"yishiting/consultation/project"
)

// CallFigures are how many units of a call's places have answered.
type CallFigures struct {
	Call     ProjectKey
	Title    string
	Opens    time.Time
	State    project.CallState
	Declared int // percent that each place must reach; 0: none
	Coverage []project.PlaceCoverage
}

// Answered is how many units answered, of how many.
func (c CallFigures) Answered() (answered, units int) {
	for _, p := range c.Coverage {
		answered, units = answered+p.Answered, units+p.Units
	}
	return answered, units
}

// CallsWithin are published calls of the bodies within a body, with their coverage, apart
// from look-backs: those with the ids, nil for all.
func (v *View) CallsWithin(body string, calls []string) (map[ProjectKey]CallFigures, error) {
	found := map[ProjectKey]CallFigures{}
	if calls != nil && len(calls) == 0 {
		return found, nil
	}
	all, err := ofThese(v, body, calls, "id", callFigures, func(only string) string {
		return `SELECT community, id, state, opens, content FROM calls WHERE community IN ` + within + ` AND state IN ('published', 'closed')
			AND purpose <> 'look-back'` + only
	})
	if err != nil {
		return nil, err
	}
	answered, err := v.answeredWithin(body, calls)
	for _, c := range all {
		for i, p := range c.Coverage {
			c.Coverage[i].Answered = answered[answeredAt{c.Call, p.Place}]
		}
		found[c.Call] = c
	}
	return found, err
}

func callFigures(r row) (c CallFigures, err error) {
	var opens int64
	var content string
	if err = r.Scan(&c.Call.Body, &c.Call.ID, &c.State, &opens, &content); err != nil {
		return c, err
	}
	var kept project.CallContent
	if err = json.Unmarshal([]byte(content), &kept); err != nil {
		return c, fmt.Errorf("call %s of %s: %w", c.Call.ID, c.Call.Body, err)
	}
	c.Title, c.Declared, c.Opens = kept.Title, kept.Coverage, instant(opens)
	for _, u := range kept.Units {
		c.Coverage = append(c.Coverage, project.PlaceCoverage{PlaceUnits: u})
	}
	return c, nil
}

// answeredAt is a place that a call asks.
type answeredAt struct {
	call  ProjectKey
	place project.Place
}

func (v *View) answeredWithin(body string, calls []string) (map[answeredAt]int, error) {
	type found struct {
		at answeredAt
		n  int
	}
	all, err := ofThese(v, body, calls, "call", func(r row) (f found, err error) {
		return f, r.Scan(&f.at.call.Body, &f.at.call.ID, &f.at.place.Community, &f.at.place.Building, &f.n)
	}, func(only string) string {
		return `SELECT body, call, community, building, COUNT(*) FROM call_answers WHERE body IN ` + within + only + ` GROUP BY body, call, community, building`
	})
	answered := map[answeredAt]int{}
	for _, f := range all {
		answered[f.at] += f.n
	}
	return answered, err
}

// LookBack is a look-back call of a project with what was answered, counted exactly: shown
// are rates, and none of fewer answers than polls.SmallCell.
type LookBack struct {
	Project  ProjectKey
	Call     string
	Month    int // after completion
	Round    int // of delivery
	Units    int // asked
	Closed   bool
	ClosedAt time.Time
	Answered int
	Solved   [3]int // solved, partly, not: answers to the first question
	Scale    [5]int // answers 1 to 5 to the second
}

// LookBacksWithin are the look-backs within a body, the earliest first: of the projects with those ids, nil for all.
func (v *View) LookBacksWithin(body string, projects []string) (map[ProjectKey][]LookBack, error) {
	all, err := ofThese(v, body, projects, "project", lookBack, func(only string) string {
		return `SELECT community, project, id, state, closed_at, content FROM calls WHERE community IN ` + within + ` AND purpose = 'look-back'
			AND state IN ('published', 'closed')` + only + ` ORDER BY opens, id`
	})
	if err != nil || len(all) == 0 {
		return nil, err
	}
	at := map[ProjectKey]int{}
	for i, l := range all {
		at[ProjectKey{l.Project.Body, l.Call}] = i
	}
	said, err := v.saidInLookBacks(body, projects)
	for _, s := range said {
		if i, known := at[s.call]; known {
			all[i].add(s.choices, s.n)
		}
	}
	found := map[ProjectKey][]LookBack{}
	for _, l := range all {
		found[l.Project] = append(found[l.Project], l)
	}
	return found, err
}

func lookBack(r row) (l LookBack, err error) {
	var state, content string
	var closed sql.NullInt64
	if err = r.Scan(&l.Project.Body, &l.Project.ID, &l.Call, &state, &closed, &content); err != nil {
		return l, err
	}
	var kept project.CallContent
	if err = json.Unmarshal([]byte(content), &kept); err != nil {
		return l, fmt.Errorf("call %s of %s: %w", l.Call, l.Project.Body, err)
	}
	l.Month, l.Round = kept.Month, kept.Round
	l.Closed, l.ClosedAt = state == string(project.CallClosed), instantOrZero(closed)
	for _, u := range kept.Units {
		l.Units += u.Units
	}
	return l, nil
}

type saidAlike struct {
	call    ProjectKey
	choices string
	n       int
}

// saidInLookBacks counts alike answers together.
func (v *View) saidInLookBacks(body string, projects []string) ([]saidAlike, error) {
	return ofThese(v, body, projects, "c.project", func(r row) (s saidAlike, err error) {
		return s, r.Scan(&s.call.Body, &s.call.ID, &s.choices, &s.n)
	}, func(only string) string {
		return `SELECT a.body, a.call, a.choices, COUNT(*) FROM calls c JOIN call_answers a ON a.body = c.community AND a.call = c.id
			WHERE c.community IN ` + within + ` AND c.purpose = 'look-back'` + only + ` GROUP BY a.body, a.call, a.choices`
	})
}

// add counts so many answers that say the same.
func (l *LookBack) add(choices string, n int) {
	l.Answered += n
	var question, chosen int
	for _, one := range strings.Fields(choices) {
		if _, err := fmt.Sscanf(one, "%d:%d", &question, &chosen); err != nil {
			continue
		}
		switch {
		case question == 1 && chosen >= 1 && chosen <= len(l.Solved):
			l.Solved[chosen-1] += n
		case question == 2 && chosen >= 1 && chosen <= len(l.Scale):
			l.Scale[chosen-1] += n
		}
	}
}
