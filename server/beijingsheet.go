package main

import (
	"cmp"
	"strings"

	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// beijingHead names the columns of a month's services as the city's system of voluntary service
// (志愿北京) records them: who, when, where, what, how long, by whom organised and led (志愿服务记录与
// 证明出具办法 第五条至第十一条; 北京市志愿服务促进条例 第九条).
//
// Those that say 手填 are left blank and filled in by hand in the city's system: sex, day of birth
// and number of the identity card are not kept here at all; a telephone is seen one at a time,
// with a reason; numbers that the city gives, classes of service, training, awards and ratings
// are the city's own.
var beijingHead = []string{
	"姓名", "性别（手填）", "出生日期（手填）", "证件号码（手填）", "联系电话（手填）", "志愿者编号（手填）", "服务区域", "技能",
	"活动名称", "活动编号", "项目编号（手填）", "服务类别（手填）", "服务日期", "开始时间", "结束时间", "服务地点", "服务内容", "服务时长（小时）",
	"组织单位", "负责人", "确认日期", "培训（手填）", "表彰（手填）", "评价（手填）", "备注",
}

// monthAsked is the month of the query: 2026-11.
func (r *request) monthAsked() (calendar.Month, error) {
	m, err := calendar.ParseMonth(r.URL.Query().Get("month"))
	if err != nil {
		return m, residents.ErrMonth
	}
	return m, nil
}

// monthsBack are so many months, from one on back, to choose from.
func monthsBack(m calendar.Month, n int) (all []pages.Option) {
	for range n {
		all = append(all, pages.Option{Value: m.String(), Label: monthName(m.String())})
		m = m.Previous()
	}
	return all
}

// beijingSheet is what was served and confirmed in the month of the query, a line for each person
// and shift, with whole names. Who has left is not in it.
func (p *Portal) beijingSheet(r *request) (sheet, error) {
	s := sheet{tab: "志愿北京", rows: [][]string{beijingHead}}
	month, err := r.monthAsked()
	if err != nil {
		return s, err
	}
	s.called = r.place.Name + "志愿北京-" + month.String()
	err = p.view(r, func(v *store.View) error {
		w, err := r.servedIn(v, month)
		for _, t := range w.all {
			s.rows = append(s.rows, w.row(t))
		}
		return err
	})
	return s, err
}

// servedMonth is what was served and confirmed in a month, with all that its lines say.
type servedMonth struct {
	*request
	all        []signups.Taken
	activities map[string]signups.Activity
	people     map[string]residents.Resident
	skills     map[string]string
	makers     map[string]string
}

func (r *request) servedIn(v *store.View, month calendar.Month) (w servedMonth, err error) {
	w.request = r
	zone := r.place.Location()
	if w.all, err = v.ServedIn(r.place.ID, month.First().Start(zone), month.Last().End(zone)); err != nil {
		return w, err
	}
	var activities, people []string
	for _, t := range w.all {
		activities, people = append(activities, t.Activity), append(people, t.Resident)
	}
	if w.activities, err = v.ActivitiesByID(r.place.ID, activities); err != nil {
		return w, err
	}
	if w.skills, err = r.skillsOf(v, people); err != nil {
		return w, err
	}
	for _, a := range w.activities {
		people = append(people, a.Leader)
	}
	if w.people, err = v.ResidentsByID(r.place.ID, people); err != nil {
		return w, err
	}
	w.makers, err = v.MakerNames(r.place.ID)
	return w, err
}

func (w servedMonth) row(t signups.Taken) []string {
	a, who, zone := w.activities[t.Activity], w.people[t.Resident], w.place.Location()
	post, _ := a.Post(t.Post)
	return []string{
		who.Name, "", "", "", "", "", w.place.Name, w.skills[t.Resident],
		a.Title, a.Number, "", "", w.dayIn(t.Starts).String(), clockIn(t.Starts, zone), clockIn(t.Ends, zone), a.Place,
		post.Words + "：" + strings.Join(strings.Fields(a.About), " "), hoursText(t.Minutes),
		w.maker(a), cmp.Or(w.people[a.Leader].Name, residents.Gone), w.dayIn(t.SettledAt).String(), "", "", "", withWhom(t.Signup, who),
	}
}

// maker is who organises an activity: an organisation, a team, or the committee.
func (w servedMonth) maker(a signups.Activity) string {
	switch {
	case a.Org != "":
		return w.makers["org/"+a.Org]
	case a.Team != "":
		return w.makers["team/"+a.Team]
	}
	return w.place.Name + "居民委员会"
}

// skillsOf say what some volunteers can do, by resident; with a mark where the committee has seen a proof.
func (r *request) skillsOf(v *store.View, ids []string) (map[string]string, error) {
	profiles, err := v.ProfilesOf(r.place.ID, ids)
	if err != nil {
		return nil, err
	}
	proofs, err := v.ProofsOf(r.place.ID, ids)
	words := map[string]string{}
	for _, id := range ids {
		var all []string
		for _, f := range proofs[id] {
			if f.Counts(r.today()) {
				all = append(all, pages.SkillWord(f.Skill)+"（看过证书）")
			}
		}
		for _, s := range profiles[id].Skills {
			if !pages.SkillProved(s) {
				all = append(all, pages.SkillWord(s))
			}
		}
		words[id] = strings.Join(all, "、")
	}
	return words, err
}
