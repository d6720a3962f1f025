package main

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// oneCall is what is known of a call while its page is written.
type oneCall struct {
	*request
	v    *store.View
	page *pages.CallView
	c    project.Call
	body residents.Community // whose call: the place, or the street above it
}

// callHere is a call that is read at the place: its own, or one of its street's that asks its
// people. residents.ErrNotFound for any other, and for what was never published.
func (r *request) callHere(v *store.View, id string) (c project.Call, body residents.Community, err error) {
	body = r.place
	if c, err = v.Call(body.ID, id); errors.Is(err, residents.ErrNotFound) && r.street() != "" {
		if c, err = v.Call(r.street(), id); err == nil && !c.Asks(r.place.ID) {
			err = residents.ErrNotFound
		}
		if err == nil {
			body, err = v.CommunityByID(r.street())
		}
	}
	if err == nil && c.PublishedAt.IsZero() {
		err = residents.ErrNotFound
	}
	return c, body, err
}

// callPage is the page of one call. Drafts are there for nobody.
func (p *Portal) callPage(r *request) (answer, error) {
	w := &oneCall{request: r, page: &pages.CallView{Frame: p.frame(r), Style: p.files.address("calls.css")}}
	err := p.view(r, func(v *store.View) (err error) {
		w.v = v
		if w.c, w.body, err = r.callHere(v, r.thing("id")); err != nil {
			return err
		}
		for _, write := range []func() error{w.top, w.coverage, w.mine, w.result, w.about, w.record} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// top is what was fixed beforehand, and the hours.
func (w *oneCall) top() error {
	v, c := w.page, w.c
	v.ID, v.Number, v.Content, v.Phase = c.ID, c.Number, c.CallContent, w.callPhase(c)
	v.Street, v.Asker = w.body.Level == residents.LevelSubdistrict, askerWords(w.body)
	v.Hours = pages.CallHours{Opens: w.when(c.Opens), Closes: w.end(c.Closes), Left: w.leftUntil(c.Closes)}
	v.Hours.Passed, v.Hours.Whole = minutes(c.Opens, w.now), minutes(c.Opens, c.Closes)
	names, err := communityNames(w.v, c)
	v.Whom = placesWords(c.Places, names)
	return err
}

// askerWords is who asks: 和平里社区居民委员会, 和平里街道办事处.
func askerWords(body residents.Community) string {
	if body.Level == residents.LevelCommunity {
		return body.Name + "居民委员会"
	}
	return body.Name + "办事处"
}

// communityNames are the names of the communities that a call of a street asks; none of a
// community's own, where nobody needs to be told which.
func communityNames(v *store.View, c project.Call) (map[string]string, error) {
	names := map[string]string{}
	for _, id := range c.Communities() {
		body, err := v.CommunityByID(id)
		if err != nil {
			return nil, err
		}
		names[id] = body.Name
	}
	return names, nil
}

// placesWords are places in words: 全社区; 3 号楼、5 号楼; 和平里社区：3 号楼；安贞社区.
func placesWords(places []project.Place, names map[string]string) string {
	var order []string
	buildings := map[string][]string{}
	for _, p := range places {
		if !slices.Contains(order, p.Community) {
			order = append(order, p.Community)
		}
		if p.Building != "" {
			buildings[p.Community] = append(buildings[p.Community], p.Building)
		}
	}
	var words []string
	for _, id := range order {
		name, some := names[id], pages.BuildingNames(buildings[id])
		switch {
		case name == "":
			words = append(words, cmp.Or(some, "全社区"))
		case some == "":
			words = append(words, name)
		default:
			words = append(words, name+"："+some)
		}
	}
	return strings.Join(words, "；")
}

// coverage is how far the buildings are. After the close it is what was fixed.
func (w *oneCall) coverage() error {
	coverage, err := w.v.CoverageOf(w.c)
	if err != nil {
		return err
	}
	w.page.Reached = reachedNow(w.c, coverage)
	names, err := communityNames(w.v, w.c)
	w.page.Reached.Groups = reachedGroups(w.c, project.MergedCoverage(coverage), names)
	return err
}

// reachedGroups are rows of coverage, community by community; what is told together of several
// communities is last.
func reachedGroups(c project.Call, rows []project.CoverageRow, names map[string]string) (groups []pages.ReachedGroup) {
	at := map[string]int{}
	for _, row := range rows {
		of, several := row.Places[0].Community, false
		for _, p := range row.Places {
			several = several || p.Community != of
		}
		name := names[of]
		if several {
			of, name = "", "几个社区合并"
		}
		i, ok := at[of]
		if !ok {
			i = len(groups)
			at[of] = i
			groups = append(groups, pages.ReachedGroup{Name: name})
		}
		groups[i].Rows = append(groups[i].Rows, reachedRow(c, row, several, names))
	}
	return groups
}

func reachedRow(c project.Call, row project.CoverageRow, several bool, names map[string]string) pages.ReachedRow {
	var buildings []string
	for _, p := range row.Places {
		name := cmp.Or(p.Building, "没有楼号的")
		if several {
			name = names[p.Community] + name
		}
		buildings = append(buildings, name)
	}
	out := pages.ReachedRow{Name: strings.Join(buildings, "、"), Units: row.Units, Answered: row.Answered}
	if len(row.Places) == 1 {
		out.Need = pages.CoverageNeed(c.Coverage, row.Units)
	}
	return out
}

// result is what came of it, as it was fixed.
func (w *oneCall) result() error {
	if w.c.State != project.CallClosed {
		return nil
	}
	sum, err := project.SummaryOf(w.v, w.c)
	w.page.Result = &pages.CallResult{Summary: sum, Closed: w.lastDay(w.c.Closes)}
	names, failed := communityNames(w.v, w.c)
	w.page.Reached.Groups = reachedGroups(w.c, sum.Coverage, names)
	return errors.Join(err, failed)
}

// about leads to the project that it is about, as it is read at the place.
func (w *oneCall) about() error {
	if w.c.Project == "" {
		return nil
	}
	p, err := w.projectHere(w.v, w.c.Project)
	if errors.Is(err, residents.ErrNotFound) {
		return nil // the call asks more places than the project concerns
	}
	w.page.Project = pages.Fact{Name: p.Title, Value: w.page.To("projects/" + p.ID)}
	return err
}

// callKinds are the entries of the record that the page names.
var callKinds = []string{"call-published", "call-extended", "call-withdrawn", "call-closed"}

// record are the entries about it, on the record of whoever asks.
func (w *oneCall) record() error {
	entries, err := w.v.LastEntriesOfKinds(w.body.ID, "call/"+w.c.ID, mostEntries, callKinds...)
	there := *w.request
	there.place = w.body
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, there.recordLine(e))
	}
	w.page.Record = "/" + w.body.Slug + "/record"
	return err
}
