package main

import (
	"net/http"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskFollowUpRoutes are the desk's pages after the meeting: outcomes and their
// objections, tasks, and the case of a topic.
func (p *Portal) deskFollowUpRoutes() []route {
	const outcomes, tasks, matter = "/{place}/desk/outcomes", "/{place}/desk/tasks", "/{place}/desk/case/{id}"
	get, post := http.MethodGet, http.MethodPost
	return []route{
		{method: get, pattern: outcomes, name: "desk-outcomes", do: residents.WorkDesk, handle: p.deskOutcomes},
		{method: post, pattern: outcomes + "/answer", name: "answer", do: residents.AnswerObject, handle: p.answerObjection, on: outcomes},
		{method: get, pattern: outcomes + "/{meeting}/{id}", name: "desk-outcome", do: residents.WorkDesk, handle: p.outcomeSheet},
		{method: get, pattern: tasks, name: "desk-tasks", do: residents.WorkDesk, handle: p.deskTasks},
		{method: post, pattern: tasks + "/progress", name: "progress", do: residents.FollowUp, handle: p.deskProgress, on: tasks, photos: true},
		{method: post, pattern: tasks + "/finish", name: "finish", do: residents.FollowUp, handle: p.finishTask, on: tasks},
		{method: get, pattern: matter, name: "desk-case", do: residents.WorkDesk, handle: p.deskCase},
		{method: post, pattern: matter + "/tasks", name: "task", do: residents.FollowUp, handle: p.addTask, on: matter},
		{method: post, pattern: matter + "/resolution", name: "resolution", do: residents.FollowUp, handle: p.recordResolution, on: matter},
		{method: post, pattern: matter + "/callbacks", name: "callbacks", do: residents.FollowUp, handle: p.importCallbacks, on: matter},
		{method: post, pattern: matter + "/hand-on", name: "hand-on", do: residents.HandOn, handle: p.handOn, on: matter},
	}
}

// Page sizes.
const (
	outcomesAPage   = 30
	objectionsShown = 50
	tasksAPage      = 50
)

// deskOutcomes is what is disclosed, and the objections that wait.
func (p *Portal) deskOutcomes(r *request) (answer, error) {
	v := &desk.OutcomesView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtOutcomes); err != nil {
			return err
		}
		waiting, err := rows.OpenObjections(r.place.ID, objectionsShown)
		if err != nil {
			return err
		}
		for _, o := range waiting {
			v.Objections = append(v.Objections, objectionLine(r, o))
		}
		until, topic, err := after(r)
		if err != nil {
			return err
		}
		all, err := rows.OutcomesBefore(r.place.ID, until, topic, outcomesAPage+1)
		if len(all) > outcomesAPage {
			all = all[:outcomesAPage]
			last := all[len(all)-1]
			v.Older = v.To("desk/outcomes") + afterKey(last.Until, last.Topic)
		}
		for _, o := range all {
			if o.Until.After(r.now) {
				v.Disclosed = append(v.Disclosed, outcomeLine(r, o))
			} else {
				v.Over = append(v.Over, outcomeLine(r, o))
			}
		}
		return err
	})
	return show(v), err
}

func objectionLine(r *request, o store.OpenObjection) desk.ObjectionLine {
	who := residents.Resident{Name: o.Name, Building: o.Building}.Masked()
	line := desk.ObjectionLine{
		ID: o.ID, Topic: o.Title, Number: o.Number, Href: "/" + r.place.Slug + "/topics/" + o.Topic,
		Who: pages.Mark{Name: who.Name, Building: who.Building}, Text: o.Text,
		When: calendar.DayOf(o.At, r.place.Location()).Chinese(), Due: lastDay(o.Due, r.place.Location()).Chinese(), Late: !r.now.Before(o.Due),
	}
	if err := consultation.MayAnswer(r.who, o.Objection, r.now); err != nil {
		line.Why = api.Code(err)
	}
	return line
}

func outcomeLine(r *request, o store.DisclosedOutcome) desk.OutcomeLine {
	zone := r.place.Location()
	from, last := calendar.DayOf(o.PublishedAt, zone), lastDay(o.Until, r.place.Location())
	days := calendar.DaysBetween(from, last)
	base := "/" + r.place.Slug
	return desk.OutcomeLine{
		Notice: pages.NoticeLine{
			Kind: "协商结果公开", Title: o.Title, Href: base + "/desk/case/" + o.Topic,
			Day: min(calendar.DaysBetween(from, calendar.DayOf(r.now, zone)), days+1), Days: days, Until: last.Chinese(),
		},
		Kind: pages.OutcomeWord(o.Kind), Text: o.Text, Objections: o.Objections, Waiting: o.Unanswered,
		Print: base + "/desk/outcomes/" + o.Meeting + "/" + o.Topic, Correct: base + "/desk/meetings/" + o.Meeting + "/minutes",
	}
}

// answerObjection answers an objection in public.
func (p *Portal) answerObjection(r *request) (answer, error) {
	id, reply := r.form.part(), r.form.lines("reply", consultation.MaxObjection)
	return p.do(r, "answer", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/outcomes", "objection-answered"), consultation.AnswerObjection(tx, by, r.place.ID, id, reply)
	})
}

// outcomeSheet is an outcome as it hangs on the board.
func (p *Portal) outcomeSheet(r *request) (answer, error) {
	v := &desk.OutcomeSheetView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtOutcomes); err != nil {
			return err
		}
		t, err := rows.Topic(r.place.ID, r.PathValue("id"))
		if err != nil {
			return err
		}
		o, err := rows.Outcome(r.place.ID, t.ID, r.PathValue("meeting"))
		if err != nil {
			return err
		}
		m, err := rows.Meeting(r.place.ID, o.Meeting)
		if err != nil {
			return err
		}
		tasks, err := rows.Tasks(r.place.ID, t.ID)
		if err != nil {
			return err
		}
		for _, k := range tasks {
			v.Tasks = append(v.Tasks, pages.Fact{Name: "落实", Value: k.Title + "，" + k.Owner + "承办，限 " + lastDay(k.Due, r.place.Location()).ChineseWithYear()})
		}
		zone := r.place.Location()
		from, last := calendar.DayOf(o.PublishedAt, zone), lastDay(o.Until, r.place.Location())
		v.Back, v.Topic, v.Number, v.Meeting = v.To("desk/outcomes"), t.Title, t.Number, meetingHeading(r, m)+"，"+m.Venue
		v.Kind, v.Text, v.Consensus, v.Dissent = pages.OutcomeWord(o.Kind), o.Text, o.Consensus, o.Dissent
		v.From, v.Until, v.Days = from.ChineseWithYear(), last.Chinese(), calendar.DaysBetween(from, last)
		v.Size, v.QR = qrCode(p.address(v.To("topics/" + t.ID)))
		v.Date, v.Reply = from.ChineseWithYear(), consultation.RulesAt(from).Reply.N
		return nil
	})
	return show(v), err
}

// deskTasks lists what is being carried out.
func (p *Portal) deskTasks(r *request) (answer, error) {
	v := &desk.TasksView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtTasks); err != nil {
			return err
		}
		due, id, err := after(r)
		if err != nil {
			return err
		}
		all, err := rows.OpenTasks(r.place.ID, due, id, tasksAPage+1)
		if len(all) > tasksAPage {
			all = all[:tasksAPage]
			last := all[len(all)-1]
			v.More = v.To("desk/tasks") + afterKey(last.Due, last.ID)
		}
		for _, k := range all {
			line := taskLine(r, k.Task, k.HelperName, k.Orders)
			line.Topic, line.Number, line.Case = k.TopicTitle, k.TopicNumber, v.To("desk/case/"+k.Task.Topic)
			line.Post = v.To("topics/"+k.Task.Topic) + "#progress-" + k.Task.ID
			if line.Last = k.LastWords; line.Last != "" {
				line.LastAt = calendar.DayOf(k.LastAt, r.place.Location()).Chinese()
			}
			v.Tasks = append(v.Tasks, line)
		}
		return err
	})
	return show(v), err
}

func taskLine(r *request, k consultation.Task, helper string, orders int) desk.TaskLine {
	due := lastDay(k.Due, r.place.Location())
	return desk.TaskLine{
		ID: k.ID, Title: k.Title, Owner: k.Owner, Helper: helper, Orders: orders, Due: due.Chinese(),
		Days: calendar.DaysBetween(calendar.DayOf(r.now, r.place.Location()), due), Overdue: k.Overdue(r.now),
	}
}

// deskProgress says in public how a task comes along.
func (p *Portal) deskProgress(r *request) (answer, error) {
	task, words := r.form.part(), r.form.lines("text", consultation.MaxProgress)
	photos := r.form.photos("photos", consultation.MaxPhotos)
	return p.do(r, "progress", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/tasks", "progress-posted"), consultation.PostProgress(tx, by, r.place.ID, task, words, photos)
	})
}

// finishTask marks a task done.
func (p *Portal) finishTask(r *request) (answer, error) {
	task := r.form.part()
	return p.do(r, "finish", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/desk/tasks", "task-finished"), consultation.FinishTask(tx, by, r.place.ID, task)
	})
}
