package project

import (
	"cmp"
	"slices"

	"yishiting/polls"
	"yishiting/residents"
)

// Covered tells whether somebody answered a call, and each of its places has as many answers
// as was declared; in integers.
func Covered(c Call, coverage []PlaceCoverage) bool {
	answered := 0
	for _, p := range coverage {
		answered += p.Answered
		if p.Answered*100 < c.Coverage*p.Units {
			return false
		}
	}
	return answered > 0
}

// CoveredAtClose tells whether the close of a call has fixed that each of its places came to a
// declared share: then nothing need be counted to know it. false says only that counts must tell.
func (c Call) CoveredAtClose() bool {
	if c.State != CallClosed || c.Coverage == 0 || c.Result == nil {
		return false
	}
	sum, err := SummaryOf(nil, c)
	return err == nil && sum.Covered
}

// countUnits counts the units of a call's places, building by building: the places in the
// order of the call, their buildings in that of the roster. Whoever lives in no building of
// a place is counted under the building "".
func countUnits(v rosterReader, c Call, now Instant) ([]PlaceUnits, error) {
	var all []PlaceUnits
	for _, community := range append([]string{c.Community}, c.Communities()...) {
		if !c.Asks(community) {
			continue
		}
		in := unitCount{call: c, community: community, at: map[string]int{}}
		if err := in.count(v, now); err != nil {
			return nil, err
		}
		all = append(all, in.all...)
	}
	return all, nil
}

// unitCount counts the units of one community.
type unitCount struct {
	call      Call
	community string
	all       []PlaceUnits
	at        map[string]int // by building: where in all
}

func (u *unitCount) count(v rosterReader, now Instant) error {
	homes, err := v.RosterHomes(u.community)
	if err != nil {
		return err
	}
	if u.call.Unit == ByHousehold {
		for _, h := range homes {
			u.add(h.Building, 1)
		}
		return nil
	}
	people, err := v.Adults(u.community, now)
	if err != nil {
		return err
	}
	joined := map[string]int{} // by household
	for _, s := range people {
		for _, h := range s.Homes {
			joined[h.Household]++
		}
	}
	for _, h := range homes {
		u.add(h.Building, max(0, adultsOf(h)-joined[h.ID]))
	}
	for _, s := range people {
		if building, ok := u.call.where(s); ok {
			u.add(building, 1)
		}
	}
	return nil
}

func (u *unitCount) add(building string, n int) {
	if !Concerned(u.call.Places, u.community, building) {
		return
	}
	i, ok := u.at[building]
	if !ok {
		i = len(u.all)
		u.at[building] = i
		u.all = append(u.all, PlaceUnits{Place: Place{u.community, building}})
	}
	u.all[i].Units += n
}

// adultsOf is how many adults a home of the roster has: one at least.
func adultsOf(h residents.Household) int { return max(1, h.Adults) }

// where is the building in which somebody is asked: their own, or that of another of their
// homes; false where they are not.
func (c Call) where(who residents.Standing) (building string, ok bool) { return where(c.Places, who) }

// CoverageRow is the coverage of places as everybody may see it: of one place, or of several
// together because of one of them by itself so few answered, or so few did not.
type CoverageRow struct {
	Places   []Place `json:"places"`
	Units    int     `json:"units"`
	Answered int     `json:"answered"`
}

// few tells whether a number would tell of somebody: at least one, and under polls.SmallCell.
func few(n int) bool { return n > 0 && n < polls.SmallCell }

func (p PlaceCoverage) few() bool { return few(p.Answered) || few(p.Units-p.Answered) }

// MergedCoverage is the coverage as everybody may see it. Places of which few answered, or few
// did not, are one row together, the last. Where few of them together did, or there is only one, which
// everybody could tell from the sum, it takes the smallest of the others; nil where nothing is left to be told.
func MergedCoverage(all []PlaceCoverage) []CoverageRow {
	merged := make([]bool, len(all))
	var others []int
	for i, p := range all {
		if merged[i] = p.few(); !merged[i] {
			others = append(others, i)
		}
	}
	slices.SortStableFunc(others, func(i, j int) int { return cmp.Compare(all[i].Units, all[j].Units) })
	one := together(all, merged)
	for len(one.Places) > 0 && len(others) > 0 && one.small() {
		merged[others[0]], others = true, others[1:]
		one = together(all, merged)
	}
	var rows []CoverageRow
	for i, p := range all {
		if !merged[i] {
			rows = append(rows, CoverageRow{[]Place{p.Place}, p.Units, p.Answered})
		}
	}
	if len(one.Places) > 0 && !one.small() {
		rows = append(rows, one)
	}
	return rows
}

func (r CoverageRow) small() bool {
	return len(r.Places) == 1 || few(r.Answered) || few(r.Units-r.Answered)
}

func together(all []PlaceCoverage, merged []bool) (row CoverageRow) {
	for i, p := range all {
		if merged[i] {
			row.Places = append(row.Places, p.Place)
			row.Units, row.Answered = row.Units+p.Units, row.Answered+p.Answered
		}
	}
	return row
}
