package store_test

import (
	"slices"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

const (
	walked = "topic-000000000001" // settled by the walk's meeting
	sent   = "topic-000000000009" // sent to the street by the walk
)

// The residents' reads are tried on a month that the verbs walked, on both databases.
func TestMonthReads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		w := &walk{t: t, s: s, now: start}
		w.admit()
		w.topics(3)
		t.Run("before the meeting", w.monthBefore)
		t.Run("the meeting ahead", w.monthAhead)
		t.Run("after the meeting", w.monthAfter)
		t.Run("letters", w.lettersRead)
		t.Run("photos", w.photosShown)
	})
}

func (w *walk) monthBefore(t *testing.T) {
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		by.ID = sent
		_, err := consultation.Raise(tx, by, consultation.Raising{Community: "hepingli", Title: "早市占道", Problem: "绕行", Place: "东门", Wish: "规范", Photos: [][]byte{{1}, {2}}})
		return err
	})
	view(t, w.s, func(v *store.View) error {
		due, err := v.FirstScreenDue("hepingli")
		if due.IsZero() || err != nil {
			t.Errorf("screening due %v, %v", due, err)
		}
		return err
	})
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: sent, Decision: consultation.Refer, Reason: "beyond-community", To: "street", Sentence: "转街道"})
		return err
	})
	view(t, w.s, func(v *store.View) error {
		c, err := v.CountMonth("hepingli", "2026-07")
		if c.All() != 4 || c.Entered() != 3 || c.Referred != 1 || c.State[consultation.Handed] != 1 || err != nil {
			t.Errorf("counts %+v, %v", c, err)
		}
		if due, err := v.FirstScreenDue("hepingli"); !due.IsZero() || err != nil {
			t.Errorf("screening due %v, %v", due, err)
		}
		rows, err := v.MonthTopics("hepingli", "2026-07", "", 10)
		if len(rows) != 4 || err != nil {
			t.Errorf("topics %+v, %v", rows, err)
			return err
		}
		i := slices.IndexFunc(rows, func(r store.TopicRow) bool { return r.ID == sent })
		if r := rows[i]; r.HandedTo != "和平里街道" || r.HandedLevel != residents.LevelSubdistrict || !r.Offered || r.HandDue.IsZero() {
			t.Errorf("handed %+v", r)
		}
		for but, want := range map[string]int{"2026-07": 0, "2026-08": 1} {
			if above, err := v.HandedTopics("hepingli", but, 10); len(above) != want || err != nil {
				t.Errorf("above but %s: %+v, %v", but, above, err)
			}
		}
		cases, err := v.CasesHeld(street.ID, time.Time{}, "", 10)
		if len(cases) != 1 || cases[0].Topic != sent || cases[0].Community != "和平里社区" || !cases[0].Offered || err != nil {
			t.Errorf("cases %+v, %v", cases, err)
			return err
		}
		rest, err := v.CasesHeld(street.ID, cases[0].Due, cases[0].Topic, 10)
		if len(rest) != 0 || err != nil {
			t.Errorf("cases after the last %+v, %v", rest, err)
		}
		elsewhere, err := v.CasesHeld(district.ID, time.Time{}, "", 10)
		if len(elsewhere) != 0 {
			t.Errorf("the district's cases %+v", elsewhere)
		}
		return err
	})
}

func (w *walk) monthAhead(t *testing.T) {
	w.meet("meeting-00000000b", "topic-000000000002", walked)
	for _, who := range []string{"hu", "he", "zhou"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, "hepingli", "meeting-00000000b")
			return err
		})
	}
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: "meeting-00000000b", Topic: walked, Side: consultation.For})
	})
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Support(tx, by, "hepingli", "topic-000000000000")
	})
	view(t, w.s, func(v *store.View) error {
		rows, err := v.MonthTopics("hepingli", "2026-07", "meeting-00000000b", 3)
		if len(rows) != 3 || rows[0].ID != "topic-000000000002" || rows[1].ID != walked || rows[2].ID != "topic-000000000000" || err != nil {
			t.Errorf("agenda first, then supporters: %+v, %v", rows, err)
		}
		if mine, err := v.OpinionsBy("hepingli", "meeting-00000000b", "hu"); !slices.Equal(mine, []string{walked}) || err != nil {
			t.Errorf("opinions %v, %v", mine, err)
		}
		if n, err := v.Waiting("hepingli", "meeting-00000000b"); n != 1 || err != nil {
			t.Errorf("waiting %d, %v", n, err)
		}
		for who, waiting := range map[string]bool{"hu": false, "zhou": true} {
			seats, err := v.SeatsOf("hepingli", who, w.now, 10)
			if len(seats) != 1 || seats[0].Waiting != waiting || seats[0].Meeting.ID != "meeting-00000000b" || err != nil {
				t.Errorf("%s: seats %+v, %v", who, seats, err)
			}
		}
		supported, err := v.SupportedBy("hepingli", "hu", 10)
		if len(supported) != 1 || supported[0].ID != "topic-000000000000" || supported[0].Supporters != 1 || err != nil {
			t.Errorf("supported %+v, %v", supported, err)
		}
		lines, err := v.MonthBelow(street, "2026-07", 10)
		if len(lines) != 2 || lines[0].Name != "安贞社区" || !lines[0].StartsAt.IsZero() || lines[1].State != consultation.MeetingAnnounced || err != nil {
			t.Errorf("below the street %+v, %v", lines, err)
		}
		lines, err = v.MonthBelow(district, "2026-07", 10)
		if len(lines) != 2 || lines[1].Street != "和平里街道" || err != nil {
			t.Errorf("below the district %+v, %v", lines, err)
		}
		return err
	})
}

func (w *walk) monthAfter(t *testing.T) {
	const meeting = "meeting-00000000b"
	w.now = w.now.Add(5 * 24 * time.Hour)
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.OpenMeeting(tx, by, "hepingli", meeting)
	})
	for _, who := range []string{"hu", "he"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, "hepingli", meeting, "012345")
		})
	}
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, "hepingli", meeting)
	})
	var draft consultation.Minutes
	w.do("zhang", func(tx *store.Tx, by residents.Sender) (err error) {
		draft, err = consultation.Draft(tx, by, consultation.Minutes{Community: "hepingli", Meeting: meeting, Statements: "都说了", Items: []consultation.MinuteItem{
			{Topic: "topic-000000000002", Kind: consultation.LeftOpen, Text: "下月再议"},
			{Topic: walked, Kind: consultation.Settled, Text: "建三个棚", Owner: "物业公司", Task: "建棚", Due: w.now.Add(30 * 24 * time.Hour)},
		}})
		return err
	})
	view(t, w.s, func(v *store.View) error {
		for since, want := range map[time.Time]int{start: 1, w.now.Add(time.Hour): 0} {
			if all, err := v.Unconfirmed("hepingli", since, 10); len(all) != want || err != nil {
				t.Errorf("unconfirmed since %v: %+v, %v", since, all, err)
			}
		}
		return nil
	})
	for _, who := range []string{"zhou", "zhang", "hu", "he"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Confirm(tx, by, "hepingli", meeting, draft.Version, draft.Digest())
		})
	}
	w.do("zhou", func(tx *store.Tx, by residents.Sender) error {
		by.ID = "publish-00000000"
		return consultation.Publish(tx, by, "hepingli", meeting)
	})
	view(t, w.s, func(v *store.View) error {
		if all, err := v.Unconfirmed("hepingli", start, 10); len(all) != 0 || err != nil {
			t.Errorf("unconfirmed after publication %+v, %v", all, err)
		}
		running, err := v.RunningDisclosures("hepingli", w.now, 10)
		if len(running) != 2 || running[0].Title == "" || err != nil {
			t.Errorf("running %+v, %v", running, err)
			return err
		}
		if over, err := v.RunningDisclosures("hepingli", running[0].Until, 10); len(over) != 0 || err != nil {
			t.Errorf("running when over %+v, %v", over, err)
		}
		of, err := v.MeetingDisclosures("hepingli", meeting)
		if len(of) != 2 || of[0].Kind != consultation.LeftOpen || of[1].Topic != walked || err != nil {
			t.Errorf("of the meeting %+v, %v", of, err)
		}
		due, err := v.FirstTaskDue("hepingli", "2026-07")
		if due.IsZero() || err != nil {
			t.Errorf("task due %v, %v", due, err)
			return err
		}
		for at, want := range map[time.Time]int{due: 1, due.Add(-time.Second): 0} {
			late, err := v.LateTasks("hepingli", at, 10)
			if len(late) != want || err != nil {
				t.Errorf("late at %v: %+v, %v", at, late, err)
			}
		}
		rows, err := v.TopicsBefore("hepingli", []consultation.State{consultation.Carrying}, store.TopicKey{}, 10)
		if len(rows) != 1 || !rows[0].TaskDue.Equal(due) || err != nil {
			t.Errorf("carrying %+v, %v", rows, err)
		}
		months, err := v.MonthsBefore("hepingli", "", 10)
		if len(months) != 1 || months[0].Month != "2026-07" || months[0].Topics != 4 || months[0].Settled != 2 || months[0].MetAt.IsZero() || err != nil {
			t.Errorf("months %+v, %v", months, err)
		}
		earlier, err := v.MonthsBefore("hepingli", "2026-07", 10)
		if len(earlier) != 0 {
			t.Errorf("earlier months %+v", earlier)
		}
		return err
	})
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.FinishTask(tx, by, "hepingli", "publish-00000000-t1")
	})
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Rate(tx, by, consultation.RatingMark{Community: "hepingli", Topic: walked, Solved: consultation.SolvedYes, Satisfied: 5})
	})
	view(t, w.s, func(v *store.View) error {
		for who, want := range map[string]int{"hu": 0, "he": 1} {
			if all, err := v.Unrated("hepingli", who, w.now, 10); len(all) != want || err != nil {
				t.Errorf("%s has not rated %+v, %v", who, all, err)
			}
		}
		if all, err := v.Unrated("hepingli", "he", w.now.AddDate(0, 1, 0), 10); len(all) != 0 || err != nil {
			t.Errorf("unrated when over %+v, %v", all, err)
		}
		return nil
	})
}

func (w *walk) lettersRead(t *testing.T) {
	var last int64
	view(t, w.s, func(v *store.View) error {
		n, err := v.Unread("hepingli", "he")
		all, err2 := v.LettersBefore("hepingli", "he", 0, "", 100)
		if n == 0 || n != len(all) || err != nil || err2 != nil {
			t.Errorf("%d unread of %d, %v, %v", n, len(all), err, err2)
			return err
		}
		one, err := v.LettersBefore("hepingli", "he", all[0].At, all[0].ID, 1)
		if len(one) != 1 || one[0].ID != all[1].ID || one[0].Read || err != nil {
			t.Errorf("the letter before the first %+v, %v", one, err)
		}
		last = all[1].At
		return err
	})
	w.do("he", func(tx *store.Tx, by residents.Sender) error { return tx.ReadLetters("hepingli", "he", last) })
	view(t, w.s, func(v *store.View) error {
		all, err := v.LettersBefore("hepingli", "he", 0, "", 100)
		if err != nil {
			return err
		}
		unread := 0
		for _, l := range all {
			if !l.Read {
				unread++
			}
			if l.Read != (l.At <= last) {
				t.Errorf("letter %+v", l)
			}
		}
		if n, err := v.Unread("hepingli", "he"); n != unread || err != nil {
			t.Errorf("%d unread, not %d, %v", n, unread, err)
		}
		if n, err := v.Unread("hepingli", "hu"); n == 0 || err != nil {
			t.Errorf("another's letters are read too: %d, %v", n, err)
		}
		mine, err := v.TopicsBy("hepingli", "he", store.TopicKey{}, 2)
		if len(mine) != 2 || mine[0].ID != "topic-000000000002" || err != nil {
			t.Errorf("topics by %+v, %v", mine, err)
			return err
		}
		rest, err := v.TopicsBy("hepingli", "he", mine[1].Key(), 2)
		if len(rest) != 1 || rest[0].ID != "topic-000000000000" {
			t.Errorf("the rest %+v", rest)
		}
		return err
	})
}

func (w *walk) photosShown(t *testing.T) {
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return tx.AddPhoto(consultation.Photo{Community: "hepingli", ID: "loose-00000000000", Subject: "progress/nothing", JPEG: []byte{3}, At: w.now})
	})
	view(t, w.s, func(v *store.View) error {
		jpeg, topic, err := v.Photo("hepingli", sent+"-p1")
		if len(jpeg) != 1 || jpeg[0] != 2 || topic != sent || err != nil {
			t.Errorf("photo %v of %q, %v", jpeg, topic, err)
		}
		if _, topic, err := v.Photo("hepingli", "loose-00000000000"); topic != "" || err != nil {
			t.Errorf("photo of no post is of %q, %v", topic, err)
		}
		if _, _, err := v.Photo("anzhen", sent+"-p1"); err != residents.ErrNotFound {
			t.Errorf("another community's photo: %v", err)
		}
		return nil
	})
}
