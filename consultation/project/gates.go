package project

import (
	"slices"

	"yishiting/consultation"
	"yishiting/residents"
)

// Gate is what must be so before a step can be taken.
type Gate string

// The gates. Those of the bar, in its order, are Heard to Noticed, and Planned to Signed.
const (
	Heard      Gate = "heard"      // those concerned were asked, at each of its places
	Listed     Gate = "listed"     // at least one option is complete
	Talked     Gate = "talked"     // it was discussed in a consultation
	Studied    Gate = "studied"    // the Party organisation studied it, where it is important
	Undecided  Gate = "undecided"  // nothing was decided yet
	Decided    Gate = "decided"    // the body that may decide did
	Agreed     Gate = "agreed"     // full or partial agreement is noted; of partial, everybody was answered
	Cleared    Gate = "cleared"    // other bodies said yes where their money or land is used
	NotPutUp   Gate = "not-put-up" // no notice of approval is up
	Noticed    Gate = "noticed"    // the notice is over and every objection answered
	Planned    Gate = "planned"    // milestones, lines, contractor, checks and a supervisor
	Unchanging Gate = "unchanging" // no change waits for its notice
	Done       Gate = "done"       // every milestone is done, every defect mended
	Signed     Gate = "signed"     // three residents signed
)

// GateRule says why there is a gate, and what is said where it is not passed.
type GateRule struct {
	Gate   Gate
	Reason residents.Reason
	Source string // law and article, policy item, or the community's own custom
}

// GateRules are the gates with their sources.
var GateRules = []GateRule{
	{Heard, ErrUnheard, "2019 年《关于加强新时代街道工作的意见》第十二项：面向居民的工程建设、惠民政策、公共资源配置，实施前须听取群众意见建议"},
	{Listed, ErrUnlisted, "《城市居民委员会组织法》第三十四条：涉及居民的资金来源和去向要公布；方案、费用、谁出钱、谁维护要写全"},
	{Talked, ErrUntalked, "2019 年《关于加强新时代街道工作的意见》第十二项：民意征集与社区协商嵌入结合、程序前置；《城市居民委员会组织法》第三十二条。街道承接的事，由街道召集有关部门、单位会商（《北京市街道办事处条例》第十七条）；结果公布、征集达到公布的比例才算，是社区约定"},
	{Studied, ErrUnstudied, "《城市居民委员会组织法》第三十条：重要事项先由社区党组织研究"},
	{Undecided, ErrDecided, "《城市居民委员会组织法》第三十条、第三十二条：决定的是什么就办什么；要改的先收回决定，再决定一次"},
	{Decided, ErrUndecided, "《城市居民委员会组织法》第三十条、第三十二条；业主共有的事，《民法典》第二百七十八条、《北京市物业管理条例》第三十五条"},
	{Agreed, ErrUnagreed, "西城区民生工作民意立项指导手册：完全同意和部分同意分开，部分同意另有流程，保护少数人的合法权益"},
	{Cleared, ErrUncleared, "《北京市街道办事处条例》第十七条：用街道资金的由街道批准，街道定不了的报区里"},
	{NotPutUp, ErrPutUp, "《城市居民委员会组织法》第三十四条：公布的内容要真实；公示期里不改，有不同意见的提异议"},
	{Noticed, ErrUnnoticed, "《城市居民委员会组织法》第三十四条；立项公示七日是社区约定，末日是节假日的顺延（《民法典》第二百零三条）"},
	{Planned, ErrUnplanned, "2019 年《关于加强新时代街道工作的意见》第十二项：项目落实；进度和预算公开是社区约定"},
	{Unchanging, ErrFrozen, "范围或费用变动大的重新公示，是社区约定"},
	{Done, ErrUndone, "社区约定：各节点完成、问题整改后才验收"},
	{Signed, ErrUnsigned, "社区约定：三位居民现场验收签字"},
}

// RuleOf is the rule of a gate.
func RuleOf(g Gate) GateRule {
	for _, r := range GateRules {
		if r.Gate == g {
			return r
		}
	}
	panic("no gate " + string(g))
}

// Facts are what of the house is read to see which gates are passed.
type Facts struct {
	Calls       []CallStanding
	Outcome     *consultation.Outcome // the last published one of its topic; nil before
	Whistle     *consultation.Update  // what came of the last meeting that the project's body called on the case that it comes from; nil before
	Dissents    []Dissent
	Notices     []Notice
	Objections  []Objection
	Clearances  []Clearance
	Supervisors []Supervisor
	Signatures  []Signature // of this round of delivery
}

// CallStanding is a linked call with its coverage. Coverage may be nil of a call that was
// CoveredAtClose.
type CallStanding struct {
	Call     Call
	Coverage []PlaceCoverage
}

// ReadFacts reads the facts of a project.
func ReadFacts(v Reader, p Project) (f Facts, err error) {
	if f.Calls, err = callsAbout(v, p); err != nil {
		return f, err
	}
	if p.Topic.ID != "" {
		o, err := v.LastOutcome(p.Topic.Community, p.Topic.ID)
		if err != nil && err != residents.ErrNotFound {
			return f, err
		}
		if err == nil {
			f.Outcome = &o
		}
	}
	if p.FromCase() {
		u, err := v.LastWhistle(p.Topic.Community, p.Topic.ID, p.Community)
		if err != nil && err != residents.ErrNotFound {
			return f, err
		}
		if err == nil {
			f.Whistle = &u
		}
	}
	for _, read := range []func() error{
		func() (err error) { f.Dissents, err = v.Dissents(p.Community, p.ID); return },
		func() (err error) { f.Notices, err = v.Notices(p.Community, p.ID); return },
		func() (err error) { f.Objections, err = v.Objections(p.Community, p.ID); return },
		func() (err error) { f.Clearances, err = v.Clearances(p.Community, p.ID); return },
		func() (err error) { f.Supervisors, err = v.Supervisors(p.Community, p.ID); return },
		func() (err error) { f.Signatures, err = v.Signatures(p.Community, p.ID, p.Round); return },
	} {
		if err := read(); err != nil {
			return f, err
		}
	}
	return f, nil
}

// callsAbout are the calls that the project says it comes from, and those that ask about it.
func callsAbout(v Reader, p Project) (all []CallStanding, err error) {
	calls, err := v.CallsOfProject(p.Community, p.ID)
	if err != nil {
		return nil, err
	}
	for _, id := range p.Calls {
		if slices.ContainsFunc(calls, func(c Call) bool { return c.ID == id }) {
			continue
		}
		c, err := v.Call(p.Community, id)
		if err != nil {
			return nil, err
		}
		calls = append(calls, c)
	}
	for _, c := range calls {
		coverage, err := v.CoverageOf(c)
		if err != nil {
			return nil, err
		}
		all = append(all, CallStanding{c, coverage})
	}
	return all, nil
}

// Passed is nil where the project is through the gate, and otherwise says what is missing.
func (f Facts) Passed(g Gate, p Project, now Instant) error {
	ok, why := true, RuleOf(g).Reason
	switch g {
	case Heard:
		ok = f.heard(p, false)
	case Listed:
		ok = len(p.Options) > 0 // an option is only kept when it is complete: see checkOptions
	case Talked:
		ok = f.talked(p)
	case Studied:
		ok = !p.Important || !p.StudiedOn.IsZero()
	case Undecided:
		ok = p.Decision.Kind == ""
	case Decided:
		ok = p.Decision.Kind != ""
	case Agreed:
		ok = f.agreed(p, now)
	case Cleared:
		ok = f.cleared(p)
	case NotPutUp:
		ok = f.openNotice(ApprovalNotice) == nil
	case Noticed:
		return f.noticed(now)
	case Planned:
		ok = p.Plan.complete() && f.watched() > 0
	case Unchanging:
		ok = f.openNotice(ChangeNotice) == nil
	case Done:
		ok = p.Plan.done() && f.mended()
	case Signed:
		ok = f.fine(p.Plan) >= Signers
	}
	if ok {
		return nil
	}
	return why
}

// FromCase tells whether the project comes from a case of another body, handed to this one.
func (p Project) FromCase() bool { return p.Topic.ID != "" && p.Topic.Community != p.Community }

// talked: a consultation on its topic came to something. Or, of a case that a street dealt with,
// since a topic that screening sent there is not consulted on in the community, nor again one on
// which meetings came to nothing: the street has called those in charge together since
// (北京市街道办事处条例 第十七条) and said in public on the case what came of it, and those
// concerned had their say in calls that had declared how many they would hear.
func (f Facts) talked(p Project) bool {
	if f.Outcome != nil && f.Outcome.Kind != consultation.LeftOpen {
		return true
	}
	if f.Whistle == nil || !p.FromCase() || f.Outcome != nil && f.Whistle.At.Before(f.Outcome.PublishedAt) {
		return false
	}
	return f.heard(p, true)
}

// heard: at every place that the project concerns a call was closed which came to the share
// that it had declared there; declared: only calls count that had declared one.
func (f Facts) heard(p Project, declared bool) bool {
	for _, place := range p.Places {
		asked := func(c CallStanding) bool { return c.hears(place) && (c.Call.Coverage > 0 || !declared) }
		if !slices.ContainsFunc(f.Calls, asked) {
			return false
		}
	}
	return len(p.Places) > 0
}

// hears: a closed call asked about all of the place, and enough in each of its buildings
// answered, somebody at least.
func (c CallStanding) hears(at Place) bool {
	if c.Call.Purpose == ForLookBack || c.Call.State != CallClosed || !Concerned(c.Call.Places, at.Community, at.Building) {
		return false
	}
	in := func(u PlaceUnits) bool { return Concerned([]Place{at}, u.Community, u.Building) }
	if c.Call.CoveredAtClose() {
		return slices.ContainsFunc(c.Call.Units, func(u PlaceUnits) bool { return in(u) && u.Units > 0 })
	}
	answered := 0
	for _, u := range c.Coverage {
		if !in(u.PlaceUnits) {
			continue
		}
		if u.Answered*100 < c.Call.Coverage*u.Units {
			return false
		}
		answered += u.Answered
	}
	return answered > 0
}

// agreed: the agreement is noted and fits; of partial agreement each dissent was told what
// changed for it, and was asked again: it was answered, or its days for that are over.
func (f Facts) agreed(p Project, now Instant) bool {
	if p.Agreement == NotAgreed || p.Agreement == Full && len(f.Dissents) > 0 {
		return false
	}
	for _, d := range f.Dissents {
		if d.Waits(now) {
			return false
		}
	}
	return true
}

// NeedsClearance lists what other bodies must say yes to.
func NeedsClearance(p Project) (kinds []ClearanceKind) {
	if p.Paid(PayStreet) {
		kinds = append(kinds, StreetMoney)
	}
	if p.Land || p.Paid(PayDistrict) {
		kinds = append(kinds, LandUse)
	}
	return kinds
}

func (f Facts) cleared(p Project) bool {
	for _, kind := range NeedsClearance(p) {
		granted := false
		for _, c := range f.Clearances {
			granted = granted || c.Kind == kind && c.State == ClearanceGranted && p.stillAsks(c)
		}
		if !granted {
			return false
		}
	}
	return true
}

// stillAsks tells whether a clearance is about the options as they are.
func (c Content) stillAsks(asked Clearance) bool { return !asked.AskedAt.Before(c.ListedAt) }

// noticed: the last notice of approval is over, and every objection answered, also to one
// that was taken down: taking it down answers nobody.
func (f Facts) noticed(now Instant) error {
	last := f.openNotice(ApprovalNotice)
	if last == nil || now.Before(last.Until) {
		return ErrUnnoticed
	}
	for _, n := range f.Notices {
		if n.Kind == ApprovalNotice && f.unanswered(n.Seq) > 0 {
			return ErrObjected
		}
	}
	return nil
}

func (f Facts) unanswered(notice int) (n int) {
	for _, o := range f.Objections {
		if o.Notice == notice && o.Reply == "" {
			n++
		}
	}
	return n
}

// openNotice is the last notice of the kind that has not taken effect; nil where there is none.
func (f Facts) openNotice(kind NoticeKind) *Notice {
	for i := len(f.Notices) - 1; i >= 0; i-- {
		if f.Notices[i].Kind == kind && f.Notices[i].ClosedAt.IsZero() {
			return &f.Notices[i]
		}
	}
	return nil
}

// watched is how many residents watch now.
func (f Facts) watched() (n int) {
	for _, s := range f.Supervisors {
		if s.Until.IsZero() {
			n++
		}
	}
	return n
}

// mended: no defect waits.
func (f Facts) mended() bool {
	for _, s := range f.Signatures {
		if !s.Fine && s.MendedAt.IsZero() {
			return false
		}
	}
	return true
}

// fine is how many have signed what there is to see now.
func (f Facts) fine(plan Plan) (n int) {
	for _, s := range f.Signatures {
		if s.Stands(plan) {
			n++
		}
	}
	return n
}

// Stands tells whether somebody signed that all is fine with the work as it now is: whoever
// signed before the last milestone was reached, or before the plan was changed, saw another.
func (s Signature) Stands(plan Plan) bool {
	if !s.Fine || s.At.Before(plan.Since) {
		return false
	}
	return !slices.ContainsFunc(plan.Milestones, func(m Milestone) bool { return s.At.Before(m.DoneAt) })
}

// Stale tells whether somebody signed that all is fine with work that has gone on since: they may
// see it again, and sign again.
func (s Signature) Stale(plan Plan) bool { return s.Fine && !s.Stands(plan) }

// complete: everything a plan needs before work begins.
func (p Plan) complete() bool {
	return len(p.Milestones) > 0 && len(p.Lines) > 0 && p.Contractor != "" && len(p.Checks) > 0
}

func (p Plan) done() bool {
	for _, m := range p.Milestones {
		if m.DoneAt.IsZero() {
			return false
		}
	}
	return len(p.Milestones) > 0
}
