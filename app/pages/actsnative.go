//go:build !js

package pages

// What was done on pages that the server alone draws, said once on the next page.
func init() {
	acts(map[string]string{
		"shift-joined":    "报上了，到时候见",
		"shift-waiting":   "排上候补了，有名额会告诉您",
		"shift-applied":   "报名记下了，等监护人同意",
		"shift-again":     "名额给您留着，请在开始前再确认一次",
		"shift-series":    "报上了，每一次的情况写在下面",
		"shift-left":      "已退出，名额给候补的人",
		"shift-confirmed": "确认了，到时候见",
		"shift-giving":    "名额让出来了，有人接以前还是您的",
		"shift-kept":      "名额留着，您来",
		"shift-in":        "签到了",
		"shift-out":       "签退了，时长等带队人确认",
		"shift-agreed":    "已同意",
		"shift-refused":   "已说明不同意",
		"telling-chosen":  "记下了，以后照这样通知您",
		"mail-sent":       "确认邮件发出了，请去邮箱里打开它",
		"mail-set":        "邮箱确认好了，以后有和您有关的事会发邮件",
		"mail-ended":      "邮箱删掉了，不再发邮件",
		"feed-ended":      "日历订阅停用了，原来的地址打不开了",

		"activity-published": "公布了，居民可以报名",
		"activity-back":      "退回去了，写的人收到了理由",
		"proof-checked":      "记下了，本人收到了消息",
		"hours-judged":       "答复了，本人收到了消息",
		"team-made":          "办好了，队长收到了消息",
		"team-changed":       "存好了",
		"team-ended":         "结束了",
		"team-duty":          "存好了，本人收到了消息",
		"lead-made":          "草稿存好了，请加班次",
		"lead-saved":         "存好了",
		"lead-shifts":        "班次加好了",
		"lead-removed":       "班次删掉了",
		"lead-submitted":     "交上去了，等另一位委员核对公布",
		"lead-cancelled":     "活动取消了，报名的人都收到了消息",
		"lead-outcome":       "写好了，来过的人都收到了消息",
		"lead-off":           "这一班取消了，报名的人都收到了消息",
		"lead-noted":         "记下了",
		"lead-older":         "记下了。有的人在您写下以后又有了新的记录，照新的记",
		"lead-hours":         "时长确认了，本人收到了消息",
		"lead-declined":      "没有接受，本人收到了理由",
		"lead-asked":         "问过了，对方收到了消息",
		"lead-added":         "加上了，已签到",

		"profile-kept":   "资料存下了",
		"profile-ended":  "资料删掉了；已经报的班次不受影响",
		"proof-asked":    "记下了，请带证书原件到居委会看一下",
		"hours-disputed": "更正已提出，由另一位核对，结果会告诉您",
		"statement-made": "服务记录做好了，可以打印",
		"team-joined":    "加入了",
		"team-left":      "退出了服务队",

		"said-no": "您的意见已记下，会逐条答复您", "said-again": "第二轮的意见已记下", "project-objected": "异议已提交，答复以前公示的事不生效",
		"followed": "已关注，有新进展写在您的一周要事里", "unfollowed": "已不再关注", "reported": "已公布在这一页", "signed": "您的验收意见已记下",

		"door-taken":   "回答已收下",
		"door-dropped": "这里已经答过，这一份没有再算；以本人在网上答的为准",
	})
}
