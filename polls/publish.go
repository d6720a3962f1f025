package polls

import (
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// Study notes that the community's Party organisation has studied an important matter
// before it is put to the vote (城市居民委员会组织法 第三十条).
func Study(tx Tx, by residents.Sender, body, id string, on calendar.Day, note string) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := residents.May(by.Standing, residents.StudyPoll, residents.Matter{Body: body}, by.Now); err != nil {
		return err
	}
	if p.State != Draft {
		return ErrStage
	}
	zone, err := zoneOf(tx, body)
	if err != nil {
		return err
	}
	if on.IsZero() || calendar.DayOf(by.Now, zone).Before(on) {
		return refuse("on", residents.ErrDate)
	}
	if p.StudyNote, err = residents.PublicText("note", note, MaxAbout, false); err != nil {
		return err
	}
	p.StudiedOn = on
	return tx.SetPoll(p)
}

func zoneOf(tx Tx, body string) (*time.Location, error) {
	c, err := tx.CommunityByID(body)
	return c.Location(), err
}

// MayPublish is nil where somebody may fix a draft's terms and call the vote: another
// member of the committee than wrote them, after the study where the rule asks for one.
func MayPublish(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.PublishPoll, residents.Matter{Body: p.Community, Before: p.MadeBy}, now); err != nil {
		return err
	}
	if p.State != Draft {
		return ErrStage
	}
	rule, err := p.RuleOf()
	if err != nil {
		return err
	}
	if rule.PartyStudy.Due() && p.StudiedOn.IsZero() {
		return ErrUnstudied
	}
	return nil
}

// Publish fixes the terms, takes the roll and puts both on the record. Ballots are taken
// from the hour of the terms, or from now if that has passed.
func Publish(tx Tx, by residents.Sender, body, id string) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := MayPublish(by.Standing, p, by.Now); err != nil {
		return err
	}
	zone, err := zoneOf(tx, body)
	if err != nil {
		return err
	}
	if p.OpensAt().Before(by.Now) {
		p.Opens = by.Now.UnixMicro()
	}
	if p.Terms, err = checkTerms(tx, p.Terms, by.Now, zone); err != nil { // the rule may have changed since
		return err
	}
	if err := p.noticed(by.Now, zone); err != nil {
		return err
	}
	roll, err := takeRoll(tx, p.Terms, by.Now)
	if err != nil {
		return err
	}
	if p.Roll = SumRoll(roll); p.Roll.Units == 0 {
		return refuse("unit", ErrEmptyRoll)
	}
	if err := tx.AddElectors(body, id, roll); err != nil {
		return err
	}
	p.State, p.PublishedBy, p.PublishedAt = Published, by.Resident.ID, by.Now
	if err := tx.SetPoll(p); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, act("poll-published", id, PublishedFacts{
		Number: p.Number, Title: p.Question, Terms: string(p.Terms.JSON()), TermsHash: p.Terms.Hash(),
		Roll: p.Roll.Units, RollHash: p.Roll.Hash, RollArea: p.Roll.Area,
		Studied: dayText(p.StudiedOn), Study: p.StudyNote,
	}))
	return err
}

// PublishedFacts are what the record says when a poll is published.
type PublishedFacts struct {
	Number    string `json:"number"`
	Title     string `json:"title"`
	Terms     string `json:"terms"` // JSON of Terms
	TermsHash string `json:"terms_hash"`
	Roll      int64  `json:"roll"` // units
	RollHash  string `json:"roll_hash"`
	RollArea  int64  `json:"roll_area,omitempty"` // 0.01 m²
	Studied   string `json:"studied,omitempty"`
	Study     string `json:"study,omitempty"`
}

func dayText(d calendar.Day) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

// noticed sees that as many days lie between the notice and the vote as the rule wants.
func (p Poll) noticed(now Instant, zone *time.Location) error {
	rule, err := p.RuleOf()
	if err != nil {
		return err
	}
	first := calendar.DayOf(now, zone).Add(rule.Notice.N)
	if calendar.DayOf(p.OpensAt(), zone).Before(first) {
		return &residents.FieldError{Field: "opens", Reason: ErrNoticeDays, Limit: rule.Notice.N}
	}
	return nil
}

// MayTakeBack is nil where a published poll may become a draft again, or be given up:
// while no ballot is in.
func MayTakeBack(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.PublishPoll, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	switch {
	case p.State != Published:
		return ErrStage
	case p.Ballots > 0:
		return ErrHasBallots
	case !now.Before(p.ClosesAt()):
		return ErrOver // that nobody voted is a result
	}
	return nil
}

// TakeBack makes a published poll a draft again, with a public reason. Its roll and its
// printed ballots are void.
func TakeBack(tx Tx, by residents.Sender, body, id, reason string) error {
	return back(tx, by, body, id, reason, Draft, "poll-taken-back")
}

// Withdraw gives a published poll up, with a public reason.
func Withdraw(tx Tx, by residents.Sender, body, id, reason string) error {
	return back(tx, by, body, id, reason, Withdrawn, "poll-withdrawn")
}

func back(tx Tx, by residents.Sender, body, id, reason string, to State, kind string) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := MayTakeBack(by.Standing, p, by.Now); err != nil {
		return err
	}
	papers, err := tx.PaperCounts(body, id)
	if err != nil {
		return err
	}
	if papers.Waiting() > 0 {
		return ErrHasBallots // somebody filled them in
	}
	if reason, err = residents.PublicText("reason", reason, MaxAbout, false); err != nil {
		return err
	}
	if err := tx.DropPapers(body, id); err != nil {
		return err
	}
	if err := tx.DropElectors(body, id); err != nil {
		return err
	}
	p.State, p.Roll, p.PublishedBy, p.PublishedAt = to, RollSum{}, "", Instant{}
	if err := tx.SetPoll(p); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, act(kind, id, struct {
		Number string `json:"number"`
		Title  string `json:"title"`
		Reason string `json:"reason"`
	}{p.Number, p.Question, reason}))
	return err
}
