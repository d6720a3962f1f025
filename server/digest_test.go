package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/telling"
)

// Every kind of letter that has a sentence is somebody's own matter or not, and no other is.
func TestEveryLetterIsYoursOrNot(t *testing.T) {
	t.Parallel()
	known := map[string]bool{}
	for _, kind := range pages.LetterKinds() {
		if known[kind] = true; telling.ClassOf(kind) == 0 {
			t.Errorf("%s: is it at once, or once a week? Say so in telling/letters.go", kind)
		}
	}
	for kind := range telling.Letters {
		if !known[kind] {
			t.Errorf("no letter is %s", kind)
		}
	}
	for kind, section := range telling.News {
		if section != telling.Gone && (pages.WeekWord(kind) == "" || pages.WeekSection(section) == "") {
			t.Errorf("%s has no words", kind)
		}
	}
}

// turnAt lets the clock do its work at a time of day.
func (b *booted) turnAt(at string) {
	b.t.Helper()
	b.clock.set(at)
	if err := b.portal.Turn(context.Background()); err != nil {
		b.t.Fatal(err)
	}
}

// digestsOf are the letters of digests that somebody has.
func (b *booted) digestsOf(home, who string) (all []store.Received) {
	b.t.Helper()
	b.view(func(v *store.View) error {
		letters, err := v.LettersBefore(home, who, 0, "", 100)
		for _, l := range letters {
			if l.Kind == telling.DigestKind {
				all = append(all, l)
			}
		}
		return err
	})
	return all
}

func TestDigestOfAWeek(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := &walk{booted: b}
		b.clock.set("2026-11-10 09:00")
		shed, market := w.accepted("建电动车充电棚"), w.accepted("早市占道")
		hidden := w.raise("hepingli/sun", "还没有审核的事")
		b.clock.set("2026-11-11 09:00")
		meeting := w.announce("2026-11-20 19:00", 22, shed)
		p := b.poll(b.terms(polls.Binary, func(t *polls.Terms) { t.Closes = b.clock.Now().AddDate(0, 0, 20).UnixMicro() }))
		b.activity(signups.Repeat{Day: calendarDay("2026-11-15"), From: 9 * 60, Until: 11 * 60, Weeks: 2})
		b.as("hepingli", "wang").get("/hepingli/me/telling").holds(t, 200, "一周最多一次", `value="4" selected`, `value="18" selected`, `value="yes" checked`)

		b.turnAt("2026-11-13 17:59")
		if all := b.digestsOf("hepingli", "wang"); len(all) != 0 {
			t.Error("before its hour:", all)
		}
		b.turnAt("2026-11-13 18:00")
		b.turnAt("2026-11-13 19:00")
		b.turnAt("2026-11-15 23:59")
		all := b.digestsOf("hepingli", "wang")
		if len(all) != 1 || all[0].Title != "11 月 6 日至 11 月 12 日" || all[0].About != "2026-11-13" {
			t.Fatal(all)
		}
		if none := b.digestsOf("anzhen", "qian"); len(none) != 0 {
			t.Error("of a community in which nothing was new:", none)
		}
		b.as("hepingli", "wang").get("/hepingli/me").holds(t, 200, "一周要事：「11 月 6 日至 11 月 12 日」", `href="/hepingli/week/2026-11-13"`)

		page := b.stranger().get("/hepingli/week/2026-11-13")
		page.holds(t, 200, "11 月 6 日（周五）至 11 月 12 日（周四）", "早市占道", "公布审核决定", p.Question, "公布一次投票", "垃圾分类引导", "公告协商会", `href="/hepingli/meetings/`+meeting, "列入协商会的议程", "!还没有审核的事", "!"+hidden, "!王秀兰", "!王*")
		for _, once := range []string{"/hepingli/topics/" + shed, "/hepingli/topics/" + market, "/hepingli/polls/" + p.ID} {
			if n := strings.Count(page.body, `href="`+once+`"`); n != 1 {
				t.Errorf("%s stands %d times", once, n)
			}
		}
		b.stranger().get("/anzhen/week/2026-11-13").holds(t, 200, "这几天没有新的公开的事", "!早市占道")
		for _, no := range []string{"2026-11-18", "2020-01-01", "x", "2026-11-13?days=99", "2026-11-13?days=x"} {
			b.stranger().get("/hepingli/week/"+no).holds(t, 404)
		}
		b.stranger().get("/hepingli-jiedao/week/2026-11-13").holds(t, 404)

		// The next week tells what is new since, and what stands: the poll closes.
		b.turnAt("2026-11-27 18:00")
		if all = b.digestsOf("hepingli", "wang"); len(all) != 2 || all[0].About != "2026-11-27?days=14" {
			t.Error(all)
		}
		b.stranger().get("/hepingli/week/2026-11-27?days=14").holds(t, 200, "快截止了", "12 月 1 日（周二）09:00")
	})
}

func TestDigestAsChosen(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		const page = "/hepingli/me/telling"
		b.get(page).holds(t, 401)
		wang, zhao := b.as("hepingli", "wang"), b.as("hepingli", "zhao")
		wang.get("/anzhen/me/telling").led(t, page)
		wang.get("/hepingli/me").holds(t, 200, `href="`+page+`"`)
		wang.send(page, "choose-telling", "digest", "yes", "day", "1", "hour", "9", "quiet-from", "21", "quiet-until", "8").led(t, page+"?done=telling-chosen")
		wang.get(page).holds(t, 200, `value="1" selected`, `value="9" selected`)
		zhao.send(page, "choose-telling", "day", "4", "hour", "18", "quiet-from", "21", "quiet-until", "8").led(t, page+"?done=telling-chosen")
		zhao.get(page).holds(t, 200, "!checked")
		wang.send(page, "choose-telling", "digest", "yes", "day", "1", "hour", "24", "quiet-from", "21", "quiet-until", "8").holds(t, 422)
		wang.send(page, "choose-telling", "day", "7", "hour", "9", "quiet-from", "21", "quiet-until", "8").holds(t, 422)

		w := &walk{booted: b}
		b.clock.set("2026-11-16 09:00")
		w.accepted("早市占道")
		b.turnAt("2026-11-17 08:59")
		if len(b.digestsOf("hepingli", "wang")) != 0 {
			t.Error("before the hour chosen")
		}
		b.turnAt("2026-11-17 09:00")
		b.turnAt("2026-11-20 18:00")
		for who, want := range map[string]int{"wang": 1, "zhao": 0, "sun": 1} {
			if all := b.digestsOf("hepingli", who); len(all) != want {
				t.Errorf("%s has %d, want %d", who, len(all), want)
			}
		}
		// Another hour in the same week brings no second one.
		wang.send(page, "choose-telling", "digest", "yes", "day", "5", "hour", "9", "quiet-from", "21", "quiet-until", "8")
		b.turnAt("2026-11-21 10:00")
		if all := b.digestsOf("hepingli", "wang"); len(all) != 1 {
			t.Error("a second one in a week:", all)
		}
		// Whoever has just come has no week to be told of.
		b.clock.set("2026-11-26 09:00")
		b.admit("ma", "马上来", "3 号楼", residents.RoleResident)
		w.accepted("路灯不亮")
		b.turnAt("2026-11-27 18:00")
		if len(b.digestsOf("hepingli", "ma")) != 0 || len(b.digestsOf("hepingli", "sun")) != 2 {
			t.Error("ma", b.digestsOf("hepingli", "ma"), "sun", b.digestsOf("hepingli", "sun"))
		}
	})
}

// Several servers make each digest once, and a server that was away makes up for it.
func TestDigestOnTwoServers(t *testing.T) {
	t.Parallel()
	s := bootTwo(t)
	first := s.portals[0].store
	settle(t, first, s.clock.Now())
	const many = 450
	if err := first.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		for i := range many {
			if err := tx.AddResident(residents.Resident{ID: fmt.Sprintf("neighbour-%03d", i), Community: "hepingli", Name: "邻居", Building: "9 号楼", Adult: true, JoinedAt: s.clock.Now(), ConfirmedAt: s.clock.Now()}); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	s.clock.set("2026-11-12 09:00")
	w := &walk{booted: &booted{t: t, store: first, clock: s.clock}}
	w.accepted("早市占道")
	s.clock.set("2026-11-15 20:00") // Sunday: nobody was there on Friday
	s.turnAtOnce(t)
	s.clock.move(time.Hour)
	s.turnAtOnce(t)
	if err := first.View(context.Background(), func(v *store.View) error {
		for _, who := range []string{"neighbour-000", fmt.Sprintf("neighbour-%03d", many-1), "wang"} {
			letters, err := v.LettersBefore("hepingli", who, 0, "", 10)
			letters = slices.DeleteFunc(letters, func(l store.Received) bool { return l.Kind != telling.DigestKind })
			if err != nil || len(letters) != 1 {
				t.Error(who, err, letters)
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}
