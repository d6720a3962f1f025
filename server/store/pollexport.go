package store

import (
	"context"
	"iter"

	"yishiting/polls"
	"yishiting/record"
	"yishiting/residents"
)

// exportRows is how many rows of a poll are read at once for its export. Tags have no
// index, since nothing else asks in their order: few large portions cost less than many small.
const exportRows = 20_000

// PollExport is what a counted poll's export is written from. Its lists are read in portions
// as they are taken, each by a view of its own, so that a slow reader holds nothing: what is
// counted stays as it is. residents.ErrNotFound when there is no such poll, or it is not counted.
func (s *Store) PollExport(ctx context.Context, body, id string) (polls.Source, error) {
	src := polls.Source{Verifier: s.LogVerifier()}
	err := s.View(ctx, func(v *View) (err error) {
		if src.Poll, err = v.Poll(body, id); err != nil {
			return err
		}
		if src.Poll.State != polls.Counted {
			return residents.ErrNotFound
		}
		if src.Replacements, err = one(v, number, `SELECT COUNT(*) FROM ballots_replaced WHERE community = $1 AND poll = $2`, body, id); err != nil {
			return err
		}
		from, err := one(v, number, `SELECT MAX(seq) FROM log_entries WHERE community = $1 AND subject = $2 AND kind = 'poll-published'`, body, "poll/"+id)
		if err != nil {
			return err
		}
		if src.Tail, err = record.TailOf(from, v.HashReader(body)); err != nil {
			return err
		}
		src.Checkpoint, err = v.Checkpoint(body)
		return err
	})
	src.Roll = portions(ctx, s, func(v *View, last polls.Elector) ([]polls.Elector, error) {
		return v.electorsByTag(body, id, last.Tag, exportRows)
	}, exportRows)
	src.Ballots = portions(ctx, s, func(v *View, last polls.Ballot) ([]polls.Ballot, error) {
		return v.BallotsByTag(body, id, last.Tag, exportRows)
	}, exportRows)
	src.Replaced = portions(ctx, s, func(v *View, last polls.Replaced) ([]polls.Replaced, error) {
		return v.replacedAfter(body, id, last, exportRows)
	}, exportRows)
	next := src.Tail.From
	src.Leaves = portions(ctx, s, func(v *View, _ []byte) ([][]byte, error) {
		leaves, err := v.LeavesFrom(body, next, exportLeaves)
		some := make([][]byte, len(leaves))
		for i, leaf := range leaves {
			some[i] = []byte(leaf)
		}
		next += int64(len(leaves))
		return some, err
	}, exportLeaves)
	return src, err
}

// exportLeaves is how many entries of a log are read at once.
const exportLeaves = 500

// portions is a list that is read some at a time, each from behind the last of those before,
// until there are fewer than full.
func portions[T any](ctx context.Context, s *Store, read func(v *View, last T) ([]T, error), full int) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var last T
		for {
			var some []T
			err := s.View(ctx, func(v *View) (err error) {
				some, err = read(v, last)
				return err
			})
			if err != nil {
				yield(last, err)
				return
			}
			for _, one := range some {
				if !yield(one, nil) {
					return
				}
			}
			if len(some) < full {
				return
			}
			last = some[len(some)-1]
		}
	}
}

// electorsByTag are the units of a roll that have a ballot of their own, by tag, from the one behind the given tag.
func (v *View) electorsByTag(body, id, after string, limit int) ([]polls.Elector, error) {
	return list(v, elector, `SELECT `+electorColumns+` FROM poll_roll
		WHERE community = $1 AND poll = $2 AND tag > $3 AND shares = '' ORDER BY tag LIMIT $4`, body, id, after, limit)
}

// replacedAfter are what is kept of replaced ballots, by tag and number, from the one behind the given one.
func (v *View) replacedAfter(body, id string, after polls.Replaced, limit int) ([]polls.Replaced, error) {
	return list(v, replaced, `SELECT tag, seq, inner_hash FROM ballots_replaced
		WHERE community = $1 AND poll = $2 AND (tag > $3 OR tag = $3 AND seq > $4) ORDER BY tag, seq LIMIT $5`, body, id, after.Tag, after.Seq, limit)
}

func replaced(r row) (b polls.Replaced, err error) { return b, r.Scan(&b.Tag, &b.Seq, &b.Inner) }
