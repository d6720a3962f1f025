package store

import (
	"slices"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
)

var _ project.Reader = (*ProjectsAhead)(nil)

// ProjectsAhead is a View that has read what the gates of some projects ask for.
type ProjectsAhead struct {
	*CallsAhead
	projects    map[ProjectKey]bool
	about       map[ProjectKey][]project.Call // by project: those that ask about it, and look-backs
	linked      map[ProjectKey][]project.Call // by their own
	outcomes    map[ProjectKey][]consultation.Outcome
	whistles    map[ProjectKey][]consultation.Update
	dissents    map[ProjectKey][]project.Dissent
	notices     map[ProjectKey][]project.Notice
	objections  map[ProjectKey][]project.Objection
	clearances  map[ProjectKey][]project.Clearance
	supervisors map[ProjectKey][]project.Supervisor
	signatures  map[ProjectKey][]project.Signature
	bodies      map[string]residents.Community
	holders     map[string][]residents.Resident
}

func projectKeyOf(p project.Project) ProjectKey { return ProjectKey{p.Community, p.ID} }

// ProjectsAhead reads what the gates of the projects ask for: of those that are over only the bodies they
// name.
func (v *View) ProjectsAhead(of []project.Project) (*ProjectsAhead, error) {
	a := &ProjectsAhead{CallsAhead: &CallsAhead{View: v}, projects: map[ProjectKey]bool{}, bodies: map[string]residents.Community{}, holders: map[string][]residents.Resident{}}
	going := slices.DeleteFunc(slices.Clone(of), func(p project.Project) bool { return p.Stage.Ended() })
	var things []ProjectKey
	for _, p := range going {
		things = append(things, projectKeyOf(p))
		a.projects[projectKeyOf(p)] = true
	}
	for _, read := range []func() error{
		func() error { return a.readCalls(going, things) },
		func() error { return a.readOutcomes(going) },
		func() error { return a.readSaid(things) },
		func() error { return a.readWork(things) },
		func() error { return a.readBodies(of) },
	} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// readCalls reads the calls about the projects and those that they come from, and how many answered.
func (a *ProjectsAhead) readCalls(going []project.Project, things []ProjectKey) (err error) {
	a.about, err = ofSeveral(a.View, things, scanCall, func(c project.Call) ProjectKey { return ProjectKey{c.Community, c.Project} }, several{
		from: `SELECT ` + callColumns + ` FROM calls`, body: "community", id: "project", rest: ` AND project <> '' AND purpose <> 'needs' ORDER BY opens, id`,
	})
	if err != nil {
		return err
	}
	var from []ProjectKey
	for _, p := range going {
		for _, id := range p.Calls {
			from = append(from, ProjectKey{p.Community, id})
		}
	}
	a.linked, err = ofSeveral(a.View, from, scanCall, callKeyOf, several{from: `SELECT ` + callColumns + ` FROM calls`, body: "community", id: "id"})
	if err != nil {
		return err
	}
	var all []project.Call
	for _, some := range a.about {
		all = append(all, some...)
	}
	for _, some := range a.linked {
		all = append(all, some...)
	}
	a.CallsAhead = a.View.CallsAhead(all)
	return nil
}

// readOutcomes reads what the consultations on the projects' topics came to.
func (a *ProjectsAhead) readOutcomes(going []project.Project) (err error) {
	var topics, cases []ProjectKey
	for _, p := range going {
		if p.Topic.ID != "" {
			topics = append(topics, ProjectKey{p.Topic.Community, p.Topic.ID})
		}
		if p.FromCase() {
			cases = append(cases, ProjectKey{p.Topic.Community, p.Topic.ID})
		}
	}
	a.outcomes, err = ofSeveral(a.View, topics, scanOutcome, func(o consultation.Outcome) ProjectKey { return ProjectKey{o.Community, o.Topic} }, several{
		from: selectOutcome, body: "community", id: "topic", rest: ` ORDER BY published_at DESC, meeting DESC`,
	})
	if err != nil {
		return err
	}
	a.whistles, err = ofSeveral(a.View, cases, scanUpdate, func(u consultation.Update) ProjectKey { return ProjectKey{u.Community, u.Topic} }, several{
		from: selectUpdate, body: "community", id: "topic", rest: ` AND kind = 'whistle' ORDER BY at DESC, id DESC`,
	})
	return err
}

// readSaid reads what was said about the projects before their approval, and about changes after.
func (a *ProjectsAhead) readSaid(things []ProjectKey) (err error) {
	a.dissents, err = ofSeveral(a.View, things, scanDissent, func(d project.Dissent) ProjectKey { return ProjectKey{d.Body, d.Project} },
		several{from: selectDissent, body: "body", id: "project", rest: ` ORDER BY at, id`})
	if err != nil {
		return err
	}
	a.notices, err = ofSeveral(a.View, things, scanNotice, func(n project.Notice) ProjectKey { return ProjectKey{n.Community, n.Project} },
		several{from: selectNotice, body: "community", id: "project", rest: ` ORDER BY seq`})
	if err != nil {
		return err
	}
	a.objections, err = ofSeveral(a.View, things, scanProjectObjection, func(o project.Objection) ProjectKey { return ProjectKey{o.Body, o.Project} },
		several{from: selectProjectObjection, body: "body", id: "project", rest: ` ORDER BY at, id`})
	if err != nil {
		return err
	}
	a.clearances, err = ofSeveral(a.View, things, scanClearance, func(c project.Clearance) ProjectKey { return ProjectKey{c.Community, c.Project} },
		several{from: selectClearance, body: "community", id: "project", rest: ` ORDER BY seq`})
	return err
}

// readWork reads who watches the projects, and who signed for them.
func (a *ProjectsAhead) readWork(things []ProjectKey) (err error) {
	a.supervisors, err = ofSeveral(a.View, things, scanSupervisor, func(s project.Supervisor) ProjectKey { return ProjectKey{s.Body, s.Project} },
		several{from: selectSupervisor, body: "body", id: "project", rest: ` ORDER BY since, community, resident`})
	if err != nil {
		return err
	}
	a.signatures, err = ofSeveral(a.View, things, scanSignature, func(s project.Signature) ProjectKey { return ProjectKey{s.Body, s.Project} },
		several{from: selectSignature, body: "body", id: "project", rest: ` ORDER BY at, community, resident`})
	return err
}

// readBodies reads the bodies that the projects name, and those right above whose they are.
func (a *ProjectsAhead) readBodies(of []project.Project) error {
	var ids, above []string
	for _, p := range of {
		ids = append(ids, p.Community)
		for _, at := range p.Places {
			ids = append(ids, at.Community)
		}
		for _, c := range a.clearances[projectKeyOf(p)] {
			ids = append(ids, c.To)
		}
	}
	if err := a.readBodiesOf(ids); err != nil {
		return err
	}
	for _, p := range of {
		above = append(above, a.bodies[p.Community].Parent)
	}
	return a.readBodiesOf(above)
}

func (a *ProjectsAhead) readBodiesOf(ids []string) error {
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id string) bool { return id == "" || a.bodies[id].ID != "" })
	all, err := inPortions(ids, func(some []any) ([]residents.Community, error) {
		return list(a.View, community, `SELECT `+communityColumns+` FROM communities WHERE id IN (`+places(1, len(some))+`)`, some...)
	})
	for _, c := range all {
		a.bodies[c.ID] = c
	}
	return err
}

// CommunityByID is a body.
func (a *ProjectsAhead) CommunityByID(id string) (residents.Community, error) {
	if c, read := a.bodies[id]; read {
		return c, nil
	}
	return a.View.CommunityByID(id)
}

// HoldersAt are those who hold some roles of a body: one query for the same roles, however often.
func (a *ProjectsAhead) HoldersAt(body string, at time.Time, names ...residents.RoleName) (held []residents.Resident, err error) {
	key := body + at.String()
	for _, n := range names {
		key += "/" + string(n)
	}
	held, read := a.holders[key]
	if !read {
		held, err = a.View.HoldersAt(body, at, names...)
		a.holders[key] = held
	}
	return held, err
}

// Call is a call of a body.
func (a *ProjectsAhead) Call(body, id string) (project.Call, error) {
	if some := a.linked[ProjectKey{body, id}]; len(some) > 0 {
		return some[0], nil
	}
	return a.View.Call(body, id)
}

// CallsOfProject are as those of the View.
func (a *ProjectsAhead) CallsOfProject(body, id string) (calls []project.Call, err error) {
	if !a.projects[ProjectKey{body, id}] {
		return a.View.CallsOfProject(body, id)
	}
	for _, c := range a.about[ProjectKey{body, id}] {
		if c.Purpose == project.ForProject && (c.State == project.CallPublished || c.State == project.CallClosed) {
			calls = append(calls, c)
		}
	}
	return calls, nil
}

// LookBackCalls are as those of the View.
func (a *ProjectsAhead) LookBackCalls(body, id string) (calls []project.Call, err error) {
	if !a.projects[ProjectKey{body, id}] {
		return a.View.LookBackCalls(body, id)
	}
	for _, c := range a.about[ProjectKey{body, id}] {
		if c.Purpose == project.ForLookBack {
			calls = append(calls, c)
		}
	}
	return calls, nil
}

// LastOutcome is the last outcome of a topic of the projects; residents.ErrNotFound for any other.
func (a *ProjectsAhead) LastOutcome(body, topic string) (consultation.Outcome, error) {
	some := a.outcomes[ProjectKey{body, topic}]
	if len(some) == 0 {
		return consultation.Outcome{}, residents.ErrNotFound
	}
	return some[0], nil
}

// LastWhistle is that of a case from which one of the projects comes; residents.ErrNotFound for any other.
func (a *ProjectsAhead) LastWhistle(body, topic, by string) (consultation.Update, error) {
	for _, u := range a.whistles[ProjectKey{body, topic}] {
		if u.Body == by {
			return u, nil
		}
	}
	return consultation.Update{}, residents.ErrNotFound
}

// ahead is what was read of a project, or what the View reads of one of which nothing was.
func ahead[T any](a *ProjectsAhead, read map[ProjectKey][]T, body, id string, view func(body, id string) ([]T, error)) ([]T, error) {
	if key := (ProjectKey{body, id}); a.projects[key] {
		return read[key], nil
	}
	return view(body, id)
}

// Dissents are as those of the View.
func (a *ProjectsAhead) Dissents(body, id string) ([]project.Dissent, error) {
	return ahead(a, a.dissents, body, id, a.View.Dissents)
}

// Notices are as those of the View.
func (a *ProjectsAhead) Notices(body, id string) ([]project.Notice, error) {
	return ahead(a, a.notices, body, id, a.View.Notices)
}

// Objections are as those of the View.
func (a *ProjectsAhead) Objections(body, id string) ([]project.Objection, error) {
	return ahead(a, a.objections, body, id, a.View.Objections)
}

// Clearances are as those of the View.
func (a *ProjectsAhead) Clearances(body, id string) ([]project.Clearance, error) {
	return ahead(a, a.clearances, body, id, a.View.Clearances)
}

// Supervisors are as those of the View.
func (a *ProjectsAhead) Supervisors(body, id string) ([]project.Supervisor, error) {
	return ahead(a, a.supervisors, body, id, a.View.Supervisors)
}

// Signatures are as those of the View.
func (a *ProjectsAhead) Signatures(body, id string, round int) (signed []project.Signature, err error) {
	if !a.projects[ProjectKey{body, id}] {
		return a.View.Signatures(body, id, round)
	}
	for _, s := range a.signatures[ProjectKey{body, id}] {
		if s.Round == round {
			signed = append(signed, s)
		}
	}
	return signed, nil
}
