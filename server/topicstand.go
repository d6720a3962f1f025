package main

import (
	"strconv"

	"yishiting/app/pages"
	"yishiting/consultation"
)

func itoa(n int) string { return strconv.Itoa(n) }

// stand says where the matter stands: its stages, what comes next, and marks of lateness.
func (w *topicPage) stand() error {
	held := len(w.outcomes) > 0
	assembly := false
	for _, o := range w.outcomes {
		assembly = assembly || o.Kind == consultation.ToAssembly
	}
	w.page.Stages = topicStages(w.t.State, held, assembly, w.wentUp(), len(w.tasks) > 0)
	w.next()
	if w.t.State == consultation.Carrying && w.t.Round == 2 {
		w.page.Gate = "第一轮评价偏低，正在重办。"
	}
	for _, k := range w.tasks {
		if k.Overdue(w.now) && w.t.State == consultation.Carrying {
			w.page.Tags = append(w.page.Tags, pages.TagWords{Words: w.left(k.Due), Tone: pages.ToneDue})
			break
		}
	}
	return nil
}

// wentUp tells whether a body above has or had the case, or is offered it now.
func (w *topicPage) wentUp() bool {
	for _, h := range w.steps {
		if h.State != consultation.HandReturned {
			return true
		}
	}
	return false
}

// topicStages are the stations of a topic. held: a meeting came to something on it;
// assembly: that something was to be decided elsewhere; up: it went to the body
// above; tasks: something was to be done.
func topicStages(state consultation.State, held, assembly, up, tasks bool) []pages.Stage {
	names := []string{"提出", "审核"}
	now := len(names) // place of the station that is under way
	add := func(name string, states ...consultation.State) {
		for _, s := range states {
			if s == state {
				now = len(names)
			}
		}
		names = append(names, name)
	}
	switch state {
	case consultation.Raised:
		now = 1
	case consultation.Withdrawn:
		return stages(names[:1], 1)
	case consultation.Merged, consultation.Referred, consultation.Declined:
		return stages(names, 2) // its way ends here
	}
	waits := state == consultation.Raised || state == consultation.Accepted || state == consultation.Listed
	if waits || held || !up {
		add("协商", consultation.Accepted, consultation.Listed)
	}
	if assembly {
		add("决定", consultation.Assembly)
	}
	if up && !waits {
		add("上报", consultation.Handed)
	}
	if tasks || state != consultation.Archived {
		add("落实", consultation.Carrying)
		add("评价", consultation.Rating)
	}
	if state == consultation.Archived {
		now = len(names)
	}
	return stages(names, now)
}

// stages are names with their state: done before now, ahead after it.
func stages(names []string, now int) []pages.Stage {
	var all []pages.Stage
	for i, name := range names {
		s := pages.Stage{Name: name, State: pages.StageAhead}
		switch {
		case i < now:
			s.State = pages.StageDone
		case i == now:
			s.State = pages.StageNow
		}
		all = append(all, s)
	}
	return all
}

// next is the card that says what comes next.
func (w *topicPage) next() {
	n := &w.page.Now
	switch w.t.State {
	case consultation.Raised:
		n.Title, n.What = "等待居委会审核", w.end(w.t.ScreenDue)+"前审核，"+w.workingDaysLeft(w.t.ScreenDue)+"。"
	case consultation.Accepted:
		n.Title, n.What = "等待协商", "居委会定下日期后公告。现在可以附议、说看法。"
		n.Href, n.Verb = "#statements", "说看法"
	case consultation.Listed:
		w.nextMeeting()
	case consultation.Assembly:
		n.Title = "等待" + w.page.Outcomes[0].Next + "决定"
		n.What = "协商不是表决，这件事要由" + w.page.Outcomes[0].Next + "决定。"
	case consultation.Handed:
		w.nextHolder()
	case consultation.Carrying:
		w.nextTask()
	case consultation.Rating:
		n.Title, n.What = "请评价办得怎么样", w.end(w.t.RateUntil)+"前，本社区居民都可以评价，每人一次。"
		n.Href, n.Verb = "#ratings", "去评价"
	case consultation.Merged:
		n.Title, n.What = "已并入「"+w.face.IntoTitle+"」", "附议的人一并转过去，请到那里继续。"
		n.Href, n.Verb = w.page.To("topics/"+w.t.Into), "去看那个议题"
	}
}

func (w *topicPage) nextMeeting() {
	n := &w.page.Now
	for _, s := range w.meetings {
		switch s.State {
		case consultation.MeetingAnnounced:
			n.Title, n.What = w.when(s.StartsAt)+" 开"+pages.FormWord(s.Form), s.Venue+"，"+seatsWords(s.Seats, s.Taken)+"。来不了也可以留言。"
		case consultation.MeetingOpen:
			n.Title, n.What = "正在开"+pages.FormWord(s.Form), s.Venue+"。"
		case consultation.MeetingClosed:
			n.Title, n.What = pages.FormWord(s.Form)+"已开完", "正在整理和确认纪要，确认后公布结果。"
		default:
			continue
		}
		n.Href, n.Verb = w.page.To("meetings/"+s.ID), "去看这次会"
	}
}

func (w *topicPage) nextHolder() {
	n := &w.page.Now
	n.Href, n.Verb = "#course", "看办理经过"
	for i := len(w.steps) - 1; i >= 0; i-- {
		switch h := w.steps[i]; h.State {
		case consultation.HandOffered:
			n.Title, n.What = "等待"+w.bodies[h.To]+"接收", w.end(h.Due)+"前接收或退回，"+w.workingDaysLeft(h.Due)+"。"
			return
		case consultation.HandAccepted:
			n.Title, n.What = w.bodies[h.To]+"正在办理", w.lastDay(h.Due)+"到期，"+w.left(h.Due)+"。"
			return
		}
	}
}

func (w *topicPage) nextTask() {
	n := &w.page.Now
	open := 0
	for _, k := range w.tasks {
		if !k.DoneAt.IsZero() {
			continue
		}
		if open++; open == 1 {
			n.Title = k.Owner + "：" + k.Title
			n.What = w.lastDay(k.Due) + "到期，" + w.left(k.Due) + "。"
			n.Href, n.Verb = "#tasks", "看进展"
		}
	}
	if open > 1 {
		n.What += "还有 " + itoa(open-1) + " 项任务。"
	}
}
