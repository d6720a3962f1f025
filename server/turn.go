package main

import (
	"context"
	"errors"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// turnEvery is how often the clock's work is looked for.
const turnEvery = time.Minute

// Turn does what the clock has to do at this instant in every community and street. Several
// servers may do it at once: each thing happens once. What fails in one of them, or with one
// project, does not keep the others waiting.
func (p *Portal) Turn(ctx context.Context) error {
	now := p.clock()
	var all []residents.Community
	var due []dueWork
	err := p.store.View(ctx, func(v *store.View) (err error) {
		due = nil
		if all, err = v.Communities(); err != nil {
			return err
		}
		for _, body := range all {
			if body.Level == residents.LevelDistrict {
				continue
			}
			work, err := dueIn(v, body, now)
			if err != nil {
				return err
			}
			if body.Level == residents.LevelCommunity {
				if work.digests, err = p.digestsDue(v, body, now); err != nil {
					return err
				}
			}
			due = append(due, work)
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, work := range due {
		failed = append(failed, p.turnMonth(ctx, work, now))
	}
	for _, work := range due {
		for _, poll := range work.polls {
			failed = append(failed, p.closePoll(ctx, work.body, poll, now))
		}
		for _, one := range work.projects {
			failed = append(failed, p.turnProject(ctx, work.body, one, now))
		}
		if work.remind {
			failed = append(failed, p.store.Update(ctx, work.body.ID, func(tx *store.Tx) error { return grants.Remind(tx, work.body, now) }))
		}
		if work.digests {
			failed = append(failed, p.makeDigests(ctx, work.body, now))
		}
		if work.notes {
			failed = append(failed, p.store.Update(ctx, work.body.ID, func(tx *store.Tx) error { return organisations.RemindNotes(tx, work.body, now) }))
		}
		for _, round := range work.rounds {
			failed = append(failed, p.turnRound(ctx, work, round, now))
		}
		for _, activity := range work.activities {
			failed = append(failed, p.turnActivity(ctx, work.body, activity, now))
		}
	}
	return errors.Join(append(failed, p.forget(ctx, all, now))...)
}

// dueWork is what the clock has to do in a community, or of a street's its calls and projects.
type dueWork struct {
	body       residents.Community
	month      bool
	polls      []polls.Poll // to be closed or counted
	projects   []project.Work
	activities []string // ids
	rounds     []string // ids of rounds of micro-grants
	remind     bool     // of rooms and trainings of the next day
	digests    bool     // the week's digest is to be made for somebody
	notes      bool     // organisations are to be reminded of their notes on a year
}

func dueIn(v *store.View, body residents.Community, now time.Time) (work dueWork, err error) {
	work.body = body
	if work.projects, err = project.TurnDue(v, body, now); err != nil {
		return work, err
	}
	if body.Level != residents.LevelCommunity {
		work.rounds, err = grants.TurnDue(v, body, now)
		return work, err
	}
	if work.month, err = consultation.TurnDue(v, body, now); err != nil {
		return work, err
	}
	if work.activities, err = signups.TurnDue(v, body, now); err != nil {
		return work, err
	}
	if work.remind, err = grants.RemindDue(v, body, now); err != nil {
		return work, err
	}
	if work.notes, err = organisations.RemindNotesDue(v, body, now); err != nil {
		return work, err
	}
	work.polls, err = polls.DueToClose(v, body, now)
	return work, err
}

func (p *Portal) turnMonth(ctx context.Context, work dueWork, now time.Time) error {
	if !work.month {
		return nil
	}
	return p.store.Update(ctx, work.body.ID, func(tx *store.Tx) error { return consultation.Turn(tx, work.body, now) })
}

// turnProject does the clock's work on one call or project, in a transaction of its own: what
// fails in one keeps no other waiting.
func (p *Portal) turnProject(ctx context.Context, body residents.Community, one project.Work, now time.Time) error {
	return p.store.Update(ctx, body.ID, func(tx *store.Tx) error { return project.TurnOne(tx, body, one, now) }, one.Also...)
}

// turnActivity does the clock's work on one activity, in a transaction of its own.
func (p *Portal) turnActivity(ctx context.Context, body residents.Community, id string, now time.Time) error {
	return p.store.Update(ctx, body.ID, func(tx *store.Tx) error { return signups.TurnOne(tx, body, id, now) })
}

// turnRound does the clock's work on one round of micro-grants, in a transaction of its own.
func (p *Portal) turnRound(ctx context.Context, work dueWork, id string, now time.Time) error {
	return p.store.Update(ctx, work.body.ID, func(tx *store.Tx) error { return grants.TurnOne(tx, work.body, id, now) })
}

// closePoll does the clock's work on one poll, in a transaction of its own: what fails in
// one poll undoes no other's close, nor the month's work.
func (p *Portal) closePoll(ctx context.Context, body residents.Community, poll polls.Poll, now time.Time) error {
	ahead, err := p.countAhead(ctx, poll)
	if err != nil {
		return err
	}
	return p.store.Update(ctx, body.ID, func(tx *store.Tx) error { return polls.ClosePoll(tx, body, poll.ID, now, ahead) })
}

// countAhead counts a poll's ballots outside of any transaction: a large budget takes a while.
func (p *Portal) countAhead(ctx context.Context, poll polls.Poll) (ahead *polls.Ahead, err error) {
	err = p.store.View(ctx, func(v *store.View) (err error) {
		ahead, err = polls.ReadAhead(v, poll)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ahead, ahead.Count(poll)
}

// turning calls Turn until ctx ends. A failure is logged and tried again next time.
func (p *Portal) turning(ctx context.Context) error {
	ticker := time.NewTicker(turnEvery)
	defer ticker.Stop()
	for {
		if err := p.Turn(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("the clock's work", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
