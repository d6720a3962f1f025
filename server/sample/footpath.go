package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// footpath is the street's own: a case that a community handed to it, on which both of its
// communities were asked, which its office decided and the district let it build.
func (p *plan) footpath(m settledMonth) {
	school, liu, zhao := m.topics[2], street+"/liu-min", street+"/zhao-lei"
	d := days{m.published, calendar.NextWorkingDay}
	p.loud(d.at(p.met(-3).Add(3), 10, 0), liu, "receive", func(tx *store.Tx, by residents.Sender) error {
		return consultation.Receive(tx, by, home, school, true, "街道受理，按民意立项办理，问过两个社区再定。", endOf(p.today.Add(40)))
	})
	c := &course{plan: p, days: &d, body: street, also: []string{home, anzhen}, by: liu, other: zhao, places: []project.Place{
		{Community: home, Building: "1 号楼"}, {Community: home, Building: "2 号楼"}, {Community: anzhen, Building: "1 号楼"}, {Community: anzhen, Building: "2 号楼"},
	}}
	c.made(c.after(0, 15, 0), project.Content{
		Title: "和平里北街小学段步行道", Problem: schoolDraft.problem, Kind: project.Pushed, Field: project.Works, Topic: project.TopicRef{Community: home, ID: school}, Land: true,
	})
	opens := c.after(1, 9, 0)
	call := c.asks(opens.Add(-time.Hour), opens, 10, 30, yesNo("小学门前的路怎样走", "两个社区的孩子都从这里上学。", "建一条 180 米的步行道，设临时停靠区", "孩子不走机动车道", "送孩子的车能停两分钟", "不影响公交车"))
	for _, at := range c.places {
		c.answered(call, at, opens.Add(2*time.Hour), opens.AddDate(0, 0, 9), 28, mostlyYes("放学那二十分钟最乱。", "停靠区要有人管。", "雨天路边积水，孩子踩水走。"))
	}
	c.last = clockTime(calendar.DayOf(opens, zone).Add(11), 9, 0)
	c.listed(c.after(0, 10, 0), project.Option{
		Words: "步行道 180 米，停靠区 40 米", About: "人行道外侧抬高，护栏隔开；停靠区限时两分钟。", Cost: 386_000_00, Affected: "两个社区上学的孩子约 700 名；北街东侧 12 个占道车位取消", Upkeep: "街道城市管理办公室，每年约 9,000 元",
		Shares: []project.Share{{Payer: project.PayStreet, Cents: 236_000_00}, {Payer: project.PayDistrict, Cents: 150_000_00}},
	})
	c.on(c.after(1, 11, 0), liu, "office", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		return project.DecideByOffice(tx, by, street, now.ID, "1", "街道办公会第 19 次会议决定：按 180 米方案办，护栏用可拆的。")
	})
	c.agreed(c.after(0, 14, 0), project.Full)
	c.cleared(c.after(0, 15, 0), c.after(2, 10, 0), project.StreetMoney, "请列支街道资金 236,000 元。", zhao, "已列入街道民生工程预算。")
	c.cleared(c.after(0, 11, 0), c.after(3, 15, 0), project.LandUse, "占用和平里北街东侧市政人行道外 1.2 米，请批准并安排区级资金 150,000 元。", "dongcheng/gao-yuan", "同意占用，区级资金列入慢行系统专项。")
	c.putUp(c.after(1, 9, 0), "和平里北街小学段建步行道 180 米、临时停靠区 40 米，386,000 元：街道 236,000 元，区级 150,000 元，居民不出钱。").approved()
	c.planned(c.after(1, 10, 0), project.Plan{
		Scope: "步行道 180 米，停靠区 40 米，护栏 180 米，标线和标牌。", Contractor: "北京东城市政工程处", Contract: "公开比选，合同 DC-2026-209", Checks: []string{"步行道平整，轮椅能走", "护栏牢固", "停靠区标牌看得清"},
		Milestones: []project.Milestone{{Words: "占道手续和围挡", Due: c.lastDay().Add(10)}, {Words: "铺步行道", Due: p.today.Add(18)}, {Words: "标线、标牌和验收", Due: p.today.Add(35)}},
		Lines:      []project.Line{{Words: "步行道", Planned: 248_000_00}, {Words: "护栏和标牌", Planned: 96_000_00}, {Words: "交通导改", Planned: 42_000_00}},
	}, crowdIn(c.places[0])[0])
	c.money(c.after(1, 10, 0), project.Committed, "1", 246_500_00, "北京东城市政工程处", "合同 DC-2026-209", "").money(c.after(0, 10, 30), project.Committed, "3", 41_000_00, "北京畅行交通设施公司", "合同 CX-2026-033", "")
	c.reaches(c.after(3, 16, 0), "1").posts(c.after(0, 16, 30), liu, project.During, "占道手续办完，围挡立好。上下学时段停工，留两米通道。", scene(7))
	c.money(c.after(2, 11, 0), project.Paid, "3", 20_500_00, "北京畅行交通设施公司", "发票 71200458", "首付一半")
}

// garden is the representatives' vote on the yard, and gives the poll.
func (p *plan) garden(topic string) string {
	opens := clockTime(p.today.Add(-31), 9, 0)
	id := p.poll(opens.Add(-26*time.Hour), opens, 4, polls.Terms{
		Question: "用社区公益金 48,000 元建 13、14 号楼之间的小花园", Text: "总费用 118,000 元，其余 70,000 元请街道出。方案、费用和管护见项目页。",
		Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitDelegate}, Rule: "reps-meeting", Secrecy: polls.Named, Topic: topic,
	}, "党总支研究同意提请居民代表会议决定。")
	p.cast(id, opens.Add(2*time.Hour), opens.AddDate(0, 0, 3), delegatesSay(20, 44))
	return id
}
