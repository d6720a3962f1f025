package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// Scenario 4: a pocket park between three communities of 2,860, 1,150 and 1,920 homes. The street
// asks all of them for 21 days, the district lets the land be used, the cost goes up by
// twelve percent, and 214 people say how satisfied they are.

var xinghua = residents.Community{ID: "xinghua", Slug: "xinghua", Name: "兴化社区", Level: residents.LevelCommunity, Parent: "hepingli-jiedao", Zone: "Asia/Shanghai", Homes: 1920, People: 4600}

// park is the scenario's project, at the street's desk.
type park struct {
	*walk
	liu, ma  *booted
	topic    string // of hepingli, which the street holds
	id, desk string
	call     project.Call
}

// quarters are the communities with their buildings and the homes of each; asked is how many
// homes of a building say what they think by the verb, more the earlier ones by one each.
var quarters = []struct {
	body             residents.Community
	buildings, homes int
	asked, more      int
}{
	{hepingli, 20, 143, 50, 0}, {anzhen, 10, 115, 35, 7}, {xinghua, 12, 160, 51, 2},
}

const (
	parkDesk = "/hepingli-jiedao/desk"
	lastOne  = "12 号楼" // of xinghua: nobody opened there
)

// bootPark founds the third community, lists all homes, and lets hepingli hand the matter over.
func bootPark(b *booted) *park {
	b.t.Helper()
	p := &park{walk: &walk{booted: b}}
	console := residents.Sender{Standing: residents.Console, Now: b.clock.Now()}
	b.change(xinghua.ID, func(tx *store.Tx) error {
		if _, err := residents.Found(tx, console, xinghua); err != nil {
			return err
		}
		for _, who := range []residents.Resident{{ID: "xu", Name: "许静", Building: "1 号楼"}, {ID: "tan", Name: "谭小勇", Building: lastOne}} {
			who.Community = xinghua.ID
			if _, err := residents.Admit(tx, console, who, residents.RoleResident); err != nil {
				return err
			}
		}
		head := residents.Role{Community: xinghua.ID, Resident: "tan", Name: residents.RoleStairwellHead, Scope: lastOne, From: b.clock.Now(), To: b.clock.Now().AddDate(2, 0, 0)}
		return tx.GrantRole(xinghua.ID, head)
	})
	for _, q := range quarters {
		b.change(q.body.ID, func(tx *store.Tx) error {
			var all []residents.Household
			for n := range q.buildings * q.homes {
				i := n % q.homes
				all = append(all, residents.Household{
					Community: q.body.ID, ID: fmt.Sprintf("home-%02d-%04d", n/q.homes+1, i), Building: fmt.Sprintf("%d 号楼", n/q.homes+1),
					Unit: fmt.Sprintf("%d 单元", i/24+1), Room: fmt.Sprint((i%24/2+1)*100 + i%2 + 1), Adults: 2,
				})
			}
			return tx.AddHouseholds(all)
		})
	}
	b.streetStaff()
	p.handedOver()
	return p
}

// handedOver lets a meeting of hepingli hand the waste land to the street, which receives it.
func (p *park) handedOver() {
	p.t.Helper()
	p.topic = p.accepted("三个社区之间的空地没人管")
	p.clock.set("2026-11-05 09:00")
	meeting := p.announce("2026-11-10 19:00", 20, p.topic)
	p.hold(meeting, "2026-11-10 19:00", consultation.MinuteItem{
		Topic: p.topic, Kind: consultation.ToHand, Why: "several-communities", Text: "空地属三个社区之间的储备地，移交街道牵头。",
	})
	p.clock.set("2026-11-11 10:00")
	p.publish(meeting)
	p.at("2026-11-12 09:00")
	path := parkDesk + "/cases/hepingli/" + p.topic
	p.liu.send(path, "receive", "accept", "yes", "answer", "街道牵头，问过三个社区再定。", "due", "2027-12-31").led(p.t, path+"?done=case-accepted")
}

// at puts the clock to a time of day, and lets the street's two sign in anew.
func (p *park) at(when string) {
	p.t.Helper()
	p.clock.set(when)
	p.liu, p.ma = p.as("hepingli-jiedao", "liu"), p.as("hepingli-jiedao", "ma")
}

// sends fills and sends a form of the project's page at the street's desk.
func (p *park) sends(who *booted, form, done string, fields ...string) {
	p.t.Helper()
	who.send(p.desk, form, fields...).led(p.t, p.desk+"?done="+done)
}

func (p *park) now() (one project.Project) {
	p.t.Helper()
	p.view(func(v *store.View) (err error) { one, err = v.Project("hepingli-jiedao", p.id); return err })
	return one
}

// turn lets the portal's clock do what is due everywhere.
func (p *park) turn() {
	p.t.Helper()
	if err := p.portal.Turn(context.Background()); err != nil {
		p.t.Fatal(err)
	}
}

func TestScenario4PocketPark(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		p := bootPark(b)
		p.made(t)
		p.asked(t)
		p.lastBuilding(t)
		p.decided(t)
		p.cleared(t)
		p.changed(t)
		p.finished(t)
		p.rated(t)
		p.verified(t)
	})
}

// made brings the park on its way, for every building of the three communities.
func (p *park) made(t *testing.T) {
	t.Helper()
	action, values := p.liu.get(parkDesk+"/projects/new").fill(t, "project-make", "title", "三个社区之间建口袋公园", "problem", "空地 2,400 平方米，围着铁皮，堆过渣土。", "kind", "pushed",
		"field", "works", "topic", "hepingli/"+p.topic, "land", "yes", "turnout", "0", "support", "0", "look-backs", "0")
	for _, q := range quarters {
		for n := range q.buildings {
			values.Add("place", fmt.Sprintf("%s/%d 号楼", q.body.ID, n+1))
		}
	}
	got := p.liu.do("POST", action, values)
	m := madeProject.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		t.Fatal(got.Status, mainOf(got.body))
	}
	p.id, p.desk = m[1], parkDesk+"/projects/"+m[1]
	if now := p.now(); len(now.Places) != 42 {
		t.Fatal(len(now.Places), "places")
	}
}

// calls lets liu draft a call by the form and ma publish it.
func (p *park) calls(t *testing.T, title, closes string, places ...string) project.Call {
	t.Helper()
	list := parkDesk + "/calls"
	action, values := p.liu.get(list+"/new?project="+p.id).fill(t, desk.CallDraftForm, "title", title, "about", "每户一份。", "purpose", "project", "project", p.id, "unit", "household",
		"coverage", "30", "opens", "2026-11-13T09:00", "closes", closes, "q1", "空地建成什么", "q1-options", "小花园\n篮球场\n停车场", "q1-must", "yes")
	for _, place := range places {
		values.Add("places", place)
	}
	got := p.liu.press(action, values, "save")
	path := strings.TrimSuffix(got.Header.Get("Location"), "?done=call-drafted")
	if got.StatusCode != http.StatusSeeOther {
		t.Fatal(got.Status, mainOf(got.body))
	}
	p.liu.late(t, path+"/publish").holds(t, 422)
	p.ma.send(path, "call-publish").led(t, path+"?done=call-published")
	return p.callNow("hepingli-jiedao", strings.TrimPrefix(path, list+"/"))
}

// asked asks 5,930 homes for 21 days; 1,932 answer, and what came twice was dropped. In the last
// building too few do, which holds the project up.
func (p *park) asked(t *testing.T) {
	t.Helper()
	p.call = p.calls(t, "空地建成什么", "2026-12-04", "hepingli", "anzhen", "xinghua")
	if n := calendar.DaysBetween(calendar.DayOf(p.call.Opens, hepingli.Location()), calendar.Day{Year: 2026, Month: 12, Day: 4}); n != 21 {
		t.Errorf("%d days", n)
	}
	p.at("2026-11-20 10:00")
	p.liveIn("hepingli", "home-03-0142", "wang")
	p.liveIn("anzhen", "home-01-0114", "qian")
	for who, place := range map[string]string{"wang": "hepingli", "qian": "anzhen"} {
		path := "/" + place + "/calls/" + p.call.ID
		reader := p.as(place, who)
		action, values := reader.get(path).fill(t, "call-answer", "q1", "1")
		reader.do("POST", action, values).led(t, path+"?done=call-answered")
	}
	for _, q := range quarters {
		for n := range q.buildings {
			want := q.asked
			if n < q.more {
				want++
			}
			at := project.Place{Community: q.body.ID, Building: fmt.Sprintf("%d 号楼", n+1)}
			if q.body.ID == "xinghua" && at.Building == lastOne {
				want = 10
			}
			p.bulk(p.call, at, want)
		}
	}
	answers, dropped := p.answersIn(p.call)
	if answers != 1932 || dropped != 0 {
		t.Fatalf("%d answers, %d dropped", answers, dropped)
	}
	p.twice(t)
	p.at("2026-12-05 00:01")
	p.turn()
	var sum project.Summary
	p.view(func(v *store.View) (err error) {
		sum, err = project.SummaryOf(v, p.callNow("hepingli-jiedao", p.call.ID))
		return err
	})
	if sum.Units != 5930 || sum.Answers != 1932 || sum.Dropped != 3 || sum.Covered {
		t.Errorf("%d of %d answered, %d dropped, covered %v", sum.Answers, sum.Units, sum.Dropped, sum.Covered)
	}
}

// liveIn lets somebody live in a home.
func (p *park) liveIn(community, home, who string) {
	p.t.Helper()
	p.change(community, func(tx *store.Tx) error { return tx.AddHome(community, home, who) })
}

// officeOf writes answers down in a community.
var officeOf = map[string]string{"hepingli": "zhou", "anzhen": "wu", "xinghua": "tan"}

// bulk notes by the verb what the first n homes of a building say. In xinghua, which has no
// committee on the portal yet, tan does, as if every building were his.
func (p *park) bulk(c project.Call, at project.Place, n int) {
	p.t.Helper()
	p.change(at.Community, func(tx *store.Tx) error {
		who, err := tx.Standing(at.Community, officeOf[at.Community])
		if err != nil {
			return err
		}
		by := residents.Sender{Standing: who, Now: p.clock.Now()}
		if at.Community == "xinghua" {
			by.Roles = append(by.Roles, residents.Role{Community: at.Community, Resident: "tan", Name: residents.RoleStairwellHead, Scope: at.Building, From: by.Now.AddDate(0, 0, -1), To: by.Now.AddDate(1, 0, 0)})
		}
		units, err := project.UnitsAt(tx, c, at.Community, at.Building, by.Now)
		for i, u := range units {
			if err != nil || i == n {
				break
			}
			by.ID = residents.NewID(by.Now)
			_, err = project.EnterAnswer(tx, by, project.Entering{
				Body: c.Community, Call: c.ID, Community: at.Community, Unit: u.Unit, Channel: project.Door, Said: project.Said{Choices: map[string][]int{"1": {[]int{1, 1, 2, 1, 3}[i%5]}}},
			})
		}
		return err
	})
}

// twice lets three forms come for homes that have answered: two sheets of paper, one at the door.
func (p *park) twice(t *testing.T) {
	t.Helper()
	for community, who := range map[string]string{"hepingli": "li", "anzhen": "wu"} {
		paper := "/" + community + "/desk/calls/" + p.call.ID + "/paper"
		got := p.as(community, who).send(paper, "call-paper", "ref", "Z2026-001-0001", "building", "1 号楼", "stair", "1", "room", "101", "q1", "2")
		if got.StatusCode != http.StatusSeeOther || !strings.Contains(got.Header.Get("Location"), "call-entered-twice") {
			t.Fatal(got.Status, got.Header.Get("Location"), mainOf(got.body))
		}
	}
	path := "/xinghua/calls/" + p.call.ID + "/door"
	tan := p.as("xinghua", "tan")
	tan.get(path).holds(t, 200, "160 户")
	action, values := tan.get(path).fill(t, "door")
	values.Set("unit", project.HomeUnit("home-12-0000"))
	values.Set("q1", "3")
	got := tan.do("POST", action, values)
	if !strings.HasSuffix(got.Header.Get("Location"), "done=door-dropped") {
		t.Fatal(got.Status, got.Header.Get("Location"), mainOf(got.body))
	}
}

// lastBuilding is refused until door-to-door brings the building that lags behind to its share.
func (p *park) lastBuilding(t *testing.T) {
	t.Helper()
	p.at("2026-12-07 09:00")
	p.liu.send(p.desk+"/options", "project-options", parkOptions()...).led(t, p.desk+"?done=options-listed")
	p.liu.get(p.desk).holds(t, 200, "还有 1 处没有达到比例")
	p.liu.late(t, p.desk+"/negotiate").holds(t, 422, "还没有听取有关居民的意见")
	again := p.calls(t, "兴化 12 号楼上门补问", "2026-12-14", "xinghua/"+lastOne)
	p.at("2026-12-08 18:00")
	p.bulk(again, project.Place{Community: "xinghua", Building: lastOne}, 46)
	path := "/xinghua/calls/" + again.ID + "/door"
	for i := 46; i < 48; i++ { // the last two by the form
		tan := p.as("xinghua", "tan")
		action, values := tan.get(path).fill(t, "door")
		values.Set("unit", project.HomeUnit(fmt.Sprintf("home-12-%04d", i)))
		values.Set("q1", "1")
		if got := tan.do("POST", action, values); !strings.HasSuffix(got.Header.Get("Location"), "done=door-taken") {
			t.Fatal(got.Status, mainOf(got.body))
		}
	}
	p.liu.late(t, p.desk+"/negotiate").holds(t, 422, "还没有听取有关居民的意见") // it takes answers still
	p.at("2026-12-15 00:01")
	p.turn()
	p.sends(p.liu, "project-negotiate", "project-negotiating")
}

// parkOptions are two ways: 860,000 yuan, or dearer.
func parkOptions() []string {
	return []string{
		"words-1", "小花园和步道", "cost-1", "860000", "street-1", "560000", "district-1", "300000", "affected-1", "三个社区 5,930 户；施工三个月，北门改道", "upkeep-1", "街道绿化队，每年 36,000 元",
		"words-2", "小花园加篮球场", "cost-2", "1240000", "street-2", "940000", "district-2", "300000", "affected-2", "三个社区；东侧楼夜里有声响", "upkeep-2", "街道绿化队，每年 52,000 元",
	}
}

// decided notes what the street's office decided; nobody of the residents pays.
func (p *park) decided(t *testing.T) {
	t.Helper()
	p.at("2026-12-16 10:00")
	p.liu.send(p.desk, "project-office", "option", "1", "text", "").holds(t, 422, "这一项需要填写")
	p.sends(p.liu, "project-office", "project-decided", "option", "1", "text", "主任办公会第 21 次会议：建小花园和步道。")
	if now := p.now(); now.Decision.Kind != project.ByOffice || now.Decision.Option != "1" {
		t.Fatalf("%+v", now.Decision)
	}
	p.sends(p.liu, "project-agree", "project-agreed", "agreement", "full")
}

// cleared lets the district allow the land and another of the street give its money, and puts it up.
func (p *park) cleared(t *testing.T) {
	t.Helper()
	p.liu.late(t, p.desk+"/notice", "text", "抢先公示").holds(t, 422)
	p.sends(p.liu, "project-ask-"+partOf(p.id, "street-money"), "clearance-asked", "text", "请列支 560,000 元。")
	p.sends(p.liu, "project-ask-"+partOf(p.id, "land-use"), "clearance-asked", "text", "用储备地 2,400 平方米，五年。")
	own, land := parkDesk+"/clearances/hepingli-jiedao/"+p.id+"/1", "/dongcheng/desk/clearances/hepingli-jiedao/"+p.id+"/2"
	p.liu.late(t, own, "grant", "yes", "text", "自己批自己").holds(t, 422, "另一位")
	p.ma.send(own, "project-clear", "grant", "yes", "text", "列入明年预算。").led(t, own+"?done=clearance-answered")
	gao := p.as("dongcheng", "gao")
	gao.send(land, "project-clear", "grant", "no", "text", "先说明有没有管线。").led(t, land+"?done=clearance-answered")
	p.sends(p.liu, "project-ask-"+partOf(p.id, "land-use"), "clearance-asked", "text", "管线图已附，没有高压线和燃气管。")
	land = strings.TrimSuffix(land, "2") + "3"
	gao.send(land, "project-clear", "grant", "yes", "text", "同意临时绿地五年。").led(t, land+"?done=clearance-answered")
	p.at("2026-12-18 09:00")
	p.sends(p.liu, "project-notice", "project-noticed", "text", "三个社区之间建小花园和步道，860,000 元。")
	p.at("2026-12-26 09:00")
	p.liu.late(t, p.desk+"/approve", "version", fmt.Sprint(p.now().Version)).holds(t, 422, "另一位")
	p.sends(p.ma, "project-approve", "project-approved")
}
