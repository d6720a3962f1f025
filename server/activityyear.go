package main

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// The community's year of voluntary service in numbers.
//
// No number of one to four people is told, nor can be worked out by subtraction. What is told of
// people is made of whole pieces, each of none or of five and more: an activity in the year, an
// activity in a month where none of its months has few, and all activities of few taken together
// where they come to five people. The public record tells the sum of a finished activity of five
// and more (signups, turn.go): taken away from what stands here, whole pieces are left. The
// number of people, who may be in several of them, is told in fives. The page stands still
// within a month: day by day what was confirmed the day before would be the difference.

// yearOfService is a year while its page is made.
type yearOfService struct {
	*request
	v          *store.View
	year       int
	first      int // year of the first shift
	time       store.ServiceYear
	last       int // month that is summed up as the last one, 1 to 12
	activities map[string]signups.Activity
	parts      []store.ServicePart // of the year alone
	small      map[string]bool
	uneven     map[string]bool // has a month that few were there, and is told as a whole
	people     store.ServicePeople
}

// yearSum is a row: what was done, and by how many.
type yearSum struct{ shifts, seats, times, minutes int }

func (s yearSum) with(o yearSum) yearSum {
	return yearSum{s.shifts + o.shifts, s.seats + o.seats, s.times + o.times, s.minutes + o.minutes}
}

func few(n int) bool { return n > 0 && n < polls.SmallCell }

var yearWritten = regexp.MustCompile(`^[0-9]{4}$`)

// yearAsked reads which year somebody asks for; without a word it is this one. 0 is no year.
func (r *request) yearAsked() int {
	said := r.URL.Query().Get("year")
	if said == "" {
		return r.today().Year
	}
	if !yearWritten.MatchString(said) {
		return 0
	}
	year, _ := strconv.Atoi(said)
	return year
}

// yearOfService reads the sums of a year as of the end of the last month; nil parts where there are none.
func (r *request) yearOfService(v *store.View, year int) (*yearOfService, error) {
	zone, today := r.place.Location(), r.today()
	y := &yearOfService{request: r, v: v, year: year, last: 12, uneven: map[string]bool{}}
	first, err := v.FirstShift(r.place.ID)
	if err != nil || first.IsZero() {
		return y, err
	}
	y.first = first.In(zone).Year()
	if year < y.first || year > today.Year {
		return y, nil
	}
	if year == today.Year {
		y.last = int(today.Month) - 1
	}
	for i := range y.time.Months {
		y.time.Months[i] = calendar.Day{Year: year, Month: 1, Day: 1}.Start(zone).AddDate(0, i, 0)
	}
	y.time.Until, y.time.Few = calendar.Day{Year: today.Year, Month: today.Month, Day: 1}.Start(zone), polls.SmallCell
	return y, y.read()
}

func (y *yearOfService) read() error {
	all, err := y.v.ServiceParts(y.place.ID, y.time)
	if err != nil {
		return err
	}
	var ids []string
	for _, p := range all {
		if p.Month == store.BeforeYear || p.Month == store.AfterYear {
			continue
		}
		y.parts = append(y.parts, p)
		ids = append(ids, p.Activity)
		if few(p.People) || few(p.Helpers) {
			y.uneven[p.Activity] = true
		}
	}
	if y.small, err = y.v.SmallServices(y.place.ID, y.time); err != nil {
		return err
	}
	if y.people, err = y.v.PeopleOfYear(y.place.ID, y.time); err != nil {
		return err
	}
	slices.Sort(ids)
	y.activities, err = y.v.ActivitiesByID(y.place.ID, slices.Compact(ids))
	return err
}

// pooled tells whether the activities of few come to a number together that can be told.
func (y *yearOfService) pooled() bool {
	return y.people.Small.People >= polls.SmallCell && !few(y.people.Small.Helpers)
}

// told tells whether an activity is in the sums at all.
func (y *yearOfService) told(p store.ServicePart) bool { return !y.small[p.Activity] || y.pooled() }

func (y *yearOfService) sum(in func(store.ServicePart) bool) (s yearSum, activities int) {
	seen := map[string]bool{}
	for _, p := range y.parts {
		if in(p) {
			s = s.with(yearSum{p.Shifts, p.Shifts * y.activities[p.Activity].Seats(), p.Times, p.Minutes})
			seen[p.Activity] = true
		}
	}
	return s, len(seen)
}

// month is a month of the activities that can be told month by month.
func (y *yearOfService) month(m int) yearSum {
	s, _ := y.sum(func(p store.ServicePart) bool { return p.Month == m && !y.small[p.Activity] && !y.uneven[p.Activity] })
	return s
}

// whole is what cannot be told month by month.
func (y *yearOfService) whole() (yearSum, int) {
	return y.sum(func(p store.ServicePart) bool { return y.told(p) && (y.small[p.Activity] || y.uneven[p.Activity]) })
}

// kind is what was done of a kind, without the activities of few.
func (y *yearOfService) kind(k signups.Kind) yearSum {
	s, _ := y.sum(func(p store.ServicePart) bool { return !y.small[p.Activity] && y.activities[p.Activity].Kind == k })
	return s
}

// pool is what the activities of few come to together.
func (y *yearOfService) pool() (yearSum, int) {
	return y.sum(func(p store.ServicePart) bool { return y.small[p.Activity] })
}

func (y *yearOfService) total() (yearSum, int) { return y.sum(y.told) }

// inFives is how many people there were at least: a multiple of polls.SmallCell.
func (y *yearOfService) inFives() int {
	n := y.people.Told.People
	if y.pooled() {
		n = y.people.All.People
	}
	return n - n%polls.SmallCell
}

// yearRow is a row of the year's tables.
type yearRow struct {
	name string
	yearSum
}

// months are the rows by month, from the first in which anything was held.
func (y *yearOfService) months() (rows []yearRow) {
	for m := 1; m <= y.last; m++ {
		if s := y.month(m); s.shifts > 0 || len(rows) > 0 {
			rows = append(rows, yearRow{strconv.Itoa(m) + " 月", s})
		}
	}
	if s, _ := y.whole(); s.shifts > 0 {
		rows = append(rows, yearRow{pages.YearNotByMonth, s})
	}
	return rows
}

// kinds are the rows by kind, in the order in which kinds are always told.
func (y *yearOfService) kinds() (rows []yearRow) {
	for _, k := range append(slices.Clone(signups.Kinds), "") {
		if s := y.kind(k); s.shifts > 0 {
			rows = append(rows, yearRow{pages.ActivityKindWord(k), s})
		}
	}
	if s, _ := y.pool(); y.pooled() && s.shifts > 0 {
		rows = append(rows, yearRow{pages.YearOfFew, s})
	}
	return rows
}

// makers are the teams and the organisations that held something, each by its name.
func (y *yearOfService) makers() (teams, organisations []pages.Fact, err error) {
	seen := map[string]bool{}
	for _, a := range y.activities {
		for _, id := range []string{a.Team, a.Org} {
			if id == "" || seen[id] {
				continue
			}
			seen[id] = true
			name, path, err := y.maker(a, id)
			if err == residents.ErrNotFound {
				continue
			}
			if err != nil {
				return nil, nil, err
			}
			fact := pages.Fact{Name: name, Value: "/" + y.place.Slug + path}
			if id == a.Team {
				teams = append(teams, fact)
			} else {
				organisations = append(organisations, fact)
			}
		}
	}
	byName := func(a, b pages.Fact) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Value, b.Value)) }
	slices.SortFunc(teams, byName)
	slices.SortFunc(organisations, byName)
	return teams, organisations, nil
}

func (y *yearOfService) maker(a signups.Activity, id string) (name, path string, err error) {
	if id == a.Team {
		t, err := y.v.Team(y.place.ID, id)
		return t.Name, "/teams/" + id, err
	}
	o, err := y.v.Organisation(y.place.ID, id)
	return o.Name, "/organisations/" + id, err
}

// mostOutcomes is how many activities stand on the page with what became of them.
const mostOutcomes = 12

// outcomes are activities of the year of which it is told what became of them, the latest first.
func (y *yearOfService) outcomes() (all []pages.YearOutcome, more int) {
	last := map[string]int{}
	for _, p := range y.parts {
		last[p.Activity] = max(last[p.Activity], p.Month)
	}
	var told []signups.Activity
	for _, a := range y.activities {
		if a.Outcome != "" {
			told = append(told, a)
		}
	}
	slices.SortFunc(told, func(a, b signups.Activity) int {
		return cmp.Or(last[b.ID]-last[a.ID], cmp.Compare(b.Number, a.Number))
	})
	for _, a := range told[:min(len(told), mostOutcomes)] {
		all = append(all, pages.YearOutcome{
			Title: a.Title, Href: "/" + y.place.Slug + "/activities/" + a.ID, Month: strconv.Itoa(last[a.ID]) + " 月", Words: pages.Begins(a.Outcome),
		})
	}
	return all, len(told) - len(all)
}

// monthEnd is the last day that is summed up: 10 月 31 日.
func (y *yearOfService) monthEnd() string {
	return dayWords(calendar.DayOf(y.time.Months[y.last].Add(-time.Second), y.place.Location()))
}
