package main

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// deskVolunteerListRoutes are the list of volunteers and what of it is saved; who reads it stands
// in the audit.
func (p *Portal) deskVolunteerListRoutes() []route {
	const list, beijing = "/{place}/desk/volunteers/list", "/{place}/desk/activities/beijing"
	line := func(pattern, name string) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: residents.ReadVolunteers, at: []residents.Level{residents.LevelCommunity}}
	}
	page := line(list, "desk-volunteer-list")
	page.handle = p.deskVolunteerList
	all := append(sheets(page, p.volunteerSheet), sheets(line(beijing, "desk-beijing"), p.beijingSheet)...)
	return append(all, page)
}

const (
	pageVolunteers = 25  // how many stand on a page
	someVolunteers = 500 // how many are read at a time for a sheet
	beijingMonths  = 18  // how many months back there are to choose from
)

// deskVolunteerList is who volunteers, by name: no order of merit.
func (p *Portal) deskVolunteerList(r *request) (answer, error) {
	q := r.URL.Query()
	v := &desk.VolunteerListView{Style: p.files.address("activities.css"), Begins: strings.TrimSpace(q.Get("name")), Year: r.hoursYear(), Months: monthsBack(calendar.MonthOf(r.today()), beijingMonths)}
	name, id, err := volunteerKey(q.Get("after"))
	if err != nil || !clean(v.Begins, false) || len(v.Begins) > 200 {
		return answer{}, residents.ErrNotFound
	}
	err = p.view(r, func(rows *store.View) (err error) {
		if v.Frame, err = p.atDesk(r, rows, desk.AtVolunteers); err != nil {
			return err
		}
		v.At, v.Beijing = v.To("desk/volunteers/list"), v.To("desk/activities/beijing")
		v.Sheets = saveAs(v.At)
		for i := range v.Sheets {
			v.Sheets[i].Value += "?year=" + strconv.Itoa(v.Year)
		}
		v.Years = r.yearTabs(v)
		people, err := rows.VolunteersAfter(r.place.ID, v.Begins, name, id, pageVolunteers+1)
		if err != nil {
			return err
		}
		if len(people) > pageVolunteers {
			people = people[:pageVolunteers]
			last := people[pageVolunteers-1]
			v.Next = v.At + "?" + url.Values{"year": {strconv.Itoa(v.Year)}, "name": {v.Begins}, "after": {last.Name + "\n" + last.ID}}.Encode()
		}
		if id != "" {
			v.First = v.At + "?" + url.Values{"year": {strconv.Itoa(v.Year)}, "name": {v.Begins}}.Encode()
		}
		v.People, err = r.volunteerRows(rows, people, v.Year)
		return err
	})
	return show(v), err
}

// volunteerKey reads behind whom a list of volunteers goes on: name and id by line.
func volunteerKey(after string) (name, id string, err error) {
	if after == "" {
		return "", "", nil
	}
	name, id, ok := strings.Cut(after, "\n")
	if !ok || len(after) > 400 || !clean(name, false) || !clean(id, false) {
		return "", "", residents.ErrNotFound
	}
	return name, id, nil
}

// hoursYear is the year of the query whose hours are shown: this one or the last.
func (r *request) hoursYear() int {
	if now := r.today().Year; r.URL.Query().Get("year") == strconv.Itoa(now-1) {
		return now - 1
	}
	return r.today().Year
}

func (r *request) yearTabs(v *desk.VolunteerListView) (tabs []pages.Tab) {
	for _, year := range []int{r.today().Year, r.today().Year - 1} {
		tabs = append(tabs, pages.Tab{
			Name: strconv.Itoa(year) + " 年", Href: v.At + "?" + url.Values{"year": {strconv.Itoa(year)}, "name": {v.Begins}}.Encode(), Current: year == v.Year,
		})
	}
	return tabs
}

// volunteerRows say of some people what they can do, in which teams they are, and what was
// confirmed of a year: in as many questions for many as for one.
func (r *request) volunteerRows(v *store.View, people []residents.Resident, year int) (all []desk.VolunteerRow, err error) {
	var ids []string
	for _, one := range people {
		ids = append(ids, one.ID)
	}
	skills, err := r.skillsOf(v, ids)
	if err != nil {
		return nil, err
	}
	teams, err := v.TeamNamesOf(r.place.ID, ids)
	if err != nil {
		return nil, err
	}
	zone := r.place.Location()
	from, to := calendar.Day{Year: year, Month: 1, Day: 1}.Start(zone), calendar.Day{Year: year + 1, Month: 1, Day: 1}.Start(zone)
	minutes, err := v.MinutesOf(r.place.ID, ids, from, to)
	for _, one := range people {
		all = append(all, desk.VolunteerRow{
			Href: "/" + r.place.Slug + "/desk/people/" + one.ID, Name: one.Name, Building: one.Building, Skills: skills[one.ID],
			Teams: strings.Join(teams[one.ID], "、"), Hours: hoursText(minutes[one.ID]),
		})
	}
	return all, err
}

// volunteerSheet is the whole list, in the page's order.
func (p *Portal) volunteerSheet(r *request) (sheet, error) {
	year := r.hoursYear()
	s := sheet{
		called: r.place.Name + "志愿者-" + r.today().String(), tab: "志愿者",
		rows: [][]string{{"姓名", "楼栋", "技能", "服务队", strconv.Itoa(year) + " 年时长（小时）"}},
	}
	err := p.view(r, func(v *store.View) error {
		name, id := "", ""
		for {
			people, err := v.VolunteersAfter(r.place.ID, "", name, id, someVolunteers)
			if err != nil {
				return err
			}
			all, err := r.volunteerRows(v, people, year)
			if err != nil {
				return err
			}
			for _, one := range all {
				s.rows = append(s.rows, []string{one.Name, one.Building, one.Skills, one.Teams, one.Hours})
			}
			if len(people) < someVolunteers {
				return nil
			}
			name, id = people[len(people)-1].Name, people[len(people)-1].ID
		}
	})
	return s, err
}
