package organisations

import (
	"fmt"
	"slices"

	"yishiting/calendar"
	"yishiting/record"
	"yishiting/residents"
)

// PurchaseState is where stands what a street buys.
type PurchaseState string

// The states, in their order; after each of them it may end.
const (
	Unpublished PurchaseState = ""
	Announced   PurchaseState = "announced"
	Bought      PurchaseState = "bought" // from whom is known
	Delivered   PurchaseState = "delivered"
	Ended       PurchaseState = "ended"
)

// After are the states that may follow one.
func (s PurchaseState) After() []PurchaseState {
	switch s {
	case Unpublished:
		return []PurchaseState{Announced}
	case Announced:
		return []PurchaseState{Bought, Ended}
	case Bought:
		return []PurchaseState{Delivered, Ended}
	case Delivered:
		return []PurchaseState{Ended}
	}
	return nil
}

// PurchaseContent is what everybody reads of a service that a street buys.
type PurchaseContent struct {
	Title string       `json:"title"`
	What  string       `json:"what"`
	Whom  string       `json:"whom"`           // for whom
	Cents int64        `json:"cents"`          // the budget; of Unit, its price
	Unit  string       `json:"unit,omitempty"` // 次: Cents are for each; "" they are the whole budget
	How   string       `json:"how"`            // how organisations are chosen
	From  calendar.Day `json:"from"`           // term
	Until calendar.Day `json:"until"`
	Paper string       `json:"paper"` // number of the document that decides it
}

// Purchase is an entry of a street's catalogue of services that it buys (购买服务目录).
type Purchase struct {
	Body    string // the street
	ID      string
	Number  string // M2026-003
	State   PurchaseState
	Version int
	PurchaseContent
	Reason string // why a step was not published
	MadeBy string
	MadeAt Instant
	Steps  []PurchaseStep // the first first; the last may wait for a second person
}

// PurchaseStep is one step of it, written by one person and published by another.
type PurchaseStep struct {
	State       PurchaseState
	Day         calendar.Day // on which it happened
	Words       string
	Seller      string // of Bought: from whom
	Community   string // and where it is filed; "" one that is no organisation of the street's communities
	Org         string
	Cents       int64 // of Bought: for how much
	Paper       string
	WrittenBy   string
	WrittenAt   Instant
	PublishedBy string // "" it waits
	PublishedAt Instant
}

// Waiting is the step that waits for a second person.
func (p Purchase) Waiting() (PurchaseStep, bool) {
	i := slices.IndexFunc(p.Steps, func(s PurchaseStep) bool { return s.PublishedBy == "" })
	if i < 0 {
		return PurchaseStep{}, false
	}
	return p.Steps[i], true
}

// Limits of the catalogue.
const (
	MaxPaper = 60
	MaxCents = 100_000_000_00
)

type purchaseReader interface {
	Purchase(body, id string) (Purchase, error)
	LastPurchaseNumber(body string, year int) (int, error)
}

type purchaseWriter interface {
	AddPurchase(Purchase) error
	SetPurchase(Purchase) error
	AddPurchaseStep(body, id string, s PurchaseStep) error
	SetPurchaseStep(body, id string, s PurchaseStep) error
	RemovePurchaseStep(body, id string, s PurchaseState) error
}

// MayKeepCatalogue is nil for the street's staff.
func MayKeepCatalogue(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.KeepCatalogue, residents.Matter{Body: body}, now)
}

// MayPublishStep is nil for another person of the street's staff than wrote the step.
func MayPublishStep(who residents.Standing, body string, s PurchaseStep, now Instant) error {
	return residents.May(who, residents.PublishCatalogue, residents.Matter{Body: body, Before: s.WrittenBy}, now)
}

// buying is an entry in the hands of a verb.
type buying struct {
	tx   Tx
	by   residents.Sender
	body residents.Community
	p    Purchase
}

func buyingOn(tx Tx, by residents.Sender, body, id string) (w buying, err error) {
	w = buying{tx: tx, by: by}
	if w.body, err = tx.CommunityByID(body); err != nil {
		return w, err
	}
	w.p, err = tx.Purchase(body, id)
	return w, err
}

func (w buying) today() calendar.Day { return today(w.body, w.by.Now) }

// MakePurchase writes an entry, announced on a day once another person publishes it. Its id is
// the command's.
func MakePurchase(tx Tx, by residents.Sender, body string, c PurchaseContent, day calendar.Day) (Purchase, error) {
	w := buying{tx: tx, by: by, p: Purchase{Body: body, ID: by.ID, Version: 1, MadeBy: by.Resident.ID, MadeAt: by.Now}}
	var err error
	if w.body, err = tx.CommunityByID(body); err != nil {
		return w.p, err
	}
	if err := MayKeepCatalogue(by.Standing, body, by.Now); err != nil {
		return w.p, err
	}
	if w.p.PurchaseContent, err = checkPurchase(c); err != nil {
		return w.p, err
	}
	year := w.today().Year
	n, err := tx.LastPurchaseNumber(body, year)
	if err != nil {
		return w.p, err
	}
	w.p.Number = fmt.Sprintf("M%04d-%03d", year, n+1)
	if err := tx.AddPurchase(w.p); err != nil {
		return w.p, err
	}
	return w.p, w.write(PurchaseStep{State: Announced, Day: day, Paper: w.p.Paper})
}

// ChangePurchase writes an entry anew that was never public. version is the one the form was drawn for.
func ChangePurchase(tx Tx, by residents.Sender, body, id string, version int, c PurchaseContent, day calendar.Day) error {
	w, err := buyingOn(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayKeepCatalogue(by.Standing, body, by.Now); err != nil {
		return err
	}
	switch {
	case w.p.State != Unpublished:
		return ErrPurchase
	case w.p.Version != version:
		return ErrChanged
	}
	if w.p.PurchaseContent, err = checkPurchase(c); err != nil {
		return err
	}
	if _, waits := w.p.Waiting(); waits {
		if err := tx.RemovePurchaseStep(body, id, Announced); err != nil {
			return err
		}
	}
	w.p.Version, w.p.Reason, w.p.Steps = version+1, "", nil
	if err := tx.SetPurchase(w.p); err != nil {
		return err
	}
	return w.write(PurchaseStep{State: Announced, Day: day, Paper: w.p.Paper})
}

func checkPurchase(c PurchaseContent) (PurchaseContent, error) {
	var err error
	for _, t := range []struct {
		name string
		text *string
		max  int
		line bool
	}{
		{"title", &c.Title, MaxName, true}, {"what", &c.What, MaxPurpose, false}, {"whom", &c.Whom, MaxPlace, true}, {"how", &c.How, MaxWords, false}, {"paper", &c.Paper, MaxPaper, true},
	} {
		if *t.text, err = residents.PublicText(t.name, *t.text, t.max, t.line); err != nil {
			return c, err
		}
	}
	if c.Unit, err = residents.PublicTextOrNone("unit", c.Unit, 10, true); err != nil {
		return c, err
	}
	switch {
	case c.Cents < 1 || c.Cents > MaxCents:
		return c, &residents.FieldError{Field: "cents", Reason: residents.ErrNumber, Limit: MaxCents / 100}
	case c.From.IsZero():
		return c, field("from", residents.ErrDate)
	case c.Until.IsZero():
		return c, field("until", residents.ErrDate)
	case c.Until.Before(c.From):
		return c, field("until", ErrTerm)
	}
	return c, nil
}

// WriteStep writes the next step of a public entry, for another person to publish.
func WriteStep(tx Tx, by residents.Sender, body, id string, s PurchaseStep) error {
	w, err := buyingOn(tx, by, body, id)
	if err != nil {
		return err
	}
	if err := MayKeepCatalogue(by.Standing, body, by.Now); err != nil {
		return err
	}
	if _, waits := w.p.Waiting(); waits || w.p.State == Unpublished {
		return ErrPurchase
	}
	if s.State != Bought {
		s.Seller, s.Community, s.Org, s.Cents = "", "", "", 0
	}
	if s.Words, err = residents.PublicTextOrNone("words", s.Words, MaxWords, false); err != nil {
		return err
	}
	if s.Paper, err = residents.PublicText("paper", s.Paper, MaxPaper, true); err != nil {
		return err
	}
	if s.State == Bought {
		if s, err = w.sold(s); err != nil {
			return err
		}
	}
	return w.write(s)
}

// sold checks from whom something was bought: an organisation on record in one of the street's
// communities, whose name stands as it is filed then, or somebody else by name.
func (w buying) sold(s PurchaseStep) (PurchaseStep, error) {
	if s.Cents < 1 || s.Cents > MaxCents {
		return s, &residents.FieldError{Field: "cents", Reason: residents.ErrNumber, Limit: MaxCents / 100}
	}
	var err error
	if s.Org == "" {
		s.Community = ""
		s.Seller, err = residents.PublicText("seller", s.Seller, MaxPlace, true)
		return s, err
	}
	home, err := w.tx.CommunityByID(s.Community)
	if err == nil && home.Parent != w.body.ID {
		err = residents.ErrNotFound
	}
	var o Organisation
	if err == nil {
		o, err = w.tx.Organisation(s.Community, s.Org)
	}
	switch {
	case err == residents.ErrNotFound:
		return s, field("org", residents.ErrChoice)
	case err != nil:
		return s, err
	case !o.InForce(w.today()):
		return s, field("org", ErrOver)
	}
	s.Seller = o.Name
	return s, nil
}

// write puts a step before a second person. It happened on a day that is not to come, and not
// before the one before it.
func (w buying) write(s PurchaseStep) error {
	switch {
	case !slices.Contains(w.p.State.After(), s.State):
		return field("state", ErrPurchase)
	case s.Day.IsZero() || w.today().Before(s.Day):
		return field("day", residents.ErrDate)
	}
	for _, before := range w.p.Steps {
		if s.Day.Before(before.Day) {
			return field("day", ErrTerm)
		}
	}
	s.WrittenBy, s.WrittenAt, s.PublishedBy, s.PublishedAt = w.by.Resident.ID, w.by.Now, "", Instant{}
	return w.tx.AddPurchaseStep(w.p.Body, w.p.ID, s)
}

// JudgeStep publishes the step that waits, by another person than wrote it, or sends it back
// with the reason. state is the one that the reader saw.
func JudgeStep(tx Tx, by residents.Sender, body, id string, state PurchaseState, version int, good bool, reason string) error {
	w, err := buyingOn(tx, by, body, id)
	if err != nil {
		return err
	}
	s, waits := w.p.Waiting()
	if err := MayPublishStep(by.Standing, body, s, by.Now); err != nil {
		return err
	}
	switch {
	case !waits || s.State != state:
		return ErrPurchase
	case w.p.Version != version:
		return ErrChanged
	}
	w.p.Version++
	if !good {
		if w.p.Reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
			return err
		}
		if err := tx.RemovePurchaseStep(body, id, s.State); err != nil {
			return err
		}
		return tx.SetPurchase(w.p)
	}
	w.p.State, w.p.Reason = s.State, ""
	s.PublishedBy, s.PublishedAt = by.Resident.ID, by.Now
	if err := tx.SetPurchase(w.p); err != nil {
		return err
	}
	if err := tx.SetPurchaseStep(body, id, s); err != nil {
		return err
	}
	if err := w.record(s); err != nil || s.Org == "" {
		return err
	}
	return w.tellSeller(s, "purchase-bought")
}

// stepFacts are what the record says of a step.
type stepFacts struct {
	Number string `json:"number"`
	Title  string `json:"name"`
	Day    string `json:"day"`
	Seller string `json:"seller,omitempty"`
	Cents  int64  `json:"cents,omitempty"`
	Paper  string `json:"paper"`
}

// record puts a step on the street's record.
func (w buying) record(s PurchaseStep) error {
	kind := "purchase-announced"
	switch s.State {
	case Bought:
		kind = "purchase-bought"
	case Delivered:
		kind = "purchase-delivered"
	case Ended:
		kind = "purchase-ended"
	}
	facts := stepFacts{w.p.Number, w.p.Title, s.Day.String(), s.Seller, s.Cents, s.Paper}
	_, err := w.tx.AppendTo(w.p.Body, record.Act{Kind: kind, Subject: "purchase/" + w.p.ID, Data: facts})
	return err
}

// tellSeller tells those who speak for the organisation from which it was bought.
func (w buying) tellSeller(s PurchaseStep, kind string) error {
	o, err := w.tx.Organisation(s.Community, s.Org)
	if err != nil {
		return err
	}
	for _, c := range o.Contacts {
		if err := w.tx.TellContact(Letter{
			Community: o.Community, ID: w.by.ID + "/" + kind + "/" + c.Resident, Resident: c.Resident, Kind: kind, Title: w.p.Title, At: w.by.Now,
		}); err != nil {
			return err
		}
	}
	return nil
}
