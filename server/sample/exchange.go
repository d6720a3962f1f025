package sample

import (
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups/organisations"
)

// exchange are needs and offers: one pair done, one asked, the others open.
func (p *plan) exchange(choir string) {
	begin := p.today.Add(-70)
	say := func(days int, who string, l organisations.Listing) string {
		l.Community = home
		id := p.quiet(clockTime(begin.Add(days), 10, 0), who, "a listing", func(tx *store.Tx, by residents.Sender) error {
			_, err := organisations.MakeListing(tx, by, l)
			return err
		})
		publisher := worker
		if who == worker {
			publisher = recorder
		}
		p.loud(clockTime(begin.Add(days+1), 15, 0), publisher, "publish a listing", func(tx *store.Tx, by residents.Sender) error {
			return organisations.JudgeListing(tx, by, home, id, true, "")
		})
		return id
	}
	singers := say(0, Volunteer, organisations.Listing{Side: organisations.OfferSide, Good: organisations.HandsGood, Org: choir, Title: "合唱队上门演出", About: "十到二十人，自带音箱，一小时以内；提前两周说。"})
	hall := say(1, worker, organisations.Listing{Side: organisations.OfferSide, Good: organisations.RoomGood, Unit: "和平里第四小学", Title: "周末借用报告厅", About: "能坐一百二十人，有投影；周六、周日白天，学校保安在场。"})
	stage := say(2, worker, organisations.Listing{Side: organisations.NeedSide, Good: organisations.HandsGood, Unit: "和平里养老驿站", Title: "国庆前请人来演一场", About: "驿站四十位老人，最好下午两点开始。"})
	say(40, crowd(15), organisations.Listing{Side: organisations.NeedSide, Good: organisations.SkillGood, Title: "有人会修轮椅吗", About: "刹车松了，铺子说要换整套。"})
	class := say(58, crowd(21), organisations.Listing{Side: organisations.NeedSide, Good: organisations.RoomGood, Title: "手机课堂要一间大些的屋子", About: "图书角坐不下了，周六上午，四十人。"})
	p.matched(5, stage, singers, "九月二十六日下午两点，驿站一层大厅，唱一小时；驿站备水和椅子。", Volunteer)
	p.proposed(65, class, hall, "周六上午九点到十一点，用报告厅后排；自己收拾，居委会来人开门。")
}

// proposed brings a need and an offer together so many days after the first was put up.
func (p *plan) proposed(days int, need, offer, terms string) string {
	return p.quiet(clockTime(p.today.Add(-70+days), 11, 0), worker, "a match", func(tx *store.Tx, by residents.Sender) error {
		return organisations.ProposeMatch(tx, by, home, need, offer, terms)
	})
}

// matched is a match that a unit needed: agreed by both sides, done, and said how it went.
func (p *plan) matched(days int, need, offer, terms, offers string) {
	id := p.proposed(days, need, offer, terms)
	for i, one := range []struct {
		who  string
		side organisations.Side
	}{{recorder, organisations.NeedSide}, {offers, organisations.OfferSide}} {
		p.loud(clockTime(p.today.Add(-69+days), 10+i, 0), one.who, "agree to a match", func(tx *store.Tx, by residents.Sender) error {
			return organisations.AnswerMatch(tx, by, home, id, one.side, true)
		})
		p.loud(clockTime(p.today.Add(-50+days), 16+i, 0), one.who, "a match is done", func(tx *store.Tx, by residents.Sender) error {
			return organisations.FinishMatch(tx, by, home, id, one.side, 5-i)
		})
	}
}
