package store_test

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// What the page of a topic reads, on both databases, after the whole walk.
func TestCaseReads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		w := &walk{t: t, s: s, now: start}
		w.admit()
		w.beforeMeeting(t)
		w.speak()
		w.inTheRoom(t)
		w.afterMeeting(t)
		w.do("zhang", func(tx *store.Tx, _ residents.Sender) error {
			if err := tx.AddPhoto(consultation.Photo{Community: "hepingli", ID: "photo-0000000001", Subject: "topic/topic-000000000001", JPEG: make([]byte, 3000), At: w.now}); err != nil {
				return err
			}
			return tx.SetHands("hepingli", "meeting-00000000b", consultation.Hands{Topic: "topic-000000000001", Option: 1, Channel: consultation.InRoom, For: 2})
		})
		view(t, s, w.caseReads)
	})
}

func (w *walk) speak() {
	for _, who := range []string{"hu", "zhou", "hu"} {
		w.do(who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.MakeStatement(tx, by, consultation.Statement{Community: "hepingli", Topic: "topic-000000000002", Side: consultation.For, Text: "支持"})
		})
	}
	w.do("zhang", func(tx *store.Tx, by residents.Sender) error {
		all, err := tx.Spoken("hepingli", "topic-000000000002", "zhou", "", 9)
		if err != nil || len(all) != 1 {
			w.t.Errorf("zhou reads %+v, %v", all, err)
			return err
		}
		return consultation.ShowStatement(tx, by, "hepingli", all[0].ID)
	})
}

func (w *walk) caseReads(v *store.View) error {
	const topic, settled, meeting = "topic-000000000002", "topic-000000000001", "meeting-00000000b"
	face, err := v.TopicFace("hepingli", topic, "hu")
	if want := (store.TopicFace{Author: residents.Person{Name: residents.Mask("何静"), Building: "6 号楼"}, Supporters: 1, Supported: true}); face != want || err != nil {
		w.t.Errorf("face %+v, %v", face, err)
	}
	if _, err := v.TopicFace("anzhen", topic, "hu"); err != residents.ErrNotFound {
		w.t.Errorf("another community's: %v", err)
	}
	spoken, err := v.Spoken("hepingli", topic, "hu", "", 9)
	if len(spoken) != 3 || spoken[1].By.Name != residents.Mask("周_明") || err != nil {
		w.t.Errorf("hu reads %+v, %v", spoken, err)
		return err
	}
	if older, err := v.Spoken("hepingli", topic, "hu", spoken[1].ID, 9); len(older) != 1 || older[0].ID != spoken[2].ID || err != nil {
		w.t.Errorf("older %+v, %v", older, err)
	}
	if all, err := v.Spoken("hepingli", topic, "", "", 9); len(all) != 1 || err != nil {
		w.t.Errorf("a stranger reads %+v, %v", all, err)
	}
	if n, err := v.SpokenCount("hepingli", topic); n[consultation.For] != 1 || len(n) != 1 || err != nil {
		w.t.Errorf("count %v, %v", n, err)
	}
	meetings, err := v.MeetingsOn("hepingli", topic)
	if len(meetings) != 1 || meetings[0].ID != meeting || err != nil {
		w.t.Errorf("meetings %+v, %v", meetings, err)
	}
	options, err := v.OptionsOn("hepingli", settled)
	if len(options) != 2 || options[1].Meeting != meeting || err != nil {
		w.t.Errorf("options %+v, %v", options, err)
	}
	left, err := v.OpinionsOn("hepingli", topic)
	if c := left[meeting]; len(c) != 2 || c[0].Channel != consultation.Paper || c[0].Against != 1 || c[1].For != 1 || err != nil {
		w.t.Errorf("opinions %+v, %v", left, err)
	}
	objections, err := v.ObjectionsOn("hepingli", settled, 9)
	if len(objections) != 2 || objections[0].By.Name != residents.Mask("胡静") || objections[0].Reply != "会改" || err != nil {
		w.t.Errorf("objections %+v, %v", objections, err)
	}
	rated, err := v.Rated("hepingli", settled, 1, "hu")
	if not, _ := v.Rated("hepingli", settled, 1, "zhang"); !rated || not || err != nil {
		w.t.Errorf("rated %v %v %v", rated, not, err)
	}
	entries, err := v.LastEntriesOn("hepingli", "topic/"+settled, 2)
	if len(entries) != 2 || entries[0].Kind != "carried-out" || entries[0].Seq <= entries[1].Seq || err != nil {
		w.t.Errorf("entries %+v, %v", entries, err)
	}
	if hands, err := v.HandsOn("hepingli", settled); len(hands[meeting]) != 1 || hands[meeting][0].For != 2 || err != nil {
		w.t.Errorf("hands %+v, %v", hands, err)
	}
	if photos, err := v.PhotosOn("hepingli", settled); len(photos) != 1 || len(photos[0].Head) != 1024 || err != nil {
		w.t.Errorf("photos %+v, %v", photos, err)
	}
	names, err := v.BodiesOn("hepingli", settled)
	if names["hepingli"] == "" || err != nil {
		w.t.Errorf("names %v, %v", names, err)
	}
	merged, err := v.MergedInto("hepingli", settled, 9)
	if len(merged) != 0 || err != nil {
		w.t.Errorf("merged %v, %v", merged, err)
	}
	return err
}
