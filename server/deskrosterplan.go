package main

import (
	"net/url"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/roster"
	"yishiting/server/store"
)

// This file draws what a list would change.

// How many lines of each part stand on the first page.
const (
	firstRows     = 5
	firstProblems = 20
)

// deskRosterDraft shows a draft: what it would change, one part of that alone, or what it did.
func (p *Portal) deskRosterDraft(r *request) (answer, error) {
	v := &desk.RosterView{}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtHouseholds); err != nil {
			return err
		}
		d, c, err := myDraft(rows, r.who, r)
		if err != nil {
			return err
		}
		v.At, v.File = v.To("desk/roster/"+d.ID), d.FileName
		v.Until = calendar.ChineseTime(d.ExpiresAt, r.place.Location())
		if c.Done != nil {
			v.Done = doneFacts(*c.Done)
			return nil
		}
		describeColumns(v, c)
		if v.Ready = c.List.HasAddress(); !v.Ready {
			return nil
		}
		have, err := rows.AllHouseholds(r.place.ID)
		if err != nil {
			return err
		}
		lived, err := rows.PeopleInHomes(r.place.ID)
		if err != nil {
			return err
		}
		return describePlan(v, residents.PlanRoster(have, lived, c.List), lived, r.URL.Query())
	})
	return show(v), err
}

func doneFacts(d rosterDone) []pages.Fact {
	facts := []pages.Fact{{Name: "新增", Value: homesWord(d.Added)}, {Name: "修改", Value: homesWord(d.Changed)}, {Name: "没有变", Value: homesWord(d.Same)}}
	if d.Removed > 0 {
		facts = append(facts, pages.Fact{Name: "从户册去掉", Value: homesWord(d.Removed)})
	}
	if d.Left > 0 {
		facts = append(facts, pages.Fact{Name: "名单里没有、留着", Value: homesWord(d.Left)})
	}
	if d.Problems > 0 {
		facts = append(facts, pages.Fact{Name: "读不了、没有导入", Value: strconv.Itoa(d.Problems) + " 行"})
	}
	return facts
}

// describeColumns says what is read in which column.
func describeColumns(v *desk.RosterView, c rosterContent) {
	v.Fill = c.List.Fill
	v.Offered = []pages.Option{{Value: strconv.Itoa(roster.None), Label: "没有"}}
	kept := map[int]bool{}
	for _, at := range c.Map {
		kept[at] = true
	}
	for at, name := range c.Header {
		label := "第 " + strconv.Itoa(at+1) + " 列 " + name
		if !kept[at] {
			label += "（没有读）"
		}
		v.Offered = append(v.Offered, pages.Option{Value: strconv.Itoa(at), Label: label})
	}
	for i, f := range rosterFields {
		v.Columns = append(v.Columns, desk.RosterColumn{Field: f.field, Label: f.label, Value: strconv.Itoa(c.Map[i])})
	}
}

// rosterPart is a part of a plan; row draws its i-th line.
type rosterPart struct {
	key, heading, lead string
	heads              []string
	count              int
	row                func(i int) []string
}

// partsOf are the parts of a plan that have something, what hinders first.
func partsOf(plan residents.RosterPlan, lived map[string]int) (some []rosterPart) {
	all := []rosterPart{
		{"problems", "读不了的地方", "这些行不会导入", []string{"行", "哪一列", "怎么了"}, len(plan.Problems), func(i int) []string {
			q := plan.Problems[i]
			return []string{strconv.Itoa(q.Line), rosterFields[q.Column].label, problemWords(q)}
		}},
		{"change", "会修改的", "名单里空着的格子不改原来的", []string{"行", "门牌", "原来 → 改成"}, len(plan.Change), func(i int) []string {
			c := plan.Change[i]
			return []string{strconv.Itoa(c.Line), c.New.Label(), changeWords(c.Old, c.New)}
		}},
		{"missing", "名单里没有的", "不勾选就留着", []string{"门牌", "户册上"}, len(plan.Missing), func(i int) []string {
			return []string{plan.Missing[i].Label(), figures(plan.Missing[i])}
		}},
		{"lived", "名单里没有、但有人已经加入的", "这些户总是留着", []string{"门牌", "已加入"}, len(plan.Lived), func(i int) []string {
			return []string{plan.Lived[i].Label(), strconv.Itoa(lived[plan.Lived[i].ID]) + " 人"}
		}},
		{"add", "会添加的", "按文件里的先后", []string{"行", "门牌", "内容"}, len(plan.Add), func(i int) []string {
			c := plan.Add[i]
			words := figures(c.New)
			if c.Old.ID != "" {
				words = strings.TrimPrefix(words+"；以前去掉过，现在恢复", "；")
			}
			return []string{strconv.Itoa(c.Line), c.New.Label(), words}
		}},
	}
	for _, part := range all {
		if part.count > 0 {
			some = append(some, part)
		}
	}
	return some
}

// describePlan puts a plan into the view: the first lines of each part, or one part from a line on.
func describePlan(v *desk.RosterView, plan residents.RosterPlan, lived map[string]int, q url.Values) error {
	alone, from := q.Get("show"), 0
	if s := q.Get("from"); s != "" && alone != "" {
		var err error
		if from, err = strconv.Atoi(s); err != nil || from < 0 {
			return residents.ErrNotFound
		}
	}
	for _, part := range partsOf(plan, lived) {
		if alone != "" && part.key != alone {
			continue
		}
		most := firstRows
		switch {
		case alone != "":
			most = deskPage
		case part.key == "problems":
			most = firstProblems
		}
		to := min(from+most, part.count)
		if from >= part.count {
			return residents.ErrNotFound
		}
		shown := desk.RosterPart{Heading: part.heading, Lead: part.lead, Heads: part.heads, Count: part.count}
		for i := from; i < to; i++ {
			shown.Rows = append(shown.Rows, part.row(i))
		}
		switch all := v.At + "?show=" + part.key; {
		case to == part.count:
		case alone == "":
			shown.All = all
		default:
			v.More = all + "&from=" + strconv.Itoa(to)
		}
		v.Parts = append(v.Parts, shown)
	}
	if v.Alone = alone != ""; v.Alone && len(v.Parts) == 0 {
		return residents.ErrNotFound
	}
	v.Sum, v.Problems = plan.Sum(), plan.ProblemLines()
	if v.Problems == 0 {
		v.Removing = len(plan.Missing)
	}
	v.Counts = []pages.Fact{
		{Name: "读到", Value: strconv.Itoa(plan.Lines) + " 行"}, {Name: "新增", Value: homesWord(len(plan.Add))}, {Name: "修改", Value: homesWord(len(plan.Change))},
		{Name: "没有变", Value: homesWord(plan.Same)}, {Name: "名单里没有", Value: homesWord(len(plan.Missing) + len(plan.Lived))},
		{Name: "读不了", Value: strconv.Itoa(v.Problems) + " 行"},
	}
	var does []string
	if n := len(plan.Add); n > 0 {
		does = append(does, "新增 "+homesWord(n))
	}
	if n := len(plan.Change); n > 0 {
		does = append(does, "修改 "+homesWord(n))
	}
	v.What = strings.Join(does, "，")
	return nil
}

// problemWords says what is wrong with a line, and quotes it.
func problemWords(q residents.RosterProblem) string {
	words := pages.Says(q.Reason)
	if next := pages.Next(q.Reason); next != "" {
		words += "，" + next
	}
	switch q.Reason {
	case residents.ErrEmpty:
		words = "没有填"
	case residents.ErrNumber:
		words = "请填 0 到 99 的整数"
	case residents.ErrChoice:
		words = "不认识，请写自有或租住"
	case residents.ErrPersonal:
		words = "像是电话或证件号，没有读取；请看是不是选错了列"
	case residents.ErrTooLong:
		words = "太长了，最多 " + strconv.Itoa(residents.AddressMost) + " 字"
	case residents.ErrRepeated:
		words = "和第 " + strconv.Itoa(q.Before) + " 行是同一个地址，请在文件里留一行"
	}
	if q.Text != "" {
		return "「" + clipped(q.Text, 30) + "」" + words
	}
	return words
}

// figures is what is known of a home besides its address.
func figures(h residents.Household) string {
	var all []string
	if h.Adults > 0 {
		all = append(all, strconv.Itoa(h.Adults)+" 位成年人")
	}
	if h.Tenure != "" {
		all = append(all, desk.TenureWord(h.Tenure))
	}
	if h.Area > 0 {
		all = append(all, residents.AreaText(h.Area)+" 平方米")
	}
	return strings.Join(all, "，")
}

// changeWords sets what was beside what will be.
func changeWords(old, next residents.Household) string {
	var all []string
	change := func(name, was, is string) {
		if was != is {
			all = append(all, name+" "+known(was, "")+" → "+known(is, ""))
		}
	}
	change("成年人", someNumber(old.Adults), someNumber(next.Adults))
	change("住法", desk.TenureWord(old.Tenure), desk.TenureWord(next.Tenure))
	change("面积", residents.AreaText(old.Area), residents.AreaText(next.Area))
	return strings.Join(all, "；")
}
