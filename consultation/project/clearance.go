package project

import (
	"slices"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
)

// AskClearance asks the body above for its approval: of its money, or of land
// (北京市街道办事处条例 第十七条). Refused, it may be asked again; so it must where the options
// were changed since.
func AskClearance(tx Tx, by residents.Sender, body, id string, kind ClearanceKind, words string) error {
	w, err := workOn(tx, by, AskOther, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if !slices.Contains(NeedsClearance(w.p), kind) {
		return field("kind", residents.ErrChoice)
	}
	if words, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	return w.ask(kind, words)
}

// ask asks the body above. The clock asks so after a second low rating.
func (w work) ask(kind ClearanceKind, words string) error {
	to := w.body.Parent
	if w.body.Level == residents.LevelSubdistrict && kind == StreetMoney {
		to = w.body.ID // a street's own money is for its own office to give: another of its staff says so
	}
	if to == "" {
		return consultation.ErrLevel
	}
	for _, c := range w.facts.Clearances {
		if c.Kind == kind && c.State != ClearanceRefused && w.p.stillAsks(c) {
			return consultation.ErrAlready
		}
	}
	rules := ApprovalRulesAt(w.today())
	c := Clearance{
		Community: w.p.Community, Project: w.p.ID, Seq: len(w.facts.Clearances) + 1, To: to, Kind: kind, Words: words,
		AskedBy: w.by.Resident.ID, AskedAt: w.by.Now, State: ClearanceAsked,
		Due: calendar.WorkingDaysAfter(w.today(), rules.Answer.N).End(w.zone()),
	}
	if err := w.tx.AddClearance(c); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	return w.record("project-asked", clearanceFacts{w.named(), c.Kind, c.State, c.Words, ""})
}

type clearanceFacts struct {
	named
	Kind   ClearanceKind  `json:"kind"`
	State  ClearanceState `json:"state"`
	Words  string         `json:"words"`
	Answer string         `json:"answer,omitempty"`
}

// MayClear is nil for the staff of the body that was asked, while it has not answered, and not
// for whoever asked.
func MayClear(who residents.Standing, p Project, c Clearance, now Instant) error {
	err := May(who, Clear, p, Facts{}, residents.Matter{Above: c.To, Assigned: true}, now)
	switch {
	case err != nil:
		return err
	case c.State != ClearanceAsked:
		return consultation.ErrAlready
	case c.AskedBy == who.Resident.ID:
		return residents.ErrSecondPerson
	}
	return nil
}

// AnswerClearance answers what was asked, in public.
func AnswerClearance(tx Tx, by residents.Sender, body, id string, seq int, grant bool, answer string) error {
	w, err := readWork(tx, by, body, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(w.facts.Clearances, func(c Clearance) bool { return c.Seq == seq })
	if i < 0 {
		return residents.ErrNotFound
	}
	c := w.facts.Clearances[i]
	if err := MayClear(by.Standing, w.p, c, by.Now); err != nil {
		return err
	}
	if c.Answer, err = residents.PublicText("answer", answer, MaxWords, false); err != nil {
		return err
	}
	c.State, c.DecidedBy, c.DecidedAt = ClearanceRefused, by.Resident.ID, by.Now
	if grant {
		c.State = ClearanceGranted
	}
	if err := tx.SetClearance(c); err != nil {
		return err
	}
	if err := w.heard(); err != nil {
		return err
	}
	if err := w.record("project-cleared", clearanceFacts{w.named(), c.Kind, c.State, c.Words, c.Answer}); err != nil {
		return err
	}
	return w.tellDesk("project-cleared")
}
