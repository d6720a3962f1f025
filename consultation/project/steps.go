package project

import (
	"slices"

	"yishiting/residents"
)

// Verb is something that is done to a project.
type Verb string

// The verbs, in the order of the way.
const (
	Edit       Verb = "edit"      // what it is about, whom it concerns, which calls and needs it comes from
	ListOption Verb = "list"      // the shortlist
	Open       Verb = "negotiate" // go on from collecting to negotiating
	NoteStudy  Verb = "study"     // the Party organisation's study
	Decide     Verb = "decide"    // what the body that may decide decided
	Reconsider Verb = "rethink"   // take the decision back before approval
	SayNo      Verb = "dissent"   // a resident's partial agreement or refusal
	SayNoPaper Verb = "dissent-note"
	Settle     Verb = "settle"      // what changed for them
	SayAgain   Verb = "say-again"   // how they stand in the second round
	Agree      Verb = "agree"       // note full or partial agreement
	AskOther   Verb = "ask"         // ask another body for its approval
	Clear      Verb = "clear"       // that body's answer
	GiveNotice Verb = "notice"      // put it up
	Object     Verb = "object"      // against the notice
	Reply      Verb = "reply"       // to an objection
	Approve    Verb = "approve"     // the approval record: delivery may begin
	Drop       Verb = "drop"        // it is not approved, with a reason
	PlanIt     Verb = "plan"        // milestones, budget lines, contractor, what is checked
	Change     Verb = "change"      // scope or cost
	Supervise  Verb = "supervisors" // who of the residents watches
	Report     Verb = "post"        // progress, with photos
	Money      Verb = "money"       // the ledger
	Attach     Verb = "file"        // a document
	Reach      Verb = "milestone"   // a milestone is done
	GiveOrder  Verb = "order"       // the street's supervision order
	Sign       Verb = "sign"        // a resident's word on the completion check
	Mend       Verb = "mend"        // a defect is mended
	Complete   Verb = "complete"    // delivery is over, evaluation begins
	Learn      Verb = "learn"       // what was learned
	FollowIt   Verb = "follow"      // hear of it
)

// Step is one row of the table of what can be done to a project: who may (Do, which the
// table of permissions answers), in which stages, and behind which gates.
type Step struct {
	Verb   Verb
	Do     residents.Action
	In     []Stage
	Behind []Gate
}

var (
	early  = []Stage{Collect, Negotiate}
	middle = []Stage{Negotiate}
	late   = []Stage{Deliver}
	always = []Stage{Collect, Negotiate, Deliver, Evaluate, Closed, Dropped}
)

// Steps is the table. What is not in it cannot be done.
var Steps = []Step{
	{Edit, residents.KeepProject, early, []Gate{Undecided}},
	{ListOption, residents.KeepProject, early, []Gate{Undecided}},
	{Open, residents.KeepProject, []Stage{Collect}, []Gate{Heard, Listed}},
	{NoteStudy, residents.StudyProject, early, nil},
	{Decide, residents.KeepProject, middle, []Gate{Heard, Listed, Talked, Studied, Undecided}},
	{Reconsider, residents.KeepProject, middle, []Gate{Decided}},
	{SayNo, residents.DissentProject, middle, []Gate{Listed, NotPutUp}},
	{SayNoPaper, residents.KeepProject, middle, []Gate{Listed, NotPutUp}},
	{Settle, residents.KeepProject, middle, []Gate{Decided, NotPutUp}},
	{SayAgain, residents.DissentProject, middle, []Gate{NotPutUp}},
	{Agree, residents.KeepProject, middle, []Gate{Decided, NotPutUp}},
	{AskOther, residents.KeepProject, middle, []Gate{Listed}},
	{Clear, residents.ClearProject, []Stage{Negotiate, Evaluate}, nil},
	{GiveNotice, residents.KeepProject, middle, []Gate{Heard, Listed, Talked, Studied, Decided, Agreed, Cleared, NotPutUp}},
	{Object, residents.ObjectProject, []Stage{Negotiate, Deliver}, nil},
	{Reply, residents.AnswerProject, []Stage{Negotiate, Deliver}, nil},
	{Approve, residents.ApproveProject, middle, []Gate{Heard, Listed, Talked, Studied, Decided, Agreed, Cleared, Noticed}},
	{Drop, residents.KeepProject, early, nil},
	{PlanIt, residents.KeepProject, late, []Gate{Unchanging}},
	{Change, residents.KeepProject, late, []Gate{Planned, Unchanging}},
	{Supervise, residents.KeepProject, []Stage{Deliver, Evaluate}, nil},
	{Report, residents.ReportProject, []Stage{Negotiate, Deliver, Evaluate}, nil},
	{Money, residents.KeepProject, []Stage{Deliver, Evaluate}, []Gate{Planned}},
	{Attach, residents.KeepProject, []Stage{Collect, Negotiate, Deliver, Evaluate}, nil},
	{Reach, residents.KeepProject, late, []Gate{Planned}},
	{GiveOrder, residents.OrderProject, late, nil},
	{Sign, residents.SignProject, late, []Gate{Done}},
	{Mend, residents.KeepProject, late, nil},
	{Complete, residents.KeepProject, late, []Gate{Done, Signed, Unchanging}},
	{Learn, residents.KeepProject, []Stage{Evaluate, Closed, Dropped}, nil},
	{FollowIt, residents.FollowProject, always, nil},
}

// StepOf is the row of a verb. It panics where there is none: that is a mistake of the program.
func StepOf(v Verb) Step {
	i := slices.IndexFunc(Steps, func(s Step) bool { return s.Verb == v })
	if i < 0 {
		panic("no step " + string(v))
	}
	return Steps[i]
}

// May is nil where the person may do the verb to the project at the given instant, and
// otherwise says what is missing: the permission, the stage, or the first gate that is
// not passed. on says of the matter what the project does not (who took the step before,
// whose it is, and as Above which body is asked where another than its own acts); its Body is set here.
func May(who residents.Standing, v Verb, p Project, f Facts, on residents.Matter, now Instant) error {
	s := StepOf(v)
	on.Body = bodyFor(s.Do, who, p, on.Above)
	if err := residents.May(who, s.Do, on, now); err != nil {
		return err
	}
	return s.open(p, f, now)
}

// open is nil where the project is in one of the step's stages and its gates are passed.
func (s Step) open(p Project, f Facts, now Instant) error {
	if !slices.Contains(s.In, p.Stage) {
		return ErrStage
	}
	for _, g := range s.Behind {
		if err := f.Passed(g, p, now); err != nil {
			return err
		}
	}
	return nil
}

// ofResidents are done by people where they live, also to a project of their street.
var ofResidents = []residents.Action{
	residents.DissentProject, residents.ObjectProject, residents.SignProject, residents.FollowProject, residents.ReportProject,
}

// ofOthers are done by another body: the one above, or the one that was asked.
var ofOthers = []residents.Action{residents.OrderProject, residents.ClearProject}

// bodyFor is the body in which a permission is asked: that of the project; or of what another
// body does that body; or of people's own acts the community where they live, where the
// project is that body's or the street's above.
func bodyFor(do residents.Action, who residents.Standing, p Project, other string) string {
	switch {
	case slices.Contains(ofOthers, do):
		return other
	case !slices.Contains(ofResidents, do):
		return p.Community
	}
	for _, place := range p.Places {
		if place.Community == who.Resident.Community {
			return place.Community
		}
	}
	return p.Community
}
