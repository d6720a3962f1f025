package consultation_test

import (
	"strings"
	"testing"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// screen is a verb: it decides on a topic of hepingli.
func screen(topic string, s Screening) verb {
	s.Community, s.Topic = "hepingli", topic
	return func(tx Tx, by residents.Sender) error { _, err := Screen(tx, by, s); return err }
}

func (h *hall) accept(who, topic string) {
	h.Helper()
	h.must(who, screen(topic, Screening{Decision: Accept, Reason: "common-concern", Sentence: "多户反映，列入协商。"}))
}

// accepted raises a topic and has it accepted.
func (h *hall) accepted(who, title string) string {
	h.Helper()
	id := h.raise(who, title)
	h.accept("li", id)
	return id
}

func appeal(topic string) verb {
	return func(tx Tx, by residents.Sender) error {
		return MakeAppeal(tx, by, "hepingli", topic, "与那件事不同。")
	}
}

var (
	decline = Screening{Decision: Decline, Reason: "unclear", Sentence: "请写明具体位置。"}
	refer   = Screening{Decision: Refer, Reason: "owners-matter", To: "owners", Sentence: "属于业主共同决定事项。"}
	whistle = Screening{Decision: Refer, Reason: "beyond-community", To: "street", Sentence: "需街道协调。"}
	yes     = Screening{Decision: Accept, Reason: "opinion-needed", Sentence: "改为列入协商。"}
)

func merged(into string) Screening {
	return Screening{Decision: Merge, Reason: "same-matter", Sentence: "与该议题是同一件事。", Into: into}
}

func TestScreen(t *testing.T) {
	each(t, func(h *hall) {
		id := h.raise("wang", "电动车充电棚")
		for want, s := range map[string]Screening{
			"decision: bad-choice":    {Decision: "maybe", Reason: "unclear", Sentence: "。"},
			"reason: bad-choice":      {Decision: Accept, Reason: "private", Sentence: "。"},
			"to: bad-choice":          {Decision: Refer, Reason: "other-duty", To: "army", Sentence: "。"},
			"sentence: empty":         {Decision: Accept, Reason: "recurring"},
			"sentence: too-long":      {Decision: Accept, Reason: "recurring", Sentence: strings.Repeat("字", MaxSentence+1)},
			"sentence: personal-data": {Decision: Accept, Reason: "recurring", Sentence: "电话 13800138000"},
			"into: merge-target":      merged(id),
		} {
			h.refused(want, "li", screen(id, s))
		}
		h.refused("into: merge-target", "li", screen(id, merged("nothing")))
		h.refused("into: merge-target", "li", screen(id, merged(h.raise("zhao", "还没有审核"))))
		h.refused("not-allowed", "wang", screen(id, yes))
		h.refused("not-allowed", "liu@jiedao", screen(id, yes))
		h.refused("not-found", "li", screen("nothing", yes))

		s := yes
		s.Into, s.To = "nonsense", "police" // belong to other decisions
		h.must("li", screen(id, s))
		h.letters("wang screened")
		h.stands(id, Accepted, "2026-11")
		h.refused("closed", "zhou", screen(id, decline))
		kept := load(h, func(v *store.View) ([]Screening, error) { return v.Screenings("hepingli", id) })
		if len(kept) != 1 || kept[0].Round != 1 || kept[0].By != "li" || kept[0].Into+kept[0].To != "" || !kept[0].At.Equal(h.now) {
			h.Errorf("%+v", kept)
		}
		handed := ""
		for want, s := range map[State]Screening{Declined: decline, Referred: refer, Merged: merged(id), Handed: whistle} {
			other := h.raise("wang", "另一件")
			h.must("zhou", screen(other, s))
			h.stands(other, want, "2026-11")
			if want == Handed {
				handed = other
			}
			if last := h.acts(2); want == Handed && last != "screened handover" || want != Handed && !strings.HasSuffix(last, " screened") {
				h.Errorf("%s: the last acts are %s", want, last)
			}
		}
		steps := load(h, func(v *store.View) ([]Handover, error) { return v.Handovers("hepingli", handed) })
		if len(steps) != 1 || steps[0].To != "jiedao" || steps[0].State != HandOffered || steps[0].Text != whistle.Sentence {
			h.Errorf("%+v", steps)
		}
	})
}

func TestMergedSupportersCountOnce(t *testing.T) {
	each(t, func(h *hall) {
		shed, wires := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "飞线充电")
		for _, who := range []string{"sun", "zhou"} {
			h.must(who, support(wires))
		}
		h.must("wang", support(wires)) // the other's author: no supporter there
		h.must("sun", support(shed))   // supports both: counts once
		h.must("chen", support(shed))
		merge := func(topic, into string) verb {
			return func(tx Tx, by residents.Sender) error {
				_, err := MergeTopic(tx, by, "hepingli", topic, into, "同为充电安全。")
				return err
			}
		}
		h.refused("into: merge-target", "li", merge(wires, wires))
		h.refused("not-allowed", "zhao", merge(wires, shed))
		h.must("li", merge(wires, shed))
		h.letters("zhao screened")
		if x := h.topic(wires); x.State != Merged || x.Into != shed {
			h.Errorf("%s into %s", x.State, x.Into)
		}
		everybody := []string{"wang", "zhao", "sun", "li", "zhou", "chen"}
		if n := h.supporters(shed, everybody...); n != 4 { // sun, chen, zhou, and zhao who wrote the other
			h.Errorf("%d supporters", n)
		}
		h.refused("closed", "chen", support(wires))
		h.refused("closed", "li", merge(wires, shed))

		// One more by the same author: counted before.
		third := h.raise("zhao", "充电线从窗户拉下来")
		h.must("zhou", screen(third, merged(shed)))
		// And one by the topic's own author: no supporter of one's own.
		fourth := h.raise("wang", "充电棚选址")
		h.must("zhou", screen(fourth, merged(shed)))
		if n := h.supporters(shed, everybody...); n != 4 {
			h.Errorf("%d supporters after two more merged", n)
		}

		// An appeal against the merger goes to another member; what is accepted on appeal stays apart.
		h.must("zhao", appeal(wires))
		h.refused("same-screener", "li", screen(wires, yes))
		h.must("zhou", screen(wires, yes))
		if x := h.topic(wires); x.State != Accepted || x.Into != "" {
			h.Errorf("%s into %q", x.State, x.Into)
		}
		h.refused("appealed", "li", merge(wires, shed))
		if n := h.supporters(wires, everybody...); n != 3 {
			h.Errorf("%d supporters of what is apart again", n)
		}
	})
}

func TestAppeal(t *testing.T) {
	each(t, func(h *hall) {
		target := h.accepted("sun", "充电棚")
		for _, first := range []Screening{decline, refer, merged(target)} {
			h.set("2026-11-06 10:00")
			id := h.raise("wang", "门前的灯")
			h.refused("closed", "wang", appeal(id))
			h.must("li", screen(id, first))
			h.refused("not-yours", "zhao", appeal(id))
			h.refused("not-yours", "wang@anzhen", appeal(id))
			h.refused("why: empty", "wang", func(tx Tx, by residents.Sender) error { return MakeAppeal(tx, by, "hepingli", id, " ") })
			h.must("wang", appeal(id))
			if got := h.acts(1); got != "appealed" {
				h.Errorf("the last act is %s", got)
			}
			h.refused("appealed", "wang", appeal(id))
			kept := load(h, func(v *store.View) (Appeal, error) { return v.Appeal("hepingli", id) })
			if want := day("2026-11-13"); !kept.Due.Equal(want) { // from Friday on: five working days
				h.Errorf("to be answered until %v, want %v", kept.Due, want)
			}
			h.refused("same-screener", "li", screen(id, yes))
			h.set("2026-12-01 09:00") // the month has turned meanwhile, the clock has not
			h.must("chen", screen(id, yes))
			h.letters("wang screened")
			h.stands(id, Accepted, "2026-12")
			if x := h.topic(id); x.Into != "" {
				h.Errorf("still merged into %s", x.Into)
			}
			h.refused("closed", "zhou", screen(id, decline))
			h.refused("appealed", "wang", appeal(id))
		}
		again := h.raise("wang", "又一件")
		h.must("li", screen(again, merged(target)))
		h.must("wang", appeal(again))
		h.must("chen", screen(again, decline)) // an appeal may end as it began
		if x := h.topic(again); x.State != Declined || x.Into != "" {
			h.Errorf("%s into %q", x.State, x.Into)
		}
		sent := h.raise("wang", "给街道")
		h.must("li", screen(sent, whistle))
		h.refused("closed", "wang", appeal(sent)) // the street accepts it or returns it
	})
}

func TestRoleExpiresMidway(t *testing.T) {
	each(t, func(h *hall) {
		id := h.raise("wang", "电动车充电棚")
		h.until("li", "2026-11-04 09:00")
		h.set("2026-11-04 08:59:59")
		h.must("li", screen(id, decline))
		h.must("wang", appeal(id))
		other := h.raise("zhao", "门禁")
		h.set("2026-11-04 09:00:00")
		h.refused("not-allowed", "li", screen(other, yes))
		h.must("zhou", screen(other, yes))
	})
}

func TestStatements(t *testing.T) {
	each(t, func(h *hall) {
		topic := h.raise("wang", "电动车充电棚")
		say := func(side Side, text string) verb {
			return func(tx Tx, by residents.Sender) error {
				return MakeStatement(tx, by, Statement{Community: "hepingli", Topic: topic, Side: side, Text: text})
			}
		}
		h.refused("closed", "zhao", say(For, "支持"))
		h.accept("li", topic)
		for want, v := range map[string]verb{
			"side: bad-choice":    say("maybe", "支持"),
			"text: empty":         say(For, ""),
			"text: too-long":      say(For, strings.Repeat("字", MaxStatement+1)),
			"text: personal-data": say(For, "我电话 13800138000"),
		} {
			h.refused(want, "zhao", v)
		}
		id := h.must("zhao", say(Against, "占了绿地。"))
		mine := h.must("li", say(Question, "每次充电多少钱？")) // a member's own word is another's to let show
		for who, want := range map[string]string{"wang": "not-allowed", "li": "own-matter"} {
			h.refused(want, who, func(tx Tx, by residents.Sender) error { return ShowStatement(tx, by, "hepingli", mine) })
		}
		state := func(id string) Statement {
			return load(h, func(v *store.View) (Statement, error) { return v.Statement("hepingli", id) })
		}
		if s := state(id); s.State != Waiting || s.Author != "zhao" || s.Side != Against {
			h.Errorf("%+v", s)
		}
		h.must("chen", func(tx Tx, by residents.Sender) error { return ShowStatement(tx, by, "hepingli", mine) })
		hide := func(reason string) verb {
			return func(tx Tx, by residents.Sender) error { return HideStatement(tx, by, "hepingli", id, reason) }
		}
		reply := func(words string) verb {
			return func(tx Tx, by residents.Sender) error { return ReplyStatement(tx, by, "hepingli", id, words) }
		}
		h.refused("reason: bad-choice", "li", hide("dislike"))
		h.must("li", hide("off-topic"))
		h.letters("zhao statement-hidden")
		if s := state(id); s.State != Hidden || s.Reason != "off-topic" || h.acts(1) != "statement-hidden" {
			h.Errorf("%+v, %s", s, h.acts(1))
		}
		h.refused("closed", "li", reply("不占绿地。"))
		h.must("zhou", func(tx Tx, by residents.Sender) error { return ShowStatement(tx, by, "hepingli", id) })
		h.refused("reply: empty", "li", reply(""))
		h.must("li", reply("不占绿地。"))
		h.letters("zhao statement-answered")
		if s := state(id); s.State != Shown || s.Reply != "不占绿地。" || !s.ReplyAt.Equal(h.now) || h.acts(1) != "statement-answered" {
			h.Errorf("%+v, %s", s, h.acts(1))
		}
	})
}
