package main

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/desk"
	"yishiting/server/store"
)

// typed are the fields of a draft's form, as the page at path draws them at first.
func (b *booted) typed(path string) (action string, values url.Values) {
	b.t.Helper()
	action, values = b.get(path).fill(b.t, desk.CallDraftForm,
		"title", "单元门禁怎样改", "about", "坏了两年", "purpose", "needs", "unit", "household", "coverage", "30",
		"opens", "2026-11-04T09:00", "closes", "2026-11-24", "places", "hepingli", "q1", "怎样办", "q1-options", "修旧的\r\n换新的", "q1-must", "yes")
	return action, values
}

// press sends the form by one of its buttons.
func (b *booted) press(action string, values url.Values, button string) reply {
	b.t.Helper()
	values.Set("do", button)
	return b.do("POST", action, values)
}

// Questions are added, moved and taken out by buttons, with everything kept that was typed, and
// nothing is stored before the last of them.
func TestWritingACall(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.roster(4, 2)
		li := b.as("hepingli", "li")
		action, values := li.typed(deskCalls + "/new")
		got := li.press(action, values, "add-multiple")
		got.holds(t, 200, "加了第 2 题，多选。还没有存下。", `value="单元门禁怎样改"`, "坏了两年</textarea>", "修旧的\n换新的</textarea>", `value="怎样办"`, `name="q2-kind" value="multiple"`, "只问第 1 题选了「换新的」的")
		values.Set("q2-kind", "multiple")
		values.Set("q2", "还要配什么")
		values.Set("q2-options", "长椅\n扶手")
		values.Set("q2-if", "1.2")
		li.press(action, values, "add-text").holds(t, 200, `name="q3-kind" value="text"`, `value="1.2" selected`)
		values.Set("q3-kind", "text")
		values.Set("q3", "想说的话")

		// A question put behind the one that hangs on it is asked of everybody; one that moves with it keeps it.
		li.press(action, values, "down-2").holds(t, 200, "第 2 题移到了第 3 题", `name="q3" value="还要配什么"`, `name="q2" value="想说的话"`, `value="1.2" selected`)
		li.press(action, values, "up-2").holds(t, 200, `name="q1" value="还要配什么"`, `!value="1.2" selected`, "!value=\"2.2\" selected")
		li.press(action, values, "drop-1").holds(t, 200, "删了第 1 题", `name="q1" value="还要配什么"`, `!name="q3"`)
		for _, nothing := range []string{"up-1", "down-3", "drop-9", "add-vote", "drop-x", "keep"} {
			li.press(action, values, nothing).holds(t, 200, `name="q1" value="怎样办"`, `name="q3" value="想说的话"`, `!name="q4"`, "!还没有存下")
		}
		b.view(func(v *store.View) error {
			all, err := v.CallsAfter("hepingli", project.Call{}, 9, project.CallDraft)
			if len(all) != 0 {
				t.Error("a button has stored a draft")
			}
			return err
		})

		for field, wrong := range map[string]string{
			"title": "", "closes": "2027-11-24", "coverage": "101", "places": "anzhen", "q2-options": "长椅", "q2-if": "1.7", "q2-most": "0", "q3": "电话 13800001234", "unit": "owner", "q1-kind": "vote",
		} {
			bad := url.Values{}
			for name, all := range values {
				bad[name] = all
			}
			bad[field] = []string{wrong}
			li.press(action, bad, "save").holds(t, 422, "还没有送出", `href="#call-draft-`+field)
		}
		saved := li.press(action, values, "save")
		path := strings.TrimSuffix(saved.Header.Get("Location"), "?done=call-drafted")
		if saved.StatusCode != 303 || !strings.HasPrefix(path, deskCalls+"/") {
			t.Fatal(saved.Status, mainOf(saved.body))
		}
		li.press(action, values, "save").led(t, path+"?done=call-drafted") // pressed twice
		li.get(path).holds(t, 200, "草稿", "将这样公布", "第 1 题选了「换新的」的：", "写的人不能自己公布", "修改草稿", "!核对无误")
		li.get(deskCalls).holds(t, 200, "等着公布的草稿", "您写的，等另一位核对公布")
		li.get("/hepingli/desk").holds(t, 200, "您起草的，等另一位公布")

		zhou := b.as("hepingli", "zhou")
		publish, seen := zhou.get(path).fill(t, "call-publish")
		action, values = li.get(path+"/edit").fill(t, desk.CallDraftForm)
		li.get(path+"/edit").holds(t, 200, "修旧的\n换新的</textarea>", `value="1.2" selected`, `value="hepingli" checked`)
		for name, value := range map[string]string{"title": "门禁换不换", "purpose": "needs", "unit": "resident", "coverage": "0", "opens": "2026-11-04T09:00", "closes": "2026-11-30", "places": "hepingli/1 号楼", "q1": "换不换", "q1-options": "换\n不换"} {
			values.Set(name, value)
		}
		for _, name := range []string{"q2-kind", "q3-kind"} {
			values.Del(name)
		}
		li.press(action, values, "save").led(t, path+"?done=call-changed")
		zhou.do("POST", publish, seen).holds(t, 422, "您看的时候草稿改过了")
		zhou.send(path, "call-publish").led(t, path+"?done=call-published")
		zhou.get(path).holds(t, 200, "1 号楼", "公布的内容", "延期", "!修改草稿", "!核对无误")
		zhou.get(path+"/edit").holds(t, 422, "现在不能办这一步")
		b.get("/hepingli/calls").holds(t, 200, "门禁换不换")
	})
}

// A running call is put off with a reason, withdrawn while nobody has answered, and paper comes in once.
func TestRunningACall(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.roster(10, 4)
		c := b.call()
		li, path := b.as("hepingli", "li"), deskCalls+"/"+c.ID
		li.get(path).holds(t, 200, "1 号楼", "0 / 10 户", "居委会（没有楼门长）", "录入纸面回答", "打印问卷", "撤回这次征集", "!看写的话")
		li.send(path, "call-extend", "closes", "2026-11-20", "why", "再问问").holds(t, 422, "最多 60 天")
		li.send(path, "call-extend", "closes", "2026-12-01", "why", "").holds(t, 422, `href="#call-extend-why"`)
		li.send(path, "call-extend", "closes", "2027-02-01", "why", "2 号楼没有问到").holds(t, 422, "最多 60 天", "2 号楼没有问到</textarea>")
		li.send(path, "call-extend", "closes", "2026-12-01", "why", "2 号楼没有问到").led(t, path+"?done=call-extended")
		b.get(callPath(c)).holds(t, 200, "12 月 1 日（周二）24:00 截止", "延长民意征集")

		sheet := []string{"ref", "Z2026-001-0001", "building", "1 号楼", "stair", "1", "room", "101", "q1", "1", "q4", "3", "q5", "灯不亮"}
		with := func(change ...string) []string { return append(append([]string{}, sheet...), change...) }
		li.send(path+"/paper", "call-paper", with("room", "9999")...).holds(t, 422, `href="#call-paper-room"`, "灯不亮</textarea>")
		li.send(path+"/paper", "call-paper", with("ref", "")...).holds(t, 422, `href="#call-paper-ref"`)
		li.send(path+"/paper", "call-paper", with("q4", "")...).holds(t, 422, `href="#call-paper-q4"`)
		next := func(done string) string {
			return path + "/paper?building=1+%E5%8F%B7%E6%A5%BC&done=" + done + "&stair=1"
		}
		li.send(path+"/paper", "call-paper", sheet...).led(t, next("call-entered"))
		li.get(next("call-entered")).holds(t, 200, "已录入，接着录下一份", `value="1 号楼" selected`, `name="stair" value="1"`)
		li.send(path+"/paper", "call-paper", with("room", "102")...).holds(t, 422, "已经录给了另一户", `href="#call-paper-ref"`)
		li.send(path+"/paper", "call-paper", with("ref", "Z2026-001-0002", "q1", "2")...).led(t, next("call-entered-twice"))
		li.get(path).holds(t, 200, "1 / 10 户", "重复的 1 份没有计入", "看写的话（1 条）", "已经有人回答了，不能撤回", "!撤回这次征集")
		li.late(t, path+"/withdraw").holds(t, 422, "已经有人回答了")
		li.get(path+"/print?from=7&n=3").holds(t, 200, c.Number+"-0007", c.Number+"-0009", "!"+c.Number+"-0010", "第 1 题选了「换刷卡加手机开门的」的请答")
		li.get(path+"/print?from=-1&n=100000").holds(t, 200, c.Number+"-0001", c.Number+"-0100", "!"+c.Number+"-0101")

		fresh := b.call()
		li.send(deskCalls+"/"+fresh.ID, "call-withdraw").led(t, deskCalls+"?done=call-withdrawn")
		li.get(deskCalls+"/"+fresh.ID).holds(t, 200, "已撤回", "!录入纸面回答")
		draft := b.draftCall()
		li.send(deskCalls+"/"+draft, "call-withdraw").led(t, deskCalls+"?done=call-withdrawn")
		b.get("/hepingli/calls/"+draft).holds(t, 404)

		action, values := li.get(path+"/paper").fill(t, "call-paper", with("ref", "Z2026-001-0003", "room", "103")...)
		b.closeCalls(b.callNow("hepingli", c.ID))
		li.do("POST", action, values).holds(t, 422, "已经截止")
		li.get(path+"/paper").holds(t, 200, "已经截止", "!录好，接着录下一份")
		li.get(path).holds(t, 200, "已结束", "结果", "!延期")
	})
}

// Of a call of people a sheet is of one of a home: who has joined, or the second adult.
func TestPaperOfPeople(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.ownHome("501", 89_30, "wang")
	b.change("hepingli", func(tx *store.Tx) error {
		return tx.SetHouseholds([]residents.Household{{Community: "hepingli", ID: homeID("501"), Building: "3 号楼", Unit: "2 单元", Room: "501", Adults: 2}})
	})
	c := b.call(ofPeople)
	li, path := b.as("hepingli", "li"), deskCalls+"/"+c.ID+"/paper"
	at := path + "?building=3+%E5%8F%B7%E6%A5%BC&stair=2&room=501"
	li.get(path).holds(t, 200, "看这一户有谁", "!录好，接着录下一份")
	li.get(path+"?building=3+%E5%8F%B7%E6%A5%BC&stair=2&room=909").holds(t, 200, "错误：")
	li.get(at).holds(t, 200, "3 号楼 2 单元 501", "王**", "第 2 位成年人（没有加入）", "!王秀兰")
	li.send(at, "call-paper", "ref", "A1", "q1", "1", "q4", "2").holds(t, 422, `href="#call-paper-who"`, "第 2 位成年人", `name="room" value="501"`)
	li.send(at, "call-paper", "ref", "A1", "who", "home/"+homeID("501")+"/9", "q1", "1", "q4", "2").holds(t, 422, `href="#call-paper-who"`, "没有这一户或这一位")
	li.send(at, "call-paper", "ref", "A1", "who", "person/wang", "q1", "1", "q4", "2").led(t, path+"?building=3+%E5%8F%B7%E6%A5%BC&done=call-entered&stair=2")
	li.get(at).holds(t, 200, "已经答过（纸面）")
	b.as("hepingli", "wang").get(callPath(c)).holds(t, 200, "您的回答已收下", "从纸面录入的，编号 A1", "看答了什么")
}

// What was written is read by building, put under themes, and noted as needs; beside counts of
// 12345 in which no caller stands, and topics.
func TestIdeasAndNeeds(t *testing.T) {
	t.Parallel()
	bootEach(t, func(t *testing.T, b *booted) {
		b.roster(10, 10)
		c := b.call()
		says := func(words string) func(int) project.Said {
			return func(int) project.Said {
				return project.Said{Choices: map[string][]int{"1": {1}, "4": {3}}, Words: map[string]string{"5": words}}
			}
		}
		b.answeredAt(c, "1 号楼", 6, says("门口的灯不亮"))
		b.answeredAt(c, "2 号楼", 1, says("想要长椅"))
		li, path := b.as("hepingli", "li"), deskCalls+"/"+c.ID
		ideas := path + "/ideas"
		li.get(ideas).holds(t, 200, "1 号楼 · 第 4 题 · 6 户写得一样", "2 号楼 · 第 4 题", "还有 7 户的话没有归类", "!101", "!home-01")
		li.send(ideas, "call-themes", "theme1", "照明 13800001234").holds(t, 422, "电话或身份证号", `href="#call-themes-theme1"`)
		li.send(ideas, "call-themes", "theme1", strings.Repeat("长", 31)).holds(t, 422, "最多 30 字")
		li.send(ideas, "call-themes", "theme1", "门口照明", "theme2", "").led(t, ideas+"?done=call-themed")
		li.get(ideas+"?show=unread").holds(t, 200, "想要长椅", "!门口的灯不亮", `aria-current="page">没有归类的`)
		li.get(ideas+"?theme="+url.QueryEscape("门口照明")).holds(t, 200, "门口的灯不亮", "!想要长椅")
		li.get(ideas+"?page=9").holds(t, 200, "这里没有要看的话")
		part := themePart("门口照明")
		li.send(ideas, "call-need-"+part).led(t, ideas+"?done=need-noted")
		li.get(ideas).holds(t, 200, "已记进需求清单", "6 户")
		li.late(t, path+"/need", "part", themePart("没有的"), "theme", "没有的").holds(t, 422)

		const needs = "/hepingli/desk/needs"
		li.get(needs).holds(t, 200, "门口照明", "6 户", "单元门禁怎样改")
		month := []string{"since", "2026-10-01", "until", "2026-10-31"}
		for text, says := range map[string]string{
			"": "这一项需要填写", "停车难": "主题,件数", "停车难,12\n停车难,3": "前面的行里已经有了", "王先生 13800001234,1": "电话或身份证号", "停车难,0": "主题,件数",
		} {
			li.send(needs, "needs-hotline", append([]string{"text", text}, month...)...).holds(t, 422, says, `href="#needs-hotline-text"`)
		}
		li.send(needs, "needs-hotline", "text", "停车难,12", "since", "2026-10-31", "until", "2026-10-01").holds(t, 422, `href="#needs-hotline-until"`)
		li.send(needs, "needs-hotline", append([]string{"text", "停车难,23\n下水堵\t9"}, month...)...).led(t, needs+"?done=needs-imported")
		li.send(needs, "needs-hotline", append([]string{"text", "停车难,24"}, month...)...).led(t, needs+"?done=needs-imported")
		li.get(needs).holds(t, 200, "24 件", "9 件", "12345 来电", "!23 件")

		topic := b.raise("hepingli", "wang", "晚上停车占道")
		li.send("/hepingli/desk/topics/"+topic, "screen", "decision", "accept", "reason-accept", "recurring", "sentence", "列入").led(t, "/hepingli/desk/topics?done=screened-accept")
		li.send(needs, "needs-topic", "topic", topic, "theme", "停车难").led(t, needs+"?done=need-noted")
		li.get(needs).holds(t, 200, "晚上停车占道", "1 人", "月协商议题")
		li.late(t, needs+"/topic", "topic", "nothing", "theme", "停车难").holds(t, 422)
	})
}

// The desks of calls are for who works there; another community's call is not there.
func TestCallDesksAreClosed(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.roster(6)
	b.streetStaff()
	c, street := b.call(), b.call(ofStreet)
	for _, path := range []string{deskCalls, deskCalls + "/new", deskCalls + "/" + c.ID, deskCalls + "/" + c.ID + "/paper", deskCalls + "/" + c.ID + "/ideas", "/hepingli/desk/needs"} {
		b.get(path).holds(t, 401)
		b.as("hepingli", "wang").get(path).holds(t, 403)
		b.as("anzhen", "wu").get(path).holds(t, 403)
	}
	wu, liu, li := b.as("anzhen", "wu"), b.as("hepingli-jiedao", "liu"), b.as("hepingli", "li")
	for _, below := range []string{"", "/paper", "/print", "/ideas"} {
		wu.get("/anzhen/desk/calls/"+c.ID+below).holds(t, 404)
	}
	for _, below := range []string{"/publish", "/extend", "/withdraw", "/ideas", "/need"} {
		wu.late(t, "/anzhen/desk/calls/"+c.ID+below, "closes", "2026-12-01", "why", "x", "seen", "x", "theme", "x").holds(t, 404)
	}
	// At the desk of a community of its street a call is watched and entered, not changed; its ideas are the street's.
	li.get("/hepingli/desk/calls").holds(t, 200, "街道在这里征集的", "小花园建成什么样")
	li.get(deskCalls+"/"+street.ID).holds(t, 200, "1 号楼", "录入纸面回答", "!延期", "!撤回", "!安贞社区居委会")
	li.get(deskCalls+"/"+street.ID+"/ideas").holds(t, 404)
	liu.get("/hepingli-jiedao/desk/calls").holds(t, 200, "小花园建成什么样", "!单元门禁怎样改", "起草征集")
	liu.get("/hepingli-jiedao/desk/calls/"+street.ID).holds(t, 200, "和平里社区居委会", "延期", "!录入纸面回答")
	liu.get("/hepingli-jiedao/desk/calls/new").holds(t, 200, "和平里社区全部", "安贞社区全部")
	liu.get("/hepingli-jiedao/desk/needs").holds(t, 200, "清单还是空的", "导入 12345", "!从议题记进来")
	liu.get("/hepingli-jiedao/desk/calls/"+c.ID).holds(t, 404)
	b.as("dongcheng", "gao").get("/dongcheng/desk/calls").holds(t, 404)

	// A stairwell head writes down at the door, not at the desk.
	b.change("hepingli", func(tx *store.Tx) error {
		now := b.clock.Now()
		return tx.GrantRole("hepingli", residents.Role{Community: "hepingli", Resident: "sun", Name: residents.RoleStairwellHead, Scope: "1 号楼", From: now.AddDate(-1, 0, 0), To: now.AddDate(1, 0, 0)})
	})
	sun := b.as("hepingli", "sun")
	sun.get(deskCalls+"/"+c.ID+"/paper").holds(t, 403)
	sun.get(callPath(c)).holds(t, 200, "上门记下回答", "/hepingli/calls/"+c.ID+"/door")
	b.as("hepingli", "wang").get(callPath(c)).holds(t, 200, "!上门记下回答")
	b.clock.move(18 * 24 * time.Hour)
	li.get("/hepingli/desk").holds(t, 200, "快要截止，还有楼没有达到比例")
}
