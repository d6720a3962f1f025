package main

import (
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// Scenario 8 goes on as a public-opinion project: the case of 23 calls that a community handed to the
// street becomes one of the street's, says on the case how it stands at each stage, and
// comes back to where it began, where it is rated.
func TestScenario8CaseBecomesAProject(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		p := sewage(t, b)
		p.pipe(t)
		p.approved(t)
		p.laid(t)
		p.givenBack(t)
	})
}

// sewage is the case, with the street.
func sewage(t *testing.T, b *booted) *park {
	t.Helper()
	p := &park{walk: &walk{booted: b}}
	b.streetStaff()
	b.building("3 号楼", 12)
	b.building("5 号楼", 12)
	p.topic = p.by("hepingli/zhou", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{
			Raising: consultation.Raising{Community: "hepingli", Title: "3、5 号楼污水返溢", Problem: "污水井反复返溢，一层倒灌。", Place: "3、5 号楼", Wish: "换掉塌了的主管。"},
			Calls:   23, Days: 30,
		})
		return err
	})
	p.screen(consultation.Screening{Topic: p.topic, Decision: consultation.Accept})
	p.clock.set("2026-11-05 09:00")
	meeting := p.announce("2026-11-10 19:00", 20, p.topic)
	p.hold(meeting, "2026-11-10 19:00", consultation.MinuteItem{Topic: p.topic, Kind: consultation.ToHand, Why: "several-departments", Text: "主管属市政管线，移交街道牵头。"})
	p.clock.set("2026-11-11 10:00")
	p.publish(meeting)
	p.at("2026-11-12 09:00")
	path := p.casePath()
	p.liu.get(parkDesk+"/projects/new").holds(t, 200, "!3、5 号楼污水返溢") // not received yet
	p.liu.send(path, "receive", "accept", "yes", "answer", "街道牵头，按民意立项办。", "due", "2027-06-30").led(t, path+"?done=case-accepted")
	return p
}

func (p *park) casePath() string { return parkDesk + "/cases/hepingli/" + p.topic }

// said is what the case was told by the project, the newest last.
func (p *park) said(t *testing.T, want ...string) {
	t.Helper()
	p.view(func(v *store.View) error {
		updates, err := v.Updates("hepingli", p.topic)
		if len(updates) != len(want) {
			t.Fatalf("%d updates, not %d", len(updates), len(want))
		}
		for i, u := range updates {
			if !strings.Contains(u.Text, want[i]) || !strings.Contains(u.Text, "L2026-001") {
				t.Errorf("update %d says %q, not %q", i, u.Text, want[i])
			}
		}
		return err
	})
}

// pipe makes the case a project of the street's and asks both buildings.
func (p *park) pipe(t *testing.T) {
	t.Helper()
	action, values := p.liu.get(parkDesk+"/projects/new?topic=hepingli/"+p.topic).fill(t, "project-make", "title", "更换 3、5 号楼污水主管", "problem", "主管塌陷约 11 米，三十天 23 个来电。", "kind", "pushed",
		"field", "works", "topic", "hepingli/"+p.topic, "turnout", "0", "support", "0", "look-backs", "0")
	values["place"] = []string{"hepingli/3 号楼", "hepingli/5 号楼"}
	m := madeProject.FindStringSubmatch(p.liu.do("POST", action, values).Header.Get("Location"))
	if m == nil {
		t.Fatal("no project")
	}
	p.id, p.desk = m[1], parkDesk+"/projects/"+m[1]
	p.said(t, "开始征集民意")
	c := p.calls(t, "污水主管怎样换", "2026-11-20", "hepingli/3 号楼", "hepingli/5 号楼")
	p.at("2026-11-14 10:00")
	for _, building := range []string{"3 号楼", "5 号楼"} {
		p.bulk(c, project.Place{Community: "hepingli", Building: building}, 7)
	}
	p.at("2026-11-21 00:01")
	p.turn()
	p.liu.send(p.desk+"/options", "project-options", "words-1", "换 86 米主管", "cost-1", "680000", "street-1", "680000", "affected-1", "3、5 号楼，停水两次", "upkeep-1", "排水公司").led(t, p.desk+"?done=options-listed")
	p.at("2026-11-23 09:00")
	p.sends(p.liu, "project-negotiate", "project-negotiating")
	p.said(t, "开始征集民意", "开始协商方案")
}

// approved decides, clears, puts up and approves it.
func (p *park) approved(t *testing.T) {
	t.Helper()
	p.sends(p.liu, "project-office", "project-decided", "option", "1", "text", "主任办公会第 20 次会议：换 86 米。")
	p.sends(p.liu, "project-agree", "project-agreed", "agreement", "full")
	p.sends(p.liu, "project-ask-"+partOf(p.id, "street-money"), "clearance-asked", "text", "请列支 680,000 元。")
	own := parkDesk + "/clearances/hepingli-jiedao/" + p.id + "/1"
	p.ma.send(own, "project-clear", "grant", "yes", "text", "应急资金列支。").led(t, own+"?done=clearance-answered")
	p.sends(p.liu, "project-notice", "project-noticed", "text", "换 86 米污水主管，680,000 元。")
	p.at("2026-12-01 09:00")
	p.sends(p.ma, "project-approve", "project-approved")
	p.said(t, "开始征集民意", "开始协商方案", "已批准立项：换 86 米主管")
}

// laid carries it out, and three residents sign.
func (p *park) laid(t *testing.T) {
	t.Helper()
	p.at("2026-12-02 09:00")
	p.liu.send(p.desk+"/plan", "project-plan", "scope", "换 86 米主管，恢复路面。", "m-1", "换管", "d-1", "2026-12-20", "l-1", "土建和管材", "c-1", "680000", "contractor", "排水公司", "contract", "HT-2026-88",
		"checks", "闭水试验合格", "share", "10").led(t, p.desk+"?done=plan-made")
	p.sends(p.liu, "project-supervise", "supervisor-added", "community", "hepingli", "name", "王秀兰")
	p.at("2026-12-18 16:00")
	p.sends(p.liu, "project-reach-"+partOf(p.id, "1"), "milestone-reached")
	p.admit("he", "贺大海", "5 号楼", residents.RoleResident)
	for _, who := range []string{"wang", "zhao", "he"} {
		path := "/hepingli/projects/" + p.id
		p.as("hepingli", who).send(path, "sign-check", "fine", "yes").led(t, path+"?done=signed")
	}
	p.sends(p.liu, "project-complete", "project-completed")
	p.turn() // opens the look-back
	p.said(t, "开始征集民意", "开始协商方案", "已批准立项：换 86 米主管", "已完工验收")
	p.stranger().get("/hepingli/topics/"+p.topic).holds(t, 200, "23 个来电", "开始协商方案", "已完工验收，请居民评价。", "L2026-001")
}

// givenBack returns the case, which the committee finishes and residents rate; from then on the
// street's project, which goes on by itself, says nothing on it.
func (p *park) givenBack(t *testing.T) {
	t.Helper()
	path := p.casePath()
	p.liu.send(path, "give-back", "answer", "主管已换，三位居民验收签字。", "task", "每季度看一次井", "owner", "和平物业", "due", "2027-01-15").led(t, path+"?done=given-back")
	p.finish(p.topic)
	for _, who := range []string{"wang", "zhao", "he", "sun"} {
		page := "/hepingli/topics/" + p.topic
		p.as("hepingli", who).send(page, "rating", "solved", "yes", "satisfied", "5").led(t, page+"?done=rated")
	}
	p.at("2027-01-18 09:00")
	p.turn()
	p.sends(p.liu, "project-learn", "lessons-noted", "text", "先做内窥检测，再问居民。")
	p.view(func(v *store.View) error {
		steps, err := v.Handovers("hepingli", p.topic)
		if err != nil {
			return err
		}
		topic, err := v.Topic("hepingli", p.topic)
		if len(steps) != 2 || steps[1].To != "hepingli" || topic.RateCount != 4 || topic.State != consultation.Archived {
			t.Errorf("%d steps, %d rated, %q", len(steps), topic.RateCount, topic.State)
		}
		updates, err2 := v.Updates("hepingli", p.topic)
		if len(updates) != 4 || err2 != nil {
			t.Errorf("%d updates after the case came back: %v", len(updates), err2)
		}
		for _, body := range []string{"hepingli", "hepingli-jiedao"} {
			if _, err := v.VerifyLog(body); err != nil {
				t.Error(body, err)
			}
		}
		return err
	})
	if now := p.now(); now.Stage != project.Closed {
		t.Errorf("it stands at %q", now.Stage)
	}
}
