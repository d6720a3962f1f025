package main

import (
	"fmt"
	"testing"
	"time"

	"yishiting/calendar"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// streetWorld is two streets of a district with projects in every stage, kept as the verbs
// keep them, long ago and lately.
type streetWorld struct {
	*booted
	t testing.TB
	n int
}

// otherStreet is none of 和平里街道's business.
var (
	otherStreet    = residents.Community{ID: "andingmen", Slug: "andingmen", Name: "安定门街道", Level: residents.LevelSubdistrict, Parent: "dongcheng", Zone: "Asia/Shanghai"}
	otherCommunity = residents.Community{ID: "jiaodaokou", Slug: "jiaodaokou", Name: "交道口社区", Level: residents.LevelCommunity, Parent: "andingmen", Zone: "Asia/Shanghai"}
)

func (w *streetWorld) update(body string, do func(tx *store.Tx) error) {
	w.t.Helper()
	if err := w.store.Update(w.t.Context(), body, do); err != nil {
		w.t.Fatal(err)
	}
}

// ago is so many days before now.
func (w *streetWorld) ago(days int) time.Time { return w.clock.Now().AddDate(0, 0, -days) }

func (w *streetWorld) id() string {
	w.n++
	return fmt.Sprintf("street-world-%05d", w.n)
}

// of is a project of a body as it is on its first day, made so many days ago.
func (w *streetWorld) of(body, title string, madeAgo int) project.Project {
	id := w.id()
	return project.Project{
		Community: body, ID: id, Number: fmt.Sprintf("L2026-%03d", w.n), Stage: project.Collect, Version: 1, MadeBy: "chen", MadeAt: w.ago(madeAgo), ChangedAt: w.ago(madeAgo),
		Content: project.Content{Title: title, Problem: "要办", Kind: project.Applied, Field: project.Works, Places: []project.Place{{Community: body}}, Round: 1},
	}
}

// decided has an option chosen that two pay for, the rest of the cost by the street.
func decided(p *project.Project, yuan int64) {
	p.Options = []project.Option{{ID: "1", Words: "照方案做", Cost: yuan * 100, Affected: "全体", Upkeep: "物业", Shares: []project.Share{
		{Payer: project.PayStreet, Cents: yuan * 60}, {Payer: project.PayFund, Cents: yuan * 30}, {Payer: project.PayHomes, Cents: yuan * 10},
	}}}
	p.Decision = project.Decision{Kind: project.ByPoll, Option: "1", At: p.ChangedAt}
	p.Agreement = project.Full
}

// plan gives a project milestones that are due in so many days.
func (w *streetWorld) plan(p *project.Project, due ...int) {
	p.Plan = project.Plan{Contractor: "京安公司", Checks: []string{"能用"}, ChangeShare: 10, Lines: []project.Line{{ID: "1", Words: "材料和人工", Planned: p.Options[0].Cost}}}
	for i, n := range due {
		p.Plan.Milestones = append(p.Plan.Milestones, project.Milestone{ID: fmt.Sprint(i + 1), Words: "进场", Due: calendar.DayOf(w.clock.Now(), hepingli.Location()).Add(n)})
	}
}

// keep keeps a project, with a call that so many of those asked answered.
func (w *streetWorld) keep(p project.Project, answered, asked int) project.Project {
	w.t.Helper()
	if asked > 0 {
		p.Calls = []string{w.call(p, project.ForNeeds, answered, asked, nil)}
	}
	w.update(p.Community, func(tx *store.Tx) error {
		if err := tx.AddProject(p); err != nil {
			return err
		}
		p.Version++
		return tx.SetProject(p)
	})
	return p
}

// call is a call about a project that opened three weeks after it was made, with answers;
// said are the choices of the answers in turn.
func (w *streetWorld) call(p project.Project, why project.Purpose, answered, asked int, said []string) string {
	c := project.Call{
		Community: p.Community, ID: w.id(), Number: fmt.Sprintf("Z2026-%03d", w.n), State: project.CallClosed, MadeBy: "chen", MadeAt: p.MadeAt, PublishedBy: "li",
		PublishedAt: p.MadeAt, Opens: p.MadeAt.AddDate(0, 0, 2), Closes: p.MadeAt.AddDate(0, 0, 16), ClosedAt: p.MadeAt.AddDate(0, 0, 16),
		CallContent: project.CallContent{
			Title: p.Title + "怎么办", Purpose: why, Project: p.ID, Month: 3, Round: 1, Unit: project.ByHousehold, Coverage: 60,
			Places:    []project.Place{{Community: "hepingli", Building: "3 号楼"}, {Community: "hepingli", Building: "5 号楼"}},
			Questions: []project.Question{{ID: "1", Kind: project.Single, Words: "要不要", Options: []string{"要", "不要"}}},
			Units: []project.PlaceUnits{
				{Place: project.Place{Community: "hepingli", Building: "3 号楼"}, Units: asked / 2},
				{Place: project.Place{Community: "hepingli", Building: "5 号楼"}, Units: asked - asked/2},
			},
		},
	}
	if why == project.ForLookBack {
		c.Closes, c.ClosedAt = w.ago(3), w.ago(3)
	}
	w.update(p.Community, func(tx *store.Tx) error {
		if err := tx.AddCall(c); err != nil {
			return err
		}
		for i := range answered {
			a := project.Answer{Community: "hepingli", Body: p.Community, Call: c.ID, Unit: fmt.Sprintf("home/%04d", i), Building: "3 号楼", Channel: project.Online, By: "wang", At: c.Opens}
			if i >= asked/2 {
				a.Building = "5 号楼"
			}
			a.Said = project.Said{Choices: map[string][]int{"1": {1}}}
			if said != nil {
				a.Said.Choices = lookBackSaid(said[i%len(said)])
			}
			if err := tx.AddAnswer(a); err != nil {
				return err
			}
		}
		return nil
	})
	return c.ID
}

// lookBackSaid reads "15": solved, and satisfied with 5.
func lookBackSaid(s string) map[string][]int {
	return map[string][]int{"1": {int(s[0] - '0')}, "2": {int(s[1] - '0')}}
}

// pay commits and pays so many yuan.
func (w *streetWorld) pay(p project.Project, committed, paid int64) {
	w.update(p.Community, func(tx *store.Tx) error {
		for kind, yuan := range map[project.EntryKind]int64{project.Committed: committed, project.Paid: paid} {
			if yuan == 0 {
				continue
			}
			e := project.Entry{Community: p.Community, ID: p.ID + string(kind), Project: p.ID, Line: "1", Kind: kind, Cents: yuan * 100, Payee: "京安公司", Document: "合同 1", By: "chen", At: w.ago(1)}
			if err := tx.AddEntry(e); err != nil {
				return err
			}
		}
		return nil
	})
}

// notice puts a project up until so many days from now.
func (w *streetWorld) notice(p project.Project, until int) {
	end := calendar.DayOf(w.clock.Now(), hepingli.Location()).Add(until)
	w.update(p.Community, func(tx *store.Tx) error {
		return tx.AddNotice(project.Notice{Community: p.Community, Project: p.ID, Seq: 1, Kind: project.ApprovalNotice, Words: "照方案做", From: end.Add(-7), Until: end.End(hepingli.Location()), Source: "社区约定", By: "chen"})
	})
}

// object lets somebody object so many days ago.
func (w *streetWorld) object(p project.Project, home, who string, days int) {
	w.update(home, func(tx *store.Tx) error {
		return tx.AddProjectObjection(project.Objection{Community: home, ID: w.id(), Body: p.Community, Project: p.ID, Notice: 1, Resident: who, Text: "不同意", At: w.ago(days), Due: w.ago(days - 5)})
	})
}

// bootStreet settles the second street, and projects of every stage.
func bootStreet(t testing.TB, b *booted) *streetWorld {
	t.Helper()
	b.clock.set("2026-11-28 10:00")
	w := &streetWorld{booted: b, t: t}
	console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
	for _, c := range []residents.Community{otherStreet, otherCommunity} {
		w.update(c.ID, func(tx *store.Tx) error { _, err := residents.Found(tx, console, c); return err })
	}
	w.projects()
	return w
}

func (w *streetWorld) projects() {
	ramp := w.of("hepingli", "=1+1 号楼前的坡道", 61)
	w.keep(ramp, 9, 84)

	light := w.of("hepingli", "小广场照明", 80)
	light.Stage, light.ChangedAt = project.Negotiate, w.ago(12)
	decided(&light, 38000)
	w.notice(w.keep(light, 70, 84), -5)

	park := w.of("anzhen", "+口袋公园，\"三社区\"合办", 50)
	park.Stage, park.ChangedAt = project.Negotiate, w.ago(6)
	decided(&park, 860000)
	park = w.keep(park, 1932, 5930/3)
	w.notice(park, 2)
	w.object(park, "hepingli", "wang", 4)
	w.object(park, "hepingli", "zhao", 2)

	door := w.of("hepingli", "七号楼门禁更换", 120)
	door.Stage, door.ApprovedBy, door.ApprovedAt, door.StartedAt, door.ChangedAt = project.Deliver, "li", w.ago(70), w.ago(70), w.ago(9)
	decided(&door, 54600)
	w.plan(&door, -20, 5)
	door.Plan.Milestones[0].DoneAt = w.ago(21)
	door.Plan.Milestones = append(door.Plan.Milestones, project.Milestone{ID: "9", Words: "装完", Due: calendar.DayOf(w.clock.Now(), hepingli.Location()).Add(-3)})
	w.pay(w.keep(door, 79, 84), 50000, 21840)

	path := w.of("hepingli-jiedao", "街道健身步道", 150)
	path.Stage, path.MadeBy, path.ApprovedAt, path.StartedAt, path.ChangedAt = project.Deliver, "liu", w.ago(40), w.ago(40), w.ago(2)
	decided(&path, 420000)
	w.plan(&path, 20)
	w.pay(w.keep(path, 1400, 2860), 300000, 0)

	shed := w.of("hepingli", "充电棚三处", 260)
	shed.Stage, shed.ApprovedAt, shed.StartedAt, shed.CompletedAt, shed.ChangedAt = project.Evaluate, w.ago(200), w.ago(200), w.ago(98), w.ago(90)
	decided(&shed, 96000)
	w.plan(&shed, -100)
	shed.Plan.Milestones[0].DoneAt = w.ago(99)
	shed = w.keep(shed, 300, 412)
	w.pay(shed, 95800, 95800)
	w.call(shed, project.ForLookBack, 60, 84, []string{"15", "15", "14", "13", "25", "32"})

	bins := w.of("anzhen", "垃圾驿站改造", 300)
	bins.Stage, bins.ApprovedAt, bins.StartedAt, bins.CompletedAt, bins.ChangedAt = project.Closed, w.ago(262), w.ago(262), w.ago(230), w.ago(20)
	decided(&bins, 24000)
	bins = w.keep(bins, 500, 760)
	w.pay(bins, 24000, 24000)
	w.call(bins, project.ForLookBack, 4, 84, []string{"15"})

	gate := w.of("anzhen", "北门改道", 200)
	gate.Stage, gate.Reason, gate.ChangedAt = project.Dropped, "业主表决没有通过", w.ago(120)
	w.keep(gate, 0, 0)

	w.keep(w.of("jiaodaokou", "别的街道的项目", 90), 5, 20)
}

// sites are where the buildings of a community were set to stand.
func (b *booted) sites(t *testing.T, community string) (all []residents.Site) {
	t.Helper()
	err := b.store.View(t.Context(), func(v *store.View) (err error) { all, err = v.Sites(community); return err })
	if err != nil {
		t.Fatal(err)
	}
	return all
}
