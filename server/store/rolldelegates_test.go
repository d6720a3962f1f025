package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

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
