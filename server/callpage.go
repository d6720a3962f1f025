package main

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
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
		name, some := names[id], strings.Join(buildings[id], "、")
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

// mine is the reader's part: what of theirs is in, and the form or why there is none.
func (w *oneCall) mine() error {
	v := w.page
	if w.who.Helper.ID != "" {
		v.Mine.For = w.who.Resident.Name
	}
	if err := w.door(); err != nil {
		return err
	}
	if home := w.who.Resident.Community; w.who.SignedIn() && home != w.place.ID {
		return w.elsewhere(home)
	}
	may := project.MayAnswerCall(w.who, w.c, w.now)
	if !w.who.SignedIn() {
		v.Mine.Why = code(may)
		return nil
	}
	units, err := project.UnitsOf(w.v, w.who, w.c)
	if err != nil {
		return err
	}
	for _, u := range units {
		v.Mine.Units = append(v.Mine.Units, w.unit(u))
	}
	if may != nil {
		v.Mine.Why = code(may)
		return nil
	}
	v.Mine.Open = true
	w.choose(units)
	return nil
}

// elsewhere is for who lives in another community: of a call of their street, where they answer.
func (w *oneCall) elsewhere(home string) error {
	w.page.Mine.Why = residents.ErrNotAllowed
	if !w.c.Asks(home) || w.c.Taking(w.now) != nil {
		return nil
	}
	there, err := w.v.CommunityByID(home)
	w.page.Mine.There = "/" + there.Slug + "/calls/" + w.c.ID
	return err
}

// unit is one of the reader's, with what is in for it. What an answer says is for whoever gave
// it: neither for a helper nor for the others of the home, nor for who lives there after them.
func (w *oneCall) unit(u project.AnswerUnit) pages.CallUnit {
	out := pages.CallUnit{Unit: u.Unit, Label: u.Label}
	a := u.Answer
	if a == nil {
		return out
	}
	out.When = w.when(a.At) + " 收到"
	out.Own = w.owns(*a)
	switch {
	case a.Channel == project.Door:
		out.How = "是上门记下的。您在网上再答，就以您的为准。"
	case a.Channel == project.Paper:
		out.How = "是从纸面录入的，编号 " + a.Ref + "。您在网上再答，就以您的为准。"
	case w.who.Helper.ID != "":
		out.How = "答了什么，由本人登录后看。"
	case !out.Own:
		out.How = "是同一户的另一位成年人答的，答了什么只给本人看。您再答，就换掉那一份。"
	}
	if out.Own {
		out.Said = pages.SaidFacts(w.c.Questions, a.Said)
	}
	return out
}

// owns tells whether the reader may read what an answer says.
func (w *oneCall) owns(a project.Answer) bool {
	return w.who.Helper.ID == "" && (w.c.Unit == project.ByResident || a.By == w.who.Resident.ID && a.Channel == project.Online)
}

// choose takes the unit that is asked for, or that of the refused form; otherwise the first without an answer.
func (w *oneCall) choose(units []project.AnswerUnit) {
	m := &w.page.Mine
	asked := cmp.Or(w.refused.Values["unit"], w.URL.Query().Get("unit"))
	i := slices.IndexFunc(units, func(u project.AnswerUnit) bool { return u.Unit == asked })
	if i < 0 {
		i = max(0, slices.IndexFunc(units, func(u project.AnswerUnit) bool { return u.Answer == nil }))
	}
	m.Chosen = units[i].Unit
	if a := units[i].Answer; a != nil && w.owns(*a) {
		m.Said = a.Said
	}
}

// door leads whoever may write answers down at doors to where that is done, while answers are taken.
func (w *oneCall) door() error {
	if w.place.Level != residents.LevelCommunity || w.c.Taking(w.now) != nil {
		return nil
	}
	buildings := []string{""}
	for _, role := range w.who.Roles {
		if role.Name == residents.RoleStairwellHead && role.Community == w.place.ID {
			buildings = append(buildings, role.Scope)
		}
	}
	for _, b := range buildings {
		if project.MayEnterAnswer(w.who, w.c, w.place.ID, b, w.now) == nil {
			w.page.Door = w.page.To("calls/" + w.c.ID + "/door")
		}
	}
	return nil
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

// about leads to the project that it is about.
func (w *oneCall) about() error {
	if w.c.Project == "" {
		return nil
	}
	p, err := w.v.ProjectAsked(w.body.ID, w.c.Project)
	if errors.Is(err, residents.ErrNotFound) {
		return nil
	}
	w.page.Project = pages.Fact{Name: p.Title, Value: "/" + w.body.Slug + "/projects/" + p.ID}
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

// answerCall takes an answer, and leads back to the page, which says that it is in. It is
// kept with the community where the reader lives, whoever asks.
func (p *Portal) answerCall(r *request) (answer, error) {
	id := r.thing("id")
	var c project.Call
	err := p.view(r, func(v *store.View) (err error) {
		c, _, err = r.callHere(v, id)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	unit := r.form.text("unit", 120)
	said := saidOf(r.form, c)
	return p.do(r, "call-answer", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/calls/"+id, "call-answered"), project.GiveAnswer(tx, by, c.Community, id, unit, said)
	})
}

// saidOf reads what a form says to the questions of a call. What was said to a question that is
// not asked of whoever chose so is left out: with scripts off every question stands on the page.
func saidOf(f *form, c project.Call) project.Said {
	said := project.Said{Choices: map[string][]int{}, Words: map[string]string{}}
	for _, q := range c.Questions {
		field := "q" + q.ID
		if q.Kind == project.Text {
			said.Words[q.ID] = f.lines(field, project.MaxIdea)
			continue
		}
		for _, s := range f.every(field, project.MaxChoices, 4) {
			said.Choices[q.ID] = append(said.Choices[q.ID], option(f, field, s))
		}
	}
	for _, q := range c.Questions {
		switch {
		case q.If != nil && !slices.Equal(said.Choices[q.If.Question], []int{q.If.Option}):
			delete(said.Choices, q.ID)
			delete(said.Words, q.ID)
		case q.Must && len(said.Choices[q.ID]) == 0 && said.Words[q.ID] == "":
			f.refuse("q"+q.ID, residents.ErrEmpty, 0) // all that are missing are told at once
		}
	}
	return said
}

// option is the number of an option; -1, which no question has, for what is none.
func option(f *form, field, s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		f.refuse(field, residents.ErrChoice, 0)
		return -1
	}
	return n
}
