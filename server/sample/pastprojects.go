package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

// lights is closed, with what was learned: lamps at the doors of 9 号楼.
func (p *plan) lights() {
	m := p.monthly(-6, "9 号楼七个单元门口没有灯，老人晚上摸黑找锁眼。物业报了三种灯，居民多数要感应的。", earlierTopic{100, lightsDraft,
		asProject("9 号楼七个单元门口装感应灯，费用由街道民生资金出，物业管护。", "装感应灯，光朝下，不照窗户", "和平物业", endOf(p.met(-6).Add(90))), 60})
	c := p.course(worker, recorder, "9 号楼")
	met := p.met(-6)
	c.made(m.accepted.Add(3*time.Hour), project.Content{
		Title: "9 号楼单元门口装感应灯", Problem: lightsDraft.problem, Kind: project.Applied, Field: project.Works,
		Topic: project.TopicRef{Community: home, ID: m.topics[0]}, LookBacks: []int{0, 3},
	})
	opens := m.accepted.Add(5 * time.Hour)
	call := c.asks(opens.Add(-time.Hour), opens, 4, 30, yesNo("9 号楼门口要不要装灯", "七个单元门口现在都没有灯。", "单元门口装感应灯", "光别照进窗户", "坏了有人修", "省电"))
	c.answered(call, c.places[0], opens.Add(2*time.Hour), opens.AddDate(0, 0, 3), 29, mostlyYes("一单元最黑，先装。", "灯要朝下照。", "坏了三天内能修好就行。"))

	c.shortlisted(clockTime(met.Add(-1), 15, 0), project.Option{
		Words: "七个单元装感应灯", About: "每个单元门头一盏 9 瓦感应灯，人走三十秒灭，光朝下。", Cost: 16_800_00, Affected: "9 号楼 84 户；每个单元施工半天", Upkeep: "和平物业；电费从公共收益出，每年约 300 元",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 12_000_00}, {Payer: project.PayUnit, Cents: 4_800_00}},
	})
	c.last = m.published
	c.negotiated(c.after(1, 9, 30)).settled(c.at(met.Add(3), 11, 0)).agreed(c.at(met.Add(3), 14, 30), project.Full)
	c.cleared(c.at(met.Add(3), 15, 30), c.after(1, 10, 0), project.StreetMoney, "请批准街道民生资金 12,000 元。", street+"/liu-min", "同意，从今年民生微改造资金列支。")
	c.putUp(c.after(1, 9, 0), "9 号楼七个单元门口装感应灯，16,800 元：街道 12,000 元，和平物业 4,800 元，居民不出钱。").approved()
	free := crowdIn(c.places[0])
	c.planned(c.after(1, 10, 0), project.Plan{
		Scope: "9 号楼七个单元，每个门头一盏感应灯，线走线槽。", Contractor: "和平物业工程部", Contract: "三家比价，合同 WY-018", Checks: []string{"人到灯亮，人走灯灭", "光不照进一层窗户", "线槽固定牢"},
		Milestones: []project.Milestone{{Words: "一至四单元", Due: c.lastDay().Add(12)}, {Words: "五至七单元", Due: c.lastDay().Add(20)}},
		Lines:      []project.Line{{Words: "灯具和线槽", Planned: 9_800_00}, {Words: "安装", Planned: 7_000_00}},
	}, free[0])
	c.money(c.after(1, 10, 0), project.Committed, "1", 9_660_00, "北京亮源灯具", "合同 WY-018", "").money(c.after(0, 10, 20), project.Committed, "2", 7_000_00, "和平物业工程部", "派工单 0611", "")
	c.posts(c.after(3, 16, 0), "wang-zhigang", project.During, "一至四单元装好，晚上八点试灯，感应距离三米。", scene(2))
	c.reaches(c.after(0, 16, 30), "1").reaches(c.after(6, 15, 0), "2")
	c.posts(c.after(0, 20, 0), free[0], project.After, "七个单元都亮了，晚上回来不用打手电。", scene(3))
	c.money(c.after(1, 11, 0), project.Paid, "1", 9_660_00, "北京亮源灯具", "发票 00781236", "").money(c.after(0, 11, 20), project.Paid, "2", 7_000_00, "和平物业工程部", "收据 0098", "")
	c.checked(c.lastDay().Add(1), "六单元的灯正对一层窗户，晃眼。", "灯罩转了四十度，加了遮光片。", free[0], free[1], free[2])
	c.completed(c.after(1, 9, 30))
	done := c.last
	c.rated(done.Add(30*time.Hour), 12, 9, 9)
	c.rated(clockTime(calendar.MonthsAfter(calendar.DayOf(done, zone), 3), 0, 0).Add(40*time.Hour), 9, 10, 9)
	c.learned(clockTime(calendar.MonthsAfter(calendar.DayOf(done, zone), 3).Add(5), 10, 0),
		"一、先在一个单元试灯三晚，再定瓦数和角度，后面没有返工。二、灯别正对一层窗户。三、备两盏同型号的灯放在物业，坏了当天就能换。")
}

// ordinary is a month with nothing but a small matter.
func (p *plan) ordinary() {
	p.monthly(-5, "信报箱的锁坏了一半，居民要求换成有投递口的。", earlierTopic{107, boxesDraft, consultation.MinuteItem{
		Kind: consultation.Settled, Consensus: "换锁，不换箱", Text: "12 号楼信报箱换锁 48 把，钥匙按户登记发放。", Owner: "和平物业", Task: "换信报箱锁并发钥匙", Due: endOf(p.met(-5).Add(20)),
	}, 9})
}

// railings is rated: it was completed, and its first look-back is over.
func (p *plan) railings() {
	m := p.monthly(-4, "17、18 号楼没有电梯，四层以上的老人下楼要歇两次。大家同意先装扶手和歇脚凳。", earlierTopic{115, railingsDraft,
		asProject("17、18 号楼楼道加装靠墙扶手，三层平台放折叠歇脚凳，费用由街道出。", "双侧有困难的只装靠墙一侧", "和平物业", endOf(p.met(-4).Add(90))), 70})
	met := p.met(-4)
	c := p.course(worker, screener, "17 号楼", "18 号楼")
	c.made(m.accepted.Add(3*time.Hour), project.Content{
		Title: "17、18 号楼楼道加装扶手和歇脚凳", Problem: railingsDraft.problem, Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: home, ID: m.topics[0]},
	})
	opens := m.accepted.Add(5 * time.Hour)
	call := c.asks(opens.Add(-time.Hour), opens, 5, 30, yesNo("楼道扶手怎样装", "两栋楼没有电梯。", "楼道靠墙一侧装扶手", "扶手别占地方", "材质不冰手", "歇脚凳别挡路"))
	for _, at := range c.places {
		c.answered(call, at, opens.Add(2*time.Hour), opens.AddDate(0, 0, 4), 28, mostlyYes("我妈八十二，就盼着扶手。", "歇脚凳要能收起来。", "搬家具时能不能拆？"))
	}
	c.shortlisted(clockTime(met.Add(-1), 15, 0), project.Option{
		Words: "靠墙一侧木扶手，三层放折叠凳", About: "防腐木扶手 380 米，折叠凳 14 个。", Cost: 74_000_00, Affected: "17、18 号楼 150 多户；施工二十天，白天有声响", Upkeep: "和平物业每季度检查螺栓，每年约 600 元",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 74_000_00}},
	}, project.Option{
		Words: "两侧都装不锈钢扶手", About: "净宽会少 8 厘米。", Cost: 121_000_00, Affected: "17、18 号楼 150 多户", Upkeep: "和平物业", Shares: []project.Share{{Payer: project.PayStreet, Cents: 121_000_00}},
	})
	c.last = m.published
	c.negotiated(c.after(1, 9, 30)).settled(c.at(met.Add(4), 11, 0)).agreed(c.at(met.Add(4), 15, 0), project.Full)
	c.cleared(c.at(met.Add(4), 16, 0), c.after(2, 10, 0), project.StreetMoney, "请批准街道资金 74,000 元。", street+"/zhao-lei", "同意。请保留搬运大件时可拆卸的两段。")
	c.putUp(c.after(1, 9, 0), "17、18 号楼楼道靠墙一侧装木扶手，三层平台放折叠凳，74,000 元，街道出，居民不出钱。").approved()
	free := append(crowdIn(c.places[0]), crowdIn(c.places[1])...)
	c.planned(c.after(1, 10, 0), project.Plan{
		Scope: "两栋楼十四个单元靠墙一侧木扶手，三层平台折叠凳 14 个。", Contractor: "京安适老工程公司", Contract: "街道比选，合同 JA-2026-041", Checks: []string{"扶手能承一个人的重量", "没有毛刺", "凳子收起不挡路"},
		Milestones: []project.Milestone{{Words: "17 号楼", Due: c.lastDay().Add(14)}, {Words: "18 号楼", Due: c.lastDay().Add(28)}},
		Lines:      []project.Line{{Words: "扶手和凳子", Planned: 52_000_00}, {Words: "安装", Planned: 22_000_00}},
	}, free[0], free[1])
	c.money(c.after(1, 10, 0), project.Committed, "1", 51_400_00, "京安适老工程公司", "合同 JA-2026-041", "").money(c.after(0, 10, 20), project.Committed, "2", 22_000_00, "京安适老工程公司", "合同 JA-2026-041", "")
	c.posts(c.after(2, 9, 30), worker, project.Before, "动工前的楼道：右边墙空着，老人只能扶墙走。", scene(0))
	c.reaches(c.after(9, 16, 0), "1").posts(c.after(0, 17, 0), free[0], project.During, "17 号楼装完了，扶手不晃，边上打磨得光。", scene(1))
	c.money(c.after(1, 11, 0), project.Paid, "1", 25_700_00, "京安适老工程公司", "发票 33120981", "到货付半")
	c.reaches(c.after(12, 16, 0), "2").checked(c.lastDay().Add(1), "18 号楼 3 单元二层一段扶手松动。", "换了膨胀螺栓，三个人拉过，不动。", free[0], free[2], free[4])
	c.completed(c.after(1, 10, 0))
	c.rated(c.last.Add(30*time.Hour), 14, 9, 8)
}

// lockers was dropped before anybody was asked to pay.
func (p *plan) lockers() {
	c := p.course("ma-jianjun", worker, "2 号楼")
	c.made(clockTime(p.today.Add(-41), 10, 0), project.Content{
		Title: "2 号楼地下车库设快递柜", Problem: "快递三轮每天在 2 号楼拐角分件，想把柜子放进地下车库，腾出通道。", Kind: project.Pushed, Field: project.Resource,
	})
	c.on(clockTime(p.today.Add(-33), 16, 0), c.by, "drop", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		return project.DropProject(tx, by, c.body, now.ID, "消防部门现场看过：车库是疏散通道，不能设柜。改为在北门外另选地方，选好以后重新立项。")
	})
	c.learned(clockTime(p.today.Add(-32), 10, 0), "动用地下空间前先请消防部门看现场，再去问居民，少走一趟弯路。")
}
