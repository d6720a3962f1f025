package store_test

import (
	"crypto/sha256"
	"fmt"
	"maps"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// permutations of 0 to n-1.
func permutations(n int) (all [][]int) {
	if n == 0 {
		return [][]int{nil}
	}
	for _, shorter := range permutations(n - 1) {
		for at := range n {
			one := append(append(append([]int{}, shorter[:at]...), n-1), shorter[at:]...)
			all = append(all, one)
		}
	}
	return all
}

// In whatever order a home answers on line, twice, at the door and on paper, it counts once: by what
// it said itself last; and what was dropped is the same.
func TestUnitCountsOnceInAnyOrder(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		update(t, q.s, "hepingli", func(tx *store.Tx) error { // a second adult of the first home
			return dweller(tx, "hepingli", "h1-b", residents.Household{ID: flatOf("h", 1), Building: "1 号楼"})
		})
		unit := project.HomeUnit(flatOf("h", 1))
		for _, order := range permutations(4) {
			c := q.published("hepingli", asking(project.ByHousehold, hepingliFirst))
			last := 0
			for i, which := range order {
				at := start.Add(time.Duration(i) * time.Minute)
				entering := project.Entering{Body: "hepingli", Call: c.ID, Unit: unit, Channel: project.Door, Said: says(3)}
				switch which {
				case 0, 1:
					last = which
					q.must(q.give(c, "hepingli", []string{"h1", "h1-b"}[which], says(1+which), at))
				case 2, 3:
					if which == 3 {
						entering.Channel, entering.Ref = project.Paper, "7"
					}
					taken, err := q.enter("hepingli", "h-desk", entering, at)
					q.must(err)
					if taken != (i == 0) {
						t.Errorf("%v: %s taken at place %d: %v", order, entering.Channel, i, taken)
					}
				}
			}
			tally, dropped := q.tally(c)
			if tally.Answers != 1 || tally.Question("1").Counts[last] != 1 || tally.Channels[project.Online] != 1 {
				t.Errorf("%v: %+v", order, tally)
			}
			if !maps.Equal(dropped, map[project.Channel]int{project.Door: 1, project.Paper: 1}) {
				t.Errorf("%v: dropped %v", order, dropped)
			}
		}
	})
}

// An adult of a home who is asked at the door, joins, and answers again, counts once.
func TestWhoeverJoinsCountsOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		c := q.published("hepingli", asking(project.ByResident, hepingliFirst))
		enter := func(unit string) bool {
			t.Helper()
			taken, err := q.enter("hepingli", "h-head", project.Entering{Body: "hepingli", Call: c.ID, Unit: unit, Channel: project.Door, Said: says(3)}, start)
			q.must(err)
			return taken
		}
		for home := 1; home <= 2; home++ {
			if !enter(project.NthUnit(flatOf("h", home), 2)) {
				t.Fatal("not taken")
			}
			update(t, q.s, "hepingli", func(tx *store.Tx) error {
				return dweller(tx, "hepingli", fmt.Sprint("new", home), residents.Household{ID: flatOf("h", home), Building: "1 号楼"})
			})
		}
		q.must(q.give(c, "hepingli", "new1", says(1), start)) // says so again on line
		if enter(project.PersonUnit("new2")) {                // and is asked again at the door
			t.Error("asked twice at the door, and taken twice")
		}
		q.must(q.give(c, "hepingli", "h1", says(2), start)) // who lived there before is somebody else
		tally, dropped := q.tally(c)
		if tally.Answers != 3 || fmt.Sprint(tally.Question("1").Counts) != "[1 1 1]" || dropped[project.Door] != 2 {
			t.Errorf("%+v, dropped %v", tally, dropped)
		}
	})
}

// A telephone that was out of reach sends an answer again and again, under one command's id or
// another: it counts once, and nothing is dropped.
func TestDoorAnswerSentAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		stores := []*store.Store{open(), open()}
		q := newAsked(t, stores[0])
		c := q.published("hepingli", asking(project.ByHousehold, hepingliFirst))
		said := says(1)
		said.Words = map[string]string{"3": "凉亭"}
		door := project.Entering{Body: "hepingli", Call: c.ID, Community: "hepingli", Unit: project.HomeUnit(flatOf("h", 1)), Channel: project.Door, Said: said, WrittenAt: start}
		head := q.by("hepingli", "h-head", start.Add(time.Hour))
		var answers [50]string
		var all sync.WaitGroup
		for i := range answers {
			all.Go(func() {
				by := head
				by.ID = []string{"command-of-the-door-1", "command-of-the-door-2"}[i%2]
				command := store.Command{Community: "hepingli", ID: by.ID, Actor: "hepingli/h-head", Verb: "enter", Hash: sha256.Sum256([]byte("door")), At: by.Now}
				var err error
				answers[i], err = stores[i/2%2].Do(t.Context(), command, func(tx *store.Tx) (string, error) {
					taken, err := project.EnterAnswer(tx, by, door)
					return fmt.Sprint(taken), err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		for i, a := range answers {
			if a != "true" {
				t.Errorf("%d was told %q", i, a)
			}
		}
		if tally, dropped := q.tally(c); tally.Answers != 1 || len(dropped) != 0 || tally.Question("3").Answered != 1 {
			t.Errorf("%+v, dropped %v", tally, dropped)
		}
		if n := count(t, q.s, `SELECT COUNT(*) FROM letters WHERE resident = 'h1'`); n > 2 {
			t.Errorf("told %d times", n)
		}
	})
}

// Fifty answers of one home at once, and at the same time others at the door: one counts.
func TestAnswersRace(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		stores := []*store.Store{open(), open()}
		q := newAsked(t, stores[0])
		c := q.published("hepingli", asking(project.ByHousehold, hepingliFirst))
		one, desk := q.by("hepingli", "h1", start), q.by("hepingli", "h-desk", start)
		var taken atomic.Int64
		var all sync.WaitGroup
		for i := range 50 {
			all.Go(func() {
				by := one
				by.ID = commandID(1000 + i)
				err := stores[i%2].Update(t.Context(), "hepingli", func(tx *store.Tx) error { return project.GiveAnswer(tx, by, "hepingli", c.ID, "", says(1)) })
				if err != nil {
					t.Error(err)
				}
			})
			if i%5 > 0 {
				continue
			}
			all.Go(func() {
				by := desk
				by.ID = commandID(2000 + i)
				var in bool
				err := stores[i/5%2].Update(t.Context(), "hepingli", func(tx *store.Tx) (err error) {
					in, err = project.EnterAnswer(tx, by, project.Entering{Body: "hepingli", Call: c.ID, Community: "hepingli", Unit: project.HomeUnit(flatOf("h", 1)), Channel: project.Paper, Ref: fmt.Sprint(i), Said: says(2)})
					return err
				})
				if err != nil {
					t.Error(err)
				}
				if in {
					taken.Add(1)
				}
			})
		}
		all.Wait()
		tally, dropped := q.tally(c)
		if tally.Answers != 1 || tally.Channels[project.Online] != 1 || tally.Question("1").Counts[0] != 1 {
			t.Errorf("%+v", tally)
		}
		if taken.Load() > 1 || dropped[project.Paper] != 10 {
			t.Errorf("%d of paper taken, dropped %v", taken.Load(), dropped)
		}
	})
}

// The clock closes a street's call from two servers while answers still come in its communities:
// what was acknowledged is in the result, and nothing else.
func TestStreetCallClosesWhileAnswersCome(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		stores := []*store.Store{open(), open()}
		q := newAsked(t, stores[0])
		c := q.published("hepingli-street", asking(project.ByHousehold, hepingliFirst, anzhenFirst))
		var in atomic.Int64
		var all sync.WaitGroup
		for i := range 2 * firstHomes {
			community, letter := "hepingli", "h"
			if i%2 == 1 {
				community, letter = "anzhen", "a"
			}
			by := q.by(community, fmt.Sprint(letter, i/2+1), c.Closes.Add(-time.Millisecond))
			all.Go(func() {
				err := stores[i/2%2].Update(t.Context(), community, func(tx *store.Tx) error {
					return project.GiveAnswer(tx, by, c.Community, c.ID, "", says(1+i%3))
				})
				switch reason(err) {
				case "":
					in.Add(1)
				case project.ErrCallOver:
				default:
					t.Error(err)
				}
			})
			if i%6 == 3 {
				all.Go(func() {
					err := stores[i%2].Update(t.Context(), c.Community, func(tx *store.Tx) error { return project.CloseCall(tx, street, c.ID, c.Closes) }, c.Communities()...)
					if err != nil {
						t.Error(err)
					}
				})
			}
		}
		all.Wait()
		c = q.call(c.Community, c.ID)
		tally, _ := q.tally(c)
		sum := q.summary(c)
		told := sum.Answers
		if sum.Few {
			told = tally.Answers
		}
		if c.State != project.CallClosed || int64(tally.Answers) != in.Load() || told != tally.Answers || sum.Few != (in.Load() > 0 && in.Load() < 5) {
			t.Errorf("%d acknowledged, %d kept, the result tells %+v", in.Load(), tally.Answers, sum)
		}
		if q.kinds(c)["call-closed"] != 1 {
			t.Errorf("closed %d times", q.kinds(c)["call-closed"])
		}
	})
}
