package main

import (
	"net/url"
	"strings"
	"testing"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

func TestEmptyMonth(t *testing.T) {
	t.Parallel()
	b := boot(t)
	got := b.get("/hepingli")
	got.has(t, "十一月 居民协商", "本月还没有收到议题。", "居委会在 5 个工作日内审核", "协商会的日期还没有定", "您还没有登录", "还没有议题进入协商")
	got.lacks(t, "提议题</a>", "逾期", "公示</h2>")
	b.signIn("hepingli", "wang")
	b.get("/hepingli").has(t, `href="/hepingli/topics/new">提议题</a>`)
	b.get("/anzhen").has(t, "您现在的身份不能做这件事")
	for _, path := range []string{"/hepingli/months/2026-12", "/hepingli/months/2026-10", "/hepingli/months/2026-13", "/hepingli/months/x", "/nowhere", "/hepingli-jiedao/months/2026-12"} {
		if got := b.get(path); got.StatusCode != 404 {
			t.Error(path, got.Status)
		}
	}
}

func TestMonthStepByStep(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.signIn("hepingli", "zhao")

	shed := w.raise("hepingli/wang", "三号楼建充电棚")
	got := w.get("/hepingli")
	got.has(t, "本月收到 1 个议题，1 个待审核。", "审核。最早的一个须在 11 月 10 日（周二）24:00前审完")
	got.lacks(t, "三号楼建充电棚")

	w.screen(consultation.Screening{Topic: shed, Decision: consultation.Accept})
	noise := w.accepted("广场舞太吵")
	dup := w.raise("hepingli/sun", "希望建个棚")
	w.screen(consultation.Screening{Topic: dup, Decision: consultation.Merge, Into: shed})
	w.screen(consultation.Screening{Topic: w.raise("hepingli/sun", "早市占道"), Decision: consultation.Refer, Reason: "beyond-community", To: "street"})
	w.screen(consultation.Screening{Topic: w.raise("hepingli/sun", "邻居欠我钱"), Decision: consultation.Decline})
	got = w.get("/hepingli")
	got.has(t, "本月收到 5 个议题，2 个进入协商，1 个合并，1 个转办，1 个未列入。", "公告须满 3 天，现在公告，最早 11 月 6 日（周五）可以开会",
		"三号楼建充电棚", "等待协商", "待街道接收 · 还剩 7 天", "全部 3 个", "写看法", `href="/hepingli/topics/`+shed+`"`)
	got.lacks(t, "希望建个棚", "邻居欠我钱")

	meeting := w.announce("2026-11-20 19:00", 2, shed, noise)
	got = w.get("/hepingli")
	got.has(t, "11 月 20 日（周五）19:00 开协商会", "社区议事厅（3 号楼东侧平房） · 2 席，还有 2 席 · 来不了也可以留言", "列入议程", "我要参加",
		`action="/hepingli/meetings/`+meeting+`/seat"`, "对「三号楼建充电棚」说说看法", "写意见")
	takeSeat(w, "hepingli/zhao", meeting)
	w.get("/hepingli").has(t, "您已报名参加协商会", "还有 1 席")
	takeSeat(w, "hepingli/wang", meeting)
	w.client = w.visitor()
	w.signIn("hepingli", "sun")
	w.get("/hepingli").has(t, "2 席，已满，可以候补", "排候补")
	takeSeat(w, "hepingli/sun", meeting)
	w.get("/hepingli").has(t, "您已在协商会候补名单里")
	w.by("hepingli/sun", func(tx *store.Tx, by residents.Sender) error {
		return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: "hepingli", Meeting: meeting, Topic: shed, Side: consultation.For})
	})
	w.get("/hepingli").lacks(t, "对「三号楼建充电棚」说说看法")
	out := w.client
	w.client = w.visitor()
	w.get("/hepingli").has(t, "您还没有登录", "报名参加协商会")
	w.get("/hepingli").lacks(t, "说说看法", "我要参加")
	w.client = out

	w.clock.set("2026-11-20 19:00")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.OpenMeeting(tx, by, "hepingli", meeting)
	})
	w.get("/hepingli").has(t, "协商会正在开", "去签到")
}

func TestMonthAfterMeeting(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed, noise := w.accepted("三号楼建充电棚"), w.accepted("广场舞太吵")
	meeting := w.announce("2026-11-12 19:00", 22, shed, noise)
	w.clock.set("2026-11-12 19:00")
	w.open(meeting, "wang", "zhao", "chen", "zhou")
	w.end(meeting, settledItem(shed, "2026-11-30"), consultation.MinuteItem{Topic: noise, Kind: consultation.LeftOpen, Text: "下月再议"})
	w.signIn("hepingli", "sun")
	w.get("/hepingli").has(t, "协商会已开完", "主持人、记录人和 2 位到会居民确认纪要，然后公布")
	w.get("/hepingli").lacks(t, "看纪要并确认")
	w.client = w.visitor()
	w.signIn("hepingli", "wang")
	w.get("/hepingli").has(t, "看纪要并确认", `href="/hepingli/meetings/`+meeting+`/minutes"`)

	w.clock.set("2026-11-17 09:00")
	w.confirm(meeting, "chen", "zhou", "wang", "zhao")
	w.publish(meeting)
	w.clock.set("2026-11-26 09:00")
	got := w.get("/hepingli")
	got.has(t, "纪要和结果已公布", "第 9 天，共 15 天", "12 月 2 日 止", "三号楼建充电棚：协商一致，交付落实", "提出异议",
		"最近一项任务须在 11 月 30 日前完成", "正在落实 · 还剩 4 天")
	got.lacks(t, "逾期", "看纪要并确认")

	w.clock.set("2026-12-03 09:00")
	got = w.get("/hepingli")
	got.has(t, "十二月 居民协商", "逾期未完成", "逾期 3 天", "和平物业")
	got.lacks(t, "公示</h2>")
	w.get("/hepingli/months/2026-11").has(t, "十一月 居民协商", "这个月收到", "协商结果", "已满 15 天", "往月档案")
	w.finish(shed)
	w.get("/hepingli").has(t, "评价「三号楼建充电棚」办得怎样", "12 月 17 日（周四）24:00 截止")
	w.rate("wang", shed, consultation.SolvedYes, 5)
	w.get("/hepingli").lacks(t, "办得怎样")
}

func TestMonthWithoutMeeting(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.raise("hepingli/wang", "三号楼建充电棚")
	w.by("hepingli/li", func(tx *store.Tx, by residents.Sender) error {
		return consultation.StateNoMeeting(tx, by, "hepingli", "2026-11", "议事厅漏水维修")
	})
	w.get("/hepingli").has(t, "本月没有开协商会", "居委会说明：议事厅漏水维修")
	w.get("/hepingli-jiedao").has(t, "已说明理由", "议事厅漏水维修", "2 个社区，0 个已开会，1 个说明了不开的理由，1 个还没有。")
	w.clock.set("2026-12-01 00:30")
	w.get("/hepingli/months/2026-11").has(t, "这个月没有开协商会", "居委会说明：议事厅漏水维修")
}

func TestBoards(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	market := w.raise("hepingli/wang", "早市占道，孩子绕行")
	w.screen(consultation.Screening{Topic: market, Decision: consultation.Refer, Reason: "beyond-community", To: "street"})
	got := w.get("/hepingli-jiedao")
	got.has(t, "十一月 社区月协商", "安贞社区", "还没有开会", "早市占道，孩子绕行", "待接收 · 还剩 7 天", "2026-001", `href="/hepingli/topics/`+market+`"`, "街道办事处 <a")
	w.get("/dongcheng").has(t, "和平里街道", "现在没有社区转来的事")
	w.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Receive(tx, by, "hepingli", market, true, "街道来办", beijingTime("2026-11-30 23:00"))
	}, "hepingli")
	w.get("/hepingli-jiedao").has(t, "正在办 · 还剩 27 天")
	w.get("/hepingli").has(t, "转街道办理 · 还剩 27 天")
	w.by("hepingli-jiedao/liu", func(tx *store.Tx, by residents.Sender) error {
		return consultation.HandOn(tx, by, "hepingli", market, consultation.Handing{Reason: "money", Text: "要区里出钱"})
	}, "hepingli")
	w.get("/hepingli-jiedao").lacks(t, "早市占道，孩子绕行")
	w.get("/dongcheng").has(t, "早市占道，孩子绕行", "待接收")
	w.by("dongcheng/gao", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Receive(tx, by, "hepingli", market, false, "街道有这笔钱", beijingTime("2026-11-30 23:00"))
	}, "hepingli")
	w.get("/hepingli-jiedao").has(t, "早市占道，孩子绕行", "正在办 · 还剩 27 天")
	w.get("/dongcheng").lacks(t, "早市占道，孩子绕行")
	shed := w.accepted("三号楼建充电棚")
	meeting := w.announce("2026-11-12 19:00", 22, shed)
	w.get("/hepingli-jiedao").has(t, "已公告", "11 月 12 日（周四）19:00")
	w.hold(meeting, "2026-11-12 19:00", settledItem(shed, "2026-11-30"))
	w.get("/hepingli-jiedao").has(t, "已开会", "1 个已开会")
	w.get("/hepingli-jiedao/months/2026-10").has(t, "十月 社区月协商", "0 个已开会", "看较新的")
	w.get("/hepingli-jiedao/months/2026-10").lacks(t, "正在办的事")
	if got := w.get("/hepingli-jiedao?after=junk"); got.StatusCode != 200 {
		t.Error(got.Status)
	}
}

func TestHome(t *testing.T) {
	t.Parallel()
	b := boot(t)
	b.get("/").has(t, "和平里社区", "安贞社区", "东城区", "和平里街道")
	b.signIn("anzhen", "qian")
	if got := b.get("/?done=signed-in"); got.Header.Get("Location") != "/anzhen?done=signed-in" {
		t.Error(got.Status, got.Header.Get("Location"))
	}
}

func TestElderHome(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	w.do("POST", "/elder", url.Values{"command": {"0000000000000000-elder"}, "elder": {"on"}, "back": {"/"}})
	shed := w.accepted("三号楼建充电棚")
	got := w.get("/hepingli")
	got.has(t, "<h1 tabindex=\"-1\">您好</h1>", "登录后可以看", "现在没有", "010-84220000")
	if n := strings.Count(got.body, `class="door"`); n != 4 {
		t.Error(n, "doors")
	}
	w.announce("2026-11-20 19:00", 22, shed)
	w.signIn("hepingli", "wang")
	w.get("/hepingli").has(t, "王秀兰，您好", "11 月 20 日（周五）19:00开会", "1 件，还剩 17 天", "条新消息", `href="/hepingli/months/2026-11#can"`)
	got = w.get("/hepingli/months/2026-11")
	got.has(t, "我要参加", `id="can"`)
	got.lacks(t, `class="door"`)
}

// Another person's name stands on no page, nor what is not screened yet.
func TestNoNamesInPublic(t *testing.T) {
	t.Parallel()
	w := bootWalk(t)
	shed := w.accepted("三号楼建充电棚")
	w.raise("hepingli/zhao", "还没有审核的事")
	w.announce("2026-11-20 19:00", 22, shed)
	w.signIn("hepingli", "sun")
	for _, path := range publicPages(shed) {
		got := w.get(path)
		if got.StatusCode != 200 && path != "/" {
			t.Error(path, got.Status)
		}
		for _, who := range people {
			if who.id != "sun" {
				got.lacks(t, who.name)
			}
		}
		got.lacks(t, "还没有审核的事")
	}
}

// publicPages are the pages on which nobody else's name may stand.
func publicPages(topic string) []string {
	return []string{
		"/", "/hepingli", "/hepingli/months/2026-11", "/hepingli-jiedao", "/dongcheng", "/hepingli/topics", "/hepingli/topics?q=审核",
		"/hepingli/archive", "/hepingli/topics/similar?title=没有审核的事", "/hepingli/topics/" + topic, "/hepingli/me",
		"/hepingli/record", "/hepingli/record/1", "/hepingli/record/export",
	}
}

func takeSeat(w *walk, who, meeting string) {
	w.t.Helper()
	w.by(who, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.TakeSeat(tx, by, "hepingli", meeting)
		return err
	})
}

// has and lacks compare a page with what it should and should not say.
func (got reply) has(t testing.TB, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(got.body, w) {
			t.Errorf("%s lacks %q", got.Request.URL.Path, w)
		}
	}
}

func (got reply) lacks(t testing.TB, words ...string) {
	t.Helper()
	for _, w := range words {
		if strings.Contains(got.body, w) {
			t.Errorf("%s has %q", got.Request.URL.Path, w)
		}
	}
}
