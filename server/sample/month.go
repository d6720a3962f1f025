package sample

import (
	"fmt"
	"time"

	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

// matter is one of this month's seventeen topics and what screening said of it.
type matter struct {
	name string
	who  int // place in people; -1 is the resident with a link
	raising
	decision consultation.Decision
	reason   string
	sentence string
	into, to string
	supports int
}

// matters: nine are accepted, five merged, three referred.
var matters = []matter{
	{"ebike", -1, raising{"3 号楼南侧建电动自行车充电棚", "3、5、7 号楼有二百多辆电动自行车，没有地方充电。晚上从窗口飞线，去年 5 号楼二单元烧过一次门厅。", "3 号楼南侧空地", "3、5、7 号楼，约 420 户", "建带烟感和喷淋的充电棚，价格公道，离住户窗户远一点。"}, consultation.Accept, "common-concern", "关系到三栋楼的消防安全，列入本月协商，请物业和消防到场。", "", "", 123},
	{"market", 12, raising{"早市收摊后没人打扫", "6 号楼西侧早市十点收摊，菜叶和污水要到下午才清，孩子上学绕着走。", "6 号楼西侧便道", "6、8 号楼和小学家长", "定一个收摊清扫的时间和由谁来扫。"}, consultation.Accept, "common-concern", "涉及摊主和住户双方，列入协商。", "", "", 83},
	{"corridor", 25, raising{"5 号楼楼道堆物怎么清", "二单元三层到五层一直有旧家具和纸箱，清过一次又堆回来。", "5 号楼二单元", "5 号楼全体", "定一个大家都认可的办法，给真没地方放的人家一个出路。"}, consultation.Accept, "recurring", "反复出现，单靠清理不行，列入协商。", "", "", 27},
	{"bench", 3, raising{"1 号楼到医院路上加几把长椅", "从 1 号楼走到社区卫生站要八百米，一把椅子都没有，老人中途只能坐花坛沿。", "1 号楼至卫生站沿线", "常去看病的老人", "隔二百米放一把带扶手的椅子。"}, consultation.Accept, "common-concern", "老人确有需要，列入协商。", "", "", 46},
	{"dogs", 17, raising{"中心花园遛狗的时间和牵绳", "早晚遛狗的人多，有的不牵绳，孩子被扑过两次。", "中心花园", "带孩子的和养狗的", "定个遛狗时段，不牵绳的有人管。"}, consultation.Accept, "opinion-needed", "两方面意见都要听，列入协商。", "", "", 58},
	{"parcel", 41, raising{"快递柜往哪儿放", "快递员把件堆在 9 号楼门口，挡着轮椅坡道。", "9 号楼门前", "9、10 号楼", "找个不挡路的地方装快递柜。"}, consultation.Accept, "common-concern", "选址需要大家商量，列入协商。", "", "", 22},
	{"reading", 57, raising{"活动室晚上能不能开到九点", "上班的人下班后活动室已经关门，孩子写作业没地方去。", "社区活动室", "上班族和学生", "周一到周五开到九点，愿意排班看门。"}, consultation.Accept, "opinion-needed", "要看有多少人愿意值班，列入协商。", "", "", 34},
	{"noise", 66, raising{"广场舞音响的音量和时间", "东门小广场晚上跳到九点半，音响正对 15 号楼。", "东门小广场", "15、16 号楼和舞蹈队", "约定收音响的时间，换个方向。"}, consultation.Accept, "recurring", "双方都愿意谈，列入协商。", "", "", 51},
	{"ramp", 74, raising{"12 号楼三单元加一段坡道", "三单元有两位坐轮椅的住户，门口四级台阶，每次要两个人抬。", "12 号楼三单元门口", "三单元 24 户", "做一段缓坡，加扶手。"}, consultation.Accept, "common-concern", "无障碍出行，列入协商，请街道残联到场。", "", "", 39},

	{"fly", 28, raising{"5 号楼飞线充电太危险", "晚上从四层往下拉线，线皮都磨破了。", "5 号楼二单元", "5 号楼", "有个正经充电的地方。"}, consultation.Merge, "same-matter", "与充电棚是一件事，并过去一起商量。", "ebike", "", 0},
	{"charge7", 45, raising{"7 号楼也想要充电的地方", "7 号楼电动车推到 3 号楼太远，能不能近一点。", "7 号楼东侧", "7 号楼", "7 号楼附近也设一处。"}, consultation.Merge, "same-matter", "一并考虑选址，并入充电棚议题。", "ebike", "", 0},
	{"lift", 81, raising{"电动车进电梯没人管", "11 号楼天天有人推电动车进电梯。", "11 号楼", "11 号楼", "装识别的，再给个停的地方。"}, consultation.Merge, "same-matter", "停放和充电一起解决，并入充电棚议题。", "ebike", "", 0},
	{"stalls", 90, raising{"早市占了盲道", "早市的三轮车停在盲道上。", "6 号楼西侧", "过路的人", "划线，盲道不许占。"}, consultation.Merge, "same-matter", "与早市清扫一起商量。", "market", "", 0},
	{"boxes", 97, raising{"楼道纸箱着火怎么办", "四层堆了一人高的纸箱。", "5 号楼二单元四层", "5 号楼", "限期清走。"}, consultation.Merge, "same-matter", "与楼道堆物是一件事。", "corridor", "", 0},

	{"water", 103, raising{"自来水发黄有味", "早上放出来的水发黄，要放五分钟。", "2 号楼", "2 号楼 96 户", "请自来水公司来查。"}, consultation.Refer, "other-duty", "水质由自来水公司负责，已告知拨打 12345 会直接派单，社区跟进结果。", "", "hotline", 0},
	{"green", 110, raising{"把 10 号楼前绿地改停车位", "停车难，绿地荒着，不如划车位。", "10 号楼前绿地", "10 号楼业主", "改成 18 个车位。"}, consultation.Refer, "owners-matter", "改变共有部分用途由业主共同决定（民法典第二百七十八条），须走业主大会，社区可协助召集。", "", "owners", 0},
	{"light", 118, raising{"和平里中街路口红灯太短", "老人一个绿灯走不完，要在路中间等。", "和平里中街与九区路口", "附近三个社区的老人", "延长绿灯或加安全岛。"}, consultation.Refer, "beyond-community", "信号灯由交管部门管理，涉及三个社区，移交街道协调。", "", "street", 0},
}

// month is the present month: seventeen topics, nine of them on the way to a
// meeting in four days, which was announced in due time. However young the month
// is, all of it lies in it; the younger, the closer together.
func (t *town) month() {
	span := t.now.Sub(t.first)
	part := func(f float64) time.Time { return t.first.Add(time.Duration(float64(span) * f)) }
	for i, m := range matters {
		raised := part(0.02 + 0.24*float64(i%9)/9 + 0.01*float64(i/9))
		if m.decision == consultation.Merge {
			raised = part(0.29 + 0.002*float64(i))
		}
		who := Resident
		if m.who >= 0 {
			who = t.people[m.who]
		}
		t.raise(raised, who, m.name, m.raising)
		gap := min(span/12, 44*time.Hour)
		screener := []string{Committee, "zhou-ming", "wu-xiuying"}[i%3]
		t.screen(raised.Add(gap), screener, m.name, consultation.Screening{
			Decision: m.decision, Reason: m.reason, Sentence: m.sentence, Into: m.into, To: m.to,
		})
	}
	t.supports(part)
	t.words(part)
	t.evening(part)
}

// supports lets neighbours support what was accepted, each a different number of them.
func (t *town) supports(part func(float64) time.Time) {
	for i, m := range matters {
		done := 0
		for n := 0; done < m.supports; n++ {
			p := (n*7 + i*13) % ordinary
			if p == m.who || came(m.name, p) {
				continue
			}
			t.support(part(0.42+0.5*float64(done)/float64(m.supports+1)), t.people[p], m.name)
			done++
		}
	}
}

// came tells whether somebody's own topic was merged into the named one, which
// made them a supporter of it.
func came(into string, who int) bool {
	for _, m := range matters {
		if m.into == into && m.who == who {
			return true
		}
	}
	return false
}

// words are what neighbours say; the last two still wait for the desk.
func (t *town) words(part func(float64) time.Time) {
	t.state(part(0.45), t.people[28], "ebike", consultation.For, "我家就在五号楼，去年那次着火，楼道里全是烟。早该建了。", "")
	t.state(part(0.46), t.people[52], "ebike", consultation.Against, "南侧空地离一层窗户不到六米，半夜有人说话、报警器响，一层怎么睡？", "选址会留出十米以上，会上请消防的同志一起量。")
	t.state(part(0.47), t.people[33], "ebike", consultation.Question, "充一次电多少钱，谁来管坏了的插座？", "物业会带两家运营方的报价来，价格和维修写进协议。")
	t.state(part(0.48), t.people[81], "ebike", consultation.For, "有了棚，电梯里就不该再让电动车进了。", "")
	t.state(part(0.50), t.people[9], "market", consultation.Question, "摊主自己愿不愿意轮流扫？", "已问过，十一家里九家愿意，会上定排班。")
	t.state(part(0.93), t.people[70], "dogs", consultation.For, "早上七点前、晚上八点后遛，我们养狗的能接受。", "-")
	t.state(part(0.95), t.people[71], "noise", consultation.Against, "跳舞的也是居民，九点收已经够早了。", "-")
}

// evening is the meeting to come: announced, 19 of 22 seats taken, 41 opinions
// left on line and 6 on paper for the first topic of its agenda.
func (t *town) evening(part func(float64) time.Time) {
	var id string
	t.at(part(0.55), "chen-zhiyuan", func(tx *store.Tx, by residents.Sender) error {
		id = by.ID
		a := consultation.Announcement{
			Community: home, Form: consultation.FormForum, Venue: "社区议事厅（6 号楼一层）",
			StartsAt: clockAt(t.now, 4, 19, 0), Seats: 22, Chair: "chen-zhiyuan", Recorder: "zhou-ming",
			Invited:   "街道平安办、和平里消防救援站、和平物业公司、两家充电运营方",
			Affected:  "3、5、7 号楼住户，早市摊主，5 号楼住户，舞蹈队",
			Materials: "充电棚三个选址的平面图和两份报价，贴在 3 号楼公示栏；电子版可向居委会索取。",
			Code:      fmt.Sprintf("%06d", 100000+int(t.now.Unix()%900000)),
		}
		for _, m := range matters {
			if m.decision == consultation.Accept {
				a.Topics = append(a.Topics, t.topics[m.name])
			}
		}
		_, err := consultation.Announce(tx, by, a)
		return err
	})
	for i := range 19 {
		t.at(part(0.58+0.02*float64(i)), t.people[2+i*3], func(tx *store.Tx, by residents.Sender) error {
			_, err := consultation.TakeSeat(tx, by, home, id)
			return err
		})
	}
	words := []string{"南侧空地合适，离路近，消防车进得来。", "", "希望有遮雨的顶。", "", "价格别比路边的贵。", "给老年代步车也留几个位。", ""}
	for i := range 41 {
		side := consultation.For
		if i%6 == 5 {
			side = consultation.Against
		}
		text := words[i%len(words)]
		if side == consultation.Against {
			text = "离一层太近，换到车棚那边去。"
		}
		t.at(part(0.6+0.009*float64(i)), t.people[3+i*3], func(tx *store.Tx, by residents.Sender) error {
			return consultation.LeaveOpinion(tx, by, consultation.Opinion{Community: home, Meeting: id, Topic: t.topics["ebike"], Side: side, Text: text})
		})
	}
	for i := range 6 {
		t.at(part(0.9+0.01*float64(i)), "he-li", func(tx *store.Tx, by residents.Sender) error {
			return consultation.EnterSlip(tx, by, consultation.Opinion{
				Community: home, Meeting: id, Topic: t.topics["ebike"], Side: consultation.For,
				Text: "同意建，别挡窗户。", Paper: fmt.Sprintf("纸 %02d", i+1),
			})
		})
	}
}
