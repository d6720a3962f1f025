package project

import (
	"strconv"

	"yishiting/calendar"
	"yishiting/polls"
)

// Rate is a numerator over its denominator: 18 of 20. Where fewer than polls.SmallCell people
// stand on one side of it the numerator is only said to lie between Least and Most, so that
// nobody can be told from it; where fewer than so many were counted at all, Withheld.
type Rate struct {
	Least, Most int
	Of          int
	Withheld    bool
}

// RateOf is the rate as it may be shown.
func RateOf(n, of int) Rate {
	switch {
	case few(of):
		return Rate{Withheld: true}
	case of < 2*polls.SmallCell && (few(n) || few(of-n)): // which of them is small is not told
		return Rate{Least: 1, Most: of - 1, Of: of}
	case few(n):
		return Rate{Least: 1, Most: polls.SmallCell - 1, Of: of}
	case few(of - n):
		return Rate{Least: of - polls.SmallCell + 1, Most: of - 1, Of: of}
	}
	return Rate{Least: n, Most: n, Of: of}
}

// String is the rate as the record holds it: "18/20", "16-19/20", "" where it is withheld or
// nobody was counted.
func (r Rate) String() string {
	if r.Withheld || r.Of == 0 {
		return ""
	}
	n := strconv.Itoa(r.Least)
	if r.Most != r.Least {
		n += "-" + strconv.Itoa(r.Most)
	}
	return n + "/" + strconv.Itoa(r.Of)
}

// Percent is the rate in percent, rounded to the nearest, from its least to its most;
// false where there is none to show.
func (r Rate) Percent() (from, to int, ok bool) {
	if r.Withheld || r.Of == 0 {
		return 0, 0, false
	}
	return (r.Least*200 + r.Of) / (2 * r.Of), (r.Most*200 + r.Of) / (2 * r.Of), true
}

// RoundRates are the rates of one look-back (响应率 解决率 满意率).
type RoundRates struct {
	Call         string
	Round        int // of delivery
	Month        int // after completion
	State        CallState
	Closes       Instant
	Response     Rate   // units that answered, of those asked
	Solution     Rate   // "solved", of the answers to whether it is
	Satisfaction Rate   // 4 and 5, of the answers to how satisfied
	Formula      string // how they are worked out, with its source
}

// RatesOf are the rates of a project's look-backs, the earliest first. While one still takes
// answers only its response shows: nobody rates under the eyes of a score.
func RatesOf(v Reader, p Project) (all []RoundRates, err error) {
	calls, err := v.LookBackCalls(p.Community, p.ID)
	if err != nil {
		return nil, err
	}
	body, err := v.CommunityByID(p.Community)
	if err != nil {
		return nil, err
	}
	for _, c := range calls {
		if c.State != CallPublished && c.State != CallClosed {
			continue
		}
		m, err := v.MarksOf(p.Community, c.ID)
		if err != nil {
			return nil, err
		}
		asked, err := unitsAsked(v, c)
		if err != nil {
			return nil, err
		}
		r := ratesOf(c, asked, m)
		if c.State == CallPublished {
			r.Solution, r.Satisfaction = Rate{}, Rate{}
		}
		r.Formula = DeliveryRulesAt(calendar.DayOf(c.Closes, body.Location())).Rates
		all = append(all, r)
	}
	return all, nil
}

func ratesOf(c Call, asked int, m Marks) RoundRates {
	return RoundRates{
		Call: c.ID, Round: c.Round, Month: c.Month, State: c.State, Closes: c.Closes,
		Response:     RateOf(m.Answered, asked),
		Solution:     RateOf(m.Solved, m.Solved+m.Partly+m.Not),
		Satisfaction: RateOf(m.Satisfied, m.Rated),
	}
}

// unitsAsked is how many homes or people a call asks.
func unitsAsked(v Reader, c Call) (n int, err error) {
	places, err := v.CoverageOf(c)
	for _, p := range places {
		n += p.Units
	}
	return n, err
}

func (w *work) asked(c Call) (int, error) { return unitsAsked(w.tx, c) }
