package main

import (
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func TestTopicWaitsForItsAuthorAndTheDesk(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.raise("hepingli/wang", "楼道堆物")
	path := "/hepingli/topics/" + id
	w.get(path).holds(t, 404)
	w.as("hepingli", "zhao").get(path).holds(t, 404, "!楼道堆物")
	w.as("anzhen", "wu").get(path).holds(t, 404)
	w.as("hepingli", "li").get(path).holds(t, 200, "待审核")
	wang := w.as("hepingli", "wang")
	wang.get(path).holds(t, 200, "审核还剩 5 个工作日，11 月 10 日截止", "11 月 10 日（周二）24:00前审核", "撤回议题", "王**", "3 号楼", "!王秀兰 3")
	wang.get("/anzhen/topics/"+id).holds(t, 404)
	wang.get("/hepingli/topics/no").holds(t, 404)

	_, stale := wang.get(path).fill(t, "withdraw")
	zhao := w.as("hepingli", "zhao")
	zhao.do("POST", path+"/support", stale).holds(t, 404) // nothing tells that it is there
	wang.do("POST", path+"/withdraw", stale).led(t, path+"?done=withdrawn")
	wang.get(path).holds(t, 200, "已撤回", "!撤回议题")
	wang.do("POST", path+"/withdraw", stale).led(t, path+"?done=withdrawn") // the same command again
	stale.Set("command", "0000000000000000-withdraw")
	wang.do("POST", path+"/withdraw", stale).holds(t, 422, "这一步已经结束")
}

func TestTopicScreenedAndAppealed(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.raise("hepingli/wang", "邻居家狗叫")
	path := "/hepingli/topics/" + id
	w.screen(consultation.Screening{Topic: id, Decision: consultation.Refer, To: "mediation", Reason: "personal-dispute", Sentence: "这是两家的纠纷。"})
	w.get(path).holds(t, 200, "已转办", "转办：属于个人之间的纠纷", "这是两家的纠纷。", "人民调解", "不收费", "!申诉理由")
	wang := w.as("hepingli", "wang")
	got := wang.send(path, "appeal", "why", " ")
	got.holds(t, 422, "这一项需要填写", "申诉理由")
	action, again := got.fill(t, "appeal", "why", "不是纠纷，整栋楼都受影响")
	wang.do("POST", action, again).led(t, path+"?done=appealed")
	wang.do("POST", action, again).led(t, path+"?done=appealed")
	wang.get(path).holds(t, 200, "提出人申诉", "整栋楼都受影响", "由另一位委员重新审核", "申诉只有一次", "!申诉理由")
	w.as("hepingli", "zhao").get(path).holds(t, 200, "提出人申诉", "!整栋楼都受影响")
	w.as("hepingli", "li").get(path).holds(t, 200, "整栋楼都受影响")
}

func TestTopicSupported(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.accepted("建充电棚")
	path := "/hepingli/topics/" + id
	w.get(path).holds(t, 200, "0 人附议", "您还没有登录", "!我也附议")
	w.as("hepingli", "wang").get(path).holds(t, 200, "自己提的议题", "!我也附议")
	w.as("anzhen", "qian").get(path).holds(t, 200, "您现在的身份不能做这件事", "!我也附议")
	zhao := w.as("hepingli", "zhao")
	action, values := zhao.get(path).fill(t, "support")
	zhao.do("POST", action, values).led(t, path+"?done=supported")
	zhao.do("POST", action, values).led(t, path+"?done=supported")
	zhao.get(path+"?done=supported").holds(t, 200, "您的附议已记下", "1 人附议", "其中有您", "收回附议")
	values.Set("command", "0000000000000000-support")
	zhao.do("POST", action, values).holds(t, 422, "您已经办过这件事")
	other := w.accepted("希望建棚")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.MergeTopic(tx, by, "hepingli", other, id, "同一件事")
		return err
	})
	zhao.get(path).holds(t, 200, "并入本议题的", "希望建棚")
	zhao.get("/hepingli/topics/"+other).holds(t, 200, "已并入「建充电棚」", `href="`+path+`"`)
	zhao.send(path, "unsupport").led(t, path+"?done=unsupported")
	zhao.get(path).holds(t, 200, "0 人附议")
}

func TestTopicStatements(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.accepted("建充电棚")
	path := "/hepingli/topics/" + id
	zhao := w.as("hepingli", "zhao")
	got := zhao.send(path, "statement", "text", "请打 13812345678 找我")
	got.holds(t, 422, "请在给出的选项里选一项", "请打 13812345678 找我")
	got = zhao.send(path, "statement", "side", "against", "text", "请打 13812345678 找我")
	got.holds(t, 422, "像是有电话", "请打 13812345678 找我")
	zhao.send(path, "statement", "side", "against", "text", "离窗户太近").led(t, path+"?done=stated")
	zhao.get(path).holds(t, 200, "离窗户太近", "等待审看，暂时只有您看得到", "!反对 1 条")
	w.get(path).holds(t, 200, "!离窗户太近")
	var statement string
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		all, err := tx.Spoken("hepingli", id, "zhao", "", 5)
		if err != nil || len(all) != 1 {
			t.Error(all, err)
			return err
		}
		statement = all[0].ID
		return consultation.ReplyStatement(tx, by, "hepingli", statement, "离窗户 12 米。")
	})
	w.get(path).holds(t, 200, "离窗户太近", "反对 1 条", "赵**", "5 号楼", "居委会答复 11 月 3 日", "离窗户 12 米。", "!赵建国")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.HideStatement(tx, by, "hepingli", statement, "off-topic")
	})
	w.get(path).holds(t, 200, "!离窗户太近")
	zhao.get(path).holds(t, 200, "没有公开：与议题无关")
	for range mostStatements + 1 {
		s := w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
			return consultation.MakeStatement(tx, by, consultation.Statement{Community: "hepingli", Topic: id, Side: consultation.For, Text: "支持"})
		})
		w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
			return consultation.ShowStatement(tx, by, "hepingli", s)
		})
	}
	first := w.get(path)
	if n := strings.Count(first.body, "孙**"); n != mostStatements {
		t.Errorf("%d statements on the first page", n)
	}
	older := regexpFirst(`href="([^"]*before=[^"]*)#statements"`, first.body)
	if next := w.get(older); strings.Count(next.body, "孙**") != 1 || !strings.Contains(next.body, "看较新的") {
		t.Error("the older page", older, mainOf(next.body))
	}
}

func TestTopicOutcomeAndObjections(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id, meeting := w.carrying()
	path := "/hepingli/topics/" + id
	form := "objection-" + meeting
	w.get(path).holds(t, 200, "正在落实", "协商一致，交付落实", "第 1 天，共 15 天", "12 月 8 日 止", "第三十四条", "第三十二条", "协商不是表决",
		"先建南侧一处", "担心离住户窗户太近", "没有人提出异议", "您还没有登录", "建三处充电棚", "1 月 20 日到期",
		`href="/hepingli/meetings/`+meeting+`/minutes"`, "公布协商结果", "!附议的人多，先商量")
	zhao := w.as("hepingli", "zhao")
	got := zhao.send(path, form, "text", "")
	got.holds(t, 422, "这一项需要填写")
	action, values := got.fill(t, form, "text", "三处太多")
	zhao.do("POST", action, values).led(t, path+"?done=objected")
	zhao.do("POST", action, values).led(t, path+"?done=objected")
	zhao.get(path).holds(t, 200, "三处太多", "答复还剩 3 个工作日", "一次就够了")
	sun := w.as("hepingli", "sun")
	page := sun.get(path)
	page.holds(t, 200, "赵**", "答复时一并公开", "!三处太多")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		all, err := tx.ObjectionsOn("hepingli", id, 9)
		if err != nil {
			return err
		}
		return consultation.AnswerObjection(tx, by, "hepingli", all[0].ID, "儿童活动区不动。")
	})
	w.get(path).holds(t, 200, "三处太多", "儿童活动区不动。")
	action, values = page.fill(t, form, "text", "我也不同意")
	w.clock.set("2026-12-08 23:59")
	sun.get(path).holds(t, 200, "第 15 天，共 15 天", "提出异议")
	w.clock.set("2026-12-09 00:00")
	got = sun.do("POST", action, values)
	got.holds(t, 422, "公开期已过，不能再提异议", "已满 15 天", "!提出异议</button>")
}

func TestTopicProgress(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id, _ := w.carrying()
	path := "/hepingli/topics/" + id
	w.as("hepingli", "zhao").get(path).holds(t, 200, "!公布进展</button>")
	li := w.as("hepingli", "li")
	page := li.get(path)
	form := regexpFirst(`<form id="(progress-[^"]+)"`, page.body)
	li.send(path, form, "text", "打 13812345678").holds(t, 422, "像是有电话")
	action, values := page.fill(t, form, "text", "地面已平整")
	li.do("POST", action, values).led(t, path+"?done=progress")
	other := w.accepted("别的议题")
	wrong := strings.Replace(action, id, other, 1)
	values.Set("command", "0000000000000000-progress")
	li.do("POST", wrong, values).holds(t, 404)
	w.as("hepingli", "zhao").do("POST", action, values).holds(t, 422, "这不是您名下的事")
	w.get(path).holds(t, 200, "地面已平整", "公布进展")

	w.clock.set("2027-01-24 09:00")
	w.tick()
	w.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		tasks, err := tx.Tasks("hepingli", id)
		if err != nil {
			return err
		}
		return consultation.GiveOrder(tx, by, "hepingli", tasks[0].ID, "请五日内完成。", beijingTime("2027-01-26 00:00"))
	}, "hepingli")
	w.clock.set("2027-01-28 09:00")
	w.get(path).holds(t, 200, "逾期 3 天", "街道督办 1 月 24 日", "请五日内完成。", "限 1 月 25 日完成")
	w.finish(id)
	action, values = page.fill(t, form, "text", "太晚", "command", "0000000000000000-late")
	w.as("hepingli", "li").do("POST", action, values).holds(t, 422, "这一步已经结束", "!太晚</")
}

func TestTopicRated(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id, _ := w.carrying()
	w.finish(id)
	path := "/hepingli/topics/" + id
	w.get(path).holds(t, 200, "请居民评价", "12 月 8 日（周二）24:00为止", "您还没有登录")
	zhao := w.as("hepingli", "zhao")
	got := zhao.send(path, "rating", "words", "还行")
	got.holds(t, 422, "请在给出的选项里选一项", "还行")
	zhao.send(path, "rating", "solved", "yes", "satisfied", "9").holds(t, 422, "请在给出的选项里选一项")
	zhao.send(path, "rating", "solved", "yes", "satisfied", "4", "words", "还行").led(t, path+"?done=rated")
	page := zhao.get(path)
	page.holds(t, 200, "您已经评价过", "!还行", "!4.0 / 5")
	_, late := w.as("hepingli", "sun").get(path).fill(t, "rating", "solved", "no", "satisfied", "1")
	w.rate("wang", id, consultation.SolvedYes, 5)
	w.rate("li", id, consultation.SolvedPartly, 4)
	w.clock.set("2026-12-09 09:00")
	w.as("hepingli", "sun").do("POST", path+"/rating", late).holds(t, 422, "这一步已经结束")
	w.tick()
	w.get(path).holds(t, 200, "已归档", "4.3 / 5（3 人）", "公布评价结果", "!部分解决")
}

func TestTopicHandedUp(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id := w.by("hepingli/zhou", func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{Calls: 23, Days: 30, Raising: consultation.Raising{
			Community: "hepingli", Title: "污水外溢", Problem: "一下雨就冒水", Place: "7 号楼前", Wish: "修管道",
		}})
		return err
	})
	w.screen(consultation.Screening{Topic: id, Decision: consultation.Refer, Reason: "beyond-community", To: "street", Sentence: "主管道属于市政。"})
	path := "/hepingli/topics/" + id
	w.get(path).holds(t, 200, "来自 12345：30 天 23 个来电", "!周*", "转上级办理", "上报", "!协商</span>", "等待和平里街道接收", "11 月 10 日（周二）24:00前接收或退回", "移交和平里街道")
	liu := "hepingli-jiedao/liu"
	w.by(liu, func(tx *store.Tx, by residents.Sender) error {
		return consultation.Receive(tx, by, "hepingli", id, true, "已联系自来水公司", beijingTime("2026-12-01 00:00"))
	}, "hepingli")
	w.by(liu, func(tx *store.Tx, by residents.Sender) error {
		return consultation.PostUpdate(tx, by, "hepingli", id, "whistle", "11 月 6 日召集三个部门到现场。")
	}, "hepingli")
	w.get(path).holds(t, 200, "和平里街道正在办理", "11 月 30 日到期", "已联系自来水公司", "街道吹哨，部门报到", "第十七条")
	w.by(liu, func(tx *store.Tx, by residents.Sender) error {
		return consultation.GiveBack(tx, by, "hepingli", id, "更换主管道 40 米。", consultation.Task{Title: "更换管道", Owner: "自来水公司", Due: beijingTime("2026-12-20 00:00")})
	}, "hepingli")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.ImportCallbacks(tx, by, "hepingli", id, consultation.Callbacks{Asked: 20, Solved: 18, Satisfied: 17})
	})
	w.get(path).holds(t, 200, "正在落实", "答复，交回和平里社区落实", "更换主管道 40 米。", "自来水公司：更换管道", "回访中说已解决", "18 个")
}

func TestTopicStages(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state                    consultation.State
		held, assembly, up, task bool
		want                     string
	}{
		{consultation.Raised, false, false, false, false, "提出. 审核> 协商 落实 评价"},
		{consultation.Withdrawn, false, false, false, false, "提出."},
		{consultation.Declined, false, false, false, false, "提出. 审核."},
		{consultation.Accepted, false, false, false, false, "提出. 审核. 协商> 落实 评价"},
		{consultation.Listed, true, false, false, false, "提出. 审核. 协商> 落实 评价"},
		{consultation.Assembly, true, true, false, false, "提出. 审核. 协商. 决定> 落实 评价"},
		{consultation.Handed, false, false, true, false, "提出. 审核. 上报> 落实 评价"},
		{consultation.Handed, true, false, true, false, "提出. 审核. 协商. 上报> 落实 评价"},
		{consultation.Carrying, true, false, false, true, "提出. 审核. 协商. 落实> 评价"},
		{consultation.Rating, false, false, true, true, "提出. 审核. 上报. 落实. 评价>"},
		{consultation.Archived, true, true, false, false, "提出. 审核. 协商. 决定."},
		{consultation.Archived, true, false, false, true, "提出. 审核. 协商. 落实. 评价."},
	} {
		var got []string
		for _, s := range topicStages(c.state, c.held, c.assembly, c.up, c.task) {
			got = append(got, s.Name+map[string]string{"done": ".", "now": ">", "ahead": ""}[s.State])
		}
		if said := strings.Join(got, " "); said != c.want {
			t.Errorf("%+v: %s", c, said)
		}
	}
}

func TestTopicResolved(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	meeting, topics := w.drafted()
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.publish(meeting)
	path := "/hepingli/topics/" + topics[1]
	w.get(path).holds(t, 200, "待居民会议决定", "等待居民代表会议决定", "提交居民代表会议决定", "决定", "居民代表会议还没有决定", "!决议，与协商结果分开记录")
	w.clock.set("2026-12-01 09:00")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.RecordResolution(tx, by, consultation.Resolution{
			Community: "hepingli", Topic: topics[1], Meeting: meeting, Text: "应到 61 人，到会 46 人，33 人同意，通过。", Passed: true,
			Task: "早市改到小广场", Owner: "居委会", Due: beijingTime("2027-01-01 00:00"),
		})
	})
	w.get(path).holds(t, 200, "决议，与协商结果分开记录 12 月 1 日", "33 人同意，通过", "居委会：早市改到小广场", "12 月 31 日到期")
}

// The helper of a task says how it comes along; a neighbour does not.
func TestTopicProgressOfAHelper(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	id, _ := w.carrying()
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.AddTask(tx, by, consultation.Task{Community: "hepingli", Topic: id, Title: "画停车线", Owner: "志愿者", Helper: "zhao", Due: beijingTime("2026-12-20 00:00")})
	})
	path := "/hepingli/topics/" + id
	w.as("hepingli", "sun").get(path).holds(t, 200, "画停车线", "!公布进展</button>")
	zhao := w.as("hepingli", "zhao")
	page := zhao.get(path)
	if n := strings.Count(page.body, "公布进展</button>"); n != 1 {
		t.Errorf("%d forms for the helper of one task", n)
	}
	zhao.send(path, regexpFirst(`<form id="(progress-[^"]+)"`, page.body), "text", "线画好了").led(t, path+"?done=progress")
	w.get(path).holds(t, 200, "线画好了")
}
