package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/notify"
	"yishiting/server/store"
)

// provider is a gateway on a port of its own: it keeps what it is sent, and refuses when it is told to.
type provider struct {
	*httptest.Server
	mu      sync.Mutex
	refuses bool
	got     []string // to and text
	keys    []string
}

func newProvider(t *testing.T) *provider {
	t.Helper()
	p := &provider{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m map[string]string
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil {
			t.Error(err)
		}
		p.mu.Lock()
		defer p.mu.Unlock()
		p.keys = append(p.keys, r.Header.Get("Idempotency-Key"))
		if p.refuses {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		p.got = append(p.got, m["to"]+" "+m["text"])
	}))
	t.Cleanup(p.Close)
	return p
}

func (p *provider) refuse(yes bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refuses = yes
}

// taken are the messages that were taken since the last time, in some order.
func (p *provider) taken() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.got
	p.got = nil
	slices.Sort(all)
	return all
}

// asked is how often it was asked since the last time.
func (p *provider) asked() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.keys)
	p.keys = nil
	return n
}

// textsBy lets a portal send its texts by a provider.
func (p *provider) textsBy(t *testing.T, portal *Portal) {
	t.Helper()
	g, err := notify.NewHTTP(p.URL, "token")
	if err != nil {
		t.Fatal(err)
	}
	portal.texts = notify.NewSender("text", g, slog.New(slog.DiscardHandler))
	t.Cleanup(portal.Close)
}

// sendAt lets the messages go out at a time of day.
func (b *booted) sendAt(at string) {
	b.t.Helper()
	b.clock.set(at)
	if err := b.portal.SendOut(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

// tells puts a letter about a topic's screening into somebody's inbox, now.
func (b *booted) tells(who, id string) {
	b.t.Helper()
	b.change("hepingli", func(tx *store.Tx) error {
		return tx.Tell(consultation.Letter{Community: "hepingli", ID: id, Resident: who, Kind: "screened", Topic: "t1", Title: "我家的秘密", At: b.clock.Now().UnixMicro()})
	})
}

const tellingPath = "/hepingli/me/telling"

// chooses saves the page of how one is told, as is usual but for what is given.
func (b *booted) chooses(fields ...string) reply {
	b.t.Helper()
	return b.send(tellingPath, "choose-telling", append([]string{"digest", "yes", "day", "4", "hour", "18", "quiet-from", "21", "quiet-until", "8"}, fields...)...)
}

func TestChoosingTexts(t *testing.T) {
	t.Parallel()
	b := boot(t)
	wang := b.as("hepingli", "wang")
	wang.get(tellingPath).holds(t, 200, "!短信提醒</h2>") // there is no gateway
	wang.chooses("text-yours", "yes", "agree-text", "yes").holds(t, 422)
	newProvider(t).textsBy(t, b.portal)
	wang.get(tellingPath).holds(t, 200, "要先", `href="/hepingli/me/phone"`)
	wang.chooses("text-yours", "yes", "agree-text", "yes").holds(t, 422)
	b.hasPhone("hepingli", "wang", "13800001234")
	wang.get(tellingPath).holds(t, 200, "138****1234", "您同意的是", "短信里不写是什么事", "!13800001234")
	wang.chooses("text-yours", "yes").holds(t, 422, "choose-telling-agree-text")
	wang.chooses("text-yours", "yes", "agree-text", "yes").led(t, tellingPath+"?done=telling-chosen")
	wang.get(tellingPath).holds(t, 200, "!您同意的是", `name="text-yours" value="yes" checked`)
	wang.get("/hepingli/me/privacy").holds(t, 200, "用短信提醒您", "11 月 3 日 09:00，在线同意")

	// Each of the three ways back ends it: the page, the consent, the number.
	texts := func() (chosen, agreed bool) {
		b.view(func(v *store.View) error {
			c, err := v.TellingOf("hepingli", "wang")
			if err != nil {
				return err
			}
			all, err := v.Consents("hepingli", "wang")
			_, agreed = residents.Holding(all)[residents.PurposeTexts]
			chosen = c.Texts.Any()
			return err
		})
		return chosen, agreed
	}
	for name, end := range map[string]func(){
		"the page": func() { wang.chooses().led(t, tellingPath+"?done=telling-chosen") },
		"the consent": func() {
			wang.send("/hepingli/me/privacy", "consent-texts").led(t, "/hepingli/me/privacy?done=withdrawn-consent")
		},
		"the number": func() { wang.send("/hepingli/me/phone", "remove-phone"); b.hasPhone("hepingli", "wang", "13800001234") },
	} {
		wang.chooses("text-yours", "yes", "agree-text", "yes")
		if chosen, agreed := texts(); !chosen || !agreed {
			t.Fatal(name, "before:", chosen, agreed)
		}
		end()
		if chosen, agreed := texts(); chosen || agreed {
			t.Error(name, chosen, agreed)
		}
	}
	b.as("hepingli-jiedao", "liu").get("/hepingli-jiedao/me/privacy").holds(t, 200, "!用短信提醒您")
}

// A text says that something waits and not what; many letters are one text; quiet hours are kept; who has
// read is not told; and the digest comes as chosen.
func TestTextsOfLetters(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		p := newProvider(t)
		p.textsBy(t, b.portal)
		for _, who := range []string{"wang", "zhao", "sun"} {
			b.hasPhone("hepingli", who, map[string]string{"wang": "13800001111", "zhao": "13800002222", "sun": "13800003333"}[who])
		}
		wang, zhao := b.as("hepingli", "wang"), b.as("hepingli", "zhao")
		b.tells("wang", "before")
		b.clock.move(time.Minute)
		wang.chooses("text-yours", "yes", "text-digest", "yes", "agree-text", "yes")
		zhao.chooses("text-digest", "yes", "agree-text", "yes")
		b.sendAt("2026-11-03 09:02")
		if got := p.taken(); len(got) != 0 {
			t.Error("told of what came before it was wished:", got)
		}
		for i, who := range []string{"wang", "wang", "zhao", "sun"} {
			b.tells(who, fmt.Sprint("day-", i))
		}
		b.sendAt("2026-11-03 09:03")
		got := p.taken()
		if len(got) != 1 || got[0] != "13800001111 【和平里社区议事厅】有和您有关的新消息，请看 "+b.local()+"/hepingli/me ，不再提醒请到 "+b.local()+tellingPath {
			t.Error(got)
		}
		b.tells("wang", "soon")
		b.sendAt("2026-11-03 09:04")
		if n := len(p.taken()); n != 0 {
			t.Error("two texts within ten minutes")
		}
		b.sendAt("2026-11-03 09:14")
		if n := len(p.taken()); n != 1 {
			t.Error("the second text:", n)
		}

		// What comes by night waits for the morning, and is not told to whoever reads it before.
		b.clock.set("2026-11-03 22:00")
		b.tells("wang", "night")
		b.sendAt("2026-11-03 22:01")
		b.sendAt("2026-11-04 07:59")
		if n := len(p.taken()); n != 0 {
			t.Error("within the quiet hours")
		}
		b.sendAt("2026-11-04 08:00")
		if n := len(p.taken()); n != 1 {
			t.Error("in the morning:", n)
		}
		b.clock.set("2026-11-04 22:00")
		b.tells("wang", "read")
		b.sendAt("2026-11-04 22:01")
		b.change("hepingli", func(tx *store.Tx) error { return tx.ReadLetters("hepingli", "wang", b.clock.Now().UnixMicro()) })
		b.sendAt("2026-11-05 08:00")
		if n := len(p.taken()); n != 0 {
			t.Error("of what was read")
		}

		w := &walk{booted: b}
		b.clock.set("2026-11-12 09:00")
		w.accepted("早市占道")
		b.change("hepingli", func(tx *store.Tx) error { return tx.ReadLetters("hepingli", "wang", b.clock.Now().UnixMicro()) })
		b.turnAt("2026-11-13 18:00")
		b.sendAt("2026-11-13 18:01")
		want := "【和平里社区议事厅】一周要事请看 " + b.local() + "/hepingli/week/2026-11-13 ，不再提醒请到 " + b.local() + tellingPath
		if got := p.taken(); len(got) != 2 || got[0] != "13800001111 "+want || got[1] != "13800002222 "+want {
			t.Error(got)
		}
		if log := b.log.String(); strings.Contains(log, "1380000") || strings.Contains(log, "秘密") {
			t.Error("the log has a number")
		}

		// Whoever leaves takes what waits along.
		b.clock.set("2026-11-13 22:00")
		b.tells("wang", "late")
		b.sendAt("2026-11-13 22:01")
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error { return consultation.Leave(tx, by, "hepingli", "wang") })
		b.sendAt("2026-11-14 08:00")
		if n := len(p.taken()); n != 0 {
			t.Error("told somebody who has left")
		}
	})
}

// What the provider does not take is tried again, ever later, under the same key, and at last said on the page.
func TestTextsThatAreNotTaken(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		p := newProvider(t)
		p.textsBy(t, b.portal)
		b.hasPhone("hepingli", "wang", "13800001111")
		wang := b.as("hepingli", "wang")
		wang.chooses("text-yours", "yes", "agree-text", "yes")
		b.tells("wang", "first")
		p.refuse(true)
		tries := 0
		keys := map[string]bool{}
		for _, at := range []string{"09:00", "09:00", "09:01", "09:05", "09:06", "09:30", "09:36", "11:00", "11:36", "19:35", "19:36", "20:59"} {
			b.sendAt("2026-11-03 " + at)
			p.mu.Lock()
			for _, k := range p.keys {
				keys[k] = true
			}
			p.mu.Unlock()
			tries += p.asked()
		}
		if tries != 6 || len(keys) != 1 {
			t.Error(tries, "tries,", len(keys), "keys")
		}
		wang.get(tellingPath).holds(t, 200, "没有发出去的", "11 月 3 日（周二）09:00", "消息都在「我的」里")
		p.refuse(false)
		b.tells("wang", "second")
		b.sendAt("2026-11-04 08:00")
		if got := p.taken(); len(got) != 1 {
			t.Error("after it takes again:", got)
		}

		// A server that ended while it was sending leaves a message of which nobody knows: it is not sent again.
		b.clock.move(time.Hour)
		b.tells("wang", "third")
		b.change("hepingli", func(tx *store.Tx) error {
			_, err := tx.TellingOf("hepingli", "wang")
			return err
		})
		p.refuse(true)
		b.sendAt("2026-11-04 09:30")
		p.refuse(false)
		b.change("hepingli", func(tx *store.Tx) error {
			due, err := tx.MessagesDue("hepingli", b.clock.Now().Add(time.Hour), 10)
			if err != nil || len(due) != 1 {
				t.Fatal(err, due)
			}
			m := due[0].Message
			m.State, m.Due = "sending", b.clock.Now().Add(time.Minute)
			return tx.SetMessage(m)
		})
		b.sendAt("2026-11-04 10:30")
		if got := p.taken(); len(got) != 0 {
			t.Error("sent again:", got)
		}
		wang.get(tellingPath).holds(t, 200, "不知道有没有发出去")
	})
}

// Two servers send each text once.
func TestTextsOnTwoServers(t *testing.T) {
	t.Parallel()
	s := bootTwo(t)
	p := newProvider(t)
	first := s.portals[0].store
	settle(t, first, s.clock.Now())
	for _, portal := range s.portals {
		p.textsBy(t, portal)
	}
	b := &booted{t: t, store: first, clock: s.clock}
	const many = 90
	b.change("hepingli", func(tx *store.Tx) error {
		for i := range many {
			id := fmt.Sprintf("neighbour-%03d", i)
			if err := tx.AddResident(residents.Resident{ID: id, Community: "hepingli", Name: "邻居", Building: "9 号楼", Adult: true, JoinedAt: s.clock.Now(), ConfirmedAt: s.clock.Now()}); err != nil {
				return err
			}
			if err := tx.SetPhone("hepingli", id, fmt.Sprintf("138000%05d", i)); err != nil {
				return err
			}
			c, err := tx.TellingOf("hepingli", id)
			if err != nil {
				return err
			}
			c.Texts.Yours = true
			if err := tx.SetChoice(c); err != nil {
				return err
			}
		}
		return nil
	})
	s.clock.move(time.Minute)
	for i := range many {
		b.tells(fmt.Sprintf("neighbour-%03d", i), fmt.Sprint("letter-", i))
	}
	for range 2 {
		var both sync.WaitGroup
		for _, portal := range s.portals {
			both.Go(func() {
				if err := portal.SendOut(context.Background()); err != nil {
					t.Error(err)
				}
			})
		}
		both.Wait()
	}
	got := p.taken()
	if len(got) != many || len(slices.Compact(slices.Clone(got))) != many {
		t.Errorf("%d texts for %d people", len(got), many)
	}
}
