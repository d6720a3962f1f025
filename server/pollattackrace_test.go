package main

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// sending is a form on its way, from a browser of its own.
type sending struct {
	by   *booted
	path string
	form url.Values
}

// atOnce does all of it at the same instant.
func atOnce(all ...func()) {
	var senders sync.WaitGroup
	for _, one := range all {
		senders.Go(one)
	}
	senders.Wait()
}

// twice sends two forms at the same instant; done is how many were.
func twice(t *testing.T, a, b sending) (done int) {
	t.Helper()
	answers := make([]reply, 2)
	send := func(i int, s sending) func() { return func() { answers[i] = s.by.do("POST", s.path, s.form) } }
	atOnce(send(0, a), send(1, b))
	for _, got := range answers {
		if got.Response == nil || got.StatusCode >= 500 {
			t.Fatalf("%s: %+v", a.path, got.Response)
		}
		if got.StatusCode == http.StatusSeeOther || got.StatusCode == http.StatusOK {
			done++
		}
	}
	return done
}

// another is the same form under an id of its own.
func (s sending) another() sending {
	s.form = clone(s.form)
	s.form.Set("command", residents.NewID(time.Unix(1_800_000_000, 0)))
	return s
}

// formOn is a form of a page as it stands there.
func (b *booted) formOn(who, page, form string, fields ...string) sending {
	b.t.Helper()
	one := b.as("hepingli", who)
	path, values := one.get(page).fill(b.t, form, fields...)
	return sending{one, path, values}
}

// acts are the kinds of a poll's entries, as many times as each stands on the record.
func (b *booted) acts(id string) map[string]int {
	b.t.Helper()
	n := map[string]int{}
	for _, e := range b.pollRecord(id) {
		n[e.Kind]++
	}
	return n
}

// Each step of a poll sent twice at the same instant is done once: under one id both are
// told so, under two the second finds it done.
func TestEachStepOfAPollAtOnce(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		for _, room := range []string{"501", "502", "503", "504"} {
			b.ownHome(room, 8000)
		}
		b.ownHome("505", 8000, "wang")
		for _, same := range []bool{true, false} {
			second := func(s sending) sending {
				if same {
					return s
				}
				return s.another()
			}
			want := map[bool]int{true: 2, false: 1}[same]
			check := func(step string, s sending) {
				t.Helper()
				if done := twice(t, s, second(s)); done != want {
					t.Errorf("%s, the same command %v: %d done, not %d", step, same, done, want)
				}
			}
			id := b.draftPoll(b.terms(polls.Binary, ofHouseholds, onPaper))
			page := deskPolls + "/" + id
			check("publish", b.formOn("zhou", page, "poll-publish"))
			check("take back", b.formOn("zhou", page, "poll-take-back", "reason", "写错了"))
			check("publish again", b.formOn("zhou", page, "poll-publish"))
			check("cast", b.formOn("wang", "/hepingli/polls/"+id, "ballot", "choice", "yes"))

			print := b.formOn("li", page+"/print", "print-ballots", "whom", "fresh")
			twice(t, print, second(print))
			b.papersHold(t, id, 4)
			serials := b.prints(t, id, "whom", "all")
			b.papersHold(t, id, 4)
			var all []string
			for _, one := range serials {
				all = append(all, one)
			}
			check("enter", b.formOn("li", page+"/paper?serial="+all[0], "paper-ballot", "choice", "yes"))
			check("enter again", b.formOn("zhou", page+"/paper?serial="+all[0], "paper-ballot", "choice", "no"))
			check("settle", b.formOn("chen", page+"/paper?serial="+all[0], "settle-ballot", "choice", "yes"))

			b.clock.move(5 * 24 * time.Hour)
			atOnce(b.turn, b.turn)
			check("finish", b.formOn("li", page, "poll-finish"))
			b.turn()
			acts := b.acts(id)
			if p := b.pollNow(id); p.State != polls.Counted || p.Ballots != 2 {
				t.Errorf("%s with %d ballots", p.State, p.Ballots)
			}
			for kind, n := range map[string]int{"poll-published": 2, "poll-taken-back": 1, "poll-closed": 1, "poll-counted": 1, "ballots-cast": 2} {
				if acts[kind] != n {
					t.Errorf("the same command %v: %s stands %d times on the record, not %d", same, kind, acts[kind], n)
				}
			}
		}
	})
}

// papersHold sees that of each unit at most one printed ballot is good.
func (b *booted) papersHold(t *testing.T, id string, out int64) {
	t.Helper()
	b.view(func(v *store.View) error {
		c, err := v.PaperCounts("hepingli", id)
		if c.Out != out {
			t.Errorf("%d paper ballots are out, not %d", c.Out, out)
		}
		return err
	})
}

// What cannot both be is not both: a ballot and the taking back, two who enter the same
// paper, the last ballot on line and its paper, the one who finishes and the clock.
func TestWhatExcludesEachOtherAtOnce(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.ownHome("505", 8000, "wang")
		for range 4 {
			p := b.poll(b.terms(polls.Binary, ofHouseholds, onPaper))
			page := deskPolls + "/" + p.ID
			serial := b.prints(t, p.ID, "whom", "fresh")["3 号楼 2 单元 505"]
			b.enters("li", p.ID, serial, "paper-ballot", "choice", "no")
			twice(t, b.formOn("zhou", page+"/paper?serial="+serial, "paper-ballot", "choice", "no"), b.formOn("wang", "/hepingli/polls/"+p.ID, "ballot", "choice", "yes"))
			if now, paper := b.pollNow(p.ID), b.paperNow(p.ID, serial); now.Ballots != 1 || paper.State != polls.PaperIn && paper.State != polls.PaperAside {
				t.Errorf("%d ballots; the paper %s", now.Ballots, paper.State)
			}

			p = b.poll(b.terms(polls.Binary, ofHouseholds))
			if done := twice(t, b.formOn("zhou", deskPolls+"/"+p.ID, "poll-take-back", "reason", "写错了"), b.formOn("wang", "/hepingli/polls/"+p.ID, "ballot", "choice", "yes")); done != 1 {
				t.Errorf("taken back and voted: %d done", done)
			}
			if now := b.pollNow(p.ID); (now.State == polls.Draft) != (now.Ballots == 0) {
				t.Errorf("a poll that is %s has %d ballots", now.State, now.Ballots)
			}

			p = b.poll(b.terms(polls.Binary, ofHouseholds, onPaper))
			serial = b.prints(t, p.ID, "whom", "fresh")["3 号楼 2 单元 505"]
			b.enters("li", p.ID, serial, "paper-ballot", "choice", "yes")
			b.enters("zhou", p.ID, serial, "paper-ballot", "choice", "yes")
			b.clock.move(5 * 24 * time.Hour)
			b.turn()
			if b.pollNow(p.ID).State == polls.Counting {
				finish := b.formOn("li", deskPolls+"/"+p.ID, "poll-finish")
				b.clock.move(4 * 24 * time.Hour)
				atOnce(func() { finish.by.do("POST", finish.path, finish.form) }, b.turn)
			}
			b.turn()
			if acts := b.acts(p.ID); acts["poll-counted"] != 1 || acts["poll-closed"] != 1 {
				t.Errorf("closed %d times, counted %d times", acts["poll-closed"], acts["poll-counted"])
			}
		}
		if strings.Contains(b.log.String(), "level=ERROR") {
			t.Error(b.log.String())
		}
	})
}

// Pages that know the reader are kept by nobody; an export has a tag that changes with it,
// and before the count there is none.
func TestWhatIsKeptOfPolls(t *testing.T) {
	t.Parallel()
	b := boot(t)
	p := b.poll(b.terms(polls.Binary))
	wang := b.as("hepingli", "wang")
	wang.voted(p, "choice", "yes")
	own := "/hepingli/polls/" + p.ID
	for _, path := range []string{own, own + "?done=cast", "/hepingli/polls", "/_v" + own} {
		if got := wang.get(path); got.Header.Get("Cache-Control") != private || got.Header.Get("Etag") != "" {
			t.Errorf("%s may be kept: %q %q", path, got.Header.Get("Cache-Control"), got.Header.Get("Etag"))
		}
	}
	if got := b.get(own + "/export"); got.StatusCode != 404 || got.Header.Get("Etag") != "" || strings.Contains(got.body, `"yes"`) {
		t.Errorf("before the count: %s %q", got.Status, got.Header.Get("Etag"))
	}
	b.clock.set("2026-11-08 09:00")
	b.closePolls()
	first := wang.get(own + "/export")
	tag := first.Header.Get("Etag")
	if first.StatusCode != 200 || tag == "" || first.body != b.get(own+"/export").body {
		t.Errorf("the export is another for the voter than for a visitor: %s %q", first.Status, tag)
	}
	asking := func(tag string) reply {
		return b.do("GET", own+"/export", nil, func(r *http.Request) { r.Header.Set("If-None-Match", tag) })
	}
	if got := asking(tag); got.StatusCode != http.StatusNotModified || got.body != "" {
		t.Errorf("the same again: %s", got.Status)
	}
	b.poll(b.terms(polls.Binary)) // the record goes on
	if got := asking(tag); got.StatusCode != 200 || got.Header.Get("Etag") == tag || got.body == first.body {
		t.Errorf("after more of the record: %s", got.Status)
	}
}
