package store_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

var (
	hepingliWhole = project.Place{Community: "hepingli"}
	hepingliFirst = project.Place{Community: "hepingli", Building: "1 号楼"}
	anzhenFirst   = project.Place{Community: "anzhen", Building: "1 号楼"}
)

// From draft to result: who may what, in which state, and what stands on the record.
func TestCallFromDraftToResult(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		desk, two, head, resident := q.by("hepingli", "h-desk", start), q.by("hepingli", "h-desk-two", start), q.by("hepingli", "h-head", start), q.by("hepingli", "h1", start)
		c := asking(project.ByHousehold, hepingliWhole)
		c.Community = "hepingli"
		refused := func(what string, want residents.Reason, fn func(tx *store.Tx) error) {
			t.Helper()
			if err := q.do("hepingli", fn); reason(err) != want {
				t.Errorf("%s: %v; not %s", what, err, want)
			}
		}
		make := func(by residents.Sender, c project.Call) func(*store.Tx) error {
			return func(tx *store.Tx) error { _, err := project.MakeCall(tx, by, c); return err }
		}
		publish := func(by residents.Sender) func(*store.Tx) error {
			return func(tx *store.Tx) error { return project.PublishCall(tx, by, "hepingli", desk.ID) }
		}
		refused("a resident drafts", residents.ErrNotAllowed, make(resident, c))
		away := asking(project.ByHousehold, anzhenFirst)
		away.Community = "hepingli"
		refused("another community's building", residents.ErrChoice, make(desk, away))
		about := c
		about.Purpose, about.Project = project.ForProject, "no-such-project-0001"
		refused("no such project", project.ErrCallProject, make(desk, about))
		long := c
		long.Closes = long.Opens.Add(project.MaxCallDays*oneDay + time.Microsecond)
		refused("longer than it may be", project.ErrCallDays, make(desk, long))
		q.must(q.do("hepingli", make(desk, c)))

		refused("who wrote it publishes", residents.ErrSecondPerson, publish(desk))
		refused("answers to a draft", residents.ErrNotFound, func(tx *store.Tx) error {
			return project.GiveAnswer(tx, resident, "hepingli", desk.ID, "", says(2))
		})
		changed := c
		changed.ID, changed.Title = desk.ID, "路灯装在哪里"
		q.must(q.do("hepingli", func(tx *store.Tx) error { return project.ChangeCall(tx, two, changed) }))
		refused("who wrote at it last publishes", residents.ErrSecondPerson, publish(two))
		q.must(q.do("hepingli", publish(desk)))
		refused("published twice", project.ErrCallStage, publish(desk))
		refused("changed when published", project.ErrCallStage, func(tx *store.Tx) error { return project.ChangeCall(tx, two, changed) })

		c = q.call("hepingli", desk.ID)
		if c.Number != "Z2026-001" || c.Title != changed.Title || !reflect.DeepEqual(c.Units, []project.PlaceUnits{
			{Place: hepingliFirst, Units: firstHomes}, {Place: project.Place{Community: "hepingli", Building: "2 号楼"}, Units: secondHomes},
		}) {
			t.Errorf("published %+v", c)
		}

		longer := func(by residents.Sender, closes time.Time, why string) func(*store.Tx) error {
			return func(tx *store.Tx) error { return project.ExtendCall(tx, by, "hepingli", c.ID, closes, why) }
		}
		refused("a head extends", residents.ErrNotAllowed, longer(head, c.Closes.Add(oneDay), "2 号楼不够"))
		refused("shorter", project.ErrCallDays, longer(desk, c.Closes, "够了"))
		refused("too long", project.ErrCallDays, longer(desk, c.Opens.Add(61*oneDay), "2 号楼不够"))
		refused("without a reason", residents.ErrEmpty, longer(desk, c.Closes.Add(oneDay), " "))
		q.must(q.do("hepingli", longer(desk, c.Closes.Add(oneDay), "2 号楼不够")))
		c = q.call("hepingli", c.ID)

		for i := range 6 {
			q.must(q.give(c, "hepingli", fmt.Sprint("h", i+1), says(1+i%2), start.Add(time.Hour)))
		}
		refused("withdrawn with answers in", project.ErrCallAnswered, func(tx *store.Tx) error { return project.WithdrawCall(tx, desk, "hepingli", c.ID) })
		sum := q.close(c, c.Closes)
		if sum.Answers != 6 || sum.Units != firstHomes+secondHomes || sum.Covered {
			t.Errorf("%+v", sum)
		}
		late := desk
		late.Now = c.Closes
		refused("extended when over", project.ErrCallStage, longer(late, c.Closes.Add(oneDay), "不够"))
		if again := q.close(c, c.Closes.Add(time.Hour)); !reflect.DeepEqual(again, sum) {
			t.Errorf("closed twice: %+v", again)
		}
		want := map[string]int{"call-published": 1, "call-extended": 1, "call-closed": 1}
		if got := q.kinds(c); !maps.Equal(got, want) {
			t.Errorf("on the record: %v", got)
		}
		if n := count(t, q.s, `SELECT COUNT(*) FROM letters WHERE kind = 'call-closed' AND call = $1`, c.ID); n != 2 && n != 1 {
			t.Errorf("%d letters tell of the close", n)
		}
	})
}

// kinds are the kinds of entries on the record about a call.
func (q *asked) kinds(c project.Call) map[string]int {
	q.t.Helper()
	kinds := map[string]int{}
	view(q.t, q.s, func(v *store.View) error {
		entries, err := v.EntriesOf(c.Community, "call/"+c.ID)
		for _, e := range entries {
			kinds[e.Kind]++
			if strings.Contains(string(e.Data), "desk") {
				q.t.Errorf("somebody is on the record: %s", e.Data)
			}
		}
		return err
	})
	return kinds
}

func TestCallWithdrawn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByResident, hepingliFirst))
		desk := q.by("hepingli", "h-desk", start)
		q.must(q.do("hepingli", func(tx *store.Tx) error { return project.WithdrawCall(tx, desk, "hepingli", c.ID) }))
		if err := q.give(c, "hepingli", "h1", says(2), start); reason(err) != project.ErrCallNotOpen {
			t.Error("answered when withdrawn:", err)
		}
		q.close(c, c.Closes)
		if got := q.call("hepingli", c.ID); got.State != project.CallWithdrawn || q.kinds(c)["call-withdrawn"] != 1 || q.kinds(c)["call-closed"] != 0 {
			t.Errorf("%+v, %v", got, q.kinds(c))
		}
	})
}

// Answers are taken from the hour of the opening until just before that of the close.
func TestCallClosesToTheMillisecond(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		draft := asking(project.ByHousehold, hepingliFirst)
		draft.Opens = start.Add(time.Hour)
		c := q.published("hepingli", draft)
		door := project.Entering{Body: "hepingli", Call: c.ID, Unit: project.HomeUnit(flatOf("h", 2)), Channel: project.Door, Said: says(2)}
		for _, one := range []struct {
			at      time.Time
			written time.Time
			online  residents.Reason
			atDoor  residents.Reason
		}{
			{c.Opens.Add(-time.Millisecond), time.Time{}, project.ErrCallNotOpen, project.ErrCallNotOpen},
			{c.Closes, time.Time{}, project.ErrCallOver, project.ErrCallOver},
			{c.Closes, c.Closes.Add(-time.Millisecond), project.ErrCallOver, project.ErrCallLate},
			{c.Closes.Add(9 * oneDay), c.Opens, project.ErrCallOver, project.ErrCallLate},
			{c.Closes, c.Closes, project.ErrCallOver, project.ErrCallOver},
			{c.Closes, c.Opens.Add(-time.Millisecond), project.ErrCallOver, project.ErrCallOver},
			{c.Closes.Add(-time.Millisecond), c.Opens, "", ""},
		} {
			if err := q.give(c, "hepingli", "h1", says(2), one.at); reason(err) != one.online {
				t.Errorf("on line at %s: %v", one.at, err)
			}
			door.WrittenAt = one.written
			if _, err := q.enter("hepingli", "h-head", door, one.at); reason(err) != one.atDoor {
				t.Errorf("at the door %s, sent %s: %v; not %s", one.written, one.at, err, one.atDoor)
			}
		}
		q.close(c, c.Closes.Add(-time.Millisecond))
		if q.call("hepingli", c.ID).State != project.CallPublished {
			t.Error("closed before its hour")
		}
		if sum := q.close(c, c.Closes); !sum.Few {
			t.Errorf("two answered: %+v", sum)
		}
		if _, err := q.enter("hepingli", "h-head", door, c.Closes); reason(err) != project.ErrCallLate {
			t.Error("closed, and taken:", err)
		}
	})
}

// Who may write down what: the head in their building, the committee anywhere in the community, nobody elsewhere.
func TestEnteringIsForTheBuilding(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli-street", asking(project.ByResident, hepingliWhole, anzhenFirst))
		nth := func(letter string, home, n int) string { return project.NthUnit(flatOf(letter, home), n) }
		for _, one := range []struct {
			community, by, unit string
			want                residents.Reason
		}{
			{"hepingli", "h-head", nth("h", 1, 2), ""},
			{"hepingli", "h-head", nth("h", firstHomes+1, 1), residents.ErrNotYours}, // 2 号楼
			{"hepingli", "h-desk", nth("h", firstHomes+1, 1), ""},
			{"hepingli", "h-desk", project.PersonUnit("h3"), ""},
			{"hepingli", "h1", project.PersonUnit("h2"), residents.ErrNotAllowed},
			{"anzhen", "a-head", nth("a", 1, 2), ""},
			{"anzhen", "a-desk", nth("a", firstHomes+1, 1), project.ErrNoUnit}, // 2 号楼 is not asked there
			{"hepingli", "h-head", nth("h", 1, 1), project.ErrNoUnit},          // has joined
			{"hepingli", "h-desk", nth("h", 1, 3), project.ErrNoUnit},          // has two adults
			{"hepingli", "h-desk", project.HomeUnit(flatOf("h", 1)), project.ErrNoUnit},
			{"hepingli", "h-desk", project.PersonUnit("nobody"), project.ErrNoUnit},
			{"hepingli", "h-desk", project.NthUnit(flatOf("a", 1), 2), project.ErrNoUnit},
			{"hepingli", "h-head", project.NthUnit(flatOf("a", 1), 2), residents.ErrNotYours},
			{"hepingli", "h-desk", "", project.ErrNoUnit},
		} {
			_, err := q.enter(one.community, one.by, project.Entering{Body: c.Community, Call: c.ID, Unit: one.unit, Channel: project.Door, Said: says(2)}, start)
			if reason(err) != one.want {
				t.Errorf("%s for %s: %v; not %q", one.by, one.unit, err, one.want)
			}
		}
		staff := q.by("hepingli-street", "staff", start)
		err := q.do("hepingli", func(tx *store.Tx) error {
			_, err := project.EnterAnswer(tx, staff, project.Entering{Body: c.Community, Call: c.ID, Community: "hepingli", Unit: nth("h", 2, 2), Channel: project.Door, Said: says(2)})
			return err
		})
		if reason(err) != residents.ErrNotAllowed {
			t.Error("the street writes down answers in a community:", err)
		}
	})
}

// Each sheet of paper is one unit's.
func TestSheets(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByHousehold, hepingliWhole))
		paper := func(home int, ref string) (bool, residents.Reason) {
			taken, err := q.enter("hepingli", "h-desk", project.Entering{Body: "hepingli", Call: c.ID, Unit: project.HomeUnit(flatOf("h", home)), Channel: project.Paper, Ref: ref, Said: says(2)}, start)
			return taken, reason(err)
		}
		for _, one := range []struct {
			home  int
			ref   string
			taken bool
			want  residents.Reason
		}{{1, "", false, residents.ErrEmpty}, {1, " 17 ", true, ""}, {2, "17", false, project.ErrSheet}, {1, "17", true, ""}, {1, "18", false, ""}, {2, "18", true, ""}} {
			if taken, why := paper(one.home, one.ref); taken != one.taken || why != one.want {
				t.Errorf("home %d, sheet %q: %v, %q", one.home, one.ref, taken, why)
			}
		}
		if tally, dropped := q.tally(c); tally.Answers != 2 || dropped[project.Paper] != 1 {
			t.Errorf("%+v, dropped %v", tally, dropped)
		}
	})
}

// Whoever lives in a unit is told what was written down for them, and may say otherwise.
func TestEnteredAnswerIsTold(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByHousehold, hepingliFirst))
		said := says(1)
		said.Words = map[string]string{"3": "凉亭"}
		door := project.Entering{Body: "hepingli", Call: c.ID, Unit: project.HomeUnit(flatOf("h", 1)), Channel: project.Door, Said: said}
		if taken, err := q.enter("hepingli", "h-head", door, start); !taken || err != nil {
			t.Fatal(taken, err)
		}
		if n := count(t, q.s, `SELECT COUNT(*) FROM letters WHERE resident = 'h1' AND kind = 'answer-entered' AND call = $1`, c.ID); n != 1 {
			t.Errorf("%d letters", n)
		}
		mine := func() project.Answer {
			var units []project.AnswerUnit
			by := q.by("hepingli", "h1", start)
			view(t, q.s, func(v *store.View) (err error) {
				units, err = project.UnitsOf(v, by.Standing, c)
				return err
			})
			if len(units) != 1 || units[0].Answer == nil || units[0].Building != "1 号楼" {
				t.Fatalf("%+v", units)
			}
			return *units[0].Answer
		}
		if a := mine(); a.Channel != project.Door || a.Said.Line() != "1:1 2:2" || a.Said.Words["3"] != "凉亭" {
			t.Errorf("%+v", a)
		}
		q.must(q.give(c, "hepingli", "h1", says(3), start.Add(time.Hour)))
		if a := mine(); a.Channel != project.Online || a.Said.Line() != "1:3" || len(a.Said.Words) != 0 {
			t.Errorf("%+v", a)
		}
	})
}

// A street's call asks the same building names in two communities, and counts each where it is.
func TestStreetCallOverCommunities(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli-street", asking(project.ByHousehold, hepingliFirst, anzhenFirst))
		if !slices.Equal(c.Communities(), []string{"hepingli", "anzhen"}) {
			t.Fatal(c.Communities())
		}
		for i := range 7 {
			q.must(q.give(c, "hepingli", fmt.Sprint("h", i+1), says(1), start))
		}
		for i := range 3 {
			q.must(q.give(c, "anzhen", fmt.Sprint("a", i+1), says(3), start))
		}
		view(t, q.s, func(v *store.View) error {
			coverage, err := v.CoverageOf(c)
			want := []project.PlaceCoverage{{PlaceUnits: project.PlaceUnits{Place: hepingliFirst, Units: firstHomes}, Answered: 7}, {PlaceUnits: project.PlaceUnits{Place: anzhenFirst, Units: firstHomes}, Answered: 3}}
			if !reflect.DeepEqual(coverage, want) {
				t.Errorf("%+v", coverage)
			}
			for _, one := range []struct {
				community string
				answered  int
			}{{"hepingli", 7}, {"anzhen", 3}} {
				units, err := project.UnitsAt(v, c, one.community, "1 号楼", start)
				if err != nil {
					return err
				}
				n := 0
				for _, u := range units {
					if u.Answer != nil {
						n++
						if u.Answer.Said.Line() != "" {
							t.Error("what was said is told at the door")
						}
					}
				}
				if len(units) != firstHomes || n != one.answered {
					t.Errorf("%s: %d units, %d answered", one.community, len(units), n)
				}
			}
			for _, community := range []string{"hepingli", "anzhen"} {
				if all, err := v.PublishedCallsFor(community, "hepingli-street"); len(all) != 1 || err != nil {
					t.Errorf("%s sees %d calls, %v", community, len(all), err)
				}
			}
			return err
		})
		if err := q.give(c, "hepingli-street", "staff", says(1), start); reason(err) != project.ErrNotAsked {
			t.Error("the street's staff answer:", err)
		}
		sum := q.close(c, c.Closes)
		if sum.Answers != 10 || !sum.Covered || sum.Questions[0].Asked != 10 {
			t.Errorf("%+v", sum)
		}
		if kinds := q.kinds(c); kinds["call-closed"] != 1 {
			t.Errorf("on the street's record: %v", kinds)
		}
	})
}

// Units of people: who has joined once, and each adult more of a home.
func TestUnitsOfPeople(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByResident, hepingliWhole))
		want := []project.PlaceUnits{
			{Place: hepingliFirst, Units: 2 * firstHomes}, {Place: project.Place{Community: "hepingli", Building: "2 号楼"}, Units: 2 * secondHomes},
		}
		if !reflect.DeepEqual(c.Units, want) {
			t.Errorf("%+v", c.Units)
		}
		view(t, q.s, func(v *store.View) error {
			units, err := project.UnitsAt(v, c, "hepingli", "1 号楼", start)
			if len(units) != 2*firstHomes || units[0].Unit != "person/h1" || units[0].Person != "赵*" || units[1].Nth != 2 {
				t.Errorf("%+v", units)
			}
			return err
		})
	})
}
