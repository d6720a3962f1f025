package store_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// tallied closes a poll by the clock and gives what it came to.
func tallied(t testing.TB, s *store.Store, p polls.Poll) polls.Final {
	t.Helper()
	var f polls.Final
	update(t, s, "hepingli", func(tx *store.Tx) (err error) {
		if err := polls.Close(tx, hepingli, p.ClosesAt()); err != nil {
			return err
		}
		if p, err = tx.Poll("hepingli", p.ID); err != nil {
			return err
		}
		f, err = p.Result()
		return err
	})
	return f
}

func voice(f polls.Final, choice string) int64 {
	for _, v := range f.Voices {
		if v.Choice == choice {
			return v.Heads
		}
	}
	return -1
}

// commitments are those on the record of a poll.
func commitments(t testing.TB, s *store.Store, poll string) (n int) {
	t.Helper()
	view(t, s, func(v *store.View) error {
		entries, err := v.EntriesOf("hepingli", "poll/"+poll)
		for _, e := range entries {
			if e.Kind == "ballots-cast" {
				n += strings.Count(string(e.Data), `"`)/2 - 3 // keys and the number are strings too
			}
		}
		return err
	})
	return n
}

func TestFiftyIdenticalVotesAreOne(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 6)
		p := published(t, s, yesNo(), chair, member)
		release := hold(t, s)
		receipts := make([]string, 50)
		var all sync.WaitGroup
		for i := range receipts {
			all.Go(func() {
				var err error
				if receipts[i], err = vote(s, tokens[0], ballotCommand(1), p.ID, "yes", start); err != nil {
					t.Error(err)
				}
			})
		}
		release()
		all.Wait()
		for _, r := range receipts {
			if r == "" || r != receipts[0] {
				t.Fatal("receipts differ:", receipts)
			}
		}
		if n := count(t, s, `SELECT COUNT(*) FROM ballots`); n != 1 {
			t.Error(n, "rows")
		}
		if n := commitments(t, s, p.ID); n != 1 {
			t.Error(n, "commitments")
		}
		if f := tallied(t, s, p); f.Ballots != 1 {
			t.Error("counted:", f.Ballots)
		}
	})
}

func TestOneBallotAUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 6)
		p := published(t, s, yesNo(), chair, member)
		var in, refused atomic.Int64
		var all sync.WaitGroup
		for i := range 40 {
			all.Go(func() {
				switch _, err := vote(s, tokens[0], ballotCommand(i), p.ID, []string{"yes", "no"}[i%2], start); err {
				case nil:
					in.Add(1)
				case polls.ErrVoted:
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		all.Wait()
		if in.Load() != 1 || refused.Load() != 39 {
			t.Error(in.Load(), "in,", refused.Load(), "refused")
		}
	})
}

func TestLastBallotCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 8)
		terms := yesNo()
		terms.Replace = true
		p := published(t, s, terms, chair, member)
		release := hold(t, s) // so that some come in one batch
		var all sync.WaitGroup
		for i := range 30 {
			all.Go(func() {
				if _, err := vote(s, tokens[i%6], ballotCommand(i), p.ID, "no", start); err != nil {
					t.Error(err)
				}
			})
		}
		release()
		all.Wait()
		for i := range 6 {
			if _, err := vote(s, tokens[i], ballotCommand(100+i), p.ID, "yes", start); err != nil {
				t.Error(err)
			}
		}
		if n := commitments(t, s, p.ID); n != 36 {
			t.Error(n, "commitments")
		}
		if n := count(t, s, `SELECT COUNT(*) FROM ballots_replaced`); n != 30 {
			t.Error(n, "replaced")
		}
		if n := count(t, s, `SELECT MIN(seq) FROM ballots`); n != 6 {
			t.Error("the last is number", n)
		}
		f := tallied(t, s, p)
		if f.Ballots != 6 || voice(f, "yes") != 6 || voice(f, "no") != 0 {
			t.Errorf("%+v", f)
		}
	})
}

func TestRefusedVotesLeaveNoTrace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 7)
		p := published(t, s, yesNo(), chair, member)
		other := published(t, s, yesNo(), chair, member)
		late := store.NewToken()
		update(t, s, "hepingli", func(tx *store.Tx) error { return elector(tx, "late-0000000000001", late) })
		before := count(t, s, `SELECT COUNT(*) FROM log_entries`) + count(t, s, `SELECT COUNT(*) FROM commands`)
		closes, opens := p.ClosesAt(), p.OpensAt()
		release := hold(t, s)
		var all sync.WaitGroup
		for i, c := range []struct {
			token, poll, choice string
			at                  time.Time
			want                error
		}{
			{tokens[0], p.ID, "maybe", start, polls.ErrOption},
			{tokens[0], p.ID, "yes,no", start, polls.ErrOption},
			{tokens[0], p.ID, "blank", start, polls.ErrOption},
			{tokens[0], p.ID, "", start, polls.ErrNothing},
			{tokens[0], "no-such-poll-000001", "yes", start, residents.ErrNotFound},
			{tokens[0], p.ID, "yes", closes, polls.ErrOver},
			{tokens[0], p.ID, "yes", opens.Add(-time.Microsecond), polls.ErrNotOpen},
			{late, p.ID, "yes", start, polls.ErrNotOnRoll},
			{store.NewToken(), p.ID, "yes", start, residents.ErrSignedOut},
			{tokens[6], other.ID, "yes", start, nil}, // one of them is good
		} {
			all.Go(func() {
				if _, err := vote(s, c.token, ballotCommand(i), c.poll, c.choice, c.at); !errors.Is(err, c.want) {
					t.Errorf("%d: %v, want %v", i, err, c.want)
				}
			})
		}
		release()
		all.Wait()
		if n := count(t, s, `SELECT COUNT(*) FROM log_entries`) + count(t, s, `SELECT COUNT(*) FROM commands`); n != before+2 {
			t.Error("something was kept:", n-before)
		}
		if _, err := vote(s, tokens[0], ballotCommand(3), p.ID, "yes", closes.Add(-time.Microsecond)); err != nil {
			t.Error("a refused ballot's command cannot be used again, or the last instant does not count:", err)
		}
		if _, err := vote(s, tokens[1], ballotCommand(3), p.ID, "yes", start); !errors.Is(err, residents.ErrReused) {
			t.Error("somebody else's command:", err)
		}
		if _, err := vote(s, tokens[0], ballotCommand(3), p.ID, "no", start); !errors.Is(err, residents.ErrReused) {
			t.Error("another choice under the same command:", err)
		}
	})
}

// A row that only the database refuses undoes its own ballot and no other's.
func TestWhatTheDatabaseRefusesStopsNobodyElse(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 9)
		p := published(t, s, yesNo(), chair, member)
		update(t, s, "hepingli", func(tx *store.Tx) error { // the roll loses somebody behind the verb's back while they vote
			_, err := tx.Exec(`UPDATE polls SET ballots = roll_units - 5 WHERE id = '` + p.ID + `'`)
			return err
		})
		release := hold(t, s)
		var in atomic.Int64
		var all sync.WaitGroup
		for i := range 9 {
			all.Go(func() {
				if _, err := vote(s, tokens[i], ballotCommand(i), p.ID, "yes", start); err == nil {
					in.Add(1)
				}
			})
		}
		release()
		all.Wait()
		if n := count(t, s, `SELECT COUNT(*) FROM ballots`); in.Load() != 5 || n != 5 {
			t.Error(in.Load(), "acknowledged,", n, "kept; 5 fit")
		}
	})
}

// Two servers close by the clock at once, while votes still come: it happens once, and
// what was acknowledged is counted.
func TestClosingHappensOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		first, second := open(), open()
		tokens, chair, member := electors(t, first, 60)
		p := published(t, first, yesNo(), chair, member)
		var in atomic.Int64
		var all sync.WaitGroup
		for i, token := range tokens {
			all.Go(func() {
				s := []*store.Store{first, second}[i%2]
				switch _, err := vote(s, token, ballotCommand(i), p.ID, "yes", p.ClosesAt().Add(-time.Microsecond)); err {
				case nil:
					in.Add(1)
				case polls.ErrOver:
				default:
					t.Error(err)
				}
			})
			if i%20 == 0 {
				all.Go(func() {
					s := []*store.Store{second, first}[i/20%2]
					if err := s.Update(t.Context(), "hepingli", func(tx *store.Tx) error { return polls.Close(tx, hepingli, p.ClosesAt()) }); err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		f := tallied(t, first, p)
		if f.Ballots != in.Load() {
			t.Error(in.Load(), "acknowledged,", f.Ballots, "counted")
		}
		kinds := map[string]int{}
		view(t, first, func(v *store.View) error {
			entries, err := v.EntriesOf("hepingli", "poll/"+p.ID)
			for _, e := range entries {
				kinds[e.Kind]++
			}
			return err
		})
		if kinds["poll-closed"] != 1 || kinds["poll-counted"] != 1 || kinds["poll-published"] != 1 {
			t.Error(kinds)
		}
		view(t, first, func(v *store.View) error {
			_, err := v.VerifyLog("hepingli")
			return err
		})
	})
}

// What is published of a ballot is what its commitment was made of.
func TestCommitmentsOpen(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 6)
		p := published(t, s, yesNo(), chair, member)
		receipt, err := vote(s, tokens[0], ballotCommand(0), p.ID, "no", start)
		if err != nil {
			t.Fatal(err)
		}
		view(t, s, func(v *store.View) error {
			all, err := v.BallotsByTag("hepingli", p.ID, "", 10)
			if err != nil || len(all) != 1 {
				return fmt.Errorf("%v %v", all, err)
			}
			entries, err := v.EntriesOf("hepingli", "poll/"+p.ID)
			var last record.Entry
			for _, e := range entries {
				last = e
			}
			if !strings.Contains(string(last.Data), all[0].Commitment()) || strings.Contains(string(last.Leaf()), "voter-") {
				t.Error(string(last.Data))
			}
			if all[0].Receipt() != receipt || len(receipt) != 14 {
				t.Error("receipt", receipt)
			}
			return err
		})
	})
}
