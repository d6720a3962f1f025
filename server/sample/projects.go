package sample

import (
	"fmt"
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/consultation/project"
	"yishiting/residents"
	"yishiting/server/store"
)

const street = "hepingli-jiedao"

// projects brings one project into each stage, and one of the street's; flood and sheds are
// topics of last month and of this one.
func (p *plan) projects(flood, sheds string) {
	p.lights()
	p.ordinary()
	p.railings()
	third := p.thirdMonth()
	p.seats(third)
	p.yard(third)
	p.footpath(third)
	p.lockers()
	needs := p.needs(flood)
	p.road(flood, needs)
	p.sheds(sheds)
}

// asProject is what a settled item is carried out by: a project.
func asProject(text, consensus, owner string, due time.Time) consultation.MinuteItem {
	return consultation.MinuteItem{Kind: consultation.Settled, Consensus: consensus, Text: text, Owner: owner, Task: "按民意立项办理：征求意见、定方案、公示、实施", Due: due}
}

// yesNo asks whether to do it, what matters most, and for words.
func yesNo(title, about, question string, matters ...string) project.CallContent {
	return project.CallContent{Title: title, About: about, Questions: []project.Question{
		{Kind: project.Single, Words: question, Options: []string{"应该做", "可以做，先看方案", "不用做"}, Must: true},
		{Kind: project.Multiple, Words: "您最在意什么", Options: matters, Most: 2},
		{Kind: project.Text, Words: "想说的话"},
	}}
}

// mostlyYes is what the i-th of many says to yesNo of three matters.
func mostlyYes(words ...string) func(i int) project.Said {
	return func(i int) project.Said {
		s := project.Said{Choices: map[string][]int{"1": {[]int{1, 1, 2, 1, 1, 2, 1, 3, 1, 1}[i%10]}, "2": {i%3 + 1}}, Words: map[string]string{}}
		if i%7 == 3 {
			s.Words["3"] = words[i/7%len(words)]
		}
		return s
	}
}

// objection waits for its answer.
func (p *plan) yard(m settledMonth) {
	c := p.course(screener, worker, "13 号楼", "14 号楼")
	c.made(clockTime(p.today.Add(-46), 10, 0), project.Content{
		Title: "13、14 号楼之间建小花园", Problem: yardDraft2.problem, Kind: project.Applied, Field: project.Works, Topic: project.TopicRef{Community: home, ID: m.topics[1]}, Important: true,
	})
	opens := clockTime(p.today.Add(-45), 9, 0)
	call := c.asks(opens.Add(-time.Hour), opens, 8, 30, yesNo("楼间空地怎样用", "空地约 260 平方米，现在长草、停车。", "改成小花园", "留晾衣的地方", "孩子能玩", "少花钱"))
	for _, at := range c.places {
		c.answered(call, at, opens.Add(2*time.Hour), opens.AddDate(0, 0, 7), 28, mostlyYes("别把晾衣架拆了。", "种点能遮阴的树。", "停车也要有地方。"))
	}
	c.listed(clockTime(p.today.Add(-34), 10, 0), project.Option{
		Words: "小花园加晾衣区", About: "花池三处、步道 60 米、晾衣区 40 平方米，停车位少四个。", Cost: 118_000_00, Affected: "13、14 号楼 150 多户；少四个车位", Upkeep: "居民认养三处花池，浇水由和平物业",
		Shares: []project.Share{{Payer: project.PayFund, Cents: 48_000_00}, {Payer: project.PayStreet, Cents: 70_000_00}},
	})
	c.on(clockTime(p.today.Add(-33), 15, 0), "he-jianguo", "study", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		return project.StudyProject(tx, by, c.body, now.ID, calendar.DayOf(by.Now, zone), "党总支研究：同意用社区公益金 48,000 元，提请居民代表会议决定。")
	})
	voted := p.garden(m.topics[1])
	c.on(clockTime(p.today.Add(-26), 10, 0), c.by, "decide", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		return project.DecideByPoll(tx, by, c.body, now.ID, voted)
	})
	c.disagreed(p.today.Add(-25), []voice{
		{crowdIn(c.places[0])[0], project.InPart, "同意建，但四个车位没了，晚上回来更难停。", true, "保留两个车位，改在北侧；另两个用西墙外新划的位补上。", project.Agrees},
		{crowdIn(c.places[1])[0], project.IsAgainst, "我家一层，花池招蚊子，窗户不敢开。", false, "花池往外挪四米，不种招蚊子的水生植物，每月打药一次。", project.InPart},
	})
	c.agreed(clockTime(p.today.Add(-15), 10, 0), project.Partial)
	c.cleared(clockTime(p.today.Add(-14), 10, 0), clockTime(p.today.Add(-10), 15, 0), project.StreetMoney, "请批准街道资金 70,000 元。", street+"/liu-min", "同意，列入明年第一批微改造。")
	c.putUp(clockTime(p.today.Add(-3), 9, 0), "13、14 号楼之间建小花园加晾衣区，118,000 元：社区公益金 48,000 元，街道 70,000 元，居民不出钱。车位少两个。")
	c.on(clockTime(p.today.Add(-1), 20, 0), crowdIn(c.places[0])[1], "object", func(tx *store.Tx, by residents.Sender, now project.Project) error {
		return project.ObjectTo(tx, by, c.body, now.ID, 1, "步道 60 米要 118,000 元，单价怎么算的？请把三家报价贴出来。")
	})
}

// needs are what was heard from a call, from topics and from 12345; it gives their ids.
func (p *plan) needs(flood string) (ids []string) {
	c := p.course(worker, recorder)
	for n := 1; n <= 18; n++ {
		c.places = append(c.places, project.Place{Community: home, Building: fmt.Sprintf("%d 号楼", n)})
	}
	opens := clockTime(p.today.Add(-29), 9, 0)
	call := c.asks(opens.Add(-2*time.Hour), opens, 14, 0, project.CallContent{
		Title: "明年先办哪几件事", About: "每户一份，说说家门口最想解决的事。十二月居委会按回答排明年的项目。", Purpose: project.ForNeeds, Questions: []project.Question{
			{Kind: project.Multiple, Words: "哪几类事最急", Options: []string{"楼里的公共设施", "停车和充电", "环境和绿化", "老人和孩子", "安全和消防"}, Most: 2, Must: true},
			{Kind: project.Text, Words: "具体是什么事"},
		},
	})
	for i, who := range crowds(1, 60) {
		p.quiet(between(opens.Add(3*time.Hour), opens.AddDate(0, 0, 13), i, 60), who, "answer", func(tx *store.Tx, by residents.Sender) error {
			said := project.Said{Choices: map[string][]int{"1": {i%4 + 1, 5}}, Words: map[string]string{"2": wishes[i%len(wishes)].words}}
			return project.GiveAnswer(tx, by, home, call, "", said)
		})
	}
	p.quiet(clockTime(p.today.Add(-13), 10, 0), worker, "themes", func(tx *store.Tx, by residents.Sender) error { return themes(tx, by, call) })
	note := func(at time.Time, source project.NeedSource, ref, theme string) {
		ids = append(ids, p.quiet(at, worker, theme, func(tx *store.Tx, by residents.Sender) error {
			return project.NoteNeed(tx, by, home, source, ref, theme)
		}))
	}
	for i, theme := range []string{"路面和积水", "停车", "楼道和扶手"} {
		note(clockTime(p.today.Add(-13), 11, i), project.FromCall, call, theme)
	}
	note(clockTime(p.today.Add(-13), 11, 10), project.FromTopic, flood, "路面和积水")
	last := p.month(-1)
	p.quiet(clockTime(p.today.Add(-13), 14, 0), worker, "12345", func(tx *store.Tx, by residents.Sender) error {
		_, err := project.ImportHotline(tx, by, home, "停车,41\n漏水,23\n路面和积水,17\n噪声,12\n路灯,9\n充电,8\n遛狗,5", last.Add(-1).First(), last.Add(-1).Last())
		return err
	})
	return []string{ids[0], ids[3]}
}

// wish is a text of the call on next year, and the theme under which it stands.
type wish struct{ words, theme string }

// themes puts the texts of the call on next year under their themes.
func themes(tx *store.Tx, by residents.Sender, call string) error {
	for n := 1; n <= 18; n++ {
		answers, err := tx.AnswersAt(home, home, call, fmt.Sprintf("%d 号楼", n))
		if err != nil {
			return err
		}
		for _, a := range answers {
			whole, err := tx.AnswerOf(home, home, call, a.Unit)
			if err != nil {
				return err
			}
			i := slices.IndexFunc(wishes, func(w wish) bool { return w.words == whole.Said.Words["2"] })
			if i < 0 || wishes[i].theme == "" {
				continue
			}
			if err := project.SetTheme(tx, by, home, call, home, a.Unit, "2", wishes[i].theme); err != nil {
				return err
			}
		}
	}
	return nil
}
