package pages

import (
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"yishiting/consultation/project"
)

// ProjectYearView is the yearly report on a body's projects as everybody can read it.
type ProjectYearView struct {
	Frame
	ProjectYear
}

func (v *ProjectYearView) Name() string  { return "project-year" }
func (v *ProjectYearView) Title() string { return v.Heading }

// Body is the report.
func (v *ProjectYearView) Body() templ.Component { return ReportPage(v.ProjectYear) }

// ProjectYear is what a year's projects came to. It is printed on A4; each of its plots
// is a table with the plot drawn in it or above it.
type ProjectYear struct {
	Style         string // address of its own style
	Heading       string // 和平里社区 2026 年民意立项年报
	Scope         string // whose projects, which ones, as of when
	BackTo, Back  string // where it leads up to, and how that is called
	Before, After string // addresses of the other years' reports; "" for none
	Key           []KeyFigure
	Stages        []ReportBar
	Asked         []ReportBar // by body, or by call where it is one body's
	AskedOf       string      // heading of its first column
	AskedNote     string
	Payers        []ReportBar
	Money         []ReportBar // planned, committed, paid
	ToApproval    ReportDays
	ToEnd         ReportDays
	Rates         []ReportRate
	RateSource    string
	Projects      []ReportProject
}

// KeyFigure is a number at the head of a report, with what it counts.
type KeyFigure struct{ Value, Name string }

// ReportBar is a row of a plot: its number in words, and how long its bar is of Whole.
type ReportBar struct {
	Name, Value string
	Note        string // beside the name; "" for none
	Part, Whole int64
	Mark        int64 // where the bar was to reach; 0 draws none
}

// ReportDays are how many days something took, project by project.
type ReportDays struct {
	Title, Note string
	Days        []int // in order, the shortest first
}

// ReportRate is a rate with its formula and counts.
type ReportRate struct {
	Name, Formula string
	Rate          project.Rate
}

func (r ReportRate) words() (share, counts string) { return RateWords(r.Rate) }

// RateWords are a rate in percent and its counts, 87% and 56 / 64; counts are "" where none may be shown.
func RateWords(r project.Rate) (share, counts string) {
	of := ProjectRate{Rate: r}
	return of.percent(), of.counts()
}

// ReportProject is a row of the report's list.
type ReportProject struct {
	Number, Title, Href, Body   string
	Stage                       string
	Asked, Planned, Paid, Rated string // "" for nothing yet
	ToApproval, ToEnd           string // days
}

// median is the middle of days in order; of an even number the lower of the two in the middle.
func (d ReportDays) median() int { return d.Days[(len(d.Days)-1)/2] }

func (d ReportDays) shortest() int { return d.Days[0] }
func (d ReportDays) longest() int  { return d.Days[len(d.Days)-1] }

// ticks are the marks of the axis, from 0 to beyond the longest: at most seven.
func (d ReportDays) ticks() (all []int) {
	steps := []int{5, 10, 15, 30, 60, 90, 180, 365, 730, 1460}
	i := slices.IndexFunc(steps, func(step int) bool { return step*6 >= d.longest() })
	step := steps[max(i, 0)]
	if i < 0 {
		step = (d.longest() + 5) / 6
	}
	for at := 0; ; at += step {
		all = append(all, at)
		if at >= d.longest() && at > 0 {
			return all
		}
	}
}

// along is where so many days stand on the axis, which leaves a little air at both ends.
func (d ReportDays) along(days int) string {
	ticks := d.ticks()
	mille := 40 + days*920/ticks[len(ticks)-1]
	return strconv.Itoa(mille/10) + "." + strconv.Itoa(mille%10) + "%"
}

// stacked is how high the i-th project's dot stands: those of the same days stand on each other, five at most.
func (d ReportDays) stacked(i int) string {
	up := 0
	for j := i - 1; j >= 0 && d.Days[j] == d.Days[i]; j-- {
		up++
	}
	return strconv.Itoa(64 - min(up, 4)*11)
}

func (d ReportDays) words() string {
	return d.Title + "：" + strconv.Itoa(len(d.Days)) + " 个项目，最短 " + strconv.Itoa(d.shortest()) + " 天，中位 " +
		strconv.Itoa(d.median()) + " 天，最长 " + strconv.Itoa(d.longest()) + " 天"
}

// partLength is part of whole as a length in a drawing, "54.1%", kept within 0 and 100.
func partLength(part, whole int64) string {
	if whole <= 0 || part <= 0 {
		return "0%"
	}
	mille := min(part, whole) * 1000 / whole
	return strconv.FormatInt(mille/10, 10) + "." + strconv.FormatInt(mille%10, 10) + "%"
}
