package project

import (
	"slices"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// Overdue tells whether a milestone that was not reached is past the end of its last day.
func (m Milestone) Overdue(today calendar.Day) bool { return m.DoneAt.IsZero() && m.Due.Before(today) }

// milestone is where in the plan one stands; -1 where there is none.
func (w work) milestone(id string) int {
	return slices.IndexFunc(w.p.Plan.Milestones, func(m Milestone) bool { return m.ID == id })
}

type milestoneFacts struct {
	named
	Milestone string `json:"milestone"`
	Due       string `json:"due"`
}

func (w work) milestoneFacts(m Milestone) milestoneFacts {
	return milestoneFacts{w.named(), m.Words, timeText(m.Due.End(w.zone()))}
}

// ReachMilestone says that a milestone of the plan is done.
func ReachMilestone(tx Tx, by residents.Sender, body, id, milestone string) error {
	w, err := workOn(tx, by, Reach, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	i := w.milestone(milestone)
	if i < 0 {
		return residents.ErrNotFound
	}
	w.own()
	m := &w.p.Plan.Milestones[i]
	if !m.DoneAt.IsZero() {
		return consultation.ErrAlready
	}
	m.DoneAt = by.Now
	if err := w.record("project-milestone", w.milestoneFacts(*m)); err != nil {
		return err
	}
	return w.keep()
}

// own lets the project's milestones be written to without touching what was read.
func (w *work) own() { w.p.Plan.Milestones = slices.Clone(w.p.Plan.Milestones) }

// MayOrderMilestone is nil for the street above the project's body on a milestone that is overdue.
func MayOrderMilestone(who residents.Standing, p Project, f Facts, body residents.Community, m Milestone, now Instant) error {
	if err := May(who, GiveOrder, p, f, residents.Matter{Above: body.Parent}, now); err != nil {
		return err
	}
	if !m.Overdue(calendar.DayOf(now, body.Location())) {
		return ErrNotLate
	}
	return nil
}

// OrderMilestone is the street's supervision order on a milestone that is overdue, with the
// day, by its end, on which it is due now.
func OrderMilestone(tx Tx, by residents.Sender, body, id, milestone, text string, due Instant) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	i := w.milestone(milestone)
	if i < 0 {
		return residents.ErrNotFound
	}
	w.own()
	m := &w.p.Plan.Milestones[i]
	if err := MayOrderMilestone(by.Standing, w.p, w.facts, w.body, *m, by.Now); err != nil {
		return err
	}
	if text, err = residents.PublicText("text", text, MaxWords, false); err != nil {
		return err
	}
	last := calendar.DayOf(due.Add(-1), w.zone())
	if due.IsZero() || !dueAhead(last, w.today()) {
		return field("due", residents.ErrDate)
	}
	m.Due, m.RemindedAt = last, Instant{}
	order := Order{Community: body, ID: by.ID, Project: id, Milestone: milestone, Text: text, Due: last.End(w.zone()), By: by.Resident.ID, At: by.Now}
	if err := tx.AddProjectOrder(order); err != nil {
		return err
	}
	err = w.record("project-order", struct {
		milestoneFacts
		Text string `json:"text"`
	}{w.milestoneFacts(*m), text})
	if err != nil {
		return err
	}
	if err := w.keep(); err != nil {
		return err
	}
	return w.tellDesk("project-ordered")
}
