package signups_test

import (
	"testing"

	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups"
)

// The waiting list moves up by itself, with a time to confirm; what is not confirmed goes on.
func TestWaitingListMovesUp(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		for _, who := range []string{"wang", "zhao", "sun", "guo"} {
			y.must(who, y.joins(0))
		}
		y.refused("already-done", "wang", y.joins(0))
		y.refused("already-done", "sun", y.joins(0))
		y.refused("not-found", "qian@anzhen", y.joins(0))
		y.stands(0, "wang:accepted zhao:waitlisted sun:waitlisted guo:waitlisted")
		y.must("wang", y.leaves(0))
		y.letters("zhao place-offered")
		y.refused("activity-state", "wang", y.leaves(0))
		y.refused("place-not-offered", "sun", y.confirms(0))
		y.stands(0, "wang:withdrawn zhao:offered sun:waitlisted guo:waitlisted")
		y.set("2026-11-03 08:00") // within the day
		y.turn()
		y.letters()
		y.set("2026-11-03 09:30")
		y.refused("place-not-offered", "zhao", y.confirms(0)) // too late, and the clock has not come round
		y.turn()
		y.letters("zhao place-lapsed", "sun place-offered")
		y.must("sun", y.confirms(0))
		y.stands(0, "wang:withdrawn zhao:withdrawn sun:accepted guo:waitlisted")
		y.must("wang", y.joins(0)) // again, at the end
		y.stands(0, "zhao:withdrawn sun:accepted guo:waitlisted wang:waitlisted")
		y.must("guo", y.leaves(0)) // who waits leaves nothing free
		y.letters()
		y.set("2026-11-14 06:30") // the last two hours: nobody is offered anything, the place is whose who comes
		y.must("sun", y.leaves(0))
		y.letters()
		y.must("zhao", y.joins(0))
		y.stands(0, "sun:withdrawn guo:withdrawn wang:waitlisted zhao:accepted")
		y.set("2026-11-14 08:00")
		y.refused("shift-begun", "sun", y.joins(0))
		y.refused("shift-begun", "zhao", y.leaves(0))
	})
}

// An offer ends two hours before the shift, however short that makes it.
func TestOfferIsNeverLate(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		y.must("wang", y.joins(0))
		y.must("zhao", y.joins(0))
		y.set("2026-11-13 20:00")
		y.must("wang", y.leaves(0))
		if s := y.signup(0, "zhao"); !s.Until.Equal(at("2026-11-14 06:00")) {
			t.Error(s.Until)
		}
		y.set("2026-11-14 06:00")
		y.turn()
		y.stands(0, "wang:withdrawn zhao:withdrawn")
	})
}

func TestPlaceIsGivenOn(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		shift := y.shift(0)
		gives := func(giving bool) verb {
			return func(tx Tx, by residents.Sender) error { return GiveOn(tx, by, y.id, shift, giving) }
		}
		y.refused("not-found", "wang", gives(true))
		y.must("wang", y.joins(0))
		y.must("wang", gives(true))
		y.must("wang", gives(false))
		y.must("zhao", y.joins(0))
		y.refused("shift-waiting", "wang", gives(true))
		y.must("zhao", y.leaves(0))
		y.must("wang", gives(true))
		y.must("sun", y.joins(0))
		y.letters("wang place-taken-over")
		y.stands(0, "wang:withdrawn zhao:withdrawn sun:accepted")
	})
}

// A minor from 14 on waits for the guardian's word; a child comes along with the guardian.
func TestMinorsJoin(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(3), weekly(2))
		shift := y.shift(0)
		agrees := func(who string, yes bool) verb {
			return func(tx Tx, by residents.Sender) error { return AgreeToShift(tx, by, y.id, shift, who, yes) }
		}
		y.must("lin", y.joins(0))
		y.letters("wang minor-joins")
		y.stands(0, "lin:applied")
		y.refused("not-yours", "zhao", agrees("lin", true))
		y.must("wang", agrees("lin", true))
		y.letters("lin guardian-said-yes")
		y.refused("place-not-offered", "wang", agrees("lin", true))

		y.refused("shift-with-adult", "tong<wang", y.joins(0)) // the guardian has no place yet
		y.must("wang", y.joins(0))
		y.must("tong<wang", y.joins(0))
		y.stands(0, "lin:accepted wang:accepted tong:accepted")
		y.must("zhao", y.joins(0)) // the three places are taken
		y.must("wang", y.leaves(0))
		y.letters("zhao place-offered") // of two free places one is offered: nobody else waits
		y.stands(0, "lin:accepted wang:withdrawn tong:withdrawn zhao:offered")

		y.must("lin", y.joins(1))
		y.set("2026-11-04 09:30") // 48 hours later nobody has agreed
		y.turn()
		y.letters("lin place-lapsed", "zhao place-lapsed")
		y.stands(1, "lin:withdrawn")
	})
}

// Two unexplained absences in 90 days: a place is confirmed once more shortly before the shift.
func TestNoShowsConfirmAgain(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(2), weekly(4))
		for n := range 2 {
			y.must("wang", y.joins(n))
		}
		for n, day := range []string{"2026-11-14", "2026-11-21"} {
			y.set(day + " 10:00")
			y.must("li", y.was(n, "wang", "", ""))
			y.letters("wang marked-absent")
		}
		y.must("wang", y.joins(2)) // on the 28th
		s := y.signup(2, "wang")
		if s.State != Offered || !s.From.Equal(at("2026-11-26 08:00")) || !s.Until.Equal(at("2026-11-27 20:00")) {
			t.Errorf("%+v", s)
		}
		y.refused("place-too-soon", "wang", y.confirms(2))
		y.must("zhao", y.joins(2)) // others are not asked
		y.must("sun", y.joins(2))
		y.set("2026-11-26 08:00")
		y.must("wang", y.confirms(2))
		y.stands(2, "wang:accepted zhao:accepted sun:waitlisted")
		y.must("wang", y.joins(3))
		y.set("2026-12-04 20:00")
		y.turn()
		if got := y.signup(3, "wang").State; got != Withdrawn {
			t.Error(got)
		}
		// It ends by itself.
		n := load(y, func(v *store.View) (int, error) { return v.NoShowsSince("hepingli", "wang", at("2026-11-22 08:00")) })
		if n != 0 {
			t.Error(n)
		}
	})
}

func TestSeriesAndTerms(t *testing.T) {
	each(t, func(y *yard) {
		c := sorting(1)
		c.Terms = "每周来一次，来不了提前说。"
		y.opened(c, weekly(3))
		first, second := y.shift(0), y.shift(1)
		join := func(shift string, agreed bool) verb {
			return func(tx Tx, by residents.Sender) error {
				_, err := Join(tx, by, Joining{Activity: y.id, Shift: shift, Post: "1", Series: true, Agreed: agreed})
				return err
			}
		}
		y.refused("agreed: shift-agreement", "wang", join(first, false))
		y.refused("post: bad-choice", "wang", func(tx Tx, by residents.Sender) error {
			_, err := Join(tx, by, Joining{Activity: y.id, Shift: first, Post: "2", Agreed: true})
			return err
		})
		y.must("zhao", join(second, true)) // the second and the third
		y.stands(0, "")
		y.must("wang", join(first, true))
		y.stands(0, "wang:accepted")
		y.stands(1, "zhao:accepted wang:waitlisted")
		if s := y.signup(2, "zhao"); s.AgreedAt.IsZero() {
			t.Error("nothing says that the terms were accepted")
		}
	})
}

// No two at a time, across all activities.
func TestOverlapAcrossActivities(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		y.must("wang", y.joins(0))
		y.opened(sorting(1), Repeat{Day: day("2026-11-14"), From: 9 * 60, Until: 11 * 60, Weeks: 1})
		y.refused("shift-overlap", "wang", y.joins(0))
		y.opened(sorting(1), Repeat{Day: day("2026-11-14"), From: 10*60 + 15, Until: 12 * 60, Weeks: 1})
		y.refused("shift-rest", "wang", y.joins(0))
		y.opened(sorting(1), Repeat{Day: day("2026-11-14"), From: 13 * 60, Until: 20 * 60, Weeks: 1})
		y.refused("shift-day-full", "wang", y.joins(0))
		y.must("zhao", y.joins(0))
		// Who waits elsewhere and moves up is asked again whether it fits.
		y.must("sun", y.joins(0))
		long := y.id
		y.opened(sorting(1), Repeat{Day: day("2026-11-14"), From: 15 * 60, Until: 16 * 60, Weeks: 1})
		y.must("sun", y.joins(0))
		y.id = long
		y.must("zhao", y.leaves(0))
		y.letters("sun place-offered")
		y.refused("shift-overlap", "sun", y.confirms(0))
	})
}
