package grants

import (
	"slices"

	"yishiting/calendar"
	"yishiting/residents"
)

// Agreement is what street and organisation sign.
type Agreement struct {
	Document string  `json:"document"` // its number
	Words    string  `json:"words"`    // what was agreed beyond the application
	DrawnBy  string  `json:"drawn_by"`
	DrawnAt  Instant `json:"drawn_at"`
	OrgAt    Instant `json:"org_at,omitzero"` // when the organisation's contact signed
	OrgBy    string  `json:"org_by,omitempty"`
	SignedAt Instant `json:"signed_at,omitzero"` // when the street signed
	SignedBy string  `json:"signed_by,omitempty"`
}

// Mid is the mid-term check.
type Mid struct {
	Words     string  `json:"words"` // what the organisation reports
	People    int     `json:"people"`
	Spent     int64   `json:"spent"` // cents
	At        Instant `json:"at,omitzero"`
	By        string  `json:"by,omitempty"`
	Go        bool    `json:"go"`                // goes on
	Verdict   string  `json:"verdict,omitempty"` // public
	CheckedBy string  `json:"checked_by,omitempty"`
	CheckedAt Instant `json:"checked_at,omitzero"`
}

// Final are the final accounts.
type Final struct {
	Words     string  `json:"words"` // what came of it
	People    int     `json:"people"`
	Spent     int64   `json:"spent"` // cents of the grant, as the organisation accounts for it
	At        Instant `json:"at"`
	By        string  `json:"by"`
	Accepted  int64   `json:"accepted"`          // cents, as the street accepts it
	Verdict   string  `json:"verdict,omitempty"` // public
	CheckedBy string  `json:"checked_by,omitempty"`
	CheckedAt Instant `json:"checked_at,omitzero"`
}

// PaymentKind is which payment.
type PaymentKind string

// The payments. The portal moves no money: each is noted with its voucher.
const (
	FirstPayment PaymentKind = "first"
	Balance      PaymentKind = "balance"
	Returned     PaymentKind = "returned" // by the organisation
)

// Payment is one payment, once a kind and application.
type Payment struct {
	Community   string // the street
	ID          string
	Round       string
	Application string
	Kind        PaymentKind
	Cents       int64
	Document    string
	By          string
	At          Instant
}

type paymentReader interface {
	// PaymentsOf are all of a round, the earliest first.
	PaymentsOf(body, round string) ([]Payment, error)
}

type paymentWriter interface {
	AddPayment(Payment) error
}

// First is what is paid after the agreement: the round's share, rounded down to the cent.
func (a Application) First(r Round) int64 {
	if a.Result == nil {
		return 0
	}
	return a.Result.Granted * int64(r.Terms.First) / 100
}

// Due is what has to be paid next to an application, or back by it; 0 and "" where nothing is.
func Due(r Round, a Application, paid []Payment) (PaymentKind, int64) {
	var got, back int64
	first := false
	for _, p := range paid {
		switch {
		case p.Application != a.ID:
		case p.Kind == Returned:
			back += p.Cents
		default:
			got, first = got+p.Cents, first || p.Kind == FirstPayment
		}
	}
	var deserved int64
	switch {
	case a.State == Going && !first && a.First(r) > 0:
		return FirstPayment, a.First(r)
	case a.State == Stopped && a.Mid != nil:
		deserved = min(a.Mid.Spent, got)
	case a.State == Finished && a.Final != nil:
		deserved = a.Final.Accepted
	default:
		return "", 0
	}
	switch left := deserved - (got - back); {
	case left > 0:
		return Balance, left
	case left < 0:
		return Returned, -left
	}
	return "", 0
}

// funding reads an application for the street, in one of some states.
func funding(tx Tx, by residents.Sender, community, id string, in ...AppState) (w work, a Application, err error) {
	if a, err = tx.Application(community, id); err != nil {
		return w, a, err
	}
	if w, err = keeping(tx, by, a.Body, a.Round, Running); err != nil {
		return w, a, err
	}
	return w, a, a.in(in...)
}

// DrawAgreement writes the agreement that both sign; until the organisation has it can be written anew.
func DrawAgreement(tx Tx, by residents.Sender, community, id, document, words string) error {
	w, a, err := funding(tx, by, community, id, Funded)
	if err != nil {
		return err
	}
	if a.Agreement != nil && !a.Agreement.OrgAt.IsZero() {
		return ErrAlready
	}
	if document, err = residents.PublicText("document", document, MaxDocument, true); err != nil {
		return err
	}
	if words, err = residents.TextOrNone("words", words, MaxAbout, false); err != nil {
		return err
	}
	a.Agreement = &Agreement{Document: document, Words: words, DrawnBy: by.Resident.ID, DrawnAt: by.Now}
	if err := w.set(&a); err != nil {
		return err
	}
	return w.tell(a, "grant-agreement")
}

// AcceptAgreement is the organisation's signature.
func AcceptAgreement(tx Tx, by residents.Sender, community, id string) error {
	w, a, err := applying(tx, by, community, id, Funded)
	if err != nil {
		return err
	}
	switch {
	case a.Agreement == nil:
		return ErrUnsigned
	case !a.Agreement.OrgAt.IsZero():
		return ErrAlready
	}
	a.Agreement.OrgAt, a.Agreement.OrgBy = by.Now, by.Resident.ID
	return w.set(&a)
}

// SignAgreement is the street's signature, by another person than drew it up.
func SignAgreement(tx Tx, by residents.Sender, community, id string) error {
	w, a, err := funding(tx, by, community, id, Funded)
	if err != nil {
		return err
	}
	if a.Agreement == nil || a.Agreement.OrgAt.IsZero() {
		return ErrUnsigned
	}
	if err := MayApprove(by.Standing, a.Body, a.Agreement.DrawnBy, by.Now); err != nil {
		return err
	}
	a.Agreement.SignedAt, a.Agreement.SignedBy, a.State = by.Now, by.Resident.ID, Going
	if err := w.set(&a); err != nil {
		return err
	}
	return w.record("grant-agreed", struct {
		entry
		Granted  int64  `json:"granted"`
		First    int64  `json:"first"`
		Document string `json:"document"`
	}{w.entry(a), a.Result.Granted, a.First(w.r), a.Agreement.Document})
}

// NotePayment notes that what is due was paid, or given back, with its voucher. cents is what the form showed.
func NotePayment(tx Tx, by residents.Sender, community, id string, kind PaymentKind, cents int64, document string) error {
	w, a, err := funding(tx, by, community, id, Going, Stopped, Finished)
	if err != nil {
		return err
	}
	paid, err := tx.PaymentsOf(a.Body, a.Round)
	if err != nil {
		return err
	}
	due, sum := Due(w.r, a, paid)
	if due == "" {
		return ErrAlready
	}
	if due != kind || sum != cents {
		return ErrChanged
	}
	if document, err = residents.PublicText("document", document, MaxDocument, true); err != nil {
		return err
	}
	p := Payment{Community: a.Body, ID: by.ID, Round: a.Round, Application: a.ID, Kind: kind, Cents: cents, Document: document, By: by.Resident.ID, At: by.Now}
	if err := tx.AddPayment(p); err != nil {
		return err
	}
	if err := w.tell(a, "grant-paid"); err != nil {
		return err
	}
	return w.record("grant-paid", struct {
		entry
		Kind     PaymentKind `json:"kind"`
		Cents    int64       `json:"cents"`
		Document string      `json:"document"`
	}{w.entry(a), kind, cents, document})
}

// paidFirst tells whether an application has its first payment, or needs none.
func (w work) paidFirst(a Application) (bool, error) {
	paid, err := w.tx.PaymentsOf(a.Body, a.Round)
	return a.First(w.r) == 0 || slices.ContainsFunc(paid, func(p Payment) bool { return p.Application == a.ID && p.Kind == FirstPayment }), err
}

// ReportMid is the organisation's report for the mid-term check.
func ReportMid(tx Tx, by residents.Sender, community, id, words string, people int, spent int64) error {
	w, a, err := applying(tx, by, community, id, Going)
	if err != nil {
		return err
	}
	if a.Mid != nil && !a.Mid.CheckedAt.IsZero() {
		return ErrAlready
	}
	if ok, err := w.paidFirst(a); err != nil || !ok {
		return oneOf(err, ErrUnpaid)
	}
	m := Mid{People: people, Spent: spent, At: by.Now, By: by.Resident.ID}
	if m.Words, err = residents.PublicText("words", words, MaxAbout, false); err != nil {
		return err
	}
	if err := within(people, spent, a.Result.Granted); err != nil {
		return err
	}
	a.Mid = &m
	return w.set(&a)
}

func oneOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// within sees that people and money of a report are possible.
func within(people int, spent, most int64) error {
	switch {
	case people < 0 || people > 1_000_000:
		return field("people", residents.ErrNumber)
	case spent < 0 || spent > most:
		return field("spent", residents.ErrNumber)
	}
	return nil
}

// CheckMid lets a project go on, or stops it with a public reason. What was spent in good order
// until then stays paid; the rest goes back. Where no report came spent is what the street found.
func CheckMid(tx Tx, by residents.Sender, community, id string, goOn bool, spent int64, verdict string) error {
	w, a, err := funding(tx, by, community, id, Going)
	if err != nil {
		return err
	}
	if a.Mid == nil {
		if goOn {
			return ErrClosed // there is nothing to be looked at yet
		}
		a.Mid = &Mid{}
	}
	if !a.Mid.CheckedAt.IsZero() {
		return ErrAlready
	}
	if ok, err := w.paidFirst(a); err != nil || !ok {
		return oneOf(err, ErrUnpaid)
	}
	if err := within(0, spent, a.Result.Granted); err != nil {
		return err
	}
	if !goOn {
		if err := MayApprove(by.Standing, a.Body, "", by.Now); err != nil {
			return err
		}
	}
	m := *a.Mid
	if m.Verdict, err = residents.PublicText("verdict", verdict, MaxWords, false); err != nil {
		return err
	}
	m.Go, m.Spent, m.CheckedBy, m.CheckedAt = goOn, spent, by.Resident.ID, by.Now
	a.Mid = &m
	if !goOn {
		a.State = Stopped
	}
	if err := w.set(&a); err != nil {
		return err
	}
	kind := "grant-mid"
	if !goOn {
		kind = "grant-stopped"
	}
	if err := w.tell(a, kind); err != nil {
		return err
	}
	return w.record(kind, struct {
		entry
		Spent   int64  `json:"spent"`
		Verdict string `json:"verdict"`
	}{w.entry(a), m.Spent, m.Verdict})
}

// ReportFinal hands in the final accounts: what came of it, and what was spent line by line, all
// money together, of which so much is of the grant.
func ReportFinal(tx Tx, by residents.Sender, community, id, words string, people int, lines []int64, spent int64) error {
	w, a, err := applying(tx, by, community, id, Going)
	if err != nil {
		return err
	}
	if a.Mid == nil || a.Mid.CheckedAt.IsZero() {
		return ErrClosed
	}
	if len(lines) != len(a.Lines) {
		return field("lines", residents.ErrNumber)
	}
	f := Final{People: people, Spent: spent, At: by.Now, By: by.Resident.ID}
	if f.Words, err = residents.PublicText("words", words, MaxAbout, false); err != nil {
		return err
	}
	if err := within(people, spent, a.Result.Granted); err != nil {
		return err
	}
	a.Lines = slices.Clone(a.Lines)
	sum := int64(0)
	for i := range lines {
		if lines[i] < 0 || lines[i] > MaxBudget {
			return field("lines", residents.ErrNumber)
		}
		a.Lines[i].Spent = lines[i]
		sum += lines[i]
	}
	if spent > sum {
		return field("spent", ErrBudget)
	}
	a.Final = &f
	return w.set(&a)
}

// AcceptFinal looks at the final accounts and accepts so much of the grant as was spent in order;
// what is still due follows from it.
func AcceptFinal(tx Tx, by residents.Sender, community, id string, accepted int64, verdict string) error {
	w, a, err := funding(tx, by, community, id, Going)
	if err != nil {
		return err
	}
	if a.Final == nil {
		return ErrClosed
	}
	if accepted < 0 || accepted > a.Final.Spent {
		return field("accepted", residents.ErrNumber)
	}
	f := *a.Final
	if f.Verdict, err = residents.PublicText("verdict", verdict, MaxWords, false); err != nil {
		return err
	}
	f.Accepted, f.CheckedBy, f.CheckedAt = accepted, by.Resident.ID, by.Now
	a.Final, a.State = &f, Finished
	if err := w.set(&a); err != nil {
		return err
	}
	if err := w.tell(a, "grant-final"); err != nil {
		return err
	}
	return w.record("grant-final", struct {
		entry
		Accepted int64  `json:"accepted"`
		People   int    `json:"people"`
		Verdict  string `json:"verdict"`
	}{w.entry(a), f.Accepted, f.People, f.Verdict})
}

// Late tells whether an application's project should have ended by a day.
func (a Application) Late(today calendar.Day) bool { return a.State == Going && a.Until.Before(today) }
