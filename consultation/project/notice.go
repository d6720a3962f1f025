package project

import (
	"strconv"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// PutUp puts what was decided up for notice (公示): its days count from the next day, and a
// last day that is a holiday moves on (民法典 第二百零一条、第二百零三条).
func PutUp(tx Tx, by residents.Sender, body, id, words string) error {
	w, err := workOn(tx, by, GiveNotice, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if words, err = residents.PublicText("words", words, MaxProblem, false); err != nil {
		return err
	}
	o, _ := w.p.Chosen()
	n := Notice{Kind: ApprovalNotice, Words: words, Cost: o.Cost}
	rules := ApprovalRulesAt(w.today())
	n.Community, n.Project, n.Seq, n.By = w.p.Community, w.p.ID, len(w.facts.Notices)+1, w.by.Resident.ID
	n.From, n.Source = w.today(), rules.Notice.Source
	n.Until = calendar.After(w.today(), rules.Notice.N).End(w.zone())
	if err := tx.AddNotice(n); err != nil {
		return err
	}
	if err := w.keep(); err != nil {
		return err
	}
	err = w.record("project-notice", struct {
		named
		Notice int        `json:"notice"`
		Kind   NoticeKind `json:"kind"`
		Words  string     `json:"words"`
		Cost   int64      `json:"cost"`
		Until  string     `json:"until"`
	}{w.named(), n.Seq, n.Kind, n.Words, n.Cost, timeText(n.Until)})
	if err != nil {
		return err
	}
	return w.tellSpoken("project-notice")
}

// closeNotices takes down every notice that has not taken effect.
func (w work) closeNotices() error {
	for _, n := range w.facts.Notices {
		if !n.ClosedAt.IsZero() {
			continue
		}
		n.ClosedAt = w.by.Now
		if err := w.tx.SetNotice(n); err != nil {
			return err
		}
	}
	return nil
}

// MayObject is nil for whoever has a voice, to the end of the notice's last day.
func MayObject(who residents.Standing, p Project, f Facts, notice int, now Instant) error {
	if err := May(who, Object, p, f, residents.Matter{}, now); err != nil {
		return err
	}
	for _, n := range f.Notices {
		if n.Seq == notice && n.ClosedAt.IsZero() && now.Before(n.Until) {
			return nil
		}
	}
	return consultation.ErrDisclosureEnd
}

// ObjectTo objects to a notice, once a person and notice; it is answered before the notice
// can take effect.
func ObjectTo(tx Tx, by residents.Sender, body, id string, notice int, text string) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayObject(by.Standing, w.p, w.facts, notice, by.Now); err != nil {
		return err
	}
	if text, err = residents.PublicText("text", text, MaxWords, false); err != nil {
		return err
	}
	rules := ApprovalRulesAt(w.today())
	o := Objection{
		Community: by.Resident.Community, ID: by.ID, Body: body, Project: id, Notice: notice, Resident: by.Resident.ID,
		Text: text, At: by.Now, Due: calendar.WorkingDaysAfter(w.today(), rules.Reply.N).End(w.zone()),
	}
	if err := tx.AddProjectObjection(o); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	err = w.record("project-objection", struct {
		named
		Notice    int    `json:"notice"`
		Objection string `json:"objection"`
	}{w.named(), notice, o.ID})
	if err != nil {
		return err
	}
	return w.tellDesk("project-objection")
}

// MayAnswerNotice is nil for those who keep the project, on an objection not one's own that
// has no answer yet.
func MayAnswerNotice(who residents.Standing, p Project, o Objection, now Instant) error {
	on := residents.Matter{}
	if o.Community == p.Community {
		on.Owner = o.Resident
	}
	if err := May(who, Reply, p, Facts{}, on, now); err != nil {
		return err
	}
	if o.Reply != "" {
		return consultation.ErrAlready
	}
	return nil
}

// AnswerNoticeObjection answers an objection in public; its author is told. The last answer
// lets a change whose notice is over take effect.
func AnswerNoticeObjection(tx Tx, by residents.Sender, body, community, objection, reply string) error {
	o, err := tx.ProjectObjection(community, body, objection)
	if err != nil {
		return err
	}
	w, err := readWork(tx, by, body, o.Project)
	if err != nil {
		return err
	}
	if err := MayAnswerNotice(by.Standing, w.p, o, by.Now); err != nil {
		return err
	}
	if o.Reply, err = residents.PublicText("reply", reply, MaxWords, false); err != nil {
		return err
	}
	o.ReplyAt, o.ReplyBy = by.Now, by.Resident.ID
	if err := tx.SetProjectObjection(o); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	err = w.record("project-objection-answered", struct {
		named
		Notice    int    `json:"notice"`
		Objection string `json:"objection"`
		Reply     string `json:"reply"`
	}{w.named(), o.Notice, o.ID, o.Reply})
	if err != nil {
		return err
	}
	if err := w.tell(o.Community, o.Resident, "project-objection-answered"); err != nil {
		return err
	}
	for _, n := range w.facts.Notices {
		if n.Seq == o.Notice {
			return CloseNotice(tx, w.body, n, by.Now)
		}
	}
	return nil
}

// CloseNotice lets a change take effect whose notice is over and whose objections are
// answered: the plan it put up holds from now on. A notice of approval waits for Approve. The
// clock calls it; done twice, or too early, it does nothing.
func CloseNotice(tx Tx, body residents.Community, n Notice, now Instant) error {
	if n.Kind != ChangeNotice || !n.ClosedAt.IsZero() || now.Before(n.Until) {
		return nil
	}
	w, err := readWork(tx, clockSender(n.Project+"-notice-"+strconv.Itoa(n.Seq), now), body.ID, n.Project)
	if err != nil || w.facts.unanswered(n.Seq) > 0 {
		return err
	}
	n.ClosedAt = now
	if err := tx.SetNotice(n); err != nil {
		return err
	}
	w.p.Plan = TakeOver(w.p.Plan, *n.Plan)
	w.p.Plan.ApprovedCost, w.p.Plan.Since = n.Cost, now
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-change-holds", struct {
		named
		Notice int   `json:"notice"`
		Cost   int64 `json:"cost"`
	}{w.named(), n.Seq, n.Cost})
}
