//go:build !js

package pages

// What was done at the desk about polls, said once on the next page.
func init() {
	acts(map[string]string{
		"poll-drafted":    "草稿已存下，请另一位委员核对后公布",
		"poll-changed":    "草稿已改好，请另一位委员核对后公布",
		"owners-set":      "同一业主的房屋已合并，名单里的业主代号没有留存",
		"poll-studied":    "研究情况已登记，公布时一并公开",
		"poll-published":  "已公布，名册已定，从开始时间起可以投票",
		"poll-taken-back": "已收回为草稿，理由已公开",
		"poll-withdrawn":  "已撤回，理由已公开",
		"paper-once":      "第一遍已录入，请另一位再录一遍",
		"paper-differs":   "两遍录得不一样，请一起核对这张票",
		"paper-in":        "两遍一致，这张票已计入",
		"paper-aside":     "这一票的单位已在网上投票，这张纸质票不计入",
		"poll-finished":   "已计票，结果已公布",
		"poll-filed":      "备案已登记并公开",
		"formal-noted":    "正式表决的结果已登记并公开",
	})
}
