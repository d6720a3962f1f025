package main

import (
	"context"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"yishiting/app/pages"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// Scenario 1: e-bike charging, from raising to rating, on a phone: a resident and a
// member of the committee do every step in the browser; the other neighbours do
// theirs by the same verbs.
func TestScenario1InTheApp(t *testing.T) {
	t.Parallel()
	scenario1(t, true)
}

func TestScenario1WithoutScripts(t *testing.T) {
	t.Parallel()
	scenario1(t, false)
}

// neighbours are admitted to hepingli beside the people whom tests know by name.
func (w *walk) neighbours(n int) []string {
	w.t.Helper()
	var ids []string
	err := w.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
		ids = nil
		by := residents.Sender{Standing: residents.Console, Now: w.clock.Now()}
		for i := range n {
			r := residents.Resident{ID: fmt.Sprintf("neighbour-%03d", i+1), Community: "hepingli", Name: "邻居甲", Building: fmt.Sprintf("%d 号楼", i%12+1)}
			if _, err := residents.Admit(tx, by, r, residents.RoleResident); err != nil {
				return err
			}
			ids = append(ids, r.ID)
		}
		return nil
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return ids
}

// stage is a scenario walked in browsers.
type stage struct {
	*walk
	app  bool
	name string // of its pictures
	n    int
}

// reader is a person's phone, with the app or with scripts off.
func (s *stage) reader(home, id string) *browsertest.Tab {
	s.t.Helper()
	tab := browsertest.Open(s.t, s.URL)
	if !s.app {
		tab.NoScripts()
	}
	return s.enter(tab, home, id)
}

// open goes to a resident's page and waits for the app where there is one.
func (s *stage) open(tab *browsertest.Tab, path string) *browsertest.Tab {
	s.t.Helper()
	tab.Go(path)
	if s.app {
		tab.Ready()
	}
	return unfold(tab)
}

// unfold opens what is folded, as a reader would who looks for a form in it.
func unfold(tab *browsertest.Tab) *browsertest.Tab {
	browsertest.Eval[any](tab, `void document.querySelectorAll("details").forEach(d => { d.open = true })`)
	return tab
}

// picture takes a picture of the page and looks for what hinders people.
func (s *stage) picture(tab *browsertest.Tab, what string) {
	s.t.Helper()
	s.n++
	if s.app {
		tab.Axe() // its own script cannot run where scripts are off; the pages are the same
	}
	tab.Picture(fmt.Sprintf("%s-%02d-%s", s.name, s.n, what))
}

// jpegFile is a photograph as a phone would send it.
func jpegFile(t *testing.T) string {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 1200, 900))
	for y := range 900 {
		for x := range 1200 {
			m.Set(x, y, color.RGBA{uint8(x / 8), uint8(120 + y/8), uint8((x + y) / 16), 255})
		}
	}
	name := filepath.Join(t.TempDir(), "车棚.jpg")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(f, m, nil); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return name
}

func scenario1(t *testing.T, app bool) {
	appIsBuilt(t)
	s := &stage{walk: bootWalk(t), app: app, name: map[bool]string{true: "scenario1-app", false: "scenario1-plain"}[app]}
	crowd := s.neighbours(60)
	wang, li := s.reader("hepingli", "wang"), s.reader("hepingli", "li")

	topic := s.raiseInBrowser(wang)
	s.screenInBrowser(li, topic, crowd)
	s.open(wang, "/hepingli").See("收到 17 个议题", "9 个进入协商", "5 个合并", "3 个转办")
	s.picture(wang, "month")

	s.clock.set("2026-11-10 09:00")
	meeting := s.announceInBrowser(li)
	s.beforeMeeting(wang, li, meeting, topic, crowd)
	s.eveningInBrowser(wang, li, meeting, topic, crowd)
	s.minutesInBrowser(wang, li, meeting)
	s.disclosureInBrowser(wang, li, topic, crowd)
	s.carryOutInBrowser(li, topic)
	s.rateInBrowser(wang, topic, crowd)
}

// raiseInBrowser lets wang raise the topic, with a photo, and gives its id.
func (s *stage) raiseInBrowser(wang *browsertest.Tab) (topic string) {
	s.t.Helper()
	s.open(wang, "/hepingli/topics/new")
	wang.Fill("#raise-title", "3 号楼南侧建电动车充电棚").Fill("#raise-problem", "三栋楼有二百多辆电动车，晚上从窗口飞线充电。")
	wang.Fill("#raise-place", "3 号楼南侧空地").Fill("#raise-affected", "3、5、7 号楼").Fill("#raise-wish", "建三处充电棚，带烟感和喷淋。")
	wang.Upload("#raise-photos", jpegFile(s.t.(*testing.T)))
	s.picture(wang, "raise")
	wang.Press("提交议题").See("议题已提交")
	s.picture(wang, "raised")
	err := s.store.View(context.Background(), func(v *store.View) error {
		all, err := v.TopicsBefore("hepingli", []consultation.State{consultation.Raised}, store.TopicKey{}, 2)
		if len(all) != 1 {
			return fmt.Errorf("%d topics: %w", len(all), err)
		}
		topic = all[0].ID
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return topic
}

// screenInBrowser lets li accept wang's topic; of sixteen more eight are accepted,
// five merged, three referred.
func (s *stage) screenInBrowser(li *browsertest.Tab, topic string, crowd []string) {
	s.t.Helper()
	li.Go("/hepingli/desk/topics").See("3 号楼南侧建电动车充电棚")
	s.picture(li, "desk-topics")
	li.Press("[href$='" + topic + "']").See("告诉居民的一句话")
	li.Press(`[name=decision][value=accept]`).Set(`select[name=reason-accept]`, "common-concern")
	li.Press("公布处理并告知").See("需要填写")
	s.picture(li, "screen-refused")
	li.Wait(`document.querySelector("input[name=decision][value=accept]").checked`)
	li.Fill(`textarea[name=sentence]`, "关系三栋楼的消防安全，列入本月协商。").Press("公布处理并告知").See(pages.SaysDone("screened-accept"))
	for i := range 16 {
		id := s.raise("hepingli/"+crowd[i], fmt.Sprintf("第 %d 件小事", i+2))
		d := consultation.Screening{Topic: id, Decision: consultation.Accept}
		switch {
		case i >= 13:
			d.Decision, d.To = consultation.Refer, "hotline"
		case i >= 8:
			d.Decision, d.Into = consultation.Merge, topic
		}
		s.screen(d)
	}
}

// announceInBrowser lets li announce the meeting and gives its id.
func (s *stage) announceInBrowser(li *browsertest.Tab) (meeting string) {
	s.t.Helper()
	li.Go("/hepingli/desk/meetings/new")
	li.Set("#announce-day", "2026-11-11T19:00").Fill("#announce-venue", "社区议事厅").Fill("#announce-seats", "22")
	li.Set("#announce-chair", "chen").Set("#announce-recorder", "zhou")
	browsertest.Eval[any](li, `[...document.querySelectorAll("input[type=checkbox][name^=on-]")].find(e => e.closest("label").innerText.includes("充电棚")).click()`)
	li.Press("[id=announce] button").See("离开会太近")
	s.picture(li, "announce-refused")
	li.Wait(`document.querySelector("#announce-venue").value == "社区议事厅"`)
	li.Set("#announce-day", "2026-11-20T19:00").Press("[id=announce] button").Wait(`!document.querySelector("#announce")`)
	s.picture(li, "announced")
	err := s.store.View(context.Background(), func(v *store.View) error {
		m, err := v.MeetingOf("hepingli", "2026-11")
		meeting = m.ID
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return meeting
}

// beforeMeeting: wang takes a seat and speaks, 18 others take theirs, 41 leave an
// opinion on line, six on paper.
func (s *stage) beforeMeeting(wang, li *browsertest.Tab, meeting, topic string, crowd []string) {
	s.t.Helper()
	s.open(wang, "/hepingli/topics/"+topic)
	wang.Press(`#statement input[value=for]`).Fill(`#statement textarea`, "去年着过火，早该建了。").Press("#statement .button").See(pages.SaysDone("stated"))
	s.open(wang, "/hepingli/meetings/"+meeting).Press("我要参加").See(pages.SaysDone("seated"))
	s.picture(wang, "meeting-seat")
	for i := range 18 {
		s.by("hepingli/"+crowd[i], func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, "hepingli", meeting)
			return err
		})
	}
	unfold(wang).Press(`[action$="/opinion"] input[value=for]`).Fill(`form[action$="/opinion"] textarea`, "南侧离路近。").Press(`[action$="/opinion"] .button`).See(pages.SaysDone("opinion"))
	for i := range 40 {
		s.by("hepingli/"+crowd[i+19], func(tx *store.Tx, by residents.Sender) error {
			return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: meeting, Topic: topic, Side: consultation.For})
		})
	}
	li.Go("/hepingli/desk/meetings/" + meeting)
	li.Wait(`document.querySelector("#slip")`)
	unfold(li)
	li.Fill("#slip-paper", "01").Press(`#slip input[value=for]`).Press("#slip .button").See(pages.SaysDone("slip-entered"))
	for i := range 5 {
		s.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			return consultation.EnterSlip(tx, by, consultation.Opinion{
				Community: "hepingli", Meeting: meeting, Topic: topic, Side: consultation.For, Paper: fmt.Sprintf("0%d", i+2),
			})
		})
	}
	s.open(wang, "/hepingli").See("22 席", "还有 3 席")
	s.picture(wang, "month-announced")
}

// eveningInBrowser: the room opens, 19 sign in, hands are counted, the room closes.
func (s *stage) eveningInBrowser(wang, li *browsertest.Tab, meeting, topic string, crowd []string) {
	s.t.Helper()
	s.clock.set("2026-11-20 19:00")
	evening := "/hepingli/desk/meetings/" + meeting
	li.Go(evening).Press("现在开场").Wait(`!document.querySelector("#open")`)
	var code string
	err := s.store.View(context.Background(), func(v *store.View) error {
		m, err := v.Meeting("hepingli", meeting)
		code = m.Code
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.open(wang, "/hepingli/meetings/"+meeting).Fill("#sign-in-code", "000000").Press("签到").See("签到码不对")
	s.picture(wang, "wrong-code")
	wang.Fill("#sign-in-code", code).Press("签到").See(pages.SaysDone("signed-on"))
	for _, who := range append([]string{"chen", "zhou"}, crowd[:16]...) {
		s.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.SignIn(tx, by, "hepingli", meeting, code)
		})
	}
	unfold(li.Go(evening).See("19")).Fill(`[id^=option-] input[name=text]`, "3 号楼南侧建三处").Press("[id^=option-] .button").See("3 号楼南侧建三处")
	li.Fill(`form[action$="/hands"] input[name=for]`, "30").Fill(`form[action$="/hands"] input[name=against]`, "0").Fill(`form[action$="/hands"] input[name=abstain]`, "0")
	li.Press(`[action$="/hands"] button`).See("举手的人比签到的")
	li.Fill(`form[action$="/hands"] input[name=for]`, "18").Fill(`form[action$="/hands"] input[name=against]`, "1").Fill(`form[action$="/hands"] input[name=abstain]`, "0")
	li.Press(`[action$="/hands"] button`).Wait(`location.search.includes("done=counted")`).NotSee("举手的人比签到的")
	s.picture(li, "evening")
	li.Press("#close input[type=checkbox]").Press("#close button").Wait(`!document.querySelector("#close")`)
}

// minutesInBrowser: drafted, confirmed by chair, recorder and two residents, published.
func (s *stage) minutesInBrowser(wang, li *browsertest.Tab, meeting string) {
	s.t.Helper()
	li.Go("/hepingli/desk/meetings/" + meeting + "/minutes")
	li.Fill("#minutes-statements", "先说危险，再比选址，一层住户担心噪声。").Fill(`[name="consensus.0"]`, "南侧建三处。").Fill(`[name="dissent.0"]`, "离一层窗户太近，夜里吵。")
	li.Fill(`[name="text.0"]`, "同意在 3 号楼南侧建三处充电棚，离住户窗户十米以上。").Press(`[name="kind.0"][value=settled]`)
	li.Fill(`[name="owner.0"]`, "和平物业公司").Fill(`[name="task.0"]`, "建三处充电棚").Set(`[name="due.0"]`, "2027-01-08")
	li.Press("#minutes button.button").See(pages.SaysDone("drafted"))
	s.picture(li, "minutes-draft")
	minutes := "/hepingli/meetings/" + meeting + "/minutes"
	s.open(wang, minutes)
	s.picture(wang, "minutes-confirm")
	wang.Press(`[action$="/minutes/confirm"] button`).Wait(`!document.querySelector('form[action$="/minutes/confirm"]')`)
	s.confirm(meeting, "chen", "zhou", "neighbour-001")
	s.clock.set("2026-11-23 10:00")
	chen := browsertest.Open(s.t, s.URL).Wide() // another than who wrote them
	s.enter(chen, "hepingli", "chen")
	chen.Go("/hepingli/desk/meetings/" + meeting + "/minutes").Press("公布记录和结果").See(pages.SaysDone("published"))
	s.open(wang, minutes).See("和平物业公司", "离一层窗户太近")
	s.picture(wang, "minutes")
}

// disclosureInBrowser: 15 days, two objections, both answered.
func (s *stage) disclosureInBrowser(wang, li *browsertest.Tab, topic string, crowd []string) {
	s.t.Helper()
	page := "/hepingli/topics/" + topic
	s.open(wang, page).See("12 月 8 日", "第三十四条")
	s.picture(wang, "topic-outcome")
	wang.Fill(`form[action$="/objections"] textarea`, "施工会不会挡住消防通道？").Press(`[action$="/objections"] .button`).See(pages.SaysDone("objected"))
	s.by("hepingli/"+crowd[3], func(tx *store.Tx, by residents.Sender) error {
		outcomes, err := tx.OutcomesOf("hepingli", topic)
		if err != nil {
			return err
		}
		return consultation.Object(tx, by, "hepingli", topic, outcomes[0].Meeting, "夜里几点断电？")
	})
	for range 2 {
		unfold(li.Go("/hepingli/desk/outcomes")).Fill(`[id^=answer-] textarea`, "通道留四米，夜里十一点断电。").Press(`[id^=answer-] button.button`).See(pages.SaysDone("objection-answered"))
	}
	s.picture(li, "desk-outcomes")
	s.clock.set("2026-12-09 00:00")
	s.open(wang, page).See("公开期").Wait(`!document.querySelector('form[action$="/objections"]')`)
}

// carryOutInBrowser: progress with a photo, done after 45 days.
func (s *stage) carryOutInBrowser(li *browsertest.Tab, topic string) {
	s.t.Helper()
	s.clock.set("2027-01-04 15:00")
	s.enter(li, "hepingli", "li") // not used for a month: signed in anew
	li.Go("/hepingli/desk/tasks").See("建三处充电棚")
	unfold(li)
	li.Fill(`[id^=progress-] textarea`, "三处充电棚都已通电，烟感和喷淋试过。").Upload(`[id^=progress-] input[type=file]`, jpegFile(s.t.(*testing.T)))
	li.Press(`[id^=progress-] button.button`).See(pages.SaysDone("progress-posted"))
	s.picture(li, "desk-tasks")
	unfold(li)
	li.Press(`[id^=finish-] button.button`).See(pages.SaysDone("task-finished"))
	li.Go("/hepingli/topics/" + topic).See("三处充电棚都已通电")
}

// rateInBrowser: 4.2 of 5; the topic is archived and the month has met.
func (s *stage) rateInBrowser(wang *browsertest.Tab, topic string, crowd []string) {
	s.t.Helper()
	s.open(wang, "/hepingli/topics/"+topic).Press(`#rating input[name=solved][value=yes]`).Press(`#rating input[name=satisfied][value="5"]`)
	s.picture(wang, "rating")
	wang.Press("#rating .button").See(pages.SaysDone("rated"))
	for i, mark := range []int{4, 4, 4, 4, 4, 4, 4, 4, 5} { // with wang's 5: 42 of 50
		s.rate(crowd[i], topic, consultation.SolvedYes, mark)
	}
	s.clock.set("2027-02-01 08:00")
	s.tick()
	s.open(wang, "/hepingli/topics/"+topic).See("4.2")
	s.picture(wang, "archived")
	s.open(wang, "/hepingli/archive").See("2026 年 11 月")
	s.picture(wang, "archive")
	liu := s.reader("hepingli-jiedao", "liu")
	liu.Go("/hepingli-jiedao/desk").See("和平里社区")
	s.picture(liu, "street-desk")
	err := s.store.View(context.Background(), func(v *store.View) error {
		_, err := v.VerifyLog("hepingli")
		return err
	})
	if err != nil {
		s.t.Error(err)
	}
}
