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

// handed lets the street hold the case of the door.
func (w *road) handed() {
	w.t.Helper()
	update(w.t, w.s, "hepingli", func(tx *store.Tx) error {
		topic, err := tx.Topic("hepingli", "topic-door")
		if err != nil {
			return err
		}
		topic.State = consultation.Handed
		return errors.Join(tx.SetTopic(topic), tx.AddHandover(consultation.Handover{
			Community: "hepingli", Topic: "topic-door", Seq: 1, From: "hepingli", To: "hepingli-street", Reason: "money", Text: "要街道出钱", At: w.now,
			By: "h-desk", Due: w.now.AddDate(0, 1, 0), State: consultation.HandAccepted, DecidedAt: w.now, DecidedBy: "staff",
		}))
	})
}

func (w *road) updates() int64 {
	return count(w.t, w.s, `SELECT COUNT(*) FROM case_updates WHERE topic = 'topic-door'`)
}

// staff sends a verb by one of the street's office.
func (w *road) staff(verb func(*store.Tx, residents.Sender) error) error { return w.try("staff", verb) }

// A case that the street holds becomes its project, which speaks on the case at each stage;
// its office decides on it only after it has heard as many as it had said, asks another of its
// own for its money and the district for land, and another approves it.
func TestCaseBecomesAStreetProject(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		w.talked(consultation.ToHand)
		c := door(hepingliOne, anzhenOne)
		c.Land, c.Important = true, false
		make := func(who, body string) error {
			return w.try(who, func(tx *store.Tx, by residents.Sender) error {
				p, err := project.MakeProject(tx, by, body, c)
				w.id = p.ID
				return err
			})
		}
		w.is(residents.ErrChoice, make("staff", "hepingli-street")) // the case is not the street's
		w.handed()
		w.is(residents.ErrNotAllowed, make("h-desk", "hepingli-street"))
		w.is(residents.ErrChoice, make("h-desk", "hepingli")) // not for homes of anzhen
		w.must(make("staff", "hepingli-street"))
		if p := w.projectOf("hepingli-street", w.id); p.Number != "L2026-001" || w.updates() != 1 {
			t.Errorf("%s with %d updates", p.Number, w.updates())
		}
		list := func(o ...project.Option) error {
			version := w.projectOf("hepingli-street", w.id).Version
			return w.staff(func(tx *store.Tx, by residents.Sender) error {
				return project.ListOptions(tx, by, "hepingli-street", w.id, version, o)
			})
		}
		start := func(tx *store.Tx, by residents.Sender) error {
			return project.OpenNegotiation(tx, by, "hepingli-street", w.id)
		}
		office := func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByOffice(tx, by, "hepingli-street", w.id, "1", "主任办公会 2026-12")
		}
		w.must(list(doors(project.PayStreet)...))
		w.streetHears(0, hepingliOne, anzhenOne)
		w.must(errors.Join(w.staff(start)))
		w.is(project.ErrUnheard, w.staff(office)) // nobody had said how many would be heard
		w.streetHears(30, anzhenOne)
		w.is(project.ErrUnheard, w.staff(office)) // and only of one of the two
		w.streetHears(30, hepingliOne)
		w.must(list(doors(project.PayHomes)...))
		w.is(project.ErrUndecided, w.staff(office))
		w.must(list(doors(project.PayStreet)...))
		outcome := func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByOutcome(tx, by, "hepingli-street", w.id, "1")
		}
		w.is(project.ErrUndecided, w.staff(outcome))
		w.must(w.staff(office))

		ask := func(kind project.ClearanceKind) func(tx *store.Tx, by residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.AskClearance(tx, by, "hepingli-street", w.id, kind, "请批准")
			}
		}
		grant := func(seq int) func(tx *store.Tx, by residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return project.AnswerClearance(tx, by, "hepingli-street", w.id, seq, true, "同意")
			}
		}
		w.is(residents.ErrChoice, w.staff(ask(project.LowRating)))
		w.must(errors.Join(w.staff(ask(project.StreetMoney)), w.staff(ask(project.LandUse))))
		w.is(residents.ErrSecondPerson, w.staff(grant(1)))
		w.is(residents.ErrNotAllowed, w.staff(grant(2)))
		w.is(residents.ErrNotAllowed, w.try("district", grant(1)))
		w.must(errors.Join(w.try("staff-two", grant(1)), w.try("district", grant(2))))
		w.is(consultation.ErrAlready, w.try("district", grant(2)))
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.NoteAgreement(tx, by, "hepingli-street", w.id, project.Full)
		}))
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.PutUp(tx, by, "hepingli-street", w.id, "拟建")
		}))
		object := func(tx *store.Tx, by residents.Sender) error {
			return project.ObjectTo(tx, by, "hepingli-street", w.id, 1, "太吵")
		}
		w.must(errors.Join(w.try("h1", object), w.try("a1", object)))
		w.replyAll()
		w.at("2026-08-03 09:00")
		approve := func(tx *store.Tx, by residents.Sender) error {
			return project.ApproveProject(tx, by, "hepingli-street", w.id)
		}
		w.is(residents.ErrSecondPerson, w.staff(approve))
		w.must(w.try("staff-two", approve))
		if w.updates() != 3 { // made, negotiated, approved
			t.Errorf("%d updates on the case", w.updates())
		}
		if n := count(t, w.s, `SELECT COUNT(*) FROM log_entries WHERE community = 'hepingli' AND kind = 'case-update'`); n != 3 {
			t.Errorf("%d updates on the community's record", n)
		}
	})
}

// A case that screening sent to the street has no outcome of a consultation: the street calls
// those in charge together, says what came of it, and hears as many as it had said.
func TestReferredCaseIsTalkedOver(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		w := newRoad(t, open())
		w.raised()
		w.handed()
		c := door(hepingliOne)
		c.Important = false
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			p, err := project.MakeProject(tx, by, "hepingli-street", c)
			w.id = p.ID
			return err
		}))
		decide := func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByOffice(tx, by, "hepingli-street", w.id, "1", "主任办公会 2026-12")
		}
		said := func(kind string) func(*store.Tx, residents.Sender) error {
			return func(tx *store.Tx, by residents.Sender) error {
				return consultation.PostUpdate(tx, by, "hepingli", "topic-door", kind, "与物业、消防会商，两处都可以装。")
			}
		}
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.ListOptions(tx, by, "hepingli-street", w.id, 1, doors(project.PayStreet))
		}))
		w.streetHears(30, hepingliOne)
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.OpenNegotiation(tx, by, "hepingli-street", w.id)
		}))
		w.is(project.ErrUntalked, w.staff(decide))
		w.must(w.staff(said("progress")))
		w.is(project.ErrUntalked, w.staff(decide)) // no meeting
		w.must(w.staff(said("whistle")))
		w.is(project.ErrUndecided, w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.DecideByOutcome(tx, by, "hepingli-street", w.id, "1") // of no consultation
		}))
		view(t, w.s, func(v *store.View) error {
			p, err := v.Project("hepingli-street", w.id)
			if err != nil {
				return err
			}
			ahead, err := v.ProjectsAhead([]project.Project{p})
			if err != nil {
				return err
			}
			one, err := project.ReadFacts(v, p)
			many, err2 := project.ReadFacts(ahead, p)
			if one.Whistle == nil || many.Whistle == nil || *one.Whistle != *many.Whistle {
				t.Errorf("read by itself %+v, with others %+v", one.Whistle, many.Whistle)
			}
			return errors.Join(err, err2)
		})
		w.must(w.staff(decide))
	})
}

var anzhenOne = project.Place{Community: "anzhen", Building: "1 号楼"}

// streetHears asks the homes of places in the street's name, and closes the call.
func (w *road) streetHears(coverage int, at ...project.Place) {
	w.t.Helper()
	c := asking(project.ByHousehold, at...)
	c.Purpose, c.Project, c.Coverage = project.ForProject, w.id, coverage
	call := w.published("hepingli-street", c)
	for _, place := range at {
		for _, n := range []string{"1", "2", "3"} {
			w.must(w.give(call, place.Community, place.Community[:1]+n, says(1), start))
		}
	}
	w.now = call.Closes.Add(time.Minute)
	w.close(call, call.Closes)
}

func (w *road) replyAll() {
	w.t.Helper()
	var all []project.Objection
	view(w.t, w.s, func(v *store.View) (err error) {
		all, err = v.OpenProjectObjections("hepingli-street", 10)
		return err
	})
	for _, o := range all {
		w.must(w.staff(func(tx *store.Tx, by residents.Sender) error {
			return project.AnswerNoticeObjection(tx, by, "hepingli-street", o.Community, o.ID, "只在白天施工")
		}))
	}
	if len(all) != 2 {
		w.t.Errorf("%d objections", len(all))
	}
}
