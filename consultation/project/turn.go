package project

import (
	"slices"
	"time"

	"yishiting/residents"
)

// Work is one thing that the clock has to do: with a call whose hour has come, or with a project.
type Work struct {
	Call, Project string
	Also          []string // bodies that the transaction holds besides the project's own
}

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

// Turn does all that the clock has to do in a body. Done twice it does nothing the second time.
func Turn(tx interface {
	Tx
	Clock
}, body residents.Community, now Instant) error {
	all, err := TurnDue(tx, body, now)
	for _, one := range all {
		if err := TurnOne(tx, body, one, now); err != nil {
			return err
		}
	}
	return err
}

// TurnOne does what the clock has to do with one call or project. It reads anew what is due:
// another server may have done it since TurnDue, and then it does nothing.
func TurnOne(tx Tx, body residents.Community, one Work, now Instant) error {
	if one.Call != "" {
		return closeDue(tx, body, one.Call, now)
	}
	w, err := readWork(tx, clockSender(one.Project+"-"+timeText(now), now), body.ID, one.Project)
	if err != nil {
		return err
	}
	for _, do := range []func() error{w.letTakeEffect, w.endMoved, w.remind, w.lookBack} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// closeDue closes a call whose hour has come. What follows from a look-back follows at once:
// no other server finds it closed and not judged.
func closeDue(tx Tx, body residents.Community, call string, now Instant) error {
	c, err := tx.Call(body.ID, call)
	if err != nil || c.State != CallPublished || now.Before(c.Closes) {
		return err
	}
	if err := CloseCall(tx, body, call, now); err != nil || c.Purpose != ForLookBack {
		return err
	}
	w, err := readWork(tx, clockSender(call, now), body.ID, c.Project)
	if err != nil {
		return err
	}
	m, err := tx.MarksOf(body.ID, call)
	if err != nil {
		return err
	}
	if err := w.judge(c, m); err != nil {
		return err
	}
	calls, err := tx.LookBackCalls(body.ID, w.p.ID)
	if err != nil {
		return err
	}
	if _, err := w.close(calls); err != nil {
		return err
	}
	return w.keep()
}

// letTakeEffect lets changes take effect whose days are over and whose objections are answered.
func (w *work) letTakeEffect() error {
	for _, n := range w.facts.Notices {
		if n.Kind != ChangeNotice || !n.ClosedAt.IsZero() || w.by.Now.Before(n.Until) || w.facts.unanswered(n.Seq) > 0 {
			continue
		}
		if err := CloseNotice(w.tx, w.body, n, w.by.Now); err != nil {
			return err
		}
		again, err := readWork(w.tx, w.by, w.p.Community, w.p.ID)
		if err != nil {
			return err
		}
		*w = again
	}
	return nil
}

// remind puts every milestone that is overdue on the record, once for each day it was due,
// and tells the desk and those who watch.
func (w *work) remind() error {
	if w.p.Stage != Deliver || !slices.ContainsFunc(w.p.Plan.Milestones, w.unreminded) {
		return nil
	}
	w.own()
	for i := range w.p.Plan.Milestones {
		m := &w.p.Plan.Milestones[i]
		if !w.unreminded(*m) {
			continue
		}
		m.RemindedAt = w.by.Now
		if err := w.record("project-overdue", w.milestoneFacts(*m)); err != nil {
			return err
		}
	}
	if err := w.keep(); err != nil {
		return err
	}
	if err := w.tellDesk("project-overdue"); err != nil {
		return err
	}
	return w.tellWatching("project-overdue")
}

func (w *work) unreminded(m Milestone) bool { return m.Overdue(w.today()) && m.RemindedAt.IsZero() }

// lookBack opens the next look-back when its day has come, or closes the project after the last.
func (w *work) lookBack() error {
	if w.p.Stage != Evaluate {
		return nil
	}
	calls, err := w.tx.LookBackCalls(w.p.Community, w.p.ID)
	if err != nil || w.running(calls) != nil {
		return err
	}
	if w.p.LookedBack < len(w.p.LookBacks) {
		month := w.p.LookBacks[w.p.LookedBack]
		if w.by.Now.Before(w.p.OpensAt(month, w.zone())) {
			return nil
		}
		if _, err := OpenLookBack(w.tx, w.body, w.p, month, w.by.Now); err != nil {
			return err
		}
		w.p.LookedBack++
		return w.keep()
	}
	if closed, err := w.close(calls); err != nil || !closed {
		return err
	}
	return w.keep()
}
