package main

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/server/store"
)

// sheetHead names the columns of the list of projects as a spreadsheet has them.
var sheetHead = []string{
	"编号", "社区或街道", "项目", "类型", "方面", "阶段", "停滞原因", "最后进展", "提出", "批准", "完工",
	"征集应答", "征集已答", "未达标的楼", "预算（元）", "已签约（元）", "已支付（元）", "回访应答", "回访已答", "解决率", "满意率",
}

// sheetRow is a project as a row, all of it text.
func (r *request) sheetRow(s streetProject, f projectFigures) []string {
	stage, _ := pages.ProjectStageTag(s.Stage)
	day := func(at project.Instant) string {
		if at.IsZero() {
			return ""
		}
		return calendar.DayOf(at, r.place.Location()).String()
	}
	row := []string{
		s.Number, s.Body.Name, s.Title, pages.ProjectKindWord(s.Kind), pages.ProjectFieldWord(s.Field), stage, strings.Join(r.troubleWords(s), "；"),
		day(s.ChangedAt), day(s.MadeAt), day(s.ApprovedAt), day(s.CompletedAt),
		someNumber(f.asked), "", "", yuanText(f.planned), yuanText(f.money.Committed), yuanText(f.money.Paid), "", "", "", "",
	}
	if f.asked > 0 {
		row[12], row[13] = strconv.Itoa(f.answered), strconv.Itoa(f.short)
	}
	if l, ok := f.last(); ok {
		row[17], row[18] = strconv.Itoa(l.Units), strconv.Itoa(l.Answered)
		row[19], _ = pages.RateWords(solved(l))
		row[20], _ = pages.RateWords(satisfied(l))
	}
	return row
}

// sheetRows are the rows of all projects of the filters of the query, in the list's order.
func (p *Portal) sheetRows(r *request) ([][]string, error) {
	sheet := [][]string{sheetHead}
	err := p.view(r, func(rows *store.View) error {
		all, _, err := r.streetList(rows)
		if err != nil {
			return err
		}
		figures, err := r.figuresOf(rows, all, true)
		for i, s := range all {
			if s.at(r.URL.Query().Get("stage")) {
				sheet = append(sheet, r.sheetRow(s, figures[i]))
			}
		}
		return err
	})
	return sheet, err
}

// sheetName is under which name the list is saved.
func (r *request) sheetName(kind string) string {
	return r.place.Name + "项目-" + r.today().String() + kind
}

// streetProjectsCSV is the list as CSV, with the mark by which spreadsheets know UTF-8.
func (p *Portal) streetProjectsCSV(r *request) (answer, error) {
	rows, err := p.sheetRows(r)
	if err != nil {
		return answer{}, err
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = unexecuted(cell)
		}
		if err := w.Write(cells); err != nil {
			return answer{}, err
		}
	}
	w.Flush()
	return give(file{kind: "text/csv; charset=utf-8", name: r.sheetName(".csv"), body: b.Bytes()}), w.Error()
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

// streetProjectsXLSX is the same list as a workbook. Its cells are text, which no program
// takes for a formula.
func (p *Portal) streetProjectsXLSX(r *request) (answer, error) {
	rows, err := p.sheetRows(r)
	if err != nil {
		return answer{}, err
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	body, err := workbook(book, rows)
	return give(file{kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name: r.sheetName(".xlsx"), body: body}), err
}

func workbook(book *excelize.File, rows [][]string) ([]byte, error) {
	const sheet = "项目"
	if err := book.SetSheetName("Sheet1", sheet); err != nil {
		return nil, err
	}
	w, err := book.NewStreamWriter(sheet)
	if err != nil {
		return nil, err
	}
	if err := w.SetColWidth(1, len(sheetHead), 13); err != nil {
		return nil, err
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for j, cell := range row {
			cells[j] = cell
		}
		if err := w.SetRow("A"+strconv.Itoa(i+1), cells); err != nil {
			return nil, err
		}
	}
	if err := w.Flush(); err != nil {
		return nil, err
	}
	b, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
