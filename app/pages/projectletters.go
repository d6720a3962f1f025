package pages

// workWords are letters about opinion calls and projects: the sentence, and where on the
// page of the project it stands. 「」 is the call's or the project's title.
var workWords = map[string][2]string{
	"call-closed":    {"民意征集「」结束了，可以看结果", ""},
	"answer-entered": {"有人把您这一份「」的回答录入了；如果您没有答过，请马上联系居委会", ""},

	"project-news":               {"您关注的「」有了新进展", ""},
	"project-cleared":            {"「」的请示有了答复", ""},
	"project-dissent":            {"有人对「」部分同意或不同意，请听完、答复", ""},
	"project-dissent-noted":      {"居委会登记了您家对「」的意见；如果不是您家的意思，请马上联系居委会", ""},
	"project-rethought":          {"「」的决定收回了，方案重新商量，您的意见会再答复、再问一次", ""},
	"project-notice":             {"「」在公示，您有异议可以在公示期内提", "object"},
	"project-approved":           {"「」批准立项了", ""},
	"project-dropped":            {"「」决定不立项，请看理由", ""},
	"project-objection":          {"有人对「」的公示提了异议，请在期限内答复", ""},
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
