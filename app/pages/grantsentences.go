//go:build !js

// The pages that say these are drawn by the server alone: the words weigh nothing on the app.

package pages

import (
	"maps"

	"yishiting/residents"
	"yishiting/signups/grants"
)

// grantSentences say why a step of a grant, a room or a training waits, and what to do next.
var grantSentences = map[residents.Reason]sentence{
	grants.ErrAlready:   {"这一步已经办过了", "请重新打开页面看看"},
	grants.ErrState:     {"现在不能办这一步", "请重新打开页面，看看办到了哪一步"},
	grants.ErrChanged:   {"您填写的时候，别人改过", "下面是改过以后的样子；请核对后再填一次"},
	grants.ErrClosed:    {"还没有到办这一步的时间，或者时间已经过了", "各步的日子写在这一轮的页面上"},
	grants.ErrDates:     {"日期的先后不对", "申报至少开放七天，然后路演，然后截止投票，然后执行；请改日期"},
	grants.ErrWeights:   {"加起来不是一百", "专家和居民的比例、各项评分的满分，都要正好加成一百"},
	grants.ErrOverCap:   {"超过了一个项目最多能申请的数，或者比审核时多了", "请减少申请的金额"},
	grants.ErrBudget:    {"预算各行加起来，不等于申请的钱加自筹的钱", "请核对各行金额；报账时用的资助不能比各行加起来还多"},
	grants.ErrUnfit:     {"有一项能核对的条件没有达到", "看上面标出的条件；没有达到的不能通过，请写明理由"},
	grants.ErrUnchecked: {"还有申报没有审核，或者没有一个通过", "请先把资格审核办完"},
	grants.ErrAppeal:    {"没有通过审核的组织还在申请复核的日子里", "三个工作日过了，或者都复核完了，再进入路演"},
	grants.ErrFew:       {"专家不够，或者评分还没有交齐", "至少请三位专家，每个项目至少三份评分"},
	grants.ErrUntied:    {"还没有说明和哪些申报组织有关系", "请先填回避声明；没有关系的也要填"},
	grants.ErrTied:      {"您声明过和这个组织有关系", "这个项目由别的专家评分"},
	grants.ErrChoices:   {"一个也没有选，或者选多了", "请按页面上写的个数选"},
	grants.ErrUp:        {"公示还没有结束", "公示满七天以后再办"},
	grants.ErrComplaint: {"还有投诉没有答复", "请先逐件答复"},
	grants.ErrUnsigned:  {"协议还没有签好", "街道先起草，组织签字以后街道再签"},
	grants.ErrUnpaid:    {"首款还没有登记", "请先登记首款的凭证"},
	grants.ErrUnended:   {"还有项目没有办完，或者有钱没有结清", "请先办完每一个项目"},
	grants.ErrNoOrg:     {"您不是本街道社会组织的联系人", "请组织的联系人来办；还没有备案的，先到居委会备案"},
	grants.ErrTaken:     {"这个时段别人先约了", "请选别的时段"},
	grants.ErrShut:      {"这个时间不开放", "请在开放的日子和时段里选"},
	grants.ErrAhead:     {"约得太早了", "请约近一些的日子"},
	grants.ErrOften:     {"已经约了三次还没有用", "用过或者取消一次以后再约"},
	grants.ErrLong:      {"一次约得太长", "一次最多四个时段"},
	grants.ErrCommerce:  {"社区的场地不做买卖", "不收钱、不推销的活动欢迎预约"},
	grants.ErrCrowd:     {"人数超过了场地能坐下的", "请换一个大些的场地"},
	grants.ErrOver:      {"已经开始或者过去了", "请选以后的时间"},
	grants.ErrNotOver:   {"还没有到时间", "开始以后再登记来没来"},
	grants.ErrFull:      {"名额满了", "请看下一次培训"},
}

func init() { maps.Copy(sentences, grantSentences) }
