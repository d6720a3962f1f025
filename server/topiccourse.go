package main

import (
	"slices"
	"time"

	"yishiting/app/pages"
	"yishiting/consultation"
)

// course is the way of the case between the levels: who holds it, why, until when.
func (w *topicPage) course() (err error) {
	if len(w.steps) == 0 {
		return nil
	}
	if w.bodies, err = w.v.BodiesOn(w.place.ID, w.t.ID); err != nil {
		return err
	}
	updates, err := w.v.Updates(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	var all []dated
	for i, h := range w.steps {
		all = append(all, w.handed(h, i == len(w.steps)-1)...)
	}
	for _, u := range updates {
		all = append(all, dated{u.At, pages.Step{When: w.day(u.At), Who: w.bodies[u.Body], Title: pages.UpdateWord(u.Kind), Note: u.Text, State: pages.StageDone}})
	}
	slices.SortStableFunc(all, func(a, b dated) int { return a.at.Compare(b.at) })
	for _, s := range all {
		w.page.Course = append(w.page.Course, s.Step)
	}
	return nil
}

// dated is a step with the instant by which it takes its place.
type dated struct {
	at time.Time
	pages.Step
}

// handed are the steps of one handover: the offer, and what was said to it.
func (w *topicPage) handed(h consultation.Handover, last bool) []dated {
	to := w.bodies[h.To]
	if h.Reason == "answered" {
		return []dated{{h.At, pages.Step{When: w.day(h.At), Who: w.bodies[h.From], Title: "答复，交回" + to + "落实", Note: h.Text, State: pages.StageDone}}}
	}
	offer := dated{h.At, pages.Step{
		When: w.day(h.At), Who: w.bodies[h.From], Title: "移交" + to + "：" + pages.HandWord(h.Reason), Note: h.Text, State: pages.StageDone,
	}}
	now := pages.StageDone
	if last && w.t.State == consultation.Handed {
		now = pages.StageNow
	}
	switch h.State {
	case consultation.HandAccepted:
		return []dated{offer, {h.DecidedAt, pages.Step{
			When: w.day(h.DecidedAt), Who: to, Title: "接收，" + w.lastDay(h.Due) + "到期", Note: joined(h.Answer, w.dueNote(h.Due, now)), State: now,
		}}}
	case consultation.HandReturned:
		return []dated{offer, {h.DecidedAt, pages.Step{When: w.day(h.DecidedAt), Who: to, Title: "退回", Note: h.Answer, State: pages.StageDone}}}
	}
	return []dated{offer, {h.At, pages.Step{
		When: "到 " + w.lastDay(h.Due), Who: to, Title: "接收或退回", Note: w.workingDaysLeft(h.Due) + "。", Own: true, State: pages.StageNow,
	}}}
}

// dueNote says how long the holder still has, or nothing for a step that is over.
func (w *topicPage) dueNote(due time.Time, state string) string {
	if state != pages.StageNow {
		return ""
	}
	return w.left(due)
}

// task tells what is done, by whom and until when.
func (w *topicPage) task() error {
	if len(w.tasks) == 0 {
		return nil
	}
	progress, err := w.v.ProgressOf(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	orders, err := w.v.Orders(w.place.ID, w.t.ID)
	if err != nil {
		return err
	}
	for _, k := range w.tasks {
		line := pages.TopicTask{ID: k.ID, Title: k.Title, Owner: k.Owner, Due: w.lastDay(k.Due) + "到期", Round: k.Round}
		switch {
		case !k.DoneAt.IsZero():
			line.Done = w.day(k.DoneAt) + "完成"
		case k.Overdue(w.now):
			line.Late = w.left(k.Due)
		}
		if !k.RemindedAt.IsZero() {
			line.Reminded = w.day(k.RemindedAt) + "已提醒"
		}
		line.Post = consultation.MayPost(w.who, w.t, k, w.now) == nil
		for _, o := range orders {
			if o.Task == k.ID {
				line.Orders = append(line.Orders, pages.TopicOrder{When: w.day(o.At), Text: o.Text, Due: w.lastDay(o.Due)})
			}
		}
		for _, p := range progress {
			if p.Task == k.ID {
				line.Progress = append(line.Progress, pages.TopicProgress{When: w.day(p.At), Text: p.Text, Photos: w.photos["progress/"+p.ID]})
			}
		}
		w.page.Tasks = append(w.page.Tasks, line)
	}
	return nil
}

// fewest is the smallest number of answers that is told apart: fewer may point at people.
const fewest = 5

// rating is what residents think of what was done, and what 12345 callers said.
func (w *topicPage) rating() error {
	s, t := &w.page.Rating, w.t
	if t.Callbacks != (consultation.Callbacks{}) {
		w.page.Callbacks = []pages.Fact{
			{Name: "12345 来电", Value: itoa(t.Calls) + " 个"},
			{Name: "回访", Value: itoa(t.Callbacks.Asked) + " 个"},
			{Name: "回访中说已解决", Value: itoa(t.Callbacks.Solved) + " 个"},
			{Name: "回访中表示满意", Value: itoa(t.Callbacks.Satisfied) + " 个"},
		}
	}
	s.Open = t.State == consultation.Rating
	if s.Open {
		s.Until = w.end(t.RateUntil)
		s.Why = code(consultation.MayRate(w.who, t, w.now))
		if me := w.me(); me != "" {
			var err error
			if s.Mine, err = w.v.Rated(w.place.ID, t.ID, t.Round, me); err != nil {
				return err
			}
		}
	}
	closed := t.Round // the round that the result is of
	if t.State != consultation.Archived {
		closed--
	}
	s.Shown = s.Open || closed > 0 && len(w.tasks) > 0
	if !s.Shown || closed == 0 {
		return nil
	}
	s.Result = "没有人评价"
	if t.RateCount > 0 {
		s.Result = pages.Average(t.RateSum, t.RateCount) + " / 5（" + itoa(t.RateCount) + " 人）"
	}
	if t.Round == 2 && t.State != consultation.Archived {
		s.Said = "第一轮评价偏低，按规定重办一次。"
	} else if t.Round == 2 {
		s.Said = "重办后的评价。"
	}
	shares, err := w.v.RatingShares(w.place.ID, t.ID, closed)
	for _, share := range shares {
		if share.N < fewest {
			s.Shares = nil
			break
		}
		s.Shares = append(s.Shares, pages.Tally{
			Label: pages.SolvedWord(share.Solved), Count: share.N, Total: t.RateCount, Main: share.Solved == consultation.SolvedYes,
		})
	}
	return err
}
