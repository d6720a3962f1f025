package main

import (
	"errors"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file tells of a project what other bodies and the public notice said, and does these steps.

// clearing is what was asked of other bodies, and what can be asked now.
func (w *projectWork) clearing(v *desk.ProjectView) error {
	for _, c := range w.f.Clearances {
		to, err := w.v.CommunityByID(c.To)
		if err != nil {
			return err
		}
		v.Clearing.Asked = append(v.Clearing.Asked, pages.Step{
			When: w.day(c.AskedAt), Title: pages.ClearanceWord(c.Kind) + "：请示" + to.Name, Who: w.place.Name, Note: c.Words, State: pages.StageDone,
		})
		words, _ := pages.ClearanceTag(c.State)
		step := pages.Step{When: w.lastDay(c.Due) + "前", Title: words, Who: to.Name, State: pages.StageNow}
		if c.State != project.ClearanceAsked {
			step.When, step.Note, step.State = w.day(c.DecidedAt), c.Answer, pages.StageDone
		}
		v.Clearing.Asked = append(v.Clearing.Asked, step)
	}
	for _, kind := range project.NeedsClearance(w.p) {
		last := lastClearance(w.f, kind)
		if last != nil && last.State != project.ClearanceRefused {
			continue
		}
		need := desk.ClearNeed{Part: partOf(w.p.ID, string(kind)), Kind: kind, To: w.aboveName()}
		if kind == project.StreetMoney && w.place.Level == residents.LevelSubdistrict {
			need.To = "本街道的另一位工作人员"
		}
		if last != nil {
			need.Last = last.Answer
		}
		v.Clearing.Needs = append(v.Clearing.Needs, need)
	}
	return nil
}

// aboveName is what the body above is called.
func (w *projectWork) aboveName() string {
	for _, b := range w.within {
		if b.ID == w.place.Parent {
			return b.Name
		}
	}
	return "上一级"
}

// notices are what was put up, the last first, with the objections.
func (w *projectWork) notices(v *desk.ProjectView) error {
	for i := len(w.f.Notices) - 1; i >= 0; i-- {
		n := w.f.Notices[i]
		card := desk.NoticeCard{Seq: n.Seq, Words: n.Words, Sheet: v.To("desk/projects/" + w.p.ID + "/notice?n=" + pages.Grouped(int64(n.Seq)))}
		card.Line = pages.NoticeLine{Kind: pages.ProjectNoticeWord(n.Kind), Title: pages.Money(n.Cost), Until: w.lastDay(n.Until)}
		first, last := n.From, lastDay(n.Until, w.place.Location())
		card.Line.Day, card.Line.Days = calendar.DaysBetween(first, w.today()), calendar.DaysBetween(first, last)
		switch {
		case !n.ClosedAt.IsZero() && n.Kind == project.ChangeNotice:
			card.Over = w.day(n.ClosedAt) + "生效。"
		case !n.ClosedAt.IsZero():
			card.Over = w.day(n.ClosedAt) + "办结。"
		case !w.now.Before(n.Until):
			card.Over = "已满期。"
		}
		if n.Plan != nil {
			card.Changes = planChanges(w.p.Plan, *n.Plan)
			if !n.ClosedAt.IsZero() {
				card.Changes = nil // the plan is the new one by now
			}
		}
		for _, o := range w.f.Objections {
			if o.Notice != n.Seq {
				continue
			}
			c, err := w.objectionCard(o)
			if err != nil {
				return err
			}
			card.Objections = append(card.Objections, c)
		}
		v.Notices = append(v.Notices, card)
	}
	return nil
}

// planChanges say what a change of a plan changes.
func planChanges(from, to project.Plan) (all []pages.Fact) {
	add := func(name, was, is string) {
		if was != is {
			all = append(all, pages.Fact{Name: name, Value: "原来：" + was + "；改为：" + is})
		}
	}
	add("费用", pages.Money(from.Planned()), pages.Money(to.Planned()))
	add("范围", from.Scope, to.Scope)
	add("施工单位", from.Contractor, to.Contractor)
	return all
}

// objectionCard is an objection, masked: who works at the desk answers what was said, whoever said it.
func (w *projectWork) objectionCard(o project.Objection) (desk.ObjectionCard, error) {
	slug, err := w.slugOf(o.Community)
	if err != nil {
		return desk.ObjectionCard{}, err
	}
	who, err := w.v.Resident(o.Community, o.Resident)
	if err != nil {
		return desk.ObjectionCard{}, err
	}
	masked := who.Masked()
	c := desk.ObjectionCard{
		ID: o.ID, Path: slug + "/" + o.ID, Who: pages.Mark{Name: masked.Name, Building: masked.Building}, When: w.day(o.At), Words: o.Text, Reply: o.Reply,
	}
	if o.Reply != "" {
		return c, nil
	}
	c.Clock, c.Tone = w.workingDays("答复", o.Due)
	switch err := project.MayAnswerNotice(w.who, w.p, o, w.now); {
	case err == nil:
		c.May = true
	case errors.Is(err, residents.ErrOwnMatter):
		c.Why = "这是您自己提的异议，请另一位来答复。"
	}
	return c, nil
}

// putUpWords propose what a notice of approval says.
func (w *projectWork) putUpWords(v *desk.ProjectView) error {
	o, ok := w.p.Chosen()
	if w.p.Stage != project.Negotiate || !ok {
		return nil
	}
	lines := []string{
		w.p.Title + "，拟按「" + o.Words + "」立项，总费用 " + pages.Money(o.Cost) + "。",
		"谁出钱：" + shareWords(o) + "。",
		"影响：" + strings.TrimSuffix(o.Affected, "。") + "。",
		"以后维护：" + strings.TrimSuffix(o.Upkeep, "。") + "。",
	}
	v.PutUp.Words = strings.Join(lines, "\n")
	days := project.ApprovalRulesAt(w.today()).Notice
	v.PutUp.Until, v.PutUp.Days = w.lastDay(calendar.After(w.today(), days.N).End(w.place.Location())), days.Source
	return nil
}

// shareWords say who pays what: 街道资金 40,000 元、居民自愿出资 2,000 元（每户 50 元）.
func shareWords(o project.Option) string {
	var words []string
	for _, s := range o.Shares {
		word := pages.PayerWord(s.Payer) + " " + pages.Money(s.Cents)
		if s.Payer == project.PayHomes && o.PerHome > 0 {
			word += "（每户 " + pages.Money(o.PerHome) + "）"
		}
		words = append(words, word)
	}
	return strings.Join(words, "、")
}

// askClearance asks the body above for its approval.
func (p *Portal) askClearance(r *request) (answer, error) {
	kind := project.ClearanceKind(r.form.choice("kind", string(project.StreetMoney), string(project.LandUse)))
	words := r.form.lines("text", project.MaxWords)
	var above []string
	for _, b := range r.within {
		above = append(above, b.ID)
	}
	return p.onProject(r, "project-ask", "clearance-asked", func(tx *store.Tx, by residents.Sender, id string) error {
		return fieldAs(project.AskClearance(tx, by, r.place.ID, id, kind, words), "words", "text")
	}, above...)
}

// putUp puts the project up for notice.
func (p *Portal) putUp(r *request) (answer, error) {
	words := r.form.lines("text", project.MaxProblem)
	return p.onProject(r, "project-notice", "project-noticed", func(tx *store.Tx, by residents.Sender, id string) error {
		return fieldAs(project.PutUp(tx, by, r.place.ID, id, words), "words", "text")
	})
}

// answerNotice answers an objection to a notice.
func (p *Portal) answerNotice(r *request) (answer, error) {
	reply := r.form.lines("reply", project.MaxWords)
	var home residents.Community
	err := p.view(r, func(rows *store.View) (err error) {
		if home, err = r.bodyOf(rows, r.PathValue("community")); err != nil {
			return err
		}
		o, err := rows.ProjectObjection(home.ID, r.place.ID, r.PathValue("objection"))
		if err == nil && o.Project != r.PathValue("id") {
			err = residents.ErrNotFound
		}
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.onProject(r, "project-reply", "project-replied", func(tx *store.Tx, by residents.Sender, _ string) error {
		return project.AnswerNoticeObjection(tx, by, r.place.ID, home.ID, r.PathValue("objection"), reply)
	}, home.ID)
}

// approveProject writes the approval record, if the project still is the one that was looked at.
func (p *Portal) approveProject(r *request) (answer, error) {
	version := r.form.number("version", 1, mostVersions)
	return p.onProject(r, "project-approve", "project-approved", func(tx *store.Tx, by residents.Sender, id string) error {
		now, err := tx.Project(r.place.ID, id)
		if err != nil {
			return err
		}
		if now.Stage == project.Negotiate && now.Version != version {
			return project.ErrChanged
		}
		return project.ApproveProject(tx, by, r.place.ID, id)
	})
}

// mostVersions is more than any project has.
const mostVersions = 1_000_000

// dropProject gives the project up, with a reason.
func (p *Portal) dropProject(r *request) (answer, error) {
	reason := r.form.lines("reason", project.MaxWords)
	return p.onProject(r, "project-drop", "project-dropped", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.DropProject(tx, by, r.place.ID, id, reason)
	})
}

// fieldAs puts what is wrong with a field of a verb beside the field in which it was typed.
func fieldAs(err error, of, typed string) error {
	var wrong *residents.FieldError
	if !errors.As(err, &wrong) || wrong.Field != of {
		return err
	}
	moved := *wrong
	moved.Field = typed
	return &moved
}
