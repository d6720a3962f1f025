package signups_test

import (
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups"
)

func TestActivityIsPublishedByAnother(t *testing.T) {
	each(t, func(y *yard) {
		y.id = y.must("li", func(tx Tx, by residents.Sender) error {
			_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Content: sorting(2)})
			return err
		})
		if a := y.activity(); a.Number != "V2026-001" || a.Leader != "li" || a.State != Draft {
			t.Errorf("%+v", a)
		}
		y.refused("activity-no-shift", "li", y.submits())
		y.must("li", y.adds(weekly(2)))
		y.refused("activity-not-leading", "wang", y.submits())
		y.refused("activity-state", "zhou", y.publishes())
		y.must("li", y.submits())
		y.refused("second-person", "li", y.publishes())
		y.refused("not-allowed", "qian@anzhen", y.publishes())
		y.refused("activity-state", "wang", y.joins(0)) // nothing of it is public yet
		y.must("zhou", func(tx Tx, by residents.Sender) error {
			return SendBack(tx, by, "hepingli", y.id, "请写清带什么")
		})
		y.letters("li activity-sent-back")
		y.must("li", y.submits())
		y.must("zhou", y.publishes())
		y.letters("li activity-published")
		if kind, data := y.lastAct(); kind != "activity-published" || data != `{"number":"V2026-001","title":"垃圾分类引导","shifts":2,"seats":2}` {
			t.Error(kind, data)
		}
		y.refused("activity-state", "zhou", y.publishes())
	})
}

// What the rules ask of an activity: insurance for risky work, terms for risky work and a month.
func TestWhatAnActivityNeeds(t *testing.T) {
	each(t, func(y *yard) {
		y.id = y.must("li", func(tx Tx, by residents.Sender) error {
			c := sorting(2)
			c.Risky = true
			_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Content: c})
			return err
		})
		y.must("li", y.adds(weekly(1)))
		version := 1
		change := func(do func(*Content)) {
			y.Helper()
			y.must("li", func(tx Tx, by residents.Sender) error {
				c := y.activity().Content
				do(&c)
				return ChangeActivity(tx, by, "hepingli", y.id, version, "li", c)
			})
			version++
		}
		y.refused("insurance: activity-uninsured", "li", y.submits())
		change(func(c *Content) { c.Insurance = "某某保险 意外险" })
		y.refused("terms: activity-no-terms", "li", y.submits())
		change(func(c *Content) { c.Risky, c.Insurance = false, "" })
		y.must("li", y.submits())
		change(func(c *Content) { c.Bring = "水" }) // whoever looks it over reads what it is now
		if y.activity().State != Draft {
			t.Error(y.activity().State)
		}
		y.refused("activity-changed", "li", func(tx Tx, by residents.Sender) error {
			return ChangeActivity(tx, by, "hepingli", y.id, 1, "li", sorting(2))
		})
		y.must("li", y.adds(Repeat{Day: day("2026-11-21"), From: 480, Until: 600, Weeks: 4})) // 14 November to 12 December: 29 days
		y.must("li", y.submits())
		change(func(c *Content) { c.Bring = "" })
		y.must("li", y.adds(Repeat{Day: day("2026-12-13"), From: 480, Until: 600, Weeks: 1})) // 30
		y.refused("terms: activity-no-terms", "li", y.submits())
		change(func(c *Content) { c.Terms = "服务三十天，每周一次。" })
		y.must("li", y.submits())
	})
}

func TestShiftsThatCannotBe(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(2), weekly(1))
		ok := Repeat{Day: day("2026-12-05"), From: 540, Until: 660, Weeks: 1}
		for want, bend := range map[string]func(*Repeat){
			"until: shift-ends": func(r *Repeat) { r.Until = r.From },
			"day: bad-date":     func(r *Repeat) { r.Day = calendar.Day{} },
			"until: shift-long": func(r *Repeat) { r.From, r.Until = 0, 12*60+1 },
			"from: bad-date":    func(r *Repeat) { r.From = -1 },
			"until: bad-date":   func(r *Repeat) { r.Until = 24*60 + 1 },
			"weeks: bad-number": func(r *Repeat) { r.Weeks = 27 },
			"day: shift-past":   func(r *Repeat) { r.Day = day("2026-11-01") },
		} {
			r := ok
			bend(&r)
			if _, err := y.try("li", y.adds(r)); err == nil || err.Error() != want {
				t.Errorf("%v, want %s", err, want)
			}
		}
		if _, err := calendar.ParseDay("2027-02-31"); err == nil {
			t.Error("31 February is a day")
		}
		y.must("li", y.adds(ok))
		y.refused("activity-not-leading", "wang", y.adds(ok))
		y.must("li", y.adds(Repeat{Day: day("2026-12-06"), From: 13 * 60, Until: 24 * 60, Weeks: 1}))
	})
}

func TestChangesOfWhatIsPublic(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(2))
		y.must("wang", y.joins(0))
		y.must("zhao", y.joins(0))
		y.must("sun", y.joins(0))
		change := func(do func(*Content)) verb {
			return func(tx Tx, by residents.Sender) error {
				a := y.activity()
				do(&a.Content)
				return ChangeActivity(tx, by, "hepingli", y.id, a.Version, a.Leader, a.Content)
			}
		}
		y.refused("title: activity-in-use", "li", change(func(c *Content) { c.Title = "另一件事" }))
		y.refused("terms: activity-in-use", "li", change(func(c *Content) { c.Terms = "协议" }))
		y.refused("risky: activity-in-use", "li", change(func(c *Content) { c.Road = true }))
		y.must("li", change(func(c *Content) { c.Posts[0].Seats = 2 }))
		y.letters("zhao place-offered")
		y.stands(0, "wang:accepted zhao:offered sun:waitlisted")
		y.refused("seats1: activity-in-use", "li", change(func(c *Content) { c.Posts[0].Seats = 1 }))
		y.must("li", change(func(c *Content) { c.Place = "5 号楼" }))
		y.letters("wang activity-moved", "zhao activity-moved", "sun activity-moved")
	})
}

// Rain: one shift is called off, everybody hears of it, and nobody's place is lost elsewhere.
func TestShiftIsCalledOff(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(2))
		y.must("wang", y.joins(0))
		y.must("zhao", y.joins(0))
		y.must("wang", y.joins(1))
		first := y.shift(0)
		off := func(tx Tx, by residents.Sender) error { return CancelShift(tx, by, "hepingli", y.id, first, "有雨") }
		y.refused("activity-not-leading", "wang", off)
		y.must("li", off)
		y.letters("wang shift-cancelled", "zhao shift-cancelled")
		y.stands(0, "wang:called-off zhao:called-off")
		y.stands(1, "wang:accepted")
		y.refused("shift-cancelled", "li", off)
		y.refused("shift-cancelled", "sun", y.joins(0))
		y.must("chen", func(tx Tx, by residents.Sender) error {
			return CancelActivity(tx, by, "hepingli", y.id, "投放点改建")
		})
		y.letters("wang shift-cancelled")
		if a := y.activity(); a.State != Cancelled || a.Reason != "投放点改建" {
			t.Errorf("%+v", a)
		}
	})
}

func TestNumbersRunOnWithinTheYear(t *testing.T) {
	each(t, func(y *yard) {
		make := func(tx Tx, by residents.Sender) error {
			_, err := MakeActivity(tx, by, Activity{Community: "hepingli", Content: sorting(1)})
			return err
		}
		y.must("li", make)
		y.id = y.must("li", make)
		if n := y.activity().Number; n != "V2026-002" {
			t.Error(n)
		}
		y.set("2027-01-01 00:00")
		y.id = y.must("li", make)
		if n := y.activity().Number; n != "V2027-001" {
			t.Error(n)
		}
		if titles := load(y, func(v *store.View) (map[string]string, error) {
			return v.ActivityTitles("hepingli", []string{y.id, "none"})
		}); len(titles) != 1 || titles[y.id] != "垃圾分类引导" {
			t.Error(titles)
		}
	})
}
