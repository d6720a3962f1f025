package main

import (
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file writes drafts of opinion calls. The form's buttons that add, move and take out
// questions keep nothing: they draw the form again with what was typed.

// deskCallNew is the form of a new draft.
func (p *Portal) deskCallNew(r *request) (answer, error) {
	return p.callDraftPage(r, project.Call{}, nil, "")
}

// deskCallEdit is the form of a draft that is there.
func (p *Portal) deskCallEdit(r *request) (answer, error) {
	c, err := p.callDrafted(r)
	if err != nil {
		return answer{}, err
	}
	return p.callDraftPage(r, c, nil, "")
}

// callDrafted is the draft that the path names.
func (p *Portal) callDrafted(r *request) (c project.Call, err error) {
	err = p.view(r, func(v *store.View) (err error) {
		c, err = v.Call(r.place.ID, r.thing("draft"))
		return err
	})
	if err == nil && c.State != project.CallDraft {
		err = project.ErrCallStage
	}
	return c, err
}

// callDraftPage is the form of a draft: with what is drafted, or what was typed so far.
func (p *Portal) callDraftPage(r *request, c project.Call, typed map[string]string, said string) (answer, error) {
	v := &desk.CallDraftView{New: c.ID == "", Said: said, Style: p.files.address("calls.css"), Back: "/" + r.place.Slug + "/desk/calls", Label: "民意征集"}
	v.Action = v.Back + "/new"
	if !v.New {
		v.Action, v.Back, v.Label = v.Back+"/"+c.ID+"/edit", v.Back+"/"+c.ID, c.Title
	}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atCalls(r, rows); err != nil {
			return err
		}
		if v.Places, err = placeGroupsOf(rows, r.place); err != nil {
			return err
		}
		found, err := rows.ProjectsToAsk(r.place.ID, mostLiveCalls)
		for _, one := range found {
			v.Projects = append(v.Projects, pages.Option{Value: one.ID, Label: one.Title, Said: true})
		}
		return err
	})
	if v.Drafted = typed; typed == nil {
		v.Drafted = r.draftedCall(c, asked(r.URL.Query().Get("project"), 80))
	}
	v.Questions = questionsIn(v.Drafted)
	if v.Form.Name == desk.CallDraftForm {
		v.Questions = questionsIn(v.Form.Values)
	}
	return show(v), err
}

// draftedCall is what stands in the fields at first: of a new draft what is usual.
func (r *request) draftedCall(c project.Call, asks string) map[string]string {
	if c.ID == "" {
		in := map[string]string{
			"purpose": string(project.ForNeeds), "unit": string(project.ByHousehold), "coverage": "30", "places": r.place.ID,
			"opens":   r.minute(r.today().Add(1).Start(r.place.Location()).Add(9 * time.Hour)),
			"closes":  r.today().Add(21).String(),
			"q1-kind": string(project.Single), "q1-must": "yes",
		}
		if r.place.Level != residents.LevelCommunity {
			in["places"] = ""
		}
		if asks != "" {
			in["purpose"], in["project"] = string(project.ForProject), asks
		}
		return in
	}
	in := map[string]string{
		"title": c.Title, "about": c.About, "purpose": string(c.Purpose), "project": c.Project, "unit": string(c.Unit), "coverage": strconv.Itoa(c.Coverage),
		"opens": r.minute(c.Opens), "closes": calendar.DayOf(c.Closes.Add(-time.Microsecond), r.place.Location()).String(),
	}
	var places []string
	for _, p := range c.Places {
		places = append(places, placeValue(p))
	}
	in["places"] = strings.Join(places, "\n")
	for i, q := range c.Questions {
		putQuestion(in, i+1, draftQuestion{
			"kind": string(q.Kind), "": q.Words, "options": strings.Join(q.Options, "\n"), "must": yes(q.Must), "most": positive(q.Most), "if": branchValue(q.If),
		})
	}
	return in
}

// placeValue is a place as a form sends it: the community's id, and after a slash the building.
func placeValue(p project.Place) string {
	if p.Building == "" {
		return p.Community
	}
	return p.Community + "/" + p.Building
}

func placeOf(value string) project.Place {
	community, building, _ := strings.Cut(value, "/")
	return project.Place{Community: community, Building: building}
}

func yes(is bool) string {
	if is {
		return "yes"
	}
	return ""
}

func positive(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

func branchValue(b *project.Branch) string {
	if b == nil {
		return ""
	}
	return b.Question + "." + strconv.Itoa(b.Option)
}

// placeGroupsOf are the communities of a body with their buildings.
func placeGroupsOf(rows *store.View, body residents.Community) (groups []desk.PlaceGroup, err error) {
	all := []residents.Community{body}
	if body.Level != residents.LevelCommunity {
		if all, err = rows.Children(body.ID); err != nil {
			return nil, err
		}
	}
	for _, c := range all {
		g := desk.PlaceGroup{Name: c.Name, Whole: c.ID}
		buildings, err := rows.HouseholdBuildings(c.ID)
		if err != nil {
			return nil, err
		}
		for _, b := range buildings {
			g.Places = append(g.Places, pages.Option{Value: placeValue(project.Place{Community: c.ID, Building: b.Building}), Label: b.Building, Hint: strconv.Itoa(b.Homes) + " 户"})
		}
		groups = append(groups, g)
	}
	return groups, nil
}

// makeCallDraft keeps a new draft, or draws its form again.
func (p *Portal) makeCallDraft(r *request) (answer, error) {
	return p.callDraft(r, project.Call{}, func(tx *store.Tx, by residents.Sender, c project.Call) (string, error) {
		c, err := project.MakeCall(tx, by, c)
		return api.WithDone("/"+r.place.Slug+"/desk/calls/"+c.ID, "call-drafted"), err
	})
}

// changeCallDraft writes a draft anew, or draws its form again.
func (p *Portal) changeCallDraft(r *request) (answer, error) {
	old, err := p.callDrafted(r)
	if err != nil {
		return answer{}, err
	}
	return p.callDraft(r, old, func(tx *store.Tx, by residents.Sender, c project.Call) (string, error) {
		c.ID = old.ID
		return api.WithDone("/"+r.place.Slug+"/desk/calls/"+c.ID, "call-changed"), project.ChangeCall(tx, by, c)
	})
}

// callDraft does what the pressed button says.
func (p *Portal) callDraft(r *request, old project.Call, verb func(tx *store.Tx, by residents.Sender, c project.Call) (string, error)) (answer, error) {
	do := r.form.one("do")
	if do != "save" && do != "" {
		typed := r.form.typed()
		return p.callDraftPage(r, old, typed, changeQuestions(typed, do))
	}
	c := r.callTyped()
	return p.do(r, "call-draft", func(tx *store.Tx, by residents.Sender) (string, error) { return verb(tx, by, c) })
}

// callTyped reads a draft from its form.
func (r *request) callTyped() project.Call {
	f := r.form
	c := project.Call{Community: r.place.ID, Opens: f.time("opens"), Closes: f.endOf("closes")}
	c.Title, c.About = f.text("title", project.MaxTitle), f.lines("about", project.MaxAbout)
	c.Purpose, c.Unit = project.Purpose(f.one("purpose")), project.Unit(f.one("unit"))
	if c.Project = f.text("project", 80); c.Purpose != project.ForProject {
		c.Project = ""
	}
	for _, s := range f.every("places", project.MaxPlaces, 120) {
		c.Places = append(c.Places, placeOf(s))
	}
	c.Coverage = f.number("coverage", 0, 100)
	for n := 1; n <= project.MaxQuestions && len(f.values["q"+strconv.Itoa(n)+"-kind"]) > 0; n++ {
		c.Questions = append(c.Questions, r.questionTyped(n))
	}
	return c
}

func (r *request) questionTyped(n int) project.Question {
	f, id := r.form, "q"+strconv.Itoa(n)
	q := project.Question{ID: strconv.Itoa(n), Kind: project.QuestionKind(f.one(id + "-kind")), Words: f.text(id, project.MaxQuestion), Must: f.ticked(id + "-must")}
	if options := f.lines(id+"-options", (project.MaxName+1)*project.MaxChoices); options != "" {
		q.Options = strings.Split(options, "\n")
	}
	if f.text(id+"-most", 4) != "" {
		q.Most = f.number(id+"-most", 1, project.MaxChoices)
	}
	question, option, is := strings.Cut(f.text(id+"-if", 8), ".")
	if is {
		k, _ := strconv.Atoi(option) // 0 is no option
		q.If = &project.Branch{Question: question, Option: k}
	}
	return q
}
