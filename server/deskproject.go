package main

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// projectWork is a project with the facts that its gates ask for, read for one page.
type projectWork struct {
	*request
	v    *store.View
	read projectReader // v itself, or what was read for a whole list beforehand
	p    project.Project
	f    project.Facts
	next nextStep
}

// projectAt reads a project of the place; residents.ErrNotFound for any other's.
func (r *request) projectAt(rows *store.View, id string) (*projectWork, error) {
	p, err := rows.Project(r.place.ID, id)
	if err != nil {
		return nil, err
	}
	return r.projectOf(rows, rows, p)
}

// projectOf is a project of the place with its facts.
func (r *request) projectOf(rows *store.View, read projectReader, p project.Project) (w *projectWork, err error) {
	w = &projectWork{request: r, v: rows, read: read, p: p}
	if w.f, err = project.ReadFacts(read, p); err != nil {
		return nil, err
	}
	w.next = nextOf(w.p, w.f, r.now, r.place.Location())
	return w, nil
}

// partOf tells forms of one name apart by what they are about, in as many characters as a
// form's part may have, whatever the things' ids are.
func partOf(what ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(what, "/")))
	return hex.EncodeToString(sum[:12])
}

// may is nil where the reader may do a verb to the project now.
func (w *projectWork) may(verb project.Verb) error {
	if verb == project.Report {
		return project.MayPostWork(w.who, w.p, w.f, w.now)
	}
	if verb == project.Approve {
		return project.MayApprove(w.who, w.p, w.f, w.now)
	}
	return project.May(w.who, verb, w.p, w.f, residents.Matter{Above: w.place.Parent}, w.now)
}

// deskProject is the work page of a project.
func (p *Portal) deskProject(r *request) (answer, error) {
	v := &desk.ProjectView{Style: p.files.address("deskprojects.css")}
	err := p.view(r, func(rows *store.View) error {
		w, err := r.projectAt(rows, r.thing("id"))
		if err != nil {
			return err
		}
		if v.Frame, err = p.atProjects(r, rows); err != nil {
			return err
		}
		for _, part := range []func(*desk.ProjectView) error{
			w.head, w.gates, w.steps, w.about, w.asked, w.deciding, w.agreeing, w.clearing, w.notices, w.putUpWords, w.delivery, w.evaluation,
		} {
			if err := part(v); err != nil {
				return err
			}
		}
		return nil
	})
	return show(v), err
}

// head is what the project is called and where it stands.
func (w *projectWork) head(v *desk.ProjectView) error {
	v.ID, v.Called, v.Number, v.Version, v.Stage = w.p.ID, w.p.Title, w.p.Number, w.p.Version, w.p.Stage
	v.Bar, v.Today = pages.ProjectStages(w.p.Stage), w.today().String()
	v.Facts = []string{pages.ProjectKindWord(w.p.Kind), pages.ProjectFieldWord(w.p.Field)}
	if w.p.Round > 1 {
		v.Facts = append(v.Facts, "评价偏低，重办中")
	}
	v.Public = v.To("projects/" + w.p.ID)
	v.Problem, v.Reason, v.Lessons = w.p.Problem, w.p.Reason, w.p.Lessons
	var err error
	v.Next, err = w.nextView()
	return err
}

// gates are those of the present part of the way that this project has to pass.
func (w *projectWork) gates(v *desk.ProjectView) error {
	gates := earlyGates
	switch w.p.Stage {
	case project.Collect, project.Negotiate:
	case project.Deliver:
		gates = lateGates[1:]
	default:
		return nil
	}
	for _, g := range gates {
		if g == project.Studied && !w.p.Important || g == project.Cleared && len(project.NeedsClearance(w.p)) == 0 {
			continue
		}
		line := desk.GateLine{Name: pages.GateWord(g), State: pages.StageAhead}
		switch err := w.f.Passed(g, w.p, w.now); {
		case err == nil:
			line.State = pages.StageDone
		case g == w.next.Gate:
			line.State, line.Says = pages.StageNow, pages.Says(codeOf(err))+"。"
		}
		v.Gates = append(v.Gates, line)
	}
	return nil
}

// alsoNow are the verbs that may stand beside the next step, in the order of the way.
var alsoNow = []project.Verb{
	project.Edit, project.ListOption, project.NoteStudy, project.Decide, project.SayNoPaper, project.Agree, project.AskOther, project.Reconsider,
	project.PlanIt, project.Change, project.Supervise, project.Report, project.Money, project.Attach, project.Drop, project.Learn,
}

// steps are what else the reader may do now. Who otherwise only looks on, and may do
// one of them, is drawn its form.
func (w *projectWork) steps(v *desk.ProjectView) error {
	for _, verb := range alsoNow {
		if verb != v.Next.Verb && w.fits(verb) && w.may(verb) == nil {
			v.More = append(v.More, verb)
		}
	}
	if len(v.More) > 0 || v.Next.Verb != "" && v.Next.Why == "" {
		v.Watching = false
	}
	return nil
}

// fits tells whether a verb makes sense for the project, beyond being allowed.
func (w *projectWork) fits(verb project.Verb) bool {
	planned := planWritten(w.p.Plan)
	switch verb {
	case project.NoteStudy:
		return w.p.Important
	case project.AskOther:
		return w.canAsk()
	case project.PlanIt:
		return !planned
	case project.Change:
		return planned && w.may(project.Change) == nil
	case project.Decide:
		return w.p.Stage == project.Negotiate
	case project.SayNoPaper:
		return w.p.Decision.Kind != ""
	}
	return true
}

// canAsk tells whether an approval is needed that can be asked for.
func (w *projectWork) canAsk() bool {
	return slices.ContainsFunc(project.NeedsClearance(w.p), func(k project.ClearanceKind) bool {
		last := lastClearance(w.f, k)
		return last == nil || last.State == project.ClearanceRefused
	})
}

// nextTitles say what is waited for, where the desk itself has nothing to do.
var nextTitles = map[project.Gate]string{
	project.Heard: "等居民回答征集", project.Agreed: "等本人再说一次", project.Cleared: "等上级答复", project.Noticed: "公示进行中",
	project.Unchanging: "变更公示进行中", project.Signed: "等居民验收签字",
}

// nextView says the next step: what is missing, who must act, and whether the reader may.
func (w *projectWork) nextView() (v desk.ProjectNext, err error) {
	n := w.next
	v.Verb = n.Verb
	switch {
	case n.Verb == project.Edit && n.Gate == project.Heard:
		v.Title = "下一步：先问有关的居民"
	case n.Verb == project.Edit && n.Gate == project.Talked && w.p.FromCase():
		v.Title = "下一步：召集会商，在承接的事项上公布结果"
	case n.Verb == project.Edit && n.Gate == project.Talked:
		v.Title = "下一步：开协商会，把议题连上"
	case n.Verb == project.Learn:
		v.Title = "下一步：写下学到的经验"
	case n.Verb == project.Change:
		v.Title = "下一步：" + desk.VerbTitle(project.PlanIt)
	case n.Verb != "":
		v.Title = "下一步：" + desk.VerbTitle(n.Verb)
	case n.Gate != "":
		v.Title = nextTitles[n.Gate]
	case w.p.Stage == project.Evaluate:
		v.Title = "居民评价中"
	case w.p.Stage == project.Closed:
		v.Title = "已办结"
	default:
		v.Title = "没有立项"
	}
	if n.Gate != "" {
		v.Says, v.Todo, v.Source = pages.Says(n.Why)+"。", pages.Next(n.Why), project.RuleOf(n.Gate).Source
		if v.Todo != "" {
			v.Todo += "。"
		}
	}
	if !n.Due.IsZero() {
		v.Clock, v.Late = w.clockOf(n)
	}
	if v.Who, err = w.whoActs(); err != nil || n.Verb == "" {
		return v, err
	}
	v.Why = codeOf(w.may(n.Verb))
	return v, nil
}

// clockOf is until when the next step is to be done, or lasts.
func (w *projectWork) clockOf(n nextStep) (words string, late bool) {
	if n.Verb == "" && n.Waits != "" {
		return w.lastDay(n.Due) + "止", false
	}
	words, _ = w.plainDays("", n.Due)
	return words, !w.now.Before(n.Due)
}

// whoActs names who must take the next step, as the desk knows them.
func (w *projectWork) whoActs() (string, error) {
	switch {
	case w.next.Waits == waitsResidents:
		return "有关的居民", nil
	case w.next.Waits == waitsDays:
		return "", nil
	case w.next.Waits != "":
		body, err := w.read.CommunityByID(w.next.Waits)
		return body.Name, err
	case w.next.Verb == "":
		return "", nil
	case w.next.Verb == project.NoteStudy:
		return w.named("社区党组织书记", nil, residents.RolePartySecretary)
	case w.next.Verb == project.Approve:
		but := project.Handlers(w.p, w.f)
		if w.place.Level != residents.LevelCommunity {
			return w.named("另一位工作人员", but, residents.RoleStreetStaff)
		}
		return w.named("另一位委员", but, residents.RoleDirector, residents.RoleCommitteeMember)
	case w.place.Level == residents.LevelCommunity:
		return "居委会", nil
	}
	return "街道", nil
}

// named is a role with the names of those who hold it now, apart from some of the body.
func (w *projectWork) named(role string, but []string, names ...residents.RoleName) (string, error) {
	held, err := w.read.HoldersAt(w.place.ID, w.now, names...)
	var who []string
	for _, one := range held {
		if one.Community != w.place.ID || !slices.Contains(but, one.ID) {
			who = append(who, one.Name)
		}
	}
	if len(who) == 0 {
		return role + "（现在没有，请系统管理员登记）", err
	}
	return role + "（" + strings.Join(who, "、") + "）", err
}

// onProject does a verb with the project of the path, and leads back to its work page. The
// command holds every body whose people the verb may write to: where they live whom the
// project concerns, where its topic began, and those that are named besides.
func (p *Portal) onProject(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, id string) error, also ...string) (answer, error) {
	var one project.Project
	err := p.view(r, func(rows *store.View) (err error) {
		one, err = rows.Project(r.place.ID, r.PathValue("id"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	for _, place := range append(one.Places, project.Place{Community: one.Topic.Community}) {
		also = append(also, place.Community)
	}
	return p.do(r, name, func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone(r.backFrom(), done), verb(tx, by, one.ID)
	}, r.others(also)...)
}

// backFrom is the page to which a step leads back: that on which its form stands, or of an
// editor the work page.
func (r *request) backFrom() string {
	if r.route.on != "" {
		return fill(r.route.on, r.Request)
	}
	path := fill(r.route.pattern, r.Request)
	for _, editor := range []string{"/edit", "/options", "/plan"} {
		path = strings.TrimSuffix(path, editor)
	}
	return path
}

// others are bodies without the place itself, each once.
func (r *request) others(bodies []string) []string {
	bodies = slices.DeleteFunc(slices.Clone(bodies), func(id string) bool { return id == "" || id == r.place.ID })
	slices.Sort(bodies)
	return slices.Compact(bodies)
}

// bodyOf is the community that a path names: the place itself, or one that belongs to it.
func (r *request) bodyOf(rows *store.View, slug string) (residents.Community, error) {
	if slug == r.place.Slug {
		return r.place, nil
	}
	if r.place.Level == residents.LevelCommunity {
		return residents.Community{}, residents.ErrNotFound
	}
	return rows.CommunityUnder(r.place.ID, slug)
}
