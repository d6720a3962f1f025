package consultation_test

import (
	"fmt"
	"strings"
	"testing"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// plan is a meeting on Tuesday 10 November at 19:00 about the given topics.
func plan(topics ...string) Announcement {
	return Announcement{
		Community: "hepingli", Form: FormForum, Venue: "社区议事厅", StartsAt: at("2026-11-10 19:00"), Seats: 3,
		Chair: "chen", Recorder: "zhou", Invited: "物业公司", Affected: "3、5、7 号楼居民", Materials: "三个选址方案", Topics: topics, Code: "482913",
	}
}

func announce(a Announcement) verb {
	return func(tx Tx, by residents.Sender) error { _, err := Announce(tx, by, a); return err }
}

func open(meeting string) verb {
	return func(tx Tx, by residents.Sender) error { return OpenMeeting(tx, by, "hepingli", meeting) }
}

func closing(meeting string) verb {
	return func(tx Tx, by residents.Sender) error { return CloseMeeting(tx, by, "hepingli", meeting) }
}

func signIn(meeting string) verb {
	return func(tx Tx, by residents.Sender) error { return SignIn(tx, by, "hepingli", meeting, "482913") }
}

func take(meeting string) verb {
	return func(tx Tx, by residents.Sender) error { _, err := TakeSeat(tx, by, "hepingli", meeting); return err }
}

// held announces and holds a meeting about topics, with the given people in the room.
// It ends on 10 November at 21:00.
func (h *hall) held(topics []string, present ...string) (meeting string) {
	h.Helper()
	meeting = h.must("chen", announce(plan(topics...)))
	h.set("2026-11-10 18:30")
	h.must("chen", open(meeting))
	for _, who := range present {
		h.must(who, signIn(meeting))
	}
	h.set("2026-11-10 21:00")
	h.must("chen", closing(meeting))
	return meeting
}

func TestAnnounce(t *testing.T) {
	each(t, func(h *hall) {
		shed, door := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "门禁")
		for want, change := range map[string]func(*Announcement){
			"form: bad-choice":         func(a *Announcement) { a.Form = "vote" },
			"venue: empty":             func(a *Announcement) { a.Venue = "" },
			"venue: too-long":          func(a *Announcement) { a.Venue = strings.Repeat("字", MaxVenue+1) },
			"day: notice-short":        func(a *Announcement) { a.StartsAt = at("2026-11-05 23:59:59") },
			"day: bad-date":            func(a *Announcement) { a.StartsAt = at("2027-01-02 09:01") },
			"seats: bad-number":        func(a *Announcement) { a.Seats = 501 },
			"chair: bad-choice":        func(a *Announcement) { a.Chair = "nobody" },
			"chair: recused":           func(a *Announcement) { a.Chair = "wang" },
			"recorder: recused":        func(a *Announcement) { a.Recorder = "zhao" },
			"recorder: same-person":    func(a *Announcement) { a.Recorder = "chen" },
			"recorder: bad-choice":     func(a *Announcement) { a.Recorder = "he" },
			"invited: personal-data":   func(a *Announcement) { a.Invited = "王经理 13800138000" },
			"affected: too-long":       func(a *Announcement) { a.Affected = strings.Repeat("字", MaxInvited+1) },
			"materials: too-long":      func(a *Announcement) { a.Materials = strings.Repeat("字", MaxMaterials+1) },
			"topics: no-agenda":        func(a *Announcement) { a.Topics = nil },
			"topics: too-many":         func(a *Announcement) { a.Topics = make([]string, MaxAgenda+1) },
			"topics: bad-choice":       func(a *Announcement) { a.Topics = []string{shed, shed} },
			"not-allowed":              func(a *Announcement) { a.Community = "anzhen" },
			"venue: bad-text":          func(a *Announcement) { a.Venue = "\x00" },
			"materials: bad-text":      func(a *Announcement) { a.Materials = "\xff" },
			"materials: personal-data": func(a *Announcement) { a.Materials = "110101196001012345" },
		} {
			a := plan(shed, door)
			change(&a)
			h.refused(want, "chen", announce(a))
		}
		h.refused("topics: bad-choice", "chen", announce(plan(h.raise("sun", "没有审核"))))
		h.refused("topics: bad-choice", "chen", announce(plan("nothing")))
		h.refused("not-allowed", "wang", announce(plan(shed)))
		h.stands(shed, Accepted, "2026-11")

		earliest := plan(door, shed)
		earliest.StartsAt = at("2026-11-06 00:00") // three days after the third
		if got := EarliestMeeting(hepingli, h.now); !got.Equal(earliest.StartsAt) {
			h.Errorf("the earliest is %v", got)
		}
		id := h.must("chen", announce(earliest))
		h.letters("wang listed", "zhao listed")
		h.stands(shed, Listed, "2026-11")
		if got := h.acts(1); got != "meeting-announced" {
			h.Errorf("the last act is %s", got)
		}
		agenda := load(h, func(v *store.View) ([]Topic, error) { return v.Agenda("hepingli", id) })
		if len(agenda) != 2 || agenda[0].ID != door || agenda[1].ID != shed {
			h.Errorf("agenda %+v", agenda)
		}
		if s := h.meeting(id); s.Cycle != "2026-11" || s.State != MeetingAnnounced || s.Code != "482913" || s.Taken != 0 || s.Chair != "chen" {
			h.Errorf("%+v", s)
		}
		h.refused("already-done", "chen", announce(plan(h.accepted("sun", "另一件"))))
	})
}

func TestCancelMeeting(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		id := h.must("chen", announce(plan(shed)))
		h.must("sun", take(id))
		cancel := func(reason string) verb {
			return func(tx Tx, by residents.Sender) error { return CancelMeeting(tx, by, "hepingli", id, reason) }
		}
		h.refused("reason: empty", "chen", cancel(""))
		h.refused("not-allowed", "sun", cancel("停电"))
		h.must("chen", cancel("停电"))
		h.letters("wang unlisted", "sun meeting-cancelled")
		h.stands(shed, Accepted, "2026-11")
		if s := h.meeting(id); s.State != MeetingCancelled || s.Reason != "停电" || h.acts(1) != "meeting-cancelled" {
			h.Errorf("%+v, %s", s, h.acts(1))
		}
		h.refused("closed", "chen", cancel("停电"))
		h.refused("closed", "sun", take(id))
		h.must("chen", announce(plan(shed))) // the month may have another one
		h.stands(shed, Listed, "2026-11")
	})
}

func TestOpinions(t *testing.T) {
	each(t, func(h *hall) {
		shed, other := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "门禁")
		meeting := h.must("chen", announce(plan(shed)))
		leave := func(topic string, side Side, text string) verb {
			return func(tx Tx, by residents.Sender) error {
				return LeaveOpinion(tx, by, Opinion{Community: "hepingli", Meeting: meeting, Topic: topic, Side: side, Text: text, Paper: "7", By: "li"})
			}
		}
		slip := func(paper string, side Side) verb {
			return func(tx Tx, by residents.Sender) error {
				return EnterSlip(tx, by, Opinion{Community: "hepingli", Meeting: meeting, Topic: shed, Side: side, Paper: paper})
			}
		}
		h.refused("side: bad-choice", "sun", leave(shed, "maybe", ""))
		h.refused("text: empty", "sun", leave(shed, Question, ""))
		h.refused("text: personal-data", "sun", leave(shed, For, "13800138000"))
		h.refused("topic: bad-choice", "sun", leave(other, For, ""))
		h.refused("not-allowed", "he", leave(shed, For, ""))
		h.must("sun", leave(shed, For, ""))
		h.refused("already-done", "sun", leave(shed, Against, ""))
		h.must("wang", leave(shed, Question, "夜里吵吗？"))
		h.refused("not-allowed", "sun", slip("001", For))
		h.refused("paper: empty", "li", slip(" ", For))
		h.refused("paper: too-long", "li", slip(strings.Repeat("1", 21), For))
		h.must("li", slip("001", Against))
		h.refused("already-done", "chen", slip("001", For))
		h.must("li", slip("002", For))
		counts := load(h, func(v *store.View) ([]OpinionCount, error) { return v.OpinionCounts("hepingli", meeting) })
		if want := fmt.Sprint([]OpinionCount{{shed, Paper, 1, 1, 0}, {shed, Remote, 1, 0, 1}}); fmt.Sprint(counts) != want {
			h.Errorf("%v, want %v", counts, want)
		}
		h.set("2026-11-10 19:00")
		h.must("chen", open(meeting))
		h.must("li", slip("003", For))
		h.must("chen", closing(meeting))
		h.refused("closed", "li", slip("004", For))
		h.refused("closed", "zhao", leave(shed, For, ""))
	})
}

func TestMeeting(t *testing.T) {
	each(t, func(h *hall) {
		shed, other := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "门禁")
		meeting := h.must("chen", announce(plan(shed)))
		h.set("2026-11-10 17:59:59")
		h.refused("closed", "chen", open(meeting))
		h.refused("closed", "wang", signIn(meeting))
		h.set("2026-11-10 18:00")
		h.refused("not-allowed", "wang", open(meeting))
		h.must("chen", open(meeting))
		h.refused("closed", "chen", open(meeting))

		h.refused("code: wrong-code", "wang", func(tx Tx, by residents.Sender) error { return SignIn(tx, by, "hepingli", meeting, "000000") })
		h.must("wang", signIn(meeting))
		h.refused("already-done", "wang", signIn(meeting))
		h.must("chen", signIn(meeting))
		byHand := func(resident, name, part string) verb {
			return func(tx Tx, by residents.Sender) error {
				return SignInByHand(tx, by, Attendance{Community: "hepingli", Meeting: meeting, Resident: resident, Name: name, Part: part})
			}
		}
		h.refused("not-allowed", "wang", byHand("zhao", "", "resident"))
		h.refused("part: bad-choice", "li", byHand("zhao", "", "king"))
		h.refused("resident: bad-choice", "li", byHand("nobody", "", "resident"))
		h.refused("name: empty", "li", byHand("", "", "other"))
		h.refused("already-done", "li", byHand("wang", "", "resident"))
		h.must("li", byHand("zhao", "不要的", "representative"))
		h.must("li", byHand("", "物业王经理", "property"))
		present := load(h, func(v *store.View) ([]Attendance, error) { return v.Attendance("hepingli", meeting) })
		got := ""
		for _, a := range present {
			got += a.Resident + a.Name + " " + a.Part + " " + a.By + ";"
		}
		if want := "wang resident wang;chen committee chen;zhao representative li;物业王经理 property li;"; got != want {
			h.Errorf("present: %s", got)
		}

		put := func(topic, text string) verb {
			return func(tx Tx, by residents.Sender) error {
				return PutOption(tx, by, Option{Community: "hepingli", Meeting: meeting, Topic: topic, Text: text})
			}
		}
		count := func(hands Hands) verb {
			return func(tx Tx, by residents.Sender) error { return CountHands(tx, by, "hepingli", meeting, hands) }
		}
		h.refused("topic: bad-choice", "li", put(other, "建三个"))
		h.refused("text: empty", "li", put(shed, ""))
		h.refused("not-allowed", "wang", put(shed, "建三个"))
		h.refused("option: bad-choice", "li", count(Hands{Topic: shed, Channel: InRoom}))
		h.must("li", put(shed, "建三个"))
		for i := range MaxOptions - 1 {
			h.must("li", put(shed, fmt.Sprint("方案", i)))
		}
		h.refused("text: too-many", "li", put(shed, "再一个"))
		h.refused("channel: bad-choice", "li", count(Hands{Topic: shed, Channel: "telepathy"}))
		h.refused("against: bad-number", "li", count(Hands{Topic: shed, Channel: Remote, Against: -1}))
		h.refused("for: bad-number", "li", count(Hands{Topic: shed, Channel: Remote, For: 100_001}))
		h.refused("for: too-many-hands", "li", count(Hands{Topic: shed, Channel: InRoom, For: 3, Against: 1, Abstain: 1}))
		h.must("li", count(Hands{Topic: shed, Channel: InRoom, For: 2, Against: 1, Abstain: 1}))
		h.must("li", count(Hands{Topic: shed, Channel: InRoom, For: 3, Against: 1}))
		h.must("li", count(Hands{Topic: shed, Channel: Paper, For: 6}))
		hands := load(h, func(v *store.View) ([]Hands, error) { return v.HandsOf("hepingli", meeting) })
		if want := fmt.Sprint([]Hands{{shed, 0, Paper, 6, 0, 0}, {shed, 0, InRoom, 3, 1, 0}}); fmt.Sprint(hands) != want {
			h.Errorf("%v, want %v", hands, want)
		}

		h.refused("not-allowed", "wang", closing(meeting))
		h.must("chen", closing(meeting))
		if s := h.meeting(meeting); s.State != MeetingClosed || !s.ClosedAt.Equal(h.now) || h.acts(1) != "meeting-held" {
			h.Errorf("%+v, %s", s, h.acts(1))
		}
		h.refused("closed", "chen", closing(meeting))
		h.refused("closed", "sun", signIn(meeting))
		h.refused("closed", "li", byHand("sun", "", "resident"))
		h.refused("closed", "li", put(shed, "再一个"))
		h.refused("closed", "li", count(Hands{Topic: shed, Channel: InRoom}))
		h.refused("closed", "chen", func(tx Tx, by residents.Sender) error { return CancelMeeting(tx, by, "hepingli", meeting, "停电") })
	})
}
