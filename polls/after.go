package polls

import (
	"encoding/json"

	"yishiting/calendar"
	"yishiting/residents"
)

// MayFile is nil where a resolution that passed may be noted as filed with the street
// (城市居民委员会组织法 第三十一条).
func MayFile(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.FilePoll, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	rule, err := p.RuleOf()
	if err != nil {
		return err
	}
	f, err := p.Result()
	if err != nil || !rule.Filing.Due() || !f.Outcome.Passed || !p.FiledOn.IsZero() {
		return ErrStage
	}
	return nil
}

// Result is what a counted poll came to; ErrStage before.
func (p Poll) Result() (Final, error) {
	var f Final
	if p.State != Counted {
		return f, ErrStage
	}
	return f, json.Unmarshal(p.Final, &f)
}

// FileResult notes when and under which number a resolution was filed with the street.
func FileResult(tx Tx, by residents.Sender, body, id string, on calendar.Day, as string) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := MayFile(by.Standing, p, by.Now); err != nil {
		return err
	}
	zone, err := zoneOf(tx, body)
	if err != nil {
		return err
	}
	if on.IsZero() || calendar.DayOf(by.Now, zone).Before(on) || on.Before(calendar.DayOf(p.CountedAt, zone)) {
		return refuse("on", residents.ErrDate)
	}
	if p.FiledAs, err = residents.PublicText("as", as, MaxWords, true); err != nil {
		return err
	}
	p.FiledOn = on
	if err := tx.SetPoll(p); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, act("poll-filed", id, struct {
		Number string `json:"number"`
		Title  string `json:"title"`
		On     string `json:"on"`
		As     string `json:"as"`
	}{p.Number, p.Question, on.String(), p.FiledAs}))
	return err
}

// Formal is the result of the owners' own vote in the city's system, as it was published
// there (北京市物业管理条例 第三十五条): noted here, held against the rule, decided there.
type Formal struct {
	On      calendar.Day `json:"on"`
	Source  string       `json:"source"` // where it can be read: the system and the number of the vote
	Count   Count        `json:"count"`
	Outcome Outcome      `json:"outcome"`
}

// FormalResult is the noted result of the formal vote; ErrStage where there is none.
func (p Poll) FormalResult() (Formal, error) {
	var f Formal
	if p.Formal == nil {
		return f, ErrStage
	}
	return f, json.Unmarshal(p.Formal, &f)
}

// MayNoteFormal is nil where the result of the formal vote may be noted: after an
// indication of will was counted.
func MayNoteFormal(who residents.Standing, p Poll, now Instant) error {
	if err := residents.May(who, residents.NoteFormal, residents.Matter{Body: p.Community}, now); err != nil {
		return err
	}
	if p.State != Counted || p.Effect != Indication || p.Formal != nil {
		return ErrStage
	}
	return nil
}

// NoteFormal notes the formal vote's result. Numbers within numbers: for within taking
// part within all.
func NoteFormal(tx Tx, by residents.Sender, body, id string, f Formal) error {
	p, err := tx.Poll(body, id)
	if err != nil {
		return err
	}
	if err := MayNoteFormal(by.Standing, p, by.Now); err != nil {
		return err
	}
	zone, err := zoneOf(tx, body)
	if err != nil {
		return err
	}
	if f.On.IsZero() || calendar.DayOf(by.Now, zone).Before(f.On) {
		return refuse("on", residents.ErrDate)
	}
	if f.On.Before(calendar.DayOf(p.PublishedAt, zone)) {
		return refuse("on", residents.ErrDate)
	}
	if f.Source, err = residents.PublicText("source", f.Source, MaxAbout, true); err != nil {
		return err
	}
	f.Count.Valid = f.Count.Participating
	if field := f.Count.wrong(); field != "" {
		return refuse(field, residents.ErrNumber)
	}
	rule, err := RuleByID(p.Rule, f.On)
	if err != nil {
		return refuse("on", residents.ErrDate) // before there was such a rule
	}
	f.Outcome = rule.Decide(f.Count)
	if p.Formal, err = json.Marshal(f); err != nil {
		return err
	}
	if err := tx.SetPoll(p); err != nil {
		return err
	}
	_, err = tx.AppendTo(body, act("poll-formal", id, struct {
		Number string `json:"number"`
		Title  string `json:"title"`
		Result Formal `json:"result"`
	}{p.Number, p.Question, f}))
	return err
}

// wrong is the first field whose number does not fit the others; "" where all do.
func (c Count) wrong() string {
	for _, w := range []struct {
		name                 string
		roll, present, voice int64
	}{
		{"heads", c.Roll.Heads, c.Participating.Heads, c.For.Heads},
		{"area", c.Roll.Area, c.Participating.Area, c.For.Area},
	} {
		switch {
		case w.roll < 1:
			return "roll-" + w.name
		case w.present < 0 || w.present > w.roll:
			return "present-" + w.name
		case w.voice < 0 || w.voice > w.present:
			return "for-" + w.name
		}
	}
	return ""
}
