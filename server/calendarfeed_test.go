package main

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/consultation"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

const feedPage = "/hepingli/me/calendar"

// feedOf lets somebody make the address of their calendar and is its path.
func (b *booted) feedOf(who string) string {
	b.t.Helper()
	got := b.as("hepingli", who).send(feedPage, "make-feed")
	path := regexpFirst(`<p class="secret">`+regexp.QuoteMeta(b.local())+`(/hepingli/calendar/[A-Za-z0-9_-]{43}\.ics)</p>`, got.body)
	if got.StatusCode != http.StatusOK || path == "" {
		b.t.Fatal(got.Status, mainOf(got.body))
	}
	return path
}

// summaries are what a calendar file tells, in its order.
func summaries(t *testing.T, got reply) (all []string) {
	t.Helper()
	c, err := ics.ParseCalendar(strings.NewReader(got.body))
	if err != nil || got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != "text/calendar; charset=utf-8" || got.Header.Get("Cache-Control") != "private, no-store" {
		t.Fatal(err, got.Status, got.Header, got.body)
	}
	for _, e := range c.Events() {
		all = append(all, e.GetProperty(ics.ComponentPropertySummary).Value)
	}
	return all
}

func TestCalendarFeedHasWhatIsOnesOwn(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		w := &walk{booted: b}
		topic := w.accepted("建棚")
		b.clock.set("2026-11-10 09:00")
		meeting := w.announce("2026-11-20 19:00", 22, topic)
		a, shifts := b.activity(signups.Repeat{Day: calendarDay("2026-11-15"), From: 9 * 60, Until: 11 * 60, Weeks: 2})
		b.joins(shifts[0], "wang", "zhao")
		b.joins(shifts[1], "zhao")
		takeSeat(w, "hepingli/wang", meeting)
		p := b.poll(b.terms(polls.Binary))

		path := b.feedOf("wang")
		got := b.stranger().get(path)
		want := []string{a.Title + " · 引导员", "协商会", "投票截止：" + p.Question}
		if all := summaries(t, got); strings.Join(all, "|") != strings.Join(want, "|") {
			t.Error(all)
		}
		got.holds(t, 200, "REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-WR-CALNAME:议事厅 · 和平里社区", "DTSTART:20261120T110000Z", "UID:"+meeting+"@hepingli.yishiting", "UID:"+shifts[0].ID+"@hepingli.yishiting", "!"+shifts[1].ID)
		for _, one := range people {
			if strings.Contains(got.body, one.name) || strings.Contains(got.body, residents.Resident{Name: one.name}.Masked().Name) {
				t.Error("somebody is named:", one.name)
			}
		}
		if all := summaries(t, b.stranger().get(b.feedOf("sun"))); len(all) != 1 { // what is everybody's, and nothing of wang
			t.Error(all)
		}

		// What is left or called off is so in the calendar as well; what is long over is gone.
		b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			return signups.CancelShift(tx, by, "hepingli", a.ID, shifts[0].ID, "下雨")
		})
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			return consultation.LeaveSeat(tx, by, "hepingli", meeting)
		})
		if got = b.stranger().get(path); len(summaries(t, got)) != 2 {
			t.Error(got.body)
		}
		got.holds(t, 200, "STATUS:CANCELLED", "!"+meeting)
		b.clock.move(60 * 24 * time.Hour)
		if all := summaries(t, b.stranger().get(path)); len(all) != 0 {
			t.Error(all)
		}
	})
}

func TestCalendarFeedIsItsOwnersToEnd(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.get(feedPage).holds(t, 401)
		wang := b.as("hepingli", "wang")
		wang.get("/hepingli/me").holds(t, 200, `href="`+feedPage+`"`)
		wang.get("/anzhen/me/calendar").led(t, feedPage)
		wang.get(feedPage).holds(t, 200, "生成订阅地址", "!停用这个地址", "请不要转发")
		action, fields := wang.get(feedPage).fill(t, "make-feed")
		made := wang.do("POST", action, fields)
		made.holds(t, 200, "只在这一页显示一次", "苹果手机", "安卓手机", `href="webcal://localhost`)
		first := regexpFirst(`(/hepingli/calendar/[A-Za-z0-9_-]{43}\.ics)</p>`, made.body)
		wang.do("POST", action, fields).holds(t, 200, "只显示一次", "11 月 3 日（周二）09:00", "!"+first) // the same command again
		wang.get("/hepingli/me").holds(t, 200, "您的日历有了订阅地址")
		wang.get(feedPage).holds(t, 200, "停用这个地址", "换一个新地址", "11 月 3 日（周二）09:00", "!"+first)
		wang.get("/hepingli/me/data").holds(t, 200, "日历订阅地址", "!"+first)
		summaries(t, b.stranger().get(first))

		second := b.feedOf("wang")
		b.stranger().get(first).holds(t, 404)
		summaries(t, b.stranger().get(second))
		secret := strings.TrimSuffix(strings.TrimPrefix(second, "/hepingli/calendar/"), ".ics")
		for _, dead := range []string{strings.Replace(second, "hepingli", "anzhen", 1), strings.TrimSuffix(second, ".ics"), strings.ToLower(second), "/hepingli/calendar/x.ics", "/hepingli/calendar/" + store.NewToken() + ".ics"} {
			b.stranger().get(dead).holds(t, 404, "!BEGIN:VCALENDAR")
		}
		wang.send(feedPage, "end-feed").led(t, feedPage+"?done=feed-ended")
		b.stranger().get(second).holds(t, 404)
		wang.get(feedPage).holds(t, 200, "生成订阅地址")
		if log := b.log.String(); strings.Contains(log, secret) || strings.Contains(log, strings.TrimSuffix(first, ".ics")) || !strings.Contains(log, "/hepingli/calendar/{feed}") {
			t.Error("the log has the address, or nothing of it")
		}
	})
}

func TestCalendarFeedEndsWithItsOwner(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(b *booted){
		"has left": func(b *booted) {
			b.act("hepingli", "zhao", func(tx *store.Tx, by residents.Sender) error { return consultation.Leave(tx, by, "hepingli", "zhao") })
		},
		"was dismissed": func(b *booted) {
			b.change("hepingli", func(tx *store.Tx) error {
				roles, err := tx.Roles("hepingli", "zhao")
				if err != nil {
					return err
				}
				return tx.EndRole("hepingli", roles[0])
			})
		},
		"was given an office": func(b *booted) {
			b.change("hepingli", func(tx *store.Tx) error {
				return tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: "zhao", Name: residents.RoleCommitteeMember, From: b.clock.Now(), To: b.clock.Now().AddDate(1, 0, 0)})
			})
		},
	} {
		t.Run(name, func(t *testing.T) {
			bootEach(t, func(t *testing.T, b *booted) {
				path := b.feedOf("zhao")
				summaries(t, b.stranger().get(path))
				b.clock.move(time.Minute)
				end(b)
				b.stranger().get(path).holds(t, 404)
			})
		})
	}
}

// A helper learns from the one they help where to be, and makes no address of it.
func TestCalendarFeedIsNotAHelpers(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
		by.Helper.ID = "sun"
		if err := residents.MakeFeed(tx, residents.Sender{}, store.NewToken()); err != residents.ErrSignedOut {
			t.Error(err)
		}
		for _, err := range []error{residents.MakeFeed(tx, by, store.NewToken()), residents.EndFeed(tx, by)} {
			if err != residents.ErrByHelper {
				t.Error(err)
			}
		}
		return nil
	})
}

// Whoever asks without end is told to wait: for one calendar, and for such as are none.
func TestCalendarFeedIsNotAskedForWithoutEnd(t *testing.T) {
	t.Parallel()
	b := boot(t)
	path := b.feedOf("wang")
	for range feedsAtOnce {
		b.stranger().get("/hepingli/calendar/"+store.NewToken()+".ics").holds(t, 404)
	}
	if got := b.stranger().get("/hepingli/calendar/" + store.NewToken() + ".ics"); got.StatusCode != http.StatusTooManyRequests || got.Header.Get("Retry-After") == "" {
		t.Error(got.Status)
	}
	for range feedsAtOnce {
		summaries(t, b.stranger().get(path))
	}
	b.stranger().get(path).holds(t, http.StatusTooManyRequests)
	b.clock.move(time.Minute)
	summaries(t, b.stranger().get(path))
}
