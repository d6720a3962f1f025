package project

import (
	"fmt"

	"yishiting/calendar"
	"yishiting/residents"
)

// MayDraftCall is nil for who may write a call of the body.
func MayDraftCall(who residents.Standing, body string, now Instant) error {
	return residents.May(who, residents.DraftCall, residents.Matter{Body: body}, now)
}

// MakeCall keeps a new draft. Its id is the command's; its number, Z2026-003, is the next of the body's.
func MakeCall(tx CallTx, by residents.Sender, c Call) (Call, error) {
	if err := MayDraftCall(by.Standing, c.Community, by.Now); err != nil {
		return c, err
	}
	c, err := checkCall(tx, c, by.Now)
	if err != nil {
		return c, err
	}
	c.ID, c.State, c.MadeBy, c.MadeAt = by.ID, CallDraft, by.Resident.ID, by.Now
	c.PublishedBy, c.PublishedAt, c.ClosedAt = "", Instant{}, Instant{}
	return addCall(tx, c, by.Now)
}

// addCall gives a call its number and keeps it.
func addCall(tx CallTx, c Call, now Instant) (Call, error) {
	body, err := tx.CommunityByID(c.Community)
	if err != nil {
		return c, err
	}
	year := calendar.DayOf(now, body.Location()).Year
	last, err := tx.LastCallNumber(c.Community, year)
	if err != nil {
		return c, err
	}
	c.Number = fmt.Sprintf("Z%04d-%03d", year, last+1)
	return c, tx.AddCall(c)
}

// ChangeCall writes a draft anew. Whoever wrote at it last is not who may publish it.
func ChangeCall(tx CallTx, by residents.Sender, c Call) error {
	old, err := tx.Call(c.Community, c.ID)
	if err != nil {
		return err
	}
	if err := MayDraftCall(by.Standing, c.Community, by.Now); err != nil {
		return err
	}
	if old.State != CallDraft {
		return ErrCallStage
	}
	if c, err = checkCall(tx, c, by.Now); err != nil {
		return err
	}
	old.CallContent, old.Opens, old.Closes, old.MadeBy = c.CallContent, c.Opens, c.Closes, by.Resident.ID
	return tx.SetCall(old)
}

// MayPublishCall is nil where somebody may call upon people with a draft: another person of
// the office than wrote it.
func MayPublishCall(who residents.Standing, c Call, now Instant) error {
	if err := residents.May(who, residents.PublishCall, residents.Matter{Body: c.Community, Before: c.MadeBy}, now); err != nil {
		return err
	}
	if c.State != CallDraft {
		return ErrCallStage
	}
	return nil
}

// PublishCall fixes a draft, counts how many units there are building by building, and puts it
// on the record. Answers are taken from the hour of its opening, or from now if that has passed.
func PublishCall(tx CallTx, by residents.Sender, body, id string) error {
	c, err := tx.Call(body, id)
	if err != nil {
		return err
	}
	if err := MayPublishCall(by.Standing, c, by.Now); err != nil {
		return err
	}
	if c.Opens.Before(by.Now) {
		c.Opens = by.Now
	}
	if c, err = checkCall(tx, c, by.Now); err != nil { // a building, a project may have changed since
		return err
	}
	c.PublishedBy = by.Resident.ID
	if c, err = published(tx, c, by.Now); err != nil {
		return err
	}
	if sumUnits(c.Units) == 0 {
		return refuse("places", ErrCallNobody)
	}
	return tx.SetCall(c)
}

// published counts the units and puts the call on the record; the caller keeps it.
func published(tx CallTx, c Call, now Instant) (Call, error) {
	var err error
	if c.Units, err = countUnits(tx, c, now); err != nil {
		return c, err
	}
	c.State, c.PublishedAt = CallPublished, now
	_, err = tx.AppendTo(c.Community, callAct("call-published", c, struct {
		Number    string   `json:"number"`
		Title     string   `json:"title"`
		Purpose   Purpose  `json:"purpose"`
		Unit      Unit     `json:"unit"`
		Units     int      `json:"units"`
		Coverage  int      `json:"coverage,omitempty"`
		Questions []string `json:"questions"`
		Hash      string   `json:"content_hash"`
		Opens     string   `json:"opens"`
		Closes    string   `json:"closes"`
	}{c.Number, c.Title, c.Purpose, c.Unit, sumUnits(c.Units), c.Coverage, c.words(), hashOf(c.JSON()), moment(c.Opens), moment(c.Closes)}))
	return c, err
}

// words are those of the questions.
func (c CallContent) words() (all []string) {
	for _, q := range c.Questions {
		all = append(all, q.Words)
	}
	return all
}

func sumUnits(all []PlaceUnits) (n int) {
	for _, p := range all {
		n += p.Units
	}
	return n
}

// moment is an instant as the record writes it.
func moment(at Instant) string { return at.UTC().Format("2006-01-02T15:04:05Z") }

// MayManageCall is nil for who may extend or withdraw a published call before it closes.
func MayManageCall(who residents.Standing, c Call, now Instant) error {
	if err := residents.May(who, residents.PublishCall, residents.Matter{Body: c.Community}, now); err != nil {
		return err
	}
	switch {
	case c.State != CallPublished || c.Purpose == ForLookBack:
		return ErrCallStage
	case !now.Before(c.Closes):
		return ErrCallOver
	}
	return nil
}

// ExtendCall puts a published call's close off, before it has closed, up to MaxCallDays from its
// opening, with a public reason: a building is not covered yet.
func ExtendCall(tx CallTx, by residents.Sender, body, id string, closes Instant, why string) error {
	c, err := tx.Call(body, id)
	if err != nil {
		return err
	}
	if err := MayManageCall(by.Standing, c, by.Now); err != nil {
		return err
	}
	if !c.Closes.Before(closes) {
		return &residents.FieldError{Field: "closes", Reason: ErrCallDays, Limit: MaxCallDays}
	}
	if err := checkHours(c.Opens, closes, by.Now); err != nil {
		return err
	}
	if why, err = residents.PublicText("why", why, MaxWords, false); err != nil {
		return err
	}
	c.Closes = closes
	if err := tx.SetCall(c); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, callAct("call-extended", c, struct {
		Number string `json:"number"`
		Title  string `json:"title"`
		Closes string `json:"closes"`
		Why    string `json:"why"`
	}{c.Number, c.Title, moment(closes), why}))
	return err
}

// MayWithdrawCall is nil for who may give up a draft, or a published call in which no answer is.
func MayWithdrawCall(who residents.Standing, c Call, now Instant) error {
	if c.State == CallDraft {
		return MayDraftCall(who, c.Community, now)
	}
	return MayManageCall(who, c, now)
}

// WithdrawCall gives a call up before an answer is in; a published one in public. Its transaction
// holds the call's Communities too.
func WithdrawCall(tx CallTx, by residents.Sender, body, id string) error {
	c, err := tx.Call(body, id)
	if err != nil {
		return err
	}
	if err := MayWithdrawCall(by.Standing, c, by.Now); err != nil {
		return err
	}
	answered, err := tx.HasAnswers(body, id)
	if err == nil && answered {
		err = ErrCallAnswered
	}
	if err != nil {
		return err
	}
	was := c.State
	c.State = CallWithdrawn
	if err := tx.SetCall(c); err != nil || was == CallDraft {
		return err
	}
	_, err = tx.AppendTo(body, callAct("call-withdrawn", c, struct {
		Number string `json:"number"`
		Title  string `json:"title"`
	}{c.Number, c.Title}))
	return err
}
