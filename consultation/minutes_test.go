package consultation_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	. "yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func settled(topic string) MinuteItem {
	return MinuteItem{
		Topic: topic, Kind: Settled, Consensus: "应当集中充电。", Text: "建三个充电棚。", Dissent: []string{"担心占用绿地。"},
		Owner: "物业公司", Task: "建三个充电棚", Due: day("2026-12-25"),
	}
}

// minutes are a draft with the given items.
func minutes(meeting string, items ...MinuteItem) Minutes {
	return Minutes{Community: "hepingli", Meeting: meeting, Statements: "居民介绍了情况，物业说明了方案。", Items: items}
}

func draft(m Minutes) verb {
	return func(tx Tx, by residents.Sender) error { _, err := Draft(tx, by, m); return err }
}

func (h *hall) latest(meeting string) Minutes {
	h.Helper()
	return load(h, func(v *store.View) (Minutes, error) { return v.LatestMinutes("hepingli", meeting) })
}

// confirm confirms the version as it is now.
func (h *hall) confirm(meeting string) verb {
	h.Helper()
	m := h.latest(meeting)
	return func(tx Tx, by residents.Sender) error {
		return Confirm(tx, by, "hepingli", meeting, m.Version, m.Digest())
	}
}

func publish(meeting string) verb {
	return func(tx Tx, by residents.Sender) error { return Publish(tx, by, "hepingli", meeting) }
}

// published drafts, has confirmed and publishes the minutes of a meeting where wang and zhao were.
func (h *hall) published(m Minutes) {
	h.Helper()
	h.must("li", draft(m))
	for _, who := range []string{"chen", "zhou", "wang", "zhao"} {
		h.must(who, h.confirm(m.Meeting))
	}
	h.must("chen", publish(m.Meeting))
}

func (h *hall) outcome(topic, meeting string) Outcome {
	h.Helper()
	return load(h, func(v *store.View) (Outcome, error) { return v.Outcome("hepingli", topic, meeting) })
}

func TestDraftRefused(t *testing.T) {
	each(t, func(h *hall) {
		shed, door := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "门禁")
		meeting := h.must("chen", announce(plan(shed, door)))
		whole := func() Minutes {
			return minutes(meeting, settled(shed), MinuteItem{Topic: door, Kind: LeftOpen, Text: "下月再议。"})
		}
		h.refused("closed", "li", draft(whole()))
		h.set("2026-11-10 19:00")
		h.must("chen", open(meeting))
		h.refused("closed", "li", draft(whole()))
		h.must("chen", closing(meeting))
		h.refused("not-allowed", "wang", draft(whole()))
		h.refused("unconfirmed", "chen", publish(meeting))
		h.refused("not-found", "chen", func(tx Tx, by residents.Sender) error { return Confirm(tx, by, "hepingli", meeting, 1, "") })
		for _, line := range []struct {
			want   string
			change func(*Minutes)
		}{
			{"statements: empty", func(m *Minutes) { m.Statements = "" }},
			{"statements: too-long", func(m *Minutes) { m.Statements = strings.Repeat("字", MaxMinutes+1) }},
			{"absent: personal-data", func(m *Minutes) { m.Absent = "13800138000" }},
			{"incomplete", func(m *Minutes) { m.Items = m.Items[:1] }},
			{"incomplete", func(m *Minutes) { m.Items[0], m.Items[1] = m.Items[1], m.Items[0] }},
			{"kind.1: bad-choice", func(m *Minutes) { m.Items[1].Kind = "vote" }},
			{"text.1: empty", func(m *Minutes) { m.Items[1].Text = "" }},
			{"consensus.0: too-long", func(m *Minutes) { m.Items[0].Consensus = strings.Repeat("字", MaxOutcome+1) }},
			{"dissent.0: empty", func(m *Minutes) { m.Items[0].Dissent = []string{"好", ""} }},
			{"dissent.1: too-many", func(m *Minutes) { m.Items[1].Dissent = make([]string, MaxDissent+1) }},
			{"owner.0: empty", func(m *Minutes) { m.Items[0].Owner = "" }},
			{"task.0: empty", func(m *Minutes) { m.Items[0].Task = "" }},
			{"due.0: bad-date", func(m *Minutes) { m.Items[0].Due = h.now }},
			{"due.0: bad-date", func(m *Minutes) { m.Items[0].Due = h.now.AddDate(MaxDue, 0, 1) }},
			{"next.1: bad-choice", func(m *Minutes) { m.Items[1].Kind = ToAssembly }},
			{"why.1: bad-choice", func(m *Minutes) { m.Items[1].Kind = ToHand }},
		} {
			m := whole()
			line.change(&m)
			h.refused(line.want, "li", draft(m))
		}
		stray := whole()
		stray.Correction = "还没有什么可更正"
		stray.Items[1].Owner, stray.Items[1].Why, stray.Items[1].Due = "13800138000", "money", day("2026-12-25")
		h.must("li", draft(stray))
		if m := h.latest(meeting); m.Version != 1 || m.Correction != "" || m.Items[1].Owner+m.Items[1].Why != "" || !m.Items[1].Due.IsZero() {
			h.Errorf("%+v", m)
		}
	})
}

func TestMinutes(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		meeting := h.held([]string{shed}, "chen", "zhou", "li", "wang", "zhao")
		h.must("li", draft(minutes(meeting, settled(shed))))
		h.refused("not-present", "sun", h.confirm(meeting))
		h.refused("not-allowed", "li", h.confirm(meeting)) // the committee is not the residents
		for _, who := range []string{"chen", "zhou", "wang"} {
			h.refused("unconfirmed", "chen", publish(meeting))
			h.must(who, h.confirm(meeting))
			h.refused("already-done", who, h.confirm(meeting))
		}

		// Saved again as it was, nothing is forgotten; changed, all of it.
		h.must("li", draft(minutes(meeting, settled(shed))))
		have := func() int {
			return len(load(h, func(v *store.View) ([]Confirmation, error) { return v.Confirmations("hepingli", meeting, 1) }))
		}
		if n := have(); n != 3 {
			h.Errorf("%d confirmations of what is as it was", n)
		}
		old := h.confirm(meeting)
		changed := settled(shed)
		changed.Text = "建三个充电棚，每棚十二个车位。"
		h.must("li", draft(minutes(meeting, changed)))
		if n := have(); n != 0 {
			h.Errorf("%d confirmations of what was changed", n)
		}
		h.refused("changed", "zhao", old) // what zhao has read is no more
		for _, who := range []string{"chen", "zhou", "wang", "zhao"} {
			h.must(who, h.confirm(meeting))
		}
		h.refused("not-allowed", "wang", publish(meeting))

		h.set("2026-12-26 00:00") // the last day of the task is over
		h.refused("due-past", "chen", publish(meeting))
		h.set("2026-12-25 23:59:59")
		h.must("chen", publish(meeting))
		h.letters("wang outcome")
		if got := h.acts(4); got != "meeting-held minutes-published outcome task" {
			h.Errorf("the last acts are %s", got)
		}
		h.refused("closed", "chen", publish(meeting))
		h.refused("closed", "sun", h.confirm(meeting))
		if s := h.meeting(meeting); s.State != MeetingPublished {
			h.Errorf("the meeting is %s", s.State)
		}
		m := h.latest(meeting)
		if fmt.Sprint(m.Counts) != "[{resident 2} {committee 3}]" {
			h.Errorf("who was there: %v", m.Counts)
		}
	})
}

// A member of the committee who has shown no passkey comes and confirms as one all the same.
func TestMemberWithoutPasskey(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		a := plan(shed)
		a.Recorder = "li"
		meeting := h.must("chen", announce(a))
		h.set("2026-11-10 19:00")
		h.must("chen", open(meeting))
		weak := func(do verb) verb {
			return func(tx Tx, by residents.Sender) error {
				by.Weak = true
				return do(tx, by)
			}
		}
		h.must("li", weak(signIn(meeting)))
		there := load(h, func(v *store.View) ([]Attendance, error) { return v.Attendance("hepingli", meeting) })
		if len(there) != 1 || there[0].Part != "committee" {
			h.Errorf("%+v", there)
		}
		h.must("chen", func(tx Tx, by residents.Sender) error {
			return SignInByHand(tx, by, Attendance{Community: "hepingli", Meeting: meeting, Resident: "zhou", Part: "resident"})
		})
		h.must("chen", closing(meeting))
		h.must("chen", draft(minutes(meeting, settled(shed))))
		h.refused("not-allowed", "zhou", weak(h.confirm(meeting)))
	})
}

// Where the chair can confirm nothing any more, another member of the committee does.
func TestMinutesWithoutTheirChair(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		meeting := h.held([]string{shed}, "chen", "zhou", "li", "wang", "zhao")
		h.must("li", draft(minutes(meeting, settled(shed))))
		h.refused("not-allowed", "li", h.confirm(meeting)) // while the chair is there
		h.until("chen", "2026-11-11 09:00")
		h.set("2026-11-11 10:00")
		weakly := h.confirm(meeting)
		h.refused("not-allowed", "li", func(tx Tx, by residents.Sender) error {
			by.Weak = true
			return weakly(tx, by)
		})
		h.refused("not-present", "sun", h.confirm(meeting)) // not on the committee
		for _, who := range []string{"zhou", "wang", "zhao"} {
			h.must(who, h.confirm(meeting))
		}
		h.refused("unconfirmed", "zhou", publish(meeting))
		h.must("li", h.confirm(meeting))
		h.refused("already-done", "li", h.confirm(meeting))
		have := load(h, func(v *store.View) ([]Confirmation, error) { return v.Confirmations("hepingli", meeting, 1) })
		var instead []string
		for _, c := range have {
			if h.meeting(meeting).StoodIn(c) {
				instead = append(instead, c.Resident+" "+c.As)
			}
		}
		if fmt.Sprint(instead) != "[li chair]" {
			h.Errorf("%v of %+v", instead, have)
		}
		h.must("zhou", publish(meeting))
	})
}

// Whoever wrote a topic of the agenda stands in for nobody, nor does one person for two.
func TestWhoStandsIn(t *testing.T) {
	each(t, func(h *hall) {
		shed := h.accepted("wang", "电动车充电棚")
		meeting := h.held([]string{shed}, "chen", "zhou", "wang", "zhao")
		parts := func(who, author string) []string {
			return load(h, func(v *store.View) ([]string, error) {
				one, err := v.Standing("hepingli", who)
				if err != nil {
					return nil, err
				}
				return StandsIn(agendaBy{v, author}, one, h.meeting(meeting), h.now)
			})
		}
		if got := parts("li", "wang"); got != nil {
			h.Errorf("while both are there: %v", got)
		}
		if err := h.store.Update(t.Context(), "hepingli", func(tx *store.Tx) error { return tx.Erase("hepingli", "zhou") }); err != nil {
			h.Fatal(err)
		}
		for who, want := range map[string]string{"li": "[recorder]", "chen": "[]", "wang": "[]"} {
			if got := fmt.Sprint(parts(who, "wang")); got != want {
				h.Errorf("%s stands in as %v, not %v", who, got, want)
			}
		}
		if got := parts("li", "li"); got != nil {
			h.Errorf("at a meeting about their own topic: %v", got)
		}
		h.must("chen", draft(minutes(meeting, settled(shed))))
		h.until("chen", "2026-11-11 09:00")
		h.set("2026-11-11 10:00")
		h.must("li", h.confirm(meeting)) // as the chair: another is needed as the recorder
		h.refused("already-done", "li", h.confirm(meeting))
		h.refused("unconfirmed", "li", publish(meeting))
	})
}

// agendaBy is what is stored, with another author of what is on the agenda.
type agendaBy struct {
	*store.View
	author string
}

func (a agendaBy) Agenda(body, meeting string) ([]Topic, error) {
	all, err := a.View.Agenda(body, meeting)
	for i := range all {
		all[i].Author = a.author
	}
	return all, err
}

// TestCorrection: a new version, the old one stays readable; words change, what follows does not.
func TestCorrection(t *testing.T) {
	each(t, func(h *hall) {
		shed, door := h.accepted("wang", "电动车充电棚"), h.accepted("zhao", "门禁")
		meeting := h.held([]string{shed, door}, "chen", "zhou", "wang", "zhao")
		first := minutes(meeting, settled(shed), MinuteItem{Topic: door, Kind: ToAssembly, Text: "需居民会议决定。", Next: "assembly"})
		h.published(first)
		one := h.latest(meeting)

		h.set("2026-12-28 09:00") // after the task's day: a correction may still be made
		second := minutes(meeting, settled(shed), MinuteItem{Topic: door, Kind: ToAssembly, Text: "需居民会议决定。"})
		h.refused("correction: empty", "li", draft(second))
		second.Correction = "棚的数目写错了。"
		for want, change := range map[string]func(*MinuteItem){
			"kind.0: outcome-fixed":  func(it *MinuteItem) { it.Kind = LeftOpen },
			"owner.0: outcome-fixed": func(it *MinuteItem) { it.Owner = "街道" },
			"task.0: outcome-fixed":  func(it *MinuteItem) { it.Task = "建四个" },
			"due.0: outcome-fixed":   func(it *MinuteItem) { it.Due = it.Due.Add(time.Hour) },
			"next.0: outcome-fixed":  func(it *MinuteItem) { it.Next = "assembly" },
		} {
			m := second
			m.Items = append([]MinuteItem(nil), second.Items...)
			change(&m.Items[0])
			h.refused(want, "li", draft(m))
		}
		second.Items[0].Text = "建四个充电棚。"
		second.Items[0].Owner, second.Items[0].Task, second.Items[0].Due = "", "", time.Time{} // left out: as it was
		h.must("li", draft(second))
		two := h.latest(meeting)
		if two.Version != 2 || two.Digest() == one.Digest() || two.Items[0].Owner != "物业公司" || !two.Items[0].Due.Equal(day("2026-12-25")) || two.Items[1].Next != "assembly" {
			h.Errorf("%+v", two)
		}
		if before := h.outcome(shed, meeting); before.Text != "建三个充电棚。" || before.Version != 1 {
			h.Errorf("the outcome changed with a draft: %+v", before)
		}
		for _, who := range []string{"chen", "zhou", "wang"} {
			h.must(who, h.confirm(meeting))
		}
		h.refused("unconfirmed", "chen", publish(meeting))
		h.must("zhao", h.confirm(meeting))
		h.must("chen", publish(meeting))
		h.letters("wang outcome") // door's words stayed, and so did its disclosure
		if got := h.acts(2); got != "minutes-published outcome" {
			h.Errorf("the last acts are %s", got)
		}
		corrected, same := h.outcome(shed, meeting), h.outcome(door, meeting)
		if corrected.Text != "建四个充电棚。" || corrected.Version != 2 || !corrected.Until.Equal(day("2027-01-12")) || same.Version != 1 {
			h.Errorf("%+v\n%+v", corrected, same)
		}
		versions := load(h, func(v *store.View) ([]Minutes, error) { return v.MinutesVersions("hepingli", meeting) })
		if len(versions) != 2 || versions[1].Digest() != one.Digest() || versions[1].Items[0].Text != "建三个充电棚。" {
			h.Errorf("%d versions; the first is %+v", len(versions), versions[len(versions)-1])
		}
		tasks := load(h, func(v *store.View) ([]Task, error) { return v.Tasks("hepingli", shed) })
		if len(tasks) != 1 {
			h.Errorf("%d tasks after a correction", len(tasks))
		}
		third := second
		third.Correction = "再更正一次。"
		h.must("li", draft(third))
		if m := h.latest(meeting); m.Version != 3 {
			h.Errorf("version %d", m.Version)
		}
	})
}
