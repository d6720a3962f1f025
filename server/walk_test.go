package main

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// walk takes a booted portal's month to where a test begins, by the verbs
// themselves. People are written home/id; the chair is chen, the recorder zhou, and
// li is whoever else works at the desk.
type walk struct {
	*booted
	n int
}

func bootWalk(t testing.TB) *walk { return &walk{booted: boot(t)} }

// by runs a verb for somebody at the clock's time and gives the command's id, by
// which the verb names what it makes. also are other bodies that it writes to.
func (w *walk) by(who string, verb func(tx *store.Tx, by residents.Sender) error, also ...string) (id string) {
	w.t.Helper()
	id, err := w.try(who, verb, also...)
	if err != nil {
		w.t.Fatalf("%s: %v", who, err)
	}
	return id
}

// try is by for a verb that may be refused.
func (w *walk) try(who string, verb func(tx *store.Tx, by residents.Sender) error, also ...string) (id string, err error) {
	w.n++
	id = fmt.Sprintf("walk-command-%06d", w.n)
	home, name, _ := strings.Cut(who, "/")
	body := home
	if len(also) > 0 {
		body, also = also[0], append(also[1:], home)
	}
	return id, w.store.Update(context.Background(), body, func(tx *store.Tx) error {
		standing, err := tx.Standing(home, name)
		if err != nil {
			return err
		}
		return verb(tx, residents.Sender{Standing: standing, Now: w.clock.Now(), ID: id})
	}, also...)
}

// beijingTime is a time of day in Beijing: "2026-11-03 09:00".
func beijingTime(s string) time.Time {
	at, err := time.ParseInLocation("2006-01-02 15:04", s, hepingli.Location())
	if err != nil {
		panic(err)
	}
	return at
}

// raise lets somebody raise a topic at home and gives its id.
func (w *walk) raise(who, title string) string {
	w.t.Helper()
	home, _, _ := strings.Cut(who, "/")
	return w.by(who, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Raise(tx, by, consultation.Raising{
			Community: home, Title: title, Problem: "三栋楼有二百多辆电动自行车，晚上飞线充电。\n\n去年烧过一次。",
			Place: "3 号楼南侧空地", Affected: "3、5、7 号楼", Wish: "建三处充电棚，带烟感和喷淋。",
		})
		return err
	})
}

// screen decides on a topic of hepingli by li; a reason left out is the first of the list.
func (w *walk) screen(s consultation.Screening) {
	w.t.Helper()
	s.Community = "hepingli"
	if s.Reason == "" {
		s.Reason = consultation.ScreeningReasons[s.Decision][0]
	}
	if s.Sentence == "" {
		s.Sentence = "附议的人多，涉及三栋楼。"
	}
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, s)
		return err
	})
}

// accepted is a topic of wang's that will be consulted.
func (w *walk) accepted(title string) string {
	w.t.Helper()
	id := w.raise("hepingli/wang", title)
	w.screen(consultation.Screening{Topic: id, Decision: consultation.Accept})
	return id
}

// announce announces a meeting of hepingli and gives its id. The room's code is 246810.
func (w *walk) announce(at string, seats int, topics ...string) string {
	w.t.Helper()
	return w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Announce(tx, by, consultation.Announcement{
			Community: "hepingli", Form: consultation.FormForum, Venue: "社区议事厅（3 号楼东侧平房）", StartsAt: beijingTime(at), Seats: seats,
			Chair: "chen", Recorder: "zhou", Invited: "街道平安建设办公室，和平物业", Affected: "3、5、7 号楼骑电动车的住户",
			Materials: "三个选址的图和报价，见居委会门口展板。", Topics: topics, Code: "246810",
		})
		return err
	})
}

// open opens the room at the clock's time and signs people of hepingli in.
func (w *walk) open(meeting string, people ...string) {
	w.t.Helper()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.OpenMeeting(tx, by, "hepingli", meeting)
	})
	for _, who := range people {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, "hepingli", meeting, "246810")
		})
	}
}

// option puts an option before the room with the hands counted for it there.
func (w *walk) option(meeting, topic, words string, place int, hands ...consultation.Hands) {
	w.t.Helper()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.PutOption(tx, by, consultation.Option{Community: "hepingli", Meeting: meeting, Topic: topic, Text: words})
	})
	for _, h := range hands {
		h.Topic, h.Option = topic, place
		w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			return consultation.CountHands(tx, by, "hepingli", meeting, h)
		})
	}
}

// end closes the meeting and drafts its minutes.
func (w *walk) end(meeting string, items ...consultation.MinuteItem) {
	w.t.Helper()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, "hepingli", meeting)
	})
	w.draft(meeting, "", items...)
}

// draft writes minutes, or a correction of them.
func (w *walk) draft(meeting, correction string, items ...consultation.MinuteItem) {
	w.t.Helper()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Draft(tx, by, consultation.Minutes{
			Community: "hepingli", Meeting: meeting, Absent: "街道平安建设办公室（请假）", Statements: "大家先说了飞线充电的危险，再比较三个选址。",
			Items: items, Correction: correction,
		})
		return err
	})
}

// confirm lets people of hepingli confirm the latest minutes.
func (w *walk) confirm(meeting string, people ...string) {
	w.t.Helper()
	for _, who := range people {
		w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			m, err := tx.LatestMinutes("hepingli", meeting)
			if err != nil {
				return err
			}
			return consultation.Confirm(tx, by, "hepingli", meeting, m.Version, m.Digest())
		})
	}
}

// publish publishes minutes that are confirmed; somebody else wrote them.
func (w *walk) publish(meeting string) {
	w.t.Helper()
	w.by("hepingli/chen", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Publish(tx, by, "hepingli", meeting)
	})
}

// settledItem is an outcome that is to be carried out to the end of a day.
func settledItem(topic, due string) consultation.MinuteItem {
	return consultation.MinuteItem{
		Topic: topic, Kind: consultation.Settled, Consensus: "先建南侧一处，用三个月再看。", Dissent: []string{"担心离住户窗户太近。"},
		Text: "在 3 号楼南侧建三处充电棚。", Owner: "和平物业", Task: "建三处充电棚", Due: beijingTime(due + " 23:59").Add(time.Minute),
	}
}

// hold opens a meeting on its evening, signs in five, and ends it with its minutes confirmed.
func (w *walk) hold(meeting, at string, items ...consultation.MinuteItem) {
	w.t.Helper()
	w.clock.set(at)
	w.open(meeting, "wang", "zhao", "sun", "chen", "zhou")
	w.end(meeting, items...)
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
}

// carrying walks one topic from raising to the day after its outcome was
// published: raised on 3 November, met on the 20th, published on the 23rd, its one
// task due on 20 January.
func (w *walk) carrying() (topic, meeting string) {
	w.t.Helper()
	w.clock.set("2026-11-03 09:00")
	topic = w.accepted("3 号楼南侧建电动车充电棚")
	w.clock.set("2026-11-10 09:00")
	meeting = w.announce("2026-11-20 19:00", 22, topic)
	w.hold(meeting, "2026-11-20 19:00", settledItem(topic, "2027-01-20"))
	w.clock.set("2026-11-23 09:00")
	w.publish(meeting)
	w.clock.set("2026-11-24 09:00")
	return topic, meeting
}

// finish finishes every task of a topic, so that residents begin to rate.
func (w *walk) finish(topic string) {
	w.t.Helper()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		tasks, err := tx.Tasks("hepingli", topic)
		if err != nil {
			return err
		}
		for _, k := range tasks {
			if err := consultation.FinishTask(tx, by, "hepingli", k.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// rate lets somebody of hepingli rate a topic.
func (w *walk) rate(who, topic string, solved consultation.Solved, satisfied int) {
	w.t.Helper()
	w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
		return consultation.Rate(tx, by, consultation.RatingMark{Community: "hepingli", Topic: topic, Solved: solved, Satisfied: satisfied})
	})
}

// tick does what the portal's clock does in hepingli.
func (w *walk) tick() {
	w.t.Helper()
	err := w.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		return consultation.Turn(tx, hepingli, w.clock.Now())
	})
	if err != nil {
		w.t.Fatal(err)
	}
}

// TestWalk walks the whole month, so that what the helpers promise is so.
func TestWalk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	w.finish(topic)
	w.rate("zhao", topic, consultation.SolvedYes, 5)
	w.clock.set("2026-12-20 09:00")
	w.tick()
	err := w.store.View(context.Background(), func(v *store.View) error {
		got, err := v.Topic("hepingli", topic)
		if got.State != consultation.Archived || got.RateCount != 1 {
			t.Errorf("after the walk: %+v", got)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
