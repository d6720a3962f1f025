package pages

import (
	"strings"

	"yishiting/consultation"
)

// letterWords say what happened to something of the reader's, by the kind of the
// letter; 「」 is the topic's title. The second is where on the topic's page it stands.
var letterWords = map[string][2]string{
	"screened":           {"「」已审核，请看决定和理由", "screening"},
	"listed":             {"「」列入了协商会的议程", "meetings"},
	"unlisted":           {"「」的协商会取消了，等下一次", "meetings"},
	"handed":             {"「」转上级办理", "course"},
	"handover-accepted":  {"上级接收了「」", "course"},
	"handover-returned":  {"上级退回了「」，请看理由", "course"},
	"answered":           {"上级答复了「」", "course"},
	"outcome":            {"「」的协商结果公布了", "outcome"},
	"objection-answered": {"您对「」的异议有了答复", "objections"},
	"resolution":         {"「」有了居民会议的决定", "resolution"},
	"rate":               {"「」已落实完，请您评价", "ratings"},
	"reopened":           {"「」评价偏低，重新办理", "tasks"},
	"archived":           {"「」评价结束，已归档", "ratings"},
	"reminder":           {"您协助的任务到期了：「」", "tasks"},
	"statement-hidden":   {"您对「」的看法没有公开，请看理由", "statements"},
	"statement-answered": {"居委会答复了您对「」的看法", "statements"},
	"meeting-cancelled":  {"您报名的协商会取消了，请看理由", ""},
	"seat-moved-up":      {"有人退出，您从候补递补为正式席位", ""},
	"meeting-tomorrow":   {"提醒：您报名的协商会就要开了，「」；来不了请先退出，让候补的人来", ""},
	"agenda-tomorrow":    {"提醒：协商会要讨论您提的议题，「」", ""},
	"role-given":         {"您被登记为「」", ""},
	"role-ended":         {"您的「」身份结束了", ""},
	"person-confirmed":   {"居委会确认您住在本社区，可以提议题、附议了", ""},
	"person-declined":    {"居委会没有确认您住在本社区：「」", ""},
	"paper-counted":      {"您的纸质选票已录入并计入「」；如果您没有交过，请马上联系居委会", ""},
	"partner-left":       {"和您有代办关系的人离开了议事厅，代办已经停止", ""},
	"phone-seen":         {"工作人员因「」看了一次您的手机号", ""},
}

// HelpedKind begins the kinds of letters that tell what a helper did; the form's name
// follows. The letter's title is the helper's kind: who it was stands on the page of
// helping, as long as they are there.
const HelpedKind = "helped-"

// helpedWords are what a helper did, by the form's name.
var helpedWords = map[string]string{
	"raise": "提了一个议题", "support": "附议了一个议题", "unsupport": "收回了附议", "statement": "说了看法", "appeal": "提了申诉", "withdraw": "撤回了议题",
	"objection": "提了异议", "rating": "评了价", "seat": "报名参加协商会", "leave": "退了协商会的席位", "opinion": "给协商会留了意见", "ballot": "投了票",
	"grant-vote": "选了公益创投的项目", "grant-complain": "对公益创投的公示投了诉",
	"say-no": "对一个项目说了不同意或者部分同意", "say-again": "对一个项目说了第二轮的意见", "project-object": "对一个项目的公示提了异议",
	"activity-join": "报了一个志愿班次", "activity-leave": "退了一个志愿班次", "activity-confirm": "确认了一个志愿班次的名额", "activity-give-on": "改了一个志愿班次名额的去留",
	"shift-in": "给志愿班次签了到", "shift-out": "给志愿班次签了退", "hours-dispute": "对服务时长提出更正",
}

// helpWords are letters about leave to act for somebody.
var helpWords = map[string]string{
	"help-given": "有人请您代办，请到「代办」里看", "help-recorded": "居委会登记了您请人代办，请到「代办」里核对", "help-stops": "一项代办授权已经结束",
	"guardian-agreed": "家人同意做您的监护人，等居委会确认",
}

// HelpedWord is what a helper did: 附议了一个议题.
func HelpedWord(form string) string {
	if w, ok := helpedWords[form]; ok {
		return w
	}
	return "办了一件事"
}

// selfWords are letters about the reader's own place, sign-in and data: the sentence, and
// the page below the place.
var selfWords = map[string][2]string{
	"guardian-gone": {"您现在没有监护人了：要有一位同住的成年人同意，居委会才能再确认您", "me/home"},
	"passkey-added": {"您的登录里添加了通行密钥「」；如果不是您本人添加的，请马上联系居委会", "me/devices"},
	"phone-set":     {"「」可以登录您的账号了；如果不是您本人留的号码，请马上联系居委会", "me/phone"},
	"phone-removed": {"您的手机号「」删除了；如果不是您本人删的，请马上联系居委会", "me/phone"},
	"mail-set":      {"「」可以收您的提醒邮件了；如果不是您本人留的邮箱，请马上删掉", "me/mail"},
	"mail-ended":    {"不再给「」发邮件，这个邮箱删掉了；还想收，请重新填", "me/mail"},
	"mail-refused":  {"邮箱「」收不到信，不再发了；请看看地址对不对，重新填", "me/mail"},
	"link-made":     {"「」给您做了一个登录链接；如果不是您要的，请马上联系居委会", "me/devices"},
	"digest":        {"一周要事：「」", ""},
	"feed-made":     {"您的日历有了订阅地址；如果不是您本人要的，请马上停用", "me/calendar"},
	"code-given":    {"「」当面给了您一个登录码；如果不是给您本人的，请马上联系居委会", "me/devices"},
}

// LetterWords is a letter in a sentence.
func LetterWords(l consultation.Letter) string {
	if form, helped := strings.CutPrefix(l.Kind, HelpedKind); helped {
		return HelperWord(l.Title) + "替您" + HelpedWord(form) + "。不是您的意思，请解除代办"
	}
	if w, ok := helpWords[l.Kind]; ok {
		return w
	}
	words := letterWords[l.Kind][0] + selfWords[l.Kind][0] + workWords[l.Kind][0] + signupWords[l.Kind][0] // a kind is in one of them
	return strings.Replace(words, "「」", "「"+l.Title+"」", 1)
}

// LetterPath is where a letter leads, below the place of its Body, or where it has none or is
// about a call below the reader's own; "" where it leads nowhere.
func LetterPath(l consultation.Letter) string {
	if _, about := helpWords[l.Kind]; about || strings.HasPrefix(l.Kind, HelpedKind) {
		return "me/helping"
	}
	if l.About != "" {
		return "week/" + l.About
	}
	switch at := letterWords[l.Kind][1]; {
	case l.Topic != "" && at != "":
		return "topics/" + l.Topic + "#" + at
	case l.Topic != "":
		return "topics/" + l.Topic
	case l.Poll != "":
		return "polls/" + l.Poll
	case l.Call != "":
		return "calls/" + l.Call
	case l.Project != "":
		return workPath(l)
	case l.Meeting != "":
		return "meetings/" + l.Meeting
	case signupWords[l.Kind][0] != "":
		return signupPath(l)
	}
	return selfWords[l.Kind][1]
}

func workPath(l consultation.Letter) string {
	if at := workWords[l.Kind][1]; at != "" {
		return "projects/" + l.Project + "#" + at
	}
	return "projects/" + l.Project
}

func signupPath(l consultation.Letter) string {
	switch at := signupWords[l.Kind][1]; {
	case at == "leading" && l.Activity != "":
		return "leading/" + l.Activity
	case at != "":
		return at
	}
	return "activities/" + l.Activity
}

var helperWords = map[string]string{
	"relative": "家人", "stairwell_head": "楼门长", "committee": "居委会工作人员", "guardian": "监护人",
}

// HelperWord is a kind of helper: 楼门长.
func HelperWord(kind string) string { return helperWords[kind] }

// ProxyWord marks in public what a helper entered: 由楼门长代录; "" for what nobody did.
func ProxyWord(kind string) string {
	if w, ok := helperWords[kind]; ok {
		return "由" + w + "代录"
	}
	return ""
}

// ChannelOfLeave is how leave was given, where the committee recorded it: 纸质授权 2026-014.
func ChannelOfLeave(channel, paper string) string {
	word := map[string]string{"paper": "纸质授权", "in-person": "当面授权"}[channel]
	if word != "" && paper != "" {
		word += " " + paper
	}
	return word
}
