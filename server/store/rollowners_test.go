package store_test

import (
	"errors"
	"testing"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func owners() polls.Terms {
	t := yesNo()
	t.Electorate.Unit, t.Rule, t.Secrecy = polls.UnitOwner, "owners-heavy", polls.Named
	return t
}

// publishOwners publishes an owners' poll in which homes of the same letter are one owner's.
func publishOwners(t testing.TB, s *store.Store, terms polls.Terms, groups map[string]string, chair, member residents.Standing) (p polls.Poll) {
	t.Helper()
	id := residents.NewID(start)
	update(t, s, "hepingli", func(tx *store.Tx) (err error) {
		by := residents.Sender{Standing: chair, Now: start, ID: id}
		if _, err = polls.MakePoll(tx, by, terms); err != nil {
			return err
		}
		if err = polls.SetOwners(tx, by, "hepingli", id, groups); err != nil {
			return err
		}
		if err = polls.Publish(tx, residents.Sender{Standing: member, Now: start, ID: residents.NewID(start)}, "hepingli", id); err != nil {
			return err
		}
		p, err = tx.Poll("hepingli", id)
		return err
	})
	return p
}

func TestRollOfOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		one := settles(t, s, "one-00000000000001", []int{0}, repOf(0))
		other := settles(t, s, "other-000000000001", []int{4}, repOf(4))
		groups := map[string]string{homeID(0): "a", homeID(2): "a", homeID(4): "a", homeID(1): "b", homeID(5): "b"}
		p := publishOwners(t, s, owners(), groups, chair, member)
		roll := rollOf(t, s, p.ID)
		if p.Roll.Units != 3 || p.Roll.Heads != 3 || p.Roll.Area != 51000 || len(roll) != 6 {
			t.Errorf("%+v of %s", p.Roll, unitsOf(roll))
		}
		for unit, want := range map[string]polls.Weights{
			"h/" + homeID(0): {Heads: 1, Area: 24000}, "h/" + homeID(1): {Heads: 1, Area: 18000}, "h/" + homeID(3): {Heads: 1, Area: 9000},
			"h/" + homeID(2): {}, "h/" + homeID(4): {}, "h/" + homeID(5): {},
		} {
			if e := roll[unit]; e.Weights != want || (e.With == "") != (want.Heads == 1) || (e.Tag == "") != (want.Heads == 0) {
				t.Errorf("%s: %+v, want %+v", unit, e, want)
			}
		}
		if _, err := vote(s, other, ballotCommand(1), p.ID, "yes", start); err != nil {
			t.Error("whoever speaks for the owner's third home:", err)
		}
		if _, err := vote(s, one, ballotCommand(2), p.ID, "no", start); err != polls.ErrVoted {
			t.Error("for the owner's first home, after:", err)
		}
		if _, err := voteFor(s, one, ballotCommand(3), p.ID, "h/"+homeID(1), "no", start); err != polls.ErrNotOnRoll {
			t.Error("another owner's:", err)
		}
		if f := tallied(t, s, p); f.Ballots != 1 || f.Count.For.Area != 24000 || f.Count.For.Heads != 1 || f.Count.Roll.Area != 51000 {
			t.Errorf("%+v", f)
		}

		two := owners()
		two.Electorate.Buildings = []string{"2 号楼"}
		if p := publishOwners(t, s, two, groups, chair, member); p.Roll.Units != 3 || p.Roll.Area != 30000 {
			t.Errorf("of a group only what stands in the building counts: %+v", p.Roll)
		}

		for _, id := range []string{homeID(3), homeID(4)} {
			update(t, s, "hepingli", func(tx *store.Tx) error {
				h, err := tx.Household("hepingli", id)
				h.Area = 0
				return errors.Join(err, tx.ChangeHousehold(h))
			})
		}
		err := tryPublish(t, s, owners(), chair, member)
		var field *residents.FieldError
		if !errors.As(err, &field) || field.Reason != polls.ErrNoArea || field.Limit != 2 {
			t.Errorf("two areas are missing: %+v", err)
		}
		if n := count(t, s, `SELECT COUNT(*) FROM poll_roll r WHERE NOT EXISTS (SELECT 1 FROM polls WHERE polls.id = r.poll AND state <> 'draft')`); n != 0 {
			t.Error("a refused publication left a roll of", n)
		}
	})
}

func TestOwnersAreOfTheRoster(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, _ := quarter(t, s)
		for i, c := range []struct {
			terms  polls.Terms
			groups map[string]string
			want   error
		}{
			{owners(), map[string]string{homeID(0): "a", homeID(9): "a"}, residents.ErrNoHome},
			{owners(), map[string]string{homeID(0): "a", homeID(1): ""}, residents.ErrNoHome},
			{yesNo(), map[string]string{homeID(0): "a", homeID(1): "a"}, polls.ErrStage},
			{owners(), map[string]string{}, nil},
		} {
			err := s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
				by := residents.Sender{Standing: chair, Now: start, ID: residents.NewID(start)}
				p, err := polls.MakePoll(tx, by, c.terms)
				if err != nil {
					return err
				}
				return polls.SetOwners(tx, by, "hepingli", p.ID, c.groups)
			})
			if c.want == nil && err != nil || c.want != nil && !isReason(err, c.want.(residents.Reason)) {
				t.Errorf("%d: %v", i, err)
			}
		}
		if n := count(t, s, `SELECT COUNT(*) FROM poll_owners`); n != 0 {
			t.Error(n, "homes were kept")
		}
	})
}

// Who rents a home does not speak for its owner, who votes on paper.
func TestTenantsDoNotVoteForOwners(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		_, chair, member := electors(t, s, 1)
		tokens := map[string]string{}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			for _, tenure := range []string{residents.TenureOwner, residents.TenureTenant} {
				home := "household-" + tenure + "-000001"
				h := residents.Household{Community: "hepingli", ID: home, Building: "1 号楼", Room: tenure, Tenure: tenure, Area: 5000}
				tokens[tenure] = store.NewToken()
				who := "lives-in-" + tenure + "-00001"
				if err := errors.Join(tx.AddHouseholds([]residents.Household{h}), elector(tx, who, tokens[tenure]), tx.AddHome("hepingli", home, who)); err != nil {
					return err
				}
				role := residents.Role{Community: "hepingli", Resident: who, Name: residents.RoleHouseholdRep, Scope: home, From: start, To: start.AddDate(1, 0, 0)}
				if err := tx.GrantRole("hepingli", role); err != nil {
					return err
				}
			}
			return nil
		})
		terms := yesNo()
		terms.Electorate, terms.Rule, terms.Secrecy = polls.Electorate{Unit: polls.UnitOwner}, "owners-ordinary", polls.Named
		p := published(t, s, terms, chair, member)
		if p.Roll.Units != 2 || p.Roll.Area != 10000 {
			t.Errorf("%+v", p.Roll)
		}
		if _, err := vote(s, tokens[residents.TenureOwner], ballotCommand(1), p.ID, "yes", start); err != nil {
			t.Error(err)
		}
		if _, err := vote(s, tokens[residents.TenureTenant], ballotCommand(2), p.ID, "yes", start); !errors.Is(err, polls.ErrNotOnRoll) {
			t.Error(err)
		}
	})
}
