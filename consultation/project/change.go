package project

import (
	"yishiting/calendar"
	"yishiting/residents"
)

// ChangePlan changes a plan by which work goes on, with a reason that everybody can read. A
// change of scope, a cost that moves away from the approved one by more than the share, or a
// larger share open a notice by itself: the old plan holds until it is over and every
// objection to it is answered. Anything else holds at once.
func ChangePlan(tx Tx, by residents.Sender, body, id string, version int, next Plan, why string) error {
	w, err := workOn(tx, by, Change, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if why, err = residents.PublicText("why", why, MaxWords, false); err != nil {
		return err
	}
	return w.plan(version, next, why)
}

// mustNotify tells whether a plan is put up for notice before it holds. A plan that runs is
// measured by its own share, which a change cannot loosen without a notice; a first plan may
// cost less than was approved, but not more than the custom allows.
func (w work) mustNotify(next Plan) bool {
	old, approved, cost := w.p.Plan, w.p.approvedCost(), next.Planned()
	if !old.complete() {
		return cost > approved && MovedAbove(min(next.ChangeShare, w.rules().Share), approved, cost)
	}
	return next.Scope != old.Scope || next.ChangeShare > old.ChangeShare || MovedAbove(old.ChangeShare, approved, cost)
}

// MovedAbove tells whether a cost moved away from the approved one, up or down, by more than
// so many percent of it; exactly as many is not above (民法典第一千二百五十九条).
func MovedAbove(share int, approved, cost int64) bool {
	moved := cost - approved
	if moved < 0 {
		moved = -moved
	}
	return moved*100 > int64(share)*approved
}

// putUpChange opens the notice of a change. Nobody has to remember to.
func (w work) putUpChange(next Plan, why string) error {
	rules := w.rules()
	next.ApprovedCost = next.Planned()
	n := Notice{
		Community: w.p.Community, Project: w.p.ID, Seq: len(w.facts.Notices) + 1, Kind: ChangeNotice, Words: why,
		Cost: next.Planned(), Plan: &next, From: w.today(),
		Until:  calendar.After(w.today(), rules.Notice.N).End(w.zone()),
		Source: rules.Notice.Source, By: w.by.Resident.ID,
	}
	if n.Words == "" {
		n.Words = next.Scope
	}
	if err := w.tx.AddNotice(n); err != nil {
		return err
	}
	err := w.record("project-change-notice", struct {
		named
		Notice   int    `json:"notice"`
		Why      string `json:"why"`
		Approved int64  `json:"approved"`
		planData
		Until string `json:"until"`
	}{w.named(), n.Seq, n.Words, w.p.approvedCost(), scopeOf(next), timeText(n.Until)})
	if err != nil {
		return err
	}
	return w.keep()
}

// TakeOver is the plan that was put up, as it takes effect over the one that held meanwhile:
// milestones that were reached since stay reached, and reminders given.
func TakeOver(old, next Plan) Plan {
	next.Milestones = append([]Milestone(nil), next.Milestones...)
	for i, m := range next.Milestones {
		before, was := old.milestone(m.ID)
		switch {
		case was && !before.DoneAt.IsZero():
			next.Milestones[i] = before
		case was && before.Due == m.Due:
			next.Milestones[i].RemindedAt = before.RemindedAt
		}
	}
	for _, m := range old.Milestones {
		if _, kept := next.milestone(m.ID); !kept && !m.DoneAt.IsZero() {
			next.Milestones = append(next.Milestones, m)
		}
	}
	return next
}
