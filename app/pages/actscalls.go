//go:build !js

package pages

// What was done about opinion calls, said once on the next page.
func init() {
	acts(map[string]string{
		"call-answered":      "回答已收下，截止以前可以回来改",
		"call-drafted":       "草稿已存下，请另一位核对后公布",
		"call-changed":       "草稿已改好，请另一位核对后公布",
		"call-published":     "已公布，各楼的户数已定，从开始时间起收回答",
		"call-extended":      "已延期，理由已公开",
		"call-withdrawn":     "已撤回",
		"call-entered":       "已录入，接着录下一份",
		"call-entered-twice": "这一份没有计入：已经答过，记作重复",
		"call-themed":        "归类已存下",
		"need-noted":         "已记进需求清单",
		"needs-imported":     "件数已导入需求清单",
	})
}
