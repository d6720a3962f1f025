package consultation

import (
	"yishiting/polls"
	"yishiting/residents"
)

// An outcome may quote the result of a poll on its topic, and what the assembly or the
// representatives decided may be a poll of theirs. Either is taken as it was counted:
// what a poll came to is not for minutes to say.

// ErrQuote is the reason when a poll is none of the topic's, is not counted yet, or has
// another effect in law than what is to be quoted.
const ErrQuote = residents.Reason("poll-misquoted")

type pollStore interface {
	Poll(body, id string) (polls.Poll, error)
}

// Quotable tells whether an outcome of the topic may quote the poll: one that asked or
// counted voices. A body's resolution is not the outcome of a consultation.
func Quotable(p polls.Poll, topic string) bool {
	return p.Topic == topic && p.State == polls.Counted && p.Effect != polls.Resolution
}

// Decisive tells whether the poll is the decision of the body to which the topic was sent.
func Decisive(p polls.Poll, topic string) bool {
	return p.Topic == topic && p.State == polls.Counted && p.Effect == polls.Resolution
}

// checkQuote sees that an item's poll may be quoted.
func checkQuote(tx Tx, body string, it MinuteItem) error {
	if it.Poll == "" {
		return nil
	}
	p, err := tx.Poll(body, it.Poll)
	if err == residents.ErrNotFound || err == nil && !Quotable(p, it.Topic) {
		return refuse("poll", ErrQuote)
	}
	return err
}

// decided reads what a resolution's poll came to: whether it passed is not for who
// records it to say.
func (r Resolution) decided(tx Tx) (Resolution, error) {
	if r.Poll == "" {
		return r, nil
	}
	p, err := tx.Poll(r.Community, r.Poll)
	if err == residents.ErrNotFound || err == nil && !Decisive(p, r.Topic) {
		return r, refuse("poll", ErrQuote)
	}
	if err != nil {
		return r, err
	}
	f, err := p.Result()
	if err == nil && r.Passed != f.Outcome.Passed {
		err = refuse("passed", ErrQuote)
	}
	return r, err
}
