package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// draft is what somebody writes of a topic.
type draft struct{ title, problem, place, affected, wish string }

func (d draft) raising() consultation.Raising {
	return consultation.Raising{Community: home, Title: d.title, Problem: d.problem, Place: d.place, Affected: d.affected, Wish: d.wish, Contact: true}
}

// days gives hours of work one after another, each after the one before: on the
// day asked for, or the next on which people work, or the one after the last.
type days struct {
	last time.Time
	work func(calendar.Day) calendar.Day
}

func (d *days) at(on calendar.Day, hour, minute int) time.Time {
	t := clockTime(d.work(on), hour, minute)
	for !t.After(d.last) {
		on = calendar.DayOf(d.last, zone).Add(1)
		t = clockTime(d.work(on), hour, minute)
	}
	d.last = t
	return t
}

// work is the day itself, or Monday for a weekend. In a long holiday it is the day itself.
func work(d calendar.Day) calendar.Day {
	if next := calendar.NextWorkingDay(d); calendar.DaysBetween(d, next) <= 2 {
		return next
	}
	return d
}

func earlier(a, b calendar.Day) calendar.Day {
	if b.Before(a) {
		return b
	}
	return a
}

// calls is what began in the month before last: 23 calls on sewage, which went up
// to the district and came back, and the exercise machines of the garden.
func (p *plan) calls() {
	month := calendar.MonthOf(p.today).Add(-2)
	met := office(earlier(p.today.Add(-50), month.Last().Add(-3)))
	before, after := &days{work: work}, &days{work: calendar.NextWorkingDay}

	sewage := p.quiet(before.at(met.Add(-7), 9, 40), worker, sewageDraft.title, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.OpenFromCalls(tx, by, consultation.Cluster{Raising: sewageDraft.raising(), Calls: 23, Days: 30})
		return err
	})
	machines := p.raise(before.at(met.Add(-7), 10, 25), crowd(31), machinesDraft)
	p.accept(before.at(met.Add(-6), 15, 10), screener, sewage, "recurring", "三十天内 23 件 12345 诉求，反映集中，列入本月协商。")
	p.accept(before.at(met.Add(-6), 15, 20), worker, machines, "common-concern", "涉及老人和孩子安全，列入本月协商。")
	e := evening{
		body: home, announced: before.at(met.Add(-5), 16, 20), starts: clockTime(met, 19, 0), seats: 20, chair: director, recorder: recorder,
		venue: hall, invited: "和平物业；街道城市管理办公室；区排水管理所", affected: "6、7、9 号楼住户；常去小花园的居民",
		materials: "12345 诉求分类表；6 号楼前污水井照片；物业疏通记录（三次）。", topics: []string{sewage, machines},
		present: append(crowds(32, 42), "zhao-jianguo", "guo-yongfu", director, recorder), guests: [][2]string{{"和平物业工程部", "property"}, {"街道城管办", "street"}},
		choices: []choice{
			{sewage, "物业先清掏支管，主管问题报街道协调", 14, 0, 1},
			{machines, "更换轴承并加装软地垫，由物业在二十天内完成", 15, 0, 0},
		},
	}
	meeting := p.hold(e)
	after.last = e.starts.Add(2 * time.Hour)
	drafted := after.at(met.Add(1), 10, 0)
	publication := p.write(e, drafted, after.at(met.Add(2), 16, 30), consultation.Minutes{
		Meeting: meeting, Statements: sewageSaid,
		Items: []consultation.MinuteItem{
			{
				Topic: sewage, Kind: consultation.ToHand, Why: "beyond-duty", Consensus: "支管由物业每半月清掏一次，主管破损不在社区和物业职责内。",
				Text: "物业已疏通支管三次仍反复外溢，原因是和平里北街污水主管破损、管径不足。移交街道，请街道召集排水单位处理。",
			},
			{
				Topic: machines, Kind: consultation.Settled, Consensus: "能修的修，轴承坏的两台更换。", Owner: "和平物业",
				Text: "物业更换漫步机、扭腰器轴承，加装软地垫，完工后请居民代表一起试用验收。", Task: "修好小花园六台健身器材并铺软地垫",
				Due: endOf(met.Add(31)),
			},
		},
	}, crowd(32), crowd(33))
	p.threeLevels(sewage, met, after.last)

	repair := task(publication, 1)
	mending := days{after.last, calendar.NextWorkingDay}
	p.progress(mending.at(met.Add(9), 16, 5), "wang-zhigang", repair, "配件已到货，先把两台晃动的扭腰器围挡起来，请大家暂时不要使用。")
	p.progress(mending.at(met.Add(15), 17, 10), "tian-haitao", repair, "六台器材轴承全部更换完毕，地垫铺了 48 平方米，今天下午请 7 号楼两位居民试过，不晃不响。")
	done := mending.at(met.Add(16), 9, 30)
	p.finish(done, repair)
	p.rate(done.Add(33*time.Hour), done.Add(9*24*time.Hour), machines, crowds(30, 44), 5, 5, 4, 5, 5, 4, 5, 3, 5, 5, 4)
}

// threeLevels takes the case of the sewage from the street to the district and back.
func (p *plan) threeLevels(sewage string, met calendar.Day, from time.Time) {
	d := days{from, calendar.NextWorkingDay}
	update := func(at time.Time, who, kind, words string) {
		p.loud(at, who, words, func(tx *store.Tx, by residents.Sender) error {
			return consultation.PostUpdate(tx, by, home, sewage, kind, words)
		})
	}
	receive := func(at time.Time, who, answer string, due calendar.Day) {
		p.loud(at, who, answer, func(tx *store.Tx, by residents.Sender) error {
			return consultation.Receive(tx, by, home, sewage, true, answer, endOf(due))
		})
	}
	receive(d.at(met.Add(3), 10, 0), "hepingli-jiedao/liu-min", "街道受理，由城市管理办公室牵头，约排水、自来水单位现场会商。", met.Add(17))
	update(d.at(met.Add(4), 15, 30), "hepingli-jiedao/liu-min", "whistle", "街道吹哨：今天下午召集区排水管理所、自来水集团、和平物业在 6 号楼前会商，开井查看并做管道内窥检测。")
	update(d.at(met.Add(6), 11, 0), "hepingli-jiedao/liu-min", "progress", "检测结果：和平里北街一段 36 米污水主管有两处塌陷，需开挖更换；自来水集团确认同沟给水管不受影响。")
	p.loud(d.at(met.Add(6), 16, 0), "hepingli-jiedao/liu-min", "hand on", func(tx *store.Tx, by residents.Sender) error {
		return consultation.HandOn(tx, by, home, sewage, consultation.Handing{
			Reason: "money", Text: "更换主管需资金约 38 万元，超出街道零星工程限额，报请区里安排资金并由排水单位实施。",
		})
	})
	receive(d.at(met.Add(7), 9, 30), "dongcheng/gao-yuan", "区里受理，列入应急抢修，资金由区财政安排。", met.Add(30))
	update(d.at(met.Add(8), 14, 0), "dongcheng/gao-yuan", "decision", "区水务部门决定：由区财政安排 38 万元，区排水管理所更换 36 米污水主管，按应急抢修程序办理，夜间不施工。")
	update(d.at(met.Add(10), 17, 0), "dongcheng/gao-yuan", "progress", "掘路手续已办好，施工单位进场围挡，预计八天完工，期间 6 号楼前绕行。")
	back := p.loud(d.at(met.Add(11), 10, 30), "dongcheng/gao-yuan", "give back", func(tx *store.Tx, by residents.Sender) error {
		return consultation.GiveBack(tx, by, home, sewage, "主管更换由区排水管理所实施，社区负责公布进度、组织居民验收和评价。",
			consultation.Task{Title: "更换和平里北街 36 米污水主管", Owner: "区排水管理所", Due: endOf(met.Add(30))})
	})
	pipe := back + "-t"
	update(d.at(met.Add(12), 9, 0), worker, "progress", "社区已在 6、7、9 号楼张贴绕行图，每天下午五点更新施工进度，志愿者协助老人通行。")
	p.progress(d.at(met.Add(15), 17, 0), worker, pipe, "新管已铺 24 米，两处塌陷点全部挖除，没有影响居民用水。")
	p.progress(d.at(met.Add(19), 16, 30), worker, pipe, "36 米主管全部更换，闭水试验合格，路面恢复。今天上午五位居民代表看了井，水流通畅、没有异味。")
	done := d.at(met.Add(20), 10, 0)
	p.finish(done, pipe)
	p.loud(done.Add(72*time.Hour), worker, "callbacks", func(tx *store.Tx, by residents.Sender) error {
		return consultation.ImportCallbacks(tx, by, home, sewage, consultation.Callbacks{Asked: 21, Solved: 20, Satisfied: 19})
	})
	p.rate(done.Add(9*time.Hour), done.Add(9*24*time.Hour), sewage, crowds(61, 80), 5, 5, 5, 4, 5, 5, 4, 5, 5, 5, 3, 5, 4, 5, 5, 5)
}
