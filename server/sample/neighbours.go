package sample

import (
	"time"

	"yishiting/calendar"
	"yishiting/consultation"
	"yishiting/residents"
	"yishiting/server/store"
)

const anzhen = "anzhen"

// neighbours is 安贞社区: no meeting in the month before last, for a reason; one last
// month; none yet this month, where one topic is accepted and one waits.
func (p *plan) neighbours() {
	month := calendar.MonthOf(p.today)
	p.does(clockTime(month.Add(-2).Last(), 17, 0), anzhen, "wu-min", true, "no meeting", func(tx *store.Tx, by residents.Sender) error {
		return consultation.StateNoMeeting(tx, by, anzhen, month.Add(-2).String(), "社区集中入户走访，议题还在征集，协商会顺延到下月。")
	})
	met := office(earlier(p.today.Add(-22), month.Add(-1).Last().Add(-5)))
	gate, canteen := p.neighbour(clockTime(met.Add(-9), 19, 20), "anzhen-001", gateDraft), p.neighbour(clockTime(met.Add(-8), 20, 0), "anzhen-002", canteenDraft)
	p.neighbourAccepts(clockTime(met.Add(-7), 10, 0), gate, "涉及两千户出行，列入协商。")
	p.neighbourAccepts(clockTime(met.Add(-7), 10, 15), canteen, "老人需求集中，列入协商。")
	e := evening{
		body: anzhen, announced: clockTime(met.Add(-6), 15, 0), starts: clockTime(met, 18, 30), seats: 18, chair: "wu-min", recorder: "zheng-kai",
		venue: "安贞社区活动中心二层", invited: "安贞物业；街道养老服务科", affected: "北门附近住户；七十岁以上老人",
		materials: "北门改造示意图；助餐点选址两处。", topics: []string{gate, canteen},
		present: []string{"anzhen-001", "anzhen-002", "anzhen-003", "anzhen-004", "anzhen-006", "anzhen-008", "anzhen-009", "anzhen-011"},
		guests:  [][2]string{{"安贞物业", "property"}},
		choices: []choice{{gate, "北门改为人车分流，早晚高峰只进不出", 7, 1, 1}, {canteen, "先在活动中心一层试办午餐", 9, 0, 0}},
	}
	meeting := p.hold(e)
	p.write(e, clockTime(met.Add(1), 9, 30), clockTime(met.Add(2), 14, 0), consultation.Minutes{
		Meeting: meeting, Statements: "北门两侧住户说了早高峰拥堵和剐蹭，物业介绍分流方案；老人最关心饭菜软不软、价钱贵不贵。",
		Items: []consultation.MinuteItem{
			{
				Topic: gate, Kind: consultation.Settled, Consensus: "先画线试行一个月。", Text: "北门人车分流，早七点半到九点机动车只进不出，试行一个月后再议。",
				Dissent: []string{"一位车主认为绕行太远。"}, Owner: "安贞物业", Task: "北门画线、装隔离墩", Due: endOf(p.today.Add(9)),
			},
			{
				Topic: canteen, Kind: consultation.Settled, Consensus: "先试午餐。", Text: "活动中心一层设助餐点，先试办午餐三个月，六十岁以上老人凭卡优惠。",
				Owner: "居委会", Task: "开办助餐点", Due: endOf(p.today.Add(25)),
			},
		},
	}, "anzhen-001", "anzhen-003")

	w := p.window()
	yard := p.neighbour(w.at(0.2), "anzhen-005", yardDraft)
	p.neighbourAccepts(w.at(0.4), yard, "涉及绿地使用，需听多方意见，列入协商。")
	p.neighbour(w.at(0.9), "anzhen-007", noiseDraft)
}

func (p *plan) neighbour(at time.Time, who string, d draft) string {
	return p.does(at, anzhen, who, false, d.title, func(tx *store.Tx, by residents.Sender) error {
		r := d.raising()
		r.Community = anzhen
		_, err := consultation.Raise(tx, by, r)
		return err
	})
}

func (p *plan) neighbourAccepts(at time.Time, topic, sentence string) {
	p.does(at, anzhen, "feng-xue", true, sentence, func(tx *store.Tx, by residents.Sender) error {
		_, err := consultation.Screen(tx, by, consultation.Screening{
			Community: anzhen, Topic: topic, Decision: consultation.Accept, Reason: "common-concern", Sentence: sentence,
		})
		return err
	})
}

var gateDraft = draft{
	"北门早高峰人车混行", "早上七点半到八点半，电动车、汽车和上学的孩子挤在一个门，上个月剐蹭两次。", "小区北门", "从北门出入的住户", "人和车分开走。",
}

var canteenDraft = draft{
	"想在活动中心办老人助餐点", "附近没有平价饭馆，八十多岁的独居老人一顿饭吃两天。", "活动中心一层", "七十岁以上老人约 400 人", "先办午餐，饭菜软一点。",
}

var yardDraft = draft{
	"5 号楼前绿地被圈起来种菜", "有三户用木条把绿地圈起来种葱和豆角，浇肥水味道大，别的住户有意见。", "5 号楼前绿地", "5、6 号楼住户", "恢复绿地，想种菜的能不能统一安排一块地。",
}

var noiseDraft = draft{
	"广场舞音量太大", "每晚七点到九点半，音箱正对 8 号楼，孩子写不了作业。", "活动广场", "7、8 号楼住户", "九点前结束，音量定个数。",
}
