package residents

import "slices"

// The actions, in the order of the table.
const (
	ReadPublic Action = "read-public" // what is public, for everybody
	Enter      Action = "enter"       // sign in, sign out, join by a letter, turn the elder mode on, confirm or leave by the link in a mail
	OwnThings  Action = "own-things"  // see and keep one's own: letters, devices, home, data
	OwnLetters Action = "own-letters" // mark letters as read

	KeepPasskeys Action = "keep-passkeys" // add, rename and remove one's own

	RaiseTopic    Action = "raise-topic"
	SupportTopic  Action = "support-topic"
	Speak         Action = "speak" // statements and opinions
	TakeSeat      Action = "take-seat"
	Attend        Action = "attend" // sign in at the meeting
	Appeal        Action = "appeal"
	Withdraw      Action = "withdraw-topic"
	MakeObjection Action = "object"
	Rate          Action = "rate"
	ConfirmNotes  Action = "confirm-minutes"
	HelpTask      Action = "report-progress"

	OpenDesk     Action = "open-desk" // the first page of whichever desk
	WorkDesk     Action = "work-desk" // see what waits at the committee's
	Screen       Action = "screen-topic"
	ModerateWord Action = "moderate-statement"
	OpenFromCall Action = "open-from-calls"
	StateMonth   Action = "state-no-meeting"
	Announce     Action = "announce-meeting"
	RunMeeting   Action = "run-meeting"
	WriteMinutes Action = "write-minutes"
	Publish      Action = "publish-minutes"
	AnswerObject Action = "answer-objection"
	FollowUp     Action = "follow-up"
	HandOn       Action = "hand-on"

	WorkStreet  Action = "work-street"
	HoldCase    Action = "hold-case"
	OrderTask   Action = "supervision-order"
	WorkAdmin   Action = "administer"
	FoundBody   Action = "found-body"
	SetPlace    Action = "set-place"
	KeepRoster  Action = "keep-roster"
	Invite      Action = "invite-households"
	ReadPeople  Action = "read-people"
	AdmitPerson Action = "admit-person"
	NoteLeaving Action = "note-leaving"        // that somebody has moved away or died
	GrantVoice  Action = "grant-resident-role" // roles that the committee itself may give
	GrantOffice Action = "grant-office"
	IssueLink   Action = "issue-link"
	GiveCode    Action = "give-code"
	SeePhone    Action = "see-phone"
	ReadAudit   Action = "read-audit"

	ArrangeHelp  Action = "arrange-help"
	RecordHelp   Action = "record-help" // an elder's leave given on paper or in person
	ActForPerson Action = "act-for-person"
	CareForMinor Action = "care-for-minor"
	SpeakForHome Action = "represent-household"

	CastBallot   Action = "cast-ballot"
	DraftPoll    Action = "draft-poll"
	StudyPoll    Action = "study-poll"
	PublishPoll  Action = "publish-poll"
	PrintBallots Action = "print-ballots"
	EnterBallots Action = "enter-ballots"
	FilePoll     Action = "file-resolution"
	NoteFormal   Action = "note-formal-result"

	AnswerCall     Action = "answer-call"
	EnterAnswers   Action = "enter-answers"
	DraftCall      Action = "draft-call"
	PublishCall    Action = "publish-call"
	KeepProject    Action = "keep-project"
	StudyProject   Action = "study-project"
	ApproveProject Action = "approve-project"
	ClearProject   Action = "clear-project"
	DissentProject Action = "dissent-project"
	ObjectProject  Action = "object-project"
	AnswerProject  Action = "answer-project-objection"
	ReportProject  Action = "report-project"
	OrderProject   Action = "order-project"
	SignProject    Action = "sign-completion"
	FollowProject  Action = "follow-project"
	WatchProjects  Action = "watch-projects"

	Volunteer       Action = "volunteer"        // keep one's own profile, be in teams, have one's hours stated
	JoinShift       Action = "join-shift"       // sign up, withdraw, check in, dispute one's hours
	CheckSkill      Action = "check-skill"      // look at a certificate
	KeepTeams       Action = "keep-teams"       // found, change and end teams
	LeadActivity    Action = "lead-activity"    // make activities, run shifts, confirm hours of others
	PublishActivity Action = "publish-activity" // make one public, or send it back
	JudgeHours      Action = "judge-hours"      // answer a dispute about hours
	ReadVolunteers  Action = "read-volunteers"  // who they are, what they can do, and what was confirmed of each

	ApplyGrant    Action = "apply-grant"    // apply for a micro-grant, sign, report, account for it
	VoteGrant     Action = "vote-grant"     // choose among the projects of a round
	ComplainGrant Action = "complain-grant" // about what is up for notice
	KeepGrants    Action = "keep-grants"    // run a round: check, coach, pay, look at reports
	ApproveGrants Action = "approve-grants" // what a second person does: publish, award, sign, judge complaints, stop
	ScoreGrant    Action = "score-grant"    // as an expert of the round
	WatchGrants   Action = "watch-grants"   // see at the street's desk what was handed in
	BookRoom      Action = "book-room"
	KeepRooms     Action = "keep-rooms"     // rooms, their bookings, training
	AskSupport    Action = "ask-support"    // ask the incubation centre for help
	AnswerSupport Action = "answer-support" // answer it

	ApplyOrganisation  Action = "apply-organisation"  // draft an application
	KeepOrganisation   Action = "keep-organisation"   // speak for an organisation
	ReviewOrganisation Action = "review-organisation" // the committee's word on what it asks for
	FileOrganisation   Action = "file-organisation"   // put it on the street's record
	StateNeed          Action = "state-need"          // what one needs, or an organisation offers
	KeepListings       Action = "keep-listings"       // enter what units need and offer, bring both together
	PublishListing     Action = "publish-listing"     // put a need or an offer up
	AgreeMatch         Action = "agree-match"         // for one's side
	KeepCatalogue      Action = "keep-catalogue"      // write what the street buys, and what becomes of it
	PublishCatalogue   Action = "publish-catalogue"   // what a second person does
	SeeOrganisation    Action = "see-organisation"    // read at a desk who founded it, its members and documents
)

// The objects of the table.
const (
	OnPortal      Object = "portal"
	OnSelf        Object = "self"
	OnTopic       Object = "topic"
	OnStatement   Object = "statement"
	OnMonth       Object = "month"
	OnMeeting     Object = "meeting"
	OnMinutes     Object = "minutes"
	OnOutcome     Object = "outcome"
	OnTask        Object = "task"
	OnCase        Object = "case"
	OnBody        Object = "body"
	OnHousehold   Object = "household"
	OnPerson      Object = "person"
	OnRole        Object = "role"
	OnAudit       Object = "audit"
	OnInstitution Object = "installation"
	OnPoll        Object = "poll"
	OnBallot      Object = "ballot"
	OnCall        Object = "call"
	OnProject     Object = "project"
	OnActivity    Object = "activity"
	OnShift       Object = "shift"
	OnHours       Object = "hours"
	OnGrant       Object = "grant"
	OnRoom        Object = "room"
	OnSupport     Object = "support"

	OnOrganisation Object = "organisation"
)

// Why the cells say yes. Where there is a law it is named; where there is none, the
// community's own custom is.
const (
	whyPublic    = "公开的事人人可看（城市居民委员会组织法 第三十四条：居务公开）"
	whyOwn       = "自己的东西只归自己看和改（个人信息保护法 第四十四条至第四十七条）"
	whyVoice     = "住在这里的人都可以提、可以说（城市居民委员会组织法 第三十二条：居民协商）"
	whyCommittee = "居委会组织协商（城市居民委员会组织法 第三十二条）"
	whyNotOwn    = "居委会审议题，自己的不能自己审（回避）"
	whyParty     = "社区党组织先行研究重要事项（城市居民委员会组织法 第三十条）"
	whyStreet    = "街道指导居委会、协调解决跨部门的事（北京市街道办事处条例 第十七条、第三十一条）"
	whyDistrict  = "街道解决不了的报区里（北京市街道办事处条例 第十七条）"
	whyHand      = "超出职责的事由承办的一级移交上一级（2019 年街道工作意见 第二十六条：三级联动）"
	whyWatch     = "居务监督委员会监督居务、可参加协商，不改内容（城市居民委员会组织法 第三十六条）"
	whyAudit     = "日志留存不少于六个月，供审计查看（网络安全法）"
	whyAdmin     = "系统管理员管账号和设置，不表决、不批内容"
	whyRoster    = "户数由居委会登记，一户一封邀请信"
	whyHelp      = "本人同意、有记录、通知本人，才可以代办，不多一份声音"
	whyAsked     = "面向居民的事，实施前须听取群众意见（2019 年街道工作意见 第十二项：民意立项）"
	whyHelpOut   = "志愿服务自愿参加（北京市志愿服务促进条例 第十四条、志愿服务条例 第二十五条：不得强行指派）"
	whyNeighbour = "居委会组织、支持志愿服务（北京市志愿服务促进条例 第二十二条）"
	whyLeads     = "谁带队谁组织，自己的时长由别人确认"
	whySupport   = "街道以孵化中心、公益创投、场地支持社区社会组织（2019 年街道工作意见 第二十五条、关于培育发展社区社会组织专项行动）"
	whyContact   = "谁家组织的事由谁家的联系人办"
	whyTogether  = "社区社会组织由居民发起，居委会指导、街道备案（2019 年街道工作意见 第二十五条）"
	whySpeaks    = "组织的联系人替组织办事，不是任职"
	whyNamed     = "全名只在工作台可见，看过留记录"
	whyAdult     = "年满十八周岁的居民才计入（城市居民委员会组织法 第二十六条）"
)

var (
	voice      = []RoleName{RoleResident, RoleVolunteer, RoleDirector, RoleCommitteeMember}
	committee  = []RoleName{RoleDirector, RoleCommitteeMember}
	supporters = []RoleName{RoleStreetStaff, RoleIncubator}
	atWork     = []RoleName{RoleDirector, RoleCommitteeMember, RoleStreetStaff} // each for their own body's projects
)

// all are the cells of a row, put together.
func all(some ...[]Cell) []Cell { return slices.Concat(some...) }

// Permissions is the table: what is not in it may be done by nobody.
var Permissions = []Permission{
	{Do: ReadPublic, To: OnPortal, By: cells(Always, whyPublic, Anybody), Helper: true},
	{Do: Enter, To: OnPortal, By: cells(Always, "登录、退出、凭信加入、邮件里的确认和退订、长辈版，人人可用", Anybody)},
	{Do: OwnThings, To: OnSelf, By: cells(Always, whyOwn, Anybody)},
	{Do: OwnLetters, To: OnSelf, By: cells(Always, whyOwn, SignedIn)},
	{Do: KeepPasskeys, To: OnSelf, By: cells(Always, "通行密钥等于本人，只有本人能添加和移除", SignedIn)},

	{Do: RaiseTopic, To: OnTopic, By: cells(Always, whyVoice, voice...), Helper: true},
	{Do: SupportTopic, To: OnTopic, By: cells(Always, whyVoice, voice...), Helper: true},
	{Do: Speak, To: OnStatement, By: cells(Always, whyVoice, voice...), Helper: true},
	{Do: TakeSeat, To: OnMeeting, By: cells(Always, whyVoice, voice...), Helper: true},
	{Do: Attend, To: OnMeeting, By: cells(Always, whyVoice, voice...)},
	{Do: Appeal, To: OnTopic, By: cells(Own, "谁提的谁申诉，身份到期也可以；换一位委员审", SignedIn), Helper: true},
	{Do: Withdraw, To: OnTopic, By: cells(Own, "谁提的谁可以撤回，身份到期也可以", SignedIn), Helper: true},
	{Do: MakeObjection, To: OnOutcome, By: all(
		cells(Always, "公开期内可以提异议，必须答复", voice...),
		cells(Always, whyWatch, RoleSupervision)), Helper: true},
	{Do: Rate, To: OnTask, By: cells(Always, "事情办得怎样由居民评", voice...), Helper: true},
	{Do: ConfirmNotes, To: OnMinutes, By: cells(Adult, "主持人、记录人和到会居民核对纪要；"+whyAdult, voice...)},
	{Do: HelpTask, To: OnTask, By: all(
		cells(Always, whyCommittee, committee...),
		cells(Always, "物业回应交给它的事，没有表决权", RolePropertyCompany),
		cells(Assigned, "交给谁办谁报进展", RoleResident, RoleVolunteer))},

	{Do: OpenDesk, To: OnMonth, By: all(
		cells(Always, whyCommittee, committee...),
		cells(Always, "只看不改："+whyParty, RolePartySecretary),
		cells(Always, "只看不改："+whyWatch, RoleSupervision),
		cells(Always, whyStreet, RoleStreetStaff),
		cells(Always, whyDistrict, RoleDistrictStaff),
		cells(Always, whyAdmin, RoleAdministrator))},
	{Do: WorkDesk, To: OnMonth, By: all(
		cells(Always, whyCommittee, committee...),
		cells(Always, "只看不改："+whyParty, RolePartySecretary),
		cells(Always, "只看不改："+whyWatch, RoleSupervision))},
	{Do: Screen, To: OnTopic, By: cells(NotOwn, whyNotOwn, committee...), Office: true},
	{Do: ModerateWord, To: OnStatement, By: cells(NotOwn, whyNotOwn, committee...), Office: true},
	{Do: OpenFromCall, To: OnTopic, By: cells(Always, "来电集中的事应当协商（北京市接诉即办工作条例 第二十六条）", committee...), Office: true},
	{Do: StateMonth, To: OnMonth, By: cells(Always, "每月一次，没有开要说明（2019 年街道工作意见 第二十六条）", committee...), Office: true},
	{Do: Announce, To: OnMeeting, By: cells(Always, whyCommittee, committee...), Office: true},
	{Do: RunMeeting, To: OnMeeting, By: cells(Always, whyCommittee, committee...), Office: true},
	{Do: WriteMinutes, To: OnMinutes, By: cells(Always, whyCommittee, committee...), Office: true},
	{Do: Publish, To: OnMinutes, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布；公开不少于十五日（城市居民委员会组织法 第三十四条）", committee...), Office: true},
	{Do: AnswerObject, To: OnOutcome, By: cells(NotOwn, "自己提的异议不能自己答复（回避）", committee...), Office: true},
	{Do: FollowUp, To: OnTask, By: cells(Always, "居委会落实协商结果（城市居民委员会组织法 第三十二条）", committee...), Office: true},
	{Do: HandOn, To: OnCase, By: all(
		cells(Assigned, whyHand, committee...),
		cells(Assigned, whyHand, RoleStreetStaff, RoleDistrictStaff)), Office: true},

	{Do: WorkStreet, To: OnCase, By: all(cells(Always, whyStreet, RoleStreetStaff), cells(Always, "只看交来的事："+whyDistrict, RoleDistrictStaff))},
	{Do: HoldCase, To: OnCase, By: all(
		cells(Assigned, whyStreet, RoleStreetStaff),
		cells(Assigned, whyDistrict, RoleDistrictStaff),
		cells(Assigned, "答复回到社区以后，由居委会报进展", committee...)), Office: true},
	{Do: OrderTask, To: OnTask, By: cells(Always, "街道督办本街道各社区逾期的事（北京市街道办事处条例 第十七条）", RoleStreetStaff), Office: true},
	{Do: WorkAdmin, To: OnInstitution, By: cells(Always, whyAdmin, RoleAdministrator), Seen: true},
	{Do: FoundBody, To: OnBody, By: cells(Always, whyAdmin, RoleAdministrator), Office: true},
	{Do: SetPlace, To: OnBody, By: all(
		cells(Always, "本社区的设置由主任定", RoleDirector),
		cells(Everywhere, whyAdmin, RoleAdministrator)), Office: true},

	{Do: KeepRoster, To: OnHousehold, By: cells(Always, whyRoster, committee...), Office: true},
	{Do: Invite, To: OnHousehold, By: cells(Always, whyRoster, committee...), Office: true},
	{Do: ReadPeople, To: OnPerson, By: cells(Always, whyNamed, committee...), Seen: true},
	{Do: AdmitPerson, To: OnPerson, By: all(
		cells(NotOwn, "住没住在这里由居委会确认", committee...),
		cells(Everywhere, whyAdmin, RoleAdministrator)), Office: true},
	{Do: NoteLeaving, To: OnPerson, By: all(
		cells(NoOffice, "搬走的、去世的由居委会登记，信息随即删除（个人信息保护法 第四十七条、第四十九条）", committee...),
		cells(Everywhere, whyAdmin, RoleAdministrator)), Office: true},
	{Do: GrantVoice, To: OnRole, By: all(
		cells(NotOwn, "居民、志愿者、户代表、楼门长、居民代表由居委会登记，不给自己登记", committee...),
		cells(Everywhere, whyAdmin, RoleAdministrator)), Office: true},
	{Do: GrantOffice, To: OnRole, By: cells(Everywhere, "谁在居委会任职不由居委会自己登记，也不给自己登记", RoleAdministrator), Office: true},
	{Do: IssueLink, To: OnPerson, By: all(
		cells(NoOffice, "链接等于本人：任职的人由系统管理员签发", committee...),
		cells(Own, "可以给自己签发", committee...),
		cells(Everywhere, whyAdmin, RoleAdministrator)), Office: true},
	{Do: GiveCode, To: OnPerson, By: all(
		cells(NoOffice, "当面认得本人，才给登录码", committee...),
		cells(OwnBuilding, "楼门长只帮本楼没有任职的居民登录", RoleStairwellHead)), Office: true, Seen: true},
	{Do: SeePhone, To: OnPerson, By: cells(Always, "一次看一个，写明理由，留记录（个人信息保护法 第六条）", committee...), Office: true},
	{Do: ReadAudit, To: OnAudit, By: all(
		cells(Always, whyWatch, RoleSupervision),
		cells(Always, whyAudit, RoleAuditor),
		cells(Below, whyAudit, RoleAuditor)), Seen: true},

	{Do: ArrangeHelp, To: OnPerson, By: cells(Own, whyHelp, RoleResident)},
	{Do: RecordHelp, To: OnPerson, By: cells(Always, whyHelp, committee...), Office: true},
	{Do: ActForPerson, To: OnPerson, By: cells(Adult, whyHelp, voice...)},
	{Do: CareForMinor, To: OnPerson, By: cells(Adult, "未满十四周岁由监护人代为处理（个人信息保护法 第三十一条）", RoleResident)},
	{Do: SpeakForHome, To: OnHousehold, By: cells(Adult, "一户一位户代表，由本户的成年人推选（城市居民委员会组织法 第二十六条）", RoleResident)},

	{Do: CastBallot, To: OnBallot, By: cells(Assigned, "在公布时的投票名册上，一个单位一张票；"+whyAdult,
		RoleResident, RoleVolunteer, RoleHouseholdRep, RoleRepresentative, RoleStairwellHead, RoleDirector, RoleCommitteeMember, RoleSupervision), Helper: true},
	{Do: DraftPoll, To: OnPoll, By: cells(Always, "居委会召集居民会议、居民代表会议，组织征求意见（城市居民委员会组织法 第二十六条、第二十八条）", committee...), Office: true},
	{Do: StudyPoll, To: OnPoll, By: cells(Always, whyParty, RolePartySecretary), Office: true},
	{Do: PublishPoll, To: OnPoll, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布", committee...), Office: true},
	{Do: PrintBallots, To: OnBallot, By: cells(Always, "纸质票和网上票一样算，由居委会印发", committee...), Office: true},
	{Do: EnterBallots, To: OnBallot, By: all(
		cells(Always, "两人分别录入纸质票，互不相看", committee...),
		cells(Always, "监督委员会可以参加计票（城市居民委员会组织法 第三十六条）", RoleSupervision)), Office: true},
	{Do: FilePoll, To: OnPoll, By: cells(Always, "章程、公约报街道备案（城市居民委员会组织法 第三十一条）", committee...), Office: true},
	{Do: NoteFormal, To: OnPoll, By: cells(Always, "业主表决在市里的系统进行，结果如实登记（北京市物业管理条例 第三十五条）", committee...), Office: true},

	{Do: AnswerCall, To: OnCall, By: cells(Adult, whyAsked, voice...), Helper: true},
	{Do: EnterAnswers, To: OnCall, By: all(
		cells(Always, "上门和纸面的回答由居委会录入，一户（人）只算一份", committee...),
		cells(OwnBuilding, "楼门长上门问自己的楼", RoleStairwellHead))},
	{Do: DraftCall, To: OnCall, By: cells(Always, whyAsked, atWork...), Office: true},
	{Do: PublishCall, To: OnCall, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布", atWork...), Office: true},
	{Do: KeepProject, To: OnProject, By: cells(Always, whyAsked, atWork...), Office: true},
	{Do: StudyProject, To: OnProject, By: cells(Always, whyParty, RolePartySecretary), Office: true},
	{Do: ApproveProject, To: OnProject, By: cells(OtherPerson, "提出项目的人不能自己批准，由另一位核对后批准", atWork...), Office: true},
	{Do: ClearProject, To: OnProject, By: all(
		cells(Assigned, whyStreet, RoleStreetStaff), cells(Assigned, whyDistrict, RoleDistrictStaff)), Office: true},
	{Do: DissentProject, To: OnProject, By: cells(Adult, "部分同意和不同意的要听完、要答复（西城区民生工作民意立项指导手册）", voice...), Helper: true},
	{Do: ObjectProject, To: OnProject, By: all(
		cells(Always, "公示期内可以提异议，必须答复", voice...), cells(Always, whyWatch, RoleSupervision)), Helper: true},
	{Do: AnswerProject, To: OnProject, By: cells(NotOwn, "自己提的异议不能自己答复（回避）", atWork...), Office: true},
	{Do: ReportProject, To: OnProject, By: all(
		cells(Always, whyCommittee, atWork...),
		cells(Always, "物业报施工进展，没有表决权", RolePropertyCompany),
		cells(Assigned, "居民监督员报看到的进展", RoleResident, RoleVolunteer))},
	{Do: OrderProject, To: OnProject, By: cells(Always, "街道督办本街道各社区逾期的项目（北京市街道办事处条例 第十七条）", RoleStreetStaff), Office: true},
	{Do: SignProject, To: OnProject, By: cells(Adult, "完工由居民现场验收，任职的人不签（社区约定）", RoleResident, RoleVolunteer)},
	{Do: FollowProject, To: OnProject, By: cells(Always, "关注的项目有新进展，写进本人的一周要事", SignedIn)},
	{Do: WatchProjects, To: OnProject, By: all(
		cells(Always, whyStreet, RoleStreetStaff), cells(Always, whyDistrict, RoleDistrictStaff))},

	{Do: Volunteer, To: OnSelf, By: cells(Always, whyHelpOut, voice...)},
	{Do: JoinShift, To: OnShift, By: cells(Always, whyHelpOut, voice...), Helper: true},
	{Do: CheckSkill, To: OnPerson, By: cells(NotOwn, "需要证明的技能由居委会看过原件，自己的不能自己看", committee...), Office: true},
	{Do: KeepTeams, To: OnActivity, By: cells(Always, whyNeighbour, committee...), Office: true},
	{Do: LeadActivity, To: OnActivity, By: all(
		cells(Always, whyNeighbour, committee...),
		cells(Assigned, whyLeads, RoleResident, RoleVolunteer))},
	{Do: PublishActivity, To: OnActivity, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布", committee...), Office: true},
	{Do: JudgeHours, To: OnHours, By: cells(OtherPerson, "时长有争议的，由另一位核对（志愿服务记录与证明出具办法 第十三条）", committee...), Office: true},
	{Do: ReadVolunteers, To: OnPerson, By: cells(Always, whyNamed, committee...), Seen: true},

	{Do: ApplyGrant, To: OnGrant, By: cells(Assigned, whyContact, voice...)},
	{Do: VoteGrant, To: OnGrant, By: cells(Adult, "本街道的居民一人一票，选想要的项目；"+whyAdult, voice...), Helper: true},
	{Do: ComplainGrant, To: OnGrant, By: all(
		cells(Always, "公示期内可以投诉，必须答复", voice...), cells(Always, whyWatch, RoleSupervision)), Helper: true},
	{Do: KeepGrants, To: OnGrant, By: cells(Always, whySupport, supporters...), Office: true},
	{Do: ApproveGrants, To: OnGrant, By: cells(OtherPerson, "写的、初审的人不能自己定，由另一位核对", RoleStreetStaff), Office: true},
	{Do: ScoreGrant, To: OnGrant, By: cells(Assigned, "专家独立评分，与申报组织有关系的回避；截止以前谁也看不到别人的分", RoleExpert), Office: true},
	{Do: WatchGrants, To: OnGrant, By: cells(Always, "办的人和评的人看得到申报材料，看不到别人的评分", RoleStreetStaff, RoleIncubator, RoleExpert)},
	{Do: BookRoom, To: OnRoom, By: cells(Adult, "社区的场地给居民和社会组织办活动，不做买卖", voice...)},
	{Do: KeepRooms, To: OnRoom, By: all(cells(Always, whyNeighbour, committee...), cells(Always, whySupport, supporters...)), Office: true},
	{Do: AskSupport, To: OnSupport, By: cells(Assigned, whyContact, voice...)},
	{Do: AnswerSupport, To: OnSupport, By: cells(Always, whySupport, supporters...), Office: true},

	{Do: ApplyOrganisation, To: OnOrganisation, By: cells(Adult, whyTogether, voice...)},
	{Do: KeepOrganisation, To: OnOrganisation, By: cells(Assigned, whySpeaks, voice...)},
	{Do: ReviewOrganisation, To: OnOrganisation, By: cells(NotOwn, "居委会指导社区社会组织，自己发起、自己联系的不能自己审（回避）", committee...), Office: true},
	{Do: FileOrganisation, To: OnOrganisation, By: cells(Always, "备案由街道办理（2019 年街道工作意见 第二十五条）", RoleStreetStaff), Office: true},
	{Do: StateNeed, To: OnOrganisation, By: cells(Assigned, "需要什么由本人说，组织的由联系人说", voice...)},
	{Do: KeepListings, To: OnOrganisation, By: cells(Always, "居委会办需求、资源、项目三项清单，把两头对上", committee...), Office: true},
	{Do: PublishListing, To: OnOrganisation, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布", committee...), Office: true},
	{Do: AgreeMatch, To: OnOrganisation, By: cells(Assigned, "两头都书面同意才算对上", voice...)},
	{Do: KeepCatalogue, To: OnOrganisation, By: cells(Always, "街道公布购买服务目录（2019 年街道工作意见 第二十五条）", RoleStreetStaff), Office: true},
	{Do: PublishCatalogue, To: OnOrganisation, By: cells(OtherPerson, "写的人不能自己公布，由另一位核对后公布", RoleStreetStaff), Office: true},
	{Do: SeeOrganisation, To: OnOrganisation, By: all(
		cells(Always, "审核要看发起人、成员名单和材料，看过留记录", committee...), cells(Always, whyStreet, RoleStreetStaff)), Seen: true},
}
