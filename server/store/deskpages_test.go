package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// The desk's reads are tried on a month that the verbs walked, on both databases.
func TestDeskReads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		w := &walk{t: t, s: s, now: start}
		w.admit()
		t.Run("before the meeting", w.beforeMeeting)
		t.Run("in the room", w.inTheRoom)
		t.Run("after the meeting", w.afterMeeting)
	})
}

type walk struct {
	t   *testing.T
	s   *store.Store
	now time.Time
	n   int
}

func (w *walk) admit() {
	for _, p := range []struct {
		id, name string
		roles    []residents.RoleName
	}{
		{"zhang", "张%", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
		{"zhou", "周_明", []residents.RoleName{residents.RoleResident, residents.RoleCommitteeMember}},
		{"he", "何静", []residents.RoleName{residents.RoleResident, residents.RoleVolunteer}},
		{"hu", "胡静", []residents.RoleName{residents.RoleResident}},
	} {
		update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
			r := residents.Resident{ID: p.id, Community: "hepingli", Name: p.name, Building: "6 号楼", JoinedAt: w.now}
			_, err := residents.Admit(tx, residents.Sender{Standing: residents.Console, Now: w.now}, r, p.roles...)
			return err
		})
	}
}

// do runs a verb for somebody, a minute after the one before.
func (w *walk) do(who string, verb func(tx *store.Tx, by residents.Sender) error) {
	w.t.Helper()
	w.now = w.now.Add(time.Minute)
	w.n++
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		standing, err := tx.Standing("hepingli", who)
		if err != nil {
			return err
		}
		return verb(tx, residents.Sender{Standing: standing, Now: w.now, ID: commandID(w.n)})
	})
}

func (w *walk) topics(n int) {
	for i := range n {
		id := fmt.Sprintf("topic-00000000000%d", i)
		w.do("he", func(tx *store.Tx, by residents.Sender) error {
			by.ID = id
			_, err := consultation.Raise(tx, by, consultation.Raising{Community: "hepingli", Title: "充电棚 " + fmt.Sprint(i), Problem: "没有地方", Place: "3 号楼", Affected: "5 号楼", Wish: "建棚"})
			return err
		})
		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: id, Decision: consultation.Accept, Reason: "common-concern", Sentence: "列入"})
			return err
		})
	}
}

func (w *walk) beforeMeeting(t *testing.T) {
	w.topics(3)
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Support(tx, by, "hepingli", "topic-000000000002")
	})
	view(t, w.s, func(v *store.View) error {
		all, err := v.Candidates("hepingli", 2)
		if err != nil {
			return err
		}
		if len(all) != 2 || all[0].ID != "topic-000000000002" || all[0].Supports != 1 || all[1].Author != "he" || all[1].AuthorName != "何静" || all[1].Number != "2026-001" {
			t.Errorf("candidates %+v", all)
		}
		for begins, want := range map[string]int{"": 6, "何": 1, "%": 0, "张%": 1, "周_": 1, "周明": 0, "静": 0, `\`: 0} {
			if found, err := v.ResidentsNamed("hepingli", begins, 10); len(found) != want || err != nil {
				t.Errorf("named %q: %+v, %v", begins, found, err)
			}
		}
		if found, err := v.ResidentsNamed("anzhen", "", 10); len(found) != 0 || err != nil {
			t.Errorf("another community's: %+v, %v", found, err)
		}
		return nil
	})
}

// meet announces a meeting under the given id.
func (w *walk) meet(id string, topics ...string) {
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		by.ID = id
		_, err := consultation.Announce(tx, by, consultation.Announcement{
			Community: "hepingli", Form: consultation.FormForum, Venue: "活动室", StartsAt: w.now.Add(5 * 24 * time.Hour),
			Seats: 2, Chair: "zhou", Recorder: "zhang", Topics: topics, Code: "012345",
		})
		return err
	})
}

func (w *walk) inTheRoom(t *testing.T) {
	w.meet("meeting-00000000a", "topic-000000000000")
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CancelMeeting(tx, by, "hepingli", "meeting-00000000a", "停电")
	})
	w.meet("meeting-00000000b", "topic-000000000001", "topic-000000000002")
	for _, who := range []string{"hu", "he", "zhou"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, "hepingli", "meeting-00000000b")
			return err
		})
	}
	w.do("hu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: "meeting-00000000b", Topic: "topic-000000000002", Side: consultation.For, Text: "同意"})
	})
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.EnterSlip(tx, by, consultation.Opinion{Community: "hepingli", Meeting: "meeting-00000000b", Topic: "topic-000000000002", Side: consultation.Against, Paper: "07"})
	})
	w.now = w.now.Add(5 * 24 * time.Hour)
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.OpenMeeting(tx, by, "hepingli", "meeting-00000000b")
	})
	for _, who := range []string{"hu", "he"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, "hepingli", "meeting-00000000b", "012345")
		})
	}
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.SignInByHand(tx, by, consultation.Attendance{Community: "hepingli", Meeting: "meeting-00000000b", Name: "物业 刘经理", Part: "property"})
	})
	for i := range 2 {
		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			return consultation.PutOption(tx, by, consultation.Option{Community: "hepingli", Meeting: "meeting-00000000b", Topic: "topic-000000000001", Text: fmt.Sprint("方案 ", i)})
		})
	}
	view(t, w.s, func(v *store.View) error {
		all, err := v.MeetingsBefore("hepingli", time.Time{}, "", 10)
		if len(all) != 2 || all[0].ID != "meeting-00000000b" || err != nil {
			t.Errorf("meetings %+v, %v", all, err)
			return err
		}
		for _, from := range []struct {
			at   time.Time
			id   string
			want int
		}{{all[0].StartsAt, all[0].ID, 1}, {all[0].StartsAt, "z", 2}, {all[1].StartsAt, all[1].ID, 0}} {
			if older, err := v.MeetingsBefore("hepingli", from.at, from.id, 10); len(older) != from.want || err != nil {
				t.Errorf("meetings before %v: %+v, %v", from, older, err)
			}
		}
		seated, err := v.SeatedPeople("hepingli", "meeting-00000000b")
		if len(seated) != 3 || err != nil {
			t.Errorf("seated %+v, %v", seated, err)
			return err
		}
		if seated[0].Name != "胡静" || !seated[0].Present || seated[0].Waiting || seated[2].Resident != "zhou" || !seated[2].Waiting || seated[2].Present {
			t.Errorf("seated %+v", seated)
		}
		present, err := v.PresentPeople("hepingli", "meeting-00000000b")
		if len(present) != 3 || err != nil {
			t.Errorf("present %+v, %v", present, err)
			return err
		}
		if g := present[0]; g.Resident != "" || g.Name != "物业 刘经理" || g.Part != "property" || !g.ByHand {
			t.Errorf("guest %+v", g)
		}
		if r := present[2]; r.Resident != "hu" || r.Name != "胡静" || r.Building != "6 号楼" || r.ByHand {
			t.Errorf("resident %+v", r)
		}
		left, err := v.OpinionsLeft("hepingli", "meeting-00000000b", 10)
		want := []store.Left{
			{Topic: "topic-000000000002", Side: consultation.For, Text: "同意", Channel: consultation.Remote},
			{Topic: "topic-000000000002", Side: consultation.Against, Channel: consultation.Paper, Paper: "07"},
		}
		if !slices.Equal(left, want) || err != nil {
			t.Errorf("opinions %+v, %v", left, err)
		}
		options, err := v.OptionsOf("hepingli", "meeting-00000000b")
		if len(options) != 2 || options[1].Text != "方案 1" || err != nil {
			t.Errorf("options %+v, %v", options, err)
		}
		return err
	})
}

func (w *walk) afterMeeting(t *testing.T) {
	const meeting = "meeting-00000000b"
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.CloseMeeting(tx, by, "hepingli", meeting)
	})
	var draft consultation.Minutes
	w.do("zhang", func(tx *store.Tx, by residents.Sender) (err error) {
		draft, err = consultation.Draft(tx, by, consultation.Minutes{Community: "hepingli", Meeting: meeting, Statements: "都说了", Items: []consultation.MinuteItem{
			{Topic: "topic-000000000001", Kind: consultation.Settled, Text: "建三个棚", Owner: "物业公司", Task: "建棚", Due: w.now.Add(30 * 24 * time.Hour)},
			{Topic: "topic-000000000002", Kind: consultation.ToAssembly, Text: "要开大会", Next: "assembly"},
		}})
		return err
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
	for i, who := range []string{"hu", "he"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			by.ID = fmt.Sprint("objection-000000", i)
			return consultation.Object(tx, by, "hepingli", "topic-000000000001", meeting, "太远")
		})
	}
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		return consultation.AnswerObjection(tx, by, "hepingli", "objection-0000000", "会改")
	})
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		by.ID = "task-00000000000"
		return consultation.AddTask(tx, by, consultation.Task{Community: "hepingli", Topic: "topic-000000000001", Title: "接电", Owner: "物业公司", Helper: "he", Due: w.now.Add(10 * 24 * time.Hour)})
	})
	for _, words := range []string{"开工", "过半"} {
		w.do("he", func(tx *store.Tx, by residents.Sender) error {
			return consultation.PostProgress(tx, by, "hepingli", "task-00000000000-t", words, nil)
		})
	}
	view(t, w.s, func(v *store.View) error {
		confirmed, err := v.Confirmers("hepingli", meeting, 1)
		if len(confirmed) != 4 || confirmed[0] != (store.Confirmer{Resident: "zhou", Name: "周_明", As: "chair", At: confirmed[0].At}) || err != nil {
			t.Errorf("confirmers %+v, %v", confirmed, err)
		}
		outcomes, err := v.OutcomesBefore("hepingli", time.Time{}, "", 10)
		if len(outcomes) != 2 || err != nil {
			t.Errorf("outcomes %+v, %v", outcomes, err)
			return err
		}
		if o := outcomes[1]; o.Number != "2026-002" || o.Objections != 2 || o.Unanswered != 1 || o.Kind != consultation.Settled {
			t.Errorf("outcome %+v", o)
		}
		older, err := v.OutcomesBefore("hepingli", outcomes[0].Until, outcomes[0].Topic, 10)
		if len(older) != 1 || older[0].Topic != outcomes[1].Topic || err != nil {
			t.Errorf("older outcomes %+v, %v", older, err)
		}
		of, err := v.OutcomesOf("hepingli", "topic-000000000002")
		if len(of) != 1 || of[0].Next != "assembly" || err != nil {
			t.Errorf("outcomes of a topic %+v, %v", of, err)
		}
		waiting, err := v.OpenObjections("hepingli", 10)
		if len(waiting) != 1 || waiting[0].Name != "何静" || waiting[0].Title != "充电棚 1" || waiting[0].Text != "太远" || err != nil {
			t.Errorf("objections %+v, %v", waiting, err)
		}
		return err
	})
	w.tasksAndRatings(t)
}

func (w *walk) tasksAndRatings(t *testing.T) {
	view(t, w.s, func(v *store.View) error {
		tasks, err := v.OpenTasks("hepingli", time.Time{}, "", 10)
		if len(tasks) != 2 || err != nil {
			t.Errorf("tasks %+v, %v", tasks, err)
			return err
		}
		if k := tasks[0]; k.Title != "接电" || k.HelperName != "何静" || k.LastWords != "过半" || k.LastAt.IsZero() || k.TopicNumber != "2026-002" || k.TopicTitle != "充电棚 1" {
			t.Errorf("task %+v", k)
		}
		if k := tasks[1]; k.HelperName != "" || k.LastWords != "" || !k.LastAt.IsZero() || k.Orders != 0 {
			t.Errorf("task %+v", k)
		}
		rest, err := v.OpenTasks("hepingli", tasks[0].Due, tasks[0].ID, 10)
		if len(rest) != 1 || rest[0].ID != tasks[1].ID || err != nil {
			t.Errorf("tasks after the first %+v, %v", rest, err)
		}
		return err
	})
	for _, task := range []string{"task-00000000000-t", "publish-00000000-t0"} {
		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			return consultation.FinishTask(tx, by, "hepingli", task)
		})
	}
	for i, who := range []string{"hu", "he", "zhou"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Rate(tx, by, consultation.RatingMark{Community: "hepingli", Topic: "topic-000000000001", Solved: []consultation.Solved{"yes", "no", "yes"}[i], Satisfied: 3 + i, Words: []string{"", "还行", "好"}[i]})
		})
	}
	view(t, w.s, func(v *store.View) error {
		shares, err := v.RatingShares("hepingli", "topic-000000000001", 1)
		if !slices.Equal(shares, []store.RatingShare{{Solved: "no", N: 1, Sum: 4}, {Solved: "yes", N: 2, Sum: 8}}) || err != nil {
			t.Errorf("shares %+v, %v", shares, err)
		}
		words, err := v.RatingWords("hepingli", "topic-000000000001", 1, 10)
		if !slices.Equal(words, []string{"好", "还行"}) || err != nil {
			t.Errorf("words %q, %v", words, err)
		}
		tasks, err := v.OpenTasks("hepingli", time.Time{}, "", 10)
		if len(tasks) != 0 || err != nil {
			t.Errorf("tasks left %+v, %v", tasks, err)
		}
		return err
	})
}
