package consultation_test

import (
	"strings"
	"testing"
	"time"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// carrying brings a topic of wang's to where it is carried out, and returns its one task.
func (h *hall) carrying() (topic, task string) {
	h.Helper()
	topic = h.accepted("wang", "电动车充电棚")
	meeting := h.held([]string{topic}, "chen", "zhou", "wang", "zhao")
	h.published(minutes(meeting, settled(topic)))
	return topic, load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", topic) })[0].ID
}

func (h *hall) task(id string) Task {
	h.Helper()
	return load(h, func(v *store.View) (Task, error) { return v.Task("hepingli", id) })
}

func post(task, words string, photos ...[]byte) verb {
	return func(tx Tx, by residents.Sender) error { return PostProgress(tx, by, "hepingli", task, words, photos) }
}

func finish(task string) verb {
	return func(tx Tx, by residents.Sender) error { return FinishTask(tx, by, "hepingli", task) }
}

func remind(h *hall) func(tx Tx) error {
	return func(tx Tx) error { return Remind(tx, hepingli, h.now) }
}

func order(task, words string, due time.Time) verb {
	return func(tx Tx, by residents.Sender) error { return GiveOrder(tx, by, "hepingli", task, words, due) }
}

func TestTasks(t *testing.T) {
	each(t, func(h *hall) {
		topic, first := h.carrying()
		add := func(change func(*Task)) verb {
			k := Task{Community: "hepingli", Topic: topic, Title: "装监控", Owner: "社区", Helper: "zhao", Due: day("2026-12-01")}
			change(&k)
			return func(tx Tx, by residents.Sender) error { return AddTask(tx, by, k) }
		}
		h.refused("not-allowed", "wang", add(func(*Task) {}))
		h.refused("task: empty", "li", add(func(k *Task) { k.Title = "" }))
		h.refused("owner: too-long", "li", add(func(k *Task) { k.Owner = strings.Repeat("字", MaxOwner+1) }))
		h.refused("due: bad-date", "li", add(func(k *Task) { k.Due = h.now }))
		h.refused("helper: bad-choice", "li", add(func(k *Task) { k.Helper = "nobody" }))
		second := h.must("li", add(func(*Task) {})) + "-t"
		if k := h.task(second); k.Title != "装监控" || k.Helper != "zhao" || k.Round != 1 || !k.MadeAt.Equal(h.now) || h.acts(1) != "task" {
			h.Errorf("%+v", k)
		}

		h.refused("not-yours", "sun", post(second, "已买好"))
		h.refused("text: empty", "zhao", post(second, ""))
		h.refused("photos: too-many", "zhao", post(second, "已买好", make([][]byte, MaxPhotos+1)...))
		h.refused("not-found", "zhao", post("nothing", "已买好"))
		posted := h.must("zhao", post(second, "摄像头已买好。", []byte{1}, []byte{2}))
		h.must("he", post(first, "地面已平整。"))
		all := load(h, func(v *store.View) ([]Progress, error) { return v.ProgressOf("hepingli", topic) })
		if len(all) != 2 || all[0].ID != posted || all[0].Photos != 2 || all[0].By != "zhao" || h.acts(2) != "progress progress" {
			h.Errorf("%+v", all)
		}

		h.refused("not-allowed", "he", finish(first))
		h.must("li", finish(first))
		h.stands(topic, Carrying, "2026-11")
		h.letters()
		h.refused("closed", "li", finish(first))
		h.refused("closed", "he", post(first, "还有一句"))
		h.set("2026-11-20 17:00")
		h.must("li", finish(second))
		h.letters("wang rate")
		h.stands(topic, Rating, "2026-11")
		if x := h.topic(topic); !x.RateUntil.Equal(day("2026-12-04")) || h.acts(2) != "task-done carried-out" {
			h.Errorf("rated until %v; %s", x.RateUntil, h.acts(2))
		}
		h.refused("closed", "li", add(func(*Task) {}))
	})
}

func TestOverdue(t *testing.T) {
	each(t, func(h *hall) {
		topic, first := h.carrying()
		helped := h.must("li", func(tx Tx, by residents.Sender) error {
			return AddTask(tx, by, Task{Community: "hepingli", Topic: topic, Title: "装监控", Owner: "社区", Helper: "zhao", Due: day("2026-12-25")})
		}) + "-t"
		before := h.heads["hepingli"].Size
		h.set("2026-12-25 23:59:59")
		h.clock(remind(h))
		h.refused("closed", "liu@jiedao", order(first, "请立即开工。", day("2027-01-10")))
		if h.heads["hepingli"].Size != before {
			h.Error("reminded on the last day")
		}
		h.set("2026-12-26 00:00:00")
		h.clock(remind(h))
		h.letters("zhao reminder")
		if got := h.acts(2); got != "reminder reminder" || !h.task(first).RemindedAt.Equal(h.now) {
			h.Errorf("the last acts are %s", got)
		}
		after := h.heads["hepingli"].Size
		h.clock(remind(h))
		if h.heads["hepingli"].Size != after {
			h.Error("reminded twice")
		}

		h.refused("not-allowed", "chen", order(first, "请立即开工。", day("2027-01-10")))
		h.refused("not-allowed", "gao@dongcheng", order(first, "请立即开工。", day("2027-01-10")))
		h.refused("text: empty", "liu@jiedao", order(first, "", day("2027-01-10")))
		h.refused("due: bad-date", "liu@jiedao", order(first, "请立即开工。", h.now))
		h.must("liu@jiedao", order(first, "请立即开工。", day("2027-01-10")))
		orders := load(h, func(v *store.View) ([]Order, error) { return v.Orders("hepingli", topic) })
		if k := h.task(first); len(orders) != 1 || !k.Due.Equal(day("2027-01-10")) || !k.RemindedAt.IsZero() || h.acts(1) != "supervision-order" {
			h.Errorf("%+v, %+v", orders, k)
		}
		h.refused("closed", "liu@jiedao", order(first, "再催。", day("2027-01-20")))
		h.set("2027-01-11 00:00:00") // overdue again: reminded again
		h.clock(remind(h))
		h.letters()
		h.must("liu@jiedao", order(first, "再催。", day("2027-01-20")))
		h.must("liu@jiedao", order(helped, "也催。", day("2027-01-12")))
		h.set("2027-01-13 00:00:00")
		h.clock(remind(h))
		h.letters("zhao reminder")
	})
}

func rate(topic string, satisfied int) verb {
	return func(tx Tx, by residents.Sender) error {
		return Rate(tx, by, RatingMark{Community: "hepingli", Topic: topic, Solved: SolvedYes, Satisfied: satisfied})
	}
}

func closeRatings(h *hall) func(tx Tx) error {
	return func(tx Tx) error { return CloseRatings(tx, hepingli, h.now) }
}

// TestRating: 4.2 of 5 in whole numbers is 21 by 5; it is archived when the days are over.
func TestRating(t *testing.T) {
	each(t, func(h *hall) {
		topic, task := h.carrying()
		h.refused("closed", "sun", rate(topic, 5))
		h.must("li", finish(task)) // on 10 November: rated until the 24th
		bad := func(r RatingMark) verb {
			r.Community, r.Topic = "hepingli", topic
			return func(tx Tx, by residents.Sender) error { return Rate(tx, by, r) }
		}
		h.refused("solved: bad-choice", "sun", bad(RatingMark{Solved: "maybe", Satisfied: 5}))
		h.refused("satisfied: bad-choice", "sun", bad(RatingMark{Solved: SolvedNo, Satisfied: 6}))
		h.refused("satisfied: bad-choice", "sun", bad(RatingMark{Solved: SolvedNo, Satisfied: 0}))
		h.refused("words: too-long", "sun", bad(RatingMark{Solved: SolvedNo, Satisfied: 1, Words: strings.Repeat("字", MaxStatement+1)}))
		h.refused("not-allowed", "he", rate(topic, 5))
		for who, satisfied := range map[string]int{"wang": 5, "zhao": 5, "sun": 4, "chen": 4} {
			h.must(who, rate(topic, satisfied))
		}
		h.refused("already-done", "sun", rate(topic, 5))
		h.set("2026-11-24 23:59:59")
		h.must("li", rate(topic, 3))
		h.clock(closeRatings(h))
		h.stands(topic, Rating, "2026-11")
		h.set("2026-11-25 00:00:00")
		h.refused("closed", "zhou", rate(topic, 1))
		h.clock(closeRatings(h))
		h.letters("wang archived")
		h.stands(topic, Archived, "2026-11")
		if x := h.topic(topic); x.RateCount != 5 || x.RateSum != 21 || x.RateSum*10/x.RateCount != 42 || h.acts(1) != "rated" {
			h.Errorf("%d by %d, %s", x.RateSum, x.RateCount, h.acts(1))
		}
		size := h.heads["hepingli"].Size
		h.clock(closeRatings(h))
		if h.heads["hepingli"].Size != size {
			h.Error("closed twice")
		}
	})
}

// TestLowRatingReopensOnce: then it is archived, however low.
func TestLowRatingReopensOnce(t *testing.T) {
	each(t, func(h *hall) {
		topic, task := h.carrying()
		h.must("li", finish(task))
		for _, who := range []string{"wang", "zhao", "sun"} {
			h.must(who, rate(topic, 3))
		}
		h.set("2026-11-25 00:00:00")
		h.clock(closeRatings(h))
		h.letters("wang reopened")
		h.stands(topic, Carrying, "2026-11")
		x, k := h.topic(topic), h.task(task)
		if x.Round != 2 || x.RateSum != 9 || x.RateCount != 3 || !x.RateUntil.IsZero() {
			h.Errorf("%+v", x)
		}
		if k.Round != 2 || !k.DoneAt.IsZero() || !k.RemindedAt.IsZero() || !k.Due.Equal(day("2026-12-10")) {
			h.Errorf("%+v", k)
		}
		h.must("he", post(task, "已返工。"))
		h.must("li", finish(task))
		for _, who := range []string{"wang", "zhao", "sun"} {
			h.must(who, rate(topic, 1)) // once more in the second round
		}
		h.set("2027-01-01 09:00")
		h.clock(closeRatings(h))
		h.letters("wang archived")
		h.stands(topic, Archived, "2026-11")
		if x := h.topic(topic); x.Round != 2 || x.RateSum != 3 || x.RateCount != 3 {
			h.Errorf("%+v", x)
		}
	})
}

func TestLow(t *testing.T) {
	r := RulesAt(DayOf(hepingli, ruleTime))
	for _, line := range []struct {
		count, sum int
		low        bool
	}{
		{0, 0, false}, {2, 2, false}, {3, 10, true}, {3, 11, false}, {4, 13, true}, {4, 14, false}, {1000, 3499, true}, {1000, 3500, false},
	} {
		if r.Low(line.count, line.sum) != line.low {
			t.Errorf("%d by %d is low: %v", line.sum, line.count, !line.low)
		}
	}
}
