package pages

import (
	"github.com/a-h/templ"

	"yishiting/residents"
)

// samples are the pages of the gallery, in one of the two modes.
type samples struct{ elder int }

// frame is what stands around each of them.
func (s samples) frame() *Frame {
	return &Frame{
		Elder:   s.elder,
		Place:   Place{Slug: "hepingli", Name: "和平里社区", Within: "东城区 · 和平里街道", Phone: "010-8420 0000"},
		Path:    "/hepingli",
		Me:      &Me{Name: "王秀兰", Desk: true, Unread: 2},
		Command: "c0ffee",
	}
}

func (s samples) leaf(children ...templ.Component) templ.Component {
	return with(Leaf(s.frame()), children...)
}

func gallery(elder int) map[string]templ.Component {
	s := samples{elder}
	return map[string]templ.Component{
		"month":  s.month(),
		"result": s.result(),
		"home":   s.home(),
		"topic":  s.topic(),
		"raise":  s.raise(),
		"desk":   s.desk(),
		"sheet":  s.sheet(),
	}
}

func (s samples) month() templ.Component {
	f := s.frame()
	return s.leaf(
		Heading("十一月 居民协商", "本月收到 17 个议题，9 个进入协商，5 个合并，3 个转办。"),
		StageBar([]Stage{
			{"征集", StageDone}, {"审核", StageDone}, {"公告", StageNow}, {"协商", StageAhead}, {"公示", StageAhead}, {"落实", StageAhead},
		}, "公告须满 3 天，才能开会。"),
		with(NextStep("11 月 28 日（周六）19:00 开协商会", "社区议事厅 · 22 席，还有 3 席 · 来不了也可以留言")),
		SectionHead("我可以做的", "", ""),
		with(Rows(),
			with(ActionRow("报名参加协商会", "报满后按顺序候补"), PressForm(f, "seat", "/hepingli/seats", "我要参加", false)),
			with(ActionRow("对「电动车充电」说说看法", "截至 27 日 18:00，已有 41 条意见"), QuietLink("/hepingli/topics/1", "写意见")),
			with(ActionRow("提出新议题", ""), Refusal("本月征集已于 15 日结束。", "现在提出的，进入下个月。")),
		),
		SectionHead("本次议题", "/hepingli/topics", "全部 9 个"),
		TopicCard(TopicLine{Title: "3 号楼南侧建电动车充电棚", Href: "/hepingli/topics/1", State: "列入议程", Tone: ToneAct, Facts: []string{"126 人附议", "3、5、7 号楼"}}),
		TopicCard(TopicLine{Title: "早市占道，孩子上学绕行", Href: "/hepingli/topics/2", State: "转街道办理 · 还剩 4 天", Tone: ToneDue, Facts: []string{"83 人附议"}}),
		SectionHead("公示", "", ""),
		with(Notice(NoticeLine{Kind: "协商结果公示", Title: "7 号楼门禁改造", Says: "同意方案二", Href: "/hepingli/outcomes/1", Day: 9, Days: 15, Until: "12 月 2 日"}),
			templ.Raw(`<a href="/hepingli/outcomes/1#object" data-native>提出异议</a>`)),
	)
}

func (s samples) result() templ.Component {
	f := s.frame()
	f.Done = "raised"
	return with(Leaf(f),
		Back("/hepingli", "本月"),
		Heading("居民公约修订案", "居民代表会议，11 月 15 日，表决已结束：通过。"),
		with(Counts(),
			FactLine("应到组成人员", "61 人"),
			CountLine("到会须达三分之二", "到", 41, 46),
			CountLine("同意须过到会半数", "得", 24, 23),
		),
		LawNote("《城市居民委员会组织法》第二十九条", "弃权计入到会，不计入同意；未到不计。"),
		TallyBar(Tally{"同意", 33, 46, 24, true}),
		TallyBar(Tally{"不同意", 9, 46, 0, false}),
		TallyBar(Tally{"弃权", 4, 46, 0, false}),
		with(ReceiptSlip("您的一票已计入", "K7Q4-9M2P", "凭此码可在公开名录第 212 条查到；核对在您手机上完成。"),
			QuietLink("/hepingli/record/212", "核对我的票")),
		SectionHead("各楼到会", "", ""),
		with(Table("各楼应到与到会人数"), templ.Raw(
			`<thead><tr><th scope="col">楼号</th><th scope="col" class="n">应到</th><th scope="col" class="n">到会</th><th scope="col">召集人</th></tr></thead><tbody>`+
				`<tr><td>3 号楼</td><td class="n">21</td><td class="n">17</td><td>张*（楼门长）</td></tr><tr><td>5 号楼</td><td class="n">22</td><td class="n">15</td><td>赵*（楼门长）</td></tr><tr><td>7 号楼</td><td class="n">18</td><td class="n">14</td><td>李**（楼门长）</td></tr></tbody>`)),
		SectionHead("接下来", "", ""),
		with(Rows(), ActionRow("公开 15 天", "至 11 月 30 日，可提异议"), ActionRow("报街道办事处备案", "第三十一条，由居委会主任办理")),
	)
}

func (s samples) home() templ.Component {
	return s.leaf(
		Heading("王奶奶，您好", ""),
		Door("/hepingli/month", "本月协商", "28 日晚 7 点开会"),
		Door("/hepingli/topics", "要我表态的", "1 件，还剩 3 天"),
		Door("/hepingli/help", "帮忙 · 活动", "周六分类指导"),
		Door("/hepingli/me", "我的事", "您提的议题有回音了"),
	)
}

func (s samples) topic() templ.Component {
	return s.leaf(
		Back("/hepingli/topics", "议题"),
		Heading("3 号楼南侧建电动车充电棚", ""),
		with(Line(), Person(Mark{"张*", "5 号楼", "楼门长", "由家人代录"})),
		with(Line(), Tag(TonePlain, "已合并 4 个"), Tag(ToneAct, "列入议程"), Tag(ToneDue, "审核还剩 2 个工作日"), Tag(ToneSeal, "督办")),
		Prose("三栋楼有 200 多辆电动自行车，晚上飞线充电，去年 7 号楼门口烧过一次。\n\n希望在 3 号楼南侧空地建三处充电棚，带烟感和喷淋。\n参考：https://www.beijing.gov.cn/zhengce/。"),
		Facts([]Fact{{"地点", "3 号楼南侧空地"}, {"影响", "3、5、7 号楼，约 420 户"}, {"办理编号", "HPL-2026-11-003"}}),
		Photos([]Picture{{"/static/icon.svg", "3 号楼南侧空地，停满电动自行车", "3 号楼南侧，11 月 3 日", 512, 512}, {"/static/icon-512.png", "二层窗口垂下的充电线", "飞线充电", 512, 512}}),
		SectionHead("办理经过", "", ""),
		Timeline([]Step{
			{When: "11 月 3 日", Title: "居民提出", Who: "张*，5 号楼", Note: "", State: StageDone},
			{When: "11 月 6 日", Title: "审核：列入协商", Who: "居委会委员 李文静", Note: "附议多，涉及三栋楼，属于居民共同事务。", State: StageDone},
			{When: "11 月 28 日", Title: "社区协商会", Who: "居委会", Note: "22 席，已报名 19 人。", State: StageNow},
			{When: "12 月", Title: "结果公示 15 天", Who: "", Note: "", State: StageAhead},
		}),
		Clock(0, 15, "12 月 13 日"),
		Clock(16, 15, "12 月 2 日"),
		SectionHead("看法", "", ""),
		with(EmptyState("还没有人说看法。", "赞成、反对、疑问都可以，一两句就好。"), LinkButton("#main", "写意见")),
		Pager("/hepingli/topics?after=1", "/hepingli/topics?before=9"),
		Why(residents.ErrOwnMatter),
	)
}

func (s samples) raise() templ.Component {
	f := s.frame()
	f.Form = Form{
		Name:   "raise",
		Values: map[string]string{"title": "充电棚", "problem": "请打 13800138000 找我", "kind": "safety", "day": "2026-11-03"},
		Errors: map[string]string{
			"title":   "标题太短，请写 4 到 30 个字。",
			"problem": "这里会公开，请不要写电话号码。",
			"kind":    "请选一项。",
			"agree":   "请勾选后再提交。",
			"":        "征集还有 10 分钟结束，请尽快提交。",
		},
		Order: []string{"", "title", "problem", "kind", "agree"},
	}
	return s.leaf(
		Back("/hepingli/topics", "议题"),
		Heading("提出议题", "写清楚是什么事、在哪里、影响谁。审核后公开。"),
		ErrorSummary(f),
		with(UploadForm(f, "raise", "/hepingli/topics"),
			TextField(f, "raise", Field{Name: "title", Label: "标题", Hint: "一句话说明是什么事。", Limit: 30}),
			TextArea(f, "raise", Field{Name: "problem", Label: "什么问题", Hint: "会公开，请不要写姓名、电话和门牌号。", Limit: 500}),
			Choice(f, "raise", Field{Name: "kind", Label: "属于哪一类"}, []Option{
				{Value: "safety", Label: "安全", Hint: "消防、充电、照明"}, {Value: "clean", Label: "环境", Hint: "垃圾、绿化、噪声"}, {Value: "other", Label: "其他"}}),
			SelectField(f, "raise", Field{Name: "building", Label: "主要影响", Value: "5"}, []Option{{Value: "3", Label: "3 号楼"}, {Value: "5", Label: "5 号楼"}, {Value: "7", Label: "7 号楼"}}),
			DateField(f, "raise", Field{Name: "day", Label: "什么时候发现的", Optional: true}),
			DateTimeField(f, "raise", Field{Name: "meet", Label: "方便谈的时间", Optional: true}),
			NumberField(f, "raise", Field{Name: "homes", Label: "大约影响多少户", Value: "420"}),
			FileField(f, "raise", Field{Name: "photos", Label: "照片", Hint: "最多 4 张，JPEG 或 PNG。", Optional: true}, true),
			Check(f, "raise", Field{Name: "agree", Label: "同意居委会就此事联系我", Hint: "只用于这件事，办完即删。"}),
			SubmitButton("提出议题"),
			QuietButton("draft", "yes", "先存着"),
		),
	)
}

func (s samples) desk() templ.Component {
	f := s.frame()
	f.Me.Name = "李文静"
	how := templ.Join(
		SectionHead("怎么处理", "", ""),
		with(PostForm(f, "screen", "/hepingli/desk/topics/1"),
			Choice(f, "screen", Field{Name: "decision", Label: "决定", Value: "accept"}, []Option{
				{Value: "accept", Label: "列入协商"}, {Value: "merge", Label: "并入另一议题", Hint: "附议人和提出人一并转过去"},
				{Value: "refer", Label: "转办", Hint: "12345、物业、调解、街道"}, {Value: "decline", Label: "不列入", Hint: "须选公开的理由；提出人可申诉一次"}}),
			TextArea(f, "screen", Field{Name: "words", Label: "告诉居民的一句话", Value: "与三月的议题相关，本月一并讨论临时存放点的办法。", Rows: 3}),
			SubmitButton("列入协商并告知"),
		),
		LawNote("处理与理由将公开", "本人提出的议题不能由本人审核。"),
	)
	nav := []DeskLink{
		{"待审议题", "/hepingli/desk/topics", "4", false, true}, {"协商会", "/hepingli/desk/meeting", "28 日", false, false},
		{"公示与异议", "/hepingli/desk/notices", "2", false, false}, {"落实与督办", "/hepingli/desk/tasks", "1 逾期", true, false},
		{"项目", "/hepingli/desk/projects", "6", false, false}, {"居民与邀请", "/hepingli/desk/residents", "", false, false},
	}
	return with(DeskLeaf(f, "委员", nav, how),
		Heading("楼道堆物挡住消防通道", ""),
		with(Line(), Person(Mark{Name: "张*", Building: "5 号楼 2 单元", Role: "11 月 20 日"}), Tag(ToneDue, "审核还剩 2 个工作日")),
		templ.Raw(`<div class="card">`),
		Prose("二单元三层到五层楼道一直有旧家具和纸箱，上周物业清过一次又堆回来了。希望定一个大家都认可的办法，给真的没地方放的人家一个出路。"),
		templ.Raw(`<p class="small facts"><span>27 人附议</span><span>照片 2 张</span><span>影响：5 号楼全体</span></p></div>`),
		SectionHead("相近的议题", "", ""),
		TopicCard(TopicLine{Title: "三月：楼道杂物与临时存放点", Href: "/hepingli/topics/9", Facts: []string{"已落实，评价 3.1，低于 3.5 可重新提出"}}),
	)
}

func (s samples) sheet() templ.Component {
	return s.leaf(
		with(Sheet("关于召开十一月居民协商会的公告", "和平里社区居民委员会", "2026 年 11 月 24 日"),
			Prose("定于 2026 年 11 月 28 日（周六）19:00 在社区议事厅召开居民协商会，商议 3 号楼南侧建电动车充电棚等 9 个议题。\n\n欢迎居民报名参加，共 22 席；不能到场的，可以先留意见。"),
			Facts([]Fact{{"时间", "11 月 28 日（周六）19:00"}, {"地点", "社区议事厅，3 号楼东侧平房"}, {"主持", "居委会主任 刘志强"}}),
			QRCode(21, "M0 0h7v7h-7zM14 0h7v7h-7zM0 14h7v7h-7zM9 9h3v3h-3z", "扫码看议题、报名、留意见"),
		),
	)
}
