package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

const (
	chairID  = "chair-000000000001"
	memberID = "member-00000000001"
)

// quarter is hepingli with the committee and six homes in two buildings: three each, of two
// adults and 60, 70 … 110 m².
func quarter(t testing.TB, s *store.Store) (chair, member residents.Standing) {
	t.Helper()
	_, chair, member = electors(t, s, 0)
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for i := range 6 {
			h := residents.Household{Community: "hepingli", ID: homeID(i), Building: fmt.Sprintf("%d 号楼", 1+i/3), Unit: "1 单元", Room: fmt.Sprint(101 + i), Adults: 2, Area: (60 + 10*i) * 100}
			if err := tx.AddHousehold(h); err != nil {
				return err
			}
		}
		return nil
	})
	return chair, member
}

func homeID(i int) string { return fmt.Sprintf("home-%012d", i) }

// settles puts a confirmed adult into the database who lives in the homes and has the roles besides.
func settles(t testing.TB, s *store.Store, id string, homes []int, roles ...residents.Role) (token string) {
	t.Helper()
	token = store.NewToken()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		if err := elector(tx, id, store.NewToken()); err != nil { // an office that is given ends this session

			return err
		}
		for i, h := range homes {
			if err := tx.AddHome("hepingli", homeID(h), id); err != nil {
				return err
			}
			if i == 0 {
				r, err := tx.Resident("hepingli", id)
				if err != nil {
					return err
				}
				r.Building = fmt.Sprintf("%d 号楼", 1+h/3)
				if err := tx.ChangeResident(r); err != nil {
					return err
				}
			}
		}
		for _, r := range roles {
			if err := tx.GrantRole("hepingli", held(id, r)); err != nil {
				return err
			}
		}
		return tx.AddSession(token, store.Session{Community: "hepingli", Resident: id, Method: residents.ByPasskey, ProvedAt: start})
	})
	return token
}

// held is a role of somebody's, of the term of elector where it has none.
func held(id string, r residents.Role) residents.Role {
	r.Community, r.Resident = "hepingli", id
	if r.From.IsZero() {
		r.From = start.Add(-time.Hour)
	}
	if r.To.IsZero() {
		r.To = start.AddDate(4, 0, 0)
	}
	return r
}

func repOf(h int) residents.Role {
	return residents.Role{Name: residents.RoleHouseholdRep, Scope: homeID(h)}
}

// rollOf is the whole roll by unit.
func rollOf(t testing.TB, s *store.Store, poll string) map[string]polls.Elector {
	t.Helper()
	units := map[string]polls.Elector{}
	view(t, s, func(v *store.View) error {
		all, err := v.Roll("hepingli", poll)
		for _, e := range all {
			units[e.Unit] = e
		}
		if len(units) != len(all) {
			t.Error("a unit stands twice")
		}
		return err
	})
	return units
}

func unitsOf(roll map[string]polls.Elector) string {
	return strings.Join(slices.Sorted(maps.Keys(roll)), " ")
}

// change changes a standing resident, behind the verbs' backs.
func change(t testing.TB, s *store.Store, id string, do func(*residents.Resident)) {
	t.Helper()
	update(t, s, "hepingli", func(tx *store.Tx) error {
		r, err := tx.Resident("hepingli", id)
		if err != nil {
			return err
		}
		do(&r)
		return tx.ChangeResident(r)
	})
}

// tryPublish makes a poll and publishes it, or gives why not.
func tryPublish(t testing.TB, s *store.Store, terms polls.Terms, chair, member residents.Standing) error {
	t.Helper()
	id := residents.NewID(start)
	update(t, s, "hepingli", func(tx *store.Tx) error {
		_, err := polls.MakePoll(tx, residents.Sender{Standing: chair, Now: start, ID: id}, terms)
		return err
	})
	return s.Update(t.Context(), "hepingli", func(tx *store.Tx) error {
		return polls.Publish(tx, residents.Sender{Standing: member, Now: start, ID: residents.NewID(start)}, "hepingli", id)
	})
}

func TestRollOfResidents(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		settles(t, s, "two-homes-00000001", []int{0, 3})
		settles(t, s, "one-home-000000001", []int{0})
		settles(t, s, "young-000000000001", []int{1})
		settles(t, s, "waiting-0000000001", []int{1})
		settles(t, s, "gone-0000000000001", []int{1})
		change(t, s, "young-000000000001", func(r *residents.Resident) { r.Adult, r.BirthYear = false, 2010 })
		change(t, s, "waiting-0000000001", func(r *residents.Resident) { r.ConfirmedAt = time.Time{} })
		update(t, s, "hepingli", func(tx *store.Tx) error {
			if err := tx.GrantRole("hepingli", held(wang.ID, residents.Role{Name: residents.RoleResident})); err != nil { // not confirmed
				return err
			}
			return tx.LeaveResident("hepingli", "gone-0000000000001")
		})
		terms := yesNo()
		p := published(t, s, terms, chair, member)
		roll := rollOf(t, s, p.ID)
		spares := "s/" + homeID(1) + "/1 s/" + homeID(1) + "/2 s/" + homeID(2) + "/1 s/" + homeID(2) + "/2 s/" + homeID(3) + "/2 s/" + homeID(4) + "/1 s/" + homeID(4) + "/2 s/" + homeID(5) + "/1 s/" + homeID(5) + "/2"
		if got, want := unitsOf(roll), "r/"+chairID+" r/"+memberID+" r/one-home-000000001 r/two-homes-00000001 "+spares; !strings.HasPrefix(got, "r/") || got != want {
			// whoever left or waits is not counted as joined: their adult slots may vote on paper
			t.Errorf("%s\nwant %s", got, want)
		}
		for _, e := range roll {
			if e.Label != "" || e.Heads != 1 || e.Area != 0 || e.With != "" || len(e.Tag) != 32 {
				t.Errorf("%+v", e)
			}
		}
		if p.Roll.Units != int64(len(roll)) || p.Roll.Heads != p.Roll.Units {
			t.Errorf("%+v of %d", p.Roll, len(roll))
		}

		terms.Electorate.Buildings = []string{"2 号楼"}
		terms.Secrecy = polls.Named
		roll = rollOf(t, s, published(t, s, terms, chair, member).ID)
		want := "r/two-homes-00000001 s/" + homeID(3) + "/2 s/" + homeID(4) + "/1 s/" + homeID(4) + "/2 s/" + homeID(5) + "/1 s/" + homeID(5) + "/2"
		if got := unitsOf(roll); got != want {
			t.Errorf("of 2 号楼: %s\nwant %s", got, want)
		}
		if e := roll["r/two-homes-00000001"]; e.Building != "2 号楼" || e.Label != "赵* 2 号楼" {
			t.Errorf("whoever is on it by their second home: %+v", e)
		}
		for _, e := range roll {
			if e.Building != "2 号楼" || strings.Contains(e.Label, "赵一") || e.Label == "" {
				t.Errorf("%+v", e)
			}
		}
		terms.Electorate.Buildings = []string{"9 号楼"}
		if err := tryPublish(t, s, terms, chair, member); !isReason(err, polls.ErrEmptyRoll) {
			t.Error("nobody lives there:", err)
		}
	})
}

// isReason tells whether an error is the reason, by itself or beside a field.
func isReason(err error, want residents.Reason) bool {
	var field *residents.FieldError
	return err == error(want) || errors.As(err, &field) && field.Reason == want
}

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

func delegates() polls.Terms {
	t := yesNo()
	t.Electorate.Unit, t.Secrecy = polls.UnitDelegate, polls.Named
	return t
}

func TestRollOfDelegates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		rep := residents.Role{Name: residents.RoleRepresentative}
		noon := start.Add(time.Hour)
		tokens := map[int]string{}
		for i := range 7 {
			r := rep
			if i == 0 {
				r.To = noon
			}
			tokens[i] = settles(t, s, fmt.Sprintf("rep-%013d", i), nil, r)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.GrantRole("hepingli", held(chairID, rep)) }) // holds both
		if err := tryPublish(t, s, delegates(), chair, member); !isReason(err, polls.ErrComposition) {
			t.Error("7 of 9 are under four fifths:", err)
		}
		settles(t, s, "rep-0000000000007", nil, rep)
		p := published(t, s, delegates(), chair, member)
		if roll := rollOf(t, s, p.ID); len(roll) != 10 || roll["r/"+chairID].Heads != 1 {
			t.Error(unitsOf(roll))
		}
		strong, weak := store.NewToken(), store.NewToken()
		update(t, s, "hepingli", func(tx *store.Tx) error {
			if err := tx.AddSession(strong, store.Session{Community: "hepingli", Resident: memberID, Method: residents.ByPasskey, ProvedAt: start}); err != nil {
				return err
			}
			return tx.AddSession(weak, store.Session{Community: "hepingli", Resident: memberID, Method: residents.ByLink})
		})
		for i, c := range []struct {
			token string
			at    time.Time
			want  error
		}{
			{weak, start, residents.ErrPasskey},
			{strong, start, nil},
			{tokens[0], noon, polls.ErrNotOnRoll}, // the term is over
			{tokens[0], noon.Add(-time.Microsecond), nil},
			{tokens[1], noon, nil},
		} {
			if _, err := vote(s, c.token, ballotCommand(i), p.ID, "yes", c.at); err != c.want {
				t.Errorf("%d: %v, want %v", i, err, c.want)
			}
		}
	})
}

func TestRollOfMembers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		settles(t, s, "head-0000000000001", nil, residents.Role{Name: residents.RoleStairwellHead, Scope: "1 号楼"})
		named := settles(t, s, "named-000000000001", nil)
		settles(t, s, "young-000000000001", nil)
		settles(t, s, "waits-000000000001", nil)
		settles(t, s, "left-0000000000001", nil)
		change(t, s, "young-000000000001", func(r *residents.Resident) { r.Adult, r.BirthYear = false, 2010 })
		change(t, s, "waits-000000000001", func(r *residents.Resident) { r.ConfirmedAt = time.Time{} })
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "left-0000000000001") })
		terms := yesNo()
		terms.Electorate = polls.Electorate{
			Unit: polls.UnitMember, Name: "楼门长会", Roles: []residents.RoleName{residents.RoleStairwellHead, residents.RoleCommitteeMember},
			People: []string{"named-000000000001", "head-0000000000001", "young-000000000001", "waits-000000000001", "left-0000000000001", "nobody-00000000001"},
		}
		p := published(t, s, terms, chair, member)
		want := "r/" + chairID + " r/head-0000000000001 r/" + memberID + " r/named-000000000001"
		if got := unitsOf(rollOf(t, s, p.ID)); got != want {
			t.Errorf("%s\nwant %s", got, want)
		}
		if text := string(p.Terms.JSON()); strings.Contains(text, "named-") || !strings.Contains(text, "stairwell_head") {
			t.Error(text)
		}
		view(t, s, func(v *store.View) error {
			entries, err := v.EntriesOf("hepingli", "poll/"+p.ID)
			for _, e := range entries {
				if strings.Contains(string(e.Data), "named-") {
					t.Error(string(e.Data))
				}
			}
			return err
		})
		if len(p.Electorate.People) != 6 {
			t.Error("who was named is forgotten:", p.Electorate.People)
		}
		if _, err := vote(s, named, ballotCommand(1), p.ID, "yes", start); err != nil {
			t.Error(err)
		}
	})
}

// Whoever comes later is not on the roll, and whoever goes stays on it.
func TestRollIsASnapshot(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		settles(t, s, "early-000000000001", []int{0})
		terms := yesNo()
		terms.Secrecy = polls.Named
		p := published(t, s, terms, chair, member)
		before := rollOf(t, s, p.ID)
		late := settles(t, s, "late-0000000000001", []int{0})
		if _, err := vote(s, late, ballotCommand(1), p.ID, "yes", start); err != polls.ErrNotOnRoll {
			t.Error(err)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "early-000000000001") })
		if after := rollOf(t, s, p.ID); !maps.Equal(before, after) {
			t.Error("the roll has changed")
		}
	})
}

// The hash by the words of its comment: a line for each unit, in the order of tags.
func TestRollHash(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		chair, member := quarter(t, s)
		settles(t, s, "one-00000000000001", []int{0})
		named := yesNo()
		named.Secrecy = polls.Named
		for _, p := range []polls.Poll{
			published(t, s, yesNo(), chair, member), published(t, s, named, chair, member),
			publishOwners(t, s, owners(), map[string]string{homeID(0): "a", homeID(5): "a"}, chair, member),
		} {
			var lines []string
			for _, e := range rollOf(t, s, p.ID) {
				if e.With == "" {
					lines = append(lines, fmt.Sprintf("%s %d %d %s\n", e.Tag, e.Heads, e.Area, e.Label))
				}
			}
			slices.Sort(lines)
			sum := sha256.Sum256([]byte(strings.Join(lines, "")))
			if p.Roll.Hash != hex.EncodeToString(sum[:]) || len(lines) != int(p.Roll.Units) {
				t.Error(p.Electorate.Unit, p.Roll.Hash)
			}
			if n := entriesWith(t, s, p.ID, "poll-published", p.Roll.Hash); n != 1 {
				t.Error("on the record:", n)
			}
		}
	})
}

// entriesWith are the entries of a kind about a poll whose data has the text.
func entriesWith(t testing.TB, s *store.Store, poll, kind, text string) (n int) {
	t.Helper()
	view(t, s, func(v *store.View) error {
		entries, err := v.EntriesOf("hepingli", "poll/"+poll)
		for _, e := range entries {
			if e.Kind == kind && strings.Contains(string(e.Data), text) {
				n++
			}
		}
		return err
	})
	return n
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
