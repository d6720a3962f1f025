package consultation_test

import (
	"testing"
	"time"

	"yishiting/calendar"
	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func openCycle(h *hall) func(tx Tx) error {
	return func(tx Tx) error { _, err := OpenCycle(tx, hepingli, h.now); return err }
}

// TestTurnOfTheMonth: what waits comes over, what goes on stays with its month.
func TestTurnOfTheMonth(t *testing.T) {
	each(t, func(h *hall) {
		raised, accepted := h.raise("wang", "还没审核"), h.accepted("zhao", "等协商")
		gone := h.raise("sun", "收回的")
		h.must("sun", func(tx Tx, by residents.Sender) error { return Withdraw(tx, by, "hepingli", gone) })
		declined := h.raise("sun", "不列入的")
		h.must("li", screen(declined, decline))
		_, task := h.carrying()
		carried := h.task(task).Topic

		h.set("2026-11-27 09:00")
		listed := h.accepted("sun", "月底的会")
		a := plan(listed)
		a.StartsAt = at("2026-12-02 19:00")
		meeting := h.must("chen", announce(a))
		h.must("wang", take(meeting))
		if s := h.meeting(meeting); s.Cycle != "2026-11" {
			h.Errorf("announced in %s", s.Cycle)
		}

		h.set("2026-11-30 23:59:59")
		size := h.heads["hepingli"].Size
		h.clock(openCycle(h))
		if h.heads["hepingli"].Size != size {
			h.Error("a month opened in the middle of one")
		}
		h.set("2026-12-01 00:00:00")
		h.clock(openCycle(h))
		h.clock(openCycle(h))
		if h.heads["hepingli"].Size != size+1 || h.acts(1) != "cycle-opened" {
			h.Errorf("December opened with %d entries, the last %s", h.heads["hepingli"].Size-size, h.acts(1))
		}
		h.stands(raised, Raised, "2026-12")
		h.stands(accepted, Accepted, "2026-12")
		h.stands(listed, Listed, "2026-12")
		h.stands(gone, Withdrawn, "2026-11")
		h.stands(declined, Declined, "2026-11")
		h.stands(carried, Carrying, "2026-11")
		c := load(h, func(v *store.View) (Cycle, error) { return v.Cycle("hepingli", "2026-12") })
		if c.Carried != 3 || !c.OpenedAt.Equal(h.now) {
			h.Errorf("%+v", c)
		}
		if s := h.meeting(meeting); s.Cycle != "2026-12" || s.State != MeetingAnnounced || s.Taken != 1 {
			h.Errorf("the meeting to come: %+v", s)
		}
		another := plan(accepted)
		another.StartsAt = at("2026-12-10 19:00")
		h.refused("already-done", "chen", announce(another))
		h.set("2026-12-02 19:00")
		h.must("chen", open(meeting))
		h.must("chen", closing(meeting))
		if held := load(h, func(v *store.View) (bool, error) { return v.HeldMeeting("hepingli", "2026-12") }); !held {
			h.Error("the meeting does not count for the month it was held in")
		}
	})
}

// TestCancelAfterTheTurn: the clock has not opened the month yet.
func TestCancelAfterTheTurn(t *testing.T) {
	each(t, func(h *hall) {
		h.set("2026-11-27 09:00")
		topic := h.accepted("wang", "充电棚")
		a := plan(topic)
		a.StartsAt = at("2026-12-02 19:00")
		meeting := h.must("chen", announce(a))
		h.set("2026-12-01 08:00")
		h.must("chen", func(tx Tx, by residents.Sender) error { return CancelMeeting(tx, by, "hepingli", meeting, "停电") })
		h.stands(topic, Accepted, "2026-12")
		if s := h.meeting(meeting); s.State != MeetingCancelled || s.Cycle != "2026-11" {
			h.Errorf("%+v", s)
		}
	})
}

func TestNoMeeting(t *testing.T) {
	each(t, func(h *hall) {
		_, _ = h.carrying()
		state := func(month, reason string) verb {
			return func(tx Tx, by residents.Sender) error { return StateNoMeeting(tx, by, "hepingli", month, reason) }
		}
		h.refused("meeting-held", "li", state("2026-11", "没有议题"))
		h.refused("not-found", "li", state("2026-12", "没有议题"))
		h.set("2026-12-31 17:00")
		h.clock(openCycle(h))
		h.refused("not-allowed", "wang", state("2026-12", "没有议题"))
		h.refused("reason: empty", "li", state("2026-12", ""))
		h.refused("reason: personal-data", "li", state("2026-12", "找 13800138000"))
		h.must("li", state("2026-12", "本月居民没有提出议题。"))
		c := load(h, func(v *store.View) (Cycle, error) { return v.Cycle("hepingli", "2026-12") })
		if c.Reason != "本月居民没有提出议题。" || !c.ReasonAt.Equal(h.now) || h.acts(1) != "no-meeting" {
			h.Errorf("%+v", c)
		}
	})
}

func TestStageOf(t *testing.T) {
	meeting := func(s MeetingState) *Meeting { return &Meeting{State: s} }
	for _, line := range []struct {
		name  string
		count map[State]int
		s     *Meeting
		want  Stage
	}{
		{"nothing yet", nil, nil, StageCollect},
		{"raised only", map[State]int{Raised: 3, Withdrawn: 1}, nil, StageCollect},
		{"screened", map[State]int{Raised: 3, Declined: 1}, nil, StageScreen},
		{"handed to the street", map[State]int{Handed: 1}, nil, StageScreen},
		{"cancelled", map[State]int{Accepted: 1}, meeting(MeetingCancelled), StageScreen},
		{"announced", map[State]int{Listed: 1}, meeting(MeetingAnnounced), StageAnnounce},
		{"in the room", map[State]int{Listed: 1}, meeting(MeetingOpen), StageMeet},
		{"record being made", map[State]int{Listed: 1}, meeting(MeetingClosed), StageMeet},
		{"carrying", map[State]int{Carrying: 1}, meeting(MeetingPublished), StageFollowUp},
		{"rating", map[State]int{Rating: 1}, meeting(MeetingPublished), StageFollowUp},
		{"with the street", map[State]int{Handed: 1}, meeting(MeetingPublished), StageFollowUp},
		{"before the assembly", map[State]int{Assembly: 1}, meeting(MeetingPublished), StageFollowUp},
		{"archived", map[State]int{Archived: 2, Declined: 1}, meeting(MeetingPublished), StageCompleted},
	} {
		if got := StageOf(line.count, line.s); got != line.want {
			t.Errorf("%s: stage %d, want %d", line.name, got, line.want)
		}
	}
}

func TestRulesAt(t *testing.T) {
	for _, d := range []string{"2020-01-01", "2026-01-01", "2030-12-31"} {
		on, err := calendar.ParseDay(d)
		r := RulesAt(on)
		if err != nil || r.Disclosure.N < 15 || r.Screen.N != 5 || r.Notice.N != 3 || r.Confirmers != 2 {
			t.Errorf("%s: %+v, %v", d, r, err)
		}
		for _, days := range []Days{r.Screen, r.Notice, r.Disclosure, r.Accept, r.Reply, r.Rating, r.Redo} {
			if days.N < 1 || days.Source == "" {
				t.Errorf("%s: a period without a source: %+v", d, days)
			}
		}
	}
}

// TestDaysOfTheBody: a community counts in its own zone, an unknown one in China's.
func TestDaysOfTheBody(t *testing.T) {
	late := time.Date(2026, 11, 3, 17, 0, 0, 0, time.UTC)
	for zone, want := range map[string]int{"Asia/Shanghai": 4, "Asia/Urumqi": 3, "": 4, "Nowhere/At": 4} {
		if got := DayOf(residents.Community{Zone: zone}, late); got.Day != want {
			t.Errorf("in %q it is %s", zone, got)
		}
	}
}
