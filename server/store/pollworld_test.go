package store_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// electors puts n adults of hepingli into the database, each confirmed and signed in, and
// two members of the committee. The cookie of each is their token.
func electors(t testing.TB, s *store.Store, n int) (tokens []string, chair, member residents.Standing) {
	t.Helper()
	house(t, s)
	tokens = make([]string, n)
	for i := range tokens {
		tokens[i] = store.NewToken()
	}
	update(t, s, "hepingli", func(tx *store.Tx) error {
		for i, token := range tokens {
			if err := elector(tx, fmt.Sprintf("voter-%011d", i), token); err != nil {
				return err
			}
		}
		for _, id := range []string{"chair-000000000001", "member-00000000001"} {
			if err := elector(tx, id, store.NewToken(), residents.RoleCommitteeMember); err != nil {
				return err
			}
		}
		return nil
	})
	view(t, s, func(v *store.View) (err error) {
		if chair, err = v.Standing("hepingli", "chair-000000000001"); err == nil {
			member, err = v.Standing("hepingli", "member-00000000001")
		}
		return err
	})
	return tokens, chair, member
}

func elector(tx *store.Tx, id, token string, more ...residents.RoleName) error {
	r := residents.Resident{ID: id, Community: "hepingli", Name: "赵一", Building: "1 号楼", Adult: true, JoinedAt: start.Add(-time.Hour), ConfirmedAt: start.Add(-time.Hour)}
	if err := tx.AddResident(r); err != nil {
		return err
	}
	for _, name := range append([]residents.RoleName{residents.RoleResident}, more...) {
		role := residents.Role{Community: "hepingli", Resident: id, Name: name, From: start.Add(-time.Hour), To: start.AddDate(4, 0, 0)}
		if err := tx.GrantRole("hepingli", role); err != nil {
			return err
		}
	}
	return tx.AddSession(token, store.Session{Community: "hepingli", Resident: id, Method: residents.ByPasskey, ProvedAt: start})
}

// yesNo are the terms of a poll of all adults that runs for a day.
func yesNo() polls.Terms {
	return polls.Terms{
		Community: "hepingli", Question: "要不要装充电棚", Method: polls.Binary,
		Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden,
		Opens: start.UnixMicro(), Closes: start.AddDate(0, 0, 1).UnixMicro(),
	}
}

// published makes a poll by the real verbs and publishes it at start.
func published(t testing.TB, s *store.Store, terms polls.Terms, chair, member residents.Standing) polls.Poll {
	t.Helper()
	id := residents.NewID(start)
	var p polls.Poll
	update(t, s, "hepingli", func(tx *store.Tx) (err error) {
		if _, err = polls.MakePoll(tx, residents.Sender{Standing: chair, Now: start, ID: id}, terms); err != nil {
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

// vote casts a ballot as the holder of a token does.
func vote(s *store.Store, token, command, poll, choice string, at time.Time) (string, error) {
	return voteFor(s, token, command, poll, "", choice, at)
}

// voteFor casts a ballot for one of somebody's units.
func voteFor(s *store.Store, token, command, poll, unit, choice string, at time.Time) (string, error) {
	r := httptest.NewRequestWithContext(context.Background(), http.MethodPost, "/", nil)
	r.AddCookie(&http.Cookie{Name: "yishiting", Value: token})
	receipt, _, err := store.NewSessions(s, "").Cast(r, store.BallotCommand{
		Command: store.Command{Community: "hepingli", ID: command, Hash: sha256.Sum256([]byte(choice)), At: at}, Poll: poll, Unit: unit, Choice: choice,
	})
	return receipt, err
}

func ballotCommand(i int) string { return fmt.Sprintf("ballot-%013d", i) }
