package main

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
)

const (
	forgetEvery  = time.Hour
	forgetBatch  = 200 // rows of a kind in one transaction
	forgetRounds = 20  // transactions for one community at a time; the rest waits for the next turn
)

// forgetting is when this server last looked for what is past its time. It saves work
// and decides nothing: several servers may look, and each thing is removed once.
type forgetting struct{ last atomic.Int64 }

func (f *forgetting) due(now time.Time) bool {
	last := f.last.Load()
	return (last == 0 || now.Sub(time.UnixMicro(last)) >= forgetEvery) && f.last.CompareAndSwap(last, now.UnixMicro())
}

// forget removes what is past its time in all bodies, a little at a time. What fails in one
// does not keep the others waiting.
func (p *Portal) forget(ctx context.Context, all []residents.Community, now time.Time) error {
	if !p.forgets.due(now) {
		return nil
	}
	failed := []error{p.store.Update(ctx, residents.Installation, func(tx *store.Tx) error { return tx.SweepLimits(now.Add(-24 * time.Hour)) })}
	behind := false
	for _, body := range all {
		more, err := p.forgetIn(ctx, body.ID, now)
		behind = behind || more
		failed = append(failed, err)
	}
	if err := errors.Join(failed...); err != nil || behind {
		p.forgets.last.Store(0) // again at the next turn
		return err
	}
	return nil
}

func (p *Portal) forgetIn(ctx context.Context, body string, now time.Time) (more bool, err error) {
	err = p.store.View(ctx, func(v *store.View) error {
		more, err = v.ForgetDue(body, now)
		return err
	})
	for round := 0; err == nil && more && round < forgetRounds; round++ {
		err = p.store.Update(ctx, body, func(tx *store.Tx) (err error) {
			more, err = tx.Forget(forgetBatch)
			return err
		})
	}
	return more, err
}
