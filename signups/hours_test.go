package signups_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups"
)

// checks is a check in, or out, by the code that the leader's phone shows.
func (y *yard) checks(n int, in bool) verb {
	y.Helper()
	s := y.shifts()[n]
	return func(tx Tx, by residents.Sender) error {
		if in {
			return CheckIn(tx, by, y.id, s.ID, CodeAt(s, by.Now))
		}
		return CheckOut(tx, by, y.id, s.ID, CodeAt(s, by.Now))
	}
}

func TestCheckInByCode(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(3), weekly(2))
		s := y.shifts()[0]
		coded := func(code string) verb {
			return func(tx Tx, by residents.Sender) error { return CheckIn(tx, by, y.id, s.ID, code) }
		}
		y.must("wang", y.joins(0))
		y.must("tong<wang", y.joins(0))
		y.set("2026-11-14 07:20")
		y.refused("shift-not-begun", "wang", y.checks(0, true))
		y.set("2026-11-14 07:58")
		old := CodeAt(s, y.now.Add(-24*time.Hour+time.Minute))
		y.refused("code: check-in-old-code", "wang", coded(old))
		y.refused("code: check-in-wrong-code", "wang", coded("0"))
		y.refused("not-found", "sun", y.checks(0, true))
		y.refused("check-in-missing", "wang", y.checks(0, false))
		y.must("wang", y.checks(0, true)) // and the child with her
		y.refused("check-in-twice", "wang", y.checks(0, true))
		y.stands(0, "wang:checked-in tong:checked-in")
		y.set("2026-11-14 09:45")
		y.must("wang", y.checks(0, false))
		y.stands(0, "wang:completed tong:completed")
		if a, b := y.signup(0, "wang").Minutes, y.signup(0, "tong").Minutes; a != 90 || b != 90 { // from 8:00 on, whole half hours
			t.Error(a, b)
		}
	})
}

// The leader's list, noted without a network and sent later.
func TestLeadersList(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(5), weekly(1))
		for _, who := range []string{"wang", "zhao", "sun"} {
			y.must(who, y.joins(0))
		}
		shift := y.shift(0)
		y.set("2026-11-14 11:00")
		y.must("li", func(tx Tx, by residents.Sender) error {
			_, err := NotePresence(tx, by, "hepingli", y.id, shift, []Presence{
				{Resident: "wang", In: at("2026-11-14 08:10"), Out: at("2026-11-14 10:05")},
				{Resident: "zhao", Absent: Unexcused}, {Resident: "sun", Absent: WithReason},
			})
			return err
		})
		y.letters("zhao marked-absent")
		y.stands(0, "wang:completed zhao:no-show sun:withdrawn")
		if m := y.signup(0, "wang").Minutes; m != 90 {
			t.Error(m)
		}
		y.must("li", y.was(0, "zhao", "2026-11-14 08:00", "2026-11-14 10:00")) // a slip, put right
		y.stands(0, "wang:completed zhao:completed sun:withdrawn")
		y.refused("wang: bad-date", "li", y.was(0, "wang", "2026-11-14 08:10", "2026-11-14 08:00"))
		y.refused("wang: bad-date", "li", y.was(0, "wang", "2026-11-13 08:10", ""))
		y.refused("wang: bad-date", "li", y.was(0, "wang", "2026-11-14 08:10", "2026-11-14 11:30")) // the phone's clock is ahead
		y.refused("sun: activity-state", "li", y.was(0, "sun", "2026-11-14 08:10", ""))
		y.refused("activity-not-leading", "wang", y.was(0, "wang", "2026-11-14 08:00", "2026-11-14 10:00"))
		y.refused("not-found", "li", y.was(0, "guo", "2026-11-14 08:00", ""))
		y.must("li", y.hours(0, "wang", 90, ""))
		y.refused("wang: hours-confirmed", "li", y.was(0, "wang", "2026-11-14 08:00", "2026-11-14 10:00"))
	})
}

// Who came to a shift that had begun when the activity was called off is noted, and their hours count;
// of a shift that was called off nobody is.
func TestListOfACancelledActivity(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(5), weekly(2))
		y.must("wang", y.joins(0))
		y.must("wang", y.joins(1))
		y.set("2026-11-14 08:40")
		y.must("li", func(tx Tx, by residents.Sender) error { return CancelActivity(tx, by, "hepingli", y.id, "有大风") })
		y.stands(0, "wang:accepted")
		y.stands(1, "wang:called-off")
		y.set("2026-11-14 09:00")
		y.must("li", y.was(0, "wang", "2026-11-14 08:00", "2026-11-14 08:45"))
		y.set("2026-11-14 11:00")
		y.must("li", y.hours(0, "wang", 30, "到点名为止"))
		y.stands(0, "wang:confirmed")
		y.set("2026-11-21 09:00")
		y.refused("wang: activity-state", "li", y.was(1, "wang", "2026-11-21 08:00", ""))
	})
}

func TestAddedOnSite(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(1), weekly(1))
		shift := y.shift(0)
		adds := func(who string) verb {
			return func(tx Tx, by residents.Sender) error { return AddOnSite(tx, by, "hepingli", y.id, shift, who, "1") }
		}
		y.refused("shift-not-begun", "li", adds("wang"))
		y.set("2026-11-14 08:10")
		y.refused("shift-with-adult", "li", adds("tong"))
		y.must("li", adds("wang"))
		y.stands(0, "wang:checked-in")
		y.refused("shift-full", "li", adds("zhao"))
		y.refused("activity-not-leading", "zhao", adds("zhao"))
	})
}

// Hours are confirmed by another than whose they are, disputed, and judged by a third.
func TestHours(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(4), weekly(1))
		for _, who := range []string{"wang", "li", "zhao"} {
			y.must(who, y.joins(0))
		}
		y.set("2026-11-14 10:01")
		for _, who := range []string{"wang", "zhao", "li"} {
			y.must("zhou", y.was(0, who, "2026-11-14 08:00", "2026-11-14 09:40"))
		}
		y.refused("hours-own", "li", y.hours(0, "li", 90, ""))
		y.refused("activity-not-leading", "wang", y.hours(0, "zhao", 90, ""))
		y.refused("why: hours-why", "li", y.hours(0, "wang", 120, ""))
		for _, impossible := range []int{25 * 60, -30, 100, 270} {
			y.refused("minutes: hours-impossible", "li", y.hours(0, "wang", impossible, "多"))
		}
		y.must("li", y.hours(0, "wang", 90, ""))
		y.letters("wang hours-confirmed")
		y.refused("hours-confirmed", "li", y.hours(0, "wang", 90, ""))
		y.must("zhou", y.hours(0, "li", 90, ""))

		shift := y.shift(0)
		disputes := func(minutes int, words string) verb {
			return func(tx Tx, by residents.Sender) error { return DisputeHours(tx, by, y.id, shift, minutes, words) }
		}
		judges := func(who string, minutes int) verb {
			return func(tx Tx, by residents.Sender) error {
				return JudgeHours(tx, by, "hepingli", y.id, shift, who, minutes, "查了现场照片")
			}
		}
		y.refused("hours-dispute-over", "zhao", disputes(120, "没确认")) // nothing is confirmed yet
		y.refused("words: empty", "wang", disputes(120, ""))
		y.must("wang", disputes(120, "我收拾到十点"))
		y.letters("li hours-dispute")
		y.refused("second-person", "li", judges("wang", 120)) // who confirmed them
		y.refused("not-allowed", "zhao", judges("wang", 120))
		y.must("zhou", judges("wang", 120))
		y.letters("wang hours-corrected")
		y.refused("activity-state", "chen", judges("wang", 90))
		trace := load(y, func(v *store.View) ([]HourChange, error) { return v.HourChanges("hepingli", y.id, shift, "wang") })
		var lines []string
		for _, c := range trace {
			lines = append(lines, fmt.Sprintf("%d %s %d-%d %s", c.Seq, c.Kind, c.Was, c.Now, c.By))
		}
		if got := strings.Join(lines, "; "); got != "1 confirmed 90-90 li; 2 disputed 90-120 wang; 3 corrected 90-120 zhou" {
			t.Error(got)
		}
		y.set("2026-12-15 00:00") // more than thirty days later
		y.refused("hours-dispute-over", "li", disputes(120, "晚了"))
	})
}

// Whoever was marked absent and was there says so.
func TestAbsenceIsDisputed(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(4), weekly(1))
		y.must("wang", y.joins(0))
		y.set("2026-11-14 10:01")
		y.must("li", y.was(0, "wang", "", ""))
		shift := y.shift(0)
		y.must("wang", func(tx Tx, by residents.Sender) error {
			return DisputeHours(tx, by, y.id, shift, 120, "我在东门那个点")
		})
		judges := func(tx Tx, by residents.Sender) error {
			return JudgeHours(tx, by, "hepingli", y.id, shift, "wang", 120, "东门的值班员证实")
		}
		y.refused("second-person", "li", judges) // who marked her absent
		y.must("zhou", judges)
		if s := y.signup(0, "wang"); s.State != Confirmed || s.Minutes != 120 {
			t.Errorf("%+v", s)
		}
		if n := load(y, func(v *store.View) (int, error) { return v.NoShowsSince("hepingli", "wang", at("2026-11-01 00:00")) }); n != 0 {
			t.Error(n)
		}
	})
}

// The clock reminds the evening before, asks for hours, says when they are late, and closes.
func TestClockOfAnActivity(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(9), weekly(1))
		helpers := []string{"wang", "zhao", "sun", "guo", "chen"}
		for _, who := range helpers {
			y.must(who, y.joins(0))
		}
		y.set("2026-11-13 17:59")
		y.turn()
		y.letters()
		y.set("2026-11-13 18:00")
		y.turn()
		y.letters("wang shift-tomorrow", "zhao shift-tomorrow", "sun shift-tomorrow", "guo shift-tomorrow", "chen shift-tomorrow")
		y.turn()
		y.letters()
		y.set("2026-11-14 10:00")
		y.turn()
		y.letters("li hours-wait")
		y.set("2026-11-28 00:00") // after ten working days
		y.turn()
		y.letters("zhou hours-late")
		y.turn()
		y.letters()
		for _, who := range helpers {
			y.must("li", y.was(0, who, "2026-11-14 08:00", "2026-11-14 10:00"))
			y.must("li", y.hours(0, who, 120, ""))
		}
		y.turn()
		if kind, data := y.lastAct(); kind != "activity-finished" || data != `{"number":"V2026-001","title":"垃圾分类引导","people":5,"minutes":600}` {
			t.Error(kind, data)
		}
		if a := y.activity(); a.State != Finished {
			t.Error(a.State)
		}
		thanks := func(tx Tx, by residents.Sender) error {
			return NoteOutcome(tx, by, "hepingli", y.id, "分对的从六成到了八成。")
		}
		y.refused("activity-not-leading", "wang", thanks)
		y.must("li", thanks)
		y.letters("wang activity-thanks", "zhao activity-thanks", "sun activity-thanks", "guo activity-thanks", "chen activity-thanks")
	})
}

// Of fewer than five no number goes onto the record.
func TestFewAreNotCounted(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(2), weekly(1))
		y.must("wang", y.joins(0))
		y.set("2026-11-14 10:00")
		y.must("li", y.was(0, "wang", "2026-11-14 08:00", "2026-11-14 10:00"))
		y.must("li", y.hours(0, "wang", 120, ""))
		y.turn()
		if kind, data := y.lastAct(); kind != "activity-finished" || strings.Contains(data, "people") || strings.Contains(data, "minutes") {
			t.Error(kind, data)
		}
	})
}

func TestStatement(t *testing.T) {
	each(t, func(y *yard) {
		y.opened(sorting(2), weekly(2))
		y.must("wang", y.joins(0))
		y.must("wang", y.joins(1))
		states := func(from, until string) verb {
			return func(tx Tx, by residents.Sender) error {
				_, err := MakeStatement(tx, by, parsed(from), parsed(until), "hash of "+by.ID)
				return err
			}
		}
		y.refused("statement-no-hours", "wang", states("2026-11-01", "2026-12-31"))
		y.set("2026-11-22 09:00")
		for n, day := range []string{"2026-11-14", "2026-11-21"} {
			y.must("li", y.was(n, "wang", day+" 08:00", day+" 10:00"))
			y.must("li", y.hours(n, "wang", 120, ""))
		}
		y.refused("from: bad-date", "wang", states("", "2026-11-14"))
		y.refused("until: bad-date", "wang", states("2026-11-14", "2026-11-13"))
		y.refused("from: bad-date", "wang", states("2027-01-01", "2027-01-02"))
		id := y.must("wang", states("2026-11-14", "2026-11-20"))
		got := load(y, func(v *store.View) (Statement, error) { return v.ServiceStatement("hash of " + id) })
		if got.Minutes != 120 || len(got.Services) != 1 || got.Services[0].Number != "V2026-001" || got.Services[0].Post != "引导员" {
			t.Errorf("%+v", got)
		}
		// It tells what was, also when hours are corrected later.
		shift := y.shift(0)
		y.must("wang", func(tx Tx, by residents.Sender) error {
			return DisputeHours(tx, by, y.id, shift, 60, "我只来了一小时")
		})
		y.must("zhou", func(tx Tx, by residents.Sender) error {
			return JudgeHours(tx, by, "hepingli", y.id, shift, "wang", 60, "照本人说的改")
		})
		if again := load(y, func(v *store.View) (Statement, error) { return v.ServiceStatement("hash of " + id) }); again.Minutes != 120 {
			t.Error(again.Minutes)
		}
	})
}

// parsed is a day; "" and what is none are the zero day.
func parsed(s string) calendar.Day {
	d, _ := calendar.ParseDay(s)
	return d
}
