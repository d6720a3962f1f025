package main

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"yishiting/app/pages"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// activityYear is the year in numbers, for everybody to read.
func (p *Portal) activityYear(r *request) (answer, error) {
	w := &pages.ActivityYearView{Frame: p.frame(r), Style: p.files.address("street.css"), Few: polls.SmallCell, Year: r.yearAsked(), Now: r.today().Year}
	err := p.view(r, func(v *store.View) error {
		y, err := r.yearOfService(v, w.Year)
		if err != nil {
			return err
		}
		return y.write(w)
	})
	return show(w), err
}

// write puts the year onto the page, or why there is nothing to tell.
func (y *yearOfService) write(w *pages.ActivityYearView) (err error) {
	at := w.To("activities/year?year=")
	switch {
	case w.Year == 0:
		w.Why = pages.YearUnread
	case y.year > w.Now:
		w.Why = pages.YearAhead
	case y.first == 0 || y.year < y.first:
		w.Why = pages.YearNothing
	case y.last == 0:
		w.Why = pages.YearBegins
	case len(y.parts) == 0:
		w.Why = pages.YearNothing
	}
	if w.Year != 0 && y.first > 0 && y.first < y.year {
		w.Before = at + strconv.Itoa(min(y.year-1, w.Now))
	}
	if w.Year != 0 && y.year < w.Now {
		w.After = at + strconv.Itoa(max(y.year+1, y.first))
	}
	if w.Why != "" {
		return nil
	}
	w.Until, w.Running = y.monthEnd(), y.year == w.Now
	w.Outcomes, w.More = y.outcomes()
	if w.Teams, w.Organisations, err = y.makers(); err != nil {
		return err
	}
	y.writeSums(w)
	return nil
}

func (y *yearOfService) writeSums(w *pages.ActivityYearView) {
	total, activities := y.total()
	if total.shifts == 0 {
		w.Why = pages.YearFew
		return
	}
	if !y.pooled() {
		w.Left, w.LeftActivities = pageSum(y.pool())
	}
	w.Sum, w.Activities = pageSum(total, activities)
	w.People = y.inFives()
	w.Sheet = w.To("activities/year.csv?year=" + strconv.Itoa(y.year))
	for _, row := range y.months() {
		w.Months = append(w.Months, pages.YearRow{Name: row.name, YearSum: row.page()})
	}
	for _, row := range y.kinds() {
		w.Kinds = append(w.Kinds, pages.YearRow{Name: row.name, YearSum: row.page()})
	}
}

func (s yearSum) page() pages.YearSum {
	return pages.YearSum{Shifts: s.shifts, Seats: s.seats, Times: s.times, Minutes: s.minutes}
}

func pageSum(s yearSum, activities int) (pages.YearSum, int) { return s.page(), activities }

// yearSheetHead names the columns of the year as a spreadsheet has them.
var yearSheetHead = []string{"按什么", "名称", "班次", "名额", "到场（人次）", "确认的时长（小时）"}

// activityYearCSV is the same for a spreadsheet: the sum, months, kinds.
func (p *Portal) activityYearCSV(r *request) (answer, error) {
	year := r.yearAsked()
	rows := [][]string{yearSheetHead}
	err := p.view(r, func(v *store.View) error {
		y, err := r.yearOfService(v, year)
		if err != nil {
			return err
		}
		total, _ := y.total()
		if total.shifts == 0 {
			return residents.ErrNotFound
		}
		rows = append(rows, yearSheetRow("全年", yearRow{strconv.Itoa(year) + " 年，到 " + y.monthEnd(), total}))
		for _, row := range y.months() {
			rows = append(rows, yearSheetRow("月份", row))
		}
		for _, row := range y.kinds() {
			rows = append(rows, yearSheetRow("类别", row))
		}
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return r.csv("志愿服务-"+strconv.Itoa(year)+".csv", rows)
}

func yearSheetRow(by string, row yearRow) []string {
	return []string{by, row.name, strconv.Itoa(row.shifts), strconv.Itoa(row.seats), strconv.Itoa(row.times), hoursNumber(row.minutes)}
}

// hoursNumber is minutes as a number of hours: 73.5; two places at most, cut off.
func hoursNumber(minutes int) string {
	hours := strconv.Itoa(minutes / 60)
	switch hundredths := minutes % 60 * 100 / 60; {
	case hundredths == 0:
		return hours
	case hundredths%10 == 0:
		return hours + "." + strconv.Itoa(hundredths/10)
	default:
		return hours + "." + strconv.Itoa(hundredths/10) + strconv.Itoa(hundredths%10)
	}
}

// csv is rows as CSV under a name that begins with the place's, with the mark by which
// spreadsheets know UTF-8. No cell is taken for a formula.
func (r *request) csv(name string, rows [][]string) (answer, error) {
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
	return give(file{kind: "text/csv; charset=utf-8", name: r.place.Name + name, body: b.Bytes()}), w.Error()
}
