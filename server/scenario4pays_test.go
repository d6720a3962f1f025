package main

import (
	"fmt"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// Who pays decides: what the owners pay is noted from their vote in the city's system, and a budget
// decides on several projects at once. Both are done by hand on a telephone.

// payWalk is the story's neighbourhood with the telephones of a resident and of the committee's.
type payWalk struct {
	*story
	look     *stage
	wang, li *browsertest.Tab
}

func TestScenario4InTheBrowserByWhoPays(t *testing.T) {
	t.Parallel()
	appIsBuilt(t)
	s := newStory(t, boot(t))
	w := &payWalk{story: s, look: &stage{walk: s.walk, app: true, name: "scenario4-pays"}}
	for i := range 7 {
		who := fmt.Sprintf("speaker-%03d", i)
		s.admit(who, "刘大明", "3 号楼", residents.RoleResident)
		s.ownHome(fmt.Sprint(201+i), 80_00, who)
		s.homes = append(s.homes, who)
	}
	s.ownHome("501", 89_30, "wang")
	w.wang, w.li = browsertest.Open(t, s.URL), browsertest.Open(t, s.URL)
	w.signedIn()
	w.owners(t)
	w.budget(t)
}

func (w *payWalk) signedIn() {
	w.t.Helper()
	w.enter(w.wang, "hepingli", "wang")
	w.enter(w.li, "hepingli", "li")
}

// brought is a project of the story's topic with one option, which somebody pays, on its way to a decision.
func (w *payWalk) brought(title string, payer project.Payer, cents int64) (id string) {
	w.t.Helper()
	li := func(verb func(tx *store.Tx, by residents.Sender) error) string { return w.by("hepingli/li", verb) }
	id = li(func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: title, Problem: "多年没有修过，三栋楼的住户都提过。", Kind: project.Applied, Field: project.Works,
			Topic: project.TopicRef{Community: "hepingli", ID: w.topic}, Calls: []string{w.call}, Places: places("3 号楼", "5 号楼", "7 号楼"),
		})
		return err
	})
	li(func(tx *store.Tx, by residents.Sender) error {
		return project.ListOptions(tx, by, "hepingli", id, 1, []project.Option{{
			Words: title, Cost: cents, Shares: []project.Share{{Payer: payer, Cents: cents}}, Affected: "三栋楼", Upkeep: "和平物业",
		}})
	})
	li(func(tx *store.Tx, by residents.Sender) error { return project.OpenNegotiation(tx, by, "hepingli", id) })
	return id
}

func (w *payWalk) decision(id string) (d project.Decision) {
	w.t.Helper()
	w.view(func(v *store.View) error {
		p, err := v.Project("hepingli", id)
		d = p.Decision
		return err
	})
	return d
}

// voted lets the homes vote, wang by hand, and the clock count.
func (w *payWalk) voted(p polls.Poll, others string, press ...string) {
	w.t.Helper()
	for _, who := range w.homes {
		w.cast(p, who, others)
	}
	w.look.open(w.wang, "/hepingli/polls/"+p.ID).See(p.Question)
	for _, what := range press {
		w.wang.Press(what)
	}
	w.look.narrow(w.wang, "ballot-"+string(p.Method))
	w.wang.Press("投出我的票").See("选票已收下")
	w.clock.move(6 * 24 * time.Hour)
	w.closePolls()
	w.signedIn()
}

// owners: what the portal asked is an intent; the decision waits for what the owners voted elsewhere.
func (w *payWalk) owners(t *testing.T) {
	t.Helper()
	title := "3、5、7 号楼屋面防水大修"
	id := w.brought(title, project.PayOwners, 412_000_00)
	p := w.booted.poll(w.terms(polls.Binary, ofOwners, func(t *polls.Terms) { t.Topic, t.Question = w.topic, "同意用维修资金办理「"+title+"」吗" }))
	w.voted(p, polls.Yes, "#ballot-choice")
	page := deskProjects + "/" + id
	w.li.Go(page).See("下一步：登记决定", p.Question).NotSee("按这次投票登记")
	w.look.narrow(w.li, "owners-waiting")
	w.li.Go(deskPolls + "/" + p.ID).See("正式表决的结果").Press("登记正式结果").See("还没有送出")
	w.look.narrow(w.li, "owners-refused")
	w.li.Fill("#poll-formal-source", "北京业主，表决编号 2026-131")
	for field, number := range map[string]string{"roll-heads": "1206", "roll-area": "98400", "present-heads": "860", "present-area": "70,200", "for-heads": "640", "for-area": "52900.5"} {
		w.li.Fill("#poll-formal-"+field, number)
	}
	w.li.Press("登记正式结果").See("参加 860，过半数为 431，同意 640：达到")
	w.look.narrow(w.li, "owners-formal")
	w.li.Go(page).Press("按这次投票登记").See("决定已登记并公开", "业主正式表决")
	if d := w.decision(id); d.Kind != project.ByOwners || d.Poll != p.ID {
		t.Fatalf("%+v", d)
	}
	w.look.narrow(unfold(w.wang.Go("/hepingli/projects/"+id)).See("北京业主，表决编号 2026-131", "业主的共有资金出").NotSee("居民不出钱"), "owners-decided")
}

// budget: one poll gives money to some of several projects, and decides on each of them.
func (w *payWalk) budget(t *testing.T) {
	t.Helper()
	ramp, lamps := w.brought("5 号楼前加装坡道", project.PayHomes, 86_000_00), w.brought("小广场照明", project.PayHomes, 54_000_00)
	p := w.booted.poll(w.terms(polls.Greedy, ofHouseholds, func(t *polls.Terms) {
		t.Budget, t.Completion = 100_000_00, polls.CompleteNone
		t.Options = []polls.Option{{Words: "5 号楼前加装坡道", About: "两处，防滑", Cost: 86_000_00}, {Words: "小广场照明", About: "十二盏，声控", Cost: 54_000_00}}
	}))
	w.voted(p, "1", "#ballot-choice-2")
	w.look.narrow(w.look.open(w.wang, "/hepingli/polls/"+p.ID).See("5 号楼前加装坡道"), "budget-result")
	w.li.Go(deskProjects+"/"+lamps).See("下一步：登记决定", p.Question, "没有选中这个项目").NotSee("按这次投票登记")
	w.look.narrow(w.li, "budget-without")
	w.li.Go(deskProjects+"/"+ramp).Press("按这次投票登记").See("决定已登记并公开", "投票决定")
	if d := w.decision(ramp); d.Kind != project.ByPoll || d.Poll != p.ID || d.Option != "1" {
		t.Fatalf("%+v", d)
	}
	w.look.narrow(unfold(w.wang.Go("/hepingli/projects/"+ramp)).See("投票决定", "居民自愿出 86,000 元").NotSee("居民不出钱"), "budget-decided")
}
