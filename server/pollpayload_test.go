package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// attackPolls are polls in which everything that somebody can write is a payload: a draft, one
// that was withdrawn, one that runs, one that was filed, and one whose formal result is noted.
func attackPolls(w *walk) (draft, withdrawn, running, filed, formal string, serial string) {
	w.t.Helper()
	n := 0
	next := func() string { n++; return payloads[n%len(payloads)] }
	hostile := func(t *polls.Terms) {
		t.Question, t.Text, t.Secrecy = next(), next(), polls.Named
		t.Options = append([]polls.Option(nil), t.Options...)
		for i := range t.Options {
			t.Options[i].Words, t.Options[i].About = payloads[i], next()
		}
	}
	w.delegates(12)
	w.ownHome("501", 8000, "wang")
	for i, name := range payloads {
		w.admit(fmt.Sprintf("payload-%02d", i), name, buildingPayloads[i%len(buildingPayloads)], residents.RoleResident, residents.RoleVolunteer)
	}
	delegates, owners := w.poll(w.terms(polls.Binary, ofDelegates, hostile)), w.poll(w.terms(polls.Binary, ofOwners, hostile))
	for i := range 10 {
		w.cast(delegates, fmt.Sprintf("delegate-%03d", i+1), polls.Yes)
	}
	w.cast(owners, "wang", polls.Yes)
	w.clock.move(5 * 24 * time.Hour)
	w.closePolls()
	today := residentsDay(w.booted)
	w.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return polls.FileResult(tx, by, "hepingli", delegates.ID, today, next())
	})
	w.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		all := polls.Weights{Heads: 2, Area: 200}
		return polls.NoteFormal(tx, by, "hepingli", owners.ID, polls.Formal{On: today, Source: next(), Count: polls.Count{Roll: all, Participating: all, For: all}})
	})
	draft = w.draftPoll(w.terms(polls.Schulze, hostile))
	w.act("hepingli", "secretary", func(tx *store.Tx, by residents.Sender) error {
		return polls.Study(tx, by, "hepingli", draft, today, next())
	})
	volunteers := func(t *polls.Terms) { ofVolunteers(t); t.Electorate.Name = `<svg onload=ran=1>` }
	gone, live := w.poll(w.terms(polls.Binary, hostile)), w.poll(w.terms(polls.STV, volunteers, hostile, onPaper, replaceable))
	w.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return polls.Withdraw(tx, by, "hepingli", gone.ID, next())
	})
	w.cast(live, "payload-00", "2>1")
	for _, one := range w.prints(w.t.(*testing.T), live.ID, "whom", "fresh") {
		serial = one
	}
	return draft, gone.ID, live.ID, delegates.ID, owners.ID, serial
}

// What somebody has written into a poll is text for whoever reads it: on the residents'
// pages drawn by the server and by the app, at the desk, on what is printed, in the record.
func TestWhatIsStoredOfPollsIsText(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.partySecretary()
	draft, withdrawn, running, filed, formal, serial := attackPolls(w)
	mine := []string{"", "/polls", "/polls/" + withdrawn, "/polls/" + running, "/polls/" + filed, "/polls/" + formal, "/record", "/me", "/me/data"}
	const nothing = `typeof ran == "undefined"`
	for _, app := range []bool{false, true} {
		r := browsertest.Open(t, w.URL).Allow("status of 404")
		if !app {
			r.Before(`window.requestIdleCallback = () => {}`)
		}
		w.enter(r, "hepingli", "payload-00")
		for _, path := range mine {
			r.Go("/hepingli" + path)
			if app {
				r.Ready()
			}
			r.Wait(nothing)
		}
		r.Go("/hepingli/polls/" + running).See("onerror=ran=1")
	}

	r := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(r, "hepingli", "li")
	for _, path := range []string{"", "/polls", "/polls/" + draft, "/polls/" + draft + "/edit", "/polls/" + withdrawn, "/polls/" + running, "/polls/" + running + "/notice",
		"/polls/" + running + "/print", "/polls/" + running + "/paper?serial=" + serial, "/polls/" + running + "/paper?serial=%3Cimg+src%3Dx+onerror%3Dran%3D1%3E", "/polls/" + filed, "/polls/" + filed + "/notice", "/polls/" + formal} {
		r.Go("/hepingli/desk" + path).Wait(nothing)
	}
	r.Go("/hepingli/desk/polls/" + running + "/print").Press("#print-ballots input[value=all]").Press("#print-ballots button.button").Wait(`document.querySelector("article.ballot") != null`).Wait(nothing)

	got := w.get("/hepingli/polls/" + formal + "/export")
	if got.StatusCode != 200 || !strings.HasPrefix(got.Header.Get("Content-Type"), "text/plain") || got.Header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(got.Header.Get("Content-Disposition"), "attachment") || strings.ContainsAny(got.Header.Get("Content-Disposition"), "<>\r\n") {
		t.Errorf("the export may be read as more than text: %s %v", got.Status, got.Header)
	}
}
