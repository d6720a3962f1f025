package signups_test

import (
	"errors"
	"slices"
	"testing"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	. "yishiting/signups"
	"yishiting/signups/organisations"
)

// society puts an organisation on record until a day, for which some people speak.
func (y *yard) society(id, name string, until calendar.Day, contacts ...string) {
	y.Helper()
	y.write(func(tx *store.Tx) error {
		o := organisations.Organisation{
			Community: "hepingli", ID: id, Number: "S2026-00" + id[len(id)-1:], Kind: organisations.FiledKind, State: organisations.Filed, Version: 1,
			Content: organisations.Content{Name: name, Members: 3}, MadeBy: contacts[0], MadeAt: y.now, FiledAt: y.now, Until: until,
		}
		drafted := o
		drafted.State = organisations.Applying
		err := errors.Join(tx.AddOrganisation(drafted), tx.SetOrganisation(o))
		for _, c := range contacts {
			err = errors.Join(err, tx.AddContact(organisations.Contact{Community: "hepingli", Organisation: id, Resident: c, Since: y.now}))
		}
		return err
	})
}

// makesFor drafts an activity in the name of an organisation.
func (y *yard) makesFor(org string, a Activity) verb {
	a.Community, a.Org, a.Content = "hepingli", org, sorting(2)
	return func(tx Tx, by residents.Sender) error {
		_, err := MakeActivity(tx, by, a)
		return err
	}
}

// An organisation's contact makes its activity, another person of the committee publishes it;
// nobody else writes or submits in its name, and nobody of its own publishes it.
func TestOrganisationMakesAnActivity(t *testing.T) {
	each(t, func(y *yard) {
		y.society("choir-1", "阳光合唱队", day("2026-12-31"), "wang", "zhou")
		y.refused("activity-org-contact", "zhao", y.makesFor("choir-1", Activity{}))
		y.refused("activity-org-contact", "li", y.makesFor("choir-1", Activity{})) // the committee does not speak for it
		y.refused("not-allowed", "qian@anzhen", y.makesFor("choir-1", Activity{}))
		y.refused("team: bad-choice", "wang", y.makesFor("nothing", Activity{}))
		y.refused("team: bad-choice", "wang", y.makesFor("choir-1", Activity{Team: "team-1"}))
		y.id = y.must("wang", y.makesFor("choir-1", Activity{Leader: "sun"}))
		y.must("wang", y.adds(weekly(2)))
		y.must("sun", y.adds(Repeat{Day: day("2026-11-12"), From: 600, Until: 660, Weeks: 1})) // leads it
		y.refused("activity-org-contact", "sun", y.submits())
		y.refused("activity-org-contact", "li", y.submits())
		y.must("zhou", y.submits()) // speaks for it too
		y.refused("second-person", "zhou", y.publishes())
		y.refused("activity-state", "zhao", y.joins(0))
		y.must("li", func(tx Tx, by residents.Sender) error {
			return SendBack(tx, by, "hepingli", y.id, "请写清带什么")
		})
		y.letters("wang activity-sent-back", "zhou activity-sent-back")
		y.must("wang", y.submits())
		y.must("li", y.publishes())
		y.letters("wang activity-published", "zhou activity-published")
		if kind, data := y.lastAct(); kind != "activity-published" || data != `{"number":"V2026-001","title":"垃圾分类引导","shifts":3,"seats":2,"organisation":"阳光合唱队"}` {
			t.Error(kind, data)
		}
		y.must("zhao", y.joins(0))
		led := func(who string) []Activity {
			return load(y, func(v *store.View) ([]Activity, error) {
				return v.ActivitiesLed("hepingli", who, store.ActivityKey{}, 5)
			})
		}
		if len(led("wang")) != 1 || len(led("zhou")) != 1 || len(led("sun")) != 1 || len(led("li")) != 0 {
			t.Error("who keeps it", led("wang"), led("zhou"), led("sun"), led("li"))
		}
		y.write(func(tx *store.Tx) error { return tx.RemoveContact("hepingli", "choir-1", "wang") })
		y.refused("activity-not-leading", "wang", y.adds(weekly(1))) // made it, and speaks for it no longer
		y.must("zhou", y.adds(Repeat{Day: day("2026-11-19"), From: 600, Until: 660, Weeks: 1}))
	})
}

// What is not on record any more makes, submits and adds nothing; what is public stays and can
// be called off.
func TestOrganisationWhoseFilingIsOver(t *testing.T) {
	each(t, func(y *yard) {
		y.society("choir-1", "阳光合唱队", day("2026-11-09"), "wang")
		y.id = y.must("wang", y.makesFor("choir-1", Activity{}))
		y.must("wang", y.adds(weekly(1)))
		draft := y.id
		y.id = y.must("wang", y.makesFor("choir-1", Activity{}))
		y.must("wang", y.adds(weekly(1)))
		y.must("wang", y.submits())
		waits := y.id
		y.id = y.must("wang", y.makesFor("choir-1", Activity{}))
		y.must("wang", y.adds(weekly(1)))
		y.must("wang", y.submits())
		y.must("li", y.publishes())
		open := y.id
		y.set("2026-11-09 23:00")
		y.must("wang", y.makesFor("choir-1", Activity{})) // on its last day
		y.set("2026-11-10 00:00")
		y.refused("team: activity-org-over", "wang", y.makesFor("choir-1", Activity{}))
		y.refused("activity-org-over", "wang", y.adds(weekly(1)))
		y.must("zhao", y.joins(0))
		y.id = draft
		y.refused("activity-org-over", "wang", y.submits())
		y.id = waits
		y.refused("activity-org-over", "li", y.publishes())
		y.id = open
		y.must("wang", func(tx Tx, by residents.Sender) error { return CancelActivity(tx, by, "hepingli", y.id, "不办了") })
		if !slices.Contains(y.told, "zhao shift-cancelled") {
			t.Error(y.told)
		}
	})
}
