package main

import (
	"net/http"
	"strconv"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// leadingRoutes are the pages of whoever leads activities: a team's leader, who has no desk, and
// the committee.
func (p *Portal) leadingRoutes() []route {
	const list, one, shift = "/{place}/leading", "/{place}/leading/{id}", "/{place}/leading/{id}/shifts/{shift}"
	here := []residents.Level{residents.LevelCommunity}
	get := func(pattern, name string, handle func(*request) (answer, error)) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: residents.LeadActivity, handle: handle, at: here}
	}
	post := func(on, below, name string, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: on + below, name: name, do: residents.LeadActivity, handle: handle, on: on, at: here}
	}
	said := post(shift, "/list", "lead-list", p.leadList)
	said.waits = true
	return []route{
		get(list, "leading", p.leading),
		get(list+"/new", "leading-new", p.leadingNew),
		post(list+"/new", "", pages.LeadForm, p.leadSave),
		get(one, "leading-activity", p.leadingActivity),
		get(one+"/edit", "leading-form", p.leadingEdit),
		post(one+"/edit", "", pages.LeadForm, p.leadSave),
		post(one, "/shifts", "lead-shifts", p.leadShifts),
		post(one, "/remove", "lead-remove", p.leadRemove),
		post(one, "/submit", "lead-submit", p.leadSubmit),
		post(one, "/cancel", "lead-cancel", p.leadCancel),
		post(one, "/outcome", "lead-outcome", p.leadOutcome),
		get(shift, "leading-shift", p.leadingShift),
		get(shift+"/code", "leading-code", p.leadingCode),
		said,
		post(shift, "/hours", "lead-hours", p.leadHours),
		post(shift, "/decline", "lead-decline", p.leadDecline),
		post(shift, "/ask", "lead-ask", p.leadAsk),
		post(shift, "/add", "lead-add", p.leadAdd),
		post(shift, "/off", "lead-off", p.leadOff),
	}
}

// pageLed is how many activities stand on a page of what somebody leads.
const pageLed = 20

// leading lists what the reader leads or made.
func (p *Portal) leading(r *request) (answer, error) {
	v := &pages.LeadingView{Frame: p.frame(r), Style: p.files.address("activities.css"), Models: models}
	after := ledKey(r.URL.Query().Get("after"))
	err := p.view(r, func(rows *store.View) error {
		all, err := rows.ActivitiesLed(r.place.ID, r.me(), after, pageLed+1)
		if err != nil {
			return err
		}
		if len(all) > pageLed {
			all = all[:pageLed]
			v.Older = v.To("leading") + "?after=" + all[pageLed-1].Number
		}
		for _, a := range all {
			v.Activities = append(v.Activities, ledCard(v.To("leading/"+a.ID), a))
		}
		teams, err := r.makers(rows)
		if err != nil {
			return err
		}
		_, not, err := r.spokenFor(rows)
		if len(teams) == 0 {
			v.Why = notMaking(not)
		}
		for _, o := range not {
			v.Lapsed = append(v.Lapsed, pages.Fact{Name: o.Name, Value: v.To("organisations/" + o.ID)})
		}
		return err
	})
	return show(v), err
}

func ledCard(href string, a signups.Activity) pages.LeadingCard {
	words, tone := pages.ActivityTag(a.State)
	return pages.LeadingCard{Title: a.Title, Href: href, State: words, Tone: tone, Facts: []string{a.Number + " 号", a.Place}}
}

// ledKey reads where a list of activities goes on; what is none begins the list.
func ledKey(s string) (k store.ActivityKey) {
	k.Year, k.Running = activityKey(s)
	return k
}

// makers are in whose name the reader may make an activity: the committee's, for who is of it,
// of the teams that they lead, and of the organisations for which they speak.
func (r *request) makers(v *store.View) (all []pages.Option, err error) {
	if signups.MayMake(r.who, r.place.ID, signups.Team{}, r.now) == nil {
		all = append(all, pages.Option{Value: "", Label: r.place.Name + "居民委员会"})
	}
	teams, err := v.TeamsLed(r.place.ID, r.me())
	if len(all) > 0 && err == nil {
		teams, err = v.TeamsOf(r.place.ID) // the committee also writes for a team
	}
	for _, t := range teams {
		all = append(all, pages.Option{Value: t.ID, Label: t.Name, Said: true})
	}
	if err != nil {
		return nil, err
	}
	orgs, err := r.orgMakers(v)
	return append(all, orgs...), err
}

// led is an activity that the reader may keep; nobody else learns of a draft.
func (r *request) led(v *store.View) (signups.Activity, error) {
	a, err := v.Activity(r.place.ID, r.thing("id"))
	if err != nil {
		return a, err
	}
	if err := r.mayKeep(v, a); err != nil {
		if !a.State.Public() {
			return a, residents.ErrNotFound
		}
		return a, err
	}
	return a, nil
}

// leadingActivity is one activity, with its shifts and what comes next.
func (p *Portal) leadingActivity(r *request) (answer, error) {
	v := &pages.LeadingActivityView{Frame: p.frame(r), Style: p.files.address("activities.css"), Day: r.today().Add(7).String()}
	err := p.view(r, func(rows *store.View) error {
		a, err := r.led(rows)
		if err != nil {
			return err
		}
		v.ID, v.Number, v.Content, v.State = a.ID, a.Number, a.Content, a.State
		if a.State == signups.Draft || a.State == signups.Submitted || a.State == signups.Open {
			v.Edit = v.To("leading/" + a.ID + "/edit")
		}
		if v.Facts, err = r.ledFacts(rows, a); err != nil {
			return err
		}
		shifts, err := rows.ShiftsOf(r.place.ID, a.ID)
		if err != nil {
			return err
		}
		if err := r.missing(rows, v, a, shifts); err != nil {
			return err
		}
		if a.State.Public() {
			v.Sheets = saveAs(v.To("leading/" + a.ID + "/list"))
		}
		if v.Report, err = r.toReport(rows, a); err != nil {
			return err
		}
		tallies, err := rows.ShiftTallies(r.place.ID, a.ID)
		for _, s := range shifts {
			v.Shifts = append(v.Shifts, r.ledShift(a, s, tallies))
		}
		return err
	})
	return show(v), err
}

// ledFacts is what an activity says beside its text.
func (r *request) ledFacts(v *store.View, a signups.Activity) ([]pages.Fact, error) {
	facts := []pages.Fact{{Name: "在哪儿", Value: a.Place}}
	add := func(name, value string) {
		if value != "" {
			facts = append(facts, pages.Fact{Name: name, Value: value})
		}
	}
	add("带什么", a.Bring)
	for _, post := range a.Posts {
		words := strconv.Itoa(post.Seats) + " 人"
		if asks := pages.PostAsks(post); asks != "" {
			words += "，" + asks
		}
		add(post.Words, words)
	}
	add("保险", a.Insurance)
	if a.Terms != "" {
		add("服务协议", "报名的人看过、同意才算报上")
	}
	who, err := v.Resident(r.place.ID, a.Leader)
	if err == residents.ErrNotFound {
		add("带队", "已离开本社区，请改一位")
		return facts, nil
	}
	add("带队", who.Name)
	return facts, err
}

// ledShift is a shift in the list, with how many stand how.
func (r *request) ledShift(a signups.Activity, s signups.Shift, tallies []store.ShiftTally) pages.LeadingShiftLine {
	line := pages.LeadingShiftLine{ID: s.ID, Day: r.dayOf(s), Clock: r.hoursOf(s), Href: "/" + r.place.Slug + "/leading/" + a.ID + "/shifts/" + s.ID}
	held, waiting, open, disputed, all := 0, 0, 0, 0, 0
	for _, t := range tallies {
		if t.Shift != s.ID {
			continue
		}
		all += t.N
		switch {
		case t.State == signups.Waitlisted:
			waiting += t.N
		case t.State.Placed():
			held += t.N
		}
		switch t.State {
		case signups.Accepted, signups.CheckedIn, signups.Completed:
			open += t.N
		case signups.Disputed:
			disputed += t.N
		}
	}
	line.Counts = strconv.Itoa(held) + " 人报上，共 " + strconv.Itoa(a.Seats()) + " 个名额"
	if waiting > 0 {
		line.Counts += "，" + strconv.Itoa(waiting) + " 人候补"
	}
	line.Past = s.Over(r.now) && open+disputed == 0
	line.Removable = all == 0 && (a.State == signups.Draft || a.State == signups.Submitted)
	switch {
	case s.Off:
		line.State, line.Tone = "取消了", pages.TonePlain
	case s.Over(r.now) && open > 0:
		line.State, line.Tone = "等确认时长", pages.ToneDue
	case s.Over(r.now) && disputed > 0:
		line.State, line.Tone = "时长有人提出更正，等居委会答复", pages.ToneDue
	case s.Over(r.now):
		line.State, line.Tone = "办完了", pages.TonePlain
	case !r.now.Before(s.Starts):
		line.State, line.Tone = "正在进行", pages.ToneDue
	}
	return line
}
