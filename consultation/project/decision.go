package project

import (
	"yishiting/consultation"
	"yishiting/residents"
)

// DecideByPoll takes what a counted poll of PollBody decided. A FieldError of "poll" with the
// reason of choiceOf where it decides nothing; after ErrNoQuorum and ErrNotFunded another poll may follow.
func DecideByPoll(tx Tx, by residents.Sender, body, id, poll string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	found, err := tx.Poll(w.p.PollBody(), poll)
	if err == residents.ErrNotFound {
		return field("poll", ErrPoll)
	}
	if err != nil {
		return err
	}
	same, err := tx.ProjectsOfTopic(w.p.Topic.Community, w.p.Topic.ID)
	if err != nil {
		return err
	}
	option, err := choiceOf(w.p, found, same)
	if told(err) {
		return field("poll", err.(residents.Reason))
	}
	if err != nil {
		return err
	}
	kind := ByPoll
	if w.p.Paid(PayOwners) {
		kind = ByOwners
	}
	return w.decide(Decision{Kind: kind, Poll: poll, Option: option})
}

// DecideByOutcome takes what a consultation settled without dissent, where nobody but the
// government or a donor pays: the committee carries out what consultation settles
// (城市居民委员会组织法 第三十二条).
func DecideByOutcome(tx Tx, by residents.Sender, body, id, option string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	o := w.facts.Outcome
	if o == nil || o.Kind != consultation.Settled || len(o.Dissent) > 0 || o.PublishedAt.Before(w.p.ListedAt) || w.p.asksResidents() || w.p.PollBody() != w.p.Topic.Community {
		return ErrUndecided // what one community settled binds no other, and what was settled before the options were listed was not about them
	}
	return w.decide(Decision{Kind: ByOutcome, Meeting: o.Meeting, Option: option})
}

// asksResidents tells whether residents or owners pay, or a fund of theirs.
func (c Content) asksResidents() bool {
	return c.Paid(PayHomes) || c.Paid(PayOwners) || c.Paid(PayFund) || c.Paid(PayParty)
}

// DecideByOffice notes what the street's office decided on a project of its own, once an
// opinion call has reached its coverage everywhere and where nobody of the residents pays.
func DecideByOffice(tx Tx, by residents.Sender, body, id, option, words string) error {
	w, err := workOn(tx, by, Decide, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	switch {
	case w.body.Level != residents.LevelSubdistrict || w.p.asksResidents():
		return ErrUndecided
	case !w.facts.heard(w.p, true):
		return ErrUnheard // an office decides for others only after it said how many it would hear, and did
	}
	if words, err = residents.PublicText("words", words, MaxWords, false); err != nil {
		return err
	}
	return w.decide(Decision{Kind: ByOffice, Words: words, Option: option})
}

func (w work) decide(d Decision) error {
	o, ok := w.p.Option(d.Option)
	if !ok {
		return field("option", residents.ErrChoice)
	}
	d.At, d.By = w.by.Now, w.by.Resident.ID
	w.p.Decision = d
	if err := w.keep(); err != nil {
		return err
	}
	return w.record("project-decided", struct {
		named
		By      DecisionKind `json:"by"`
		Poll    string       `json:"poll,omitempty"`
		Meeting string       `json:"meeting,omitempty"`
		Words   string       `json:"words,omitempty"`
		Option  Option       `json:"option"`
	}{w.named(), d.Kind, d.Poll, d.Meeting, d.Words, o})
}

// Rethink takes a decision back before approval, with a reason: what was put up is taken
// down, and options, decision and agreement are made anew. Whoever had disagreed is told,
// answered and asked again: what they had said of the first decision says nothing of the next.
func Rethink(tx Tx, by residents.Sender, body, id, reason string) error {
	w, err := workOn(tx, by, Reconsider, body, id, residents.Matter{})
	if err != nil {
		return err
	}
	if reason, err = residents.PublicText("reason", reason, MaxWords, false); err != nil {
		return err
	}
	if err := w.closeNotices(); err != nil {
		return err
	}
	if err := w.askAnew(); err != nil {
		return err
	}
	w.p.Decision, w.p.Agreement = Decision{}, NotAgreed
	if err := w.keep(); err != nil {
		return err
	}
	err = w.record("project-rethought", struct {
		named
		Reason string `json:"reason"`
	}{w.named(), reason})
	if err != nil {
		return err
	}
	if err := w.tellSpoken("project-rethought"); err != nil {
		return err
	}
	return w.tellObjectors("project-rethought")
}

// tellObjectors tells those who objected to the notice that was up: they are answered still,
// and may object to the next one.
func (w work) tellObjectors(kind string) error {
	up := w.facts.openNotice(ApprovalNotice)
	for _, o := range w.facts.Objections {
		if up == nil || o.Notice != up.Seq {
			continue
		}
		if err := w.tell(o.Community, o.Resident, kind); err != nil {
			return err
		}
	}
	return nil
}

// askAnew forgets how those who disagreed stood in the second round, and what was answered.
func (w work) askAnew() error {
	for _, d := range w.facts.Dissents {
		d.Changed, d.ChangedAt, d.ChangedBy, d.Until, d.Then, d.ThenAt = "", Instant{}, "", Instant{}, "", Instant{}
		if err := w.tx.SetDissent(d); err != nil {
			return err
		}
	}
	return nil
}
