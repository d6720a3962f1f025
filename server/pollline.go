package main

import (
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/server/store"
)

// phaseOf is where a published poll stands for its readers: whether it takes ballots is
// for the clock to say, also before the server has closed it.
func (r *request) phaseOf(p polls.Poll) string {
	switch {
	case p.State == polls.Withdrawn:
		return pages.PollWithdrawn
	case p.State == polls.Counted:
		return pages.PollCounted
	case p.State == polls.Published && r.now.Before(p.OpensAt()):
		return pages.PollAhead
	case p.Taking(r.now) == nil:
		return pages.PollOpen
	}
	return pages.PollClosed
}

// pollLine is a poll as lists show it.
func (r *request) pollLine(p polls.Poll) pages.TopicLine {
	phase := r.phaseOf(p)
	line := pages.TopicLine{Title: p.Question, Href: "/" + r.place.Slug + "/polls/" + p.ID, Facts: []string{pages.EffectWord(p.Effect)}}
	line.State, line.Tone = pages.PhaseTag(phase)
	switch phase {
	case pages.PollAhead:
		line.Facts = append(line.Facts, r.when(p.OpensAt())+" 开始")
	case pages.PollOpen:
		line.Facts = append(line.Facts, r.pollLeft(p))
	case pages.PollClosed:
		line.Facts = append(line.Facts, r.end(p.ClosesAt())+" 截止")
	case pages.PollCounted:
		if f, err := p.Result(); err == nil {
			line.Facts = append(line.Facts, pages.PollOutcome(p.Effect, f.Outcome))
		}
		line.Facts = append(line.Facts, r.day(p.CountedAt)+"计票")
	}
	return line
}

// pollLeft is how long an open poll still takes ballots: 还剩 4 天, 今天 18:00 截止.
func (r *request) pollLeft(p polls.Poll) string { return r.leftUntil(p.ClosesAt()) }

// leftUntil is how long something still is open: 还剩 4 天, 今天 18:00 截止.
func (r *request) leftUntil(closes time.Time) string {
	zone := r.place.Location()
	if end := closes.Add(-time.Microsecond); calendar.DayOf(end, zone) == r.today() {
		if calendar.DayOf(closes, zone) != r.today() {
			return "今天 24:00 截止"
		}
		return "今天 " + calendar.Clock(closes, zone) + " 截止"
	}
	return r.left(closes)
}

// mostOpen is how many polls that are not over a page shows.
const mostOpen = 200

// running are the place's published polls that take ballots now, the first to close first, and
// those that will.
func (r *request) running(v *store.View) (open, ahead []polls.Poll, err error) {
	all, err := v.PollsAfter(r.place.ID, polls.Poll{}, mostOpen, polls.Published)
	for i := len(all) - 1; i >= 0; i-- {
		switch r.phaseOf(all[i]) {
		case pages.PollOpen:
			open = append(open, all[i])
		case pages.PollAhead:
			ahead = append(ahead, all[i])
		}
	}
	return open, ahead, err
}

// seatsIn are the reader's seats in a poll; none where somebody has none.
func (r *request) seatsIn(v *store.View, p polls.Poll) ([]polls.Seat, error) {
	if !r.who.SignedIn() {
		return nil, nil
	}
	seats, err := polls.SeatsOf(v, r.who, p, r.now)
	if len(seats) == 1 && seats[0].Elector.Unit == "" {
		return nil, err
	}
	return seats, err
}
