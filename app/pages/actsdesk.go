//go:build !js

package pages

// What was done at the desk, said once on the next page.
func init() {
	acts(map[string]string{
		"screened-accept":    "已列入协商，提出人已收到通知",
		"screened-merge":     "已并入，附议人已一并转过去，提出人已收到通知",
		"screened-refer":     "已转办，提出人已收到通知",
		"screened-decline":   "已公布不列入的理由，提出人已收到通知",
		"case-accepted":      "已接收，社区和提出人已收到通知",
		"case-returned":      "已退回，理由已公布",
		"case-updated":       "办理情况已公布",
		"given-back":         "已答复社区，交回落实",
		"ordered":            "督办单已下达并公布",
		"statement-shown":    "这条意见已公开",
		"statement-hidden":   "没有公开，本人已收到理由",
		"statement-answered": "答复已公开，本人已收到通知",
		"opened-from-calls":  "议题已提出，请另一位委员审核",
		"no-meeting-stated":  "理由已公布",
		"founded":            "已设立，可以登记人员了",
		"granted":            "已给予身份，本人会收到消息",
		"role-ended":         "身份已结束，本人已退出登录",
		"person-confirmed":   "已确认，从现在起计入人数",
		"person-declined":    "没有确认，理由已告诉本人",
		"help-recorded":      "代办授权已登记，双方都会收到消息",
		"desk-help-ended":    "代办授权已结束，双方都会收到消息",
		"admitted":           "已登记，可以签发登录链接了",
	})
}
