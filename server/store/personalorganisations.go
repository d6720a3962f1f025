package store

// together is what somebody does for a social organisation.
var together = []Table{
	{
		Name: "organisations", What: "您发起、审核的社会组织", Why: "谁发起、谁审过要说得清", Keep: keepPublic + "；没有备案、只有您联系的，离开时删掉内容；发起人姓名和成员名单到注销备案为止",
		Shown: []string{"name 名称", "made_at 起草时间", "asked_at 提交时间", "filed_at 备案时间", "closed_at 注销时间"}, Also: "id made_by review_by private asked",
		Plain: "community year running kind state request renewal version content reason word until",
		Where: `organisations.community = $1 AND (organisations.made_by = $2 OR organisations.review_by = $2)`,
	},
	{
		Name: "organisation_contacts", What: "您是哪些社会组织的联系人", Why: "组织的事要找得到人", Keep: "到您不再做联系人、组织注销或您离开为止",
		Shown: []string{"lead 负责人", "phone 电话", "since 起始"}, Also: "organisation resident", Plain: "community",
		From: `JOIN organisations o ON o.community = organisation_contacts.community AND o.id = organisation_contacts.organisation`, More: []string{"o.name 组织"},
		Where: `organisation_contacts.community = $1 AND organisation_contacts.resident = $2`,
	},
	{
		Name: "organisation_asked", What: "请您做联系人的社会组织", Why: "本人同意以后才是联系人", Keep: "到您答复或离开为止",
		Shown: []string{"made_at 时间"}, Also: "organisation resident made_by", Plain: "community word",
		From: `JOIN organisations o ON o.community = organisation_asked.community AND o.id = organisation_asked.organisation`, More: []string{"o.name 组织"},
		Where: `organisation_asked.community = $1 AND (organisation_asked.resident = $2 OR organisation_asked.made_by = $2)`,
	},
	{
		Name: "organisation_files", What: "您上传的社会组织材料", Why: "居委会和街道审核", Keep: "到您删掉或组织注销为止",
		Shown: []string{"name 文件", "at 上传时间"}, Also: "id organisation by_whom", Never: "body", Plain: "community kind size",
		Where: `organisation_files.community = $1 AND organisation_files.by_whom = $2`,
	},
	{
		Name: "organisation_notes", What: "您写的、交的、看过的社会组织年度说明", Why: "谁写、谁看过要说得清", Keep: keepPublic + "；没有公开的，到组织注销为止",
		Shown: []string{"year 年度", "written_at 写的时间", "handed_at 交的时间", "read_at 看的时间", "reason 退回的理由"}, Also: "organisation written_by handed_by read_by", Plain: "community state version content",
		From: `JOIN organisations o ON o.community = organisation_notes.community AND o.id = organisation_notes.organisation`, More: []string{"o.name 组织"},
		Where: `organisation_notes.community = $1 AND (organisation_notes.written_by = $2 OR organisation_notes.handed_by = $2 OR organisation_notes.read_by = $2)`,
	},
	{
		Name: "organisation_events", What: "您报告的、看过的重大活动", Why: "谁报告、谁看过要说得清", Keep: keepPublic + "；没有公开的，到撤回或组织注销为止",
		Shown: []string{"starts 开始", "reported_at 报告时间", "noted_at 收到时间", "question 居委会的问题"}, Also: "id organisation activity made_by read_by", Plain: "community state version content",
		From: `JOIN organisations o ON o.community = organisation_events.community AND o.id = organisation_events.organisation`, More: []string{"o.name 组织"},
		Where: `organisation_events.community = $1 AND (organisation_events.made_by = $2 OR organisation_events.read_by = $2)`,
	},
	{
		Name: "organisation_reminders", What: "提醒过交年度说明的组织", Why: "一年只提醒一次", Keep: keepPublic, Also: "organisation", Plain: "community year at",
		Nobodys: "只记哪个组织、哪一年，没有人",
	},
	{
		Name: "listings", What: "您写的、公布的需求和资源", Why: "谁需要、谁能帮要对得上", Keep: keepPublic + "；没有公布的，离开时删掉内容",
		Shown: []string{"title 标题", "about 内容", "made_at 时间", "reason 理由"}, Also: "id made_by published_by", Plain: "community side good org unit state",
		Where: `listings.community = $1 AND (listings.made_by = $2 OR listings.published_by = $2)`,
	},
	{
		Name: "matches", What: "您办的、同意的对接", Why: "两头书面同意要查得到", Keep: keepPublic,
		Shown: []string{"terms 怎么办", "made_at 时间", "done_at 办完时间"}, Also: "id need offer made_by need_by offer_by", Plain: "community state need_rate offer_rate",
		Where: `matches.community = $1 AND (matches.made_by = $2 OR matches.need_by = $2 OR matches.offer_by = $2)`,
	},
	{
		Name: "purchases", What: "您写的购买服务目录", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"made_at 时间"}, Also: "id made_by content", Plain: "body year running state version reason",
		Where: `purchases.body = $1 AND purchases.made_by = $2`,
	},
	{
		Name: "purchase_steps", What: "您写的、公布的购买服务进展", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"day 日期", "seller 向谁购买", "cents 金额", "written_at 起草时间", "published_at 公布时间"}, Also: "purchase written_by published_by org", Plain: "body state words community paper",
		Where: `purchase_steps.body = $1 AND (purchase_steps.written_by = $2 OR purchase_steps.published_by = $2)`,
	},
}
