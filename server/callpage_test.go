package main

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// A household answers on a page without scripts, comes back, changes its answer, and reads the result.
func TestAnsweringACall(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.roster(40, 0, 30)
		b.ownHome("1501", 89_30, "wang", "sun")
		c := b.call()
		path := callPath(c)
		b.get("/hepingli/calls").holds(t, 200, "单元门禁怎样改", "正在征集", "问需", "一户一份", "还剩 21 天", "共 71 户，已答 0 户")
		b.get(path).holds(t, 200, "和平里社区居民委员会", "每栋楼至少 30%", "您还没有登录", "第 1 题选了「换刷卡加手机开门的」的：", "!id=\"call-answer\"", "!3 号楼 2 单元 1501")

		wang := b.as("hepingli", "wang")
		wang.get("/hepingli/calls").holds(t, 200, "您家还没有答")
		wang.get("/hepingli").holds(t, 200, "您家还没有答：单元门禁怎样改", "去回答")
		wang.get(path).holds(t, 200, "这份回答算 <b>3 号楼 2 单元 1501</b> 的", "选「换刷卡加手机开门的」的请答")
		wang.answers(path).holds(t, 422, "还没有送出", `href="#call-answer-q1"`, `href="#call-answer-q4"`)
		wang.answers(path, "q1", "9", "q4", "3").holds(t, 422, "请在给出的选项里选一项")
		wang.answers(path, "q1", "x", "q4", "3").holds(t, 422, "请在给出的选项里选一项")
		wang.answers(path, "q1", "3", "q2", "1", "q2", "2", "q2", "3", "q4", "3").holds(t, 422, "选得比这道题允许的多", `value="3" checked`)
		wang.answers(path, "q1", "1", "q4", "3", "q5", "打 13800001234 找我").holds(t, 422, "电话或身份证号", "打 13800001234 找我</textarea>")
		wang.answers(path, "q1", "1", "q4", "3", "q9", "1").holds(t, 422)

		// What was said to a question that nobody who chose so is asked is left out.
		wang.answers(path, "q1", "1", "q2", "1", "q3", "1", "q3", "3", "q4", "4", "q5", "灯不亮").led(t, path+"?done=call-answered")
		got := wang.get(path + "?done=call-answered")
		got.holds(t, 200, "回答已收下，截止以前可以回来改", "3 号楼 2 单元 1501 的回答已收下", "我要改回答", "改成这样", "灯不亮", "长椅、声控灯", "!老人不会用</dd>", `name="q1" value="1" checked`)
		b.view(func(v *store.View) error {
			a, err := v.AnswerOf("hepingli", "hepingli", c.ID, "home/"+homeID("1501"))
			if a.Said.Line() != "1:1 3:1,3 4:4" || a.Said.Words["5"] != "灯不亮" || a.By != "wang" {
				t.Errorf("kept %+v", a)
			}
			return err
		})

		// Another adult of the home is told that it is in, not what it says; theirs takes its place.
		sun := b.as("hepingli", "sun")
		sun.get(path).holds(t, 200, "的回答已收下", "同一户的另一位成年人答的", "!灯不亮", "!看答了什么", `name="q1" value="1"`, `!name="q1" value="1" checked`)
		sun.answers(path, "q1", "3", "q2", "1", "q4", "2").led(t, path+"?done=call-answered")
		wang.get(path).holds(t, 200, "同一户的另一位成年人答的", "!灯不亮")
		wang.get("/hepingli/calls").holds(t, 200, "您家已经答过", "共 71 户，已答的还不到 5 户", "!已答 1 户")
		b.as("hepingli", "zhao").get(path).holds(t, 200, "您还没有登记到哪一户", "!id=\"call-answer\"")

		b.answeredAt(c, "1 号楼", 20, usualSaid)
		wang.get(path).holds(t, 200, "1 号楼", "3 号楼", "!31 户已答 1 户")
		action, values := wang.get(path).fill(t, "call-answer", "q1", "2", "q4", "1")
		b.closeCalls(c)
		wang.do("POST", action, values).holds(t, 422, "已经截止")
		got = wang.get(path)
		got.holds(t, 200, "收到 21 份回答", "已结束", "民意征集结束", "没有达到 30%", "3 号楼 2 单元 1501 的回答已收下", "!id=\"call-answer\"", "!以前都可以改")
		b.get("/hepingli/calls").holds(t, 200, "已经结束", "收到 21 份", "现在没有正在征集的意见")
	})
}

// One who lives in two homes answers for each; what is in for one does not stand in the other's form.
func TestAnsweringForTwoHomes(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	b.ownHome("502", 76_00, "wang")
	c := b.call()
	path := callPath(c)
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/calls").holds(t, 200, "还有 2 户等您答")
	other := "home/" + homeID("502")
	at := path + "?unit=" + url.QueryEscape(other)
	wang.get(at).holds(t, 200, `name="unit" value="`+other+`"`, "这份回答算 <b>3 号楼 2 单元 502</b> 的")
	wang.answers(at, "q1", "2").holds(t, 422, "这一项需要填写", `name="unit" value="`+other+`"`)
	wang.answers(at, "q1", "2", "q4", "5").led(t, path+"?done=call-answered")
	wang.get(path).holds(t, 200, `name="unit" value="home/`+homeID("501")+`"`, "3 号楼 2 单元 502 的回答已收下", `!name="q1" value="2" checked`)
	wang.get(at).holds(t, 200, `name="q1" value="2" checked`, "改 3 号楼 2 单元 502 的回答")
	action, values := wang.get(path).fill(t, "call-answer", "q1", "1", "q4", "1", "unit", "home/"+homeID("777"))
	wang.do("POST", action, values).holds(t, 422, "请在给出的选项里选一项")

	// What need not be answered can be taken back without a script.
	free := b.call(func(c *project.Call) {
		c.Questions = []project.Question{{ID: "1", Kind: project.Single, Words: "要不要", Options: []string{"要", "不要"}}, {ID: "2", Kind: project.Scale, Words: "几分"}}
	})
	wang.answers(callPath(free), "q1", "1", "q2", "5").led(t, callPath(free)+"?done=call-answered")
	at = callPath(free) + "?unit=" + url.QueryEscape("home/"+homeID("501"))
	wang.get(at).holds(t, 200, "这一题不答", `name="q1" value="1" checked`)
	wang.answers(at, "q1", "", "q2", "4").led(t, callPath(free)+"?done=call-answered")
	wang.get(at).holds(t, 200, `name="q1" value="" checked`, `name="q2" value="4" checked`)
}

// A call of the street is read and answered under each of its communities, by its own people, and
// is not there for others.
func TestCallsOfTheStreet(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.streetStaff()
		b.roster(10)
		b.ownHome("501", 89_30, "wang")
		b.change("anzhen", func(tx *store.Tx) error {
			return tx.AddHousehold(residents.Household{Community: "anzhen", ID: "home-anzhen-0001", Building: "1 号楼", Unit: "1 单元", Room: "101", Adults: 2})
		})
		c := b.call(ofStreet, ofPeople)
		b.get("/hepingli/calls").holds(t, 200, "小花园建成什么样", "街道征集")
		b.get("/anzhen/calls/"+c.ID).holds(t, 200, "和平里街道办事处", "和平里社区；安贞社区：1 号楼")
		b.get("/hepingli-jiedao/calls").holds(t, 200, "小花园建成什么样", "!街道征集")
		wang := b.as("hepingli", "wang")
		wang.get("/hepingli-jiedao/calls/"+c.ID).holds(t, 200, "去我的社区回答", `href="/hepingli/calls/`+c.ID+`"`, "!id=\"call-answer\"")
		wang.get("/anzhen/calls/"+c.ID).holds(t, 200, "去我的社区回答", "!id=\"call-answer\"")
		wang.answers("/hepingli/calls/"+c.ID, "q1", "1", "q4", "5").led(t, "/hepingli/calls/"+c.ID+"?done=call-answered")
		b.as("anzhen", "qian").answers("/anzhen/calls/"+c.ID, "q1", "1", "q4", "5").led(t, "/anzhen/calls/"+c.ID+"?done=call-answered")
		b.as("anzhen", "wu").get("/anzhen/calls/"+c.ID).holds(t, 200, "问的是别的楼") // lives in building 4
		wang.late(t, "/anzhen/calls/"+c.ID+"/answer", "unit", "", "q1", "1", "q4", "5").holds(t, 422, "您现在的身份不能做这件事")
		b.closeCalls(c)
		b.get("/anzhen/calls/"+c.ID).holds(t, 200, "答的不到 5 人", "写出来会看出是谁", "!收到 2 份")

		only := b.call(ofStreet, func(c *project.Call) { c.Places = c.Places[:1] })
		own := b.call()
		for _, path := range []string{"/anzhen/calls/" + only.ID, "/anzhen/calls/" + own.ID, "/hepingli-jiedao/calls/" + own.ID, "/hepingli/calls/nothing", "/hepingli/calls/" + strings.Repeat("x", 200), "/dongcheng/calls", "/dongcheng/calls/" + own.ID} {
			b.get(path).holds(t, 404)
		}
		b.get("/anzhen/calls").holds(t, 200, "!单元门禁怎样改")
	})
}

// Drafts are there for nobody, and what has not opened takes nothing.
func TestCallsAhead(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	draft := b.draftCall()
	b.as("hepingli", "li").get("/hepingli/calls/"+draft).holds(t, 404)
	c := b.call(startsIn(48 * time.Hour))
	wang := b.as("hepingli", "wang")
	wang.get("/hepingli/calls").holds(t, 200, "就要开始", "11 月 5 日（周四）09:00 开始")
	wang.get(callPath(c)).holds(t, 200, "还没开始", "征集还没有开始", "问什么", "!各楼答了多少", "!id=\"call-answer\"")
	wang.late(t, callPath(c)+"/answer", "unit", "", "q1", "1", "q4", "1").holds(t, 422, "征集还没有开始")
	b.act("hepingli", "zhou", func(tx *store.Tx, by residents.Sender) error {
		return project.WithdrawCall(tx, by, "hepingli", c.ID)
	})
	b.get(callPath(c)).holds(t, 200, "在有人回答以前撤回了", "撤回一次民意征集", "!各楼答了多少")
	b.get("/hepingli/calls").holds(t, 200, "已撤回")
}

// Nobody's text is markup, wherever it is shown.
func TestCallsShowTextAsText(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`
	c := b.call(func(c *project.Call) {
		c.Title, c.About = `<b onclick=x>"'题`, "看 "+evil
		c.Questions = []project.Question{
			{ID: "1", Kind: project.Single, Words: evil, Options: []string{evil + "一", `"><svg onload=x>`}, Must: true},
			{ID: "2", Kind: project.Text, Words: evil + "二", If: &project.Branch{Question: "1", Option: 1}},
		}
	})
	wang := b.as("hepingli", "wang")
	wang.answers(callPath(c), "q1", "1", "q2", evil).led(t, callPath(c)+"?done=call-answered")
	li := b.as("hepingli", "li")
	li.send(deskCalls+"/"+c.ID+"/ideas", "call-themes", "theme1", `<i>类"'`).led(t, deskCalls+"/"+c.ID+"/ideas?done=call-themed")
	unsafe := []string{"!<script>alert", "!<img src=x", "!<svg onload", "!<b onclick", "!<i>类"}
	for _, path := range []string{callPath(c), "/hepingli/calls", "/hepingli"} {
		wang.get(path).holds(t, 200, unsafe...)
	}
	for _, path := range []string{deskCalls, deskCalls + "/" + c.ID, deskCalls + "/" + c.ID + "/ideas", deskCalls + "/" + c.ID + "/paper", deskCalls + "/" + c.ID + "/print"} {
		li.get(path).holds(t, 200, unsafe...)
	}
	draft := b.draftCall(func(other *project.Call) { other.Title, other.Questions = c.Title, c.Questions })
	li.get(deskCalls+"/"+draft+"/edit").holds(t, 200, unsafe...)
	wang.answers(callPath(c), "q1", "7", "q2", evil).holds(t, 422, unsafe...)
}

// A call about a project leads to it, and its record is that of whoever asks.
func TestCallLeadsOn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.streetStaff()
	b.roster(3)
	id := b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.MakeProject(tx, by, "hepingli", project.Content{
			Title: "门禁改造", Problem: "门禁坏了两年，谁都进得来。", Kind: project.Applied, Field: project.Works, Places: []project.Place{{Community: "hepingli"}},
		})
		return err
	})
	c := b.call(func(c *project.Call) { c.Purpose, c.Project = project.ForProject, id })
	b.get(callPath(c)).holds(t, 200, "问计", "关于项目", "门禁改造", "/hepingli/projects/"+id)
	b.get("/hepingli/projects/"+id).holds(t, 200, "门禁改造")
	li := b.as("hepingli", "li")
	li.get(deskCalls+"/"+c.ID).holds(t, 200, "门禁改造", "/hepingli/desk/projects/"+id)
	li.get(deskCalls+"/new?project="+id).holds(t, 200, `value="project" checked`, `value="`+id+`" selected`)
	street := b.call(ofStreet)
	b.get("/hepingli/calls/"+street.ID).holds(t, 200, `href="/hepingli-jiedao/record"`)
	b.get("/hepingli-jiedao/record").holds(t, 200, "公布一次民意征集")
	b.get("/hepingli-jiedao").holds(t, 200, `href="/hepingli-jiedao/calls"`)
}

// Whoever helps sees for whom they answer, and not what was said.
func TestHelperAnswersForSomebody(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.live("501", "wang", "sun")
	mandate := b.leave("wang", "sun", residents.HelpRelative)
	c := b.call(ofPeople)
	sun := b.as("hepingli", "sun")
	sun.begin(mandate)
	sun.get(callPath(c)).holds(t, 200, "这份回答替 <b>王秀兰</b> 填")
	sun.answers(callPath(c), "q1", "2", "q4", "5", "q5", "请修快些").led(t, callPath(c)+"?done=call-answered")
	sun.get(callPath(c)).holds(t, 200, "王秀兰的回答已收下", "由本人登录后看", "!请修快些", "!看答了什么")
	b.as("hepingli", "wang").get(callPath(c)).holds(t, 200, "您的回答已收下", "请修快些")
}

var callTitle = regexp.MustCompile(`<h3><a href="[^"]*" data-native>([^<]*)</a></h3>`)

// What is over is listed page by page, at the desk too.
func TestPastCallsPageByPage(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.roster(2)
		b.streetStaff()
		const n = 45
		for i := range n {
			change := []func(*project.Call){func(c *project.Call) { c.Title = "第 " + strconv.Itoa(i+1) + " 次" }}
			if i%9 == 4 {
				change = []func(*project.Call){ofStreet, func(c *project.Call) { c.Title = "第 " + strconv.Itoa(i+1) + " 次" }}
			}
			if i%9 == 5 { // one that asks elsewhere only
				change = append([]func(*project.Call){ofStreet, func(c *project.Call) { c.Places = c.Places[1:] }}, change...)
				b.change("anzhen", func(tx *store.Tx) error {
					return tx.AddHousehold(residents.Household{Community: "anzhen", ID: fmt.Sprintf("home-anzhen-%04d", i), Building: "1 号楼", Unit: "1 单元", Room: strconv.Itoa(101 + i), Adults: 2})
				})
			}
			c := b.call(change...)
			b.act(c.Community, publisherOf(c), func(tx *store.Tx, by residents.Sender) error { return project.WithdrawCall(tx, by, c.Community, c.ID) }, c.Communities()...)
			b.clock.move(time.Minute)
		}
		for start, of := range map[string]*booted{"/hepingli/calls": b, deskCalls: b.as("hepingli", "li")} {
			seen, pages := map[string]bool{}, 0
			for path := start; path != ""; pages++ {
				page := of.get(path)
				_, _, older := page.titles()
				for _, m := range callTitle.FindAllStringSubmatch(page.body, -1) {
					if seen[m[1]] {
						t.Error(m[1], "is on two pages")
					}
					seen[m[1]] = true
				}
				path = older
			}
			if len(seen) != n-5 || pages < 2 {
				t.Errorf("%s: %d calls on %d pages, not %d", start, len(seen), pages, n-5)
			}
		}
		b.get("/hepingli/calls?after=x").holds(t, 200, "第 45 次")
		b.as("hepingli", "li").get(deskCalls+"?after=x").holds(t, 404)
	})
}
