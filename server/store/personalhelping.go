package store

// whyHelping is why what somebody gives is kept: so that it can be stated, and corrected.
const whyHelping = "志愿服务要如实记录，本人可以查询、要求更正（志愿服务记录与证明出具办法 第十二条、第十三条）"

// helpingOut is what somebody does as a volunteer.
var helpingOut = []Table{
	{
		Name: "volunteers", What: "您的志愿者资料", Why: "知道您能帮什么、什么时候有空", Keep: "到您停用或离开为止",
		Shown: []string{"skills 技能", "times 有空的时间", "near 范围", "asked 可以来问我", "named 感谢时可以写上姓氏", "weekly 适合的班次写进一周要事", "since 起始"}, Also: "resident", Plain: "community",
		Where: `volunteers.community = $1 AND volunteers.resident = $2`,
	},
	{
		Name: "volunteer_proofs", What: "您请居委会看过的证书", Why: "有的岗位要有证明才能做", Keep: "到您停用志愿者资料或离开为止；证书本身不存",
		Shown: []string{"skill 技能", "about 证书", "asked_at 提出时间", "checked_at 核对时间", "good 有效", "until 有效到"}, Also: "resident checked_by", Plain: "community",
		Where: `volunteer_proofs.community = $1 AND (volunteer_proofs.resident = $2 OR volunteer_proofs.checked_by = $2)`,
	},
	{
		Name: "teams", What: "您带的、登记的志愿服务队", Why: "谁带队谁组织", Keep: keepPublic,
		Shown: []string{"name 名称", "made_at 成立时间", "ended_at 结束时间"}, Also: "id leader made_by", Plain: "community about kind",
		Where: `teams.community = $1 AND (teams.leader = $2 OR teams.made_by = $2)`,
	},
	{
		Name: "team_members", What: "您在哪些志愿服务队", Why: "一起做事，分清谁看哪一段", Keep: "到您退出或离开为止",
		Shown: []string{"duty 负责", "since 起始"}, Also: "team resident", Plain: "community",
		From: `JOIN teams t ON t.community = team_members.community AND t.id = team_members.team`, More: []string{"t.name 服务队"},
		Where: `team_members.community = $1 AND team_members.resident = $2`,
	},
	{
		Name: "activities", What: "您组织的、公布的志愿活动", Why: "谁带队谁组织，另一位核对后公布", Keep: keepPublic,
		Shown: []string{"title 活动", "made_at 起草时间", "published_at 公布时间"}, Also: "id leader made_by published_by content", Plain: "community year running state version team org",
		Where: `activities.community = $1 AND (activities.leader = $2 OR activities.made_by = $2 OR activities.published_by = $2)`,
	},
	{
		Name: "signups", What: "您报名的志愿班次和时长", Why: whyHelping + "；确认的时长由居委会连同姓名录入市里的志愿服务系统（第四条）", Keep: "随服务记录长期保存；您离开后只留时长，不再连着姓名",
		Shown: []string{"state 状态", "at 报名时间", "agreed_at 同意协议时间", "words 理由或您的说明", "in_at 签到", "out_at 签退", "minutes 服务时长", "settled_at 确认时间"},
		Also:  "activity shift resident with_whom settled_by", Plain: "community post confirm_at until giving",
		From: `JOIN activities a ON a.community = signups.community AND a.id = signups.activity`, More: []string{"a.title 活动"},
		Where: `signups.community = $1 AND (signups.resident = $2 OR signups.with_whom = $2 OR signups.settled_by = $2)`,
	},
	{
		Name: "hour_changes", What: "您的服务时长怎样确认、更正的", Why: whyHelping, Keep: "随服务记录长期保存；您离开后文字删掉",
		Shown: []string{"kind 事项", "was 原来", "now 后来", "words 理由", "at 时间"}, Also: "activity shift resident by_whom", Plain: "community seq",
		Where: `hour_changes.community = $1 AND (hour_changes.resident = $2 OR hour_changes.by_whom = $2)`,
	},
	{
		Name: "statements_of_service", What: "您开过的服务记录", Why: "谁拿到核对码都能核对真假", Keep: "长期保存，凭码核对；您离开后不再连着姓名",
		Shown: []string{"from_day 起始", "until_day 终止", "minutes 服务时长", "made_at 开出时间"}, Also: "id resident services", Never: "code_hash", Plain: "community",
		Where: `statements_of_service.community = $1 AND statements_of_service.resident = $2`,
	},
	{
		Name: "volunteer_asks", What: "问过您能不能来帮忙", Why: "一个班次最多问一次", Keep: "随活动保存；您离开时删掉",
		Shown: []string{"at 时间"}, Also: "activity shift resident by_whom", Plain: "community",
		From: `JOIN activities a ON a.community = volunteer_asks.community AND a.id = volunteer_asks.activity`, More: []string{"a.title 活动"},
		Where: `volunteer_asks.community = $1 AND (volunteer_asks.resident = $2 OR volunteer_asks.by_whom = $2)`,
	},
	{
		Name: "shifts", Plain: "community activity id series starts ends off reason reminded_at asked_at late_at secret",
	},
}
