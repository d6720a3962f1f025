package residents

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func listOf(given []RosterColumn, rows ...string) (l RosterList) {
	for _, c := range given {
		l.Given[c] = true
	}
	for i, row := range rows {
		line := RosterLine{Line: i + 2}
		for j, cell := range strings.Split(row, "|") {
			if bad, is := strings.CutPrefix(cell, "!"); is {
				line.Bad = map[RosterColumn]Reason{given[j]: Reason(bad)}
				cell = ""
			}
			line.Cells[given[j]] = cell
		}
		l.Lines = append(l.Lines, line)
	}
	return l
}

// told is a plan in short.
func (p RosterPlan) told() string {
	var all []string
	say := func(format string, args ...any) { all = append(all, fmt.Sprintf(format, args...)) }
	for _, c := range p.Add {
		say("+%d %s %d %s %d%s", c.Line, c.New.Label(), c.New.Adults, c.New.Tenure, c.New.Area, map[bool]string{true: " back " + c.New.ID}[c.Old.ID != ""])
	}
	for _, c := range p.Change {
		say("~%d %s %d→%d %s→%s %d→%d", c.Line, c.New.ID, c.Old.Adults, c.New.Adults, c.Old.Tenure, c.New.Tenure, c.Old.Area, c.New.Area)
	}
	for _, h := range p.Missing {
		say("-%s", h.ID)
	}
	for _, h := range p.Lived {
		say("=%s", h.ID)
	}
	for _, q := range p.Problems {
		say("?%d %d %s %s %d", q.Line, q.Column, q.Reason, q.Text, q.Before)
	}
	return fmt.Sprintf("%d lines, %d same: %s", p.Lines, p.Same, strings.Join(all, "; "))
}

func TestPlanRoster(t *testing.T) {
	have := []Household{
		{Community: "c", ID: "a", Building: "10 号楼", Unit: "1 单元", Room: "101", Adults: 2, Tenure: TenureOwner, Area: 6000},
		{Community: "c", ID: "b", Building: "2 号楼", Unit: "1 单元", Room: "101"},
		{Community: "c", ID: "gone", Building: "2 号楼", Unit: "", Room: "9", Adults: 4, GoneAt: time.Unix(1, 0)},
	}
	parts := []RosterColumn{ColumnBuilding, ColumnUnit, ColumnRoom, ColumnAdults, ColumnTenure, ColumnArea}
	whole := []RosterColumn{ColumnAddress, ColumnAdults}
	for name, test := range map[string]struct {
		lived map[string]int
		list  RosterList
		fill  bool
		want  string
	}{
		"nothing":          {nil, listOf(parts), false, "0 lines, 0 same: -b; -a"},
		"somebody there":   {map[string]int{"a": 1}, listOf(parts), false, "0 lines, 0 same: -b; =a"},
		"new":              {nil, listOf(parts, "3号楼|2|502|3|自有|89.5"), false, "1 lines, 0 same: +2 3 号楼 2 单元 502 3 owner 8950; -b; -a"},
		"the same":         {nil, listOf(parts, "10#|一单元|101室|2|业主|60.00", "2栋|1|0101|||"), false, "2 lines, 2 same: "},
		"changed":          {nil, listOf(parts, "10|1|101|3|租|60", "2|1|101|||"), false, "2 lines, 1 same: ~2 a 2→3 owner→tenant 6000→6000"},
		"empty keeps":      {nil, listOf(parts, "10|1|101||-|", "2|1|101|||"), false, "2 lines, 2 same: "},
		"comes back":       {nil, listOf(parts, "2||9||租|", "10|1|101|||", "2|1|101|||"), false, "3 lines, 2 same: +2 2 号楼 9 4 tenant 0 back gone"},
		"empty lines":      {nil, listOf(parts, "|||||", "10|1|101|||", " |||||", "2|1|101|||"), false, "2 lines, 2 same: "},
		"twice":            {nil, listOf(parts, "10|1|101|||", "2|1|101|||", "１０号楼|1单元|101|5||"), false, "3 lines, 2 same: ?4 2 line-repeated 10 号楼 1 单元 101 2"},
		"every problem":    {nil, listOf(parts, "|x||100|养老|很大"), false, "1 lines, 0 same: -b; -a; ?2 0 empty  0; ?2 2 empty  0; ?2 4 bad-number 100 0; ?2 5 bad-choice 养老 0; ?2 6 bad-area 很大 0"},
		"a hidden number":  {nil, listOf(parts, "10|1|101|!personal-data||", "2|1|!too-long|||"), false, "2 lines, 0 same: -b; -a; ?2 4 personal-data  0; ?3 2 too-long  0"},
		"a total below":    {nil, listOf(parts, "10|1|101|||", "2|1|101|||", "合计|||2||"), false, "3 lines, 2 same: ?4 2 empty  0"},
		"one column":       {nil, listOf(whole, "10号楼1单元101|3", "2-1-101|"), false, "2 lines, 1 same: ~2 a 2→3 owner→owner 6000→6000"},
		"one, not split":   {nil, listOf(whole, "院里十号|3", "|3", "10-1-王秀兰|", "!personal-data|"), false, "4 lines, 0 same: -b; -a; ?2 3 bad-address 院里十号 0; ?3 3 empty  0; ?4 3 bad-room 王秀兰 0; ?5 3 personal-data  0"},
		"merged, not said": {nil, listOf(parts, "2|1|101|||", "||102|||"), false, "2 lines, 1 same: -a; ?3 0 empty  0"},
		"merged cells": {nil, listOf(parts, "2|1|101|||", "||102|||", "|||||", "|2|101|||", "||102|||", "10|1|101|||", "10||102|||", "11||1|||"), true,
			"7 lines, 2 same: +3 2 号楼 1 单元 102 0  0; +5 2 号楼 2 单元 101 0  0; +6 2 号楼 2 单元 102 0  0; +8 10 号楼 1 单元 102 0  0; +9 11 号楼 1 0  0"},
	} {
		test.list.Fill = test.fill
		got := PlanRoster(have, test.lived, test.list)
		if got.told() != test.want {
			t.Errorf("%s:\n%s, not\n%s", name, got.told(), test.want)
		}
		if got.Sum() != PlanRoster(have, test.lived, test.list).Sum() {
			t.Errorf("%s: the same plan has two sums", name)
		}
	}
	one, two := listOf(parts, "3|2|502|3||"), listOf(parts, "3|2|502|4||")
	if PlanRoster(have, nil, one).Sum() == PlanRoster(have, nil, two).Sum() || PlanRoster(have, nil, one).Sum() == PlanRoster(have, map[string]int{"a": 1}, one).Sum() {
		t.Error("two plans have the same sum")
	}
	if p := PlanRoster(have, nil, listOf(parts, "|x||100|养老|很大", "3|2|王|||", "3|2|502|||")); p.ProblemLines() != 2 {
		t.Error(p.ProblemLines(), "lines with problems")
	}
}

// What was taken once is the same the second time.
func FuzzPlanRoster(f *testing.F) {
	f.Add("3", "2", "502", "3-2-502", "3", "自有", "89.5", true)
	f.Add("", "", "", "和平里3号楼二门502室", "", "-", "0", false)
	f.Fuzz(func(t *testing.T, building, unit, room, address, adults, tenure, area string, apart bool) {
		var l RosterList
		for c := range RosterColumn(RosterColumns) {
			l.Given[c] = apart == (c != ColumnAddress) || c > ColumnAddress
		}
		l.Lines = []RosterLine{{Line: 1, Cells: [RosterColumns]string{building, unit, room, address, adults, tenure, area}}}
		first := PlanRoster(nil, nil, l)
		if len(first.Add)+first.ProblemLines() != first.Lines || first.Lines > 1 {
			t.Fatal(first.told())
		}
		if len(first.Add) == 0 {
			return
		}
		h := first.Add[0].New
		if again, err := h.Read(); again != h || err != nil {
			t.Fatalf("%+v is read as %+v, %v", h, again, err)
		}
		if second := PlanRoster([]Household{h}, nil, l); second.Same != 1 || len(second.Missing) != 0 {
			t.Fatalf("%s, then %s", first.told(), second.told())
		}
	})
}
