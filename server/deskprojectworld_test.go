package main

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// projectDesk takes one project of hepingli from stage to stage by the desk's own forms: li
// brings it on its way, zhou approves it. It concerns 3, 5 and 7 号楼, where wang, zhao and sun live.
type projectDesk struct {
	*walk
	li, zhou, secretary, liu *booted
	topic                    string
	id, page                 string
}

const deskProjects = "/hepingli/desk/projects"

// ramp are the fields of a project that is in order.
func (d *projectDesk) ramp(change ...string) []string {
	return append([]string{
		"title", "5 号楼前加装无障碍坡道", "problem", "门前三级台阶，坐轮椅的老人出不了门。", "kind", "applied", "field", "works",
		"important", "yes", "turnout", "20", "support", "0", "look-backs", "0、3、12", "topic", "hepingli/" + d.topic,
	}, change...)
}

// oneRamp are the fields of an option that is in order: 86,000 yuan, of which homes pay 6,000.
func oneRamp(change ...string) []string {
	return append([]string{
		"words-1", "两处坡道", "about-1", "一单元、二单元各一处，带扶手。", "cost-1", "86000", "street-1", "80,000", "households-1", "6000.00", "per-home-1", "60",
		"affected-1", "5 号楼 84 户；施工两周。", "upkeep-1", "物业每季度检查。",
	}, change...)
}

// bootProjects has a topic whose consultation has a published outcome, on 24 November.
func (b *booted) bootProjects() *projectDesk {
	b.t.Helper()
	d := &projectDesk{walk: &walk{booted: b}}
	b.partySecretary()
	b.roster(0, 0, 0, 0, 2, 0, 2)
	b.ownHome("501", 8000, "wang")
	d.topic, _ = d.carrying()
	d.at("2026-11-24 09:00")
	return d
}

// at puts the clock to a time of day, and lets everybody sign in anew.
func (d *projectDesk) at(when string) {
	d.t.Helper()
	d.clock.set(when)
	d.li, d.zhou, d.secretary, d.liu = d.as("hepingli", "li"), d.as("hepingli", "zhou"), d.as("hepingli", "secretary"), d.as("hepingli-jiedao", "liu")
}

var madeProject = regexp.MustCompile(`^/[a-z-]+/desk/projects/([^/?]+)\?done=project-made$`)

// made makes the project by the form.
func (d *projectDesk) made(change ...string) *projectDesk {
	d.t.Helper()
	action, values := d.li.get(deskProjects+"/new").fill(d.t, "project-make", d.ramp(change...)...)
	for _, building := range []string{"3 号楼", "5 号楼", "7 号楼"} {
		values.Add("place", "hepingli/"+building)
	}
	got := d.li.do("POST", action, values)
	m := madeProject.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		d.t.Fatalf("not made: %s %s\n%s", got.Status, got.Header.Get("Location"), mainOf(got.body))
	}
	d.id, d.page = m[1], deskProjects+"/"+m[1]
	return d
}

// now is the project as it stands.
func (d *projectDesk) now() (p project.Project) {
	d.t.Helper()
	d.view(func(v *store.View) (err error) {
		p, err = v.Project("hepingli", d.id)
		return err
	})
	return p
}

// sends fills and sends a form of the work page, which must do what it says.
func (d *projectDesk) sends(who *booted, form, done string, fields ...string) {
	d.t.Helper()
	who.send(d.page, form, fields...).led(d.t, d.page+"?done="+done)
}

// editing are the hidden fields of the edit form that the browser keeps, with the places ticked.
func (d *projectDesk) edits(who *booted, change ...string) reply {
	d.t.Helper()
	action, values := who.get(d.page+"/edit").fill(d.t, "project-edit", d.ramp(change...)...)
	for _, building := range []string{"3 号楼", "5 号楼", "7 号楼"} {
		values.Add("place", "hepingli/"+building)
	}
	return who.do("POST", action, values)
}

// asked asks every building by a call, closes it with all homes answered, and links it.
func (d *projectDesk) asked() *projectDesk {
	d.t.Helper()
	now := d.clock.Now()
	c := project.Call{Community: "hepingli", Opens: now, Closes: now.Add(48 * time.Hour)}
	c.Title, c.Purpose, c.Project, c.Unit, c.Coverage = "坡道怎样做", project.ForProject, d.id, project.ByHousehold, 50
	for _, building := range []string{"3 号楼", "5 号楼", "7 号楼"} {
		c.Places = append(c.Places, project.Place{Community: "hepingli", Building: building})
	}
	c.Questions = []project.Question{{ID: "1", Kind: project.Single, Words: "做不做", Options: []string{"做", "不做"}}}
	call := d.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeCall(tx, by, c)
		return err
	})
	d.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error { return project.PublishCall(tx, by, "hepingli", call) })
	d.edits(d.li, "call", call).led(d.t, d.page+"?done=project-edited")
	if page := d.li.get(d.page).body; !strings.Contains(page, "等居民回答征集") || !strings.Contains(page, "还有 3 处没有达到比例") {
		d.t.Fatal(mainOf(page))
	}
	for _, home := range []string{homeID("501"), "home-05-000-0000", "home-05-001-0000", "home-07-000-0000", "home-07-001-0000"} {
		d.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
			_, err := project.EnterAnswer(tx, by, project.Entering{
				Body: "hepingli", Call: call, Community: "hepingli", Unit: "home/" + home, Channel: project.Door, Said: project.Said{Choices: map[string][]int{"1": {1}}},
			})
			return err
		})
	}
	d.at("2026-11-27 09:00")
	d.change("hepingli", func(tx *store.Tx) error { return project.CloseCall(tx, hepingli, call, d.clock.Now()) })
	return d
}

// listed writes one option and goes on to negotiating.
func (d *projectDesk) listed() *projectDesk {
	d.t.Helper()
	d.li.send(d.page+"/options", "project-options", oneRamp()...).led(d.t, d.page+"?done=options-listed")
	d.sends(d.li, "project-negotiate", "project-negotiating")
	d.sends(d.secretary, "project-study", "project-studied", "on", "2026-11-27", "note", "支委会同意。")
	return d
}

// decided takes the decision from the vote of the household of 3 号楼.
func (d *projectDesk) decided() *projectDesk {
	d.t.Helper()
	d.sends(d.li, "project-decide-"+d.polled(), "project-decided")
	return d
}

// polled lets the household of 3 号楼 vote on a poll drafted from the option, and gives its id.
func (d *projectDesk) polled() string {
	d.t.Helper()
	href := regexpFirst(`href="([^"]*desk/polls/new[^"]*project=[^"]*)"`, d.li.get(d.page).body)
	path := strings.ReplaceAll(href, "&amp;", "&") + "&as=household.household-vote&method=binary"
	form := d.li.get(path)
	if !strings.Contains(form.body, `name="building" value="5 号楼" checked`) {
		d.t.Errorf("the draft does not ask those concerned:\n%s", mainOf(form.body))
	}
	action, values := form.fill(d.t, "poll-draft", "question", "同意做两处坡道吗", "text", "见项目。", "topic", "yes", "secrecy", "named",
		"opens", "2026-11-27T10:00", "closes", "2026-11-28T10:00")
	values["building"] = []string{"3 号楼", "5 号楼", "7 号楼"}
	got := d.li.do("POST", action, values)
	m := draftedAt.FindStringSubmatch(got.Header.Get("Location"))
	if m == nil {
		d.t.Fatalf("not drafted: %s\n%s", got.Status, mainOf(got.body))
	}
	d.publishes(m[1])
	d.at("2026-11-27 11:00")
	if got := d.as("hepingli", "wang").votes(d.pollNow(m[1]), "choice", polls.Yes); got.StatusCode != 303 {
		d.t.Fatalf("not voted: %s\n%s", got.Status, mainOf(got.body))
	}
	d.at("2026-11-28 11:00")
	d.closePolls()
	return m[1]
}

// cleared notes full agreement and lets the street give its money.
func (d *projectDesk) cleared() *projectDesk {
	d.t.Helper()
	d.sends(d.li, "project-agree", "project-agreed", "agreement", "full")
	d.sends(d.li, "project-ask-"+partOf(d.id, "street-money"), "clearance-asked", "text", "请批准街道资金 80,000 元。")
	path := "/hepingli-jiedao/desk/clearances/hepingli/" + d.id + "/1"
	d.liu.send(path, "project-clear", "grant", "yes", "text", "同意列支。").led(d.t, path+"?done=clearance-answered")
	return d
}

// approved puts it up, waits, and lets zhou approve.
func (d *projectDesk) approved() *projectDesk {
	d.t.Helper()
	d.sends(d.li, "project-notice", "project-noticed", "text", "拟按两处坡道立项。")
	d.at("2026-12-08 09:00")
	d.sends(d.zhou, "project-approve", "project-approved")
	return d
}

// rampPlan are the fields of a plan that is in order.
func rampPlan(change ...string) []string {
	return append([]string{
		"scope", "一单元、二单元各一处坡道。", "m-1", "进场", "d-1", "2026-12-10", "m-2", "浇筑", "d-2", "2026-12-20", "l-1", "石材", "c-1", "60000", "l-3", "人工", "c-3", "26000",
		"contractor", "和平物业", "contract", "三家比价，合同 2026-031", "checks", "坡度不大于 1:12\n扶手没有毛刺", "share", "10",
	}, change...)
}

// planned writes the plan and asks sun to watch.
func (d *projectDesk) planned() *projectDesk {
	d.t.Helper()
	d.li.send(d.page+"/plan", "project-plan", rampPlan()...).led(d.t, d.page+"?done=plan-made")
	d.sends(d.li, "project-supervise", "supervisor-added", "name", "孙小梅 7 号楼")
	return d
}

// milestoneForm is the form that notes a milestone as done.
func (d *projectDesk) milestoneForm(n int) string {
	return "project-reach-" + partOf(d.id, strconv.Itoa(n))
}

// signs lets somebody sign the completion check.
func (d *projectDesk) signs(who string, fine bool, defect string) {
	d.t.Helper()
	d.act("hepingli", who, func(tx *store.Tx, by residents.Sender) error {
		return project.SignCheck(tx, by, "hepingli", d.id, fine, defect)
	})
}
