package main

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// What a project is about is written and changed here.

// Sizes of what is offered to be linked.
const (
	mostChoices = 60
	mostLessons = 20
)

// deskProjectNew is the form of a new project; a topic may be named in the address.
func (p *Portal) deskProjectNew(r *request) (answer, error) {
	v := &desk.ProjectEditView{As: "project-make"}
	return p.editPage(r, v, project.Project{}, map[string]string{
		"kind": string(project.Applied), "field": string(project.Works), "topic": asked(r.URL.Query().Get("topic"), 160),
		"turnout": strconv.Itoa(project.ApprovalRulesAt(r.today()).Turnout), "support": "0",
		"look-backs": monthsText(project.DeliveryRulesAt(r.today()).LookBacks),
	})
}

// deskProjectEdit is the form of one that is there.
func (p *Portal) deskProjectEdit(r *request) (answer, error) {
	v := &desk.ProjectEditView{As: "project-edit"}
	var w *projectWork
	err := p.view(r, func(rows *store.View) (err error) {
		if w, err = r.projectAt(rows, r.thing("id")); err == nil {
			err = w.may(project.Edit)
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	v.Version = w.p.Version
	return p.editPage(r, v, w.p, editFields(w.p))
}

// theirs are the fields of a refused form in which somebody else has stored another thing than
// what was typed, as stored words them; nil where nobody has changed the project meanwhile.
// said puts a value into words, where the value is not what people read.
func (r *request) theirs(form string, version int, stored map[string]string, said map[string]func(string) string) map[string]string {
	if r.refused.Name != form || r.refused.Values["version"] == "" || r.refused.Values["version"] == strconv.Itoa(version) {
		return nil
	}
	all := map[string]string{}
	for field, is := range stored {
		if oneLineEnds(r.refused.Values[field]) == oneLineEnds(is) {
			continue
		}
		if words := said[field]; words != nil {
			is = words(is)
		}
		all[field] = is
	}
	return all
}

// editWords put the values of the form's choices into the words that people read.
func editWords(v *desk.ProjectEditView) map[string]func(string) string {
	var places []pages.Option
	for _, g := range v.Places {
		places = append(places, pages.Option{Value: g.Whole, Label: g.Name, Said: true})
		for _, b := range g.Places {
			label := b.Label
			if len(v.Places) > 1 {
				label = g.Name + " " + label
			}
			places = append(places, pages.Option{Value: b.Value, Label: label})
		}
	}
	tick := func(s string) string { return map[bool]string{true: "勾了", false: "没有勾"}[s != ""] }
	return map[string]func(string) string{
		"kind": labelled(pages.ProjectKindOptions()), "field": labelled(pages.ProjectFieldOptions()), "place": labelled(places),
		"topic": labelled(v.Topics), "call": labelled(v.Calls), "need": labelled(v.Needs), "important": tick, "land": tick,
	}
}

// labelled says values, one a line, by the labels of the options that they are of.
func labelled(options []pages.Option) func(string) string {
	return func(values string) string {
		var words []string
		for value := range strings.SplitSeq(values, "\n") {
			i := slices.IndexFunc(options, func(o pages.Option) bool { return o.Value == value })
			if i >= 0 && value != "" {
				words = append(words, options[i].Label)
			}
		}
		return strings.Join(words, "、")
	}
}

// oneLineEnds is a text without what does not count when it is compared.
func oneLineEnds(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

// editFields are the fields of the form as the project stands.
func editFields(p project.Project) map[string]string {
	in := map[string]string{
		"title": p.Title, "problem": p.Problem, "kind": string(p.Kind), "field": string(p.Field), "topic": "",
		"call": strings.Join(p.Calls, "\n"), "need": strings.Join(p.Needs, "\n"), "important": "", "land": "",
		"turnout": strconv.Itoa(p.Turnout), "support": strconv.Itoa(p.Support), "look-backs": monthsText(p.LookBacks),
	}
	if p.Topic.ID != "" {
		in["topic"] = p.Topic.Community + "/" + p.Topic.ID
	}
	if p.Important {
		in["important"] = "yes"
	}
	if p.Land {
		in["land"] = "yes"
	}
	var places []string
	for _, place := range p.Places {
		places = append(places, place.Community+"/"+place.Building)
	}
	in["place"] = strings.Join(places, "\n")
	return in
}

// editPage draws the form with what stands in it and what can be chosen.
func (p *Portal) editPage(r *request, v *desk.ProjectEditView, one project.Project, drafted map[string]string) (answer, error) {
	v.Style, v.Drafted = p.files.address("deskprojects.css"), drafted
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		v.Back, v.Label, v.Action = v.To("desk/projects"), "民意立项", v.To("desk/projects/new")
		if one.ID != "" {
			v.Back, v.Label = v.To("desk/projects/"+one.ID), one.Title
			v.Action = v.Back + "/edit"
		}
		for _, part := range []func(*store.View, *desk.ProjectEditView) error{r.placeChoices, r.topicChoices, r.askedChoices, r.learned} {
			if err := part(rows, v); err != nil {
				return err
			}
		}
		v.Theirs = r.theirs("project-edit", v.Version, drafted, editWords(v))
		return nil
	})
	return show(v), err
}

// placeChoices are the buildings that a project may concern: of a street in all its communities.
func (r *request) placeChoices(rows *store.View, v *desk.ProjectEditView) error {
	bodies := []residents.Community{r.place}
	if r.place.Level != residents.LevelCommunity {
		var err error
		if bodies, err = rows.Children(r.place.ID); err != nil {
			return err
		}
	}
	for _, body := range bodies {
		buildings, err := rows.AllBuildings(body.ID)
		if err != nil {
			return err
		}
		slices.SortFunc(buildings, byNumber)
		g := desk.PlaceGroup{Name: body.Name, Whole: body.ID + "/"}
		for _, b := range buildings {
			g.Places = append(g.Places, pages.Option{Value: body.ID + "/" + b, Label: b})
		}
		v.Places = append(v.Places, g)
	}
	return nil
}

// topicChoices are the topics of a community's months, or the cases that a street holds.
func (r *request) topicChoices(rows *store.View, v *desk.ProjectEditView) error {
	v.Topics = []pages.Option{{Value: "", Label: "还没有"}}
	if r.place.Level == residents.LevelCommunity {
		topics, err := rows.TopicChoices(r.place.ID, mostChoices)
		for _, t := range topics {
			v.Topics = append(v.Topics, pages.Option{Value: r.place.ID + "/" + t.ID, Label: t.Title + "（" + t.Number + "）", Said: true})
		}
		return err
	}
	cases, err := rows.CasesHeld(r.place.ID, r.now.AddDate(-10, 0, 0), "", mostChoices)
	for _, c := range cases {
		if c.Offered {
			continue
		}
		from, err := rows.CommunityBySlug(c.Slug)
		if err != nil {
			return err
		}
		v.Topics = append(v.Topics, pages.Option{Value: from.ID + "/" + c.Topic, Label: c.Community + "：" + c.Title + "（" + c.Number + "）"})
	}
	return err
}

// askedChoices are the calls and the needs of the body.
func (r *request) askedChoices(rows *store.View, v *desk.ProjectEditView) error {
	calls, err := rows.CallChoices(r.place.ID, mostChoices)
	if err != nil {
		return err
	}
	for _, c := range calls {
		call, err := rows.Call(r.place.ID, c.ID)
		if err != nil {
			return err
		}
		v.Calls = append(v.Calls, pages.Option{Value: c.ID, Label: call.Title, Hint: call.Number + "，" + callState(call.State), Said: true})
	}
	needs, err := rows.NeedChoices(r.place.ID, mostChoices)
	for _, n := range needs {
		v.Needs = append(v.Needs, pages.Option{Value: n.ID, Label: n.Words, Hint: needSource(n), Said: true})
	}
	return err
}

func needSource(n store.Choice) string {
	word := map[string]string{"call": "征集", "topic": "议题", "hotline": "12345"}[n.Source]
	return word + "，" + pages.Grouped(int64(n.N)) + " 件"
}

func needWords(n store.Choice) string {
	return "需求「" + n.Words + "」（" + needSource(n) + "）"
}

// learned are the lessons of earlier projects: those of the same field first.
func (r *request) learned(rows *store.View, v *desk.ProjectEditView) error {
	found, err := rows.Lessons(r.place, mostLessons)
	field := project.Field(v.Value(v.As, "field", v.Drafted["field"]))
	slices.SortStableFunc(found, func(a, b store.LearnedFrom) int {
		return boolFirst(a.Field == field, b.Field == field)
	})
	for _, l := range found {
		v.Lessons = append(v.Lessons, desk.Lesson{Field: l.Field, Title: l.Title, Href: "/" + l.Slug + "/projects/" + l.ID, Words: l.Words, When: l.Body + "，" + r.day(l.At)})
	}
	return err
}

func boolFirst(a, b bool) int {
	switch {
	case a && !b:
		return -1
	case b && !a:
		return 1
	}
	return 0
}

// content reads the form.
func (r *request) content() project.Content {
	f := r.form
	c := project.Content{
		Title: f.text("title", project.MaxTitle), Problem: f.lines("problem", project.MaxProblem),
		Kind:      project.Kind(f.choice("kind", string(project.Asked), string(project.Applied), string(project.Pushed))),
		Field:     project.Field(f.choice("field", string(project.Works), string(project.Benefit), string(project.Resource))),
		Important: f.ticked("important"), Land: f.ticked("land"),
		Turnout: f.number("turnout", 0, 100), Support: f.number("support", 0, 100),
		Calls: f.every("call", mostChoices, 80), Needs: f.every("need", mostChoices, 80),
	}
	c.LookBacks = f.months("look-backs")
	if topic := f.text("topic", 160); topic != "" {
		community, id, ok := strings.Cut(topic, "/")
		if !ok || community == "" || id == "" {
			f.refuse("topic", residents.ErrChoice, 0)
		}
		c.Topic = project.TopicRef{Community: community, ID: id}
	}
	for _, value := range f.every("place", project.MaxPlaces, 120) {
		community, building, ok := strings.Cut(value, "/")
		if !ok {
			f.refuse("place", residents.ErrChoice, 0)
			break
		}
		c.Places = append(c.Places, project.Place{Community: community, Building: building})
	}
	c.Places = wholes(c.Places)
	return c
}

// monthsText writes months as the form shows them: 0、3、12.
func monthsText(months []int) string {
	words := make([]string, len(months))
	for i, m := range months {
		words[i] = strconv.Itoa(m)
	}
	return strings.Join(words, "、")
}

// months reads what monthsText writes, whatever stands between the numbers; none where nothing was typed.
func (f *form) months(name string) (all []int) {
	apart := func(c rune) bool { return strings.ContainsRune("、，,;； 　", c) }
	for _, word := range strings.FieldsFunc(f.text(name, 40), apart) {
		n, err := strconv.Atoi(word)
		if err != nil {
			f.refuse(name, residents.ErrNumber, project.MaxLookBack)
			return nil
		}
		all = append(all, n)
	}
	return all
}

// wholes leaves out the buildings of communities that are named as a whole.
func wholes(places []project.Place) (all []project.Place) {
	for _, p := range places {
		if p.Building == "" || !slices.Contains(places, project.Place{Community: p.Community}) {
			all = append(all, p)
		}
	}
	return all
}

// contentField puts what a verb says of places, calls and needs beside their fields.
func contentField(err error) error {
	for of, typed := range map[string]string{"places": "place", "calls": "call", "needs": "need"} {
		err = fieldAs(err, of, typed)
	}
	return err
}

// makeProject keeps a new project.
func (p *Portal) makeProject(r *request) (answer, error) {
	c := r.content()
	return p.do(r, "project-make", func(tx *store.Tx, by residents.Sender) (string, error) {
		made, err := project.MakeProject(tx, by, r.place.ID, c)
		return api.WithDone("/"+r.place.Slug+"/desk/projects/"+made.ID, "project-made"), contentField(err)
	}, r.others([]string{c.Topic.Community})...)
}

// editProject changes what a project is about.
func (p *Portal) editProject(r *request) (answer, error) {
	c, version := r.content(), r.form.number("version", 1, mostVersions)
	return p.onProject(r, "project-edit", "project-edited", func(tx *store.Tx, by residents.Sender, id string) error {
		return contentField(project.EditProject(tx, by, r.place.ID, id, version, c))
	}, c.Topic.Community)
}
