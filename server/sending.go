package main

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/notify"
	"yishiting/server/store"
	"yishiting/telling"
)

// sentAtOnce is how many messages are on their way to a gateway at a time.
const sentAtOnce = 4

// gateway is by what messages go a way; nil where there is none.
func (p *Portal) gateway(telling.Way) *notify.Texts { return p.texts }

// SendOut tells people of their letters by the other ways that they chose, in every community. Several
// servers may do it at once: each message is taken by one. A message is tried again later when
// the gateway does not take it; what fails in one community keeps no other waiting.
func (p *Portal) SendOut(ctx context.Context) error {
	if p.texts == nil {
		return nil
	}
	var all []residents.Community
	err := p.store.View(ctx, func(v *store.View) (err error) {
		all, err = v.Communities()
		return err
	})
	if err != nil {
		return err
	}
	var failed []error
	for _, body := range all {
		if body.Level == residents.LevelCommunity {
			failed = append(failed, p.sayLetters(ctx, body), p.sendFrom(ctx, body))
		}
	}
	return errors.Join(failed...)
}

// sayLetters makes the messages for letters that came.
func (p *Portal) sayLetters(ctx context.Context, body residents.Community) error {
	now, more := p.clock(), false
	err := p.store.View(ctx, func(v *store.View) (err error) {
		more, err = telling.TellDue(v, body, now)
		return err
	})
	for more && err == nil {
		err = p.store.Update(ctx, body.ID, func(tx *store.Tx) (err error) {
			more, err = telling.Tell(tx, body, now)
			return err
		})
	}
	return err
}

// sendFrom sends the messages of a community that are due.
func (p *Portal) sendFrom(ctx context.Context, body residents.Community) error {
	now, more := p.clock(), false
	err := p.store.View(ctx, func(v *store.View) (err error) {
		more, err = telling.SendDue(v, body, now)
		return err
	})
	for more && err == nil && ctx.Err() == nil {
		var taken []telling.Outgoing
		err = p.store.Update(ctx, body.ID, func(tx *store.Tx) (err error) {
			taken, more, err = telling.Take(tx, body, now)
			return err
		})
		if err == nil {
			err = p.sendAll(ctx, body, taken)
		}
	}
	return err
}

// sendAll hands messages to the gateway, a few at a time, and writes what it answered.
func (p *Portal) sendAll(ctx context.Context, body residents.Community, taken []telling.Outgoing) error {
	answers := make([]telling.Message, len(taken))
	var group errgroup.Group
	group.SetLimit(sentAtOnce)
	for i, o := range taken {
		group.Go(func() error {
			// What is on its way is finished, also while the server ends.
			failure := p.gateway(o.Way).Now(context.WithoutCancel(ctx), p.messageOf(body, o))
			answers[i] = o.Answered(failure == nil, p.clock())
			return nil
		})
	}
	_ = group.Wait()
	return p.store.Update(context.WithoutCancel(ctx), body.ID, func(tx *store.Tx) error {
		for _, m := range answers {
			if err := tx.SetMessage(m); err != nil && err != residents.ErrNotFound { // its reader has left meanwhile
				return err
			}
		}
		return nil
	})
}

// messageOf is a message as the gateway is given it. Its key tells nothing of whom it goes to.
func (p *Portal) messageOf(body residents.Community, o telling.Outgoing) notify.Message {
	where := "/me"
	if o.About != "" {
		where = "/week/" + o.About
	}
	return notify.Message{
		To: o.To, Key: p.store.Blind(o.Community + "\n" + o.ID)[:32],
		Text: pages.TellingText(body.Name, o.About != "", p.address("/"+body.Slug+where), p.address("/"+body.Slug+"/me/telling")),
	}
}

// sending calls SendOut until ctx ends. A failure is logged and tried again next time.
func (p *Portal) sending(ctx context.Context) error {
	ticker := time.NewTicker(turnEvery)
	defer ticker.Stop()
	for {
		if err := p.SendOut(ctx); err != nil && ctx.Err() == nil {
			p.log.Error("messages", "error", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}
