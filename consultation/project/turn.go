package project

import (
	"time"

	"yishiting/residents"
)

// Work is one thing that the clock has to do: with a call whose hour has come, or with a project.
type Work struct{ Call, Project string }

// Clock is what TurnDue reads.
type Clock interface {
	// ProjectWork are the calls to close and the projects with which the clock may have
	// something to do at the given instant; few more than there are, none too few.
	ProjectWork(body string, now Instant) ([]Work, error)
}

// TurnDue is what the clock has to do in a body, without writing. Each is done by TurnOne in a
// transaction of its own, so that what fails in one keeps no other waiting.
func TurnDue(v Clock, body residents.Community, now Instant) ([]Work, error) {
	return v.ProjectWork(body.ID, now)
}

// ClockAt is the first instant at which the clock has something to do with a project by what
// it is itself: a milestone is overdue, a look-back opens, the last one was closed. The zero
// instant: none.
func (p Project) ClockAt(zone *time.Location) (at Instant) {
	switch p.Stage {
	case Deliver:
		for _, m := range p.Plan.Milestones {
			if due := m.Due.End(zone); m.DoneAt.IsZero() && m.RemindedAt.IsZero() && (at.IsZero() || due.Before(at)) {
				at = due
			}
		}
	case Evaluate:
		if p.LookedBack < len(p.LookBacks) {
			return p.OpensAt(p.LookBacks[p.LookedBack], zone)
		}
		return p.CompletedAt
	}
	return at
}
