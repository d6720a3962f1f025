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
	"rate":               {"「」已落实完，请您评价", "rating"},
	"reopened":           {"「」评价偏低，重新办理", "tasks"},
	"archived":           {"「」评价结束，已归档", "rating"},
	"reminder":           {"您协助的任务到期了：「」", "tasks"},
	"statement-hidden":   {"您对「」的看法没有公开，请看理由", "statements"},
	"statement-answered": {"居委会答复了您对「」的看法", "statements"},
	"meeting-cancelled":  {"您报名的协商会取消了，请看理由", ""},
	"seat-moved-up":      {"有人退出，您从候补递补为正式席位", ""},
	"partner-left":       {"和您有代办关系的人离开了议事厅，代办已经停止", ""},
	"phone-seen":         {"工作人员因「」看了一次您的手机号", ""},
}

// LetterWords is a letter in a sentence.
func LetterWords(l consultation.Letter) string {
	return strings.Replace(letterWords[l.Kind][0], "「」", "「"+l.Title+"」", 1)
}

// LetterPath is where a letter leads, below its place; "" where it leads nowhere.
func LetterPath(l consultation.Letter) string {
	switch at := letterWords[l.Kind][1]; {
	case l.Topic != "" && at != "":
		return "topics/" + l.Topic + "#" + at
	case l.Topic != "":
		return "topics/" + l.Topic
	case l.Meeting != "":
		return "meetings/" + l.Meeting
	}
	return ""
}
