package consultation_test

import (
	"testing"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func object(topic, meeting string) verb {
	return func(tx Tx, by residents.Sender) error {
		return Object(tx, by, "hepingli", topic, meeting, "离窗户太近。")
	}
}

// TestOutcomes: each kind sends its topic on its way.
func TestOutcomes(t *testing.T) {
	each(t, func(h *hall) {
		var topics []string
		for _, title := range []string{"充电棚", "公约", "污水", "门禁"} {
			topics = append(topics, h.accepted("sun", title))
		}
		meeting := h.held(topics, "chen", "zhou", "wang", "zhao")
		h.set("2026-12-01 00:00:01") // the clock has not opened December yet
		h.published(minutes(meeting, settled(topics[0]),
			MinuteItem{Topic: topics[1], Kind: ToAssembly, Text: "需居民代表会议决定。", Next: "reps_meeting"},
			MinuteItem{Topic: topics[2], Kind: ToHand, Text: "超出社区职责。", Why: "beyond-duty"},
			MinuteItem{Topic: topics[3], Kind: LeftOpen, Text: "下月再议。"}))
		h.stands(topics[0], Carrying, "2026-11")
		h.stands(topics[1], Assembly, "2026-11")
		h.stands(topics[2], Handed, "2026-11")
		h.stands(topics[3], Accepted, "2026-12")
		h.letters("sun outcome", "sun outcome", "sun outcome", "sun outcome")
		if o := h.outcome(topics[1], meeting); o.Next != "reps_meeting" || o.Kind != ToAssembly || !o.Until.Equal(day("2026-12-16")) {
			h.Errorf("%+v", o)
		}
		tasks := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", topics[0]) })
		if len(tasks) != 1 || tasks[0].Owner != "物业公司" || tasks[0].Title != "建三个充电棚" || !tasks[0].Due.Equal(day("2026-12-25")) || tasks[0].Round != 1 {
			h.Errorf("%+v", tasks)
		}
		steps := load(h, func(v *store.View) ([]Handover, error) { return v.Handovers("hepingli", topics[2]) })
		if len(steps) != 1 || steps[0].From != "hepingli" || steps[0].To != "jiedao" || steps[0].Reason != "beyond-duty" || !steps[0].Due.Equal(day("2026-12-08")) {
			h.Errorf("%+v", steps)
		}
		if held := load(h, func(v *store.View) (bool, error) { return v.HeldMeeting("hepingli", "2026-11") }); !held {
			h.Error("the month has had its meeting")
		}
	})
}

// TestObjectionOnTheLastDay: the days count from the next day, the last ends at 24:00.
func TestObjectionOnTheLastDay(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		meeting := h.held([]string{shed}, "chen", "zhou", "wang", "zhao")
		h.set("2026-11-16 08:00") // Monday: fifteen days end on Tuesday 1 December
		h.published(minutes(meeting, settled(shed)))
		if o := h.outcome(shed, meeting); !o.Until.Equal(at("2026-12-02 00:00")) {
			h.Errorf("disclosed until %v", o.Until)
		}
		h.refused("text: empty", "sun", func(tx Tx, by residents.Sender) error { return Object(tx, by, "hepingli", shed, meeting, "") })
		h.refused("not-found", "sun", object(shed, "nothing"))
		h.refused("not-allowed", "he", object(shed, meeting))
		h.set("2026-12-01 23:59:59")
		id := h.must("sun", object(shed, meeting))
		h.refused("already-done", "sun", object(shed, meeting))
		h.set("2026-12-02 00:00:00")
		h.refused("disclosure-over", "wang", object(shed, meeting))

		ob := load(h, func(v *store.View) (Objection, error) { return v.Objection("hepingli", id) })
		if want := day("2026-12-04"); !ob.Due.Equal(want) { // Tuesday's: three working days
			h.Errorf("to be answered until %v, want %v", ob.Due, want)
		}
		answer := func(words string) verb {
			return func(tx Tx, by residents.Sender) error { return AnswerObjection(tx, by, "hepingli", id, words) }
		}
		h.refused("not-allowed", "sun", answer("已移远。"))
		h.refused("reply: empty", "li", answer(""))
		h.refused("reply: personal-data", "li", answer("请打 13800138000"))
		h.must("li", answer("已移到离窗八米处。"))
		h.letters("sun objection-answered")
		if got := h.acts(2); got != "objection objection-answered" {
			h.Errorf("the last acts are %s", got)
		}
		h.refused("already-done", "chen", answer("再答。"))
	})
}

// TestDisclosureOverSpringFestival: a last day that is a holiday moves on to the next working day.
func TestDisclosureOverSpringFestival(t *testing.T) {
	eachFrom(t, "2026-01-27 09:00", func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		a := plan(shed)
		a.StartsAt = at("2026-01-31 19:00")
		meeting := h.must("chen", announce(a))
		h.set("2026-01-31 19:00")
		h.must("chen", open(meeting))
		for _, who := range []string{"wang", "zhao"} {
			h.must(who, signIn(meeting))
		}
		h.must("chen", closing(meeting))
		h.set("2026-02-02 09:00") // fifteen days end on 17 February, New Year's Day; the 24th is the first working day
		h.published(minutes(meeting, settled(shed)))
		if o := h.outcome(shed, meeting); !o.Until.Equal(at("2026-02-25 00:00")) {
			h.Errorf("disclosed until %v", o.Until)
		}
		h.set("2026-02-24 23:59:59")
		h.must("sun", object(shed, meeting))
		h.set("2026-02-25 00:00:00")
		h.refused("disclosure-over", "wang", object(shed, meeting))
	})
}

func TestResolution(t *testing.T) {
	each(t, func(h *hall) {
		first, second, third := h.accepted("wang", "居民公约"), h.accepted("zhao", "停车收费"), h.accepted("sun", "充电棚")
		meeting := h.held([]string{first, second, third}, "chen", "zhou", "wang", "zhao")
		needs := func(topic string) MinuteItem {
			return MinuteItem{Topic: topic, Kind: ToAssembly, Text: "需居民会议决定。", Next: "assembly"}
		}
		h.published(minutes(meeting, needs(first), needs(second), settled(third)))
		record := func(r Resolution) verb {
			r.Community, r.Meeting = "hepingli", meeting
			return func(tx Tx, by residents.Sender) error { return RecordResolution(tx, by, r) }
		}
		yes := Resolution{
			Topic: first, Text: "居民会议 11 月 20 日召开，应到 61 人，到会 46 人，33 人同意。", Passed: true,
			Task: "张贴公约", Owner: "居委会", Due: day("2026-12-01"),
		}
		no := Resolution{Topic: second, Text: "到会 46 人，20 人同意，未通过。"}
		h.refused("not-allowed", "wang", record(yes))
		h.refused("closed", "li", record(Resolution{Topic: third, Text: "。"}))
		h.refused("text: empty", "li", record(Resolution{Topic: first}))
		h.refused("task: empty", "li", record(Resolution{Topic: first, Text: "通过", Passed: true}))
		late := yes
		late.Due = h.now
		h.refused("due: bad-date", "li", record(late))
		h.must("li", record(yes))
		h.letters("wang resolution")
		h.stands(first, Carrying, "2026-11")
		if o := h.outcome(first, meeting); o.Resolution != yes.Text || !o.ResolvedAt.Equal(h.now) || o.Kind != ToAssembly {
			h.Errorf("%+v", o)
		}
		if got := h.acts(2); got != "task resolution" {
			h.Errorf("the last acts are %s", got)
		}
		h.refused("closed", "li", record(yes))
		h.must("li", record(no))
		h.stands(second, Archived, "2026-11")
		if tasks := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", second) }); len(tasks) != 0 {
			h.Errorf("%d tasks of what was not passed", len(tasks))
		}
	})
}

// TestResolutionOfItsOwnMeeting: a topic that was left open before goes to the assembly from a later meeting.
func TestResolutionOfItsOwnMeeting(t *testing.T) {
	each(t, func(h *hall) {
		topic := h.accepted("sun", "居民公约")
		before := h.held([]string{topic}, "chen", "zhou", "wang", "zhao")
		h.published(minutes(before, MinuteItem{Topic: topic, Kind: LeftOpen, Text: "下次再议。"}))
		a := plan(topic)
		a.StartsAt = at("2026-11-20 19:00")
		meeting := h.must("chen", announce(a)) // a month may have more than one
		h.set("2026-11-20 19:00")
		h.must("chen", open(meeting))
		for _, who := range []string{"wang", "zhao"} {
			h.must(who, signIn(meeting))
		}
		h.must("chen", closing(meeting))
		h.published(minutes(meeting, MinuteItem{Topic: topic, Kind: ToAssembly, Text: "需居民会议决定。", Next: "assembly"}))
		record := func(meeting string) verb {
			return func(tx Tx, by residents.Sender) error {
				return RecordResolution(tx, by, Resolution{Community: "hepingli", Topic: topic, Meeting: meeting, Text: "未通过。"})
			}
		}
		h.refused("closed", "li", record(before))
		h.must("li", record(meeting))
	})
}
