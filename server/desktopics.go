package main

import (
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskTopicRoutes are the desk's pages on which topics are screened.
func (p *Portal) deskTopicRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/desk/topics", name: "desk-topics", do: residents.WorkDesk, handle: p.deskTopics},
		{method: http.MethodGet, pattern: "/{place}/desk/topics/{id}", name: "desk-topic", do: residents.WorkDesk, handle: p.deskTopic},
		{method: http.MethodPost, pattern: "/{place}/desk/topics/{id}", name: "screen", do: residents.Screen, handle: p.screen},
	}
}

// Sizes of the lists at the desk.
const (
	deskPage     = 30  // of a page that goes on
	mostAppeals  = 100 // that wait at one time
	mostTargets  = 200
	mostSimilar  = 5
	similarSince = 6 // months
)

// deskTopics is the list of what waits for screening.
func (p *Portal) deskTopics(r *request) (answer, error) {
	raised, id, err := after(r)
	if err != nil {
		return answer{}, err
	}
	rules := consultation.RulesAt(consultation.DayOf(r.place, r.now))
	v := &desk.TopicsView{Rule: pages.Fact{
		Name: rules.Screen.Source, Value: "期限写在议题旁边，居民也看得到。",
	}}
	err = p.view(r, func(rows *store.View) error {
		if v.Frame, err = p.atDesk(r, rows, desk.AtTopics); err != nil {
			return err
		}
		waiting, err := rows.UnscreenedTopics(r.place.ID, raised, id, deskPage+1)
		if err != nil {
			return err
		}
		if len(waiting) > deskPage {
			waiting = waiting[:deskPage]
			last := waiting[deskPage-1]
			v.Older = v.To("desk/topics") + afterKey(last.RaisedAt, last.ID)
		}
		for _, t := range waiting {
			v.Waiting = append(v.Waiting, r.deskLine(t, "审核", t.ScreenDue, t.Author == r.who.Resident.ID))
		}
		if id != "" {
			return nil
		}
		appeals, err := rows.OpenAppeals(r.place.ID, mostAppeals)
		for _, a := range appeals {
			own := a.Author == r.who.Resident.ID || a.DecidedBy == r.who.Resident.ID
			v.Appeals = append(v.Appeals, r.deskLine(a.DeskTopic, "复审", a.Appeal.Due, own))
		}
		return err
	})
	return show(v), err
}

// deskLine is a topic in the list of those to be screened; other tells that
// another member must do it.
func (r *request) deskLine(t store.DeskTopic, what string, due time.Time, other bool) pages.TopicLine {
	line := pages.TopicLine{Title: t.Title, Href: "/" + r.place.Slug + "/desk/topics/" + t.ID}
	line.State, line.Tone = r.workingDays(what, due)
	by := residents.Resident{Name: t.AuthorName, Building: t.Building}.Masked()
	line.Facts = []string{strings.TrimSpace(by.Building + " " + by.Name), calendar.DayOf(t.RaisedAt, r.place.Location()).Chinese()}
	if t.Source == consultation.FromHotline {
		line.Facts = []string{"12345 来电 " + strconv.Itoa(t.Calls) + " 件", line.Facts[1]}
	}
	if other {
		line.Facts = append(line.Facts, "须由另一位委员处理")
	}
	return line
}

// deskTopic is one topic with what to do about it.
func (p *Portal) deskTopic(r *request) (answer, error) {
	v := &desk.TopicView{ID: r.PathValue("id"), Limit: consultation.MaxSentence}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtTopics); err != nil {
			return err
		}
		t, err := rows.DeskTopic(r.place.ID, v.ID)
		if err != nil {
			return err
		}
		r.describe(v, t)
		if err := p.decisions(r, rows, v, t); err != nil {
			return err
		}
		return p.alike(r, rows, v, t)
	})
	return show(v), err
}

// describe puts what was raised into the view.
func (r *request) describe(v *desk.TopicView, t store.DeskTopic) {
	zone := r.place.Location()
	v.Heading, v.Number = t.Title, t.Number
	v.Author = mark(residents.Resident{Name: t.AuthorName, Building: t.Building}.Masked())
	v.Raised = calendar.DayOf(t.RaisedAt, zone).Chinese()
	v.What, v.Wish = t.Problem, t.Wish
	v.Facts = []pages.Fact{{Name: "地点", Value: t.Place}}
	if t.Affected != "" {
		v.Facts = append(v.Facts, pages.Fact{Name: "影响", Value: t.Affected})
	}
	contact := "没有同意就此事联系"
	if t.Contact {
		contact = "同意居委会就此事联系"
	}
	if t.Source == consultation.FromHotline {
		contact = "居委会由 12345 来电提出：" + strconv.Itoa(t.CallDays) + " 天内 " + strconv.Itoa(t.Calls) + " 件"
	}
	v.Facts = append(v.Facts, pages.Fact{Name: "提出人", Value: contact})
	if t.Supporters > 0 {
		v.Short = append(v.Short, strconv.Itoa(t.Supporters)+" 人附议")
	}
	if t.Photos > 0 {
		v.Short = append(v.Short, "照片 "+strconv.Itoa(t.Photos)+" 张")
	}
	v.State, v.Tone = pages.StateTag(t.State)
	if t.State != consultation.Raised && t.State != consultation.Withdrawn && r.opens(residents.DraftPoll) == nil {
		v.Poll = v.To("desk/polls/new?topic=" + t.ID)
	}
	if t.State == consultation.Raised {
		v.State, v.Tone = r.workingDays("审核", t.ScreenDue)
	}
}

// decisions puts what was decided before, the appeal, and whether the reader may
// decide now.
func (p *Portal) decisions(r *request, rows *store.View, v *desk.TopicView, t store.DeskTopic) error {
	before, err := rows.Screenings(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	appeal, err := rows.Appeal(r.place.ID, t.ID)
	appealed := err == nil
	if err != nil && !errors.Is(err, residents.ErrNotFound) {
		return err
	}
	if appealed {
		v.Appeal, v.AppealAt = appeal.Text, calendar.ChineseTime(appeal.At, r.place.Location())
		if len(before) == 1 {
			v.State, v.Tone = r.workingDays("复审", appeal.Due)
		}
	}
	for _, s := range before {
		d := desk.Decided{
			When: calendar.ChineseTime(s.At, r.place.Location()), Decision: pages.DecisionWord(s.Decision),
			Reason: pages.ScreeningWord(s.Reason), Sentence: s.Sentence,
		}
		if s.To != "" {
			d.Decision += "：" + pages.TargetWord(s.To)
		}
		if s.Round == 2 {
			d.Decision += "（复审）"
		}
		by, err := rows.Resident(r.place.ID, s.By)
		if err != nil {
			return err
		}
		d.By = by.Name
		v.Decided = append(v.Decided, d)
	}
	if err := consultation.MayScreen(r.who, t.Topic, before, appealed, r.now); err != nil {
		v.Why = api.Code(err)
		if v.Others, err = p.others(r, rows, t.Topic, before, appealed); err != nil {
			return err
		}
	}
	names, err := rows.MergeTargets(r.place.ID, mostTargets)
	for _, n := range names {
		if n.ID != t.ID {
			v.Targets = append(v.Targets, pages.Option{Value: n.ID, Label: n.Title + "（" + n.Number + "）", Said: true})
		}
	}
	return err
}

// others are the names of those who may decide on a topic now.
func (p *Portal) others(r *request, rows *store.View, t consultation.Topic, before []consultation.Screening, appealed bool) ([]string, error) {
	staff, err := rows.Holders(r.place.ID, r.now, residents.RolesWith(residents.Screen)...)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, one := range staff { // a handful
		who, err := rows.Standing(one.Community, one.ID)
		if err != nil {
			return nil, err
		}
		if consultation.MayScreen(who, t, before, appealed, r.now) == nil {
			names = append(names, one.Name)
		}
	}
	return names, nil
}

// screen decides on a topic in public.
func (p *Portal) screen(r *request) (answer, error) {
	s := consultation.Screening{
		Community: r.place.ID, Topic: r.PathValue("id"),
		Decision: consultation.Decision(r.form.one("decision")),
		Into:     r.form.one("into"),
		To:       r.form.one("to"),
		Sentence: r.form.lines("sentence", consultation.MaxSentence),
	}
	for d := range consultation.ScreeningReasons {
		if reason := r.form.one("reason-" + string(d)); d == s.Decision {
			s.Reason = reason
		}
	}
	if s.Decision == consultation.Merge {
		s.Reason = consultation.ScreeningReasons[consultation.Merge][0]
	}
	a, err := p.do(r, "screen", func(tx *store.Tx, by residents.Sender) (string, error) {
		_, err := consultation.Screen(tx, by, s)
		return api.WithDone("/"+r.place.Slug+"/desk/topics", "screened-"+string(s.Decision)), err
	})
	return a, inField(err, "reason", "reason-"+string(s.Decision))
}

// inField gives an error about a field to the field of another name.
func inField(err error, name, other string) error {
	var wrong *residents.FieldError
	if errors.As(err, &wrong) && wrong.Field == name {
		return &residents.FieldError{Field: other, Reason: wrong.Reason, Limit: wrong.Limit}
	}
	return err
}

// alike puts the public topics of recent months that say much the same as its
// title, and the photos.
func (p *Portal) alike(r *request, rows *store.View, v *desk.TopicView, t store.DeskTopic) error {
	since := calendar.MonthOf(r.today()).Add(-similarSince).String()
	found, err := rows.SimilarTopics(r.place.ID, t.Title, since, mostSimilar+1)
	if err != nil {
		return err
	}
	for _, other := range found {
		if other.ID != t.ID && len(v.Similar) < mostSimilar {
			v.Similar = append(v.Similar, r.topicLine(other))
		}
	}
	photos, err := rows.PhotosOn(r.place.ID, t.ID)
	w := &topicPage{request: r, page: &pages.TopicView{Frame: v.Frame.Frame}, t: t.Topic}
	for _, h := range photos {
		if h.Subject == "topic/"+t.ID {
			v.Photos = append(v.Photos, w.picture(h))
		}
	}
	return err
}
