package sample

import (
	"fmt"
	"time"

	"yishiting/calendar"
	"yishiting/residents"
	"yishiting/server/store"
	"yishiting/signups"
)

// helping is who helps: two teams, guidance at the bins with a waiting list, a day that is over
// with thanks, visits that want for people, and a draft that waits for a second person.
func (p *plan) helping() {
	p.volunteers()
	p.bins()
	p.haircuts()
	p.visits()
	p.patrol()
}

// volunteers keep profiles; one waits for a word on a certificate.
func (p *plan) volunteers() {
	keeps := func(who string, f signups.Profile) {
		p.quiet(clockTime(p.today.Add(-45), 10, 0), who, "profile", func(tx *store.Tx, by residents.Sender) error { return signups.KeepProfile(tx, by, f) })
	}
	weekend := signups.Slot(5, signups.Morning) | signups.Slot(5, signups.Afternoon) | signups.Slot(6, signups.Morning)
	keeps(Resident, signups.Profile{Skills: []signups.Skill{signups.Elderly, signups.Sorting}, Times: weekend, Near: signups.OwnBuilding, Asked: true, Named: true, Weekly: true})
	keeps(Volunteer, signups.Profile{Skills: []signups.Skill{signups.Sorting, signups.Computer}, Times: signups.AllTimes, Near: signups.Anywhere, Asked: true})
	for i, who := range crowds(60, 71) {
		skills := []signups.Skill{signups.Skills[5+i%9], signups.Elderly}
		keeps(who, signups.Profile{Skills: skills, Times: signups.AllTimes, Near: signups.Anywhere, Asked: i%3 != 0})
	}
	p.quiet(clockTime(p.today.Add(-2), 20, 0), crowd(62), "certificate", func(tx *store.Tx, by residents.Sender) error {
		return signups.AskProof(tx, by, signups.FirstAid, "红十字救护员证")
	})
}

// group founds a team.
func (p *plan) group(at time.Time, name, about string, kind signups.TeamKind, leader string, members ...string) (id string) {
	id = p.quiet(at, worker, name, func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeTeam(tx, by, signups.Team{Community: home, Name: name, About: about, Kind: kind, Leader: leader})
		return err
	})
	for i, who := range members {
		p.quiet(at.Add(time.Duration(i+1)*time.Hour), who, name, func(tx *store.Tx, by residents.Sender) error { return signups.JoinTeam(tx, by, id) })
	}
	return id
}

// outing is an activity on its way, deed by deed.
type outing struct {
	*plan
	id, leader string
	series     map[string]signups.Repeat // shifts, by the command that added them
	order      []string
}

// outing lets its leader make an activity with shifts, and a member publish it.
func (p *plan) outing(made time.Time, leader, team string, c signups.Content, shifts ...signups.Repeat) *outing {
	o := &outing{plan: p, leader: leader, series: map[string]signups.Repeat{}}
	o.id = p.quiet(made, leader, c.Title, func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.MakeActivity(tx, by, signups.Activity{Community: home, Team: team, Content: c})
		return err
	})
	for i, r := range shifts {
		id := p.quiet(made.Add(time.Duration(i+1)*time.Minute), leader, c.Title, func(tx *store.Tx, by residents.Sender) error {
			return signups.AddShifts(tx, by, home, o.id, r, store.NewToken())
		})
		o.series[id], o.order = r, append(o.order, id)
	}
	p.quiet(made.Add(10*time.Minute), leader, c.Title, func(tx *store.Tx, by residents.Sender) error {
		return signups.SubmitActivity(tx, by, home, o.id)
	})
	return o
}

// published makes it public.
func (o *outing) published(at time.Time, by string) *outing {
	o.loud(at, by, "publish", func(tx *store.Tx, by residents.Sender) error { return signups.PublishActivity(tx, by, home, o.id) })
	return o
}

// shift is the n-th of a series, from 0, with when it begins and ends.
func (o *outing) shift(series string, n int) (id string, starts, ends time.Time) {
	r := o.series[series]
	d := r.Day.Add(7 * n)
	return fmt.Sprintf("%s-%d", series, n+1), clockTime(d, 0, r.From), clockTime(d, 0, r.Until)
}

// joins lets people sign up for a shift, one after another; all is for the later ones too.
func (o *outing) joins(from time.Time, shift, post string, all bool, people ...string) {
	for i, who := range people {
		o.quiet(from.Add(time.Duration(i*7)*time.Minute), who, "join", func(tx *store.Tx, by residents.Sender) error {
			_, err := signups.Join(tx, by, signups.Joining{Activity: o.id, Shift: shift, Post: post, Series: all, Agreed: true})
			return err
		})
	}
}

// held lets the leader note who was there and confirm their hours; whose name is last was absent
// where missed says so. The leader's own are confirmed by a member.
func (o *outing) held(series string, n int, missed bool, people ...string) {
	id, starts, ends := o.shift(series, n)
	if ends.Add(26 * time.Hour).After(o.now) {
		return
	}
	var lines []signups.Presence
	for i, who := range people {
		line := signups.Presence{Resident: who, In: starts.Add(time.Duration(i-2) * time.Minute), Out: ends}
		if line.In.Before(starts) || i > 2 {
			line.In = starts
		}
		if missed && i == len(people)-1 {
			line = signups.Presence{Resident: who, Absent: signups.Unexcused}
		}
		lines = append(lines, line)
	}
	o.quiet(ends.Add(20*time.Minute), o.leader, "list", func(tx *store.Tx, by residents.Sender) error {
		_, err := signups.NotePresence(tx, by, home, o.id, id, lines)
		return err
	})
	for i, line := range lines {
		by, at := o.leader, ends.Add(24*time.Hour+time.Duration(i)*time.Minute)
		if line.Resident == o.leader {
			by = worker
		}
		if line.Absent != signups.There {
			continue
		}
		o.quiet(at, by, "hours", func(tx *store.Tx, by residents.Sender) error {
			one, err := tx.Signup(home, o.id, id, line.Resident)
			if err != nil {
				return err
			}
			return signups.ConfirmHours(tx, by, home, o.id, id, line.Resident, one.Minutes, "")
		})
	}
}

// next is the first day from one on that is a weekday.
func next(from calendar.Day, weekday time.Weekday) calendar.Day {
	for from.Start(zone).Weekday() != weekday {
		from = from.Add(1)
	}
	return from
}

const binTerms = `一、每周一到两次，来不了提前说，名额让给候补的邻居。
二、引导、示范，不翻袋、不训人；遇到不愿意分的，笑一笑，下次再说。
三、社区提供马甲、手套和意外保险；不收费，也不发报酬。
四、时长由带队人在十个工作日内如实记录，您随时可以查、可以提更正，随时可以退出。`

// bins runs for eight weeks, twice a week: a shift is called off for rain, somebody did not come,
// hours were put right, and for the coming Saturday some wait.
func (p *plan) bins() {
	team := p.group(clockTime(p.today.Add(-60), 10, 0), "绿马甲分类引导队", "早晚在投放点站一站，帮邻居把垃圾分对。", signups.GeneralTeam, Volunteer, crowds(20, 27)...)
	begin := p.today.Add(-22)
	saturday, wednesday := next(begin, time.Saturday), next(begin, time.Wednesday)
	o := p.outing(clockTime(begin.Add(-6), 9, 0), Volunteer, team, signups.Content{
		Title: "垃圾分类桶前引导", Kind: signups.SortingKind, About: "早晚高峰在 3 号楼北侧和 11 号楼东侧的投放点，帮邻居分厨余和其他垃圾。不用经验，第一次来有人带。",
		Place: "3 号楼北侧投放点集合", Building: "3 号楼", Bring: "穿方便活动的鞋；马甲、手套社区准备。", Terms: binTerms, Insurance: "平安志愿者意外险，社区统一投保",
		Posts: []signups.Post{{Words: "桶前引导", Seats: 6}, {Words: "记录", Seats: 1, MinAge: 16}},
	}, signups.Repeat{Day: saturday, From: 7*60 + 30, Until: 9 * 60, Weeks: 8}, signups.Repeat{Day: wednesday, From: 18 * 60, Until: 19*60 + 30, Weeks: 8}).
		published(clockTime(begin.Add(-5), 15, 0), worker)
	sat, wed := o.order[0], o.order[1]
	first, _, _ := o.shift(sat, 0)
	early := clockTime(begin.Add(-4), 19, 0)
	mornings := append([]string{Volunteer}, crowds(20, 24)...)
	o.joins(early, first, "1", true, mornings...)
	o.joins(early.Add(2*time.Hour), first, "2", true, crowd(25))
	first, _, _ = o.shift(wed, 0)
	evenings := append([]string{Volunteer}, crowds(28, 30)...)
	o.joins(early.Add(3*time.Hour), first, "1", true, evenings...)
	for n := range 8 {
		o.held(sat, n, n == 1, append([]string{Volunteer, crowd(25)}, crowds(20, 24)...)...)
		if n != 1 {
			o.held(wed, n, false, evenings...)
		}
	}
	o.rained(wed, 1)
	o.putRight(sat, 0, crowd(21))
	o.crowded(sat, wed)
}

// rained calls a shift off two hours before it.
func (o *outing) rained(series string, n int) {
	id, starts, _ := o.shift(series, n)
	if at := starts.Add(-2 * time.Hour); at.Before(o.now) {
		o.loud(at, o.leader, "rain", func(tx *store.Tx, by residents.Sender) error {
			return signups.CancelShift(tx, by, home, o.id, id, "傍晚有大雨，这一班取消，下周三照常。")
		})
	}
}

// putRight lets somebody say that they gave half an hour more, and a member agree.
func (o *outing) putRight(series string, n int, who string) {
	id, _, ends := o.shift(series, n)
	if said := ends.Add(40 * time.Hour); said.Add(24 * time.Hour).Before(o.now) {
		o.quiet(said, who, "dispute", func(tx *store.Tx, by residents.Sender) error {
			return signups.DisputeHours(tx, by, o.id, id, 120, "散了以后我和小林把桶边冲洗干净才走，到九点半。")
		})
		o.quiet(said.Add(24*time.Hour), recorder, "judge", func(tx *store.Tx, by residents.Sender) error {
			return signups.JudgeHours(tx, by, home, o.id, id, who, 120, "问过当天一起冲洗的两位，属实。")
		})
	}
}

// crowded fills the coming Saturday and lets four wait for it; the sample's resident waits too,
// and comes on Wednesday.
func (o *outing) crowded(sat, wed string) {
	lately := o.now.Add(-20 * time.Hour)
	for n := range 8 {
		if id, starts, _ := o.shift(sat, n); starts.After(o.now.Add(2 * time.Hour)) {
			o.joins(lately, id, "1", false, append(crowds(31, 33), Resident)...)
			break
		}
	}
	for n := range 8 {
		if id, starts, _ := o.shift(wed, n); starts.After(o.now.Add(2*time.Hour)) && n != 1 {
			o.joins(lately.Add(time.Hour), id, "1", false, Resident)
			break
		}
	}
}

// haircuts are over: everybody's hours are confirmed, and what became of it is told.
func (p *plan) haircuts() {
	on := next(p.today.Add(-42), time.Sunday)
	o := p.outing(clockTime(on.Add(-12), 10, 0), worker, "", signups.Content{
		Title: "给老人义务理发", Kind: signups.ServiceKind, About: "社区活动室摆六把椅子，给六十岁以上的老人理发；会理发的动手，不会的扶老人、扫地。", Place: "社区活动室",
		Bring: "会理发的带自己的推子。", Posts: []signups.Post{{Words: "理发", Seats: 3}, {Words: "帮手", Seats: 4}},
	}, signups.Repeat{Day: on, From: 9 * 60, Until: 11 * 60, Weeks: 1}).published(clockTime(on.Add(-11), 10, 0), recorder)
	id, _, _ := o.shift(o.order[0], 0)
	o.joins(clockTime(on.Add(-9), 20, 0), id, "1", false, crowds(40, 42)...)
	o.joins(clockTime(on.Add(-8), 20, 0), id, "2", false, append(crowds(43, 45), Resident)...)
	o.held(o.order[0], 0, false, append(crowds(40, 45), Resident)...)
	o.loud(clockTime(on.Add(4), 10, 0), worker, "thanks", func(tx *store.Tx, by residents.Sender) error {
		return signups.NoteOutcome(tx, by, home, o.id, "理了 37 位老人，最年长的九十一岁。有三位下不了楼的，下周上门补。谢谢来帮忙的七位邻居。")
	})
}

// visits want for people.
func (p *plan) visits() {
	on := next(p.today.Add(4), time.Saturday)
	o := p.outing(clockTime(p.today.Add(-5), 10, 0), worker, "", signups.Content{
		Title: "入冬探访独居老人", Kind: signups.VisitsKind, About: "两人一组，上门看看窗户漏不漏风、暖气热不热、药够不够，坐下聊一会儿。", Place: "社区居委会集合",
		Bring: "不用带东西；不收老人的东西。", Posts: []signups.Post{{Words: "探访", Seats: 10, Skill: signups.Elderly, MinAge: 16}},
	}, signups.Repeat{Day: on, From: 14 * 60, Until: 16 * 60, Weeks: 2}).published(clockTime(p.today.Add(-4), 10, 0), recorder)
	id, _, _ := o.shift(o.order[0], 0)
	o.joins(clockTime(p.today.Add(-3), 19, 0), id, "1", false, crowds(60, 63)...)
}

// patrol is drafted by the lane stewards, and waits for somebody of the committee.
func (p *plan) patrol() {
	team := p.group(clockTime(p.today.Add(-70), 10, 0), "小巷管家队", "各认一段路，看见堵了、坏了、漏了就报。", signups.LaneTeam, "zhao-jianguo", crowds(50, 53)...)
	for i, lane := range []string{"北门到 5 号楼", "5 号楼到小学", "东墙外停车带", "11 号楼前后"} {
		p.quiet(clockTime(p.today.Add(-60), 11, i), "zhao-jianguo", lane, func(tx *store.Tx, by residents.Sender) error {
			return signups.GiveDuty(tx, by, home, team, crowd(50+i), lane)
		})
	}
	p.outing(p.now.Add(-26*time.Hour), "zhao-jianguo", team, signups.Content{
		Title: "年底小巷安全巡查", Kind: signups.PatrolKind, About: "看消防通道、飞线充电、井盖和路灯，看见的拍照报居委会，不和人争。", Place: "北门岗亭集合", Road: true,
		Posts: []signups.Post{{Words: "巡查", Seats: 8}},
	}, signups.Repeat{Day: next(p.today.Add(6), time.Friday), From: 19 * 60, Until: 20 * 60, Weeks: 2})
}
