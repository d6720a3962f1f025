package polls

import (
	"slices"
	"strconv"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
)

// judged are the methods of which a rule with conditions can say whether something passed:
// it must be clear who is for. Where nothing is decided every method may be used.
var judged = []Method{Binary, Plurality, Approval}

// Judged tells whether a rule with conditions can be held against the method.
func (m Method) Judged() bool { return slices.Contains(judged, m) }

// Methods are those that a poll may use, in the order in which they are offered.
var Methods = []Method{Binary, Plurality, Approval, Schulze, Shares, Greedy, STV}

// Completions are those of Equal Shares, in the order in which they are offered.
var Completions = []Completion{CompleteAdd1, CompleteAdd1E, CompleteAdd1U, CompleteBoth, CompleteNone}

// checkTerms sees that the terms make sense together and writes them in their one form:
// ids by place, nothing that the method does not use.
func checkTerms(tx Tx, t Terms, now Instant, zone *time.Location) (_ Terms, err error) {
	if t.Question, err = residents.PublicText("question", t.Question, MaxQuestion, true); err != nil {
		return t, err
	}
	if t.Text, err = residents.PublicTextOrNone("text", t.Text, MaxText, false); err != nil {
		return t, err
	}
	if t.Topic != "" {
		known, err := tx.HasTopic(t.Community, t.Topic)
		if err != nil {
			return t, err
		}
		if !known {
			return t, refuse("topic", residents.ErrNotFound)
		}
	}
	for _, check := range []func(*Terms) error{(*Terms).checkMethod, (*Terms).checkOptions, (*Terms).checkElectorate} {
		if err := check(&t); err != nil {
			return t, err
		}
	}
	if err := t.checkHours(now); err != nil {
		return t, err
	}
	return t, t.checkRule(calendar.DayOf(t.OpensAt(), zone))
}

func (t *Terms) checkMethod() error {
	if !slices.Contains(Methods, t.Method) {
		return refuse("method", residents.ErrChoice)
	}
	budget := t.Method == Shares || t.Method == Greedy
	if !budget {
		t.Budget = 0
	} else if t.Budget < 100 || t.Budget > MaxCost {
		return &residents.FieldError{Field: "budget", Reason: residents.ErrNumber, Limit: MaxCost}
	}
	if t.Method != Shares {
		t.Completion = ""
	} else if !slices.Contains(Completions, t.Completion) {
		return refuse("completion", residents.ErrChoice)
	}
	if t.Ties = DefaultTies; t.Method == Binary {
		t.Ties = nil
	}
	t.None = t.None && t.Method == Schulze
	if budget || t.Method == Binary {
		t.Seats = 0
	} else if t.Method == Schulze {
		t.Seats = 1
	}
	if t.Method != Plurality {
		t.Choose = 0
	}
	return nil
}

func (t *Terms) checkOptions() error {
	if t.Method == Binary {
		t.Options = nil
		return nil
	}
	least := 2
	if t.None || t.Budget > 0 {
		least = 1
	}
	if len(t.Options) < least {
		return refuse("options", residents.ErrEmpty)
	}
	if len(t.Options) > MaxOptions {
		return &residents.FieldError{Field: "options", Reason: residents.ErrTooMany, Limit: MaxOptions}
	}
	seen := map[string]bool{}
	for i := range t.Options {
		o, field := &t.Options[i], "option-"+strconv.Itoa(i+1)
		var err error
		if o.Words, err = residents.PublicText(field, o.Words, MaxWords, true); err != nil {
			return err
		}
		if o.About, err = residents.PublicTextOrNone(field, o.About, MaxAbout, false); err != nil {
			return err
		}
		if seen[o.Words] {
			return refuse(field, ErrTwice)
		}
		seen[o.Words] = true
		if o.ID = strconv.Itoa(i + 1); t.Budget == 0 {
			o.Cost = 0
		} else if o.Cost < 1 || o.Cost > t.Budget {
			return refuse(field, ErrOverBudget)
		}
	}
	return t.checkSeats()
}

func (t *Terms) checkSeats() error {
	n := len(t.Options)
	if t.Seats < 0 || t.Method != Schulze && t.Budget == 0 && (t.Seats < 1 || t.Seats >= n) {
		return &residents.FieldError{Field: "seats", Reason: residents.ErrNumber, Limit: n - 1}
	}
	if t.Method == Plurality && (t.Choose < 1 || t.Choose >= n) {
		return &residents.FieldError{Field: "choose", Reason: residents.ErrNumber, Limit: n - 1}
	}
	return nil
}

func (t *Terms) checkHours(now Instant) error {
	if !t.ClosesAt().After(t.OpensAt()) || !t.ClosesAt().After(now) || t.ClosesAt().After(t.OpensAt().AddDate(0, 0, MaxDays)) {
		return refuse("closes", residents.ErrDate)
	}
	return nil
}

// checkRule sees that the rule is in force on the day when ballots begin, that it is one
// for the electorate, and that what it wants can be kept by the method and the secrecy.
func (t *Terms) checkRule(on calendar.Day) error {
	rule, err := RuleByID(t.Rule, on)
	if err != nil {
		return refuse("rule", residents.ErrChoice)
	}
	if !rule.Online {
		return refuse("rule", ErrElsewhere)
	}
	if rule.Village || !slices.Contains(rule.Units, t.Electorate.Unit) {
		return refuse("rule", ErrRule)
	}
	// What all decide is not decided by one building (城市居民委员会组织法 第二十七条：全体).
	if rule.Effect == Resolution && len(t.Electorate.Buildings) > 0 {
		return refuse("buildings", ErrRule)
	}
	if rule.Decides() && (!t.Method.Judged() || t.Seats > 1) {
		return refuse("method", ErrRule)
	}
	if !slices.Contains(Secrecies, t.Secrecy) {
		return refuse("secrecy", residents.ErrChoice)
	}
	// An area tells which flat it is, so owners know beforehand that their ballots are published by flat.
	if t.Electorate.Unit == UnitOwner && t.Secrecy != Named {
		return refuse("secrecy", ErrRule)
	}
	t.RuleFrom, t.Effect = rule.From, rule.Effect
	return nil
}
