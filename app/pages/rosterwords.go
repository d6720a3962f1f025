package pages

func init() {
	acts(map[string]string{
		"household-added":   "已添加到户册",
		"household-changed": "户册已更正",
		"household-removed": "已从户册去掉，发给这一户的邀请信同时作废",
		"roster-read":       "名单已读好，请核对；还没有写进户册",
		"roster-mapped":     "已重新读取，请核对",
		"roster-imported":   "名单已写进户册",
		"roster-dropped":    "名单已丢掉，户册没有变",
		"place-set":         "设置已保存",
		"sites-set":         "示意图已保存，项目页按它画",
		"sites-reset":       "示意图已恢复按楼号自动排列",
	})
}
