package main

import (
	"context"
	"testing"

	"yishiting/consultation"
	"yishiting/server/browsertest"
	"yishiting/server/store"
)

// handed is a topic of hepingli that the committee has handed to the street.
func (w *walk) handed(title string) string {
	id := w.raise("hepingli/sun", title)
	w.screen(consultation.Screening{Topic: id, Decision: consultation.Refer, Reason: "beyond-community", To: "street"})
	return id
}

func TestStreetTakesACase(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.handed("早市占道，孩子上学绕行")
	path := "/hepingli-jiedao/desk/cases/hepingli/" + id
	liu, gao := w.as("hepingli-jiedao", "liu"), w.as("dongcheng", "gao")
	liu.get("/hepingli-jiedao/desk").holds(t, 200, "早市占道", "接收还剩 5 个工作日", "刘主任 · 街道工作人员", path, "!<script")
	liu.get(path).holds(t, 200, "早市占道", "和平里社区", "公布决定", "移交和平里街道", "!答复社区")
	gao.get("/dongcheng/desk").holds(t, 200, "没有等着接收的事项")
	gao.get("/dongcheng/desk/cases/hepingli/"+id).holds(t, 404) // never offered to the district

	liu.send(path, "receive", "answer", "我们办").holds(t, 422, "请在给出的选项里选一项", "我们办</textarea>")
	liu.send(path, "receive", "accept", "yes", "answer", "我们办", "due", "").holds(t, 422, `href="#receive-due"`, "我们办</textarea>", `value="yes" checked`)
	liu.send(path, "receive", "accept", "yes", "answer", "我们办", "due", "2026-11-01").holds(t, 422, "日期或时间不对")
	liu.send(path, "receive", "accept", "no", "answer", "").holds(t, 422, "这一项需要填写")
	action, values := liu.get(path).fill(t, "receive", "accept", "yes", "answer", "由街道城管办牵头。", "due", "2026-12-15")
	liu.do("POST", action, values).led(t, path+"?done=case-accepted")
	liu.do("POST", action, values).led(t, path+"?done=case-accepted")
	liu.late(t, path+"/receive", "accept", "no", "answer", "退").holds(t, 422, "不在您这一级", "退</textarea>")

	liu.send(path, "update", "kind", "whistle", "text", "召集市场监管、城管到场。").led(t, path+"?done=case-updated")
	liu.send(path, "update", "kind", "gossip", "text", "某事").holds(t, 422, "某事</textarea>")
	liu.send(path, "pass-on", "why", "money", "text", "需要区里拨款").led(t, path+"?done=handed-on")
	liu.get(path).holds(t, 200, "召集市场监管、城管到场。", "移交东城区：经费超出", "!公布决定")

	above := "/dongcheng/desk/cases/hepingli/" + id
	gao.get("/dongcheng/desk").holds(t, 200, "早市占道", above)
	liu.late(t, path+"/receive", "accept", "yes", "answer", "越级", "due", "2026-12-15").holds(t, 422, "不在您这一级")
	gao.late(t, path+"/receive", "accept", "yes", "answer", "走错门", "due", "2026-12-15").holds(t, 403)
	gao.send(above, "receive", "accept", "yes", "answer", "列入计划", "due", "2026-12-20").led(t, above+"?done=case-accepted")
	liu.get(path).holds(t, 200, "现在由东城区承办")
	gao.send(above, "give-back", "answer", "拨款十万元。", "task", "", "owner", "城管委", "due", "2027-01-15").holds(t, 422, "拨款十万元。</textarea>", `href="#give-back-task"`)
	gao.send(above, "give-back", "answer", "拨款十万元。", "task", "改造早市", "owner", "城管委", "due", "2027-01-15").led(t, above+"?done=given-back")
	gao.get(above).holds(t, 200, "答复，交回和平里社区落实", "现在由和平里社区承办")
}

func TestStreetReturnsACase(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.handed("路灯不亮")
	path := "/hepingli-jiedao/desk/cases/hepingli/" + id
	liu := w.as("hepingli-jiedao", "liu")
	liu.send(path, "receive", "accept", "no", "answer", "属于社区职责。", "due", "").led(t, path+"?done=case-returned")
	liu.get(path).holds(t, 200, "属于社区职责。", "现在由和平里社区承办")
}

// A case is for the staff of the bodies to which it was offered, and by the community it began in.
func TestStreetByWhom(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id, own := w.handed("早市占道"), w.accepted("社区自己办的事")
	path := "/hepingli-jiedao/desk/cases/hepingli/" + id
	liu := w.as("hepingli-jiedao", "liu")
	for _, bad := range []string{"anzhen/" + id, "hepingli-jiedao/" + id, "nowhere/" + id, "hepingli/" + own, "hepingli/nothing"} {
		liu.get("/hepingli-jiedao/desk/cases/"+bad).holds(t, 404)
		for _, verb := range []string{"receive", "update", "hand-on", "give-back"} {
			liu.late(t, "/hepingli-jiedao/desk/cases/"+bad+"/"+verb, "accept", "no", "answer", "不").holds(t, 404)
		}
	}
	liu.get("/hepingli/desk/cases/hepingli/"+id).holds(t, 404)
	for _, who := range [][2]string{{"hepingli", "wang"}, {"hepingli", "chen"}, {"anzhen", "wu"}, {"dongcheng", "gao"}, {"installation", "administrator"}} {
		them := w.as(who[0], who[1])
		them.get("/hepingli-jiedao/desk").holds(t, 403, "街道工作人员使用")
		them.get(path).holds(t, 403)
		them.late(t, path+"/receive", "accept", "no", "answer", "不").holds(t, 403)
	}
	w.stranger().get("/hepingli-jiedao/desk").holds(t, 401)
	w.clock.set("2031-11-04 09:00")
	w.as("hepingli-jiedao", "liu").get(path).holds(t, 403, "您的任期已在")
}

func TestStreetOrders(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	topic, _ := w.carrying()
	w.handed("早市占道，孩子上学绕行")
	var tasks []consultation.Task
	if err := w.store.View(context.Background(), func(v *store.View) (err error) {
		tasks, err = v.Tasks("hepingli", topic)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	task := tasks[0]
	liu := w.as("hepingli-jiedao", "liu")
	order := "/hepingli-jiedao/desk/cases/hepingli/" + topic + "/orders/" + task.ID
	liu.get("/hepingli-jiedao/desk").holds(t, 200, "!下督办单", "已开会", "没有开，也没有说明", "和平里社区", "安贞社区")
	liu.late(t, order, "text", "还没到期", "due", "2027-06-01").holds(t, 422, "这一步已经结束")

	w.clock.set(task.Due.In(hepingli.Location()).AddDate(0, 0, 2).Format("2006-01-02 15:04"))
	liu = w.as("hepingli-jiedao", "liu")
	form := "order-" + task.ID
	liu.get("/hepingli-jiedao/desk").holds(t, 200, "社区逾期的落实", "逾期", "下督办单", task.Title)
	liu.send("/hepingli-jiedao/desk", form, "text", "抓紧", "due", "").holds(t, 422, "抓紧</textarea>", "<details open>", `href="#order-`+task.ID+`-due"`)
	for _, bad := range []string{
		"/hepingli-jiedao/desk/cases/anzhen/" + topic + "/orders/" + task.ID,
		"/hepingli-jiedao/desk/cases/hepingli/other/orders/" + task.ID,
		"/hepingli-jiedao/desk/cases/hepingli/" + topic + "/orders/none",
		"/dongcheng/desk/cases/hepingli/" + topic + "/orders/" + task.ID,
	} {
		who := liu
		if bad[:10] == "/dongcheng" {
			who = w.as("dongcheng", "gao")
		}
		who.late(t, bad, "text", "抓紧", "due", "2027-06-01").holds(t, 404)
	}
	b := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(b, "hepingli-jiedao", "liu")
	b.Go("/hepingli-jiedao/desk").Press("下督办单").Axe().Picture("desk-street")
	action, values := liu.get("/hepingli-jiedao/desk").fill(t, form, "text", "请物业抓紧办完。", "due", "2027-06-01")
	liu.do("POST", action, values).led(t, "/hepingli-jiedao/desk?done=ordered")
	liu.do("POST", action, values).led(t, "/hepingli-jiedao/desk?done=ordered")
	liu.get("/hepingli-jiedao/desk?done=ordered").holds(t, 200, "督办单已下达并公布", "!下督办单")
	if err := w.store.View(context.Background(), func(v *store.View) error {
		orders, err := v.Orders("hepingli", topic)
		if len(orders) != 1 || orders[0].Text != "请物业抓紧办完。" {
			t.Errorf("orders %+v", orders)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
}

func TestStreetInTheBrowser(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.handed("早市占道，孩子上学绕行")
	b := browsertest.Open(t, w.URL).Wide().Allow("status of 4")
	w.enter(b, "hepingli-jiedao", "liu")
	b.Go("/hepingli-jiedao/desk/cases/hepingli/" + id).See("怎么处理").Axe().Picture("desk-street-case")
	b = browsertest.Open(t, w.URL).Allow("status of 4")
	w.enter(b, "hepingli-jiedao", "liu")
	b.Go("/hepingli-jiedao/desk/cases/hepingli/" + id).Axe().Picture("desk-street-case-phone")
	b.Go("/hepingli-jiedao/desk").Axe().Picture("desk-street-phone")
}
