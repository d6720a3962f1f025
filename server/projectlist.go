package main

import (
	"slices"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// projectList lists what concerns a place: what waits for the reader, then by stage, then
// what is over with what was learned, page by page.
func (p *Portal) projectList(r *request) (answer, error) {
	if r.place.Level == residents.LevelDistrict {
		return answer{}, residents.ErrNotFound
	}
	l := &projectList{request: r, page: &pages.ProjectsView{Frame: p.frame(r), Style: p.files.address("projects.css"), Report: r.reportOfYear()}}
	query := r.URL.Query()
	for _, o := range pages.ProjectFieldOptions() {
		if o.Value == query.Get("field") {
			l.page.Field = project.Field(o.Value)
		}
	}
	from, _ := readListKey(query.Get("after")) // what is none begins with the first
	err := p.view(r, func(v *store.View) error {
		l.v = v
		return l.write(from)
	})
	return show(l.page), err
}

// projectList is the list while it is written.
type projectList struct {
	*request
	v    *store.View
	read projectReader
	page *pages.ProjectsView
}

// address is the list from a project on, in the same field.
func (l *projectList) address(from listKey) string {
	var parts []string
	if l.page.Field != "" {
		parts = append(parts, "field="+string(l.page.Field))
	}
	if !from.begins() {
		parts = append(parts, "after="+from.String())
	}
	to := l.page.To("projects")
	if len(parts) > 0 {
		to += "?" + strings.Join(parts, "&")
	}
	return to
}

// fits tells whether a project concerns the place and is of the field.
func (l *projectList) fits(p project.Project) bool {
	return (p.Community == l.place.ID || concernsPlace(p, l.place.ID)) && (l.page.Field == "" || p.Field == l.page.Field)
}

// write draws a page: what waits for the reader, then by stage, then what is over.
func (l *projectList) write(from listKey) error {
	lines, err := l.projectLines(l.v, []string{l.place.ID, l.street()}, from, l.who.SignedIn(), l.fits)
	if err != nil {
		return err
	}
	l.read = lines.read
	for _, p := range lines.shown {
		if err := l.add(p, from.begins()); err != nil {
			return err
		}
	}
	for _, p := range lines.ahead {
		card, err := l.card(p)
		if err != nil {
			return err
		}
		if card.Waits != "" {
			l.page.Mine = append(l.page.Mine, card)
		}
	}
	for _, g := range l.page.Groups {
		slices.SortStableFunc(g.Cards, lateFirst)
	}
	if !from.begins() {
		l.page.Newer = l.address(listKey{})
	}
	if !lines.next.begins() {
		l.page.Older = l.address(lines.next)
	}
	return nil
}

// add puts a project where it stands. What waits for the reader stands in front on the first page,
// and on the others in its place.
func (l *projectList) add(p project.Project, first bool) error {
	if p.Stage.Ended() {
		card, err := l.overCard(p)
		l.page.Over = append(l.page.Over, card)
		return err
	}
	card, err := l.card(p)
	if err != nil {
		return err
	}
	if first && card.Waits != "" {
		l.page.Mine = append(l.page.Mine, card)
		return nil
	}
	n := len(l.page.Groups)
	if n == 0 || l.page.Groups[n-1].Stage != p.Stage {
		l.page.Groups, n = append(l.page.Groups, pages.ProjectGroup{Stage: p.Stage}), n+1
	}
	l.page.Groups[n-1].Cards = append(l.page.Groups[n-1].Cards, card)
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
	w := &projectPage{request: l.request, v: l.v, read: l.read, p: p, page: &pages.ProjectView{Frame: l.page.Frame}}
	if err := w.facts(); err != nil {
		return card, err
	}
	if err := w.rounds(); err != nil {
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

// rounds are the look-backs, of which a list only says whether one takes answers.
func (w *projectPage) rounds() error {
	looks, err := w.read.LookBackCalls(w.p.Community, w.p.ID)
	for _, c := range looks {
		w.page.Rounds = append(w.page.Rounds, pages.ProjectRound{Open: c.State == project.CallPublished && w.now.Before(c.Closes)})
	}
	return err
}

// overCard is a project that is over: what was learned, or why it was dropped.
func (l *projectList) overCard(p project.Project) (card pages.ProjectCard, err error) {
	w := &projectPage{request: l.request, v: l.v, read: l.read, p: p, page: &pages.ProjectView{Frame: l.page.Frame}}
	if err := w.bodies(); err != nil {
		return card, err
	}
	card = w.shortCard()
	card.Lessons = p.Lessons
	if p.Stage == project.Dropped {
		card.Over = p.Reason
	} else if o, ok := p.Chosen(); ok {
		card.Over = o.Words + "，" + pages.Money(o.Cost)
	}
	return card, nil
}
