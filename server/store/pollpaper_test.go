package store_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// papers is a poll of all adults that is printed too, with the committee and a watcher.
type papers struct {
	*testing.T
	s      *store.Store
	p      polls.Poll
	tokens []string
	by     map[string]residents.Standing
}

func onPaper(t *testing.T, s *store.Store, voters int, change func(*polls.Terms)) *papers {
	t.Helper()
	tokens, chair, member := electors(t, s, voters)
	w := &papers{T: t, s: s, tokens: tokens, by: map[string]residents.Standing{"chair": chair, "member": member}}
	settles(t, s, "watcher-0000000001", nil, residents.Role{Name: residents.RoleSupervision})
	w.by["watcher"] = standing(t, s, "watcher-0000000001")
	terms := yesNo()
	terms.Paper = true
	if change != nil {
		change(&terms)
	}
	w.p = published(t, s, terms, chair, member)
	return w
}

func standing(t testing.TB, s *store.Store, id string) (who residents.Standing) {
	t.Helper()
	view(t, s, func(v *store.View) (err error) {
		who, err = v.Standing("hepingli", id)
		return err
	})
	return who
}

func voter(i int) string { return fmt.Sprintf("r/voter-%011d", i) }

func (w *papers) sender(who string, at time.Time) residents.Sender {
	return residents.Sender{Standing: w.by[who], Now: at, ID: residents.NewID(start)}
}

// print prints for units and gives the serials by unit.
func (w *papers) print(units ...string) (map[string]string, error) {
	serials := map[string]string{}
	err := w.s.Update(w.Context(), "hepingli", func(tx *store.Tx) error {
		made, err := polls.PrintBallots(tx, w.sender("chair", start), "hepingli", w.p.ID, units)
		for _, p := range made {
			serials[p.Unit] = p.Serial
		}
		return err
	})
	return serials, err
}

func (w *papers) mustPrint(units ...string) map[string]string {
	w.Helper()
	serials, err := w.print(units...)
	if err != nil {
		w.Fatal(err)
	}
	return serials
}

func (w *papers) enter(who, serial, choice string, at time.Time) (state polls.PaperState, err error) {
	err = w.s.Update(w.Context(), "hepingli", func(tx *store.Tx) error {
		p, err := polls.EnterPaper(tx, w.sender(who, at), "hepingli", w.p.ID, serial, choice)
		state = p.State
		return err
	})
	return state, err
}

func (w *papers) settle(who, serial, choice string) (state polls.PaperState, err error) {
	err = w.s.Update(w.Context(), "hepingli", func(tx *store.Tx) error {
		p, err := polls.SettlePaper(tx, w.sender(who, start), "hepingli", w.p.ID, serial, choice)
		state = p.State
		return err
	})
	return state, err
}

func (w *papers) close(at time.Time) (p polls.Poll) {
	w.Helper()
	update(w, w.s, "hepingli", func(tx *store.Tx) (err error) {
		if err = polls.Close(tx, hepingli, at); err == nil {
			p, err = tx.Poll("hepingli", w.p.ID)
		}
		return err
	})
	return p
}

func (w *papers) want(what string, err error, reason residents.Reason) {
	w.Helper()
	if reason == "" && err != nil || reason != "" && !isReason(err, reason) {
		w.Errorf("%s: %v, want %q", what, err, reason)
	}
}

// A paper ballot that was entered twice alike counts, and its unit votes no more on line.
func TestPaperCounts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := onPaper(t, open(), 8, func(t *polls.Terms) { t.Replace = true })
		serials := w.mustPrint(voter(0), voter(1))
		serial := serials[voter(0)]
		_, err := w.enter("member", serial, "maybe", start)
		w.want("no choice", err, polls.ErrOption)
		_, err = w.enter("member", "0000-0000-0000", "yes", start)
		w.want("no serial", err, polls.ErrSerial)
		state, err := w.enter("member", strings.ToLower(serial[:4]+"-"+serial[4:8]+" "+serial[8:]), "yes", start)
		w.want("typed in small letters", err, "")
		if state != polls.PaperOnce || count(t, w.s, `SELECT COUNT(*) FROM ballots`) != 0 {
			t.Error("one entry counts:", state)
		}
		_, err = w.enter("member", serial, "yes", start)
		w.want("the same person", err, polls.ErrEntered)
		_, err = w.print(voter(0))
		w.want("printed again after it came back", err, polls.ErrNonePrint)
		err = w.s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
			return polls.TakeBack(tx, w.sender("chair", start), "hepingli", w.p.ID, "写错了")
		})
		w.want("taken back while a ballot that was filled in lies here", err, polls.ErrHasBallots)
		if state, err = w.enter("watcher", serial, "yes", start); state != polls.PaperIn || err != nil {
			t.Error(state, err)
		}
		_, err = w.enter("chair", serial, "yes", start)
		w.want("a third entry", err, polls.ErrStage)
		_, err = vote(w.s, w.tokens[0], ballotCommand(1), w.p.ID, "no", start)
		w.want("on line after paper, though ballots may be replaced", err, polls.ErrVotedPaper)
		if n := count(t, w.s, `SELECT COUNT(*) FROM letters WHERE resident = $1 AND kind = 'paper-counted' AND poll = $2`, strings.TrimPrefix(voter(0), "r/"), w.p.ID); n != 1 {
			t.Error(n, "letters tell the voter")
		}
		if n := count(t, w.s, `SELECT COUNT(*) FROM ballots WHERE channel = 'paper' AND voter = ''`); n != 1 || commitments(t, w.s, w.p.ID) != 1 || count(t, w.s, `SELECT ballots FROM polls`) != 1 {
			t.Error(n, "ballots")
		}
	})
}

func TestPrinting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := onPaper(t, open(), 300, nil)
		if _, err := vote(w.s, w.tokens[0], ballotCommand(1), w.p.ID, "no", start); err != nil {
			t.Fatal(err)
		}
		var units []string
		for i := range 150 {
			units = append(units, voter(i))
		}
		units = append(units, units...) // each twice
		units = append(slices.Clone(units[:299]), "r/nobody-00000000001")
		first := w.mustPrint(units...)
		if len(first) != 149 || first[voter(0)] != "" {
			t.Error(len(first), "printed for 149 who have not voted")
		}
		_, err := w.print(append(units, voter(200))...)
		w.want("301 at once", err, residents.ErrTooMany)
		_, err = w.print("r/nobody-00000000001", voter(0))
		w.want("nobody who may", err, polls.ErrNonePrint)
		again := w.mustPrint(voter(5))
		_, err = w.enter("chair", first[voter(5)], "yes", start)
		w.want("the first, void", err, polls.ErrVoid)
		if state, err := w.enter("chair", again[voter(5)], "yes", start); state != polls.PaperOnce || err != nil {
			t.Error(state, err)
		}
		if n := count(t, w.s, `SELECT COUNT(*) FROM paper_ballots WHERE NOT void`); n != 149 {
			t.Error(n, "in force")
		}
	})
}

func TestPapersThatDiffer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := onPaper(t, open(), 8, nil)
		serials := w.mustPrint(voter(0), voter(1), voter(2))
		for _, unit := range []string{voter(0), voter(1)} {
			if _, err := w.enter("chair", serials[unit], "yes", start); err != nil {
				t.Fatal(err)
			}
			if state, err := w.enter("member", serials[unit], "no", start); state != polls.PaperDiffers || err != nil {
				t.Fatal(state, err)
			}
		}
		serial := serials[voter(0)]
		_, err := w.enter("watcher", serial, "yes", start)
		w.want("entered a third time", err, polls.ErrStage)
		_, err = w.settle("member", serial, "yes")
		w.want("by whoever entered it last", err, residents.ErrSecondPerson)
		_, err = w.settle("chair", serial, "yes")
		w.want("by whoever entered it first, as they read it", err, residents.ErrSecondPerson)
		_, err = w.settle("chair", serial, "both")
		w.want("no choice", err, polls.ErrOption)
		_, err = w.settle("chair", serials[voter(2)], "yes")
		w.want("one that does not differ", err, polls.ErrStage)
		if state, err := w.settle("watcher", serial, polls.Blank); state != polls.PaperIn || err != nil {
			t.Error("unreadable:", state, err)
		}
		if _, err := vote(w.s, w.tokens[1], ballotCommand(1), w.p.ID, "abstain", start); err != nil {
			t.Fatal("on line while the paper is not settled:", err)
		}
		p := w.close(w.p.ClosesAt())
		finish := func() error {
			return w.s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
				return polls.Finish(tx, w.sender("chair", w.p.ClosesAt()), "hepingli", w.p.ID, nil)
			})
		}
		if p.State != polls.Counting {
			t.Fatal(p.State)
		}
		w.want("finished while one differs", finish(), polls.ErrUnsettled)
		if state, err := w.settle("watcher", serials[voter(1)], "yes"); state != polls.PaperAside || err != nil {
			t.Error("who voted on line:", state, err)
		}
		w.want("finished", finish(), "")
		w.want("finished twice", finish(), polls.ErrStage)
		view(t, w.s, func(v *store.View) (err error) { p, err = v.Poll("hepingli", w.p.ID); return err })
		f, err := p.Result()
		if err != nil || f.Ballots != 2 || f.Paper != 1 || f.Aside != 1 || f.Unread != 0 || f.Result.Blank != 0 || !f.Withheld {
			t.Errorf("%+v, %v", f, err)
		}
	})
}

// Papers wait for PaperDays; what is not entered twice by then is reported and does not count.
func TestPapersWaitThreeDays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := onPaper(t, open(), 8, nil)
		serials := w.mustPrint(voter(0), voter(1), voter(2), voter(3), voter(4), voter(5), voter(6))
		until := w.p.PaperUntil(hepingli.Location())
		if want := time.Date(2026, 7, 6, 16, 0, 0, 0, time.UTC); !until.Equal(want) {
			// closes on Thursday the 2nd; the third day is a Sunday and so Monday, to its end in Beijing
			t.Error(until, "want", want)
		}
		late := until.Add(-time.Microsecond)
		for i := range 7 {
			if i == 6 {
				break // still out
			}
			_, err := w.enter("chair", serials[voter(i)], "yes", start)
			w.want("first", err, "")
			if i < 5 {
				_, err = w.enter("member", serials[voter(i)], "yes", map[bool]time.Time{true: late, false: start}[i == 0])
				w.want("second", err, "")
			}
		}
		if p := w.close(w.p.ClosesAt().Add(-time.Microsecond)); p.State != polls.Published {
			t.Error("closed before its hour")
		}
		if p := w.close(w.p.ClosesAt()); p.State != polls.Counting || p.ClosedAt != w.p.ClosesAt() {
			t.Error(p.State, p.ClosedAt)
		}
		_, err := w.print(voter(6))
		w.want("printed after the close", err, polls.ErrStage)
		if p := w.close(late); p.State != polls.Counting {
			t.Error("counted before the days are over")
		}
		_, err = w.enter("member", serials[voter(5)], "yes", until)
		w.want("entered when the days are over and the clock is late", err, polls.ErrOver)
		p := w.close(until)
		f, err := p.Result()
		if err != nil || f.Ballots != 5 || f.Paper != 5 || f.Unread != 1 || f.Aside != 0 || voice(f, "yes") != 5 {
			t.Errorf("%+v, %v", f, err)
		}
		for kind, want := range map[string]int{"poll-closed": 1, "poll-counted": 1} {
			if n := entriesWith(t, w.s, p.ID, kind, ""); n != want {
				t.Error(kind, n)
			}
		}
		_, err = w.enter("member", serials[voter(5)], "yes", until)
		w.want("after the count", err, polls.ErrStage)
	})
}

// A paper ballot and one on line of the same person never both count, whoever comes first.
func TestPaperAndOnlineAtOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		const rounds = 30
		first, second := open(), open()
		w := onPaper(t, first, rounds, func(t *polls.Terms) { t.Replace = true })
		var units []string
		for i := range rounds {
			units = append(units, voter(i))
		}
		serials := w.mustPrint(units...)
		online, paper := 0, 0
		for i := range rounds {
			if _, err := w.enter("chair", serials[voter(i)], "no", start); err != nil {
				t.Fatal(err)
			}
			var both sync.WaitGroup
			var state polls.PaperState
			var voted error
			both.Go(func() {
				var err error
				if state, err = w.enter("member", serials[voter(i)], "no", start); err != nil {
					t.Error(err)
				}
			})
			both.Go(func() { _, voted = vote(second, w.tokens[i], ballotCommand(i), w.p.ID, "yes", start) })
			both.Wait()
			switch {
			case voted == nil && state == polls.PaperAside:
				online++
			case errors.Is(voted, polls.ErrVotedPaper) && state == polls.PaperIn:
				paper++
			default:
				t.Errorf("round %d: %v on line, paper is %s", i, voted, state)
			}
		}
		w.close(w.p.ClosesAt())
		f, err := w.close(w.p.PaperUntil(hepingli.Location())).Result()
		if err != nil || f.Ballots != rounds || voice(f, "yes") != int64(online) || voice(f, "no") != int64(paper) || f.Paper != int64(paper) || f.Aside != int64(online) {
			t.Errorf("%d on line, %d on paper: %+v, %v", online, paper, f, err)
		}
	})
}

// Who has left, or is no member any more, is given no paper ballot; what they handed in before counts.
func TestPaperIsForThoseWhoStillVote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		w := onPaper(t, s, 3, func(terms *polls.Terms) {
			terms.Electorate = polls.Electorate{Unit: polls.UnitMember, Name: "三位", People: []string{"voter-00000000000", "voter-00000000001", "voter-00000000002"}, Roles: []residents.RoleName{residents.RoleVolunteer}}
		})
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "voter-00000000001") })
		serials, err := w.print(voter(0), voter(1), voter(2))
		if err != nil || len(serials) != 2 || serials[voter(1)] != "" {
			t.Fatal(serials, err)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "voter-00000000002") })
		if _, err := w.print(voter(2)); !errors.Is(err, polls.ErrNonePrint) {
			t.Error("again for somebody who left since:", err)
		}
		for _, who := range []string{"chair", "member"} {
			if _, err := w.enter(who, serials[voter(2)], "yes", start.Add(time.Hour)); err != nil {
				t.Error("what was handed in before:", err)
			}
		}
	})
}
