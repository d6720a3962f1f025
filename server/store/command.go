package store

import (
	"context"
	"encoding/hex"
	"time"

	"yishiting/residents"
)

// Command is a verb as it was sent: who asks for what, under an id of the sender's making.
type Command struct {
	Community string
	ID        string   // residents.ValidID; unique in its community
	Actor     string   // who sends it: community/resident, and /helper where somebody acts for them; "" for the installation itself
	Verb      string   // name of the verb
	Hash      [32]byte // of all that was sent, so that another thing under the same id is noticed
	At        time.Time
	Also      []string // other communities that the verb writes to
}

// Do is Update for a command that may arrive more than once, here or at another
// server: the same command again has the same answer and no second effect. The
// answer is kept with the effect, in one transaction.
//
// residents.ErrReused when the id was used by another actor, for another verb or
// with another hash. A command that fn refuses leaves no trace: sent again, it is asked again.
func (s *Store) Do(ctx context.Context, c Command, fn func(*Tx) (answer string, err error)) (string, error) {
	if !residents.ValidID(c.ID) {
		return "", &residents.FieldError{Field: "command", Reason: residents.ErrText}
	}
	at := c.At
	if at.IsZero() {
		at = s.clock()
	}
	var answer string
	err := s.write(ctx, append([]string{c.Community}, c.Also...), at, func(tx *Tx) error {
		var done bool
		var err error
		if answer, done, err = tx.answered(c); done || err != nil {
			return err
		}
		if answer, err = fn(tx); err != nil {
			return err
		}
		_, err = tx.exec(`INSERT INTO commands (community, id, actor, verb, hash, answer, at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			c.Community, c.ID, c.Actor, c.Verb, hex.EncodeToString(c.Hash[:]), answer, micros(at))
		return err
	})
	if err != nil {
		return "", err
	}
	return answer, nil
}

// answered is the answer that the command was given before, if it was.
func (tx *Tx) answered(c Command) (answer string, done bool, err error) {
	type effect struct{ actor, verb, hash, answer string }
	before, err := list(tx.View, func(r row) (b effect, err error) {
		return b, r.Scan(&b.actor, &b.verb, &b.hash, &b.answer)
	}, `SELECT actor, verb, hash, answer FROM commands WHERE community = $1 AND id = $2`, c.Community, c.ID)
	if err != nil || len(before) == 0 {
		return "", false, err
	}
	b := before[0]
	if b.actor != c.Actor || b.verb != c.Verb || b.hash != hex.EncodeToString(c.Hash[:]) {
		return "", false, residents.ErrReused
	}
	return b.answer, true, nil
}
