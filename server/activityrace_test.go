package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/sample"
	"yishiting/server/store"
	"yishiting/signups"
)

const placesOfTheRush = 20

// rush is a shift of few places for which a whole community signs up at once.
type rush struct {
	*twoServers
	path, shift string
	voters      []sample.Voter

	mu       sync.Mutex
	answered map[string]int // how often each kind of answer came
}

// Ten thousand requests for twenty places through two servers: twenty people have one, in the
// order in which they came the others wait, whatever is sent twice counts once, and nobody sees
// an error.
func TestTwentyPlacesThroughTwoServers(t *testing.T) {
	t.Parallel()
	r := &rush{twoServers: bootTwo(t), answered: map[string]int{}}
	keep := func(v sample.Voter) error { r.voters = append(r.voters, v); return nil }
	if err := sample.Scale(t.Context(), r.portals[0].store, r.clock.Now(), manyVotes, keep); err != nil {
		t.Fatal(err)
	}
	r.open(t)
	r.all(t)
	if r.answered["shift-joined"] < placesOfTheRush || r.answered["full"] == 0 || r.answered["shift-waiting"] == 0 {
		t.Errorf("answers: %v", r.answered)
	}
	err := r.portals[1].store.View(t.Context(), func(v *store.View) error {
		all, err := v.SignupsOf(sample.ScaleSlug, strings.TrimPrefix(r.path, "/"+sample.ScaleSlug+"/activities/"), r.shift)
		states := map[signups.SignupState]int{}
		for _, s := range all {
			states[s.State]++
		}
		if states[signups.Accepted] != placesOfTheRush || len(states) != 2 || len(all)+r.answered["full"] != manyVotes {
			t.Errorf("%v of %d, %v", states, len(all), r.answered)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// open publishes the activity.
func (r *rush) open(t *testing.T) {
	t.Helper()
	now := r.clock.Now()
	var id string
	do := func(member int, verb func(tx *store.Tx, by residents.Sender) error) {
		t.Helper()
		c := store.Command{Community: sample.ScaleSlug, ID: residents.NewID(now), Verb: "test", At: now}
		_, err := r.portals[0].store.Do(t.Context(), c, func(tx *store.Tx) (string, error) {
			who, err := tx.Standing(sample.ScaleSlug, fmt.Sprintf("scale-member-%04d", member))
			if err != nil {
				return "", err
			}
			return "", verb(tx, residents.Sender{Standing: who, Now: now, ID: c.ID})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	do(1, func(tx *store.Tx, by residents.Sender) error {
		id, r.shift = by.ID, by.ID+"-1"
		a := signups.Activity{Community: sample.ScaleSlug, Content: signups.Content{
			Title: "垃圾分类引导", About: "桶前引导", Place: "北门", Posts: []signups.Post{{Words: "引导", Seats: placesOfTheRush}},
		}}
		if _, err := signups.MakeActivity(tx, by, a); err != nil {
			return err
		}
		day := calendar.DayOf(now, time.FixedZone("CST", 8*60*60)).Add(7)
		if err := signups.AddShifts(tx, by, sample.ScaleSlug, id, signups.Repeat{Day: day, From: 540, Until: 660, Weeks: 1}, store.NewToken()); err != nil {
			return err
		}
		return signups.SubmitActivity(tx, by, sample.ScaleSlug, id)
	})
	do(2, func(tx *store.Tx, by residents.Sender) error {
		return signups.PublishActivity(tx, by, sample.ScaleSlug, id)
	})
	r.path = "/" + sample.ScaleSlug + "/activities/" + id
}

// all sends everybody's form, every twentieth also through the other server.
func (r *rush) all(t *testing.T) {
	t.Helper()
	type sending struct{ voter, through int }
	next := make(chan sending)
	var senders sync.WaitGroup
	for range sendersAtOnce {
		senders.Go(func() {
			for one := range next {
				if err := r.send(one.voter, one.through); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := range r.voters {
		if next <- (sending{i, i % 2}); i%sentTwice == 0 {
			next <- sending{i, 1 - i%2}
		}
	}
	close(next)
	senders.Wait()
}

// onlyPlace is of how many one wants a place and not to wait.
const onlyPlace = 200

// send is the form of one of them, as a browser without scripts sends it.
func (r *rush) send(voter, through int) error {
	v := r.voters[voter]
	form := url.Values{"command": {v.Command}, "shift": {r.shift}, "post": {"1"}}
	if voter%onlyPlace == onlyPlace-1 {
		form.Set("place", "only")
	}
	q, err := http.NewRequestWithContext(context.Background(), http.MethodPost, r.urls[through]+r.path+"/join", strings.NewReader(form.Encode()))
	if err != nil {
		return err
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	q.Header.Set("Origin", r.urls[through])
	q.AddCookie(&http.Cookie{Name: sessionCookie, Value: v.Token})
	answer, err := jsonClient.Transport.RoundTrip(q)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return err
	}
	kind := "full"
	switch {
	case answer.StatusCode == http.StatusSeeOther:
		to, err := url.Parse(answer.Header.Get("Location"))
		if err != nil {
			return err
		}
		kind = to.Query().Get("done")
	case answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(string(page), "这个班次的名额满了"):
		return fmt.Errorf("the form of %d: %s", voter, answer.Status)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answered[kind]++
	return nil
}
