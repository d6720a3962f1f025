package sample_test

import (
	"time"

	"yishiting/server/store"
	"yishiting/signups"
	"yishiting/signups/organisations"
)

// helping is an activity that runs, with a waiting list, one that is over, and what waits.
func (n neighbourhood) helping() {
	n.Helper()
	all := map[string]signups.Activity{}
	open := got[[]signups.Activity](n)(n.OpenActivities("hepingli", n.now))
	for _, a := range append(open, got[[]signups.Activity](n)(n.PastActivities("hepingli", n.now, 9999, 0, 10))...) {
		all[a.Title] = a
	}
	for title, want := range map[string]signups.State{"垃圾分类桶前引导": signups.Open, "给老人义务理发": signups.Finished, "入冬探访独居老人": signups.Open} {
		if all[title].State != want {
			n.Errorf("%s is %q, not %q", title, all[title].State, want)
		}
	}
	if all["给老人义务理发"].Outcome == "" {
		n.Error("nobody tells what became of the haircuts")
	}
	n.bins(all["垃圾分类桶前引导"])
	if waiting := got[[]signups.Proof](n)(n.ProofsWaiting("hepingli", 10)); len(waiting) != 1 {
		n.Errorf("certificates: %+v", waiting)
	}
	if under := got[[]organisations.Organisation](n)(n.OrganisationsAsking("hepingli", organisations.Submitted)); len(under) != 1 || under[0].Name != "手把手手机课堂" {
		n.Errorf("under review: %+v", under)
	}
	if filed := got[[]organisations.Organisation](n)(n.OrganisationsIn("hepingli", organisations.Filed)); len(filed) < 2 {
		n.Errorf("on record: %+v", filed)
	}
	states := map[organisations.MatchState]int{}
	for _, m := range got[[]organisations.Match](n)(n.MatchesIn("hepingli", 9)) {
		states[m.State]++
	}
	if states[organisations.Done] != 1 || states[organisations.Proposed] != 1 {
		n.Errorf("matches: %v", states)
	}
	n.catalogue()
	if reports := got[[]organisations.Event](n)(n.EventsWaiting("hepingli")); len(reports) != 1 || !reports[0].Starts.After(n.now) {
		n.Errorf("reports of large events: %+v", reports)
	}
	if teams := got[[]signups.Team](n)(n.TeamsOf("hepingli")); len(teams) != 2 {
		n.Errorf("teams: %+v", teams)
	}
}

// bins: what is over is confirmed, the coming Saturday is full and some wait.
func (n neighbourhood) bins(a signups.Activity) {
	n.Helper()
	states, coming := map[signups.SignupState]int{}, map[signups.SignupState]int{}
	next := false
	for _, s := range got[[]signups.Shift](n)(n.ShiftsOf("hepingli", a.ID)) {
		for _, one := range got[[]signups.Signup](n)(n.SignupsOf("hepingli", a.ID, s.ID)) {
			states[one.State]++
			if !next && s.Starts.In(zone).Weekday() == time.Saturday && s.Starts.After(n.now.Add(2*time.Hour)) {
				coming[one.State]++
			}
		}
		next = next || len(coming) > 0
	}
	if states[signups.Confirmed] < 15 || states[signups.NoShow] != 1 || states[signups.Called] != 4 {
		n.Errorf("%v", states)
	}
	if coming[signups.Accepted] != 7 || coming[signups.Waitlisted] != 4 {
		n.Errorf("the coming Saturday: %v", coming)
	}
	trace := 0
	for _, who := range []string{"hepingli-021"} {
		for _, s := range got[[]signups.Shift](n)(n.ShiftsOf("hepingli", a.ID)) {
			trace = max(trace, len(got[[]signups.HourChange](n)(n.HourChanges("hepingli", a.ID, s.ID, who))))
		}
	}
	if trace != 3 {
		n.Errorf("a trace of %d lines", trace)
	}
}

// catalogue is one service in each state that the street shows, and one that waits for a second person.
func (n neighbourhood) catalogue() {
	n.Helper()
	states := map[organisations.PurchaseState]int{}
	for _, p := range got[[]organisations.Purchase](n)(n.PurchasesIn("hepingli-jiedao", true, store.ActivityKey{}, 9)) {
		states[p.State]++
	}
	if states[organisations.Unpublished] != 1 || states[organisations.Announced] != 1 || states[organisations.Delivered] != 1 {
		n.Errorf("the street's catalogue: %v", states)
	}
}
