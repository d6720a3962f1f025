package project

import (
	"slices"
	"time"

	"yishiting/calendar"
)

// Trouble is why a project does not come along.
type Trouble string

// The troubles.
const (
	LateMilestone Trouble = "milestone" // a milestone is not done and its last day is over
	LateApproval  Trouble = "approval"  // its notice is over with all answered, and nobody has approved it
	LateReply     Trouble = "reply"     // an objection waits for its answer
	Still         Trouble = "still"     // the public has heard nothing for StillDays
)

// StreetRules are the periods by which a street looks at its projects, as they stand from a day on.
type StreetRules struct {
	From      calendar.Day
	StillDays int // so many days without anything said in public, and a project stands still
	Source    string
}

// streetRules is dated data, the latest last.
var streetRules = []StreetRules{
	{calendar.Day{Year: 2019, Month: time.January, Day: 1}, 30, "街道约定：三十天没有新进展的，按停滞看"},
}

// StreetRulesAt are the rules that hold on a day.
func StreetRulesAt(d calendar.Day) StreetRules {
	now := streetRules[0]
	for _, r := range streetRules {
		if !d.Before(r.From) {
			now = r
		}
	}
	return now
}

// Signs are what is known of a project besides itself, by which it is seen whether it comes along.
type Signs struct {
	Unanswered  int     // objections that wait
	FirstAsked  Instant // the earliest of them; zero for none
	NoticeUntil Instant // end of its last notice of approval; zero for none
}

// Troubled is a trouble and since when.
type Troubled struct {
	Trouble Trouble
	Since   Instant
}

// Ended tells whether nothing more will come of it.
func (s Stage) Ended() bool { return s == Closed || s == Dropped }

// Troubles are what holds a project up at the given instant, the longest first; none of one that has ended.
func (p Project) Troubles(s Signs, zone *time.Location, now Instant) (all []Troubled) {
	if p.Stage.Ended() {
		return nil
	}
	add := func(why Trouble, since Instant) { all = append(all, Troubled{why, since}) }
	if late := p.lateSince(zone); p.Stage == Deliver && !late.IsZero() && !now.Before(late) {
		add(LateMilestone, late)
	}
	if s.Unanswered > 0 {
		add(LateReply, s.FirstAsked)
	}
	if p.Stage == Negotiate && s.Unanswered == 0 && !s.NoticeUntil.IsZero() && !now.Before(s.NoticeUntil) {
		add(LateApproval, s.NoticeUntil)
	}
	days := StreetRulesAt(calendar.DayOf(now, zone)).StillDays
	if still := p.ChangedAt.AddDate(0, 0, days); p.Stage != Evaluate && !now.Before(still) {
		add(Still, still)
	}
	slices.SortStableFunc(all, func(a, b Troubled) int { return a.Since.Compare(b.Since) })
	return all
}

// lateSince is the end of the last day of the earliest milestone that is not done; zero for none.
func (p Project) lateSince(zone *time.Location) (first Instant) {
	for _, m := range p.Plan.Milestones {
		if end := m.Due.End(zone); m.DoneAt.IsZero() && (first.IsZero() || end.Before(first)) {
			first = end
		}
	}
	return first
}
