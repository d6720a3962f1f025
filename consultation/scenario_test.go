package consultation_test

import (
	"fmt"
	"testing"

	. "yishiting/consultation"
	"yishiting/record"
	"yishiting/residents"
	"yishiting/server/store"
)

// kinds counts hepingli's whole record by kind of act.
func (h *hall) kinds() map[string]int {
	h.Helper()
	n := map[string]int{}
	for _, e := range load(h, func(v *store.View) ([]record.Entry, error) { return v.Entries("hepingli", -1, 10_000) }) {
		n[e.Kind]++
	}
	return n
}

// TestMonthlyConsultation is a month from 17 topics to an archived outcome: 9
// accepted, 5 merged, 3 referred; 22 seats, 19 present, 41 opinions left on line and 6 on
// paper; three sheds and one dissent; two objections answered; 45 days; 4.2 of 5.
func TestMonthlyConsultation(t *testing.T) {
	each(t, func(h *hall) {
		crowd := h.crowd(60)
		var topics []string
		for i := range 17 {
			topics = append(topics, h.raise(crowd[i], fmt.Sprintf("议题%d", i+1)))
		}
		shed := topics[0]
		h.set("2026-11-05 10:00")
		for i, id := range topics {
			switch {
			case i < 9:
				h.accept("li", id)
			case i < 14:
				h.must("li", screen(id, merged(shed)))
			case i < 16:
				h.must("zhou", screen(id, refer))
			default:
				h.must("zhou", screen(id, whistle))
			}
		}
		for _, who := range crowd[9:20] { // five of them came along with a merger
			_, err := h.try(who, support(shed))
			if err != nil && !is(err, "already-done") {
				t.Fatal(err)
			}
		}
		if n := h.supporters(shed, crowd...); n != 11 {
			t.Errorf("%d supporters", n)
		}

		h.set("2026-11-10 09:00")
		a := plan(shed, topics[1])
		a.StartsAt, a.Seats = at("2026-11-18 19:00"), 22
		meeting := h.must("chen", announce(a))
		for i := range 22 {
			h.must(crowd[i], take(meeting))
		}
		for i, who := range crowd[19:60] {
			side := []Side{For, For, For, Against, Question}[i%5]
			h.must(who, func(tx Tx, by residents.Sender) error {
				return LeaveOpinion(tx, by, Opinion{Community: "hepingli", Meeting: meeting, Topic: shed, Side: side, Text: "离窗户远一些。"})
			})
		}
		for i := range 6 {
			h.must("li", func(tx Tx, by residents.Sender) error {
				return EnterSlip(tx, by, Opinion{Community: "hepingli", Meeting: meeting, Topic: shed, Side: For, Paper: fmt.Sprint(i + 1)})
			})
		}

		h.set("2026-11-18 18:40")
		h.must("chen", open(meeting))
		for _, who := range append([]string{"chen", "zhou"}, crowd[:17]...) {
			h.must(who, signIn(meeting))
		}
		h.must("li", func(tx Tx, by residents.Sender) error {
			return PutOption(tx, by, Option{Community: "hepingli", Meeting: meeting, Topic: shed, Text: "建三个充电棚"})
		})
		for _, hands := range []Hands{
			{Topic: shed, Channel: InRoom, For: 17, Against: 1, Abstain: 1},
			{Topic: shed, Channel: Remote, For: 24, Against: 8},
			{Topic: shed, Channel: Paper, For: 6},
		} {
			h.must("li", func(tx Tx, by residents.Sender) error { return CountHands(tx, by, "hepingli", meeting, hands) })
		}
		h.set("2026-11-18 20:50")
		h.must("chen", closing(meeting))

		h.set("2026-11-20 15:00")
		three := settled(shed)
		three.Due = day("2027-01-04") // 45 days
		m := minutes(meeting, three, MinuteItem{Topic: topics[1], Kind: LeftOpen, Text: "下月再议。"})
		h.must("li", draft(m))
		for _, who := range []string{"chen", "zhou", crowd[0], crowd[1]} {
			h.must(who, h.confirm(meeting))
		}
		h.must("chen", publish(meeting))
		kept := h.latest(meeting)
		if fmt.Sprint(kept.Counts) != "[{resident 17} {committee 2}]" {
			t.Errorf("present: %v", kept.Counts)
		}
		if want := fmt.Sprint([]OpinionCount{{shed, Paper, 6, 0, 0}, {shed, Remote, 25, 8, 8}}); fmt.Sprint(kept.Opinions) != want {
			t.Errorf("opinions %v, want %s", kept.Opinions, want)
		}
		if want := fmt.Sprint([]Hands{{shed, 0, Paper, 6, 0, 0}, {shed, 0, Remote, 24, 8, 0}, {shed, 0, InRoom, 17, 1, 1}}); fmt.Sprint(kept.Hands) != want {
			t.Errorf("hands %v, want %s", kept.Hands, want)
		}
		o := h.outcome(shed, meeting)
		if !o.Until.Equal(day("2026-12-07")) || len(o.Dissent) != 1 { // the fifteenth day is a Saturday
			t.Errorf("%+v", o)
		}
		if held := load(h, func(v *store.View) (bool, error) { return v.HeldMeeting("hepingli", "2026-11") }); !held {
			t.Error("the month's flag")
		}

		h.set("2026-11-25 20:00")
		for _, who := range crowd[20:22] {
			id := h.must(who, object(shed, meeting))
			h.must("li", func(tx Tx, by residents.Sender) error {
				return AnswerObjection(tx, by, "hepingli", id, "已移远八米。")
			})
		}
		task := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", shed) })[0].ID
		h.set("2026-12-20 11:00")
		h.clock(openCycle(h))
		h.must("he", post(task, "三个充电棚已通电。"))
		h.must("li", finish(task))
		for i, satisfied := range []int{5, 5, 5, 4, 4, 4, 4, 4, 4, 3} {
			h.must(crowd[i], rate(shed, satisfied))
		}
		h.set("2027-01-05 00:00")
		h.clock(closeRatings(h))
		h.stands(shed, Archived, "2026-11")
		if x := h.topic(shed); x.RateSum != 42 || x.RateCount != 10 {
			t.Errorf("%d by %d", x.RateSum, x.RateCount)
		}
		h.stands(topics[1], Accepted, "2026-12")

		got := h.kinds()
		for kind, want := range map[string]int{
			"cycle-opened": 2, "screened": 17, "handover": 1, "meeting-announced": 1, "meeting-held": 1, "minutes-published": 1, "outcome": 2,
			"task": 1, "objection": 2, "objection-answered": 2, "progress": 1, "task-done": 1, "carried-out": 1, "rated": 1,
		} {
			if got[kind] != want {
				t.Errorf("%d of %s on the record, want %d", got[kind], kind, want)
			}
			delete(got, kind)
		}
		if len(got) > 0 {
			t.Errorf("on the record too: %v", got)
		}
	})
}

// TestCallsAndThreeLevels: 23 calls in 30 days, a meeting, the street's whistle, the
// district's money; one case, three hand-overs, five public updates, callbacks, a rating.
func TestCallsAndThreeLevels(t *testing.T) {
	each(t, func(h *hall) {
		sewage := h.must("li", func(tx Tx, by residents.Sender) error {
			_, err := OpenFromCalls(tx, by, Cluster{Raising: raising("6 号楼前污水外溢"), Calls: 23, Days: 30})
			return err
		})
		number := h.topic(sewage).Number
		h.accept("zhou", sewage)
		meeting := h.held([]string{sewage}, "chen", "zhou", "wang", "zhao", "sun")
		h.set("2026-11-12 10:00")
		h.published(minutes(meeting, MinuteItem{Topic: sewage, Kind: ToHand, Text: "支管已疏通，主管需市政处理。", Why: "beyond-duty"}))
		h.letters("li outcome")

		h.set("2026-11-13 10:00")
		h.must("liu@jiedao", receive(sewage, true, "街道受理，约相关单位会商。", day("2026-11-27")))
		h.letters("li handover-accepted")
		h.must("liu@jiedao", update(sewage, "whistle", "街道吹哨，自来水集团、排水集团 11 月 16 日现场会商。"))
		h.set("2026-11-16 16:00")
		h.must("liu@jiedao", update(sewage, "progress", "会商结论：主管管径不足，需更换 180 米。"))
		h.must("liu@jiedao", handOn(sewage, "money"))
		h.set("2026-11-18 09:00")
		h.must("gao@dongcheng", receive(sewage, true, "区级受理，列入年度零星改造。", day("2026-12-31")))
		h.holder(sewage, "dongcheng")
		h.must("gao@dongcheng", update(sewage, "decision", "区财政安排资金更换主管。"))
		h.set("2026-12-05 09:00")
		h.must("gao@dongcheng", update(sewage, "progress", "施工单位已进场。"))
		h.must("gao@dongcheng", giveBack(sewage, "主管 12 月 20 日前更换完毕。", Task{Title: "更换污水主管 180 米", Owner: "区排水单位", Due: day("2026-12-20")}))
		h.letters("li answered")
		h.holder(sewage, "hepingli")
		h.must("li", update(sewage, "progress", "施工期间 6 号楼前车辆绕行。"))

		task := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", sewage) })[0].ID
		h.set("2026-12-19 17:00")
		h.must("li", post(task, "主管更换完毕，路面已恢复。"))
		h.must("li", finish(task))
		h.must("li", func(tx Tx, by residents.Sender) error {
			return ImportCallbacks(tx, by, "hepingli", sewage, Callbacks{Asked: 21, Solved: 20, Satisfied: 19})
		})
		for _, who := range []string{"wang", "zhao", "sun"} {
			h.must(who, rate(sewage, 5))
		}
		h.set("2027-01-05 00:00")
		h.clock(closeRatings(h))
		h.stands(sewage, Archived, "2026-11")

		x, steps := h.topic(sewage), h.steps(sewage)
		updates := load(h, func(v *store.View) ([]Update, error) { return v.Updates("hepingli", sewage) })
		if x.Number != number || x.Callbacks != (Callbacks{21, 20, 19}) || x.RateSum != 15 || x.RateCount != 3 {
			t.Errorf("%+v", x)
		}
		way := ""
		for _, s := range steps {
			way += s.From + ">" + s.To + " " + s.Reason + " " + string(s.State) + "; "
		}
		if want := "hepingli>jiedao beyond-duty accepted; jiedao>dongcheng money accepted; dongcheng>hepingli answered accepted; "; way != want {
			t.Errorf("the way of the case: %s", way)
		}
		if len(updates) != 5 || updates[0].Body != "jiedao" || updates[2].Body != "dongcheng" || updates[4].Body != "hepingli" {
			t.Errorf("%d updates: %+v", len(updates), updates)
		}
		if got := h.kinds(); got["handover"] != 5 || got["case-update"] != 5 || got["callbacks"] != 1 { // offered twice, accepted twice, answered
			t.Errorf("on the record: %v", got)
		}
	})
}
