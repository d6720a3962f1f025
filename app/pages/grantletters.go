package pages

import "maps"

// grantWords are letters about grants, rooms and the incubation centre, and the page below the place.
var grantWords = map[string][2]string{
	"grant-cancelled":          {"您申报的「」所在的一轮公益创投取消了，请看理由", "grants"},
	"grant-passed":             {"「」通过了资格审核", "grants"},
	"grant-refused":            {"「」没有通过资格审核，请看理由", "grants"},
	"grant-coached":            {"「」有了辅导意见，路演以前可以改", "grants"},
	"grant-juror":              {"请您做「」的评审专家，请先填回避声明", "desk/grants"},
	"grant-pitch":              {"「」进入路演，请看时间和地点", "grants"},
	"grant-notice":             {"「」的评审结果公示了", "grants"},
	"grant-struck":             {"对「」的投诉成立，不再资助，请看理由", "grants"},
	"grant-complaint-answered": {"您对「」的投诉有了答复", "grants"},
	"grant-awarded":            {"「」得到资助，请等协议", "grants"},
	"grant-agreement":          {"「」的协议起草好了，请看过以后签", "grants"},
	"grant-paid":               {"「」登记了一笔付款", "grants"},
	"grant-mid":                {"「」的中期检查通过了", "grants"},
	"grant-stopped":            {"「」中期检查没有通过，停止资助，请看理由", "grants"},
	"grant-final":              {"「」的结项账目审核了", "grants"},
	"room-called-off":          {"您约的「」被取消了，请看理由", "rooms"},
	"room-no-show":             {"您约的「」登记为没有来；不对的请打电话", "rooms"},
	"room-tomorrow":            {"提醒：您约的「」是明天，来不了请先取消", "rooms"},
	"training-tomorrow":        {"提醒：您报名的培训「」是明天", "support"},
	"support-answered":         {"孵化中心答复了「」的求助", "support"},
}

func init() { maps.Copy(signupWords, grantWords) }
