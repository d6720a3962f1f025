package pages

// signupWords are letters about activities, shifts, hours and teams: the sentence, and where it
// leads below the place; "" to the activity's page. 「」 is the activity's or the team's title.
var signupWords = map[string][2]string{
	"team-leader":        {"您被请做「」的负责人", "volunteering"},
	"team-duty":          {"您在「」有了常做的事，请到「志愿服务」里看", "volunteering"},
	"proof-good":         {"居委会看过了您的证书，可以报相应的岗位了", "volunteering"},
	"proof-refused":      {"居委会没有认可您的证书，请打电话问一问", "volunteering"},
	"activity-published": {"您做的活动「」公布了", ""},
	"activity-sent-back": {"您做的活动「」退回来了，请看理由", "leading"},
	"activity-moved":     {"您报的「」换了地点，请看新地点", ""},
	"shift-cancelled":    {"您报的「」有一个班次取消了，请看理由", ""},
	"shift-tomorrow":     {"提醒：您报的「」明天有班次", ""},
	"minor-joins":        {"您家的孩子报了「」，请您看看同意不同意", "volunteering"},
	"guardian-said-yes":  {"监护人同意您参加「」", ""},
	"guardian-said-no":   {"监护人没有同意您参加「」", ""},
	"place-offered":      {"「」有名额了，请在期限内确认", "volunteering"},
	"place-lapsed":       {"您在「」的名额没有在期限内确认，已经给了候补", ""},
	"place-taken-over":   {"有人接了您在「」的名额，您不用来了", ""},
	"place-declined":     {"带队人没有接受您报的「」，请看理由", "volunteering"},
	"marked-absent":      {"您在「」被记成没有来；如果来了，请提出更正", "volunteering"},
	"hours-wait":         {"「」有一个班次结束了，请在十个工作日内确认时长", "leading"},
	"hours-late":         {"「」的时长过了十个工作日还没有确认，请催一催带队人", "desk/activities"},
	"hours-confirmed":    {"您在「」的服务时长确认了", "volunteering"},
	"hours-corrected":    {"您在「」的服务时长核对过了，请看结果和理由", "volunteering"},
	"hours-dispute":      {"有人对「」的服务时长提出更正", "leading"},
	"volunteer-asked":    {"「」还缺人手，带队人想问问您能不能来；来不了不用回", ""},
	"week-of-help":       {"接下来一周有适合您的班次，比如「」", "activities?for=me"},
	"activity-thanks":    {"「」办成了，谢谢您；请看后来怎么样了", ""},
}
