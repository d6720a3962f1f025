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
	residents.RoleVolunteer:       "志愿者",
	residents.RoleCommitteeMember: "居委会委员",
	residents.RoleDirector:        "居委会主任",
	residents.RoleSupervision:     "居务监督委员会成员",
	residents.RolePropertyCompany: "物业公司",
	residents.RoleStreetStaff:     "街道工作人员",
	residents.RoleDistrictStaff:   "区级部门工作人员",
	residents.RoleAdministrator:   "系统管理员",
}

// RoleWord is a role as people call it: 居委会委员.
func RoleWord(name residents.RoleName) string { return roleWords[name] }
