package pages

import (
	"yishiting/consultation/project"
)

// Words of projects, the same on every page.

var projectStages = map[project.Stage][2]string{
	project.Collect: {"民意征集", ToneAct}, project.Negotiate: {"协商立项", ToneAct}, project.Deliver: {"项目落实", ToneAct},
	project.Evaluate: {"效果评价", ToneAct}, project.Closed: {"已办结", TonePlain}, project.Dropped: {"不立项", TonePlain},
}

// ProjectStageTag is where a project stands, with the tone of its tag.
func ProjectStageTag(s project.Stage) (words, tone string) {
	return projectStages[s][0], projectStages[s][1]
}

// ProjectStages are the stations of the bar for a project that stands at s. One that was
// dropped has left the bar: what it went through is done, nothing runs.
func ProjectStages(s project.Stage) []Stage {
	var all []Stage
	state := StageDone
	for _, one := range project.Stages {
		if one == s {
			state = StageNow
			if s == project.Closed {
				state = StageDone
			}
		}
		words, _ := ProjectStageTag(one)
		all = append(all, Stage{Name: words, State: state})
		if one == s {
			state = StageAhead
		}
	}
	if s == project.Dropped {
		for i := range all {
			all[i].State = StageAhead
		}
	}
	return all
}

var projectKinds = map[project.Kind][2]string{
	project.Asked:   {"民意征求型", "政府要办的事，先听居民意见"},
	project.Applied: {"民需申报型", "居民提出来要办的事"},
	project.Pushed:  {"民情推动型", "反映多、来电多的事"},
}

// ProjectKindWord is how a project came up; ProjectKindNote says it in a sentence.
func ProjectKindWord(k project.Kind) string { return projectKinds[k][0] }

// ProjectKindNote says in a sentence how a project came up.
func ProjectKindNote(k project.Kind) string { return projectKinds[k][1] }

// ProjectKindOptions are the kinds as a form offers them.
func ProjectKindOptions() []Option {
	var all []Option
	for _, k := range []project.Kind{project.Asked, project.Applied, project.Pushed} {
		all = append(all, Option{Value: string(k), Label: ProjectKindWord(k), Hint: ProjectKindNote(k)})
	}
	return all
}

var projectFields = map[project.Field][2]string{
	project.Works:    {"工程建设", "修、建、改、装"},
	project.Benefit:  {"惠民政策", "服务、补贴、优待"},
	project.Resource: {"公共资源配置", "场地、车位、公共收益怎样用"},
}

// ProjectFieldWord is what a project is about.
func ProjectFieldWord(f project.Field) string { return projectFields[f][0] }

// ProjectFieldOptions are the fields as a form offers them.
func ProjectFieldOptions() []Option {
	var all []Option
	for _, f := range []project.Field{project.Works, project.Benefit, project.Resource} {
		all = append(all, Option{Value: string(f), Label: ProjectFieldWord(f), Hint: projectFields[f][1]})
	}
	return all
}

var payerWords = map[project.Payer]string{
	project.PayStreet: "街道资金", project.PayDistrict: "区级资金", project.PayFund: "社区公益事业补助资金", project.PayParty: "党组织服务群众经费",
	project.PayHomes: "居民自愿出资", project.PayOwners: "业主共有资金、维修资金", project.PayUnit: "驻区单位、企业、捐赠",
}

// PayerWord is who pays.
func PayerWord(p project.Payer) string { return payerWords[p] }

var stanceWords = map[project.Stance]string{project.Agrees: "同意", project.InPart: "部分同意", project.IsAgainst: "不同意"}

// StanceWord is how somebody stands to what was decided.
func StanceWord(s project.Stance) string { return stanceWords[s] }

var agreementWords = map[project.Agreement]string{project.NotAgreed: "还没有登记", project.Full: "完全同意", project.Partial: "部分同意"}

// AgreementWord is how far those concerned agree.
func AgreementWord(a project.Agreement) string { return agreementWords[a] }

var clearanceWords = map[project.ClearanceKind]string{
	project.StreetMoney: "用街道资金", project.LandUse: "用地、用区级资金", project.LowRating: "两次评价偏低",
}

// ClearanceWord is what another body is asked for.
func ClearanceWord(k project.ClearanceKind) string { return clearanceWords[k] }

var clearanceStates = map[project.ClearanceState][2]string{
	project.ClearanceAsked: {"等答复", ToneDue}, project.ClearanceGranted: {"已批准", TonePlain}, project.ClearanceRefused: {"没有批准", ToneDue},
}

// ClearanceTag is where a clearance stands, with the tone of its tag.
func ClearanceTag(s project.ClearanceState) (words, tone string) {
	return clearanceStates[s][0], clearanceStates[s][1]
}

var noticeKinds = map[project.NoticeKind]string{project.ApprovalNotice: "立项公示", project.ChangeNotice: "变更公示"}

// ProjectNoticeWord is what is put up for notice.
func ProjectNoticeWord(k project.NoticeKind) string { return noticeKinds[k] }

var decisionKinds = map[project.DecisionKind]string{
	project.ByPoll: "投票决定", project.ByOutcome: "协商定下", project.ByOwners: "业主正式表决", project.ByOffice: "街道会议决定",
}

// DecidedWord is how the body that may decide decided.
func DecidedWord(k project.DecisionKind) string { return decisionKinds[k] }

var entryKinds = map[project.EntryKind]string{project.Committed: "已签约", project.Paid: "已支付"}

// EntryWord is what a line of the ledger says of money.
func EntryWord(k project.EntryKind) string { return entryKinds[k] }

var postTimes = map[project.When]string{project.Before: "施工前", project.During: "施工中", project.After: "完工后"}

// WorkTimeWord tells before, during and after apart.
func WorkTimeWord(w project.When) string { return postTimes[w] }

var supervisorEnds = map[string]string{"moved": "已搬走", "asked": "本人不再担任", "replaced": "已换人"}

// SupervisorEndWord is why somebody watches no more.
func SupervisorEndWord(why string) string { return supervisorEnds[why] }

var gateWords = map[project.Gate]string{
	project.Heard: "听取意见", project.Listed: "方案写全", project.Talked: "社区协商", project.Studied: "党组织研究", project.Undecided: "还没有决定",
	project.Decided: "作出决定", project.Agreed: "同意情况办完", project.Cleared: "上级批准", project.Noticed: "公示期满、异议答复",
	project.Planned: "实施计划", project.Unchanging: "没有公示中的变更", project.Done: "节点完成、问题整改", project.Signed: "居民验收",
}

// GateWord is the short name of a gate.
func GateWord(g project.Gate) string { return gateWords[g] }
