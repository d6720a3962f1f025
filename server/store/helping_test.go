package store_test

import (
	"context"
	"errors"
	"maps"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// at runs a change at a time of the test's own, an hour after the start.
func at(t testing.TB, s *store.Store, id string, fn func(*store.Tx) error) error {
	t.Helper()
	c := store.Command{Community: "hepingli", ID: id, Actor: wang.ID, Verb: "change", At: start.Add(time.Hour)}
	_, err := s.Do(context.Background(), c, func(tx *store.Tx) (string, error) { return "", fn(tx) })
	return err
}

func TestMandates(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		m := residents.Mandate{
			Community: "hepingli", ID: "mandate-000000001", Person: wang.ID, Helper: li.ID, Kind: residents.HelpRelative, Channel: residents.Paper, Paper: "代办 2026-014",
			MadeBy: "chen", From: start, To: start.AddDate(0, 6, 0),
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.AddMandate(m) })
		act := store.ProxyAct{Community: "hepingli", Command: "command-of-helper-1", Mandate: m.ID, Person: wang.ID, Helper: li.ID, Verb: "raise", At: start}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.AddProxyAct(act) })
		view(t, s, func(v *store.View) error {
			if got, err := v.Mandate("hepingli", m.ID); got != m || err != nil {
				t.Errorf("%+v, %v", got, err)
			}
			if _, err := v.Mandate("anzhen", m.ID); err != residents.ErrNotFound {
				t.Error("of another community:", err)
			}
			for _, who := range []string{wang.ID, li.ID} {
				if all, err := v.Mandates("hepingli", who); len(all) != 1 || err != nil {
					t.Errorf("of %s: %+v, %v", who, all, err)
				}
			}
			if all, err := v.ActsFor("hepingli", wang.ID, 9); len(all) != 1 || all[0] != act || err != nil {
				t.Errorf("acts: %+v, %v", all, err)
			}
			kinds, err := v.Proxied("hepingli", act.Command, "command-of-nobody-1")
			if !maps.Equal(kinds, map[string]string{act.Command: residents.HelpRelative}) || err != nil {
				t.Errorf("proxied: %v, %v", kinds, err)
			}
			if who, err := v.ResidentNamed("hepingli", li.Name); who.ID != li.ID || err != nil {
				t.Errorf("named: %+v, %v", who, err)
			}
			return nil
		})
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.AddProxyAct(act) }); store.Kind(err) != store.Unique {
			t.Error("one command, two acts:", err)
		}
		self := m
		self.ID, self.Helper = "mandate-000000002", wang.ID
		if err := s.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return tx.AddMandate(self) }); store.Kind(err) != store.Check {
			t.Error("somebody helps themselves:", err)
		}
		m.EndedBy = wang.ID
		end := func(tx *store.Tx) error { return tx.EndMandate(m) }
		if err := at(t, s, commandID(1), end); err != nil {
			t.Fatal(err)
		}
		view(t, s, func(v *store.View) error {
			if got, err := v.Mandate("hepingli", m.ID); got.In(start.Add(time.Hour)) || !got.In(start) || got.EndedBy != wang.ID || err != nil {
				t.Errorf("ended: %+v, %v", got, err)
			}
			return nil
		})
		if err := at(t, s, commandID(2), end); !errors.Is(err, residents.ErrNotFound) {
			t.Error("ended twice:", err)
		}
	})
}

// A session says for whom it acts; a child has none, and a minor who was confirmed none without a guardian.
func TestSessionsThatHelp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		child := residents.Resident{ID: "child", Community: "hepingli", Name: "小宝", BirthYear: 2016, JoinedAt: start}
		teen := residents.Resident{ID: "teen", Community: "hepingli", Name: "田田", BirthYear: 2010, JoinedAt: start, ConfirmedAt: start}
		former := residents.Resident{ID: "former", Community: "hepingli", Name: "大田", BirthYear: 2007, JoinedAt: start, ConfirmedAt: start}
		tokens := map[string]string{}
		err := at(t, s, commandID(1), func(tx *store.Tx) error {
			for _, r := range []residents.Resident{child, teen, former} {
				if err := tx.AddResident(r); err != nil {
					return err
				}
			}
			for _, id := range []string{"child", "teen", "former", li.ID} {
				tokens[id] = store.NewToken()
				if err := tx.AddSession(tokens[id], store.Session{Community: "hepingli", Resident: id, Method: residents.ByLink}); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		now := start.Add(2 * time.Hour)
		session := func(id string) (got store.Session, err error) {
			_ = s.View(context.Background(), func(v *store.View) error { got, _, err = v.Session(tokens[id], now); return nil })
			return got, err
		}
		for _, id := range []string{"child", "teen"} {
			if _, err := session(id); err != residents.ErrSignedOut {
				t.Errorf("%s: %v", id, err)
			}
		}
		if _, err := session("former"); err != nil {
			t.Error("who turns 19 this year:", err)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error {
			return tx.AddMandate(residents.Mandate{
				Community: "hepingli", ID: "mandate-of-teen-1", Person: "teen", Helper: li.ID, Kind: residents.HelpGuardian, Channel: residents.Online, From: start, To: start.AddDate(2, 0, 0),
			})
		})
		if _, err := session("teen"); err != nil {
			t.Error("with a guardian:", err)
		}

		mine, err := session(li.ID)
		if err != nil || mine.Helps != "" || !mine.HelpsUntil.IsZero() {
			t.Fatalf("%+v, %v", mine, err)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.SetHelps(mine, "mandate-1", start.Add(residents.HelpTime)) })
		if got, err := session(li.ID); got.Helps != "mandate-1" || !got.HelpsUntil.Equal(start.Add(residents.HelpTime)) || err != nil {
			t.Errorf("helps: %+v, %v", got, err)
		}
		update(t, s, "hepingli", func(tx *store.Tx) error { return tx.SetHelps(mine, "", time.Time{}) })
		if got, err := session(li.ID); got.Helps != "" || !got.HelpsUntil.IsZero() || err != nil {
			t.Errorf("helps no more: %+v, %v", got, err)
		}
	})
}

func TestHeadsAndRepresentatives(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		head := residents.Role{Community: "hepingli", Resident: li.ID, Name: residents.RoleStairwellHead, Scope: "3 号楼", From: start, To: start.AddDate(1, 0, 0)}
		token := store.NewToken()
		if err := at(t, s, commandID(9), func(tx *store.Tx) error {
			if err := tx.GrantRole("hepingli", head); err != nil {
				return err
			}
			return tx.AddSession(token, store.Session{Community: "hepingli", Resident: li.ID, Method: residents.ByLink})
		}); err != nil {
			t.Fatal(err)
		}
		heads := func(building string, at time.Time) (n int) {
			view(t, s, func(v *store.View) error {
				all, err := v.StairwellHeads("hepingli", building, at)
				n = len(all)
				return err
			})
			return n
		}
		if heads("3 号楼", start) != 1 || heads("5 号楼", start) != 0 || heads("3 号楼", head.To) != 0 {
			t.Error("heads of 3 号楼")
		}
		head.EndedBy = li.ID
		if err := at(t, s, commandID(1), func(tx *store.Tx) error { return tx.CedeRole("hepingli", head) }); err != nil {
			t.Fatal(err)
		}
		if heads("3 号楼", start.Add(2*time.Hour)) != 0 {
			t.Error("a role that was given up is held")
		}
		later := head
		later.From, later.To = start.AddDate(1, 0, 0), start.AddDate(2, 0, 0)
		touching := func(want int) {
			t.Helper()
			view(t, s, func(v *store.View) error {
				all, err := v.HoldersBetween("hepingli", residents.RoleStairwellHead, "3 号楼", start.AddDate(0, 6, 0), start.AddDate(5, 0, 0))
				if len(all) != want {
					t.Errorf("held within the time: %+v, not %d", all, want)
				}
				return err
			})
		}
		if err := at(t, s, commandID(2), func(tx *store.Tx) error { return tx.GrantRole("hepingli", later) }); err != nil {
			t.Fatal(err)
		}
		touching(1)
		if err := at(t, s, commandID(3), func(tx *store.Tx) error { return tx.CedeRole("hepingli", later) }); err != nil {
			t.Fatal(err)
		}
		touching(0) // given up before it began
		view(t, s, func(v *store.View) error {
			_, _, err := v.Session(token, start.Add(2*time.Hour))
			return err // whoever gives a role up is not signed out
		})
	})
}
