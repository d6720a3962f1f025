package store

// whySupport is why what somebody does for an organisation's project, or in lending rooms, is kept.
const whySupport = "公益创投、场地和培训要有据可查"

// supporting is what somebody does in rounds of grants, with rooms, in training and for the incubation centre.
var supporting = []Table{
	{
		Name: "grant_rounds", What: "您起草、公布的公益创投", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"title 名称", "made_at 起草时间", "published_at 公布时间"}, Also: "id made_by published_by content", Plain: "community year running state version vote_until",
		Where: `grant_rounds.community = $1 AND (grant_rounds.made_by = $2 OR grant_rounds.published_by = $2)`,
	},
	{
		Name: "grant_applications", What: "您替组织交的创投申报", Why: "谁家组织的事由谁家的联系人办", Keep: keepPublic,
		Shown: []string{"org_name 组织", "title 项目", "state 状态", "made_at 时间"}, Also: "id org made_by content", Plain: "community body round seq version",
		Where: `grant_applications.community = $1 AND grant_applications.made_by = $2`,
	},
	{
		Name: "grant_jurors", What: "您做评审专家的公益创投", Why: "有关系的要回避", Keep: keepPublic,
		Shown: []string{"declared_at 声明时间"}, Also: "round expert ties", Plain: "community",
		From: `JOIN grant_rounds g ON g.community = grant_jurors.community AND g.id = grant_jurors.round`, More: []string{"g.title 公益创投"},
		Where: `grant_jurors.community = $1 AND grant_jurors.expert = $2`,
	},
	{
		Name: "grant_scores", What: "您给创投项目的评分", Why: "评分和居民投票一起定排序", Keep: keepPublic,
		Shown: []string{"points 各项的分", "at 时间"}, Also: "application expert nonce", Plain: "community round",
		Where: `grant_scores.community = $1 AND grant_scores.expert = $2`,
	},
	{
		Name: "grant_votes", What: "您选的创投项目", Why: "一人一票，截止以前可以改", Keep: "随这一轮长期保存，只公布合计；您离开后留下，不再连着姓名",
		Shown: []string{"at 时间"}, Also: "resident choices", Plain: "community body round",
		From: `JOIN grant_rounds g ON g.community = grant_votes.body AND g.id = grant_votes.round`, More: []string{"g.title 公益创投"},
		Where: `grant_votes.community = $1 AND grant_votes.resident = $2`,
	},
	{
		Name: "grant_complaints", What: "您对创投公示的投诉", Why: "投诉必须答复，答复以前不能定名单", Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间", "upheld 投诉成立", "reply 答复", "reply_at 答复时间"}, Also: "id application resident reply_by", Plain: "community body round due",
		Where: `grant_complaints.community = $1 AND grant_complaints.resident = $2`,
	},
	{
		Name: "grant_payments", What: "您登记的创投付款", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"kind 款项", "cents 金额", "document 单据", "at 时间"}, Also: "id application by_whom", Plain: "community round",
		Where: `grant_payments.community = $1 AND grant_payments.by_whom = $2`,
	},
	{
		Name: "rooms", What: "您登记的场地", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"name 名称", "made_at 时间"}, Also: "id made_by", Plain: "community place about seats days from_min until_min slot fee offered",
		Where: `rooms.community = $1 AND rooms.made_by = $2`,
	},
	{
		Name: "room_bookings", What: "您约过的场地", Why: whySupport, Keep: "随场地记录保存；您离开时没用的取消，写的话删掉",
		Shown: []string{"day 日期", "title 做什么", "org_name 组织", "people 人数", "fee 费用", "state 状态", "reason 理由", "at 时间"}, Also: "id room resident org settled_by",
		Plain: "community body from_min until_min relief reminded_at", Where: `room_bookings.community = $1 AND room_bookings.resident = $2`,
	},
	{
		Name: "room_slots", Plain: "community room day slot home booking",
	},
	{
		Name: "trainings", What: "您办的培训", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"title 名称", "day 日期", "made_at 时间"}, Also: "id made_by", Plain: "community about room from_min until_min seats",
		Where: `trainings.community = $1 AND trainings.made_by = $2`,
	},
	{
		Name: "training_places", What: "您报名的培训", Why: whySupport, Keep: "随培训保存；您离开时删掉",
		Shown: []string{"at 报名时间"}, Also: "training resident", Plain: "community body reminded_at",
		From: `JOIN trainings t ON t.community = training_places.body AND t.id = training_places.training`, More: []string{"t.title 培训", "t.day 日期"},
		Where: `training_places.community = $1 AND training_places.resident = $2`,
	},
	{
		Name: "support_requests", What: "您替组织向孵化中心求助", Why: whySupport, Keep: "随组织的记录保存；您离开后写的话删掉",
		Shown: []string{"org_name 组织", "topic 事项", "words 内容", "at 时间", "answer 答复", "answer_at 答复时间"}, Also: "id org resident answer_by", Plain: "community body due",
		Where: `support_requests.community = $1 AND support_requests.resident = $2`,
	},
}
