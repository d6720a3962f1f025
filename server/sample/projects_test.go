package sample_test

import (
	"slices"

	"yishiting/calendar"
	"yishiting/consultation/project"
)

// stages are the sample's projects, by the titles that everybody reads.
var stages = map[string]project.Stage{
	"3 号楼北侧建电动自行车充电棚": project.Collect, "11 号楼前排水和路面改造": project.Negotiate, "13、14 号楼之间建小花园": project.Negotiate,
	"15、16 号楼之间建休息角": project.Deliver, "17、18 号楼楼道加装扶手和歇脚凳": project.Evaluate, "9 号楼单元门口装感应灯": project.Closed,
	"2 号楼地下车库设快递柜": project.Dropped, "和平里北街小学段步行道": project.Deliver,
}

// projects are one in each stage, each as it should be to look at.
func (n neighbourhood) projects() {
	n.Helper()
	all := map[string]project.Project{}
	every := append(slices.Clone(project.Stages), project.Dropped)
	for _, p := range got[[]project.Project](n)(n.ProjectsAfter([]string{"hepingli", "anzhen", "hepingli-jiedao"}, project.Project{}, 100, every...)) {
		all[p.Title] = p
		if p.Stage != stages[p.Title] {
			n.Errorf("%s stands at %q, not %q", p.Title, p.Stage, stages[p.Title])
		}
	}
	if len(all) != len(stages) {
		n.Errorf("%d projects, not %d", len(all), len(stages))
	}
	n.collecting(all["3 号楼北侧建电动自行车充电棚"])
	n.disagreeing(all["11 号楼前排水和路面改造"], all["13、14 号楼之间建小花园"])
	n.delivering(all["15、16 号楼之间建休息角"])
	n.rated(all["17、18 号楼楼道加装扶手和歇脚凳"], 1)
	n.rated(all["9 号楼单元门口装感应灯"], 2)
	if all["9 号楼单元门口装感应灯"].Lessons == "" || all["2 号楼地下车库设快递柜"].Lessons == "" || all["2 号楼地下车库设快递柜"].Reason == "" {
		n.Error("nothing was learned")
	}
	n.needs()
	if s, err := n.VerifyLog("hepingli-jiedao"); err != nil || s.Size < 15 || s.Last.After(n.now) {
		n.Errorf("the log of the street: %+v, %v", s, err)
	}
}

// facts are those of a project.
func (n neighbourhood) facts(p project.Project) project.Facts {
	n.Helper()
	return got[project.Facts](n)(project.ReadFacts(n.View, p))
}

// collecting: a call runs, and some buildings are behind.
func (n neighbourhood) collecting(p project.Project) {
	n.Helper()
	calls := n.facts(p).Calls
	if len(calls) != 1 || calls[0].Call.Taking(n.now) != nil {
		n.Fatalf("%+v", calls)
	}
	share := func(i int) int { return calls[0].Coverage[i].Answered * 100 / calls[0].Coverage[i].Units }
	if len(calls[0].Coverage) != 3 || share(0) < 30 || share(2) < 5 || share(2) >= 30 {
		n.Errorf("%+v", calls[0].Coverage)
	}
}

// disagreeing: two who are not of one mind, one of whom shows their words; of the second
// project both were answered, and its notice is up with an objection.
func (n neighbourhood) disagreeing(negotiated, noticed project.Project) {
	n.Helper()
	for _, p := range []project.Project{negotiated, noticed} {
		shown := 0
		for _, d := range n.facts(p).Dissents {
			if d.Shown {
				shown++
			}
			if p.ID == noticed.ID && d.Then == "" {
				n.Errorf("%s was not asked again", d.Resident)
			}
		}
		if shown != 1 || len(n.facts(p).Dissents) != 2 {
			n.Errorf("%s: %d shown", p.Title, shown)
		}
	}
	f := n.facts(noticed)
	if noticed.Decision.Kind != project.ByPoll || noticed.Agreement != project.Partial || len(f.Notices) != 1 || !n.now.Before(f.Notices[0].Until) || len(f.Objections) != 1 || f.Objections[0].Reply != "" {
		n.Errorf("%+v %+v %+v", noticed.Decision, f.Notices, f.Objections)
	}
}

// delivering: a milestone is overdue since four days, of which everybody hears.
func (n neighbourhood) delivering(p project.Project) {
	n.Helper()
	late := 0
	for _, m := range p.Plan.Milestones {
		if m.Overdue(calendar.DayOf(n.now, zone)) && !m.RemindedAt.IsZero() {
			late++
		}
	}
	photos := 0
	for _, post := range got[[]project.Post](n)(n.Posts("hepingli", p.ID)) {
		photos += post.Photos
	}
	if late != 1 || photos != 3 || p.Plan.Planned() != 100_800_00 {
		n.Errorf("%d late, %d photos, %d cents", late, photos, p.Plan.Planned())
	}
	for _, sum := range project.Totals(p.Plan, got[[]project.Entry](n)(n.Ledger("hepingli", p.ID))) {
		if sum.Paid > sum.Committed || sum.Committed > sum.Planned {
			n.Errorf("%+v", sum)
		}
	}
}

// rated: so many look-backs are closed, with rates that can be shown.
func (n neighbourhood) rated(p project.Project, closed int) {
	n.Helper()
	for _, r := range got[[]project.RoundRates](n)(project.RatesOf(n.View, p)) {
		if r.State != project.CallClosed {
			continue
		}
		closed--
		if from, _, ok := r.Satisfaction.Percent(); !ok || from < 60 || r.Response.Least < 10 {
			n.Errorf("%s, month %d: %+v", p.Title, r.Month, r)
		}
	}
	if closed != 0 || p.Round != 1 {
		n.Errorf("%s: %d look-backs are missing, round %d", p.Title, closed, p.Round)
	}
}

// needs come from all three sources.
func (n neighbourhood) needs() {
	n.Helper()
	from := map[project.NeedSource]int{}
	for _, one := range got[[]project.Need](n)(n.NeedsAfter("hepingli", project.Need{}, 100)) {
		from[one.Source]++
		if one.N < 1 || one.Source == project.FromCall && one.Few() {
			n.Errorf("%+v", one)
		}
	}
	if from[project.FromCall] != 3 || from[project.FromTopic] != 1 || from[project.FromHotline] != 7 {
		n.Error(from)
	}
}
