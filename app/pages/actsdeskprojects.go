//go:build !js

package pages

// What was done at the desk about projects, said once on the next page.
func init() {
	acts(map[string]string{
		"project-made":        "项目已提出，下一步先问有关的居民",
		"project-edited":      "修改已存下",
		"options-listed":      "方案已存下",
		"project-negotiating": "已进入协商立项",
		"project-studied":     "研究情况已登记并公开",
		"project-decided":     "决定已登记并公开",
		"project-rethought":   "决定已收回，理由已公开，可以重新写方案",
		"project-agreed":      "同意情况已登记并公开",
		"dissent-noted":       "这份纸面意见已录入，一户算一份",
		"dissent-settled":     "已答复，并请本人再说一次",
		"dissent-again":       "第二轮的意见已登记",
		"clearance-asked":     "请示已送出，等上一级答复",
		"clearance-answered":  "答复已公开，请示的一方已收到通知",
		"project-noticed":     "公示已开始，请打印一张贴在公开栏",
		"project-replied":     "答复已公开，提出异议的人已收到通知",
		"project-approved":    "已批准立项并公开，可以写实施计划",
		"project-dropped":     "已公布不立项和理由",
		"plan-made":           "实施计划已存下并公开",
		"plan-changed":        "变更已收到：范围或费用变动大的正在重新公示，别的已生效",
		"supervisor-added":    "已请这位居民当监督员，本人会收到消息",
		"supervisor-ended":    "已登记不再担任，本人会收到消息",
		"work-posted":         "进展已公布",
		"milestone-reached":   "节点已登记完成",
		"milestone-ordered":   "督办单已下达并公布",
		"money-noted":         "这一笔已记下并公开",
		"money-reversed":      "已用一笔相反的冲回，两笔都看得见",
		"file-added":          "文件已上传，居民在项目页上看得到",
		"defect-mended":       "整改已登记，指出的人会收到消息",
		"project-completed":   "已完工，请居民评价",
		"lessons-noted":       "经验已写下，以后提同类项目的人会看到",
	})
}
