package main

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// streetProjectRoutes are a street's and a district's view of all projects under them.
func (p *Portal) streetProjectRoutes() []route {
	const all = "/{place}/desk/projects/all"
	higher := []residents.Level{residents.LevelSubdistrict, residents.LevelDistrict}
	watch := func(pattern, name string, handle func(*request) (answer, error)) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: residents.WatchProjects, handle: handle, at: higher}
	}
	return append(sheets(watch(all, "desk-street-projects", nil), p.streetSheet),
		watch(all, "desk-street-projects", p.streetProjects),
		watch("/{place}/desk/project-report/{year}", "desk-project-report", p.deskProjectYear),
		route{method: http.MethodGet, pattern: "/{place}/project-report/{year}", name: "project-report", do: residents.ReadPublic, handle: p.projectYear})
}

// streetProjectsPage is how many projects stand on a page.
const streetProjectsPage = 25

// streetProject is a project in the street's list. Those that do not come along stand
// first, the longest held up before; then those on their way, the longest silent before;
// then those that have ended, the last first.
type streetProject struct {
	store.ProjectLine
	troubles []project.Troubled
	rank     int       // heldRank, goingRank, endedRank
	since    time.Time // by which it stands among those of its rank
}

const (
	heldRank = iota
	goingRank
	endedRank
)

func (r *request) streetProject(l store.ProjectLine) streetProject {
	s := streetProject{ProjectLine: l, troubles: l.Troubles(l.Signs, r.place.Location(), r.now), rank: goingRank, since: l.ChangedAt}
	switch {
	case l.Stage.Ended():
		s.rank = endedRank
	case len(s.troubles) > 0:
		s.rank, s.since = heldRank, s.troubles[0].Since
	}
	return s
}

func (s streetProject) compare(o streetProject) int {
	since := s.since.Compare(o.since)
	if s.rank == endedRank {
		since = -since
	}
	return cmp.Or(cmp.Compare(s.rank, o.rank), since, cmp.Compare(s.Community, o.Community), cmp.Compare(s.ID, o.ID))
}

// key is where the list goes on after the project.
func (s streetProject) key() string {
	return strconv.Itoa(s.rank) + "." + strconv.FormatInt(s.since.UnixMicro(), 10) + "." + s.Community + "." + s.ID
}

// readStreetKey is the project of a key; false for what is none.
func readStreetKey(key string) (s streetProject, ok bool) {
	part := strings.Split(key, ".")
	if len(part) != 4 {
		return s, false
	}
	rank, wrong := strconv.Atoi(part[0])
	micros, alsoWrong := strconv.ParseInt(part[1], 10, 64)
	s.rank, s.since, s.Community, s.ID = rank, time.UnixMicro(micros), part[2], part[3]
	return s, wrong == nil && alsoWrong == nil
}

// streetStages are the filters of the list, in order; "" is all.
var streetStages = []string{"", "stuck", string(project.Collect), string(project.Negotiate), string(project.Deliver), string(project.Evaluate), string(project.Closed), string(project.Dropped)}

// at tells whether the project is among those of a filter.
func (s streetProject) at(stage string) bool {
	return stage == "" || stage == "stuck" && s.rank == heldRank || stage == string(s.Stage)
}

// streetList reads all projects under the place in their order: those of the body that the
// query names.
func (r *request) streetList(rows *store.View) (all []streetProject, bodies []pages.Option, err error) {
	lines, err := rows.ProjectsWithin(r.place.ID)
	only := r.URL.Query().Get("body")
	seen := map[string]residents.Community{}
	for _, l := range lines {
		seen[l.Body.Slug] = l.Body
		if only == "" || only == l.Body.Slug {
			all = append(all, r.streetProject(l))
		}
	}
	slices.SortFunc(all, streetProject.compare)
	for _, b := range seen {
		bodies = append(bodies, pages.Option{Value: b.Slug, Label: b.Name, Said: true})
	}
	slices.SortFunc(bodies, func(a, b pages.Option) int { return cmp.Compare(a.Value, b.Value) })
	return all, append([]pages.Option{{Value: "", Label: "全部"}}, bodies...), err
}

// streetProjects is the list.
func (p *Portal) streetProjects(r *request) (answer, error) {
	f := p.atStreet(r)
	asked := r.URL.Query()
	v := &desk.StreetProjectsView{Frame: f, Style: p.files.address("street.css"), Stage: asked.Get("stage"), Only: asked.Get("body")}
	if !slices.Contains(streetStages, v.Stage) {
		v.Stage = ""
	}
	err := p.view(r, func(rows *store.View) error {
		all, bodies, err := r.streetList(rows)
		if err != nil {
			return err
		}
		v.Bodies = bodies
		r.streetFilters(v, all)
		shown, more := streetPage(all, v.Stage, asked.Get("after"))
		figures, err := r.figuresOf(rows, shown, false)
		for i, s := range shown {
			v.Lines = append(v.Lines, r.streetLine(s, figures[i]))
		}
		if more {
			v.Older = v.Address(v.Stage, "after", shown[len(shown)-1].key())
		}
		return err
	})
	rules := project.StreetRulesAt(r.today())
	v.Source = rules.Source
	v.Year = strconv.Itoa(r.today().Year)
	return show(v), err
}

// streetPage is a page of those of a filter, after a key, and whether there are more.
func streetPage(all []streetProject, stage, after string) (shown []streetProject, more bool) {
	key, begun := readStreetKey(after)
	for _, s := range all {
		switch {
		case !s.at(stage) || begun && s.compare(key) <= 0:
		case len(shown) == streetProjectsPage:
			return shown, true
		default:
			shown = append(shown, s)
		}
	}
	return shown, false
}

// streetFilters are the links by stage, with how many stand there.
func (r *request) streetFilters(v *desk.StreetProjectsView, all []streetProject) {
	for _, stage := range streetStages {
		n := 0
		for _, s := range all {
			if s.at(stage) {
				n++
			}
		}
		words, _ := pages.ProjectStageTag(project.Stage(stage))
		switch stage {
		case "":
			words = "全部"
		case "stuck":
			words = "停滞"
		}
		v.Filters = append(v.Filters, pages.DeskLink{Name: words, Href: v.Address(stage), Count: strconv.Itoa(n), Late: stage == "stuck" && n > 0, Current: stage == v.Stage})
	}
}

// troubleWords say what holds a project up and for how long.
func (r *request) troubleWords(s streetProject) (all []string) {
	zone := r.place.Location()
	for _, t := range s.troubles {
		days := strconv.Itoa(max(0, calendar.DaysBetween(calendar.DayOf(t.Since.Add(-1), zone), r.today()))) + " 天"
		switch t.Trouble {
		case project.LateMilestone:
			all = append(all, "节点逾期 "+days)
		case project.LateApproval:
			all = append(all, "公示期满 "+days+"，还没有批准")
		case project.LateReply:
			all = append(all, "异议 "+strconv.Itoa(s.Signs.Unanswered)+" 条没有答复，最早的等了 "+days)
		case project.Still:
			all = append(all, r.quietWords(s))
		}
	}
	return all
}

// quietWords say when anything moved last.
func (r *request) quietWords(s streetProject) string {
	days := calendar.DaysBetween(calendar.DayOf(s.ChangedAt, r.place.Location()), r.today())
	switch {
	case s.Stage.Ended():
		return calendar.DayOf(s.ChangedAt, r.place.Location()).ChineseWithYear() + "结束"
	case days <= 0:
		return "今天有进展"
	}
	return strconv.Itoa(days) + " 天没有新进展"
}

// streetLine is a project as the page shows it.
func (r *request) streetLine(s streetProject, f projectFigures) desk.StreetProject {
	l := desk.StreetProject{
		Title: s.Title, Href: "/" + s.Body.Slug + "/projects/" + url.PathEscape(s.ID), Number: s.Number, Body: s.Body.Name,
		Troubles: r.troubleWords(s), Planned: f.planned, Committed: f.money.Committed, Paid: f.money.Paid,
	}
	l.Stage, l.Tone = pages.ProjectStageTag(s.Stage)
	if !slices.ContainsFunc(s.troubles, func(t project.Troubled) bool { return t.Trouble == project.Still }) {
		l.Quiet = r.quietWords(s)
	}
	l.Answered, l.Asked, l.Short = f.answered, f.asked, f.short
	l.Covered = coveredWords(f.answered, f.asked) + "（" + percent(f.answered, f.asked) + "）"
	l.Rating = f.ratingWords()
	return l
}
