package store_test

import (
	"fmt"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// What waits at a desk is counted and listed alike, on both databases.
func TestWorkThatWaits(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		w := &walk{t: t, s: s, now: start}
		w.admit()
		w.topics(2) // raised and accepted
		raise := func(id, who string) {
			w.do(who, func(tx *store.Tx, by residents.Sender) error {
				by.ID = id
				_, err := consultation.Raise(tx, by, consultation.Raising{Community: "hepingli", Title: id, Problem: "没有地方", Place: "3 号楼", Wish: "建棚"})
				return err
			})
		}
		raise("waiting-0000000000000", "hu")
		raise("declined-000000000000", "he")
		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: "declined-000000000000", Decision: consultation.Decline, Reason: "unclear", Sentence: "说不清"})
			return err
		})
		w.do("he", func(tx *store.Tx, by residents.Sender) error {
			return consultation.MakeAppeal(tx, by, "hepingli", "declined-000000000000", "说得清")
		})
		w.do("hu", func(tx *store.Tx, by residents.Sender) error {
			return consultation.MakeStatement(tx, by, consultation.Statement{Community: "hepingli", Topic: "topic-000000000000", Side: consultation.For, Text: "同意"})
		})
		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			for id, due := range map[string]time.Time{"task-late": w.now.Add(-time.Hour), "task-soon": w.now.Add(time.Hour), "task-later": w.now.AddDate(0, 1, 0)} {
				if err := tx.AddTask(consultation.Task{Community: "hepingli", ID: id, Topic: "topic-000000000000", Title: id, Owner: "物业", Due: due, Round: 1, MadeAt: w.now}); err != nil {
					return err
				}
			}
			_, err := consultation.Announce(tx, by, consultation.Announcement{
				Community: "hepingli", Form: consultation.FormForum, Venue: "议事厅", StartsAt: w.now.AddDate(0, 0, 10), Seats: 20,
				Chair: "zhang", Recorder: "zhou", Topics: []string{"topic-000000000001"}, Code: "123456",
			})
			return err
		})

		view(t, s, func(v *store.View) error {
			c, err := v.DeskCounts("hepingli", w.now)
			if err != nil {
				return err
			}
			c.Meeting, c.MeetingAt = "", time.Time{}
			want := store.DeskCounts{Topics: 1, Appeals: 1, Statements: 1, Tasks: 3, TasksLate: 1, People: 2, MeetingState: consultation.MeetingAnnounced}
			if c != want {
				t.Errorf("counts %+v, not %+v", c, want)
			}
			c, err = v.DeskCounts("hepingli", w.now.AddDate(0, 0, 20))
			if err != nil || c.TopicsLate != 2 || c.TasksLate != 2 {
				t.Errorf("later %+v %v", c, err)
			}
			none, err := v.DeskCounts("hepingli-street", w.now)
			if none != (store.DeskCounts{}) || err != nil {
				t.Errorf("elsewhere %+v %v", none, err)
			}
			work, err := v.WaitingWork("hepingli", w.now.AddDate(0, 0, 7), 20)
			if err != nil {
				return err
			}
			var kinds []string
			for _, one := range work {
				kinds = append(kinds, one.Kind)
			}
			if got := fmt.Sprint(kinds); got != "[task task appeal topic meeting]" && got != "[task task topic appeal meeting]" {
				t.Error(got)
			}
			oldest, err := v.OldestStatement("hepingli")
			if err != nil || oldest.IsZero() {
				t.Error(oldest, err)
			}
			appeals, err := v.OpenAppeals("hepingli", 10)
			if err != nil || len(appeals) != 1 || appeals[0].DecidedBy != "zhang" || appeals[0].Appeal.Text != "说得清" || appeals[0].AuthorName != "何静" {
				t.Errorf("appeals %+v %v", appeals, err)
			}
			waiting, err := v.UnscreenedTopics("hepingli", time.Time{}, "", 10)
			if err != nil || len(waiting) != 1 || waiting[0].AuthorName != "胡静" || waiting[0].Building != "6 号楼" {
				t.Errorf("waiting %+v %v", waiting, err)
			}
			if rest, err := v.UnscreenedTopics("hepingli", waiting[0].RaisedAt, waiting[0].ID, 10); len(rest) != 0 || err != nil {
				t.Errorf("after the last %+v %v", rest, err)
			}
			said, err := v.WaitingStatements("hepingli", time.Time{}, "", 10)
			if err != nil || len(said) != 1 || said[0].Name != "胡静" || said[0].Text != "同意" {
				t.Errorf("statements %+v %v", said, err)
			}
			if rest, err := v.WaitingStatements("hepingli", said[0].At, said[0].ID, 10); len(rest) != 0 || err != nil {
				t.Errorf("statements after the last %+v %v", rest, err)
			}
			if open, err := v.OpenQuestions("hepingli", 10); len(open) != 0 || err != nil {
				t.Errorf("questions %+v %v", open, err)
			}
			if calls, err := v.CallTopics("hepingli", "2026-11", 10); len(calls) != 0 || err != nil {
				t.Errorf("calls %+v %v", calls, err)
			}
			if late, err := v.OverdueBelow("hepingli-street", w.now, 10); len(late) != 0 || err != nil {
				t.Errorf("overdue, of a topic that is not carried out: %+v %v", late, err)
			}
			targets, err := v.MergeTargets("hepingli", 10)
			if err != nil || len(targets) != 2 {
				t.Errorf("targets %+v %v", targets, err)
			}
			return nil
		})

		w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
			topic, err := tx.Topic("hepingli", "topic-000000000000")
			if err != nil {
				return err
			}
			topic.State = consultation.Carrying
			if err := tx.SetTopic(topic); err != nil {
				return err
			}
			return tx.AddOrder(consultation.Order{Community: "hepingli", ID: "order-1", Topic: topic.ID, Task: "task-late", Text: "抓紧", Due: w.now, By: "liu", At: w.now})
		})
		view(t, s, func(v *store.View) error {
			late, err := v.OverdueBelow("hepingli-street", w.now, 10)
			if err != nil || len(late) != 1 || late[0].ID != "task-late" || late[0].Orders != 1 || late[0].Slug != "hepingli" {
				t.Errorf("overdue %+v %v", late, err)
			}
			for above, want := range map[string]error{"hepingli-street": nil, "dongcheng": nil, "hepingli": residents.ErrNotFound, "anzhen": residents.ErrNotFound} {
				if _, err := v.CommunityUnder(above, "hepingli"); err != want {
					t.Errorf("under %s: %v", above, err)
				}
			}
			if _, err := v.CommunityUnder("dongcheng", "hepingli-street"); err != residents.ErrNotFound {
				t.Error("a street is taken for a community:", err)
			}
			return nil
		})
		w.do("zhou", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.Screen(tx, by, consultation.Screening{Community: "hepingli", Topic: "declined-000000000000", Decision: consultation.Decline, Reason: "unclear", Sentence: "仍说不清"})
			return err
		})
		view(t, s, func(v *store.View) error {
			c, err := v.DeskCounts("hepingli", w.now)
			if c.Appeals != 0 {
				t.Error("an answered appeal still waits")
			}
			return err
		})
	})
}

func TestPeopleByBuilding(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		for i, building := range []string{"10 号楼", "2 号楼", "2 号楼", ""} {
			update(t, s, "hepingli", func(tx *store.Tx) error {
				one := residents.Resident{ID: fmt.Sprint("p", i), Community: "hepingli", Name: fmt.Sprintf("甲_%d", i), Building: building}
				_, err := residents.Admit(tx, residents.Sender{Standing: residents.Console, Now: start}, one, residents.RoleResident, residents.RoleVolunteer)
				return err
			})
		}
		view(t, s, func(v *store.View) error {
			key, got := store.PersonKey{}, ""
			for {
				some, err := v.People("hepingli", "", "甲_", key, 1)
				if err != nil {
					return err
				}
				if len(some) == 0 {
					break
				}
				got += some[0].ID + " "
				key = store.PersonKey{Building: some[0].Building, Name: some[0].Name, ID: some[0].ID}
			}
			if got != "p3 p1 p2 p0 " {
				t.Error("in order:", got)
			}
			some, err := v.People("hepingli", "2 号楼", "", store.PersonKey{Name: "甲_1", ID: "p1"}, 10)
			if err != nil || len(some) == 0 || some[0].ID != "p2" {
				t.Errorf("of a building: %+v %v", some, err)
			}
			roles, err := v.RolesOf("hepingli", "hepingli", []string{"p0", "p1", "nobody"}, start)
			if err != nil || len(roles) != 4 {
				t.Errorf("roles %+v %v", roles, err)
			}
			if over, err := v.RolesOf("hepingli", "hepingli", []string{"p0"}, start.AddDate(5, 0, 0)); len(over) != 0 || err != nil {
				t.Errorf("roles that are over %+v %v", over, err)
			}
			buildings, err := v.Buildings("hepingli")
			if err != nil || len(buildings) == 0 || buildings[len(buildings)-1].Building != "10 号楼" {
				t.Errorf("buildings %+v %v", buildings, err)
			}
			in, link, err := v.DoorOf("hepingli", "p0", start)
			if err != nil || !in.IsZero() || !link.IsZero() {
				t.Error(in, link, err)
			}
			return nil
		})
	})
}
