package store_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// methodTerms are a poll of the method with four options, and what twelve voters say.
func methodTerms(m polls.Method) (polls.Terms, []string) {
	t := yesNo()
	if t.Method = m; m == polls.Binary {
		return t, []string{"yes", "no", "abstain", "yes", "yes", "no"}
	}
	t.Seats, t.Choose = 1, 2
	for i := range 4 {
		t.Options = append(t.Options, polls.Option{Words: fmt.Sprint("方案", i), Cost: int64(20_000 + 10_000*i)})
	}
	says := []string{"1,2", "2", "3,2", "blank", "4"}
	switch m {
	case polls.Shares, polls.Greedy:
		t.Seats, t.Budget, t.Completion = 0, 70_000, polls.CompleteAdd1U
	case polls.Schulze:
		t.None = true
		says = []string{"1>2=3", "2>none", "4>1", "blank", "3>2>1>4"}
	case polls.STV:
		t.Seats = 2
		says = []string{"1>2>3", "2>4", "4>1", "blank", "3>2>1>4"}
	}
	return t, says
}

// What is kept of a closed poll is what its ballots come to, counted here from their rows.
func TestFinalIsTheTallyOfItsBallots(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 12)
		for n, m := range polls.Methods {
			terms, says := methodTerms(m)
			p := published(t, s, terms, chair, member)
			for i, token := range tokens {
				if _, err := vote(s, token, ballotCommand(100*n+i), p.ID, says[i%len(says)], start); err != nil {
					t.Fatal(m, says[i%len(says)], err)
				}
			}
			f := tallied(t, s, p)
			said := map[string]*polls.Said{}
			view(t, s, func(v *store.View) (err error) {
				ballots, err := v.BallotsByTag("hepingli", p.ID, "", 1000)
				for _, b := range ballots {
					if said[b.Choice] == nil {
						said[b.Choice] = &polls.Said{Choice: b.Choice}
					}
					said[b.Choice].Ballots++
					said[b.Choice].Heads++
				}
				if err == nil {
					p, err = v.Poll("hepingli", p.ID)
				}
				return err
			})
			var all []polls.Said
			for _, one := range said {
				all = append(all, *one)
			}
			again, err := p.Terms.Tally(p.Roll, all)
			again.Turnout = f.Turnout
			if err != nil || !bytes.Equal(again.JSON(), f.JSON()) || !bytes.Equal(f.JSON(), p.Final) {
				t.Errorf("%s: %s\n%s, %v", m, again.JSON(), p.Final, err)
			}
			if p.Ballots != 12 || f.Ballots != 12 || f.Withheld {
				t.Errorf("%s: %d, %+v", m, p.Ballots, f)
			}
			if entriesWith(t, s, p.ID, "poll-counted", f.Hash()) != 1 || entriesWith(t, s, p.ID, "poll-closed", `"ballots":12`) != 1 {
				t.Error(m, "is not on the record")
			}
		}
	})
}

// The hour of the close is exact to the microsecond, and nothing is counted before.
func TestClosesToTheMicrosecond(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 6)
		terms := yesNo()
		terms.Opens += 7
		terms.Closes += 11
		p := published(t, s, terms, chair, member)
		last := p.ClosesAt().Add(-time.Microsecond)
		for i, c := range []struct {
			at   time.Time
			want error
		}{
			{p.OpensAt().Add(-time.Microsecond), polls.ErrNotOpen}, {p.OpensAt(), nil}, {last, nil}, {last.Add(999 * time.Nanosecond), nil}, {p.ClosesAt(), polls.ErrOver},
		} {
			if _, err := vote(s, tokens[i], ballotCommand(i), p.ID, "yes", c.at); err != c.want {
				t.Errorf("%s: %v, want %v", c.at, err, c.want)
			}
		}
		state := func(at time.Time) (p2 polls.Poll) {
			update(t, s, "hepingli", func(tx *store.Tx) (err error) {
				if err = polls.Close(tx, hepingli, at); err == nil {
					p2, err = tx.Poll("hepingli", p.ID)
				}
				return err
			})
			return p2
		}
		if before := state(last); before.State != polls.Published || before.Final != nil {
			t.Error("counted before the hour:", before.State)
		}
		if after := state(p.ClosesAt()); after.State != polls.Counted || after.Ballots != 3 || count(t, s, `SELECT COUNT(*) FROM ballots`) != 3 {
			t.Error(after.State, after.Ballots)
		}
		entries := count(t, s, `SELECT COUNT(*) FROM log_entries`)
		state(p.ClosesAt().Add(time.Hour))
		if n := count(t, s, `SELECT COUNT(*) FROM log_entries`); n != entries {
			t.Error("closed twice")
		}
	})
}

// assembly is a vote of residents by which something is resolved.
func assembly(opens, closes time.Time) polls.Terms {
	t := yesNo()
	t.Rule, t.Opens, t.Closes = "residents-assembly", opens.UnixMicro(), closes.UnixMicro()
	return t
}

func sender(who residents.Standing, at time.Time) residents.Sender {
	return residents.Sender{Standing: who, Now: at, ID: residents.NewID(at)}
}

// A resolution: studied, noticed ten days before, disclosed for fifteen days as the Civil Code counts them, filed.
func TestResolutionFromStudyToFiling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 9)
		settles(t, s, "party-000000000001", nil, residents.Role{Name: residents.RolePartySecretary})
		party := standing(t, s, "party-000000000001")
		zone := hepingli.Location()
		made := time.Date(2026, 8, 20, 9, 0, 0, 0, zone)
		closes := time.Date(2026, 9, 16, 18, 0, 0, 0, zone) // and fifteen days are the 1st of October
		id := residents.NewID(start)
		do := func(fn func(*store.Tx) error) error { return s.Update(t.Context(), "hepingli", fn) }
		want := func(what string, err error, reason residents.Reason) {
			t.Helper()
			if reason == "" && err != nil || reason != "" && !isReason(err, reason) {
				t.Errorf("%s: %v, want %q", what, err, reason)
			}
		}
		by := sender(chair, made)
		by.ID = id
		opens := time.Date(2026, 8, 30, 9, 0, 0, 0, zone)
		want("draft", do(func(tx *store.Tx) error { _, err := polls.MakePoll(tx, by, assembly(opens, closes)); return err }), "")
		publish := func(at time.Time) error {
			return do(func(tx *store.Tx) error { return polls.Publish(tx, sender(member, at), "hepingli", id) })
		}
		study := func(on calendar.Day) error {
			return do(func(tx *store.Tx) error {
				return polls.Study(tx, sender(party, made), "hepingli", id, on, "研究过了")
			})
		}
		want("published before it is studied", publish(made), polls.ErrUnstudied)
		want("studied tomorrow", study(calendar.Day{Year: 2026, Month: 8, Day: 21}), residents.ErrDate)
		want("studied no day", study(calendar.Day{}), residents.ErrDate)
		want("studied", study(calendar.Day{Year: 2026, Month: 8, Day: 19}), "")
		want("changed", do(func(tx *store.Tx) error {
			terms := assembly(opens, closes)
			terms.ID = id
			return polls.ChangePoll(tx, sender(chair, made), terms)
		}), "")
		want("the study was of other terms", publish(made), polls.ErrUnstudied)
		want("studied again", study(calendar.Day{Year: 2026, Month: 8, Day: 20}), "")
		want("noticed nine days before", publish(made.AddDate(0, 0, 1)), polls.ErrNoticeDays)
		want("published", publish(made), "")
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for i := range tokens {
				done, err := polls.CastVotes(tx, "hepingli", []polls.Vote{{
					By: sender(standingIn(t, tx, fmt.Sprintf("voter-%011d", i)), opens), Body: "hepingli", Poll: id, Choice: map[bool]string{true: "yes", false: "no"}[i < 6],
				}})
				if err != nil || done[0].Err != nil {
					return fmt.Errorf("%w %w", err, done[0].Err)
				}
			}
			return nil
		})
		file := func(at time.Time, on calendar.Day, as string) error {
			return do(func(tx *store.Tx) error { return polls.FileResult(tx, sender(chair, at), "hepingli", id, on, as) })
		}
		want("filed before the count", file(opens, calendar.Day{Year: 2026, Month: 8, Day: 30}, "备 1 号"), polls.ErrStage)
		update(t, s, "hepingli", func(tx *store.Tx) error { return polls.Close(tx, hepingli, closes) })
		var p polls.Poll
		view(t, s, func(v *store.View) (err error) { p, err = v.Poll("hepingli", id); return err })
		f, err := p.Result()
		if err != nil || !f.Outcome.Passed || f.Count.For.Heads != 6 || f.Count.Roll.Heads != 12 {
			t.Errorf("%+v, %v", f, err)
		}
		if p.Until != (calendar.Day{Year: 2026, Month: 10, Day: 8}) { // the holiday lasts to the 7th
			t.Error("disclosed until", p.Until)
		}
		later := closes.AddDate(0, 0, 2)
		want("filed tomorrow", file(later, calendar.Day{Year: 2026, Month: 9, Day: 19}, "备 1 号"), residents.ErrDate)
		want("filed before it was counted", file(later, calendar.Day{Year: 2026, Month: 9, Day: 15}, "备 1 号"), residents.ErrDate)
		want("filed as nothing", file(later, calendar.Day{Year: 2026, Month: 9, Day: 17}, " "), residents.ErrEmpty)
		want("filed", file(later, calendar.Day{Year: 2026, Month: 9, Day: 17}, "备 1 号"), "")
		want("filed again", file(later, calendar.Day{Year: 2026, Month: 9, Day: 17}, "备 2 号"), polls.ErrStage)
		if entriesWith(t, s, id, "poll-filed", "2026-09-17") != 1 || entriesWith(t, s, id, "poll-published", `"studied":"2026-08-20"`) != 1 {
			t.Error("the record lacks the filing or the study")
		}
	})
}

func standingIn(t testing.TB, tx *store.Tx, id string) residents.Standing {
	t.Helper()
	who, err := tx.Standing("hepingli", id)
	if err != nil {
		t.Fatal(err)
	}
	return who
}

// 1,206 owners of 98,400 m² let grass become parking: the area is enough, the heads are not.
func TestFormalResultOfOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		p := publishOwners(t, s, owners(), nil, chair, member)
		at := p.ClosesAt()
		on := calendar.DayOf(at, hepingli.Location())
		result := polls.Formal{On: on, Source: "北京业主 2026-17", Count: polls.Count{
			Roll: polls.Weights{Heads: 1206, Area: 9_840_000}, Participating: polls.Weights{Heads: 860, Area: 7_020_000}, For: polls.Weights{Heads: 640, Area: 5_290_000},
		}}
		note := func(f polls.Formal) error {
			return s.Update(t.Context(), "hepingli", func(tx *store.Tx) error { return polls.NoteFormal(tx, sender(chair, at), "hepingli", p.ID, f) })
		}
		if err := note(result); !isReason(err, polls.ErrStage) {
			t.Error("noted before the count:", err)
		}
		tallied(t, s, p)
		for name, c := range map[string]struct {
			change func(*polls.Formal)
			want   residents.Reason
		}{
			"tomorrow":           {func(f *polls.Formal) { f.On = on.Add(1) }, residents.ErrDate},
			"no day":             {func(f *polls.Formal) { f.On = calendar.Day{} }, residents.ErrDate},
			"before the code":    {func(f *polls.Formal) { f.On = calendar.Day{Year: 2020, Month: 12, Day: 31} }, residents.ErrDate},
			"no source":          {func(f *polls.Formal) { f.Source = "" }, residents.ErrEmpty},
			"no owners":          {func(f *polls.Formal) { f.Count.Roll.Heads = 0 }, residents.ErrNumber},
			"more than there":    {func(f *polls.Formal) { f.Count.For.Heads = 861 }, residents.ErrNumber},
			"more than all":      {func(f *polls.Formal) { f.Count.Participating.Area = 9_840_001 }, residents.ErrNumber},
			"a negative number":  {func(f *polls.Formal) { f.Count.For.Area = -1 }, residents.ErrNumber},
			"a telephone number": {func(f *polls.Formal) { f.Source = "问 13912345678" }, residents.ErrPersonal},
		} {
			wrong := result
			c.change(&wrong)
			if err := note(wrong); !isReason(err, c.want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := note(result); err != nil {
			t.Fatal(err)
		}
		if err := note(result); !isReason(err, polls.ErrStage) {
			t.Error("noted twice:", err)
		}
		view(t, s, func(v *store.View) (err error) { p, err = v.Poll("hepingli", p.ID); return err })
		f, err := p.FormalResult()
		if err != nil || !f.Outcome.Quorate || f.Outcome.Passed || len(f.Outcome.Conditions) != 4 {
			t.Fatalf("%+v, %v", f, err)
		}
		for i, want := range []polls.Checked{
			{Quorum: true, Have: 860, Base: 1206, Need: 804, Met: true}, {Quorum: true, Have: 7_020_000, Base: 9_840_000, Need: 6_560_000, Met: true},
			{Have: 640, Base: 860, Need: 645}, {Have: 5_290_000, Base: 7_020_000, Need: 5_265_000, Met: true},
		} {
			got := f.Outcome.Conditions[i]
			if want.Condition = got.Condition; got != want {
				t.Errorf("%+v, want %+v", got, want)
			}
		}
		if entriesWith(t, s, p.ID, "poll-formal", `"have":640`) != 1 {
			t.Error("it is not on the record")
		}
	})
}

// After it was taken back a poll is published anew: another roll, no old papers, and the record has both.
func TestTakenBackAndPublishedAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := onPaper(t, open(), 6, nil)
		serials := w.mustPrint(voter(0))
		do := func(fn func(*store.Tx) error) error { return w.s.Update(t.Context(), "hepingli", fn) }
		terms := w.p.Terms
		terms.Question = "要不要装充电桩"
		change := func(tx *store.Tx) error { return polls.ChangePoll(tx, w.sender("chair", start), terms) }
		w.want("changed while it runs", do(change), polls.ErrStage)
		back := func(at time.Time, why string) error {
			return do(func(tx *store.Tx) error { return polls.TakeBack(tx, w.sender("member", at), "hepingli", w.p.ID, why) })
		}
		w.want("without a reason", back(start, " "), residents.ErrEmpty)
		w.want("when its hour is over", back(w.p.ClosesAt(), "没有人投"), polls.ErrOver)
		w.want("taken back", back(start, "问题写错了"), "")
		if n := count(t, w.s, `SELECT (SELECT COUNT(*) FROM poll_roll) + (SELECT COUNT(*) FROM paper_ballots)`); n != 0 {
			t.Error(n, "rows of the roll and of paper stay")
		}
		if _, err := vote(w.s, w.tokens[0], ballotCommand(1), w.p.ID, "yes", start); err != residents.ErrNotFound {
			t.Error("a draft takes a ballot:", err)
		}
		w.want("changed", do(change), "")
		late := settles(t, w.s, "late-0000000000001", nil)
		w.want("by whoever wrote it", do(func(tx *store.Tx) error { return polls.Publish(tx, w.sender("chair", start), "hepingli", w.p.ID) }), residents.ErrSecondPerson)
		w.want("published again", do(func(tx *store.Tx) error { return polls.Publish(tx, w.sender("member", start), "hepingli", w.p.ID) }), "")
		var again polls.Poll
		view(t, w.s, func(v *store.View) (err error) { again, err = v.Poll("hepingli", w.p.ID); return err })
		if again.Roll.Units != w.p.Roll.Units+1 || again.Roll.Hash == w.p.Roll.Hash || again.Number != w.p.Number || again.Hash() == w.p.Hash() {
			t.Errorf("%+v, then %+v", w.p.Roll, again.Roll)
		}
		_, err := w.enter("chair", serials[voter(0)], "yes", start)
		w.want("a ballot of before", err, polls.ErrSerial)
		if _, err := vote(w.s, late, ballotCommand(2), w.p.ID, "yes", start); err != nil {
			t.Error(err)
		}
		for _, hash := range []string{w.p.Roll.Hash, again.Roll.Hash} {
			if entriesWith(t, w.s, w.p.ID, "poll-published", hash) != 1 {
				t.Error("the record lacks a publication")
			}
		}
		if entriesWith(t, w.s, w.p.ID, "poll-taken-back", "问题写错了") != 1 {
			t.Error("the record lacks why it was taken back")
		}
		w.want("taken back with a ballot in", back(start, "再改"), polls.ErrHasBallots)
		w.want("changed with a ballot in", do(change), polls.ErrStage)
		w.want("withdrawn with a ballot in", do(func(tx *store.Tx) error {
			return polls.Withdraw(tx, w.sender("chair", start), "hepingli", w.p.ID, "不办了")
		}), polls.ErrHasBallots)
	})
}

// Somebody leaves after they voted, and the one who made the poll while it runs: ballot,
// roll and result stay, and nothing leads to a name. Before, they read what they said.
func TestLeavingAfterTheVote(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 6)
		terms := yesNo()
		terms.Secrecy = polls.Named
		p := published(t, s, terms, chair, member)
		for i := range 5 {
			if _, err := vote(s, tokens[i], ballotCommand(i), p.ID, "no", start); err != nil {
				t.Fatal(err)
			}
		}
		mine := func(id, table string) (rows [][]store.Datum) {
			view(t, s, func(v *store.View) error {
				all, err := v.PersonalData("hepingli", id, 100)
				for _, h := range all {
					if h.Name == table {
						rows = h.Rows
					}
				}
				return err
			})
			return rows
		}
		me := "voter-00000000000"
		for _, c := range []struct {
			id, table string
			want      int
		}{{me, "ballots", 1}, {me, "poll_roll", 1}, {"voter-00000000005", "ballots", 0}, {"voter-00000000005", "poll_roll", 1}, {chairID, "polls", 1}, {memberID, "polls", 1}, {me, "polls", 0}} {
			if rows := mine(c.id, c.table); len(rows) != c.want {
				t.Errorf("%s of %s: %d rows", c.table, c.id, len(rows))
			}
		}
		text, err := json.Marshal(mine(me, "ballots"))
		if err != nil || !bytes.Contains(text, []byte(`"no"`)) || bytes.Contains(text, []byte("nonce")) || !bytes.Contains(text, []byte("要不要装充电棚")) {
			t.Error(string(text))
		}
		roll, cast := rollOf(t, s, p.ID), count(t, s, `SELECT COUNT(*) FROM ballots`)
		update(t, s, "hepingli", func(tx *store.Tx) error {
			if err := tx.Erase("hepingli", me); err != nil {
				return err
			}
			return tx.Erase("hepingli", chairID)
		})
		if _, err := vote(s, tokens[0], ballotCommand(50), p.ID, "yes", start); err != residents.ErrSignedOut {
			t.Error("whoever left votes:", err)
		}
		if after := rollOf(t, s, p.ID); len(after) != len(roll) || after["r/"+me] != roll["r/"+me] || count(t, s, `SELECT COUNT(*) FROM ballots`) != cast {
			t.Error("the roll or the ballots have changed")
		}
		if n := count(t, s, `SELECT COUNT(*) FROM residents WHERE id IN ($1, $2) AND name = '' AND building = ''`, me, chairID); n != 2 {
			t.Error("a name stays")
		}
		if n := count(t, s, `SELECT COUNT(*) FROM poll_roll WHERE label LIKE '%赵一%'`); n != 0 {
			t.Error("the roll has a whole name")
		}
		if f := tallied(t, s, p); f.Ballots != 5 || voice(f, "no") != 5 {
			t.Errorf("%+v", f)
		}
	})
}

// What was counted ahead is kept where the ballots still are those, and counted anew where one more came.
func TestCountedAhead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		tokens, chair, member := electors(t, s, 7)
		for _, more := range []bool{false, true} {
			p := published(t, s, yesNo(), chair, member)
			for i := range 5 {
				if _, err := vote(s, tokens[i], residents.NewID(start), p.ID, "yes", start); err != nil {
					t.Fatal(err)
				}
			}
			var ahead *polls.Ahead
			view(t, s, func(v *store.View) (err error) {
				ahead, err = polls.ReadAhead(v, p)
				return err
			})
			if err := ahead.Count(p); err != nil {
				t.Fatal(err)
			}
			want := int64(5)
			if more {
				want = 6
				if _, err := vote(s, tokens[5], residents.NewID(start), p.ID, "no", start); err != nil {
					t.Fatal(err)
				}
			}
			for range 2 { // the second time there is nothing to do
				update(t, s, "hepingli", func(tx *store.Tx) error { return polls.ClosePoll(tx, hepingli, p.ID, p.ClosesAt(), ahead) })
			}
			view(t, s, func(v *store.View) (err error) { p, err = v.Poll("hepingli", p.ID); return err })
			if f, err := p.Result(); err != nil || f.Ballots != want || voice(f, "no") != want-5 {
				t.Errorf("%+v, %v", f, err)
			}
		}
	})
}
