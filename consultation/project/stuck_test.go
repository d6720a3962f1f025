package project

import (
	"slices"
	"testing"
	"time"

	"yishiting/calendar"
)

func TestTroubles(t *testing.T) {
	zone := time.FixedZone("UTC+8", 8*3600)
	now := time.Date(2026, 11, 28, 12, 0, 0, 0, zone)
	day := func(n int) calendar.Day { return calendar.DayOf(now, zone).Add(n) }
	ago := func(days int) Instant { return now.AddDate(0, 0, -days) }
	plan := func(due ...int) Plan {
		p := Plan{}
		for _, n := range due {
			p.Milestones = append(p.Milestones, Milestone{Due: day(n)})
		}
		return p
	}
	done := plan(-9)
	done.Milestones[0].DoneAt = ago(10)
	for name, c := range map[string]struct {
		stage Stage
		moved int // days since
		plan  Plan
		signs Signs
		want  []Trouble
	}{
		"under way":                       {Collect, 29, Plan{}, Signs{}, nil},
		"nothing for thirty days":         {Collect, 30, Plan{}, Signs{}, []Trouble{Still}},
		"evaluated, which takes a year":   {Evaluate, 200, Plan{}, Signs{}, nil},
		"closed":                          {Closed, 200, plan(-9), Signs{Unanswered: 1, FirstAsked: ago(3)}, nil},
		"dropped":                         {Dropped, 200, Plan{}, Signs{NoticeUntil: ago(3)}, nil},
		"a milestone of today":            {Deliver, 1, plan(0, 5), Signs{}, nil},
		"a milestone of yesterday":        {Deliver, 1, plan(5, -1), Signs{}, []Trouble{LateMilestone}},
		"a late milestone that is done":   {Deliver, 1, done, Signs{}, nil},
		"notice over":                     {Negotiate, 1, Plan{}, Signs{NoticeUntil: now}, []Trouble{LateApproval}},
		"notice running":                  {Negotiate, 1, Plan{}, Signs{NoticeUntil: now.Add(1)}, nil},
		"notice over, an objection waits": {Negotiate, 1, Plan{}, Signs{NoticeUntil: ago(1), Unanswered: 2, FirstAsked: ago(4)}, []Trouble{LateReply}},
		"notice of what is delivered":     {Deliver, 1, Plan{}, Signs{NoticeUntil: ago(40)}, nil},
		"all at once, the longest first":  {Deliver, 50, plan(-3), Signs{Unanswered: 1, FirstAsked: ago(9)}, []Trouble{Still, LateReply, LateMilestone}},
	} {
		p := Project{Stage: c.stage, ChangedAt: ago(c.moved), Content: Content{Plan: c.plan}}
		var got []Trouble
		for _, one := range p.Troubles(c.signs, zone, now) {
			got = append(got, one.Trouble)
			if one.Since.After(now) {
				t.Errorf("%s: %s since %v, which is still to come", name, one.Trouble, one.Since)
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, not %v", name, got, c.want)
		}
	}
}
