package store_test

import (
	"context"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

func TestAuditIsReadBackwards(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		lines := []residents.AuditEntry{
			{Community: "hepingli", ActorHome: "hepingli", Actor: li.ID, Role: residents.RoleDirector, Action: residents.Screen, Subject: "topic-1", Result: residents.Done},
			{Community: "hepingli", ActorHome: "hepingli", Actor: wang.ID, Action: residents.WorkDesk, Result: residents.Refused, Reason: residents.ErrNotAllowed},
			{Community: "hepingli", ActorHome: "hepingli", Actor: li.ID, Role: residents.RoleDirector, Action: residents.ReadPeople, Result: residents.Seen},
			{Community: "anzhen", Action: residents.Enter, Result: residents.Refused, Reason: store.ErrDeadLink},
		}
		for i, a := range lines {
			do(t, s, a.Community, start.Add(time.Duration(i)*time.Hour), func(tx *store.Tx) error { return tx.Audit(a) })
		}
		view(t, s, func(v *store.View) error {
			all, err := v.AuditBefore("hepingli", store.AuditFilter{}, store.AuditKey{}, 10)
			if err != nil || len(all) != 3 || all[0].Action != residents.ReadPeople || all[2].Action != residents.Screen {
				t.Fatalf("%v, %+v", err, all)
			}
			want := lines[0]
			want.At, want.ID = start, all[2].ID
			if all[2] != want || len(want.ID) != 36 {
				t.Errorf("read %+v, wrote %+v", all[2], want)
			}
			next, err := v.AuditBefore("hepingli", store.AuditFilter{}, store.AuditKey{At: all[0].At, ID: all[0].ID}, 1)
			if err != nil || len(next) != 1 || next[0] != all[1] {
				t.Errorf("the next page: %v, %+v", err, next)
			}
			for name, f := range map[string]store.AuditFilter{
				"actor":  {ActorHome: "hepingli", Actor: wang.ID},
				"action": {Action: residents.WorkDesk},
				"result": {Result: residents.Refused},
			} {
				found, err := v.AuditBefore("hepingli", f, store.AuditKey{}, 10)
				if err != nil || len(found) != 1 || found[0] != all[1] {
					t.Errorf("by %s: %v, %+v", name, err, found)
				}
			}
			who, err := v.AuditActors("hepingli", start, 10)
			if err != nil || len(who) != 2 || who[0].Actor != li.ID || who[1].Actor != wang.ID {
				t.Errorf("actors: %v, %+v", err, who)
			}
			return nil
		})
	})
}

func do(t *testing.T, s *store.Store, community string, at time.Time, fn func(*store.Tx) error) {
	t.Helper()
	c := store.Command{Community: community, ID: residents.NewID(at), Verb: "test", At: at}
	if _, err := s.Do(context.Background(), c, func(tx *store.Tx) (string, error) { return "", fn(tx) }); err != nil {
		t.Fatal(err)
	}
}

func TestAuditIsForgottenAfterItsTerm(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		years, _ := residents.AuditTerm(start)
		for _, at := range []time.Time{start, start.Add(time.Minute)} {
			do(t, s, "hepingli", at, func(tx *store.Tx) error {
				return tx.Audit(residents.AuditEntry{Community: "hepingli", Action: residents.Screen, Result: residents.Done})
			})
		}
		for _, step := range []struct {
			at   time.Time
			left int64
		}{
			{start.AddDate(0, 7, 0), 2},
			{start.AddDate(years, 0, 0), 2}, // at its term, not yet over it
			{start.AddDate(years, 0, 0).Add(time.Second), 1},
		} {
			do(t, s, "hepingli", step.at, func(tx *store.Tx) error {
				_, err := tx.ForgetAudit("hepingli")
				return err
			})
			if n := count(t, s, `SELECT COUNT(*) FROM audit`); n != step.left {
				t.Errorf("at %s there are %d lines, want %d", step.at, n, step.left)
			}
		}
	})
}

// Nothing in the store changes a line of the audit, and one method removes old ones.
func TestAuditIsNotAltered(t *testing.T) {
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	writes := regexp.MustCompile(`(?i)(UPDATE|DELETE FROM|INSERT (OR \w+ )?INTO|TRUNCATE|DROP TABLE)\s+audit\b`)
	var found []string
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") || !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		source, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, writes.FindAllString(string(source), -1)...)
	}
	if got := strings.Join(found, ", "); got != "INSERT INTO audit, DELETE FROM audit" {
		t.Error("the audit is written by:", got)
	}
}
