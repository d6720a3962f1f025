package main

import (
	"bytes"
	"image/jpeg"
	"net/http"
	"slices"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// projectRoutes are the residents' pages of projects and the forms that stand on them.
func (p *Portal) projectRoutes() []route {
	const page = "/{place}/projects/{id}"
	post := func(below, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: page + "/" + below, name: name, do: do, handle: handle, on: page, at: []residents.Level{residents.LevelCommunity}}
	}
	report := post("report", "project-report", residents.ReportProject, p.reportWork)
	report.photos, report.waits = true, true
	return []route{
		{method: http.MethodGet, pattern: "/{place}/projects", name: "projects", do: residents.ReadPublic, handle: p.projectList},
		{method: http.MethodGet, pattern: page, name: "project", do: residents.ReadPublic, handle: p.project},
		{method: http.MethodGet, pattern: page + "/files/{file}", name: "project-file", do: residents.ReadPublic, handle: p.projectFile},
		report,
		post("dissent", "say-no", residents.DissentProject, p.sayNo),
		post("dissent/again", "say-again", residents.DissentProject, p.sayAgain),
		post("objections", "project-object", residents.ObjectProject, p.objectToNotice),
		post("sign", "sign-check", residents.SignProject, p.signCheck),
		post("follow", "follow", residents.FollowProject, p.follow),
		post("unfollow", "unfollow", residents.FollowProject, p.unfollow),
	}
}

// projectReader reads what gates and cards ask of a project.
type projectReader interface {
	project.Reader
	HoldersAt(body string, at time.Time, names ...residents.RoleName) ([]residents.Resident, error)
}

// projectPage is what is known of a project while its page is written. The parts of its story
// are written in the projectstory*.go files.
type projectPage struct {
	*request
	portal *Portal
	v      *store.View
	read   projectReader // v itself, or what was read for a whole list beforehand
	page   *pages.ProjectView
	p      project.Project
	f      project.Facts
	body   residents.Community // whose it is
	names  map[string]string   // of bodies, by id
	people map[store.WhoLives]residents.Person
	photos map[string][]pages.Picture // by subject
	next   nextStep
}

// projectHere is a project that is read at the place: its own, or one of its street's that
// concerns its people; residents.ErrNotFound for any other.
func (r *request) projectHere(v project.Reader, id string) (project.Project, error) {
	p, err := v.Project(r.place.ID, id)
	if err != residents.ErrNotFound || r.place.Level != residents.LevelCommunity || r.place.Parent == "" {
		return p, err
	}
	if p, err = v.Project(r.place.Parent, id); err != nil {
		return p, err
	}
	if !concernsPlace(p, r.place.ID) {
		return project.Project{}, residents.ErrNotFound
	}
	return p, nil
}

// concernsPlace tells whether people of a community are among those concerned.
func concernsPlace(p project.Project, community string) bool {
	return slices.ContainsFunc(p.Places, func(at project.Place) bool { return at.Community == community })
}

// project is the page of one project.
func (p *Portal) project(r *request) (answer, error) {
	w := &projectPage{request: r, portal: p, page: &pages.ProjectView{Frame: p.frame(r), Style: p.files.address("projects.css")}}
	err := p.view(r, func(v *store.View) error {
		w.v, w.read = v, v
		for _, write := range []func() error{
			w.load, w.head, w.about, w.decision, w.agreed, w.clearances, w.notices, w.plan, w.money, w.pictures, w.supervisors,
			w.check, w.rates, w.record, w.standing, w.can,
		} {
			if err := write(); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w.page), err
}

// load reads what several parts need.
func (w *projectPage) load() (err error) {
	if w.p, err = w.projectHere(w.v, w.thing("id")); err != nil {
		return err
	}
	if err = w.facts(); err != nil {
		return err
	}
	if w.people, err = w.v.PeopleAmong(w.seen()); err != nil {
		return err
	}
	heads, err := w.v.ProjectPhotos(w.p.Community, w.p.ID)
	w.photos = map[string][]pages.Picture{}
	for _, h := range heads {
		w.photos[h.Subject] = append(w.photos[h.Subject], w.picture(h))
	}
	return err
}

// facts reads what the project's gates ask for, and the next of them.
func (w *projectPage) facts() (err error) {
	if w.f, err = project.ReadFacts(w.read, w.p); err != nil {
		return err
	}
	w.next = nextOf(w.p, w.f, w.now, w.place.Location())
	return w.bodies()
}

// bodies reads whose project it is, and the names of the bodies that it names.
func (w *projectPage) bodies() (err error) {
	w.body = w.place
	if w.p.Community != w.place.ID {
		if w.body, err = w.read.CommunityByID(w.p.Community); err != nil {
			return err
		}
	}
	w.names, err = w.bodiesNamed()
	return err
}

// bodiesNamed are the names of the bodies that the project names.
func (w *projectPage) bodiesNamed() (map[string]string, error) {
	names := map[string]string{w.place.ID: w.place.Name, w.body.ID: w.body.Name}
	ids := []string{w.body.Parent}
	for _, at := range w.p.Places {
		ids = append(ids, at.Community)
	}
	for _, c := range w.f.Clearances {
		ids = append(ids, c.To)
	}
	for _, id := range ids {
		if id == "" || names[id] != "" {
			continue
		}
		c, err := w.read.CommunityByID(id)
		if err != nil {
			return nil, err
		}
		names[id] = c.Name
	}
	return names, nil
}

// seen are the people whose marks the page shows.
func (w *projectPage) seen() (keys []store.WhoLives) {
	for _, s := range w.f.Supervisors {
		keys = append(keys, store.WhoLives{Community: s.Community, Resident: s.Resident})
	}
	for _, s := range w.f.Signatures {
		keys = append(keys, store.WhoLives{Community: s.Community, Resident: s.Resident})
	}
	for _, o := range w.f.Objections {
		keys = append(keys, store.WhoLives{Community: o.Community, Resident: o.Resident})
	}
	return keys
}

// mark is somebody's public mark, with the community where the project is of several.
func (w *projectPage) mark(community, resident string) pages.Mark {
	m := mark(w.people[store.WhoLives{Community: community, Resident: resident}])
	if w.severalCommunities() && m.Building != "" {
		m.Building = w.names[community] + " " + m.Building
	}
	return m
}

func (w *projectPage) severalCommunities() bool {
	return slices.ContainsFunc(w.p.Places, func(at project.Place) bool { return at.Community != w.p.Places[0].Community })
}

// isMe tells whether somebody is the reader, or for whom the reader acts.
func (w *projectPage) isMe(community, resident string) bool {
	me := w.who.Resident
	return resident != "" && me.ID == resident && me.Community == community
}

// actsFor is for whom the reader acts; "" for themselves.
func (r *request) actsFor() string {
	if r.who.Helper.ID == "" {
		return ""
	}
	return r.who.Resident.Name
}

// picture is a photo as the page shows it, with its size from its first bytes.
func (w *projectPage) picture(h store.PhotoHead) pages.Picture {
	pic := pages.Picture{Src: w.page.To("photos/" + h.ID), Alt: "照片：" + w.p.Title, Width: 800, Height: 600}
	if c, err := jpeg.DecodeConfig(bytes.NewReader(h.Head)); err == nil {
		pic.Width, pic.Height = c.Width, c.Height
	}
	return pic
}

// head is what it is called and where it stands.
func (w *projectPage) head() error {
	v, p := w.page, w.p
	v.ID, v.Called, v.Number, v.Stage, v.Kind, v.Field = p.ID, p.Title, p.Number, p.Stage, p.Kind, p.Field
	v.Again, v.Raised, v.Reason, v.Lessons = p.Round > 1, p.Raised, p.Reason, p.Lessons
	v.Places = w.placesWord()
	if v.Doer = "居委会"; w.body.Level != residents.LevelCommunity {
		v.Doer = "街道"
	}
	if p.Community != w.place.ID {
		v.Holder = w.body.Name
	}
	return nil
}

// mostNamed is how many buildings are named before they are counted.
const mostNamed = 3

// placesWord says in few words whom it concerns: 7 号楼; 全社区; 3 个社区.
func (w *projectPage) placesWord() string {
	by := w.placesBy()
	if len(by) != 1 {
		return itoa(len(by)) + " 个社区"
	}
	name := ""
	if w.p.Community != w.place.ID || w.place.Level != residents.LevelCommunity {
		name = w.names[by[0].community] + " "
	}
	switch {
	case by[0].whole():
		return name + "全社区"
	case len(by[0].buildings) > mostNamed:
		return name + strings.Join(by[0].buildings[:mostNamed], "、") + "等 " + itoa(len(by[0].buildings)) + " 栋楼"
	}
	return name + strings.Join(by[0].buildings, "、")
}

// placesOf are the places of one community.
type placesOf struct {
	community string
	buildings []string // none: the whole of it
}

func (p placesOf) whole() bool { return len(p.buildings) == 0 }

// placesBy are the places by community, in the order in which they are written.
func (w *projectPage) placesBy() (all []placesOf) {
	for _, at := range w.p.Places {
		i := slices.IndexFunc(all, func(p placesOf) bool { return p.community == at.Community })
		if i < 0 {
			all = append(all, placesOf{community: at.Community})
			i = len(all) - 1
		}
		if at.Building != "" {
			all[i].buildings = append(all[i].buildings, at.Building)
		}
	}
	return all
}

// record are the entries on the record of whose project it is.
func (w *projectPage) record() error {
	entries, err := w.v.LastEntriesOn(w.p.Community, "project/"+w.p.ID, mostEntries+1)
	if len(entries) > mostEntries {
		entries, w.page.More = entries[:mostEntries], true
	}
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.entryLine(e))
	}
	return err
}

// entryLine is an entry of the record of whose project it is.
func (w *projectPage) entryLine(e store.EntryHead) pages.RecordLine {
	line := w.recordLine(e)
	line.Href = strings.Replace(line.Href, "/"+w.place.Slug+"/", "/"+w.body.Slug+"/", 1)
	return line
}
