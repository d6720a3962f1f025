package pages

// What is said after an act at the desk, from the announcement of a meeting on.
func init() {
	acts(map[string]string{
		"announced":          "协商会已公告，居民可以报名座位、留下意见",
		"opened":             "已开场，到会的人可以签到",
		"signed-in-by-hand":  "已签到",
		"option-put":         "方案已提出",
		"counted":            "举手数已记下",
		"slip-entered":       "纸条已录入",
		"closed":             "已散会，接着写协商记录",
		"cancelled":          "已取消，报了名的人会收到通知，议题回到待上会",
		"drafted":            "记录已存下，请主持人、记录人和到会居民确认",
		"published":          "记录和结果已公布，公开期从明天起算",
		"objection-answered": "答复已公开，提出人会收到通知",
		"progress-posted":    "进展已公开",
		"task-finished":      "已标为办完",
		"task-added":         "已添上这件事",
		"resolved":           "决定已记下",
		"callbacks-noted":    "回访数已记下",
		"handed-on":          "已移交，等上一级接收或退回",
	})
}
