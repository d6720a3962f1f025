package main

import (
	"bytes"
	"encoding/csv"
	"strconv"

	"github.com/xuri/excelize/v2"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// organisationHead names the columns of the register; what is private of an organisation is not in it.
var organisationHead = []string{"编号", "社区", "名称", "类别", "领域", "宗旨", "活动范围", "活动地点", "成员人数", "钱从哪里来", "统一社会信用代码", "备案", "有效到", "状态"}

// organisationSheet is the register of the desk's community, or of all below a street.
func (p *Portal) organisationSheet(r *request) (rows [][]string, name string, err error) {
	rows, name = [][]string{organisationHead}, r.place.Name+"社会组织-"+r.today().String()
	err = p.view(r, func(v *store.View) error {
		homes, all := map[string]residents.Community{r.place.ID: r.place}, []organisations.Organisation{}
		if r.place.Level == residents.LevelCommunity {
			if all, err = v.OrganisationsIn(r.place.ID, organisations.Filed); err != nil {
				return err
			}
		} else {
			below, err := v.Children(r.place.ID)
			if err != nil {
				return err
			}
			for _, c := range below {
				homes[c.ID] = c
			}
			if all, err = v.OrganisationsBelow(r.place.ID); err != nil {
				return err
			}
		}
		for _, o := range all {
			if o.State == organisations.Filed {
				rows = append(rows, organisationLine(o, homes[o.Community], r.today()))
			}
		}
		return nil
	})
	return rows, name, err
}

func organisationLine(o organisations.Organisation, home residents.Community, day calendar.Day) []string {
	state := "有效"
	if !o.InForce(day) {
		state = "过期"
	}
	return []string{
		o.Number, home.Name, o.Name, pages.OrganisationKindWord(o.Kind), pages.ClassWord(o.Class), o.Purpose, o.Area, o.Venue, strconv.Itoa(o.Members), o.Funds, o.Code,
		calendar.DayOf(o.FiledAt, home.Location()).String(), o.Until.String(), state,
	}
}

// organisationsCSV is the register as CSV, with the mark by which spreadsheets know UTF-8.
func (p *Portal) organisationsCSV(r *request) (answer, error) {
	rows, name, err := p.organisationSheet(r)
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
	return give(file{kind: "text/csv; charset=utf-8", name: name + ".csv", body: b.Bytes()}), w.Error()
}

// organisationsXLSX is the same list as a workbook.
func (p *Portal) organisationsXLSX(r *request) (answer, error) {
	rows, name, err := p.organisationSheet(r)
	if err != nil {
		return answer{}, err
	}
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	body, err := workbook(book, rows)
	return give(file{kind: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name: name + ".xlsx", body: body}), err
}
