package main

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// sheet is a list as somebody saves it who keeps it: rows of text, the first of which names the columns.
type sheet struct {
	called string // under what it is saved, without the kind: 和平里社区项目-2026-11-05
	tab    string // what it is called in a workbook, at most 31 characters: 项目
	rows   [][]string
}

// sheets are the two lines of a list that is saved: as CSV and as XLSX. line is what both have
// in common; of makes the list for the reader.
func sheets(line route, of func(*request) (sheet, error)) []route {
	as := func(kind string, save func(sheet) (file, error)) route {
		one := line
		one.pattern, one.name = line.pattern+"."+kind, line.name+"-"+kind
		one.handle = func(r *request) (answer, error) {
			s, err := of(r)
			if err != nil {
				return answer{}, err
			}
			f, err := save(s)
			f.name = s.called + "." + kind
			return give(f), err
		}
		return one
	}
	return []route{as("csv", sheet.csv), as("xlsx", sheet.xlsx)}
}

// csv is the list as CSV, with the mark by which spreadsheets know UTF-8.
func (s sheet) csv() (file, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range s.rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = unexecuted(cell)
		}
		if err := w.Write(cells); err != nil {
			return file{}, err
		}
	}
	w.Flush()
	return file{kind: "text/csv; charset=utf-8", body: b.Bytes()}, w.Error()
}

// formulaSigns are those with which a cell begins that a spreadsheet takes for a formula; in
// Chinese those of full width too.
const formulaSigns = "=+-@\t\r\n＝＋－＠"

// unexecuted keeps a spreadsheet from taking a cell of CSV for a formula by an apostrophe before
// it (OWASP, CSV Injection).
func unexecuted(cell string) string {
	if first, _ := utf8.DecodeRuneInString(cell); cell != "" && strings.ContainsRune(formulaSigns, first) {
		return "'" + cell
	}
	return cell
}

// xlsx is the same list as a workbook. Its cells are text, which no program takes for a formula.
func (s sheet) xlsx() (file, error) {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	f := file{kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
	if err := s.fill(book); err != nil {
		return f, err
	}
	b, err := book.WriteToBuffer()
	if err == nil {
		f.body = b.Bytes()
	}
	return f, err
}

// fill writes the rows into a workbook; the first stands still.
func (s sheet) fill(book *excelize.File) error {
	if err := book.SetSheetName("Sheet1", s.tab); err != nil {
		return err
	}
	w, err := book.NewStreamWriter(s.tab)
	if err != nil {
		return err
	}
	if err := w.SetColWidth(1, len(s.rows[0]), 13); err != nil {
		return err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	for i, row := range s.rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return err
		}
	}
	return w.Flush()
}
