//go:build !js

// The pages that say these are drawn by the server alone: the words weigh nothing on the app.

package pages

import (
	"maps"

	"yishiting/residents"
	"yishiting/signups"
)

// signupSentences say why a step of voluntary service waits, and what to do next.
var signupSentences = map[residents.Reason]sentence{
	signups.ErrState:       {"这个活动或者班次现在不能办这一步", "请重新打开页面，看看办到了哪一步"},
	signups.ErrChanged:     {"您填写的时候，别人改过这个活动", "下面是改过以后的样子；请核对后再填一次"},
	signups.ErrNoPlace:     {"这个班次的名额满了", "可以排进候补，有人退出会按先后补上，并告诉您"},
	signups.ErrBegun:       {"这个班次已经开始或者结束", "来不了的，请打电话告诉带队人；想参加的，请看别的班次"},
	signups.ErrNotBegun:    {"还没有到时间", "签到从开始前半小时起；时长在班次结束以后确认"},
	signups.ErrShiftOff:    {"这个班次取消了", "请看别的班次"},
	signups.ErrOverlap:     {"您在同一时间已经报了另一个班次", "先退出那一个，再报这一个"},
	signups.ErrRest:        {"和您的另一个班次之间休息不到半小时", "请换一个隔开一些的班次"},
	signups.ErrDayFull:     {"这一天报的班次加起来超过了八小时", "请换一天，别累着"},
	signups.ErrUnderAge:    {"年龄不到这个岗位的要求", "可以看看别的岗位；八到十三岁由监护人带着一起参加"},
	signups.ErrMinorWork:   {"有风险的、在路边的、早七点以前或者晚九点以后的活动，未成年人不参加", "请看别的活动"},
	signups.ErrMinorDay:    {"未成年人一天最多服务四小时", "请换一天"},
	signups.ErrWithAdult:   {"未满十四岁的孩子要和监护人一起参加", "请监护人先报这个班次，再给孩子报名"},
	signups.ErrSkill:       {"这个岗位要有相应的技能；急救、医护、法律、驾驶、水电要居委会看过证书", "请在志愿者资料里选上技能，要证明的带证书到居委会"},
	signups.ErrNoAgreement: {"没有勾选同意服务协议", "请看完协议，同意的在「同意」前打勾；报名现场补的，请本人先在网上报"},
	signups.ErrUninsured:   {"有风险的活动要先买好意外保险：北京市志愿服务促进条例第十九条、志愿服务条例第十七条", "请写上保险公司和险种；没有买的，先买再公布"},
	signups.ErrNoTerms:     {"有风险的、一个月以上的活动要有书面协议：北京市志愿服务促进条例第十八条", "请写好服务协议，报名的人看过、同意才算报上"},
	signups.ErrShiftEnds:   {"结束时间不比开始时间晚", "请改结束时间；过夜的分成两个班次"},
	signups.ErrShiftLong:   {"一个班次最长十二小时", "请分成几个班次，换人"},
	signups.ErrShiftPast:   {"班次的时间已经过去，或者在一年以后", "请改日期"},
	signups.ErrNoShift:     {"还没有一个以后的班次", "请先加班次，再交审核"},
	signups.ErrInUse:       {"已经公布、有人报名的内容不能这样改", "名额可以加；名称、协议、风险、岗位要改的，取消这个活动，另做一个"},
	signups.ErrOldCode:     {"这个签到码过期了，签到码每分钟换一次", "请看带队人手机上现在的码"},
	signups.ErrWrongCode:   {"签到码不对", "请看带队人手机上的六位数字；手机不方便的，请带队人在名单上记"},
	signups.ErrCheckedIn:   {"已经签到过了", "不用再签"},
	signups.ErrNotHere:     {"还没有签到", "请先签到；已经来了的，请带队人在名单上记"},
	signups.ErrHours:       {"这个时长不可能", "以半小时为单位填，不超过班次再加两小时，一天不超过二十四小时"},
	signups.ErrOwnHours:    {"自己的时长不能自己确认", "请另一位带队人或者居委会委员确认"},
	signups.ErrHoursDone:   {"时长已经确认过了", "有不对的，由志愿者本人提出更正"},
	signups.ErrHoursWhy:    {"和记录的时间不一样，要写明理由", "写一句，本人会看到"},
	signups.ErrDisputeOver: {"没有可以提出更正的时长，或者三十天已经过了", "请打电话问居委会"},
	signups.ErrNoHours:     {"这段时间没有已经确认的服务", "请换一段时间；刚结束的活动，等带队人确认以后再来"},
	signups.ErrAskedOnce:   {"问过这位了，或者这位不希望被问", "一个班次一个人最多问一次；请问别的人"},
	signups.ErrWaiting:     {"有人在候补，不用转让", "直接退出，名额就是候补的了"},
	signups.ErrTooSoon:     {"还没有到再确认的时间", "请在开始前四十八小时到十二小时之间确认"},
	signups.ErrNotOffered:  {"没有等您确认的名额，或者时间过了", "还想参加的，请再报一次"},
	signups.ErrNobody:      {"那栋楼里没有找到这一位，或者有同名的", "请核对姓名和楼栋；还没有登记的，请他先用邀请信加入，或者到居委会登记"},
	signups.ErrOrgOver:     {"这个组织没有在有效期内的备案", "请联系人先办好备案或者续期，再办活动"},
	signups.ErrOrgContact:  {"这是社会组织办的活动，由组织的联系人写和交", "请组织的联系人来办"},
	signups.ErrNotLeading:  {"这由带队的人办", "请找这次活动的带队人、服务队的队长，或者居委会"},
	signups.ErrNotMember:   {"这位不是本队的队员", "请先请本人加入服务队"},
}

func init() { maps.Copy(sentences, signupSentences) }
