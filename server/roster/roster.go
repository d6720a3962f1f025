// Package roster reads lists of households as an office has them: spreadsheets
// (XLSX) and text in columns (CSV), in the encodings that are written in China.
// Only the columns that are asked for come out of it; names, telephone and
// identity numbers in others are passed over while reading and go nowhere.
package roster

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"yishiting/residents"
)

// Limits of a file.
const (
	MaxFile     = 4 << 20  // bytes
	maxUnpacked = 48 << 20 // bytes of all that is in a spreadsheet
	maxCell     = 60       // characters of a cell that are looked at
	maxColumns  = 100      // of a line that are looked at
	maxHeader   = 20       // characters of a column's name
	titleLines  = 20       // within which the names of the columns must stand
	maxBlank    = 200_000  // lines of a spreadsheet altogether
)

// Table is what was read of a file.
type Table struct {
	Header []string // the names of all columns, as the reader can be shown them
	Map    Mapping
	Line   int // in which the names stand
	Lines  []residents.RosterLine
}

// Read reads a file, with its columns as chosen, or as guessed where chosen is nil.
// The reasons are residents.ErrFileBig, ErrFileLines, ErrOldSheet, ErrNoTable,
// ErrFileBroken and ErrNoHeader.
func Read(body []byte, chosen *Mapping) (Table, error) {
	switch {
	case len(body) > MaxFile:
		return Table{}, residents.ErrFileBig
	case bytes.HasPrefix(body, []byte("\xd0\xcf\x11\xe0")):
		return Table{}, residents.ErrOldSheet // or a new one under a password
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		return readSheets(body, chosen)
	}
	return readText(body, chosen)
}

// taking takes the lines of one table as they are read.
type taking struct {
	chosen *Mapping
	first  []line // until the names of the columns are found
	table  Table
	found  bool
}

type line struct {
	at    int
	cells []string
}

// take is given each line with its number; cells are the taker's to look at until it returns.
func (t *taking) take(at int, cells []string) error {
	if len(cells) > maxColumns {
		cells = cells[:maxColumns]
	}
	if t.found {
		return t.keep(at, cells)
	}
	if blank(cells) {
		return nil
	}
	t.first = append(t.first, line{at, append([]string(nil), cells...)})
	if Guess(cells).hasAddress() || len(t.first) == titleLines {
		return t.begin()
	}
	return nil
}

// begin finds the line with the names of the columns among the first ones: the
// first that says where a home is, or else the first that names anything.
func (t *taking) begin() error {
	best, most := -1, 0
	for i, l := range t.first {
		m := Guess(l.cells)
		if m.hasAddress() {
			best = i
			break
		}
		if n := m.found(); n > most {
			best, most = i, n
		}
	}
	if best < 0 {
		return residents.ErrNoHeader
	}
	head := t.first[best]
	t.found, t.table.Line, t.table.Map = true, head.at, Guess(head.cells)
	if t.chosen != nil {
		t.table.Map = *t.chosen
	}
	for _, cell := range head.cells {
		t.table.Header = append(t.table.Header, shownName(cell))
	}
	rest := t.first[best+1:]
	t.first = nil
	for _, l := range rest {
		if err := t.keep(l.at, l.cells); err != nil {
			return err
		}
	}
	return nil
}

// keep keeps of a line what the mapping asks for, each cell checked, and nothing else.
func (t *taking) keep(at int, cells []string) error {
	l, some := residents.RosterLine{Line: at}, false
	for c, from := range t.table.Map {
		if from == None || from >= len(cells) {
			continue
		}
		text, bad := cell(cells[from])
		if bad != "" {
			if l.Bad == nil {
				l.Bad = map[residents.RosterColumn]residents.Reason{}
			}
			l.Bad[residents.RosterColumn(c)] = bad
		}
		l.Cells[c] = strings.Clone(text) // not a part of the whole file
		some = some || text != "" || bad != ""
	}
	if !some {
		return nil
	}
	if len(t.table.Lines) == residents.RosterMost {
		return residents.ErrFileLines
	}
	t.table.Lines = append(t.table.Lines, l)
	return nil
}

// done is the table, once all lines were taken.
func (t *taking) done() (Table, error) {
	if !t.found {
		if err := t.begin(); err != nil {
			return Table{}, err
		}
	}
	return t.table, nil
}

// cell is a cell as plain text, or why it is not kept.
func cell(s string) (string, residents.Reason) {
	if s = strings.TrimSpace(s); len(s) > 4*maxCell {
		return "", residents.ErrTooLong
	}
	s, reason := residents.CleanText(s, maxCell, true)
	if reason == "" && residents.HoldsPersonalNumber(s) {
		return "", residents.ErrPersonal
	}
	return s, reason
}

// shownName is the name of a column, as far as it is one.
func shownName(s string) string {
	s, bad := cell(s)
	if bad != "" || utf8.RuneCountInString(s) > maxHeader {
		return ""
	}
	return s
}

func blank(cells []string) bool {
	for _, c := range cells {
		if strings.TrimSpace(c) != "" {
			return false
		}
	}
	return true
}
