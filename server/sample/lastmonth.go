package sample

import (
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// lastMonth is the meeting of last month and what came of it: a door whose outcome
// was corrected nine days ago and is in disclosure, with an objection that waits
// for its answer; a task that is overdue, a stairwell that residents have rated for
// five days, and a matter that waits for the representatives. It gives the topic on the
// road that is flooded.
func (p *plan) lastMonth() (flood string) {
	month := calendar.MonthOf(p.today).Previous()
	met := office(earlier(p.today.Add(-20), month.Last().Add(-3)))
	door := p.raise(clockTime(met.Add(-13), 20, 10), crowd(13), doorDraft)
	flood = p.raise(clockTime(met.Add(-13), 21, 5), crowd(57), floodDraft)
	clutter := p.raise(clockTime(met.Add(-12), 18, 40), crowd(90), clutterDraft)
	covenant := p.raise(clockTime(met.Add(-11), 19, 30), "han-yulan", covenantDraft)
	screening := &days{work: work}
	p.accept(screening.at(met.Add(-10), 9, 30), worker, door, "common-concern", "涉及整栋楼安全，列入协商。")
	p.accept(screening.at(met.Add(-10), 9, 45), worker, flood, "recurring", "雨后多户反映，列入协商。")
	p.accept(screening.at(met.Add(-10), 10, 5), screener, clutter, "common-concern", "消防隐患，列入协商。")
	p.accept(screening.at(met.Add(-10), 10, 20), screener, covenant, "opinion-needed", "修订公约需先听居民意见，列入协商。")
	announced := screening.at(met.Add(-8), 16, 0)
	p.support(announced.Add(time.Hour), clockTime(met, 18, 0), door, crowds(1, 12))
	p.support(announced.Add(2*time.Hour), clockTime(met, 18, 0), clutter, crowds(91, 102))
	e := evening{
		body: home, announced: announced, starts: clockTime(met, 19, 0), seats: 24, chair: director, recorder: recorder, venue: hall,
		invited: "和平物业；街道平安建设办公室；消防救援站宣传员", affected: "7、11、14 号楼住户；公约涉及全体居民",
		materials: "门禁两个方案和报价；11 号楼前路面照片；14 号楼消防检查记录。", topics: []string{door, flood, clutter, covenant},
		present: append(slices.Concat(crowds(14, 22), crowds(55, 58), crowds(86, 90)), "han-yulan", director, recorder),
		guests:  [][2]string{{"和平物业经理", "property"}, {"街道平安办", "street"}, {"消防救援站宣传员", "expert"}},
		choices: []choice{
			{door, "三个单元一次换新，保留刷卡", 20, 1, 0}, {door, "先修旧的，坏了再换", 3, 15, 3},
			{flood, "清通雨水篦子，垫平低洼路面", 24, 0, 0}, {clutter, "十五天内自清，逾期由社区组织清运", 21, 2, 1},
			{covenant, "先公开征求意见，再交居民代表会议表决", 23, 0, 1},
		},
	}
	meeting := p.hold(e)
	m := consultation.Minutes{
		Meeting: meeting, Absent: "业主代表一人（出差）", Statements: lastSaid,
		Items: []consultation.MinuteItem{
			{
				Topic: door, Kind: consultation.Settled, Consensus: "三个单元一次换新，刷卡、密码都能开门，不强制用手机。",
				Text:    "7 号楼三个单元门禁换新，费用 2.7 万元由社区公益事业专项补助资金列支，每户两张卡免费，另配每张 10 元。",
				Dissent: []string{"一位居民认为旧门禁修一修还能用，换新花钱多。"}, Owner: "和平物业", Task: "更换 7 号楼三个单元门禁", Due: endOf(p.today.Add(16)),
			},
			{
				Topic: flood, Kind: consultation.Settled, Consensus: "先清通，再垫平。", Text: "物业九天内清通 11 号楼前雨水篦子，垫平 20 平方米低洼路面。",
				Owner: "和平物业", Task: "清通 11 号楼前雨水篦子并垫平路面", Due: endOf(met.Add(9)),
			},
			{
				Topic: clutter, Kind: consultation.Settled, Consensus: "给确实没处放的人家在 14 号楼地下室划出公共存放架。",
				Text:    "14 号楼住户十五天内自清楼道，逾期由社区组织清运；独居老人由志愿者帮忙。",
				Dissent: []string{"有人担心自行车放到楼下会丢。"}, Owner: "居委会", Task: "清理 14 号楼 2 单元楼道堆物", Due: endOf(p.today.Add(-3)),
			},
			{
				Topic: covenant, Kind: consultation.ToAssembly, Next: "reps_meeting", Consensus: "公约应写进电动自行车、养犬和高空抛物。",
				Text: "修订居民公约属于居民会议职权，由居委会起草并征求意见后，提请居民代表会议讨论决定。",
			},
		},
	}
	publication := p.write(e, clockTime(met.Add(1), 10, 0), clockTime(met.Add(2), 15, 0), m, crowd(14), crowd(55))
	p.door(e, m, door, meeting, task(publication, 0))
	p.progress(clockTime(met.Add(6), 16, 20), "tian-haitao", task(publication, 1), "雨水篦子已清通，掏出水泥块两袋。路面垫平要等沥青拌合站排期，争取尽快施工。")
	p.clutter(met, clutter, task(publication, 2))
	return flood
}

// door is the correction of one outcome, its disclosure with two objections, and a helper's task.
func (p *plan) door(e evening, m consultation.Minutes, door, meeting, change string) {
	m.Items = slices.Clone(m.Items)
	m.Correction = "门禁费用原写 2.7 万元，漏了三个单元的电源改造，更正为 3.1 万元，资金来源和做法不变。"
	m.Items[0].Text = "7 号楼三个单元门禁换新，含电源改造共 3.1 万元，由社区公益事业专项补助资金列支，每户两张卡免费，另配每张 10 元。"
	p.write(e, clockTime(p.today.Add(-10), 15, 0), clockTime(p.today.Add(-9), 10, 30), m, crowd(15), crowd(56))
	p.progress(clockTime(p.today.Add(-8), 11, 0), "wang-zhigang", change, "厂家已到三个单元量好尺寸，面板和电源本周下单。")
	p.loud(clockTime(p.today.Add(-8), 14, 30), worker, "add a task", func(tx *store.Tx, by residents.Sender) error {
		return consultation.AddTask(tx, by, consultation.Task{
			Community: home, Topic: door, Title: "逐户登记门禁卡，帮老人学会开门", Owner: "社区志愿服务队", Helper: Volunteer, Due: endOf(p.today.Add(14)),
		})
	})
	register := p.deeds[len(p.deeds)-1].id + "-t"
	object := func(at time.Time, who, words string) string {
		return p.loud(at, who, words, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Object(tx, by, home, door, meeting, words)
		})
	}
	objection := object(clockTime(p.today.Add(-7), 20, 15), crowd(21), "费用多了四千元，请把电源改造的报价贴出来，看看是不是非改不可。")
	object(clockTime(p.today.Add(-1), 19, 40), crowd(31), "我家是租的，住不满一年。换卡的十块钱和以后丢卡的钱，该租户出还是房东出？")
	p.loud(clockTime(p.today.Add(-6), 10, 40), worker, "answer", func(tx *store.Tx, by residents.Sender) error {
		return consultation.AnswerObjection(tx, by, home, objection, "报价单和现场照片已贴在 7 号楼各单元门口：旧电源为 12 伏 1 安，带不动新锁，三个单元都要换。欢迎到居委会查看三家比价。")
	})
	p.progress(clockTime(p.today.Add(-3), 19, 20), Volunteer, register, "1 单元 36 户已登记 31 户，没人在家的五户门上留了条，周末再去一次。")
}

// clutter is a task that was finished five days ago and is being rated.
func (p *plan) clutter(met calendar.Day, clutter, clear string) {
	p.progress(clockTime(met.Add(8), 17, 30), worker, clear, "2 单元自清过半，帮两位独居老人搬走旧床板一套、纸箱十一个，地下室存放架已装好。")
	p.progress(clockTime(p.today.Add(-5), 11, 30), worker, clear, "三至五层全部清完，消防宣传员走了一遍，通道净宽达到一米二。")
	p.finish(clockTime(p.today.Add(-5), 16, 0), clear)
	p.rate(clockTime(p.today.Add(-4), 9, 0), clockTime(p.today, 0, 0), clutter, crowds(86, 99), 5, 4, 5, 5, 3, 4, 5, 4, 5)
}
