package store_test

import (
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// What the pages of a meeting read, on both databases.
func TestMeetingReads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		s := open()
		house(t, s)
		w := &walk{t: t, s: s, now: start}
		w.admit()
		w.beforeMeeting(t)
		w.inTheRoom(t)
		w.do("he", func(tx *store.Tx, by residents.Sender) error {
			return tx.AddCodeTry("hepingli", "meeting-00000000b", "he", by.ID, by.Now)
		})
		view(t, s, w.meetingReads)
		w.afterMeeting(t)
		view(t, s, func(v *store.View) error {
			seqs, err := v.PublishedAt("hepingli", "meeting-00000000b")
			if len(seqs) != 1 || err != nil {
				t.Errorf("published at %v, %v", seqs, err)
				return err
			}
			e, err := v.Entry("hepingli", seqs[0])
			if e.Kind != "minutes-published" {
				t.Errorf("entry %+v", e)
			}
			return err
		})
	})
}

func (w *walk) meetingReads(v *store.View) error {
	const meeting, topic = "meeting-00000000b", "topic-000000000002"
	zhou := residents.Person{Name: residents.Mask("周_明"), Building: "6 号楼"}
	for reader, want := range map[string]store.MeetingFace{
		"":      {Waiting: 1},
		"zhang": {Waiting: 1},
		"hu":    {Waiting: 1, Seated: true, Present: true},
		"zhou":  {Waiting: 1, Place: 1},
	} {
		want.Chair, want.Recorder = zhou, residents.Person{Name: residents.Mask("张%"), Building: "6 号楼"}
		if face, err := v.MeetingFace("hepingli", meeting, reader); face != want || err != nil {
			w.t.Errorf("for %q: %+v, %v", reader, face, err)
		}
	}
	if _, err := v.MeetingFace("anzhen", meeting, "hu"); err != residents.ErrNotFound {
		w.t.Errorf("another community's: %v", err)
	}
	own, err := v.OwnOpinions("hepingli", meeting, "hu")
	if len(own) != 1 || own[0].Topic != topic || own[0].Side != consultation.For || own[0].Text != "同意" || err != nil {
		w.t.Errorf("own opinions %+v, %v", own, err)
	}
	if own, err := v.OwnOpinions("hepingli", meeting, "he"); len(own) != 0 || err != nil {
		w.t.Errorf("somebody else's %+v, %v", own, err)
	}
	for _, since := range []struct {
		at   time.Time
		want int
	}{{w.now.Add(-time.Minute), 1}, {w.now, 0}} {
		if n, err := v.CodeTries("hepingli", meeting, "he", since.at); n != since.want || err != nil {
			w.t.Errorf("tries since %v: %d, %v", since.at, n, err)
		}
	}
	s, err := v.Meeting("hepingli", meeting)
	if err != nil {
		return err
	}
	n, err := v.MeetingNumber("hepingli", s) // the one before it was cancelled
	if n != 1 {
		w.t.Errorf("number %d", n)
	}
	return err
}
