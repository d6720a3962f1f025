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
