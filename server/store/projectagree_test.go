package store_test

import (
	"errors"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// at sets the clock to a day and hour of Beijing.
func (w *road) at(when string) {
	w.t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", when, hepingli.Location())
	if err != nil {
		w.t.Fatal(err)
	}
	w.now = at
}

// is checks the reason that a verb gave.
func (w *road) is(want residents.Reason, err error) {
	w.t.Helper()
	if got := reason(err); got != want {
		w.t.Errorf("%q, want %q", got, want)
	}
}

// A notice whose last day falls within the national holiday is over after it, and working
// days for answers pass over it as well.
func TestNoticeEndsAfterAHoliday(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.must(w.agree(project.Full))
		w.at("2026-09-24 09:00")
		w.must(w.putUp())
		n := w.facts().Notices[0]
		if got := n.Until.In(hepingli.Location()).Format(time.DateTime); got != "2026-10-09 00:00:00" {
			t.Errorf("seven days from 24 September end at %s", got)
		}
		if n.Source == "" {
			t.Error("the days have no source")
		}
		w.at("2026-09-30 09:00")
		w.must(w.object("h2", 1))
		if got := w.facts().Objections[0].Due.In(hepingli.Location()).Format(time.DateOnly); got != "2026-10-11" { // 8, 9 and 10 October, a Saturday on which people work
			t.Errorf("three working days from 30 September end before %s", got)
		}
		w.at("2026-10-01 09:00")
		w.is(project.ErrUnnoticed, w.approve("h-desk-two"))
		w.is(consultation.ErrAlready, w.object("h2", 1))
		w.now = n.Until.Add(-time.Millisecond)
		w.must(w.object("h3", 1))
		w.is(project.ErrUnnoticed, w.approve("h-desk-two"))
		w.now = n.Until
		w.is(consultation.ErrDisclosureEnd, w.object("h4", 1))
		w.is(consultation.ErrDisclosureEnd, w.object("h4", 2))
		for range 2 {
			w.is(project.ErrObjected, w.approve("h-desk-two"))
			w.must(w.reply("h-desk"))
		}
		w.must(w.approve("h-desk-two"))
	})
}

// Whoever is asked again and says nothing holds nobody up beyond the days they have for it.
func TestSilenceHoldsNobodyUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.is(project.ErrConcern, w.dissent("h-far", project.IsAgainst, true))
		w.is(residents.ErrChoice, w.dissent("h1", project.Agrees, true))
		w.must(errors.Join(w.dissent("h1", project.IsAgainst, false), w.agree(project.Partial)))
		w.is(project.ErrUnagreed, w.again("h1", project.Agrees)) // nobody has answered yet
		w.must(w.settle("h1"))
		d := w.dissentOf("h1")
		w.now = d.Until.Add(-1)
		w.is(project.ErrUnagreed, w.putUp())
		w.is(residents.ErrNotYours, w.try("h2", func(tx *store.Tx, by residents.Sender) error {
			return project.VoiceAgain(tx, by, "hepingli", d.ID, project.Agrees)
		}))
		w.is(residents.ErrNotYours, w.noteAgain(d)) // what a person says is not for the desk to say
		w.now = d.Until
		w.must(w.putUp())
		if p := w.project(); p.Agreement != project.Partial || w.dissentOf("h1").Then != "" {
			t.Errorf("silence became %q of %q", w.dissentOf("h1").Then, p.Agreement)
		}
	})
}

func (w *road) noteAgain(d project.Dissent) error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.NoteAgain(tx, by, "hepingli", d.Community, d.ID, project.Agrees)
	})
}

func (w *road) note(home, paper string) error {
	return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
		return project.NoteDissent(tx, by, "hepingli", w.id, home, project.InPart, "楼上没人开门", false, paper)
	})
}

// What a home says on paper is noted once, those who live there are told, and it takes back
// that everybody agreed.
func TestDissentOnPaper(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.must(w.agree(project.Full))
		before := w.project().Version
		w.is(residents.ErrChoice, w.note(flatOf("h", firstHomes+1), "第 7 号")) // of 2 号楼
		w.is(residents.ErrChoice, w.note(flatOf("a", 1), "第 7 号"))            // of anzhen
		w.is(residents.ErrEmpty, w.note(flatOf("h", 2), " "))
		w.must(w.note(flatOf("h", 2), "第 7 号"))
		w.is(consultation.ErrAlready, w.note(flatOf("h", 2), "第 8 号"))
		if p := w.project(); p.Agreement != project.NotAgreed || p.Version != before+1 {
			t.Errorf("after a dissent: %q, version %d", p.Agreement, p.Version)
		}
		w.is(project.ErrUnagreed, w.agree(project.Full))
		if w.letters("h2", "project-dissent-noted") != 1 {
			t.Error("who lives there was not told")
		}
		w.must(errors.Join(w.settle(flatOf("h", 2)), w.noteAgain(w.dissentOf(flatOf("h", 2))), w.agree(project.Partial), w.putUp()))
		w.is(project.ErrPutUp, w.settle(flatOf("h", 2)))
	})
}

// Whoever disagreed and has left cannot say how they stand now: the desk notes what it heard,
// and what they had not allowed to be shown is gone.
func TestDissentOfWhoHasLeft(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayHomes)
		w.must(errors.Join(w.dissent("h1", project.IsAgainst, false), w.dissent("h2", project.InPart, true), w.settle("h1"), w.settle("h2")))
		update(t, w.s, "hepingli", func(tx *store.Tx) error { return errors.Join(tx.Erase("hepingli", "h1"), tx.Erase("hepingli", "h2")) })
		if d := w.dissentOf("h1"); d.Words != "" || d.Changed != "" || d.Building != "" || d.Stance != project.IsAgainst {
			t.Errorf("what is left of who has left: %+v", d)
		}
		if d := w.dissentOf("h2"); d.Words == "" || d.Building != "" {
			t.Errorf("what was public is %+v", d)
		}
		w.must(errors.Join(w.noteAgain(w.dissentOf("h1")), w.noteAgain(w.dissentOf("h2")), w.agree(project.Partial), w.putUp()))
	})
}

// A decision that is taken back takes with it whatever hung on it: the notice, the agreement,
// how people stood after it, and, once the options are others, the poll and what others granted.
func TestRethinkForgetsWhatHungOnTheDecision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayStreet, project.PayHomes)
		poll := w.project().Decision.Poll
		w.must(errors.Join(w.dissent("h1", project.IsAgainst, true), w.settle("h1"), w.again("h1", project.Agrees), w.agree(project.Partial)))
		w.must(errors.Join(w.ask(project.StreetMoney), w.clear("staff", 1, true), w.putUp(), w.object("h2", 1)))
		w.is(project.ErrDecided, w.list(doors(project.PayHomes)...))
		w.must(w.rethink())
		if f := w.facts(); f.Notices[0].ClosedAt.IsZero() || f.Dissents[0].Then != "" || !f.Dissents[0].ChangedAt.IsZero() {
			t.Errorf("after it was taken back: %+v, %+v", f.Notices[0], f.Dissents[0])
		}
		for _, who := range []string{"h1", "h2"} {
			if w.letters(who, "project-rethought") != 1 {
				t.Errorf("%s, who disagreed or objected, was not told", who)
			}
		}
		w.is(project.ErrUndecided, w.settle("h1")) // of what was decided nothing stands
		w.is(project.ErrUndecided, w.rethink())
		w.is("disclosure-over", w.object("h3", 1))

		w.now = w.now.Add(time.Hour)
		same := doors(project.PayStreet, project.PayHomes)
		w.must(w.list(same...)) // nothing was changed: the poll still holds
		w.must(w.decide(poll))
		w.is(project.ErrUnagreed, w.putUp())
		w.must(errors.Join(w.settle("h1"), w.again("h1", project.IsAgainst), w.agree(project.Partial), w.rethink()))

		same[1].Cost, same[1].Shares[0].Cents = same[1].Cost+1, same[1].Shares[0].Cents+1
		w.must(w.list(same...))
		w.is(project.ErrPollOlder, w.decide(poll))
		w.must(w.decide(w.voted(nil, 8, map[string]int64{"2": 6})))
		w.must(errors.Join(w.settle("h1"), w.again("h1", project.InPart), w.agree(project.Partial)))
		w.is(project.ErrUncleared, w.putUp())
		w.must(errors.Join(w.ask(project.StreetMoney), w.clear("staff", 2, true), w.putUp()))
		w.is(project.ErrUnnoticed, w.approve("h-desk-two"))
		w.now = w.noticeOver()
		w.is(project.ErrObjected, w.approve("h-desk-two")) // taking it back answered nobody
		w.must(errors.Join(w.reply("h-desk"), w.approve("h-desk-two")))
	})
}

// A consultation decides by itself only what it settled without dissent, and where nobody of
// the residents pays; an office only for a street's own.
func TestOutcomeDecides(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		w.make(door(hepingliOne))
		w.hear()
		w.must(errors.Join(w.list(doors(project.PayStreet)...), w.open(), w.study()))
		outcome := func(option string) error {
			return w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
				return project.DecideByOutcome(tx, by, "hepingli", w.id, option)
			})
		}
		w.is(project.ErrUntalked, outcome("2"))
		w.talked(consultation.Settled, "三层不同意")
		w.is(project.ErrUndecided, outcome("2"))
		w.now = w.now.Add(time.Hour)
		w.talked(consultation.ToAssembly)
		w.is(project.ErrUndecided, outcome("2"))
		w.now = w.now.Add(time.Hour)
		w.talked(consultation.Settled)
		for _, payer := range []project.Payer{project.PayHomes, project.PayFund, project.PayParty, project.PayOwners} {
			w.must(w.list(doors(payer)...))
			w.is(project.ErrUndecided, outcome("2"))
		}
		w.now = w.now.Add(time.Hour)
		w.must(w.list(doors(project.PayUnit)...))
		w.is(project.ErrUndecided, outcome("2")) // it was settled before these were listed
		w.talked(consultation.Settled)
		w.is(project.ErrUndecided, w.try("h-desk", func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByOffice(tx, by, "hepingli", w.id, "2", "居委会会议")
		}))
		w.is(residents.ErrChoice, outcome("4"))
		w.must(outcome("2"))
		if d := w.project().Decision; d.Kind != project.ByOutcome || d.Meeting == "" {
			t.Errorf("decided: %+v", d)
		}
	})
}

// What is given up before it is approved says why, and nothing more can be done to it.
func TestDropped(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.up()
		w.must(errors.Join(w.object("h2", 1), w.drop()))
		if p := w.project(); p.Stage != project.Dropped || p.Reason != "大家不要" {
			t.Errorf("dropped: %+v", p)
		}
		w.is(project.ErrStage, w.drop())
		w.is(project.ErrStage, w.reply("h-desk"))
		w.now = w.noticeOver()
		w.is(project.ErrStage, w.approve("h-desk-two"))
	})
}

// Whoever has a home where it concerns people says no there, whichever building they call their own.
func TestAnyHomeDisagrees(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.decided(project.PayStreet)
		w.is(project.ErrConcern, w.dissent("h-far", project.InPart, false))
		update(t, w.s, "hepingli", func(tx *store.Tx) error { return tx.AddHome("hepingli", flatOf("h", 1), "h-far") })
		w.must(w.dissent("h-far", project.InPart, false))
		if d := w.dissentOf("h-far"); d.Building != "1 号楼" {
			t.Errorf("it is counted at %q", d.Building)
		}
	})
}
