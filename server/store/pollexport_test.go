package store_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// ballotBox runs polls of a small community through their course, by the real verbs.
type ballotBox struct {
	t             testing.TB
	s             *store.Store
	dice          *rand.Rand
	chair, member residents.Standing
	voters        []residents.Standing
}

const boxVoters = 40

// newBallotBox is a community of forty voters, of whom thirty speak for a home.
func newBallotBox(t testing.TB, s *store.Store) *ballotBox {
	t.Helper()
	b := &ballotBox{t: t, s: s, dice: rand.New(rand.NewPCG(3, 2026))}
	_, b.chair, b.member = electors(t, s, boxVoters)
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for i := range 30 {
			h := residents.Household{Community: "hepingli", ID: homeOf(i), Building: "1 号楼", Unit: "1 单元", Room: strconv.Itoa(101 + i), Adults: 1, Area: 6000 + 37*i}
			if err := tx.AddHousehold(h); err != nil {
				return err
			}
			if err := tx.AddHome("hepingli", h.ID, voterID(i)); err != nil {
				return err
			}
			role := residents.Role{Community: "hepingli", Resident: voterID(i), Name: residents.RoleHouseholdRep, Scope: h.ID, From: start.Add(-time.Hour), To: start.AddDate(4, 0, 0)}
			if err := tx.GrantRole("hepingli", role); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(v *store.View) error {
		for i := range boxVoters {
			who, err := v.Standing("hepingli", voterID(i))
			if err != nil {
				return err
			}
			b.voters = append(b.voters, who)
		}
		return nil
	})
	return b
}

func voterID(i int) string { return fmt.Sprintf("voter-%011d", i) }
func homeOf(i int) string  { return fmt.Sprintf("home-%012d", i) }

// publish makes a poll and publishes it. In an owners' poll two homes are of one owner.
func (b *ballotBox) publish(terms polls.Terms) polls.Poll {
	b.t.Helper()
	id := residents.NewID(start)
	terms.Community, terms.Paper, terms.Replace = "hepingli", true, true
	terms.Opens, terms.Closes = start.UnixMicro(), start.AddDate(0, 0, 1).UnixMicro()
	if terms.Question == "" {
		terms.Question = "楼下的<空地>做什么用 & 谁来管"
	}
	b.do(func(tx *store.Tx) error {
		_, err := polls.MakePoll(tx, residents.Sender{Standing: b.chair, Now: start, ID: id}, terms)
		return err
	})
	b.do(func(tx *store.Tx) error {
		if terms.Electorate.Unit == polls.UnitOwner {
			if err := tx.SetOwnerGroups("hepingli", id, map[string]string{homeOf(3): "g", homeOf(4): "g"}); err != nil {
				return err
			}
		}
		return polls.Publish(tx, residents.Sender{Standing: b.member, Now: start, ID: residents.NewID(start)}, "hepingli", id)
	})
	return b.poll(id)
}

func (b *ballotBox) do(fn func(*store.Tx) error) {
	b.t.Helper()
	update(b.t, b.s, "hepingli", fn)
}

func (b *ballotBox) poll(id string) (p polls.Poll) {
	b.t.Helper()
	view(b.t, b.s, func(v *store.View) (err error) {
		p, err = v.Poll("hepingli", id)
		return err
	})
	return p
}

// cast lets voters say something, all in one batch.
func (b *ballotBox) cast(p polls.Poll, choices map[int]string) {
	b.t.Helper()
	var votes []polls.Vote
	for i := range boxVoters {
		if choice := choices[i]; choice != "" {
			by := residents.Sender{Standing: b.voters[i], Now: start.Add(time.Hour), ID: residents.NewID(start)}
			votes = append(votes, polls.Vote{By: by, Body: "hepingli", Poll: p.ID, Choice: choice})
		}
	}
	b.do(func(tx *store.Tx) error {
		casts, err := polls.CastVotes(tx, "hepingli", votes)
		for i, c := range casts {
			if c.Err != nil {
				return fmt.Errorf("vote %d, %q: %w", i, votes[i].Choice, c.Err)
			}
		}
		return err
	})
}

// paper prints ballots for units and enters what they say: of the last only behind the close.
func (b *ballotBox) paper(p polls.Poll, said map[string]string) (enterLate func()) {
	b.t.Helper()
	units := make([]string, 0, len(said))
	for unit := range said {
		units = append(units, unit)
	}
	var papers []polls.PaperBallot
	b.do(func(tx *store.Tx) (err error) {
		papers, err = polls.PrintBallots(tx, residents.Sender{Standing: b.chair, Now: start.Add(time.Hour), ID: residents.NewID(start)}, "hepingli", p.ID, units)
		return err
	})
	enter := func(some []polls.PaperBallot, at time.Time) {
		b.do(func(tx *store.Tx) error {
			for _, paper := range some {
				for _, who := range []residents.Standing{b.chair, b.member} {
					by := residents.Sender{Standing: who, Now: at, ID: residents.NewID(start)}
					if _, err := polls.EnterPaper(tx, by, "hepingli", p.ID, paper.Serial, said[paper.Unit]); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	enter(papers[1:], start.Add(2*time.Hour))
	return func() { enter(papers[:1], p.ClosesAt().Add(time.Hour)) }
}

func (b *ballotBox) close(at time.Time) {
	b.t.Helper()
	b.do(func(tx *store.Tx) error { return polls.Close(tx, hepingli, at) })
}

func (b *ballotBox) export(id string) string {
	b.t.Helper()
	src, err := b.s.PollExport(context.Background(), "hepingli", id)
	if err != nil {
		b.t.Fatal(err)
	}
	var out bytes.Buffer
	if err := polls.WriteExport(&out, src); err != nil {
		b.t.Fatal(err)
	}
	return out.String()
}

// held is a poll that ran its course: ballots on line, some replaced, some on paper.
func (b *ballotBox) held(terms polls.Terms, choices ...string) polls.Poll {
	b.t.Helper()
	p := b.publish(terms)
	home := terms.Electorate.Unit != polls.UnitResident
	first, again := map[int]string{}, map[int]string{}
	for i := range 22 {
		first[i] = choices[b.dice.IntN(len(choices))]
		if i%3 == 0 && !(terms.Electorate.Unit == polls.UnitOwner && i == 4) {
			again[i] = choices[b.dice.IntN(len(choices))]
		}
	}
	if terms.Electorate.Unit == polls.UnitOwner {
		delete(first, 4) // of the same owner as the home in front
	}
	b.cast(p, first)
	b.cast(p, again)
	said := map[string]string{}
	for i := 23; i < 28; i++ {
		unit := "r/" + voterID(i)
		if home {
			unit = "h/" + homeOf(i)
		}
		said[unit] = choices[b.dice.IntN(len(choices))]
		if i == 25 {
			said[unit] = polls.Blank
		}
	}
	enterLate := b.paper(p, said)
	b.close(p.ClosesAt())
	enterLate()
	b.do(func(tx *store.Tx) error {
		return polls.Finish(tx, residents.Sender{Standing: b.chair, Now: p.ClosesAt().Add(2 * time.Hour), ID: residents.NewID(start)}, "hepingli", p.ID, nil)
	})
	return b.poll(p.ID)
}

func ways(n int, cost int64) (all []polls.Option) {
	for i := range n {
		o := polls.Option{Words: "方案" + strconv.Itoa(i+1)}
		if cost > 0 {
			o.Cost = cost + int64(i*i)*1_370
		}
		all = append(all, o)
	}
	return all
}

// heldPolls are a poll of each kind, counted, by name.
func (b *ballotBox) heldPolls() map[string]polls.Poll {
	resident, home := polls.Electorate{Unit: polls.UnitResident}, polls.Electorate{Unit: polls.UnitHousehold}
	return map[string]polls.Poll{
		"binary": b.held(polls.Terms{Method: polls.Binary, Electorate: resident, Rule: "consultative", Secrecy: polls.Hidden}, "yes", "no", "yes", "abstain"),
		"owners": b.held(polls.Terms{Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitOwner}, Rule: "owners-ordinary", Secrecy: polls.Named}, "yes", "yes", "no", "abstain"),
		"plurality": b.held(polls.Terms{Method: polls.Plurality, Options: ways(4, 0), Choose: 2, Seats: 2, Electorate: home, Rule: "consultative", Secrecy: polls.OpenTurnout},
			"1,2", "2", "3,4", "4", "blank"),
		"approval": b.held(polls.Terms{Method: polls.Approval, Options: ways(5, 0), Seats: 2, Electorate: resident, Rule: "consultative", Secrecy: polls.Named},
			"1,2,5", "2", "3,4", "1,2,3,4,5", "blank"),
		"schulze": b.held(polls.Terms{Method: polls.Schulze, Options: ways(5, 0), None: true, Electorate: resident, Rule: "consultative", Secrecy: polls.Hidden},
			"3>1=2", "2>none>1", "4>3>2>1", "1>5", "5=4>none", "blank"),
		"mes": b.held(polls.Terms{Method: polls.Shares, Options: ways(6, 20_000), Budget: 90_000, Completion: polls.CompleteAdd1, Electorate: resident, Rule: "consultative", Secrecy: polls.Hidden},
			"1,2", "2,3", "4", "1,6", "1,3,4", "5", "blank"),
		"greedy": b.held(polls.Terms{Method: polls.Greedy, Options: ways(6, 20_000), Budget: 90_000, Electorate: home, Rule: "consultative", Secrecy: polls.Hidden},
			"1,2", "2,3", "4", "1,6", "1,3,4", "5", "blank"),
		"stv": b.held(polls.Terms{Method: polls.STV, Options: ways(5, 0), Seats: 2, Electorate: resident, Rule: "consultative", Secrecy: polls.Hidden},
			"1>2", "2>1>3", "3>5", "4", "5>4", "blank"),
	}
}

// Polls that ran by the real verbs hold on either database, and a second program that
// shares nothing with the portal comes to the same.
func TestExportsAreRecounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		b := newBallotBox(t, s)
		kept := ""
		all := b.heldPolls()
		view(t, s, func(v *store.View) (err error) {
			kept, err = v.Checkpoint("hepingli")
			return err
		})
		for name, p := range all {
			text := b.export(p.ID)
			r, err := polls.VerifyExport(strings.NewReader(text), polls.VerifyOptions{File: name, Verifier: s.LogVerifier(), Checkpoint: kept})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if r.Ballots != p.Ballots || r.Ballots < 25 || r.Replaced < 5 || !r.Recounted {
				t.Errorf("%s: %+v", name, r)
			}
			if err := recount(text, s.LogVerifier()); err != nil {
				t.Errorf("%s, counted by another program: %v", name, err)
			}
		}
	})
}

// The second program is one that finds what is wrong.
func TestRecountFindsWhatIsWrong(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		b := newBallotBox(t, s)
		p := b.held(polls.Terms{Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden}, "yes", "yes", "no")
		text := b.export(p.ID)
		for i, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			changed := strings.Replace(line, `"yes"`, `"no"`, 1)
			if changed == line {
				continue
			}
			altered := strings.Replace(text, line, changed, 1)
			if recount(altered, s.LogVerifier()) == nil {
				t.Errorf("line %d altered, and the other program counts it", i+1)
			}
			if _, err := polls.VerifyExport(strings.NewReader(altered), polls.VerifyOptions{}); err == nil {
				t.Errorf("line %d altered, and it holds", i+1)
			}
		}
	})
}

func TestExportOfAPollThatIsNotCounted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		b := newBallotBox(t, s)
		p := b.publish(polls.Terms{Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden})
		b.cast(p, map[int]string{1: "yes"})
		for _, id := range []string{p.ID, "nothing"} {
			if _, err := s.PollExport(context.Background(), "hepingli", id); !errors.Is(err, residents.ErrNotFound) {
				t.Errorf("%s: %v", id, err)
			}
		}
		// Withdrawn and published anew the export begins with what was published last.
		q := b.publish(polls.Terms{Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden})
		by := residents.Sender{Standing: b.member, Now: start, ID: residents.NewID(start)}
		b.do(func(tx *store.Tx) error { return polls.TakeBack(tx, by, "hepingli", q.ID, "名册要改") })
		b.do(func(tx *store.Tx) error { return polls.Publish(tx, by, "hepingli", q.ID) })
		b.cast(q, map[int]string{1: "yes", 2: "no", 3: "yes"})
		b.close(q.ClosesAt())
		text := b.export(q.ID)
		r, err := polls.VerifyExport(strings.NewReader(text), polls.VerifyOptions{})
		if err != nil || r.Recounted || r.Ballots != 3 {
			t.Errorf("%+v, %v", r, err)
		}
		if err := recount(text, s.LogVerifier()); err != nil {
			t.Error(err)
		}
	})
}
