package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/polls"
	"yishiting/residents"
	"yishiting/server/store"
)

// The polls of the neighbourhood: one by households that is counted, a budget, a
// resolution of the representatives' meeting in its disclosure, two that run, and a
// draft that waits for somebody else to publish it.

// polls lets the neighbourhood vote; shed is the topic on charging sheds.
func (p *plan) polls(w window, shed string) {
	p.doors()
	p.fund()
	p.convention()
	p.places(w, shed)
	p.corridors()
	p.quiet(p.now.Add(-5*time.Hour), worker, "draft of a poll", func(tx *store.Tx, by residents.Sender) error {
		_, err := polls.MakePoll(tx, by, p.terms(p.now.AddDate(0, 0, 2), 7, polls.Terms{
			Question: "小区快递柜放在哪里", Text: "现在放在北门岗亭外，下雨取件不便。三个位置都已和物业看过，通电和出入没有问题。",
			Method: polls.Approval, Seats: 1, Options: []polls.Option{{Words: "北门内侧雨棚下"}, {Words: "活动中心东墙"}, {Words: "8 号楼北侧空地"}},
			Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden, Replace: true,
		}))
		return err
	})
}

// terms fills in where and when: from an instant on, for so many days.
func (*plan) terms(opens time.Time, days int, t polls.Terms) polls.Terms {
	t.Community, t.Opens = home, opens.UnixMicro()
	t.Closes = calendar.DayOf(opens, zone).Add(days).Start(zone).Add(20 * time.Hour).UnixMicro()
	return t
}

// poll lets one member of the committee write a poll and another publish it when it opens.
func (p *plan) poll(written, opens time.Time, days int, t polls.Terms, study string) (id string) {
	id = p.quiet(written, worker, t.Question, func(tx *store.Tx, by residents.Sender) error {
		_, err := polls.MakePoll(tx, by, p.terms(opens, days, t))
		return err
	})
	if study != "" {
		p.quiet(written.Add(4*time.Hour), "he-jianguo", t.Question, func(tx *store.Tx, by residents.Sender) error {
			return polls.Study(tx, by, home, id, calendar.DayOf(by.Now, zone), study)
		})
	}
	p.loud(opens, recorder, t.Question, func(tx *store.Tx, by residents.Sender) error { return polls.Publish(tx, by, home, id) })
	return id
}

// ballot is what somebody says in a poll.
type ballot struct{ who, choice string }

// cast lets people vote in a poll from one instant to another, some at a time. Who has no
// ballot in it (a neighbour whose home somebody else speaks for) is passed over.
func (p *plan) cast(poll string, from, to time.Time, all []ballot) {
	const together = 12
	if to.Before(from) { // it has only just opened
		from, to = p.now, p.now
	}
	for first := 0; first < len(all); first += together {
		some := all[first:min(first+together, len(all))]
		at := between(from, to, first, len(all))
		p.loud(at, worker, "ballots", func(tx *store.Tx, by residents.Sender) error {
			var votes []polls.Vote
			for _, b := range some {
				who, err := tx.Standing(home, b.who)
				if err != nil {
					return err
				}
				votes = append(votes, polls.Vote{By: residents.Sender{Standing: who, Now: by.Now, ID: by.ID}, Body: home, Poll: poll, Choice: b.choice})
			}
			casts, err := polls.CastVotes(tx, home, votes)
			for _, c := range casts {
				if err == nil && c.Err != nil && c.Err != polls.ErrHomeSpeaks {
					err = c.Err
				}
			}
			return err
		})
	}
}

// crowdSays gives n of the crowd their choices in turn.
func crowdSays(n int, choices ...string) []ballot {
	var all []ballot
	for i := range n {
		all = append(all, ballot{crowd(i + 1), choices[i%len(choices)]})
	}
	return all
}

// doors is a household vote among three ways, as a consultation asks for.
func (p *plan) doors() {
	opens := clockTime(p.today.Add(-38), 9, 0)
	id := p.poll(opens.Add(-26*time.Hour), opens, 7, polls.Terms{
		Question: "楼门门禁改造选哪一种", Text: "街道补贴公共部分，入户部分由各户出。三种都含三年维保。", Method: polls.Plurality, Seats: 1, Choose: 1,
		Options: []polls.Option{
			{Words: "刷卡门禁", About: "每户 180 元"}, {Words: "刷卡加可视对讲", About: "每户 420 元"}, {Words: "人脸识别", About: "每户 650 元；不愿意录脸的照样可以刷卡"},
		},
		Electorate: polls.Electorate{Unit: polls.UnitHousehold}, Rule: "household-vote", Secrecy: polls.OpenTurnout,
	}, "")
	p.cast(id, opens.Add(time.Hour), opens.AddDate(0, 0, 6), crowdSays(crowdSize, "2", "1", "2", "2", "1", "3", "2", "1", polls.Blank))
}

// fund is a budget, spent by equal shares.
func (p *plan) fund() {
	opens := clockTime(p.today.Add(-22), 9, 0)
	id := p.poll(opens.Add(-26*time.Hour), opens, 8, polls.Terms{
		Question: "今年的社区公益金先办哪几件", Text: "社区公益事业专项补助资金今年可用 12 万元。选您想办的，加起来不超过总数。",
		Method: polls.Shares, Completion: polls.CompleteAdd1U, Budget: 120_000_00,
		Options: []polls.Option{
			{Words: "5 号楼前加装无障碍坡道", About: "两处，防滑，带扶手", Cost: 46_000_00},
			{Words: "小广场照明", About: "十二盏，十点以后自动调暗", Cost: 38_000_00},
			{Words: "儿童沙坑", About: "换沙、加盖、围边", Cost: 28_000_00},
			{Words: "晾衣架三十组", About: "不锈钢，固定在各楼南侧", Cost: 24_500_00},
			{Words: "楼道扶手修补", About: "7、9、14 号楼", Cost: 19_800_00},
			{Words: "图书角添书", About: "一百五十册，居民开书单", Cost: 8_000_00},
		},
		Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden, Replace: true,
	}, "")
	p.cast(id, opens.Add(time.Hour), opens.AddDate(0, 0, 7),
		crowdSays(crowdSize*5/6, "1,2", "2,4,5", "3,6", "1,5,6", "2,3", "4,5,6", "1,3", "2,5", "1,4,6", "2"))
}

// convention is a resolution of the residents' representatives' meeting.
func (p *plan) convention() {
	opens := clockTime(p.today.Add(-6), 9, 0)
	id := p.poll(opens.Add(-26*time.Hour), opens, 3, polls.Terms{
		Question: "通过《和平里社区居民公约（修订）》", Text: "修订四处：楼道不堆物、不停放和充电电动自行车；遛狗牵绳、清理；晚十点到早七点不外放音响；公共收益每半年公布一次。全文贴在社区公示栏。",
		Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitDelegate}, Rule: "reps-meeting", Secrecy: polls.Named,
	}, "党总支专题研究，同意提交居民代表会议。")
	p.cast(id, opens.Add(2*time.Hour), opens.AddDate(0, 0, 2), delegatesSay(28, 36))
}

// delegatesSay is how the representatives and members of the committee vote: those of the crowd
// whose number is a multiple of no say no, of abstain abstain.
func delegatesSay(no, abstain int) (members []ballot) {
	for n := 4; n <= crowdSize-8; n += 4 {
		choice := polls.Yes
		if n%no == 0 {
			choice = polls.No
		} else if n%abstain == 0 {
			choice = polls.Abstain
		}
		members = append(members, ballot{crowd(n), choice})
	}
	for _, who := range []string{director, worker, recorder, screener} {
		members = append(members, ballot{who, polls.Yes})
	}
	return members
}

// places runs: it asks for an order of places, on a topic of the month.
func (p *plan) places(w window, shed string) {
	written, opens := w.office(0.11), clockTime(p.today.Add(-2), 9, 0)
	if opens.Before(written) {
		opens = w.at(0.3)
	}
	id := p.poll(written, opens, 5, polls.Terms{
		Question: "充电棚先建在哪里", Text: "协商会前先听大家的排序，会上一并讨论。", Topic: shed, Method: polls.Schulze, None: true,
		Options: []polls.Option{
			{Words: "3 号楼南侧", About: "离窗户最近处 11 米，带烟感和喷淋"}, {Words: "地下车库一层西区", About: "不占地面，进出要走坡道"},
			{Words: "8 号楼与 9 号楼之间", About: "要移走两棵小树"}, {Words: "北门停车场一角", About: "减少四个车位"},
		},
		Electorate: polls.Electorate{Unit: polls.UnitResident}, Rule: "consultative", Secrecy: polls.Hidden, Replace: true,
	}, "")
	p.cast(id, opens.Add(time.Hour), p.now.Add(-time.Hour),
		crowdSays(64, "1>2>3=4", "2>1", "1>4>2", "4>2>1>none", "none", "1>3", "2>4>1"))
}

// corridors runs: by households, on paper too.
func (p *plan) corridors() {
	opens := clockTime(p.today.Add(-3), 9, 0)
	id := p.poll(opens.Add(-26*time.Hour), opens, 9, polls.Terms{
		Question: "同意由楼门长每月组织一次楼道清理吗", Text: "清理前七天在楼门口贴条，留条的东西不动。清出的大件由物业免费拉走。",
		Method: polls.Binary, Electorate: polls.Electorate{Unit: polls.UnitHousehold}, Rule: "household-vote", Secrecy: polls.OpenTurnout, Paper: true,
	}, "")
	p.cast(id, opens.Add(time.Hour), p.now.Add(-2*time.Hour), crowdSays(90, "yes", "yes", "no", "yes", "abstain", "yes"))
}
