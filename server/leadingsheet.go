package main

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// leadingSheetRoutes are where whoever leads an activity saves who signed up and their hours.
func (p *Portal) leadingSheetRoutes() []route {
	return sheets(route{
		method: http.MethodGet, pattern: "/{place}/leading/{id}/list", name: "leading-list", do: residents.LeadActivity, at: []residents.Level{residents.LevelCommunity},
	}, p.leadingSheet)
}

// saveAs are the two addresses of a list, by the names of their kinds.
func saveAs(path string) []pages.Fact {
	return []pages.Fact{{Name: "XLSX", Value: path + ".xlsx"}, {Name: "CSV", Value: path + ".csv"}}
}

var leadingSheetHead = []string{
	"活动编号", "活动", "日期", "开始", "结束", "岗位", "姓名", "楼栋", "状态", "备注", "签到", "签退", "时长（小时）", "确认人", "确认日期",
}

// leadingSheet is an activity with a line for each person and shift: those whom the list of a
// shift shows, who have or had a place or wait for one, and nothing more of them than it shows.
func (p *Portal) leadingSheet(r *request) (s sheet, err error) {
	s.tab, s.rows = "名单和时长", [][]string{leadingSheetHead}
	err = p.view(r, func(v *store.View) error {
		a, err := r.led(v)
		if err != nil {
			return err
		}
		s.called = a.Number + "名单-" + r.today().String()
		all, err := v.SignupsForActivity(r.place.ID, a.ID)
		if err != nil {
			return err
		}
		all = slices.DeleteFunc(all, func(t signups.Taken) bool { return !t.State.Placed() && t.State != signups.Waitlisted })
		var ids []string
		for _, t := range all {
			ids = append(ids, t.Resident, t.SettledBy)
		}
		people, err := v.ResidentsByID(r.place.ID, ids)
		slices.SortStableFunc(all, func(x, y signups.Taken) int {
			return cmp.Or(x.Starts.Compare(y.Starts), cmp.Compare(x.Shift, y.Shift), cmp.Compare(people[x.Resident].Name, people[y.Resident].Name), cmp.Compare(x.Resident, y.Resident))
		})
		for _, t := range all {
			s.rows = append(s.rows, r.leadingSheetRow(a, t, people))
		}
		return err
	})
	return s, err
}

func (r *request) leadingSheetRow(a signups.Activity, t signups.Taken, people map[string]residents.Resident) []string {
	who, zone := people[t.Resident], r.place.Location()
	post, _ := a.Post(t.Post)
	row := []string{
		a.Number, a.Title, calendar.DayOf(t.Starts, zone).String(), clockIn(t.Starts, zone), clockIn(t.Ends, zone), post.Words,
		cmp.Or(who.Name, residents.Gone), who.Building, listedWord(t.State), withWhom(t.Signup, who), clockIn(t.In, zone), clockIn(t.Out, zone), "", "", "",
	}
	if t.State == signups.Completed || t.State == signups.Confirmed || t.State == signups.Disputed {
		row[12] = hoursText(t.Minutes)
	}
	if t.State == signups.Confirmed {
		row[13], row[14] = cmp.Or(people[t.SettledBy].Name, residents.Gone), calendar.DayOf(t.SettledAt, zone).String()
	}
	return row
}

// clockIn is a time of day as a sheet has it: 09:00; "" for none.
func clockIn(at time.Time, zone *time.Location) string {
	if at.IsZero() {
		return ""
	}
	return calendar.Clock(at, zone)
}

// withWhom is what else is to be known of somebody on a list.
func withWhom(one signups.Signup, who residents.Resident) string {
	switch {
	case one.With != "":
		return "由家长带着来"
	case !who.Adult && who.Name != "":
		return "未满十八岁"
	}
	return ""
}

// listedWord is where a sign-up stands, said to those who keep the list.
func listedWord(s signups.SignupState) string {
	switch s {
	case signups.Offered:
		return "等本人确认"
	case signups.Disputed:
		return "本人提出更正"
	}
	words, _ := pages.SignupTag(s)
	return words
}

// hoursText is minutes as hours with a point, cut to hundredths: 2, 1.5, 0.33.
func hoursText(minutes int) string {
	whole, part := minutes/60, minutes%60*100/60
	switch {
	case part == 0:
		return strconv.Itoa(whole)
	case part%10 == 0:
		return strconv.Itoa(whole) + "." + strconv.Itoa(part/10)
	case part < 10:
		return strconv.Itoa(whole) + ".0" + strconv.Itoa(part)
	}
	return strconv.Itoa(whole) + "." + strconv.Itoa(part)
}
