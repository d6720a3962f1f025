package pages

import "yishiting/residents"

// actionWords say what somebody does, as in 「可以……」.
var actionWords = map[residents.Action]string{
	residents.ReadPublic: "看公开的内容", residents.Enter: "登录和退出", residents.OwnThings: "看自己的东西", residents.OwnLetters: "看自己的消息",
	residents.KeepPasskeys: "管自己的通行密钥",
	residents.RaiseTopic:   "提议题", residents.SupportTopic: "附议", residents.Speak: "说看法、提问题", residents.TakeSeat: "报名到会、留意见",
	residents.Attend: "到会签到", residents.Appeal: "对审核申诉", residents.Withdraw: "撤回议题", residents.MakeObjection: "对结果提异议",
	residents.Rate: "评价落实", residents.ConfirmNotes: "核对会议纪要", residents.HelpTask: "报落实进展",
	residents.OpenDesk: "打开工作台", residents.WorkDesk: "看居委会的待办", residents.Screen: "审核议题", residents.ModerateWord: "审看和答复看法",
	residents.OpenFromCall: "由来电立议题", residents.StateMonth: "说明本月未开会", residents.Announce: "公告和取消协商会", residents.RunMeeting: "主持会场",
	residents.WriteMinutes: "写会议纪要", residents.Publish: "公布纪要和结果", residents.AnswerObject: "答复异议", residents.FollowUp: "安排和办结任务",
	residents.HandOn: "移交上级", residents.WorkStreet: "看移交来的事", residents.HoldCase: "接收、退回、答复移交的事", residents.OrderTask: "督办逾期任务",
	residents.WorkAdmin: "看系统管理页", residents.FoundBody: "设立机构", residents.SetPlace: "改社区设置", residents.KeepRoster: "登记户册",
	residents.Invite: "发邀请信", residents.ReadPeople: "看居民名单", residents.AdmitPerson: "登记和确认居民", residents.NoteLeaving: "登记居民离开", residents.GrantVoice: "给予和结束居民身份",
	residents.GrantOffice: "给予和结束任职", residents.IssueLink: "签发登录链接", residents.GiveCode: "当面给登录码", residents.SeePhone: "看一个手机号",
	residents.ReadAudit: "看审计记录", residents.ArrangeHelp: "请人代办", residents.RecordHelp: "登记代办授权", residents.CareForMinor: "为孩子办事",
	residents.CastBallot: "参加投票", residents.DraftPoll: "起草投票", residents.StudyPoll: "登记党组织研究", residents.PublishPoll: "公布、收回投票",
	residents.PrintBallots: "印纸质选票", residents.EnterBallots: "录入纸质选票", residents.FilePoll: "登记报街道备案", residents.NoteFormal: "登记业主大会表决结果",
	residents.AnswerCall: "回答民意征集", residents.EnterAnswers: "录入上门和纸面的回答", residents.DraftCall: "起草民意征集", residents.PublishCall: "公布民意征集",
	residents.KeepProject: "办民意立项项目", residents.StudyProject: "登记项目的党组织研究", residents.ApproveProject: "批准立项", residents.ClearProject: "答复下级的项目请示",
	residents.DissentProject: "说部分同意或不同意", residents.ObjectProject: "对公示提异议", residents.AnswerProject: "答复公示异议", residents.ReportProject: "报项目进展",
	residents.OrderProject: "督办逾期项目", residents.SignProject: "现场验收签字", residents.FollowProject: "关注项目", residents.WatchProjects: "看下级社区的项目",
	residents.Volunteer: "做志愿者，查自己的时长", residents.JoinShift: "报名志愿班次、签到", residents.CheckSkill: "看技能的证书", residents.KeepTeams: "办志愿服务队",
	residents.LeadActivity: "办志愿活动、确认时长", residents.PublishActivity: "公布志愿活动", residents.JudgeHours: "答复时长异议", residents.ReadVolunteers: "看志愿者名单",
	residents.ApplyGrant: "申报公益创投项目、签约、报账", residents.VoteGrant: "选公益创投项目", residents.ComplainGrant: "对公益创投公示投诉",
	residents.KeepGrants: "办公益创投：审核、辅导、拨款、检查", residents.ApproveGrants: "核定公益创投的公布、资助、签约和投诉", residents.ScoreGrant: "给公益创投项目评分",
	residents.WatchGrants: "在工作台上看公益创投", residents.BookRoom: "预约场地", residents.KeepRooms: "管场地和培训", residents.AskSupport: "向孵化中心求助", residents.AnswerSupport: "答复孵化求助",
	residents.ApplyOrganisation: "申请社会组织备案", residents.KeepOrganisation: "替组织办事", residents.ReviewOrganisation: "审核社会组织", residents.FileOrganisation: "办理社会组织备案", residents.SeeOrganisation: "看社会组织的申请材料", residents.KeepCatalogue: "写购买服务目录", residents.PublishCatalogue: "公布购买服务目录",
	residents.StateNeed: "说需要什么、能提供什么", residents.KeepListings: "办三项清单、对接", residents.PublishListing: "公布需求和资源", residents.AgreeMatch: "答复对接",
	residents.ActForPerson: "替人代办", residents.SpeakForHome: "做户代表",
}

// ActionWord is what somebody does: 审核议题.
func ActionWord(do residents.Action) string { return actionWords[do] }

var objectWords = map[residents.Object]string{
	residents.OnPortal: "议事厅", residents.OnSelf: "自己的东西", residents.OnTopic: "议题", residents.OnStatement: "看法", residents.OnMonth: "本月",
	residents.OnMeeting: "协商会", residents.OnMinutes: "会议纪要", residents.OnOutcome: "协商结果", residents.OnTask: "任务", residents.OnCase: "移交的事",
	residents.OnBody: "机构", residents.OnHousehold: "住户", residents.OnPerson: "人员", residents.OnRole: "身份", residents.OnAudit: "审计记录",
	residents.OnInstitution: "系统", residents.OnPoll: "投票", residents.OnBallot: "选票",
	residents.OnCall: "民意征集", residents.OnProject: "民意立项项目", residents.OnActivity: "志愿活动", residents.OnShift: "志愿班次", residents.OnHours: "服务时长",
	residents.OnGrant: "公益创投", residents.OnRoom: "场地", residents.OnSupport: "孵化支持",
	residents.OnOrganisation: "社会组织",
}

// ObjectWord is what something is done to: 议题.
func ObjectWord(on residents.Object) string { return objectWords[on] }

var conditionWords = map[residents.Condition]string{
	residents.Always: "", residents.NotOwn: "不是自己的事", residents.Own: "只限自己的事", residents.OtherPerson: "不能是办上一步的人",
	residents.OwnBuilding: "只限本楼，任职的人除外",
	residents.Adult:       "年满十八周岁", residents.Assigned: "只限交给自己的事", residents.NoOffice: "对方没有任职", residents.Below: "只限下级社区", residents.Everywhere: "各机构都可以，自己的除外",
}

// ConditionWord is what else must hold: 不是自己的事; "" for nothing else.
func ConditionWord(on residents.Condition) string { return conditionWords[on] }

var resultWords = map[residents.Result]string{residents.Done: "已办", residents.Refused: "被拒绝", residents.Seen: "查看"}

// ResultWord is how something in the audit came out: 被拒绝.
func ResultWord(r residents.Result) string { return resultWords[r] }
