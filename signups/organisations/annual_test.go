package organisations_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups/organisations"
)

// stand lets the choir, that wang and chen speak for, be on record.
func (y *yard) stand() {
	y.Helper()
	y.do("wang", makes())
	y.id = fmt.Sprintf("command-%08d", y.sent)
	y.do("wang", func(tx *store.Tx, by residents.Sender) error { return SubmitOrganisation(tx, by, "hepingli", y.id) })
	y.do("li", func(tx *store.Tx, by residents.Sender) error {
		return ReviewOrganisation(tx, by, "hepingli", y.id, true, "")
	})
	y.do("liu@jiedao", func(tx *store.Tx, by residents.Sender) error {
		return FileOrganisation(tx, by, "hepingli", y.id, true, "")
	})
	y.do("wang", func(tx *store.Tx, by residents.Sender) error {
		return tx.AddContact(Contact{Community: "hepingli", Organisation: y.id, Resident: "chen", Phone: "13800138009", Since: by.Now})
	})
}

func (y *yard) at(year int, month time.Month, day, hour int) {
	y.now = time.Date(year, month, day, hour, 0, 0, 0, hepingli.Location())
}

func (y *yard) view(f func(v *store.View) error) {
	y.Helper()
	if err := y.store.View(context.Background(), f); err != nil {
		y.Fatal(err)
	}
}

func (y *yard) notes() (all []AnnualNote) {
	y.Helper()
	y.view(func(v *store.View) (err error) { all, err = v.AnnualNotes("hepingli", y.id); return err })
	return all
}

func (y *yard) letters(who, kind string) (n int) {
	y.Helper()
	y.view(func(v *store.View) error {
		all, err := v.LettersBefore("hepingli", who, 0, "", 100)
		for _, l := range all {
			if l.Kind == kind {
				n++
			}
		}
		return err
	})
	return n
}

var aYear = NoteContent{Did: "每周排练，重阳节演出。", Activities: 46, People: 320, In: 192000, Out: 185050, Next: "办一场社区春晚。"}

func writes(id string, year, version int, c NoteContent, hand bool) verb {
	return func(tx *store.Tx, by residents.Sender) error {
		return WriteNote(tx, by, "hepingli", id, year, version, c, hand)
	}
}

func reads(id string, year, version int, good bool, reason string) verb {
	return func(tx *store.Tx, by residents.Sender) error {
		return JudgeNote(tx, by, "hepingli", id, year, version, good, reason)
	}
}

// A note is drafted, handed in, sent back, handed in again and read, by those who may and in that order.
func TestAnnualNoteStepByStep(t *testing.T) {
	each(t, func(y *yard) {
		y.stand()
		y.refused("wang", ErrNoteYear, writes(y.id, 2027, 0, aYear, false)) // it is not over
		y.at(2028, 1, 5, 9)
		for _, year := range []int{2026, 2028, 2019, -1} {
			y.refused("wang", ErrNoteYear, writes(y.id, year, 0, aYear, true))
		}
		for _, who := range []string{"sun", "li", "qian@anzhen", "liu@jiedao"} {
			if err := y.in(who, false, writes(y.id, 2027, 0, aYear, true)); err == nil {
				t.Error(who, "writes it")
			}
		}
		y.do("wang", writes(y.id, 2027, 0, NoteContent{Did: "先记一笔"}, false))
		y.refused("li", ErrState, reads(y.id, 2027, 1, true, ""))
		y.refused("chen", ErrChanged, writes(y.id, 2027, 0, aYear, true))
		y.refused("chen", residents.ErrEmpty, writes(y.id, 2027, 1, NoteContent{Did: "没有写计划"}, true))
		for _, odd := range []func(c *NoteContent){
			func(c *NoteContent) { c.People = -1 }, func(c *NoteContent) { c.Activities = MaxReached + 1 }, func(c *NoteContent) { c.In = -1 }, func(c *NoteContent) { c.Out = MaxCents + 1 },
		} {
			bad := aYear
			odd(&bad)
			y.refused("chen", residents.ErrNumber, writes(y.id, 2027, 1, bad, true))
		}
		y.do("chen", writes(y.id, 2027, 1, aYear, true))
		y.refused("wang", ErrState, writes(y.id, 2027, 2, aYear, false))
		y.refused("chen", residents.ErrOwnMatter, reads(y.id, 2027, 2, true, "")) // speaks for it
		for _, who := range []string{"wang", "sun", "qian@anzhen", "liu@jiedao"} {
			if err := y.in(who, false, reads(y.id, 2027, 2, true, "")); err == nil {
				t.Error(who, "reads it")
			}
		}
		y.refused("li", residents.ErrEmpty, reads(y.id, 2027, 2, false, ""))
		y.do("li", reads(y.id, 2027, 2, false, "支出请写清楚"))
		y.refused("li", ErrState, reads(y.id, 2027, 3, true, ""))
		y.do("wang", writes(y.id, 2027, 3, aYear, true))
		y.refused("li", ErrChanged, reads(y.id, 2027, 3, true, ""))
		y.do("li", reads(y.id, 2027, 4, true, ""))
		y.refused("li", ErrState, reads(y.id, 2027, 5, true, ""))
		y.refused("wang", ErrState, writes(y.id, 2027, 5, aYear, true))
		if all := y.notes(); len(all) != 1 || all[0].State != NoteRead || all[0].NoteContent != aYear || all[0].ReadBy != "li" {
			t.Errorf("%+v", all)
		}
		if y.letters("chen", "note-returned") != 1 || y.letters("wang", "note-read") != 1 {
			t.Error("its contacts are not told")
		}
	})
}

// Owed are the years in which it was on record, but not that in whose last quarter it was filed;
// who is late is reminded once, by the clock.
func TestOverdueNotes(t *testing.T) {
	zone := hepingli.Location()
	filed := func(y, m, d int) Organisation {
		return Organisation{State: Filed, FiledAt: time.Date(y, time.Month(m), d, 9, 0, 0, 0, zone), Until: day(2028, 9, 30)}
	}
	for _, c := range []struct {
		o       Organisation
		on      [3]int
		missing []int
	}{
		{filed(2026, 9, 30), [3]int{2026, 12, 31}, nil}, {filed(2026, 9, 30), [3]int{2027, 3, 31}, nil}, {filed(2026, 9, 30), [3]int{2027, 4, 1}, []int{2026}},
		{filed(2026, 10, 1), [3]int{2027, 4, 1}, nil}, {filed(2026, 10, 1), [3]int{2028, 4, 1}, []int{2027}}, {filed(2026, 9, 30), [3]int{2028, 4, 1}, []int{2027, 2026}},
		{filed(2026, 9, 30), [3]int{2029, 4, 1}, []int{2028, 2027, 2026}}, {filed(2026, 9, 30), [3]int{2030, 4, 1}, []int{2028, 2027}}, // its filing was over in 2028
	} {
		if got := MissingNotes(c.o, nil, day(c.on[0], c.on[1], c.on[2]), zone); !slices.Equal(got, c.missing) {
			t.Errorf("filed %v, on %v: %v, not %v", c.o.FiledAt, c.on, got, c.missing)
		}
	}
	each(t, func(y *yard) {
		y.stand()
		remind := func() {
			t.Helper()
			err := y.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error { return RemindNotes(tx, hepingli, y.now) })
			if err != nil {
				t.Fatal(err)
			}
		}
		due := func(want bool) {
			t.Helper()
			y.view(func(v *store.View) error {
				got, err := RemindNotesDue(v, hepingli, y.now)
				if got != want {
					t.Errorf("%v: due %v", y.now, got)
				}
				return err
			})
		}
		due(false)
		y.at(2027, 4, 1, 0)
		due(false) // filed in the last quarter
		y.at(2028, 3, 31, 23)
		due(false)
		remind()
		y.at(2028, 4, 1, 0)
		due(true)
		remind()
		remind()
		due(false)
		if y.letters("wang", "note-late") != 1 || y.letters("chen", "note-late") != 1 || y.letters("sun", "note-late") != 0 {
			t.Error("reminded otherwise than once")
		}
		y.do("wang", writes(y.id, 2027, 0, aYear, true))
		y.at(2029, 4, 1, 0)
		due(true)
		y.do("wang", writes(y.id, 2028, 0, aYear, true))
		due(false) // it came in time for the clock
		y.do("wang", func(tx *store.Tx, by residents.Sender) error {
			return CloseOrganisation(tx, by, "hepingli", y.id, "散了")
		})
		if all := y.notes(); len(all) != 0 {
			t.Errorf("what nobody read stays: %+v", all)
		}
	})
}

// Where a note is missing the rung of the street's record says so; nothing else comes of it.
func TestLadderNamesMissingNotes(t *testing.T) {
	o := Organisation{State: Filed, Kind: FiledKind, FiledAt: begin, Until: day(2028, 11, 1)}
	want := func(o Organisation, missing ...int) Want {
		all := WantsFor(OnRecord, o, day(2029, 1, 1), missing)
		i := slices.IndexFunc(all, func(w Want) bool { return w.Code == "note" })
		if i < 0 {
			return Want{}
		}
		return all[i]
	}
	if w := want(o, 2027); w.Met || !w.Known || !slices.Equal(w.Years, []int{2027}) || w.Source == "" {
		t.Errorf("%+v", w)
	}
	if w := want(o); !w.Met {
		t.Errorf("%+v", w)
	}
	if w := want(Organisation{}); w.Code != "" {
		t.Errorf("of one that was never filed: %+v", w)
	}
}

func party(change ...func(*EventContent)) EventContent {
	c := EventContent{
		Title: "重阳节演出", What: "合唱队和小学生同台。", Where: "中心花园", Starts: time.Date(2026, 11, 20, 14, 0, 0, 0, hepingli.Location()), Ends: time.Date(2026, 11, 20, 16, 0, 0, 0, hepingli.Location()),
		Outside: true, People: 120, Cents: 300000, Safety: "六名志愿者看通道，备急救箱。",
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// An event is reported before it begins, asked back about, answered, acknowledged and called off.
func TestEventStepByStep(t *testing.T) {
	each(t, func(y *yard) {
		y.stand()
		reports := func(c EventContent) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				_, err := ReportEvent(tx, by, "hepingli", y.id, "", c)
				return err
			}
		}
		for _, bad := range []struct {
			why    residents.Reason
			change func(c *EventContent)
		}{
			{residents.ErrEmpty, func(c *EventContent) { c.Safety = "" }}, {ErrEventBegun, func(c *EventContent) { c.Starts = begin }}, {ErrTerm, func(c *EventContent) { c.Ends = c.Starts }},
			{ErrEventLong, func(c *EventContent) { c.Ends = c.Starts.AddDate(0, 1, 0) }}, {ErrEventLong, func(c *EventContent) { c.Starts, c.Ends = c.Starts.AddDate(3, 0, 0), c.Ends.AddDate(3, 0, 0) }},
			{residents.ErrNumber, func(c *EventContent) { c.People = 0 }}, {residents.ErrNumber, func(c *EventContent) { c.Cents = -1 }},
		} {
			y.refused("wang", bad.why, reports(party(bad.change)))
		}
		for _, who := range []string{"sun", "li", "qian@anzhen"} {
			if err := y.in(who, false, reports(party())); err == nil {
				t.Error(who, "reports it")
			}
		}
		y.do("wang", reports(party()))
		event := func() (e Event) {
			y.view(func(v *store.View) error {
				all, err := v.EventsOf("hepingli", y.id)
				e = all[len(all)-1]
				return err
			})
			return e
		}
		id := event().ID
		judges := func(version int, good bool, words string) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return JudgeEvent(tx, by, "hepingli", y.id, id, version, good, words)
			}
		}
		changes := func(version int, c EventContent) verb {
			return func(tx *store.Tx, by residents.Sender) error {
				return ChangeEvent(tx, by, "hepingli", y.id, id, version, c)
			}
		}
		off := func(tx *store.Tx, by residents.Sender) error { return WithdrawEvent(tx, by, "hepingli", y.id, id) }
		y.refused("chen", residents.ErrOwnMatter, judges(1, true, ""))
		y.refused("li", residents.ErrEmpty, judges(1, false, ""))
		y.do("li", judges(1, false, "下雨怎么办？"))
		y.refused("li", ErrState, judges(2, true, ""))
		y.refused("wang", ErrChanged, changes(1, party()))
		y.do("chen", changes(2, party(func(c *EventContent) { c.Safety += "下雨改到活动室。" })))
		y.refused("sun", residents.ErrNotYours, off)
		y.do("li", judges(3, true, ""))
		y.refused("wang", ErrState, changes(4, party()))
		if e := event(); e.State != EventNoted || e.Late(hepingli.Location()) || !slices.Equal(e.Why(RulesAt(day(2026, 11, 20))), []string{"people", "outside"}) {
			t.Errorf("%+v", e)
		}
		if y.letters("wang", "event-asked") != 1 || y.letters("chen", "event-noted") != 1 {
			t.Error("its contacts are not told")
		}
		y.do("wang", off)
		y.refused("wang", ErrState, off)
		y.do("wang", reports(party(func(c *EventContent) { c.Title = "彩排" })))
		y.at(2026, 11, 20, 15)
		late := event()
		y.refused("wang", ErrEventBegun, func(tx *store.Tx, by residents.Sender) error { return WithdrawEvent(tx, by, "hepingli", y.id, late.ID) })
		var kinds []string
		y.view(func(v *store.View) error {
			all, err := v.LastEntriesOfKinds("hepingli", "organisation/"+y.id, 9, "organisation-event", "organisation-event-off")
			for _, e := range all {
				kinds = append(kinds, e.Kind)
			}
			return err
		})
		if len(kinds) != 2 {
			t.Errorf("on the record: %v", kinds)
		}
		if errors.Is(y.in("qian@anzhen", false, off), nil) {
			t.Error("a stranger calls it off")
		}
	})
}

// Each rule by which an event is large counts from its own figure on.
func TestLargeEvents(t *testing.T) {
	rules := RulesAt(day(2026, 11, 2))
	for _, c := range []struct {
		c    EventContent
		want []string
	}{
		{EventContent{People: 99, Cents: 999999}, nil}, {EventContent{People: 100}, []string{"people"}}, {EventContent{People: 49, Outside: true}, nil}, {EventContent{People: 50, Outside: true}, []string{"outside"}},
		{EventContent{People: 1, Cents: 1000000}, []string{"money"}}, {EventContent{People: 1000, Outside: true}, []string{"people", "outside", "permit"}},
	} {
		if got := c.c.Why(rules); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, not %v", c.c, got, c.want)
		}
	}
}
