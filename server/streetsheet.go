package main

import (
	"strconv"
	"strings"

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

// streetSheet is the list of all projects of the filters of the query, in the page's order.
func (p *Portal) streetSheet(r *request) (sheet, error) {
	s := sheet{called: r.place.Name + "项目-" + r.today().String(), tab: "项目", rows: [][]string{sheetHead}}
	err := p.view(r, func(rows *store.View) error {
		all, _, err := r.streetList(rows)
		if err != nil {
			return err
		}
		figures, err := r.figuresOf(rows, all, true)
		for i, one := range all {
			if one.at(r.URL.Query().Get("stage")) {
				s.rows = append(s.rows, r.sheetRow(one, figures[i]))
			}
		}
		return err
	})
	return s, err
}
