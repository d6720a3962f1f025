//go:build !js

package pages

// What was done about grants, said once on the next page.
func init() {
	acts(map[string]string{
		"room-booked":         "场地约好了；来不了请先取消，把时段让给别人",
		"room-dropped":        "已取消，时段让出来了",
		"training-joined":     "已报名",
		"training-left":       "已退出",
		"support-asked":       "问题已收下，十个工作日内答复",
		"support-answered":    "答复已发给组织",
		"room-kept":           "场地已存下",
		"room-used":           "已登记",
		"room-called-off":     "已取消，约的人会收到理由",
		"training-held":       "培训已公布，时段已占好",
		"grant-voted":         "您选的已经记下，截止以前可以改",
		"grant-complained":    "投诉已收下，街道会公开答复",
		"grant-applied":       "申报已交，截止以前可以改",
		"grant-revised":       "修改已存下",
		"grant-appealed":      "复核申请已交，由街道另一位再看一遍",
		"grant-withdrawn":     "申报已撤回",
		"grant-accepted":      "组织已签字，等街道签字",
		"grant-reported":      "报告已交",
		"grant-drafted":       "草稿已存下，请另一位核对后公布",
		"grant-published":     "已公布，条件从此不变",
		"grant-cancelled":     "这一轮已取消，申报的组织会收到理由",
		"grant-jury":          "专家已请，他们会收到通知",
		"grant-pitched":       "已进入路演，专家可以评分了",
		"grant-closed":        "评分和投票已汇总，名次已公开",
		"grant-up":            "已公示",
		"grant-answered":      "已公开答复",
		"grant-awarded":       "名单已定，可以起草协议了",
		"grant-finished":      "这一轮的账目已公布",
		"grant-declared":      "声明已收下",
		"grant-scored":        "这份评分已封存，截止以前可以改",
		"grant-checked":       "审核结果已定，组织会收到通知",
		"grant-coached":       "辅导意见已写给组织",
		"grant-drawn":         "协议已起草，等组织签字",
		"grant-signed":        "协议已签，可以付首款了",
		"grant-paid":          "付款已登记",
		"grant-mid-checked":   "中期检查的结论已公开",
		"grant-final-checked": "结项已审核，余款照认可的支出算",
	})
}
