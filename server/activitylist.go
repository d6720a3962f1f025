package main

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"yishiting/app/pages"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// activityRoutes are the pages on which residents read of voluntary activities and sign up.
func (p *Portal) activityRoutes() []route {
	const list, one = "/{place}/activities", "/{place}/activities/{id}"
	here := []residents.Level{residents.LevelCommunity}
	form := func(below, name string, do residents.Action, handle func(*request) (answer, error)) route {
		return route{method: http.MethodPost, pattern: one + below, name: name, do: do, handle: handle, on: one, at: here, waits: true}
	}
	return []route{
		{method: http.MethodGet, pattern: list, name: "activities", do: residents.ReadPublic, handle: p.activityList, at: here},
		{method: http.MethodGet, pattern: list + "/year", name: "activity-year", do: residents.ReadPublic, handle: p.activityYear, at: here},
		{method: http.MethodGet, pattern: list + "/year.csv", name: "activity-year-sheet", do: residents.ReadPublic, handle: p.activityYearCSV, at: here},
		{method: http.MethodGet, pattern: one, name: "activity", do: residents.ReadPublic, handle: p.activityPage, at: here},
		form("/join", "activity-join", residents.JoinShift, p.joinShift),
		form("/leave", "activity-leave", residents.JoinShift, p.leaveShift),
		form("/confirm", "activity-confirm", residents.JoinShift, p.confirmShift),
		form("/give-on", "activity-give-on", residents.JoinShift, p.giveShiftOn),
		form("/check-in", "shift-in", residents.JoinShift, p.checkIn),
		form("/check-out", "shift-out", residents.JoinShift, p.checkOut),
	}
}

// pageActivities is how many activities that are over stand on a page.
const pageActivities = 20

// activitiesOf is what is known of a community's activities while a page is written.
type activitiesOf struct {
	*request
	v       *store.View
	shifts  map[string][]signups.Shift // ahead and under way, by activity
	taken   map[store.PostOf]store.Taken
	mine    map[string]signups.SignupState // by shift: where the reader stands
	profile *signups.Profile               // nil: the reader keeps none
	proofs  []signups.Proof
	orgs    map[string]string // names of the organisations that make some
}

// readActivities reads what is ahead of some activities.
func (r *request) readActivities(v *store.View, all []signups.Activity) (w *activitiesOf, err error) {
	w = &activitiesOf{request: r, v: v, mine: map[string]signups.SignupState{}}
	var ids []string
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	if w.shifts, err = v.ShiftsAhead(r.place.ID, ids, r.now); err != nil {
		return w, err
	}
	if err = w.readOrgs(all); err != nil {
		return w, err
	}
	if w.taken, err = v.TakenIn(r.place.ID, ids, r.now); err != nil || r.me() == "" {
		return w, err
	}
	ahead, err := v.SignupsAhead(r.place.ID, r.me(), r.now)
	for _, t := range ahead {
		if t.Resident == r.me() {
			w.mine[t.Shift] = t.State
		}
	}
	return w, err
}

// activityList is what is on, the soonest first, and what is over page by page.
func (p *Portal) activityList(r *request) (answer, error) {
	l := &pages.ActivitiesView{Frame: p.frame(r), Style: p.files.address("activities.css")}
	if code := r.URL.Query().Get("for"); slices.Contains([]string{"me", "week", "near"}, code) && (code == "week" || r.me() != "") {
		l.For = code
	}
	year, running := activityKey(r.URL.Query().Get("after"))
	err := p.view(r, func(v *store.View) error {
		past, err := v.PastActivities(r.place.ID, r.now, year, running, pageActivities+1)
		if err != nil {
			return err
		}
		if len(past) > pageActivities {
			past = past[:pageActivities]
			l.Older = l.To("activities") + "?after=" + past[pageActivities-1].Number
		}
		if year > 0 {
			l.Newer = l.To("activities")
		} else if err := r.activitiesNow(v, l); err != nil {
			return err
		}
		if l.For != "" {
			l.Older = ""
			return nil
		}
		for _, a := range past {
			l.Past = append(l.Past, r.pastCard(a))
		}
		return nil
	})
	return show(l), err
}

// activityKey reads an activity's place in the list of what is over: its number; zeros for none.
func activityKey(s string) (year, running int) {
	if n, err := fmt.Sscanf(s, "V%4d-%d", &year, &running); n != 2 || err != nil || year < 2000 || running < 1 || running > 1<<30 {
		return 0, 0
	}
	return year, running
}

// activitiesNow are those with a shift ahead, as far as they are asked for.
func (r *request) activitiesNow(v *store.View, l *pages.ActivitiesView) error {
	all, err := v.OpenActivities(r.place.ID, r.now)
	if err != nil {
		return err
	}
	w, err := r.readActivities(v, all)
	if err != nil {
		return err
	}
	if l.For == "me" {
		if err := w.readProfile(); err != nil {
			return err
		}
		l.Profile = w.profile != nil
	}
	for _, a := range all {
		if l.Lead == "" && r.mayKeep(v, a) == nil {
			l.Lead = l.To("leading")
		}
		if shifts := w.wanted(l.For, a); len(shifts) > 0 {
			l.Open = append(l.Open, w.card(a, shifts))
		}
	}
	return nil
}

func (w *activitiesOf) readProfile() error {
	p, err := w.v.Profile(w.place.ID, w.me())
	if err == residents.ErrNotFound {
		return nil
	}
	if err != nil {
		return err
	}
	w.profile = &p
	w.proofs, err = w.v.Proofs(w.place.ID, w.me())
	return err
}

// wanted are the shifts of an activity that a reader asks for by a filter.
func (w *activitiesOf) wanted(filter string, a signups.Activity) []signups.Shift {
	all := w.shifts[a.ID]
	switch filter {
	case "near":
		if a.Building == "" || a.Building != w.who.Resident.Building {
			return nil
		}
	case "week":
		week := w.today().Add(7).End(w.place.Location())
		return slices.DeleteFunc(slices.Clone(all), func(s signups.Shift) bool { return s.Starts.After(week) })
	case "me":
		return slices.DeleteFunc(slices.Clone(all), func(s signups.Shift) bool { return !w.suits(a, s) })
	}
	return all
}

// suits tells whether a shift has a post with a free place that suits the reader.
func (w *activitiesOf) suits(a signups.Activity, s signups.Shift) bool {
	return w.profile != nil && slices.ContainsFunc(a.Posts, func(p signups.Post) bool {
		return w.free(a, s, p) > 0 && signups.Suits(*w.profile, w.proofs, w.who.Resident.Building, a, s, p, w.place.Location())
	})
}

// free is how many places of a post nobody holds.
func (w *activitiesOf) free(a signups.Activity, s signups.Shift, p signups.Post) int {
	return max(0, p.Seats-w.taken[store.PostOf{Activity: a.ID, Shift: s.ID, Post: p.ID}].Places)
}

// card is an activity with the first of the shifts that are asked for.
func (w *activitiesOf) card(a signups.Activity, shifts []signups.Shift) pages.ActivityCard {
	c := pages.ActivityCard{Title: a.Title, Href: "/" + w.place.Slug + "/activities/" + a.ID, Place: a.Place}
	next := shifts[0]
	c.When = w.shiftTime(next)
	free, waiting, giving := 0, 0, 0
	for _, p := range a.Posts {
		t := w.taken[store.PostOf{Activity: a.ID, Shift: next.ID, Post: p.ID}]
		free, waiting, giving = free+w.free(a, next, p), waiting+t.Waiting, giving+t.Giving
	}
	c.Places, c.Full = pages.PlacesWords(free, waiting, giving), free == 0 && giving == 0
	if !w.now.Before(next.Starts) {
		c.Places, c.Full = "正在进行", false
	}
	if name := w.orgs[a.Org]; name != "" {
		c.Facts = append(c.Facts, name)
	}
	if n := len(shifts) - 1; n > 0 {
		c.Facts = append(c.Facts, "后面还有 "+strconv.Itoa(n)+" 次")
	}
	c.Mine = w.mineIn(shifts)
	return c
}

// mineIn says where the reader stands in the first of the shifts in which they have something.
func (w *activitiesOf) mineIn(shifts []signups.Shift) string {
	for i, s := range shifts {
		state, ok := w.mine[s.ID]
		if !ok || state == signups.Called || state == signups.Declined {
			continue
		}
		words := pages.MineWords(state)
		if i > 0 {
			words = w.day(s.Starts) + words
		}
		return words
	}
	return ""
}

// shiftTime is when a shift is: 11 月 8 日（周日）09:00 到 11:00.
func (r *request) shiftTime(s signups.Shift) string {
	return r.when(s.Starts) + " 到 " + r.clockOf(s.Ends)
}

// clockOf is the time of day at which something ends: midnight is 24:00.
func (r *request) clockOf(end time.Time) string {
	at := end.In(r.place.Location())
	if at.Hour() == 0 && at.Minute() == 0 {
		return "24:00"
	}
	return at.Format("15:04")
}

// pastCard is an activity that is over.
func (r *request) pastCard(a signups.Activity) pages.ActivityCard {
	c := pages.ActivityCard{Title: a.Title, Href: "/" + r.place.Slug + "/activities/" + a.ID, Facts: []string{a.Number + " 号"}}
	c.State, c.Tone = pages.ActivityTag(a.State)
	if a.State == signups.Open {
		c.State, c.Tone = "办完了，时长确认中", pages.TonePlain
	}
	if a.Outcome != "" {
		c.Facts = append(c.Facts, "写了后来怎么样")
	}
	return c
}
