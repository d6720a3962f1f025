package store_test

import (
	"errors"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestRollOfHouseholds(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		token := settles(t, s, "rep-00000000000001", []int{0, 3}, repOf(0), repOf(3))
		lodger := settles(t, s, "lodger-00000000001", []int{0})
		terms := yesNo()
		terms.Electorate.Unit = polls.UnitHousehold
		p := published(t, s, terms, chair, member)
		if roll := rollOf(t, s, p.ID); len(roll) != 6 || roll["h/"+homeID(5)].Unit == "" {
			t.Error(unitsOf(roll))
		}
		if _, err := vote(s, lodger, ballotCommand(1), p.ID, "yes", start); err != polls.ErrHomeSpeaks {
			t.Error("who does not speak for the home:", err)
		}
		if _, err := voteFor(s, token, ballotCommand(2), p.ID, "h/"+homeID(1), "yes", start); err != polls.ErrNotOnRoll {
			t.Error("for somebody else's home:", err)
		}
		for i, unit := range []string{"h/" + homeID(3), "h/" + homeID(0)} {
			if _, err := voteFor(s, token, ballotCommand(3+i), p.ID, unit, "yes", start); err != nil {
				t.Error("for", unit, err)
			}
		}
		if _, err := voteFor(s, token, ballotCommand(5), p.ID, "h/"+homeID(0), "no", start); err != polls.ErrVoted {
			t.Error("a third ballot for two homes:", err)
		}
		if _, err := vote(s, token, ballotCommand(6), p.ID, "no", start); !errors.Is(err, residents.ErrChoice) {
			t.Error("without saying for which home:", err)
		}
		if n := count(t, s, `SELECT COUNT(DISTINCT unit) FROM ballots`); n != 2 {
			t.Error(n, "homes voted")
		}
		view(t, s, func(v *store.View) error { // whoever speaks for homes reads what they cast for them; who lives there does not
			for id, want := range map[string]int{"rep-00000000000001": 2, "lodger-00000000001": 0} {
				all, err := v.PersonalData("hepingli", id, 10)
				if err != nil {
					return err
				}
				rows := 0
				for _, h := range all {
					if h.Name == "ballots" {
						rows = len(h.Rows)
					}
				}
				if rows != want {
					t.Errorf("%s reads %d ballots, want %d", id, rows, want)
				}
			}
			return nil
		})
		terms.Electorate.Buildings = []string{"2 号楼"}
		if roll := rollOf(t, s, published(t, s, terms, chair, member).ID); unitsOf(roll) != "h/"+homeID(3)+" h/"+homeID(4)+" h/"+homeID(5) {
			t.Error(unitsOf(roll))
		}
	})
}

// The home has one ballot, whoever speaks for it when.
func TestRepresentativesChange(t *testing.T) {
	for _, replace := range []bool{false, true} {
		storetest.Each(t, func(t *testing.T, open func() *store.Store) {
			s := open()
			chair, member := quarter(t, s)
			noon := start.Add(3 * time.Hour)
			until, from := repOf(0), repOf(0)
			until.To, from.From = noon, noon
			first := settles(t, s, "first-000000000001", []int{0}, until)
			second := settles(t, s, "second-00000000001", []int{0}, from)
			fresh, next := repOf(1), repOf(1)
			fresh.To, next.From = noon, noon
			silent := settles(t, s, "silent-00000000001", []int{1}, fresh)
			heir := settles(t, s, "heir-0000000000001", []int{1}, next)
			terms := yesNo()
			terms.Electorate.Unit, terms.Replace = polls.UnitHousehold, replace
			p := published(t, s, terms, chair, member)
			for i, c := range []struct {
				token string
				at    time.Time
				want  error
			}{
				{second, noon.Add(-time.Microsecond), polls.ErrHomeSpeaks},
				{first, noon.Add(-time.Microsecond), nil},
				{first, noon, polls.ErrHomeSpeaks}, // the term ended between the page and the ballot
				{second, noon, map[bool]error{false: polls.ErrVoted}[replace]},
				{silent, noon, polls.ErrHomeSpeaks},
				{heir, noon, nil},
			} {
				if _, err := vote(s, c.token, ballotCommand(i), p.ID, "yes", c.at); err != c.want {
					t.Errorf("replace %v, %d: %v, want %v", replace, i, err, c.want)
				}
			}
			if n := count(t, s, `SELECT COUNT(*) FROM ballots`); n != 2 {
				t.Error(n, "ballots of two homes")
			}
			if n := count(t, s, `SELECT ballots FROM polls`); n != 2 {
				t.Error("counted:", n)
			}
		})
	}
}
