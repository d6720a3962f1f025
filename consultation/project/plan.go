package project

import (
	"slices"
	"strconv"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// MaxShare is the largest share of the approved cost, in percent, up to which a change may
// be made without a notice; with 0 every change of cost is put up.
const MaxShare = 100

// MakePlan writes how the approved project is carried out, as long as it cannot begin yet for
// want of something; after that the plan is changed (ChangePlan). What costs more, or less,
// than was approved by more than the share is put up for notice first. Forms leave
// what they do not know empty: an id of a milestone or a line is then given here.
func MakePlan(tx Tx, by residents.Sender, body, id string, version int, next Plan) error {
	w, err := workOn(tx, by, PlanIt, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if w.facts.Passed(Planned, w.p, by.Now) == nil {
		return ErrStage
	}
	return w.plan(version, next, "")
}

// plan checks a plan and lets it hold, at once or after its notice.
func (w work) plan(version int, next Plan, why string) error {
	if version != w.p.Version {
		return ErrChanged
	}
	entries, err := w.tx.Ledger(w.p.Community, w.p.ID)
	if err != nil {
		return err
	}
	if next, err = w.checkPlan(next, entries); err != nil {
		return err
	}
	if why != "" && !next.complete() {
		return ErrUnplanned // work that goes on by a plan never goes on without one
	}
	next.Since = w.by.Now
	if w.mustNotify(next) {
		return w.putUpChange(next, why)
	}
	w.p.Plan = next
	return w.planned(why)
}

// planned keeps the plan that holds from now on.
func (w work) planned(why string) error {
	kind := "project-plan"
	if why != "" {
		kind = "project-changed"
	}
	if err := w.record(kind, planFacts{w.named(), why, scopeOf(w.p.Plan)}); err != nil {
		return err
	}
	return w.keep()
}

type planFacts struct {
	named
	Why string `json:"why,omitempty"`
	planData
}

// planData is what the record says of a plan.
type planData struct {
	Scope      string   `json:"scope"`
	Cost       int64    `json:"cost"`
	Contractor string   `json:"contractor"`
	Milestones []string `json:"milestones"` // 2026-12-20 进场
}

func scopeOf(p Plan) planData {
	d := planData{Scope: p.Scope, Cost: p.Planned(), Contractor: p.Contractor, Milestones: []string{}}
	for _, m := range p.Milestones {
		d.Milestones = append(d.Milestones, m.Due.String()+" "+m.Words)
	}
	return d
}

// MostShare is the largest ChangeShare that the plan after this one may have, in percent: a first
// plan was put up for notice with the custom's, and a larger one is a change of its own.
func (p Plan) MostShare(today calendar.Day) int {
	if !p.complete() {
		return DeliveryRulesAt(today).Share
	}
	return MaxShare
}

// checkPlan is the plan as it is kept: its texts clean, its ids given, what is done and bound kept.
func (w work) checkPlan(next Plan, entries []Entry) (Plan, error) {
	old := w.p.Plan
	next.ApprovedCost = w.p.approvedCost()
	most := old.MostShare(w.today())
	if next.ChangeShare < 0 || next.ChangeShare > most {
		return next, &residents.FieldError{Field: "share", Reason: residents.ErrNumber, Limit: most}
	}
	for _, check := range []func() error{
		func() error { return next.checkTexts() },
		func() error { return next.checkMilestones(old, w.today()) },
		func() error { return next.checkLines(entries) },
	} {
		if err := check(); err != nil {
			return next, err
		}
	}
	return next, nil
}

// approvedCost is the cost as it was last put up for notice, in cents.
func (p Project) approvedCost() int64 {
	if p.Plan.ApprovedCost > 0 {
		return p.Plan.ApprovedCost
	}
	chosen, _ := p.Chosen()
	return chosen.Cost
}

func (p *Plan) checkTexts() (err error) {
	if p.Scope, err = residents.PublicText("scope", p.Scope, MaxProblem, false); err != nil {
		return err
	}
	if p.Contractor, err = residents.PublicTextOrNone("contractor", p.Contractor, MaxName, true); err != nil {
		return err
	}
	if p.Contract, err = residents.PublicTextOrNone("contract", p.Contract, MaxName, true); err != nil {
		return err
	}
	if len(p.Checks) > MaxItems {
		return &residents.FieldError{Field: "checks", Reason: residents.ErrTooMany, Limit: MaxItems}
	}
	p.Checks = slices.Clone(p.Checks)
	for i, c := range p.Checks {
		if p.Checks[i], err = residents.PublicText("checks", c, MaxName, true); err != nil {
			return err
		}
	}
	return nil
}

// checkMilestones gives ids, and keeps what is done: a milestone that was reached stays as it is.
func (p *Plan) checkMilestones(old Plan, today calendar.Day) (err error) {
	if len(p.Milestones) > MaxMilestones {
		return &residents.FieldError{Field: "milestones", Reason: residents.ErrTooMany, Limit: MaxMilestones}
	}
	ids := idsOf(old.Milestones, func(m Milestone) string { return m.ID })
	given := map[string]bool{}
	all := make([]Milestone, 0, len(p.Milestones))
	for _, m := range p.Milestones {
		if m.ID, err = ids.give(given, m.ID, "milestones"); err != nil {
			return err
		}
		if m.Words, err = residents.PublicText("m-"+m.ID, m.Words, MaxName, true); err != nil {
			return err
		}
		before, was := old.milestone(m.ID)
		m.DoneAt, m.RemindedAt = before.DoneAt, before.RemindedAt
		switch {
		case !m.DoneAt.IsZero():
			m = before
		case was && m.Due == before.Due: // overdue or not: it stays due as it was
		case !dueAhead(m.Due, today):
			return field("d-"+m.ID, residents.ErrDate)
		default:
			m.RemindedAt = Instant{}
		}
		all = append(all, m)
	}
	for _, m := range old.Milestones {
		if !m.DoneAt.IsZero() && !given[m.ID] {
			return field("milestones", ErrUndone)
		}
	}
	p.Milestones = all
	return nil
}

// dueAhead tells whether something may be due on a day: today or later, within MaxDue years.
func dueAhead(d, today calendar.Day) bool {
	last := calendar.Day{Year: today.Year + consultation.MaxDue, Month: today.Month, Day: today.Day}
	return !d.Before(today) && !last.Before(d)
}

func (p Plan) milestone(id string) (Milestone, bool) {
	for _, m := range p.Milestones {
		if m.ID == id {
			return m, true
		}
	}
	return Milestone{}, false
}

// checkLines gives ids, and keeps every line at what is committed on it or above.
func (p *Plan) checkLines(entries []Entry) (err error) {
	if len(p.Lines) > MaxLines {
		return &residents.FieldError{Field: "lines", Reason: residents.ErrTooMany, Limit: MaxLines}
	}
	ids := idsOf(entries, func(e Entry) string { return e.Line })
	given := map[string]bool{}
	p.Lines = slices.Clone(p.Lines)
	for i := range p.Lines {
		l := &p.Lines[i]
		if l.ID, err = ids.give(given, l.ID, "lines"); err != nil {
			return err
		}
		if l.Words, err = residents.PublicText("l-"+l.ID, l.Words, MaxName, true); err != nil {
			return err
		}
		if l.Planned < 0 || l.Planned > MaxCost {
			return field("c-"+l.ID, residents.ErrNumber)
		}
		if committed, _ := bound(entries, l.ID); committed > l.Planned {
			return field("c-"+l.ID, ErrOverPlan)
		}
	}
	for _, e := range entries {
		if committed, _ := bound(entries, e.Line); committed > 0 && !given[e.Line] {
			return field("lines", ErrOverPlan)
		}
	}
	if p.Planned() > MaxCost {
		return field("lines", residents.ErrNumber)
	}
	return nil
}

// numbering gives numbers as ids: those that were used before stay what they were.
type numbering struct{ last int }

func idsOf[T any](all []T, id func(T) string) *numbering {
	n := &numbering{}
	for _, one := range all {
		n.saw(id(one))
	}
	return n
}

func (n *numbering) saw(id string) bool {
	i, err := strconv.Atoi(id)
	if err != nil || i < 1 || i > 999 || strconv.Itoa(i) != id {
		return false
	}
	n.last = max(n.last, i)
	return true
}

// give is the id as it was given, or the next one where none was; each is given once.
func (n *numbering) give(given map[string]bool, id, name string) (string, error) {
	if id == "" {
		n.last++
		id = strconv.Itoa(n.last)
	}
	if given[id] || !n.saw(id) {
		return id, field(name, residents.ErrChoice)
	}
	given[id] = true
	return id, nil
}
