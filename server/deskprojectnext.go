package main

import (
	"slices"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// The next step of a project: the first gate that is not passed, and what leads through it.

// nextStep is what a project waits for. Verb is what the desk does about it, "" where it waits
// for somebody else: residents who answer, the days of a notice, another body's word.
type nextStep struct {
	Verb  project.Verb
	Gate  project.Gate     // "" where no gate but the step itself is next
	Why   residents.Reason // what is missing at the gate
	Due   time.Time        // until when; zero for no clock
	Waits string           // for whom it waits, where not for the desk: an office's id, or residents
}

// Who a step waits for, where not for the desk nor another body.
const (
	waitsResidents = "residents"
	waitsDays      = "days"
)

// nextOf is the next step of a project at an instant; zone is where its days end.
func nextOf(p project.Project, f project.Facts, now time.Time, zone *time.Location) nextStep {
	switch p.Stage {
	case project.Collect, project.Negotiate:
		return nextEarly(p, f, now)
	case project.Deliver:
		return nextDelivery(p, f, now, zone)
	}
	if p.Lessons == "" {
		return nextStep{Verb: project.Learn}
	}
	if p.Stage == project.Evaluate {
		return nextStep{Waits: waitsResidents}
	}
	return nextStep{}
}

// earlyGates are those of collecting and negotiating, in their order.
var earlyGates = []project.Gate{
	project.Heard, project.Listed, project.Talked, project.Studied, project.Decided, project.Agreed, project.Cleared, project.Noticed,
}

// lateGates are those of delivery.
var lateGates = []project.Gate{project.Unchanging, project.Planned, project.Done, project.Signed}

func firstShut(gates []project.Gate, p project.Project, f project.Facts, now time.Time) (project.Gate, residents.Reason) {
	for _, g := range gates {
		if err := f.Passed(g, p, now); err != nil {
			return g, codeOf(err)
		}
	}
	return "", ""
}

func nextEarly(p project.Project, f project.Facts, now time.Time) nextStep {
	gates, last := earlyGates, project.Approve
	if p.Stage == project.Collect {
		gates, last = earlyGates[:2], project.Open
	}
	gate, why := firstShut(gates, p, f, now)
	s := nextStep{Gate: gate, Why: why}
	switch gate {
	case "":
		s.Verb = last
	case project.Heard:
		s.Waits = waitsResidents
		if len(f.Calls) == 0 {
			s.Verb, s.Waits = project.Edit, ""
		}
		for _, c := range f.Calls {
			if c.Call.State == project.CallPublished {
				s.Due = c.Call.Closes
			}
		}
	case project.Listed:
		s.Verb = project.ListOption
	case project.Talked:
		s.Verb = project.Edit
	case project.Studied:
		s.Verb = project.NoteStudy
	case project.Decided:
		s.Verb = project.Decide
	case project.Agreed:
		s.Verb, s.Waits = nextAgreement(p, f, now)
	case project.Cleared:
		s = nextClearance(s, p, f)
	case project.Noticed:
		s = nextNotice(s, f, project.ApprovalNotice, now)
	}
	return s
}

// nextAgreement is the dissent that waits longest: to be settled, to be asked again where it
// came from paper, or the agreement itself.
func nextAgreement(p project.Project, f project.Facts, now time.Time) (verb project.Verb, waits string) {
	for _, d := range f.Dissents {
		switch {
		case p.Agreement == project.NotAgreed:
		case d.ChangedAt.IsZero():
			return project.Settle, ""
		case d.Then != "" || !now.Before(d.Until): // who says nothing for so long leaves it as it is
		case d.Home != "":
			verb = project.SayAgain
		default:
			waits = waitsResidents
		}
	}
	if verb == "" && (waits == "" || p.Agreement == project.Full) {
		return project.Agree, ""
	}
	return verb, waits
}

// nextClearance asks for what was not asked yet, or waits for the body that was.
func nextClearance(s nextStep, p project.Project, f project.Facts) nextStep {
	for _, kind := range project.NeedsClearance(p) {
		last := lastClearance(f, kind)
		switch {
		case last == nil || last.State == project.ClearanceRefused:
			s.Verb = project.AskOther
		case last.State == project.ClearanceAsked && (s.Waits == "" || last.Due.Before(s.Due)):
			s.Waits, s.Due = last.To, last.Due
		}
	}
	return s
}

// lastClearance is the last that was asked of a kind; nil for none.
func lastClearance(f project.Facts, kind project.ClearanceKind) *project.Clearance {
	for i := len(f.Clearances) - 1; i >= 0; i-- {
		if f.Clearances[i].Kind == kind {
			return &f.Clearances[i]
		}
	}
	return nil
}

// nextNotice puts a notice up, waits for its days, or answers the objections to it.
func nextNotice(s nextStep, f project.Facts, kind project.NoticeKind, now time.Time) nextStep {
	n := lastNotice(f, kind)
	waiting := waitingObjections(f, kind)
	switch {
	case n == nil:
		s.Verb = project.GiveNotice
	case len(waiting) > 0:
		s.Verb, s.Due = project.Reply, n.Until
		for _, o := range waiting {
			if o.Due.Before(s.Due) {
				s.Due = o.Due
			}
		}
	case now.Before(n.Until):
		s.Waits, s.Due = waitsDays, n.Until
	default:
		s.Waits = waitsDays // the clock takes it up within a minute
	}
	return s
}

// lastNotice is the last of a kind that was put up and has not taken effect; nil for none.
func lastNotice(f project.Facts, kind project.NoticeKind) *project.Notice {
	for i := len(f.Notices) - 1; i >= 0; i-- {
		if f.Notices[i].Kind == kind && f.Notices[i].ClosedAt.IsZero() {
			return &f.Notices[i]
		}
	}
	return nil
}

func unanswered(f project.Facts, notice int) (n int) {
	for _, o := range f.Objections {
		if o.Notice == notice && o.Reply == "" {
			n++
		}
	}
	return n
}

// waitingObjections are those that wait, to any notice of a kind: also to one that was taken down.
func waitingObjections(f project.Facts, kind project.NoticeKind) (all []project.Objection) {
	for _, o := range f.Objections {
		to := func(n project.Notice) bool { return n.Seq == o.Notice && n.Kind == kind }
		if o.Reply == "" && slices.ContainsFunc(f.Notices, to) {
			all = append(all, o)
		}
	}
	return all
}

func nextDelivery(p project.Project, f project.Facts, now time.Time, zone *time.Location) nextStep {
	gate, why := firstShut(lateGates, p, f, now)
	s := nextStep{Gate: gate, Why: why}
	switch gate {
	case "":
		s.Verb = project.Complete
	case project.Unchanging:
		s = nextNotice(s, f, project.ChangeNotice, now)
	case project.Planned:
		if s.Verb = project.Supervise; !planWritten(p.Plan) {
			s.Verb = project.PlanIt
		}
	case project.Done:
		if m := nextMilestone(p.Plan); m != nil {
			s.Verb, s.Due = project.Reach, m.Due.End(zone)
		} else {
			s.Verb = project.Mend
		}
	case project.Signed:
		s.Waits = waitsResidents
	}
	return s
}

// planWritten tells whether a plan has all that work needs, supervisors apart.
func planWritten(p project.Plan) bool {
	return len(p.Milestones) > 0 && len(p.Lines) > 0 && p.Contractor != "" && len(p.Checks) > 0
}

// nextMilestone is the first that is not done; nil where all are.
func nextMilestone(p project.Plan) *project.Milestone {
	i := slices.IndexFunc(p.Milestones, func(m project.Milestone) bool { return m.DoneAt.IsZero() })
	if i < 0 {
		return nil
	}
	return &p.Milestones[i]
}
