package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// sewage is a case that began with calls to 12345 and went through three levels:
// finished, rated and archived last month. A second matter of the same meeting was
// carried out a few days ago and is being rated.
func (t *town) sewage() {
	day := func(n, hour int) time.Time { return clockAt(t.first, n, hour, 0) }
	t.at(day(-76, 10), "ma-jianjun", func(tx *store.Tx, by residents.Sender) error {
		topic, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{
			Raising: consultation.Raising{
				Community: home, Title: "8 至 12 号楼污水反复返溢",
				Problem:  "近 30 天 12345 共转来 23 个来电，都反映 8、9、10、11、12 号楼门前污水井返溢，一层厨房倒灌。物业疏通过四次，三五天又堵。",
				Place:    "8 至 12 号楼门前污水井",
				Affected: "五栋楼 312 户，一层住户最重",
				Wish:     "查清堵在哪一段，该换的管换掉，不要再年年疏通。",
			},
			Calls: 23, Days: 30,
		})
		t.topics["sewage"] = topic.ID
		return err
	})
	t.accept(day(-75, 15), Committee, "sewage", "recurring", "30 天内 23 个来电，说明不是一家的事，列入本月协商，并请自来水集团排水公司到场。")
	t.raise(day(-75, 20), t.people[40], "fitness", raising{
		"中心花园健身器材坏了一半", "中心花园 14 件健身器材坏了 6 件，漫步机的轴断了半年，老人扶着晃。", "中心花园东侧", "常去锻炼的老人和孩子", "修得好的修，修不好的换，换成老人用得上的。"})
	t.accept(day(-74, 11), "zhou-ming", "fitness", "common-concern", "大家都用得着，列入协商，请物业带着维修报价来。")
	for i := range 31 {
		t.support(day(-73, 9).Add(time.Duration(i)*20*time.Minute), t.people[50+i], "sewage")
	}
	t.hold(gathering{
		announced: day(-71, 10), starts: day(-65, 19), published: day(-63, 17), venue: "社区议事厅（6 号楼一层）", present: 16,
		topics: []string{"sewage", "fitness"}, invited: "街道城管办、排水公司、物业公司",
		statements: "一层住户说返溢时屋里没法住人；物业说井里的管是 1986 年的水泥管，塌了一段；排水公司说主管不归小区，要街道牵头。健身器材一项，大家同意先修能修的。",
		items: []consultation.MinuteItem{
			{
				Consensus: "堵点在小区外主管塌陷处，社区和物业都换不了。", Kind: consultation.ToHand, Why: "several-departments",
				Text: "主管属市政管线，涉及排水、道路、街道三家，社区解决不了，移交街道牵头。移交期间物业每周疏通一次。",
			},
			{
				Consensus: "6 件坏的修 4 件，换 2 件。", Kind: consultation.Settled, Owner: "和平物业公司", Task: "修好 4 件、更换 2 件健身器材",
				Text: "物业维修 4 件，漫步机和腰背按摩器更换为带扶手的款式，费用从公共收益列支，已在公示栏公示。",
				Due:  endOf(t.now, -2),
			},
		},
		options: map[int][]choice{1: {{"修 4 件、换 2 件", 15, 1, 2}, {"14 件全换", 4, 11, 3}}},
	})
	t.threeLevels(day)
	t.progress(clockAt(t.now, -9, 11, 0), "zhang-wuye", "fitness", "四件修好的器材已装回原处，两件新器材到货，周内安装。")
	t.finish(clockAt(t.now, -5, 16, 30), "fitness")
	t.rate(clockAt(t.now, -5, 18, 0), "fitness", 5, 4, 5, 4, 3, 5, 4)
	t.between()
}

// threeLevels takes the sewage case to the street and the district and back.
func (t *town) threeLevels(day func(n, hour int) time.Time) {
	receive := func(when time.Time, body, who, answer string, due time.Time) {
		t.from(when, body, who, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Receive(tx, by, home, t.topics["sewage"], true, answer, due)
		})
	}
	receive(day(-61, 10), "hepingli-jiedao", "liu-haifeng", "街道城管办接收，三日内现场踏勘。", endOf(t.first, -50))
	t.update(day(-60, 17), "hepingli-jiedao", "liu-haifeng", "sewage", "progress", "已会同排水公司下井看过，8 号楼东侧主管塌陷约 11 米，临时抽排车每晚到场。")
	t.update(day(-58, 16), "hepingli-jiedao", "liu-haifeng", "sewage", "whistle", "街道吹哨，排水公司、区城管委、产权单位、物业到场开会：塌陷段须开挖更换，约 68 万元，超出街道年度资金。")
	t.from(day(-57, 10), "hepingli-jiedao", "liu-haifeng", func(tx *store.Tx, by residents.Sender) error {
		return consultation.HandOn(tx, by, home, t.topics["sewage"], consultation.Handing{
			Reason: "money", Text: "更换 86 米主管约 68 万元，超出街道可用资金，且需占道施工许可，报区里统筹。",
		})
	})
	receive(day(-54, 15), "dongcheng", "guo-rui", "区城管委接收，列入本年度积水点治理。", endOf(t.first, -40))
	t.update(day(-51, 11), "dongcheng", "guo-rui", "sewage", "progress", "勘测单位完成管线内窥检测，确认需更换 86 米，施工期约 18 天。")
	t.update(day(-47, 11), "dongcheng", "guo-rui", "sewage", "decision", "区城管委批准更换主管 86 米，资金由区里安排，排水公司施工，占道手续同步办理。")
	t.from(day(-45, 10), "dongcheng", "guo-rui", func(tx *store.Tx, by residents.Sender) error {
		return consultation.GiveBack(tx, by, home, t.topics["sewage"], "区里出资，排水公司更换主管 86 米；社区负责告知住户、看护施工时段。", consultation.Task{
			Title: "更换污水主管 86 米并恢复路面", Owner: "排水公司", Helper: Volunteer, Due: endOf(t.first, -22),
		})
	})
	t.progress(day(-38, 18), Volunteer, "sewage", "开挖到 9 号楼门前，旧管已经取出来，白天留了一米二宽的走道，推轮椅能过。")
	t.progress(day(-30, 18), "zhang-wuye", "sewage", "新管全部接通，闭水试验合格，今晚回填，明天恢复路面。")
	t.update(day(-28, 12), home, Committee, "sewage", "progress", "五栋楼逐户问过，没有再返溢；路面已恢复，施工围挡明天撤。")
	t.finish(day(-25, 16), "sewage")
	t.rate(day(-24, 9), "sewage", 5, 5, 4, 5, 4, 5, 3, 5, 4, 5, 5, 4)
	t.at(day(-12, 10), Committee, func(tx *store.Tx, by residents.Sender) error {
		return consultation.ImportCallbacks(tx, by, home, t.topics["sewage"], consultation.Callbacks{Asked: 23, Solved: 22, Satisfied: 20})
	})
}

// between states why the months between the two past meetings had none.
func (t *town) between() {
	zone := hepingli.Location()
	met := calendar.MonthOf(consultation.DayOf(hepingli, clockAt(t.first, -65, 19, 0)))
	last := calendar.MonthOf(consultation.DayOf(hepingli, t.first)).Previous()
	for m := met.Next(); m.Compare(last) < 0; m = m.Next() {
		t.at(m.Last().Start(zone).Add(17*time.Hour), "chen-zhiyuan", func(tx *store.Tx, by residents.Sender) error {
			return consultation.StateNoMeeting(tx, by, home, m.String(), "议事厅随污水主管施工停用，本月议题并入下月一起协商。")
		})
	}
}

// gate is last month's meeting: an outcome that is disclosed at present, with two
// objections, and a task that has gone overdue.
func (t *town) gate() {
	published := clockAt(t.now, -9, 17, 0)
	if published.After(t.now) {
		published = t.now.Add(-9 * 24 * time.Hour)
	}
	starts := clockAt(t.first, -2, 19, 0)
	if latest := clockAt(published, -1, 19, 0); latest.Before(starts) {
		starts = latest
	}
	day := func(n, hour, minute int) time.Time { return clockAt(starts, n, hour, minute) }
	t.raise(day(-12, 20, 5), t.people[6], "gate", raising{
		"7 号楼门禁改造选哪个方案", "7 号楼七个单元的门禁坏了四个，推销的、贴小广告的随便进，夜里也锁不上。", "7 号楼 1 至 7 单元", "7 号楼 84 户", "换一套不用手机也能开的，价钱大家商量。"})
	t.raise(day(-12, 21, 0), t.people[31], "lamp", raising{
		"13 号楼后路灯不亮", "13 号楼后面到自行车棚一段五盏灯只亮一盏，老人晚上不敢走。", "13 号楼北侧小路", "13、14 号楼", "换成感应灯，别太刺眼。"})
	t.accept(day(-11, 10, 0), "zhou-ming", "gate", "opinion-needed", "关系到 84 户出钱和进出，列入协商。")
	t.accept(day(-11, 10, 30), Committee, "lamp", "common-concern", "夜里走路的安全，列入协商。")
	t.state(day(-9, 19, 0), t.people[24], "gate", consultation.For, "用卡的最好，老人不会摆弄手机。", "")
	t.hold(gathering{
		announced: day(-7, 10, 0), starts: starts, published: published, venue: "社区议事厅（6 号楼一层）", present: 17,
		topics: []string{"gate", "lamp"}, invited: "街道平安办、物业公司、门禁厂家",
		statements: "厂家讲了三个方案；有人担心人脸信息，明确不采；有人提出低保户免交。路灯一项没有分歧。",
		items: []consultation.MinuteItem{
			{
				Consensus: "用刷卡加密码，不采人脸；每户 420 元，街道补贴后自付。", Dissent: []string{"一层有两户认为不从门禁走，不应出同样的钱。"},
				Kind: consultation.Settled, Owner: "和平物业公司", Task: "按方案二安装 7 个单元门禁",
				Text: "同意方案二：刷卡加密码，每户自付 420 元，低保和特困户由社区公益资金解决；一层两户的意见由居委会上门再商量。",
				Due:  endOf(t.now, 24),
			},
			{
				Consensus: "换五盏感应灯。", Kind: consultation.Settled, Owner: "和平物业公司", Task: "13 号楼后换五盏感应路灯",
				Text: "物业更换五盏感应灯，色温调暖，灯头朝下，不照进住户窗户。", Due: endOf(t.now, -3),
			},
		},
		options: map[int][]choice{0: {{"方案一：密码锁，每户 180 元", 4, 12, 3}, {"方案二：刷卡加密码，每户 420 元", 15, 2, 2}, {"方案三：可视对讲，每户 650 元", 3, 13, 3}}},
	})
	t.object(clockAt(t.now, -6, 9, 0), t.people[60], "gate", "租户住不满一年，也要交 420 元吗？", "门禁装在房屋上，费用由产权人承担，租户不用交；已在单元门口贴出说明。")
	t.object(clockAt(t.now, -1, 10, 0), t.people[61], "gate", "密码会不会传得人人都知道，多久换一次？", "")
}

// object objects to an outcome; the desk answers a day later, when there is an answer.
func (t *town) object(when time.Time, who, name, words, reply string) {
	var id string
	t.at(when, who, func(tx *store.Tx, by residents.Sender) error {
		id = by.ID
		outcomes, err := tx.OutcomesOf(home, t.topics[name])
		if err != nil || len(outcomes) == 0 {
			return err
		}
		return consultation.Object(tx, by, home, t.topics[name], outcomes[0].Meeting, words)
	})
	if reply == "" {
		return
	}
	t.at(when.Add(25*time.Hour), "wu-xiuying", func(tx *store.Tx, by residents.Sender) error {
		return consultation.AnswerObjection(tx, by, home, id, reply)
	})
}
