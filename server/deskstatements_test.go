package main

import (
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// says lets somebody of hepingli say something on a topic, and gives its id.
func (w *walk) says(who, topic string, side consultation.Side, text string) string {
	return w.by("hepingli/"+who, func(tx *store.Tx, by residents.Sender) error {
		return consultation.MakeStatement(tx, by, consultation.Statement{Community: "hepingli", Topic: topic, Side: side, Text: text})
	})
}

func TestModerate(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic := w.accepted("3 号楼南侧建电动车充电棚")
	agree, insult, question, own := w.says("zhao", topic, consultation.For, "同意，早该建了。"), w.says("sun", topic, consultation.Against, "骂人的话"),
		w.says("wang", topic, consultation.Question, "电费怎么收？"), w.says("li", topic, consultation.For, "委员自己的话")
	li := w.as("hepingli", "li")
	const list, public = "/hepingli/desk/statements", "/hepingli/topics/"
	li.get(list).holds(t, 200, "同意，早该建了。", "赵**", "5 号楼", "这是您自己说的", `<span>意见</span> <span class="">4</span>`, "!赵建国")
	li.get("/hepingli/desk").holds(t, 200, "居民的意见等着看")
	w.stranger().get(public+topic).holds(t, 200, "!早该建了")

	action, values := li.get(list).fill(t, "show-"+agree)
	li.do("POST", action, values).led(t, list+"?done=statement-shown")
	li.do("POST", action, values).led(t, list+"?done=statement-shown")
	w.stranger().get(public+topic).holds(t, 200, "早该建了")
	li.send(list, "hide-"+insult, "reason", "").holds(t, 422, "请在给出的选项里选一项", "<details open>", `href="#hide-`+insult+`-reason"`)
	li.send(list, "hide-"+insult, "reason", "insult").led(t, list+"?done=statement-hidden")
	w.stranger().get(public+topic).holds(t, 200, "!骂人的话")
	li.send(list, "reply-"+question, "reply", "打 13800001234").holds(t, 422, "电话或身份证号", "打 13800001234</textarea>")
	li.send(list, "show-"+question).led(t, list+"?done=statement-shown")
	li.get(list).holds(t, 200, "还没有答复的提问", "电费怎么收？")
	li.send(list, "reply-"+question, "reply", "按居民电价收，公开账目。").led(t, list+"?done=statement-answered")
	li.get(list).holds(t, 200, "!电费怎么收？")
	w.stranger().get(public+topic).holds(t, 200, "按居民电价收，公开账目。")

	li.late(t, list+"/"+own+"/show", "part", own).holds(t, 422, "不能处理自己提出的事项")
	li.late(t, list+"/none/show").holds(t, 404)
	w.as("anzhen", "wu").late(t, "/anzhen/desk/statements/"+own+"/show").holds(t, 404)
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"hepingli-jiedao", "liu"}, {"installation", "administrator"}} {
		them := w.as(who[0], who[1])
		them.get(list).holds(t, 403, "!委员自己的话")
		them.late(t, list+"/"+own+"/show", "part", own).holds(t, 403)
		them.late(t, list+"/"+own+"/hide", "part", own, "reason", "insult").holds(t, 403)
		them.late(t, list+"/"+own+"/reply", "part", own, "reply", "答").holds(t, 403)
	}
	w.stranger().get(list).holds(t, 401)

	b := browsertest.Open(t, w.URL).Allow("status of 4")
	w.enter(b, "hepingli", "zhou")
	b.Go(list).Press("公开并答复").Axe().Picture("desk-statements-phone")
}

func TestStatementsGoOn(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic := w.accepted("充电棚")
	for range 31 {
		w.says("zhao", topic, consultation.For, "同意")
	}
	w.clock.set("2026-11-03 09:30")
	last := w.says("sun", topic, consultation.Against, "最后一条")
	li := w.as("hepingli", "li")
	next := regexpFirst(`href="(/hepingli/desk/statements\?after=[^"]+)"`, li.get("/hepingli/desk/statements").body)
	li.get(next).holds(t, 200, "最后一条", "!看后面的")
	li.send(next, "reply-"+last, "reply", "").holds(t, 422, "这一项需要填写", "最后一条", `href="#reply-`+last+`-reply"`)
	got := li.send(next, "show-"+last)
	if got.StatusCode != 303 || regexpFirst(`(after=)`, got.Header.Get("Location")) == "" {
		t.Error(got.Status, got.Header.Get("Location"))
	}
}

func TestOpenFromCalls(t *testing.T) {
	t.Parallel()
	b := boot(t)
	li := b.as("hepingli", "li")
	const path = "/hepingli/desk/hotline"
	good := []string{"calls", "23", "days", "30", "title", "地下室反水", "problem", "6 号楼地下室污水返涌", "place", "6 号楼", "wish", "疏通干管"}
	li.send(path, "calls", append(good, "calls", "零")...).holds(t, 422, "请填整数", "疏通干管</textarea>", `href="#calls-calls"`)
	li.send(path, "calls", append(good, "days", "400")...).holds(t, 422, "最大 366", `href="#calls-days"`)
	li.send(path, "calls", append(good, "problem", "来电人 13800001234")...).holds(t, 422, "电话或身份证号")
	action, values := li.get(path).fill(t, "calls", good...)
	got := li.do("POST", action, values)
	if again := li.do("POST", action, values); got.StatusCode != 303 || again.Header.Get("Location") != got.Header.Get("Location") {
		t.Fatal(got.Status, again.Status, mainOf(got.body))
	}
	li.get(path).holds(t, 200, "本月由来电提出的", "地下室反水", "12345 来电 23 件")
	topic := regexpFirst(`^([^?]+)`, got.Header.Get("Location"))
	li.get(topic).holds(t, 200, "30 天内 23 件", "不能处理自己提出的事项")
	b.as("hepingli", "zhou").send(topic, "screen", "decision", "accept", "reason-accept", "recurring", "sentence", "列入").led(t, "/hepingli/desk/topics?done=screened-accept")
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"installation", "administrator"}} {
		them := b.as(who[0], who[1])
		them.get(path).holds(t, 403)
		them.late(t, path, good...).holds(t, 403)
	}
}

func TestStateNoMeeting(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	li := w.as("hepingli", "li")
	const path = "/hepingli/desk/months"
	li.get(path).holds(t, 200, "2026 年 11 月", "还没有开")
	li.send(path, "no-meeting", "month", "2026-11").holds(t, 422, "这一项需要填写", `value="2026-11" selected`)
	li.send(path, "no-meeting", "month", "2020-01", "reason", "早的").holds(t, 422, "请在给出的选项里选一项", "早的</textarea>")
	action, values := li.get(path).fill(t, "no-meeting", "month", "2026-11", "reason", "会议室维修，改在下月。")
	li.do("POST", action, values).led(t, path+"?done=no-meeting-stated")
	li.do("POST", action, values).led(t, path+"?done=no-meeting-stated")
	li.get(path).holds(t, 200, "没有开：会议室维修，改在下月。")
	w.as("hepingli-jiedao", "liu").get("/hepingli-jiedao/desk").holds(t, 200, "没有开：会议室维修，改在下月。")

	held := bootWalk(t)
	held.carrying()
	held.as("hepingli", "li").get(path).holds(t, 200, "已开会")
	held.as("hepingli", "li").late(t, path, "month", "2026-11", "reason", "说明").holds(t, 422, "已经开过协商会", "说明</textarea>")
	for _, who := range [][2]string{{"hepingli", "wang"}, {"anzhen", "wu"}, {"installation", "administrator"}} {
		them := w.as(who[0], who[1])
		them.get(path).holds(t, 403)
		them.late(t, path, "month", "2026-11", "reason", "说明").holds(t, 403)
	}
	li.get(path+"?before=x").holds(t, 404)

	b := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(b, "hepingli", "zhou")
	b.Go(path).Axe().Picture("desk-months").Go("/hepingli/desk/hotline").Axe().Picture("desk-hotline")
}

// Topics like the one to be screened stand beside it.
func TestScreenBesideTheAlike(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	old := w.accepted("3 号楼南侧建电动车充电棚")
	w.as("hepingli", "li").get("/hepingli/desk/topics/"+old).holds(t, 200, "近几个月没有相近的议题", "!/hepingli/topics/"+old)
	id := w.raise("hepingli/zhao", "希望 5 号楼也建电动车充电棚")
	w.as("hepingli", "li").get("/hepingli/desk/topics/"+id).holds(t, 200, "相近的议题", "3 号楼南侧建电动车充电棚</a>")
}
