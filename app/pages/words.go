package pages

import (
	"yishiting/consultation"
	"yishiting/residents"
)

// The codes of the domain in words, the same on the residents' pages and at the desk.

var decisionWords = map[consultation.Decision]string{
	consultation.Accept:  "列入协商",
	consultation.Merge:   "并入另一议题",
	consultation.Refer:   "转办",
	consultation.Decline: "不列入",
}

// DecisionWord is what screening decided: 列入协商.
func DecisionWord(d consultation.Decision) string { return decisionWords[d] }

var screeningWords = map[string]string{
	"common-concern":   "多数居民关心的事",
	"recurring":        "反复出现的问题",
	"opinion-needed":   "需要先听居民意见",
	"same-matter":      "与已有议题是同一件事",
	"other-duty":       "属于其他单位的职责",
	"owners-matter":    "属于业主共同决定的事项",
	"personal-dispute": "属于个人之间的纠纷",
	"public-order":     "涉及治安",
	"beyond-community": "超出社区能办的范围",
	"private":          "涉及个人隐私",
	"unlawful":         "内容违法",
	"decided-recently": "近期已有结果",
	"unclear":          "事情没有说清楚",
}

// ScreeningWord is a published reason of screening: 反复出现的问题.
func ScreeningWord(reason string) string { return screeningWords[reason] }

var targetWords = map[string]string{
	"hotline":   "12345 热线",
	"owners":    "业主（业委会或物管会）",
	"police":    "派出所",
	"mediation": "人民调解",
	"street":    "街道办事处",
}

// TargetWord is to whom a topic was sent: 派出所.
func TargetWord(to string) string { return targetWords[to] }

var hideWords = map[string]string{
	"insult":      "辱骂他人",
	"private":     "涉及他人隐私",
	"unlawful":    "内容违法",
	"off-topic":   "与议题无关",
	"advertising": "广告",
}

// HideWord is the published reason for not showing a statement: 与议题无关.
func HideWord(reason string) string { return hideWords[reason] }

var sideWords = map[consultation.Side]string{
	consultation.For:      "赞成",
	consultation.Against:  "反对",
	consultation.Question: "提问",
}

// SideWord is what a statement is: 赞成.
func SideWord(s consultation.Side) string { return sideWords[s] }

var handWords = map[string]string{
	"beyond-duty":         "超出社区的职责",
	"several-communities": "涉及几个社区",
	"several-departments": "涉及几个部门",
	"money":               "经费超出社区能定的数额",
	"two-failed-meetings": "协商两次没有结果",
	"answered":            "答复",
}

// HandWord is why a case went to another level: 涉及几个部门.
func HandWord(reason string) string { return handWords[reason] }

var updateWords = map[string]string{
	"progress": "办理进展",
	"whistle":  "街道吹哨，部门报到",
	"decision": "资金或方案的决定",
}

// UpdateWord is what kind of word a body that holds a case gives: 办理进展.
func UpdateWord(kind string) string { return updateWords[kind] }

var roleWords = map[residents.RoleName]string{
	residents.RoleResident:        "居民",
	residents.RoleHouseholdRep:    "户代表",
	residents.RoleStairwellHead:   "楼门长",
	residents.RoleRepresentative:  "居民代表",
	residents.RoleTeamLeader:      "志愿服务队负责人",
	residents.RoleOrgContact:      "社会组织联系人",
	residents.RolePartySecretary:  "社区党组织书记",
	residents.RoleIncubator:       "孵化中心工作人员",
	residents.RoleExpert:          "评审专家",
	residents.RoleAuditor:         "审计人员",
	residents.RoleVolunteer:       "志愿者",
	residents.RoleCommitteeMember: "居委会委员",
	residents.RoleDirector:        "居委会主任",
	residents.RoleSupervision:     "居务监督委员会成员",
	residents.RolePropertyCompany: "物业公司",
	residents.RoleStreetStaff:     "街道工作人员",
	residents.RoleDistrictStaff:   "区级部门工作人员",
	residents.RoleAdministrator:   "系统管理员",
	residents.Anybody:             "所有人",
	residents.SignedIn:            "登录的人",
}

// RoleWord is a role as people call it: 居委会委员.
func RoleWord(name residents.RoleName) string { return roleWords[name] }

// stateTags are the states of a topic in words, with the tone of the tag.
var stateTags = map[consultation.State][2]string{
	consultation.Raised:    {"待审核", ToneDue},
	consultation.Withdrawn: {"已撤回", TonePlain},
	consultation.Accepted:  {"等待协商", ToneAct},
	consultation.Merged:    {"已合并", TonePlain},
	consultation.Referred:  {"已转办", TonePlain},
	consultation.Declined:  {"未列入", TonePlain},
	consultation.Listed:    {"列入议程", ToneAct},
	consultation.Assembly:  {"待居民会议决定", ToneDue},
	consultation.Handed:    {"转上级办理", ToneDue},
	consultation.Carrying:  {"正在落实", ToneAct},
	consultation.Rating:    {"请居民评价", ToneAct},
	consultation.Archived:  {"已归档", TonePlain},
}

// StateTag is where a topic stands, as its tag says it, and the tone of the tag.
func StateTag(s consultation.State) (words, tone string) { return stateTags[s][0], stateTags[s][1] }

var meetingTags = map[consultation.MeetingState][2]string{
	consultation.MeetingAnnounced: {"已公告", ToneAct},
	consultation.MeetingOpen:      {"正在开会", ToneAct},
	consultation.MeetingClosed:    {"已开完，正在整理纪要", ToneDue},
	consultation.MeetingPublished: {"结果已公布", TonePlain},
	consultation.MeetingCancelled: {"已取消", ToneDue},
}

// MeetingTag is where a meeting stands, as its tag says it, and the tone of the tag.
func MeetingTag(s consultation.MeetingState) (words, tone string) {
	return meetingTags[s][0], meetingTags[s][1]
}

var formWords = map[consultation.Form]string{
	consultation.FormForum: "议事会", consultation.FormHearing: "听证会", consultation.FormTalk: "恳谈会",
}

// FormWord is the form that a meeting takes: 议事会.
func FormWord(f consultation.Form) string { return formWords[f] }

var partWords = map[string]string{
	"resident": "居民", "representative": "居民代表", "committee": "居委会", "property": "物业",
	"street": "街道", "expert": "专业人员", "other": "其他",
}

// PartWord is in which part somebody attends a meeting: 居民代表.
func PartWord(part string) string { return partWords[part] }

var channelWords = map[consultation.Channel]string{
	consultation.InRoom: "现场", consultation.Remote: "线上", consultation.Paper: "纸面",
}

// ChannelWord is how a hand or an opinion came in: 现场.
func ChannelWord(c consultation.Channel) string { return channelWords[c] }

var confirmWords = map[string]string{"chair": "主持人", "recorder": "记录人", "resident": "到会居民"}

// ConfirmWord is in which part somebody confirms minutes: 主持人.
func ConfirmWord(as string) string { return confirmWords[as] }

// StoodIn follows a part in which another member of the committee has confirmed.
const StoodIn = "（已离任，由另一位委员代为核对）"

var outcomeWords = map[consultation.OutcomeKind]string{
	consultation.Settled: "协商一致，交付落实", consultation.ToAssembly: "提交会议决定",
	consultation.ToHand: "转上级办理", consultation.LeftOpen: "未谈成，下月继续",
}

// OutcomeWord is what a consultation came to: 协商一致，交付落实.
func OutcomeWord(k consultation.OutcomeKind) string { return outcomeWords[k] }

var nextWords = map[string]string{"assembly": "居民会议", "reps_meeting": "居民代表会议"}

// NextWord is the body that decides after a consultation: 居民代表会议.
func NextWord(next string) string { return nextWords[next] }

var handStates = map[consultation.HandState]string{
	consultation.HandOffered: "等待接收", consultation.HandAccepted: "已接收", consultation.HandReturned: "已退回",
}

// HandStateWord is where a handover stands: 等待接收.
func HandStateWord(s consultation.HandState) string { return handStates[s] }

var solvedWords = map[consultation.Solved]string{
	consultation.SolvedYes: "解决了", consultation.SolvedPartly: "部分解决", consultation.SolvedNo: "没有解决",
}

// SolvedWord is whether a matter is solved, in a resident's eyes: 部分解决.
func SolvedWord(s consultation.Solved) string { return solvedWords[s] }

var satisfiedWords = [...]string{"", "很不满意", "不满意", "一般", "满意", "很满意"}

// SatisfiedWord is a satisfaction of 1 to 5: 满意.
func SatisfiedWord(n int) string {
	if n < 1 || n >= len(satisfiedWords) {
		return ""
	}
	return satisfiedWords[n]
}

var recordWords = map[string]string{
	"cycle-opened":       "本月开启",
	"no-meeting":         "说明本月未开会的理由",
	"screened":           "公布审核决定",
	"appealed":           "提出人申诉",
	"statement-hidden":   "不予展示一条意见",
	"statement-answered": "居委会答复意见",
	"meeting-announced":  "公告协商会",
	"meeting-cancelled":  "取消协商会",
	"meeting-held":       "开了协商会",
	"minutes-published":  "公布会议纪要",
	"outcome":            "公布协商结果",
	"objection":          "收到一份异议",
	"objection-answered": "答复了异议",
	"resolution":         "记录居民会议的决议",
	"task":               "定下任务",
	"task-done":          "完成任务",
	"progress":           "公布进展",
	"reminder":           "到期提醒",
	"supervision-order":  "街道督办",
	"carried-out":        "落实完毕，开始评价",
	"rated":              "公布评价结果",
	"handover":           "移交办理",
	"case-update":        "公布办理情况",
	"callbacks":          "登记 12345 回访",
	"poll-published":     "公布一次投票",
	"ballots-cast":       "收到一批选票",
	"poll-closed":        "投票截止",
	"poll-counted":       "公布投票结果",
	"poll-taken-back":    "收回一次投票，修改后再公布",
	"poll-withdrawn":     "撤回一次投票",
	"poll-filed":         "决议报街道备案",
	"poll-formal":        "登记业主正式表决的结果",
}

// RecordWord is what was done in public, by the kind of its entry: 公布审核决定.
func RecordWord(kind string) string { return recordWords[kind] }

var targetContacts = map[string]string{
	"hotline":   "拨打 12345，全天有人接听",
	"owners":    "找物业服务中心，或业主委员会、物业管理委员会",
	"police":    "到管片派出所；紧急情况拨打 110",
	"mediation": "到居委会申请调解，不收费",
	"street":    "由街道接收办理，进展写在本页",
}

// TargetContact is how to reach those to whom a topic was sent.
func TargetContact(to string) string { return targetContacts[to] }
