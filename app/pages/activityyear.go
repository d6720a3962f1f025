package pages

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// ActivityYearView is the community's year of voluntary service in numbers, for everybody. It
// is served natively.
type ActivityYearView struct {
	Frame
	Style         string
	Year, Now     int    // the year that is asked for, 0 for none; and this one
	Why           string // one of Year…, why there are no numbers; "" where there are
	Before, After string // addresses of other years; "" for none
	Running       bool   // the year is not over
	Until         string // the last day that is summed up: 10 月 31 日
	Few           int    // fewer people than this are not told of

	Activities, People   int // People is a multiple of Few, and there were at least so many
	Sum                  YearSum
	Months, Kinds        []YearRow
	Left                 YearSum // of activities of few that are in no sum
	LeftActivities       int
	Teams, Organisations []Fact // by name
	Outcomes             []YearOutcome
	More                 int    // how many more activities tell what became of them
	Sheet                string // address of the CSV
}

// YearSum is what was done: shifts with their places, how often somebody was there, and the
// minutes that are confirmed.
type YearSum struct{ Shifts, Seats, Times, Minutes int }

// YearRow is a month, or a kind of activity.
type YearRow struct {
	Name string
	YearSum
}

// YearOutcome is an activity of which it is told what became of it.
type YearOutcome struct{ Title, Href, Month, Words string }

// Why a year has no numbers.
const (
	YearUnread  = "unread"  // no year was asked for
	YearAhead   = "ahead"   // is to come
	YearNothing = "nothing" // nothing was held
	YearBegins  = "begins"  // its first month is not over
	YearFew     = "few"     // few helped
)

// Names of the rows of what is told by no month, and by no kind.
const (
	YearNotByMonth = "不分月"
	YearOfFew      = "人少的活动"
)

func (v *ActivityYearView) Name() string { return "activity-year" }

// Title names the year.
func (v *ActivityYearView) Title() string {
	if v.Year == 0 {
		return "一年的志愿服务"
	}
	return strconv.Itoa(v.Year) + " 年志愿服务"
}

// Body is the page.
func (v *ActivityYearView) Body() templ.Component { return activityYear(v) }

// Begins is how a text begins, in one line: at most 60 characters.
func Begins(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= 60 {
		return text
	}
	return string([]rune(text)[:59]) + "…"
}

// why says why there are no numbers, and what to do.
func (v *ActivityYearView) why() (what, todo string) {
	year := strconv.Itoa(v.Year) + " 年"
	switch v.Why {
	case YearUnread:
		return "没有看懂是哪一年。", "年份写四位数字，或者看今年的。"
	case YearAhead:
		return year + "还没有到。", "到了那一年，过完一个月，这里写这个月的数字。"
	case YearBegins:
		return year + "刚开始，还没有过完一个月。", "过完一个月，写这个月的数字。"
	case YearFew:
		return year + "来帮忙的还不到 " + strconv.Itoa(v.Few) + " 人，人次和时长先不写。", "人少的时候写数字，就等于写了是谁。"
	}
	if v.Year == v.Now {
		return year + "到上个月底还没有办过志愿活动。", "办过以后，下个月初写在这里。"
	}
	return year + "没有在这里办过志愿活动。", ""
}

// until says what is summed up.
func (v *ActivityYearView) until() string {
	if v.Running {
		return v.Place.Name + "这一年的志愿活动，算到 " + v.Until + "；每过一个月添一次。"
	}
	return v.Place.Name + "这一年的志愿活动。"
}

func (v *ActivityYearView) key() []KeyFigure {
	n := strconv.Itoa
	return []KeyFigure{
		{Value: n(v.Activities), Name: "个活动"}, {Value: n(v.Sum.Shifts), Name: "个班次"}, {Value: n(v.Sum.Seats), Name: "个名额"},
		{Value: n(v.Sum.Times), Name: "人次到场"}, {Value: n(v.People), Name: "人以上帮过忙"}, {Value: HoursFigure(v.Sum.Minutes), Name: "小时，已确认"},
	}
}

// HoursFigure are minutes in hours as a figure: 73.5. What is less than half an hour is left out.
func HoursFigure(minutes int) string {
	if minutes%60 >= 30 {
		return strconv.Itoa(minutes/60) + ".5"
	}
	return strconv.Itoa(minutes / 60)
}

// hours are rows drawn by the hours that were given; seats says that the places stand with them.
func (v *ActivityYearView) hours(rows []YearRow, seats bool) (bars []ReportBar) {
	most := 0
	for _, r := range rows {
		most = max(most, r.Minutes)
	}
	for _, r := range rows {
		bar := ReportBar{Name: r.Name, Value: HoursFigure(r.Minutes) + " 小时", Part: int64(r.Minutes), Whole: int64(most)}
		bar.Note = strconv.Itoa(r.Shifts) + " 个班次"
		switch {
		case r.Shifts == 0:
			bar.Note = "没有班次"
		case seats:
			bar.Note = strconv.Itoa(r.Shifts) + " 班，到场 " + strconv.Itoa(r.Times) + " / " + strconv.Itoa(r.Seats)
		}
		bars = append(bars, bar)
	}
	return bars
}

// places are rows drawn by how many of the places were taken by somebody who came.
func (v *ActivityYearView) places(rows []YearRow) (bars []ReportBar) {
	for _, r := range rows {
		if r.Seats > 0 {
			bars = append(bars, ReportBar{
				Name: r.Name, Value: strconv.Itoa(r.Times) + " / " + strconv.Itoa(r.Seats), Part: int64(r.Times), Whole: int64(r.Seats),
			})
		}
	}
	return bars
}

// rules say how it is counted.
func (v *ActivityYearView) rules() []string {
	few := strconv.Itoa(v.Few)
	all := []string{
		"到场，是签到或者带队人记了到的；一个人来三次算三人次。时长以半小时为单位，由带队人确认。",
		"不写姓名，不比谁多谁少。帮过忙的人按 " + few + " 个取整。",
	}
	if len(v.Months) > 0 && v.Months[len(v.Months)-1].Name == YearNotByMonth {
		all = append(all, "有的月份来帮忙的不到 "+few+" 人，这样的活动不分月，只写合计。")
	}
	if v.LeftActivities > 0 {
		all = append(all, "另有 "+strconv.Itoa(v.LeftActivities)+" 个活动、"+strconv.Itoa(v.Left.Shifts)+" 个班次来帮忙的不到 "+few+" 人，没有算进去，免得看出是谁。一样感谢。")
	} else if len(v.Kinds) > 0 && v.Kinds[len(v.Kinds)-1].Name == YearOfFew {
		all = append(all, "每个活动来帮忙的不到 "+few+" 人的，合在「"+YearOfFew+"」一行。")
	}
	return all
}
