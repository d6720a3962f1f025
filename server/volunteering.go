package main

import (
	"net/http"
	"strconv"
	"time"

	ics "github.com/arran4/golang-ical"

	"yishiting/app/api"
	"yishiting/app/pages"
	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// volunteeringRoutes are the pages of somebody's own voluntary service.
func (p *Portal) volunteeringRoutes() []route {
	const mine, profile, hours, statement = "/{place}/volunteering", "/{place}/volunteering/profile", "/{place}/volunteering/hours", "/{place}/volunteering/statement"
	here := []residents.Level{residents.LevelCommunity}
	get := func(pattern, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodGet, pattern: pattern, name: name, do: do, handle: handle, at: here}
	}
	post := func(pattern, on, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: pattern, name: name, do: do, handle: handle, on: on, at: here}
	}
	return []route{
		get(mine, "volunteering", residents.JoinShift, p.volunteering),
		get(mine+"/shifts.ics", "shift-calendar", residents.JoinShift, p.shiftCalendar),
		post(mine+"/agree", mine, "shift-agree", residents.CareForMinor, p.agreeToShift),
		get(profile, "volunteer-profile", residents.Volunteer, p.volunteerProfile),
		post(profile, "", "volunteer-profile", residents.Volunteer, p.keepProfile),
		post(profile+"/end", profile, "profile-end", residents.Volunteer, p.endProfile),
		post(profile+"/proof", profile, "volunteer-proof", residents.Volunteer, p.askProof),
		get(hours, "volunteer-hours", residents.JoinShift, p.volunteerHours),
		post(hours+"/dispute", hours, "hours-dispute", residents.JoinShift, p.disputeHours),
		get(statement, "service-statement", residents.Volunteer, p.statementForm),
		post(statement, "", "service-statement", residents.Volunteer, p.makeStatement),
		post(statement+"/child", statement, "child-statement", residents.CareForMinor, p.makeChildStatement),
		get(statement+"/{statement}", "service-statement", residents.Volunteer, p.statementPage),
		get("/{place}/service-check", "service-check", residents.ReadPublic, p.serviceCheck),
	}
}

// stillThere is how long after its end a shift stays among those ahead: people still check out.
const stillThere = 3 * time.Hour

// livesHere is residents.ErrNotAllowed for whoever is not of the place: their own things are at home.
func (r *request) livesHere() error {
	if r.me() == "" {
		return residents.ErrNotAllowed
	}
	return nil
}

// volunteering is what waits for the reader, what is ahead, and what they gave.
func (p *Portal) volunteering(r *request) (answer, error) {
	w := &pages.VolunteeringView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	if err := r.livesHere(); err != nil {
		return answer{}, err
	}
	if r.who.Helper.ID != "" {
		child := r.who.Resident
		w.For, w.Child = child.Name, !child.Adult && residents.UnderFourteen(child.BirthYear, r.today().Year)
	}
	err := p.view(r, func(v *store.View) error {
		for _, some := range []func(*store.View, *pages.VolunteeringView) error{r.myShifts, r.toAgree, r.askedToHelp, r.myHours, r.myTeams} {
			if err := some(v, w); err != nil {
				return err
			}
		}
		return nil
	})
	return show(w), err
}

// activitiesOfTaken are the activities of some sign-ups, by id.
func (r *request) activitiesOfTaken(v *store.View, all []signups.Taken) (map[string]signups.Activity, error) {
	var ids []string
	for _, t := range all {
		ids = append(ids, t.Activity)
	}
	return v.ActivitiesByID(r.place.ID, ids)
}

// myShifts are the reader's sign-ups ahead, and those of the children who come with them.
func (r *request) myShifts(v *store.View, w *pages.VolunteeringView) error {
	all, err := v.SignupsAhead(r.place.ID, r.me(), r.now.Add(-stillThere))
	if err != nil {
		return err
	}
	activities, err := r.activitiesOfTaken(v, all)
	if err != nil {
		return err
	}
	for _, t := range all {
		s, err := v.Shift(t.Community, t.Activity, t.Shift)
		if err != nil {
			return err
		}
		if s.Over(r.now) && t.State != signups.CheckedIn {
			continue
		}
		m, err := r.mySignup(v, activities[t.Activity], s, t.Signup)
		if err != nil {
			return err
		}
		if t.Resident != r.me() {
			who, err := v.Resident(r.place.ID, t.Resident)
			if err != nil {
				return err
			}
			m = childSignup(m, who.Name)
		}
		if m.Confirm {
			w.Confirm = append(w.Confirm, m)
		} else {
			w.Coming = append(w.Coming, m)
		}
	}
	return nil
}

// childSignup is a sign-up of a child who comes along, as the guardian sees it: what is to be done
// about it is done in the child's name.
func childSignup(m pages.MySignup, name string) pages.MySignup {
	m.Child = name
	m.Leave, m.Confirm, m.GiveOn, m.Keep, m.CheckIn, m.CheckOut = false, false, false, false, false, false
	if m.State == signups.Accepted || m.State == signups.CheckedIn {
		m.Words = "和您一起来，跟着您签到、签退。您退出，孩子也退出。"
	}
	return m
}

// toAgree are the sign-ups of minors that wait for the reader's word.
func (r *request) toAgree(v *store.View, w *pages.VolunteeringView) error {
	if w.For != "" {
		return nil // a guardian's word is their own
	}
	all, err := v.SignupsToAgree(r.place.ID, r.me(), r.now)
	if err != nil {
		return err
	}
	activities, err := r.activitiesOfTaken(v, all)
	if err != nil {
		return err
	}
	for _, t := range all {
		who, err := v.Resident(r.place.ID, t.Resident)
		if err != nil {
			return err
		}
		a := activities[t.Activity]
		post, _ := a.Post(t.Post)
		w.Agree = append(w.Agree, pages.ToAgree{
			Activity: t.Activity, Shift: t.Shift, Resident: t.Resident, Child: who.Name, Title: a.Title, Href: w.To("activities/" + a.ID),
			When: r.shiftTime(signups.Shift{Starts: t.Starts, Ends: t.Ends}), Place: a.Place, Post: post.Words, Until: r.when(t.Until),
		})
	}
	return nil
}

// askedToHelp are the shifts for which a leader has asked the reader.
func (r *request) askedToHelp(v *store.View, w *pages.VolunteeringView) error {
	all, err := v.AsksOf(r.place.ID, r.me(), r.now)
	for _, s := range all {
		a, err := v.Activity(r.place.ID, s.Activity)
		if err != nil {
			return err
		}
		if a.State == signups.Open {
			w.Asked = append(w.Asked, pages.Fact{Name: a.Title, Value: w.To("activities/"+a.ID) + "?from=" + s.ID})
			w.AskedAt = append(w.AskedAt, r.shiftTime(s))
		}
	}
	return err
}

// myHours are the hours that are confirmed, for the person alone.
func (r *request) myHours(v *store.View, w *pages.VolunteeringView) (err error) {
	rules := signups.RulesAt(r.today())
	w.LevelsSource = rules.LevelsSource
	if w.Minutes, err = v.MinutesConfirmed(r.place.ID, r.me()); err != nil {
		return err
	}
	w.Stars = rules.Stars(w.Minutes)
	for _, l := range rules.Levels {
		if w.Next == nil && l.Stars > w.Stars {
			w.Next = &l
		}
	}
	all, err := v.SignupsServed(r.place.ID, r.me(), r.now, "", pageHours)
	for _, t := range all {
		if t.State == signups.Completed || t.State == signups.CheckedIn && r.now.After(t.Ends) {
			w.Unsettled++
		}
	}
	return err
}

// myTeams are the reader's teams and duties, and whether they lead anything.
func (r *request) myTeams(v *store.View, w *pages.VolunteeringView) error {
	if w.For != "" {
		return nil
	}
	_, err := v.Profile(r.place.ID, r.me())
	if err != nil && err != residents.ErrNotFound {
		return err
	}
	w.Profile = err == nil
	all, err := v.MembershipsOf(r.place.ID, r.me())
	for _, m := range all {
		t, err := v.Team(r.place.ID, m.Team)
		if err != nil {
			return err
		}
		if !t.EndedAt.IsZero() {
			continue
		}
		w.Teams = append(w.Teams, pages.TeamDuty{Name: t.Name, Href: w.To("teams/" + t.ID), Duty: m.Duty})
		if signups.MayLead(r.who, t, r.now) == nil {
			w.Lead = w.To("leading")
		}
	}
	return err
}

// agreeToShift is a guardian's word to a minor's sign-up.
func (p *Portal) agreeToShift(r *request) (answer, error) {
	activity, shift, child := r.form.id("activity"), r.form.id("shift"), r.form.text("resident", 80)
	agreed := r.form.choice("said", "yes", "no") == "yes"
	done := "shift-refused"
	if agreed {
		done = "shift-agreed"
	}
	return p.do(r, "shift-agree", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/volunteering", done), signups.AgreeToShift(tx, by, activity, shift, child, agreed)
	})
}

// shiftCalendar are the reader's shifts ahead as a calendar file. Their UIDs stay the same, so that
// a file taken again changes what is in the calendar and adds nothing twice.
func (p *Portal) shiftCalendar(r *request) (answer, error) {
	if err := r.livesHere(); err != nil {
		return answer{}, err
	}
	c := newCalendar()
	err := p.view(r, func(v *store.View) error {
		all, err := v.SignupsAhead(r.place.ID, r.me(), r.now)
		if err != nil {
			return err
		}
		activities, err := r.activitiesOfTaken(v, all)
		for _, t := range all {
			if t.Resident == r.me() && t.State != signups.Waitlisted && t.State != signups.Declined {
				p.shiftEvent(r, c, activities[t.Activity], t)
			}
		}
		return err
	})
	return give(calendarFile(c, "志愿班次")), err
}

func (p *Portal) shiftEvent(r *request, c *ics.Calendar, a signups.Activity, t signups.Taken) {
	e := c.AddEvent(t.Shift + "@" + r.place.ID + ".yishiting")
	e.SetDtStampTime(t.At)
	e.SetStartAt(t.Starts)
	e.SetEndAt(t.Ends)
	e.SetLocation(a.Place)
	post, _ := a.Post(t.Post)
	e.SetSummary(a.Title + " · " + post.Words)
	address := p.address("/" + r.place.Slug + "/activities/" + a.ID)
	e.SetURL(address)
	words, _ := pages.SignupTag(t.State)
	e.SetDescription(words + "\n" + address)
	e.SetStatus(ics.ObjectStatusConfirmed)
	e.SetSequence(0)
	switch t.State {
	case signups.Called:
		e.SetStatus(ics.ObjectStatusCancelled)
		e.SetSequence(1)
	case signups.Applied, signups.Offered:
		e.SetStatus(ics.ObjectStatusTentative)
	}
}

// pageHours is how many services stand on a page.
const pageHours = 20

// volunteerHours is what the reader gave, the newest first, each with its trace.
func (p *Portal) volunteerHours(r *request) (answer, error) {
	w := &pages.HoursView{Frame: p.frame(r), Style: p.files.address("activities.css"), Days: signups.RulesAt(r.today()).Dispute.N}
	if err := r.livesHere(); err != nil {
		return answer{}, err
	}
	if r.who.Helper.ID != "" {
		w.For = r.who.Resident.Name
	}
	before, shift := letterKey(r.URL.Query().Get("before"))
	from := r.now.Add(time.Microsecond)
	if shift != "" {
		from, w.Newer = time.UnixMicro(before), w.To("volunteering/hours")
	}
	err := p.view(r, func(v *store.View) (err error) {
		if w.Minutes, err = v.MinutesConfirmed(r.place.ID, r.me()); err != nil {
			return err
		}
		all, err := v.SignupsServed(r.place.ID, r.me(), from, shift, pageHours+1)
		if err != nil {
			return err
		}
		if len(all) > pageHours {
			all = all[:pageHours]
			last := all[pageHours-1]
			w.Older = w.To("volunteering/hours") + "?before=" + strconv.FormatInt(last.Starts.UnixMicro(), 10) + "." + last.Shift
		}
		activities, err := r.activitiesOfTaken(v, all)
		for _, t := range all {
			line, failed := r.hourLine(v, activities[t.Activity], t)
			if failed != nil {
				return failed
			}
			w.Lines = append(w.Lines, line)
		}
		return err
	})
	return show(w), err
}

func (r *request) hourLine(v *store.View, a signups.Activity, t signups.Taken) (pages.HourLine, error) {
	s, err := v.Shift(t.Community, t.Activity, t.Shift)
	if err != nil {
		return pages.HourLine{}, err
	}
	post, _ := a.Post(t.Post)
	line := pages.HourLine{
		Activity: a.ID, Shift: s.ID, Title: a.Title, Href: "/" + r.place.Slug + "/activities/" + a.ID, When: r.day(s.Starts) + " " + r.hoursOf(s),
		Place: a.Place, Post: post.Words, State: t.State, Minutes: t.Minutes, Most: signups.MostMinutes(s),
		Dispute: signups.MayDispute(r.who, t.Signup, s, r.place, r.now) == nil,
	}
	if t.State != signups.Confirmed {
		line.Words = r.signupWords(s, t.Signup)
	}
	changes, err := v.HourChanges(t.Community, t.Activity, t.Shift, t.Resident)
	for _, c := range changes {
		step, failed := r.hourStep(v, c)
		if failed != nil {
			return line, failed
		}
		line.Trace = append(line.Trace, step)
	}
	return line, err
}

// hourStep is one line of the trace of hours, in words.
func (r *request) hourStep(v *store.View, c signups.HourChange) (pages.Step, error) {
	step := pages.Step{When: r.day(c.At) + " " + calendar.Clock(c.At, r.place.Location()), Title: pages.HourChangeWord(c), Note: c.Words, State: pages.StageDone}
	if c.By == c.Resident {
		step.Who = "本人"
		return step, nil
	}
	who, err := r.markOf(v, c.By)
	step.Who = who.Name
	return step, err
}

// disputeHours says that hours were others.
func (p *Portal) disputeHours(r *request) (answer, error) {
	activity, shift, words := r.form.id("activity"), r.form.id("shift"), r.form.lines("words", signups.MaxWords)
	minutes := r.form.number("minutes", 0, signups.MaxDayMinute)
	return p.do(r, "hours-dispute", func(tx *store.Tx, by residents.Sender) (string, error) {
		return api.WithDone("/"+r.place.Slug+"/volunteering/hours#h-"+shift, "hours-disputed"), signups.DisputeHours(tx, by, activity, shift, minutes, words)
	})
}
