package main

import (
	"context"
	"strings"
	"testing"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// live lets people live in a home of hepingli, 3 号楼 2 单元 room.
func (b *booted) live(room string, people ...string) {
	b.t.Helper()
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		_, err := tx.Household("hepingli", room)
		if err == residents.ErrNotFound {
			err = tx.AddHousehold(residents.Household{Community: "hepingli", ID: room, Building: "3 号楼", Unit: "2 单元", Room: room})
		}
		for _, one := range people {
			if err == nil {
				err = tx.AddHome("hepingli", room, one)
			}
		}
		return err
	})
}

// head makes somebody the stairwell head of a building, for a term from now.
func (b *booted) head(who, building string, until time.Time) {
	b.t.Helper()
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		return tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: who, Name: residents.RoleStairwellHead, Scope: building, From: by.Now, To: until})
	})
}

// leave records on paper that the helper may act for the person, and gives the mandate's id.
func (b *booted) leave(person, helper, kind string) string {
	b.t.Helper()
	return b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.Arrange(tx, by, residents.Arrangement{
			Community: "hepingli", Person: person, Helper: helper, Kind: kind, Channel: residents.Paper, Paper: "代办 2026-014", Until: by.Now.AddDate(0, 6, 0),
		})
		return err
	})
}

// begin begins to act under a mandate.
func (b *booted) begin(mandate string) {
	b.t.Helper()
	b.send("/hepingli/me/helping", "help-begin-"+mandate).led(b.t, "/hepingli?done=helping")
}

// supporters are those who support a topic, by their ids.
func (b *booted) supports(topic, who string) (has bool) {
	b.t.Helper()
	err := b.store.View(context.Background(), func(v *store.View) (err error) {
		has, err = v.Supports("hepingli", topic, who)
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return has
}

// accepted is a topic of somebody's that will be consulted.
func (b *booted) accepted(who, title string) string {
	b.t.Helper()
	id := b.raise("hepingli", who, title)
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, consultation.Screening{
			Community: "hepingli", Topic: id, Decision: consultation.Accept, Reason: consultation.ScreeningReasons[consultation.Accept][0], Sentence: "涉及多户。",
		})
		return err
	})
	return id
}

// An elder without a telephone is admitted into her home, her leave is recorded on
// paper, and the stairwell head of her building acts for her: as her, once, marked,
// and told to her. The helper's own voice stays the helper's.
func TestElderEntersByProxy(t *testing.T) {
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	b.live("502", "wang")
	shed := b.accepted("sun", "充电棚")
	li := b.as("hepingli", "li")
	got := li.send("/hepingli/desk/people", "admit", "name", "张桂芳", "building", "3 号楼", "unit", "2 单元", "room", "502")
	if got.StatusCode != 303 {
		t.Fatal(got.Status, mainOf(got.body))
	}
	person := strings.TrimSuffix(got.Header.Get("Location"), "?done=admitted")
	elder := person[strings.LastIndex(person, "/")+1:]
	li.get(person).holds(t, 200, "张桂芳", "3 号楼 2 单元 502", "没有登记代办")
	li.send(person, "record-help", "helper", "stairwell_head:zhao", "channel", "paper", "paper", "", "months", "6").holds(t, 422, "这一项需要填写")
	action, fields := li.get(person).fill(t, "record-help", "helper", "stairwell_head:zhao", "channel", "paper", "paper", "代办 2026-014", "months", "6")
	first := li.do("POST", action, fields)
	first.led(t, person+"?done=help-recorded")
	li.do("POST", action, fields).led(t, person+"?done=help-recorded")
	li.get(person).holds(t, 200, "赵建国", "楼门长", "纸质授权 代办 2026-014", "2027 年 5 月 3 日")

	zhao := b.as("hepingli", "zhao")
	zhao.get("/hepingli/me/helping").holds(t, 200, "张桂芳", "楼门长，到 2027 年 5 月 3 日", "开始代办")
	b.beginFor(zhao, t)
	topic := "/hepingli/topics/" + shed
	page := zhao.get(topic)
	page.holds(t, 200, "正在替", "张桂芳", "结束代办", "我也附议")
	action, fields = page.fill(t, "support")
	zhao.do("POST", action, fields).led(t, topic+"?done=supported")
	zhao.do("POST", action, fields).led(t, topic+"?done=supported")
	zhao.get(topic).holds(t, 200, "1 人附议", "其中有您")
	if !b.supports(shed, elder) || b.supports(shed, "zhao") {
		t.Error("the support is not hers alone")
	}
	zhao.send("/hepingli/topics/"+shed, "statement", "side", "for", "text", "我腿脚不好，棚子离楼门近些才好。").led(t, topic+"?done=stated")
	zhao.get(topic).holds(t, 200, "张*", "由楼门长代录", "!赵*")
	raised := zhao.get("/hepingli/topics/new")
	action, fields = raised.fill(t, "raise", "title", "三楼没有扶手", "problem", "楼梯没有扶手", "place", "2 单元", "affected", "老人", "wish", "装扶手")
	got = zhao.do("POST", action, fields)
	if got.StatusCode != 303 {
		t.Fatal(got.Status, got.body)
	}
	mine := got.Header.Get("Location")
	zhao.get(mine).holds(t, 200, "张*", "由楼门长代录", "我提的")

	// What stays the helper's own, and what nobody does for somebody else.
	zhao.get("/hepingli/me").holds(t, 200, "赵建国", "这一页是您自己的", "!张*", "!三楼没有扶手")
	zhao.get("/hepingli/desk").holds(t, 403, "这件事不能代办")

	zhao.send("/hepingli/me/helping", "help-end").led(t, "/hepingli/me/helping?done=helping-ended")
	zhao.get(topic).holds(t, 200, "1 人附议", "我也附议", "!正在替", "!其中有您")
	zhao.send(topic, "support").led(t, topic+"?done=supported")
	if !b.supports(shed, elder) || !b.supports(shed, "zhao") {
		t.Error("the helper has lost their own voice")
	}
	zhao.get(topic).holds(t, 200, "2 人附议")

	// She has heard of each.
	her := b.as("hepingli", elder)
	her.get("/hepingli/me").holds(t, 200, "楼门长替您附议了一个议题", "楼门长替您说了看法", "楼门长替您提了一个议题", `href="/hepingli/me/helping"`, "三楼没有扶手")
	her.get("/hepingli/me/helping").holds(t, 200, "替我办过的事", "赵建国附议了一个议题")
	b.as("hepingli", "li").get("/hepingli/desk/topics").holds(t, 200, "三楼没有扶手")
}

// beginFor begins the only mandate on the page.
func (b *booted) beginFor(zhao *booted, t *testing.T) {
	t.Helper()
	id := regexpFirst(`id="help-begin-([^"]+)"`, zhao.get("/hepingli/me/helping").body)
	zhao.begin(id)
}
