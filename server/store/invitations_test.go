package store_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// homes are three homes of hepingli and one of anzhen.
func homes(t testing.TB, s *store.Store) {
	t.Helper()
	for _, h := range []residents.Household{
		{Community: "hepingli", ID: "h-1", Building: "10 号楼", Unit: "1 单元", Room: "101", Adults: 1},
		{Community: "hepingli", ID: "h-2", Building: "3 号楼", Unit: "2 单元", Room: "1002", Adults: 2},
		{Community: "hepingli", ID: "h-3", Building: "3 号楼", Unit: "2 单元", Room: "502"},
		{Community: "anzhen", ID: "h-1", Building: "3 号楼", Unit: "1 单元", Room: "101", Adults: 1},
	} {
		update(t, s, h.Community, func(tx *store.Tx) error { return tx.AddHousehold(h) })
	}
}

// letter is a letter to a household of hepingli that opens by token.
func letter(id string, number int64, household string, slots int) residents.Invitation {
	return residents.Invitation{
		Community: "hepingli", ID: id, Number: number, Household: household, Slots: slots, MadeBy: "li-jianguo",
		MadeAt: start, ExpiresAt: start.AddDate(0, 0, 60),
	}
}

func TestInvitations(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		now := start
		options.Clock = func() time.Time { return now }
		s := storetest.Open(t, options)
		house(t, s)
		homes(t, s)
		first, second := letter("letter-1", 1, "h-1", 1), letter("letter-2", 2, "h-2", 2)
		update(t, s, "hepingli", func(tx *store.Tx) error {
			if n, err := tx.LastInvitation("hepingli"); n != 0 || err != nil {
				t.Error("before the first:", n, err)
			}
			return errors.Join(tx.AddInvitation(first, "token-1", "code-1"), tx.AddInvitation(second, "token-2", "code-2"))
		})
		view(t, s, func(v *store.View) error {
			if i, err := v.Invitation("hepingli", "letter-1"); i != first || err != nil {
				t.Errorf("%+v %v", i, err)
			}
			if i, err := v.InvitationByToken("hepingli", "token-2"); i != second || err != nil {
				t.Errorf("%+v %v", i, err)
			}
			if i, code, err := v.InvitationByNumber("hepingli", 2); i != second || code != "code-2" || err != nil {
				t.Errorf("%+v %v %v", i, code, err)
			}
			for name, err := range map[string]error{
				"another's token":  second2(v.InvitationByToken("anzhen", "token-1")),
				"no token":         second2(v.InvitationByToken("hepingli", "token-3")),
				"another's letter": second2(v.Invitation("anzhen", "letter-1")),
			} {
				if err != residents.ErrNotFound {
					t.Errorf("%s: %v", name, err)
				}
			}
			if n, err := v.LastInvitation("hepingli"); n != 2 || err != nil {
				t.Error(n, err)
			}
			if n, _ := v.Number(`SELECT COUNT(*) FROM invitations WHERE token_hash LIKE '%token%'`); n != 0 {
				t.Error("a secret is kept")
			}
			return nil
		})

		update(t, s, "hepingli", func(tx *store.Tx) error {
			err := errors.Join(tx.UseInvitation(first, true, wang.ID), tx.UseInvitation(first, false, li.ID), tx.AddHome("hepingli", "h-1", wang.ID))
			if lives, e := tx.LivingInvitation("hepingli", "h-1", start); lives || e != nil {
				t.Error("a letter of one adult lives after one", e)
			}
			return err
		})
		for name, use := range map[string]func(*store.Tx) error{
			"full": func(tx *store.Tx) error { return tx.UseInvitation(first, true, li.ID) },
			"of another community": func(tx *store.Tx) error {
				i := second
				i.Community = "anzhen"
				return tx.UseInvitation(i, true, li.ID)
			},
		} {
			if err := s.Update(context.Background(), "hepingli", use); err != residents.ErrLetterFull {
				t.Errorf("%s: %v", name, err)
			}
		}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			i, err := tx.Invitation("hepingli", "letter-1")
			if i.Adults != 1 || i.Minors != 1 {
				t.Errorf("%+v", i)
			}
			return err
		})
		now = start.AddDate(0, 0, 60)
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.UseInvitation(second, true, li.ID) }); err != residents.ErrLetterFull {
			t.Error("after its last day:", err)
		}
		now = start.AddDate(0, 0, 1)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.RevokeInvitation("hepingli", "letter-2") })
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.RevokeInvitation("hepingli", "letter-2") }); err != residents.ErrNotFound {
			t.Error("revoked twice:", err)
		}
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.UseInvitation(second, true, li.ID) }); err != residents.ErrLetterFull {
			t.Error("called back:", err)
		}
	})
}

func second2[T any](_ T, err error) error { return err }

func TestHomesToInvite(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		options.Clock = func() time.Time { return start }
		s := storetest.Open(t, options)
		house(t, s)
		homes(t, s)
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.AddHome("hepingli", "h-1", wang.ID), tx.AddInvitation(letter("letter-1", 1, "h-2", 2), "a", "a"),
				tx.AddInvitation(letter("letter-2", 2, "h-3", 2), "b", "b"))
		})
		for _, test := range []struct {
			building string
			whom     store.Invited
			at       time.Time
			want     string
		}{
			{"", store.ForAll, start, "h-1 h-3 h-2"},
			{"3 号楼", store.ForAll, start, "h-3 h-2"},
			{"", store.ForEmpty, start, "h-3 h-2"},
			{"", store.ForWaiting, start, ""},
			{"", store.ForWaiting, start.AddDate(0, 0, 60), "h-3 h-2"},
			{"10 号楼", store.ForEmpty, start, ""},
			{"9 号楼", store.ForAll, start, ""},
		} {
			view(t, s, func(v *store.View) error {
				got, err := v.HomesToInvite("hepingli", test.building, test.whom, test.at, 300)
				if strings.Join(got, " ") != test.want || err != nil {
					t.Errorf("%+v: %v %v", test, got, err)
				}
				return err
			})
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.RevokeInvitation("hepingli", "letter-2") })
		view(t, s, func(v *store.View) error {
			counted, err := v.BuildingsToInvite("hepingli", start)
			if want := []store.BuildingToInvite{{"3 号楼", 2, 2, 1}, {"10 号楼", 1, 0, 0}}; !slices.Equal(counted, want) || err != nil {
				t.Errorf("%+v %v", counted, err)
			}
			all, err := v.Invitations("hepingli", "", 0, 10)
			if len(all) != 2 || all[0].ID != "letter-2" || all[0].Room != "502" || all[0].RevokedAt.IsZero() || err != nil {
				t.Errorf("%+v %v", all, err)
			}
			if older, err := v.Invitations("hepingli", "3 号楼", 2, 10); len(older) != 1 || older[0].ID != "letter-1" || err != nil {
				t.Errorf("%+v %v", older, err)
			}
			if none, err := v.Invitations("anzhen", "", 0, 10); len(none) != 0 || err != nil {
				t.Errorf("%+v %v", none, err)
			}
			return nil
		})
		update(t, s, "hepingli", func(tx *store.Tx) error {
			n, err := tx.RevokeInvitationsOf("hepingli", "3 号楼")
			if n != 1 {
				t.Error("called back:", n)
			}
			return err
		})
	})
}

// Whom the committee could not confirm stands in nobody's way; who waits does.
func TestRepresentatives(t *testing.T) {
	storetest.EachDatabase(t, func(t *testing.T, options store.Options) {
		options.Clock = func() time.Time { return start }
		s := storetest.Open(t, options)
		house(t, s)
		homes(t, s)
		who := residents.Resident{Community: "hepingli", ID: "he-jing", Name: "何静", Adult: true, JoinedAt: start}
		role := residents.Role{Community: "hepingli", Resident: "he-jing", Name: residents.RoleHouseholdRep, Scope: "h-1", From: start, To: start.AddDate(5, 0, 0)}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return errors.Join(tx.AddResident(who), tx.GrantRole("hepingli", role))
		})
		are := func(at time.Time, household string, want int) {
			t.Helper()
			view(t, s, func(v *store.View) error {
				all, err := v.Representatives("hepingli", household, at)
				if len(all) != want {
					t.Errorf("%d representatives, not %d", len(all), want)
				}
				return err
			})
		}
		are(start, "h-1", 1)
		are(start, "h-2", 0)
		are(role.To, "h-1", 0)
		who.ConfirmedBy = "li-jianguo"
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ChangeResident(who) })
		are(start, "h-1", 0)
		who.ConfirmedAt = start
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.ChangeResident(who) })
		are(start, "h-1", 1)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.LeaveResident("hepingli", "he-jing") })
		are(start, "h-1", 0)
	})
}

// One letter for one adult, tried by twenty at once on two servers: one person, one home, one session.
func TestOneInvitationOnePerson(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		servers := []*store.Store{open(), open()}
		s := servers[0]
		house(t, s)
		homes(t, s)
		one := letter("letter-1", 1, "h-1", 1)
		one.ExpiresAt = time.Now().AddDate(0, 0, 60)
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.AddInvitation(one, "token-1", "code-1") })
		var all sync.WaitGroup
		errs := make([]error, 20)
		for n := range errs {
			all.Go(func() {
				who := residents.Joining{Community: "hepingli", Letter: "letter-1", Name: fmt.Sprintf("来客%d", n), Adult: true, Consent: true, Represent: true}
				errs[n] = join(servers[n%2], fmt.Sprintf("command-number-%02d", n), who)
			})
		}
		all.Wait()
		joined := 0
		for _, err := range errs {
			switch {
			case err == nil:
				joined++
			case !errors.Is(err, residents.ErrLetterFull):
				t.Error(err)
			}
		}
		if joined != 1 {
			t.Errorf("%d of twenty joined", joined)
		}
		view(t, s, func(v *store.View) error {
			for table, want := range map[string]int64{
				"residents WHERE community = 'hepingli'": 3, "homes": 1, "invitation_uses": 1, "roles": 2 /* resident and representative */, "consents": 1, "sessions": 1,
			} {
				if n, err := v.Number(`SELECT COUNT(*) FROM ` + table); n != want || err != nil {
					t.Errorf("%s: %d, not %d; %v", table, n, want, err)
				}
			}
			return nil
		})
	})
}

// join lets somebody join by a letter and begins their session.
func join(s *store.Store, command string, j residents.Joining) error {
	w, r := httptest.NewRecorder(), httptest.NewRequest("POST", "/hepingli/join", nil)
	_, err := store.NewSessions(s, "").Begin(w, r, "hepingli", command, residents.ByLetter, command, strings.Repeat("s", 43), func(tx *store.Tx) error {
		_, err := residents.Redeem(tx, residents.Sender{Now: tx.Now(), ID: command}, j)
		return err
	})
	if (err == nil) != (len(w.Result().Cookies()) == 1) {
		return errors.New("a cookie without a session, or a session without a cookie")
	}
	return err
}
