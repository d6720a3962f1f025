package main

import (
	"context"
	"errors"
	"time"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// turnEvery is how often the clock's work is looked for.
const turnEvery = time.Minute

// Turn does what the clock has to do at this instant in every community. Several
// servers may do it at once: each thing happens once. What fails in one community
// does not keep the others waiting.
func (p *Portal) Turn(ctx context.Context) error {
	now := p.clock()
	var all, due []residents.Community
	err := p.store.View(ctx, func(v *store.View) (err error) {
		due = nil
		if all, err = v.Communities(); err != nil {
			return err
		}
		for _, body := range all {
			if body.Level != residents.LevelCommunity {
				continue
			}
			month, err := consultation.TurnDue(v, body, now)
			if err != nil {
				return err
			}
			closing, err := polls.CloseDue(v, body, now)
			if err != nil {
				return err
			}
			if month || closing {
				due = append(due, body)
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, body := range due {
		// Each in a transaction of its own: what fails in the one does not undo the other.
		failed = append(failed,
			p.store.Update(ctx, body.ID, func(tx *store.Tx) error { return consultation.Turn(tx, body, now) }),
			p.store.Update(ctx, body.ID, func(tx *store.Tx) error { return polls.Close(tx, body, now) }))
	}
	return errors.Join(append(failed, p.forget(ctx, all, now))...)
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
