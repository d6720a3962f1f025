package sample

import (
	"fmt"
	"slices"
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// How this month stands.
const (
	supporters = 126 // of the charging sheds, those of the merged topics among them
	seats      = 22
	taken      = 19
	online     = 41 // opinions on the sheds
	slips      = 6
)

// window is the waking hours of a fortnight, or of as much of it as the month has had.
type window struct{ from, to time.Time }

func (p *plan) window() window {
	first := calendar.MonthOf(p.today).First().Start(zone)
	from := clockTime(p.today.Add(-14), 8, 0)
	if from.Before(first) {
		from = first
	}
	return window{from, p.now}
}

// at is the instant by which a part of the window is over: 0 is its beginning, 1 is
// now. People sleep from ten to eight, unless the window is shorter than three days.
func (w window) at(part float64) time.Time {
	if w.to.Sub(w.from) < 72*time.Hour {
		return w.from.Add(time.Duration(float64(w.to.Sub(w.from)) * part)).Truncate(time.Second)
	}
	left := time.Duration(float64(w.awake(func(a, b time.Time) bool { return true })) * part)
	var at time.Time
	w.awake(func(a, b time.Time) bool {
		at = b
		if left < b.Sub(a) {
			at = a.Add(left)
			return false
		}
		left -= b.Sub(a)
		return true
	})
	return at.Truncate(time.Second)
}

// office is at, before the end of the day's work: half past five, and a bit. It is
// at most four and a half hours earlier.
func (w window) office(part float64) time.Time {
	at := w.at(part)
	if w.to.Sub(w.from) < 72*time.Hour {
		return at
	}
	end := clockTime(calendar.DayOf(at, zone), 17, 30)
	if late := at.Sub(end); late > 0 {
		return end.Add(late / 16).Truncate(time.Second)
	}
	return at
}

// awake goes through the waking hours of each day, as long as wanted, and adds them up.
func (w window) awake(each func(from, to time.Time) bool) (sum time.Duration) {
	for d := calendar.DayOf(w.from, zone); !clockTime(d, 8, 0).After(w.to); d = d.Add(1) {
		from, to := clockTime(d, 8, 0), clockTime(d, 22, 0)
		if from.Before(w.from) {
			from = w.from
		}
		if to.After(w.to) {
			to = w.to
		}
		if !from.Before(to) {
			continue
		}
		sum += to.Sub(from)
		if !each(from, to) {
			break
		}
	}
	return sum
}

// thisMonth is the consultation on charging electric bicycles in its middle. It gives the topic.
func (p *plan) thisMonth() (shed string) {
	w := p.window()
	shed = p.raise(w.at(0.01), "zhao-jianguo", shedDraft)
	p.accept(w.office(0.10), worker, shed, "common-concern", "涉及三栋楼两百多辆车和消防安全，列入本月协商。")
	p.supportShed(w, shed)
	p.mergers(w, shed)

	var others []string
	for i, d := range otherDrafts {
		who := Resident
		if i > 0 {
			who = crowd(otherAuthors[i-1])
		}
		id := p.raise(w.at(0.03+0.035*float64(i)), who, d)
		member := []string{worker, screener, "ma-jianjun", "gao-xiaoyan"}[i%4]
		p.accept(w.office(0.20+0.035*float64(i)), member, id, []string{"common-concern", "recurring", "opinion-needed"}[i%3], accepted[i])
		p.support(w.at(0.50), w.at(0.97), id, crowds(1+7*i, 38+4*i))
		others = append(others, id)
	}
	for i, r := range []struct {
		who int
		d   draft
		s   consultation.Screening
	}{
		{133, referred.leak, consultation.Screening{Reason: "personal-dispute", To: "mediation", Sentence: "属于邻里纠纷，已转社区人民调解员，三天内与您联系。"}},
		{125, referred.fund, consultation.Screening{Reason: "owners-matter", To: "owners", Sentence: "使用公共维修资金须由业主共同决定，请通过物业管理委员会提出，社区可协助开会。"}},
		{129, referred.traffic, consultation.Screening{Reason: "beyond-community", To: "street", Sentence: "市政道路停车不归社区管，已报街道协调交警和学校。"}},
	} {
		id := p.raise(w.at(0.06+0.09*float64(i)), crowd(r.who), r.d)
		r.s.Topic, r.s.Decision = id, consultation.Refer
		p.screen(w.office(0.24+0.09*float64(i)), screener, r.s)
	}
	p.comingMeeting(w, []string{shed, others[0], others[1]})
	p.discussion(w, shed)
	p.polls(w, shed)
	return shed
}

// accepted are the sentences of the other topics' screening.
var accepted = []string{
	"晚间出行安全，列入本月协商。", "儿童活动安全，列入本月协商。", "开放时间和清洗次数要听两边意见，列入协商。", "先了解用餐人数和意愿，列入协商。",
	"消防通道问题，请快递站点一起来议，列入协商。", "已请园林部门先看险枝，修剪方案列入协商。", "请养犬和不养犬的居民一起议，列入协商。", "看志愿值班能否排开，列入协商。",
}

// mergers raises the five topics that are merged: three when they are screened, two
// after they had supporters of their own.
func (p *plan) mergers(w window, shed string) {
	sentence := "与“在 3 号楼北侧空地建充电棚”是同一件事，合并协商，您的意见一并带上会。"
	for i, d := range mergedDrafts {
		id := p.raise(w.at(0.09+0.04*float64(i)), crowd(mergedAuthors[i]), d)
		if i < 3 {
			p.screen(w.office(0.26+0.03*float64(i)), screener, consultation.Screening{
				Topic: id, Decision: consultation.Merge, Reason: "same-matter", Sentence: sentence, Into: shed,
			})
			continue
		}
		p.accept(w.office(0.30+0.02*float64(i)), worker, id, "common-concern", "南边住户也有需要，先列入协商。")
		p.support(w.at(0.39), w.at(0.42), id, moved[8*(i-3):8*(i-2)])
		p.loud(w.office(0.50+0.01*float64(i)), screener, "merge", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.MergeTopic(tx, by, home, id, shed, sentence)
			return err
		})
	}
}

// moved are the supporters of the two topics that were merged later.
var moved = crowds(84, 99)

// supportShed brings the sheds' supporters to their number. The authors of the
// merged topics come along with these, and so do those topics' supporters; four of
// them said it themselves before, and count once.
func (p *plan) supportShed(w window, shed string) {
	twice := moved[:4]
	p.support(w.at(0.12), w.at(0.38), shed, twice)
	come := len(mergedAuthors) + len(moved)
	var own []string
	for n := 1; len(own)+come < supporters; n++ {
		if !slices.Contains(mergedAuthors, n) && !slices.Contains(moved, crowd(n)) {
			own = append(own, crowd(n))
		}
	}
	p.support(w.at(0.13), w.at(0.99), shed, own)
}

// comingMeeting is the evening for which seats are taken: in about three days, on a
// working day, within the month where that can still be.
func (p *plan) comingMeeting(w window, topics []string) {
	announced := w.office(0.55)
	earliest := calendar.DayOf(announced, zone).Add(3)
	if !p.today.Before(earliest) {
		earliest = p.today.Add(1)
	}
	day := calendar.NextWorkingDay(p.today.Add(3))
	if calendar.DaysBetween(p.today, day) > 6 { // before a long holiday rather than after it
		for d := p.today.Add(3); !d.Before(earliest); d = d.Add(-1) {
			if calendar.IsWorkingDay(d) {
				day = d
				break
			}
		}
	}
	if last := calendar.MonthOf(p.today).Last(); last.Before(day) && !last.Before(earliest) {
		day = last
	}
	if day.Before(earliest) {
		day = earliest
	}
	meeting := p.announce(evening{
		body: home, announced: announced, starts: clockTime(day, 19, 0), seats: seats, chair: director, recorder: recorder, venue: hall,
		invited:  "和平物业；街道平安建设办公室；消防救援站；充电设备设计单位",
		affected: "3、5、7 号楼及附近骑电动自行车的住户；3 号楼北侧一层住户；带孩子的家庭",
		materials: "一、三个选址的平面图和与外窗距离。\n二、两家设备单位的报价和收费方式。\n三、本月收到的居民意见摘要。\n" +
			"四、路灯和儿童地垫的维修方案。\n纸质材料在居委会门口展板，也可以到社区服务站领取。",
		topics: topics,
	})
	at := func(part float64) time.Time { return w.at(0.57 + 0.42*part) }
	for i, who := range append(crowds(6, 5+taken-2), "zhao-jianguo", Volunteer) {
		p.quiet(at(float64(i)/(taken+1)), who, "seat", func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, home, meeting)
			return err
		})
	}
	for i, who := range crowds(40, 39+online) {
		o := consultation.Opinion{Community: home, Meeting: meeting, Topic: topics[0]}
		switch {
		case i%8 == 3 || i%11 == 10:
			o.Side, o.Text = consultation.Question, askIt[i%len(askIt)]
		case i%7 == 5:
			o.Side, o.Text = consultation.Against, againstIt[i%len(againstIt)]
		default:
			o.Side, o.Text = consultation.For, forIt[i%len(forIt)]
		}
		p.quiet(at(float64(i)/(online+1)), who, "opinion", func(tx *store.Tx, by residents.Sender) error {
			return consultation.LeaveOpinion(tx, by, o)
		})
	}
	for i := range slips {
		o := consultation.Opinion{Community: home, Meeting: meeting, Topic: topics[0], Side: consultation.For, Paper: fmt.Sprintf("%03d", i+1), Text: onPaper[i]}
		if i == 4 {
			o.Side = consultation.Against
		}
		p.quiet(at(0.80+0.02*float64(i)), worker, "slip", func(tx *store.Tx, by residents.Sender) error {
			return consultation.EnterSlip(tx, by, o)
		})
	}
}

// onPaper are the words on the slips that came in at the service station.
var onPaper = []string{
	"我不会用手机，写纸条。同意建，给老年三轮车留地方。", "同意。", "同意，楼道里的线赶紧拆了。", "支持建棚，收费别太贵。", "离我家窗户太近，不同意放煤棚那里。", "同意，晚上要有灯。",
}

// discussion is what residents say on the sheds, and what the committee answers.
func (p *plan) discussion(w window, shed string) {
	for _, s := range statements {
		at, member := w.at(s.when), ""
		if s.shown && s.reply == "" {
			member = worker
		}
		id := p.say(at, crowd(s.who), shed, consultation.Side(s.side), s.words, member)
		if s.reply != "" {
			p.loud(w.office(s.when+0.12), worker, s.reply, func(tx *store.Tx, by residents.Sender) error {
				return consultation.ReplyStatement(tx, by, home, id, s.reply)
			})
		}
	}
}
