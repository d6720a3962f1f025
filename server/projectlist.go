package main

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

const (
	mostUnderWay = 60  // projects under way on the list
	pageOver     = 10  // projects that are over on a page of it
	mostScanned  = 200 // of those, looked at for one page
)

// underWay are the stages of what is not over, those that want residents most first.
var underWay = []project.Stage{project.Negotiate, project.Deliver, project.Collect, project.Evaluate}

// projectList lists what concerns a place: what waits for the reader, then by stage, then
// what is over with what was learned, page by page.
func (p *Portal) projectList(r *request) (answer, error) {
	if r.place.Level == residents.LevelDistrict {
		return answer{}, residents.ErrNotFound
	}
	l := &projectList{request: r, page: &pages.ProjectsView{Frame: p.frame(r), Style: p.files.address("projects.css")}}
	query := r.URL.Query()
	for _, o := range pages.ProjectFieldOptions() {
		if o.Value == query.Get("field") {
			l.page.Field = project.Field(o.Value)
		}
	}
	after := projectKey(query.Get("after"))
	err := p.view(r, func(v *store.View) error {
		l.v = v
		if after.ID != "" {
			l.page.Newer = l.address(store.ProjectAt{})
			return l.over(after)
		}
		if err := l.running(); err != nil {
			return err
		}
		return l.over(after)
	})
	return show(l.page), err
}

// projectList is the list while it is written.
type projectList struct {
	*request
	v    *store.View
	page *pages.ProjectsView
}

// projectKey reads a project's place in the list; what is none begins with the latest.
func projectKey(s string) (at store.ProjectAt) {
	changed, id, _ := strings.Cut(s, ".")
	n, err := strconv.ParseInt(changed, 10, 64)
	if err != nil || n < 0 || n > 1<<53 || !residents.ValidID(id) {
		return at
	}
	return store.ProjectAt{ID: id, Changed: time.UnixMicro(n)}
}

// address is the list from a project on, in the same field.
func (l *projectList) address(at store.ProjectAt) string {
	var parts []string
	if l.page.Field != "" {
		parts = append(parts, "field="+string(l.page.Field))
	}
	if at.ID != "" {
		parts = append(parts, "after="+strconv.FormatInt(at.Changed.UnixMicro(), 10)+"."+at.ID)
	}
	to := l.page.To("projects")
	if len(parts) > 0 {
		to += "?" + strings.Join(parts, "&")
	}
	return to
}

// read is a project of the list; false for one that does not concern the place or is of another field.
func (l *projectList) read(at store.ProjectAt) (p project.Project, ok bool, err error) {
	p, err = l.v.Project(at.Body, at.ID)
	ok = err == nil && (p.Community == l.place.ID || concernsPlace(p, l.place.ID)) && (l.page.Field == "" || p.Field == l.page.Field)
	return p, ok, err
}

// running are the projects under way by stage, those first that wait for the reader.
func (l *projectList) running() error {
	all, err := l.v.ProjectsAt(l.place.ID, l.street(), store.ProjectAt{}, mostUnderWay, underWay...)
	if err != nil {
		return err
	}
	groups := map[project.Stage][]pages.ProjectCard{}
	for _, at := range all {
		p, ok, err := l.read(at)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		card, err := l.card(p)
		if err != nil {
			return err
		}
		if card.Waits != "" {
			l.page.Mine = append(l.page.Mine, card)
		} else {
			groups[p.Stage] = append(groups[p.Stage], card)
		}
	}
	for _, s := range underWay {
		if cards := groups[s]; len(cards) > 0 {
			slices.SortStableFunc(cards, lateFirst)
			l.page.Groups = append(l.page.Groups, pages.ProjectGroup{Stage: s, Cards: cards})
		}
	}
	return nil
}

func lateFirst(a, b pages.ProjectCard) int {
	switch {
	case a.Late == b.Late:
		return 0
	case a.Late:
		return -1
	}
	return 1
}

// card is a project under way as the list shows it, with what it waits for.
func (l *projectList) card(p project.Project) (card pages.ProjectCard, err error) {
	w := &projectPage{request: l.request, v: l.v, p: p, page: &pages.ProjectView{Frame: l.page.Frame}}
	if err := w.facts(); err != nil {
		return card, err
	}
	if err := w.rates(); err != nil {
		return card, err
	}
	card = w.shortCard()
	card.Next = w.nowTitle()
	if who := w.whoActs(); who != "" {
		card.Next += "，由" + who + "办"
	}
	if !w.next.Due.IsZero() {
		card.Clock, card.Late = w.left(w.next.Due), !w.now.Before(w.next.Due)
	}
	if card.Waits, err = w.waits(); card.Waits != "" {
		card.Next = ""
	}
	return card, err
}

// shortCard is what every card says.
func (w *projectPage) shortCard() pages.ProjectCard {
	card := pages.ProjectCard{
		Title: w.p.Title, Href: w.page.To("projects/" + w.p.ID), Number: w.p.Number, Stage: w.p.Stage, Field: w.p.Field,
		Facts: []string{w.placesWord(), pages.ProjectFieldWord(w.p.Field)},
	}
	if w.p.Community != w.place.ID {
		card.Holder = w.body.Name
	}
	return card
}

// waits is what waits for the reader: their answer, their second word, their signature.
func (w *projectPage) waits() (string, error) {
	if !w.who.SignedIn() || !w.atHome() {
		return "", nil
	}
	for _, d := range w.f.Dissents {
		if w.isMe(d.Community, d.Resident) && w.mayAgain(d) == nil {
			return "您的意见有了答复，请再说一次怎么看", nil
		}
	}
	if project.MaySign(w.who, w.p, w.f, w.now) == nil {
		return "做完了，请您到现场看过后签字", nil
	}
	open, err := w.openCalls()
	for _, c := range open {
		if project.MayAnswerCall(w.who, c, w.now) != nil {
			continue
		}
		missing, err := w.answered(c)
		if err != nil {
			return "", err
		}
		if missing > 0 && c.Purpose == project.ForLookBack {
			return "请您评价办得怎么样，" + w.left(c.Closes), nil
		} else if missing > 0 {
			return "正在征集意见，请您回答，" + w.left(c.Closes), nil
		}
	}
	return "", err
}

// over are a page of the projects that are over, those heard of last first.
func (l *projectList) over(after store.ProjectAt) error {
	all, err := l.v.ProjectsAt(l.place.ID, l.street(), after, mostScanned+1, project.Closed, project.Dropped)
	if err != nil {
		return err
	}
	for i, at := range all {
		if len(l.page.Over) == pageOver || i == mostScanned {
			l.page.Older = l.address(all[i-1])
			return nil
		}
		p, ok, err := l.read(at)
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		card, err := l.overCard(p)
		if err != nil {
			return err
		}
		l.page.Over = append(l.page.Over, card)
	}
	return nil
}

// overCard is a project that is over: what was learned, or why it was dropped.
func (l *projectList) overCard(p project.Project) (card pages.ProjectCard, err error) {
	w := &projectPage{request: l.request, v: l.v, p: p, page: &pages.ProjectView{Frame: l.page.Frame}}
	if err := w.bodies(); err != nil {
		return card, err
	}
	card = w.shortCard()
	card.Lessons = p.Lessons
	if p.Stage == project.Dropped {
		card.Next = p.Reason
	} else if o, ok := p.Chosen(); ok {
		card.Next = o.Words + "，" + pages.Money(o.Cost)
	}
	return card, nil
}
