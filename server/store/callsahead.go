package store

import (
	"maps"
	"slices"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// What lists of calls and of projects ask of each, read for a whole page beforehand: one query for
// each kind of thing, whatever their number. Rules and pages read it as they read a View.

// CallsAhead is a View that reads what is asked of one of some calls for all of them.
type CallsAhead struct {
	*View
	calls    map[ProjectKey]bool // true: how many answered is to be counted
	answered map[answeredAt]int  // nil before it was
	units    map[unitAt]map[ProjectKey]project.Answer
}

// unitAt is a unit by where it is.
type unitAt struct{ community, unit string }

func callKeyOf(c project.Call) ProjectKey { return ProjectKey{c.Community, c.ID} }

// CallsAhead is for reading these calls.
func (v *View) CallsAhead(calls []project.Call) *CallsAhead {
	a := &CallsAhead{View: v, calls: map[ProjectKey]bool{}, units: map[unitAt]map[ProjectKey]project.Answer{}}
	for _, c := range calls {
		a.calls[callKeyOf(c)] = c.State != project.CallDraft && !c.CoveredAtClose()
	}
	return a
}

// count counts how many answered each of the calls, in one query for up to 256 of them.
func (a *CallsAhead) count() error {
	type found struct {
		at answeredAt
		n  int
	}
	var open []ProjectKey
	for key, counts := range a.calls {
		if counts {
			open = append(open, key)
		}
	}
	all, err := ofSeveral(a.View, open, func(r row) (f found, err error) {
		return f, r.Scan(&f.at.call.Body, &f.at.call.ID, &f.at.place.Community, &f.at.place.Building, &f.n)
	}, func(f found) ProjectKey { return f.at.call }, several{
		from: `SELECT body, call, community, building, COUNT(*) FROM call_answers`, body: "body", id: "call",
		rest: ` GROUP BY body, call, community, building`,
	})
	a.answered = map[answeredAt]int{}
	for _, some := range all {
		for _, f := range some {
			a.answered[f.at] = f.n
		}
	}
	return err
}

// CoverageOf is the coverage of a call's places; nil where the close has fixed that all came to
// their share, as its project.Call.CoveredAtClose says: lists tell no numbers of it.
func (a *CallsAhead) CoverageOf(c project.Call) (all []project.PlaceCoverage, err error) {
	key := callKeyOf(c)
	counts, mine := a.calls[key]
	switch {
	case !mine:
		return a.View.CoverageOf(c)
	case !counts:
		return nil, nil
	case a.answered == nil:
		err = a.count()
	}
	for _, p := range c.Units {
		all = append(all, project.PlaceCoverage{PlaceUnits: p, Answered: a.answered[answeredAt{key, p.Place}]})
	}
	return all, err
}

// AnswerOf is a unit's answer, without its texts where the call is one of those read beforehand;
// residents.ErrNotFound where it has none. It is one query a unit, for all of these calls.
func (a *CallsAhead) AnswerOf(community, body, call, unit string) (project.Answer, error) {
	if _, mine := a.calls[ProjectKey{body, call}]; !mine {
		return a.View.AnswerOf(community, body, call, unit)
	}
	at := unitAt{community, unit}
	if _, read := a.units[at]; !read {
		if err := a.readUnit(at); err != nil {
			return project.Answer{}, err
		}
	}
	answer, ok := a.units[at][ProjectKey{body, call}]
	if !ok {
		return answer, residents.ErrNotFound
	}
	return answer, nil
}

func (a *CallsAhead) readUnit(at unitAt) error {
	key := func(x project.Answer) ProjectKey { return ProjectKey{x.Body, x.Call} }
	found, err := ofSeveral(a.View, slices.Collect(maps.Keys(a.calls)), scanAnswer, key, several{
		from: `SELECT ` + answerColumns + ` FROM call_answers`, body: "body", id: "call", rest: ` AND community = $1 AND unit = $2`,
		args: []any{at.community, at.unit},
	})
	a.units[at] = map[ProjectKey]project.Answer{}
	for key, some := range found {
		a.units[at][key] = some[0]
	}
	return err
}

// several is a query for what belongs to any of several things: their bodies and ids stand in two
// columns. args are those of rest, numbered from $1.
type several struct {
	from, body, id, rest string
	args                 []any
}

// ofSeveral is what belongs to each of the things, in the order of the query: one query for up to 256 ids.
// Things of other bodies with the same ids are left out.
func ofSeveral[T any](v *View, things []ProjectKey, scan func(row) (T, error), key func(T) ProjectKey, q several) (map[ProjectKey][]T, error) {
	wanted := map[ProjectKey]bool{}
	var bodies, ids []string
	for _, k := range things {
		if !wanted[k] {
			wanted[k] = true
			ids = append(ids, k.ID)
		}
		if !slices.Contains(bodies, k.Body) {
			bodies = append(bodies, k.Body)
		}
	}
	found := map[ProjectKey][]T{}
	all, err := inPortions(ids, func(some []any) ([]T, error) {
		in, args := among(slices.Clone(q.args), bodies)
		ids := places(len(args)+1, len(some))
		return list(v, scan, q.from+` WHERE `+q.body+` IN (`+in+`) AND `+q.id+` IN (`+ids+`)`+q.rest, append(args, some...)...)
	})
	for _, one := range all {
		if k := key(one); wanted[k] {
			found[k] = append(found[k], one)
		}
	}
	return found, err
}

// CallsAmong are those of a body's calls, by id.
func (v *View) CallsAmong(body string, ids []string) (map[string]project.Call, error) {
	var things []ProjectKey
	for _, id := range ids {
		things = append(things, ProjectKey{body, id})
	}
	found, err := ofSeveral(v, things, scanCall, callKeyOf, several{from: `SELECT ` + callColumns + ` FROM calls`, body: "community", id: "id"})
	calls := map[string]project.Call{}
	for key, some := range found {
		calls[key.ID] = some[0]
	}
	return calls, err
}
