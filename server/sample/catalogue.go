package sample

import (
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// catalogue is what the street buys: one service that was bought from an organisation and delivered, one
// that is announced, and one that waits for a second person. choir is the organisation.
func (p *plan) catalogue(choir string) {
	by := func(ago, hour int, who, quote string, do verb) string {
		at := clockTime(p.today.Add(-ago), hour, 0)
		p.deeds = append(p.deeds, deed{at: at, body: street, also: []string{home}, who: street + "/" + who, id: residents.NewID(at), loud: true, do: do, quote: quote})
		return p.deeds[len(p.deeds)-1].id
	}
	announce := func(ago int, c organisations.PurchaseContent) string {
		c.From, c.Until = p.today.Add(20-ago), p.today.Add(200-ago)
		return by(ago, 10, "liu-min", "a service to be bought", func(tx *store.Tx, by residents.Sender) error {
			_, err := organisations.MakePurchase(tx, by, street, c, p.today.Add(-ago))
			return err
		})
	}
	publish := func(ago int, id string, state organisations.PurchaseState, version int) {
		by(ago, 15, "zhao-lei", "publishing a step of it", func(tx *store.Tx, by residents.Sender) error {
			return organisations.JudgeStep(tx, by, street, id, state, version, true, "")
		})
	}
	step := func(ago int, id string, s organisations.PurchaseStep, version int) {
		s.Day = p.today.Add(-ago)
		by(ago, 11, "liu-min", "a step of it", func(tx *store.Tx, by residents.Sender) error { return organisations.WriteStep(tx, by, street, id, s) })
		publish(ago, id, s.State, version)
	}
	songs := announce(100, organisations.PurchaseContent{
		Title: "养老驿站周末文艺活动", What: "每周六下午在驿站带老人唱歌，一次一小时，共十二次。", Whom: "驿站老人约 40 位", Cents: 500_00, Unit: "次",
		How: "街道比选：三家报名的，由驿站老人代表和街道打分。", Paper: "和街办〔2026〕18 号",
	})
	publish(100, songs, organisations.Announced, 1)
	step(85, songs, organisations.PurchaseStep{State: organisations.Bought, Community: home, Org: choir, Cents: 6_000_00, Paper: "和街购〔2026〕07 号"}, 2)
	step(8, songs, organisations.PurchaseStep{State: organisations.Delivered, Words: "十二次都做了，每次到场三十多位；驿站签字验收。", Paper: "验收单 07"}, 3)
	meals := announce(12, organisations.PurchaseContent{
		Title: "独居老人送餐到户", What: "工作日中午送一餐，当面问一声好；两天没人应门的告诉居委会。", Whom: "登记的独居老人 46 位", Cents: 82_800_00,
		How: "公开征集，报名截止后由街道和居民代表评议。", Paper: "和街办〔2026〕31 号",
	})
	publish(11, meals, organisations.Announced, 1)
	announce(1, organisations.PurchaseContent{
		Title: "小区垃圾分类桶前指导", What: "早晚各一小时，教投错的人怎么分，每月一次小结。", Whom: "三个社区约 5,200 户", Cents: 45_000_00,
		How: "在备案的社区社会组织里比选。", Paper: "和街办〔2026〕35 号",
	})
}
