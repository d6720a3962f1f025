package sample

import (
	"slices"
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/grants"
	"yishiting/signups/organisations"
)

// bid is what an organisation applies with for the street's money.
type bid struct {
	home, contact, org string
	aim                string // what the organisation is for
	members            int
	title, need, whom  string
	yuan               int64
	unfit              grants.Unfit
	body, id           string // of the organisation, of the application
}

// bids are in the order in which they came.
var bids = []bid{
	{home: home, contact: crowd(21), org: "和平里阳光陪伴队", aim: "陪独居的老人说话、看病、过节，两人一组，一周两次。", members: 26, title: "楼道里的陪伴", need: "登记过的独居老人有 46 位，一周说不上几句话。", whom: "60 岁以上独居老人 46 位", yuan: 14000},
	{home: home, contact: crowd(34), org: "巧手修理队", aim: "会修东西的邻居周末摆摊，修小家电、自行车、拉链。", members: 14, title: "周末修理铺", need: "小家电坏了没处修，扔了可惜。", whom: "本社区和安贞社区的住户，每月约 80 件", yuan: 11000},
	{home: anzhen, contact: "anzhen-003", org: "安贞书香邻里", aim: "放学以后有人陪孩子读书、写作业，书是邻居捐的。", members: 19, title: "儿童阅读角", need: "放学到下班之间，院里有三十多个孩子没人看。", whom: "6 到 12 岁的孩子 35 人", yuan: 15000},
	{home: home, contact: crowd(47), org: "绿芽环保社", aim: "教大家分厨余、做堆肥，照看院里的花坛。", members: 17, title: "厨余变花土", need: "分出来的厨余没有去处，花坛的土又板结。", whom: "三个院子，约 600 户", yuan: 12000},
	{home: anzhen, contact: "anzhen-008", org: "安贞健走队", aim: "每天早晚带大家健走，教老人怎么走不伤膝盖。", members: 120, title: "健走打卡", need: "想走的人多，没有人组织。", whom: "会员 120 人", yuan: 9000},
	{home: home, contact: crowd(58), org: "康乐讲堂", aim: "请人给老人讲吃药、吃饭、活动的常识。", members: 9, title: "养生讲座十二讲", need: "老人想听健康知识。", whom: "老人 200 人次", yuan: 15000, unfit: grants.Commerce},
}

// jury are the street's experts.
var jury = []string{"bai-shulan", "cui-zhiqiang", "du-wei", "feng-yun", "an-ran"}

// grants is a round of micro-grants whose ranks are up for notice, and a room of the street's.
func (p *plan) grants() {
	at := func(ago, hour int) time.Time { return clockTime(p.today.Add(-ago), hour, 0) }
	by := func(when time.Time, who, quote string, do verb) string {
		p.deeds = append(p.deeds, deed{at: when, body: street, also: []string{home, anzhen}, who: who, id: residents.NewID(when), loud: true, do: do, quote: quote})
		return p.deeds[len(p.deeds)-1].id
	}
	const liu, zhao, tang = street + "/liu-min", street + "/zhao-lei", street + "/tang-wen"
	all := slices.Clone(bids)
	for i := range all {
		p.files(&all[i], by, at, 45-i)
	}
	round := by(at(31, 9), liu, "a round of grants", func(tx *store.Tx, by residents.Sender) error {
		_, err := grants.MakeRound(tx, by, street, grants.Terms{
			Title: "社区公益创投", About: "为老、为小、环境、邻里互助。本街道备案和登记的社区社会组织都可以申报；不支持营利和推销。",
			Budget: 50_000_00, Cap: 15_000_00, Experts: 60, Residents: 40, First: 60, Least: 50, Choices: 2,
			Criteria: []grants.Criterion{{Words: "需求真实", Points: 30}, {Words: "办法可行", Points: 30}, {Words: "预算合理", Points: 20}, {Words: "能持续", Points: 20}},
			Opens:    p.today.Add(-30), Closes: p.today.Add(-21), PitchAt: at(10, 14), PitchIn: "街道三层会议室", VoteFrom: at(10, 9), VoteUntil: at(4, 18), Latest: p.today.Add(210),
		})
		return err
	})
	by(at(31, 15), zhao, "publishing it", func(tx *store.Tx, by residents.Sender) error { return grants.PublishRound(tx, by, street, round) })
	for i := range all {
		b := &all[i]
		b.id = by(at(27-i, 20), b.home+"/"+b.contact, b.title, func(tx *store.Tx, by residents.Sender) error {
			_, err := grants.Apply(tx, by, street, round, b.body, grants.Plan{
				Title: b.title, Need: b.need, Whom: b.whom, How: "先摸底登记，再每周做两次，每月向居民公布一次。", Own: 1_000_00, Asked: b.yuan * 100,
				Lines: []grants.Line{{Words: "材料和工具", Cents: b.yuan*100 - 2_000_00}, {Words: "志愿者保险和交通", Cents: 3_000_00}}, From: p.today.Add(20), Until: p.today.Add(200),
			})
			return err
		})
		c := grants.Check{Pass: b.unfit == "", Why: b.unfit, Words: "组织齐全，材料写得明白。"}
		if b.unfit != "" {
			c.Words = "讲课的是卖保健品的公司，不符合征集的条件。"
		}
		by(at(18, 10), tang, "checking "+b.title, func(tx *store.Tx, by residents.Sender) error { return grants.CheckApplication(tx, by, b.home, b.id, c) })
	}
	by(at(16, 10), tang, "advice", func(tx *store.Tx, by residents.Sender) error {
		return grants.Coach(tx, by, all[0].home, all[0].id, "请写清 46 位老人是怎么数出来的，上门时两人同行。")
	})
	by(at(15, 10), tang, "the jury", func(tx *store.Tx, by residents.Sender) error { return grants.SetJury(tx, by, street, round, jury) })
	by(at(11, 16), tang, "the pitch", func(tx *store.Tx, by residents.Sender) error { return grants.OpenPitch(tx, by, street, round) })
	p.judged(by, at, round, all)
	by(at(4, 19), tang, "closing", func(tx *store.Tx, by residents.Sender) error { return grants.CloseRound(tx, by, street, round) })
	by(at(3, 9), liu, "the notice", func(tx *store.Tx, by residents.Sender) error { return grants.PutUpAwards(tx, by, street, round) })
	by(at(1, 20), home+"/"+Resident, "a complaint", func(tx *store.Tx, by residents.Sender) error {
		return grants.Complain(tx, by, street, round, all[1].id, "修理铺去年收过材料费，这次收不收，请写明白。")
	})
	by(at(35, 9), tang, "a room", func(tx *store.Tx, by residents.Sender) error {
		_, err := grants.MakeRoom(tx, by, grants.Room{Community: street, Name: "孵化中心多功能厅", Where: "和平里北街 9 号一层", About: "投影、音响、折叠桌椅", Seats: 60, Days: 126, From: 9 * 60, Until: 21 * 60, Slot: 60, Fee: 100_00})
		return err
	})
}

// files lets an organisation apply to be filed, the committee look it over, and the street file it.
func (p *plan) files(b *bid, by func(time.Time, string, string, verb) string, at func(ago, hour int) time.Time, ago int) {
	committee := map[string]string{home: home + "/" + worker, anzhen: anzhen + "/wu-min"}[b.home]
	b.body = by(at(ago, 9), b.home+"/"+b.contact, b.org, func(tx *store.Tx, by residents.Sender) error {
		_, err := organisations.MakeOrganisation(tx, by, b.home, organisations.Application{
			Kind: organisations.FiledKind, Phone: "13900000000", Private: organisations.Private{Founder: "发起人"},
			Content: organisations.Content{
				Name: b.org, Class: organisations.Mutual, Purpose: b.aim, Area: "本社区", Venue: "社区活动室", Members: b.members, Funds: "会费和捐赠", Plan: "每月至少一次活动", Charter: "自愿参加，不营利，账目每年公布一次。",
			},
		})
		if err != nil {
			return err
		}
		return organisations.SubmitOrganisation(tx, by, b.home, by.ID)
	})
	by(at(ago-1, 10), committee, "reviewing "+b.org, func(tx *store.Tx, by residents.Sender) error {
		return organisations.ReviewOrganisation(tx, by, b.home, b.body, true, "在社区活动两年，情况属实。")
	})
	by(at(ago-3, 11), street+"/liu-min", "filing "+b.org, func(tx *store.Tx, by residents.Sender) error {
		return organisations.FileOrganisation(tx, by, b.home, b.body, true, "")
	})
}

// judged lets the experts score, one of them without what she has a tie to, and people choose.
func (p *plan) judged(by func(time.Time, string, string, verb) string, at func(ago, hour int) time.Time, round string, all []bid) {
	for e, who := range jury {
		who := street + "/" + who
		var ties []string
		if e == 1 {
			ties = []string{all[2].id}
		}
		by(at(10, 13), who, "ties", func(tx *store.Tx, by residents.Sender) error { return grants.Declare(tx, by, street, round, ties) })
		for i, b := range all[:5] {
			if e == 1 && i == 2 {
				continue
			}
			points, nonce := []int{27 - 2*i, 26 - i - e%2, 17 - i%2, 16 - (i+e)%3}, store.NewToken()
			by(at(9-e%3, 10+i), who, "a score", func(tx *store.Tx, by residents.Sender) error {
				return grants.GiveScore(tx, by, street, round, b.id, points, nonce)
			})
		}
	}
	for n := 1; n <= 36; n++ {
		picks := []string{all[n%5].id, all[n%3].id}
		by(at(5+n%5, 9+n%11), home+"/"+crowd(n+80), "choosing", func(tx *store.Tx, by residents.Sender) error { return grants.GiveVote(tx, by, street, round, picks) })
	}
}
