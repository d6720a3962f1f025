package pages

// workWords are letters about opinion calls and projects: the sentence, and where on the
// page of the project it stands. 「」 is the call's or the project's title.
var workWords = map[string][2]string{
	"call-closed":    {"民意征集「」结束了，可以看结果", ""},
	"answer-entered": {"有人把您这一份「」的回答录入了；如果您没有答过，请马上联系居委会", ""},

	"project-news":               {"您关注的「」有了新进展", ""},
	"project-cleared":            {"「」的请示有了答复", ""},
	"project-dissent-settled":    {"您对「」的意见有了答复，请再说一次您现在怎样看", "again"},
	"project-objection-answered": {"您对「」公示的异议有了答复", ""},
	"project-overdue":            {"「」有节点逾期了", ""},
	"project-ordered":            {"街道督办「」，请看要求和期限", ""},
	"project-defect":             {"居民验收「」时指出了问题，请整改", ""},
	"defect-mended":              {"您指出的问题整改了：「」，请到现场再看", "sign"},
	"project-complete":           {"「」完工验收了，请评价", ""},
	"project-reopened":           {"「」评价偏低，重新办理", ""},
	"project-raised":             {"「」两次评价偏低，已报上一级", ""},
	"supervisor-named":           {"您被请做「」的居民监督员，可以看进度、报看到的情况", "report"},
	"supervisor-ended":           {"您不再担任「」的居民监督员", ""},
	"supervisor-moved":           {"「」的一位居民监督员搬走了，请再请一位", ""},
}
