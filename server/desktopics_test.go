package main

import (
	"net/url"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func TestScreen(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.clock.set("2026-11-20 09:00")
	id := b.raise("hepingli", "wang", "楼道堆物挡住消防通道")
	path := "/hepingli/desk/topics/" + id
	li := b.as("hepingli", "li")
	li.get("/hepingli/desk").holds(t, 200, "楼道堆物挡住消防通道", "审核还剩 5 个工作日", `<span>待审议题</span> <span class="">1</span>`)
	li.get("/hepingli/desk/topics").holds(t, 200, "楼道堆物挡住消防通道", "3 号楼 王**", "11 月 20 日（周五）", "五个工作日", "!王秀兰")
	li.get(path).holds(t, 200, "已经好几个月了", "王**", "同意居委会就此事联系", "2026-001", "审核还剩 5 个工作日", "!王秀兰", "公布处理并告知")

	got := li.send(path, "screen", "decision", "decline", "reason-accept", "common-concern", "sentence", "这件事\n说不清")
	got.holds(t, 422, "请在给出的选项里选一项", "这件事\n说不清</textarea>", `value="decline" checked`, `href="#screen-reason-decline"`, "错误：楼道堆物")
	li.send(path, "screen", "sentence", "没有选").holds(t, 422, `href="#screen-decision"`)
	li.send(path, "screen", "decision", "merge", "into", id, "sentence", "并").holds(t, 422, "不能并入那个议题", `href="#screen-into"`)
	li.send(path, "screen", "decision", "refer", "reason-refer", "public-order", "sentence", "转").holds(t, 422, `href="#screen-to"`)
	li.send(path, "screen", "decision", "accept", "reason-accept", "recurring", "sentence", "打 13800001234 问").holds(t, 422, "电话或身份证号", `value="recurring" selected`)
	li.send(path, "screen", "decision", "accept", "reason-accept", "recurring").holds(t, 422, "这一项需要填写")
	li.send(path, "screen", "decision", "accept", "reason-accept", "recurring", "sentence", strings.Repeat("长", 201)).holds(t, 422, "最多 200 字")

	action, values := li.get(path).fill(t, "screen", "decision", "accept", "reason-accept", "recurring", "sentence", "本月一并讨论临时存放点的办法。")
	li.do("POST", action, values).led(t, "/hepingli/desk/topics?done=screened-accept")
	li.do("POST", action, values).led(t, "/hepingli/desk/topics?done=screened-accept") // pressed twice
	li.get("/hepingli/desk/topics?done=screened-accept").holds(t, 200, "已列入协商，提出人已收到通知", "没有等着审核的议题")
	li.get(path).holds(t, 200, "本月一并讨论临时存放点的办法。", "反复出现的问题", "李文静 审核", "这一步已经结束", "!公布处理并告知")

	values.Set("sentence", "改一改")
	li.do("POST", action, values).holds(t, 422, "这份表单已经用来做过另一件事")
	b.as("hepingli", "zhou").late(t, path, "decision", "decline", "reason-decline", "unclear", "sentence", "迟了").holds(t, 422, "这一步已经结束", "迟了</textarea>")
}

// late sends a form that the page no longer shows, as one opened before would be.
func (b *booted) late(t *testing.T, action string, fields ...string) reply {
	t.Helper()
	values := url.Values{"command": {residents.NewID(b.clock.Now()) + "-late"}}
	for i := 0; i+1 < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return b.do("POST", action, values)
}

func TestScreenMergeAndRefer(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	shed, same, market := b.raise("hepingli", "wang", "3 号楼南侧建充电棚"), b.raise("hepingli", "zhao", "充电没有地方"), b.raise("hepingli", "sun", "早市占道")
	li.send("/hepingli/desk/topics/"+shed, "screen", "decision", "accept", "reason-accept", "common-concern", "sentence", "列入").led(t, "/hepingli/desk/topics?done=screened-accept")
	li.get("/hepingli/desk/topics/"+same).holds(t, 200, "3 号楼南侧建充电棚（2026-001）")
	li.send("/hepingli/desk/topics/"+same, "screen", "decision", "merge", "into", shed, "sentence", "是同一件事").led(t, "/hepingli/desk/topics?done=screened-merge")
	li.get("/hepingli/desk/topics/"+shed).holds(t, 200, "1 人附议")
	li.send("/hepingli/desk/topics/"+market, "screen", "decision", "refer", "to", "police", "reason-refer", "public-order", "sentence", "请派出所处理").led(t, "/hepingli/desk/topics?done=screened-refer")
	li.get("/hepingli/desk/topics/"+market).holds(t, 200, "转办：派出所", "涉及治安")
}

// Nobody decides on their own topic, nor twice on one; and another community's topic is none of theirs.
func TestScreenByWhom(t *testing.T) {
	t.Parallel()
	b := boot(t)
	own := b.raise("hepingli", "li", "委员自己提的议题")
	path := "/hepingli/desk/topics/" + own
	li, zhou := b.as("hepingli", "li"), b.as("hepingli", "zhou")
	li.get("/hepingli/desk/topics").holds(t, 200, "须由另一位委员处理")
	li.get(path).holds(t, 200, "不能处理自己提出的事项", "可以审核的人", "周明", "陈志远", "!公布处理并告知")
	decline := []string{"decision", "decline", "reason-decline", "unclear", "sentence", "请说清楚"}
	li.late(t, path, decline...).holds(t, 422, "不能处理自己提出的事项")
	zhou.send(path, "screen", decline...).led(t, "/hepingli/desk/topics?done=screened-decline")

	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.MakeAppeal(tx, by, "hepingli", own, "我补充说明：就是那个路口")
	})
	zhou.get("/hepingli/desk/topics").holds(t, 200, "申诉", "复审还剩 5 个工作日", "须由另一位委员处理")
	zhou.get("/hepingli/desk").holds(t, 200, "复审还剩 5 个工作日")
	zhou.get(path).holds(t, 200, "就是那个路口", "申诉要由另一位委员审核", "陈志远", "!李文静</span>", "!公布处理并告知")
	zhou.late(t, path, decline...).holds(t, 422, "申诉要由另一位委员审核")
	b.as("hepingli", "chen").send(path, "screen", "decision", "accept", "reason-accept", "opinion-needed", "sentence", "列入").led(t, "/hepingli/desk/topics?done=screened-accept")
	zhou.get(path).holds(t, 200, "列入协商（复审）", "不列入", "陈志远 审核")

	wu := b.as("anzhen", "wu")
	wu.get(path).holds(t, 403)
	wu.get("/anzhen/desk/topics/"+own).holds(t, 404)
	wu.late(t, "/anzhen/desk/topics/"+own, decline...).holds(t, 404)
	b.as("hepingli", "wang").late(t, path, decline...).holds(t, 403, "工作台由在任的")
	b.as("installation", "administrator").late(t, path, decline...).holds(t, 403)
	b.stranger().late(t, path, decline...).holds(t, 401)

	late := b.raise("hepingli", "sun", "任期中间的议题")
	b.clock.set("2026-11-03 09:30")
	page := li.get("/hepingli/desk/topics/" + late)
	b.clock.set("2026-11-20 09:00")
	li.get("/hepingli/desk/topics").holds(t, 200, "审核逾期")
	b.act("hepingli", "li", func(tx *store.Tx, by residents.Sender) error {
		for _, role := range by.Roles {
			if role.Name == residents.RoleCommitteeMember {
				return tx.EndRole("hepingli", role)
			}
		}
		return residents.ErrNotFound
	})
	action, values := page.fill(t, "screen", decline...)
	li.do("POST", action, values).holds(t, 401)
	li.signIn("hepingli", "li")
	li.do("POST", action, values).holds(t, 403, "您的任期已在 2026 年 11 月 20 日（周五）结束")
}

// stranger is the portal in the browser of somebody who has not signed in.
func (b *booted) stranger() *booted {
	other := *b
	other.client = b.visitor()
	return &other
}

func TestTopicsGoOn(t *testing.T) {
	t.Parallel()
	b := boot(t)
	for range 31 {
		b.raise("hepingli", "wang", "一件小事")
	}
	b.clock.set("2026-11-03 09:01")
	last := b.raise("hepingli", "sun", "最后的一件")
	li := b.as("hepingli", "li")
	first := li.get("/hepingli/desk/topics")
	first.holds(t, 200, "看后面的", "!最后的一件", `<span class="">32</span>`)
	next := regexpFirst(`href="(/hepingli/desk/topics\?after=[^"]+)"`, first.body)
	li.get(next).holds(t, 200, "最后的一件", last, "!看后面的")
	for _, bad := range []string{"x", "12", "-4.abc", "12." + strings.Repeat("a", 100)} {
		li.get("/hepingli/desk/topics?after="+bad).holds(t, 404)
	}
}
