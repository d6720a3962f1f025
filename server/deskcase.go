package main

import (
	"fmt"
	"slices"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// wordsShown bounds the words beside ratings that a case shows.
const wordsShown = 50

// deskCase is one topic after its meeting.
func (p *Portal) deskCase(r *request) (answer, error) {
	v := &desk.CaseView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtTasks); err != nil {
			return err
		}
		t, err := rows.Topic(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		v.ID, v.Topic, v.Number, v.Public = t.ID, t.Title, t.Number, v.To("topics/"+t.ID)
		v.State, v.Tone = pages.StateTag(t.State)
		v.Where = t.Place
		if t.Round > 1 {
			v.Facts = append(v.Facts, "评价偏低，重办中")
		}
		if t.Source == consultation.FromHotline {
			v.Calls = &desk.Calls{Calls: t.Calls, Days: t.CallDays, Asked: t.Callbacks.Asked, Solved: t.Callbacks.Solved, Satisfied: t.Callbacks.Satisfied}
		}
		for _, part := range []func(*request, *store.View, consultation.Topic, *desk.CaseView) error{caseOutcomes, caseTasks, caseSteps, caseRating} {
			if err := part(r, rows, t, v); err != nil {
				return err
			}
		}
		return nil
	})
	return show(v), err
}

// caseOutcomes are what the meetings came to, and what was decided elsewhere.
func caseOutcomes(r *request, rows *store.View, t consultation.Topic, v *desk.CaseView) error {
	all, err := rows.OutcomesOf(r.place.ID, t.ID)
	for _, o := range all {
		day := calendar.DayOf(o.PublishedAt, r.place.Location()).Chinese()
		v.Outcomes = append(v.Outcomes, pages.Fact{Name: "协商结果", Value: day + "公开，" + pages.OutcomeWord(o.Kind) + "。" + o.Text})
		if o.Resolution != "" {
			v.Outcomes = append(v.Outcomes, pages.Fact{Name: pages.NextWord(o.Next), Value: o.Resolution})
		}
	}
	if latest, ok := waitsFor(all); ok && consultation.MayRecordResolution(r.who, t, r.now) == nil {
		v.MayResolve, v.Next = true, pages.NextWord(latest.Next)
	}
	if err == nil && v.MayResolve {
		v.Polls, err = pollChoices(rows, r.place.ID, t.ID, consultation.Decisive)
	}
	return err
}

// waitsFor is the latest outcome that sent the topic to the assembly or the
// representatives and has no resolution yet.
func waitsFor(latestFirst []consultation.Outcome) (consultation.Outcome, bool) {
	for _, o := range latestFirst {
		if o.Kind == consultation.ToAssembly && o.ResolvedAt.IsZero() {
			return o, true
		}
	}
	return consultation.Outcome{}, false
}

// caseTasks are what is to be done, with who may help.
func caseTasks(r *request, rows *store.View, t consultation.Topic, v *desk.CaseView) error {
	if err := consultation.MayAddTask(r.who, t, r.now); err != nil {
		v.MayAdd = api.Code(err)
	}
	all, err := rows.Tasks(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	posts, err := rows.ProgressOf(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	orders, err := rows.Orders(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	volunteers, err := rows.Holders(r.place.ID, r.now, residents.RoleVolunteer)
	if err != nil {
		return err
	}
	v.Helpers = []pages.Option{{Value: "", Label: "不用"}}
	for _, who := range volunteers {
		if who.Community == r.place.ID {
			v.Helpers = append(v.Helpers, pages.Option{Value: who.ID, Label: strings.TrimSpace(who.Name + " " + who.Building)})
		}
	}
	for _, k := range all {
		line := desk.CaseTask{TaskLine: taskLine(r, k, helperName(v.Helpers, k.Helper), 0)}
		if !k.DoneAt.IsZero() {
			line.Done = calendar.DayOf(k.DoneAt, r.place.Location()).Chinese()
		}
		for _, o := range orders {
			if o.Task == k.ID {
				line.Orders++
			}
		}
		for _, post := range posts {
			if post.Task == k.ID {
				line.Progress = append(line.Progress, progressStep(r, post))
			}
		}
		v.Tasks = append(v.Tasks, line)
	}
	return nil
}

// helperName is a volunteer's name in the list of those who help; somebody who is
// no volunteer any more has none.
func helperName(helpers []pages.Option, id string) string {
	i := slices.IndexFunc(helpers, func(o pages.Option) bool { return o.Value == id })
	if id == "" || i < 0 {
		return ""
	}
	return helpers[i].Label
}

func progressStep(r *request, post consultation.Progress) pages.Step {
	step := pages.Step{When: calendar.DayOf(post.At, r.place.Location()).Chinese(), Title: "进展", Note: post.Text, State: pages.StageDone}
	if post.Photos > 0 {
		step.Title += fmt.Sprintf("，照片 %d 张（在议题页上）", post.Photos)
	}
	return step
}

// caseSteps are the steps of the case between the levels, and the words of who
// holds it, in the order of time.
func caseSteps(r *request, rows *store.View, t consultation.Topic, v *desk.CaseView) error {
	steps, err := rows.Handovers(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	updates, err := rows.Updates(r.place.ID, t.ID)
	if err != nil {
		return err
	}
	names := map[string]string{r.place.ID: r.place.Name}
	for _, b := range r.within {
		names[b.ID] = b.Name
	}
	holder := r.place
	for _, b := range r.within {
		if b.ID == consultation.Holder(t, steps) {
			holder = b
		}
	}
	v.Above = names[holder.Parent]
	if err := consultation.MayHandOn(r.who, t, holder, steps, r.now); err != nil {
		v.MayHand = api.Code(err)
	}
	zone := r.place.Location()
	for _, h := range steps {
		for len(updates) > 0 && updates[0].At.Before(h.At) {
			v.Steps, updates = append(v.Steps, updateStep(r, names, updates[0])), updates[1:]
		}
		step := pages.Step{
			When: calendar.DayOf(h.At, zone).Chinese(), Title: "移交" + names[h.To] + "：" + pages.HandWord(h.Reason),
			Who: names[h.From], Note: h.Text, State: pages.StageDone,
		}
		if h.Reason == "answered" {
			step.Title = "答复" + names[h.To]
		}
		v.Steps = append(v.Steps, step)
		switch {
		case h.State == consultation.HandOffered:
			v.Steps = append(v.Steps, pages.Step{When: lastDay(h.Due, r.place.Location()).Chinese() + "前", Title: "等" + names[h.To] + "接收或退回", State: pages.StageNow})
		case h.Reason != "answered":
			v.Steps = append(v.Steps, pages.Step{When: calendar.DayOf(h.DecidedAt, zone).Chinese(), Title: pages.HandStateWord(h.State), Who: names[h.To], Note: h.Answer, State: pages.StageDone})
		}
	}
	for _, u := range updates {
		v.Steps = append(v.Steps, updateStep(r, names, u))
	}
	return nil
}

func updateStep(r *request, names map[string]string, u consultation.Update) pages.Step {
	return pages.Step{When: calendar.DayOf(u.At, r.place.Location()).Chinese(), Title: pages.UpdateWord(u.Kind), Who: names[u.Body], Note: u.Text, State: pages.StageDone}
}

// caseRating is how residents rate the round that is open, or the last that was closed.
func caseRating(r *request, rows *store.View, t consultation.Topic, v *desk.CaseView) error {
	if t.State != consultation.Rating && t.RateCount == 0 && t.State != consultation.Archived && t.Round == 1 {
		return nil
	}
	round := t.Round
	if t.State == consultation.Carrying {
		round-- // reopened: what residents said of the first round
	}
	shares, err := rows.RatingShares(r.place.ID, t.ID, round)
	if err != nil {
		return err
	}
	rating := &desk.CaseRating{Round: round}
	sum := 0
	for _, s := range shares {
		rating.Count += s.N
		sum += s.Sum
	}
	for _, answer := range []consultation.Solved{consultation.SolvedYes, consultation.SolvedPartly, consultation.SolvedNo} {
		n := 0
		for _, s := range shares {
			if s.Solved == answer {
				n = s.N
			}
		}
		rating.Shares = append(rating.Shares, pages.Tally{Label: pages.SolvedWord(answer), Count: n, Total: rating.Count, Main: answer == consultation.SolvedYes})
	}
	if rating.Count > 0 {
		rating.Average = tenths(sum, rating.Count)
	} else {
		rating.Shares = nil
	}
	if t.State == consultation.Rating {
		rating.Until = lastDay(t.RateUntil, r.place.Location()).Chinese()
		rules := consultation.RulesAt(calendar.DayOf(r.now, r.place.Location()))
		rating.Low = tenths(rules.LowNum, rules.LowDen)
	}
	rating.Words, err = rows.RatingWords(r.place.ID, t.ID, round, wordsShown)
	v.Rating = rating
	return err
}

// tenths is a quotient with one place, rounded half up: 4.2.
func tenths(n, by int) string {
	t := (n*20 + by) / (2 * by)
	return fmt.Sprintf("%d.%d", t/10, t%10)
}

func (r *request) backToCase(done string) string {
	return api.WithDone("/"+r.place.Slug+"/desk/case/"+r.PathValue("id"), done)
}

// addTask adds what is to be done.
func (p *Portal) addTask(r *request) (answer, error) {
	k := consultation.Task{
		Community: r.place.ID, Topic: r.PathValue("id"), Title: r.form.text("task", consultation.MaxTask),
		Owner: r.form.text("owner", consultation.MaxOwner), Helper: r.form.text("helper", 80), Due: r.form.endOf("due"),
	}
	return p.do(r, "task", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backToCase("task-added"), consultation.AddTask(tx, by, k)
	})
}

// recordResolution records what the assembly or the representatives decided.
func (p *Portal) recordResolution(r *request) (answer, error) {
	d := consultation.Resolution{
		Community: r.place.ID, Topic: r.PathValue("id"), Text: r.form.lines("text", consultation.MaxOutcome),
		Passed: r.form.choice("passed", "yes", "no") == "yes", Poll: r.form.text("poll", 80),
	}
	for _, name := range []string{"task", "owner", "due"} {
		r.form.one(name)
	}
	if d.Passed {
		d.Task, d.Owner, d.Due = r.form.text("task", consultation.MaxTask), r.form.text("owner", consultation.MaxOwner), r.form.endOf("due")
	}
	return p.do(r, "resolution", func(tx *store.Tx, by residents.Sender) (string, error) {
		all, err := tx.OutcomesOf(d.Community, d.Topic)
		if err != nil {
			return "", err
		}
		latest, _ := waitsFor(all) // none: the verb says why not
		d.Meeting = latest.Meeting
		return r.backToCase("resolved"), consultation.RecordResolution(tx, by, d)
	})
}

// importCallbacks takes the counts of 12345's callbacks.
func (p *Portal) importCallbacks(r *request) (answer, error) {
	c := consultation.Callbacks{
		Asked: r.form.number("asked", 0, consultation.MaxCalls), Solved: r.form.number("solved", 0, consultation.MaxCalls),
		Satisfied: r.form.number("satisfied", 0, consultation.MaxCalls),
	}
	return p.do(r, "callbacks", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backToCase("callbacks-noted"), consultation.ImportCallbacks(tx, by, r.place.ID, r.PathValue("id"), c)
	})
}

// handOn hands the case to the body above.
func (p *Portal) handOn(r *request) (answer, error) {
	h := consultation.Handing{Reason: r.form.choice("why", consultation.HandReasons...), Text: r.form.lines("text", consultation.MaxOutcome)}
	return p.do(r, "hand-on", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.backToCase("handed-on"), consultation.HandOn(tx, by, r.place.ID, r.PathValue("id"), h)
	})
}
