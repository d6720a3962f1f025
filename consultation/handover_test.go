package consultation_test

import (
	"strings"
	"testing"
	"time"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func handOn(topic, why string) verb {
	return func(tx Tx, by residents.Sender) error {
		return HandOn(tx, by, "hepingli", topic, Handing{Reason: why, Text: "涉及市政管网。"})
	}
}

func receive(topic string, accept bool, answer string, due time.Time) verb {
	return func(tx Tx, by residents.Sender) error { return Receive(tx, by, "hepingli", topic, accept, answer, due) }
}

func update(topic, kind, words string) verb {
	return func(tx Tx, by residents.Sender) error { return PostUpdate(tx, by, "hepingli", topic, kind, words) }
}

func giveBack(topic, answer string, k Task) verb {
	return func(tx Tx, by residents.Sender) error { return GiveBack(tx, by, "hepingli", topic, answer, k) }
}

func (h *hall) steps(topic string) []Handover {
	h.Helper()
	return load(h, func(v *store.View) ([]Handover, error) { return v.Handovers("hepingli", topic) })
}

// holder is an error where another body holds the case.
func (h *hall) holder(topic, body string) {
	h.Helper()
	if got := Holder(h.topic(topic), h.steps(topic)); got != body {
		h.Errorf("%s holds the case, not %s", got, body)
	}
}

func TestHandOver(t *testing.T) {
	each(t, func(h *hall) {
		topic := h.accepted("wang", "污水外溢")
		number := h.topic(topic).Number
		h.refused("not-allowed", "wang", handOn(topic, "money"))
		h.refused("not-allowed", "liu@jiedao", handOn(topic, "money"))
		h.refused("why: bad-choice", "li", handOn(topic, "tired"))
		h.refused("text: empty", "li", func(tx Tx, by residents.Sender) error {
			return HandOn(tx, by, "hepingli", topic, Handing{Reason: "money"})
		})
		h.refused("not-holder", "liu@jiedao", receive(topic, true, "受理。", day("2026-11-20")))
		h.refused("not-holder", "li", update(topic, "progress", "还没移交"))
		h.must("li", handOn(topic, "beyond-duty"))
		h.letters("wang handed")
		h.stands(topic, Handed, "2026-11")
		h.holder(topic, "hepingli") // nobody has accepted it yet
		if s := h.steps(topic); len(s) != 1 || s[0].To != "jiedao" || s[0].State != HandOffered || !s[0].Due.Equal(day("2026-11-10")) || h.acts(1) != "handover" {
			h.Errorf("%+v", s)
		}
		h.refused("closed", "li", handOn(topic, "money"))

		h.refused("not-allowed", "chen", receive(topic, true, "受理。", day("2026-11-20")))
		h.refused("not-allowed", "gao@dongcheng", receive(topic, true, "受理。", day("2026-11-20")))
		h.refused("answer: empty", "liu@jiedao", receive(topic, true, "", day("2026-11-20")))
		h.refused("due: bad-date", "liu@jiedao", receive(topic, true, "受理。", h.now))
		h.must("liu@jiedao", receive(topic, true, "受理。", day("2026-11-20")))
		h.letters("wang handover-accepted")
		h.holder(topic, "jiedao")
		if s := h.steps(topic)[0]; s.State != HandAccepted || s.Answer != "受理。" || !s.Due.Equal(day("2026-11-20")) || s.DecidedBy != "liu" {
			h.Errorf("%+v", s)
		}
		h.refused("not-holder", "liu@jiedao", receive(topic, true, "再受理。", day("2026-11-20")))

		h.refused("not-allowed", "li", update(topic, "progress", "社区不是承办单位"))
		h.refused("kind: bad-choice", "liu@jiedao", update(topic, "rumour", "听说"))
		h.refused("text: too-long", "liu@jiedao", update(topic, "progress", strings.Repeat("字", MaxProgress+1)))
		h.must("liu@jiedao", update(topic, "whistle", "已约自来水公司、排水集团 11 月 6 日现场会商。"))
		if h.acts(1) != "case-update" {
			h.Errorf("the last act is %s", h.acts(1))
		}

		// The street offers it to the district, which returns it: the street holds it as before.
		h.refused("not-allowed", "li", handOn(topic, "money"))
		h.must("liu@jiedao", handOn(topic, "money"))
		h.refused("closed", "liu@jiedao", giveBack(topic, "完成。", Task{}))
		h.must("gao@dongcheng", receive(topic, false, "请先报预算。", time.Time{}))
		h.letters("wang handover-returned")
		h.holder(topic, "jiedao")
		h.stands(topic, Handed, "2026-11")

		whole := Task{Title: "更换一段污水管", Owner: "街道市政科", Due: day("2026-12-10")}
		h.refused("not-allowed", "li", giveBack(topic, "已安排。", whole))
		h.refused("answer: empty", "liu@jiedao", giveBack(topic, "", whole))
		h.refused("task: empty", "liu@jiedao", giveBack(topic, "已安排。", Task{Owner: "街道", Due: whole.Due}))
		h.refused("due: bad-date", "liu@jiedao", giveBack(topic, "已安排。", Task{Title: "修", Owner: "街道", Due: h.now}))
		h.must("liu@jiedao", giveBack(topic, "已安排。", whole))
		h.letters("wang answered")
		h.holder(topic, "hepingli")
		h.stands(topic, Carrying, "2026-11")
		if s := h.steps(topic); len(s) != 3 || s[2].Reason != "answered" || s[2].From != "jiedao" || s[2].To != "hepingli" {
			h.Errorf("%+v", s)
		}
		if got := h.acts(2); got != "handover task" {
			h.Errorf("the last acts are %s", got)
		}
		h.must("li", update(topic, "progress", "社区已通知居民停水时间。"))

		// Being carried out, it is handed on once more and returned: its task goes on.
		h.must("li", handOn(topic, "several-departments"))
		task := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", topic) })[0].ID
		h.refused("closed", "li", finish(task))
		h.must("liu@jiedao", receive(topic, false, "请社区继续。", time.Time{}))
		h.stands(topic, Carrying, "2026-11")
		h.must("li", finish(task))
		h.stands(topic, Rating, "2026-11")
		h.refused("closed", "li", update(topic, "progress", "已评价"))
		if got := h.topic(topic).Number; got != number {
			h.Errorf("the case is %s now, it was %s", got, number)
		}
	})
}

// TestReturnedInAnotherMonth: what the street returns waits for a meeting of the month it is now.
func TestReturnedInAnotherMonth(t *testing.T) {
	each(t, func(h *hall) {
		topic := h.raise("wang", "污水外溢")
		h.must("li", screen(topic, whistle))
		h.set("2026-12-01 10:00")
		h.clock(openCycle(h)) // the case stays in its month while it is with the street
		h.stands(topic, Handed, "2026-11")
		h.must("liu@jiedao", receive(topic, false, "属于社区事务。", time.Time{}))
		h.stands(topic, Accepted, "2026-12")
		h.must("zhao", support(topic))
		a := plan(topic)
		a.StartsAt = at("2026-12-09 19:00")
		h.must("chen", announce(a))
		h.stands(topic, Listed, "2026-12")
		h.refused("closed", "li", handOn(topic, "money")) // first it is consulted
	})
}
