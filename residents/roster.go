package residents

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
)

// This file plans what a list of households from an office would change on the
// roster, before anything is written.

// RosterColumn is what a column of a list says.
type RosterColumn int

// The columns that are read. Every other column of a list is thrown away unread.
const (
	ColumnBuilding RosterColumn = iota
	ColumnUnit
	ColumnRoom
	ColumnAddress // building, unit and room in one
	ColumnAdults
	ColumnTenure
	ColumnArea
	RosterColumns int = iota
)

// RosterMost is how many lines a list may have.
const RosterMost = 20_000

// Reasons of a list.
const (
	ErrAddress  = Reason("bad-address")   // an address in one that cannot be taken apart
	ErrRepeated = Reason("line-repeated") // a line before it has the same address
	ErrNoColumn = Reason("no-address")    // no column says which home it is

	ErrFileBig    = Reason("list-too-big")  // over 4 MB, or far more when unpacked
	ErrFileLines  = Reason("list-too-long") // more than RosterMost lines
	ErrOldSheet   = Reason("old-sheet")     // the spreadsheet format of before 2007
	ErrNoTable    = Reason("no-table")      // neither a spreadsheet nor text in columns
	ErrFileBroken = Reason("list-broken")   // cut off, locked by a password or damaged
	ErrNoHeader   = Reason("no-header")     // no line names the columns
	ErrNotKept    = Reason("not-kept")      // the column was thrown away when the file was read

	ErrRepeatedColumn = Reason("column-repeated") // one column is said to be two things
)

// RosterLine is a line of a list, as written.
type RosterLine struct {
	Line  int                     `json:"n"` // in the file, from 1
	Cells [RosterColumns]string   `json:"c"`
	Bad   map[RosterColumn]Reason `json:"x,omitempty"` // cells that were not kept: ErrPersonal, ErrTooLong or ErrText
}

// RosterList is a list of households as read from a file.
type RosterList struct {
	Given  [RosterColumns]bool // columns the list has
	Fill   bool                // an empty building or unit is that of the line above, as in merged cells
	Lines  []RosterLine
	Header int // number of the line with the names of the columns
}

// HasAddress tells whether the list says which home each line is.
func (l RosterList) HasAddress() bool {
	return l.Given[ColumnAddress] || l.Given[ColumnBuilding] && l.Given[ColumnRoom]
}

// RosterChange is a home that a list adds or changes.
type RosterChange struct {
	Line     int
	Old, New Household // Old: zero for a home that never was on the roster; with GoneAt for one that comes back
}

// RosterProblem is a line, or a cell of it, that cannot be taken.
type RosterProblem struct {
	Line   int
	Column RosterColumn
	Reason Reason
	Text   string // what stands there; "" where it is empty or was not kept
	Before int    // for ErrRepeated: the line that has the same address
}

// RosterPlan is what a list would do to the roster.
type RosterPlan struct {
	Lines    int             // in the list, empty ones left out
	Add      []RosterChange  // homes that come onto the roster
	Change   []RosterChange  // homes of which the roster says something else
	Same     int             // homes of which it says the same
	Missing  []Household     // homes that the list does not have and nobody lives in
	Lived    []Household     // homes that the list does not have, where somebody who has joined lives: they stay
	Problems []RosterProblem // in the order of lines; none of these lines is taken
}

// PlanRoster is what the list would do: have are all homes the community ever had
// on its roster, lived how many people live in each. An empty cell says nothing:
// what the roster knows stays. What a problem line is about counts as missing.
func PlanRoster(have []Household, lived map[string]int, list RosterList) RosterPlan {
	p := planning{have: map[[3]string]Household{}, line: map[[3]string]int{}}
	for _, h := range have {
		p.have[h.place()] = h
	}
	var above RosterLine
	for _, line := range list.Lines {
		if list.Fill && !line.empty() {
			line = line.filled(above)
			above = line
		}
		p.take(line, list.Given)
	}
	for _, h := range have {
		switch _, listed := p.line[h.place()]; {
		case listed || !h.GoneAt.IsZero():
		case lived[h.ID] > 0:
			p.plan.Lived = append(p.plan.Lived, h)
		default:
			p.plan.Missing = append(p.plan.Missing, h)
		}
	}
	slices.SortFunc(p.plan.Missing, inReadingOrder)
	slices.SortFunc(p.plan.Lived, inReadingOrder)
	return p.plan
}

// planning is a plan being made.
type planning struct {
	have map[[3]string]Household
	line map[[3]string]int // addresses that the list has, by the first line of each
	plan RosterPlan
}

func (h Household) place() [3]string { return [3]string{h.Building, h.Unit, h.Room} }

// filled is the line with building and unit of the one above where its own are empty.
// The unit is not carried into another building.
func (l RosterLine) filled(above RosterLine) RosterLine {
	building := l.Cells[ColumnBuilding] == "" && l.Bad[ColumnBuilding] == ""
	if building {
		l.Cells[ColumnBuilding] = above.Cells[ColumnBuilding]
	}
	same := l.Cells[ColumnBuilding] == above.Cells[ColumnBuilding]
	if same && l.Cells[ColumnUnit] == "" && l.Bad[ColumnUnit] == "" {
		l.Cells[ColumnUnit] = above.Cells[ColumnUnit]
	}
	return l
}

func (l RosterLine) empty() bool {
	for _, c := range l.Cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return len(l.Bad) == 0
}

// take reads one line into the plan.
func (p *planning) take(l RosterLine, given [RosterColumns]bool) {
	if l.empty() {
		return
	}
	p.plan.Lines++
	said, known, problems := l.read(given)
	if len(problems) > 0 {
		p.plan.Problems = append(p.plan.Problems, problems...)
		return
	}
	at := said.place()
	if first, twice := p.line[at]; twice {
		p.plan.Problems = append(p.plan.Problems, RosterProblem{Line: l.Line, Column: ColumnRoom, Reason: ErrRepeated, Text: said.Label(), Before: first})
		return
	}
	p.line[at] = l.Line
	old, is := p.have[at]
	next := old
	if !is {
		next = Household{Building: said.Building, Unit: said.Unit, Room: said.Room}
	}
	if known[ColumnAdults] {
		next.Adults = said.Adults
	}
	if known[ColumnTenure] {
		next.Tenure = said.Tenure
	}
	if known[ColumnArea] {
		next.Area = said.Area
	}
	next.GoneAt = Household{}.GoneAt
	switch change := (RosterChange{Line: l.Line, Old: old, New: next}); {
	case !is || !old.GoneAt.IsZero():
		p.plan.Add = append(p.plan.Add, change)
	case next == old:
		p.plan.Same++
	default:
		p.plan.Change = append(p.plan.Change, change)
	}
}

// read is what a line says; known are the figures it says something of.
func (l RosterLine) read(given [RosterColumns]bool) (h Household, known [RosterColumns]bool, problems []RosterProblem) {
	wrong := func(c RosterColumn, r Reason, text string) {
		problems = append(problems, RosterProblem{Line: l.Line, Column: c, Reason: r, Text: text})
	}
	for c := range RosterColumn(RosterColumns) {
		if r := l.Bad[c]; r != "" && given[c] {
			wrong(c, r, "")
		}
	}
	cells := l.Cells
	if given[ColumnAddress] && l.Bad[ColumnAddress] == "" {
		switch building, unit, room, ok := SplitAddress(cells[ColumnAddress]); {
		case ok:
			cells[ColumnBuilding], cells[ColumnUnit], cells[ColumnRoom] = building, unit, room
		case strings.TrimSpace(cells[ColumnAddress]) == "":
			wrong(ColumnAddress, ErrEmpty, "")
		default:
			wrong(ColumnAddress, ErrAddress, cells[ColumnAddress])
		}
	}
	if given[ColumnAddress] && len(problems) > 0 {
		return h, known, problems
	}
	read := func(c RosterColumn, from func(string) Reason) {
		if l.Bad[c] != "" && given[c] {
			return
		}
		if r := from(cells[c]); r != "" {
			where := c
			if given[ColumnAddress] && c <= ColumnRoom {
				where = ColumnAddress
			}
			wrong(where, r, strings.TrimSpace(cells[c]))
		}
	}
	var r Reason
	read(ColumnBuilding, func(s string) Reason { h.Building, r = ReadBuilding(s); return r })
	read(ColumnUnit, func(s string) Reason { h.Unit, r = ReadUnit(s); return r })
	read(ColumnRoom, func(s string) Reason { h.Room, r = ReadRoom(s); return r })
	if given[ColumnAdults] {
		read(ColumnAdults, func(s string) Reason { h.Adults, r = ReadAdults(s); return r })
	}
	if given[ColumnTenure] {
		read(ColumnTenure, func(s string) Reason { h.Tenure, r = ReadTenure(s); return r })
	}
	if given[ColumnArea] {
		read(ColumnArea, func(s string) Reason { h.Area, r = ReadArea(s); return r })
	}
	known[ColumnAdults], known[ColumnTenure], known[ColumnArea] = h.Adults != 0, h.Tenure != "", h.Area != 0
	return h, known, problems
}

// inReadingOrder puts 2 号楼 before 10 号楼.
func inReadingOrder(a, b Household) int {
	for _, pair := range [][2]string{{a.Building, b.Building}, {a.Unit, b.Unit}, {a.Room, b.Room}} {
		if n := len([]rune(pair[0])) - len([]rune(pair[1])); n != 0 {
			return n
		}
		if n := strings.Compare(pair[0], pair[1]); n != 0 {
			return n
		}
	}
	return strings.Compare(a.ID, b.ID)
}

// Sum tells plans apart: whoever confirms a plan says by it which they have seen.
func (p RosterPlan) Sum() string {
	whole, err := json.Marshal(p)
	if err != nil {
		panic(err) // texts, numbers and times: cannot happen
	}
	sum := sha256.Sum256(whole)
	return hex.EncodeToString(sum[:16])
}

// ProblemLines is how many lines cannot be taken.
func (p RosterPlan) ProblemLines() (n int) {
	for i, q := range p.Problems {
		if i == 0 || q.Line != p.Problems[i-1].Line {
			n++
		}
	}
	return n
}
