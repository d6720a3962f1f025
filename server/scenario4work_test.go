package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// Scenario 4 from the approval on: the work, what it cost, and what people say of it.

// planFields are a plan whose first line costs so much.
func planFields(first string, more ...string) []string {
	return append([]string{
		"scope", "花池六处、步道 320 米、座椅 24 张。", "m-1", "清场", "d-1", "2027-01-20", "m-2", "步道和花池", "d-2", "2027-03-10", "l-1", "土建", "c-1", first, "l-2", "苗木", "c-2", "260000",
		"contractor", "和美园林工程公司", "contract", "公开招标，合同 HM-2027-001", "checks", "步道不积水\n座椅没有毛刺", "share", "10",
	}, more...)
}

// changed plans it, and lets it cost twelve percent more.
func (p *park) changed(t *testing.T) {
	t.Helper()
	p.planned(t)
	p.dearer(t)
	p.agreedTo(t)
}

// planned writes the plan, names a supervisor and begins.
func (p *park) planned(t *testing.T) {
	t.Helper()
	p.at("2026-12-28 09:00")
	p.liu.send(p.desk+"/plan", "project-plan", planFields("600000")...).led(t, p.desk+"?done=plan-made")
	p.sends(p.liu, "project-supervise", "supervisor-added", "community", "hepingli", "name", "王秀兰")
	p.liu.send(p.desk+"/money", "project-money", "kind", "committed", "line", "1", "money", "580,000", "payee", "和美园林工程公司", "document", "HM-2027-001").led(t, p.desk+"/money?done=money-noted")
	p.sends(p.liu, "project-reach-"+partOf(p.id, "1"), "milestone-reached")
}

// dearer lets it cost twelve percent more: a notice opens by itself, and the old plan holds meanwhile.
func (p *park) dearer(t *testing.T) {
	t.Helper()
	p.at("2027-01-11 09:00")
	p.liu.send(p.desk+"/plan", "project-plan", planFields("703200", "why", "挖出旧地基，清运和换土多 103,200 元。")...).led(t, p.desk+"?done=plan-changed")
	if now := p.now(); now.Plan.Planned() != 860_000_00 {
		t.Errorf("the old plan does not hold: %d", now.Plan.Planned())
	}
	p.stranger().get("/anzhen/projects/"+p.id).holds(t, 200, "变更公示", "挖出旧地基", "963,200 元")
	p.liu.send(p.desk+"/money", "project-money", "kind", "committed", "line", "1", "money", "100,000", "payee", "和美园林工程公司", "document", "补充协议").holds(t, 422, `id="project-money-money-problem"`)
}

// agreedTo answers an objection before the new plan holds.
func (p *park) agreedTo(t *testing.T) {
	t.Helper()
	qian := p.as("anzhen", "qian")
	object := "project-object-" + regexpFirst(`id="project-object-([^"]+)"`, qian.get("/anzhen/projects/"+p.id).body)
	qian.send("/anzhen/projects/"+p.id, object, "text", "换土的方量谁量的？").led(t, "/anzhen/projects/"+p.id+"?done=project-objected")
	p.at("2027-01-19 09:00")
	p.turn()
	if now := p.now(); now.Plan.Planned() != 860_000_00 {
		t.Error("the change holds with an objection that has no answer")
	}
	reply := "project-reply-" + regexpFirst(`id="project-reply-([^"]+)"`, p.liu.get(p.desk).body)
	p.sends(p.liu, reply, "project-replied", "reply", "监理和三位居民监督员一起量的，单子贴在现场。")
	if now := p.now(); now.Plan.Planned() != 963_200_00 || now.Plan.ApprovedCost != 963_200_00 || now.Plan.Milestones[0].DoneAt.IsZero() {
		t.Errorf("%+v", now.Plan)
	}
	p.liu.send(p.desk+"/money", "project-money", "kind", "committed", "line", "1", "money", "100,000", "payee", "和美园林工程公司", "document", "补充协议").led(t, p.desk+"/money?done=money-noted")
}

// finished is done, signed by three of two communities, and completed.
func (p *park) finished(t *testing.T) {
	t.Helper()
	p.at("2027-03-10 15:00")
	p.sends(p.liu, "project-reach-"+partOf(p.id, "2"), "milestone-reached")
	for _, who := range [][2]string{{"hepingli", "wang"}, {"hepingli", "sun"}, {"anzhen", "qian"}} {
		path := "/" + who[0] + "/projects/" + p.id
		p.as(who[0], who[1]).send(path, "sign-check", "fine", "yes").led(t, path+"?done=signed")
	}
	p.sends(p.liu, "project-complete", "project-completed")
	p.turn()
}

// rated lets 214 people say how it is: 201 that it is solved, 187 that they are satisfied.
func (p *park) rated(t *testing.T) {
	t.Helper()
	p.at("2027-03-12 10:00")
	path := "/hepingli/calls/" + p.lookBack().ID
	p.as("hepingli", "wang").send(path, "call-answer", "q1", "1", "q2", "5", "q3", "孩子天天去。").led(t, path+"?done=call-answered")
	p.closed(t)
}

// lookBack is the look-back of the project.
func (p *park) lookBack() (c project.Call) {
	p.t.Helper()
	p.view(func(v *store.View) error {
		all, err := v.LookBackCalls("hepingli-jiedao", p.id)
		if len(all) == 1 {
			c = all[0]
		}
		return err
	})
	return c
}

// closed lets 213 more answer than wang, and the clock close it.
func (p *park) closed(t *testing.T) {
	t.Helper()
	c := p.lookBack()
	says := func(i int) project.Said {
		s := project.Said{Choices: map[string][]int{"1": {1}, "2": {5 - i%2}}}
		if i >= 200 {
			s.Choices["1"] = []int{2 + i%2}
		}
		if i >= 186 {
			s.Choices["2"] = []int{3 - i%3}
		}
		return s
	}
	p.change("hepingli", func(tx *store.Tx) error {
		who, err := tx.Standing("hepingli", "zhou")
		for i := 0; i < 213 && err == nil; i++ {
			by := residents.Sender{Standing: who, Now: p.clock.Now(), ID: residents.NewID(p.clock.Now())}
			unit := project.NthUnit(fmt.Sprintf("home-%02d-%04d", i%20+1, i/40), i/20%2+1)
			_, err = project.EnterAnswer(tx, by, project.Entering{Body: c.Community, Call: c.ID, Community: "hepingli", Unit: unit, Channel: project.Door, Said: says(i)})
		}
		return err
	})
	p.clock.move(20 * 24 * time.Hour)
	p.turn()
	p.view(func(v *store.View) error {
		all, err := project.RatesOf(v, p.now())
		if err != nil || len(all) != 1 || all[0].Response.Least != 214 || all[0].Solution != project.RateOf(201, 214) || all[0].Satisfaction != project.RateOf(187, 214) {
			t.Errorf("%+v", all)
		}
		return err
	})
	for _, place := range []string{"hepingli", "anzhen", "xinghua"} {
		p.stranger().get("/"+place+"/projects/"+p.id).holds(t, 200, "201 / 214", "187 / 214", "963,200 元")
	}
	if now := p.now(); now.Stage != project.Closed {
		t.Errorf("it stands at %q", now.Stage)
	}
}

// verified re-checks every log whole, and finds a word on the case for each stage.
func (p *park) verified(t *testing.T) {
	t.Helper()
	p.view(func(v *store.View) error {
		for _, body := range []string{"hepingli-jiedao", "hepingli", "anzhen", "xinghua", "dongcheng"} {
			if s, err := v.VerifyLog(body); err != nil || body == "hepingli-jiedao" && s.Size < 30 {
				t.Errorf("the log of %s: %+v %v", body, s, err)
			}
		}
		updates, err := v.Updates("hepingli", p.topic)
		said := ""
		for _, u := range updates {
			said += u.Text + "\n"
		}
		for _, want := range []string{"开始征集民意", "开始协商方案", "已批准立项：小花园和步道", "已完工验收"} {
			if !strings.Contains(said, want) {
				t.Errorf("the case does not say %q: %s", want, said)
			}
		}
		return err
	})
}
