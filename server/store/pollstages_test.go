package store_test

import (
	"fmt"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// stage is a poll brought to a state by the real verbs, with a paper ballot that differs.
type stage struct {
	poll   string
	at     time.Time // when verbs are tried
	serial string
}

// people are those who try verbs, by what they are.
func people(t testing.TB, s *store.Store) map[string]residents.Standing {
	t.Helper()
	_, chair, member := electors(t, s, 6)
	settles(t, s, "party-000000000001", nil, residents.Role{Name: residents.RolePartySecretary})
	settles(t, s, "watcher-0000000001", nil, residents.Role{Name: residents.RoleSupervision})
	settles(t, s, "over-0000000000001", nil, residents.Role{Name: residents.RoleCommitteeMember, To: start.Add(-time.Minute)})
	weak, elsewhere := member, member
	weak.Weak = true
	elsewhere.Resident.Community = "anzhen" // the same id, a member of another committee
	elsewhere.Roles = nil
	for _, r := range member.Roles {
		r.Community = "anzhen"
		elsewhere.Roles = append(elsewhere.Roles, r)
	}
	return map[string]residents.Standing{
		"drafter": chair, "member": member, "party": standing(t, s, "party-000000000001"), "watcher": standing(t, s, "watcher-0000000001"),
		"resident": standing(t, s, fmt.Sprintf("voter-%011d", 0)), "former": standing(t, s, "over-0000000000001"),
		"weak": weak, "elsewhere": elsewhere, "nobody": {},
	}
}

// stages are a poll in each state. All ask households of nobody but adults; each has a paper
// ballot that two people read differently, where it is printed.
func stages(t testing.TB, s *store.Store, who map[string]residents.Standing) map[polls.State]stage {
	t.Helper()
	terms := yesNo()
	terms.Paper = true
	draft := residents.NewID(start)
	update(t, s, "hepingli", func(tx *store.Tx) error {
		_, err := polls.MakePoll(tx, residents.Sender{Standing: who["drafter"], Now: start, ID: draft}, terms)
		return err
	})
	all := map[polls.State]stage{polls.Draft: {poll: draft, at: start}}
	for _, state := range []polls.State{polls.Published, polls.Withdrawn, polls.Counting, polls.Counted} {
		p := published(t, s, terms, who["drafter"], who["member"])
		st := stage{poll: p.ID, at: start}
		if state == polls.Counting || state == polls.Counted {
			st.serial = differing(t, s, p.ID, who)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			switch state {
			case polls.Withdrawn:
				return polls.Withdraw(tx, residents.Sender{Standing: who["member"], Now: start, ID: residents.NewID(start)}, "hepingli", p.ID, "不办了")
			case polls.Counting:
				st.at = p.ClosesAt()
			case polls.Counted:
				st.at = p.PaperUntil(hepingli.Location())
			}
			return nil
		})
		all[state] = st
	}
	update(t, s, "hepingli", func(tx *store.Tx) error { // the clock, for the two that are over
		for state, at := range map[polls.State]time.Time{polls.Counting: all[polls.Counting].at, polls.Counted: all[polls.Counted].at} {
			p, err := tx.Poll("hepingli", all[state].poll)
			if err != nil {
				return err
			}
			if err := polls.Close(onlyPoll{tx, p}, hepingli, at); err != nil {
				return err
			}
			if p, err = tx.Poll("hepingli", p.ID); err != nil || p.State != state {
				return fmt.Errorf("%s instead of %s: %w", p.State, state, err)
			}
		}
		return nil
	})
	return all
}

// onlyPoll is a transaction in which the clock sees one poll.
type onlyPoll struct {
	*store.Tx
	p polls.Poll
}

func (o onlyPoll) PollsToClose(string, time.Time) ([]polls.Poll, error) {
	return []polls.Poll{o.p}, nil
}

// differing prints a ballot and enters it twice, differently.
func differing(t testing.TB, s *store.Store, poll string, who map[string]residents.Standing) (serial string) {
	t.Helper()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		made, err := polls.PrintBallots(tx, residents.Sender{Standing: who["drafter"], Now: start, ID: residents.NewID(start)}, "hepingli", poll, []string{voter(5)})
		if err != nil {
			return err
		}
		serial = made[0].Serial
		for name, choice := range map[string]string{"drafter": "yes", "watcher": "no"} {
			by := residents.Sender{Standing: who[name], Now: start, ID: residents.NewID(start)}
			if _, err := polls.EnterPaper(tx, by, "hepingli", poll, serial, choice); err != nil {
				return err
			}
		}
		return nil
	})
	return serial
}

// A verb that is refused leaves nothing; one that is allowed is undone, so that each is
// tried on the same world.
func TestWhoDoesWhatWhen(t *testing.T) {
	const undone = residents.Reason("undone")
	committee := map[string]bool{"drafter": true, "member": true}
	verbs := []struct {
		name  string
		may   map[string]bool      // who, where the state allows it
		in    map[polls.State]bool // states
		not   map[string]error     // reasons of their own
		do    func(tx *store.Tx, by residents.Sender, st stage) error
		where map[polls.State]error // reasons of states; polls.ErrStage otherwise
	}{
		{name: "change", may: committee, in: map[polls.State]bool{polls.Draft: true}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			terms := yesNo()
			terms.ID, terms.Closes = st.poll, st.at.AddDate(0, 0, 3).UnixMicro()
			return polls.ChangePoll(tx, by, terms)
		}},
		{name: "study", may: map[string]bool{"party": true}, in: map[polls.State]bool{polls.Draft: true}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			return polls.Study(tx, by, "hepingli", st.poll, calendar.Day{Year: 2026, Month: 7, Day: 1}, "同意")
		}},
		{name: "publish", may: map[string]bool{"member": true}, in: map[polls.State]bool{polls.Draft: true}, not: map[string]error{"drafter": residents.ErrSecondPerson},
			do: func(tx *store.Tx, by residents.Sender, st stage) error {
				return polls.Publish(tx, by, "hepingli", st.poll)
			}},
		{name: "take back", may: committee, in: map[polls.State]bool{polls.Published: true}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			return polls.TakeBack(tx, by, "hepingli", st.poll, "写错了")
		}},
		{name: "withdraw", may: committee, in: map[polls.State]bool{polls.Published: true}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			return polls.Withdraw(tx, by, "hepingli", st.poll, "不办了")
		}},
		{name: "print", may: committee, in: map[polls.State]bool{polls.Published: true}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			_, err := polls.PrintBallots(tx, by, "hepingli", st.poll, []string{voter(1)})
			return err
		}},
		{name: "settle", may: map[string]bool{"drafter": true, "member": true, "watcher": true}, in: map[polls.State]bool{polls.Counting: true},
			where: map[polls.State]error{polls.Published: polls.ErrSerial}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
				_, err := polls.SettlePaper(tx, by, "hepingli", st.poll, st.serial, "yes")
				if err == error(residents.ErrSecondPerson) { // either entered it last
					return nil
				}
				return err
			}},
		{name: "enter", may: map[string]bool{}, in: map[polls.State]bool{}, where: map[polls.State]error{polls.Published: polls.ErrSerial},
			do: func(tx *store.Tx, by residents.Sender, st stage) error {
				_, err := polls.EnterPaper(tx, by, "hepingli", st.poll, st.serial, "yes")
				return err
			}, not: nil},
		{name: "finish", may: map[string]bool{}, in: map[polls.State]bool{}, where: map[polls.State]error{polls.Counting: polls.ErrUnsettled},
			do: func(tx *store.Tx, by residents.Sender, st stage) error {
				return polls.Finish(tx, by, "hepingli", st.poll, nil)
			}},
		{name: "file", may: map[string]bool{}, in: map[polls.State]bool{}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			return polls.FileResult(tx, by, "hepingli", st.poll, calendar.DayOf(st.at, hepingli.Location()), "备 1 号") // by a rule that files nothing
		}},
		{name: "note", may: map[string]bool{}, in: map[polls.State]bool{}, do: func(tx *store.Tx, by residents.Sender, st stage) error {
			return polls.NoteFormal(tx, by, "hepingli", st.poll, polls.Formal{On: calendar.DayOf(st.at, hepingli.Location()), Source: "北京业主"}) // no owners' matter
		}},
	}
	// Who is let through to the question of the stage, for verbs that are nobody's in these states.
	through := map[string]map[string]bool{
		"enter": {"drafter": true, "member": true, "watcher": true}, "finish": {"drafter": true, "member": true, "watcher": true}, "file": committee, "note": committee,
	}
	lacking := map[string]error{"nobody": residents.ErrSignedOut, "weak": residents.ErrPasskey}

	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		who := people(t, s)
		all := stages(t, s, who)
		kept := func() int64 {
			return count(t, s, `SELECT (SELECT COUNT(*) FROM log_entries) + (SELECT COUNT(*) FROM ballots) + (SELECT COUNT(*) FROM paper_ballots)
				+ (SELECT COUNT(*) FROM poll_roll) + (SELECT COUNT(*) FROM letters)`)
		}
		before, tried, allowed := kept(), 0, 0
		for _, verb := range verbs {
			for state, st := range all {
				for name, standing := range who {
					var err error
					done := s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
						if err = verb.do(tx, residents.Sender{Standing: standing, Now: st.at, ID: residents.NewID(st.at)}, st); err == nil {
							return undone
						}
						return err
					})
					if err == nil && done != error(undone) {
						t.Fatal(done)
					}
					want := verb.not[name]
					passes := verb.may[name] || through[verb.name][name]
					switch {
					case want != nil: // before the question of the stage
					case !passes && (name == "nobody" || name == "weak" && (verb.may["member"] || through[verb.name]["member"])):
						want = lacking[name]
					case !passes:
						want = residents.ErrNotAllowed
					case !verb.in[state]:
						if want = verb.where[state]; want == nil {
							want = polls.ErrStage
						}
					}
					tried++
					if want == nil {
						allowed++
					}
					if want == nil && err != nil || want != nil && !isReason(err, want.(residents.Reason)) {
						t.Errorf("%s %s a poll that is %s: %v, want %v", name, verb.name, state, err, want)
					}
				}
			}
		}
		for name, standing := range who {
			err := s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
				if _, err := polls.MakePoll(tx, residents.Sender{Standing: standing, Now: start, ID: residents.NewID(start)}, yesNo()); err != nil {
					return err
				}
				return undone
			})
			want := error(undone)
			if !committee[name] {
				if want = lacking[name]; want == nil {
					want = residents.ErrNotAllowed
				}
			}
			if err != want {
				t.Errorf("%s drafts: %v, want %v", name, err, want)
			}
		}
		if after := kept(); after != before {
			t.Error(after-before, "rows were kept by what was refused")
		}
		if tried != 11*5*9 || allowed != 2+1+1+2+2+2+3 {
			t.Error(tried, "tried,", allowed, "allowed")
		}
	})
}

// A poll of another community is none here, whoever asks.
func TestPollsStayInTheirCommunity(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		_, chair, member := electors(t, s, 6)
		p := published(t, s, yesNo(), chair, member)
		for name, do := range map[string]func(*store.Tx, residents.Sender) error{
			"take back": func(tx *store.Tx, by residents.Sender) error { return polls.TakeBack(tx, by, "anzhen", p.ID, "错") },
			"print": func(tx *store.Tx, by residents.Sender) error {
				_, err := polls.PrintBallots(tx, by, "anzhen", p.ID, []string{voter(0)})
				return err
			},
			"finish": func(tx *store.Tx, by residents.Sender) error { return polls.Finish(tx, by, "anzhen", p.ID, nil) },
			"study": func(tx *store.Tx, by residents.Sender) error {
				return polls.Study(tx, by, "anzhen", p.ID, calendar.Day{Year: 2026, Month: 7, Day: 1}, "好")
			},
		} {
			err := s.Update(t.Context(), "anzhen", func(tx *store.Tx) error {
				return do(tx, residents.Sender{Standing: chair, Now: start, ID: residents.NewID(start)})
			})
			if err != residents.ErrNotFound {
				t.Error(name, err)
			}
		}
		err := s.Update(t.Context(), "anzhen", func(tx *store.Tx) error {
			terms := yesNo()
			terms.Community = "anzhen"
			_, err := polls.MakePoll(tx, residents.Sender{Standing: chair, Now: start, ID: residents.NewID(start)}, terms)
			return err
		})
		if err != residents.ErrNotAllowed {
			t.Error("made for the neighbours:", err)
		}
	})
}

// Who may vote in each state, by the ballot's own road.
func TestVotingInEachState(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		who := people(t, s)
		all := stages(t, s, who)
		for state, want := range map[polls.State]error{
			polls.Draft: residents.ErrNotFound, polls.Published: nil, polls.Withdrawn: polls.ErrNotOpen, polls.Counting: polls.ErrOver, polls.Counted: polls.ErrOver,
		} {
			for name, other := range map[string]error{
				"resident": want, "drafter": want, "weak": want, // an office is not what they vote by
				"nobody": residents.ErrSignedOut, "elsewhere": residents.ErrNotAllowed,
			} {
				if state == polls.Draft {
					other = residents.ErrNotFound
				}
				update(t, s, "hepingli", func(tx *store.Tx) error {
					by := residents.Sender{Standing: who[name], Now: all[state].at, ID: residents.NewID(start)}
					if name == "drafter" || name == "weak" {
						if state == polls.Published {
							return nil // not to vote before the resident does
						}
					}
					done, err := polls.CastVotes(tx, "hepingli", []polls.Vote{{By: by, Body: "hepingli", Poll: all[state].poll, Choice: "yes"}})
					if err == nil && done[0].Err != other {
						t.Errorf("%s votes in a poll that is %s: %v, want %v", name, state, done[0].Err, other)
					}
					return err
				})
			}
		}
	})
}
