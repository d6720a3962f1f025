package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// This file tells of a project how it is carried out and rated, and does these steps.

// delivery is the plan with its milestones, the money, who watches, what was posted and signed.
func (w *projectWork) delivery(v *desk.ProjectView) error {
	d := &v.Delivery
	if slices.Contains([]project.Stage{project.Deliver, project.Evaluate, project.Closed}, w.p.Stage) {
		d.Shown = true
	}
	w.milestones(d)
	entries, err := w.v.Ledger(w.place.ID, w.p.ID)
	if err != nil {
		return err
	}
	d.Money = moneyOf(w.p.Plan, entries)
	if err := w.orders(d); err != nil {
		return err
	}
	if err := w.watchers(d); err != nil {
		return err
	}
	if err := w.signatures(d); err != nil {
		return err
	}
	if err := w.posts(d); err != nil {
		return err
	}
	files, err := w.v.FileHeads(w.place.ID, w.p.ID)
	d.Files = w.fileRows(files)
	if len(d.Posts)+len(d.Files) > 0 {
		d.Shown = true
	}
	return err
}

func (w *projectWork) milestones(d *desk.Delivery) {
	plan := w.p.Plan
	if plan.Contractor != "" {
		words := plan.Contractor
		if plan.Contract != "" {
			words += "（" + plan.Contract + "）"
		}
		d.Facts = append(d.Facts, pages.Fact{Name: "施工单位", Value: words})
	}
	if plan.Scope != "" {
		d.Facts = append(d.Facts, pages.Fact{Name: "做哪些", Value: plan.Scope})
	}
	may, next := w.may(project.Reach) == nil, nextMilestone(plan)
	for _, m := range plan.Milestones {
		row := desk.MilestoneRow{ID: m.ID, Part: partOf(w.p.ID, m.ID), Words: m.Words, Due: dateWords(m.Due), Next: next != nil && next.ID == m.ID}
		if m.DoneAt.IsZero() {
			row.State, row.Tone = w.plainDays("", m.Due.End(w.place.Location()))
			row.May = may
		} else {
			row.State, row.Tone = w.day(m.DoneAt)+"完成", pages.ToneAct
		}
		d.Milestones = append(d.Milestones, row)
	}
}

// orders are the street's supervision orders on milestones.
func (w *projectWork) orders(d *desk.Delivery) error {
	all, err := w.v.ProjectOrders(w.place.ID, w.p.ID)
	for _, o := range all {
		for i, m := range d.Milestones {
			if m.ID == o.Milestone {
				d.Milestones[i].Orders = append(m.Orders, pages.Fact{Name: w.lastDay(o.Due), Value: o.Text})
			}
		}
	}
	return err
}

// watchers are the residents who watch the work, or did.
func (w *projectWork) watchers(d *desk.Delivery) error {
	may := w.may(project.Supervise) == nil
	for _, s := range w.f.Supervisors {
		slug, err := w.slugOf(s.Community)
		if err != nil {
			return err
		}
		who, err := w.v.Resident(s.Community, s.Resident)
		if err != nil {
			return err
		}
		row := desk.SupervisorRow{Part: partOf(s.Community, s.Resident), Path: slug + "/" + s.Resident, Who: pages.Mark{Name: who.Name, Building: who.Building}, Since: w.day(s.Since)}
		if who.Name == "" {
			row.Who.Name = residents.Gone
		}
		if s.Until.IsZero() {
			row.May = may
		} else {
			row.Ended = pages.SupervisorEndWord(s.Why) + "，" + w.day(s.Until)
		}
		d.Watching = append(d.Watching, row)
	}
	return nil
}

// signatures are how many have signed, and the defects that wait.
func (w *projectWork) signatures(d *desk.Delivery) error {
	d.Checks = w.p.Plan.Checks
	for _, s := range w.f.Signatures {
		if s.Stands(w.p.Plan) {
			d.Signed++
		}
		if s.Fine || !s.MendedAt.IsZero() {
			continue
		}
		slug, err := w.slugOf(s.Community)
		if err != nil {
			return err
		}
		who, err := w.v.Resident(s.Community, s.Resident)
		if err != nil {
			return err
		}
		d.Defects = append(d.Defects, desk.DefectCard{
			Part: partOf(s.Community, s.Resident), Path: slug + "/" + s.Resident, Words: s.Defect, When: w.day(s.At), Building: who.Building,
		})
	}
	return nil
}

// posts are what was told of the work, the latest first.
func (w *projectWork) posts(d *desk.Delivery) error {
	all, err := w.v.Posts(w.place.ID, w.p.ID)
	for _, post := range all {
		step := pages.Step{When: w.day(post.At), Title: pages.WorkTimeWord(post.When), Who: pages.WorkPartWord(post.ByPart), Note: post.Text, State: pages.StageDone}
		if post.Photos > 0 {
			step.Title += "，照片 " + strconv.Itoa(post.Photos) + " 张（在项目页上）"
		}
		d.Posts = append(d.Posts, step)
	}
	slices.Reverse(d.Posts)
	return err
}

// evaluation is how the finished project is rated, look-back by look-back.
func (w *projectWork) evaluation(v *desk.ProjectView) error {
	if !slices.Contains([]project.Stage{project.Evaluate, project.Closed}, w.p.Stage) && w.p.Round < 2 {
		return nil
	}
	e := &v.Evaluation
	e.Shown = true
	if !w.p.CompletedAt.IsZero() {
		e.Facts = append(e.Facts, pages.Fact{Name: "完工", Value: w.day(w.p.CompletedAt)})
	}
	if w.p.Raised {
		e.Facts = append(e.Facts, pages.Fact{Name: "评价", Value: "两次偏低，已报上一级"})
	}
	rates, err := project.RatesOf(w.v, w.p)
	for _, one := range rates {
		round := desk.RateRound{Name: lookBackWord(one.Month), When: callState(one.State) + "，到" + w.lastDay(one.Closes), Href: v.To("desk/calls/" + one.Call), Note: one.Formula}
		if one.Round > 1 {
			round.Name += "（重办以后）"
		}
		for _, r := range []struct {
			name string
			project.Rate
		}{{"响应率", one.Response}, {"解决率", one.Solution}, {"满意率", one.Satisfaction}} {
			if words := rateWords(r.Rate); words != "" {
				round.Rates = append(round.Rates, pages.Fact{Name: r.name, Value: words})
			}
		}
		e.Rounds = append(e.Rounds, round)
	}
	return err
}

// rateWords say a rate with its counts: 90%（18 / 20）; "" where nobody was counted.
func rateWords(r project.Rate) string {
	from, to, ok := r.Percent()
	switch {
	case r.Withheld:
		return "回答的人太少，不公布"
	case !ok:
		return ""
	case from != to || r.Least != r.Most:
		return fmt.Sprintf("%d%% 到 %d%%（%d 到 %d / %d）", from, to, r.Least, r.Most, r.Of)
	}
	return fmt.Sprintf("%d%%（%d / %d）", from, r.Least, r.Of)
}

func lookBackWord(month int) string {
	if month == 0 {
		return "完工时的评价"
	}
	return "完工 " + strconv.Itoa(month) + " 个月的回访"
}

// errOtherCommunity answers alike whatever community was typed that the project does not concern.
var errOtherCommunity = &residents.FieldError{Field: "community", Reason: residents.ErrChoice}

// communityTyped is the community of whom a form names: a community's own, at other desks the
// form's; "" where the project of the path does not concern it, of which nothing is looked up.
func (p *Portal) communityTyped(r *request) (community string, err error) {
	if r.place.Level == residents.LevelCommunity {
		return r.place.ID, nil
	}
	typed := r.form.text("community", 80)
	err = p.view(r, func(rows *store.View) error {
		one, err := rows.Project(r.place.ID, r.PathValue("id"))
		if slices.ContainsFunc(one.Places, func(at project.Place) bool { return at.Community == typed }) {
			community = typed
		}
		return err
	})
	return community, err
}

// addSupervisor asks a resident to watch the work.
func (p *Portal) addSupervisor(r *request) (answer, error) {
	community, err := p.communityTyped(r)
	if err != nil {
		return answer{}, err
	}
	typed := r.form.text("name", 80)
	return p.onProject(r, "project-supervise", "supervisor-added", func(tx *store.Tx, by residents.Sender, id string) error {
		if community == "" {
			return errOtherCommunity
		}
		who, err := personNamed(tx.View, community, typed)
		if err != nil {
			return err
		}
		return project.AddSupervisor(tx, by, r.place.ID, id, community, who.ID)
	}, community)
}

// personNamed is somebody of a community by what was typed: a name, and a building where several have it.
func personNamed(rows *store.View, community, typed string) (who residents.Resident, err error) {
	words := strings.Fields(typed)
	if len(words) == 0 {
		return who, &residents.FieldError{Field: "name", Reason: residents.ErrEmpty}
	}
	named, err := rows.ResidentsNamed(community, words[0], peopleShown)
	if err != nil {
		return who, err
	}
	at, _ := residents.ReadBuilding(strings.Join(words[1:], " "))
	named = slices.DeleteFunc(named, func(one residents.Resident) bool {
		return one.Name != words[0] || len(words) > 1 && one.Building != at
	})
	if len(named) != 1 {
		return who, &residents.FieldError{Field: "name", Reason: residents.ErrNobody}
	}
	return named[0], nil
}

// onPerson does a verb with the community and the resident of the path.
func (p *Portal) onPerson(r *request, name, done string, verb func(tx *store.Tx, by residents.Sender, project, community, resident string) error) (answer, error) {
	var home residents.Community
	err := p.view(r, func(rows *store.View) (err error) {
		home, err = r.bodyOf(rows, r.PathValue("community"))
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.onProject(r, name, done, func(tx *store.Tx, by residents.Sender, id string) error {
		return verb(tx, by, id, home.ID, r.PathValue("resident"))
	}, home.ID)
}

// endSupervisor notes that somebody watches no more.
func (p *Portal) endSupervisor(r *request) (answer, error) {
	why := r.form.choice("why", "asked", "replaced")
	return p.onPerson(r, "project-unsupervise", "supervisor-ended", func(tx *store.Tx, by residents.Sender, id, community, resident string) error {
		return project.EndSupervisor(tx, by, r.place.ID, id, community, resident, why)
	})
}

// mendDefect notes how a defect was mended.
func (p *Portal) mendDefect(r *request) (answer, error) {
	mended := r.form.lines("text", project.MaxWords)
	return p.onPerson(r, "project-mend", "defect-mended", func(tx *store.Tx, by residents.Sender, id, community, resident string) error {
		return fieldAs(project.MendDefect(tx, by, r.place.ID, id, community, resident, mended), "mended", "text")
	})
}

// postWork tells in public how the work comes along.
func (p *Portal) postWork(r *request) (answer, error) {
	when := project.When(r.form.choice("when", string(project.Before), string(project.During), string(project.After)))
	words, photos := r.form.lines("text", project.MaxWords), r.form.photos("photos", consultation.MaxPhotos)
	return p.onProject(r, "project-post", "work-posted", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.PostWork(tx, by, r.place.ID, id, when, words, photos)
	})
}

// reachMilestone notes that a milestone is done.
func (p *Portal) reachMilestone(r *request) (answer, error) {
	return p.onProject(r, "project-reach", "milestone-reached", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.ReachMilestone(tx, by, r.place.ID, id, r.PathValue("milestone"))
	})
}

// completeProject ends delivery.
func (p *Portal) completeProject(r *request) (answer, error) {
	return p.onProject(r, "project-complete", "project-completed", func(tx *store.Tx, by residents.Sender, id string) error {
		return project.CompleteProject(tx, by, r.place.ID, id)
	})
}

// noteLessons writes down what was learned.
func (p *Portal) noteLessons(r *request) (answer, error) {
	words := r.form.lines("text", project.MaxProblem)
	return p.onProject(r, "project-learn", "lessons-noted", func(tx *store.Tx, by residents.Sender, id string) error {
		return fieldAs(project.NoteLessons(tx, by, r.place.ID, id, words), "lessons", "text")
	})
}
