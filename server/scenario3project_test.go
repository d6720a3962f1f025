package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// Scenario 3 as a public-opinion project: 84 homes are asked by their stairwell head, choose among
// three doors, five agree in part and two do not, and half a year later the doors are rated.

// doorProject is the scenario's project at its desk.
type doorProject struct {
	*projectDesk
	building *building
	call     project.Call
	path     string // where everybody reads it
}

// project brings the project on its way by the form: rated when it is done and after half a year.
func (d *building) project(t *testing.T) *doorProject {
	t.Helper()
	p := &doorProject{projectDesk: &projectDesk{walk: d.walk, topic: d.topic}, building: d}
	p.partySecretary()
	p.at("2026-11-03 09:30")
	fields := []string{
		"title", "3 号楼七个单元换门禁", "problem", "门禁坏了两年，谁都能进。", "kind", "applied", "field", "works", "place", "hepingli/3 号楼",
		"topic", "hepingli/" + d.topic, "turnout", "50", "support", "50", "look-backs", "六个月",
	}
	p.li.send(deskProjects+"/new", "project-make", fields...).holds(t, 422, `id="project-make-look-backs-problem"`, `value="六个月"`)
	got := p.li.send(deskProjects+"/new", "project-make", append(fields, "look-backs", "6，0")...)
	m := madeProject.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		t.Fatal(got.Status, mainOf(got.body))
	}
	p.id, p.page, p.path = m[1], deskProjects+"/"+m[1], "/hepingli/projects/"+m[1]
	p.li.get(p.page+"/edit").holds(t, 200, `value="0、6"`)
	return p
}

// asked asks the building: 79 of its 84 homes answer, most of them their stairwell head at the
// door, and what comes twice counts once.
func (p *doorProject) asked(t *testing.T) {
	t.Helper()
	p.drafted(t)
	id := p.call.ID
	p.zhou.send(deskCalls+"/"+id, "call-publish").led(t, deskCalls+"/"+id+"?done=call-published")
	p.call = p.callNow("hepingli", id)
	p.at("2026-11-04 10:00")
	p.stairwellHead("speaker-0053", "3 号楼")
	p.onLine(t, 0)
	p.atDoors(t, ninthHome)
	p.onPaper(t)
	p.stranger().get(callPath(p.call)).holds(t, 200, "已答 79 户")
	p.at("2026-11-08 08:00")
	p.building.turn()
	p.covered(t)
}

// drafted writes the call by the form; whoever wrote it cannot publish it.
func (p *doorProject) drafted(t *testing.T) {
	t.Helper()
	p.as("hepingli", "wang").late(t, p.page+"/negotiate").holds(t, 403)
	p.li.late(t, p.page+"/negotiate").holds(t, 422, "还没有听取有关居民的意见")
	action, values := p.li.get(deskCalls+"/new?project="+p.id).fill(t, desk.CallDraftForm,
		"title", "3 号楼换哪一种门禁", "about", "楼门长上门问每一家。", "purpose", "project", "project", p.id, "unit", "household", "coverage", "90", "opens", "2026-11-03T10:00", "closes", "2026-11-07",
		"places", "hepingli/3 号楼", "q1", "您家想换哪一种", "q1-options", "刷卡门禁\n刷卡加可视对讲\n人脸识别门禁\n先不换", "q1-must", "yes")
	got := p.li.press(action, values, "save")
	id := strings.TrimSuffix(strings.TrimPrefix(got.Header.Get("Location"), deskCalls+"/"), "?done=call-drafted")
	if got.StatusCode != http.StatusSeeOther {
		t.Fatal(got.Status, mainOf(got.body))
	}
	p.li.get(deskCalls+"/"+id).holds(t, 200, "写的人不能自己公布")
	p.call = p.callNow("hepingli", id)
}

// covered counts 79 homes of 84, and two answers that came twice.
func (p *doorProject) covered(t *testing.T) {
	t.Helper()
	var sum project.Summary
	p.view(func(v *store.View) (err error) {
		sum, err = project.SummaryOf(v, p.callNow("hepingli", p.call.ID))
		return err
	})
	if sum.Answers != 79 || sum.Units != 84 || sum.Dropped != 2 || !sum.Covered {
		t.Errorf("%+v", sum)
	}
}

// ninthHome is the last that answers by itself, by its place on the roster.
const ninthHome = 8

// onLine are homes that answer by themselves, from one to the ninth.
func (p *doorProject) onLine(t *testing.T, from int) {
	t.Helper()
	for i := from; i <= ninthHome; i++ {
		p.building.online.one(i).answers(callPath(p.call), "q1", fmt.Sprint(i%3+1)).led(t, callPath(p.call)+"?done=call-answered")
	}
	p.as("hepingli", "zhao").get(callPath(p.call)).holds(t, 200, "!name=\"q1\"")
}

// atDoors are homes from one on, to the sixty-ninth, whose stairwell head writes down what they
// say; the ninth had answered on line.
func (p *doorProject) atDoors(t *testing.T, from int) {
	t.Helper()
	head := p.building.online.one(52)
	action, first := head.get(callPath(p.call)+"/door").fill(t, "door")
	var units []project.AnswerUnit
	p.view(func(v *store.View) (err error) {
		units, err = project.UnitsAt(v, p.call, "hepingli", "3 号楼", p.clock.Now())
		return err
	})
	for i, u := range units[from:69] {
		fields := url.Values{}
		for name := range first {
			fields.Set(name, first.Get(name))
		}
		fields.Set("command", first.Get("command")+fmt.Sprint(from+i))
		fields.Set("unit", u.Unit)
		fields.Set("q1", fmt.Sprint((from+i)%3+1))
		done := "door-taken"
		if from+i == ninthHome {
			done = "door-dropped"
		}
		p.clock.move(3 * time.Minute) // from door to door
		head.do("POST", action, fields).led(t, callPath(p.call)+"/door?building=3+%E5%8F%B7%E6%A5%BC&done="+done)
	}
}

// onPaper are ten homes whose sheets the committee enters; one sheet is of a home that had answered.
func (p *doorProject) onPaper(t *testing.T) {
	t.Helper()
	paper := deskCalls + "/" + p.call.ID + "/paper"
	for i := range 11 {
		n := 68 + i // by the list: 12 homes a stairwell, two a floor; the first has answered at the door
		stair, room := n/12+1, (n%12/2+1)*100+n%2+1
		got := p.li.send(paper, "call-paper", "ref", fmt.Sprintf("Z2026-001-%04d", i+1), "building", "3 号楼", "stair", fmt.Sprint(stair), "room", fmt.Sprint(room), "q1", "2")
		if twice := strings.Contains(got.Header.Get("Location"), "call-entered-twice"); got.StatusCode != http.StatusSeeOther || twice != (i == 0) {
			t.Fatal(i, got.Status, got.Header.Get("Location"), mainOf(got.body))
		}
	}
}

// inHome is what a home pays for each option, and of it the street pays as much.
var inHome = map[string]int{"1": 180, "2": 420, "3": 650}

// listed writes the three options; shares that lack a yuan are refused.
func (p *doorProject) listed(t *testing.T) {
	t.Helper()
	common := map[string]int{"1": 21_000, "2": 28_000, "3": 33_000}
	fields := []string{}
	for i, words := range []string{"刷卡门禁", "刷卡加可视对讲", "人脸识别门禁"} {
		n := fmt.Sprint(i + 1)
		homes := 84 * inHome[n]
		fields = append(fields, "words-"+n, words, "cost-"+n, fmt.Sprint(common[n]+2*homes), "street-"+n, fmt.Sprint(common[n]+homes),
			"households-"+n, fmt.Sprint(homes), "per-home-"+n, fmt.Sprint(inHome[n]), "affected-"+n, "3 号楼 84 户，每个单元停用半天。",
			"upkeep-"+n, "管护公约：和平物业管门，坏了两天内修好；每户每年交 6 元，账目每半年公布。")
	}
	p.li.send(p.page+"/options", "project-options", append(fields, "street-2", "63279")...).holds(t, 422, "差一分也不行")
	p.li.send(p.page+"/options", "project-options", fields...).led(t, p.page+"?done=options-listed")
	p.sends(p.li, "project-negotiate", "project-negotiating")
	p.stranger().get(p.path).holds(t, 200, "刷卡加可视对讲", "98,560 元", "420 元", "管护公约：和平物业管门")
}

// decided takes what the homes chose, once the consultation has spoken; not what another poll did.
func (p *doorProject) decided(t *testing.T) {
	t.Helper()
	p.at("2026-11-24 09:00")
	form := "project-decide-" + p.building.poll.ID
	p.sends(p.li, form, "project-decided")
	if now := p.now(); now.Decision.Kind != project.ByPoll || now.Decision.Option != "2" || now.Stage != project.Negotiate {
		t.Fatalf("%+v", now.Decision)
	}
	p.li.late(t, p.page+"/options", "words-1", "别的").holds(t, 422) // what was decided on stays as it is
}

// doorWords are of those who agree in part, or not; some let their words be shown, some sent a sheet.
var doorWords = []struct {
	who           int    // of those on line; -1: by paper
	home          string // by paper
	stance, words string
	shown         bool
	then          project.Stance
}{
	{2, "", "partly", "同意换，老人用不惯可视的，请留刷卡。", true, project.Agrees},
	{9, "", "partly", "七百多块的主机太贵，换便宜一点的牌子。", true, project.Agrees},
	{16, "", "partly", "我家出租，钱该房东出。", false, project.InPart},
	{-1, "3 号楼 6 单元 101", "partly", "一年住不了两个月，能不能少交。", false, project.Agrees},
	{-1, "3 号楼 6 单元 102", "partly", "要换就七个单元同一天换。", true, project.Agrees},
	{23, "", "against", "旧的修一修还能用，不该花这个钱。", true, ""},
	{-1, "3 号楼 7 单元 101", "against", "不放心摄像头。", false, project.IsAgainst},
}

// agreed hears the five who agree in part and the two who do not, answers each, and asks them again.
func (p *doorProject) agreed(t *testing.T) {
	t.Helper()
	p.building.online.signedIn()
	for i, one := range doorWords {
		shown := map[bool]string{true: "yes", false: ""}[one.shown]
		if one.who >= 0 {
			p.building.online.one(one.who).send(p.path, "say-no", "stance", one.stance, "words", one.words, "shown", shown).led(t, p.path+"?done=said-no")
			continue
		}
		p.sends(p.li, "project-dissent", "dissent-noted", "home", one.home, "stance", one.stance, "text", one.words, "shown", shown, "paper", fmt.Sprintf("意见表 %03d", i+1))
	}
	p.as("hepingli", "zhao").late(t, p.path+"/dissent", "stance", "against", "words", "我不住 3 号楼").holds(t, 422, "关系到")
	public := p.stranger().get(p.path)
	public.holds(t, 200, "旧的修一修还能用，不该花这个钱。", "要换就七个单元同一天换。", "!我家出租，钱该房东出。", "!不放心摄像头。", "!邻居甲")

	p.li.send(p.page, "project-agree", "agreement", "full").holds(t, 422)
	p.sends(p.li, "project-agree", "project-agreed", "agreement", "partial")
	p.li.late(t, p.page+"/notice", "text", "抢先公示").holds(t, 422) // nobody was answered yet
	for range doorWords {
		form := "project-settle-" + regexpFirst(`id="project-settle-([^"]+)"`, p.li.get(p.page).body)
		p.sends(p.li, form, "dissent-settled", "text", "保留刷卡；出租的由房东出，已逐户说明。")
	}
	p.at("2026-11-26 19:00")
	p.saidAgain(t)
	p.li.late(t, p.page+"/notice", "text", "抢先公示").holds(t, 422) // one has days left to answer
	p.at("2026-12-02 09:00")
	p.sends(p.li, "project-ask-"+partOf(p.id, "street-money"), "clearance-asked", "text", "公共部分 28,000 元、入户部分一半 35,280 元，请街道出。")
	p.stranger().get(p.path).holds(t, 200, "办完 7", "其中到期没有再说</dt><dd>1 份", "!不够") // one let the days pass
	path := "/hepingli-jiedao/desk/clearances/hepingli/" + p.id + "/1"
	p.liu.send(path, "project-clear", "grant", "yes", "text", "同意，从老旧小区改造资金列支。").led(t, path+"?done=clearance-answered")
}

// saidAgain is the second round: whoever said it themselves says it again, paper is noted; one keeps silent.
func (p *doorProject) saidAgain(t *testing.T) {
	t.Helper()
	var all []project.Dissent
	p.view(func(v *store.View) (err error) { all, err = v.Dissents("hepingli", p.id); return err })
	if len(all) != len(doorWords) {
		t.Fatalf("%d dissents", len(all))
	}
	for _, d := range all {
		for _, one := range doorWords {
			switch {
			case d.Words != one.words || one.then == "":
			case one.who >= 0:
				p.building.online.one(one.who).send(p.path, "say-again-"+d.ID, "then", string(one.then)).led(t, p.path+"?done=said-again")
			default:
				p.sends(p.li, "project-again-"+d.ID, "dissent-again", "then", string(one.then))
			}
		}
	}
}

// noticed puts it up for seven days, the last of which is New Year's Day and so moves to the
// Monday after it; an objection of that last evening is answered before another approves.
func (p *doorProject) noticed(t *testing.T) {
	t.Helper()
	p.at("2026-12-25 09:00")
	p.sends(p.li, "project-notice", "project-noticed", "text", "3 号楼七个单元装刷卡加可视对讲，98,560 元：街道 63,280 元，每户 420 元。")
	p.stranger().get(p.path).holds(t, 200, "立项公示", "1 月 4 日", "顺延")
	p.at("2027-01-02 09:00")
	p.zhou.late(t, p.page+"/approve", "version", fmt.Sprint(p.now().Version)).holds(t, 422, "公示")
	p.at("2027-01-04 23:30")
	wang := p.as("hepingli", "wang")
	object := "project-object-" + regexpFirst(`id="project-object-([^"]+)"`, wang.get(p.path).body)
	wang.send(p.path, object, "text", "报价请贴在楼门口。").led(t, p.path+"?done=project-objected")
	p.at("2027-01-05 09:00")
	p.zhou.late(t, p.page+"/approve", "version", fmt.Sprint(p.now().Version)).holds(t, 422, "异议")
	reply := "project-reply-" + regexpFirst(`id="project-reply-([^"]+)"`, p.li.get(p.page).body)
	p.sends(p.li, reply, "project-replied", "reply", "三家报价已贴在七个单元门口。")
	p.li.late(t, p.page+"/approve", "version", fmt.Sprint(p.now().Version)).holds(t, 422, "这一步要由另一位来办")
	p.zhou.get(p.page).holds(t, 200, `id="project-approve"`)
	p.sends(p.zhou, "project-approve", "project-approved")
	wang.get(p.path).holds(t, 200, "三家报价已贴在七个单元门口。", "项目落实")
}

// built carries it out in thirty days, with money committed and paid line by line.
func (p *doorProject) built(t *testing.T) {
	t.Helper()
	p.at("2027-01-06 09:00")
	p.li.late(t, p.page+"/milestones/1").holds(t, 422) // no plan yet
	p.li.send(p.page+"/plan", "project-plan", "scope", "七个单元，每个一台主机、十二户分机，保留刷卡。", "m-1", "一至四单元", "d-1", "2027-01-20", "m-2", "五至七单元", "d-2", "2027-02-04",
		"l-1", "主机和分机", "c-1", "70560", "l-2", "公共部分施工", "c-2", "28000", "contractor", "安邦门禁公司", "contract", "三家比价，合同 AB-2027-03",
		"checks", "七个单元都能刷卡\n可视对讲看得清\n停电能手动开门", "share", "10").led(t, p.page+"?done=plan-made")
	for _, name := range []string{"王秀兰"} {
		p.sends(p.li, "project-supervise", "supervisor-added", "name", name)
	}
	p.li.send(p.page, "project-supervise", "name", "周明").holds(t, 422) // holds an office
	money := p.page + "/money"
	enter := func(kind, line, yuan, document string) reply {
		return p.li.send(money, "project-money", "kind", kind, "line", line, "money", yuan, "payee", "安邦门禁公司", "document", document)
	}
	enter("committed", "1", "70560.01", "合同 AB-2027-03").holds(t, 422, `id="project-money-money-problem"`)
	enter("committed", "1", "69,900", "合同 AB-2027-03").led(t, money+"?done=money-noted")
	enter("committed", "2", "28,000", "合同 AB-2027-03").led(t, money+"?done=money-noted")
	enter("paid", "1", "69,900.01", "发票 01").holds(t, 422, `id="project-money-money-problem"`)
	enter("paid", "1", "34,950", "发票 01").led(t, money+"?done=money-noted")
	wang := p.as("hepingli", "wang")
	action, values := wang.get(p.path).fill(t, "project-report", "when", "during", "text", "一单元装好了，我妈用卡开的门。")
	wang.upload(action, values, "photos", aPhoto(t)).led(t, p.path+"?done=reported")
	p.at("2027-01-20 16:00")
	p.sends(p.li, p.milestoneForm(1), "milestone-reached")
	p.at("2027-02-04 16:00")
	p.sends(p.li, p.milestoneForm(2), "milestone-reached")
	p.stranger().get(p.path).holds(t, 200, "69,900 元", "34,950 元", "98,560 元", "一单元装好了，我妈用卡开的门。", "居民监督员", "!王秀兰")
}

// checked lets three residents look at the doors; one finds a defect, which is mended first.
func (p *doorProject) checked(t *testing.T) {
	t.Helper()
	p.at("2027-02-05 10:00")
	p.building.online.signedIn()
	a, b, c := p.building.online.one(30), p.building.online.one(37), p.building.online.one(44)
	sign := func(who *booted, fields ...string) {
		t.Helper()
		who.send(p.path, "sign-check", fields...).led(t, p.path+"?done=signed")
	}
	p.li.late(t, p.path+"/sign", "fine", "yes").holds(t, 422, "只由有关楼的居民") // of another building
	sign(a, "fine", "no", "defect", "五单元停电时手动开不了门。")
	b.late(t, p.path+"/sign", "fine", "yes").holds(t, 422) // a defect waits
	p.sends(p.li, "project-mend-"+partOf("hepingli", "speaker-0031"), "defect-mended", "text", "换了应急把手，停电试过三次。")
	sign(a, "fine", "yes")
	sign(b, "fine", "yes")
	p.li.late(t, p.page+"/complete").holds(t, 422, "还没有三位居民验收签字")
	sign(c, "fine", "yes")
	p.sends(p.li, "project-complete", "project-completed")
	p.li.send(p.page+"/money", "project-money", "kind", "paid", "line", "1", "money", "34,950", "payee", "安邦门禁公司", "document", "发票 02").led(t, p.page+"/money?done=money-noted")
	p.stranger().get(p.path).holds(t, 200, "效果评价", "换了应急把手，停电试过三次。")
}

// lookedBack lets people rate when it is done and half a year later, and reads the rates to the digit.
func (p *doorProject) lookedBack(t *testing.T) {
	t.Helper()
	p.building.turn()
	first := p.open(t, 0)
	p.building.online.one(0).send(callPath(first), "call-answer", "q1", "1", "q2", "5", "q3", "好用").led(t, callPath(first)+"?done=call-answered")
	p.rates(first, 1, 54, func(i int) (solved, satisfied int) {
		return map[bool]int{true: 1, false: 2}[i < 45], map[bool]int{true: 4, false: 3}[i < 46]
	})
	p.stranger().get(p.path).holds(t, 200, "去评价", "!45 / 54") // nobody rates under the eyes of a score
	p.at("2027-02-20 09:00")
	p.building.turn()
	p.stranger().get(p.path).holds(t, 200, "54 / 169", "45 / 54", "46 / 54")

	p.at("2027-08-05 09:00") // half a year after 5 February, a Thursday
	p.building.turn()
	second := p.open(t, 6)
	p.rates(second, 0, 42, func(i int) (solved, satisfied int) {
		return map[bool]int{true: 1, false: 3}[i < 36], map[bool]int{true: 5, false: 2}[i < 35]
	})
	p.at("2027-08-20 09:00")
	p.building.turn()
	p.stranger().get(p.path).holds(t, 200, "42 / 169", "36 / 42", "35 / 42")
	if now := p.now(); now.Stage != project.Closed || now.Round != 1 {
		t.Errorf("%s, round %d", now.Stage, now.Round)
	}
	p.sends(p.li, "project-learn", "lessons-noted", "text", "先让老人试一周，再定型号。")
}

// open is the look-back of a month that is open.
func (p *doorProject) open(t *testing.T, month int) (c project.Call) {
	t.Helper()
	p.view(func(v *store.View) error {
		all, err := v.LookBackCalls("hepingli", p.id)
		if len(all) > 0 {
			c = all[len(all)-1]
		}
		return err
	})
	if c.Month != month || c.State != project.CallPublished {
		t.Fatalf("the look-back of month %d is %q", c.Month, c.State)
	}
	return c
}

// rates lets those on line, from one up to before another, answer a look-back by the verb.
func (p *doorProject) rates(c project.Call, from, to int, says func(i int) (solved, satisfied int)) {
	p.t.Helper()
	for i := from; i < to; i++ {
		solved, satisfied := says(i)
		p.act("hepingli", fmt.Sprintf("speaker-%04d", i+1), func(tx *store.Tx, by residents.Sender) error {
			return project.GiveAnswer(tx, by, "hepingli", c.ID, "", project.Said{Choices: map[string][]int{"1": {solved}, "2": {satisfied}}})
		})
	}
}

// verified re-checks the record whole, finds each step of the project on it, and no names.
func (p *doorProject) verified(t *testing.T) {
	t.Helper()
	if size, err := p.walk.verify(); err != nil || size < 60 {
		t.Errorf("%d entries: %v", size, err)
	}
	kinds := map[string]int{}
	p.view(func(v *store.View) error {
		all, err := v.EntriesOf("hepingli", "project/"+p.id)
		for _, e := range all {
			kinds[e.Kind]++
			for _, name := range []string{"王秀兰", "邻居甲", "李文静", "周明"} {
				if strings.Contains(string(e.Data), name) {
					t.Errorf("%s is on the record: %s", name, e.Data)
				}
			}
		}
		return err
	})
	for kind, n := range map[string]int{
		"project-made": 1, "project-dissent": 7, "project-dissent-settled": 7, "project-dissent-again": 6, "project-decided": 1, "project-notice": 1, "project-objection": 1,
		"project-approved": 1, "project-money": 4, "project-milestone": 2, "project-signed": 4, "project-mended": 1, "project-complete": 1, "project-rated": 2, "project-closed": 1,
	} {
		if kinds[kind] != n {
			t.Errorf("%d entries of %s, not %d", kinds[kind], kind, n)
		}
	}
}
