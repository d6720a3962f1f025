package main

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// This file writes what an activity is, and its shifts.

// models are what often is done, for a form to begin with.
var models = []pages.Option{
	{Value: "sorting", Label: "垃圾分类引导"}, {Value: "patrol", Label: "小巷巡查"}, {Value: "visits", Label: "陪伴探访"},
	{Value: "clinic", Label: "便民义诊"}, {Value: "haircut", Label: "义务理发"}, {Value: "clean", Label: "一起打扫"},
}

// modelled are the contents of the models.
var modelled = map[string]signups.Content{
	"sorting": {Kind: signups.SortingKind, Title: "垃圾分类引导", About: "在投放点帮邻居把厨余和其他垃圾分开，告诉第一次来的人怎么分。", Bring: "手套、马甲由居委会准备。", Posts: []signups.Post{{Words: "桶前引导", Seats: 4}}},
	"patrol":  {Kind: signups.PatrolKind, Title: "小巷巡查", About: "两人一组走一圈，看消防通道、井盖、路灯和飞线充电，看见的拍照报居委会，不和人争。", Bring: "手机、手电。", Road: true, Posts: []signups.Post{{Words: "巡查", Seats: 4}}},
	"visits":  {Kind: signups.VisitsKind, Title: "陪伴探访", About: "两人一组上门，陪独居的老人说说话，看看缺什么。", Bring: "不收老人的东西。", Posts: []signups.Post{{Words: "探访", Seats: 6, Skill: signups.Elderly, MinAge: 16}}},
	"clinic":  {Kind: signups.ServiceKind, Title: "便民义诊", About: "量血压、测血糖，讲讲怎么吃药。", Posts: []signups.Post{{Words: "量血压", Seats: 2, Skill: signups.Medical}, {Words: "带路、登记", Seats: 3}}},
	"haircut": {Kind: signups.ServiceKind, Title: "义务理发", About: "给六十岁以上的老人理发；不会理发的扶老人、扫地。", Bring: "会理发的带自己的推子。", Posts: []signups.Post{{Words: "理发", Seats: 2, Skill: signups.Haircut}, {Words: "帮手", Seats: 3}}},
	"clean":   {Kind: signups.CleanKind, Title: "一起打扫", About: "扫楼道、清堆物、擦宣传栏。", Bring: "扫帚、手套由居委会准备。", Posts: []signups.Post{{Words: "打扫", Seats: 10}}},
}

func (p *Portal) leadingNew(r *request) (answer, error) {
	a := signups.Activity{Leader: r.me(), Content: modelled[asked(r.URL.Query().Get("from"), 20)]}
	a.Project = asked(r.URL.Query().Get("project"), 80)
	if org, ok := strings.CutPrefix(asked(r.URL.Query().Get("for"), 80), orgChoice); ok {
		a.Org = org
	}
	return p.leadingForm(r, a)
}

func (p *Portal) leadingEdit(r *request) (answer, error) {
	var a signups.Activity
	err := p.view(r, func(v *store.View) (err error) {
		a, err = r.led(v)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return p.leadingForm(r, a)
}

// leadingForm is the form of an activity.
func (p *Portal) leadingForm(r *request, a signups.Activity) (answer, error) {
	v := &pages.LeadingFormView{
		Frame: p.frame(r), Style: p.files.address("activities.css"), New: a.ID == "", Public: a.State == signups.Open, Drafted: draftedActivity(a),
	}
	v.Action, v.BackTo, v.BackWord = v.To("leading/new"), v.To("leading"), "我带的活动"
	if !v.New {
		v.Action, v.BackTo, v.BackWord = v.To("leading/"+a.ID+"/edit"), v.To("leading/"+a.ID), a.Title
	}
	v.Rows = min(signups.MaxPosts, max(pages.LeadRows, len(a.Posts)+1))
	for n := signups.MaxPosts; n > v.Rows; n-- {
		if v.Form.Name == pages.LeadForm && v.Form.Values["post"+strconv.Itoa(n)] != "" {
			v.Rows = n
		}
	}
	v.Skilled = append(v.Skilled, pages.Option{Value: "", Label: "不要求"})
	for _, s := range signups.Skills {
		label := pages.SkillWord(s)
		if pages.SkillProved(s) {
			label += "（要看过证书）"
		}
		v.Skilled = append(v.Skilled, pages.Option{Value: string(s), Label: label})
	}
	err := p.view(r, func(rows *store.View) (err error) {
		if v.Teams, err = r.makers(rows); err != nil {
			return err
		}
		if len(v.Teams) == 0 && v.New {
			_, not, err := r.spokenFor(rows)
			if err != nil {
				return err
			}
			return notMaking(not)
		}
		if v.New && !slices.ContainsFunc(v.Teams, func(o pages.Option) bool { return o.Value == v.Drafted["team"] }) {
			v.Drafted["team"] = v.Teams[0].Value
		}
		if v.Leaders, err = r.leaders(rows, a); err != nil {
			return err
		}
		v.Buildings = []pages.Option{{Value: "", Label: "整个社区"}}
		buildings, err := r.buildingOptions(rows)
		v.Buildings = append(v.Buildings, buildings...)
		return err
	})
	return show(v), err
}

// leaders are who may be chosen to lead: the reader, who leads now, and the leaders of teams;
// for a team's activity its members too.
func (r *request) leaders(v *store.View, a signups.Activity) (all []pages.Option, err error) {
	teams, err := v.TeamsOf(r.place.ID)
	if err != nil {
		return nil, err
	}
	ids := []string{r.me(), a.Leader}
	for _, t := range teams {
		if t.Leader == r.me() || t.ID == a.Team || signups.MayMake(r.who, r.place.ID, signups.Team{}, r.now) == nil {
			ids = append(ids, t.Leader)
		}
	}
	speak, err := r.orgContacts(v, a)
	if err != nil {
		return nil, err
	}
	ids = append(ids, speak...)
	people, err := v.ResidentsByID(r.place.ID, ids)
	if err != nil {
		return nil, err
	}
	if a.Team != "" {
		members, err := v.MembersAmong(r.place.ID, a.Team)
		if err != nil {
			return nil, err
		}
		for _, m := range members {
			ids = append(ids, m.ID)
			people[m.ID] = m
		}
	}
	seen := map[string]bool{}
	for _, id := range ids {
		who, there := people[id]
		if there && !seen[id] && who.Name != "" && who.Adult {
			all = append(all, pages.Option{Value: id, Label: strings.TrimSpace(who.Name + " " + who.Building)})
		}
		seen[id] = true
	}
	return all, nil
}

// draftedActivity is what stands in the fields.
func draftedActivity(a signups.Activity) map[string]string {
	in := map[string]string{
		"version": strconv.Itoa(a.Version), "kind": string(a.Kind), "team": madeFor(a), "leader": a.Leader, "title": a.Title, "about": a.About, "place": a.Place, "building": a.Building,
		"bring": a.Bring, "insurance": a.Insurance, "terms": a.Terms, "project": a.Project, "risky": yes(a.Risky), "road": yes(a.Road),
	}
	for i, post := range a.Posts {
		n := strconv.Itoa(i + 1)
		in["post"+n], in["seats"+n], in["skill"+n] = post.Words, strconv.Itoa(post.Seats), string(post.Skill)
		if post.MinAge > 0 {
			in["age"+n] = strconv.Itoa(post.MinAge)
		}
	}
	return in
}

// writtenActivity is what the form says. Rows of posts without a word are left out.
func (f *form) writtenActivity() (a signups.Activity) {
	f.readMaker(&a)
	a.Leader = f.text("leader", 80)
	a.Content = signups.Content{
		Title: f.text("title", signups.MaxTitle), Kind: signups.Kind(f.text("kind", 10)), About: f.lines("about", signups.MaxAbout), Place: f.text("place", signups.MaxPlace), Building: f.text("building", 20),
		Bring: f.lines("bring", signups.MaxWords), Risky: f.ticked("risky"), Road: f.ticked("road"), Insurance: f.text("insurance", signups.MaxWords),
		Terms: f.lines("terms", signups.MaxTerms), Project: f.text("project", 80),
	}
	for n := 1; n <= signups.MaxPosts; n++ {
		at := strconv.Itoa(n)
		words, seats, skill, age := f.text("post"+at, signups.MaxName), f.text("seats"+at, 4), f.text("skill"+at, 20), f.text("age"+at, 3)
		if words == "" && seats == "" {
			continue
		}
		post := signups.Post{Words: words, Skill: signups.Skill(skill)}
		if post.Seats = f.number("seats"+at, 1, signups.MaxSeats); age != "" {
			post.MinAge = f.number("age"+at, 0, 70)
		}
		a.Posts = append(a.Posts, post)
	}
	return a
}

// leadSave writes a new activity, or one that is there.
func (p *Portal) leadSave(r *request) (answer, error) {
	a, id := r.form.writtenActivity(), r.thing("id")
	version, _ := strconv.Atoi(r.form.text("version", 9))
	return p.do(r, pages.LeadForm, func(tx *store.Tx, by residents.Sender) (string, error) {
		if id != "" {
			err := signups.ChangeActivity(tx, by, r.place.ID, id, version, a.Leader, a.Content)
			return r.ledTo(id, "lead-saved"), err
		}
		a.Community = r.place.ID
		made, err := signups.MakeActivity(tx, by, a)
		return r.ledTo(made.ID, "lead-made"), err
	})
}

// ledTo is the page of an activity that the reader leads, with what was done.
func (r *request) ledTo(id, done string) string {
	return api.WithDone("/"+r.place.Slug+"/leading/"+id, done)
}

// minuteOf is the minute of the day in a field: 19:00; 24:00 is its end.
func (f *form) minuteOf(name string) int {
	hour, minute, ok := strings.Cut(f.text(name, 5), ":")
	h, err := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if !ok || err != nil || err2 != nil || h < 0 || m < 0 || m > 59 || h*60+m > 24*60 {
		f.refuse(name, residents.ErrDate, 0)
		return 0
	}
	return h*60 + m
}

func (p *Portal) leadShifts(r *request) (answer, error) {
	id := r.thing("id")
	when := signups.Repeat{Day: r.form.day("day"), From: r.form.minuteOf("from"), Until: r.form.minuteOf("until"), Weeks: r.form.number("weeks", 1, signups.MaxWeeks)}
	secret := store.NewToken()
	return p.do(r, "lead-shifts", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.ledTo(id, "lead-shifts"), signups.AddShifts(tx, by, r.place.ID, id, when, secret)
	})
}

func (p *Portal) leadRemove(r *request) (answer, error) {
	id, shift := r.thing("id"), r.form.id("shift")
	return p.do(r, "lead-remove", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.ledTo(id, "lead-removed"), signups.RemoveShift(tx, by, r.place.ID, id, shift)
	})
}

func (p *Portal) leadSubmit(r *request) (answer, error) {
	id := r.thing("id")
	return p.do(r, "lead-submit", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.ledTo(id, "lead-submitted"), signups.SubmitActivity(tx, by, r.place.ID, id)
	})
}

func (p *Portal) leadCancel(r *request) (answer, error) {
	id, reason := r.thing("id"), r.form.text("reason", signups.MaxWords)
	return p.do(r, "lead-cancel", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.ledTo(id, "lead-cancelled"), signups.CancelActivity(tx, by, r.place.ID, id, reason)
	})
}

func (p *Portal) leadOutcome(r *request) (answer, error) {
	id, words := r.thing("id"), r.form.lines("outcome", signups.MaxAbout)
	return p.do(r, "lead-outcome", func(tx *store.Tx, by residents.Sender) (string, error) {
		return r.ledTo(id, "lead-outcome"), signups.NoteOutcome(tx, by, r.place.ID, id, words)
	})
}
