package store

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"time"

	"yishiting/polls"
	"yishiting/residents"
)

// Ballots come all at once: when a poll opens, and in the hour before it closes. Those
// that wait at the same instant are therefore written together: who sends them, where
// they stand on the roll and what they cast before is read for all in a few statements,
// and kept in a few. Each is judged by itself, by the rule of polls, on rows of that transaction.

// BallotCommand is a ballot as it was sent, by whoever the session is of.
type BallotCommand struct {
	Command // Actor is known from the session
	Poll    string
	Unit    string // for which of their units; ""
	Choice  string
}

// casting is a ballot in the queue.
type casting struct {
	BallotCommand
	session    string // hash of its token
	linkProves bool
	answer     string             // receipt
	who        residents.Standing // as found
}

// ballotVerb is the verb under which a ballot's command is kept.
const ballotVerb = "ballot"

// Cast casts a ballot in the session of the request's cookie, and gives its receipt. It
// has returned without an error only when the ballot is durable and its commitment on
// the record. The same command again has the same answer. who is the sender, also with
// an error, as far as they were found.
//
// residents.ErrSignedOut without a living session; residents.ErrOtherVoice in one that
// acts for somebody else: such a ballot is marked, and comes by Do.
func (s *Sessions) Cast(r *http.Request, c BallotCommand) (receipt string, who residents.Standing, err error) {
	token := s.token(r)
	if token == "" {
		return "", who, residents.ErrSignedOut
	}
	return s.store.cast(r.Context(), casting{BallotCommand: c, session: tokenHash(token), linkProves: s.LinkProves})
}

func (s *Store) cast(ctx context.Context, c casting) (receipt string, who residents.Standing, err error) {
	if !residents.ValidID(c.ID) {
		return "", who, &residents.FieldError{Field: "command", Reason: residents.ErrText}
	}
	if c.At.IsZero() {
		c.At = s.clock()
	}
	c.Verb = ballotVerb
	err = s.await(&request{ctx: ctx, communities: []string{c.Community}, at: c.At, cast: &c})
	return c.answer, c.who, err
}

// cast writes the ballots of a piece. Where the database refuses one the others are
// written without it.
func (w *writer) cast(tx *Tx, piece []*request) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("store: panic in a ballot: %v\n%s", p, debug.Stack())
			for _, r := range piece {
				r.result = err
			}
		}
	}()
	for _, r := range piece {
		r.result, r.cast.answer = nil, ""
		if r.at.After(tx.now) {
			tx.now = r.at
		}
	}
	err = tx.castAll(piece)
	if err == nil {
		err = tx.failed
	}
	if err != nil {
		for _, r := range piece {
			r.result = err
		}
	}
	return err
}

// castAll casts in the order given: each request has its own result; the error is the database's.
func (tx *Tx) castAll(all []*request) error {
	if err := tx.findSenders(all); err != nil {
		return err
	}
	first, err := tx.answeredBefore(all)
	if err != nil {
		return err
	}
	var votes []polls.Vote
	var casts []*request
	for _, r := range all {
		if r.result == nil && r.cast.answer == "" && first[r.cast.ID] == r {
			c := r.cast
			votes = append(votes, polls.Vote{By: residents.Sender{Standing: c.who, Now: r.at, ID: c.ID}, Body: c.Community, Poll: c.Poll, Unit: c.Unit, Choice: c.Choice})
			casts = append(casts, r)
		}
	}
	if len(votes) > 0 {
		done, err := polls.CastVotes(tx, tx.Community(), votes)
		if err != nil {
			return err
		}
		for i, r := range casts {
			if r.result = done[i].Err; r.result == nil {
				r.cast.answer = done[i].Ballot.Receipt()
			}
		}
	}
	return tx.keepAnswers(all, casts, first)
}

// keepAnswers keeps the answers of the ballots that were cast, and gives them to whoever
// sent the same command in the same instant.
func (tx *Tx) keepAnswers(all, casts []*request, first map[string]*request) error {
	rows := insert{into: `commands (community, id, actor, verb, hash, answer, at)`}
	for _, r := range casts {
		if c := r.cast; r.result == nil {
			rows.add(c.Community, c.ID, c.Actor, c.Verb, fmt.Sprintf("%x", c.Hash), c.answer, micros(r.at))
		}
	}
	for _, r := range all {
		if one := first[r.cast.ID]; r.result == nil && one != r && one != nil && r.cast.answer == "" {
			r.result, r.cast.answer = one.result, one.cast.answer
		}
	}
	return tx.insertAll(rows)
}

// answeredBefore gives the answers of commands that were done before, and finds for each
// id the first of the others, which is done now.
func (tx *Tx) answeredBefore(all []*request) (first map[string]*request, err error) {
	var ids []string
	for _, r := range all {
		if r.result == nil {
			ids = append(ids, r.cast.ID)
		}
	}
	type effect struct{ id, actor, verb, hash, answer string }
	slices.Sort(ids)
	known, err := inPortions(slices.Compact(ids), func(some []any) ([]effect, error) {
		return list(tx.View, func(r row) (e effect, err error) { return e, r.Scan(&e.id, &e.actor, &e.verb, &e.hash, &e.answer) },
			`SELECT id, actor, verb, hash, answer FROM commands WHERE community = $1 AND id IN (`+places(2, len(some))+`)`, append([]any{tx.Community()}, some...)...)
	})
	if err != nil {
		return nil, err
	}
	before := map[string]effect{}
	for _, e := range known {
		before[e.id] = e
	}
	first = map[string]*request{}
	for _, r := range all {
		if r.result != nil {
			continue
		}
		c, hash := r.cast, fmt.Sprintf("%x", r.cast.Hash)
		e, done := before[c.ID]
		one := first[c.ID]
		switch {
		case done && (e.actor != c.Actor || e.verb != c.Verb || e.hash != hash),
			one != nil && (one.cast.Actor != c.Actor || one.cast.Hash != c.Hash):
			r.result = residents.ErrReused
		case done:
			c.answer = e.answer
		case one == nil:
			first[c.ID] = r
		}
	}
	return first, nil
}

// findSenders finds who sends each ballot, on the rows of this transaction.
func (tx *Tx) findSenders(all []*request) error {
	var hashes []string
	for _, r := range all {
		hashes = append(hashes, r.cast.session)
	}
	slices.Sort(hashes)
	found, err := inPortions(slices.Compact(hashes), func(some []any) ([]Session, error) {
		return list(tx.View, session, `SELECT `+sessionColumns+` FROM sessions WHERE token_hash IN (`+places(1, len(some))+`) AND revoked_at IS NULL`, some...)
	})
	if err != nil {
		return err
	}
	sessions, ids := map[string]Session{}, []string{}
	for _, s := range found {
		if sessions[s.hash] = s; s.Community == tx.Community() {
			ids = append(ids, s.Resident)
		}
	}
	standings, err := tx.Standings(tx.Community(), ids)
	if err != nil {
		return err
	}
	for _, r := range all {
		if err := r.cast.sender(sessions, standings, r.at, tx); errors.As(err, new(residents.Reason)) {
			r.result = err
		} else if err != nil {
			return err
		}
	}
	return nil
}

// sender sets who sends the ballot.
func (c *casting) sender(sessions map[string]Session, standings map[string]residents.Standing, now time.Time, tx *Tx) error {
	s, ok := sessions[c.session]
	if !ok || !now.Before(s.Expires) || !s.SeenAt.After(now.Add(-SessionIdle)) {
		return residents.ErrSignedOut
	}
	if s.Community != c.Community {
		return residents.ErrNotAllowed // everybody votes at home
	}
	who, ok := standings[s.Resident]
	if !ok {
		return residents.ErrSignedOut
	}
	if err := tx.minorMay(who.Resident, now); err != nil {
		return err
	}
	who.Weak = !s.SignIn().ProvedWithin(residents.OfficeTime, now) && !(c.linkProves && s.Method == residents.ByLink)
	c.who, c.Actor = who, s.Community+"/"+s.Resident
	if s.Helps != "" {
		return residents.ErrOtherVoice
	}
	return nil
}

// Standings are people of the community who have not left, by id, with all roles ever given to them.
func (v *View) Standings(community string, ids []string) (map[string]residents.Standing, error) {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	people, err := inPortions(ids, func(some []any) ([]residents.Resident, error) {
		return list(v, resident, `SELECT `+residentColumns+` FROM residents WHERE community = $1 AND left_at IS NULL AND id IN (`+places(2, len(some))+`)`,
			append([]any{community}, some...)...)
	})
	if err != nil {
		return nil, err
	}
	roles, err := inPortions(ids, func(some []any) ([]residents.Role, error) {
		return list(v, role, `SELECT `+roleColumns+` FROM roles WHERE community = $1 AND resident IN (`+places(2, len(some))+`)`, append([]any{community}, some...)...)
	})
	if err != nil {
		return nil, err
	}
	homes, err := inPortions(ids, func(some []any) ([]livingAt, error) {
		return list(v, lives, livesQuery+` AND homes.resident IN (`+places(2, len(some))+`) ORDER BY since, households.id`, append([]any{community}, some...)...)
	})
	found := map[string]residents.Standing{}
	for _, p := range people {
		found[p.ID] = residents.Standing{Resident: p}
	}
	for _, r := range roles {
		s := found[r.Resident]
		s.Roles = append(s.Roles, r)
		found[r.Resident] = s
	}
	for _, l := range homes {
		s := found[l.who]
		s.Homes = append(s.Homes, l.home)
		found[l.who] = s
	}
	for id, s := range found {
		if s.Resident.ID == "" { // has roles and has left
			delete(found, id)
		}
	}
	return found, err
}
