package store

import (
	"slices"

	"yishiting/polls"
)

// How long what somebody said or did in public is kept, and under which name.
const (
	keepPublic  = "随公开档案长期保存；您离开后留下，不再连着姓名"
	keepAccount = "到您离开为止"
	whyConsult  = "社区协商要有据可查（城市居民委员会组织法 第三十二条、第三十九条）"
	whyOffice   = "经办人要对自己办的事负责（城市居民委员会组织法 第三十六条）"
)

// Tables is the whole schema, in the order in which a person reads what is kept of them.
var Tables = slices.Concat(publicLife, helpingOut, together, supporting, behindThem)

// publicLife is who somebody is, and what they said, decided and did in consultations, polls and projects.
var publicLife = []Table{
	{
		Name: "residents", What: "您是谁", Why: "认得是谁，一人只算一份", Keep: keepAccount,
		Shown: []string{"name 姓名", "building 楼栋", "adult 已成年", "birth_year 出生年份（只记未成年人）", "joined_at 登记时间", "confirmed_at 居委会确认时间"},
		Also:  "id confirmed_by left_at erased_at", Plain: "community",
		Where: `residents.community = $1 AND residents.id = $2`,
	},
	{
		Name: "homes", What: "您住在哪一户", Why: "一户一份意见的事要知道是哪一户", Keep: "到您搬走或离开；搬走的记录 " + period(keepHomes) + "后删掉",
		Shown: []string{"since 起始", "until 终止"}, Also: "household resident", Plain: "community",
		From: `JOIN households h ON h.community = homes.community AND h.id = homes.household`,
		More: []string{"h.building 楼栋", "h.unit 单元", "h.room 门牌"}, Where: `homes.community = $1 AND homes.resident = $2`,
	},
	{
		Name: "households", What: "居委会户册里您这一户", Why: "居委会登记有多少户、发邀请信", Keep: "随户册；上面没有人名，您离开后不再连着您",
		Shown: []string{"building 楼栋", "unit 单元", "room 门牌", "adults 成年人数", "tenure 自有或租住", "area 面积"}, Also: "id",
		Plain: "community added_at changed_at gone_at",
		Where: `households.community = $1 AND households.id IN (SELECT household FROM homes WHERE community = $1 AND resident = $2 AND until IS NULL)`,
	},
	{
		Name: "phones", What: "登录用的手机号", Why: "短信登录；工作人员写明理由才能看", Keep: "到您撤回同意、换号或离开",
		Shown: []string{"phone 手机号", "verified_at 验证时间"}, Also: "resident", Plain: "community",
		Where: `phones.community = $1 AND phones.resident = $2`,
	},
	{
		Name: "roles", What: "您的身份和任期", Why: "知道您能办什么事", Keep: "离开时结束；结束的任期留下备查，不连着姓名",
		Shown: []string{"role 身份", "from_at 起始", "to_at 终止"}, Also: "resident scope granted_by ended_by", Plain: "community body",
		From: `JOIN communities c ON c.id = roles.body`, More: []string{"c.name 在哪个机构"}, Where: `roles.community = $1 AND roles.resident = $2`,
	},
	{
		Name: "consents", What: "您同意过什么", Why: "证明经过您同意（个人信息保护法 第十四条）", Keep: "您离开后再保存 " + period(keepConsents) + "作凭证，不连着姓名",
		Shown: []string{"purpose 事项", "given 同意", "at 时间", "version 文本版本", "channel 方式"}, Also: "resident text_hash noted_by", Plain: "community",
		Where: `consents.community = $1 AND consents.resident = $2`,
	},
	{
		Name: "mandates", What: "谁替谁办事", Why: "代办要有本人同意、有记录", Keep: "到期或结束后 " + period(keepMandates),
		Shown: []string{"kind 关系", "channel 方式", "paper 纸面存放", "from_at 起始", "to_at 终止"}, Also: "id person helper made_by ended_by", Plain: "community",
		Where: `mandates.community = $1 AND (mandates.person = $2 OR mandates.helper = $2)`,
	},
	{
		Name: "proxy_acts", What: "代办的事", Why: "让本人知道替他办了什么", Keep: "随代办记录，" + period(keepMandates),
		Shown: []string{"verb 办的事", "at 时间"}, Also: "command mandate person helper", Plain: "community",
		Where: `proxy_acts.community = $1 AND (proxy_acts.person = $2 OR proxy_acts.helper = $2)`,
	},
	{
		Name: "sessions", What: "登录过的设备", Why: "不用每次登录；您能看到并停用", Keep: "退出、停用或过期后 " + period(keepSessions),
		Shown: []string{"device 设备", "method 登录方式", "created_at 登录时间", "seen_at 最近使用", "expires_at 最晚到", "revoked_at 退出时间"},
		Also:  "resident proved_at helps helps_until", Never: "token_hash", Plain: "community",
		Where: `sessions.community = $1 AND sessions.resident = $2`,
	},
	{
		Name: "passkeys", What: "通行密钥", Why: "不用密码登录", Keep: "到您删掉它或离开",
		Shown: []string{"label 名称", "added_at 添加时间", "used_at 最近使用"}, Also: "resident", Never: "credential_id handle credential", Plain: "community",
		Where: `passkeys.community = $1 AND passkeys.resident = $2`,
	},
	{
		Name: "passkey_ceremonies", What: "没办完的通行密钥登录", Why: "核对密钥的回答", Keep: "过期后 " + period(keepCodes),
		Shown: []string{"kind 做什么", "expires_at 过期时间"}, Also: "resident used_at", Never: "token_hash data", Plain: "community",
		Where: `passkey_ceremonies.community = $1 AND passkey_ceremonies.resident = $2`,
	},
	{
		Name: "sign_in_links", What: "发给您的登录链接", Why: "让您登录", Keep: "用过或过期后 " + period(keepLinks),
		Shown: []string{"made_at 签发时间", "expires_at 过期时间", "used_at 用过时间"}, Also: "resident made_by", Never: "token_hash", Plain: "community",
		Where: `sign_in_links.community = $1 AND sign_in_links.resident = $2`,
	},
	{
		Name: "calendar_feeds", What: "日历订阅地址", Why: "让您自己的日历应用来取", Keep: "到您停用、换新、离开，或者有身份变动为止",
		Shown: []string{"made_at 生成时间"}, Also: "resident", Never: "token_hash", Plain: "community",
		Where: `calendar_feeds.community = $1 AND calendar_feeds.resident = $2`,
	},
	{
		Name: "one_time_codes", What: "一次性登录码", Why: "让您登录、验证手机号", Keep: "过期后 " + period(keepCodes),
		Shown: []string{"purpose 用途", "phone 手机号", "made_at 发出时间", "expires_at 过期时间", "used_at 用过时间"},
		Also:  "resident made_by", Never: "code_hash number", Plain: "community id tries",
		Where: `one_time_codes.community = $1 AND one_time_codes.resident = $2`,
	},
	{
		Name: "invitation_uses", What: "您用过的邀请信", Why: "一封信一个名额只用一次", Keep: "随邀请信，过期后 " + period(keepInvitations),
		Shown: []string{"kind 名额", "used_at 使用时间"}, Also: "invitation resident", Plain: "community slot",
		Where: `invitation_uses.community = $1 AND invitation_uses.resident = $2`,
	},
	{
		Name: "invitations", What: "发到您这一户的邀请信", Why: "请住户加入", Keep: "过期或作废后 " + period(keepInvitations),
		Shown: []string{"number 编号", "slots 名额", "made_at 印发时间", "expires_at 过期时间", "revoked_at 作废时间"},
		Also:  "id household made_by", Never: "token_hash code_hash", Plain: "community",
		Where: `invitations.community = $1 AND (invitations.made_by = $2 OR invitations.household IN (SELECT household FROM homes WHERE community = $1 AND resident = $2 AND until IS NULL))`,
	},
	{
		Name: "letters", What: "发给您的消息", Why: "告诉您事情的进展", Keep: "看过后 " + period(keepLetters) + "；离开时删掉",
		Shown: []string{"title 关于", "at 时间", "read_at 看过时间"}, Also: "id resident kind topic meeting poll call project activity about told_at", Plain: "community body",
		Where: `letters.community = $1 AND letters.resident = $2`,
	},
	{
		Name: "telling_choices", What: "您要怎样被通知", Why: "按您选的办法和时间通知", Keep: keepAccount,
		Shown: []string{"digest 一周要事", "day 周几（0 是周一）", "hour 几点", "quiet_from 安静从几点", "quiet_until 安静到几点", "changed_at 改动时间"},
		Also:  "resident text_yours text_digest mail_yours mail_digest", Plain: "community",
		Where: `telling_choices.community = $1 AND telling_choices.resident = $2`,
	},
	{
		Name: "mail_addresses", What: "收提醒的邮箱", Why: "您要邮件提醒时发到哪里", Keep: "到您撤回、退订、换邮箱或离开，或者邮箱说没有这个地址",
		Shown: []string{"address 邮箱", "confirmed_at 确认时间"}, Also: "resident", Never: "leave_hash", Plain: "community",
		Where: `mail_addresses.community = $1 AND mail_addresses.resident = $2`,
	},
	{
		Name: "mail_checks", What: "等您确认的邮箱", Why: "先确认是您的，再发提醒", Keep: "确认或一天后删掉",
		Shown: []string{"address 邮箱", "made_at 填写时间", "expires_at 过期时间"}, Also: "resident", Never: "token_hash", Plain: "community",
		Where: `mail_checks.community = $1 AND mail_checks.resident = $2`,
	},
	{
		Name: "digests", What: "给过您的一周要事", Why: "一周最多一次", Keep: period(keepDigests) + "；离开时删掉",
		Shown: []string{"at 时间", "things 件数"}, Also: "resident week until_day days", Plain: "community",
		Where: `digests.community = $1 AND digests.resident = $2`,
	},
	{
		Name: "messages", What: "发给您的短信、邮件提醒", Why: "提醒您议事厅里有新消息；发不出去要再试、要告诉您", Keep: period(keepMessages) + "；里面不写是什么事，离开时删掉",
		Shown: []string{"made_at 时间", "state 结果"}, Also: "id resident way class about due_at tries", Plain: "community",
		Where: `messages.community = $1 AND messages.resident = $2`,
	},
	{
		Name: "topics", What: "您提的议题", Why: whyConsult, Keep: keepPublic + "；没有公开的，离开时删掉内容",
		Shown: []string{"number 编号", "title 标题", "problem 问题", "place 地点", "affected 涉及谁", "wish 希望", "contact 愿意被联系", "raised_at 提出时间", "state 状态"},
		Also:  "id author",
		Plain: "community year running cycle source screen_due into_topic calls call_days round rate_until rate_count rate_sum asked solved satisfied supporters",
		Where: `topics.community = $1 AND topics.author = $2 AND topics.source = 'resident'`,
	},
	{
		Name: "photos", What: "您随议题交的照片", Why: whyConsult, Keep: "随议题；照片里的位置等信息收到时就去掉了",
		Shown: []string{"at 时间"}, Also: "id subject", Never: "jpeg", Plain: "community place",
		Where: `photos.community = $1 AND photos.subject IN (SELECT 'topic/' || id FROM topics WHERE community = $1 AND author = $2 AND source = 'resident')`,
	},
	{
		Name: "findables", What: "公开内容供检索的文字", Why: "让人搜得到公开的事", Keep: "公开多久，留多久", Also: "thing part title words", Plain: "body kind n reach at",
		Nobodys: "只有公开页面上的文字，看那一页就是看它",
	},
	{Name: "findable_bits", Plain: "body bucket block bits"},
	{
		Name: "appeals", What: "您的申诉", Why: whyConsult, Keep: keepPublic + "；理由没有公开，离开时删掉",
		Shown: []string{"words 理由", "at 时间"}, Also: "topic", Plain: "community due",
		From: `JOIN topics t ON t.community = appeals.community AND t.id = appeals.topic`, More: []string{"t.title 议题"},
		Where: `appeals.community = $1 AND t.author = $2 AND t.source = 'resident'`,
	},
	{
		Name: "supports", What: "您的附议", Why: "附议要数得清，一人一次", Keep: keepPublic,
		Shown: []string{"at 时间"}, Also: "topic resident", Plain: "community",
		From: `JOIN topics t ON t.community = supports.community AND t.id = supports.topic`, More: []string{"t.title 议题"},
		Where: `supports.community = $1 AND supports.resident = $2`,
	},
	{
		Name: "statements", What: "您的发言", Why: whyConsult, Keep: keepPublic + "；没有公开的，离开时删掉",
		Shown: []string{"words 内容", "side 意见", "at 时间", "state 状态", "reason 不公开的理由", "reply 居委会答复", "reply_at 答复时间"}, Also: "id topic author seen_by", Plain: "community",
		From: `JOIN topics t ON t.community = statements.community AND t.id = statements.topic`, More: []string{"t.title 议题"},
		Where: `statements.community = $1 AND statements.author = $2`,
	},
	{
		Name: "seats", What: "您报名的协商会", Why: "席位有限，要排先后", Keep: keepPublic + "；还没开的会，离开时退出",
		Shown: []string{"waiting 候补", "at 报名时间"}, Also: "meeting resident", Plain: "community",
		From: `JOIN meetings m ON m.community = seats.community AND m.id = seats.meeting`, More: []string{"m.venue 地点"},
		Where: `seats.community = $1 AND seats.resident = $2`,
	},
	{
		Name: "opinions", What: "您给协商会留的意见", Why: whyConsult, Keep: keepPublic + "；写的话只有居委会看得到，离开时删掉",
		Shown: []string{"words 内容", "side 意见", "channel 方式", "at 时间"}, Also: "id meeting topic resident paper by_whom", Plain: "community",
		From: `JOIN topics t ON t.community = opinions.community AND t.id = opinions.topic`, More: []string{"t.title 议题"},
		Where: `opinions.community = $1 AND opinions.resident = $2`,
	},
	{
		Name: "attendance", What: "您的到会签到", Why: "到会人数要算得清", Keep: keepPublic,
		Shown: []string{"name 姓名", "part 身份", "at 时间"}, Also: "id meeting resident by_whom", Plain: "community",
		Where: `attendance.community = $1 AND attendance.resident = $2`,
	},
	{
		Name: "code_tries", What: "签到码输错的次数", Why: "防止有人乱试", Keep: period(keepCodes),
		Shown: []string{"at 时间"}, Also: "meeting resident command", Plain: "community",
		Where: `code_tries.community = $1 AND code_tries.resident = $2`,
	},
	{
		Name: "confirmations", What: "您核对过的纪要", Why: whyConsult, Keep: keepPublic,
		Shown: []string{"as_part 身份", "version 版本", "at 时间"}, Also: "meeting resident", Plain: "community",
		Where: `confirmations.community = $1 AND confirmations.resident = $2`,
	},
	{
		Name: "objections", What: "您提的异议", Why: "异议必须答复（城市居民委员会组织法 第三十四条）", Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间", "reply 答复", "reply_at 答复时间"}, Also: "id topic meeting resident reply_by", Plain: "community due",
		From: `JOIN topics t ON t.community = objections.community AND t.id = objections.topic`, More: []string{"t.title 议题"},
		Where: `objections.community = $1 AND objections.resident = $2`,
	},
	{
		Name: "ratings", What: "您的评价", Why: "事情办得怎样由居民评，一人一次", Keep: keepPublic + "；留言只有居委会看得到，离开时删掉",
		Shown: []string{"solved 解决了吗", "satisfied 满意几分", "words 留言", "at 时间"}, Also: "topic resident", Plain: "community round",
		From: `JOIN topics t ON t.community = ratings.community AND t.id = ratings.topic`, More: []string{"t.title 议题"},
		Where: `ratings.community = $1 AND ratings.resident = $2`,
	},
	{
		Name: "tasks", What: "您协助的任务", Why: "知道谁在办", Keep: keepPublic,
		Shown: []string{"title 任务", "due 期限", "done_at 办完时间"}, Also: "id topic helper", Plain: "community owner round made_at reminded_at",
		Where: `tasks.community = $1 AND tasks.helper = $2`,
	},
	{
		Name: "progress", What: "您报的进展", Why: whyConsult, Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间"}, Also: "id topic task by_whom", Plain: "community photos",
		Where: `progress.community = $1 AND progress.by_whom = $2`,
	},
	{
		Name: "screenings", What: "您审过的议题", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"decision 决定", "sentence 说明", "at 时间"}, Also: "topic by_whom", Plain: "community round reason into_topic to_whom",
		From: `JOIN topics t ON t.community = screenings.community AND t.id = screenings.topic`, More: []string{"t.title 议题"},
		Where: `screenings.community = $1 AND screenings.by_whom = $2`,
	},
	{
		Name: "meetings", What: "您主持或记录的协商会", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"venue 地点", "starts_at 时间"}, Also: "id chair recorder",
		Plain: "community cycle form seats taken invited affected materials announced_at code state reason closed_at reminded_at",
		Where: `meetings.community = $1 AND (meetings.chair = $2 OR meetings.recorder = $2)`,
	},
	{
		Name: "minutes", What: "您起草的纪要", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"version 版本", "drafted_at 起草时间"}, Also: "meeting drafted_by", Plain: "community content published_at",
		Where: `minutes.community = $1 AND minutes.drafted_by = $2`,
	},
	{
		Name: "orders", What: "您发的督办", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间"}, Also: "id topic task by_whom", Plain: "community due",
		Where: `orders.by_whom = $2 AND orders.community IN (SELECT id FROM communities WHERE parent = $1)`,
	},
	{
		Name: "handovers", What: "您经手的转办", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 说明", "at 时间", "answer 答复", "decided_at 决定时间"}, Also: "topic by_whom decided_by", Plain: "community seq from_body to_body reason due state",
		Where: `(handovers.from_body = $1 AND handovers.by_whom = $2 OR handovers.to_body = $1 AND handovers.decided_by = $2)`,
	},
	{
		Name: "case_updates", What: "您写的办理情况", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间"}, Also: "id topic by_whom", Plain: "community body kind",
		Where: `case_updates.body = $1 AND case_updates.by_whom = $2`,
	},
	{
		Name: "polls", What: "您起草或公布的投票", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"question 问题", "made_at 起草时间", "published_at 公布时间"}, Also: "id people made_by published_by",
		Plain: "community year running topic terms state opens closes studied_on study_note roll_units roll_heads roll_area roll_hash ballots closed_at counted_at result filed_on filed_as until formal",
		Where: `polls.community = $1 AND (polls.made_by = $2 OR polls.published_by = $2)`,
	},
	{
		Name: "poll_roll", What: "您在哪些投票的名册上", Why: "一个单位一张票，名册公布后不改", Keep: keepPublic + "；记名投票公布的是打码的姓名和楼号",
		Shown: []string{"label 公布的称呼（只有记名投票）"}, Also: "unit shares tag building", Plain: "community poll heads area",
		From: `JOIN polls q ON q.community = poll_roll.community AND q.id = poll_roll.poll`, More: []string{"q.question 问题"},
		Where: `poll_roll.community = $1 AND poll_roll.unit = '` + polls.PersonPrefix + `' || CAST($2 AS TEXT)`,
	},
	{
		Name: "poll_owners", Plain: "community poll household owner",
	},
	{
		Name: "ballots", What: "您投的票", Why: "投票要能重新计数，一个单位一张票（城市居民委员会组织法 第三十九条）", Keep: keepPublic + "；选票公布时不带您的姓名，记名投票除外",
		Shown: []string{"choice 选择", "channel 方式", "at 时间"}, Also: "unit tag voter", Never: "nonce", Plain: "community poll seq",
		From: `JOIN polls q ON q.community = ballots.community AND q.id = ballots.poll`, More: []string{"q.question 问题"},
		Where: `ballots.community = $1 AND (ballots.voter = $2 OR ballots.unit = '` + polls.PersonPrefix + `' || CAST($2 AS TEXT))`,
	},
	{
		Name: "ballots_replaced", What: "您改投以前的票", Why: "公开记录上每一个承诺都要对得上", Keep: keepPublic + "；选择已经删掉，只剩散列值", Also: "unit tag inner_hash", Plain: "community poll seq",
		Nobodys: "只剩散列值，看不出选了什么",
	},
	{
		Name: "paper_ballots", What: "您录入的纸质选票", Why: "两人分别录入，互相核对", Keep: keepPublic,
		Shown: []string{"serial 票号", "first_at 第一次录入", "second_at 第二次录入"}, Also: "unit first_by first_said second_by second_said", Plain: "community poll printed_at void state",
		Where: `paper_ballots.community = $1 AND (paper_ballots.first_by = $2 OR paper_ballots.second_by = $2)`,
	},
	{
		Name: "projects", What: "您经办的民意立项项目", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"title 项目", "made_at 提出时间", "approved_at 批准时间"}, Also: "id made_by approved_by content",
		Plain: "community year running stage version topic_of topic started_at changed_at due_at",
		Where: `projects.community = $1 AND (projects.made_by = $2 OR projects.approved_by = $2)`,
	},
	{
		Name: "project_dissents", What: "您对项目的部分同意或不同意", Why: "不同意的要听完、答复、再问一次", Keep: keepPublic + "；您没有同意公开的话，离开时删掉",
		Shown: []string{"stance 态度", "words 内容", "shown 同意公开", "at 时间", "changed 改了什么", "changed_at 答复时间", "until 第二轮截止", "then_said 第二轮", "then_at 第二轮时间"},
		Also:  "id body project resident home building noted_by paper changed_by", Plain: "community",
		From: `JOIN projects p ON p.community = project_dissents.body AND p.id = project_dissents.project`, More: []string{"p.title 项目"},
		Where: `project_dissents.community = $1 AND (project_dissents.resident = $2
			OR project_dissents.home IN (SELECT household FROM homes WHERE community = $1 AND resident = $2 AND until IS NULL))`,
	},
	{
		Name: "project_objections", What: "您对公示提的异议", Why: "异议必须答复，答复以前公示的事不能生效", Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间", "reply 答复", "reply_at 答复时间"}, Also: "id body project notice resident reply_by", Plain: "community due",
		From: `JOIN projects p ON p.community = project_objections.body AND p.id = project_objections.project`, More: []string{"p.title 项目"},
		Where: `project_objections.community = $1 AND project_objections.resident = $2`,
	},
	{
		Name: "project_notices", What: "您发的立项公示", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 内容", "from_day 起始"}, Also: "project by_whom", Plain: "community seq kind cost plan until source closed_at",
		Where: `project_notices.community = $1 AND project_notices.by_whom = $2`,
	},
	{
		Name: "project_clearances", What: "您经办的请示", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 请示", "asked_at 时间", "answer 答复", "decided_at 答复时间"}, Also: "project asked_by decided_by", Plain: "community seq to_body kind due state",
		Where: `project_clearances.community = $1 AND (project_clearances.asked_by = $2 OR project_clearances.decided_by = $2)`,
	},
	{
		Name: "project_signatures", What: "您的验收签字", Why: "完工由居民现场验收，一人一签", Keep: keepPublic,
		Shown: []string{"fine 合格", "defect 指出的问题", "at 时间", "mended 怎样整改的", "mended_at 整改时间"}, Also: "body project resident", Plain: "community round",
		From: `JOIN projects p ON p.community = project_signatures.body AND p.id = project_signatures.project`, More: []string{"p.title 项目"},
		Where: `project_signatures.community = $1 AND project_signatures.resident = $2`,
	},
	{
		Name: "project_supervisors", What: "您担任的居民监督员", Why: "工程由住在那里的居民看着", Keep: keepPublic + "；楼号离开时删掉",
		Shown: []string{"building 楼栋", "since 起始", "until 终止"}, Also: "body project resident by_whom", Plain: "community why",
		From: `JOIN projects p ON p.community = project_supervisors.body AND p.id = project_supervisors.project`, More: []string{"p.title 项目"},
		Where: `project_supervisors.community = $1 AND project_supervisors.resident = $2`,
	},
	{
		Name: "project_follows", What: "您关注的项目", Why: "有新进展写进您的一周要事", Keep: "到您不再关注或离开；项目办结后 " + period(keepFollows),
		Shown: []string{"since 起始"}, Also: "body project resident", Plain: "community",
		From: `JOIN projects p ON p.community = project_follows.body AND p.id = project_follows.project`, More: []string{"p.title 项目"},
		Where: `project_follows.community = $1 AND project_follows.resident = $2`,
	},
	{
		Name: "project_posts", What: "您报的项目进展", Why: whyConsult, Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间"}, Also: "id project by_whom", Plain: "community moment photos by_part",
		// Of a project of the street, by somebody of one of its communities.
		Where: `project_posts.by_whom = $2 AND project_posts.community IN ($1, (SELECT parent FROM communities WHERE id = $1))`,
	},
	{
		Name: "project_entries", What: "您记的项目账", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"cents 金额", "payee 收款方", "at 时间"}, Also: "id project by_whom", Plain: "community line kind reverses document file note",
		Where: `project_entries.community = $1 AND project_entries.by_whom = $2`,
	},
	{
		Name: "project_files", What: "您上传的项目文件", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"name 文件", "at 时间"}, Also: "id project by_whom", Never: "body", Plain: "community kind size",
		Where: `project_files.community = $1 AND project_files.by_whom = $2`,
	},
	{
		Name: "project_orders", What: "您对项目发的督办", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"words 内容", "at 时间"}, Also: "id project by_whom", Plain: "community milestone due",
		Where: `project_orders.by_whom = $2 AND project_orders.community IN (SELECT id FROM communities WHERE parent = $1)`,
	},
	{
		Name: "calls", What: "您写的、公布的民意征集", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"title 题目", "state 状态", "made_at 起草时间", "published_at 公布时间"}, Also: "id made_by published_by",
		Plain: "community year running purpose project content opens closes closed_at result",
		Where: `calls.community = $1 AND (calls.made_by = $2 OR calls.published_by = $2)`,
	},
	{
		Name: "call_answers", What: "您对民意征集的回答", Why: "一户（人）只算一份；截止以前可以改", Keep: keepPublic,
		Shown: []string{"choices 选择（题号:选项）", "channel 方式", "building 楼栋", "at 时间"}, Also: "unit by_whom ref", Plain: "community body call",
		From: `JOIN calls q ON q.community = call_answers.body AND q.id = call_answers.call`, More: []string{"q.title 题目"}, Where: whoseAnswer("call_answers"),
	},
	{
		Name: "call_words", What: "您在民意征集里写的话", Why: "只给工作人员汇总大家需要什么", Keep: "征集截止后 " + period(keepIdeas) + "；您离开后不再连着您",
		Shown: []string{"words 内容", "theme 归入的主题"}, Also: "unit question", Plain: "community body call",
		From: `JOIN calls q ON q.community = call_words.body AND q.id = call_words.call
			JOIN call_answers a ON a.community = call_words.community AND a.body = call_words.body AND a.call = call_words.call AND a.unit = call_words.unit`,
		More: []string{"q.title 题目", "a.at 时间"}, Where: whoseAnswer("a"),
	},
	{
		Name: "needs", What: "您登记的需求", Why: whyOffice, Keep: keepPublic,
		Shown: []string{"theme 主题", "n 件数", "at 时间"}, Also: "id by_whom", Plain: "community source ref since until",
		Where: `needs.community = $1 AND needs.by_whom = $2`,
	},
}

// behindThem is what the portal keeps so that all this works, and what tells of nobody.
var behindThem = []Table{
	{
		Name: "roster_drafts", What: "您上传、还没确认的户册", Why: "先核对再写入", Keep: "确认或过期就删掉",
		Shown: []string{"file_name 文件", "made_at 上传时间"}, Also: "id made_by", Never: "content", Plain: "community expires_at",
		Where: `roster_drafts.community = $1 AND roster_drafts.made_by = $2`,
	},
	{
		Name: "commands", What: "办过的操作", Why: "同一次提交只算一次", Keep: period(keepCommands),
		Shown: []string{"verb 操作", "at 时间"}, Also: "id actor answer", Never: "hash", Plain: "community",
		// community/resident, or community/resident/helper: the person is either.
		Where: `commands.community = $1 AND SUBSTR(commands.actor, 1, LENGTH($1) + 1) = CAST($1 AS TEXT) || '/'
			AND (SUBSTR(commands.actor || '/', LENGTH($1) + 1, LENGTH($2) + 2) = '/' || CAST($2 AS TEXT) || '/'
				OR SUBSTR(commands.actor, LENGTH(commands.actor) - LENGTH($2)) = '/' || CAST($2 AS TEXT))`,
	},
	{
		Name: "audit", What: "工作记录", Why: "谁办了什么、谁看过您的资料，都要查得到（网络安全法：日志不少于六个月）", Keep: period(keepAudit),
		Shown: []string{"at 时间", "action 事项", "result 结果", "reason 理由"}, Also: "id actor_home actor role subject", Plain: "community",
		Where: `audit.actor_home = $1 AND audit.actor = $2 AND audit.community IN (SELECT id FROM communities)`,
	},
	{
		Name: "limits", What: "短时间内试了几次", Why: "防止有人乱试号码和登录码", Keep: period(keepCodes), Never: "bucket", Plain: "since tries",
		Nobodys: "只存打乱后的代号，认不出是谁",
	},

	{Name: "settings", Plain: "name value"},
	{Name: "communities", Plain: "id slug name level parent zone homes people phone created_at confirm_each letter_days"},
	{Name: "cycles", Plain: "community month opened_at carried reason reason_at"},
	{Name: "agenda", Plain: "community meeting topic place"},
	{Name: "options", Plain: "community meeting topic place words"},
	{Name: "hands", Plain: "community meeting topic place channel n_for n_against n_abstain"},
	{Name: "outcomes", Plain: "community topic meeting kind words consensus dissent next published_at until version resolution resolved_at poll resolved_by"},
	{Name: "call_drops", Plain: "community body call channel n"},
	{Name: "site_plans", Plain: "community building x y w h"},
	{Name: "log_entries", Plain: "community seq at kind subject leaf"},
	{Name: "log_hashes", Plain: "community position hash"},
	{Name: "migrations", Plain: "number name sha256 at"},
}

// whoseAnswer finds the answers of a person ($1, $2): their own, and those that they gave for their home.
func whoseAnswer(table string) string {
	return table + `.community = $1 AND (` + table + `.unit = 'person/' || CAST($2 AS TEXT) OR ` + table + `.by_whom = $2 AND ` + table + `.channel = 'online')`
}
