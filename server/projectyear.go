package main

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// firstReportYear is before any project of the portal.
const firstReportYear = 2019

// yearReport is a year's projects, as the report is made of them.
type yearReport struct {
	*request
	year       int
	from, to   time.Time // the year in the zone of the place
	projects   []streetProject
	figures    []projectFigures
	bodies     int // under the place
	inProgress bool
}

// projectYear is the report that everybody can read.
func (p *Portal) projectYear(r *request) (answer, error) {
	v := &pages.ProjectYearView{Frame: p.frame(r)}
	if r.place.Level == residents.LevelInstallation {
		return answer{}, residents.ErrNotFound
	}
	var err error
	v.ProjectYear, err = p.yearOf(r, v.To("project-report/"))
	v.BackTo, v.Back = v.To("projects"), "项目"
	if r.place.Level != residents.LevelCommunity {
		v.BackTo, v.Back = v.To(""), r.place.Name
	}
	return show(v), err
}

// reportOfYear is the address of the place's report of this year, for everybody.
func (r *request) reportOfYear() string {
	return "/" + r.place.Slug + "/project-report/" + strconv.Itoa(r.today().Year)
}

// deskProjectYear is the same at the desk of a street or a district.
func (p *Portal) deskProjectYear(r *request) (answer, error) {
	v := &desk.ProjectYearView{Frame: p.atStreet(r)}
	var err error
	v.ProjectYear, err = p.yearOf(r, v.To("desk/project-report/"))
	v.BackTo, v.Back = v.To("desk/projects/all"), "全部项目"
	return show(v), err
}

// yearOf reads and works out the report of the year in the path; at is where reports stand.
func (p *Portal) yearOf(r *request, at string) (out pages.ProjectYear, err error) {
	year, wrong := strconv.Atoi(r.PathValue("year"))
	if wrong != nil || year < firstReportYear || year > r.today().Year || strconv.Itoa(year) != r.PathValue("year") {
		return out, residents.ErrNotFound
	}
	y := &yearReport{request: r, year: year, inProgress: year == r.today().Year}
	zone := r.place.Location()
	y.from, y.to = time.Date(year, 1, 1, 0, 0, 0, 0, zone), time.Date(year+1, 1, 1, 0, 0, 0, 0, zone)
	if err := p.view(r, y.read); err != nil {
		return out, err
	}
	out = y.report()
	out.Style = p.files.address("street.css")
	if year > firstReportYear {
		out.Before = at + strconv.Itoa(year-1)
	}
	if !y.inProgress {
		out.After = at + strconv.Itoa(year+1)
	}
	return out, nil
}

// read takes the projects of the year: made before its end, and not ended before it began.
func (y *yearReport) read(rows *store.View) error {
	lines, err := rows.ProjectsWithin(y.place.ID)
	if err != nil {
		return err
	}
	bodies := map[string]bool{}
	for _, l := range lines {
		if l.MadeAt.Before(y.to) && !(l.Stage.Ended() && l.ChangedAt.Before(y.from)) {
			y.projects = append(y.projects, y.streetProject(l))
			bodies[l.Community] = true
		}
	}
	y.bodies = len(bodies)
	slices.SortFunc(y.projects, func(a, b streetProject) int {
		return cmp.Or(slices.Index(reportStages, a.Stage)-slices.Index(reportStages, b.Stage), cmp.Compare(a.Body.Slug, b.Body.Slug), cmp.Compare(a.Number, b.Number))
	})
	y.figures, err = y.figuresOf(rows, y.projects, true)
	return err
}

// reportStages are the stages of a report, in its order.
var reportStages = append(slices.Clone(project.Stages), project.Dropped)

func (y *yearReport) within(at time.Time) bool { return !at.Before(y.from) && at.Before(y.to) }

func (y *yearReport) report() pages.ProjectYear {
	out := pages.ProjectYear{
		Heading:    y.place.Name + " " + strconv.Itoa(y.year) + " 年民意立项年报",
		Scope:      y.scope(),
		Key:        y.key(),
		Stages:     y.stages(),
		Payers:     y.payers(),
		Money:      y.money(),
		RateSource: project.DeliveryRulesAt(calendar.DayOf(y.to.Add(-1), y.place.Location())).Rates,
		Rates:      y.rates(),
	}
	out.AskedOf, out.Asked = y.asked()
	out.AskedNote = "已截止的民意征集，答了的 ÷ 应答的。答了的、没有答的不到 5 份时只写范围，合计按写出来的加。"
	if slices.ContainsFunc(out.Asked, func(b pages.ReportBar) bool { return b.Mark > 0 }) {
		out.AskedNote += "竖线是公布时定的最低比例。"
	}
	out.ToApproval, out.ToEnd = y.days()
	for i, s := range y.projects {
		out.Projects = append(out.Projects, y.row(s, y.figures[i]))
	}
	return out
}

func (y *yearReport) scope() string {
	as := y.today().ChineseWithYear() + "制表。"
	whose := ""
	if y.place.Level != residents.LevelCommunity {
		whose = "下属各社区和本级"
	}
	return as + "统计" + whose + strconv.Itoa(y.year) + " 年提出的、以及这一年仍在办的项目；阶段按制表时。"
}

// key are the numbers at the head.
func (y *yearReport) key() []pages.KeyFigure {
	made, approved, completed, held := 0, 0, 0, 0
	for _, s := range y.projects {
		made += oneIf(y.within(s.MadeAt))
		approved += oneIf(y.within(s.ApprovedAt))
		completed += oneIf(y.within(s.CompletedAt))
		held += oneIf(s.rank == heldRank)
	}
	key := []pages.KeyFigure{
		{Value: strconv.Itoa(len(y.projects)), Name: "项目"}, {Value: strconv.Itoa(made), Name: "当年提出"},
		{Value: strconv.Itoa(approved), Name: "当年批准"}, {Value: strconv.Itoa(completed), Name: "当年完工"},
	}
	if y.inProgress {
		key = append(key, pages.KeyFigure{Value: strconv.Itoa(held), Name: "现在停滞"})
	}
	return key
}

func oneIf(so bool) int {
	if so {
		return 1
	}
	return 0
}

func (y *yearReport) stages() (bars []pages.ReportBar) {
	for _, stage := range reportStages {
		n := 0
		for _, s := range y.projects {
			n += oneIf(s.Stage == stage)
		}
		name, _ := pages.ProjectStageTag(stage)
		bars = append(bars, pages.ReportBar{Name: name, Value: strconv.Itoa(n), Part: int64(n), Whole: int64(len(y.projects))})
	}
	return bars
}

// mostCallBars is how many calls of one body stand in a plot one by one.
const mostCallBars = 15

// asked is how many answered: call by call of one body, body by body of several.
func (y *yearReport) asked() (of string, bars []pages.ReportBar) {
	type sum struct {
		calls []store.CallFigures
		name  string
	}
	sums, order := map[string]*sum{}, []string{}
	for i, s := range y.projects {
		for _, c := range closed(y.figures[i].calls) {
			key, name := s.Body.Slug, s.Body.Name
			if y.bodies <= 1 && y.place.Level == residents.LevelCommunity {
				key, name = c.Call.ID, c.Title
			}
			if sums[key] == nil {
				sums[key], order = &sum{name: name}, append(order, key)
			}
			sums[key].calls = append(sums[key].calls, c)
		}
	}
	of = "社区或街道"
	if y.place.Level == residents.LevelCommunity {
		of = "征集"
	}
	for _, key := range order[:min(len(order), mostCallBars)] {
		k := sums[key]
		share := told(k.calls...)
		bar := pages.ReportBar{Name: k.name, Part: int64(share.Least), Whole: int64(share.Of)}
		bar.Value, _ = toldWords(share)
		if of == "征集" {
			bar.Mark = int64(k.calls[0].Declared * share.Of / 100)
		} else {
			bar.Note = strconv.Itoa(len(k.calls)) + " 次征集"
		}
		bars = append(bars, bar)
	}
	return of, bars
}

// approved are the chosen options of those of the projects that are approved.
func (y *yearReport) approved(see func(i int, o project.Option)) {
	for i, s := range y.projects {
		if o, chosen := s.Chosen(); chosen && !s.ApprovedAt.IsZero() {
			see(i, o)
		}
	}
}

func (y *yearReport) payers() (bars []pages.ReportBar) {
	sums, all := map[project.Payer]int64{}, int64(0)
	y.approved(func(_ int, o project.Option) {
		for _, share := range o.Shares {
			sums[share.Payer] += share.Cents
			all += share.Cents
		}
	})
	for _, payer := range project.Payers {
		if sums[payer] > 0 {
			bars = append(bars, pages.ReportBar{Name: pages.PayerWord(payer), Value: pages.Money(sums[payer]), Part: sums[payer], Whole: all})
		}
	}
	return bars
}

func (y *yearReport) money() []pages.ReportBar {
	var plan, committed, paid int64
	y.approved(func(i int, _ project.Option) {
		f := y.figures[i]
		plan, committed, paid = plan+f.planned, committed+f.money.Committed, paid+f.money.Paid
	})
	bar := func(name string, cents int64) pages.ReportBar {
		return pages.ReportBar{Name: name, Value: pages.Money(cents), Part: cents, Whole: max(plan, committed)}
	}
	return []pages.ReportBar{bar("预算", plan), bar("已签约", committed), bar("已支付", paid)}
}

// daysTaken are whole days from one instant to another, in days of the place; false where either is not known.
func (y *yearReport) daysTaken(from, to time.Time) (int, bool) {
	if from.IsZero() || to.IsZero() {
		return 0, false
	}
	zone := y.place.Location()
	return max(0, calendar.DaysBetween(calendar.DayOf(from, zone), calendar.DayOf(to, zone))), true
}

func (y *yearReport) days() (approval, end pages.ReportDays) {
	approval = pages.ReportDays{Title: "从征集到批准要多少天", Note: "当年批准的项目，从第一次征集开始算到批准；一个点是一个项目。"}
	end = pages.ReportDays{Title: "从批准到完工要多少天", Note: "当年完工的项目；一个点是一个项目。"}
	for i, s := range y.projects {
		if n, ok := y.daysTaken(y.figures[i].firstAsked(), s.ApprovedAt); ok && y.within(s.ApprovedAt) {
			approval.Days = append(approval.Days, n)
		}
		if n, ok := y.daysTaken(s.ApprovedAt, s.CompletedAt); ok && y.within(s.CompletedAt) {
			end.Days = append(end.Days, n)
		}
	}
	slices.Sort(approval.Days)
	slices.Sort(end.Days)
	return approval, end
}

// rates are those of all look-backs that were closed in the year, taken together.
func (y *yearReport) rates() []pages.ReportRate {
	var looks []store.LookBack
	for _, f := range y.figures {
		for _, l := range f.looks {
			if l.Closed && y.within(l.ClosedAt) {
				looks = append(looks, l)
			}
		}
	}
	if len(looks) == 0 {
		return nil
	}
	n := strconv.Itoa(len(looks)) + " 次回访"
	return []pages.ReportRate{
		{Name: "响应率", Formula: n + "：回答的份数 ÷ 应答的份数", Rate: responded(looks...)},
		{Name: "解决率", Formula: "答“解决了”的 ÷ 回答这一问的", Rate: solved(looks...)},
		{Name: "满意率", Formula: "打四分、五分的 ÷ 打分的", Rate: satisfied(looks...)},
	}
}

// row is a project in the report's list.
func (y *yearReport) row(s streetProject, f projectFigures) pages.ReportProject {
	out := pages.ReportProject{Number: s.Number, Title: s.Title, Href: "/" + s.Body.Slug + "/projects/" + url.PathEscape(s.ID)}
	out.Stage, _ = pages.ProjectStageTag(s.Stage)
	if y.place.Level != residents.LevelCommunity {
		out.Body = s.Body.Name
	}
	if over := closed(f.calls); len(over) > 0 {
		words, counts := toldWords(told(over...))
		out.Asked = cmp.Or(counts, words)
	}
	if f.planned > 0 {
		out.Planned, out.Paid = pages.Money(f.planned), pages.Money(f.money.Paid)
	}
	if n, ok := y.daysTaken(f.firstAsked(), s.ApprovedAt); ok {
		out.ToApproval = strconv.Itoa(n) + " 天"
	}
	if n, ok := y.daysTaken(s.ApprovedAt, s.CompletedAt); ok {
		out.ToEnd = strconv.Itoa(n) + " 天"
	}
	if l, ok := f.last(); ok {
		out.Rated, _ = pages.RateWords(satisfied(l))
	}
	return out
}
