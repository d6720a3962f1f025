package sample

import (
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// thirdMonth is the meeting on which three projects stand.
func (p *plan) thirdMonth() settledMonth {
	return p.monthly(-3, "15 号楼前的老人说，站着聊天腿受不了；13 号楼前的空地堆过渣土；小学门口的事社区定不了。",
		earlierTopic{111, seatsDraft, asProject("15、16 号楼之间建一处有座椅、有遮阳的休息角，街道和驻区单位出钱。", "先座椅和遮阳，再种树", "居委会", endOf(p.today.Add(30))), 0},
		earlierTopic{119, yardDraft2, asProject("13、14 号楼之间的空地改成小花园，用一部分社区公益金，交居民代表会议定。", "留出晾衣的地方", "居委会", endOf(p.today.Add(60))), 0},
		earlierTopic{123, schoolDraft, consultation.MinuteItem{
			Kind: consultation.ToHand, Why: "several-communities", Consensus: "和平里北街是两个社区的孩子上学的路",
			Text: "小学门前步行道和临时停靠区涉及两个社区和市政道路，移交街道牵头。",
		}, 0})
}

// seats is being delivered: a milestone is overdue, and there are photos.
func (p *plan) seats(m settledMonth) {
	c := p.course(worker, recorder, "15 号楼", "16 号楼")
	met := p.met(-3)
	c.made(m.accepted.Add(3*time.Hour), project.Content{
		Title: "15、16 号楼之间建休息角", Problem: seatsDraft.problem, Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: home, ID: m.topics[0]},
	})
	opens := m.accepted.Add(5 * time.Hour)
	call := c.asks(opens.Add(-time.Hour), opens, 5, 30, yesNo("楼间空地建休息角", "空地约 90 平方米。", "建一处有座椅、有遮阳的休息角", "离窗户远一点", "夜里别吵", "有人打扫"))
	for _, at := range c.places {
		c.answered(call, at, opens.Add(2*time.Hour), opens.AddDate(0, 0, 4), 27, mostlyYes("夏天一定要有遮阳。", "别摆麻将桌。", "轮椅要能转得开。"))
	}
	c.shortlisted(clockTime(met.Add(-1), 15, 0), project.Option{
		Words: "木座椅八张，膜结构遮阳", About: "离窗户 14 米，地面透水砖 90 平方米，留轮椅位两个。", Cost: 96_000_00, Affected: "15、16 号楼 150 多户；施工四十天，绕行西侧", Upkeep: "和平物业每周打扫，每年约 2,000 元从公共收益出",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 66_000_00}, {Payer: project.PayUnit, Cents: 30_000_00}},
	})
	c.last = m.published
	c.negotiated(c.after(1, 9, 30)).settled(c.at(met.Add(4), 10, 30)).agreed(c.at(met.Add(4), 14, 0), project.Full)
	c.cleared(c.at(met.Add(4), 15, 0), c.after(2, 10, 30), project.StreetMoney, "请批准街道资金 66,000 元。", street+"/liu-min", "同意，从民生微改造资金列支。")
	c.putUp(c.after(1, 9, 0), "15、16 号楼之间建休息角，96,000 元：街道 66,000 元，驻区设计院 30,000 元，居民不出钱。").approved()
	free := crowdIn(c.places[0])
	next := project.Plan{
		Scope: "座椅八张、膜结构遮阳一处、透水砖 90 平方米、轮椅位两个。", Contractor: "北京和美园林工程公司", Contract: "三家比价，合同 HM-2026-077",
		Checks: []string{"座椅没有毛刺，能坐两个人", "遮阳绳索拉紧", "轮椅能转一圈", "下雨地面不积水"},
		Milestones: []project.Milestone{
			{Words: "平整地面、铺透水砖", Due: c.lastDay().Add(14)}, {Words: "装座椅和遮阳", Due: p.today.Add(-4)}, {Words: "验收", Due: p.today.Add(20)},
		},
		Lines: []project.Line{{Words: "地面", Planned: 31_000_00}, {Words: "座椅和遮阳", Planned: 53_000_00}, {Words: "绿化补种", Planned: 12_000_00}},
	}
	c.planned(c.after(1, 10, 0), next, free[0], free[1])
	c.money(c.after(1, 10, 0), project.Committed, "1", 30_400_00, "北京和美园林工程公司", "合同 HM-2026-077", "").money(c.after(0, 10, 20), project.Committed, "2", 52_000_00, "北京和美园林工程公司", "合同 HM-2026-077", "")
	c.posts(c.after(1, 9, 0), worker, project.Before, "动工前：空地上是碎砖和两个旧花池。", scene(4))
	c.reaches(c.after(8, 16, 0), "1").posts(c.after(0, 16, 30), free[0], project.During, "透水砖铺完，昨天下雨没有积水。轮椅推过去不颠。", scene(5))
	c.money(c.after(1, 11, 0), project.Paid, "1", 30_400_00, "北京和美园林工程公司", "发票 55109327", "地面验收后付清")
	c.on(clockTime(p.today.Add(-16), 10, 0), c.by, "change", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		changed := now.Plan
		changed.Lines = slices.Clone(changed.Lines)
		changed.Lines[1].Planned += 4_800_00
		return project.ChangePlan(tx, by, c.body, now.ID, now.Version, changed, "遮阳立柱基础遇到旧管沟，加深 60 厘米，多 4,800 元，不到总费用的百分之十。")
	})
	c.posts(clockTime(p.today.Add(-6), 17, 0), "tian-haitao", project.During, "座椅已进场六张，还差两张；膜结构厂家说要再等一周。", scene(6))
	c.follows(clockTime(p.today.Add(-20), 20, 0), Volunteer, crowd(33), crowd(52))
}

// follows lets people of hepingli hear of it.
func (c *course) follows(at time.Time, people ...string) {
	for i, who := range people {
		c.does(at.Add(time.Duration(i)*time.Minute), home, who, false, "follow", func(tx *store.Tx, by residents.Sender) error {
			return project.FollowProject(tx, by, c.body, c.id)
		})
	}
}

// yard is under notice: the representatives decided, some agreed in part only, and an
// voice is what somebody says who agrees in part or not, what changed for them, and how they stand then.
type voice struct {
	who     string
	stance  project.Stance
	words   string
	shown   bool
	changed string
	then    project.Stance
}

// disagreed lets people say so from a day on; where something changed for them they say so again.
func (c *course) disagreed(from calendar.Day, all []voice) {
	for i, v := range all {
		id := c.on(clockTime(from.Add(i), 20, 10), v.who, v.words, func(tx *store.Tx, by residents.Sender, now project.Project) error {
			return project.VoiceDissent(tx, by, c.body, now.ID, v.stance, v.words, v.shown)
		})
		if v.changed == "" {
			continue
		}
		c.act(clockTime(from.Add(4+i), 10, 0), c.by, v.changed, func(tx *store.Tx, by residents.Sender) error {
			return project.SettleDissent(tx, by, c.body, home, id, v.changed)
		})
		c.act(clockTime(from.Add(6+i), 19, 30), v.who, "again", func(tx *store.Tx, by residents.Sender) error {
			return project.VoiceAgain(tx, by, c.body, id, v.then)
		})
	}
}

// road is negotiated: options are listed, and two have said what they think of them.
func (p *plan) road(flood string, needs []string) {
	c := p.course(recorder, worker, "11 号楼", "12 号楼")
	c.made(clockTime(p.today.Add(-12), 15, 0), project.Content{
		Title: "11 号楼前排水和路面改造", Problem: "清了雨水篦子、垫了低洼处，大雨还是积水：地下的排水管太细，路面整体沉了十几厘米。", Kind: project.Pushed, Field: project.Works,
		Topic: project.TopicRef{Community: home, ID: flood}, Needs: needs,
	})
	opens := clockTime(p.today.Add(-11), 9, 0)
	call := c.asks(opens.Add(-time.Hour), opens, 5, 30, yesNo("11 号楼前的路怎样修", "现在雨后积水两三天。", "换排水管、重铺路面", "施工时老人怎样走", "停车放哪里", "多久修完"))
	for _, at := range c.places {
		c.answered(call, at, opens.Add(2*time.Hour), opens.AddDate(0, 0, 4), 29, mostlyYes("先修 11 号楼门口那一段。", "车停哪里要先说好。", "夜里别施工。"))
	}
	c.listed(clockTime(p.today.Add(-4), 10, 0), project.Option{
		Words: "换管 60 米，整段重铺", About: "管径加大一倍，路面抬高 12 厘米。", Cost: 214_000_00, Affected: "11、12 号楼 160 多户；施工三十天，车停到东墙外", Upkeep: "和平物业每季度清一次井",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 150_000_00}, {Payer: project.PayUnit, Cents: 64_000_00}},
	}, project.Option{
		Words: "只换管，路面修补", About: "沉降处灌浆，不重铺。", Cost: 128_000_00, Affected: "11、12 号楼 160 多户；施工十五天", Upkeep: "和平物业每季度清一次井，两年后再看路面",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 128_000_00}},
	})
	c.disagreed(p.today.Add(-3), []voice{
		{who: crowdIn(c.places[0])[0], stance: project.InPart, words: "同意整段重铺，但三十天太长，接送孩子没法走。能不能分两段，先南后北？", shown: true},
		{who: crowdIn(c.places[1])[0], stance: project.IsAgainst, words: "12 号楼不积水，不该跟着停一个月的车。"},
	})
}

// sheds is collected for: those of three buildings are asked just now.
func (p *plan) sheds(topic string) {
	w := p.window()
	c := p.course(worker, recorder, "3 号楼", "5 号楼", "7 号楼")
	c.made(w.office(0.32), project.Content{
		Title: "3 号楼北侧建电动自行车充电棚", Problem: shedDraft.problem, Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: home, ID: topic},
	})
	opens := w.office(0.36)
	call := c.asks(w.office(0.33), opens, calendar.DaysBetween(calendar.DayOf(opens, zone), p.today)+8, 30, project.CallContent{
		Title: "充电棚建成什么样", About: "棚建在 3 号楼北侧原煤棚空地。每户一份；不会用手机的，楼门长上门问。", Questions: []project.Question{
			{Kind: project.Single, Words: "您家有没有电动自行车", Options: []string{"有，每天用", "有，不常用", "没有"}, Must: true},
			{Kind: project.Multiple, Words: "现在在哪里充", Options: []string{"楼道里", "从窗户拉线", "单位或店里", "换电柜"}, If: &project.Branch{Question: "1", Option: 1}},
			{Kind: project.Single, Words: "建几个棚", Options: []string{"先建一个试试", "两个", "三个", "不要建"}, Must: true},
			{Kind: project.Scale, Words: "每次充电两元，您觉得合适吗（5 是很合适）"},
			{Kind: project.Text, Words: "还有什么要提醒的"},
		},
	})
	for i, at := range c.places {
		c.answered(call, at, w.office(0.40), w.at(0.95), []int{27, 11, 6}[i], shedSaid)
	}
	c.follows(w.at(0.6), "zhao-jianguo", crowd(9), crowd(47))
}

// shedSaid is what the i-th says on the sheds.
func shedSaid(i int) project.Said {
	s := project.Said{Choices: map[string][]int{"1": {i%3 + 1}, "3": {[]int{3, 2, 3, 1, 3, 2, 4, 3}[i%8]}, "4": {[]int{4, 5, 3, 4, 2}[i%5]}}, Words: map[string]string{}}
	if i%3 == 0 {
		s.Choices["2"] = []int{i%4 + 1}
	}
	if i%6 == 1 {
		s.Words["5"] = []string{"喷淋冬天要保温。", "给三轮车留两个位。", "夜里灯别太亮。"}[i/6%3]
	}
	return s
}
