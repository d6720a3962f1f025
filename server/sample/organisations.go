package sample

import (
	"time"

	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

const choirCharter = `一、自愿加入，随时可以退出。
二、队长、会计由全体队员每年推选一次，队长不兼会计。
三、不营利；分摊的钱只用于谱子、音箱和演出服，账目每季度在活动室公布。
四、三分之二以上队员同意，可以解散；剩下的钱捐给社区公益金。`

// organisations are a choir on the street's record, whose contact is the sample's volunteer, and
// a phone class that waits for the committee's word.
func (p *plan) organisations() {
	choir := p.quiet(clockTime(p.today.Add(-140), 20, 0), Volunteer, "a choir", func(tx *store.Tx, by residents.Sender) error {
		_, err := organisations.MakeOrganisation(tx, by, home, organisations.Application{
			Kind: organisations.FiledKind, Phone: "13900000001", Private: organisations.Private{Founder: "刘玉珍"},
			Content: organisations.Content{
				Name: "和平里银龄合唱队", Class: organisations.Culture, Purpose: "退休的、上班的都来，一周唱两回；重阳节、春节给邻居演出。", Area: "和平里社区", Venue: "社区活动室",
				Members: 32, Funds: "队员每人每年自愿分摊 60 元，不收外人的钱。", Plan: "每周二、周五下午排练；重阳节、春节各演出一次；每季度到养老驿站唱一次。", Charter: choirCharter,
			},
		})
		return err
	})
	p.quiet(clockTime(p.today.Add(-139), 20, 0), Volunteer, "submit", func(tx *store.Tx, by residents.Sender) error {
		return organisations.SubmitOrganisation(tx, by, home, choir)
	})
	p.quiet(clockTime(p.today.Add(-136), 10, 0), worker, "review", func(tx *store.Tx, by residents.Sender) error {
		return organisations.ReviewOrganisation(tx, by, home, choir, true, "合唱队在社区唱了六年，账目每季度张贴，情况属实。")
	})
	p.filed(clockTime(p.today.Add(-133), 15, 0), choir)
	p.exchange(choir)
	p.catalogue(choir)
	p.quiet(clockTime(p.today.Add(-2), 20, 30), Volunteer, "a large event", func(tx *store.Tx, by residents.Sender) error {
		starts := clockTime(p.today.Add(24), 14, 0)
		_, err := organisations.ReportEvent(tx, by, home, choir, "", organisations.EventContent{
			Title: "邻里合唱会", What: "合唱队和第四小学的孩子同台，邻居带凳子来看。", Where: "和平里北街小花园", Starts: starts, Ends: starts.Add(2 * time.Hour), Outside: true, People: 150, Cents: 2_600_00,
			Safety: "八个人看通道和台阶，备急救箱；下雨改到小学报告厅。",
		})
		return err
	})
	class := p.quiet(clockTime(p.today.Add(-4), 19, 30), crowd(15), "a phone class", func(tx *store.Tx, by residents.Sender) error {
		_, err := organisations.MakeOrganisation(tx, by, home, organisations.Application{
			Kind: organisations.FiledKind, Phone: "13900000002", Private: organisations.Private{Founder: "陈思远", Roster: "陈思远\n何敏\n许文涛\n罗佳\n邓一凡"},
			Content: organisations.Content{
				Name: "手把手手机课堂", Class: organisations.Groups, Purpose: "教老人用手机挂号、交费、防骗，一人教一人。", Area: "和平里社区各楼", Venue: "社区图书角",
				Members: 5, Funds: "不收费，不需要钱。", Plan: "每周六上午一次，每次教八位老人；每月一次防骗提醒。", Charter: "一、教的人自愿，学的人免费。\n二、每学期推选一位召集人。\n三、不推销任何东西，不替老人保管密码。",
			},
		})
		return err
	})
	p.quiet(clockTime(p.today.Add(-3), 20, 0), crowd(15), "submit", func(tx *store.Tx, by residents.Sender) error {
		return organisations.SubmitOrganisation(tx, by, home, class)
	})
}

// filed lets the street put an organisation of the community on its record.
func (p *plan) filed(at time.Time, id string) {
	p.deeds = append(p.deeds, deed{at: at, body: street, also: []string{home}, who: street + "/liu-min", id: residents.NewID(at), loud: true, quote: "filing", do: func(tx *store.Tx, by residents.Sender) error {
		return organisations.FileOrganisation(tx, by, home, id, true, "")
	}})
}
