package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"yishiting/polls"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
)

// crowd are as many people of hepingli as a scenario says, each signed in with a passkey.
type crowd struct {
	*booted
	ids, tokens []string
}

// crowd admits n people in one command; the ids are name and a number from 1 on.
func (b *booted) crowd(name string, n int, roles ...residents.RoleName) *crowd {
	b.t.Helper()
	c := &crowd{booted: b}
	for i := range n {
		c.ids, c.tokens = append(c.ids, fmt.Sprintf("%s-%04d", name, i+1)), append(c.tokens, store.NewToken())
	}
	by := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
	b.change("hepingli", func(tx *store.Tx) error {
		for i, id := range c.ids {
			r := residents.Resident{ID: id, Community: "hepingli", Name: "邻居甲", Building: fmt.Sprintf("%d 号楼", i%7+1)}
			if _, err := residents.Admit(tx, by, r, append(roles, residents.RoleResident)...); err != nil {
				return err
			}
		}
		return nil
	})
	return c.signedIn()
}

// signedIn lets everybody in anew, as after a while without a visit.
func (c *crowd) signedIn() *crowd {
	c.t.Helper()
	for i := range c.tokens {
		c.tokens[i] = store.NewToken()
	}
	now := c.clock.Now()
	c.change("hepingli", func(tx *store.Tx) error {
		for i, id := range c.ids {
			session := store.Session{Community: "hepingli", Resident: id, Method: residents.ByPasskey, Device: "安卓手机 · 微信", ProvedAt: now.AddDate(100, 0, 0)}
			if err := tx.AddSession(c.tokens[i], session); err != nil {
				return err
			}
		}
		return nil
	})
	return c
}

// moveIn lets each of them live in a home of the list and speak for it.
func (c *crowd) moveIn(homes []residents.Household) {
	c.t.Helper()
	now := c.clock.Now()
	c.change("hepingli", func(tx *store.Tx) error {
		for i, id := range c.ids {
			if err := tx.AddHome("hepingli", homes[i].ID, id); err != nil {
				return err
			}
			who, err := tx.Standing("hepingli", id)
			if err != nil {
				return err
			}
			if err := residents.TakeRepresentation(tx, residents.Sender{Standing: who, Now: now}, homes[i].ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// one is the browser of the i-th of them.
func (c *crowd) one(i int) *booted {
	c.t.Helper()
	other := *c.booted
	other.client = c.visitor()
	other.keep(c.tokens[i])
	return &other
}

// vote sends forms by the first of them, each choice by so many: "yes", 33, "no", 9.
func (c *crowd) vote(p polls.Poll, said ...any) {
	c.t.Helper()
	for i, choice := range choices(said) {
		c.one(i).votes(p, "choice", choice).led(c.t, "/hepingli/polls/"+p.ID+"?done=cast")
	}
}

// send is vote by JSON, sixteen at a time, for many.
func (c *crowd) send(p polls.Poll, said ...any) {
	c.t.Helper()
	var senders sync.WaitGroup
	free := make(chan struct{}, 16)
	for i, choice := range choices(said) {
		free <- struct{}{}
		senders.Go(func() {
			defer func() { <-free }()
			got, err := postBallot(c.URL, "/api/hepingli/polls/"+p.ID+"/ballot", c.tokens[i], apiBallot{Command: p.ID + fmt.Sprintf("-%04d", i), Choice: choice})
			if err != nil || got.status != http.StatusOK || got.Receipt == "" {
				c.t.Errorf("%s: %+v %v", c.ids[i], got, err)
			}
		})
	}
	senders.Wait()
}

// choices are choices one by one, from each with how often it is made.
func choices(said []any) (all []string) {
	for i := 0; i+1 < len(said); i += 2 {
		for range said[i+1].(int) {
			all = append(all, said[i].(string))
		}
	}
	return all
}

// apiAnswer is what a ballot sent as JSON was answered.
type apiAnswer struct {
	apiReceipt
	status int
	kind   string // of the content
}

// jsonClient keeps as many connections as senders have.
var jsonClient = &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 128}}

// postBallot sends a ballot as JSON.
func postBallot(url, path, token string, body any, change ...func(*http.Request)) (got apiAnswer, err error) {
	text, isText := body.(string)
	if !isText {
		b, err := json.Marshal(body)
		if err != nil {
			return got, err
		}
		text = string(b)
	}
	r, err := http.NewRequestWithContext(context.Background(), http.MethodPost, url+path, strings.NewReader(text))
	if err != nil {
		return got, err
	}
	r.Header.Set("Content-Type", "application/json")
	if token != "" {
		r.AddCookie(&http.Cookie{Name: sessionCookie, Value: token})
	}
	for _, f := range change {
		f(r)
	}
	answer, err := jsonClient.Do(r)
	if err != nil {
		return got, err
	}
	defer func() { _ = answer.Body.Close() }()
	got.status, got.kind = answer.StatusCode, answer.Header.Get("Content-Type")
	return got, json.NewDecoder(answer.Body).Decode(&got.apiReceipt)
}

// imports puts a list of homes onto the roster as the desk does: uploaded, looked over, confirmed.
func (b *booted) imports(list string) {
	b.t.Helper()
	li := b.as("hepingli", "li")
	draft := li.bring(b.t, "/hepingli/desk/roster", "upload-roster", []byte(list))
	li.send(draft, "import-roster").led(b.t, draft+"?done=roster-imported")
}

// homes are those of the roster, in its order.
func (b *booted) homes() (all []residents.Household) {
	b.t.Helper()
	b.view(func(v *store.View) (err error) {
		all, err = v.RosterHomes("hepingli")
		return err
	})
	return all
}

// turn does the clock's work.
func (b *booted) turn() {
	b.t.Helper()
	if err := b.portal.Turn(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

// pollRecord are the entries of a poll on the record, which must hold.
func (b *booted) pollRecord(id string) (all []record.Entry) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		if _, err := v.VerifyLog("hepingli"); err != nil {
			return err
		}
		entries, err := v.Entries("hepingli", -1, 100_000)
		for _, e := range entries {
			if e.Subject == "poll/"+id {
				all = append(all, e)
			}
		}
		return err
	})
	return all
}

// committed is how many ballots an entry of the record commits to.
func committed(t *testing.T, e record.Entry) int {
	t.Helper()
	var cast struct{ Commitments []string }
	if err := json.Unmarshal(e.Data, &cast); err != nil {
		t.Fatal(err)
	}
	return len(cast.Commitments)
}

// countedOut sees that the poll's export holds, and that counting it anew comes to the same.
func (b *booted) countedOut(t *testing.T, p polls.Poll, ballots int, winner string) {
	t.Helper()
	files := map[string]string{"poll": b.get("/hepingli/polls/" + p.ID + "/export").body, "kept": b.get("/hepingli/record/checkpoint").body}
	out, complaint, code := run(t, files, "verify", "poll", "--key", b.store.LogVerifier(), "--checkpoint", "kept")
	if want := fmt.Sprintf("%d ballots on the record, counted again with the same result", ballots); code != 0 || !strings.Contains(out, want) {
		t.Errorf("verify: %d, not %q: %s%s", code, want, out, complaint)
	}
	out, complaint, code = run(t, files, "tally", "poll", "--json")
	if want := `"winners":["` + winner + `"]`; code != 0 || !strings.Contains(out, want) {
		t.Errorf("tally: %d, not %s: %s%s", code, want, out, complaint)
	}
}

// plainText is what a page says, with one blank between its pieces.
func plainText(t testing.TB, page string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style {
			words = append(words, strings.Fields(n.Data)...)
		}
	}
	return strings.Join(words, " ")
}
