package main

import (
	"net/http"
	"time"

	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// pollRoutes are the pages on which residents read of polls and vote.
func (p *Portal) pollRoutes() []route {
	return []route{
		{method: http.MethodGet, pattern: "/{place}/polls", name: "polls", do: residents.ReadPublic, handle: p.pollList},
		{method: http.MethodGet, pattern: "/{place}/polls/{id}", name: "poll", do: residents.ReadPublic, handle: p.pollPage},
		{method: http.MethodGet, pattern: "/{place}/polls/{id}/export", name: "poll-export", do: residents.ReadPublic, handle: p.pollExport},
	}
}

// onePoll is what is known of a poll while its page is written.
type onePoll struct {
	*request
	v     *store.View
	page  *pages.PollView
	p     polls.Poll
	seats []polls.Seat
}

// pollPage is the page of one poll. Drafts are there for nobody.
func (p *Portal) pollPage(r *request) (answer, error) {
	w := &onePoll{request: r, page: &pages.PollView{Frame: p.frame(r)}}
	err := p.view(r, func(v *store.View) (err error) {
		w.v = v
		if w.p, err = v.Poll(r.place.ID, r.thing("id")); err != nil {
			return err
		}
		if w.p.State == polls.Draft {
			return residents.ErrNotFound
		}
		for _, write := range []func() error{w.top, w.topic, w.seat, w.record} {
			if err := write(); err != nil {
				return err
			}
		}
		if w.p.State == polls.Counted {
			w.page.Counted = true
			w.page.Result, err = p.pollResult(v, r, w.p)
		}
		return err
	})
	return show(w.page), err
}

// top is what was fixed beforehand, and the hours.
func (w *onePoll) top() error {
	v, p, zone := w.page, w.p, w.place.Location()
	v.Terms, v.Phase, v.Roll = p.Terms, w.phaseOf(p), p.Roll
	v.Hours = pages.PollHours{Opens: w.when(p.OpensAt()), Closes: w.end(p.ClosesAt()), Left: w.pollLeft(p)}
	v.Hours.Passed, v.Hours.Whole = minutes(p.OpensAt(), w.now), minutes(p.OpensAt(), p.ClosesAt())
	if p.State == polls.Counting {
		v.Hours.Paper = w.end(p.PaperUntil(zone))
	}
	if !p.PublishedAt.IsZero() {
		v.RollDay = w.day(p.PublishedAt)
	}
	rule, err := p.RuleOf()
	if err != nil {
		return err
	}
	// With nobody present the rule says what is needed. How many are is said while the poll runs
	// only where its terms say so.
	count := polls.Count{Roll: p.Roll.Weights}
	if v.Counts = v.Phase == pages.PollOpen && p.Secrecy == polls.OpenTurnout; v.Counts {
		v.Voted, count.Participating.Heads = p.Ballots, p.Ballots
	}
	for _, c := range rule.Decide(count).Conditions {
		if c.Quorum && p.Roll.Units > 0 {
			v.Quorum = append(v.Quorum, c)
		}
	}
	return nil
}

// minutes are those from one instant to another, at least 0.
func minutes(from, to time.Time) int { return max(0, int(to.Sub(from)/time.Minute)) }

// topic leads to the matter whose question it is.
func (w *onePoll) topic() error {
	if w.p.Topic == "" {
		return nil
	}
	titles, err := w.v.TopicTitles(w.place.ID, []string{w.p.Topic})
	if title := titles[w.p.Topic]; title != "" {
		w.page.Topic = pages.TopicLine{Title: title, Href: w.page.To("topics/" + w.p.Topic)}
	}
	return err
}

// seat is the reader's part: their ballots that are in, and the form or why there is none.
func (w *onePoll) seat() error {
	v := w.page
	if w.who.Helper.ID != "" {
		v.Ballot.For = w.who.Resident.Name
	}
	seats, err := polls.SeatsOf(w.v, w.who, w.p, w.now)
	if err != nil || v.Phase == pages.PollWithdrawn {
		return err
	}
	w.seats = seats
	for _, s := range seats {
		if s.Elector.Unit != "" {
			v.Seats = append(v.Seats, pages.PollSeat{Home: w.homeOf(s), Label: s.Elector.Label, Slip: w.slip(s)})
		}
	}
	if v.Phase == pages.PollAhead || v.Phase == pages.PollOpen {
		w.form()
	}
	return nil
}

// homeOf is the home that a seat speaks for, as whoever lives there reads it; "" for one's own voice.
func (w *onePoll) homeOf(s polls.Seat) string {
	for _, h := range w.who.Homes {
		if polls.UnitHome(s.Elector.Unit) == h.Household {
			return h.Label()
		}
	}
	if w.p.Electorate.Unit.ByHome() {
		return s.Elector.Building
	}
	return ""
}

// slip confirms the ballot of a seat. Its code and what it says are for whoever cast it:
// neither for a helper, nor for who speaks for the home after them.
func (w *onePoll) slip(s polls.Seat) *pages.PollSlip {
	b := s.Ballot
	if b.Seq == 0 {
		return nil
	}
	slip := &pages.PollSlip{When: w.when(b.At), Paper: b.Channel == polls.Paper, Times: b.Seq}
	if slip.Paper {
		slip.When += " 录入"
		return slip
	}
	slip.When += " 投进"
	own := b.Voter == w.who.Resident.ID
	slip.Another = !own
	if own && w.who.Helper.ID == "" {
		slip.Code, slip.Said = b.Receipt(), pages.BallotSays(w.p.Terms, b.Choice)
	}
	return slip
}

// form is drawn where at least one of the seats may vote now.
func (w *onePoll) form() {
	b := &w.page.Ballot
	first := polls.SeatFor(w.seats, "")
	var may []polls.Seat
	for _, s := range w.seats {
		if polls.MayVote(w.who, w.p, s, w.now) == nil {
			may = append(may, s)
		}
	}
	if len(may) == 0 {
		if first.Ballot.Seq == 0 { // otherwise the slip says it
			b.Why = code(polls.MayVote(w.who, w.p, first, w.now))
		}
		return
	}
	b.Open, b.Again = true, true
	for _, s := range may {
		b.Again = b.Again && s.Ballot.Seq > 0
		option := pages.Option{Value: s.Elector.Unit, Label: w.homeOf(s)}
		if s.Ballot.Seq > 0 {
			option.Hint = "已投进，再投就是改投"
		}
		b.Units = append(b.Units, option)
	}
	if len(w.seats) == 1 {
		b.Units = nil
		return
	}
	waiting := polls.SeatFor(may, "").Elector.Unit
	for i, o := range b.Units {
		if o.Value == waiting {
			b.Units[0], b.Units[i] = b.Units[i], b.Units[0]
		}
	}
}

// pollKinds are the entries of the record that the page names; ballots' own are many.
var pollKinds = []string{"poll-published", "poll-closed", "poll-counted", "poll-taken-back", "poll-withdrawn", "poll-filed", "poll-formal"}

func (w *onePoll) record() error {
	entries, err := w.v.LastEntriesOfKinds(w.place.ID, "poll/"+w.p.ID, mostEntries, pollKinds...)
	for _, e := range entries {
		w.page.Entries = append(w.page.Entries, w.recordLine(e))
	}
	return err
}
