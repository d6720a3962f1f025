package main

import (
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/telling"
)

// The one digest of a week has the street's matters as far as they concern the place, and for each reader first
// what they follow and what suits them: each once, and no letter beside it.
func TestDigestOfOnesOwn(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		due := calendar.Day{Year: 2026, Month: 11, Day: 8}
		concerns := func(title, community string) func(*project.Project) {
			return func(p *project.Project) { p.Title, p.Places = title, []project.Place{{Community: community}} }
		}
		underWork(t, b.store, "hepingli", "project-followed-01", "L2026-001", due, concerns("楼道改造", "hepingli"))
		underWork(t, b.store, "hepingli", "project-another-001", "L2026-002", due, concerns("门口坡道", "hepingli"))
		underWork(t, b.store, "hepingli-jiedao", "project-street00001", "L2026-001", due, concerns("街心花园", "hepingli"))
		underWork(t, b.store, "hepingli-jiedao", "project-street00002", "L2026-002", due, concerns("别处的桥", "anzhen"))
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error {
			if err := project.FollowProject(tx, by, "hepingli", "project-followed-01"); err != nil {
				return err
			}
			return project.FollowProject(tx, by, "hepingli-jiedao", "project-street00001")
		})
		b.act("hepingli", "sun", func(tx *store.Tx, by residents.Sender) error {
			return signups.KeepProfile(tx, by, signups.Profile{Times: signups.AllTimes, Near: signups.Anywhere, Weekly: true})
		})
		a, _ := b.activity(signups.Repeat{Day: calendarDay("2026-11-15"), From: 9 * 60, Until: 11 * 60, Weeks: 1})
		b.turnAt("2026-11-09 09:30") // the projects are overdue since midnight
		b.clock.move(time.Minute)
		b.act("hepingli", "wang", func(tx *store.Tx, by residents.Sender) error { // what was before is no news to them
			return project.FollowProject(tx, by, "hepingli", "project-another-001")
		})
		b.turnAt("2026-11-13 18:00")
		for who, want := range map[string][]string{
			"wang": {"您关注的项目", "/hepingli/projects/project-followed-01", "/hepingli-jiedao/projects/project-street00001", "/hepingli/projects/project-another-001"},
			"zhao": {"!您关注的项目", "!适合您的班次", "街道的事", "/hepingli/projects/project-followed-01", "/hepingli-jiedao/projects/project-street00001", "/hepingli/projects/project-another-001"},
			"sun":  {"适合您的班次", "/hepingli/activities/" + a.ID, "街道的事"},
		} {
			letters := b.digestsOf("hepingli", who)
			if len(letters) != 1 {
				t.Fatal(who, letters)
			}
			page := b.as("hepingli", who).get("/hepingli/week/" + letters[0].About)
			page.holds(t, 200, append(want, "!别处的桥")...)
			for _, w := range want {
				if n := strings.Count(page.body, `href="`+w+`"`); strings.HasPrefix(w, "/") && n != 1 {
					t.Errorf("%s: %s stands %d times", who, w, n)
				}
			}
		}
		own := b.as("hepingli", "wang").get("/hepingli/week/2026-11-13").body
		if i, j := strings.Index(own, "project-street00001"), strings.Index(own, "project-another-001"); i > j {
			t.Error("what is followed does not stand first")
		}
		b.as("anzhen", "qian").get("/anzhen/week/2026-11-13").holds(t, 200, "别处的桥", "!街心花园")
		b.view(func(v *store.View) error {
			for _, who := range []string{"wang", "sun"} {
				letters, err := v.LettersBefore("hepingli", who, 0, "", 100)
				if err != nil {
					return err
				}
				for _, l := range letters {
					if l.Kind != telling.DigestKind && telling.ClassOf(l.Kind) == telling.Rest {
						t.Error(who, "has beside the digest", l.Kind)
					}
				}
			}
			return nil
		})
	})
}
