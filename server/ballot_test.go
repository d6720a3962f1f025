package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/app/api"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/sample"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// twoServers are two portals side by side on one PostgreSQL.
type twoServers struct {
	clock   *clock
	portals []*Portal
	urls    []string
}

func bootTwo(t *testing.T) *twoServers {
	t.Helper()
	s := &twoServers{clock: &clock{}}
	s.clock.set("2026-11-03 09:00")
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	options := store.Options{URL: storetest.Shared(t).Database(t), Clock: s.clock.Now, Log: log}
	for range 2 {
		p, err := NewPortal(Settings{Clock: s.clock.Now, Log: log, Store: storetest.Open(t, options)})
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(p)
		t.Cleanup(server.Close)
		s.portals, s.urls = append(s.portals, p), append(s.urls, server.URL)
	}
	return s
}

// turnAtOnce lets both do the clock's work at the same instant.
func (s *twoServers) turnAtOnce(t *testing.T) {
	t.Helper()
	var both sync.WaitGroup
	for _, p := range s.portals {
		both.Go(func() {
			if err := p.Turn(context.Background()); err != nil {
				t.Error(err)
			}
		})
	}
	both.Wait()
}

// manyVotes is how many vote in the test, sendersAtOnce how many of them at a time; of
// each twentieth the request is sent once more, while the first is still on its way.
const (
	manyVotes     = 10_000
	sendersAtOnce = 64
	sentTwice     = 20
)

// Ten thousand ballots through two servers on one database: each that was acknowledged is
// there, once, with its receipt; whatever is sent twice counts once; and both servers close
// the poll at the same instant, once.
func TestTenThousandVotesThroughTwoServers(t *testing.T) {
	t.Parallel()
	s := bootTwo(t)
	var voters []sample.Voter
	keep := func(v sample.Voter) error { voters = append(voters, v); return nil }
	if err := sample.Scale(t.Context(), s.portals[0].store, s.clock.Now(), manyVotes, keep); err != nil {
		t.Fatal(err)
	}
	receipts := s.sendAll(t, voters)
	poll := voters[0].Poll
	late := apiBallot{Command: "late-00000000000001", Choice: polls.No}
	s.clock.set("2026-11-10 09:00")
	if got, err := postBallot(s.urls[1], apiBallotPath(poll), voters[0].Token, late); err != nil || got.status != http.StatusGone {
		t.Errorf("to the millisecond of the close: %+v %v", got, err)
	}
	for range 2 {
		s.turnAtOnce(t)
	}
	s.check(t, poll, receipts)
}

func apiBallotPath(poll string) string {
	return "/api/" + sample.ScaleSlug + "/polls/" + poll + "/ballot"
}

// sendAll casts everybody's ballot through both servers, and gives the receipts.
func (s *twoServers) sendAll(t *testing.T, voters []sample.Voter) map[string]bool {
	t.Helper()
	type sending struct{ voter, through int }
	var (
		senders  sync.WaitGroup
		mu       sync.Mutex
		receipts = map[string]bool{}
		mine     = make([]string, len(voters))
		next     = make(chan sending)
	)
	cast := func(one sending) {
		v := voters[one.voter]
		got, err := postBallot(s.urls[one.through], apiBallotPath(v.Poll), v.Token, apiBallot{Command: v.Command, Choice: v.Choice})
		if err != nil || got.status != http.StatusOK || got.Receipt == "" {
			t.Errorf("ballot %d: %+v %v", one.voter, got, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if before := mine[one.voter]; before != "" && before != got.Receipt {
			t.Errorf("ballot %d has two receipts: %s and %s", one.voter, before, got.Receipt)
		}
		mine[one.voter], receipts[got.Receipt] = got.Receipt, true
	}
	for range sendersAtOnce {
		senders.Go(func() {
			for one := range next {
				cast(one)
			}
		})
	}
	for i := range voters {
		if next <- (sending{i, i % 2}); i%sentTwice == 0 {
			next <- sending{i, 1 - i%2}
		}
	}
	close(next)
	senders.Wait()
	return receipts
}

// check holds what was kept against what was acknowledged, to the digit.
func (s *twoServers) check(t *testing.T, id string, receipts map[string]bool) {
	t.Helper()
	err := s.portals[1].store.View(t.Context(), func(v *store.View) error {
		p, err := v.Poll(sample.ScaleSlug, id)
		if err != nil {
			return err
		}
		final, err := p.Result()
		if err != nil {
			return err
		}
		want := map[string]int64{polls.Yes: manyVotes / 2, polls.No: manyVotes / 4, polls.Abstain: manyVotes / 4, polls.Blank: 0}
		for _, voice := range final.Voices {
			if voice.Heads != want[voice.Choice] {
				t.Errorf("%s: %d, not %d", voice.Choice, voice.Heads, want[voice.Choice])
			}
		}
		if p.Ballots != manyVotes || final.Ballots != manyVotes || len(final.Voices) != len(want) || len(receipts) != manyVotes {
			t.Errorf("%d and %d ballots, %d receipts: %+v", p.Ballots, final.Ballots, len(receipts), final.Voices)
		}
		if err := s.checkBallots(t, v, id, receipts); err != nil {
			return err
		}
		return s.checkRecord(t, v, id)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// checkBallots sees that each ballot that is kept was acknowledged.
func (s *twoServers) checkBallots(t *testing.T, v *store.View, id string, receipts map[string]bool) error {
	t.Helper()
	kept, after := 0, ""
	for {
		some, err := v.BallotsByTag(sample.ScaleSlug, id, after, 1000)
		if err != nil || len(some) == 0 {
			if kept != manyVotes {
				t.Errorf("%d ballots are kept, not %d", kept, manyVotes)
			}
			return err
		}
		for _, b := range some {
			if !receipts[b.Receipt()] || b.Seq != 1 {
				t.Errorf("ballot %d of %s was never acknowledged as %s", b.Seq, b.Unit, b.Receipt())
			}
		}
		kept, after = kept+len(some), some[len(some)-1].Tag
	}
}

// checkRecord sees that the record has every commitment and one close, and holds.
func (s *twoServers) checkRecord(t *testing.T, v *store.View, id string) error {
	t.Helper()
	if _, err := v.VerifyLog(sample.ScaleSlug); err != nil {
		return err
	}
	acts, commitments := map[string]int{}, 0
	entries, err := v.Entries(sample.ScaleSlug, -1, 2*manyVotes)
	for _, e := range entries {
		if acts[e.Kind]++; e.Kind == "ballots-cast" {
			commitments += committed(t, e)
		}
	}
	if acts["poll-closed"] != 1 || acts["poll-counted"] != 1 || commitments != manyVotes {
		t.Errorf("closed %d times, counted %d times, %d commitments", acts["poll-closed"], acts["poll-counted"], commitments)
	}
	return err
}

// Why a ballot sent as JSON was not taken is told as JSON: the reason, and its sentence.
func TestBallotsAsJSONAreRefused(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.ownHome("501", 8000, "wang", "sun")
		p, households := b.poll(b.terms(polls.Binary)), b.poll(b.terms(polls.Binary, ofHouseholds))
		wang := b.session("hepingli", "wang", residents.ByLink, time.Time{})
		sun := b.session("hepingli", "sun", residents.ByLink, time.Time{})
		qian := b.session("anzhen", "qian", residents.ByLink, time.Time{})
		helper := b.as("hepingli", "sun")
		helper.begin(b.leave("wang", "sun", residents.HelpRelative))
		helping := helper.cookie(t)
		path := func(place, id string) string { return "/api/" + place + "/polls/" + id + "/ballot" }
		own := path("hepingli", p.ID)
		n := 0
		yes := func() apiBallot { n++; return apiBallot{Command: fmt.Sprintf("refused-%013d", n), Choice: polls.Yes} }
		header := func(name, value string) func(*http.Request) {
			return func(r *http.Request) { r.Header.Set(name, value) }
		}
		const command = `{"command":"refused-as-text-0001"`
		for name, c := range map[string]struct {
			path, token string
			body        any
			change      func(*http.Request)
			status      int
			reason      residents.Reason
		}{
			"no cookie":          {own, "", yes(), nil, 401, residents.ErrSignedOut},
			"another's cookie":   {own, "made-up", yes(), nil, 401, residents.ErrSignedOut},
			"of another place":   {own, qian, yes(), nil, 403, residents.ErrNotAllowed},
			"poll of elsewhere":  {path("anzhen", p.ID), qian, yes(), nil, 404, residents.ErrNotFound},
			"no such poll":       {path("hepingli", "nothing-at-all-0001"), wang, yes(), nil, 404, residents.ErrNotFound},
			"no such place":      {path("nowhere", p.ID), wang, yes(), nil, 404, residents.ErrNotFound},
			"a bad name":         {path("hepingli", "%00"), wang, yes(), nil, 404, residents.ErrNotFound},
			"no JSON":            {own, wang, `choice=yes`, nil, 422, residents.ErrText},
			"cut off":            {own, wang, command + `,"choice":"yes"`, nil, 422, residents.ErrText},
			"two objects":        {own, wang, command + `,"choice":"yes"}{}`, nil, 422, residents.ErrText},
			"a list":             {own, wang, `[` + command + `,"choice":"yes"}]`, nil, 422, residents.ErrText},
			"unknown key":        {own, wang, command + `,"choice":"yes","voter":"sun"}`, nil, 422, residents.ErrText},
			"key given twice":    {own, wang, command + `,"choice":"no","choice":"yes"}`, nil, 422, api.ErrTwice},
			"no command":         {own, wang, `{"choice":"yes"}`, nil, 422, api.ErrCommand},
			"too much":           {own, wang, command + `,"choice":"` + strings.Repeat("y", mostBallot) + `"}`, nil, 413, api.ErrTooLarge},
			"nothing chosen":     {own, wang, command + `,"choice":""}`, nil, 422, polls.ErrNothing},
			"unknown option":     {own, wang, command + `,"choice":"maybe"}`, nil, 422, polls.ErrOption},
			"another's unit":     {own, wang, command + `,"choice":"yes","unit":"r/sun"}`, nil, 403, polls.ErrNotOnRoll},
			"who speaks not":     {path("hepingli", households.ID), sun, yes(), nil, 403, polls.ErrHomeSpeaks},
			"a form's type":      {own, wang, yes(), header("Content-Type", "application/x-www-form-urlencoded"), 415, api.ErrType},
			"plain text":         {own, wang, yes(), header("Content-Type", "text/plain"), 415, api.ErrType},
			"from another site":  {own, wang, yes(), header("Origin", "https://example.com"), 403, api.ErrCrossSite},
			"fetched cross-site": {own, wang, yes(), header("Sec-Fetch-Site", "cross-site"), 403, api.ErrCrossSite},
			"for somebody else":  {own, helping, yes(), nil, 409, residents.ErrOtherVoice},
		} {
			var changes []func(*http.Request)
			if c.change != nil {
				changes = append(changes, c.change)
			}
			got, err := postBallot(b.URL, c.path, c.token, c.body, changes...)
			if err != nil || got.status != c.status || got.Reason != string(c.reason) || got.Says == "" || got.Receipt != "" || got.kind != "application/json" {
				t.Errorf("%s: %+v %v, not %d %s", name, got, err, c.status, c.reason)
			}
		}
		if now := b.pollNow(p.ID); now.Ballots != 0 {
			t.Errorf("%d refused ballots are kept", now.Ballots)
		}
		b.afterOne(t, own, wang, yes(), yes())
	})
}

// afterOne casts one, and then what can no longer be.
func (b *booted) afterOne(t *testing.T, path, token string, first, second apiBallot) {
	t.Helper()
	want := func(name string, ballot apiBallot, status int, reason residents.Reason) (receipt string) {
		t.Helper()
		got, err := postBallot(b.URL, path, token, ballot)
		if err != nil || got.status != status || got.Reason != string(reason) || (got.Says == "") != (reason == "") || (got.Receipt == "") != (reason != "") {
			t.Errorf("%s: %+v %v, not %d %s", name, got, err, status, reason)
		}
		return got.Receipt
	}
	receipt := want("the first", first, 200, "")
	if again := want("the same again", first, 200, ""); again != receipt {
		t.Errorf("the same ballot has two receipts: %s and %s", receipt, again)
	}
	other := first
	other.Choice = polls.No
	want("another under its id", other, 409, residents.ErrReused)
	want("a second", second, 409, polls.ErrVoted)
	b.clock.set("2026-11-08 09:00")
	want("after the close", second, 410, polls.ErrOver)
	want("the same again, after the close", first, 200, "")
	if strings.Contains(b.log.String(), "level=ERROR") {
		t.Error(b.log.String())
	}
}
