package store_test

import (
	"bytes"
	"fmt"
	"testing"

	"yishiting/consultation/project"
	"yishiting/server/store"
	"yishiting/server/store/storetest"
)

// almostAll puts an answer of every adult of a call into it, apart from the last two of 1 号楼. says tells
// what the n-th of all these answers is.
func (q *asked) almostAll(c project.Call, says func(n int) project.Said) {
	q.t.Helper()
	update(q.t, q.s, "hepingli", func(tx *store.Tx) error {
		n := 0
		for _, place := range c.Units {
			people := place.Units
			if place.Building == "1 号楼" {
				people -= 2
			}
			for i := range people {
				a := project.Answer{
					Community: "hepingli", Body: c.Community, Call: c.ID, Unit: project.PersonUnit(fmt.Sprint(place.Building, i)), Building: place.Building,
					Said: says(n), Channel: project.Paper, By: "h-desk", Ref: fmt.Sprint(place.Building, i), At: start,
				}
				if err := tx.AddAnswer(a); err != nil {
					return err
				}
				n++
			}
		}
		return nil
	})
}

// How many answered is everybody's, to the last two who did not. What they said is told of no
// building: the same answers given by the people of other buildings come to the same text, byte for byte.
func TestCoverageTellsNothingOfWhatWasSaid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.Store) {
		q := newAsked(t, open())
		first := 2*firstHomes - 2 // adults of 1 号楼 who answer
		all := first + 2*secondHomes
		byBuilding := func(n int) project.Said { // 1 号楼 wants them, 2 号楼 does not
			if n < first {
				return says(1)
			}
			return says(2)
		}
		var results [][]byte
		for _, order := range []func(n int) project.Said{byBuilding, func(n int) project.Said { return byBuilding(all - 1 - n) }} {
			c := q.published("hepingli", asking(project.ByResident, hepingliWhole))
			q.almostAll(c, order)
			sum := q.close(c, c.Closes)
			if sum.Units-sum.Answers != 2 || !sum.Covered {
				t.Errorf("%d of %d answered, covered %v", sum.Answers, sum.Units, sum.Covered)
			}
			for _, row := range sum.Coverage {
				if missing := row.Units - row.Answered; missing > 0 && missing < 5 && len(row.Places) == 1 {
					t.Errorf("%v lacks %d", row.Places, missing)
				}
			}
			if cells := sum.Questions[0].Cells; len(cells) < 3 || cells[0].N != first || cells[1].N != 2*secondHomes {
				t.Errorf("told: %+v", cells)
			}
			sum.Number = ""
			results = append(results, sum.JSON())
		}
		if !bytes.Equal(results[0], results[1]) {
			t.Errorf("who said what shows:\n%s\n%s", results[0], results[1])
		}
	})
}
