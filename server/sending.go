package main

import (
	"context"
	"errors"
	"slices"
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
func (p *Portal) gateway(w telling.Way) *notify.Sender {
	return map[telling.Way]*notify.Sender{telling.Text: p.texts, telling.Mail: p.mails}[w]
}

// open are the ways for which there is a gateway.
func (p *Portal) open() []telling.Way {
	return slices.DeleteFunc(slices.Clone(telling.AllWays), func(w telling.Way) bool { return p.gateway(w) == nil })
}

// SendOut tells people of their letters by the other ways that they chose, in every community. Several
// servers may do it at once: each message is taken by one. A message is tried again later when
// the gateway does not take it; what fails in one community keeps no other waiting.
func (p *Portal) SendOut(ctx context.Context) error {
	if len(p.open()) == 0 {
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
			more, err = telling.Tell(tx, body, now, p.open())
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
			taken, more, err = telling.Take(tx, body, now, p.open())
			return err
		})
		if err == nil {
			err = p.sendAll(ctx, body, taken)
		}
	}
	return err
}

// sendAll hands messages to their gateways, a few at a time, and writes what was answered.
func (p *Portal) sendAll(ctx context.Context, body residents.Community, taken []telling.Outgoing) error {
	messages, err := p.messagesOf(ctx, body, taken)
	if err != nil {
		return err // what was taken is unsure in a while: nobody can tell how far another came
	}
	failures := make([]error, len(taken))
	var group errgroup.Group
	group.SetLimit(sentAtOnce)
	for i, o := range taken {
		group.Go(func() error {
			// What is on its way is finished, also while the server ends.
			failures[i] = p.gateway(o.Way).Now(context.WithoutCancel(ctx), messages[i])
			return nil
		})
	}
	_ = group.Wait()
	return p.store.Update(context.WithoutCancel(ctx), body.ID, func(tx *store.Tx) error {
		for i, o := range taken {
			if err := p.answered(tx, o, failures[i]); err != nil && err != residents.ErrNotFound { // its reader has left meanwhile
				return err
			}
		}
		return nil
	})
}

// answered writes what became of a message. Whose address is none for good is told in the portal.
func (p *Portal) answered(tx *store.Tx, o telling.Outgoing, failure error) error {
	now := p.clock()
	if !errors.Is(failure, notify.ErrNoAddress) {
		return tx.SetMessage(o.Answered(failure == nil, now))
	}
	gone, err := telling.Refuse(tx, o)
	if err != nil || !gone {
		return err
	}
	return tellOfMail(tx, residents.Sender{ID: o.ID, Now: now}, o.Community, o.Resident, "mail-refused", o.To)
}

// messagesOf are messages as their gateways are given them.
func (p *Portal) messagesOf(ctx context.Context, body residents.Community, taken []telling.Outgoing) (all []notify.Message, err error) {
	err = p.store.View(ctx, func(v *store.View) error {
		all = nil
		for _, o := range taken {
			m, err := p.messageOf(v, body, o)
			if err != nil {
				return err
			}
			all = append(all, m)
		}
		return nil
	})
	return all, err
}

// messageOf is a message as its gateway is given it. Its key tells nothing of whom it goes to.
func (p *Portal) messageOf(v *store.View, body residents.Community, o telling.Outgoing) (notify.Message, error) {
	key := p.store.Blind(o.Community + "\n" + o.ID)[:32]
	if o.Way == telling.Mail {
		return p.mailOf(v, body, o, key)
	}
	where := "/me"
	if o.About != "" {
		where = "/week/" + o.About
	}
	return notify.Message{
		To: o.To, Key: key,
		Text: pages.TellingText(body.Name, o.About != "", p.address("/"+body.Slug+where), p.address("/"+body.Slug+"/me/telling")),
	}, nil
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
