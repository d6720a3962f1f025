package project

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// MayApprove is nil for another of those who keep projects than brought it on its way, noted
// the decision or put it up, once every gate is passed. Of a committee of two, one does all
// that and the other approves.
func MayApprove(who residents.Standing, p Project, f Facts, now Instant) error {
	before := p.MadeBy
	if slices.Contains(Handlers(p, f), who.Resident.ID) {
		before = who.Resident.ID
	}
	return May(who, Approve, p, f, residents.Matter{Before: before}, now)
}

// Handlers are those who did one of the steps that approval looks at: who brought it on its
// way, who noted the decision, who put it up.
func Handlers(p Project, f Facts) []string {
	all := []string{p.MadeBy, p.Decision.By}
	if up := f.openNotice(ApprovalNotice); up != nil {
		all = append(all, up.By)
	}
	return all
}

// ApproveProject is the approval record (立项): delivery may begin. It says how each gate was
// passed, so that anybody can follow it.
func ApproveProject(tx Tx, by residents.Sender, body, id string) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayApprove(by.Standing, w.p, w.facts, by.Now); err != nil {
		return err
	}
	o, _ := w.p.Chosen()
	w.p.Stage, w.p.ApprovedBy, w.p.ApprovedAt, w.p.StartedAt = Deliver, by.Resident.ID, by.Now, by.Now
	w.p.Plan.ApprovedCost, w.p.Plan.ChangeShare = o.Cost, w.rules().Share
	if err := w.closeNotices(); err != nil {
		return err
	}
	if err := w.keep(); err != nil {
		return err
	}
	said, err := w.approval(o)
	if err != nil {
		return err
	}
	if err := w.record("project-approved", said); err != nil {
		return err
	}
	if err := w.tellSpoken("project-approved"); err != nil {
		return err
	}
	return w.tellCase("decision", "已批准立项："+o.Words)
}

// approvalFacts are what the record says of an approval: how each gate was passed.
type approvalFacts struct {
	named
	Option     Option       `json:"option"`
	Calls      []heardFacts `json:"calls"`
	Meeting    string       `json:"meeting,omitempty"` // where it was discussed
	Studied    string       `json:"studied,omitempty"`
	By         DecisionKind `json:"by"`
	Poll       string       `json:"poll,omitempty"`
	Agreement  Agreement    `json:"agreement"`
	Dissents   int          `json:"dissents"`
	Cleared    []string     `json:"cleared,omitempty"`
	Until      string       `json:"until"` // end of the notice
	Objections int          `json:"objections"`
}

// heardFacts are what the record says of a call: what its summary tells, as at its close.
type heardFacts struct {
	Number   string `json:"number"`
	Answered *int   `json:"answered,omitempty"` // nil where Few, and of a call that is not over
	Few      bool   `json:"few,omitempty"`
	Units    int    `json:"units"`
}

func heardOf(c Call) (heardFacts, error) {
	h := heardFacts{Number: c.Number, Units: sumUnits(c.Units)}
	if c.State != CallClosed || c.Result == nil {
		return h, nil
	}
	s, err := SummaryOf(nil, c) // fixed at the close: nothing is read
	if h.Units, h.Few = s.Units, s.Few; !s.Few {
		h.Answered = &s.Answers
	}
	return h, err
}

func (w work) approval(o Option) (approvalFacts, error) {
	f := approvalFacts{
		named: w.named(), Option: o, Calls: []heardFacts{}, By: w.p.Decision.Kind, Poll: w.p.Decision.Poll, Agreement: w.p.Agreement,
		Dissents: len(w.facts.Dissents), Studied: dayText(w.p.StudiedOn),
	}
	for _, c := range w.facts.Calls {
		h, err := heardOf(c.Call)
		if err != nil {
			return f, err
		}
		f.Calls = append(f.Calls, h)
	}
	if w.facts.Outcome != nil {
		f.Meeting = w.facts.Outcome.Meeting
	}
	for _, c := range w.facts.Clearances {
		if c.State == ClearanceGranted && w.p.stillAsks(c) {
			f.Cleared = append(f.Cleared, string(c.Kind))
		}
	}
	if n := w.facts.openNotice(ApprovalNotice); n != nil {
		f.Until = timeText(n.Until)
		for _, ob := range w.facts.Objections {
			if ob.Notice == n.Seq {
				f.Objections++
			}
		}
	}
	return f, nil
}

func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}
