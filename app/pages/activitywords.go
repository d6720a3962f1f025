package pages

import (
	"slices"
	"strconv"
	"strings"

	"yishiting/signups"
)

// Words of voluntary service, the same on every page that speaks of it.

var skillWords = map[signups.Skill]string{
	signups.FirstAid: "急救", signups.Medical: "医护", signups.Legal: "法律", signups.Driving: "驾驶", signups.Electric: "水电维修",
	signups.Teaching: "辅导教学", signups.Elderly: "陪伴老人", signups.Haircut: "理发", signups.Writing: "文字宣传", signups.Photo: "摄影",
	signups.Music: "文艺", signups.Computer: "手机电脑", signups.Carrying: "搬运", signups.Gardens: "园艺", signups.Patrol: "巡查", signups.Sorting: "垃圾分类引导",
}

var activityKindWords = map[signups.Kind]string{
	signups.SortingKind: "垃圾分类", signups.PatrolKind: "小巷巡查", signups.VisitsKind: "陪伴探访", signups.ServiceKind: "便民服务",
	signups.CleanKind: "清洁整治", signups.CultureKind: "文体教学", "": "其他",
}

// ActivityKindWord is what sort of thing is done: 陪伴探访.
func ActivityKindWord(k signups.Kind) string { return activityKindWords[k] }

// SkillWord is what somebody can do: 急救.
func SkillWord(s signups.Skill) string { return skillWords[s] }

// SkillProved tells whether a skill counts once the committee has seen a proof.
func SkillProved(s signups.Skill) bool { return slices.Contains(signups.Proved, s) }

// PostAsks is what a post asks of people: 会急救（要看过证书），满 16 岁; "" for nothing.
func PostAsks(p signups.Post) string {
	var asks []string
	if p.Skill != "" {
		words := "会" + SkillWord(p.Skill)
		if SkillProved(p.Skill) {
			words += "（居委会看过证书）"
		}
		asks = append(asks, words)
	}
	if p.MinAge > 0 {
		asks = append(asks, "满 "+strconv.Itoa(p.MinAge)+" 岁")
	}
	return strings.Join(asks, "，")
}

// HoursWords are minutes of service in hours: 2.5 小时, 半小时.
func HoursWords(minutes int) string {
	switch {
	case minutes == 30:
		return "半小时"
	case minutes%60 == 30:
		return strconv.Itoa(minutes/60) + ".5 小时"
	case minutes%60 == 0:
		return strconv.Itoa(minutes/60) + " 小时"
	case minutes < 60:
		return strconv.Itoa(minutes) + " 分钟"
	}
	return strconv.Itoa(minutes/60) + " 小时 " + strconv.Itoa(minutes%60) + " 分"
}

// ActivityTag is where an activity stands, and the tone.
func ActivityTag(s signups.State) (words, tone string) {
	switch s {
	case signups.Draft:
		return "草稿", TonePlain
	case signups.Submitted:
		return "等审核", ToneDue
	case signups.Open:
		return "报名中", ToneAct
	case signups.Cancelled:
		return "已取消", TonePlain
	}
	return "已结束", TonePlain
}

// SignupTag is where a sign-up stands, and the tone.
func SignupTag(s signups.SignupState) (words, tone string) {
	switch s {
	case signups.Applied:
		return "等监护人同意", ToneDue
	case signups.Accepted:
		return "已报上", ToneAct
	case signups.Waitlisted:
		return "候补中", ToneDue
	case signups.Offered:
		return "等您确认", ToneDue
	case signups.Declined:
		return "没有接受", TonePlain
	case signups.Withdrawn:
		return "已退出", TonePlain
	case signups.Called:
		return "班次取消", TonePlain
	case signups.CheckedIn:
		return "已签到", ToneAct
	case signups.Completed:
		return "时长待确认", ToneDue
	case signups.NoShow:
		return "记为没来", ToneDue
	case signups.Disputed:
		return "更正核对中", ToneDue
	}
	return "时长已确认", TonePlain
}

// MineWords say to its person where a sign-up ahead stands.
func MineWords(s signups.SignupState) string {
	switch s {
	case signups.Accepted:
		return "您报上了"
	case signups.Waitlisted:
		return "您在候补"
	case signups.Offered:
		return "有名额了，等您确认"
	}
	words, _ := SignupTag(s)
	return "您" + words
}

// PlacesWords count what is free of a post: 还有 3 个名额; 满了，2 人候补; 满了，有人转让.
func PlacesWords(free, waiting, giving int) string {
	switch {
	case free > 0:
		return "还有 " + strconv.Itoa(free) + " 个名额"
	case giving > 0:
		return "满了，有人把名额让出来"
	case waiting > 0:
		return "满了，" + strconv.Itoa(waiting) + " 人候补"
	}
	return "满了，可以候补"
}

var teamKinds = map[signups.TeamKind]string{signups.GeneralTeam: "志愿服务队", signups.LaneTeam: "小巷管家"}

// TeamKindWord is what a team is: 志愿服务队, 小巷管家.
func TeamKindWord(k signups.TeamKind) string { return teamKinds[k] }

// StarWords are the stars that confirmed hours reach: 三星; "" for none.
func StarWords(stars int) string {
	if stars < 1 || stars > 5 {
		return ""
	}
	return []string{"一", "二", "三", "四", "五"}[stars-1] + "星"
}

// HourChangeWord is what was done to hours: 确认 2 小时，记录的是 1.5 小时.
func HourChangeWord(c signups.HourChange) string {
	switch c.Kind {
	case signups.HoursDisputed:
		return "提出更正：应当是 " + HoursWords(c.Now)
	case signups.HoursCorrected:
		return "核对以后，定为 " + HoursWords(c.Now)
	}
	if c.Was != c.Now {
		return "确认 " + HoursWords(c.Now) + "，记录的是 " + HoursWords(c.Was)
	}
	return "确认 " + HoursWords(c.Now)
}
