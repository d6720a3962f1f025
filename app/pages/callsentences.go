//go:build !js

// The pages that say these are drawn by the server alone: the words weigh nothing on the app.

package pages

import (
	"maps"

	"yishiting/consultation/project"
	"yishiting/residents"
)

// callSentences say why an opinion call takes no answer, or not this one, and what to do next.
var callSentences = map[residents.Reason]sentence{
	project.ErrCallStage:     {"这次征集现在不能办这一步", "请重新打开页面，看看它办到了哪一步"},
	project.ErrCallNotOpen:   {"这次征集还没有开始，或者已经撤回", "开始的时间写在征集页上，到时再来"},
	project.ErrCallOver:      {"这次征集已经截止，不再收意见", "结果公布在征集页上；还想说的，可以提议题，或者在协商会上说"},
	project.ErrCallLate:      {"这份回答是截止以前在门口记下的，送到的时候征集已经截止，不再计入：结果在截止时已经固定并公开", "请告诉这一家没有算上；他们的意见可以提成议题，或者到协商会上说"},
	project.ErrCallAnswered:  {"已经有人回答了，征集不能撤回", "回答的人不能白答：请等到截止；内容有误的，截止后另发一次并说明"},
	project.ErrCallDays:      {"征集从开始到截止最多 60 天，延期要比原来的截止时间晚", "请改截止时间；时间不够的，截止后另发一次"},
	project.ErrCallNobody:    {"选的地方没有可以问的人", "请先在户册里登记这几栋楼的住户，或者改选别的楼"},
	project.ErrCallProject:   {"没有这个项目，或者它已经过了征集和协商的阶段", "请选一个还在征集或协商的项目"},
	project.ErrNotAsked:      {"这次征集问的是别的楼或别的社区", "征集页上写着问哪些地方；想说的可以提议题"},
	project.ErrNoOwnHome:     {"这次征集一户算一份，您还没有登记到哪一户", "请找居委会把您登记到您住的那一户，登记好就能答"},
	project.ErrNoUnit:        {"这次征集没有这一户或这一位", "请从名单里选；刚加入的居民按本人选，名单里没有的先登记户册"},
	project.ErrSheet:         {"这个编号的纸已经录给了另一户", "请核对纸上的编号和门牌"},
	project.ErrBranch:        {"追问只能接在前面一道人人都答的单选题的一个选项后面", "请选前面的单选题和它的一个选项"},
	project.ErrNotPut:        {"这道题只问选了另一个选项的人", "请改前面那道题的选择，或者把这道题空着"},
	project.ErrQuestionTwice: {"有两道题或两个选项是一样的", "请删掉一个，或者改写"},
	project.ErrOverMost:      {"选得比这道题允许的多", "请少选几项"},
	project.ErrHotlineLine:   {"这一行不是「主题,件数」", "一行一个主题，逗号后面写件数，例如：停车难,12"},
	project.ErrThemeTwice:    {"这个主题在前面的行里已经有了", "请把件数加在一起，只写一行"},
}

func init() { maps.Copy(sentences, callSentences) }
