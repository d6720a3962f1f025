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

// homeID is the id of the home in that room.
func homeID(room string) string { return "household-000" + room }

// live lets people live in a home of hepingli, 3 号楼 2 单元 room.
func (b *booted) live(room string, people ...string) {
	b.t.Helper()
	b.act("hepingli", "chen", func(tx *store.Tx, by residents.Sender) error {
		_, err := tx.Household("hepingli", homeID(room))
		if err == residents.ErrNotFound {
			err = tx.AddHousehold(residents.Household{Community: "hepingli", ID: homeID(room), Building: "3 号楼", Unit: "2 单元", Room: room})
		}
		for _, one := range people {
			if err == nil {
				err = tx.AddHome("hepingli", homeID(room), one)
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

// supports tells whether somebody supports a topic.
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
	t.Parallel()
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

// The page was open when the stairwell head's term ended, when the leave was ended, when the
// hour was over: what is then sent is done for nobody, neither the person nor the helper.
func TestHelpEndsInTheMiddle(t *testing.T) {
	t.Parallel()
	for name, over := range map[string]func(b, zhao *booted, mandate string){
		"the head's term": func(b, _ *booted, _ string) { b.clock.set("2026-11-03 09:30") },
		"the hour":        func(b, _ *booted, _ string) { b.clock.set("2026-11-03 10:00") },
		"the person ended it": func(b, _ *booted, m string) {
			b.as("hepingli", "wang").send("/hepingli/me/helping", "help-stop-"+m).led(b.t, "/hepingli/me/helping?done=help-ended")
		},
		"the helper ended it": func(_, zhao *booted, m string) {
			zhao.send("/hepingli/me/helping", "help-stop-"+m).led(zhao.t, "/hepingli/me/helping?done=help-ended")
		},
		"the desk ended it": func(b, _ *booted, m string) {
			b.as("hepingli", "li").send("/hepingli/desk/people/wang", "end-help-"+m).led(b.t, "/hepingli/desk/people/wang?done=desk-help-ended")
		},
		"the person left": func(b, _ *booted, _ string) {
			b.act("hepingli", "chen", func(tx *store.Tx, _ residents.Sender) error { return tx.LeaveResident("hepingli", "wang") })
		},
		"acting ended in another tab": func(_, zhao *booted, _ string) {
			zhao.send("/hepingli/me/helping", "help-end").led(zhao.t, "/hepingli/me/helping?done=helping-ended")
		},
	} {
		t.Run(name, func(t *testing.T) {
			b := boot(t)
			until := b.clock.Now().AddDate(5, 0, 0)
			if name == "the head's term" {
				until = b.clock.Now().Add(30 * time.Minute)
			}
			b.head("zhao", "3 号楼", until)
			shed := b.accepted("sun", "充电棚")
			mandate := b.leave("wang", "zhao", residents.HelpStairwellHead)
			zhao := b.as("hepingli", "zhao")
			zhao.begin(mandate)
			action, fields := zhao.get("/hepingli/topics/"+shed).fill(t, "support")
			over(b, zhao, mandate)
			zhao.do("POST", action, fields).holds(t, 422, "代办已经结束，这一步没有办", "!正在替")
			if b.supports(shed, "wang") || b.supports(shed, "zhao") {
				t.Error("it was done all the same")
			}
			page := zhao.get("/hepingli/topics/" + shed)
			page.holds(t, 200, "我也附议", "!正在替")
			if name != "acting ended in another tab" {
				page.holds(t, 200, "的代办已经结束，现在是您自己", "知道了")
				zhao.send("/hepingli/topics/"+shed, "help-end").led(t, "/hepingli/me/helping?done=helping-ended")
				zhao.get("/hepingli/topics/"+shed).holds(t, 200, "!代办已经结束")
			}
			zhao.send("/hepingli/topics/"+shed, "support").led(t, "/hepingli/topics/"+shed+"?done=supported")
			if b.supports(shed, "wang") || !b.supports(shed, "zhao") {
				t.Error("the helper's own voice is lost")
			}
		})
	}
}

// The term ends between the look at the session and the transaction: fresh rows refuse.
func TestHelpIsAskedInTheTransaction(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	mandate := b.leave("wang", "zhao", residents.HelpStairwellHead)
	var stale request
	err := b.store.View(context.Background(), func(v *store.View) error {
		m, err := v.Mandate("hepingli", mandate)
		if err != nil {
			return err
		}
		stale.acting = &acting{mandate: m}
		if stale.self, err = v.Standing("hepingli", "zhao"); err != nil {
			return err
		}
		person, err := v.Standing("hepingli", "wang")
		stale.who = residents.Acting(stale.self, person)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(tx *store.Tx, _ residents.Sender) error { _, err := stale.standing(tx); return err }
	b.act("hepingli", "chen", ask)
	for name, change := range map[string]func(tx *store.Tx, by residents.Sender) error{
		"ended": func(tx *store.Tx, by residents.Sender) error {
			_, err := residents.EndHelp(tx, by, "hepingli", mandate)
			return err
		},
		"head no more": func(tx *store.Tx, _ residents.Sender) error {
			roles, err := tx.Roles("hepingli", "zhao")
			for _, r := range roles {
				if err == nil && r.Name == residents.RoleStairwellHead {
					err = tx.EndRole("hepingli", r)
				}
			}
			return err
		},
		"left": func(tx *store.Tx, _ residents.Sender) error { return tx.LeaveResident("hepingli", "wang") },
	} {
		var got error
		_ = b.store.Update(context.Background(), "hepingli", func(tx *store.Tx) error {
			who, err := tx.Standing("hepingli", "chen")
			if err == nil {
				err = change(tx, residents.Sender{Standing: who, Now: b.clock.Now(), ID: residents.NewID(b.clock.Now())})
			}
			if err != nil {
				t.Error(name, err)
			}
			_, got = stale.standing(tx)
			return residents.ErrNotAllowed // nothing of it is kept
		})
		if got == nil {
			t.Errorf("%s: acts all the same", name)
		}
	}
}

// A page drawn for oneself does nothing once the session acts for somebody, and the other way round.
func TestPagesKeepTheirVoice(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	shed := b.accepted("sun", "充电棚")
	first, second := b.leave("wang", "zhao", residents.HelpStairwellHead), b.leave("sun", "zhao", residents.HelpRelative)
	zhao := b.as("hepingli", "zhao")
	own, ownFields := zhao.get("/hepingli/topics/"+shed).fill(t, "support")
	zhao.begin(first)
	zhao.do("POST", own, ownFields).holds(t, 422, "换了替谁办", "正在替")
	hers, herFields := zhao.get("/hepingli/topics/"+shed).fill(t, "support")
	zhao.begin(second)
	zhao.do("POST", hers, herFields).holds(t, 422, "换了替谁办", "孙小梅")
	if b.supports(shed, "zhao") || b.supports(shed, "wang") {
		t.Error("a page spoke for another than it was drawn for")
	}
}

func TestMandatesOfOthers(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	mandate := b.leave("wang", "zhao", residents.HelpStairwellHead)
	b.act("anzhen", "wu", func(tx *store.Tx, by residents.Sender) error {
		_, err := residents.Admit(tx, by, residents.Resident{ID: "zhao", Community: "anzhen", Name: "赵二", Building: "3 号楼"}, residents.RoleResident)
		return err
	})
	for _, who := range [][3]string{
		{"hepingli", "sun", "/hepingli"}, {"hepingli", "wang", "/hepingli"}, {"anzhen", "zhao", "/hepingli"}, {"anzhen", "zhao", "/anzhen"}, {"anzhen", "wu", "/anzhen"},
	} {
		them := b.as(who[0], who[1])
		for _, below := range []string{"begin", "withdraw"} {
			if who[1] == "wang" && below == "withdraw" {
				continue
			}
			got := them.late(t, who[2]+"/me/helping/"+mandate+"/"+below)
			if got.StatusCode < 400 {
				t.Errorf("%v %s: %s", who, below, got.Status)
			}
		}
		them.get(who[2]).holds(t, 200, "!正在替")
	}
	b.late(t, "/hepingli/me/helping/"+mandate+"/begin").holds(t, 401, "您还没有登录")
	// The desk of another community, and a person whose mandate it is not.
	b.as("anzhen", "wu").late(t, "/anzhen/desk/people/qian/help/"+mandate+"/end").holds(t, 404)
	b.as("hepingli", "li").late(t, "/hepingli/desk/people/sun/help/"+mandate+"/end").holds(t, 404)
	b.as("hepingli", "wang").late(t, "/hepingli/desk/people/wang/help", "helper", "relative:zhao", "channel", "in-person", "months", "3").holds(t, 403)
	err := b.store.View(context.Background(), func(v *store.View) error {
		m, err := v.Mandate("hepingli", mandate)
		if !m.In(b.clock.Now()) {
			t.Error("somebody else ended it")
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Somebody chooses who acts for them: of their home or their stairwell, and nobody else.
func TestArrangeHelpOnline(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("502", "wang", "sun")
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/me/helping").holds(t, 200, "孙小梅", "同住的家人", "赵*", "3 号楼的楼门长", "!赵建国", "!李文静", "没有请人代办", "不多算一份")
	wang.send("/hepingli/me/helping", "help-arrange", "helper", "sun", "months", "3").holds(t, 422, "href=\"#help-arrange-agreed\"")
	wang.send("/hepingli/me/helping", "help-arrange", "helper", "li", "months", "3", "agreed", "yes").holds(t, 422, "楼门长只替本楼的居民代办")
	wang.send("/hepingli/me/helping", "help-arrange", "helper", "sun", "months", "3", "agreed", "yes").led(t, "/hepingli/me/helping?done=help-arranged")
	wang.send("/hepingli/me/helping", "help-arrange", "helper", "sun", "months", "3", "agreed", "yes").holds(t, 422, "这位已经可以替您办")
	wang.get("/hepingli/me/helping").holds(t, 200, "家人，到 2027 年 2 月 3 日（周三）", "解除")
	sun := b.as("hepingli", "sun")
	sun.get("/hepingli/me").holds(t, 200, "有人请您代办")
	b.beginFor(sun, t)
	page := sun.get("/hepingli")
	page.holds(t, 200, "正在替", "王秀兰")
	if page.Header.Get("Of-Another") == "" {
		t.Error("the worker would keep the page on the helper's phone")
	}
	sun.get("/hepingli/me/devices").holds(t, sun.get("/hepingli/me/devices").StatusCode, "!王秀兰，已登录")
	sun.get("/hepingli/me/helping").holds(t, 200, "正在替他办", "这一页是您自己的")
}

// A support and a seat of somebody with two homes are one, and the roll counts them once.
func TestSamePersonInTwoHomes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("501", "wang")
	b.live("502", "wang", "sun")
	shed := b.accepted("zhao", "充电棚")
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/me/home").holds(t, 200, "3 号楼 2 单元 501", "3 号楼 2 单元 502", "孙小梅", "住两处也还是一个人")
	wang.send("/hepingli/topics/"+shed, "support").led(t, "/hepingli/topics/"+shed+"?done=supported")
	wang.late(t, "/hepingli/topics/"+shed+"/support").holds(t, 422, "已经办过")
	wang.get("/hepingli/topics/"+shed).holds(t, 200, "1 人附议")
	err := b.store.View(context.Background(), func(v *store.View) error {
		homes, people, err := v.RosterCounts("hepingli")
		if homes != 2 || people != 2 {
			t.Errorf("%d homes, %d people", homes, people)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	wang.send("/hepingli/me/home", "represent-"+homeID("501")).led(t, "/hepingli/me/home?done=represents")
	wang.send("/hepingli/me/home", "represent-"+homeID("502")).led(t, "/hepingli/me/home?done=represents")
	wang.get("/hepingli/me/home").holds(t, 200, "是您。一户一票的事由您代表全家答")
	sun := b.as("hepingli", "sun")
	sun.get("/hepingli/me/home").holds(t, 200, "是王秀兰", "!2 单元 501")
	sun.late(t, "/hepingli/me/home/"+homeID("502")+"/represent").holds(t, 422, "代表")
	sun.late(t, "/hepingli/me/home/"+homeID("501")+"/represent").holds(t, 422, "这不是您名下的事")
	wang.send("/hepingli/me/home", "pass-"+homeID("502"), "to", "sun").led(t, "/hepingli/me/home?done=passed-on")
	sun.get("/hepingli/me/home").holds(t, 200, "是您")
	wang.send("/hepingli/me/home", "move-out-"+homeID("502")).led(t, "/hepingli/me/home?done=moved-out")
	wang.get("/hepingli/me/home").holds(t, 200, "2 单元 501", "!2 单元 502", "!孙小梅")
	wang.late(t, "/hepingli/me/home/"+homeID("501")+"/move-out").holds(t, 422, "唯一的家")
	sun.get("/hepingli/me/home").holds(t, 200, "!王秀兰")
	b.get("/hepingli/me/home").holds(t, 200, "您还没有登录")
	if got := b.as("anzhen", "qian").get("/hepingli/me/home"); got.Header.Get("Location") != "/anzhen/me/home" {
		t.Error(got.Status, got.Header)
	}
}

// Only the mandate under which the session acts can be ended in it: of others it is not said
// whether they are there.
func TestEndHelpingOfOthers(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.head("zhao", "3 号楼", b.clock.Now().AddDate(5, 0, 0))
	b.live("502", "wang", "sun")
	own, others := b.leave("wang", "zhao", residents.HelpStairwellHead), b.leave("wang", "sun", residents.HelpRelative)
	end := func(b *booted, mandate string) reply { return b.late(t, "/hepingli/me/helping/"+mandate+"/end") }
	zhao := b.as("hepingli", "zhao")
	end(zhao, own).holds(t, 404)
	zhao.begin(own)
	end(zhao, others).holds(t, 404)
	end(b.as("hepingli", "sun"), own).holds(t, 404)
	zhao.get("/hepingli").holds(t, 200, "正在替")
	action, fields := zhao.get("/hepingli/me/helping").fill(t, "help-end")
	for range 2 {
		zhao.do("POST", action, fields).led(t, "/hepingli/me/helping?done=helping-ended")
	}
	zhao.get("/hepingli").holds(t, 200, "!正在替")
}
