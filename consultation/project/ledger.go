package project

import (
	"slices"

	"yishiting/residents"
)

// LineTotal is what the ledger says of one line of the budget, in cents.
type LineTotal struct {
	Line
	Committed int64
	Paid      int64
}

// Totals adds the ledger up, line by line of the plan.
func Totals(plan Plan, entries []Entry) []LineTotal {
	all := make([]LineTotal, len(plan.Lines))
	for i, l := range plan.Lines {
		all[i].Line = l
		all[i].Committed, all[i].Paid = bound(entries, l.ID)
	}
	return all
}

// bound is how much of a line is committed and paid, in cents.
func bound(entries []Entry, line string) (committed, paid int64) {
	for _, e := range entries {
		switch {
		case e.Line != line:
		case e.Kind == Committed:
			committed += e.Cents
		case e.Kind == Paid:
			paid += e.Cents
		}
	}
	return committed, paid
}

// AddMoney enters a line of the ledger. What is committed never exceeds what the line has
// planned, by the plan that holds and by the one that waits for its notice; what is paid never
// exceeds what is committed. More than that takes a change of the plan first. An entry
// that names another in Reverses takes it back: of it only the note counts.
func AddMoney(tx Tx, by residents.Sender, e Entry) error {
	w, err := workOn(tx, by, Money, e.Community, e.Project, residents.Matter{})
	if err != nil {
		return err
	}
	entries, err := tx.Ledger(w.p.Community, w.p.ID)
	if err != nil {
		return err
	}
	if e.Reverses != "" {
		e, err = reversal(e, entries)
	} else {
		e, err = w.entry(e)
	}
	if err != nil {
		return err
	}
	if err := w.fits(e, entries); err != nil {
		return err
	}
	e.ID, e.By, e.At = by.ID, by.Resident.ID, by.Now
	if err := tx.AddEntry(e); err != nil {
		return err
	}
	return w.entered(e, append(entries, e))
}

// entry checks what was typed.
func (w work) entry(e Entry) (Entry, error) {
	if e.Kind != Committed && e.Kind != Paid {
		return e, field("kind", residents.ErrChoice)
	}
	if !w.p.Plan.hasLine(e.Line) {
		return e, field("line", residents.ErrChoice)
	}
	if e.Cents <= 0 || e.Cents > MaxCost {
		return e, field("money", residents.ErrNumber)
	}
	var err error
	for _, t := range []struct {
		name string
		to   *string
		must bool
	}{{"payee", &e.Payee, true}, {"document", &e.Document, true}, {"note", &e.Note, false}} {
		read := residents.PublicTextOrNone
		if t.must {
			read = residents.PublicText
		}
		if *t.to, err = read(t.name, *t.to, MaxName, true); err != nil {
			return e, err
		}
	}
	return e, w.shows(e.File)
}

// shows sees that a file of an entry is one of the project's.
func (w work) shows(file string) error {
	if file == "" {
		return nil
	}
	all, err := w.tx.FileHeads(w.p.Community, w.p.ID)
	if err == nil && !slices.ContainsFunc(all, func(f FileHead) bool { return f.ID == file }) {
		err = field("file", residents.ErrChoice)
	}
	return err
}

// reversal is the entry that takes another back, once.
func reversal(e Entry, entries []Entry) (Entry, error) {
	if slices.ContainsFunc(entries, func(o Entry) bool { return o.Reverses == e.Reverses }) {
		return e, ErrTakenBack
	}
	i := slices.IndexFunc(entries, func(o Entry) bool { return o.ID == e.Reverses })
	if i < 0 {
		return e, residents.ErrNotFound
	}
	wrong := entries[i]
	if wrong.Reverses != "" {
		return e, ErrTakenBack
	}
	note, err := residents.PublicText("note", e.Note, MaxName, true)
	back := wrong
	back.Cents, back.Reverses, back.Note = -wrong.Cents, wrong.ID, note
	return back, err
}

// fits sees that the line holds the entry.
func (w work) fits(e Entry, entries []Entry) error {
	committed, paid := bound(append(slices.Clone(entries), e), e.Line)
	switch {
	case paid > committed && e.Kind == Paid:
		return field("money", ErrOverBound)
	case paid > committed, committed < 0, paid < 0:
		return ErrTakenBack // a contract cannot be taken back while payments on it stand
	case e.Kind == Committed && e.Cents > 0 && committed > w.mostPlanned(e.Line):
		return field("money", ErrOverPlan)
	}
	return nil
}

// mostPlanned is what may be committed on a line: by the plan that holds, and while a change
// waits for its notice by that one too, so that it can take effect.
func (w work) mostPlanned(line string) int64 {
	most := w.p.Plan.planned(line)
	if n := w.facts.openNotice(ChangeNotice); n != nil && n.Plan != nil {
		most = min(most, n.Plan.planned(line))
	}
	return most
}

func (p Plan) hasLine(id string) bool {
	return slices.ContainsFunc(p.Lines, func(l Line) bool { return l.ID == id })
}

// planned is what a line of the plan has, in cents; 0 where the plan has no such line.
func (p Plan) planned(id string) int64 {
	for _, l := range p.Lines {
		if l.ID == id {
			return l.Planned
		}
	}
	return 0
}

func (p Plan) lineWords(id string) string {
	for _, l := range p.Lines {
		if l.ID == id {
			return l.Words
		}
	}
	return ""
}

func (w work) entered(e Entry, entries []Entry) error {
	committed, paid := bound(entries, e.Line)
	err := w.record("project-money", struct {
		named
		Entry     string    `json:"entry"`
		Kind      EntryKind `json:"kind"`
		Line      string    `json:"line"`
		Cents     int64     `json:"cents"`
		Payee     string    `json:"payee"`
		Document  string    `json:"document"`
		Note      string    `json:"note,omitempty"`
		Reverses  string    `json:"reverses,omitempty"`
		Planned   int64     `json:"planned"`
		Committed int64     `json:"committed"`
		Paid      int64     `json:"paid"`
	}{w.named(), e.ID, e.Kind, w.p.Plan.lineWords(e.Line), e.Cents, e.Payee, e.Document, e.Note, e.Reverses,
		w.p.Plan.planned(e.Line), committed, paid})
	if err != nil {
		return err
	}
	return w.heard()
}
